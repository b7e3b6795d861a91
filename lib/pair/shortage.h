/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A shortage in words. */
#ifndef EP_SHORTAGE_H
#define EP_SHORTAGE_H

#include "problem.h"

typedef struct ep_lack {
    const ep_problem *problem;
    const epic_shortage *shortage;
    const size_t *group; /* mutual: of each of its cities; those of one group may be pairs */
    size_t groups;
    size_t places;       /* directed: how many partners the partners can have in all */
} ep_lack;

/* One sentence, in the arena; NULL when out of memory. */
const char *ep_shortage_words(ep_arena *arena, const ep_lack *lack);
/* Whether two cities can be a pair in what is left to be solved. Mutual: in either order. */
bool ep_shortage_can(const ep_problem *problem, size_t a, size_t b);

#endif
