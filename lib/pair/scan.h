/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairing without a list of all pairs: the engine is given the best partners of each city, and then, until there is none, pairs
 * that its prices do not cover. */
#ifndef EP_SCAN_H
#define EP_SCAN_H

#include "problem.h"

/* Whether it can: no city has a minimum, and numbers stay in range. */
bool ep_scan_can(const ep_problem *problem);
/* Solves a problem without edges, which afterwards has those that are chosen; memory of the answer comes from the arena, what is
 * `more` in matching.h is all pairs. The same answer with any number of threads. */
int ep_scan_match(ep_match *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch);
/* Guesses the price of each node as a part of values, from a match of some, within what hint.h takes; 0 where it does not.
 * EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_scan_prices(double *prices, ep_problem *problem, const ep_watch *watch);

#endif
