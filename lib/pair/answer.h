/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer to one problem: the pairs and the prices that prove them, by the engine that can. */
#ifndef EP_ANSWER_H
#define EP_ANSWER_H

#include "pairing.h"

typedef struct ep_choice {
    size_t a, b; /* as in epic_pair */
    bool triad;
} ep_choice;

typedef struct ep_answer {
    ep_choice *choice; /* what was settled before left out */
    size_t count;
    size_t covered; /* nodes that these give a partner */
    int64_t least;  /* units of the least of them; INT64_MAX when there is none */
    int64_t bound;  /* units that no choice exceeds, the premium aside when `proved` */
    bool proved;
    bool native;
    ep_proof proof; /* its claim and round are the caller's to say */
} ep_answer;

/* Why the native engine cannot solve a problem, in words; NULL: it can. */
const char *ep_answer_needs_glpk(const ep_problem *problem);
/* Room for fewer pairs than this can be counted where cities come first. */
int64_t ep_answer_most_pairs(const ep_problem *problem);
/* Whether three cities may be one group: asked for, and an odd number of cities takes part. */
bool ep_answer_wants_triad(const ep_problem *problem);
/* Finds it; memory comes from the arena. EPIC_OK, EPIC_EINFEASIBLE (a tree, if it took one, shows that), EPIC_ECANCELLED,
 * EPIC_ENOMEM, EPIC_ESOLVER, which `said` (room EP_LP_SAID) has a word about. */
int ep_answer_find(ep_answer *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch, char *said);

#endif
