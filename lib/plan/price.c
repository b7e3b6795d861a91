/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rules that join the groups are taken out and charged for instead: what all groups then pay at least, less what the room is
 * worth, is a bound at any prices of zero or more. Prices go up where too much is wanted and down where room is left
 * (subgradient, with Polyak's step). All in integers. */
#include "price.h"

#define STEP 256       /* of which a step is taken whole */
#define NEAR 4         /* part of the way to the best plan that is hoped for in one round */
#define PATIENCE 10    /* rounds without a better bound before steps are halved */

void ep_price_fill(ep_tree *tree, unsigned with)
{
    uint32_t start;
    for (size_t t = 0; t < tree->count; t++) {
        int64_t *cost = &tree->cost[tree->at[t]];
        for (uint32_t i = 0; i < tree->plan->days[tree->begin + t].count; i++) {
            cost[i] = ep_rows_appraise(tree->plan, tree->begin + t, i, with, &start);
        }
    }
}

typedef struct climb {
    ep_planner *plan;
    ep_tree *tree;
    ep_crowd crowd;
    int64_t best; /* in parts */
    int64_t step;
    unsigned misses;
} climb;

/* What all groups cost at these prices, less what the room is worth. */
static int64_t relax(climb *own, bool *whole)
{
    int64_t sum = 0;
    ep_crowd_clear(&own->crowd);
    for (size_t r = 0; r < own->plan->row_count; r++) {
        sum -= own->plan->rows[r].price * own->plan->rows[r].room;
    }
    for (size_t g = 0; g < own->plan->groups && *whole; g++) {
        ep_tree_turn(own->tree, g);
        ep_price_fill(own->tree, EP_WITH_PRICES);
        sum += ep_tree_solve(own->tree);
        for (size_t t = 0; t < own->tree->count && *whole; t++) {
            size_t task = own->tree->begin + t;
            ep_choice choice = own->tree->choice[t];
            ep_choice_settle(own->plan, task, &choice, EP_WITH_PRICES);
            ep_choice_apply(own->plan, task, choice);
            if (choice.day != EP_UNDATED && !own->plan->desk->tasks.list[task].fixed) {
                *whole = ep_crowd_add(&own->crowd, own->plan, task);
            }
        }
    }
    *whole = *whole && ep_crowd_count(&own->crowd, own->plan);
    return sum;
}

/* Moves the prices; false when they need no move, as nothing is overused and all that has a price is used up. */
static bool move(climb *own, int64_t missing)
{
    int64_t norm = 0;
    for (size_t r = 0; r < own->plan->row_count; r++) {
        const ep_row *row = &own->plan->rows[r];
        int64_t over = (int64_t)row->use - row->room;
        norm += row->price > 0 || over > 0 ? over * over : 0;
    }
    for (size_t r = 0; r < own->plan->row_count && norm > 0; r++) {
        ep_row *row = &own->plan->rows[r];
        int64_t over = (int64_t)row->use - row->room, by = own->step * missing / norm * over / STEP;
        row->price = row->price + by > 0 ? row->price + by : 0;
    }
    return norm > 0;
}

static void keep_best(climb *own, int64_t bound)
{
    if (bound > own->best) {
        own->best = bound;
        own->misses = 0;
        for (size_t r = 0; r < own->plan->row_count; r++) {
            own->plan->rows[r].best = own->plan->rows[r].price;
        }
    } else if (++own->misses == PATIENCE) {
        own->misses = 0;
        own->step /= 2;
    }
}

/* Whole units: costs are. */
static int64_t units(int64_t parts)
{
    return parts <= 0 ? 0 : (parts + EP_PARTS - 1) / EP_PARTS;
}

int ep_price_raise(ep_planner *plan, ep_tree *tree, int64_t upper, size_t rounds, ep_go *go, void *user, int64_t *bound)
{
    climb own = {.plan = plan, .tree = tree, .best = INT64_MIN, .step = STEP};
    bool whole = ep_crowd_open(&own.crowd, plan), moved = true, gone_on = true;
    for (size_t round = 0; round < rounds && whole && moved && own.step > 0 && units(own.best) < upper; round++) {
        gone_on = go(user, (double)round / (double)rounds);
        if (!gone_on) {
            break;
        }
        int64_t now = relax(&own, &whole), missing = upper * EP_PARTS - now;
        keep_best(&own, now);
        int64_t near = own.best + (upper * EP_PARTS - own.best) / NEAR + 64 * EP_PARTS - now;
        missing = missing < near ? missing : near;
        moved = move(&own, missing > EP_PARTS ? missing : EP_PARTS);
    }
    for (size_t r = 0; r < plan->row_count; r++) {
        plan->rows[r].price = plan->rows[r].best;
    }
    for (size_t t = 0; t < plan->desk->tasks.count; t++) {
        plan->desk->tasks.list[t].placed = plan->desk->tasks.list[t].fixed; /* dates were only tried */
    }
    *bound = whole && units(own.best) > *bound ? units(own.best) : *bound;
    ep_crowd_close(&own.crowd);
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}
