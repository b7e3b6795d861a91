/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine: dates the tasks at the desk so that as little as possible is lost. Another engine would stand behind the same
 * call. */
#ifndef EP_PLACE_H
#define EP_PLACE_H

#include "desk.h"

/* Costs in units: of the plan, and less than which no plan costs. */
typedef struct ep_placing {
    int64_t cost, bound;
    bool stopped; /* by the progress callback: the best so far */
} ep_placing;

/* Dates and books all that is not fixed. EPIC_OK, EPIC_ENOMEM, or EPIC_ECANCELLED when the progress callback says so before there
 * is a plan. */
int ep_place_all(ep_desk *desk, const epic_plan_options *options, ep_placing *placing);

#endif
