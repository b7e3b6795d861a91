/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The answer that is preferred. */
#ifndef EP_FAIR_H
#define EP_FAIR_H

#include "answer.h"

typedef struct ep_fair {
    ep_answer best;
    ep_proof more[2]; /* what comes before the total and is no part of the best answer's proof */
    size_t more_count;
    bool proved;
} ep_fair;

/* Finds it, for fairness by bisection of the least value; memory comes from the arena. Statuses and `said` as of
 * ep_answer_find(). */
int ep_fair_find(ep_fair *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch, char *said);

#endif
