/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moderators' time costs. A moderator has room for one meeting at each moment, a meeting with the time to turn round taking
 * all from its begin on; so each moment has a price, and a meeting pays those that it takes. */
#ifndef EP_MOMENTS_H
#define EP_MOMENTS_H

#include "desk.h"
#include "prices.h"

typedef struct ep_moments {
    const ep_desk *desk;
    ep_prices *prices;   /* moderator after moderator, moment after moment */
    uint8_t *taken;      /* those that are booked */
    epic_instant origin; /* the first moment; each is `grid` seconds behind the one before */
    epic_instant grid;
    size_t each, per;    /* moments of a moderator, and of half an hour */
} ep_moments;

/* The half hours first..end - 1 of a day that begins at `base`, and how long a meeting takes who it concerns. */
typedef struct ep_dial {
    epic_instant base, length;
    unsigned first, end;
    uint32_t moment, width; /* of its moderator: the moment of the first half hour, and how many it takes */
    int64_t *extra;         /* by half hour: what it costs more */
} ep_dial;

/* Makes the prices of all moments. False when out of memory. */
bool ep_moments_open(ep_moments *own, ep_desk *desk, ep_arena *arena, ep_prices *prices);
/* The moments that a meeting takes: *from..*end - 1. */
void ep_moments_range(const ep_moments *own, size_t moderator, const ep_slot *slot, size_t *from, size_t *end);
/* The price of a meeting. */
int64_t ep_moments_price(const ep_moments *own, size_t moderator, const ep_slot *slot);
/* The moment of an instant among those of all moderators, and how many a meeting of so many seconds takes. */
uint32_t ep_moments_at(const ep_moments *own, size_t moderator, epic_instant instant);
uint32_t ep_moments_width(const ep_moments *own, size_t moderator, epic_instant length);
/* Adds the prices of all starts of a day; false when they are 0. */
bool ep_moments_add(const ep_moments *own, const ep_dial *on);
/* Those of the starts of a day at which the moderator is free. */
uint64_t ep_moments_free(const ep_moments *own, const ep_dial *on, uint64_t starts);
/* Books a meeting, or takes that back. */
void ep_moments_book(ep_moments *own, size_t moderator, const ep_slot *slot, bool taken);

#endif
