/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Transportation: left nodes choose right nodes along arcs, each arc once, each node within its room, for the greatest total
 * weight, by successive shortest augmenting paths (Tomizawa 1971, Edmonds and Karp 1972). A node's first arc is free; each more
 * costs `again`, and so does the first of a node that is served.
 *
 * Prices y of nodes prove the choice: w - y - y >= 0 on arcs chosen, <= 0 on others; y is at least what the node's last arc costs
 * and, where room is left, at most what one more would, or 0 where that is the first and free. When `whole` nothing costs, all
 * rooms are 1, all nodes are filled whatever it takes, which can be done, prices have any sign, and the first difference is 0. */
#ifndef EP_ASSIGN_H
#define EP_ASSIGN_H

#include "wide.h"

/* Packed, as most memory is of arcs: 24 bytes, not 32. */
typedef struct __attribute__((packed, aligned(8))) ep_arc {
    ep_wide weight; /* >= 0 */
    uint32_t from, to;
} ep_arc;

typedef struct ep_assign {
    size_t nodes;         /* left and right ones, counted from 0 */
    size_t left;          /* nodes that have a range of arcs: all left ones are among the first so many */
    size_t shift;         /* what is added to an arc's `to` to make the number of its right node */
    const size_t *first;  /* of each left node: where its arcs begin; and the end */
    const ep_arc *arc;    /* by left node */
    const uint32_t *room; /* of each node */
    bool whole;
    ep_wide again;        /* >= 0 */
    const bool *served;   /* of each node; or NULL */
    ep_wide *price; /* in and out, of each node. In: any that are >= 0, or when whole any of right nodes */
    bool *chosen;   /* in and out, of each arc. In: any within the rooms; best are those of an answer to fewer arcs */
} ep_assign;

/* EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_assign_solve(const ep_assign *assign, const ep_watch *watch);

#endif
