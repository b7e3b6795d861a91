/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Makes a plan cheaper: again and again a few groups that want the same are taken out and put back. */
#ifndef EP_IMPROVE_H
#define EP_IMPROVE_H

#include "dive.h"

#define EP_MOST_FREED 24 /* groups that are taken out together */

typedef struct ep_improver {
    ep_planner *plan;
    ep_tree *tree;
    ep_diver *diver;
    const int64_t *least; /* by group: what it costs at the prices, at least */
    size_t most;          /* groups to be taken out together */
    size_t *groups_of;    /* groups by city, as a list of lists: those of city c are [base[c], base[c + 1]) */
    size_t *base;
    bool *freed;          /* by group */
    size_t freed_list[EP_MOST_FREED];
    size_t freed_count;
    ep_choice *saved;     /* by task */
    uint64_t state;       /* of the random numbers */
} ep_improver;

/* False when out of memory. */
bool ep_improve_open(ep_improver *own, ep_diver *diver);
/* One try: the plan costs less afterwards, or as much. False when out of memory. */
bool ep_improve_once(ep_improver *own);

#endif
