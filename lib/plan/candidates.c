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
    const struct ep_meets *meets = days->meets == NULL ? NULL : &days->meets[day];
    int64_t best = EP_NEVER;
    *start = 0;
    if (meets == NULL) {
        return (starts & 1) != 0 ? days->cost[day] * (int64_t)EP_PARTS : EP_NEVER;
    }
    const uint16_t *hours = own->pool[meets->hours].at;
    for (unsigned i = meets->first; i < meets->end; i++) {
        if ((starts >> i & 1) != 0) {
            int64_t cost = (int64_t)hours[i] * EP_PARTS + (extra == NULL ? 0 : extra[i]);
            *start = cost < best ? i : *start;
            best = cost < best ? cost : best;
        }
    }
    return best == EP_NEVER ? EP_NEVER : best + (int64_t)meets->cost * EP_PARTS;
}

/* Room for all days that a task could have. */
static bool make_room(ep_planner *own, ep_days *days, size_t width, bool meets)
{
    days->day = ep_arena_array_of(own->arena, width, uint16_t);
    days->cost = ep_arena_array_of(own->arena, width, int32_t);
    days->meets = meets ? ep_arena_array_of(own->arena, width, struct ep_meets) : NULL;
    return days->day != NULL && days->cost != NULL && (!meets || days->meets != NULL);
}

/* A meeting's day, of which its starts are known. */
static void set_meets(ep_planner *own, const ep_task *task, epic_date day, struct ep_meets *meets)
{
    ep_slot first = ep_desk_slot(own->desk, task, day, 0), last = ep_desk_slot(own->desk, task, day, EP_STARTS - 1);
    bool even = first.start != EPIC_NO_INSTANT && last.start - first.start == (EP_STARTS - 1) * EP_GRID * 60;
    meets->base = even ? first.start : EPIC_NO_INSTANT;
    while ((meets->starts >> meets->first & 1) == 0) {
        meets->first++;
    }
    for (meets->end = meets->first; meets->starts >> meets->end != 0; meets->end++) {
    }
    if (even && task->moderator != EPIC_NONE) {
        meets->moment = ep_moments_at(&own->moments, task->moderator, meets->base + (epic_instant)meets->first * EP_GRID * 60);
    }
}

static bool scan(ep_planner *own, const ep_task *task, ep_days *days, epic_date from, epic_date to)
{
    memory known = {.count = 0};
    if (task->moderator != EPIC_NONE) {
        days->width = ep_moments_width(&own->moments, task->moderator, (epic_instant)task->minutes * 60);
    }
    for (epic_date d = from; d <= to; d++) {
        uint64_t starts = ep_desk_starts(own->desk, task, d);
        if (starts == 0) {
            continue;
        }
        days->day[days->count] = (uint16_t)(d - own->desk->starts);
        if (days->meets != NULL) {
            struct ep_meets *meets = &days->meets[days->count];
            meets->starts = starts;
            set_meets(own, task, d, meets);
            if (!find_hours(own, task, d, &known, &meets->hours)) {
                return false;
            }
        }
        days->count++;
    }
    return true;
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
    if (!make_room(own, days, width, task->minutes > 0 && !task->fixed)) {
        return false;
    }
    if (task->fixed) {
        epic_date day = task->first < desk->starts ? desk->starts : task->first > desk->ends ? desk->ends : task->first;
        days->day[0] = (uint16_t)(day - desk->starts);
        days->count = 1;
        return true;
    }
    if (!scan(own, task, days, from, to)) {
        return false;
    }
    if (task->shares > 1 && days->count > 0) {
        uint64_t middle = (2 * (uint64_t)task->share + 1) * days->count / (2 * (uint64_t)task->shares);
        task->ideal = ep_candidate_day(own, index, (uint32_t)middle);
    }
    for (uint32_t i = 0; i < days->count; i++) {
        uint32_t start;
        days->cost[i] = (int32_t)ep_cost_day(task, ep_candidate_day(own, index, i));
        if (days->meets != NULL) {
            days->meets[i].cost = days->cost[i];
            days->cost[i] = (int32_t)(ep_candidate_best(own, index, i, days->meets[i].starts, NULL, &start) / EP_PARTS);
        }
    }
    return true;
}
