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

/* Puts costs into the pool, if they are not there. */
static bool keep_hours(ep_planner *own, const ep_hours_cost *cost, uint32_t *item)
{
    void *pool = own->pool;
    for (size_t back = 1; back <= own->pool_count && back <= 2 * KNOWN; back++) {
        if (memcmp(&own->pool[own->pool_count - back], cost, sizeof *cost) == 0) {
            *item = (uint32_t)(own->pool_count - back);
            return true;
        }
    }
    bool grown = ep_grow(&pool, &own->pool_room, own->pool_count + 1, sizeof *cost);
    own->pool = pool;
    if (grown) {
        *item = (uint32_t)own->pool_count;
        own->pool[own->pool_count++] = *cost;
    }
    return grown;
}

static bool add_hours(ep_planner *own, const ep_task *task, epic_date day, uint32_t *item)
{
    ep_hours_cost cost = {{0}};
    for (unsigned start = 0; start < EP_STARTS; start++) {
        ep_slot slot = ep_desk_slot(own->desk, task, day, start);
        cost.at[start] = slot.start == EPIC_NO_INSTANT ? 0 : (uint16_t)ep_cost_hours(own->desk, task, &slot);
    }
    return keep_hours(own, &cost, item);
}

/* Adds to the costs of a meeting at home those of who is invited and cannot come. */
static bool add_absent(ep_planner *own, const ep_task *task, epic_date day, uint64_t starts, uint32_t *item)
{
    size_t absent[EP_STARTS] = {0};
    if (!ep_cost_invites(task) || !ep_at_home(task)) {
        return true;
    }
    for (size_t i = 0; i < task->optional_count; i++) {
        uint64_t left = starts & ~ep_desk_joins_at(own->desk, task, task->optional[i], day, starts);
        for (unsigned start = 0; left >> start != 0; start++) {
            absent[start] += left >> start & 1;
        }
    }
    ep_hours_cost cost = own->pool[*item];
    for (unsigned start = 0; start < EP_STARTS; start++) {
        cost.at[start] = (uint16_t)(cost.at[start] + ep_cost_absent(absent[start]));
    }
    return keep_hours(own, &cost, item);
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

/* Room for all days that a task could have, in each of its forms. */
static bool make_room(ep_planner *own, ep_days *days, size_t width, bool meets, bool forms)
{
    width *= forms ? 2 : 1;
    days->online = forms ? ep_arena_array_of(own->arena, width, bool) : NULL;
    days->day = ep_arena_array_of(own->arena, width, uint16_t);
    days->cost = ep_arena_array_of(own->arena, width, int32_t);
    days->meets = meets ? ep_arena_array_of(own->arena, width, struct ep_meets) : NULL;
    return (!forms || days->online != NULL) && days->day != NULL && days->cost != NULL && (!meets || days->meets != NULL);
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

/* Adds a day when a form can be on it. False when out of memory. */
static bool scan_day(ep_planner *own, ep_days *days, size_t form, epic_date day, memory *known)
{
    const ep_task *task = &days->forms[form];
    uint64_t starts = ep_desk_starts(own->desk, task, day);
    if (starts == 0) {
        return true;
    }
    uint32_t at = days->count++;
    days->day[at] = (uint16_t)(day - own->desk->starts);
    if (days->online != NULL) {
        days->online[at] = form == 1;
    }
    if (days->meets != NULL) {
        days->meets[at].starts = starts;
        set_meets(own, task, day, &days->meets[at]);
    }
    uint32_t *item = days->meets == NULL ? NULL : &days->meets[at].hours;
    return item == NULL || (find_hours(own, task, day, known, item) && add_absent(own, task, day, starts, item));
}

static bool scan(ep_planner *own, ep_days *days, epic_date from, epic_date to)
{
    memory known[2] = {{.count = 0}, {.count = 0}};
    bool whole = true;
    if (days->forms->moderator != EPIC_NONE) {
        days->width = ep_moments_width(&own->moments, days->forms->moderator, (epic_instant)days->forms->minutes * 60);
    }
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
        days->cost[i] = (int32_t)ep_cost_day(desk, ep_candidate_form(own, index, i), ep_candidate_day(own, index, i));
        if (days->meets != NULL) {
            days->meets[i].cost = days->cost[i];
            days->cost[i] = (int32_t)(ep_candidate_best(own, index, i, days->meets[i].starts, NULL, &start) / EP_PARTS);
        }
    }
    return true;
}
