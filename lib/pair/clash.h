/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which minima and limits clash, in words. */
#ifndef EP_CLASH_H
#define EP_CLASH_H

#include "problem.h"

/* Says which minima and limits cannot be met together: a set of which none can be left out. For a problem without a solution.
 * EPIC_EINFEASIBLE, or what ended the search for the set: EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_report_clash(ep_problem *problem, const ep_watch *watch, epic_diags *diags);

#endif
