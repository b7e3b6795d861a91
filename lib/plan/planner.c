/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "planner.h"

#include <stdlib.h>

/* A gap of days alone needs no list. */
static bool set_gap(ep_planner *own, ep_gap *gap, const epic_duration *by)
{
    const ep_desk *desk = own->desk;
    gap->days = ep_date_add(desk->starts, by) - desk->starts;
    if (by->months == 0) {
        return true;
    }
    epic_date *dates = ep_arena_array_of(own->arena, desk->days, epic_date);
    for (size_t i = 0; dates != NULL && i < desk->days; i++) {
        dates[i] = ep_date_add(desk->starts + (epic_date)i, by);
    }
    gap->dates = dates;
    return dates != NULL;
}

/* The steps of all pairs have the same gaps. */
static bool set_twig(ep_planner *own, size_t index)
{
    const ep_tasks *tasks = &own->desk->tasks;
    const ep_task *task = &tasks->list[index];
    ep_twig *twig = &own->twigs[index];
    if (task->parent != EPIC_NONE) {
        twig->apart = ep_task_apart(task, &tasks->list[task->parent]);
        twig->next_sibling = own->twigs[task->parent].first_child;
        own->twigs[task->parent].first_child = index;
    }
    if (index >= tasks->joint_count + tasks->steps) {
        twig->least = own->twigs[index - tasks->steps].least;
        twig->most = own->twigs[index - tasks->steps].most;
        return true;
    }
    return set_gap(own, &twig->least, &task->at_least) && set_gap(own, &twig->most, &task->at_most);
}

static bool grow_twigs(ep_planner *own)
{
    bool whole = true;
    for (size_t t = 0; t < own->desk->tasks.count; t++) {
        own->twigs[t].first_child = own->twigs[t].next_sibling = EPIC_NONE;
    }
    for (size_t t = 0; t < own->desk->tasks.count && whole; t++) {
        whole = set_twig(own, t);
    }
    return whole;
}

bool ep_planner_open(ep_planner *own, ep_desk *desk, ep_arena *arena)
{
    size_t tasks = desk->tasks.count, pairs;
    epic_pairing_pairs(desk->pairing, &pairs);
    *own = (ep_planner){.desk = desk, .arena = arena, .groups = pairs + 1, .width = desk->days + 4, .pinned = EPIC_NONE};
    own->days = ep_arena_array_of(arena, tasks, ep_days);
    own->twigs = ep_arena_array_of(arena, tasks, ep_twig);
    own->choice = ep_arena_array_of(arena, tasks, ep_choice);
    own->worth = ep_arena_array_of(arena, own->groups, int64_t);
    own->heads = ep_arena_array_of(arena, desk->cities * own->width, uint32_t);
    own->priced = ep_arena_array_of(arena, desk->cities, bool);
    own->room = ep_arena_array_of(arena, desk->cities, int32_t);
    own->near = ep_arena_array_of(arena, desk->cities * desk->days, uint16_t);
    if (own->days == NULL || own->twigs == NULL || own->choice == NULL || own->worth == NULL || own->heads == NULL ||
        own->priced == NULL || own->room == NULL || own->near == NULL ||
        !ep_moments_open(&own->moments, desk, arena, &own->prices) || !grow_twigs(own)) {
        return false;
    }
    for (size_t i = 0; i < desk->cities * own->width; i++) {
        own->heads[i] = EP_NO_ROW;
    }
    for (size_t c = 0; c < desk->cities; c++) {
        uint32_t limit = epic_programme_city(desk->programme, c)->visits_at_a_time;
        limit = limit == 0 ? 1 : limit;
        own->room[c] = limit > pairs ? (int32_t)pairs + 1 : (int32_t)limit; /* no pair visits it twice at a time */
    }
    return true;
}

void ep_planner_book(ep_planner *own, ep_task *task, bool booked)
{
    const ep_slot slot = {task->start, task->end};
    if (booked) {
        ep_desk_book(own->desk, task);
    } else {
        ep_desk_unbook(own->desk, task);
    }
    if (!task->all_day && task->moderator != EPIC_NONE) {
        ep_moments_book(&own->moments, task->moderator, &slot, booked);
    }
}

void ep_planner_close(ep_planner *own)
{
    free(own->pool);
    free(own->rows);
    ep_prices_close(&own->prices);
}
