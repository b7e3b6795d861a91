/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups that are seated together: all bid for what they would take, some are booked, the others bid on. */
#ifndef EP_DIVE_H
#define EP_DIVE_H

#include "seat.h"

/* Whether to go on; `done` from 0 to 1. */
typedef bool ep_go(void *user, double done);
/* Dates and books groups, none of which is, in this order. The prices are last those that were kept. False when `go`, which may
 * be NULL, says so: then not all are booked. */
bool ep_dive(ep_planner *own, ep_tree *tree, const size_t *groups, size_t count, ep_go *go, void *user);

#endif
