/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan.yaml: a key a line, and events in an order that does not depend on their dates: a moved event is a changed line. */
#include <stdlib.h>
#include <string.h>

#include "issue.h"
#include "issued.h"
#include "publishers.h"
#include "scalar.h"
#include "view.h"

static void put_key(ep_writer *out, const char *lead, const char *key, const char *text)
{
    ep_putf(out, "%s%s: ", lead, key);
    ep_put_scalar(out, text);
    ep_put_char(out, '\n');
}

static void put_ids(ep_writer *out, const ep_view *view, const char *lead, const size_t *cities, size_t count)
{
    ep_put(out, lead);
    for (size_t i = 0; i < count; i++) {
        ep_put(out, i ? ", " : "[");
        ep_put_scalar(out, ep_view_id(view, cities[i]));
    }
    ep_put(out, count ? "]\n" : "[]\n");
}

static void put_pair_ids(ep_writer *out, const ep_view *view, size_t pair)
{
    if (pair != EPIC_NONE) {
        put_ids(out, view, "    pair: ", (const size_t[]){view->pairs[pair].a, view->pairs[pair].b}, 2);
    }
}

static void put_benefit(ep_writer *out, const ep_view *view, const char *joint, size_t city, double benefit)
{
    ep_put(out, joint);
    ep_put_scalar(out, ep_view_id(view, city));
    ep_put(out, ": ");
    ep_put_double(out, benefit);
}

static void put_one_pair(ep_writer *out, const ep_view *view, const epic_pair *pair)
{
    put_ids(out, view, view->mutual ? "  - cities: " : "  - guest-host: ", (const size_t[]){pair->a, pair->b}, 2);
    ep_put(out, "    value: ");
    ep_put_double(out, pair->value);
    put_benefit(out, view, "\n    benefit: {", pair->a, pair->benefit_a);
    if (view->mutual) {
        put_benefit(out, view, ", ", pair->b, pair->benefit_b);
    }
    ep_put(out, pair->pinned ? "}\n    pinned: true\n" : "}\n");
}

static void put_pairs(ep_writer *out, const ep_view *view)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(view->pairing, &count);
    ep_put(out, view->pair_count ? "pairs:\n" : "pairs: []\n");
    for (size_t i = 0; i < view->pair_count; i++) {
        put_one_pair(out, view, &view->pairs[i]);
    }
    ep_put(out, count ? "unpaired:\n" : "unpaired: []\n");
    for (size_t i = 0; i < count; i++) {
        put_key(out, "  - ", "city", ep_view_id(view, unpaired[i].city));
        put_key(out, "    ", "why", unpaired[i].why);
    }
}

/* Start and length in the words of the programme file, so that a line can be copied to its `fixed:` list. */
static void put_when(ep_writer *out, ep_view *view, const epic_event *event)
{
    char date[11];
    ep_putf(out, "    start: %s", epic_date_write(event->first, date));
    if (event->all_day) {
        ep_putf(out, " # %s\n    days: %d\n", ep_weekday(event->first), (int)(event->last - event->first + 1));
    } else {
        int minute = ep_view_local(view, event->zone, event->start).second / 60;
        ep_putf(out, "T%02d:%02d # %s\n    minutes: %d\n", minute / 60, minute % 60, ep_weekday(event->first),
                (int)((event->end - event->start) / 60));
    }
    if (event->reserve_first != EPIC_NO_DATE) {
        ep_putf(out, "    reserve: %s # %s\n", epic_date_write(event->reserve_first, date), ep_weekday(event->reserve_first));
    }
    put_key(out, "    ", "zone", event->zone);
    if (event->travel_out > 0 || event->travel_back > 0) {
        ep_putf(out, "    travel-days: [%u, %u]\n", (unsigned)event->travel_out, (unsigned)event->travel_back);
    }
}

static void put_where(ep_writer *out, const ep_view *view, const epic_event *event)
{
    const char *const keys[] = {"name", "country", "timezone"};
    const char *const texts[] = {event->venue.name, event->venue.country, event->venue.timezone};
    put_key(out, "    ", "mode", epic_mode_word(event->mode));
    if (event->place_city != EPIC_NONE) {
        put_key(out, "    ", "city", ep_view_id(view, event->place_city));
    } else if (texts[0] != NULL || texts[1] != NULL || texts[2] != NULL) {
        ep_put(out, "    place:\n");
        for (size_t i = 0; i < 3; i++) {
            if (texts[i] != NULL) {
                put_key(out, "      ", keys[i], texts[i]);
            }
        }
    }
    if (event->link != NULL) {
        put_key(out, "    ", "link", event->link);
    }
    if (event->moderator != EPIC_NONE) {
        put_key(out, "    ", "moderator", epic_programme_moderator(view->programme, event->moderator)->id);
    }
}

/* As the programme file has them. */
static void put_roles(ep_writer *out, const ep_view *view, const epic_event *event)
{
    const epic_step *step = epic_programme_step(view->programme, event->pair == EPIC_NONE ? EPIC_NONE : event->source);
    const epic_joint_event *joint = epic_programme_event(view->programme, event->pair == EPIC_NONE ? event->source : EPIC_NONE);
    const epic_role *roles = step != NULL ? step->roles : joint->roles;
    size_t count = step != NULL ? step->role_count : joint->role_count;
    ep_put(out, count ? "    roles:\n" : "");
    for (size_t i = 0; i < count; i++) {
        ep_put(out, "      ");
        ep_put_scalar(out, roles[i].id);
        ep_putf(out, ": {min: %u", (unsigned)roles[i].min);
        if (roles[i].max > 0) {
            ep_putf(out, ", max: %u", (unsigned)roles[i].max);
        }
        ep_put(out, "}\n");
    }
}

static void put_number(ep_writer *out, uint32_t number)
{
    if (number > 0) {
        ep_putf(out, "    number: %u\n", (unsigned)number);
    }
}

static void put_event(ep_writer *out, ep_view *view, const epic_event *event, const epic_ledger *issued)
{
    put_key(out, "  - ", "id", event->id);
    put_number(out, event->number);
    put_key(out, "    ", "kind", epic_kind_word(event->kind));
    put_key(out, "    ", "title", event->title);
    put_pair_ids(out, view, event->pair);
    if (event->guest != EPIC_NONE) {
        put_key(out, "    ", "guest", ep_view_id(view, event->guest));
    }
    if (event->host != EPIC_NONE) {
        put_key(out, "    ", "host", ep_view_id(view, event->host));
    }
    put_ids(out, view, "    cities: ", event->cities, event->city_count);
    if (event->optional_count > 0) {
        put_ids(out, view, "    optional: ", event->optional, event->optional_count);
    }
    put_where(out, view, event);
    put_when(out, view, event);
    put_roles(out, view, event);
    put_key(out, "    ", "status", epic_state_word(event->state));
    ep_putf(out, "    sequence: %u\n", (unsigned)ep_sequence(issued, event));
    put_key(out, "    ", "uid", event->uid);
    put_key(out, "    ", "why", event->why);
}

/* By what an event is: pair (joint events last), place in the programme file, number. */
static int by_identity(const void *left, const void *right)
{
    const epic_event *a = *(const epic_event *const *)left, *b = *(const epic_event *const *)right;
    if (a->pair != b->pair) {
        return a->pair < b->pair ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    if (a->number != b->number) {
        return a->number < b->number ? -1 : 1;
    }
    return strcmp(a->uid, b->uid);
}

static int put_events(ep_writer *out, ep_view *view, const epic_ledger *issued)
{
    size_t count = epic_plan_events(view->plan);
    const epic_event **events = ep_arena_array_of(view->arena, count, const epic_event *);
    if (events == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        events[i] = epic_plan_event(view->plan, i);
    }
    qsort(events, count, sizeof *events, by_identity);
    ep_put(out, count ? "events:\n" : "events: []\n");
    for (size_t i = 0; i < count; i++) {
        put_event(out, view, events[i], issued);
    }
    return EPIC_OK;
}

static void put_unscheduled(ep_writer *out, const ep_view *view)
{
    size_t count = epic_plan_unscheduled(view->plan);
    ep_put(out, count ? "unscheduled:\n" : "unscheduled: []\n");
    for (size_t i = 0; i < count; i++) {
        const epic_unscheduled *missing = epic_plan_unscheduled_at(view->plan, i);
        put_key(out, "  - ", "id", missing->id);
        put_number(out, missing->number);
        put_key(out, "    ", "kind", epic_kind_word(missing->kind));
        put_pair_ids(out, view, missing->pair);
        put_key(out, "    ", "why", missing->why);
    }
}

static void put_head(ep_writer *out, const ep_view *view, epic_instant issued_at)
{
    char moment[EP_MOMENT_ROOM];
    ep_put(out, "# The plan of a programme: which cities exchange, and when. Written by libepic; doc/files.md "
                "explains the keys.\n");
    ep_put(out, "epic-plan: 1\nprogramme:\n");
    put_key(out, "  ", "id", view->info->id);
    put_key(out, "  ", "title", view->info->title);
    ep_putf(out, "issued-at: %s\n", ep_moment_write(issued_at, moment));
    ep_putf(out, "proved: %s\ngap: ", epic_plan_proved(view->plan) ? "true" : "false");
    ep_put_double(out, epic_plan_gap(view->plan));
    ep_put_char(out, '\n');
}

int ep_publish_yaml(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    ep_view view;
    int status = ep_view_open(&view, plan, diags);
    if (status != EPIC_OK) {
        return status;
    }
    put_head(writer, &view, options->issued_at);
    put_pairs(writer, &view);
    status = put_events(writer, &view, options->ledger);
    put_unscheduled(writer, &view);
    ep_ledger_write(writer, ep_ledger_issues(options->ledger));
    int closed = ep_view_close(&view);
    return status ? status : closed;
}
