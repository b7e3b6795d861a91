/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the clock shows over some years, as a short table: the same for a zone of the system, for one that a calendar
 * brings along, and for a fixed offset. Moments beyond its years are told as if no clock had been changed there. */
#ifndef EP_DIAL_H
#define EP_DIAL_H

#include "recur.h"
#include "zone.h"

/* The clock is put from one offset to another, in seconds east of Greenwich. */
typedef struct ep_shift {
    epic_instant at;
    int32_t before, after;
} ep_shift;

typedef struct ep_dial {
    int32_t offset; /* before the first shift */
    const ep_shift *shifts; /* ascending */
    size_t count;
} ep_dial;

/* A zone of the system from..to, which the dial does not need afterwards. False when out of memory. */
bool ep_dial_of_zone(ep_dial *dial, ep_arena *arena, const ep_zone *zone, epic_instant from, epic_instant to);

int32_t ep_dial_offset(const ep_dial *dial, epic_instant instant);
ep_moment ep_dial_local(const ep_dial *dial, epic_instant instant);

/* The moment of a local time. Where the dial shows it twice or never, `early` and `late` are the two readings that programs give
 * it; else they are the same. */
void ep_dial_instants(const ep_dial *dial, ep_moment at, epic_instant *early, epic_instant *late);

/* Whether two dials show the same from..to. */
bool ep_dial_same(const ep_dial *a, const ep_dial *b, epic_instant from, epic_instant to);

#endif
