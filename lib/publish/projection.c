/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projection.h"

#include <math.h>
#include <stdlib.h>

#define DEGREE 0.017453292519943295
#define MARGIN_X 110 /* room for names */
#define MARGIN_Y 55
#define MOST_HEIGHT 760
#define LEAST_HEIGHT 420
#define LEAST_EXTENT 0.06 /* of the Earth's radius: one city alone is still seen in its country */
#define WIDE 100 /* degrees; beyond them the plain one */

typedef struct extent {
    double left, right, top, bottom;
} extent;

static int ascending(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;
    return a < b ? -1 : a > b;
}

/* The middle of the shortest arc that has all longitudes; returns its length. */
static double middle_longitude(const ep_spot *spots, size_t count, double *room, double *middle)
{
    for (size_t i = 0; i < count; i++) {
        room[i] = spots[i].longitude;
    }
    qsort(room, count, sizeof *room, ascending);
    double gap = room[0] + 360 - room[count - 1], from = room[0];
    for (size_t i = 1; i < count; i++) {
        if (room[i] - room[i - 1] > gap) {
            gap = room[i] - room[i - 1];
            from = room[i];
        }
    }
    *middle = from + (360 - gap) / 2;
    *middle -= *middle > 180 ? 360 : 0;
    return 360 - gap;
}

/* A longitude as a difference to the middle, -180..180. */
static double beside_middle(const ep_projection *map, double longitude)
{
    double beside = longitude - map->middle.longitude;
    return beside > 180 ? beside - 360 : beside < -180 ? beside + 360 : beside;
}

/* In radii of the Earth from the middle, to the right and up. */
static void unfold(const ep_projection *map, double latitude, double longitude, double *x, double *y)
{
    double beside = DEGREE * beside_middle(map, longitude), phi = DEGREE * latitude;
    if (map->plain) {
        *x = beside * map->cosine;
        *y = phi - DEGREE * map->middle.latitude;
        return;
    }
    double sine = sin(phi), cosine = cos(phi), ahead = cosine * cos(beside);
    double k = sqrt(2 / fmax(1 + map->sine * sine + map->cosine * ahead, 1e-6));
    *x = k * cosine * sin(beside);
    *y = k * (map->cosine * sine - map->sine * ahead);
}

static extent measure(const ep_projection *map, const ep_spot *spots, size_t count)
{
    extent all = {INFINITY, -INFINITY, -INFINITY, INFINITY};
    for (size_t i = 0; i < count; i++) {
        double x, y;
        unfold(map, spots[i].latitude, spots[i].longitude, &x, &y);
        all = (extent){fmin(all.left, x), fmax(all.right, x), fmax(all.top, y), fmin(all.bottom, y)};
    }
    return all;
}

static void see(ep_projection *map)
{
    double up = map->height / 2.0 / map->scale / DEGREE * 1.2 + 1;
    map->south = fmax(map->middle.latitude - up, -89);
    map->north = fmin(map->middle.latitude + up, 89);
    double farthest = fmin(fmax(fabs(map->south), fabs(map->north)), 78);
    map->beside = fmin(EP_MAP_WIDTH / 2.0 / map->scale / DEGREE / cos(DEGREE * farthest) + 1, map->plain ? 179.9 : 110);
}

void ep_projection_fit(ep_projection *out, const ep_spot *spots, size_t count, double *room)
{
    double south = 90, north = -90;
    *out = (ep_projection){.scale = 1};
    for (size_t i = 0; i < count; i++) {
        south = fmin(south, spots[i].latitude);
        north = fmax(north, spots[i].latitude);
    }
    out->middle.latitude = (south + north) / 2;
    out->plain = middle_longitude(spots, count, room, &out->middle.longitude) > WIDE;
    out->sine = sin(DEGREE * out->middle.latitude);
    out->cosine = cos(DEGREE * out->middle.latitude);
    extent all = measure(out, spots, count);
    double width = fmax(all.right - all.left, LEAST_EXTENT), height = fmax(all.top - all.bottom, LEAST_EXTENT);
    out->scale = fmin((EP_MAP_WIDTH - 2 * MARGIN_X) / width, (MOST_HEIGHT - 2 * MARGIN_Y) / height);
    out->height = (int)fmax(height * out->scale + 2 * MARGIN_Y, LEAST_HEIGHT);
    out->left = EP_MAP_WIDTH / 2.0 - (all.left + all.right) / 2 * out->scale;
    out->top = out->height / 2.0 + (all.top + all.bottom) / 2 * out->scale;
    see(out);
}

ep_dot ep_project(const ep_projection *map, double latitude, double longitude)
{
    double x, y;
    unfold(map, latitude, longitude, &x, &y);
    return (ep_dot){(int32_t)lround(10 * (map->left + x * map->scale)), (int32_t)lround(10 * (map->top - y * map->scale))};
}
