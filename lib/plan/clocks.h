/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The zones of a plan, each opened once, with the midnights of its days remembered: a plan asks for the same days again and
 * again. */
#ifndef EP_CLOCKS_H
#define EP_CLOCKS_H

#include <stdbool.h>

#include "arena.h"
#include "zone.h"

typedef struct ep_midnights {
    ep_zone *zone;
    epic_instant *midnights; /* of an ordinary day; see clocks.c for the other two values */
} ep_midnights;

typedef struct ep_clocks {
    ep_arena *arena;
    ep_midnights *list;
    size_t count, room;
    epic_date from, to; /* the days that are remembered */
} ep_clocks;

/* The clock of a zone, opened when it is new. As ep_zone_open(). */
int ep_clocks_find(ep_clocks *clocks, const char *name, size_t *clock);
void ep_clocks_close(ep_clocks *clocks);

/* The moment of a local time; false when the clock shows that time never or twice. `minute` may be 1440: the next midnight. */
bool ep_clocks_instant(ep_clocks *clocks, size_t clock, epic_date date, int32_t minute, epic_instant *instant);
/* What the clock shows, to the minute. True on an ordinary day, whose every minute it shows once. */
bool ep_clocks_local(ep_clocks *clocks, size_t clock, epic_instant instant, epic_date *date, int32_t *minute);

#endif
