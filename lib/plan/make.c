/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a pairing to a plan: what is fixed, then the joint events, then pair after pair. */
#include <string.h>

#include "desk.h"
#include "diags.h"
#include "place.h"
#include "planned.h"
#include "sized.h"

static const char *const kind_titles[EPIC_KINDS] = {"Preparation", "Online meeting", "Visit", "Reply visit", "Follow-up meeting",
                                                    "Local meetings", "Meeting", "Training", "Forum", "Webinar",
                                                    "Networking meeting", "Conference", "Pilot", "Deadline"};

/* "Visit: Oberhausen to Brescia", "Forum 2". */
static const char *title_of(const ep_desk *desk, const ep_task *task)
{
    const char *word = task->title != NULL ? task->title : kind_titles[task->kind];
    char number[16] = "";
    if (task->number > 0) {
        size_t used = sizeof number - 1;
        for (uint32_t n = task->number; n > 0; n /= 10) {
            number[--used] = (char)('0' + n % 10);
        }
        number[--used] = ' ';
        memmove(number, number + used, sizeof number - used);
    }
    if (task->pair == EPIC_NONE) {
        return ep_arena_printf(desk->arena, "%s%s", word, number);
    }
    bool travels = task->guest != EPIC_NONE;
    size_t from = travels ? task->guest : task->cities[0], to = travels ? task->host : task->cities[1];
    return ep_arena_printf(desk->arena, "%s%s: %s %s %s", word, number, epic_programme_city(desk->programme, from)->name,
                           travels ? "to" : "and", epic_programme_city(desk->programme, to)->name);
}

static bool set_event(const ep_desk *desk, const ep_task *task, epic_event *event)
{
    bool past = desk->info->today != EPIC_NO_DATE && task->last < desk->info->today;
    *event = (epic_event){.id = task->id, .kind = task->kind, .mode = task->mode, .number = task->number, .source = task->source,
                          .pair = task->pair, .guest = task->guest, .host = task->host, .cities = task->cities,
                          .city_count = task->city_count, .moderator = task->moderator, .all_day = task->all_day,
                          .first = task->first, .last = task->last, .start = task->start, .end = task->end,
                          .zone = task->shown, .travel_out = task->out, .travel_back = task->back,
                          .place_city = task->place_city, .venue = task->venue, .why = task->why};
    event->state = !task->fixed ? EPIC_PROPOSED : past ? EPIC_DONE : EPIC_CONFIRMED;
    event->title = title_of(desk, task);
    return event->title != NULL;
}

/* Planned counts against what has a date. */
static void count_kinds(const ep_desk *desk, const epic_plan *plan)
{
    const char *file = desk->info->file;
    const epic_place nowhere = {0, 0};
    for (int i = 0; i < EPIC_KINDS; i++) {
        epic_kind kind = (epic_kind)i;
        size_t planned = desk->info->planned[kind], dated = epic_plan_dated(plan, kind);
        if (planned > dated) {
            ep_diag(desk->diags, "W530", file, nowhere, NULL, "fewer of kind '%s' have a date than planned: %zu of %zu",
                    epic_kind_word(kind), dated, planned);
        } else if (planned > 0 && planned < dated) {
            ep_diag(desk->diags, "N531", file, nowhere, NULL, "more of kind '%s' have a date than planned: %zu, not %zu",
                    epic_kind_word(kind), dated, planned);
        }
    }
}

/* Tasks with dates become events, the others are listed and warned of. */
static int finish(epic_plan **out, ep_desk *desk, epic_pairing *pairing, epic_calendars *calendars, const ep_placing *placing)
{
    epic_event *events = ep_arena_array_of(desk->arena, desk->tasks.count, epic_event);
    epic_unscheduled *left = ep_arena_array_of(desk->arena, desk->tasks.count, epic_unscheduled);
    ep_planned parts = {.events = events, .unscheduled = left, .cost = placing->cost, .bound = placing->bound,
                        .calendars = calendars};
    if (events == NULL || left == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < desk->tasks.count; i++) {
        /* Pairs first, as their order is that of the file behind them: joint tasks stand in front. */
        const ep_task *task = &desk->tasks.list[(i + desk->tasks.joint_count) % desk->tasks.count];
        const char *title = task->placed ? NULL : title_of(desk, task);
        if (task->placed && !set_event(desk, task, &events[parts.event_count++])) {
            return EPIC_ENOMEM;
        }
        if (!task->placed) {
            left[parts.unscheduled_count++] =
                (epic_unscheduled){task->kind, task->id, task->number, task->source, task->pair, task->why};
            ep_diag(desk->diags, "W540", desk->info->file, task->place, NULL, "%s has no date: %s",
                    title == NULL ? task->id : title, task->why);
        }
    }
    int status = ep_plan_build(out, pairing, &parts);
    if (status == EPIC_OK) {
        count_kinds(desk, *out);
    }
    return status;
}

static int place_all(ep_desk *desk, const epic_plan_options *options, ep_placing *placing)
{
    int status = ep_desk_fix(desk);
    status = status == EPIC_OK ? ep_place_all(desk, options, placing) : status;
    return status == EPIC_OK ? ep_place_explain(desk) : status;
}

int epic_plan_make(epic_plan **out, epic_pairing *pairing, const epic_plan_options *options, epic_diags *diags)
{
    epic_plan_options known = EPIC_PLAN_OPTIONS_INIT;
    ep_desk desk;
    ep_placing placing;
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
        status = finish(out, &desk, pairing, calendars, &placing);
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
    int status = epic_programme_load(&programme, path, diags);
    status = status == EPIC_OK ? epic_scores_make(&scores, programme, diags) : status;
    status = status == EPIC_OK ? epic_pairing_make(&pairing, scores, &first, diags) : status;
    status = status == EPIC_OK ? epic_plan_make(out, pairing, &known, diags) : status;
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status;
}
