/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of time in a list, each with where it is from. */
#ifndef EP_INTERVALS_H
#define EP_INTERVALS_H

#include <epic/date.h>

typedef struct ep_interval {
    epic_instant start, end; /* start < end */
    uint32_t origin;
} ep_interval;

typedef struct ep_intervals {
    ep_interval *list;
    size_t count, room;
} ep_intervals;

void ep_intervals_free(ep_intervals *own);
/* Adds what lies in from..to; nothing when nothing does. False when out of memory. */
bool ep_intervals_add(ep_intervals *own, ep_interval item, epic_instant from, epic_instant to);
/* Sorts them and joins those that overlap, and with `touching` those that meet; the first one's origin stays. */
void ep_intervals_join(ep_intervals *own, bool touching);
/* Takes away what another list covers; both are joined. False when out of memory. */
bool ep_intervals_subtract(ep_intervals *own, const ep_intervals *other);

#endif
