/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

#include <stdlib.h>
#include <string.h>

typedef struct search {
    ep_fair *out;
    ep_arena *arena;
    ep_problem *problem;
    const ep_watch *watch;
    char *said;
    int64_t low;     /* units that all pairs of the best answer are worth */
    int64_t high;    /* a floor above which too many cities stay alone, or above any value */
    int64_t cap;     /* the least of the pairs that are asked for: it is no use to raise the others above it */
    int64_t refuted; /* the floor of which this is proved; 0: none */
    int64_t step;
} search;

/* Of each node what its best pair is worth, in units; -1 of one without. */
static void find_best(const ep_problem *problem, double *values, int64_t *best)
{
    size_t n = problem->cities;
    for (size_t i = 0; i < problem->match.node_count; i++) {
        best[i] = -1;
    }
    for (size_t a = 0; a < n; a++) {
        size_t first = problem->mutual ? a + 1 : 0;
        epic_scores_values(problem->scores, a, first, n - first, values);
        for (size_t b = first; b < n; b++) {
            int64_t *guest = &best[ep_node(problem, a, false)], *host = &best[ep_node(problem, b, true)];
            int64_t units = ep_units(values[b - first]);
            if ((units > *guest || units > *host) && units >= problem->floor && ep_problem_allows(problem, a, b)) {
                *guest = units > *guest ? units : *guest;
                *host = units > *host ? units : *host;
            }
        }
    }
}

/* Whether all that a node has is one partner or none, so that cities that are paired are counted by pairs. */
static bool counts_pairs(const ep_problem *problem)
{
    bool good = !ep_answer_wants_triad(problem);
    for (size_t i = 0; i < problem->match.node_count; i++) {
        good = good && (problem->match.room[i].max == 0 || problem->match.room[i].max + problem->served[i] == 1);
    }
    return good;
}

static int by_worth(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a < b) - (a > b);
}

/* What so many of a part's cities are worth at best, or those that have a pair when they are fewer. */
static int64_t worth_of(const int64_t *best, size_t cities, size_t wanted, int64_t *sorted)
{
    memcpy(sorted, best, cities * sizeof *sorted);
    qsort(sorted, cities, sizeof *sorted, by_worth);
    size_t count = wanted < cities ? wanted : cities;
    while (count > 1 && sorted[count - 1] < 0) {
        count--;
    }
    return sorted[count - 1];
}

/* Above the hint too few cities of a part have a pair, and when each of them pays for any pair, nobody else must. */
static int refute(search *s, const int64_t *best, size_t part, int64_t hint)
{
    const ep_problem *problem = s->problem;
    size_t nodes = problem->match.node_count, cities = problem->cities;
    ep_proof proof = {.claim = EP_CLAIM_FAIREST, .floor = hint + 1, .node_count = nodes, .scale = {{problem->mutual ? 2 : 1, 1}}};
    proof.price = ep_arena_array_of(s->arena, nodes, ep_number);
    proof.group = ep_arena_array_of(s->arena, nodes, uint32_t);
    proof.set = ep_arena_array_of(s->arena, 0, ep_odd_set);
    if (proof.price == NULL || proof.group == NULL || proof.set == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < nodes; i++) {
        bool pays = i / cities == part && best[i] > hint;
        proof.price[i].at[EP_WEIGHT] = pays ? 2 * problem->premium + ep_units(1) : 0;
        proof.group[i] = EP_NO_NODE;
    }
    s->out->more[1] = proof;
    s->high = s->refuted = hint + 1;
    return EPIC_OK;
}

static int take_hint(search *s, const int64_t *best, int64_t *sorted, int64_t *hint)
{
    const ep_problem *problem = s->problem;
    size_t cities = problem->cities, part = 0;
    bool proves = counts_pairs(problem);
    *hint = s->cap;
    for (size_t i = 0; i < problem->match.node_count / cities; i++) {
        size_t wanted = problem->mutual ? 2 * s->out->best.count : s->out->best.count;
        int64_t worth = worth_of(best + i * cities, cities, proves ? wanted : cities, sorted);
        part = worth < *hint ? i : part;
        *hint = worth < *hint ? worth : *hint;
    }
    return proves && *hint < s->cap ? refute(s, best, part, *hint) : EPIC_OK;
}

/* How high the floor can be, by what the cities' best pairs are worth: as a rule so high. */
static int find_hint(search *s, int64_t *hint)
{
    size_t n = s->problem->cities, nodes = s->problem->match.node_count;
    ep_arena *arena = ep_arena_new();
    double *values = arena != NULL ? ep_arena_array_of(arena, n, double) : NULL;
    int64_t *best = arena != NULL ? ep_arena_array_of(arena, nodes, int64_t) : NULL;
    int64_t *sorted = arena != NULL ? ep_arena_array_of(arena, n, int64_t) : NULL;
    int status = EPIC_ENOMEM;
    if (values != NULL && best != NULL && sorted != NULL) {
        find_best(s->problem, values, best);
        status = take_hint(s, best, sorted, hint);
    }
    ep_arena_free(arena);
    return status;
}

static int64_t between(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : value > high ? high : value;
}

/* Tries a floor: either there is a better answer, or there is none. Where there are minima, there may be no answer at all. */
static int try_floor(search *s, int64_t floor)
{
    ep_answer answer;
    s->problem->floor = floor;
    int status = ep_answer_find(&answer, s->arena, s->problem, s->watch, s->said);
    if (status != EPIC_OK && status != EPIC_EINFEASIBLE) {
        return status;
    }
    s->out->proved = s->out->proved && answer.proved;
    if (status == EPIC_OK && answer.covered == s->out->best.covered) {
        s->low = answer.least;
        s->out->best = answer;
        s->out->best.proof.claim = EP_CLAIM_BEST;
        return EPIC_OK;
    }
    s->high = s->refuted = floor;
    s->out->more[1] = answer.proof;
    s->out->more[1].claim = EP_CLAIM_FAIREST;
    return EPIC_OK;
}

static int raise_floor(search *s)
{
    int64_t next;
    int status = find_hint(s, &next);
    while (status == EPIC_OK && s->refuted != s->low + 1 && s->low < s->cap) {
        int64_t low = s->low;
        status = try_floor(s, between(next, low + 1, s->refuted > 0 ? s->high - 1 : s->high));
        if (s->low > low && s->refuted == 0) {
            next = s->low + s->step;
            s->step *= 4;
        } else {
            next = s->low + (s->high - s->low) / 2;
        }
    }
    s->out->more_count = s->refuted == s->low + 1 ? 2 : 1;
    return status;
}

static int64_t find_cap(const ep_problem *problem)
{
    int64_t cap = ep_units(1) + 1;
    for (size_t i = 0; i < problem->settled_count; i++) {
        const ep_settled *it = &problem->settled[i];
        int64_t units = it->fate == EP_FATE_IN ? ep_units(epic_scores_value(problem->scores, it->a, it->b)) : cap;
        cap = units < cap ? units : cap;
    }
    return cap;
}

int ep_fair_find(ep_fair *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch, char *said)
{
    out->more_count = 0;
    int status = ep_answer_find(&out->best, arena, problem, watch, said);
    out->proved = out->best.proved;
    out->best.proof.claim = EP_CLAIM_BEST;
    if (status != EPIC_OK || problem->order->prefer != EPIC_PREFER_FAIRNESS || out->best.count == 0) {
        return status;
    }
    out->more[0] = out->best.proof;
    out->more[0].claim = EP_CLAIM_MOST;
    int64_t cap = find_cap(problem);
    search s = {.out = out,
                .arena = arena,
                .problem = problem,
                .watch = watch,
                .said = said,
                .low = out->best.least,
                .high = cap,
                .cap = cap,
                .step = 1};
    return raise_floor(&s);
}
