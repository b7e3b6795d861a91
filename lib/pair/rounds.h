/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What several rounds can be worth together. Round after round is paired as well as can be, which is not always the best for all
 * of them: that is NP-hard for mutual pairs. So it is told how far from the best it may be. */
#ifndef EP_ROUNDS_H
#define EP_ROUNDS_H

#include "answer.h"

typedef struct ep_rounds {
    ep_proof proof; /* bounds the units of all rounds' pairs but those settled before */
    int64_t units;  /* the bound */
    ep_choice *choice; /* directed: pairs that reach it; mutual: halves of pairs, each one way */
    size_t count;
    char said[EP_LP_SAID]; /* with EPIC_ESOLVER: what went wrong */
} ep_rounds;

/* Solves all rounds as one problem: each city has room for all of them in each part. Memory comes from the arena. EPIC_OK,
 * EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_rounds_find(ep_rounds *out, ep_arena *arena, const epic_scores *scores, const ep_order *order, const ep_watch *watch);
/* Whether its pairs are those to take: directed ones can be shared out among the rounds (turns.h), unless something else than the
 * total comes first, or holds for each round. */
bool ep_rounds_can(const epic_programme *programme, const ep_order *order);

#endif
