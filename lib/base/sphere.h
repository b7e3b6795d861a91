/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances on the Earth. */
#ifndef EP_SPHERE_H
#define EP_SPHERE_H

/* Kilometres between two places in degrees, along a great circle of a sphere of 6,371.0088 km (the mean radius R1 of GRS 80). */
double ep_distance_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

#endif
