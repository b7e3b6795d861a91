/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices of all that is scarce, in parts: a list that grows. */
#ifndef EP_PRICES_H
#define EP_PRICES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EP_MOST_PRICE (1 << 26) /* more than an event without a date costs */

typedef struct ep_prices {
    int32_t *now;
    int32_t *kept;  /* at which the bound was greatest */
    int32_t *swing; /* what was before the mean */
    int64_t *sum;   /* of them since the last mean */
    int32_t *room;  /* how much there is */
    size_t count, rooms[5];
} ep_prices;

/* Adds one of 0. False when out of memory. */
bool ep_prices_add(ep_prices *own, int32_t room);
void ep_prices_close(ep_prices *own);
void ep_prices_raise(ep_prices *own, size_t i, int64_t by);
/* Makes all cheaper by as much, down to 0. */
void ep_prices_relax(ep_prices *own, int64_t by);
/* Takes them into the mean. */
void ep_prices_note(ep_prices *own);
/* What all that there is is worth. */
int64_t ep_prices_worth(const ep_prices *own);
/* Turns to the mean of so many, and back to where they were. */
void ep_prices_average(ep_prices *own, size_t times);
void ep_prices_swing(ep_prices *own);
/* Keeps what they are, and takes up what was kept. */
void ep_prices_keep(ep_prices *own);
void ep_prices_restore(ep_prices *own);

#endif
