/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "json.h"

#include <stdio.h>

#include "calendar_list.h"
#include "issue.h"
#include "publishers.h"
#include "view.h"

#define TIME_ROOM 32

/* "2021-03-08T10:00:00+01:00". */
static void put_time(ep_json *json, const char *key, const ep_local *local)
{
    char date[11], text[TIME_ROOM];
    int minute = local->second / 60, east = (local->offset < 0 ? -local->offset : local->offset) / 60 % 1440;
    snprintf(text, sizeof text, "%sT%02d:%02d:%02d%c%02d:%02d", epic_date_write(local->date, date), minute / 60, minute % 60,
             local->second % 60, local->offset < 0 ? '-' : '+', east / 60, east % 60);
    ep_json_text(json, key, text);
}

static void put_span(ep_json *json, ep_view *view, const epic_event *event)
{
    char date[11];
    if (event->all_day) {
        ep_json_text(json, "start", epic_date_write(event->first, date));
        ep_json_text(json, "end", epic_date_write(event->last + 1, date));
        return;
    }
    ep_local start = ep_view_local(view, event->zone, event->start), end = ep_view_local(view, event->zone, event->end);
    put_time(json, "start", &start);
    put_time(json, "end", &end);
}

static void put_reserve(ep_json *json, const epic_event *event)
{
    char date[11];
    if (event->reserve_first == EPIC_NO_DATE) {
        ep_json_null(json, "reserve");
        return;
    }
    ep_json_open(json, "reserve", '{');
    ep_json_text(json, "start", epic_date_write(event->reserve_first, date));
    ep_json_text(json, "end", epic_date_write(event->reserve_last + 1, date));
    ep_json_close(json, '}');
}

static void put_city(ep_json *json, const ep_view *view, const char *key, size_t city)
{
    ep_json_text(json, key, city == EPIC_NONE ? NULL : ep_view_id(view, city));
}

static void put_pair(ep_json *json, const ep_view *view, size_t pair)
{
    if (pair == EPIC_NONE) {
        ep_json_null(json, "pair");
        return;
    }
    ep_json_open(json, "pair", '[');
    put_city(json, view, NULL, view->pairs[pair].a);
    put_city(json, view, NULL, view->pairs[pair].b);
    ep_json_close(json, ']');
}

static void put_cities(ep_json *json, const ep_view *view, const char *key, const size_t *cities, size_t count)
{
    ep_json_open(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        put_city(json, view, NULL, cities[i]);
    }
    ep_json_close(json, ']');
}

static void put_event(ep_json *json, ep_view *view, const epic_event *event, const epic_ledger *issued)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "uid", event->uid);
    ep_json_text(json, "id", event->id);
    ep_json_text(json, "kind", epic_kind_word(event->kind));
    ep_json_text(json, "title", event->title);
    put_pair(json, view, event->pair);
    put_city(json, view, "guest", event->guest);
    put_city(json, view, "host", event->host);
    put_cities(json, view, "cities", event->cities, event->city_count);
    put_cities(json, view, "optional", event->optional, event->optional_count);
    ep_json_text(json, "mode", epic_mode_word(event->mode));
    ep_json_text(json, "link", event->link);
    put_span(json, view, event);
    put_reserve(json, event);
    ep_json_text(json, "zone", event->zone);
    ep_json_text(json, "status", epic_state_word(event->state));
    ep_json_int(json, "sequence", ep_sequence(issued, event));
    ep_json_text(json, "why", event->why);
    ep_json_close(json, '}');
}

static void put_unscheduled(ep_json *json, const ep_view *view, const epic_unscheduled *missing)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "kind", epic_kind_word(missing->kind));
    ep_json_text(json, "id", missing->id);
    put_pair(json, view, missing->pair);
    ep_json_text(json, "why", missing->why);
    ep_json_close(json, '}');
}

int ep_publish_json(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    ep_view view;
    ep_json json;
    int status = ep_view_open(&view, plan, diags);
    if (status != EPIC_OK) {
        return status;
    }
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "events", '[');
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        put_event(&json, &view, epic_plan_event(plan, i), options->ledger);
    }
    ep_json_close(&json, ']');
    ep_json_open(&json, "unscheduled", '[');
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        put_unscheduled(&json, &view, epic_plan_unscheduled_at(plan, i));
    }
    ep_json_close(&json, ']');
    ep_json_calendars(&json, "calendars", epic_plan_calendars(plan));
    ep_json_bool(&json, "proved", epic_plan_proved(plan));
    ep_json_double(&json, "gap", epic_plan_gap(plan));
    ep_json_close(&json, '}');
    ep_put_char(writer, '\n');
    return ep_view_close(&view);
}
