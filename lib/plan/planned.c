/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planned.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "recurs.h"
#include "refcount.h"
#include "uid.h"

struct epic_plan {
    ep_refcount owners;
    ep_arena *arena;
    epic_pairing *pairing;
    epic_calendars *calendars;
    epic_ledger *former;
    epic_event *events;
    size_t event_count;
    epic_unscheduled *unscheduled;
    size_t unscheduled_count;
    int64_t cost, bound;
};

static const char *const state_words[] = {"proposed", "confirmed", "moved", "online", "cancelled", "done"};

const char *epic_state_word(epic_state state)
{
    size_t i = (size_t)state;
    return i < sizeof state_words / sizeof state_words[0] ? state_words[i] : "unknown";
}

/* Copies a text; NULL stays NULL and is no failure. */
static const char *copy(ep_arena *arena, const char *text, bool *failed)
{
    const char *own = text == NULL ? NULL : ep_arena_strdup(arena, text);
    *failed = *failed || (text != NULL && own == NULL);
    return own;
}

static const char *make_uid(ep_arena *arena, const epic_pairing *pairing, const epic_event *event, bool *failed)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(pairing));
    const char *name = epic_programme_get(programme)->id;
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    bool visit = event->kind == EPIC_VISIT || event->kind == EPIC_REPLY;
    ep_leg leg = visit && event->mode == EPIC_MODE_ONLINE ? EP_LEG_ONLINE : EP_LEG_NONE;
    char uid[EP_UUID_ROOM];
    if (event->uid != NULL) {
        return copy(arena, event->uid, failed);
    }
    if (event->pair < count) {
        const epic_pair *pair = &pairs[event->pair];
        ep_uid_step(name, epic_programme_city(programme, pair->a)->id, epic_programme_city(programme, pair->b)->id, event->id,
                    leg, uid);
    } else if (ep_recurs(epic_programme_event(programme, event->source))) {
        ep_uid_series(name, event->id, uid);
    } else {
        ep_uid_joint(name, event->id, event->number, leg, uid);
    }
    return copy(arena, uid, failed);
}

static const size_t *copy_cities(ep_arena *arena, const size_t *cities, size_t count, bool *failed)
{
    size_t *own = ep_arena_array_of(arena, count, size_t);
    *failed = *failed || own == NULL;
    if (own != NULL && count > 0) {
        memcpy(own, cities, count * sizeof *own);
    }
    return own;
}

/* Makes what an event points to the plan's own. */
static bool take_event(epic_plan *plan, epic_event *event)
{
    ep_arena *arena = plan->arena;
    bool failed = false;
    event->uid = make_uid(arena, plan->pairing, event, &failed);
    event->id = copy(arena, event->id, &failed);
    event->title = copy(arena, event->title, &failed);
    event->zone = copy(arena, event->zone, &failed);
    event->link = copy(arena, event->link, &failed);
    event->why = copy(arena, event->why, &failed);
    event->venue.name = copy(arena, event->venue.name, &failed);
    event->venue.country = copy(arena, event->venue.country, &failed);
    event->venue.timezone = copy(arena, event->venue.timezone, &failed);
    event->cities = copy_cities(arena, event->cities, event->city_count, &failed);
    event->optional = copy_cities(arena, event->optional, event->optional_count, &failed);
    return !failed;
}

/* By first day; whole days before meetings; then by start, pair (joint events last), place in the file and number. */
static int compare_events(const void *left, const void *right)
{
    const epic_event *a = left, *b = right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    if (a->pair != b->pair) {
        return a->pair < b->pair ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

static bool fill(epic_plan *plan, const ep_planned *parts)
{
    bool failed = false;
    plan->events = ep_arena_array_of(plan->arena, parts->event_count, epic_event);
    plan->unscheduled = ep_arena_array_of(plan->arena, parts->unscheduled_count, epic_unscheduled);
    if (plan->events == NULL || plan->unscheduled == NULL) {
        return false;
    }
    if (parts->event_count > 0) {
        memcpy(plan->events, parts->events, parts->event_count * sizeof *plan->events);
        qsort(plan->events, parts->event_count, sizeof *plan->events, compare_events);
    }
    for (size_t i = 0; i < parts->event_count; i++) { /* in their order, in which all that is said of them is read */
        if (!take_event(plan, &plan->events[i])) {
            return false;
        }
    }
    for (size_t i = 0; i < parts->unscheduled_count; i++) {
        plan->unscheduled[i] = parts->unscheduled[i];
        plan->unscheduled[i].id = copy(plan->arena, parts->unscheduled[i].id, &failed);
        plan->unscheduled[i].why = copy(plan->arena, parts->unscheduled[i].why, &failed);
    }
    return !failed;
}

int ep_plan_build(epic_plan **out, epic_pairing *pairing, const ep_planned *parts)
{
    epic_plan *plan = calloc(1, sizeof *plan);
    *out = NULL;
    if (plan == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&plan->owners);
    plan->pairing = epic_pairing_ref(pairing);
    plan->calendars = epic_calendars_ref(parts->calendars);
    plan->former = epic_ledger_ref(parts->former);
    plan->event_count = parts->event_count;
    plan->unscheduled_count = parts->unscheduled_count;
    plan->cost = parts->cost;
    plan->bound = parts->bound;
    plan->arena = ep_arena_new();
    if (plan->arena == NULL || !fill(plan, parts)) {
        epic_plan_unref(plan);
        return EPIC_ENOMEM;
    }
    *out = plan;
    return EPIC_OK;
}

epic_plan *epic_plan_ref(epic_plan *plan)
{
    if (plan != NULL) {
        ep_ref(&plan->owners);
    }
    return plan;
}

void epic_plan_unref(epic_plan *plan)
{
    if (plan == NULL || !ep_unref(&plan->owners)) {
        return;
    }
    epic_calendars_unref(plan->calendars);
    epic_ledger_unref(plan->former);
    epic_pairing_unref(plan->pairing);
    ep_arena_free(plan->arena);
    free(plan);
}

epic_pairing *epic_plan_pairing(const epic_plan *plan)
{
    return plan == NULL ? NULL : plan->pairing;
}

epic_calendars *epic_plan_calendars(const epic_plan *plan)
{
    return plan == NULL ? NULL : plan->calendars;
}

epic_ledger *epic_plan_former(const epic_plan *plan)
{
    return plan == NULL ? NULL : plan->former;
}

size_t epic_plan_events(const epic_plan *plan)
{
    return plan == NULL ? 0 : plan->event_count;
}

const epic_event *epic_plan_event(const epic_plan *plan, size_t event)
{
    return event < epic_plan_events(plan) ? &plan->events[event] : NULL;
}

size_t epic_plan_dated(const epic_plan *plan, epic_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = &plan->events[i];
        if (event->kind == kind && event->state != EPIC_CANCELLED) {
            count += kind == EPIC_LOCAL ? event->city_count : 1;
        }
    }
    return count;
}

size_t epic_plan_unscheduled(const epic_plan *plan)
{
    return plan == NULL ? 0 : plan->unscheduled_count;
}

const epic_unscheduled *epic_plan_unscheduled_at(const epic_plan *plan, size_t i)
{
    return i < epic_plan_unscheduled(plan) ? &plan->unscheduled[i] : NULL;
}

int64_t epic_plan_cost(const epic_plan *plan)
{
    return plan == NULL ? 0 : plan->cost;
}

int64_t epic_plan_bound(const epic_plan *plan)
{
    return plan == NULL ? 0 : plan->bound;
}

bool epic_plan_proved(const epic_plan *plan)
{
    return plan != NULL && plan->cost == plan->bound;
}

double epic_plan_gap(const epic_plan *plan)
{
    return plan == NULL || plan->cost == plan->bound ? 0 : (double)(plan->cost - plan->bound) / (double)plan->cost;
}
