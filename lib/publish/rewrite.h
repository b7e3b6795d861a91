/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan.yaml in which the ledger alone is another. */
#ifndef EP_REWRITE_H
#define EP_REWRITE_H

#include "issued.h"

/* Everything up to the ledger as it is, then the new one. False when the ledger is not the last thing in the text: nothing was
 * written then. */
bool ep_rewrite(ep_writer *writer, const char *plan, const ep_issues *issues);

#endif
