/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a city stays alone, in words, and what shuts others out. */
#ifndef EP_WHY_H
#define EP_WHY_H

#include "problem.h"

/* One sentence about a city without a pair, in the arena; NULL when out of memory. The round's pairs are complete. */
const char *ep_why_unpaired(ep_arena *arena, const ep_problem *problem, const ep_made *made, size_t city);

/* What can shut a city out, after the rules. */
enum { EP_WHY_PINNED = EPIC_RULE_CAPACITY + 1, EP_WHY_NO_VALUE, EP_WHY_REASONS };

/* Adds, of all that cannot be a pair with a city in one of its parts, how many there are by what shuts them out. */
void ep_why_count(const ep_problem *problem, size_t city, bool host, size_t count[EP_WHY_REASONS]);

#endif
