/* SPDX-License-Identifier: GPL-3.0-or-later */
/* doc/calendars.md tells which rule asks for each line. */
#include "entry.h"

#include <string.h>

#include "diags.h"
#include "recurs.h"

typedef struct page {
    ep_lines *lines;
    ep_view *view;
    const ep_entry *of;
    size_t city; /* whose calendar it is */
    const ep_occurrence *otherwise; /* than the rule of a series says; NULL: all of it */
} page;

/* ---- what an event comes to ---- */

static const char *uid_of(ep_view *view, const epic_event *event, ep_leg leg)
{
    char uid[EP_UUID_ROOM];
    if (event->pair == EPIC_NONE) {
        ep_uid_joint(view->info->id, event->id, event->number, leg, uid);
    } else {
        const epic_pair *pair = &view->pairs[event->pair];
        ep_uid_step(view->info->id, ep_view_id(view, pair->a), ep_view_id(view, pair->b), event->id, leg, uid);
    }
    return ep_view_kept(view, ep_arena_strdup(view->arena, uid));
}

static bool recurs(const ep_view *view, const epic_event *event)
{
    return event->pair == EPIC_NONE && ep_recurs(epic_programme_event(view->programme, event->source));
}

static epic_date days_on_the_road(const epic_event *event, ep_leg leg)
{
    return (epic_date)(leg == EP_LEG_OUT ? event->travel_out : event->travel_back);
}

static size_t series_entry(ep_view *view, const epic_event *event, ep_entry *entry)
{
    const ep_series *series = ep_series_begins(view, event) ? ep_series_of(view, event) : NULL;
    if (series != NULL) {
        const epic_event *master = series->master;
        *entry = (ep_entry){.event = master, .leg = EP_LEG_NONE, .uid = master->uid,
                            .title = ep_view_title(view, master), .first = master->first, .last = master->last,
                            .series = series};
    }
    return series != NULL;
}

size_t ep_entries_of(ep_view *view, const epic_event *event, ep_entry entries[EP_ENTRIES])
{
    size_t count = 1;
    if (recurs(view, event)) {
        return series_entry(view, event, &entries[0]);
    }
    entries[0] = (ep_entry){.event = event, .leg = EP_LEG_NONE, .uid = event->uid,
                            .title = ep_view_title(view, event), .first = event->first, .last = event->last};
    for (ep_leg leg = EP_LEG_OUT; leg <= EP_LEG_BACK; leg++) {
        epic_date days = days_on_the_road(event, leg);
        if (days > 0) {
            ep_entry *entry = &entries[count++];
            *entry = (ep_entry){.event = event, .leg = leg, .uid = uid_of(view, event, leg),
                                .title = ep_travel_title(view, event, leg == EP_LEG_OUT),
                                .first = leg == EP_LEG_OUT ? event->first - days : event->last + 1,
                                .last = leg == EP_LEG_OUT ? event->first - 1 : event->last + days};
        }
    }
    return view->status ? 0 : count;
}

const char *ep_entry_visit(ep_view *view, const epic_event *event)
{
    bool visit = event->kind == EPIC_VISIT || event->kind == EPIC_REPLY;
    return visit && event->mode == EPIC_MODE_ONLINE ? uid_of(view, event, EP_LEG_NONE) : NULL;
}

const char *ep_entry_place(ep_view *view, const ep_entry *entry)
{
    const epic_event *event = entry->event;
    bool somewhere = event->place_city != EPIC_NONE || event->venue.name != NULL || event->venue.country != NULL;
    const char *place = ep_view_place(view, event);
    return entry->leg == EP_LEG_NONE && event->mode != EPIC_MODE_ONLINE && somewhere && place[0] ? place : NULL;
}

bool ep_entry_in_utc(const ep_view *view, const epic_event *event)
{
    bool is_utc = strcmp(event->zone, "UTC") == 0 || strcmp(event->zone, "Etc/UTC") == 0;
    return is_utc || (view->info->times_in_utc && !recurs(view, event));
}

/* ---- its lines ---- */

void ep_put_plain(ep_lines *lines, const char *property, const char *value)
{
    ep_line_open(lines, property);
    ep_line_plain(lines, value);
    ep_line_close(lines);
}

void ep_put_one_line(ep_lines *lines, const char *property, const char *value)
{
    ep_line_open(lines, property);
    ep_line_one_line(lines, value);
    ep_line_close(lines);
}

/* The language of the product's texts stands at the end of its name (ISO 9070), in capitals. */
static void put_product(ep_lines *lines, const ep_catalogue *words)
{
    ep_line_open(lines, "PRODID");
    ep_line_plain(lines, EP_PRODUCT);
    for (const char *at = words->language; *at; at++) {
        const char capital[2] = {(char)(*at - 'a' + 'A')};
        ep_line_plain(lines, capital);
    }
    ep_line_close(lines);
}

void ep_put_calendar(ep_lines *lines, const ep_catalogue *words, const char *method)
{
    ep_line_begin(lines, "VCALENDAR");
    ep_put_plain(lines, "VERSION", "2.0");
    put_product(lines, words);
    ep_put_plain(lines, "CALSCALE", "GREGORIAN");
    if (method != NULL) {
        ep_put_plain(lines, "METHOD", method);
    }
}

static void put_utc(const page *out, const char *property, epic_instant instant)
{
    ep_line_open(out->lines, property);
    ep_line_utc(out->lines, instant);
    ep_line_close(out->lines);
}

static void put_date(const page *out, const char *property, epic_date date)
{
    ep_line_open(out->lines, property);
    ep_line_param(out->lines, "VALUE", "DATE");
    ep_line_date(out->lines, date);
    ep_line_close(out->lines);
}

/* A time that the wall shows twice, or a moment that is not what its wall time says, is refused: readers disagree there. */
static int put_local(const page *out, const char *property, epic_instant instant)
{
    const epic_event *event = out->of->event;
    ep_met_zone *zone = ep_view_zone(out->view, event->zone);
    if (zone == NULL) {
        return out->view->status;
    }
    ep_local local = ep_met_local(zone, instant);
    if (!ep_met_once(zone, instant)) {
        char day[11];
        ep_diag_plain(out->view->diags, "E602", "'%s' on %s is at a time that the clocks of %s show twice", event->title,
                      epic_date_write(local.date, day), event->zone);
        return EPIC_EINPUT;
    }
    ep_line_open(out->lines, property);
    ep_line_param(out->lines, "TZID", event->zone);
    ep_line_local(out->lines, local.date, local.second);
    ep_line_close(out->lines);
    return EPIC_OK;
}

static int put_when(const page *out)
{
    const epic_event *event = out->of->event;
    if (event->all_day || out->of->leg != EP_LEG_NONE) {
        put_date(out, "DTSTART", out->of->first);
        put_date(out, "DTEND", out->of->last + 1);
        return EPIC_OK;
    }
    if (ep_entry_in_utc(out->view, event)) {
        put_utc(out, "DTSTART", event->start);
        put_utc(out, "DTEND", event->end);
        return EPIC_OK;
    }
    int status = put_local(out, "DTSTART", event->start);
    return status ? status : put_local(out, "DTEND", event->end);
}

/* An occurrence, by the day that the rule gives it. */
static int put_nominal(const page *out, const char *property, epic_date nominal)
{
    const epic_event *master = out->of->series->master;
    const ep_entry rule = {.event = master};
    const page of_rule = {.lines = out->lines, .view = out->view, .of = &rule};
    epic_instant start = ep_series_start(out->view, master, nominal);
    if (master->all_day) {
        put_date(out, property, nominal);
    } else if (ep_entry_in_utc(out->view, master)) {
        put_utc(out, property, start);
    } else {
        return put_local(&of_rule, property, start);
    }
    return EPIC_OK;
}

/* The rule with what it says too much, or which of its occurrences is otherwise. */
static int put_recurrence(const page *out)
{
    const ep_series *series = out->of->series;
    int status = EPIC_OK;
    if (series == NULL) {
        return EPIC_OK;
    }
    if (out->otherwise != NULL) {
        return put_nominal(out, "RECURRENCE-ID", out->otherwise->nominal);
    }
    ep_put_plain(out->lines, "RRULE", series->rule);
    for (size_t i = 0; i < series->count && status == EPIC_OK; i++) {
        status = series->list[i].event == NULL ? put_nominal(out, "EXDATE", series->list[i].nominal) : EPIC_OK;
    }
    return status;
}

/* What is online, due or in each city at home has no LOCATION. */
static void put_place(const page *out)
{
    const epic_city *city = epic_programme_city(out->view->programme, out->of->event->place_city);
    const char *place = ep_entry_place(out->view, out->of), *link = out->of->event->link;
    if (place == NULL) {
        if (link != NULL && out->of->leg == EP_LEG_NONE) { /* most readers show no CONFERENCE */
            ep_put_one_line(out->lines, "LOCATION", link);
        }
        return;
    }
    ep_put_one_line(out->lines, "LOCATION", place);
    if (city != NULL && city->has_location) {
        ep_line_open(out->lines, "GEO");
        ep_line_geo(out->lines, city->latitude, city->longitude);
        ep_line_close(out->lines);
    }
}

/* RFC 7986 section 5.11. */
static void put_link(const page *out)
{
    if (out->of->event->link != NULL) {
        ep_line_open(out->lines, "CONFERENCE");
        ep_line_param(out->lines, "FEATURE", "VIDEO");
        ep_line_param(out->lines, "LABEL", ep_word(out->view->words, EP_WORD_JOIN));
        ep_line_param(out->lines, "VALUE", "URI");
        ep_line_plain(out->lines, out->of->event->link);
        ep_line_close(out->lines);
    }
}

static void put_category(const page *out)
{
    ep_word_id word = out->of->leg == EP_LEG_NONE ? EP_WORD_CATEGORY + out->of->event->kind : EP_WORD_CATEGORY_TRAVEL;
    ep_line_open(out->lines, "CATEGORIES");
    ep_line_text(out->lines, ep_word(out->view->words, word));
    ep_line_close(out->lines);
}

static void put_organiser(const page *out)
{
    const epic_programme_info *info = out->view->info;
    if (info->organiser_email != NULL) {
        ep_line_open(out->lines, "ORGANIZER");
        if (info->organiser_name != NULL) {
            ep_line_param(out->lines, "CN", info->organiser_name);
        }
        ep_line_mailto(out->lines, info->organiser_email);
        ep_line_close(out->lines);
    }
}

static void put_relation(const page *out, const char *type, const char *uid)
{
    if (uid != NULL) {
        ep_line_open(out->lines, "RELATED-TO");
        ep_line_param(out->lines, "RELTYPE", type);
        ep_line_text(out->lines, uid);
        ep_line_close(out->lines);
    }
}

static void put_relations(const page *out)
{
    const epic_event *event = out->of->event;
    if (out->of->leg != EP_LEG_NONE) {
        put_relation(out, "PARENT", event->uid);
        return;
    }
    for (ep_leg leg = EP_LEG_OUT; leg <= EP_LEG_BACK; leg++) {
        if (days_on_the_road(event, leg) > 0) {
            put_relation(out, "CHILD", uid_of(out->view, event, leg));
        }
    }
    put_relation(out, "SIBLING", out->of->replaces);
}

/* What others see of the time: out of office is who meets in person away from the city whose feed it is. */
static void put_busy(const page *out)
{
    const epic_event *event = out->of->event;
    bool at_home = event->kind == EPIC_LOCAL || (event->place_city != EPIC_NONE && event->place_city == out->city);
    bool away = out->of->leg != EP_LEG_NONE || (event->mode != EPIC_MODE_ONLINE && !at_home);
    bool free = event->state == EPIC_CANCELLED || event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE;
    ep_put_plain(out->lines, "TRANSP", free ? "TRANSPARENT" : "OPAQUE");
    ep_put_plain(out->lines, "X-MICROSOFT-CDO-BUSYSTATUS",
                 free ? "FREE" : ep_is_tentative(event->state) ? "TENTATIVE" : away ? "OOF" : "BUSY");
}

static void put_head(const page *out, const char *status)
{
    const epic_issued *issued = out->of->issued;
    ep_put_one_line(out->lines, "UID", out->of->uid);
    if (out->of->stamped) {
        char modified[EP_UTC_ROOM];
        ep_put_plain(out->lines, "DTSTAMP", ep_utc_write(issued->modified, modified));
        put_utc(out, "CREATED", issued->created);
        ep_put_plain(out->lines, "LAST-MODIFIED", modified);
        ep_line_open(out->lines, "SEQUENCE");
        ep_line_int(out->lines, issued->sequence);
        ep_line_close(out->lines);
    }
    ep_put_plain(out->lines, "STATUS", status);
}

static void put_summary(const page *out, bool cancelled)
{
    const char *title = out->of->title;
    if (cancelled) {
        title = ep_view_kept(out->view, ep_phrase(out->view->arena, out->view->words, EP_WORD_CANCELLED, {"title", title}));
    }
    ep_put_one_line(out->lines, "SUMMARY", title);
}

static int put_event(const page *out)
{
    const epic_event *event = out->of->event;
    put_head(out, ep_is_tentative(event->state) ? "TENTATIVE" : event->state == EPIC_CANCELLED ? "CANCELLED" : "CONFIRMED");
    int status = put_when(out);
    status = status ? status : put_recurrence(out);
    put_summary(out, event->state == EPIC_CANCELLED);
    if (out->of->leg == EP_LEG_NONE) {
        put_place(out);
        put_link(out);
        ep_line_open(out->lines, "DESCRIPTION");
        ep_put_description(out->lines, out->view, event);
        ep_line_close(out->lines);
    }
    put_category(out);
    ep_put_plain(out->lines, "CLASS", "PUBLIC");
    put_organiser(out);
    put_relations(out);
    put_busy(out);
    return status;
}

/* What is left to say of an event that the plan does not know any more. */
static void put_gone(const page *out, const epic_issued *last)
{
    put_head(out, "CANCELLED");
    if (last->all_day) {
        put_date(out, "DTSTART", last->first);
        put_date(out, "DTEND", last->last + 1);
    } else {
        put_utc(out, "DTSTART", last->start);
        put_utc(out, "DTEND", last->end);
    }
    put_summary(out, true);
    if (last->place != NULL) {
        ep_put_one_line(out->lines, "LOCATION", last->place);
    }
    ep_put_plain(out->lines, "CLASS", "PUBLIC");
    put_organiser(out);
    put_relation(out, "SIBLING", last->replaces);
    ep_put_plain(out->lines, "TRANSP", "TRANSPARENT");
    ep_put_plain(out->lines, "X-MICROSOFT-CDO-BUSYSTATUS", "FREE");
}

static int put_component(const page *out)
{
    int status = EPIC_OK;
    ep_line_begin(out->lines, "VEVENT");
    if (out->of->event != NULL) {
        status = put_event(out);
    } else {
        put_gone(out, out->of->issued);
    }
    ep_line_end(out->lines, "VEVENT");
    return status;
}

/* Behind the rule each occurrence that is held otherwise, under the same UID. */
static int put_otherwise(const page *out)
{
    const ep_series *series = out->of->series;
    int status = EPIC_OK;
    for (size_t i = 0; series != NULL && i < series->count && status == EPIC_OK; i++) {
        const ep_occurrence *one = &series->list[i];
        if (one->event != NULL && !one->regular) {
            epic_event event = *one->event;
            ep_entry entry = *out->of;
            event.state = series->master->state;
            entry.event = &event;
            entry.first = event.first;
            entry.last = event.last;
            const page part = {out->lines, out->view, &entry, out->city, one};
            status = put_component(&part);
        }
    }
    return status;
}

int ep_put_entry(ep_lines *lines, ep_view *view, const ep_entry *entry, size_t city)
{
    const page out = {lines, view, entry, city, NULL};
    int status = put_component(&out);
    status = status ? status : put_otherwise(&out);
    if (!status && lines->refused != NULL) {
        ep_diag_plain(view->diags, "E601", "'%s' has a text for %s that must not stand in a calendar",
                      entry->event != NULL ? entry->event->id : entry->uid, lines->refused);
        status = EPIC_EINPUT;
    }
    return status ? status : view->status;
}
