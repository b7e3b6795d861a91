/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is invited to a joint event without being needed: whom a day would leave out, and who comes at last. */
#include "story.h"

size_t ep_absent(ep_desk *desk, const ep_task *task, epic_date day, const ep_slot *slot, size_t *count)
{
    size_t first = EPIC_NONE;
    *count = 0;
    for (size_t i = 0; i < task->optional_count; i++) {
        bool absent = ep_desk_joins(desk, task, task->optional[i], day, slot, EP_BUSY).bar != EP_FREE;
        first = absent && first == EPIC_NONE ? task->optional[i] : first;
        *count += absent;
    }
    return first;
}

/* Beside all that is booked but the task itself. What is settled stands in the city's calendar as it is. */
static ep_reason join(ep_desk *desk, ep_task *task, size_t city)
{
    const ep_slot slot = {task->start, task->end};
    ep_desk_unbook(desk, task);
    ep_reason reason = ep_desk_joins(desk, task, city, task->first, &slot, task->fixed ? EP_ENGAGED : EP_FREE);
    ep_desk_book(desk, task);
    return reason;
}

/* Tasks that are one entry in calendars invite the same to all of it. */
static bool invite(ep_desk *desk, ep_task *list, size_t count)
{
    size_t most = count > 0 ? list->optional_count : 0, joining = 0, absent = 0;
    size_t *cities = ep_arena_array_of(desk->arena, most, size_t);
    ep_absence *others = ep_arena_array_of(desk->arena, most, ep_absence);
    for (size_t i = 0; i < most && cities != NULL && others != NULL; i++) {
        ep_absence one = {list->optional[i], NULL, {EP_FREE, 0}};
        for (size_t t = 0; t < count && one.reason.bar == EP_FREE; t++) {
            one.reason = list[t].placed ? join(desk, &list[t], one.city) : one.reason;
            one.from = &list[t];
        }
        if (one.reason.bar == EP_FREE) {
            cities[joining++] = one.city;
        } else {
            others[absent++] = one;
        }
    }
    bool whole = cities != NULL && others != NULL;
    for (size_t t = 0; t < count && whole; t++) {
        list[t].joining = cities;
        list[t].joining_count = joining;
        list[t].why = list[t].placed && absent > 0 ? ep_why_absent(desk, &list[t], others, absent) : list[t].why;
        whole = list[t].why != NULL || !list[t].placed;
    }
    return whole;
}

bool ep_desk_invite(ep_desk *desk)
{
    const ep_tasks *tasks = &desk->tasks;
    bool whole = true;
    for (size_t t = 0; t < tasks->joint_count && whole; t++) {
        whole = invite(desk, &tasks->list[t], 1);
    }
    for (size_t e = 0; e < epic_programme_events(desk->programme) && whole; e++) {
        whole = invite(desk, &tasks->occurrences[tasks->cycle_base[e]], tasks->cycle_base[e + 1] - tasks->cycle_base[e]);
    }
    return whole;
}
