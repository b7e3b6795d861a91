/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "candidates.h"

#include <string.h>

#include "cost.h"
#include "grow.h"
#include "hash.h"

#define KNOWN 32 /* costs of hours that are remembered of a task: they change with the weekday and with the clocks */

typedef struct memory {
    uint64_t signs[KNOWN];
    uint32_t items[KNOWN];
    unsigned count;
} memory;

/* A number that is the same on days whose half hours cost the same; 0 when a clock is changed. */
static uint64_t sign_of(ep_desk *desk, const ep_task *task, epic_date day)
{
    ep_slot first = ep_desk_slot(desk, task, day, 0);
    uint64_t sign = (uint64_t)epic_date_weekday(day) + 1 + (task->was.known && day == task->was.first ? 7 : 0);
    bool steady = first.start != EPIC_NO_INSTANT;
    for (size_t i = 0; i <= task->city_count && steady; i++) {
        epic_date date = day, next;
        int32_t minute = 0;
        size_t clock = i < task->city_count ? desk->city_clocks[task->cities[i]] : task->clock;
        steady = ep_clocks_local(&desk->clocks, clock, first.start + EP_STARTS * 1800, &next, &minute) &&
                 ep_clocks_local(&desk->clocks, clock, first.start, &date, &minute);
        sign = ep_mix64(sign ^ ((uint64_t)(uint32_t)(date - day + 2) << 16 | (uint64_t)(uint32_t)minute));
    }
    return steady ? sign : 0;
}

static bool add_hours(ep_planner *own, const ep_task *task, epic_date day, uint32_t *item)
{
    ep_hours_cost cost = {{0}};
    void *pool = own->pool;
    for (unsigned start = 0; start < EP_STARTS; start++) {
        ep_slot slot = ep_desk_slot(own->desk, task, day, start);
        cost.at[start] = slot.start == EPIC_NO_INSTANT ? 0 : (uint16_t)ep_cost_hours(own->desk, task, &slot);
    }
    for (size_t back = 1; back <= own->pool_count && back <= 2 * KNOWN; back++) {
        if (memcmp(&own->pool[own->pool_count - back], &cost, sizeof cost) == 0) {
            *item = (uint32_t)(own->pool_count - back);
            return true;
        }
    }
    bool grown = ep_grow(&pool, &own->pool_room, own->pool_count + 1, sizeof cost);
    own->pool = pool;
    if (grown) {
        *item = (uint32_t)own->pool_count;
        own->pool[own->pool_count++] = cost;
    }
    return grown;
}

static bool find_hours(ep_planner *own, const ep_task *task, epic_date day, memory *known, uint32_t *item)
{
    uint64_t sign = sign_of(own->desk, task, day);
    for (unsigned i = 0; i < KNOWN && i < known->count && sign != 0; i++) {
        if (known->signs[i] == sign) {
            *item = known->items[i];
            return true;
        }
    }
    if (!add_hours(own, task, day, item)) {
        return false;
    }
    if (sign != 0) {
        known->signs[known->count % KNOWN] = sign;
        known->items[known->count++ % KNOWN] = *item;
    }
    return true;
}

int64_t ep_candidate_best(const ep_planner *own, size_t task, uint32_t day, uint64_t starts, const int64_t *extra,
                          uint32_t *start)
{
    const ep_days *days = &own->days[task];
    int64_t best = EP_NEVER, base = ep_cost_day(own->desk, ep_candidate_form(own, task, day), ep_candidate_day(own, task, day));
    const uint16_t *hours = days->starts == NULL ? NULL : own->pool[days->hours[day]].at;
    *start = 0;
    for (unsigned i = 0; starts >> i != 0; i++) {
        if ((starts >> i & 1) != 0) {
            int64_t cost = (base + (hours == NULL ? 0 : hours[i])) * EP_PARTS + (extra == NULL ? 0 : extra[i]);
            *start = cost < best ? i : *start;
            best = cost < best ? cost : best;
        }
    }
    return best;
}

/* Room for all days that a task could have, in each of its forms. */
static bool make_room(ep_planner *own, ep_days *days, size_t width, bool meets, bool forms)
{
    width *= forms ? 2 : 1;
    days->online = forms ? ep_arena_array_of(own->arena, width, bool) : NULL;
    days->day = ep_arena_array_of(own->arena, width, uint16_t);
    days->cost = ep_arena_array_of(own->arena, width, int32_t);
    days->starts = meets ? ep_arena_array_of(own->arena, width, uint64_t) : NULL;
    days->hours = meets ? ep_arena_array_of(own->arena, width, uint32_t) : NULL;
    return (!forms || days->online != NULL) && days->day != NULL && days->cost != NULL &&
           (!meets || (days->starts != NULL && days->hours != NULL));
}

/* Adds a day when a form can be on it. False when out of memory. */
static bool scan_day(ep_planner *own, ep_days *days, size_t form, epic_date day, memory *known)
{
    uint64_t starts;
    if (ep_desk_fit(own->desk, &days->forms[form], day, &starts).bar != EP_FREE) {
        return true;
    }
    uint32_t at = days->count++;
    days->day[at] = (uint16_t)(day - own->desk->starts);
    if (days->online != NULL) {
        days->online[at] = form == 1;
    }
    if (days->starts != NULL) {
        days->starts[at] = starts;
    }
    return days->starts == NULL || find_hours(own, &days->forms[form], day, known, &days->hours[at]);
}

static bool scan(ep_planner *own, ep_days *days, epic_date from, epic_date to)
{
    memory known[2] = {{.count = 0}, {.count = 0}};
    bool whole = true;
    for (epic_date d = from; d <= to && whole; d++) {
        for (size_t form = 0; form < (days->online != NULL ? 2 : 1) && whole; form++) {
            whole = scan_day(own, days, form, d, &known[form]);
        }
    }
    return whole;
}

/* A task that may be held online has two forms, copies of it as they are, as it itself takes the one that is chosen. */
static bool set_forms(ep_planner *own, ep_task *task, ep_days *days)
{
    bool both = task->has_or_online && !task->fixed;
    ep_task *forms = both ? ep_arena_array_of(own->desk->arena, 2, ep_task) : NULL;
    days->forms = task;
    if (forms != NULL) {
        task->in_person = forms;
        forms[0] = forms[1] = *task;
        ep_desk_hold_online(own->desk, &forms[1], false);
        days->forms = forms;
    }
    return !both || forms != NULL;
}

/* What is one of several has its ideal by their spread over the days that are possible. */
static void spread(ep_planner *own, size_t index)
{
    ep_task *task = &own->desk->tasks.list[index];
    const ep_days *days = &own->days[index];
    if (task->shares > 1 && days->count > 0) {
        uint64_t middle = (2 * (uint64_t)task->share + 1) * days->count / (2 * (uint64_t)task->shares);
        task->ideal = ep_candidate_day(own, index, (uint32_t)middle);
        for (size_t form = 0; days->online != NULL && form < 2; form++) {
            days->forms[form].ideal = task->ideal;
        }
    }
}

bool ep_candidates_find(ep_planner *own, size_t index)
{
    ep_desk *desk = own->desk;
    ep_task *task = &desk->tasks.list[index];
    ep_days *days = &own->days[index];
    epic_date from = task->from > desk->starts ? task->from : desk->starts;
    epic_date to = task->to < desk->ends ? task->to : desk->ends;
    ep_cost_ideal(desk, task);
    size_t width = task->fixed ? 1 : to < from ? 0 : (size_t)(to - from) + 1;
    if (!set_forms(own, task, days) || !make_room(own, days, width, task->minutes > 0 && !task->fixed, days->forms != task)) {
        return false;
    }
    if (task->fixed) {
        epic_date day = task->first < desk->starts ? desk->starts : task->first > desk->ends ? desk->ends : task->first;
        days->day[0] = (uint16_t)(day - desk->starts);
        days->count = 1;
        return true;
    }
    if (!scan(own, days, from, to)) {
        return false;
    }
    spread(own, index);
    for (uint32_t i = 0; i < days->count; i++) {
        uint32_t start;
        uint64_t starts = days->starts == NULL ? 1 : days->starts[i];
        days->cost[i] = (int32_t)(ep_candidate_best(own, index, i, starts, NULL, &start) / EP_PARTS);
    }
    return true;
}
