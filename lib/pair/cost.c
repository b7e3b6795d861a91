/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who travels, and what it costs. */
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

/* ---- who ---- */

/* The one of two cities that a step names as its guest, in mutual form; else EPIC_NONE. */
static size_t named_guest(const epic_programme *programme, const epic_step *step, size_t a, size_t b)
{
    size_t count = epic_programme_rules(programme)->form == EPIC_MUTUAL ? step->guest_count : 0;
    for (size_t i = 0; i < count; i++) {
        if (step->guests[i] == a || step->guests[i] == b) {
            return step->guests[i];
        }
    }
    return EPIC_NONE;
}

/* Of equals the first in the order of ids. */
static size_t first_guest(const epic_scores *scores, const epic_step *step, size_t a, size_t b)
{
    const epic_programme *programme = epic_scores_programme(scores);
    size_t named = named_guest(programme, step, a, b);
    if (named != EPIC_NONE || epic_programme_rules(programme)->form != EPIC_MUTUAL) {
        return named != EPIC_NONE ? named : a;
    }
    double of_a = epic_scores_benefit(scores, a, b), of_b = epic_scores_benefit(scores, b, a);
    return of_a > of_b || (!(of_b > of_a) && a < b) ? a : b;
}

size_t epic_step_guest(const epic_scores *scores, size_t step, size_t a, size_t b)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_step *of = epic_programme_step(programme, step), *visit = of;
    size_t cities = epic_programme_cities(programme);
    if (of == NULL || (of->kind != EPIC_VISIT && of->kind != EPIC_REPLY) || a >= cities || b >= cities) {
        return EPIC_NONE;
    }
    if (of->kind == EPIC_VISIT) {
        return first_guest(scores, of, a, b);
    }
    for (size_t i = 0; i < step; i++) {
        const epic_step *other = epic_programme_step(programme, i);
        visit = other->kind == EPIC_VISIT ? other : visit;
    }
    size_t named = named_guest(programme, of, a, b);
    return named != EPIC_NONE ? named : first_guest(scores, visit, a, b) == a ? b : a;
}

/* ---- how much ---- */

static double fare_of(const epic_costs *costs, double km)
{
    double eur = 0;
    for (size_t i = 0; i < costs->fare_count && costs->fares[i].km <= km; i++) {
        eur = costs->fares[i].eur;
    }
    return eur;
}

static bool is_trip(const epic_step *step)
{
    return (step->kind == EPIC_VISIT || step->kind == EPIC_REPLY) && step->mode != EPIC_MODE_ONLINE;
}

double epic_step_cost(const epic_programme *programme, size_t step, size_t guest, size_t host)
{
    const epic_step *of = epic_programme_step(programme, step);
    double km = epic_pair_km(programme, guest, host);
    if (isnan(km) || of == NULL) {
        return (double)NAN;
    }
    const epic_costs *costs = epic_programme_costs(programme);
    double days = epic_programme_city(programme, host)->day_eur * (of->days + of->travel_days);
    return is_trip(of) ? costs->people * (fare_of(costs, km) + days) : 0;
}

double epic_pair_cost(const epic_scores *scores, size_t a, size_t b)
{
    const epic_programme *programme = epic_scores_programme(scores);
    double sum = 0;
    if (isnan(epic_pair_km(programme, a, b))) {
        return (double)NAN;
    }
    double here = epic_programme_city(programme, a)->day_eur, there = epic_programme_city(programme, b)->day_eur;
    bool alike = !(here < there) && !(here > there); /* then it is all one who travels, which takes long to tell */
    for (size_t i = 0; i < epic_programme_steps(programme); i++) {
        if (is_trip(epic_programme_step(programme, i))) {
            size_t guest = alike ? a : epic_step_guest(scores, i, a, b);
            sum += epic_step_cost(programme, i, guest, guest == a ? b : a);
        }
    }
    return sum;
}
