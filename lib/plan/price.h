/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices on what tasks compete for, and the bound that they prove. */
#ifndef EP_PRICE_H
#define EP_PRICE_H

#include "bids.h"
#include "tree.h"

/* Fills in the costs of the group that the tree has turned to. */
void ep_price_fill(ep_tree *tree, unsigned with);

/* Leaves a task of the group no choice but a day, or none when it is EP_UNDATED. */
void ep_price_pin(ep_tree *tree, size_t task, uint32_t day);

typedef struct ep_climb {
    ep_planner *plan;
    ep_tree *tree;
    ep_crowd crowd;
    ep_bids bids;
    size_t *groups; /* all of them */
    size_t passes;  /* since prices were weighed */
    size_t turns;   /* passes in all */
    int64_t bound;  /* no plan costs less, in parts */
    int64_t kept;   /* as far as the prices tell that are kept */
    int64_t *least; /* by group: what it costs at the prices kept, at least */
    int64_t *now;   /* the same at the prices that were looked at last */
} ep_climb;

/* False when out of memory. Close it in any case. */
bool ep_climb_open(ep_climb *own, ep_planner *plan, ep_tree *tree);
void ep_climb_close(ep_climb *own);
/* Group after group takes its best, and makes what it takes dearer by so many parts for those behind it. Only what is fixed may
 * be booked. False when out of memory. */
bool ep_climb_pass(ep_climb *own, int64_t step);
/* What plans cost at least by the mean of the prices since they were weighed last; such prices are kept if they are the best yet.
 * False when out of memory. */
bool ep_climb_weigh(ep_climb *own);
/* Has some groups each take their best at the prices, beside the bookings if `with` says so, and adds that to `bids`. `*sum` is
 * what they cost together. Unless it is beside bookings, a row is made of each rule that all together break, and known to
 * the bids. False when out of memory. */
bool ep_climb_bid(ep_climb *own, const size_t *groups, size_t count, unsigned with, ep_bids *bids, int64_t *sum);
/* Keeps the prices if the bound at them is greater than at those kept. False when out of memory. */
bool ep_climb_keep(ep_climb *own);
/* Takes up the prices at which the bound is greatest. */
void ep_climb_settle(ep_climb *own);

#endif
