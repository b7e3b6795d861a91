/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices alone may put half of an event on one day and half on another. With the event on one day they tell more. */
#include "branch.h"

#include <stdlib.h>

#include "grow.h"

#define ROUNDS 20 /* of a case before another is the weakest */

/* One case, and what plans cost at least in it. */
typedef struct branch {
    uint32_t day;
    int64_t bound;
    bool has_hope;   /* the bound may gain */
    int steep;       /* for that, and the prices to begin at; NULL: those that are kept */
    int32_t *prices;
    size_t count, room;
} branch;

/* The bound of each case at the prices as they are: all that changes is what its own group costs. */
static void weigh_cases(ep_climb *climb, size_t task, branch *cases, uint32_t count)
{
    ep_planner *plan = climb->plan;
    size_t group = ep_group_of(&plan->desk->tasks.list[task]);
    for (uint32_t i = 0; i < count; i++) {
        cases[i] = (branch){.day = i + 1 < count ? i : EP_UNDATED, .has_hope = true, .steep = EP_STEEP};
        plan->pin = cases[i].day;
        ep_tree_turn(climb->tree, group);
        ep_price_fill(climb->tree, EP_WITH_PRICES);
        int64_t cost = ep_tree_solve(climb->tree);
        int64_t bound = climb->kept + cost - climb->least[group];
        cases[i].bound = cost >= EP_NEVER ? EP_NEVER : bound > climb->bound ? bound : climb->bound;
    }
}

/* False when out of memory. */
static bool note_prices(branch *one, const ep_prices *prices)
{
    void *list = one->prices;
    bool whole = ep_grow(&list, &one->room, prices->count, sizeof one->prices[0]);
    one->prices = list;
    one->count = whole ? prices->count : 0;
    for (size_t i = 0; i < one->count; i++) {
        one->prices[i] = prices->now[i];
    }
    return whole;
}

static void take_prices(const branch *one, ep_prices *prices)
{
    for (size_t i = 0; i < prices->count && one->count > 0; i++) {
        prices->now[i] = i < one->count ? one->prices[i] : 0;
    }
}

/* Raises the bound of one case by some rounds. When it has gained all that it can, a plan is made at its prices if it could be
 * better. */
static int raise(ep_climb *climb, branch *one, ep_branching *with)
{
    const ep_raising how = {ROUNDS, climb->bound, with->upper, one->steep, with->go, with->user};
    ep_raised raised;
    climb->plan->pin = one->day;
    ep_bids_pin(&climb->bids);
    take_prices(one, &climb->plan->prices);
    int status = ep_bargain_raise(climb, &how, &raised);
    one->bound = raised.bound > one->bound ? raised.bound : one->bound;
    one->has_hope = raised.has_hope;
    one->steep = raised.steep;
    if (status == EPIC_OK && !note_prices(one, &climb->plan->prices)) {
        status = EPIC_ENOMEM;
    }
    if (status == EPIC_OK && !one->has_hope && raised.bound > how.floor && one->bound < with->upper) {
        status = with->seat(with->user, &with->upper);
    }
    ep_climb_settle(climb);
    return status;
}

static branch *weakest_of(branch *cases, uint32_t count)
{
    branch *weakest = cases;
    for (uint32_t i = 1; i < count; i++) {
        weakest = cases[i].bound < weakest->bound ? &cases[i] : weakest;
    }
    return weakest;
}

/* Plans are best made at the prices of the weakest case. */
static int turn_to(ep_climb *climb, const branch *one)
{
    take_prices(one, &climb->plan->prices);
    climb->kept = INT64_MIN;
    return ep_climb_keep(climb) ? EPIC_OK : EPIC_ENOMEM;
}

/* Raises the weakest case, as long as that gains. */
static int look_at(ep_climb *climb, size_t task, branch *cases, ep_branching *with)
{
    uint32_t count = climb->plan->days[task].count + 1;
    int status = EPIC_OK;
    climb->plan->pinned = task;
    weigh_cases(climb, task, cases, count);
    branch *weakest = weakest_of(cases, count);
    for (size_t i = 0; i < with->rounds && status == EPIC_OK && weakest->has_hope && weakest->bound < with->upper; i += ROUNDS) {
        status = raise(climb, weakest, with);
        weakest = weakest_of(cases, count);
    }
    climb->plan->pinned = EPIC_NONE;
    if (status == EPIC_OK && weakest->bound > climb->bound) {
        climb->bound = weakest->bound;
        with->weakest = (ep_case){task, weakest->day};
        status = turn_to(climb, weakest);
    }
    return status;
}

int ep_branch(ep_climb *climb, size_t task, ep_branching *with)
{
    uint32_t count = climb->plan->days[task].count + 1;
    branch *cases = calloc(count, sizeof *cases);
    int status = cases == NULL ? EPIC_ENOMEM : look_at(climb, task, cases, with);
    for (uint32_t i = 0; i < count && cases != NULL; i++) {
        free(cases[i].prices);
    }
    free(cases);
    return status;
}
