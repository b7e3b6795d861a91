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
    *own = (ep_climb){.plan = plan, .tree = tree, .bound = INT64_MIN,
                      .least = ep_arena_array_of(plan->arena, plan->groups, int64_t),
                      .now = ep_arena_array_of(plan->arena, plan->groups, int64_t)};
    return ep_crowd_open(&own->crowd, plan) && own->least != NULL && own->now != NULL;
}

void ep_climb_close(ep_climb *own)
{
    ep_crowd_close(&own->crowd);
}

/* The best of one group at these prices; what it takes becomes dearer. False when out of memory. */
static bool take_turn(ep_climb *own, size_t group, int64_t step)
{
    ep_planner *plan = own->plan;
    ep_tree *tree = own->tree;
    bool whole = true;
    ep_tree_turn(tree, group);
    ep_price_fill(tree, EP_WITH_PRICES);
    own->now[group] = ep_tree_solve(tree);
    for (size_t t = 0; t < tree->count && whole; t++) {
        size_t task = tree->begin + t;
        ep_choice choice = tree->choice[t];
        if (choice.day != EP_UNDATED && !plan->desk->tasks.list[task].fixed) {
            ep_choice_settle(plan, task, &choice, EP_WITH_PRICES);
            ep_choice_apply(plan, task, choice);
            whole = ep_crowd_add(&own->crowd, plan, task);
            ep_rows_charge(plan, task, step);
        }
    }
    return whole;
}

/* Makes a row of each rule that is broken. Dates were only tried. */
static bool end_pass(ep_climb *own)
{
    bool whole = ep_crowd_hold(&own->crowd, own->plan);
    for (size_t t = 0; t < own->plan->desk->tasks.count; t++) {
        own->plan->desk->tasks.list[t].placed = own->plan->desk->tasks.list[t].fixed;
    }
    return whole;
}

bool ep_climb_pass(ep_climb *own, int64_t step)
{
    ep_planner *plan = own->plan;
    size_t stride = STRIDE;
    bool whole = true;
    while (plan->groups % stride == 0) {
        stride++;
    }
    ep_crowd_clear(&own->crowd);
    for (size_t g = 0; g < plan->groups && whole; g++) {
        whole = take_turn(own, (g * stride + own->turns) % plan->groups, step);
    }
    ep_prices_relax(&plan->prices, step);
    ep_prices_note(&plan->prices);
    own->passes++;
    own->turns++;
    return whole && end_pass(own);
}

bool ep_climb_weigh(ep_climb *own)
{
    ep_planner *plan = own->plan;
    bool whole = true;
    ep_prices_average(&plan->prices, own->passes);
    int64_t bound = -ep_prices_worth(&plan->prices);
    own->passes = 0;
    ep_crowd_clear(&own->crowd);
    for (size_t g = 0; g < plan->groups && whole; g++) {
        whole = take_turn(own, g, 0);
        bound += own->now[g];
    }
    if (whole && bound > own->bound) {
        own->bound = bound;
        if (plan->pinned == EPIC_NONE) {
            own->kept = bound;
            memcpy(own->least, own->now, plan->groups * sizeof own->now[0]);
            ep_prices_keep(&plan->prices);
        }
    }
    ep_prices_swing(&plan->prices);
    return whole && end_pass(own);
}

void ep_climb_settle(ep_climb *own)
{
    ep_prices_restore(&own->plan->prices);
}
