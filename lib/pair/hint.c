/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hint.h"

#include "scan.h"
#include "sieve.h"
#include "sized.h"

enum { TILE = EP_SIEVE_TILE, ROWS = 64 };

static const double FIRST_STEP = 0x1p-6; /* of values */

/* ---- what is given ---- */

size_t epic_pair_rows(const epic_scores *scores)
{
    const epic_programme *programme = scores == NULL ? NULL : epic_scores_programme(scores);
    if (programme == NULL) {
        return 0;
    }
    return epic_programme_cities(programme) * (epic_programme_rules(programme)->form == EPIC_MUTUAL ? 1 : 2);
}

double ep_hint_price(const double *prices, size_t row)
{
    return prices == NULL ? 0 : prices[row];
}

static bool are_prices(const double *prices, size_t rows)
{
    bool good = true;
    for (size_t i = 0; i < rows && good; i++) {
        double price = ep_hint_price(prices, i);
        good = price >= -EP_HINT_MOST && price <= EP_HINT_MOST;
    }
    return good;
}

int ep_hint_check(const ep_hint *hint, const epic_scores *scores)
{
    size_t rows = epic_pair_rows(scores), cities = epic_programme_cities(epic_scores_programme(scores));
    bool good = hint->candidates == NULL || are_prices(hint->prices, rows);
    for (size_t i = 0; hint->candidates != NULL && i < rows * hint->best && good; i++) {
        good = hint->candidates[i] < cities || hint->candidates[i] == EPIC_NONE;
    }
    return good ? EPIC_OK : EPIC_EARG;
}

static bool lists(const ep_hint *hint, size_t row, size_t count, size_t city)
{
    bool found = false;
    for (size_t k = 0; k < count && !found; k++) {
        found = hint->candidates[row * hint->best + k] == city;
    }
    return found;
}

/* The row of the other city of a pair. */
static size_t row_of(const ep_problem *problem, size_t row, size_t other)
{
    return problem->mutual || row >= problem->cities ? other : problem->cities + other;
}

static size_t city_of(const ep_problem *problem, size_t row)
{
    return row % problem->cities;
}

/* Guest and host, or in the order of their ids. */
static bool edge_of(const ep_problem *problem, size_t row, size_t other, double *value, ep_edge *out)
{
    size_t city = city_of(problem, row);
    bool turn = problem->mutual ? other < city : row >= problem->cities;
    size_t a = turn ? other : city, b = turn ? city : other;
    if (!ep_problem_allows(problem, a, b)) {
        return false;
    }
    *value = epic_scores_value(problem->scores, a, b);
    return ep_problem_weigh(problem, a, b, *value, out);
}

bool ep_hint_edge(const ep_hint *hint, const ep_problem *problem, size_t row, size_t k, double *value, ep_edge *out)
{
    size_t other = hint->candidates[row * hint->best + k];
    if (other == EPIC_NONE || lists(hint, row, k, other)) {
        return false;
    }
    size_t its = row_of(problem, row, other);
    return !(its < row && lists(hint, its, hint->best, city_of(problem, row))) && edge_of(problem, row, other, value, out);
}

/* ---- what is asked for ---- */

static const ep_order alone = {.prefer = EPIC_PREFER_VALUE};
static const ep_made none;

/* What the rows of one side look for. */
typedef struct side {
    const ep_problem *problem;
    const ep_sieve *own, *others;
    const double *prices;
    float *bars, *extras; /* of each other */
    size_t first;         /* row of the others */
    size_t best;
    double depth; /* as a rule a row's last gain is no farther below its price */
} side;

/* A row and what is listed for it. */
typedef struct list {
    size_t row, count, *out;
    double *gain, bar; /* gains below the bar are not looked for */
} list;

static bool add_others(side *s, ep_arena *arena, bool hosts)
{
    size_t n = s->problem->cities;
    uint32_t *all = ep_arena_array_of(arena, n, uint32_t);
    s->bars = ep_arena_array_of(arena, n + TILE, float);
    s->extras = ep_arena_array_of(arena, n + TILE, float);
    if (all == NULL || s->bars == NULL || s->extras == NULL) {
        return false;
    }
    s->first = row_of(s->problem, hosts ? 0 : s->problem->cities, 0);
    for (size_t i = 0; i < n; i++) {
        all[i] = (uint32_t)i;
        s->bars[i] = ep_sieve_level(ep_hint_price(s->prices, s->first + i));
    }
    s->others = ep_sieve_make(arena, s->problem->scores, hosts, all, n);
    s->own = s->problem->mutual ? s->others : ep_sieve_make(arena, s->problem->scores, !hosts, all, n);
    return s->own != NULL && s->others != NULL;
}

/* Cities are met in their order, so that of equals the first is listed before. */
static void add(const side *s, list *it, size_t other)
{
    double value = 0;
    ep_edge edge;
    if (!edge_of(s->problem, it->row, other, &value, &edge)) {
        return;
    }
    double gain = value - ep_hint_price(s->prices, s->first + other);
    if (gain < it->bar || (it->count == s->best && gain <= it->gain[s->best - 1])) {
        return;
    }
    size_t at = it->count < s->best ? it->count++ : s->best - 1;
    for (; at > 0 && gain > it->gain[at - 1]; at--) {
        it->gain[at] = it->gain[at - 1];
        it->out[at] = it->out[at - 1];
    }
    it->gain[at] = gain;
    it->out[at] = other;
}

static void look_at_tile(const side *s, list *it, size_t tile)
{
    uint32_t passed[TILE];
    ep_bar own = {ep_sieve_level(it->count < s->best ? it->bar : it->gain[s->best - 1]), 0};
    size_t count = ep_sieve_tile(s->others, s->own, city_of(s->problem, it->row), own, tile, s->bars, s->extras, passed);
    for (size_t i = 0; i < count; i++) {
        add(s, it, passed[i]);
    }
}

/* Several rows with a tile, while it is near at hand. */
static void look(const side *s, list *lists, size_t count, double depth)
{
    for (size_t i = 0; i < count; i++) {
        lists[i].count = 0;
        lists[i].bar = depth < EP_HINT_MOST ? ep_hint_price(s->prices, lists[i].row) - depth : -2 * EP_HINT_MOST;
    }
    for (size_t tile = 0; tile * TILE < s->problem->cities; tile++) {
        for (size_t i = 0; i < count; i++) {
            if (s->problem->match.room[lists[i].row].max > 0) {
                look_at_tile(s, &lists[i], tile);
            }
        }
    }
}

/* A high bar is quick, and rows that too few reach are looked at again with a lower one, and then none. */
static void look_deeper(side *s, list *lists, size_t count)
{
    double sum = 0;
    size_t full = 0;
    look(s, lists, count, s->depth);
    for (size_t i = 0; i < count; i++) {
        double depth = s->depth;
        for (double step = FIRST_STEP; lists[i].count < s->best && depth < EP_HINT_MOST; step *= 4) {
            depth += step;
            look(s, &lists[i], 1, depth);
        }
        full += lists[i].count == s->best;
        sum += lists[i].count == s->best ? ep_hint_price(s->prices, lists[i].row) - lists[i].gain[s->best - 1] : 0;
    }
    s->depth = full > 0 ? sum / (double)full + FIRST_STEP / 4 : EP_HINT_MOST;
}

static int list_side(side *s, ep_arena *arena, size_t first, size_t end, size_t *out)
{
    list lists[ROWS];
    double *gain = ep_arena_array(arena, s->best, ROWS * sizeof *gain);
    for (size_t row = first; row < end && gain != NULL; row += ROWS) {
        size_t count = end - row < ROWS ? end - row : ROWS;
        for (size_t i = 0; i < count; i++) {
            lists[i] = (list){.row = row + i, .out = out + (row - first + i) * s->best, .gain = gain + i * s->best};
        }
        look_deeper(s, lists, count);
        for (size_t i = 0; i < count; i++) {
            for (size_t k = lists[i].count; k < s->best; k++) {
                lists[i].out[k] = EPIC_NONE;
            }
        }
    }
    return gain != NULL ? EPIC_OK : EPIC_ENOMEM;
}

/* Rows of both sides may be asked for. */
static int list_rows(const ep_problem *problem, const double *prices, size_t first, size_t end, size_t best, size_t *out)
{
    int status = EPIC_OK;
    for (size_t row = first; row < end && status == EPIC_OK;) {
        ep_arena *arena = ep_arena_new();
        side s = {.problem = problem, .prices = prices, .best = best, .depth = FIRST_STEP};
        size_t until = row < problem->cities && end > problem->cities ? problem->cities : end;
        status = arena != NULL && add_others(&s, arena, row < problem->cities) ? EPIC_OK : EPIC_ENOMEM;
        status = status == EPIC_OK ? list_side(&s, arena, row, until, out + (row - first) * best) : status;
        ep_arena_free(arena);
        row = until;
    }
    return status;
}

int epic_pair_candidates(const epic_scores *scores, const double *prices, size_t first, size_t count, size_t best, size_t *out)
{
    size_t rows = epic_pair_rows(scores);
    if (scores == NULL || first > rows || count > rows - first || best == 0 || (out == NULL && count > 0) ||
        !are_prices(prices, rows)) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    int status = arena != NULL ? ep_problem_make(&problem, arena, scores, &alone, &none) : EPIC_ENOMEM;
    status = status == EPIC_OK ? list_rows(&problem, prices, first, first + count, best, out) : status;
    ep_arena_free(arena);
    return status;
}

int epic_pair_prices(const epic_scores *scores, double *prices, const epic_pair_options *options)
{
    epic_pair_options known = EPIC_PAIR_OPTIONS_INIT;
    if (scores == NULL || (prices == NULL && epic_pair_rows(scores) > 0) || !ep_sized_take(&known, options)) {
        return EPIC_EARG;
    }
    ep_watch watch = {known.progress, known.user, "pairing"};
    epic_prefer stated = epic_programme_rules(epic_scores_programme(scores))->prefer;
    ep_order order = {.prefer = known.prefer == EPIC_PREFER_STATED ? stated : known.prefer, .threads = known.threads};
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    int status = arena != NULL ? ep_problem_make(&problem, arena, scores, &order, &none) : EPIC_ENOMEM;
    status = status == EPIC_OK ? ep_scan_prices(prices, &problem, &watch) : status;
    ep_arena_free(arena);
    return status;
}
