/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching of greatest weight in a general graph by shrinking blossoms (Edmonds 1965), one alternating tree at a time, from
 * prices and a matching that nearly are an answer.
 *
 * Prices y >= 0 of vertices and z >= 0 of blossoms count in halves of the weights: y + y + z of blossoms with both >= 2 w, equal
 * on edges of the matching; y is 0 where a vertex is alone, and a blossom with a price holds as many pairs as it can. All stays
 * whole, because the prices of what is connected by tight edges are all even or all odd, at each level. */
#ifndef EP_BLOSSOM_H
#define EP_BLOSSOM_H

#include "assign.h"

/* A vertex, or a blossom: an odd cycle of vertices and blossoms that is treated as one. Blossoms are numbered after vertices. */
typedef struct ep_bud {
    ep_wide price, since;         /* z, and when it was so much */
    uint32_t parent;              /* the blossom around it, or EP_NO_NODE */
    uint32_t next, prev, out, in; /* in the parent's cycle: its neighbours, and the edge to the next from a vertex here */
    uint32_t base, child, big;    /* the vertex whose mate is outside, the part with it, the largest part */
    uint32_t name;                /* of its set: the name of the largest part, a vertex that is in no other part */
    uint32_t first, last, count;  /* vertices */
    uint32_t from, to;            /* the edge by which the tree came to it */
    uint32_t mark;
    int moves; /* of its vertices' prices, as time passes: -1 outer, 1 inner, 0 not in the tree */
    bool lives;
} ep_bud;

typedef struct ep_vertex {
    ep_wide price;      /* to be added to that of the set; ep_blossoms_price() does */
    uint32_t set, mate; /* the set is named after one of its vertices; EP_NO_NODE: alone */
    uint32_t next;      /* in the list of the blossoms around it */
} ep_vertex;

typedef struct ep_set {
    ep_wide price;
    uint32_t top; /* the outermost blossom with its vertices, or the vertex */
} ep_set;

typedef struct ep_blossoms {
    size_t vertices, buds;
    uint32_t nobody;     /* a vertex that must have a mate, and can, whatever its price; or EP_NO_NODE */
    const size_t *first; /* of each vertex: where its arcs begin; and the end */
    const ep_arc *arc;   /* each edge from either side; arcs to the vertex itself are skipped */
    ep_vertex *vertex;
    ep_set *set;
    ep_bud *bud;
} ep_blossoms;

/* Begins with prices and mates, and no blossoms. False when out of memory. */
bool ep_blossoms_init(ep_blossoms *blossoms, size_t vertices, uint32_t nobody, const size_t *first, const ep_arc *arc,
                      const ep_wide *price, const uint32_t *mate);
void ep_blossoms_free(ep_blossoms *blossoms);
/* Finishes the matching. When `two` vertices without a mate are near each other, and their prices both even or both odd at each
 * level, trees grow from both of them first, and stay small; or NULL. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_blossoms_solve(ep_blossoms *blossoms, const uint32_t *two, const ep_watch *watch);
/* The price of a vertex, in halves. */
ep_wide ep_blossoms_price(const ep_blossoms *blossoms, uint32_t vertex);

#endif
