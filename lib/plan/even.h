/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Among hours that cost the same: the inconvenience of a pair's meetings is shared between its two cities. */
#ifndef EP_EVEN_H
#define EP_EVEN_H

#include "planner.h"

/* The meetings of a pair that is seated, which are moved to hours of their own day that cost no more and are free. */
void ep_even_hours(ep_planner *own, size_t group);

#endif
