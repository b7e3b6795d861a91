/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Solves the relaxation of one leaf: in floating point, with prices rounded to integers that bound it exactly. */
#ifndef EP_SETTLE_H
#define EP_SETTLE_H

#include "relax.h"

typedef enum ep_outcome {
    EP_CLOSED, /* the prices show that there is nothing better, or no choice */
    EP_WHOLE,  /* the best with fractions has none */
    EP_FRACTIONAL
} ep_outcome;

typedef struct ep_settler {
    ep_relax relax;
    ep_leaf_prices now, best; /* of the last programme, and those of least bound at this leaf */
    size_t now_room, best_room;
    ep_wide bound; /* by the best */
    int64_t triad; /* what the last programme takes a triad to be worth at least */
    uint32_t *wish; /* of each node: the edges it would like most */
    size_t programmes;
} ep_settler;

/* False when out of memory. */
bool ep_settler_init(ep_settler *settler, ep_arena *arena, const ep_limited_problem *problem);
void ep_settler_free(ep_settler *settler);
/* Loads the programme. Returns a status. */
int ep_settler_begin(ep_settler *settler, ep_lp *lp);
/* Solves for what is decided now, until the bound is `enough`, nothing is missing any more, or, after `rounds` of halves, no
 * column is. Returns a status. */
int ep_settle(ep_settler *settler, ep_wide enough, int rounds, ep_outcome *out);
/* Solves again in rationals. Returns a status. */
int ep_settle_exactly(ep_settler *settler);

#endif
