/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A partner called nobody (matching.h) for every odd group: it removes nearly all fractional corners of the linear programme.
 * Without it 41 nodes of random weights needed up to 20 odd-set rows and prices in fifths and sevenths; with it 4 and halves. */
#ifndef EP_NOBODY_H
#define EP_NOBODY_H

#include "matching.h"

/* Copies a problem, its nodes and edges first, and adds a nobody to each odd group of three nodes and more, unless it is
 * bipartite. `group` is filled as in ep_match. */
int ep_add_nobodies(ep_match_problem *out, ep_arena *arena, const ep_match_problem *problem, uint32_t *group);

#endif
