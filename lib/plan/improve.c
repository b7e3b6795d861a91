/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A group is chosen that is far from its best at the prices; it says what it would do were it alone, and those in its way are
 * taken out with it, then those in theirs. They bargain and are seated anew, each time at other slopes; when that costs more,
 * all is put back. */
#include "improve.h"

#include <string.h>

#include "hash.h"
#include "seat.h"

#define FEW 4   /* groups that are taken out together, or twice as many, or four times */
#define SIZES 3
#define FIRST_ROUNDS 6 /* of those that bargain anew, */
#define ROUNDS 2
#define FLATTEST 2     /* each time at prices that are held more or less near */
#define SLOPES 8
#define TRIES 3 /* groups of which the one farthest from its best is taken */
#define MOST_CITIES 100 /* joint events of more are not moved any more */

static size_t below(ep_improver *own, size_t n)
{
    own->state = ep_mix64(own->state + 1);
    return (size_t)(own->state % n);
}

/* The pairs of each city. */
static bool list_groups(ep_improver *own)
{
    const ep_desk *desk = own->plan->desk;
    size_t pairs;
    const epic_pair *list = epic_pairing_pairs(desk->pairing, &pairs);
    own->base = ep_arena_array_of(own->plan->arena, desk->cities + 2, size_t);
    own->groups_of = ep_arena_array_of(own->plan->arena, 2 * pairs, size_t);
    if (own->base == NULL || own->groups_of == NULL) {
        return false;
    }
    for (size_t p = 0; p < pairs; p++) {
        own->base[list[p].a + 2]++;
        own->base[list[p].b + 2]++;
    }
    for (size_t c = 0; c < desk->cities; c++) {
        own->base[c + 2] += own->base[c + 1];
    }
    for (size_t p = 0; p < pairs; p++) {
        own->groups_of[own->base[list[p].a + 1]++] = p + 1;
        own->groups_of[own->base[list[p].b + 1]++] = p + 1;
    }
    return true;
}

bool ep_improve_open(ep_improver *own, ep_diver *diver)
{
    ep_planner *plan = diver->climb->plan;
    *own = (ep_improver){.plan = plan, .tree = diver->climb->tree, .diver = diver, .state = 20210104,
                         .least = diver->climb->least, .freed = ep_arena_array_of(plan->arena, plan->groups, bool),
                         .saved = ep_arena_array_of(plan->arena, plan->desk->tasks.count, ep_choice)};
    return own->freed != NULL && own->saved != NULL && list_groups(own);
}

static void take_out(ep_improver *own, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    size_t begin = ep_group_begin(tasks, group), count = ep_group_end(tasks, group) - begin;
    if (own->freed[group] || own->freed_count == own->most || (group == 0 && own->plan->desk->cities > MOST_CITIES)) {
        return;
    }
    own->freed[group] = true;
    own->freed_list[own->freed_count++] = group;
    if (count > 0) {
        memcpy(&own->saved[begin], &own->plan->choice[begin], count * sizeof own->saved[0]);
    }
    ep_seat_clear(own->plan, group);
}

/* Whether two tasks want a city at one time, as far as days tell. */
static bool meet(ep_improver *own, const ep_task *a, const ep_task *b)
{
    ep_desk *desk = own->plan->desk;
    size_t city;
    for (size_t i = 0; !a->idle && !b->idle && (city = ep_task_city(a, i)) != EPIC_NONE; i++) {
        epic_date from_a, to_a, from_b, to_b;
        if (ep_is_member(b->cities, b->city_count, city) || b->place_city == city) {
            ep_desk_days(desk, a, city, &from_a, &to_a);
            ep_desk_days(desk, b, city, &from_b, &to_b);
            if (from_a <= to_b && from_b <= to_a) {
                return true;
            }
        }
    }
    return false;
}

static void take_out_of_city(ep_improver *own, const ep_task *task, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group) && !own->freed[group]; t++) {
        const ep_task *other = &tasks->list[t];
        if (other->placed && !other->fixed && meet(own, task, other)) {
            take_out(own, group);
            return;
        }
    }
}

/* Meetings led by the moderator on the same day. */
static void take_out_of_moderator(ep_improver *own, const ep_task *task)
{
    ep_desk *desk = own->plan->desk;
    const ep_task *other = NULL;
    ep_slot slot = {task->start, task->end};
    while ((other = ep_desk_leads(desk, task->moderator, &slot)) != NULL) {
        size_t before = own->freed_count;
        take_out(own, ep_group_of(other));
        if (own->freed_count == before) {
            return;
        }
    }
}

/* Takes out who stands in the way of a task with dates that is not booked. */
static void clear_way(ep_improver *own, const ep_task *task)
{
    if (!task->all_day && task->moderator != EPIC_NONE) {
        take_out_of_moderator(own, task);
    }
    take_out_of_city(own, task, 0);
    for (size_t i = 0; i < task->city_count; i++) {
        size_t city = task->cities[i];
        for (size_t k = own->base[city]; k < own->base[city + 1] && own->base[city + 1] - own->base[city] > 1; k++) {
            take_out_of_city(own, task, own->groups_of[k]);
        }
    }
}

/* What a group that is taken out would do if it were alone. */
static void clear_ways(ep_improver *own, size_t group)
{
    ep_tree_turn(own->tree, group);
    ep_price_fill(own->tree, below(own, 2) == 0 ? 0 : EP_WITH_PRICES);
    ep_tree_solve(own->tree);
    for (size_t t = 0; t < own->tree->count; t++) {
        size_t index = own->tree->begin + t;
        ep_choice choice = own->tree->choice[t];
        ep_task task = own->plan->desk->tasks.list[index];
        if (choice.day != EP_UNDATED && !task.fixed) {
            ep_choice_settle(own->plan, index, &choice, 0);
            ep_choice_apply(own->plan, index, choice);
            task = own->plan->desk->tasks.list[index];
            clear_way(own, &task);
        }
    }
    ep_choice_forget(own->plan, group);
}

/* How far a group is from what it would do at the prices. */
static int64_t loss_of(ep_improver *own, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    int64_t loss = own->plan->worth[group] - own->least[group];
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group); t++) {
        loss += ep_rows_paid(own->plan, t);
    }
    return loss;
}

/* A group that may gain much. */
static size_t pick(ep_improver *own)
{
    size_t best = below(own, own->plan->groups);
    int64_t loss = loss_of(own, best);
    for (int i = 1; i < TRIES; i++) {
        size_t other = below(own, own->plan->groups);
        int64_t its = loss_of(own, other);
        best = its > loss ? other : best;
        loss = its > loss ? its : loss;
    }
    return best;
}

static int64_t worth_of_freed(const ep_improver *own)
{
    int64_t sum = 0;
    for (size_t i = 0; i < own->freed_count; i++) {
        sum += own->plan->worth[own->freed_list[i]];
    }
    return sum;
}

/* All that is seated stands unless it costs more than before. */
static void decide(ep_improver *own, int64_t before)
{
    bool worse = worth_of_freed(own) > before;
    for (size_t i = 0; i < own->freed_count && worse; i++) {
        ep_seat_clear(own->plan, own->freed_list[i]);
    }
    for (size_t i = 0; i < own->freed_count; i++) {
        size_t begin = ep_group_begin(&own->plan->desk->tasks, own->freed_list[i]);
        if (worse) {
            ep_seat_again(own->plan, own->freed_list[i], &own->saved[begin]);
        }
        own->freed[own->freed_list[i]] = false;
    }
}

bool ep_improve_once(ep_improver *own)
{
    size_t group = pick(own);
    own->most = (size_t)FEW << below(own, SIZES);
    own->freed_count = 0;
    take_out(own, group);
    for (size_t i = 0; i < own->freed_count && own->freed_count < own->most; i++) {
        clear_ways(own, own->freed_list[i]);
    }
    for (size_t i = 0; i < own->most && own->freed_count < own->most; i++) {
        take_out(own, pick(own));
    }
    int64_t before = worth_of_freed(own);
    const ep_diving with = {FIRST_ROUNDS, ROUNDS, FLATTEST + (int)below(own, SLOPES), own->state, NULL, NULL};
    int status = ep_dive(own->diver, own->freed_list, own->freed_count, &with);
    if (status == EPIC_OK) {
        decide(own, before);
    }
    return status == EPIC_OK;
}
