/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fair.h"

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

/* Of each node what its best pair is worth, in units. */
static void find_best(const ep_problem *problem, double *values, int64_t *best)
{
    size_t n = problem->cities;
    for (size_t a = 0; a < n; a++) {
        epic_scores_values(problem->scores, a, 0, n, values);
        for (size_t b = 0; b < n; b++) {
            int64_t *guest = &best[ep_node(problem, a, false)], *host = &best[ep_node(problem, b, true)];
            int64_t units = ep_units(values[b]);
            if ((units > *guest || units > *host) && units >= problem->floor && ep_problem_allows(problem, a, b)) {
                *guest = units > *guest ? units : *guest;
                *host = units > *host ? units : *host;
            }
        }
    }
}

/* The least of these: as a rule how high the floor can be. */
static int find_hint(search *s, int64_t *hint)
{
    size_t n = s->problem->cities, nodes = s->problem->match.node_count;
    ep_arena *arena = ep_arena_new();
    double *values = arena != NULL ? ep_arena_array_of(arena, n, double) : NULL;
    int64_t *best = arena != NULL ? ep_arena_array_of(arena, nodes, int64_t) : NULL;
    int status = values != NULL && best != NULL ? EPIC_OK : EPIC_ENOMEM;
    *hint = ep_units(1);
    if (status == EPIC_OK) {
        find_best(s->problem, values, best);
    }
    for (size_t i = 0; i < nodes && status == EPIC_OK; i++) {
        *hint = best[i] > 0 && best[i] < *hint ? best[i] : *hint;
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
