/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a round's pairs keep the limits. */
#include <math.h>
#include <string.h>

#include "verify.h"

static bool same_country(const ep_check *c, size_t a, size_t b)
{
    return strcmp(epic_programme_city(c->programme, a)->country, epic_programme_city(c->programme, b)->country) == 0;
}

static bool has(const epic_quota *quota, size_t city)
{
    for (size_t i = 0; i < quota->city_count; i++) {
        if (quota->cities[i] == city) {
            return true;
        }
    }
    return false;
}

int64_t ep_check_amount(const ep_check *c, const ep_limit *limit, size_t a, size_t b)
{
    size_t i = limit->i, k = limit->k;
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        return same_country(c, a, i) || same_country(c, b, i);
    case EP_PER_COUNTRY_PAIR:
        return (same_country(c, a, i) && same_country(c, b, k)) || (same_country(c, a, k) && same_country(c, b, i));
    case EP_TOTAL_KM:
        return llround(1000 * epic_pair_km(c->programme, a, b));
    case EP_BUDGET:
        return llround(100 * epic_pair_cost(c->pairing->scores, a, b));
    case EP_CITY_BUDGET:
        return a == i || b == i ? llround(100 * epic_pair_cost(c->pairing->scores, a, b)) : 0;
    default:
        return has(&c->rules->quotas[i], a) || has(&c->rules->quotas[i], b);
    }
}

bool ep_check_is_limit(const ep_check *c, const ep_limit *limit)
{
    bool cities = limit->i < c->cities && limit->k < c->cities;
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        return cities && c->rules->max_per_country > 0;
    case EP_PER_COUNTRY_PAIR:
        return cities && c->rules->max_per_country_pair > 0;
    case EP_TOTAL_KM:
        return c->rules->max_total_km > 0;
    case EP_BUDGET:
        return c->rules->budget_eur > 0;
    case EP_CITY_BUDGET:
        return cities && c->rules->city_eur > 0;
    default:
        return limit->kind == EP_GROUP && limit->i < c->rules->quota_count;
    }
}

void ep_check_limit_range(const ep_check *c, const ep_limit *limit, int64_t *min, int64_t *max)
{
    const epic_pairing_rules *rules = c->rules;
    *min = limit->kind == EP_GROUP ? rules->quotas[limit->i].min : 0;
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        *max = rules->max_per_country;
        break;
    case EP_PER_COUNTRY_PAIR:
        *max = rules->max_per_country_pair;
        break;
    case EP_TOTAL_KM:
        *max = llround(1000 * rules->max_total_km);
        break;
    case EP_BUDGET:
        *max = llround(100 * rules->budget_eur) / rules->rounds;
        break;
    case EP_CITY_BUDGET:
        *max = llround(100 * rules->city_eur) / rules->rounds;
        break;
    default:
        *max = rules->quotas[limit->i].max > 0 ? rules->quotas[limit->i].max : INT64_MAX / 4;
    }
}

static void check(ep_check *c, ep_limit limit)
{
    int64_t sum = 0, min, max;
    if (!ep_check_is_limit(c, &limit)) {
        return;
    }
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        sum += pair->round == c->round ? ep_check_amount(c, &limit, pair->a, pair->b) : 0;
    }
    ep_check_limit_range(c, &limit, &min, &max);
    if (sum < min || sum > max) {
        static const char *const names[] = {"per-country", "per-country-pair", "total-km", "budget-eur", "groups", "city-eur"};
        EP_WRONG(c, "E437", "the pairs of round %u do not keep limits: %s", (unsigned)c->round, names[limit.kind]);
    }
}

/* Countries are looked at once for each city, which is once too often for some, and right. */
void ep_check_limits(ep_check *c)
{
    for (size_t i = 0; i < c->cities && c->rules->max_per_country > 0; i++) {
        check(c, (ep_limit){EP_PER_COUNTRY, i, 0});
    }
    for (size_t i = 0; i < c->cities && c->rules->max_per_country_pair > 0; i++) {
        for (size_t k = i; k < c->cities; k++) {
            check(c, (ep_limit){EP_PER_COUNTRY_PAIR, i, k});
        }
    }
    check(c, (ep_limit){EP_TOTAL_KM, 0, 0});
    check(c, (ep_limit){EP_BUDGET, 0, 0});
    for (size_t i = 0; i < c->cities && c->rules->city_eur > 0; i++) {
        check(c, (ep_limit){EP_CITY_BUDGET, i, 0});
    }
    for (size_t i = 0; i < c->rules->quota_count; i++) {
        check(c, (ep_limit){EP_GROUP, i, 0});
    }
}
