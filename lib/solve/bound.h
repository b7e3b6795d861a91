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

/* A rule that an edge is in. */
typedef struct ep_rule_part {
    uint32_t rule;
    int64_t amount;
} ep_rule_part;

/* What a pair counts in a half. */
typedef struct ep_half_part {
    uint32_t edge, count;
} ep_half_part;

typedef struct ep_halved {
    ep_half half;
    int64_t limit;
    ep_half_part *part; /* of the edges that count in it, ascending */
    size_t part_count;
} ep_halved;

typedef struct ep_bounder {
    const ep_limited_problem *problem;
    ep_arena *arena; /* of what makes halves */
    size_t *first; /* of each edge: where its parts of rules begin; and the end */
    ep_rule_part *part;
    int64_t *weight; /* of each edge, with ties */
    uint8_t *shift;  /* of each rule */
    ep_halved *half;
    size_t half_count, half_room;
    uint32_t *between; /* the edge of two nodes, or EP_NO_EDGE; when there can be triads */
    uint32_t *twice;   /* of each edge: 0, but while a half is made */
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
/* Keeps a copy of a half. EPIC_OK or EPIC_ENOMEM. */
int ep_bounder_add(ep_bounder *bounder, const ep_half *half);
/* What a pair or a triad counts in a half. */
uint32_t ep_half_of_edge(const ep_halved *halved, uint32_t edge);
uint32_t ep_half_of_triad(const ep_bounder *bounder, const ep_halved *halved, const ep_triad *triad);
/* Whether an ascending list has the number. */
bool ep_list_has(const uint32_t *list, size_t count, uint32_t number);

#endif
