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

static double cost_of(const epic_costs *costs, const epic_step *step, double km)
{
    if ((step->kind != EPIC_VISIT && step->kind != EPIC_REPLY) || step->mode == EPIC_MODE_ONLINE) {
        return 0;
    }
    return costs->people * (fare_of(costs, km) + costs->day_eur * (step->days + step->travel_days));
}

double epic_step_cost(const epic_programme *programme, size_t step, size_t a, size_t b)
{
    const epic_step *of = epic_programme_step(programme, step);
    double km = epic_pair_km(programme, a, b);
    return isnan(km) || of == NULL ? (double)NAN : cost_of(epic_programme_costs(programme), of, km);
}

double epic_pair_cost(const epic_programme *programme, size_t a, size_t b)
{
    double km = epic_pair_km(programme, a, b), sum = 0;
    for (size_t i = 0; i < epic_programme_steps(programme) && !isnan(km); i++) {
        sum += cost_of(epic_programme_costs(programme), epic_programme_step(programme, i), km);
    }
    return isnan(km) ? km : sum;
}
