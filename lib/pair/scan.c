/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "crew.h"
#include "sieve.h"
#include "wish.h"

enum {
    TILE = EP_SIEVE_TILE,
    ROWS = 64,         /* that a thread takes at a time */
    LEAST_SAMPLE = 64, /* cities */
    BEST = 3           /* partners in a sample, a quarter of all, that tell which wishes there will be among all */
};

static const double MARGIN = 0x1p-28; /* of values: more than all that rounding adds */
static const double NEVER = 0x1p60;   /* no value reaches it */

/* What a thread has for itself. */
typedef struct worker {
    ep_wish *wishes; /* of each city: a list */
    float *limits;   /* of each city: what a wish must exceed to be listed, as the sieve wants it */
    uint32_t passed[TILE];
} worker;

typedef struct scan {
    ep_problem *problem;
    const ep_watch *watch;
    double done; /* the most that was told */
    const ep_sieve *sieve;
    size_t count;            /* only so many cities for now, the first */
    const ep_prices *prices; /* NULL in the first pass */
    double *level;           /* of each city: its part of what a pair's value must exceed; NEVER: it takes no part */
    float *bar;              /* the same, as the sieve wants it */
    double *best;            /* of each city: level in the making */
    double hint;             /* most bests exceed it */
    double *least;           /* of each city: the gain of its first wishes must exceed it */
    int64_t *guess;          /* of each city: a price to begin with */
    ep_number *paid;         /* of each city: prices that, without odd sets, cover all its pairs but those listed */
    bool *stale;             /* of each city: its pairs must be looked at */
    uint32_t *rows;          /* the stale ones, ascending */
    size_t row_count;
    size_t leading;  /* cities before the first that is not stale */
    int64_t *sets;   /* of each city: ep_prices_common() */
    float *common;   /* the same, as a part of a pair's value and as the sieve wants it */
    worker *workers; /* the first has what all have found in the end */
    unsigned threads;
    ep_edge *edges;
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

static bool takes_part(const scan *s, size_t city)
{
    return s->problem->match.room[city].max > 0;
}

/* Samples come first, and rounds repeat; what is told of them does not fall. */
static bool tell(void *user, const char *stage, double done)
{
    scan *s = user;
    s->done = done > s->done ? done : s->done;
    return s->watch->progress == NULL || s->watch->progress(s->watch->user, stage, s->done);
}

static int share(scan *s, size_t rows, ep_piece *piece)
{
    ep_watch watch = {tell, s, s->watch->stage};
    return ep_crew_run(s->threads, (rows + ROWS - 1) / ROWS, piece, s, &watch);
}

static size_t least_of(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ---- a pass over the pairs ---- */

static ep_wish *wishes_of(const worker *w, size_t city)
{
    return w->wishes + city * EP_WISHES;
}

static void wish(const scan *s, worker *w, size_t city, ep_wish it)
{
    ep_wishes_add(wishes_of(w, city), it);
    if (s->prices == NULL || !ep_prices_have_sets(s->prices)) {
        w->limits[city] = ep_sieve_level(wishes_of(w, city)->gain);
    }
}

/* The prices of odd sets are looked at before a wish can displace another: a pair that they cover must not hide one that they
 * do not. */
static void consider(const scan *s, worker *w, size_t a, size_t b)
{
    double value = epic_scores_value(s->problem->scores, a, b);
    float gain = (float)(value - s->level[a] - s->level[b]);
    ep_wish of_a = {gain, (uint32_t)b}, of_b = {gain, (uint32_t)a};
    ep_edge edge;
    if (!ep_wish_is_better(of_a, *wishes_of(w, a)) && !ep_wish_is_better(of_b, *wishes_of(w, b))) {
        return;
    }
    if (!ep_problem_edge(s->problem, a, b, value, &edge) || (s->prices != NULL && ep_prices_cover(s->prices, &edge))) {
        return;
    }
    wish(s, w, a, of_a);
    wish(s, w, b, of_b);
}

static void look_at_tile(const scan *s, worker *w, size_t a, size_t tile)
{
    ep_bar own = {s->bar[a], w->limits[a]};
    size_t count = ep_sieve_tile(s->sieve, a, own, tile, s->bar, w->limits, w->passed);
    for (size_t i = 0; i < count; i++) {
        size_t b = w->passed[i];
        if (b != a && b < s->count && (b > a || !s->stale[b])) {
            consider(s, w, a < b ? a : b, a < b ? b : a);
        }
    }
}

/* Several rows with a tile, while it is near at hand. Rows that follow stale ones alone have been looked at up to the
 * diagonal. */
static void look_at_rows(void *user, unsigned number, size_t piece)
{
    const scan *s = user;
    worker *w = &s->workers[number];
    const uint32_t *rows = s->rows + piece * ROWS;
    size_t count = least_of(ROWS, s->row_count - piece * ROWS);
    for (size_t tile = least_of(rows[0], s->leading) / TILE; tile * TILE < s->count; tile++) {
        for (size_t i = 0; i < count; i++) {
            if (rows[i] >= s->leading || rows[i] / TILE <= tile) {
                look_at_tile(s, w, rows[i], tile);
            }
        }
    }
}

static void begin_lists(const scan *s, worker *w)
{
    for (size_t i = 0; i < s->count; i++) {
        double least = s->prices == NULL ? s->least[i] : -MARGIN;
        ep_wishes_begin(wishes_of(w, i), (float)least);
        w->limits[i] = s->prices == NULL ? ep_sieve_level(least) : s->common[i];
    }
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
        s->common[i] = ep_sieve_level((double)s->sets[i] / (2 * EP_UNITS));
        if (prices != NULL && takes_part(s, i)) {
            int64_t price = ep_prices_of(prices, (uint32_t)i).at[EP_WEIGHT] - s->problem->premium;
            s->level[i] = (double)price / (2 * EP_UNITS);
        }
        s->bar[i] = ep_sieve_level(s->level[i]);
    }
    for (unsigned i = 0; i < s->threads; i++) {
        begin_lists(s, &s->workers[i]);
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
    s->row_count = s->leading = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        s->stale[i] = s->stale[i] || stale > s->count / 2;
        s->leading += s->stale[i] && s->leading == i;
        if (s->stale[i] && takes_part(s, i)) {
            s->rows[s->row_count++] = i;
        }
    }
}

/* Where there were too many wishes, some were lost, and all must be looked at again. */
static void remember_prices(scan *s)
{
    for (size_t i = 0; i < s->count; i++) {
        bool lost = wishes_of(s->workers, i)->other != EP_NO_WISH;
        s->paid[i] = lost || s->prices == NULL ? (ep_number){{INT64_MAX, 0}} : ep_prices_of(s->prices, (uint32_t)i);
    }
}

static void gather_wishes(scan *s)
{
    for (unsigned i = 1; i < s->threads; i++) {
        for (size_t k = 0; k < s->count * EP_WISHES; k++) {
            ep_wish it = s->workers[i].wishes[k];
            if (it.other != EP_NO_WISH) {
                ep_wishes_add(wishes_of(s->workers, k / EP_WISHES), it);
            }
        }
    }
}

/* Both cities of a pair may wish for it; then it is listed by the first of them. */
static bool is_left_out(const scan *s, size_t city, ep_wish it)
{
    bool found = it.other == EP_NO_WISH;
    for (size_t k = 0; k < EP_WISHES && !found && it.other < city; k++) {
        found = wishes_of(s->workers, it.other)[k].other == city;
    }
    return found;
}

static int list_wishes(scan *s, ep_match_problem *match)
{
    size_t count = match->edge_count;
    for (size_t i = 0; i < s->count * EP_WISHES; i++) {
        count += !is_left_out(s, i / EP_WISHES, s->workers->wishes[i]);
    }
    ep_edge *edges = realloc(s->edges, (count + 1) * sizeof *edges);
    if (edges == NULL) {
        return EPIC_ENOMEM;
    }
    match->edge = s->edges = edges;
    for (size_t i = 0; i < s->count * EP_WISHES; i++) {
        size_t city = i / EP_WISHES, other = s->workers->wishes[i].other;
        if (!is_left_out(s, city, s->workers->wishes[i])) {
            size_t a = city < other ? city : other, b = city < other ? other : city;
            double value = epic_scores_value(s->problem->scores, a, b);
            match->edge_count += ep_problem_edge(s->problem, a, b, value, &edges[match->edge_count]);
        }
    }
    return EPIC_OK;
}

static void free_workers(scan *s)
{
    for (unsigned i = 0; i < s->threads; i++) {
        free(s->workers[i].wishes);
        free(s->workers[i].limits);
        s->workers[i] = (worker){0};
    }
}

/* Between the passes the lists make room for others. */
static bool make_workers(scan *s)
{
    bool good = true;
    for (unsigned i = 0; i < s->threads; i++) {
        s->workers[i].wishes = malloc(s->count * EP_WISHES * sizeof(ep_wish));
        s->workers[i].limits = calloc(s->count + TILE, sizeof(float));
        good = good && s->workers[i].wishes != NULL && s->workers[i].limits != NULL;
    }
    return good;
}

static int look(scan *s, const ep_prices *prices, ep_match_problem *match)
{
    begin_pass(s, prices);
    find_stale(s);
    int status = share(s, s->row_count, look_at_rows);
    if (status != EPIC_OK) {
        return status;
    }
    gather_wishes(s);
    if (prices == NULL || !ep_prices_have_sets(prices)) {
        remember_prices(s);
    }
    return list_wishes(s, match);
}

static int more(void *user, const ep_prices *prices, ep_match_problem *match)
{
    scan *s = user;
    int status = make_workers(s) ? look(s, prices, match) : EPIC_ENOMEM;
    free_workers(s);
    return status;
}

/* ---- from few cities to many ---- */

/* The most that a city is worth to cities of the sample, beyond their own prices, in ascending order. */
typedef struct worth {
    double gain[BEST];
} worth;

static void add_worth(const scan *s, size_t a, size_t b, worth *out)
{
    double value = epic_scores_value(s->problem->scores, a, b), gain = value - s->level[b];
    ep_edge edge;
    int i = 0;
    if (a == b || gain <= out->gain[0] || !ep_problem_edge(s->problem, a < b ? a : b, a < b ? b : a, value, &edge)) {
        return;
    }
    for (; i + 1 < BEST && gain > out->gain[i + 1]; i++) {
        out->gain[i] = out->gain[i + 1];
    }
    out->gain[i] = gain;
}

static void look_for_worth(const scan *s, worker *w, size_t a, size_t tile, worth *out)
{
    ep_bar own = {ep_sieve_level(out->gain[0]), 0};
    size_t count = ep_sieve_tile(s->sieve, a, own, tile, s->bar, s->common, w->passed);
    for (size_t i = 0; i < count; i++) {
        add_worth(s, a, w->passed[i], out);
    }
}

/* Gains up to `least` are not looked for. */
static void find_worth(const scan *s, worker *w, const uint32_t *cities, size_t count, double least, worth *out)
{
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < BEST; k++) {
            out[i].gain[k] = least;
        }
    }
    for (size_t tile = 0; tile * TILE < s->count; tile++) {
        for (size_t i = 0; i < count; i++) {
            look_for_worth(s, w, cities[i], tile, &out[i]);
        }
    }
}

/* A high bar is quick, and when too few reach it the city is looked at again without one. */
static void find_worths(void *user, unsigned number, size_t piece)
{
    const scan *s = user;
    worth found[ROWS];
    const uint32_t *cities = s->rows + piece * ROWS;
    size_t count = least_of(ROWS, s->row_count - piece * ROWS);
    find_worth(s, &s->workers[number], cities, count, s->hint, found);
    for (size_t i = 0; i < count; i++) {
        if (found[i].gain[0] <= s->hint && s->hint > 0) {
            find_worth(s, &s->workers[number], &cities[i], 1, 0, &found[i]);
        }
        s->best[cities[i]] = found[i].gain[BEST - 1];
        s->least[cities[i]] = s->count > 0 ? found[i].gain[0] : -NEVER;
    }
}

static void begin_guess(scan *s, size_t count)
{
    double sum = 0;
    size_t parts = 0;
    for (size_t i = 0; i < s->count; i++) {
        sum += takes_part(s, i) ? s->level[i] : 0;
        parts += takes_part(s, i);
    }
    s->hint = sum > 0 ? sum / (double)parts * 3 / 4 : 0;
    s->row_count = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (takes_part(s, i)) {
            s->rows[s->row_count++] = i;
        }
    }
}

/* Prices among more cities, guessed from those among the first: the mean of two that both cover all pairs of these. */
static int guess_levels(scan *s, size_t count)
{
    begin_guess(s, count);
    int status = share(s, s->row_count, find_worths);
    for (size_t i = 0; i < s->row_count && status == EPIC_OK; i++) {
        size_t city = s->rows[i];
        s->level[city] = city < s->count ? (s->level[city] + s->best[city]) / 2 : s->best[city];
        s->least[city] -= s->level[city];
        s->guess[city] = llround(s->level[city] * EP_UNITS) + s->problem->premium / 2;
    }
    return status;
}

static int match_first(scan *s, size_t count, ep_match *out, ep_arena *arena)
{
    ep_watch watch = {tell, s, s->watch->stage};
    ep_match_problem *match = &s->problem->match;
    int status = guess_levels(s, count);
    s->count = match->node_count = count;
    match->edge_count = 0;
    status = status == EPIC_OK ? more(s, NULL, match) : status;
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

static bool allocate(scan *s, ep_arena *arena)
{
    size_t n = s->problem->cities;
    s->sieve = ep_sieve_make(arena, s->problem->scores);
    s->level = ep_arena_array_of(arena, n, double);
    s->bar = ep_arena_array_of(arena, n + TILE, float);
    s->best = ep_arena_array_of(arena, n, double);
    s->least = ep_arena_array_of(arena, n, double);
    s->guess = ep_arena_array_of(arena, n, int64_t);
    s->sets = ep_arena_array_of(arena, n, int64_t);
    s->common = ep_arena_array_of(arena, n + TILE, float);
    s->paid = ep_arena_array_of(arena, n, ep_number);
    s->stale = ep_arena_array_of(arena, n, bool);
    s->rows = ep_arena_array_of(arena, n, uint32_t);
    s->workers = ep_arena_array_of(arena, s->threads, worker);
    return s->sieve != NULL && s->level != NULL && s->bar != NULL && s->best != NULL && s->least != NULL && s->guess != NULL &&
           s->sets != NULL && s->common != NULL && s->paid != NULL && s->stale != NULL && s->rows != NULL && s->workers != NULL;
}

static int run(scan *s, ep_arena *scratch, ep_match *out, ep_arena *arena)
{
    size_t n = s->problem->cities;
    if (!allocate(s, scratch)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        s->level[i] = takes_part(s, i) ? 0 : NEVER;
    }
    for (size_t i = 0; i < n + TILE; i++) {
        s->bar[i] = ep_sieve_level(NEVER);
    }
    int status = match_sample(s);
    return status == EPIC_OK ? match_first(s, n, out, arena) : status;
}

/* The edges that are chosen move to the arena. */
static int keep_chosen(ep_match *out, ep_arena *arena, ep_match_problem *match)
{
    size_t count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        count += out->chosen[i];
    }
    ep_edge *edges = ep_arena_array_of(arena, count, ep_edge);
    if (edges == NULL) {
        return EPIC_ENOMEM;
    }
    count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        if (out->chosen[i]) {
            out->chosen[count] = true;
            edges[count++] = match->edge[i];
        }
    }
    match->edge = edges;
    match->edge_count = count;
    return EPIC_OK;
}

int ep_scan_match(ep_match *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch)
{
    unsigned threads = problem->threads > EP_CREW_MOST ? EP_CREW_MOST : problem->threads > 1 ? problem->threads : 1;
    ep_arena *scratch = ep_arena_new();
    scan s = {.problem = problem, .watch = watch, .threads = threads};
    int status = scratch != NULL ? run(&s, scratch, out, arena) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        status = keep_chosen(out, arena, &problem->match);
    }
    free(s.edges);
    ep_arena_free(scratch);
    return status;
}
