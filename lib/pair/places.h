/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cities' places say about pairs, told quickly for very many of them. */
#ifndef EP_PLACES_H
#define EP_PLACES_H

#include <epic/score.h>

#include "arena.h"

typedef struct ep_places ep_places;

/* Lives in the arena, the scores as long. NULL when out of memory. O(cities x languages x interpreters). */
ep_places *ep_places_make(ep_arena *arena, const epic_scores *scores);
/* Whether ep_rule_of_places() forbids no pair of two cities. Any thread; as a rule a few operations. */
bool ep_places_allow(const ep_places *places, size_t a, size_t b);

#endif
