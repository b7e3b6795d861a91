/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the prices of the proof, a pairing loses against the best one at least the slack of each of its pairs: what their prices
 * exceed its weight by. So a pairing that loses little has pairs of little slack alone. These are listed, and the problem is
 * solved among them without the pair, from the prices there are. What is lost is right when it is no more than the slack up to
 * which pairs are listed; else more are listed, up to that loss at most. */
#include "losses.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "grow.h"

enum { NEAR = 8 }; /* partners of each city whose slack is in the first list, on average */

typedef struct sieve {
    ep_refusal *out;
    const epic_pairing *pairing;
    const ep_proof *proof;
    ep_problem *problem;
    const ep_watch *watch;
    ep_arena *arena;
    size_t *first, *sets; /* of each node: where its odd sets stand in the list, ascending */
    double *values;       /* of a row */
    int64_t *near;        /* of each node: its least slacks, ascending */
    int64_t *far;         /* of each node: the slack above which its pairs do not count */
    int64_t *guess;
    bool *known;          /* of each pair */
    bool *met;            /* of each node: it has a partner */
    int64_t limit;        /* slack up to which pairs are listed */
    int64_t most;         /* that a pair loses, of those not known */
    int64_t best;         /* what the pairing weighs */
    ep_edge *edge;
    size_t count, room;
    size_t *refused;  /* pairs not known */
    uint32_t *number; /* where they stand in the list */
    epic_pair *pair;  /* of an answer without one */
} sieve;

bool ep_losses_can(const epic_pairing *pairing, const ep_problem *problem)
{
    return problem->rules->rounds == 1 && pairing->order.prefer != EPIC_PREFER_FAIRNESS && ep_answer_needs_glpk(problem) == NULL;
}

/* ---- slack ---- */

static bool index_sets(sieve *s)
{
    const ep_proof *proof = s->proof;
    size_t nodes = s->problem->match.node_count, all = 0;
    s->first = ep_arena_array_of(s->arena, nodes + 2, size_t);
    for (size_t i = 0; i < proof->set_count; i++) {
        all += proof->set[i].count;
    }
    s->sets = ep_arena_array_of(s->arena, all, size_t);
    if (s->first == NULL || s->sets == NULL) {
        return false;
    }
    for (size_t i = 0; i < proof->set_count; i++) {
        for (size_t k = 0; k < proof->set[i].count; k++) {
            s->first[proof->member[proof->set[i].first + k] + 2]++;
        }
    }
    for (size_t i = 2; i < nodes + 2; i++) {
        s->first[i] += s->first[i - 1];
    }
    for (size_t i = 0; i < proof->set_count; i++) {
        for (size_t k = 0; k < proof->set[i].count; k++) {
            s->sets[s->first[proof->member[proof->set[i].first + k] + 1]++] = i;
        }
    }
    return true;
}

static int64_t slack_of(const sieve *s, const ep_edge *edge)
{
    const ep_proof *proof = s->proof;
    int64_t slack = proof->price[edge->u].at[EP_WEIGHT] + proof->price[edge->v].at[EP_WEIGHT] -
                    proof->scale.at[EP_WEIGHT] * edge->weight.at[EP_WEIGHT];
    size_t i = s->first[edge->u], k = s->first[edge->v];
    while (i < s->first[edge->u + 1] && k < s->first[edge->v + 1]) {
        slack += s->sets[i] == s->sets[k] ? proof->set[s->sets[i]].price.at[EP_WEIGHT] : 0;
        bool next = s->sets[i] <= s->sets[k];
        k += s->sets[k] <= s->sets[i];
        i += next;
    }
    return slack;
}

/* Whether the prices of its cities alone exceed a pair's value by so much that it does not count. */
static bool is_far(const sieve *s, size_t a, size_t b, double value)
{
    size_t u = ep_node(s->problem, a, false), v = ep_node(s->problem, b, true);
    int64_t slack = s->proof->price[u].at[EP_WEIGHT] + s->proof->price[v].at[EP_WEIGHT] -
                    s->proof->scale.at[EP_WEIGHT] * (ep_units(value) + 2 * s->problem->premium);
    return slack > s->far[u] && slack > s->far[v];
}

/* Calls `look` with each edge that may be chosen and can count, in the order of its cities. */
static int for_each(sieve *s, bool (*look)(sieve *s, const ep_edge *edge))
{
    const ep_problem *problem = s->problem;
    size_t n = problem->cities;
    ep_edge edge;
    for (size_t a = 0; a < n; a++) {
        size_t first = problem->mutual ? a + 1 : 0;
        epic_scores_values(problem->scores, a, first, n - first, s->values);
        for (size_t b = first; b < n; b++) {
            double value = s->values[b - first];
            if (!is_far(s, a, b, value) && ep_problem_edge(problem, a, b, value, &edge) && !look(s, &edge)) {
                return EPIC_ENOMEM;
            }
        }
    }
    return EPIC_OK;
}

static void insert(int64_t *near, int64_t slack)
{
    size_t i = NEAR - 1;
    if (slack >= near[i]) {
        return;
    }
    for (; i > 0 && near[i - 1] > slack; i--) {
        near[i] = near[i - 1];
    }
    near[i] = slack;
}

static bool look_near(sieve *s, const ep_edge *edge)
{
    int64_t slack = slack_of(s, edge);
    insert(s->near + NEAR * edge->u, slack);
    insert(s->near + NEAR * edge->v, slack);
    s->far[edge->u] = s->near[NEAR * edge->u + NEAR - 1];
    s->far[edge->v] = s->near[NEAR * edge->v + NEAR - 1];
    return true;
}

/* The mean of the greatest of the nodes' least slacks. */
static int find_limit(sieve *s)
{
    size_t nodes = s->problem->match.node_count, count = 0;
    double sum = 0;
    for (size_t i = 0; i < NEAR * nodes; i++) {
        s->near[i] = s->far[i / NEAR] = INT64_MAX;
    }
    int status = for_each(s, look_near);
    for (size_t i = 0; i < nodes; i++) {
        count += s->far[i] < INT64_MAX;
        sum += s->far[i] < INT64_MAX ? (double)s->far[i] : 0;
    }
    s->limit = count > 0 ? (int64_t)(sum / (double)count) : INT64_MAX;
    return status;
}

static bool look_within(sieve *s, const ep_edge *edge)
{
    if (slack_of(s, edge) > s->limit) {
        return true;
    }
    if (!ep_grow((void **)&s->edge, &s->room, s->count + 1, sizeof *s->edge)) {
        return false;
    }
    s->edge[s->count++] = *edge;
    return true;
}

static int list_edges(sieve *s)
{
    s->count = 0;
    for (size_t i = 0; i < s->problem->match.node_count; i++) {
        s->far[i] = s->limit;
    }
    return for_each(s, look_within);
}

/* ---- a refusal ---- */

static bool is_settled(const sieve *s, const epic_pair *pair)
{
    ep_fate fate = ep_problem_fate(s->problem, pair->a, pair->b);
    return fate == EP_FATE_PINNED || fate == EP_FATE_IN;
}

static void add_pair(sieve *s, size_t *count, size_t a, size_t b, bool pinned)
{
    s->pair[(*count)++] = (epic_pair){.a = a, .b = b, .value = epic_scores_value(s->problem->scores, a, b), .pinned = pinned};
}

/* The sums run over the pairs in their order, as those of a pairing do. */
static int keep(sieve *s, ep_refusal *to, const bool *chosen)
{
    const ep_problem *problem = s->problem;
    size_t count = 0;
    for (size_t i = 0; i < problem->settled_count; i++) {
        const ep_settled *it = &problem->settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            add_pair(s, &count, it->a, it->b, it->fate == EP_FATE_PINNED);
        }
    }
    for (size_t i = 0; i < s->count; i++) {
        if (chosen[i]) {
            add_pair(s, &count, ep_edge_a(&s->edge[i]), ep_edge_b(problem, &s->edge[i]), false);
        }
    }
    ep_pairs_sort(s->pair, count);
    to->total = 0;
    for (size_t i = 0; i < count; i++) {
        to->total += s->pair[i].value;
    }
    return ep_standing_of(&to->standing, problem, s->pair, count) ? EPIC_OK : EPIC_ENOMEM;
}

/* What a pair is worth, and what it earns for each of its nodes that had no partner. */
static int64_t earn(sieve *s, size_t a, size_t b, int64_t units)
{
    size_t u = ep_node(s->problem, a, false), v = ep_node(s->problem, b, true);
    int64_t sum = units + s->problem->premium * (!s->met[u] + !s->met[v]);
    s->met[u] = s->met[v] = true;
    return sum;
}

static void begin_earning(sieve *s)
{
    memcpy(s->met, s->problem->served, s->problem->match.node_count * sizeof *s->met);
}

static int64_t weight_of(sieve *s, const bool *chosen)
{
    int64_t sum = 0;
    begin_earning(s);
    for (size_t i = 0; i < s->count; i++) {
        const ep_edge *edge = &s->edge[i];
        int64_t units = edge->weight.at[EP_WEIGHT] - 2 * s->problem->premium;
        sum += chosen[i] ? earn(s, ep_edge_a(edge), ep_edge_b(s->problem, edge), units) : 0;
    }
    return sum;
}

/* The weight of the pairing's own choice. */
static int64_t weight_of_best(sieve *s)
{
    int64_t sum = 0;
    begin_earning(s);
    for (size_t i = 0; i < s->pairing->pair_count; i++) {
        const epic_pair *pair = &s->pairing->pairs[i];
        sum += is_settled(s, pair) ? 0 : earn(s, pair->a, pair->b, ep_units(pair->value));
    }
    return sum;
}

/* An ep_refused. */
static int take(void *user, size_t which, const bool *chosen)
{
    sieve *s = user;
    size_t i = s->refused[which];
    int64_t loss = s->proof->scale.at[EP_WEIGHT] * (s->best - weight_of(s, chosen));
    s->known[i] = loss <= s->limit;
    s->most = !s->known[i] && loss > s->most ? loss : s->most;
    int status = s->known[i] ? keep(s, &s->out[i], chosen) : EPIC_OK;
    double done = (double)i / (double)s->pairing->pair_count;
    bool goes_on = s->watch->progress == NULL || s->watch->progress(s->watch->user, s->watch->stage, done);
    return status == EPIC_OK && !goes_on ? EPIC_ECANCELLED : status;
}

/* Where the pairs stand in the list that are not known yet: both have the same order. */
static size_t find_pairs(sieve *s)
{
    size_t count = 0, at = 0;
    for (size_t i = 0; i < s->pairing->pair_count; i++) {
        const epic_pair *pair = &s->pairing->pairs[i];
        for (; !s->known[i] && (ep_edge_a(&s->edge[at]) != pair->a || ep_edge_b(s->problem, &s->edge[at]) != pair->b); at++) {
        }
        s->refused[count] = i;
        s->number[count] = (uint32_t)at;
        count += !s->known[i];
    }
    return count;
}

static int refuse_each(sieve *s)
{
    int status = list_edges(s);
    s->most = 0;
    if (status != EPIC_OK) {
        return status;
    }
    ep_match_problem match = s->problem->match;
    match.edge = s->edge;
    match.edge_count = s->count;
    ep_refuse refuse = {s->number, find_pairs(s), take, s};
    return ep_match_refuse(&match, s->guess, &refuse);
}

static bool begin(sieve *s)
{
    size_t nodes = s->problem->match.node_count, pairs = s->pairing->pair_count;
    s->values = ep_arena_array_of(s->arena, s->problem->cities, double);
    s->near = ep_arena_array_of(s->arena, NEAR * nodes, int64_t);
    s->far = ep_arena_array_of(s->arena, nodes, int64_t);
    s->guess = ep_arena_array_of(s->arena, nodes, int64_t);
    s->known = ep_arena_array_of(s->arena, pairs, bool);
    s->refused = ep_arena_array_of(s->arena, pairs, size_t);
    s->number = ep_arena_array_of(s->arena, pairs, uint32_t);
    s->met = ep_arena_array_of(s->arena, nodes, bool);
    s->pair = ep_arena_array_of(s->arena, nodes + pairs, epic_pair);
    if (s->values == NULL || s->near == NULL || s->far == NULL || s->guess == NULL || s->known == NULL || s->refused == NULL ||
        s->number == NULL || s->met == NULL || s->pair == NULL || !index_sets(s)) {
        return false;
    }
    s->best = weight_of_best(s);
    for (size_t i = 0; i < nodes; i++) {
        s->guess[i] = s->proof->price[i].at[EP_WEIGHT] / s->proof->scale.at[EP_WEIGHT];
    }
    for (size_t i = 0; i < pairs; i++) {
        s->known[i] = s->out[i].settled = is_settled(s, &s->pairing->pairs[i]);
    }
    return true;
}

int ep_losses_find(ep_refusal *out, const epic_pairing *pairing, ep_problem *problem, const ep_watch *watch)
{
    sieve s = {.out = out, .pairing = pairing, .proof = pairing->proof, .problem = problem, .watch = watch};
    s.arena = ep_arena_new();
    int status = s.arena != NULL && begin(&s) ? find_limit(&s) : EPIC_ENOMEM;
    status = status == EPIC_OK ? refuse_each(&s) : status;
    while (status == EPIC_OK && s.most > 0) {
        s.limit = s.limit < s.most / 2 ? 2 * s.limit + 1 : s.most;
        status = refuse_each(&s);
    }
    free(s.edge);
    ep_arena_free(s.arena);
    return status;
}

/* ---- of any pairing ---- */

/* Each by a pairing of its own. */
static int lose_each(double *losses, const epic_pairing *pairing, const epic_pair_options *known)
{
    const ep_watch watch = {known->progress, known->user, "pairing"};
    int status = EPIC_OK;
    for (size_t i = 0; i < pairing->pair_count && (status == EPIC_OK || status == EPIC_EINFEASIBLE); i++) {
        const epic_pair *pair = &pairing->pairs[i];
        ep_fate fate = ep_alternative_fate(pairing, pair->a, pair->b);
        ep_stretch part = {&watch, (double)i / (double)pairing->pair_count, 1 / (double)pairing->pair_count};
        epic_pairing *other = NULL;
        if (fate != EP_FATE_PINNED && fate != EP_FATE_IN) {
            status = ep_alternative_make(&other, pairing, &(ep_settled){pair->a, pair->b, EP_FATE_OUT}, 1, known->threads,
                                         &(ep_watch){ep_stretch_tell, &part, watch.stage}, NULL);
        }
        losses[i] = other != NULL ? pairing->total - other->total : (double)NAN;
        epic_pairing_unref(other);
    }
    return status == EPIC_EINFEASIBLE ? EPIC_OK : status;
}

static int lose_quickly(double *losses, const epic_pairing *pairing, ep_problem *problem, const epic_pair_options *known)
{
    const ep_watch watch = {known->progress, known->user, "pairing"};
    ep_refusal *refusal = calloc(pairing->pair_count + 1, sizeof *refusal);
    int status = refusal != NULL ? ep_losses_find(refusal, pairing, problem, &watch) : EPIC_ENOMEM;
    for (size_t i = 0; i < pairing->pair_count && status == EPIC_OK; i++) {
        losses[i] = refusal[i].settled ? (double)NAN : pairing->total - refusal[i].total;
    }
    free(refusal);
    return status;
}

int epic_pairing_losses(const epic_pairing *pairing, double *losses, const epic_pair_options *options)
{
    epic_pair_options known;
    if (pairing == NULL || (losses == NULL && pairing->pair_count > 0) || !ep_alternative_options(&known, pairing, options)) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    int status = EPIC_ENOMEM;
    if (arena != NULL) {
        status = ep_problem_make(&problem, arena, pairing->scores, &pairing->order, &(ep_made){NULL, 0});
    }
    if (status == EPIC_OK) {
        bool quick = ep_losses_can(pairing, &problem);
        status = quick ? lose_quickly(losses, pairing, &problem, &known) : lose_each(losses, pairing, &known);
    }
    ep_arena_free(arena);
    return status;
}
