/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve dates: a second date of an event, which is kept in mind should the first fall out. */
#ifndef EP_RESERVE_H
#define EP_RESERVE_H

#include "desk.h"

/* Names that of each event which wants one, beside all that is booked, and books it too; where there is none it says why. No date
 * changes. False when out of memory. O(events x days), and for each of these days that is free the events of a group. */
bool ep_reserve_all(ep_desk *desk);

#endif
