/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a time zone exists, asked once for each name while a file is read. */
#ifndef EP_ZONES_H
#define EP_ZONES_H

#include "arena.h"

typedef struct ep_zones {
    ep_arena *arena;
    struct ep_zone_known *known;
} ep_zones;

/* EPIC_OK, or what ep_zone_open() says. */
int ep_zones_check(ep_zones *zones, const char *name);
/* The nearest name of a zone of Europe and its neighbours, or NULL. */
const char *ep_zones_nearest(const char *name);

#endif
