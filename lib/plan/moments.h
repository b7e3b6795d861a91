/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moderators' time costs. A moderator has room for one meeting at each moment, a meeting with the time to turn round taking all
 * from its begin on; so each moment has a price, and a meeting pays those that it takes. */
#ifndef EP_MOMENTS_H
#define EP_MOMENTS_H

#include "desk.h"

typedef struct ep_moments {
    const ep_desk *desk;
    epic_instant origin;  /* the first moment; each is `grid` seconds behind the one before */
    epic_instant grid;
    size_t each, count;   /* moments of a moderator, and of all */
    int32_t *price, *best; /* in parts */
    int32_t *use;         /* of meetings that are tried */
    int64_t *sum;         /* of prices */
} ep_moments;

/* False when out of memory. Nothing is held where there is no moderator. */
bool ep_moments_open(ep_moments *own, const ep_desk *desk, ep_arena *arena);
/* The price of a meeting. */
int64_t ep_moments_price(const ep_moments *own, size_t moderator, const ep_slot *slot);
/* Adds the prices of the meetings of so many seconds that begin at the half hours from `base` on; false when all are 0. */
bool ep_moments_add(const ep_moments *own, size_t moderator, epic_instant base, epic_instant length, int64_t extra[EP_STARTS]);
/* Makes the moments of a meeting dearer. */
void ep_moments_charge(ep_moments *own, size_t moderator, const ep_slot *slot, int64_t by);
void ep_moments_use(ep_moments *own, size_t moderator, const ep_slot *slot);

#endif
