/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What ep_match_referee() takes over from where it starts. */
#ifndef EP_START_H
#define EP_START_H

#include "matching.h"

/* Chooses the edges of a start that are among a problem's, as long as there is room, and one for each nobody. EPIC_OK,
 * EPIC_ENOMEM. */
int ep_start_choose(const ep_start *start, const ep_match_problem *problem, bool *chosen);
/* The price of weight that it has for a node; 0 when none. */
double ep_start_price(const ep_start *start, size_t node);
/* The nodes of its i-th odd set, ascending, in the arena; NULL when out of memory. */
uint32_t *ep_start_set(const ep_start *start, size_t i, ep_arena *arena);
/* Whether nodes that ascend, if they do, are a set, and no more than (count - 1) / 2 pairs lie inside. */
bool ep_start_set_holds(const uint32_t *node, size_t count, const ep_match_problem *problem);

#endif
