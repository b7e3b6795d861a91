/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: dates the tasks of one group at the desk. Another engine would stand behind the same two calls. */
#ifndef EP_PLACE_H
#define EP_PLACE_H

#include "desk.h"

/* Dates and books as many of the group's tasks as it can; `*possible` grows by those that have a day by their own calendars.
 * EPIC_OK or EPIC_ENOMEM. */
int ep_place_group(ep_desk *desk, size_t group, size_t *possible);
/* Says of each task that has no date why, in view of the finished plan. */
int ep_place_explain(ep_desk *desk);

#endif
