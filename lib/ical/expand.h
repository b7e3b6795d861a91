/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the events of a calendar to stretches of time: versions and overrides of one UID are weighed, repetitions are followed
 * inside the days asked for. */
#ifndef EP_EXPAND_H
#define EP_EXPAND_H

#include "collect.h"

/* Fills the collection's busy times from its entries and availabilities, joined. EPIC_OK or EPIC_ENOMEM. */
int ep_expand(ep_collection *own);

/* Times of one event that are followed in the days asked for, and of all together, also before these days. */
#define EP_MOST_TIMES 20000
#define EP_MOST_TIMES_IN_ALL 2000000
/* Steps of all rules together; and of one that is counted, after which recur.h gives up. */
#define EP_MOST_STEPS 20000000
#define EP_MOST_STEPS_OF_COUNT 1000000

#endif
