/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small programme whose plan can be changed at will, and its calendars taken apart: what the tests of the ledger and of
 * messages share. */
#ifndef TEST_PLANS_H
#define TEST_PLANS_H

#include <epic/epic.h>

#include "kit.h"
#include "planned.h"

#define ISSUED 1600000000 /* 2020-09-13T12:26:40Z */
#define DAY 86400

static const char plans_text[] =
    "epic: 1\n"
    "programme:\n"
    "  {id: small, title: Small, starts: 2021-01-01, ends: 2021-12-31, domains: {housing: 1, work: 1},\n"
    "   organiser: {name: \"B\\u00fcro; f\\u00fcr \\\"alles\\\"\", email: office@example.org}}\n"
    "cities:\n"
    "  a: {name: Alpha, country: IT, timezone: Europe/Rome, profile: {housing: 0.2, work: 0.9},\n"
    "      organisations: {town: {name: \"\\u0141\\u00f3d\\u017a, town\", email: town@a.example.org},\n"
    "                      ngo: {name: NGO, email: ngo+epic@a.example.org}, none: {name: Silent}}}\n"
    "  b: {name: Beta, country: DE, timezone: Europe/Berlin, profile: {housing: 0.8, work: 0.3},\n"
    "      organisations: {town: {name: Town, email: town@b.example.org}}}\n"
    "  c: {name: Gamma, country: GR, timezone: Europe/Athens, profile: {housing: 0.9, work: 0.2}}\n"
    "  d: {name: Delta, country: PL, timezone: Europe/Warsaw, profile: {housing: 0.3, work: 0.8}}\n"
    "exchange:\n"
    "  - {kind: online, id: talk, minutes: 90}\n"
    "  - {kind: visit, id: visit, days: 3, travel-days: 2, after: {event: talk, at-least: 2w}}\n"
    "  - {kind: reply, id: reply, days: 2, travel-days: 2, after: {event: visit, at-least: 8w}}\n"
    "events:\n"
    "  - {kind: webinar, id: web, minutes: 60, count: 3}\n"
    "  - {kind: conference, id: final, mode: in-person, city: a, days: 2}\n";

/* The pairing of the programme above. */
static inline epic_pairing *plans_pairing(const char *text)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_diags *diags = epic_diags_new();
    int status = epic_programme_parse(&programme, text, strlen(text), "small.yaml", diags);
    status = status ? status : epic_scores_make(&scores, programme, diags);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, EPIC_OK);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    epic_diags_free(diags);
    return pairing;
}

#define MOST_EVENTS 32

/* Events that can be changed, kept over the plan that they came from. */
typedef struct plans {
    epic_pairing *pairing;
    epic_plan *first;
    epic_event events[MOST_EVENTS];
    bool out[MOST_EVENTS]; /* not in the plan at present */
    size_t count;
} plans;

static inline void plans_open(plans *all, const char *text)
{
    all->pairing = plans_pairing(text);
    ck_assert_int_eq(epic_plan_make(&all->first, all->pairing, NULL, NULL), EPIC_OK);
    all->count = epic_plan_events(all->first);
    ck_assert_uint_le(all->count, MOST_EVENTS);
    for (size_t i = 0; i < all->count; i++) {
        all->events[i] = *epic_plan_event(all->first, i);
        all->events[i].uid = NULL;
        all->out[i] = false;
    }
}

static inline void plans_close(plans *all)
{
    epic_plan_unref(all->first);
    epic_pairing_unref(all->pairing);
}

static inline epic_plan *plans_make(const plans *all)
{
    epic_event events[MOST_EVENTS];
    epic_plan *plan;
    size_t count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (!all->out[i]) {
            events[count++] = all->events[i];
        }
    }
    const ep_planned parts = {.events = events, .event_count = count};
    ck_assert_int_eq(ep_plan_build(&plan, all->pairing, &parts), EPIC_OK);
    return plan;
}

static inline void plans_move(epic_event *event, int days)
{
    event->first += days;
    event->last += days;
    if (!event->all_day) {
        event->start += (epic_instant)days * DAY;
        event->end += (epic_instant)days * DAY;
    }
}

/* A visit that turns into a meeting online, or back. */
static inline void plans_convert(epic_event *event, const epic_event *before)
{
    if (event->mode == EPIC_MODE_ONLINE) {
        *event = *before;
        event->uid = NULL;
        return;
    }
    event->mode = EPIC_MODE_ONLINE;
    event->state = EPIC_HELD_ONLINE;
    event->place_city = EPIC_NONE;
    event->travel_out = event->travel_back = 0;
}

/* A reserve date, of whole days. */
static inline void plans_reserve(epic_event *event, int days)
{
    if (event->all_day) {
        event->reserve_first = event->last + days;
        event->reserve_last = event->reserve_first + (event->last - event->first);
    }
}

/* One change of one event: its dates, reserve date, state, words, place, or whether it is there at all. */
static inline void plans_change(plans *all, uint64_t *random)
{
    size_t i = (size_t)below(random, (int)all->count);
    epic_event *event = &all->events[i];
    switch (below(random, 8)) {
    case 0: plans_move(event, 1 + below(random, 9)); break;
    case 1: event->state = event->state == EPIC_PROPOSED ? EPIC_CONFIRMED : EPIC_PROPOSED; break;
    case 2:
        if (event->pair == EPIC_NONE) {
            event->guest = event->guest == EPIC_NONE ? 0 : EPIC_NONE;
        } else {
            event->title = event->title[0] == 'Y' ? epic_plan_event(all->first, i)->title : "Y: a title; with, marks";
        }
        break;
    case 3: event->state = event->state == EPIC_CANCELLED ? EPIC_PROPOSED : EPIC_CANCELLED; break;
    case 4: all->out[i] = !all->out[i]; break;
    case 5:
        if (event->kind == EPIC_VISIT || event->kind == EPIC_REPLY) {
            plans_convert(event, epic_plan_event(all->first, i));
        } else {
            event->title = event->title[0] == 'X' ? epic_plan_event(all->first, i)->title : "X: another title";
        }
        break;
    case 6: plans_reserve(event, 1 + below(random, 90)); break;
    default:
        if (event->kind == EPIC_CONFERENCE) {
            event->mode = event->mode == EPIC_HYBRID ? EPIC_IN_PERSON : EPIC_HYBRID;
        } else {
            event->moderator = EPIC_NONE;
        }
    }
}

/* ---- calendars taken apart ---- */

#define MOST_ENTRIES 400
#define MOST_LINES 200

/* An entry of a calendar, its lines unfolded. */
typedef struct entry_text {
    const char *uid, *lines[MOST_LINES];
    size_t count;
} entry_text;

typedef struct calendar_text {
    entry_text entries[MOST_ENTRIES];
    size_t count;
    kit_text *text;
} calendar_text;

static inline void unfold(char *text)
{
    char *to = text;
    for (const char *from = text; *from;) {
        if (strncmp(from, "\r\n ", 3) == 0) {
            from += 3;
        } else {
            *to++ = *from++;
        }
    }
    *to = '\0';
}

/* Takes the text over. */
static inline calendar_text *calendar_of(kit_text *text)
{
    calendar_text *all = calloc(1, sizeof *all);
    entry_text *entry = NULL;
    char *rest;
    unfold(text->bytes);
    all->text = text;
    for (char *line = strtok_r(text->bytes, "\r\n", &rest); line != NULL; line = strtok_r(NULL, "\r\n", &rest)) {
        if (strcmp(line, "BEGIN:VEVENT") == 0) {
            entry = &all->entries[all->count++];
            ck_assert_uint_lt(all->count, MOST_ENTRIES);
        } else if (strcmp(line, "END:VEVENT") == 0) {
            entry = NULL;
        } else if (entry != NULL) {
            ck_assert_uint_lt(entry->count, MOST_LINES);
            entry->lines[entry->count++] = line;
            entry->uid = strncmp(line, "UID:", 4) == 0 ? line + 4 : entry->uid;
        }
    }
    return all;
}

static inline void calendar_free(calendar_text *all)
{
    if (all != NULL) {
        free(all->text);
        free(all);
    }
}

static inline const entry_text *entry_of(const calendar_text *all, const char *uid)
{
    for (size_t i = 0; all != NULL && i < all->count; i++) {
        if (strcmp(all->entries[i].uid, uid) == 0) {
            return &all->entries[i];
        }
    }
    return NULL;
}

/* The line of a property, "" when there is none. */
static inline const char *line_of(const entry_text *entry, const char *property)
{
    size_t n = strlen(property);
    for (size_t i = 0; i < entry->count; i++) {
        if (strncmp(entry->lines[i], property, n) == 0 && (entry->lines[i][n] == ':' || entry->lines[i][n] == ';')) {
            return entry->lines[i];
        }
    }
    return "";
}

#endif
