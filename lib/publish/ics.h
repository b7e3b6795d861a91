/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendar feed: its texts are one file's job, its lines another's. */
#ifndef EP_ICS_H
#define EP_ICS_H

#include "line.h"
#include "view.h"

/* The value of DESCRIPTION: local times, who, why then, agenda and roles. */
void ep_ics_description(ep_lines *lines, ep_view *view, const epic_event *event);
/* "Travel: Brescia to Oberhausen", for the way out or back. The arena's; NULL when out of memory. */
const char *ep_ics_travel(ep_view *view, const epic_event *event, bool out);

#endif
