/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places on a map: Lambert's azimuthal projection, which keeps areas; a plain one where the cities lie around the world. */
#ifndef EP_PROJECTION_H
#define EP_PROJECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Degrees. */
typedef struct ep_spot {
    double latitude, longitude;
} ep_spot;

/* Tenths of a unit of the map, from its top left. */
typedef struct ep_dot {
    int32_t x, y;
} ep_dot;

typedef struct ep_projection {
    ep_spot middle;
    double sine, cosine; /* of the middle's latitude */
    bool plain;
    double scale, left, top;
    int height;
    double south, north; /* about what the map shows; not less */
    double beside;       /* the same to either side of the middle */
} ep_projection;

#define EP_MAP_WIDTH 1000

/* A map on which all spots lie well inside. Sorts the longitudes, for which `room` is as long as `spots`; count > 0. */
void ep_projection_fit(ep_projection *out, const ep_spot *spots, size_t count, double *room);
ep_dot ep_project(const ep_projection *map, double latitude, double longitude);

#endif
