/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Proves a pairing from the programme and the prices alone; doc/pairing.md has the argument. */
#include "verify.h"

#include <math.h>
#include <string.h>

#include "hash.h"

static const int64_t MOST_SLACK = INT64_C(1) << 52; /* more than any bound lacks */

const char *ep_check_id(const ep_check *c, size_t city)
{
    return epic_programme_city(c->programme, city)->id;
}

size_t ep_check_host(const ep_check *c, size_t city)
{
    return c->mutual ? city : c->cities + city;
}

int64_t ep_check_units(const ep_check *c, size_t a, size_t b)
{
    return llround(epic_scores_value(c->pairing->scores, a, b) * 1073741824.0);
}

int64_t ep_check_tie(const ep_check *c, size_t a, size_t b)
{
    return (int64_t)(ep_mix64(ep_mix64(ep_fnv64(ep_check_id(c, a))) + ep_fnv64(ep_check_id(c, b))) >> 32) + 1;
}

/* ---- what is settled ---- */

static bool is_same(const ep_check *c, size_t a, size_t b, size_t p, size_t q)
{
    return (p == a && q == b) || (c->mutual && p == b && q == a);
}

static bool pinned(const ep_check *c, size_t a, size_t b)
{
    for (size_t i = 0; i < c->rules->pin_count; i++) {
        if (is_same(c, a, b, c->rules->pins[i].a, c->rules->pins[i].b)) {
            return true;
        }
    }
    return false;
}

static bool decided(const ep_check *c, size_t a, size_t b, ep_fate fate)
{
    for (size_t i = 0; i < c->pairing->order.settled_count; i++) {
        const ep_settled *it = &c->pairing->order.settled[i];
        if (it->fate == fate && is_same(c, a, b, it->a, it->b)) {
            return true;
        }
    }
    return false;
}

static bool made_before(const ep_check *c, size_t a, size_t b)
{
    for (size_t i = 0; i < c->pairing->pair_count && c->round > 1; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        if (pair->round < c->round && is_same(c, a, b, pair->a, pair->b)) {
            return true;
        }
    }
    return false;
}

bool ep_check_settled(const ep_check *c, size_t a, size_t b)
{
    return c->round == 1 && (pinned(c, a, b) || decided(c, a, b, EP_FATE_IN));
}

bool ep_check_may_choose(const ep_check *c, size_t a, size_t b, int64_t units)
{
    if (a == b || c->max[a] == 0 || c->max[ep_check_host(c, b)] == 0 || (units == 0 && !c->rules->allow_zero)) {
        return false;
    }
    return !ep_check_settled(c, a, b) && epic_pair_rule(c->pairing->scores, a, b) == EPIC_ALLOWED &&
           !decided(c, a, b, EP_FATE_OUT) && !made_before(c, a, b);
}

/* ---- the pairs ---- */

static bool same(double x, double y)
{
    return !(x < y) && !(x > y) && !isnan(x) && !isnan(y);
}

static void check_figures(ep_check *c, const epic_pair *pair)
{
    const epic_scores *scores = c->pairing->scores;
    const char *a = ep_check_id(c, pair->a), *b = ep_check_id(c, pair->b);
    if (!same(pair->value, epic_scores_value(scores, pair->a, pair->b)) ||
        !same(pair->benefit_a, epic_scores_benefit(scores, pair->a, pair->b)) ||
        !same(pair->benefit_b, epic_scores_benefit(scores, pair->b, pair->a))) {
        EP_WRONG(c, "E434", "the value or a benefit of '%s' and '%s' is not what the scores give", a, b);
    }
    if (pair->pinned != pinned(c, pair->a, pair->b)) {
        EP_WRONG(c, "E432", "'%s' and '%s' are said to be %s", a, b, pair->pinned ? "a pin" : "no pin");
    }
    if (pair->round < 1 || pair->round > c->rules->rounds) {
        EP_WRONG(c, "E434", "'%s' and '%s' are of a round that there is not", a, b);
    }
}

/* False when the pairs cannot be looked at further. */
static bool check_pair(ep_check *c, const epic_pair *pair, const epic_pair *before)
{
    if (pair->a >= c->cities || pair->b >= c->cities || (c->mutual && pair->a >= pair->b)) {
        EP_WRONG(c, "E431", "a pair names no two cities in their order");
        return false;
    }
    const char *a = ep_check_id(c, pair->a), *b = ep_check_id(c, pair->b);
    if (before != NULL && (before->a > pair->a || (before->a == pair->a && before->b >= pair->b))) {
        EP_WRONG(c, "E431", "'%s' and '%s' are out of order or there twice", a, b);
    }
    epic_rule rule = epic_pair_rule(c->pairing->scores, pair->a, pair->b);
    if (rule != EPIC_ALLOWED) {
        EP_WRONG(c, "E431", "'%s' and '%s' must not be a pair: %s", a, b, epic_rule_words(rule));
    }
    if (decided(c, pair->a, pair->b, EP_FATE_OUT)) {
        EP_WRONG(c, "E431", "'%s' and '%s' must not be a pair: it was ruled out", a, b);
    }
    if (!pair->pinned && !decided(c, pair->a, pair->b, EP_FATE_IN) && !c->rules->allow_zero &&
        ep_check_units(c, pair->a, pair->b) == 0) {
        EP_WRONG(c, "E431", "'%s' and '%s' must not be a pair: its value is 0", a, b);
    }
    check_figures(c, pair);
    return true;
}

static bool check_pairs(ep_check *c)
{
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        if (!check_pair(c, pair, i > 0 ? pair - 1 : NULL)) {
            return false;
        }
    }
    return true;
}

static void check_kept(ep_check *c, size_t a, size_t b, const char *what)
{
    size_t found = 0;
    for (size_t k = 0; k < c->pairing->pair_count; k++) {
        const epic_pair *pair = &c->pairing->pairs[k];
        found += is_same(c, pair->a, pair->b, a, b);
    }
    if (found != 1) {
        EP_WRONG(c, "E432", "%s of '%s' and '%s' is not kept", what, ep_check_id(c, a), ep_check_id(c, b));
    }
}

static void check_pins(ep_check *c)
{
    for (size_t i = 0; i < c->rules->pin_count; i++) {
        check_kept(c, c->rules->pins[i].a, c->rules->pins[i].b, "the pin");
    }
    for (size_t i = 0; i < c->pairing->order.settled_count; i++) {
        const ep_settled *it = &c->pairing->order.settled[i];
        if (it->fate == EP_FATE_IN) {
            check_kept(c, it->a, it->b, "the forced pair");
        }
    }
}

/* ---- the round's pairs ---- */

/* A city of a triad has two partners in it, which count as one. */
static void count_pair(ep_check *c, const epic_pair *pair, uint32_t *in_triad)
{
    size_t node[2] = {pair->a, ep_check_host(c, pair->b)};
    bool settled = ep_check_settled(c, pair->a, pair->b);
    if (settled && pair->triad) {
        EP_WRONG(c, "E431", "'%s' and '%s' stand by themselves and are in a triad", ep_check_id(c, pair->a),
                 ep_check_id(c, pair->b));
    }
    for (size_t k = 0; k < 2; k++) {
        bool again = pair->triad && in_triad[node[k]] > 0;
        in_triad[node[k]] += pair->triad;
        c->served[node[k]] = c->served[node[k]] || settled;
        c->covered += !settled && c->used[node[k]] == 0;
        c->used[node[k]] += !again;
    }
    if (!settled) {
        c->units += ep_check_units(c, pair->a, pair->b);
        c->ties += ep_check_tie(c, pair->a, pair->b);
        c->count++;
    }
}

static void check_triad(ep_check *c, const uint32_t *in_triad)
{
    size_t members = 0, odd = 0;
    for (size_t i = 0; i < c->nodes; i++) {
        members += in_triad[i] > 0;
        odd += in_triad[i] > 0 && (in_triad[i] != 2 || c->used[i] != 1 || c->max[i] != 1);
    }
    c->triad = members > 0;
    if (members > 0 && (members != 3 || odd > 0)) {
        EP_WRONG(c, "E431", "the pairs of a triad are not those of three cities");
    }
}

static int count_round(ep_check *c)
{
    uint32_t *in_triad = ep_arena_array_of(c->arena, c->nodes, uint32_t);
    if (in_triad == NULL) {
        return EPIC_ENOMEM;
    }
    memset(c->used, 0, c->nodes * sizeof *c->used);
    memset(c->served, 0, c->nodes * sizeof *c->served);
    c->covered = c->count = 0;
    c->units = c->ties = 0;
    /* Settled pairs first, so that what they cover is not counted as covered by others. */
    for (int settled = 1; settled >= 0; settled--) {
        for (size_t i = 0; i < c->pairing->pair_count; i++) {
            const epic_pair *pair = &c->pairing->pairs[i];
            if (pair->round == c->round && ep_check_settled(c, pair->a, pair->b) == (settled == 1)) {
                count_pair(c, pair, in_triad);
            }
        }
    }
    check_triad(c, in_triad);
    return EPIC_OK;
}

static bool has_part(const ep_check *c, size_t city, bool host)
{
    bool mentor = false;
    for (size_t i = 0; i < c->rules->mentor_count; i++) {
        mentor = mentor || c->rules->mentors[i] == city;
    }
    return c->rules->form != EPIC_MENTORING || mentor == host;
}

static uint32_t least(uint32_t one, size_t other)
{
    return one < other ? one : (uint32_t)other;
}

/* More partners than there are cities, nobody can have. */
static void read_capacity(ep_check *c, size_t i)
{
    const epic_city *city = epic_programme_city(c->programme, i);
    const epic_capacity *part[2] = {&city->guest, &city->host};
    if (c->mutual) {
        c->min[i] = part[0]->min > part[1]->min ? part[0]->min : part[1]->min;
        c->max[i] = least(least(part[0]->max, part[1]->max), c->cities);
        return;
    }
    for (size_t k = 0; k < 2; k++) {
        bool has = has_part(c, i, k == 1);
        c->min[k * c->cities + i] = has ? part[k]->min : 0;
        c->max[k * c->cities + i] = has ? least(part[k]->max, c->cities) : 0;
    }
}

static void check_capacities(ep_check *c)
{
    for (size_t i = 0; i < c->nodes; i++) {
        if (c->used[i] < c->min[i] || c->used[i] > c->max[i]) {
            EP_WRONG(c, "E433", "'%s' has %u partners, and %u to %u are asked for", ep_check_id(c, i % c->cities),
                     (unsigned)c->used[i], (unsigned)c->min[i], (unsigned)c->max[i]);
        }
    }
}

static void check_unpaired(ep_check *c)
{
    const epic_pairing *p = c->pairing;
    size_t k = 0;
    for (; k < p->unpaired_count && p->unpaired[k].round < c->round; k++) {
    }
    for (size_t i = 0; i < c->cities; i++) {
        if (c->used[i] + c->used[ep_check_host(c, i)] > 0) {
            continue;
        }
        if (k >= p->unpaired_count || p->unpaired[k].city != i || p->unpaired[k++].round != c->round) {
            EP_WRONG(c, "E434", "'%s' has no pair and is not in its place among the unpaired", ep_check_id(c, i));
            return;
        }
    }
    if (k < p->unpaired_count && p->unpaired[k].round == c->round) {
        EP_WRONG(c, "E434", "a city is among the unpaired and has a pair");
    }
}

/* ---- the proofs ---- */

/* More pairs than a round can have. The three cities of a triad have three. */
static int64_t most_pairs(const ep_check *c)
{
    int64_t guests = 0, hosts = c->mutual ? 3 : 0;
    for (size_t i = 0; i < c->cities; i++) {
        guests += c->max[i];
        hosts += c->max[ep_check_host(c, i)];
    }
    return c->mutual ? hosts / 2 : guests < hosts ? guests : hosts;
}

/* From now on what settled pairs leave of the capacities, and what a city more is worth when that comes first. */
static void take_settled(ep_check *c)
{
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        size_t node[2] = {pair->a, ep_check_host(c, pair->b)};
        for (size_t k = 0; k < 2 && pair->round == c->round && ep_check_settled(c, pair->a, pair->b); k++) {
            c->min[node[k]] -= c->min[node[k]] > 0;
            c->max[node[k]] -= c->max[node[k]] > 0;
        }
    }
    size_t takers = 0;
    for (size_t i = 0; i < c->cities; i++) {
        takers += c->max[i] > 0;
    }
    c->premium = c->pairing->order.prefer != EPIC_PREFER_VALUE ? most_pairs(c) * 1073741824 + 1 : 0;
    c->triads = c->rules->triad && c->mutual && takers % 2 == 1;
    if (c->triad && !c->triads) {
        EP_WRONG(c, "E431", "there is a triad where none may be");
    }
}

void ep_check_claim(ep_check *c, const ep_proof *proof, ep_large units)
{
    ep_large premiums = (ep_large)c->covered * c->premium;
    if (proof->claim == EP_CLAIM_BEST) {
        ep_large lacks = units - c->units - premiums;
        if (lacks < 0 || (lacks > 0 && c->pairing->each_proved)) {
            EP_WRONG(c, "E436", "the prices do not prove that no pairing has a greater total");
        }
        c->slack += lacks < 0 ? 0 : lacks < MOST_SLACK ? (int64_t)lacks : MOST_SLACK;
    } else if (proof->claim == EP_CLAIM_MOST && units >= premiums + c->premium) {
        EP_WRONG(c, "E436", "the prices do not prove that no pairing has more cities paired");
    } else if (proof->claim == EP_CLAIM_FAIREST && units >= premiums) {
        EP_WRONG(c, "E436", "the prices do not prove that the least value cannot be greater");
    }
}

/* The least pair of the round that is no pin; whether one that was asked for is no greater than the others. */
static int64_t least_units(const ep_check *c, bool *capped)
{
    int64_t least = INT64_MAX, asked = INT64_MAX;
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        int64_t units = ep_check_units(c, pair->a, pair->b);
        if (pair->round == c->round && !ep_check_settled(c, pair->a, pair->b)) {
            least = units < least ? units : least;
        } else if (pair->round == c->round && !pair->pinned) {
            asked = units < asked ? units : asked;
        }
    }
    *capped = least >= asked;
    return *capped ? asked : least;
}

/* The round's proofs are of what is claimed, and their floors fit the pairs. */
static void check_floors(ep_check *c)
{
    size_t found[EP_CLAIMS] = {0};
    bool fair = c->pairing->order.prefer == EPIC_PREFER_FAIRNESS && c->count > 0, capped;
    int64_t least = least_units(c, &capped), lowest = c->rules->allow_zero ? 0 : 1;
    for (size_t i = 0; i < c->pairing->proof_count; i++) {
        const ep_proof *proof = &c->pairing->proof[i];
        if (proof->round != c->round) {
            continue;
        }
        found[proof->claim]++;
        int64_t most = proof->claim == EP_CLAIM_BEST && fair && least > lowest ? least : lowest;
        uint64_t above = (uint64_t)least + 1; /* the least may be the greatest number */
        if (proof->claim == EP_CLAIM_FAIREST ? (uint64_t)proof->floor != above : proof->floor > most) {
            EP_WRONG(c, "E435", "a proof leaves out pairs that may be chosen");
        }
    }
    fair = fair && c->pairing->each_proved;
    found[EP_CLAIM_FAIREST] += capped;
    if (found[EP_CLAIM_BEST] != 1 || (fair && (found[EP_CLAIM_MOST] != 1 || found[EP_CLAIM_FAIREST] != 1))) {
        EP_WRONG(c, "E435", "the pairing has no proof");
    }
}

/* Rounds that were solved at once have one proof, which is of the total. */
static bool are_at_once(const ep_check *c)
{
    bool total = c->pairing->order.prefer == EPIC_PREFER_VALUE && !c->triad;
    return total && c->rules->rounds > 1 && c->pairing->proof_count == 1 && c->pairing->proof[0].claim == EP_CLAIM_ROUNDS;
}

static int check_proofs(ep_check *c)
{
    int status = EPIC_OK;
    if (are_at_once(c)) {
        return EPIC_OK;
    }
    take_settled(c);
    check_floors(c);
    for (size_t i = 0; i < c->pairing->proof_count && status == EPIC_OK && !c->wrong; i++) {
        const ep_proof *proof = &c->pairing->proof[i];
        if (proof->round == c->round) {
            status = proof->tree != NULL ? ep_check_tree(c, proof) : ep_check_prices(c, proof);
        }
    }
    return status;
}

/* ---- all of it ---- */

static int check_round(ep_check *c)
{
    for (size_t i = 0; i < c->cities; i++) {
        read_capacity(c, i);
    }
    int status = count_round(c);
    if (status == EPIC_OK && !c->wrong) {
        check_capacities(c);
        check_unpaired(c);
        ep_check_limits(c);
    }
    return status == EPIC_OK && !c->wrong ? check_proofs(c) : status;
}

/* What each city has room for is known from the rounds. */
static int check_rounds(ep_check *c)
{
    for (size_t i = 0; i < c->cities; i++) {
        read_capacity(c, i);
    }
    for (size_t i = 0; i < c->pairing->proof_count; i++) {
        if (c->pairing->proof[i].claim == EP_CLAIM_ROUNDS) {
            int status = ep_check_rounds(c, &c->pairing->proof[i]);
            if (c->slack != 0 && are_at_once(c)) {
                EP_WRONG(c, "E436", "the prices do not prove that no pairing has a greater total");
            }
            return status;
        }
    }
    EP_WRONG(c, "E435", "the rounds have no bound");
    return EPIC_OK;
}

static void check_sums(ep_check *c)
{
    double total = 0, units = (double)c->slack;
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        total += c->pairing->pairs[i].value;
        units += (double)ep_check_units(c, c->pairing->pairs[i].a, c->pairing->pairs[i].b);
    }
    if (!same(total, c->pairing->total)) {
        EP_WRONG(c, "E434", "the total is not the sum of the values");
    }
    if (!same(fmax(units / 1073741824.0, total), c->pairing->bound)) {
        EP_WRONG(c, "E434", "the bound is neither the total nor what the prices show");
    }
    bool reached = c->slack == 0 || c->pairing->order.prefer != EPIC_PREFER_VALUE;
    if (c->pairing->proved != (c->pairing->each_proved && reached)) {
        EP_WRONG(c, "E434", "the pairing is said to be %s", c->pairing->proved ? "proved" : "not proved");
    }
}

static bool prepare(ep_check *c)
{
    c->used = ep_arena_array_of(c->arena, c->nodes, uint32_t);
    c->min = ep_arena_array_of(c->arena, c->nodes, uint32_t);
    c->max = ep_arena_array_of(c->arena, c->nodes, uint32_t);
    c->served = ep_arena_array_of(c->arena, c->nodes, bool);
    return c->used != NULL && c->min != NULL && c->max != NULL && c->served != NULL;
}

static int verify(ep_check *c)
{
    int status = prepare(c) ? EPIC_OK : EPIC_ENOMEM;
    if (status != EPIC_OK) {
        return status;
    }
    bool readable = check_pairs(c);
    if (readable) {
        check_pins(c);
    }
    for (c->round = 1; c->round <= c->rules->rounds && status == EPIC_OK && !c->wrong; c->round++) {
        status = check_round(c);
    }
    if (status == EPIC_OK && !c->wrong && c->rules->rounds > 1) {
        status = check_rounds(c);
    }
    if (status == EPIC_OK && readable) {
        check_sums(c);
    }
    return status == EPIC_OK && c->wrong ? EPIC_EINPUT : status;
}

int epic_pairing_verify(const epic_pairing *pairing, epic_diags *diags)
{
    if (pairing == NULL) {
        return EPIC_EARG;
    }
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    ep_check c = {.pairing = pairing, .programme = programme, .rules = epic_programme_rules(programme), .diags = diags};
    c.cities = epic_programme_cities(programme);
    c.mutual = c.rules->form == EPIC_MUTUAL;
    c.nodes = c.mutual ? c.cities : 2 * c.cities;
    c.arena = ep_arena_new();
    int status = c.arena != NULL ? verify(&c) : EPIC_ENOMEM;
    ep_arena_free(c.arena);
    return status;
}
