/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that join the groups are taken out and charged for instead: what all groups then pay at least, less what the room is
 * worth, is a bound at any prices of zero or more. As at an auction each group meets the prices that those before it have left,
 * and the room that there is makes all cheaper again: an incremental subgradient method, whose steps the caller makes smaller.
 * Such prices swing about the best ones; their mean does not. All in integers. */
#include "price.h"

#include <string.h>

#define STRIDE 7 /* groups do not take their turns in the order of the file */

void ep_price_pin(ep_tree *tree, size_t t, uint32_t day)
{
    int64_t *cost = &tree->cost[tree->at[t]];
    for (uint32_t i = 0; i < tree->plan->days[tree->begin + t].count; i++) {
        cost[i] = i == day ? cost[i] : EP_NEVER;
    }
    tree->undated[t] = day == EP_UNDATED ? tree->undated[t] : EP_NEVER;
}

void ep_price_fill(ep_tree *tree, unsigned with)
{
    for (size_t t = 0; t < tree->count; t++) {
        ep_rows_appraise_all(tree->plan, tree->begin + t, with, &tree->cost[tree->at[t]]);
        if (tree->begin + t == tree->plan->pinned) {
            ep_price_pin(tree, t, tree->plan->pin);
        }
    }
}

bool ep_climb_open(ep_climb *own, ep_planner *plan, ep_tree *tree)
{
    *own = (ep_climb){.plan = plan, .tree = tree, .bound = INT64_MIN, .kept = INT64_MIN,
                      .groups = ep_arena_array_of(plan->arena, plan->groups, size_t),
                      .least = ep_arena_array_of(plan->arena, plan->groups, int64_t),
                      .now = ep_arena_array_of(plan->arena, plan->groups, int64_t)};
    for (size_t g = 0; own->groups != NULL && g < plan->groups; g++) {
        own->groups[g] = g;
    }
    return ep_crowd_open(&own->crowd, plan) && ep_bids_open(&own->bids, plan) && own->groups != NULL && own->least != NULL &&
           own->now != NULL;
}

void ep_climb_close(ep_climb *own)
{
    ep_crowd_close(&own->crowd);
    ep_bids_close(&own->bids);
}

/* The best of one group: its tasks are dated by it. */
static void take_turn(ep_climb *own, size_t group, unsigned with)
{
    ep_planner *plan = own->plan;
    ep_tree *tree = own->tree;
    ep_tree_turn(tree, group);
    ep_price_fill(tree, with);
    own->now[group] = ep_tree_solve(tree);
    for (size_t t = 0; t < tree->count; t++) {
        ep_choice choice = tree->choice[t];
        ep_choice_settle(plan, tree->begin + t, &choice, with);
        ep_choice_apply(plan, tree->begin + t, choice);
    }
}

/* Counts what a group takes among what all do. */
static bool join_crowd(ep_climb *own, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    bool whole = true;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group) && whole; t++) {
        whole = !tasks->list[t].placed || tasks->list[t].fixed || ep_crowd_add(&own->crowd, own->plan, t);
    }
    return whole;
}

/* Makes a row of each rule that is broken. */
static bool disperse_crowd(ep_climb *own)
{
    bool whole = ep_crowd_hold(&own->crowd, own->plan);
    ep_crowd_clear(&own->crowd);
    return whole;
}

bool ep_climb_pass(ep_climb *own, int64_t step)
{
    ep_planner *plan = own->plan;
    const ep_tasks *tasks = &plan->desk->tasks;
    size_t stride = STRIDE;
    bool whole = true;
    while (plan->groups % stride == 0) {
        stride++;
    }
    for (size_t i = 0; i < plan->groups && whole; i++) {
        size_t g = (i * stride + own->turns) % plan->groups;
        take_turn(own, g, EP_WITH_PRICES);
        whole = join_crowd(own, g);
        for (size_t t = ep_group_begin(tasks, g); t < ep_group_end(tasks, g); t++) {
            if (tasks->list[t].placed && !tasks->list[t].fixed) {
                ep_rows_charge(plan, t, step);
            }
        }
        ep_choice_forget(plan, g);
    }
    ep_prices_relax(&plan->prices, step);
    ep_prices_note(&plan->prices);
    own->passes++;
    own->turns++;
    return whole && disperse_crowd(own);
}

bool ep_climb_bid(ep_climb *own, const size_t *groups, size_t count, unsigned with, ep_bids *bids, int64_t *sum)
{
    bool whole = true, booked = (with & EP_WITH_BOOKINGS) != 0;
    *sum = 0;
    for (size_t i = 0; i < count && whole; i++) {
        take_turn(own, groups[i], with);
        *sum += own->now[groups[i]];
        whole = ep_bids_add(bids, groups[i]) && (booked || join_crowd(own, groups[i]));
        ep_choice_forget(own->plan, groups[i]);
    }
    return whole && (booked || disperse_crowd(own)) && ep_bids_renew(bids);
}

bool ep_climb_keep(ep_climb *own)
{
    ep_planner *plan = own->plan;
    int64_t sum, worth = ep_prices_worth(&plan->prices);
    bool whole = ep_climb_bid(own, own->groups, plan->groups, EP_WITH_PRICES, &own->bids, &sum);
    if (whole && sum - worth > own->kept) {
        own->kept = sum - worth;
        own->bound = own->kept > own->bound ? own->kept : own->bound;
        memcpy(own->least, own->now, plan->groups * sizeof own->now[0]);
        ep_prices_keep(&plan->prices);
    }
    return whole;
}

bool ep_climb_weigh(ep_climb *own)
{
    ep_prices_average(&own->plan->prices, own->passes);
    own->passes = 0;
    bool whole = ep_climb_keep(own);
    ep_prices_swing(&own->plan->prices);
    return whole;
}

void ep_climb_settle(ep_climb *own)
{
    ep_prices_restore(&own->plan->prices);
}
