/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of two levels as one of 128 bits: weight * 2^59 + tie number. Sums and differences of these are those of the levels as
 * long as weights stay below 2^67 and tie numbers below 2^58, which the caller sees to. */
#ifndef EP_WIDE_H
#define EP_WIDE_H

#include "matching.h"

__extension__ typedef __int128 ep_wide;

#define EP_WIDE_TIES ((ep_wide)1 << 59)
#define EP_WIDE_MOST ((ep_wide)1 << 126) /* more than any number that occurs */

static inline ep_wide ep_wide_of(const ep_number *number)
{
    return EP_WIDE_TIES * number->at[EP_WEIGHT] + number->at[EP_TIE];
}

/* Of a number whose weight is one of 64 bits, as those of edges and of prices at the end are. */
static inline ep_number ep_wide_split(ep_wide wide)
{
    ep_wide rest = wide & (EP_WIDE_TIES - 1), tie = rest >= EP_WIDE_TIES / 2 ? rest - EP_WIDE_TIES : rest;
    return (ep_number){{(int64_t)((wide - tie) / EP_WIDE_TIES), (int64_t)tie}};
}

#endif
