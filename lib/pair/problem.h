/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A programme's pairing as a problem in numbers. Mutual: node i is city i, an edge a pair u < v. Directed: node i is city i
 * as a guest, node `cities + i` city i as a host, and an edge is u learning from v. Pins and other pairs that are settled are
 * out, with the room they fill. The weight of an edge is its value and two premiums; directed, a node's further partners pay
 * theirs back. */
#ifndef EP_PROBLEM_H
#define EP_PROBLEM_H

#include <epic/pair.h>

#include "matching.h"
#include "places.h"

/* Values count in units of 2^-30. */
#define EP_UNITS 0x1p30
/* Doubles hold the prices of pairs with two premiums exactly. */
#define EP_MOST_PREMIUM ((int64_t)1 << 50)

/* What is settled about a pair before anything is solved. Mutual: a < b. */
typedef enum ep_fate { EP_FATE_OPEN, EP_FATE_PINNED, EP_FATE_IN, EP_FATE_EARLIER, EP_FATE_OUT } ep_fate;
typedef struct ep_settled {
    size_t a, b;
    ep_fate fate;
} ep_settled;

typedef struct ep_hint ep_hint;

/* What is asked for beside the programme. */
typedef struct ep_order {
    epic_engine engine;
    epic_prefer prefer; /* not EPIC_PREFER_STATED */
    uint32_t threads;
    const ep_settled *settled; /* in, or out */
    size_t settled_count;
    const ep_hint *hint; /* hint.h, for as long as the pairing is found; NULL: none */
} ep_order;

/* The pairs of the rounds before. */
typedef struct ep_made {
    const epic_pair *pair;
    size_t count;
} ep_made;

typedef struct ep_problem {
    const epic_scores *scores;
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    const ep_order *order;
    const ep_places *places;
    size_t cities;
    bool mutual;
    uint32_t threads;      /* that may work on it; 0 and 1: the caller's alone */
    int64_t premium;       /* of each node with a partner, so that these come before more value; 0 when they do not */
    int64_t floor;         /* pairs worth fewer units are none */
    uint64_t *hash;        /* of each city's id */
    ep_settled *settled;   /* ascending: pins, vetoes, earlier pairs, those of the order and of the rounds before */
    size_t settled_count;
    uint32_t *most;        /* of each node: its greatest room, what settled pairs fill included */
    bool *served;          /* of each node: it has a partner by what is settled */
    ep_match_problem match;
} ep_problem;

/* The problem of a round, without edges, lives in the arena. EPIC_OK, EPIC_ENOMEM. */
int ep_problem_make(ep_problem *out, ep_arena *arena, const epic_scores *scores, const ep_order *order, const ep_made *made);
/* Lists all edges. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_problem_list(ep_problem *problem, ep_arena *arena, const ep_watch *watch);
/* Whether rules and rooms allow a pair that is not settled. */
bool ep_problem_allows(const ep_problem *problem, size_t a, size_t b);
/* The edge of a pair that is allowed, of that value; false when it is worth too little. */
bool ep_problem_weigh(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out);
/* The edge of a pair of that value; false when there is none. */
bool ep_problem_edge(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out);
/* The tie number of a pair, 1..2^32, from the ids alone. Mutual: a < b. */
int64_t ep_problem_tie(const ep_problem *problem, size_t a, size_t b);
/* The first rule that forbids a pair, decisions included. */
epic_rule ep_problem_rule(const ep_problem *problem, size_t a, size_t b);
/* What was decided of a pair. */
ep_fate ep_problem_fate(const ep_problem *problem, size_t a, size_t b);

/* The cities of an edge, in the order of epic_pair. */
static inline size_t ep_edge_a(const ep_edge *edge)
{
    return edge->u;
}
static inline size_t ep_edge_b(const ep_problem *problem, const ep_edge *edge)
{
    return problem->mutual ? edge->v : edge->v - problem->cities;
}

/* The node of a city, as a guest or, when directed, as a host. */
static inline size_t ep_node(const ep_problem *problem, size_t city, bool host)
{
    return host && !problem->mutual ? problem->cities + city : city;
}

/* Whether the city is one of the mentors. */
bool ep_is_mentor(const epic_pairing_rules *rules, size_t city);
/* Whether a pair is in a list of them, of mutual cities in either order. */
bool ep_is_listed(const epic_city_pair *pairs, size_t count, bool mutual, size_t a, size_t b);
/* Whether a pair, of mutual cities in either order, is a pin. */
bool ep_is_pin(const epic_pairing_rules *rules, size_t a, size_t b);
/* The order of their cities, for qsort() and bsearch(). */
int ep_settled_order(const void *left, const void *right);
/* A value in units. */
int64_t ep_units(double value);
/* epic_pair_rule() in parts: what places say, and the parts the two can have; vetoes and earlier pairs come between. */
epic_rule ep_rule_of_places(const epic_scores *scores, size_t a, size_t b);
epic_rule ep_rule_of_parts(const epic_programme *programme, size_t guest, size_t host);

#endif
