/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a city stays alone, in words. */
#ifndef EP_WHY_H
#define EP_WHY_H

#include "problem.h"

/* One sentence about a city without a pair, in the arena; NULL when out of memory. The round's pairs are complete. */
const char *ep_why_unpaired(ep_arena *arena, const ep_problem *problem, const ep_made *made, size_t city);

#endif
