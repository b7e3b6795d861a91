/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a city stays alone, in words. */
#ifndef EP_WHY_H
#define EP_WHY_H

#include "pairing.h"
#include "problem.h"

/* One sentence about a city without a pair, in the arena; NULL when out of memory. The pairs are complete. */
const char *ep_why_unpaired(ep_arena *arena, const ep_problem *problem, const epic_pairing *pairing, size_t city);

#endif
