/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A programme's pairing as a problem in numbers. Mutual: node i is city i, an edge a pair u < v. Directed: node i is city i
 * as a guest, node `cities + i` city i as a host, and an edge is u learning from v. Pins are out, with the room they fill. */
#ifndef EP_PROBLEM_H
#define EP_PROBLEM_H

#include <epic/pair.h>

#include "matching.h"

/* Values count in units of 2^-30. */
#define EP_UNITS 0x1p30

typedef struct ep_problem {
    const epic_scores *scores;
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    size_t cities;
    bool mutual;
    int64_t premium; /* of each pair, so that more pairs come before more value; 0 when they do not */
    uint64_t *hash;  /* of each city's id */
    unsigned threads; /* that may work on it; 0 and 1: the caller's alone */
    ep_match_problem match;
} ep_problem;

/* The problem, without edges, lives in the arena. EPIC_OK, EPIC_ENOMEM, EPIC_ESOLVER when numbers would not fit. */
int ep_problem_make(ep_problem *out, ep_arena *arena, const epic_scores *scores);
/* Lists all edges. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_problem_list(ep_problem *problem, ep_arena *arena, const ep_watch *watch);
/* The edge of a pair of that value; false when there is none. */
bool ep_problem_edge(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out);

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

/* Whether the two are a pin, whose order counts when directed. */
bool ep_is_pin(const epic_pairing_rules *rules, size_t a, size_t b);
/* Whether the city is one of the mentors. */
bool ep_is_mentor(const epic_pairing_rules *rules, size_t city);
/* A value in units. */
int64_t ep_units(double value);

#endif
