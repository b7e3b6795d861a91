/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A zone over some years as RFC 5545 tells it: what VTIMEZONE is written from. */
#ifndef EP_OBSERVANCE_H
#define EP_OBSERVANCE_H

#include "zone.h"

/* From `date` and `second`, by the clock before, the clock is at offset `to`. month 0: this once; else every year in this month
 * on the nth weekday (-1: the last), or, where nth is 0, on the weekday among the seven days from first_day on. */
typedef struct ep_observance {
    bool daylight; /* the clock is put forward. So it is DAYLIGHT in Dublin's summer too, as readers of calendars expect */
    epic_date date;
    int32_t second, from, to;
    const char *name; /* lives as long as the zone */
    int month, nth, weekday, first_day; /* weekday 0 = Monday */
} ep_observance;

/* The observances for all moments from..to (from <= to), in the order of their first onset, from the start of the year before
 * `from` on: two yearly ones where the zone keeps to one rule that iCalendar can say, else one for each change, after one
 * that holds from the start. The list is the arena's. EPIC_OK or EPIC_ENOMEM. O(years). */
int ep_observances(const ep_zone *zone, epic_instant from, epic_instant to, ep_arena *arena, const ep_observance **out,
                   size_t *count);

#endif
