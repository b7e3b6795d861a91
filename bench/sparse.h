/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The few pairs of a mutual programme that matter, for cores to be compared on the same graph. */
#ifndef BENCH_SPARSE_H
#define BENCH_SPARSE_H

#include "pairing.h"

/* Of each city the pairs that the pairing's prices leave least over, those of the pairing among them. Lives in the arena; false
 * when out of memory. */
bool list_best(ep_match_problem *out, ep_arena *arena, const epic_pairing *pairing);

#endif
