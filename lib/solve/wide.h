/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of two levels as one of 128 bits: weight * 2^64 + tie number. Sums and differences of these are those of the levels as
 * long as each level stays below 2^62, which the caller sees to. */
#ifndef EP_WIDE_H
#define EP_WIDE_H

#include "matching.h"

__extension__ typedef __int128 ep_wide;

#define EP_WIDE_MOST ((ep_wide)(INT64_MAX / 2) << 64) /* more than any number that occurs */

static inline ep_wide ep_wide_of(const ep_number *number)
{
    return ((ep_wide)1 << 64) * number->at[EP_WEIGHT] + number->at[EP_TIE];
}

static inline ep_number ep_wide_split(ep_wide wide)
{
    ep_wide half = (ep_wide)1 << 63, rest = wide & (half - 1 + half);
    ep_wide tie = rest >= half ? rest - 2 * half : rest;
    return (ep_number){{(int64_t)((wide - tie) / (2 * half)), (int64_t)tie}};
}

#endif
