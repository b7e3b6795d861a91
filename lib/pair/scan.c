/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

enum { WISHES = 12 }; /* of each city in one pass */

static const double MARGIN = 0x1p-28; /* of values: more than all that rounding adds */

typedef struct wish {
    double gain, value;
    size_t other;
} wish;

typedef struct scan {
    ep_problem *problem;
    const ep_prices *prices; /* NULL in the first pass */
    double *values;          /* of a row */
    double *level;           /* of each city: its part of what a pair's value must exceed; INFINITY: it takes no part */
    wish *wishes;            /* of each city: the least first */
    ep_edge *edges;
    size_t room;
} scan;

bool ep_scan_can(const ep_problem *problem)
{
    bool can = problem->mutual;
    for (size_t i = 0; i < problem->cities && can; i++) {
        can = problem->match.room[i].min == 0;
    }
    ep_number most = {{problem->premium + ep_units(1), INT64_C(1) << 32}};
    return can && ep_native_in_range(problem->cities, &most);
}

static wish *wishes_of(const scan *s, size_t city)
{
    return s->wishes + city * WISHES;
}

static void insert(wish *list, wish it)
{
    size_t i = 0;
    if (it.gain <= list[0].gain) {
        return;
    }
    for (; i + 1 < WISHES && list[i + 1].gain < it.gain; i++) {
        list[i] = list[i + 1];
    }
    list[i] = it;
}

/* The prices of odd sets are looked at before a wish can displace another: a pair that they cover must not hide one that they do
 * not. */
static void consider(scan *s, size_t a, size_t b, double value)
{
    double gain = value - s->level[a] - s->level[b];
    ep_edge edge;
    if (gain <= wishes_of(s, a)->gain && gain <= wishes_of(s, b)->gain) {
        return;
    }
    if (!ep_problem_edge(s->problem, a, b, value, &edge) || (s->prices != NULL && ep_prices_cover(s->prices, &edge))) {
        return;
    }
    insert(wishes_of(s, a), (wish){gain, value, b});
    insert(wishes_of(s, b), (wish){gain, value, a});
}

/* A pair's premium is taken off, half from each. */
static void begin_pass(scan *s, const ep_prices *prices)
{
    s->prices = prices;
    for (size_t i = 0; i < s->problem->cities; i++) {
        double price = 0;
        if (prices != NULL) {
            price = (double)(ep_prices_of(prices, (uint32_t)i).at[EP_WEIGHT] - s->problem->premium) / (2 * EP_UNITS);
        }
        s->level[i] = s->problem->match.room[i].max > 0 ? price : (double)INFINITY;
        for (size_t k = 0; k < WISHES; k++) {
            wishes_of(s, i)[k] = (wish){-1, 0, EPIC_NONE};
        }
    }
}

static void look_at_all(scan *s)
{
    size_t n = s->problem->cities;
    for (size_t a = 0; a + 1 < n; a++) {
        double limit = s->level[a] - MARGIN;
        if (!(limit < (double)INFINITY)) {
            continue;
        }
        epic_scores_values(s->problem->scores, a, a + 1, n - a - 1, s->values);
        for (size_t b = a + 1; b < n; b++) {
            if (s->values[b - a - 1] - limit >= s->level[b]) {
                consider(s, a, b, s->values[b - a - 1]);
            }
        }
    }
}

static bool wants(const scan *s, size_t city, size_t other)
{
    for (size_t k = 0; k < WISHES; k++) {
        if (wishes_of(s, city)[k].other == other) {
            return true;
        }
    }
    return false;
}

/* Both cities of a pair may wish for it, and it is listed once. */
static int list_wishes(scan *s, ep_match_problem *match)
{
    for (size_t i = 0; i < s->problem->cities; i++) {
        for (size_t k = 0; k < WISHES; k++) {
            const wish *it = &wishes_of(s, i)[k];
            if (it->other == EPIC_NONE || (it->other < i && wants(s, it->other, i))) {
                continue;
            }
            if (!ep_grow((void **)&s->edges, &s->room, match->edge_count + 1, sizeof *s->edges)) {
                return EPIC_ENOMEM;
            }
            size_t a = i < it->other ? i : it->other, b = i < it->other ? it->other : i;
            match->edge = s->edges;
            match->edge_count += ep_problem_edge(s->problem, a, b, it->value, &s->edges[match->edge_count]);
        }
    }
    return EPIC_OK;
}

static int more(void *user, const ep_prices *prices, ep_match_problem *match)
{
    scan *s = user;
    begin_pass(s, prices);
    look_at_all(s);
    return list_wishes(s, match);
}

static int run(scan *s, ep_match *out, ep_arena *arena, const ep_watch *watch)
{
    size_t n = s->problem->cities;
    s->values = ep_arena_array_of(arena, n, double);
    s->level = ep_arena_array_of(arena, n, double);
    s->wishes = ep_arena_array_of(arena, n * WISHES, wish);
    if (s->values == NULL || s->level == NULL || s->wishes == NULL) {
        return EPIC_ENOMEM;
    }
    int status = more(s, NULL, &s->problem->match);
    return status == EPIC_OK ? ep_match_lazily(out, arena, &s->problem->match, more, s, watch) : status;
}

/* The edges move to the arena. */
int ep_scan_match(ep_match *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch)
{
    scan s = {.problem = problem};
    int status = run(&s, out, arena, watch);
    size_t count = problem->match.edge_count;
    ep_edge *edges = ep_arena_array_of(arena, count, ep_edge);
    if (edges != NULL && count > 0) {
        memcpy(edges, s.edges, count * sizeof *edges);
    }
    problem->match.edge = edges;
    free(s.edges);
    return edges == NULL ? EPIC_ENOMEM : status;
}
