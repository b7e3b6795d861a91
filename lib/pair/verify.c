/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proves a pairing from the programme and the prices alone; doc/pairing.md has the argument. Nothing of what finds a pairing is
 * used here, so that a mistake there shows. */
#include <math.h>

#include "arena.h"
#include "diags.h"
#include "hash.h"
#include "pairing.h"

typedef struct check {
    const epic_pairing *pairing;
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    epic_diags *diags;
    size_t cities, nodes; /* nodes: cities, when directed as guests and then as hosts */
    bool mutual;
    bool wrong;
    bool overflow;
    uint32_t *used;       /* partners of each node, pins included */
    uint32_t *min, *max;  /* of each node, what the pins leave */
    size_t *first, *sets; /* of each node of the proof: where its odd sets stand in the list, ascending */
    int64_t premium;
    ep_number bound, total;
} check;

#define WRONG(c, code, ...) ((c)->wrong = true, ep_diag_plain((c)->diags, code, __VA_ARGS__))

static const char *id(const check *c, size_t city)
{
    return epic_programme_city(c->programme, city)->id;
}

static size_t host_node(const check *c, size_t city)
{
    return c->mutual ? city : c->cities + city;
}

static int64_t in_units(const check *c, size_t a, size_t b)
{
    return llround(epic_scores_value(c->pairing->scores, a, b) * 1073741824.0);
}

/* ---- the pairs ---- */

static bool pinned(const check *c, size_t a, size_t b)
{
    for (size_t i = 0; i < c->rules->pin_count; i++) {
        size_t p = c->rules->pins[i].a, q = c->rules->pins[i].b;
        if ((p == a && q == b) || (c->mutual && p == b && q == a)) {
            return true;
        }
    }
    return false;
}

/* Whether the engine may make the pair of its own accord. */
static bool may_choose(const check *c, size_t a, size_t b)
{
    if (c->max[a] == 0 || c->max[host_node(c, b)] == 0 || pinned(c, a, b)) {
        return false;
    }
    return epic_pair_rule(c->programme, a, b) == EPIC_ALLOWED && (in_units(c, a, b) > 0 || c->rules->allow_zero);
}

static bool same(double x, double y)
{
    return !(x < y) && !(x > y) && !isnan(x) && !isnan(y);
}

static void check_figures(check *c, const epic_pair *pair)
{
    const epic_scores *scores = c->pairing->scores;
    if (!same(pair->value, epic_scores_value(scores, pair->a, pair->b)) ||
        !same(pair->benefit_a, epic_scores_benefit(scores, pair->a, pair->b)) ||
        !same(pair->benefit_b, epic_scores_benefit(scores, pair->b, pair->a))) {
        WRONG(c, "E434", "the value or a benefit of '%s' and '%s' is not what the scores give", id(c, pair->a), id(c, pair->b));
    }
    if (pair->pinned != pinned(c, pair->a, pair->b)) {
        WRONG(c, "E432", "'%s' and '%s' are said to be %s", id(c, pair->a), id(c, pair->b), pair->pinned ? "a pin" : "no pin");
    }
}

/* False when the pair cannot be looked at further. */
static bool check_pair(check *c, const epic_pair *pair, const epic_pair *before)
{
    if (pair->a >= c->cities || pair->b >= c->cities || (c->mutual && pair->a >= pair->b)) {
        WRONG(c, "E431", "a pair names no two cities in their order");
        return false;
    }
    if (before != NULL && (before->a > pair->a || (before->a == pair->a && before->b >= pair->b))) {
        WRONG(c, "E431", "'%s' and '%s' are out of order or there twice", id(c, pair->a), id(c, pair->b));
    }
    epic_rule rule = epic_pair_rule(c->programme, pair->a, pair->b);
    if (rule != EPIC_ALLOWED) {
        WRONG(c, "E431", "'%s' and '%s' must not be a pair: %s", id(c, pair->a), id(c, pair->b), epic_rule_words(rule));
    }
    if (!pair->pinned && !c->rules->allow_zero && in_units(c, pair->a, pair->b) == 0) {
        WRONG(c, "E431", "'%s' and '%s' must not be a pair: its value is 0", id(c, pair->a), id(c, pair->b));
    }
    check_figures(c, pair);
    c->used[pair->a]++;
    c->used[host_node(c, pair->b)]++;
    return true;
}

static void check_pairs(check *c)
{
    double total = 0, units = 0;
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        if (!check_pair(c, pair, i > 0 ? pair - 1 : NULL)) {
            return;
        }
        total += pair->value;
        units += (double)in_units(c, pair->a, pair->b);
    }
    if (!same(total, c->pairing->total)) {
        WRONG(c, "E434", "the total is not the sum of the values");
    }
    if (!same(fmax(units / 1073741824.0, total), c->pairing->bound)) {
        WRONG(c, "E434", "the bound is neither the sum of the values in units of 2^-30 nor the total");
    }
}

static void check_pins(check *c)
{
    for (size_t i = 0; i < c->rules->pin_count; i++) {
        size_t a = c->rules->pins[i].a, b = c->rules->pins[i].b, found = 0;
        for (size_t k = 0; k < c->pairing->pair_count; k++) {
            const epic_pair *pair = &c->pairing->pairs[k];
            found += (pair->a == a && pair->b == b) || (c->mutual && pair->a == b && pair->b == a);
        }
        if (found != 1) {
            WRONG(c, "E432", "the pin of '%s' and '%s' is not kept", id(c, a), id(c, b));
        }
    }
}

/* ---- capacities ---- */

static bool has_part(const check *c, size_t city, bool host)
{
    bool mentor = false;
    for (size_t i = 0; i < c->rules->mentor_count; i++) {
        mentor = mentor || c->rules->mentors[i] == city;
    }
    return c->rules->form != EPIC_MENTORING || mentor == host;
}

static void read_capacity(check *c, size_t i)
{
    const epic_city *city = epic_programme_city(c->programme, i);
    const epic_capacity *part[2] = {&city->guest, &city->host};
    if (c->mutual) {
        c->min[i] = part[0]->min > 0 || part[1]->min > 0;
        c->max[i] = part[0]->max > 0 && part[1]->max > 0;
        return;
    }
    for (size_t k = 0; k < 2; k++) {
        bool has = has_part(c, i, k == 1);
        c->min[k * c->cities + i] = has ? part[k]->min : 0;
        c->max[k * c->cities + i] = has ? part[k]->max : 0;
    }
}

static void check_capacities(check *c)
{
    for (size_t i = 0; i < c->cities; i++) {
        read_capacity(c, i);
    }
    for (size_t i = 0; i < c->nodes; i++) {
        const char *city = id(c, i % c->cities);
        if (c->used[i] < c->min[i] || c->used[i] > c->max[i]) {
            WRONG(c, "E433", "'%s' has %u partners, and %u to %u are asked for", city, (unsigned)c->used[i], (unsigned)c->min[i],
                  (unsigned)c->max[i]);
        }
    }
}

static void check_unpaired(check *c)
{
    size_t k = 0;
    for (size_t i = 0; i < c->cities; i++) {
        if (c->used[i] + c->used[host_node(c, i)] > 0) {
            continue;
        }
        if (k >= c->pairing->unpaired_count || c->pairing->unpaired[k++].city != i) {
            WRONG(c, "E434", "'%s' has no pair and is not in its place among the unpaired", id(c, i));
            return;
        }
    }
    if (k != c->pairing->unpaired_count) {
        WRONG(c, "E434", "a city is among the unpaired and has a pair");
    }
}

/* ---- numbers of two levels ---- */

static void add(check *c, ep_number *sum, const ep_number *number, int64_t times)
{
    for (size_t k = 0; k < EP_LEVELS; k++) {
        int64_t product;
        c->overflow = c->overflow || __builtin_mul_overflow(number->at[k], times, &product) ||
                      __builtin_add_overflow(sum->at[k], product, &sum->at[k]);
    }
}

static int sign(const ep_number *number)
{
    int64_t x = number->at[0] != 0 ? number->at[0] : number->at[1];
    return (x > 0) - (x < 0);
}

/* The weight of a pair in the scale of the prices. */
static ep_number weigh(check *c, size_t a, size_t b)
{
    const ep_proof *proof = &c->pairing->proof;
    uint64_t tie = ep_mix64(ep_mix64(ep_fnv64(id(c, a))) + ep_fnv64(id(c, b))) >> 32;
    ep_number weight = {{in_units(c, a, b) + c->premium, (int64_t)tie + 1}};
    for (size_t k = 0; k < EP_LEVELS; k++) {
        c->overflow = c->overflow || __builtin_mul_overflow(weight.at[k], proof->scale.at[k], &weight.at[k]);
    }
    return weight;
}

/* ---- the prices ---- */

/* What the pins leave of the capacities, and what a pair more is worth when that comes first. */
static void take_pins(check *c)
{
    for (size_t i = 0; i < c->rules->pin_count; i++) {
        size_t node[2] = {c->rules->pins[i].a, host_node(c, c->rules->pins[i].b)};
        for (size_t k = 0; k < 2; k++) {
            c->min[node[k]] -= c->min[node[k]] > 0;
            c->max[node[k]] -= c->max[node[k]] > 0;
        }
    }
    int64_t pairs = 0;
    for (size_t i = 0; i < c->cities; i++) {
        pairs += c->max[i] < c->cities ? (int64_t)c->max[i] : (int64_t)c->cities;
    }
    c->premium = c->rules->prefer == EPIC_PREFER_PARTICIPATION ? pairs * 1073741824 + 1 : 0;
}

static bool is_odd_set(const check *c, const ep_odd_set *set)
{
    bool good = c->mutual && set->count % 2 == 1 && sign(&set->price) >= 0;
    for (size_t i = 0; i < set->count; i++) {
        good = good && set->node[i] < c->pairing->proof.node_count && (i == 0 || set->node[i - 1] < set->node[i]);
    }
    return good;
}

/* Lists the sets of each node; false when one is no odd set or memory lacks (then `sets` is NULL). */
static bool index_sets(check *c, ep_arena *arena)
{
    const ep_proof *proof = &c->pairing->proof;
    size_t members = 0;
    c->first = ep_arena_array_of(arena, proof->node_count + 2, size_t);
    for (size_t s = 0; s < proof->set_count; s++) {
        if (!is_odd_set(c, &proof->set[s])) {
            WRONG(c, "E435", "set %zu of the proof is no odd set with a price of 0 or more", s);
        }
        members += proof->set[s].count;
    }
    c->sets = ep_arena_array_of(arena, members, size_t);
    if (c->wrong || c->first == NULL || c->sets == NULL) {
        return false;
    }
    for (size_t s = 0; s < proof->set_count; s++) {
        for (size_t i = 0; i < proof->set[s].count; i++) {
            c->first[proof->set[s].node[i] + 2]++;
        }
    }
    for (size_t i = 2; i < proof->node_count + 2; i++) {
        c->first[i] += c->first[i - 1];
    }
    for (size_t s = 0; s < proof->set_count; s++) {
        for (size_t i = 0; i < proof->set[s].count; i++) {
            c->sets[c->first[proof->set[s].node[i] + 1]++] = s;
        }
    }
    return true;
}

/* Adds to the bound what a pair of nodes is worth beyond its prices. */
static void price_pair(check *c, size_t u, size_t v, ep_number worth)
{
    const ep_proof *proof = &c->pairing->proof;
    add(c, &worth, &proof->price[u], -1);
    add(c, &worth, &proof->price[v], -1);
    for (size_t i = c->first[u], k = c->first[v]; i < c->first[u + 1] && k < c->first[v + 1];) {
        if (c->sets[i] == c->sets[k]) {
            add(c, &worth, &proof->set[c->sets[i]].price, -1);
        }
        size_t s = c->sets[i], t = c->sets[k];
        i += s <= t;
        k += t <= s;
    }
    if (sign(&worth) > 0) {
        add(c, &c->bound, &worth, 1);
    }
}

/* A nobody stands for the odd number of cities in its group: no pair leads out of it. */
static void price_nobodies(check *c)
{
    const ep_proof *proof = &c->pairing->proof;
    for (size_t g = c->nodes; g < proof->node_count; g++) {
        size_t members = 0;
        for (size_t i = 0; i < c->nodes; i++) {
            if (proof->group[i] != g || c->max[i] == 0) {
                continue;
            }
            members++;
            if (c->min[i] == 0) {
                price_pair(c, i, g, (ep_number){{0, 0}});
            }
        }
        add(c, &c->bound, &proof->price[g], 1);
        if (!c->mutual || members % 2 == 0) {
            WRONG(c, "E435", "a group of the proof is not of an odd number of cities");
        }
    }
}

static void price_pairs(check *c)
{
    const ep_proof *proof = &c->pairing->proof;
    for (size_t a = 0; a < c->cities; a++) {
        for (size_t b = c->mutual ? a + 1 : 0; b < c->cities; b++) {
            if (a == b || !may_choose(c, a, b)) {
                continue;
            }
            price_pair(c, a, host_node(c, b), weigh(c, a, b));
            if (proof->group[a] != proof->group[host_node(c, b)]) {
                WRONG(c, "E435", "'%s' and '%s' may be a pair and are not in one group of the proof", id(c, a), id(c, b));
            }
        }
    }
}

static void check_proof(check *c)
{
    const ep_proof *proof = &c->pairing->proof;
    for (size_t i = 0; i < c->nodes; i++) {
        add(c, &c->bound, &proof->price[i], sign(&proof->price[i]) > 0 ? c->max[i] : c->min[i]);
    }
    for (size_t s = 0; s < proof->set_count; s++) {
        add(c, &c->bound, &proof->set[s].price, (int64_t)(proof->set[s].count / 2));
    }
    price_nobodies(c);
    price_pairs(c);
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        ep_number weight = weigh(c, pair->a, pair->b);
        if (!pair->pinned) {
            add(c, &c->total, &weight, 1);
        }
    }
    if (c->overflow) {
        WRONG(c, "E435", "the prices are too large to add up");
    } else if (c->bound.at[0] != c->total.at[0]) {
        WRONG(c, "E436", "the prices do not prove that no pairing has a greater total");
    } else if (c->bound.at[1] != c->total.at[1]) {
        WRONG(c, "E436", "the prices do not prove that this is the pairing to take among equals");
    }
}

/* ---- all of it ---- */

static int verify(check *c, ep_arena *arena)
{
    const ep_proof *proof = &c->pairing->proof;
    c->used = ep_arena_array_of(arena, c->nodes, uint32_t);
    c->min = ep_arena_array_of(arena, c->nodes, uint32_t);
    c->max = ep_arena_array_of(arena, c->nodes, uint32_t);
    if (c->used == NULL || c->min == NULL || c->max == NULL) {
        return EPIC_ENOMEM;
    }
    check_pairs(c);
    check_pins(c);
    if (!c->wrong) {
        check_capacities(c);
        check_unpaired(c);
    }
    if (!c->wrong && (proof->node_count < c->nodes || proof->scale.at[0] < 1 || proof->scale.at[1] < 1)) {
        WRONG(c, "E435", "the pairing has no proof");
    }
    if (!c->wrong) {
        take_pins(c);
        if (index_sets(c, arena)) {
            check_proof(c);
        } else if (!c->wrong) {
            return EPIC_ENOMEM;
        }
    }
    return c->wrong ? EPIC_EINPUT : EPIC_OK;
}

int epic_pairing_verify(const epic_pairing *pairing, epic_diags *diags)
{
    if (pairing == NULL) {
        return EPIC_EARG;
    }
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    check c = {.pairing = pairing, .programme = programme, .rules = epic_programme_rules(programme), .diags = diags};
    c.cities = epic_programme_cities(programme);
    c.mutual = c.rules->form == EPIC_MUTUAL;
    c.nodes = c.mutual ? c.cities : 2 * c.cities;
    ep_arena *arena = ep_arena_new();
    int status = arena != NULL ? verify(&c, arena) : EPIC_ENOMEM;
    ep_arena_free(arena);
    return status;
}
