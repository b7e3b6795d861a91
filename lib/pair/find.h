/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From what is asked for to a pairing: rounds, what comes before the total, and one problem after the other. */
#ifndef EP_FIND_H
#define EP_FIND_H

#include "pairing.h"

/* Fills a pairing whose scores, order and arena are set. EPIC_OK, EPIC_EINFEASIBLE, EPIC_EINPUT, EPIC_ECANCELLED, EPIC_ENOMEM,
 * EPIC_ESOLVER; what is wrong is in the diagnostics. */
int ep_find_pairing(epic_pairing *pairing, const ep_watch *watch, epic_diags *diags);

#endif
