/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates what recurs: each occurrence on its day by the rule, or beside it. */
#ifndef EP_RECURRING_H
#define EP_RECURRING_H

#include "place.h"

/* Dates and books the occurrences of all joint events that recur and are counted from another event (`following`), or are not;
 * the cost grows by those that find no date, the bound by those that could not have any. EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT
 * with E517 when one is fixed that is none. */
int ep_recurring_place(ep_desk *desk, bool following, ep_placing *placing);
/* Only what an occurrence may be placed by: its day by the rule and its period, beside the events that have dates. */
void ep_recurring_days(ep_desk *desk);

#endif
