/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A basis of the linear programme of matching, made from a choice of edges and prices: the chosen edges, and a forest of edges
 * that the prices just cover. When the choice is best and the prices prove it, the simplex method has little left to do; from
 * any other it has more.
 *
 * As many variables are basic as there are rows, and none follows from others: a tree of edges and the slack of one node of it,
 * or edges with one odd cycle and no slack. An odd set that such a cycle spans is one node further on, and its slack is not
 * basic; that of any other set is. */
#ifndef EP_BASIS_H
#define EP_BASIS_H

#include "laminar.h"
#include "lp.h"
#include "matching.h"

typedef struct ep_basis {
    const ep_match_problem *problem;
    const ep_node_set *set; /* each odd, of nodes with one partner at most */
    size_t set_count;
    const uint32_t *column; /* edges */
    size_t columns;
    const bool *chosen;  /* of each edge */
    const double *gain;  /* of each edge: its weight less its prices */
    const double *price; /* of each node, then of each set */
    ep_lp_place *row;    /* of each node, then of each set: where it is; filled */
    ep_lp_place *at;     /* likewise of each column */
} ep_basis;

/* EPIC_OK, EPIC_ENOMEM. */
int ep_basis_make(const ep_basis *task);

#endif
