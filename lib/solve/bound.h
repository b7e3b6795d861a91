/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the prices of a leaf say (limited.h), in integers: the bound, and what each edge would gain. */
#ifndef EP_BOUND_H
#define EP_BOUND_H

#include "limited.h"
#include "wide.h"

/* What is decided: 1 yes, -1 no, 0 not yet. */
typedef struct ep_decided {
    int8_t *edge, *node;
    size_t in_triad; /* nodes */
} ep_decided;

/* What counts as weight: in parts of the scale, with or without ties that together are less than half a unit. */
typedef enum ep_counted { EP_COUNT_NOTHING, EP_COUNT_VALUES, EP_COUNT_TIES } ep_counted;

typedef struct ep_triad {
    uint32_t node[3]; /* ascending */
    ep_wide gain;
} ep_triad;

enum { EP_TRIADS = 16 };
#define EP_NO_EDGE UINT32_MAX
#define EP_NO_CHOICE (-((ep_wide)1 << 120)) /* less than any bound */

typedef struct ep_bounder {
    const ep_limited_problem *problem;
    int64_t *weight; /* of each edge, with ties */
    uint8_t *shift;  /* of each rule */
    ep_odd_set *set;
    size_t set_count, set_room;
    uint32_t *between; /* the edge of two nodes, or EP_NO_EDGE; when there can be triads */
    bool *inside;      /* of each node */
    ep_wide *gain;     /* of each edge */
    ep_triad best[EP_TRIADS]; /* those that the decisions leave, the best first */
    size_t best_count;
} ep_bounder;

/* False when out of memory. */
bool ep_bounder_init(ep_bounder *bounder, ep_arena *arena, const ep_limited_problem *problem);
void ep_bounder_free(ep_bounder *bounder);
/* No choice that keeps the decisions is worth more, in parts of the scale. Leaves behind the gains of edges and triads. */
ep_wide ep_bound(ep_bounder *bounder, const ep_leaf_prices *prices, const ep_decided *decided, ep_counted counted);
/* Whether a node can be in a triad. */
bool ep_can_triad(const ep_limited_problem *problem, uint32_t node);
/* The edge of two nodes, where there can be triads. */
uint32_t ep_between(const ep_bounder *bounder, uint32_t u, uint32_t v);
/* How many of a triad's nodes are marked as inside. */
int ep_triad_inside(const ep_bounder *bounder, const ep_triad *triad);
/* Marks the nodes of a set. */
void ep_mark(ep_bounder *bounder, const ep_odd_set *set, bool inside);

#endif
