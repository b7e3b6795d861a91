/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "grow.h"

enum {
    WISHES = 12,       /* of each city in one pass */
    LEAST_SAMPLE = 64, /* cities */
    PACE = 64          /* rows between two calls of the watcher */
};

static const double MARGIN = 0x1p-28; /* of values: more than all that rounding adds */

typedef struct wish {
    double gain, value;
    size_t other;
} wish;

typedef struct scan {
    ep_problem *problem;
    const ep_watch *watch;
    double done; /* the most that was told */
    size_t count; /* only so many cities for now, the first */
    const ep_prices *prices; /* NULL in the first pass */
    double *values;          /* of a row */
    double *level;           /* of each city: its part of what a pair's value must exceed; INFINITY: it takes no part */
    double *best;            /* likewise, in the making */
    int64_t *guess;          /* of each city: a price to begin with */
    ep_number *paid;         /* of each city: prices that, without odd sets, cover all its pairs but those listed */
    bool *stale;             /* of each city: its pairs must be looked at */
    int64_t *sets;           /* of each city: ep_prices_common() */
    double *common;          /* the same, as a part of a pair's value */
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

static bool takes_part(const scan *s, size_t city)
{
    return s->problem->match.room[city].max > 0;
}

/* A pair's premium is taken off, half from each. */
static void begin_pass(scan *s, const ep_prices *prices)
{
    s->prices = prices;
    memset(s->sets, 0, s->count * sizeof *s->sets);
    if (prices != NULL) {
        ep_prices_common(prices, s->sets);
    }
    for (size_t i = 0; i < s->count; i++) {
        s->common[i] = (double)s->sets[i] / (2 * EP_UNITS);
        if (prices != NULL && takes_part(s, i)) {
            int64_t price = ep_prices_of(prices, (uint32_t)i).at[EP_WEIGHT] - s->problem->premium;
            s->level[i] = (double)price / (2 * EP_UNITS);
        }
        for (size_t k = 0; k < WISHES; k++) {
            wishes_of(s, i)[k] = (wish){-(double)INFINITY, 0, EPIC_NONE};
        }
    }
}

static bool is_less(ep_number x, ep_number y)
{
    return x.at[EP_WEIGHT] != y.at[EP_WEIGHT] ? x.at[EP_WEIGHT] < y.at[EP_WEIGHT] : x.at[EP_TIE] < y.at[EP_TIE];
}

/* A pair of two cities whose prices have not fallen is covered as it was, whatever odd sets there are now. */
static void find_stale(scan *s)
{
    size_t stale = 0;
    for (size_t i = 0; i < s->count; i++) {
        s->stale[i] = s->prices == NULL || is_less(ep_prices_of(s->prices, (uint32_t)i), s->paid[i]);
        stale += s->stale[i];
    }
    for (size_t i = 0; i < s->count && stale > s->count / 2; i++) {
        s->stale[i] = true;
    }
}

static void look_at_row(scan *s, size_t a, size_t first)
{
    double limit = s->prices != NULL ? s->level[a] - MARGIN : -(double)INFINITY;
    epic_scores_values(s->problem->scores, a, first, s->count - first, s->values);
    for (size_t b = first; b < s->count; b++) {
        double value = s->values[b - first], common = s->common[a] < s->common[b] ? s->common[a] : s->common[b];
        if (value - limit - common >= s->level[b] && b != a && (b > a || !s->stale[b])) {
            consider(s, a < b ? a : b, a < b ? b : a, value);
        }
    }
}

/* Samples come first, and rounds repeat; what is told of them does not fall. */
static bool tell(void *user, const char *stage, double done)
{
    scan *s = user;
    s->done = done > s->done ? done : s->done;
    return s->watch->progress == NULL || s->watch->progress(s->watch->user, stage, s->done);
}

/* Rows that follow stale ones alone have been looked at up to the diagonal. */
static bool look_at_all(scan *s)
{
    bool half = true;
    for (size_t a = 0; a < s->count; a++) {
        if (a % PACE == PACE - 1 && !tell(s, s->watch->stage, 0)) {
            return false;
        }
        if (s->stale[a] && takes_part(s, a)) {
            look_at_row(s, a, half ? a : 0);
        }
        half = half && s->stale[a];
    }
    return true;
}

/* Where there were too many wishes, some were lost, and all must be looked at again. */
static void remember_prices(scan *s)
{
    for (size_t i = 0; i < s->count; i++) {
        bool lost = wishes_of(s, i)->other != EPIC_NONE;
        s->paid[i] = lost || s->prices == NULL ? (ep_number){{INT64_MAX, 0}} : ep_prices_of(s->prices, (uint32_t)i);
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
    for (size_t i = 0; i < s->count; i++) {
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
    find_stale(s);
    if (!look_at_all(s)) {
        return EPIC_ECANCELLED;
    }
    if (prices == NULL || !ep_prices_have_sets(prices)) {
        remember_prices(s);
    }
    return list_wishes(s, match);
}

/* ---- from few cities to many ---- */

/* What a city is worth to those of the first `count` cities that value it most, beyond their own prices. */
static double worth(scan *s, size_t city, size_t count)
{
    double best = 0;
    ep_edge edge;
    epic_scores_values(s->problem->scores, city, 0, count, s->values);
    for (size_t i = 0; i < count; i++) {
        double gain = s->values[i] - s->level[i];
        if (gain > best && ep_problem_edge(s->problem, city < i ? city : i, city < i ? i : city, s->values[i], &edge)) {
            best = gain;
        }
    }
    return best;
}

/* Prices among more cities, guessed from those among the first: the mean of two that both cover all pairs of these. */
static void guess_levels(scan *s, size_t count)
{
    double *best = s->best;
    for (size_t i = 0; i < count; i++) {
        best[i] = takes_part(s, i) ? worth(s, i, s->count) : 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (takes_part(s, i)) {
            s->level[i] = i < s->count ? (s->level[i] + best[i]) / 2 : best[i];
        }
    }
}

static int match_first(scan *s, size_t count, ep_match *out, ep_arena *arena)
{
    ep_watch watch = {tell, s, s->watch->stage};
    ep_match_problem *match = &s->problem->match;
    guess_levels(s, count);
    s->count = match->node_count = count;
    match->edge_count = 0;
    for (size_t i = 0; i < count; i++) {
        s->guess[i] = takes_part(s, i) ? llround(s->level[i] * EP_UNITS) + s->problem->premium / 2 : 0;
    }
    int status = more(s, NULL, match);
    return status == EPIC_OK ? ep_match_lazily(out, arena, match, s->guess, more, s, &watch) : status;
}

/* Of all cities a quarter, of which a quarter, and so on are matched before, for good prices to begin with. */
static int match_sample(scan *s)
{
    size_t n = s->problem->cities, shift = 0;
    while (n >> (shift + 2) >= LEAST_SAMPLE) {
        shift += 2;
    }
    int status = EPIC_OK;
    for (; shift > 0 && status == EPIC_OK; shift -= 2) {
        ep_arena *arena = ep_arena_new();
        ep_match match;
        status = arena != NULL ? match_first(s, n >> shift, &match, arena) : EPIC_ENOMEM;
        ep_arena_free(arena);
    }
    return status;
}

static int run(scan *s, ep_match *out, ep_arena *arena)
{
    size_t n = s->problem->cities;
    s->values = ep_arena_array_of(arena, n, double);
    s->level = ep_arena_array_of(arena, n, double);
    s->best = ep_arena_array_of(arena, n, double);
    s->guess = ep_arena_array_of(arena, n, int64_t);
    s->sets = ep_arena_array_of(arena, n, int64_t);
    s->common = ep_arena_array_of(arena, n, double);
    s->paid = ep_arena_array_of(arena, n, ep_number);
    s->stale = ep_arena_array_of(arena, n, bool);
    s->wishes = ep_arena_array_of(arena, n * WISHES, wish);
    if (s->paid == NULL || s->stale == NULL || s->values == NULL || s->level == NULL || s->best == NULL || s->guess == NULL ||
        s->sets == NULL || s->common == NULL || s->wishes == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        s->level[i] = takes_part(s, i) ? 0 : (double)INFINITY;
    }
    int status = match_sample(s);
    return status == EPIC_OK ? match_first(s, n, out, arena) : status;
}

/* The edges move to the arena. */
int ep_scan_match(ep_match *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch)
{
    scan s = {.problem = problem, .watch = watch};
    int status = run(&s, out, arena);
    size_t count = problem->match.edge_count;
    ep_edge *edges = ep_arena_array_of(arena, count, ep_edge);
    if (edges != NULL && count > 0) {
        memcpy(edges, s.edges, count * sizeof *edges);
    }
    problem->match.edge = edges;
    free(s.edges);
    return edges == NULL ? EPIC_ENOMEM : status;
}
