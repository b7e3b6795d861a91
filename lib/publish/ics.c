/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as an iCalendar feed. doc/calendars.md tells which rule asks for each line. */
#include "ics.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "publishers.h"
#include "uid.h"
#include "vtimezone.h"

typedef struct feed {
    ep_view view;
    const epic_publish_options *options;
    ep_lines lines;
} feed;

/* One entry: an event, or the days on the road before or after it. */
typedef struct entry {
    const epic_event *event;
    ep_leg leg;
    const char *uid, *title;
    epic_date first, last;
} entry;

/* A city also sees what is held in it by others: it is the host and does nothing else then. */
static bool is_wanted(const epic_publish_options *options, const epic_event *event)
{
    bool takes_part = options->city == EPIC_NONE || options->city == event->place_city;
    for (size_t i = 0; i < event->city_count && !takes_part; i++) {
        takes_part = event->cities[i] == options->city;
    }
    return takes_part && (options->pair == EPIC_NONE || event->pair == options->pair);
}

static bool shows_travel(const epic_publish_options *options, const epic_event *event)
{
    return options->city == EPIC_NONE || options->city == event->guest;
}

static void put_plain(feed *out, const char *property, const char *value)
{
    ep_line_open(&out->lines, property);
    ep_line_plain(&out->lines, value);
    ep_line_close(&out->lines);
}

static void put_one_line(feed *out, const char *property, const char *value)
{
    ep_line_open(&out->lines, property);
    ep_line_one_line(&out->lines, value);
    ep_line_close(&out->lines);
}

static void put_utc(feed *out, const char *property, epic_instant instant)
{
    ep_line_open(&out->lines, property);
    ep_line_utc(&out->lines, instant);
    ep_line_close(&out->lines);
}

static bool in_utc(const feed *out, const epic_event *event)
{
    return out->view.info->times_in_utc || strcmp(event->zone, "UTC") == 0 || strcmp(event->zone, "Etc/UTC") == 0;
}

static void put_date(feed *out, const char *property, epic_date date)
{
    ep_line_open(&out->lines, property);
    ep_line_param(&out->lines, "VALUE", "DATE");
    ep_line_date(&out->lines, date);
    ep_line_close(&out->lines);
}

/* A time that the wall shows twice, or a moment that is not what its wall time says, is refused: readers disagree there. */
static int put_local(feed *out, const epic_event *event, const char *property, epic_instant instant)
{
    const ep_zone *zone = ep_view_zone(&out->view, event->zone);
    epic_instant back = EPIC_NO_INSTANT;
    ep_local local;
    if (zone == NULL) {
        return out->view.status;
    }
    local = ep_zone_local(zone, instant);
    if (ep_zone_instant(zone, local.date, local.second / 60, &back) != EP_CLOCK_UNIQUE) {
        char day[11];
        ep_diag_plain(out->view.diags, "E602", "'%s' on %s is at a time that the clocks of %s show twice", event->title,
                      epic_date_write(local.date, day), event->zone);
        return EPIC_EINPUT;
    }
    ep_line_open(&out->lines, property);
    ep_line_param(&out->lines, "TZID", event->zone);
    ep_line_local(&out->lines, local.date, local.second);
    ep_line_close(&out->lines);
    return EPIC_OK;
}

static int put_when(feed *out, const entry *of)
{
    const epic_event *event = of->event;
    int status;
    if (event->all_day || of->leg != EP_LEG_NONE) {
        put_date(out, "DTSTART", of->first);
        put_date(out, "DTEND", of->last + 1);
        return EPIC_OK;
    }
    if (in_utc(out, event)) {
        put_utc(out, "DTSTART", event->start);
        put_utc(out, "DTEND", event->end);
        return EPIC_OK;
    }
    status = put_local(out, event, "DTSTART", event->start);
    return status ? status : put_local(out, event, "DTEND", event->end);
}

/* What is online, due or in each city at home has no LOCATION. */
static void put_place(feed *out, const epic_event *event)
{
    const epic_city *city = epic_programme_city(out->view.programme, event->place_city);
    const char *place = ep_view_place(&out->view, event);
    if (place[0] && event->mode != EPIC_MODE_ONLINE &&
        (city != NULL || event->venue.name != NULL || event->venue.country != NULL)) {
        put_one_line(out, "LOCATION", place);
        if (city != NULL && city->has_location) {
            ep_line_open(&out->lines, "GEO");
            ep_line_geo(&out->lines, city->latitude, city->longitude);
            ep_line_close(&out->lines);
        }
    }
}

/* "Follow-up" */
static void put_category(feed *out, const entry *of)
{
    const char *word = of->leg == EP_LEG_NONE ? epic_kind_word(of->event->kind) : "travel";
    char first[2] = {(char)(word[0] - 'a' + 'A')};
    ep_line_open(&out->lines, "CATEGORIES");
    ep_line_text(&out->lines, first);
    ep_line_text(&out->lines, word + 1);
    ep_line_close(&out->lines);
}

static void put_organiser(feed *out)
{
    const epic_programme_info *info = out->view.info;
    if (info->organiser_email != NULL) {
        ep_line_open(&out->lines, "ORGANIZER");
        if (info->organiser_name != NULL) {
            ep_line_param(&out->lines, "CN", info->organiser_name);
        }
        ep_line_mailto(&out->lines, info->organiser_email);
        ep_line_close(&out->lines);
    }
}

static void leg_uid(const feed *out, const epic_event *event, ep_leg leg, char uid[EP_UUID_ROOM])
{
    const ep_view *view = &out->view;
    if (event->pair == EPIC_NONE) {
        ep_uid_joint(view->info->id, event->id, event->number, leg, uid);
    } else {
        const epic_pair *pair = &view->pairs[event->pair];
        ep_uid_step(view->info->id, ep_view_id(view, pair->a), ep_view_id(view, pair->b), event->id, leg, uid);
    }
}

static void put_relation(feed *out, const char *type, const char *uid)
{
    ep_line_open(&out->lines, "RELATED-TO");
    ep_line_param(&out->lines, "RELTYPE", type);
    ep_line_text(&out->lines, uid);
    ep_line_close(&out->lines);
}

static void put_relations(feed *out, const entry *of)
{
    char uid[EP_UUID_ROOM];
    if (of->leg != EP_LEG_NONE) {
        put_relation(out, "PARENT", of->event->uid);
        return;
    }
    for (ep_leg leg = EP_LEG_OUT; leg <= EP_LEG_BACK; leg++) {
        if ((leg == EP_LEG_OUT ? of->event->travel_out : of->event->travel_back) > 0) {
            leg_uid(out, of->event, leg, uid);
            put_relation(out, "CHILD", uid);
        }
    }
}

/* What others see of the time: out of office is who meets in person away from the city whose feed it is. */
static void put_busy(feed *out, const entry *of)
{
    const epic_event *event = of->event;
    bool at_home = event->kind == EPIC_LOCAL || (event->place_city != EPIC_NONE && event->place_city == out->options->city);
    bool away = of->leg != EP_LEG_NONE || (event->mode != EPIC_MODE_ONLINE && !at_home);
    bool free = event->state == EPIC_CANCELLED || event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE;
    put_plain(out, "TRANSP", free ? "TRANSPARENT" : "OPAQUE");
    put_plain(out, "X-MICROSOFT-CDO-BUSYSTATUS",
              free ? "FREE" : event->state == EPIC_PROPOSED ? "TENTATIVE" : away ? "OOF" : "BUSY");
}

static void put_head(feed *out, const entry *of)
{
    static const char *const words[] = {[EPIC_PROPOSED] = "TENTATIVE", [EPIC_CANCELLED] = "CANCELLED", [EPIC_DONE] = NULL};
    const char *word = words[of->event->state];
    put_one_line(out, "UID", of->uid);
    put_utc(out, "DTSTAMP", out->options->issued_at);
    put_utc(out, "CREATED", out->options->issued_at);
    put_utc(out, "LAST-MODIFIED", out->options->issued_at);
    ep_line_open(&out->lines, "SEQUENCE");
    ep_line_int(&out->lines, of->event->sequence);
    ep_line_close(&out->lines);
    put_plain(out, "STATUS", word != NULL ? word : "CONFIRMED");
}

static int put_entry(feed *out, const entry *of)
{
    int status;
    ep_line_begin(&out->lines, "VEVENT");
    put_head(out, of);
    status = put_when(out, of);
    ep_line_open(&out->lines, "SUMMARY");
    ep_line_one_line(&out->lines, of->event->state == EPIC_CANCELLED ? "Cancelled: " : "");
    ep_line_one_line(&out->lines, of->title);
    ep_line_close(&out->lines);
    if (of->leg == EP_LEG_NONE) {
        put_place(out, of->event);
        ep_line_open(&out->lines, "DESCRIPTION");
        ep_ics_description(&out->lines, &out->view, of->event);
        ep_line_close(&out->lines);
    }
    put_category(out, of);
    put_plain(out, "CLASS", "PUBLIC");
    put_organiser(out);
    put_relations(out, of);
    put_busy(out, of);
    ep_line_end(&out->lines, "VEVENT");
    if (!status && out->lines.refused != NULL) {
        ep_diag_plain(out->view.diags, "E601", "'%s' has a text for %s that must not stand in a calendar", of->event->id,
                      out->lines.refused);
        status = EPIC_EINPUT;
    }
    return status ? status : out->view.status;
}

static int put_travel(feed *out, const epic_event *event, ep_leg leg)
{
    bool before = leg == EP_LEG_OUT;
    epic_date days = (epic_date)(before ? event->travel_out : event->travel_back);
    char uid[EP_UUID_ROOM];
    entry of = {event, leg, uid, NULL, before ? event->first - days : event->last + 1,
                before ? event->first - 1 : event->last + days};
    if (days == 0) {
        return EPIC_OK;
    }
    of.title = ep_ics_travel(&out->view, event, before);
    leg_uid(out, event, leg, uid);
    return of.title != NULL ? put_entry(out, &of) : EPIC_ENOMEM;
}

static int put_events(feed *out)
{
    int status = EPIC_OK;
    for (size_t i = 0; status == EPIC_OK && i < epic_plan_events(out->view.plan); i++) {
        const epic_event *event = epic_plan_event(out->view.plan, i);
        if (is_wanted(out->options, event)) {
            entry of = {event, EP_LEG_NONE, event->uid, event->title, event->first, event->last};
            status = put_entry(out, &of);
            if (status == EPIC_OK && shows_travel(out->options, event)) {
                status = put_travel(out, event, EP_LEG_OUT);
                status = status ? status : put_travel(out, event, EP_LEG_BACK);
            }
        }
    }
    return status;
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* The zones of the timed events, each once, in the order of their names; and the moments that they must cover. */
static size_t zones_used(feed *out, const char **names, epic_instant *from, epic_instant *to)
{
    size_t count = 0, unique = 0;
    for (size_t i = 0; i < epic_plan_events(out->view.plan); i++) {
        const epic_event *event = epic_plan_event(out->view.plan, i);
        if (!event->all_day && is_wanted(out->options, event) && !in_utc(out, event)) {
            *from = count == 0 || event->start < *from ? event->start : *from;
            *to = count == 0 || event->end > *to ? event->end : *to;
            names[count++] = event->zone;
        }
    }
    qsort(names, count, sizeof *names, compare_texts);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || strcmp(names[i], names[i - 1]) != 0) {
            names[unique++] = names[i];
        }
    }
    return unique;
}

static int put_zones(feed *out)
{
    ep_arena *arena = out->view.arena;
    const char **names = ep_arena_array(arena, epic_plan_events(out->view.plan), sizeof *names);
    epic_instant from = 0, to = 0;
    size_t zones = names != NULL ? zones_used(out, names, &from, &to) : 0;
    int status = names != NULL ? EPIC_OK : EPIC_ENOMEM;
    for (size_t i = 0; status == EPIC_OK && i < zones; i++) {
        const ep_zone *zone = ep_view_zone(&out->view, names[i]);
        const ep_observance *list;
        size_t count;
        status = zone != NULL ? ep_observances(zone, from, to, arena, &list, &count) : out->view.status;
        if (status == EPIC_OK) {
            ep_vtimezone(&out->lines, names[i], list, count);
        }
    }
    return status;
}

/* The programme's title, with the city or pair whose feed it is. */
static const char *feed_name(feed *out)
{
    const char *title = out->view.info->title;
    if (out->options->pair != EPIC_NONE) {
        return ep_arena_printf(out->view.arena, "%s: %s", title, ep_view_pair(&out->view, out->options->pair));
    }
    if (out->options->city != EPIC_NONE) {
        return ep_arena_printf(out->view.arena, "%s: %s", title, ep_view_name(&out->view, out->options->city));
    }
    return title;
}

static int put_feed(feed *out)
{
    const char *name = feed_name(out);
    int status;
    if (name == NULL) {
        return EPIC_ENOMEM;
    }
    ep_line_begin(&out->lines, "VCALENDAR");
    put_plain(out, "VERSION", "2.0");
    put_plain(out, "PRODID", "-//libepic//libepic//EN");
    put_plain(out, "CALSCALE", "GREGORIAN");
    put_plain(out, "METHOD", "PUBLISH");
    put_one_line(out, "NAME", name);
    put_one_line(out, "X-WR-CALNAME", name);
    ep_line_open(&out->lines, "REFRESH-INTERVAL");
    ep_line_param(&out->lines, "VALUE", "DURATION");
    ep_line_plain(&out->lines, "PT12H");
    ep_line_close(&out->lines);
    put_plain(out, "X-PUBLISHED-TTL", "PT12H");
    status = put_zones(out);
    status = status ? status : put_events(out);
    ep_line_end(&out->lines, "VCALENDAR");
    return status;
}

int ep_publish_ics(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    feed out = {.options = options};
    int status = ep_view_open(&out.view, plan, diags), closed;
    if (status) {
        return status;
    }
    ep_lines_init(&out.lines, writer);
    status = put_feed(&out);
    closed = ep_view_close(&out.view);
    return status ? status : closed;
}
