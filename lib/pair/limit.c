/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NO_LIMIT (INT64_MAX / 4)

typedef struct maker {
    ep_limits *out;
    ep_arena *arena;
    const ep_problem *problem;
    size_t *country; /* of each country, in the order of their codes: its first city */
    size_t countries;
    size_t *home;   /* of each city: its country */
    uint32_t *edge; /* of the rule at hand */
    int64_t *amount;
} maker;

/* Amounts are whole: pairs, metres, cents. */
typedef int64_t amount_fn(const maker *m, size_t a, size_t b, const void *what);

bool ep_limits_any(const epic_pairing_rules *rules)
{
    return rules->max_per_country > 0 || rules->max_per_country_pair > 0 || rules->budget_eur > 0 || rules->max_total_km > 0 ||
           rules->quota_count > 0;
}

/* What settled pairs use up; they may leave less than nothing. */
static int64_t used_up(const maker *m, amount_fn *amount, const void *what)
{
    int64_t sum = 0;
    for (size_t i = 0; i < m->problem->settled_count; i++) {
        const ep_settled *it = &m->problem->settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            sum += amount(m, it->a, it->b, what);
        }
    }
    return sum;
}

static bool keep_rule(maker *m, size_t count, int64_t min, int64_t max, ep_limit limit)
{
    ep_side_rule *rule = &m->out->rule[m->out->count];
    uint32_t *edge = ep_arena_array_of(m->arena, count, uint32_t);
    int64_t *amount = ep_arena_array_of(m->arena, count, int64_t);
    if (edge == NULL || amount == NULL) {
        return false;
    }
    if (count > 0) {
        memcpy(edge, m->edge, count * sizeof *edge);
        memcpy(amount, m->amount, count * sizeof *amount);
    }
    if (max < 0 && m->out->broken == SIZE_MAX) {
        m->out->broken = m->out->count;
    }
    m->out->limit[m->out->count++] = limit;
    *rule = (ep_side_rule){min, max, count, edge, amount};
    return true;
}

/* A rule over all pairs that have an amount, unless it can never bind. */
static bool add(maker *m, int64_t min, int64_t max, amount_fn *amount, const void *what, ep_limit limit)
{
    const ep_match_problem *match = &m->problem->match;
    int64_t used = used_up(m, amount, what), sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        int64_t much = amount(m, ep_edge_a(&match->edge[i]), ep_edge_b(m->problem, &match->edge[i]), what);
        if (much > 0) {
            m->edge[count] = (uint32_t)i;
            m->amount[count++] = much;
            sum += much;
        }
    }
    if (min <= used && sum <= max - used) {
        return true;
    }
    return keep_rule(m, count, min > used ? min - used : 0, max - used, limit);
}

/* ---- amounts ---- */

static int64_t in_country(const maker *m, size_t a, size_t b, const void *what)
{
    const size_t *country = what;
    return m->home[a] == *country || m->home[b] == *country;
}

static int64_t between_countries(const maker *m, size_t a, size_t b, const void *what)
{
    const size_t *both = what;
    return (m->home[a] == both[0] && m->home[b] == both[1]) || (m->home[a] == both[1] && m->home[b] == both[0]);
}

static int by_number(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

static bool is_in(const epic_quota *quota, size_t city)
{
    return quota->city_count > 0 && bsearch(&city, quota->cities, quota->city_count, sizeof city, by_number) != NULL;
}

static int64_t in_group(const maker *m, size_t a, size_t b, const void *what)
{
    (void)m;
    return is_in(what, a) || is_in(what, b);
}

static int64_t metres(const maker *m, size_t a, size_t b, const void *what)
{
    (void)what;
    return llround(1000 * epic_pair_km(m->problem->programme, a, b));
}

static int64_t cents(const maker *m, size_t a, size_t b, const void *what)
{
    (void)what;
    return llround(100 * epic_pair_cost(m->problem->programme, a, b));
}

/* ---- rules ---- */

/* The countries in the order of their codes. */
static bool list_countries(maker *m)
{
    size_t n = m->problem->cities;
    const char **code = ep_arena_array_of(m->arena, n, const char *);
    m->country = ep_arena_array_of(m->arena, n, size_t);
    m->home = ep_arena_array_of(m->arena, n, size_t);
    if (code == NULL || m->country == NULL || m->home == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        const char *own = epic_programme_city(m->problem->programme, i)->country;
        for (; at < m->countries && strcmp(code[at], own) != 0; at++) {
        }
        m->home[i] = at;
        if (at == m->countries) {
            code[at] = own;
            m->country[m->countries++] = i;
        }
    }
    return true;
}

static bool add_countries(maker *m)
{
    uint32_t most = m->problem->rules->max_per_country;
    bool good = true;
    for (size_t i = 0; i < m->countries && most > 0 && good; i++) {
        good = add(m, 0, most, in_country, &i, (ep_limit){EP_PER_COUNTRY, m->country[i], 0});
    }
    return good;
}

static bool add_country_pairs(maker *m)
{
    uint32_t most = m->problem->rules->max_per_country_pair;
    bool good = true;
    for (size_t i = 0; i < m->countries && most > 0; i++) {
        for (size_t k = i; k < m->countries && good; k++) {
            ep_limit limit = {EP_PER_COUNTRY_PAIR, m->country[i], m->country[k]};
            good = add(m, 0, most, between_countries, (size_t[]){i, k}, limit);
        }
    }
    return good;
}

static bool add_sums(maker *m)
{
    const epic_pairing_rules *rules = m->problem->rules;
    bool good = true;
    if (rules->max_total_km > 0) {
        good = add(m, 0, llround(1000 * rules->max_total_km), metres, NULL, (ep_limit){EP_TOTAL_KM, 0, 0});
    }
    if (rules->budget_eur > 0 && good) {
        int64_t most = llround(100 * rules->budget_eur) / rules->rounds;
        good = add(m, 0, most, cents, NULL, (ep_limit){EP_BUDGET, 0, 0});
    }
    return good;
}

static bool add_quotas(maker *m)
{
    const epic_pairing_rules *rules = m->problem->rules;
    bool good = true;
    for (size_t i = 0; i < rules->quota_count && good; i++) {
        const epic_quota *quota = &rules->quotas[i];
        good = add(m, quota->min, quota->max > 0 ? quota->max : NO_LIMIT, in_group, quota, (ep_limit){EP_GROUP, i, 0});
    }
    return good;
}

const char *ep_limit_words(ep_arena *arena, const epic_programme *programme, const ep_limit *limit)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    const epic_city *i = epic_programme_city(programme, limit->i), *k = epic_programme_city(programme, limit->k);
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        return ep_arena_printf(arena, "per-country: %u, for %s", (unsigned)rules->max_per_country, i->country);
    case EP_PER_COUNTRY_PAIR:
        return ep_arena_printf(arena, "per-country-pair: %u, for %s and %s", (unsigned)rules->max_per_country_pair, i->country,
                               k->country);
    case EP_GROUP:
        return ep_arena_printf(arena, "groups: the one with '%s'",
                               epic_programme_city(programme, rules->quotas[limit->i].cities[0])->id);
    default:
        return limit->kind == EP_BUDGET ? "budget-eur" : "total-km";
    }
}

bool ep_limits_make(ep_limits *out, ep_arena *arena, const ep_problem *problem)
{
    size_t edges = problem->match.edge_count;
    *out = (ep_limits){.broken = SIZE_MAX};
    maker m = {.out = out, .arena = arena, .problem = problem};
    m.edge = ep_arena_array_of(arena, edges, uint32_t);
    m.amount = ep_arena_array_of(arena, edges, int64_t);
    if (m.edge == NULL || m.amount == NULL || !list_countries(&m)) {
        return false;
    }
    size_t most = m.countries + m.countries * (m.countries + 1) / 2 + problem->rules->quota_count + 2;
    out->rule = ep_arena_array_of(arena, most, ep_side_rule);
    out->limit = ep_arena_array_of(arena, most, ep_limit);
    bool lists = out->rule != NULL && out->limit != NULL;
    return lists && add_countries(&m) && add_country_pairs(&m) && add_sums(&m) && add_quotas(&m);
}
