/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairing in numbers, as in matching.h, under side rules: sums of amounts over the chosen edges that have a least and a greatest
 * value (so many pairs a country, a budget, ...), a premium for each node with a partner, one group of three.
 *
 * The answer carries a proof: a tree of decisions, each of which every choice answers with yes or no, so that every choice
 * belongs to one leaf; and at each leaf prices that bound what the choices there can be worth.
 *
 * Some of them are prices of halves. A half is made of greatest values: of nodes (their room), of rules, and of edges (1, as a
 * pair is chosen once). Its limit is half of their sum, rounded down. A pair counts in it half of: how many of its nodes it has,
 * plus the pair's amounts in its rules, plus 1 if it has the edge; rounded down. The triad counts half of: how many of its nodes
 * it has, plus the amounts of the three edges in its rules; rounded down. What is chosen is whole, so that what it counts
 * together is not above the limit. An odd set of nodes with room for one partner each is the half of those nodes.
 *
 * For any prices y of nodes, z >= 0 of halves and l of rules, whatever their sign, no choice at the leaf exceeds the sum of
 *
 *     for each node    the greatest of  y * k + premium * [k > 0]  over k = min ... max; one that is served has no premium
 *     for each half    z * limit
 *     for each rule    l * (l > 0 ? max : min)
 *     for each edge    g = w - y_u - y_v - z * what it counts in the halves - l * its amounts: g when it was decided to be a
 *                      pair, 0 when decided not to or when one of its nodes was decided to be in the triad, else max(0, g)
 *     for triads       the greatest of  w of the three edges - y of the three nodes - z * what it counts in the halves - l * the
 *                      amounts of its edges, over the triads that the decisions leave; when no node was decided to be in the
 *                      triad, max(0, that). When one was and no triad is left, the leaf has no choice.
 *
 * Proof: take a choice at the leaf. Add for each node y * k, k being its pairs (1 in the triad), for each half z times what is
 * counted in it and for each rule l times its sum, and subtract the same from the edges and the triad: its worth has not changed.
 * The nodes' part is at most the first line, as k is in its range, that of the halves the second, and that of the rules the
 * third. What is left of the edges and the triad that are chosen is at most the last two lines.
 *
 * The prices of a leaf that is `impossible` are for weights and premium 0: when they bound it below 0, it has no choice. */
#ifndef EP_LIMITED_H
#define EP_LIMITED_H

#include "matching.h"

/* min <= sum of the amounts of the chosen edges <= max. The sum of all amounts is below 2^52. */
typedef struct ep_side_rule {
    int64_t min, max;
    size_t count;
    const uint32_t *edge;  /* each once */
    const int64_t *amount; /* of each, > 0 */
} ep_side_rule;

typedef struct ep_limited_problem {
    ep_match_problem match; /* weights up to 2^40; also when not bipartite a node has any room */
    const ep_side_rule *rule;
    size_t rule_count;
    int64_t premium;    /* once for each node with a partner; at most EP_LIMITED_PREMIUM */
    const bool *served; /* of each node: it has a partner already, and earns none; NULL: no node has */
    bool triad;      /* three nodes, of greatest room 1 and joined by three edges, may be chosen with all three and no other */
    size_t effort;   /* linear programmes that may be solved */
} ep_limited_problem;

/* What a partner of a node earns beside the weight. */
static inline int64_t ep_premium_of(const ep_limited_problem *problem, size_t node)
{
    return problem->served != NULL && problem->served[node] ? 0 : problem->premium;
}

#define EP_LIMITED_EFFORT 20000
#define EP_LIMITED_PREMIUM ((int64_t)1 << 42)
#define EP_LIMITED_SCALE ((int64_t)1 << 20)

/* A node of the tree of decisions: whether an edge is a pair (not as part of the triad), or whether a node is in the triad. */
typedef struct ep_decision {
    uint32_t subject; /* an edge, or a node of the problem */
    bool triad;       /* a node of the problem */
    uint32_t yes, no; /* where in the list it goes on; both 0: a leaf */
    uint32_t prices;  /* of a leaf: which */
} ep_decision;

/* Each list ascending. */
typedef struct ep_half {
    const uint32_t *node, *rule, *edge;
    size_t node_count, rule_count, edge_count;
} ep_half;

typedef struct ep_half_price {
    uint32_t half; /* which */
    int64_t price; /* > 0 */
} ep_half_price;

/* In units of 1 / EP_LIMITED_SCALE. */
typedef struct ep_leaf_prices {
    bool impossible; /* for weights and premium 0 */
    int64_t *node;   /* of each node */
    int64_t *rule;   /* of each rule, for 2^shift of its amounts; l * amount / 2^shift is rounded down, that of min or max up */
    ep_half_price *half;
    size_t half_count;
} ep_leaf_prices;

typedef struct ep_limited {
    bool *chosen;      /* of each edge, those of the triad included */
    bool has_triad;    /* whether there is one */
    uint32_t triad[3]; /* ascending */
    int64_t total;     /* premiums included */
    int64_t bound;     /* no choice exceeds it: the greatest bound of a leaf, rounded down, and not below the total */
    bool proved;       /* bound == total; else the effort came to its end */
    size_t programmes; /* linear programmes solved */
    ep_decision *decision; /* the first is the root; what follows a decision stands after it */
    size_t decision_count;
    ep_leaf_prices *prices;
    size_t price_count;
    ep_half *half;
    size_t half_count;
    uint8_t *shift;        /* of each rule */
    char said[EP_LP_SAID]; /* with EPIC_ESOLVER: what went wrong */
} ep_limited;

/* Solves the problem; memory of the answer comes from the arena. EPIC_OK: a choice, best in weight when proved; among those of
 * equal weight the one of greatest tie numbers, as far as their leading bits tell. EPIC_EINFEASIBLE: no choice keeps the rules,
 * which the leaves show. EPIC_ESOLVER: also when the effort ended before any choice was found. EPIC_ECANCELLED, EPIC_ENOMEM. */
int ep_match_limited(ep_limited *out, ep_arena *arena, const ep_limited_problem *problem, const ep_watch *watch);

#endif
