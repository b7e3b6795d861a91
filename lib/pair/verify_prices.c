/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round against prices (matching.h), over all pairs of cities. */
#include <math.h>

#include "verify.h"

typedef struct sum {
    ep_check *c;
    const ep_proof *proof;
    ep_check_sets *sets;
    double *values;       /* of a row */
    double *price;        /* of each node, as a part of a value, the premium shared out */
    double *large;        /* of each node, likewise: the lesser of two is part of what odd sets add to their prices */
    bool groups;          /* some nodes have a nobody */
    ep_large bound[EP_LEVELS];
} sum;

/* ---- numbers of two levels ---- */

static void subtract(const sum *s, ep_number *from, const ep_number *number)
{
    for (size_t k = 0; k < EP_LEVELS; k++) {
        s->c->overflow = s->c->overflow || __builtin_sub_overflow(from->at[k], number->at[k], &from->at[k]);
    }
}

/* Products and sums of fewer than 2^60 cannot overflow here. */
static void add_to_bound(sum *s, const ep_number *number, int64_t times)
{
    for (size_t k = 0; k < EP_LEVELS; k++) {
        s->bound[k] += (ep_large)number->at[k] * times;
    }
}

static int sign(const ep_number *number)
{
    int64_t x = number->at[0] != 0 ? number->at[0] : number->at[1];
    return (x > 0) - (x < 0);
}

/* A weight in the scale of the prices. */
static ep_number scaled(const sum *s, int64_t units, int64_t tie)
{
    ep_number weight = {{units, tie}};
    for (size_t k = 0; k < EP_LEVELS; k++) {
        s->c->overflow = s->c->overflow || __builtin_mul_overflow(weight.at[k], s->proof->scale.at[k], &weight.at[k]);
    }
    return weight;
}

/* ---- pairs ---- */

/* Adds to the bound what a pair of nodes is worth beyond its prices. */
static void price_pair(sum *s, size_t u, size_t v, ep_number worth)
{
    const ep_proof *proof = s->proof;
    ep_number common;
    subtract(s, &worth, &proof->price[u]);
    subtract(s, &worth, &proof->price[v]);
    s->c->overflow = !ep_check_sets_common(s->sets, u, v, &common) || s->c->overflow;
    subtract(s, &worth, &common);
    if (sign(&worth) > 0) {
        add_to_bound(s, &worth, 1);
    }
}

/* A nobody stands for the odd number of cities in its group: no pair leads out of it. */
static void price_nobodies(sum *s)
{
    const ep_check *c = s->c;
    for (size_t g = c->nodes; g < s->proof->node_count; g++) {
        size_t members = 0;
        bool one = true;
        for (size_t i = 0; i < c->nodes; i++) {
            if (s->proof->group[i] != g || c->max[i] == 0) {
                continue;
            }
            members++;
            one = one && c->max[i] == 1;
            if (c->min[i] == 0) {
                price_pair(s, i, g, (ep_number){{0, 0}});
            }
        }
        add_to_bound(s, &s->proof->price[g], 1);
        if (!c->mutual || members % 2 == 0 || !one) {
            EP_WRONG(s->c, "E435", "a group of the proof is not of an odd number of cities with one partner each");
        }
    }
}

static void look_at(sum *s, size_t a, size_t b)
{
    ep_check *c = s->c;
    size_t u = a, v = ep_check_host(c, b);
    int64_t units = ep_check_units(c, a, b);
    if (units < s->proof->floor || !ep_check_may_choose(c, a, b, units)) {
        return;
    }
    price_pair(s, u, v, scaled(s, units + 2 * c->premium, ep_check_tie(c, a, b)));
    if (s->proof->group[u] != s->proof->group[v]) {
        EP_WRONG(c, "E435", "'%s' and '%s' may be a pair and are not in one group of the proof", ep_check_id(c, a),
                 ep_check_id(c, b));
    }
}

/* Most pairs are worth less than their prices by more than any rounding, and need no second look. */
static void look_at_row(sum *s, size_t a)
{
    const double margin = 0x1p-20;
    ep_check *c = s->c;
    size_t first = c->mutual ? a + 1 : 0, hosts = c->mutual ? 0 : c->cities;
    if (c->max[a] == 0) {
        return;
    }
    epic_scores_values(c->pairing->scores, a, first, c->cities - first, s->values);
    for (size_t b = first; b < c->cities; b++) {
        double large = s->large[a] < s->large[hosts + b] ? s->large[a] : s->large[hosts + b];
        bool far = s->values[b - first] < s->price[a] + s->price[hosts + b] + large - margin;
        if (!far || (s->groups && s->proof->group[a] != s->proof->group[hosts + b])) {
            look_at(s, a, b);
        }
    }
}

static bool prepare(sum *s)
{
    ep_check *c = s->c;
    double unit = 1073741824.0 * (double)s->proof->scale.at[0], premium = (double)c->premium / 1073741824.0;
    s->values = ep_arena_array_of(c->arena, c->cities, double);
    s->price = ep_arena_array_of(c->arena, c->nodes, double);
    s->large = ep_arena_array_of(c->arena, c->nodes, double);
    if (s->values == NULL || s->price == NULL || s->large == NULL) {
        return false;
    }
    for (size_t i = 0; i < c->nodes; i++) {
        s->price[i] = c->max[i] > 0 ? (double)s->proof->price[i].at[0] / unit - premium : (double)INFINITY;
        s->large[i] = (double)ep_check_sets_large(s->sets, i) / unit;
        s->groups = s->groups || s->proof->group[i] != EP_NO_NODE;
    }
    return true;
}

/* Adds the most that so many partners as a node can have are worth by its price, less the premiums that only the first earns. It
 * bends at none and at one, so that these and the ends are all that need be tried. */
static void price_node(sum *s, size_t i)
{
    const ep_check *c = s->c;
    const ep_number *price = &s->proof->price[i];
    int64_t partners[3] = {c->min[i], c->max[i], 1};
    ep_large best[EP_LEVELS] = {0, 0};
    for (int j = 0; j < 3; j++) {
        if (partners[j] < c->min[i] || partners[j] > c->max[i]) {
            continue;
        }
        int64_t unpaid = partners[j] - (partners[j] > 0 && !c->served[i]);
        ep_large worth[EP_LEVELS] = {(ep_large)price->at[0] * partners[j] - (ep_large)c->premium * s->proof->scale.at[0] * unpaid,
                                     (ep_large)price->at[1] * partners[j]};
        if (j == 0 || worth[0] > best[0] || (worth[0] == best[0] && worth[1] > best[1])) {
            best[0] = worth[0];
            best[1] = worth[1];
        }
    }
    s->bound[0] += best[0];
    s->bound[1] += best[1];
}

static void price_all(sum *s)
{
    ep_check *c = s->c;
    for (size_t i = 0; i < c->nodes; i++) {
        price_node(s, i);
    }
    for (size_t i = 0; i < s->proof->set_count; i++) {
        add_to_bound(s, &s->proof->set[i].price, (int64_t)(s->proof->set[i].count / 2));
    }
    price_nobodies(s);
    for (size_t a = 0; a < c->cities; a++) {
        look_at_row(s, a);
    }
}

/* Whole units: what lies between two of them, no choice can be worth. */
static ep_large floor_of(ep_large value, int64_t scale)
{
    return value / scale - (value % scale < 0);
}

static bool is_total(const sum *s)
{
    const ep_check *c = s->c;
    ep_large worth[EP_LEVELS] = {(ep_large)c->covered * c->premium + c->units, c->ties};
    bool same = true;
    for (size_t k = 0; k < EP_LEVELS; k++) {
        same = same && !__builtin_mul_overflow(worth[k], (ep_large)s->proof->scale.at[k], &worth[k]) && s->bound[k] == worth[k];
    }
    return same;
}

/* Prices know pairs alone, no triads. */
int ep_check_prices(ep_check *c, const ep_proof *proof)
{
    sum s = {.c = c, .proof = proof};
    if (c->triads || proof->group == NULL || proof->node_count < c->nodes || proof->scale.at[0] < 1 || proof->scale.at[1] < 1) {
        EP_WRONG(c, "E435", "the pairing has no proof");
        return EPIC_OK;
    }
    int status = ep_check_sets_make(&s.sets, c, proof);
    if (status != EPIC_OK || c->wrong) {
        return status;
    }
    if (!prepare(&s)) {
        return EPIC_ENOMEM;
    }
    price_all(&s);
    if (c->overflow) {
        EP_WRONG(c, "E435", "the prices are too large to add up");
        return EPIC_OK;
    }
    ep_check_claim(c, proof, floor_of(s.bound[0], proof->scale.at[0]));
    if (proof->claim == EP_CLAIM_BEST && !c->wrong && !is_total(&s)) {
        EP_WRONG(c, "E436", "the prices do not prove that this is the pairing to take among equals");
    }
    return EPIC_OK;
}
