/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk as it is when a plan is made, to be asked about it. */
#ifndef EP_RESUME_H
#define EP_RESUME_H

#include "desk.h"

/* Dates and books on a desk that was just opened all that the plan has dates for. EPIC_OK, EPIC_ENOMEM or EPIC_EINPUT. */
int ep_desk_resume(ep_desk *desk, const epic_plan *plan);
/* The task of an event; NULL when there is none. */
ep_task *ep_desk_find(const ep_desk *desk, size_t pair, size_t source, uint32_t number);

#endif
