/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the native engine is made of: the problem as arcs, which assign.h solves, and two ways on, each in a file of its own. */
#ifndef EP_ENGINE_H
#define EP_ENGINE_H

#include "assign.h"
#include "nest.h"

typedef struct ep_engine {
    ep_match_problem *problem;
    const int64_t *guess; /* or NULL */
    ep_more *more;        /* or NULL */
    void *user;
    const ep_watch *watch;
    double done; /* the most that was told */
    ep_arena *arena;
    ep_match *match;
    size_t nodes;    /* with the nobody */
    uint32_t nobody; /* general: meets one of all nodes that can have a partner, as matching.h says; or EP_NO_NODE */
    size_t *first;  /* of each node: where its arcs begin; and the end */
    ep_arc *arc;    /* bipartite: from u to v; else both ways, and from each node but nobody to itself */
    uint32_t *edge; /* bipartite: of each arc */
    uint32_t *room; /* of each node; general: as a left one, then of each as a right one */
    ep_wide *price; /* likewise */
    bool *chosen;
    ep_wide *sum;   /* of each node: its price, in halves; general: what its two prices come to */
    uint32_t *next; /* and where it is assigned to, or EP_NO_NODE */
    uint32_t *mate, *cycle;
    ep_blossoms blossoms;
    ep_nest nest;
} ep_engine;

struct ep_prices {
    const ep_engine *engine;
    const ep_blossoms *blossoms; /* or NULL */
};

/* Makes the arcs of the edges there are, none of them chosen. EPIC_ENOMEM when out of memory. */
int ep_engine_arcs(ep_engine *e);
/* The best choice of arcs, from prices and a choice that are there. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_engine_assign(ep_engine *e);
/* Asks for more edges; `*any` says whether there were some. */
int ep_engine_ask(ep_engine *e, const ep_blossoms *blossoms, bool *any);
/* What the prices of an edge, odd sets included, exceed its weight by, in halves. Any thread. */
ep_wide ep_engine_slack(const ep_prices *prices, const ep_arc *arc);
/* The progress callback of the parts, whose `user` is the engine. */
bool ep_engine_tell(void *user, const char *stage, double done);

/* EPIC_OK: solved and proved, and the state is that of the answer. EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_engine_solve(ep_engine *e);
void ep_engine_free(ep_engine *e);
/* Statuses as above. */
int ep_solve_bipartite(ep_engine *e);
int ep_solve_general(ep_engine *e);

#endif
