/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What distance costs. */
#include <epic/pair.h>

#include <math.h>

#include "sphere.h"

double epic_pair_km(const epic_programme *programme, size_t a, size_t b)
{
    const epic_city *one = epic_programme_city(programme, a), *other = epic_programme_city(programme, b);
    if (one == NULL || other == NULL || !one->has_location || !other->has_location) {
        return (double)NAN;
    }
    return ep_distance_km(one->latitude, one->longitude, other->latitude, other->longitude);
}

static double fare_of(const epic_costs *costs, double km)
{
    double eur = 0;
    for (size_t i = 0; i < costs->fare_count && costs->fares[i].km <= km; i++) {
        eur = costs->fares[i].eur;
    }
    return eur;
}

double epic_step_cost(const epic_programme *programme, size_t step, size_t a, size_t b)
{
    const epic_costs *costs = epic_programme_costs(programme);
    const epic_step *of = epic_programme_step(programme, step);
    double km = epic_pair_km(programme, a, b);
    if (isnan(km) || of == NULL) {
        return (double)NAN;
    }
    if ((of->kind != EPIC_VISIT && of->kind != EPIC_REPLY) || of->mode == EPIC_MODE_ONLINE) {
        return 0;
    }
    return costs->people * (fare_of(costs, km) + costs->day_eur * (of->days + of->travel_days));
}

double epic_pair_cost(const epic_programme *programme, size_t a, size_t b)
{
    double sum = isnan(epic_pair_km(programme, a, b)) ? (double)NAN : 0;
    for (size_t i = 0; i < epic_programme_steps(programme); i++) {
        sum += epic_step_cost(programme, i, a, b);
    }
    return sum;
}
