/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is lost when one pair after the other is refused, by the native engine among the few pairs that can matter. */
#ifndef EP_LOSSES_H
#define EP_LOSSES_H

#include "alternative.h"

/* What is best without a pair; `settled` pairs cannot be refused. */
typedef struct ep_refusal {
    bool settled;
    double total;
    ep_standing standing;
} ep_refusal;

/* Whether it can be done for a pairing. */
bool ep_losses_can(const epic_pairing *pairing, const ep_problem *problem);
/* Of each pair of a pairing whose problem this is, without edges. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_losses_find(ep_refusal *out, const epic_pairing *pairing, ep_problem *problem, const ep_watch *watch);

#endif
