/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What becomes of an answer: it is held against what was issued, and taken when it holds. */
#ifndef EP_JUDGE_H
#define EP_JUDGE_H

#include "issued.h"
#include "said.h"

typedef struct ep_judge {
    ep_arena *arena;
    const epic_ledger *ledger;
    const ep_issues *issues;
    epic_issued *entries; /* as in the ledger, with what was taken */
    ep_answers *open;     /* of each; its entry is NULL while nothing was taken */
    const char **titles;  /* of each */
    size_t likened;
    bool changed;
} ep_judge;

/* EPIC_OK or EPIC_ENOMEM. The ledger must outlive it. */
int ep_judge_begin(ep_judge *own, ep_arena *arena, const epic_ledger *ledger);
/* Texts are not copied. Entries in *out are those of the judge. EPIC_OK or EPIC_ENOMEM. */
int ep_judge_take(ep_judge *own, const ep_said *said, epic_reply *out);

#endif
