/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups that are seated together: they bid against each other, some are booked, the others bid on. */
#ifndef EP_DIVE_H
#define EP_DIVE_H

#include "seat.h"

/* Dates and books groups, none of which is, in that order; the prices are afterwards what was kept of them. */
void ep_dive(ep_planner *own, ep_tree *tree, const size_t *groups, size_t count);

#endif
