/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cities wish, as people are told of it. */
#ifndef EP_WISHES_H
#define EP_WISHES_H

#include "view.h"

/* What cities ask for, in the order of UIDs, a line each: "Brescia asks for Tue 2021-01-05 10:00-11:30 CET instead of Fri
 * 2021-01-01 09:00-10:30 CET: Online meeting (Tuesday?)". Those that stand. *lines lives as long as the view.
 * EPIC_OK or EPIC_ENOMEM. */
int ep_view_wishes(ep_view *view, const epic_ledger *issued, const char *const **lines, size_t *count);

#endif
