/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "series.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "entry.h"
#include "recurs.h"

#define RULE_ROOM 128
#define EACH_ROOM 48 /* " 20210308T090000Z=20210309T090000Z" */
#define CERTAIN_DAY 28 /* every month has it */

static bool is_same(const epic_event *event, size_t source)
{
    return event->pair == EPIC_NONE && event->source == source;
}

bool ep_series_begins(const ep_view *view, const epic_event *event)
{
    size_t i = 0;
    while (!is_same(epic_plan_event(view->plan, i), event->source)) {
        i++;
    }
    return epic_plan_event(view->plan, i) == event;
}

epic_instant ep_series_start(ep_view *view, const epic_event *master, epic_date nominal)
{
    epic_instant start = EPIC_NO_INSTANT;
    ep_met_zone *met = master->all_day ? NULL : ep_view_zone(view, master->zone);
    if (met != NULL) {
        ep_zone_instant(met->zone, nominal, ep_met_local(met, master->start).second / 60, &start);
    }
    return start;
}

/* ---- its occurrences ---- */

static int by_nominal(const void *left, const void *right)
{
    const ep_occurrence *a = left, *b = right;
    return (a->nominal > b->nominal) - (a->nominal < b->nominal);
}

static size_t gather(const ep_view *view, size_t source, ep_occurrence *list)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_plan_events(view->plan); i++) {
        const epic_event *event = epic_plan_event(view->plan, i);
        if (is_same(event, source)) {
            list[count++] = (ep_occurrence){event->nominal, event, false};
        }
    }
    for (size_t i = 0; i < epic_plan_unscheduled(view->plan); i++) {
        const epic_unscheduled *left = epic_plan_unscheduled_at(view->plan, i);
        if (left->pair == EPIC_NONE && left->source == source) {
            list[count++] = (ep_occurrence){left->nominal, NULL, false};
        }
    }
    qsort(list, count, sizeof *list, by_nominal);
    return count;
}

/* Whether two are at one time of the day, by one zone. */
static bool alike(ep_view *view, const epic_event *a, const epic_event *b)
{
    if (a->all_day || b->all_day) {
        return a->all_day == b->all_day;
    }
    return strcmp(a->zone, b->zone) == 0 &&
           ep_view_local(view, a->zone, a->start).second == ep_view_local(view, b->zone, b->start).second;
}

/* The occurrence that most others are like, the first of several. */
static const epic_event *usual_of(ep_view *view, const ep_occurrence *list, size_t count)
{
    const epic_event *usual = NULL;
    size_t most = 0;
    for (size_t i = 0; i < count && most < count - i; i++) {
        size_t like = 0;
        for (size_t k = i; k < count && list[i].event != NULL; k++) {
            like += list[k].event != NULL && alike(view, list[i].event, list[k].event);
        }
        if (like > most) {
            most = like;
            usual = list[i].event;
        }
    }
    return usual;
}

/* Settled only when nothing of it is proposed any more: one entry has one status. */
static epic_state state_of(const ep_occurrence *list, size_t count)
{
    epic_state state = EPIC_CONFIRMED;
    for (size_t i = 0; i < count; i++) {
        state = list[i].event != NULL && ep_is_tentative(list[i].event->state) ? EPIC_PROPOSED : state;
    }
    return state;
}

static epic_event *master_of(ep_view *view, const ep_occurrence *list, size_t count)
{
    epic_event *master = ep_arena_new_of(view->arena, epic_event);
    const epic_event *usual = usual_of(view, list, count);
    if (master == NULL) {
        return NULL;
    }
    *master = *usual;
    master->state = state_of(list, count);
    master->first = list[0].nominal;
    master->last = list[0].nominal + (usual->last - usual->first);
    if (!usual->all_day) {
        master->start = ep_series_start(view, usual, list[0].nominal);
        master->end = master->start + (usual->end - usual->start);
    }
    return master;
}

/* Whether the clocks of all cities show what they do at the first. */
static bool same_clocks(ep_view *view, const epic_event *event, const epic_event *master)
{
    size_t city;
    for (size_t i = 0; (city = ep_view_city(event, i)) != EPIC_NONE; i++) {
        ep_met_zone *zone = ep_view_city_zone(view, city);
        ep_local own = ep_met_local(zone, event->start), first = ep_met_local(zone, master->start);
        if (own.second != first.second || own.date - event->first != first.date - master->first) {
            return false;
        }
    }
    return true;
}

static bool same_link(const char *one, const char *other)
{
    return one == NULL || other == NULL ? one == other : strcmp(one, other) == 0;
}

static bool is_regular(ep_view *view, const ep_occurrence *one, const epic_event *master)
{
    const epic_event *event = one->event;
    if (event == NULL || event->first != one->nominal || event->all_day != master->all_day ||
        event->place_city != master->place_city || !same_link(event->link, master->link)) {
        return false;
    }
    return event->all_day || (strcmp(event->zone, master->zone) == 0 &&
                              event->start == ep_series_start(view, master, one->nominal) && same_clocks(view, event, master));
}

/* ---- its rule ---- */

/* ";BYMONTHDAY=15"; of a day that not every month has, the last of those that the month has up to it. */
static int put_month_day(const ep_occurrence *list, size_t count, char *out, size_t room)
{
    int greatest = 0, year, month, day;
    for (size_t i = 0; i < count; i++) {
        epic_date_parts(list[i].nominal, &year, &month, &day);
        greatest = day > greatest ? day : greatest;
    }
    int used = snprintf(out, room, ";BYMONTHDAY=%d", greatest < CERTAIN_DAY ? greatest : CERTAIN_DAY);
    for (day = CERTAIN_DAY + 1; day <= greatest; day++) {
        used += snprintf(out + used, room - (size_t)used, ",%d", day);
    }
    return used + snprintf(out + used, room - (size_t)used, "%s", greatest > CERTAIN_DAY ? ";BYSETPOS=-1" : "");
}

/* A date or moment as calendars write it. */
static void put_stamp(ep_view *view, const epic_event *of, epic_date date, epic_instant start, char out[EACH_ROOM])
{
    int year, month, day;
    bool utc = !of->all_day && ep_entry_in_utc(view, of);
    ep_local local = {.date = date};
    if (utc) {
        local.date = (epic_date)ep_floor_div(start, EP_DAY);
        local.second = (int32_t)(start - (epic_instant)local.date * EP_DAY);
    } else if (!of->all_day) {
        local = ep_view_local(view, of->zone, start);
    }
    epic_date_parts(local.date, &year, &month, &day);
    int used = snprintf(out, EACH_ROOM, "%04d%02d%02d", year, month, day);
    if (!of->all_day) {
        snprintf(out + used, EACH_ROOM - (size_t)used, "T%02d%02d%02d%s", local.second / 3600, local.second / 60 % 60,
                 local.second % 60, utc ? "Z" : "");
    }
}

/* UNTIL is a date for whole days, else a moment in UTC (RFC 5545 section 3.3.10). */
static void put_until(ep_view *view, const epic_event *master, epic_date last, char *out, size_t room)
{
    char text[EACH_ROOM];
    epic_event end = *master;
    end.zone = "UTC";
    put_stamp(view, &end, last, ep_series_start(view, master, last), text);
    snprintf(out, room, ";UNTIL=%s", text);
}

static void put_rule(ep_view *view, const epic_event *master, const ep_occurrence *list, size_t count, char out[RULE_ROOM])
{
    const epic_duration *every = &epic_programme_event(view->programme, master->source)->every;
    bool weeks = every->days % 7 == 0;
    int used;
    if (every->months > 0) {
        used = snprintf(out, RULE_ROOM, "FREQ=MONTHLY;INTERVAL=%" PRId32, every->months);
        used += put_month_day(list, count, out + used, RULE_ROOM - (size_t)used);
    } else {
        used = snprintf(out, RULE_ROOM, "FREQ=%s;INTERVAL=%" PRId32, weeks ? "WEEKLY" : "DAILY",
                        weeks ? every->days / 7 : every->days);
    }
    put_until(view, master, list[count - 1].nominal, out + used, RULE_ROOM - (size_t)used);
}

/* First what is not held, then what is held otherwise, as calendars have them. */
static char *times_of(ep_view *view, const ep_series *series)
{
    size_t room = RULE_ROOM + 2 * EACH_ROOM * series->count, used = strlen(series->rule);
    char *text = ep_arena_array(view->arena, room, 1), when[EACH_ROOM], start[EACH_ROOM];
    if (text == NULL) {
        return NULL;
    }
    memcpy(text, series->rule, used);
    for (int held = 0; held <= 1; held++) {
        for (size_t i = 0; i < series->count; i++) {
            const ep_occurrence *one = &series->list[i];
            if (!one->regular && (one->event != NULL) == held) {
                put_stamp(view, series->master, one->nominal, ep_series_start(view, series->master, one->nominal), when);
                if (held) {
                    put_stamp(view, one->event, one->event->first, one->event->start, start);
                }
                used += (size_t)snprintf(text + used, room - used, " %s=%s", when, held ? start : "none");
            }
        }
    }
    return text;
}

static bool fill(ep_view *view, ep_series *out, size_t source, ep_occurrence *list)
{
    char rule[RULE_ROOM];
    out->list = list;
    out->count = gather(view, source, list);
    out->master = master_of(view, list, out->count);
    if (out->master == NULL) {
        return false;
    }
    for (size_t i = 0; i < out->count; i++) {
        list[i].regular = is_regular(view, &list[i], out->master);
    }
    put_rule(view, out->master, list, out->count, rule);
    out->rule = ep_arena_strdup(view->arena, rule);
    out->text = out->rule == NULL ? NULL : times_of(view, out);
    return out->text != NULL;
}

const ep_series *ep_series_of(ep_view *view, const epic_event *event)
{
    if (event->pair != EPIC_NONE || !ep_recurs(epic_programme_event(view->programme, event->source))) {
        return NULL;
    }
    size_t most = epic_plan_events(view->plan) + epic_plan_unscheduled(view->plan);
    ep_series *series = ep_arena_new_of(view->arena, ep_series);
    ep_occurrence *list = ep_arena_array_of(view->arena, most, ep_occurrence);
    if (series == NULL || list == NULL || !fill(view, series, event->source, list)) {
        view->status = view->status ? view->status : EPIC_ENOMEM;
        return NULL;
    }
    return series;
}
