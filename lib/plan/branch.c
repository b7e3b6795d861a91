/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices alone may put half of an event on one day and half on another. With the event on one day they tell more. */
#include "branch.h"

#include <stdlib.h>

#define FIRST_STEP 128 /* of the prices in a case, in parts; half as much in each round */
#define LAST_STEP 4
#define HALVINGS 5     /* from the first step to the last */
#define WEIGH 10       /* passes between two bounds, */
#define FAIR 25        /* before a case is left that gains nothing, */
#define ROUND 60       /* and of a round: another follows one that gains */

/* One case, and what plans cost at least in it. */
typedef struct branch {
    uint32_t day;
    int64_t bound;
} branch;

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

/* Some passes in a case, as long as they can come to anything. */
static int go_round(ep_climb *climb, size_t round, int64_t upper, size_t *passes, const ep_branching *with)
{
    int64_t first = FIRST_STEP >> (round < HALVINGS ? round : HALVINGS), before = climb->bound;
    bool whole = true, gone_on = true, gains = true; /* else the event is not what keeps the bound low */
    for (size_t i = 0; i < ROUND && *passes > 0 && climb->bound < upper && whole && gone_on && gains; i++, --*passes) {
        whole = ep_climb_pass(climb, first - (first - LAST_STEP) * (int64_t)i / ROUND);
        if (whole && (i + 1) % WEIGH == 0) {
            whole = ep_climb_weigh(climb);
            gone_on = with->go(with->user, 0);
            gains = round > 0 || i < FAIR || climb->bound >= before + EP_PARTS;
        }
    }
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}

/* Raises the prices in one case; a plan is made at them if it could be better. */
static int raise(ep_climb *climb, branch *one, int64_t *upper, size_t *passes, const ep_branching *with)
{
    int64_t bound = climb->bound, before;
    size_t round = 0;
    int status;
    climb->plan->pin = one->day;
    climb->bound = one->bound;
    do {
        before = climb->bound;
        status = go_round(climb, round++, *upper, passes, with);
    } while (status == EPIC_OK && *passes > 0 && climb->bound < *upper && climb->bound >= before + EP_PARTS);
    one->bound = climb->bound;
    climb->bound = bound;
    if (status == EPIC_OK && one->bound < *upper) {
        *upper = with->seat(with->user);
    }
    ep_climb_settle(climb);
    return status;
}

int ep_branch(ep_climb *climb, size_t task, int64_t upper, size_t passes, const ep_branching *with)
{
    ep_planner *plan = climb->plan;
    uint32_t count = plan->days[task].count + 1;
    branch *cases = malloc(count * sizeof *cases);
    int status = cases == NULL ? EPIC_ENOMEM : EPIC_OK;
    int64_t least = EP_NEVER;
    plan->pinned = task;
    if (status == EPIC_OK) {
        weigh_cases(climb, task, cases, count);
        qsort(cases, count, sizeof cases[0], compare);
    }
    bool more = true;
    for (uint32_t i = 0; i < count && status == EPIC_OK && more && cases[i].bound < upper; i++) {
        status = raise(climb, &cases[i], &upper, &passes, with);
        more = cases[i].bound >= climb->bound + EP_PARTS;
    }
    for (uint32_t i = 0; i < count && status == EPIC_OK; i++) {
        least = cases[i].bound < least ? cases[i].bound : least;
    }
    free(cases);
    plan->pinned = EPIC_NONE;
    if (status == EPIC_OK && least > climb->bound) {
        climb->bound = least;
    }
    return status;
}
