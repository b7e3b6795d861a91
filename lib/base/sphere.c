/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sphere.h"

#include <math.h>

#define RADIANS 0.017453292519943295
#define EARTH_KM 6371.0088

/* The haversine formula, which is exact for near places too. */
double ep_distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b)
{
    double south = sin((latitude_b - latitude_a) * RADIANS / 2), east = sin((longitude_b - longitude_a) * RADIANS / 2);
    double h = south * south + cos(latitude_a * RADIANS) * cos(latitude_b * RADIANS) * east * east;
    return 2 * EARTH_KM * asin(h < 1 ? sqrt(h) : 1);
}
