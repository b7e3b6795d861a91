/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What calendars are to be told of a plan, given what they were told before. */
#ifndef EP_ISSUE_H
#define EP_ISSUE_H

#include <epic/ledger.h>

#include "entry.h"

#define EP_TOMBSTONE_DAYS 30 /* how long after its end a cancelled event stays in feeds */

/* The ledger of this issue: entries of the plan, and what was issued before and is gone. `old` may be NULL. EPIC_EINPUT with E603
 * when the time of issue is before that of the old one, or with what ep_put_entry() objects to. */
int ep_issue(epic_ledger **out, const epic_plan *plan, const epic_ledger *old, epic_instant issued_at, epic_diags *diags);

/* EPIC_OK, or EPIC_EINPUT with E603. */
int ep_refuse_earlier(const epic_ledger *old, epic_instant at, epic_diags *diags);
/* SEQUENCE of an event as issued; without a ledger its own. */
uint32_t ep_sequence(const epic_ledger *issued, const epic_event *event);
/* Whether feeds issued then still show it when it is cancelled. */
bool ep_is_recent(const epic_issued *issued, epic_instant issued_at);

#endif
