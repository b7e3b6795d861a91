/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a pairing to a plan: what is fixed, then the joint events, then pair after pair. */
#include <inttypes.h>

#include "desk.h"
#include "diags.h"
#include "place.h"
#include "planned.h"
#include "recurring.h"
#include "reserve.h"
#include "sized.h"
#include "tell.h"
#include "title.h"

#define NAMED 3 /* events of a kind that have no date */

/* In English, as all that is told of the plan itself. */
static const char *title_of(const ep_desk *desk, const ep_task *task)
{
    bool travels = task->guest != EPIC_NONE;
    uint32_t number = task->nominal == EPIC_NO_DATE ? task->number : 0; /* in calendars all occurrences are one entry */
    ep_titled titled = {.own = task->title, .kind = task->kind, .number = number, .visiting = travels};
    if (task->pair != EPIC_NONE) {
        titled.from = epic_programme_city(desk->programme, travels ? task->guest : task->cities[0])->name;
        titled.to = epic_programme_city(desk->programme, travels ? task->host : task->cities[1])->name;
    }
    return ep_title(desk->arena, &ep_catalogue_en, &titled);
}

/* What was only proposed is not done because its day is over. */
static epic_state state_of(const ep_task *task, bool past)
{
    if (!task->fixed || (task->was.stands && !task->was.definite)) {
        bool converted = task->in_person != NULL && task->mode != task->in_person->mode;
        return task->was.known && task->was.first != task->first ? EPIC_MOVED : converted ? EPIC_HELD_ONLINE : EPIC_PROPOSED;
    }
    return past ? EPIC_DONE : EPIC_CONFIRMED;
}

static bool set_event(const ep_desk *desk, const ep_task *task, epic_event *event)
{
    bool past = desk->info->today != EPIC_NO_DATE && task->last < desk->info->today;
    *event = (epic_event){.id = task->id, .kind = task->kind, .mode = task->mode, .number = task->number, .source = task->source,
                          .pair = task->pair, .guest = task->guest, .host = task->host, .cities = task->cities,
                          .city_count = task->city_count, .optional = task->joining,
                          .optional_count = task->joining_count, .moderator = task->moderator, .all_day = task->all_day,
                          .nominal = task->nominal, .first = task->first, .last = task->last, .start = task->start,
                          .end = task->end,
                          .reserve_first = task->reserved, .reserve_last = task->reserved,
                          .zone = task->shown, .travel_out = task->out, .travel_back = task->back,
                          .place_city = task->place_city, .venue = task->venue, .link = task->link, .why = task->why};
    event->state = past && task->nominal != EPIC_NO_DATE ? EPIC_DONE : state_of(task, past);
    if (task->reserved != EPIC_NO_DATE) {
        event->reserve_last += (epic_date)task->days - 1;
    }
    event->title = title_of(desk, task);
    if (task->unreserved != NULL) {
        ep_diag(desk->diags, "W542", desk->info->file, task->place, NULL, "%s has no reserve date: %s",
                event->title == NULL ? task->id : event->title, task->unreserved);
    }
    return event->title != NULL;
}

/* What comes out. */
typedef struct outcome {
    epic_event *events;
    epic_unscheduled *left;
    const char **titles; /* of those left */
    ep_planned parts;
} outcome;

/* The first of a kind that have no date by name, and how many there are, as `planned` counts them. False when out of memory. */
static bool name_undated(const ep_desk *desk, const outcome *from, epic_kind kind, size_t dated, const char **hint)
{
    const char *names = "";
    size_t left = 0, named = 0, others = 0;
    for (size_t i = 0; i < from->parts.unscheduled_count && names != NULL; i++) {
        if (from->left[i].kind != kind) {
            continue;
        }
        left += kind == EPIC_LOCAL ? 2 : 1;
        if (named == NAMED) {
            others++;
        } else {
            names = ep_arena_printf(desk->arena, "%s%s%s", names, named++ > 0 ? "; " : "", from->titles[i]);
        }
    }
    *hint = "the programme has no more of them";
    if (left > 0 && names != NULL && others > 0) {
        names = ep_arena_printf(desk->arena, "%s; and %zu more", names, others);
    }
    if (left > 0 && names != NULL) {
        *hint = ep_arena_printf(desk->arena, "no date was found, as W540 says, for %s; %zu in all", names, dated + left);
    }
    return names != NULL && *hint != NULL;
}

/* Planned counts against what has a date. False when out of memory. */
static bool count_kinds(const ep_desk *desk, const outcome *from, const epic_plan *plan)
{
    const char *file = desk->info->file, *hint;
    const epic_place nowhere = {0, 0};
    for (int i = 0; i < EPIC_KINDS; i++) {
        epic_kind kind = (epic_kind)i;
        size_t planned = desk->info->planned[kind], dated = epic_plan_dated(plan, kind);
        if (planned > dated) {
            if (!name_undated(desk, from, kind, dated, &hint)) {
                return false;
            }
            ep_diag(desk->diags, "W530", file, nowhere, hint, "fewer of kind '%s' have a date than planned: %zu of %zu",
                    epic_kind_word(kind), dated, planned);
        } else if (planned > 0 && planned < dated) {
            ep_diag(desk->diags, "N531", file, nowhere, NULL, "more of kind '%s' have a date than planned: %zu, not %zu",
                    epic_kind_word(kind), dated, planned);
        }
    }
    return true;
}

/* A task with its dates becomes an event, another is listed and warned of. There is room for it. */
static bool add(const ep_desk *desk, const ep_task *task, outcome *to)
{
    if (task->placed) {
        return set_event(desk, task, &to->events[to->parts.event_count++]);
    }
    const char *title = title_of(desk, task);
    if (title == NULL) {
        return false;
    }
    size_t i = to->parts.unscheduled_count++;
    to->titles[i] = title;
    to->left[i] = (epic_unscheduled){task->kind, task->id, task->number, task->source, task->pair, task->nominal, task->why};
    ep_diag(desk->diags, "W540", desk->info->file, task->place, NULL, "%s has no date: %s", title, task->why);
    return true;
}

/* Pairs first; joint events, whose tasks stand in front, behind them in the order of the file. */
static bool add_all(const ep_desk *desk, outcome *to)
{
    const ep_tasks *tasks = &desk->tasks;
    bool good = true;
    for (size_t t = tasks->joint_count; t < tasks->count && good; t++) {
        good = add(desk, &tasks->list[t], to);
    }
    for (size_t e = 0; e < epic_programme_events(desk->programme); e++) {
        for (size_t t = tasks->joint_base[e]; t < tasks->joint_base[e + 1] && good; t++) {
            good = add(desk, &tasks->list[t], to);
        }
        for (size_t t = tasks->cycle_base[e]; t < tasks->cycle_base[e + 1] && good; t++) {
            const ep_task *task = &tasks->occurrences[t];
            good = task->nominal == EPIC_NO_DATE || add(desk, task, to);
        }
    }
    return good;
}

static int finish(epic_plan **out, ep_desk *desk, epic_pairing *pairing, epic_calendars *calendars, epic_ledger *former,
                  const ep_placing *placing)
{
    size_t most = desk->tasks.count + desk->tasks.cycle_base[epic_programme_events(desk->programme)];
    outcome to = {.events = ep_arena_array_of(desk->arena, most, epic_event),
                  .left = ep_arena_array_of(desk->arena, most, epic_unscheduled),
                  .titles = ep_arena_array_of(desk->arena, most, const char *),
                  .parts = {.cost = placing->cost, .bound = placing->bound, .calendars = calendars, .former = former}};
    if (to.events == NULL || to.left == NULL || to.titles == NULL || !add_all(desk, &to)) {
        return EPIC_ENOMEM;
    }
    to.parts.events = to.events;
    to.parts.unscheduled = to.left;
    int status = ep_plan_build(out, pairing, &to.parts);
    if (status == EPIC_OK && !count_kinds(desk, &to, *out)) {
        epic_plan_unref(*out);
        *out = NULL;
        status = EPIC_ENOMEM;
    }
    return status;
}

/* Of a plan that could be better, as the search for it was stopped. */
static int tell_stopped(const ep_desk *desk, const epic_plan *plan)
{
    const epic_place nowhere = {0, 0};
    ep_diag(desk->diags, "W541", desk->info->file, nowhere, "the same again, not stopped, gives the best that is looked for",
            "the search was stopped: the plan is the best so far, of cost %" PRId64 ", and none costs less than %" PRId64,
            epic_plan_cost(plan), epic_plan_bound(plan));
    return EPIC_ECANCELLED;
}

/* What recurs has the least choice of days and goes before the other events, unless it is counted from one of them. */
static int place_all(ep_desk *desk, const epic_plan_options *options, ep_placing *placing)
{
    int status = ep_desk_fix(desk);
    ep_placing recurring = {0, 0, false};
    if (status == EPIC_OK) {
        ep_desk_go_on(desk, options->former);
    }
    status = status == EPIC_OK ? ep_recurring_place(desk, false, &recurring) : status;
    status = status == EPIC_OK ? ep_place_all(desk, options, placing) : status;
    status = status == EPIC_OK ? ep_recurring_place(desk, true, &recurring) : status;
    if (status != EPIC_OK) {
        return status;
    }
    placing->cost += recurring.cost;
    placing->bound += recurring.bound;
    status = ep_tell(desk);
    return status != EPIC_OK || (ep_desk_invite(desk) && ep_reserve_all(desk)) ? status : EPIC_ENOMEM;
}

int epic_plan_make(epic_plan **out, epic_pairing *pairing, const epic_plan_options *options, epic_diags *diags)
{
    epic_plan_options known = EPIC_PLAN_OPTIONS_INIT;
    ep_desk desk;
    ep_placing placing = {0, 0, false};
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (pairing == NULL || !ep_sized_take(&known, options)) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    if (arena == NULL) {
        return EPIC_ENOMEM;
    }
    epic_calendars *calendars;
    int status = epic_calendars_load(&calendars, epic_scores_programme(epic_pairing_scores(pairing)), diags);
    if (status != EPIC_OK) {
        ep_arena_free(arena);
        return status;
    }
    status = ep_desk_open(&desk, arena, pairing, calendars, diags);
    if (status == EPIC_OK) {
        status = place_all(&desk, &known, &placing);
    }
    if (status == EPIC_OK) {
        status = finish(out, &desk, pairing, calendars, known.former, &placing);
    }
    if (status == EPIC_OK && placing.stopped) {
        status = tell_stopped(&desk, *out);
    }
    ep_desk_close(&desk);
    epic_calendars_unref(calendars);
    ep_arena_free(arena);
    return status;
}

int epic_plan_from_file(epic_plan **out, const char *path, const epic_plan_options *options, epic_diags *diags)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_plan_options known = EPIC_PLAN_OPTIONS_INIT;
    epic_pair_options first = EPIC_PAIR_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (!ep_sized_take(&known, options)) {
        return EPIC_EARG;
    }
    first.progress = known.progress;
    first.user = known.user;
    first.former = known.former;
    int status = epic_programme_load(&programme, path, diags);
    status = status == EPIC_OK ? epic_scores_make(&scores, programme, diags) : status;
    status = status == EPIC_OK ? epic_pairing_make(&pairing, scores, &first, diags) : status;
    status = status == EPIC_OK ? epic_plan_make(out, pairing, &known, diags) : status;
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status;
}
