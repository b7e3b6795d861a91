/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices on what tasks compete for, and the bound that they prove. */
#ifndef EP_PRICE_H
#define EP_PRICE_H

#include "rows.h"
#include "tree.h"

/* Fills in the costs of the group that the tree has turned to. */
void ep_price_fill(ep_tree *tree, unsigned with);

/* Leaves a task of the group no choice but a day, or none when it is EP_UNDATED. */
void ep_price_pin(ep_tree *tree, size_t task, uint32_t day);

typedef struct ep_climb {
    ep_planner *plan;
    ep_tree *tree;
    ep_crowd crowd;
    size_t passes;  /* since prices were weighed */
    size_t turns;   /* passes in all */
    int64_t bound;  /* no plan costs less, in parts */
    int64_t kept;   /* as far as the prices tell that are kept */
    int64_t *least; /* by group: what it costs at the best prices, at least */
    int64_t *now;   /* the same at the prices that are weighed */
} ep_climb;

/* False when out of memory. Close it in any case. */
bool ep_climb_open(ep_climb *own, ep_planner *plan, ep_tree *tree);
void ep_climb_close(ep_climb *own);
/* Group after group takes its best, and makes what it takes dearer by so many parts for those behind it. Only what is fixed may
 * be booked. False when out of memory. */
bool ep_climb_pass(ep_climb *own, int64_t step);
/* What plans cost at least by the mean of the prices since they were weighed last; such prices are kept if they are the best yet
 * and no task is pinned. False when out of memory. */
bool ep_climb_weigh(ep_climb *own);
/* Takes up the prices at which the bound is greatest. */
void ep_climb_settle(ep_climb *own);

#endif
