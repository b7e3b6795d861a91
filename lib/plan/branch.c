/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices alone may put half of an event on one day and half on another. With the event on one day they tell more. */
#include "branch.h"

#include <stdlib.h>

#include "grow.h"

/* One case, and what plans cost at least in it. */
typedef struct branch {
    uint32_t day;
    int64_t bound;
} branch;

/* The case whose bound is least, and its prices. */
typedef struct weakest {
    branch is;
    int32_t *prices;
    size_t count, room;
} weakest;

static int compare(const void *left, const void *right)
{
    const branch *a = left, *b = right;
    if (a->bound != b->bound) {
        return a->bound < b->bound ? -1 : 1;
    }
    return a->day < b->day ? -1 : a->day > b->day;
}

/* The bound of each case at the prices as they are: all that changes is what its own group costs. */
static void weigh_cases(ep_climb *climb, size_t task, branch *cases, uint32_t count)
{
    ep_planner *plan = climb->plan;
    size_t group = ep_group_of(&plan->desk->tasks.list[task]);
    for (uint32_t i = 0; i < count; i++) {
        cases[i].day = i + 1 < count ? i : EP_UNDATED;
        plan->pin = cases[i].day;
        ep_tree_turn(climb->tree, group);
        ep_price_fill(climb->tree, EP_WITH_PRICES);
        int64_t cost = ep_tree_solve(climb->tree);
        int64_t bound = climb->kept + cost - climb->least[group];
        cases[i].bound = cost >= EP_NEVER ? EP_NEVER : bound > climb->bound ? bound : climb->bound;
    }
}

/* False when out of memory. */
static bool note(weakest *own, const ep_prices *prices, const branch *one)
{
    void *list = own->prices;
    if (one->bound >= own->is.bound) {
        return true;
    }
    bool whole = ep_grow(&list, &own->room, prices->count, sizeof own->prices[0]);
    own->prices = list;
    own->is = *one;
    own->count = whole ? prices->count : 0;
    for (size_t i = 0; i < own->count; i++) {
        own->prices[i] = prices->now[i];
    }
    return whole;
}

/* How much of all cases is done is not known. */
static bool still_going(void *user, double done)
{
    const ep_branching *with = user;
    (void)done;
    return with->go(with->user, 0);
}

/* Raises the bound of one case; a plan is made at its prices if it could be better. */
static int raise(ep_climb *climb, branch *one, weakest *least, ep_branching *with)
{
    int64_t bound;
    const ep_raising how = {with->rounds, climb->bound, with->upper, still_going, with};
    climb->plan->pin = one->day;
    ep_bids_pin(&climb->bids);
    int status = ep_bargain_raise(climb, &how, &bound);
    one->bound = bound > one->bound ? bound : one->bound;
    if (status == EPIC_OK && !note(least, &climb->plan->prices, one)) {
        status = EPIC_ENOMEM;
    }
    if (status == EPIC_OK && one->bound < with->upper) {
        status = with->seat(with->user, &with->upper);
    }
    ep_climb_settle(climb);
    return status;
}

/* Case after case, the weakest first, until one gains nothing; the least of their bounds. */
static int look_at(ep_climb *climb, size_t task, weakest *weak, ep_branching *with, int64_t *least)
{
    uint32_t count = climb->plan->days[task].count + 1;
    branch *cases = malloc(count * sizeof *cases);
    int status = cases == NULL ? EPIC_ENOMEM : EPIC_OK;
    bool more = true;
    if (status == EPIC_OK) {
        weigh_cases(climb, task, cases, count);
        qsort(cases, count, sizeof cases[0], compare);
    }
    for (uint32_t i = 0; i < count && status == EPIC_OK && more && cases[i].bound < with->upper; i++) {
        status = raise(climb, &cases[i], weak, with);
        more = cases[i].bound >= climb->bound + EP_PARTS;
    }
    *least = EP_NEVER;
    for (uint32_t i = 0; i < count && status == EPIC_OK; i++) {
        *least = cases[i].bound < *least ? cases[i].bound : *least;
    }
    free(cases);
    return status;
}

/* Plans are best made at the prices of the weakest case. */
static int turn_to(ep_climb *climb, const weakest *from)
{
    ep_prices *prices = &climb->plan->prices;
    for (size_t i = 0; i < prices->count; i++) {
        prices->now[i] = i < from->count ? from->prices[i] : 0;
    }
    climb->kept = INT64_MIN;
    return ep_climb_keep(climb) ? EPIC_OK : EPIC_ENOMEM;
}

int ep_branch(ep_climb *climb, size_t task, ep_branching *with)
{
    weakest weak = {.is = {EP_UNDATED, EP_NEVER}};
    int64_t least;
    climb->plan->pinned = task;
    int status = look_at(climb, task, &weak, with, &least);
    climb->plan->pinned = EPIC_NONE;
    if (status == EPIC_OK && least > climb->bound) {
        climb->bound = least;
        with->weakest = (ep_case){task, weak.is.day};
        status = weak.count > 0 ? turn_to(climb, &weak) : EPIC_OK;
    }
    free(weak.prices);
    return status;
}
