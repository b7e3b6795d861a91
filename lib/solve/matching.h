/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairing in numbers: nodes that need and can have so many partners, edges with a weight; the choice of edges of greatest total
 * weight and, among equals, of greatest total tie number. Mutual pairing, visits and mentoring are all this problem.
 *
 * The answer carries prices that prove it. For any prices y of nodes and z >= 0 of odd sets, no choice exceeds the sum of
 *
 *     for each node    the greatest of  y * k - again for each of the k but a first one  over k = min ... max
 *     for each set     z * (size - 1) / 2
 *     for each edge    max(0, w - y_u - y_v - z of sets with both)
 *
 * so a choice whose total is that sum is best. Numbers have two levels, weight and tie number, and are compared by the first,
 * then by the second; signs too. Prices are integers: each level counts in parts of its scale.
 *
 * An engine is one function of this type: ep_match_glpk() where nothing is taken off, ep_match_native() for what it can do. */
#ifndef EP_MATCHING_H
#define EP_MATCHING_H

#include "arena.h"
#include "lp.h"

enum { EP_WEIGHT, EP_TIE, EP_LEVELS };

typedef struct ep_number {
    int64_t at[EP_LEVELS];
} ep_number;

typedef struct ep_room {
    uint32_t min, max;
} ep_room;

typedef struct ep_edge {
    uint32_t u, v;    /* different nodes */
    ep_number weight; /* each level 0..2^52 */
} ep_edge;

typedef struct ep_match_problem {
    size_t node_count, edge_count;
    const ep_room *room; /* of each node */
    const ep_edge *edge; /* no two between the same nodes */
    bool bipartite;      /* else no node can have more than 1 partner */
    int64_t again;       /* weight that is taken off for each partner of a node but its first; >= 0, else than bipartite 0 */
    const bool *served;  /* of each node: it has a partner already, so that none is its first; NULL: no node has */
} ep_match_problem;

/* No more than (count - 1) / 2 pairs lie inside an odd set of nodes with at most one partner each: some that follow each other in
 * a list. Sets lie in each other or apart in it, so that thousands around each other take no more room than the outermost. */
typedef struct ep_odd_set {
    size_t first, count; /* members */
    ep_number price;     /* >= 0 */
} ep_odd_set;

/* Where an odd number of nodes can have partners only among themselves, one stays alone. An engine may say so by a node called
 * nobody, numbered after the nodes of the problem, that meets exactly one of that group, at weight 0. */
#define EP_NO_NODE UINT32_MAX

typedef struct ep_match {
    bool *chosen;      /* of each edge */
    size_t node_count; /* nobodies included */
    uint32_t *group;   /* of each node of the problem: its nobody, or EP_NO_NODE */
    ep_number *price;  /* of each node */
    uint32_t *member;  /* nodes of odd sets */
    size_t member_count;
    ep_odd_set *set;   /* those with a price */
    size_t set_count;
    ep_number scale;       /* prices are in units of 1 / scale */
    char said[EP_LP_SAID]; /* with EPIC_ESOLVER: what went wrong */
} ep_match;

/* Solves the problem; memory of the answer comes from the arena. EPIC_OK: best and proved, at both levels. EPIC_EINFEASIBLE: the
 * minima cannot be met. EPIC_ECANCELLED, EPIC_ENOMEM, EPIC_ESOLVER. */
int ep_match_glpk(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch);
int ep_match_native(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch);
/* What some engine has found in a problem that has the same nodes, of whose edges those that are chosen are enough. */
typedef struct ep_start {
    const ep_match_problem *problem;
    const ep_match *match;
} ep_start;
/* ep_match_glpk() with a start. It believes nothing of it: a wrong one takes longer to come to the same answer. */
int ep_match_referee(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_start *start,
                     const ep_watch *watch);
/* Whether ep_match_native() can: nothing has a minimum, no edge is at a node without room, and numbers stay in range. */
bool ep_native_can(const ep_match_problem *problem);
/* Whether weights and tie numbers up to `most` do where chosen edges have so many ends at most. */
bool ep_native_in_range(size_t ends, bool bipartite, const ep_number *most);

/* Prices at hand, for whoever knows edges that a problem does not list, and any number of threads of theirs. */
typedef struct ep_prices ep_prices;
/* The price of a node, in halves. */
ep_number ep_prices_of(const ep_prices *prices, uint32_t node);
/* Whether the prices, those of odd sets included, cover an edge, or it is listed and chosen. */
bool ep_prices_cover(const ep_prices *prices, const ep_edge *edge);
/* Whether an edge is listed. */
bool ep_prices_list(const ep_prices *prices, const ep_edge *edge);
/* Whether there may be odd sets with a price. */
bool ep_prices_have_sets(const ep_prices *prices);
/* Of each node, what the odd sets with more than half of the nodes add to the weights that its edges' prices cover, in halves: to
 * an edge the lesser of its nodes' two, as such sets are nested. */
void ep_prices_common(const ep_prices *prices, int64_t *common);
/* Adds some edges that the prices do not cover to the problem's list, if there are any. Returns a status. */
typedef int ep_more(void *user, const ep_prices *prices, ep_match_problem *problem);
/* ep_match_native() of a problem with more edges than it lists: the answer is best among all. The better the guess of each node's
 * part of the weights, the quicker; NULL: none. */
int ep_match_lazily(ep_match *out, ep_arena *arena, ep_match_problem *problem, const int64_t *guess, ep_more *more, void *user,
                    const ep_watch *watch);

/* Called with what is best without an edge, by its place among those that are refused. Returns a status. */
typedef int ep_refused(void *user, size_t which, const bool *chosen);
typedef struct ep_refuse {
    const uint32_t *edge; /* to be refused, each for itself */
    size_t count;
    ep_refused *tell;
    void *user;
} ep_refuse;
/* ep_match_native() without each of some edges, in time that is but little more than with all of them. Statuses as there. */
int ep_match_refuse(const ep_match_problem *problem, const int64_t *guess, const ep_refuse *refuse);

#endif
