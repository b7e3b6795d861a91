/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "limit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

typedef struct maker {
    ep_limits *out;
    ep_arena *arena;
    size_t *country; /* of each country, in the order of their codes: its first city */
    size_t countries;
    uint32_t *edge; /* of the rule at hand */
    int64_t *amount;
} maker;

bool ep_limits_any(const epic_pairing_rules *rules)
{
    return rules->max_per_country > 0 || rules->max_per_country_pair > 0 || rules->budget_eur > 0 || rules->max_total_km > 0 ||
           rules->city_eur > 0 || rules->quota_count > 0;
}

/* ---- amounts ---- */

static int by_number(const void *left, const void *right)
{
    size_t a = *(const size_t *)left, b = *(const size_t *)right;
    return (a > b) - (a < b);
}

static bool is_in(const epic_quota *quota, size_t city)
{
    return quota->city_count > 0 && bsearch(&city, quota->cities, quota->city_count, sizeof city, by_number) != NULL;
}

static bool is_between(const size_t *home, const ep_limit *limit, size_t a, size_t b)
{
    size_t one = home[limit->i], other = home[limit->k];
    return (home[a] == one && home[b] == other) || (home[a] == other && home[b] == one);
}

int64_t ep_limit_amount(const ep_limits *limits, const ep_limit *limit, size_t a, size_t b)
{
    const epic_programme *programme = limits->problem->programme;
    const epic_quota *quotas = limits->problem->rules->quotas;
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        return limits->home[a] == limits->home[limit->i] || limits->home[b] == limits->home[limit->i];
    case EP_PER_COUNTRY_PAIR:
        return is_between(limits->home, limit, a, b);
    case EP_GROUP:
        return is_in(&quotas[limit->i], a) || is_in(&quotas[limit->i], b);
    case EP_TOTAL_KM:
        return llround(1000 * epic_pair_km(programme, a, b));
    case EP_CITY_BUDGET:
        return a == limit->i || b == limit->i ? llround(100 * epic_pair_cost(limits->problem->scores, a, b)) : 0;
    default:
        return llround(100 * epic_pair_cost(limits->problem->scores, a, b));
    }
}

int64_t ep_limit_used(const ep_limits *limits, const ep_limit *limit)
{
    int64_t sum = 0;
    for (size_t i = 0; i < limits->problem->settled_count; i++) {
        const ep_settled *it = &limits->problem->settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            sum += ep_limit_amount(limits, limit, it->a, it->b);
        }
    }
    return sum;
}

static bool is_money(const ep_limit *limit)
{
    return limit->kind == EP_BUDGET || limit->kind == EP_CITY_BUDGET;
}

/* Amounts to a figure: a round has its share of a budget. */
static int64_t unit_of(const ep_limit *limit)
{
    return limit->kind == EP_TOTAL_KM ? 1000 : is_money(limit) ? 100 : 1;
}

static int64_t shares_of(const epic_pairing_rules *rules, const ep_limit *limit)
{
    return is_money(limit) ? rules->rounds : 1;
}

int64_t ep_limit_figure(const epic_pairing_rules *rules, const ep_limit *limit, int64_t amount, bool up)
{
    int64_t unit = unit_of(limit);
    return (amount * shares_of(rules, limit) + (up ? unit - 1 : 0)) / unit;
}

int64_t ep_limit_allows(const epic_pairing_rules *rules, const ep_limit *limit, int64_t figure)
{
    return figure * unit_of(limit) / shares_of(rules, limit);
}

/* ---- rules ---- */

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
static bool add(maker *m, int64_t min, int64_t max, ep_limit limit)
{
    const ep_problem *problem = m->out->problem;
    int64_t used = ep_limit_used(m->out, &limit), sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        const ep_edge *edge = &problem->match.edge[i];
        int64_t much = ep_limit_amount(m->out, &limit, ep_edge_a(edge), ep_edge_b(problem, edge));
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

/* The countries in the order of their codes. */
static bool list_countries(maker *m)
{
    size_t n = m->out->problem->cities, *home = ep_arena_array_of(m->arena, n, size_t);
    const char **code = ep_arena_array_of(m->arena, n, const char *);
    m->country = ep_arena_array_of(m->arena, n, size_t);
    m->out->home = home;
    if (code == NULL || m->country == NULL || home == NULL) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        size_t at = 0;
        const char *own = epic_programme_city(m->out->problem->programme, i)->country;
        for (; at < m->countries && strcmp(code[at], own) != 0; at++) {
        }
        home[i] = at;
        if (at == m->countries) {
            code[at] = own;
            m->country[m->countries++] = i;
        }
    }
    return true;
}

static bool add_countries(maker *m)
{
    uint32_t most = m->out->problem->rules->max_per_country;
    bool good = true;
    for (size_t i = 0; i < m->countries && most > 0 && good; i++) {
        good = add(m, 0, most, (ep_limit){EP_PER_COUNTRY, m->country[i], 0});
    }
    return good;
}

static bool add_country_pairs(maker *m)
{
    uint32_t most = m->out->problem->rules->max_per_country_pair;
    bool good = true;
    for (size_t i = 0; i < m->countries && most > 0; i++) {
        for (size_t k = i; k < m->countries && good; k++) {
            good = add(m, 0, most, (ep_limit){EP_PER_COUNTRY_PAIR, m->country[i], m->country[k]});
        }
    }
    return good;
}

static bool add_sums(maker *m)
{
    const epic_pairing_rules *rules = m->out->problem->rules;
    bool good = true;
    if (rules->max_total_km > 0) {
        good = add(m, 0, llround(1000 * rules->max_total_km), (ep_limit){EP_TOTAL_KM, 0, 0});
    }
    if (rules->budget_eur > 0 && good) {
        int64_t most = llround(100 * rules->budget_eur) / rules->rounds;
        good = add(m, 0, most, (ep_limit){EP_BUDGET, 0, 0});
    }
    for (size_t i = 0; i < m->out->problem->cities && rules->city_eur > 0 && good; i++) {
        good = add(m, 0, llround(100 * rules->city_eur) / rules->rounds, (ep_limit){EP_CITY_BUDGET, i, 0});
    }
    return good;
}

static bool add_quotas(maker *m)
{
    const epic_pairing_rules *rules = m->out->problem->rules;
    bool good = true;
    for (size_t i = 0; i < rules->quota_count && good; i++) {
        const epic_quota *quota = &rules->quotas[i];
        good = add(m, quota->min, quota->max > 0 ? quota->max : EP_NO_LIMIT, (ep_limit){EP_GROUP, i, 0});
    }
    return good;
}

bool ep_limits_make(ep_limits *out, ep_arena *arena, const ep_problem *problem)
{
    size_t edges = problem->match.edge_count;
    *out = (ep_limits){.problem = problem, .broken = SIZE_MAX};
    maker m = {.out = out, .arena = arena};
    m.edge = ep_arena_array_of(arena, edges, uint32_t);
    m.amount = ep_arena_array_of(arena, edges, int64_t);
    if (m.edge == NULL || m.amount == NULL || !list_countries(&m)) {
        return false;
    }
    size_t most = m.countries + m.countries * (m.countries + 1) / 2 + problem->rules->quota_count + problem->cities + 2;
    out->rule = ep_arena_array_of(arena, most, ep_side_rule);
    out->limit = ep_arena_array_of(arena, most, ep_limit);
    bool lists = out->rule != NULL && out->limit != NULL;
    return lists && add_countries(&m) && add_country_pairs(&m) && add_sums(&m) && add_quotas(&m);
}
