/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan.yaml in which the ledger alone is another. */
#ifndef EP_REWRITE_H
#define EP_REWRITE_H

#include "exchange.h"
#include "issued.h"

/* Reads the plan.yaml of the folder that is there, whose text is to be freed in any case, and its ledger. */
int ep_rewrite_open(const ep_exchange *place, char **plan, epic_ledger **ledger);
/* Puts a plan.yaml into the new one: everything up to the ledger as it is, then another ledger. EPIC_EINPUT with E606 when the
 * ledger is not the last thing in the text. */
int ep_rewrite(const ep_exchange *place, const char *plan, const ep_issues *issues);

#endif
