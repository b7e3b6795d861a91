/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outline of land, so that a map is known at a glance. */
#ifndef EP_COAST_H
#define EP_COAST_H

#include <stddef.h>
#include <stdint.h>

/* Hundredths of a degree. */
typedef struct ep_coast_point {
    int16_t longitude, latitude;
} ep_coast_point;

#define EP_COAST_NONE INT16_MAX
#define EP_COAST_END {EP_COAST_NONE, EP_COAST_NONE} /* of a ring, which returns to its first point */

extern const ep_coast_point ep_coast[];
extern const size_t ep_coast_count;

#endif
