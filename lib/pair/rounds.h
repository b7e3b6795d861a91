/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several rounds can be worth together. Round after round is paired as well as can be, which is not always the best for all
 * of them: that is NP-hard for mutual pairs. So it is told how far from the best it may be. */
#ifndef EP_ROUNDS_H
#define EP_ROUNDS_H

#include "pairing.h"

/* Prices that bound the units of all rounds' pairs but those settled before: each city has room for all rounds in each part, and a
 * mutual pair is made of two halves, one each way. Memory comes from the arena. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED,
 * EPIC_ESOLVER. */
int ep_rounds_bound(ep_proof *proof, int64_t *units, ep_arena *arena, const epic_scores *scores, const ep_order *order,
                    const ep_watch *watch);

#endif
