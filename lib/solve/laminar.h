/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Odd sets that cross, made into sets that are disjoint or nested.
 *
 * Prices of crossing sets S and T can be moved to others without loss: to S and T's common and united nodes when the common ones
 * are odd in number, else to what each has alone, and to the common nodes themselves. Prices that belong to a family without
 * crossings have small denominators, which others have not. */
#ifndef EP_LAMINAR_H
#define EP_LAMINAR_H

#include "matching.h"

/* An odd set while it is a row of the linear programme. */
typedef struct ep_node_set {
    const uint32_t *node; /* ascending */
    size_t count;
    ep_number price;
} ep_node_set;

/* A set and how much of its price can be moved; INFINITY: as much as one likes. */
typedef struct ep_priced_set {
    ep_node_set set;
    double amount;
} ep_priced_set;

typedef struct ep_family {
    ep_arena *arena;    /* of the nodes of new sets */
    ep_priced_set *set; /* malloc'ed */
    size_t count, room;
} ep_family;

/* Removes the crossings; what is left of a set below `tiny` is dropped. `*crossed` says whether there was any. EPIC_ENOMEM when
 * out of memory. */
int ep_uncross(ep_family *family, double tiny, bool *crossed);

#endif
