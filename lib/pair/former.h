/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs that were made before and are told of: when cities plan anew, they stay together where they can. */
#ifndef EP_FORMER_H
#define EP_FORMER_H

#include <epic/ledger.h>

#include "arena.h"
#include "problem.h"

/* The pairs of a former plan that rules and room still let stand, as EP_FATE_IN beside the programme's pins; in the arena. None
 * where a pair is not enough to say what was: with several rounds, or a group of three. False when out of memory.
 * O(entries x (log entries + vetoes)). */
bool ep_former_pairs(ep_settled **out, size_t *count, ep_arena *arena, const epic_scores *scores, const epic_ledger *former);

#endif
