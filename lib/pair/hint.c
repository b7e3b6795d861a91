/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "hint.h"

#include "scan.h"
#include "sieve.h"
#include "sized.h"

enum { TILE = EP_SIEVE_TILE };

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
    double *gain; /* of those listed */
} side;

static bool add_others(side *s, ep_arena *arena, bool hosts)
{
    size_t n = s->problem->cities;
    uint32_t *all = ep_arena_array_of(arena, n, uint32_t);
    s->bars = ep_arena_array_of(arena, n + TILE, float);
    s->extras = ep_arena_array_of(arena, n + TILE, float);
    s->gain = ep_arena_array_of(arena, s->best, double);
    if (all == NULL || s->bars == NULL || s->extras == NULL || s->gain == NULL) {
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
static size_t add(const side *s, size_t row, size_t other, size_t *out, size_t count)
{
    double value = 0, gain;
    ep_edge edge;
    if (!edge_of(s->problem, row, other, &value, &edge)) {
        return count;
    }
    gain = value - ep_hint_price(s->prices, s->first + other);
    if (count == s->best && gain <= s->gain[count - 1]) {
        return count;
    }
    size_t at = count < s->best ? count : count - 1;
    for (; at > 0 && gain > s->gain[at - 1]; at--) {
        s->gain[at] = s->gain[at - 1];
        out[at] = out[at - 1];
    }
    s->gain[at] = gain;
    out[at] = other;
    return count < s->best ? count + 1 : count;
}

static void list_row(const side *s, size_t row, size_t *out)
{
    uint32_t passed[TILE];
    size_t count = 0;
    for (size_t k = 0; k < s->best; k++) {
        out[k] = EPIC_NONE;
    }
    for (size_t tile = 0; tile * TILE < s->problem->cities && s->problem->match.room[row].max > 0; tile++) {
        ep_bar own = {ep_sieve_level(count < s->best ? -2 * EP_HINT_MOST : s->gain[count - 1]), 0};
        size_t found = ep_sieve_tile(s->others, s->own, city_of(s->problem, row), own, tile, s->bars, s->extras, passed);
        for (size_t i = 0; i < found; i++) {
            count = add(s, row, passed[i], out, count);
        }
    }
}

/* Rows of both sides may be asked for. */
static int list_rows(const ep_problem *problem, const double *prices, size_t first, size_t end, size_t best, size_t *out)
{
    size_t n = problem->cities;
    bool good = true;
    for (size_t row = first; row < end && good;) {
        ep_arena *arena = ep_arena_new();
        side s = {.problem = problem, .prices = prices, .best = best};
        size_t until = row < n && end > n ? n : end;
        good = arena != NULL && add_others(&s, arena, row < n);
        for (; row < until && good; row++) {
            list_row(&s, row, out + (row - first) * best);
        }
        ep_arena_free(arena);
    }
    return good ? EPIC_OK : EPIC_ENOMEM;
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
