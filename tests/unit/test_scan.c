/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairing by looking at pairs as prices ask for them, against the same engine with all pairs listed; and with several threads. */
#include "scan.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "kit.h"

enum { WORLDS = 10, LEAST_CITIES = 60, MOST_CITIES = 300 };

static const uint64_t seed = 20211110;
static const ep_watch unwatched = {NULL, NULL, "pairing"};
static const ep_made none;

static kit_text file;

/* Coarse levels make ties, and a common quality makes cities that all want. */
static void say_cities(uint64_t *state, int cities, int domains)
{
    static const char *const countries[] = {"DE", "IT", "PL", "ES"};
    int levels = below(state, 2) ? 1000 : 5, common = below(state, 2), plain = below(state, 2);
    for (int i = 0; i < cities; i++) {
        int quality = below(state, 500);
        say(&file, "  c%03d: {name: City %d, country: %s, timezone: Europe/Berlin", i, i, countries[below(state, 4)]);
        int population = 1000 + below(state, 900000);
        if (!plain) {
            say(&file, ", population: %d", population);
        }
        say(&file, "%s, profile: {", below(state, 40) ? "" : ", capacity: {host: {max: 0}, guest: {max: 0}}");
        for (int d = 0; d < domains; d++) {
            int strength = below(state, levels) * 1000 / levels;
            say(&file, "%sd%d: {strength: 0.%03d", d > 0 ? ", " : "", d, common ? quality + strength / 2 : strength);
            say(&file, plain || below(state, 3) ? "}" : ", competence: 0.5, offers: false}");
        }
        say(&file, "}}\n");
    }
}

static void say_rules(uint64_t *state, int cities, const char *value)
{
    say(&file, "pairing:\n  %s\n  prefer: %s\n  allow-zero: %s\n", value, below(state, 2) ? "value" : "participation",
        below(state, 3) ? "false" : "true");
    say(&file, "  other-country: %s\n  vetoes: [", below(state, 2) ? "true" : "false");
    for (int i = 0; i < 20; i++) {
        int a = below(state, cities - 1);
        say(&file, "%s[c%03d, c%03d]", i > 0 ? ", " : "", a, a + 1 + below(state, cities - a - 1));
    }
    say(&file, "]\n");
}

static epic_scores *random_scores(uint64_t *state, const char *value)
{
    int cities = LEAST_CITIES + below(state, MOST_CITIES - LEAST_CITIES), domains = 2 + below(state, 5);
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {");
    for (int d = 0; d < domains; d++) {
        say(&file, "%sd%d: %d", d > 0 ? ", " : "", d, 1 + d % 3);
    }
    say(&file, "}}\ncities:\n");
    say_cities(state, cities, domains);
    say_rules(state, cities, value);
    epic_programme *programme;
    epic_scores *scores;
    ck_assert_int_eq(epic_programme_parse(&programme, file.bytes, file.used, "world.yaml", NULL), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

/* An answer: of each node its partner, and its price. */
typedef struct answer {
    uint32_t mate[2 * MOST_CITIES];
    ep_number price[2 * MOST_CITIES];
    size_t sets;
} answer;

static void take(answer *out, const ep_problem *problem, const ep_match *match)
{
    memset(out, 0, sizeof *out);
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        const ep_edge *edge = &problem->match.edge[i];
        if (match->chosen[i]) {
            ck_assert_uint_eq(out->mate[edge->u], 0);
            ck_assert_uint_eq(out->mate[edge->v], 0);
            out->mate[edge->u] = edge->v + 1;
            out->mate[edge->v] = edge->u + 1;
        }
    }
    for (size_t i = 0; i < problem->match.node_count; i++) {
        out->price[i] = match->price[i];
    }
    out->sets = match->set_count;
}

/* What the programme asks for. */
static const ep_order *stated(const epic_scores *scores)
{
    static ep_order order;
    order.prefer = epic_programme_rules(epic_scores_programme(scores))->prefer;
    return &order;
}

static void by_scan(answer *out, const epic_scores *scores, unsigned threads)
{
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    ep_match match;
    ck_assert_int_eq(ep_problem_make(&problem, arena, scores, stated(scores), &none), EPIC_OK);
    problem.threads = threads;
    ck_assert(ep_scan_can(&problem));
    ck_assert_int_eq(ep_scan_match(&match, arena, &problem, &unwatched), EPIC_OK);
    take(out, &problem, &match);
    ep_arena_free(arena);
}

static void by_list(answer *out, const epic_scores *scores)
{
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    ep_match match;
    ck_assert_int_eq(ep_problem_make(&problem, arena, scores, stated(scores), &none), EPIC_OK);
    ck_assert_int_eq(ep_problem_list(&problem, arena, &unwatched), EPIC_OK);
    ck_assert_int_eq(ep_match_native(&match, arena, &problem.match, &unwatched), EPIC_OK);
    take(out, &problem, &match);
    ep_arena_free(arena);
}

START_TEST(as_with_all_pairs_listed_and_with_any_number_of_threads)
{
    static const char *const values[] = {"value: geometric", "value: mean",             "value: min",
                                         "value: harmonic",  "value: common-challenge", "mode: visits"};
    static answer listed, one, more;
    uint64_t state = seed + (uint64_t)_i;
    for (int i = 0; i < cases(WORLDS); i++) {
        epic_scores *scores = random_scores(&state, values[_i]);
        by_list(&listed, scores);
        by_scan(&one, scores, i % 2 ? 0 : 1);
        ck_assert_mem_eq(listed.mate, one.mate, sizeof one.mate);
        by_scan(&more, scores, 2);
        ck_assert_mem_eq(&more, &one, sizeof one);
        by_scan(&more, scores, 5);
        ck_assert_mem_eq(&more, &one, sizeof one);
        epic_scores_unref(scores);
    }
}
END_TEST

/* By so many threads: the best anew, the best without its first pair, the two best, and all losses. */
static void ask(answer *out, epic_pairing *best, uint32_t threads, double *losses)
{
    epic_pairing *made[4];
    size_t count;
    const epic_pair *first = epic_pairing_pairs(best, &count);
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.threads = threads;
    memset(out, 0, 4 * sizeof *out);
    ck_assert_int_eq(epic_pairing_make(&made[0], epic_pairing_scores(best), &options, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_without(&made[1], best, first->a, first->b, &options, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairings_best(&made[2], 2, &count, epic_pairing_scores(best), &options, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_losses(best, losses, &options), EPIC_OK);
    for (int k = 0; k < 4; k++) {
        const epic_pair *pairs = epic_pairing_pairs(made[k], &count);
        for (size_t i = 0; i < count; i++) {
            out[k].mate[pairs[i].a] = (uint32_t)pairs[i].b + 1;
        }
        ck_assert_int_eq(epic_pairing_verify(made[k], NULL), EPIC_OK);
        epic_pairing_unref(made[k]);
    }
}

START_TEST(whatever_is_asked_threads_do_not_show)
{
    static answer one[4], more[4];
    double its[2][MOST_CITIES] = {{0}};
    uint64_t state = seed * 3 + (uint64_t)_i;
    epic_scores *scores = random_scores(&state, _i == 0 ? "value: geometric" : "mode: visits");
    epic_pairing *best;
    ck_assert_int_eq(epic_pairing_make(&best, scores, NULL, NULL), EPIC_OK);
    ask(one, best, 1, its[0]);
    ask(more, best, 4, its[1]);
    ck_assert_mem_eq(one, more, sizeof one);
    ck_assert_mem_eq(its[0], its[1], sizeof its[0]);
    epic_pairing_unref(best);
    epic_scores_unref(scores);
}
END_TEST

/* Stops at a call that is chosen. */
static bool until(void *user, const char *stage, double done)
{
    int *left = user;
    ck_assert_str_eq(stage, "pairing");
    ck_assert(done >= 0 && done <= 1);
    return --*left > 0;
}

START_TEST(can_be_cancelled_at_any_call)
{
    uint64_t state = seed;
    epic_scores *scores = random_scores(&state, "value: geometric");
    for (int calls = 1, status = EPIC_ECANCELLED; status == EPIC_ECANCELLED; calls++) {
        ep_arena *arena = ep_arena_new();
        ep_problem problem;
        ep_match match;
        int left = calls;
        ck_assert_int_lt(calls, 1000);
        ck_assert_int_eq(ep_problem_make(&problem, arena, scores, stated(scores), &none), EPIC_OK);
        problem.threads = 1 + (unsigned)calls % 3;
        status = ep_scan_match(&match, arena, &problem, &(ep_watch){until, &left, "pairing"});
        ck_assert(status == EPIC_ECANCELLED || (status == EPIC_OK && left > 0));
        ep_arena_free(arena);
    }
    epic_scores_unref(scores);
}
END_TEST

/* ---- candidates ---- */

enum { MOST_BEST = 20, ROWS = 2 * MOST_CITIES };

static const char *const forms[] = {"value: geometric", "value: mean", "value: common-challenge", "mode: visits",
                                    "mode: mentoring\n  mentors: [c001, c002, c003, c005, c008, c013, c021, c034]"};

/* What a city of a row has from another beyond its price; nothing when they can be no pair. */
static bool gain_of(const epic_scores *scores, const double *prices, size_t row, size_t other, double *gain)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    size_t n = epic_programme_cities(programme), city = row % n;
    bool mutual = rules->form == EPIC_MUTUAL, turn = mutual ? other < city : row >= n;
    size_t a = turn ? other : city, b = turn ? city : other;
    double value = epic_scores_value(scores, a, b);
    *gain = value - prices[mutual || row >= n ? other : n + other];
    return epic_pair_rule(scores, a, b) == EPIC_ALLOWED && llround(value * EP_UNITS) >= (rules->allow_zero ? 0 : 1);
}

/* The best that are not listed yet, one after the other. */
static void list_slowly(const epic_scores *scores, const double *prices, size_t row, size_t best, size_t *out)
{
    size_t n = epic_programme_cities(epic_scores_programme(scores));
    bool listed[MOST_CITIES] = {false};
    for (size_t k = 0; k < best; k++) {
        double gain, most = 0;
        out[k] = EPIC_NONE;
        for (size_t b = 0; b < n; b++) {
            if (!listed[b] && gain_of(scores, prices, row, b, &gain) && (out[k] == EPIC_NONE || gain > most)) {
                most = gain;
                out[k] = b;
            }
        }
        if (out[k] != EPIC_NONE) {
            listed[out[k]] = true;
        }
    }
}

static void draw_prices(uint64_t *state, double most, double *prices)
{
    for (size_t i = 0; i < ROWS; i++) {
        prices[i] = most * (below(state, 2001) - 1000) / 1000;
    }
}

START_TEST(candidates_are_the_best_of_all)
{
    static size_t found[ROWS * MOST_BEST], slow[MOST_BEST];
    static double prices[ROWS];
    uint64_t state = seed * 5 + (uint64_t)_i;
    for (int i = 0; i < cases(4); i++) {
        epic_scores *scores = random_scores(&state, forms[_i]);
        size_t rows = epic_pair_rows(scores), best = 1 + (size_t)below(&state, MOST_BEST);
        draw_prices(&state, i < 3 ? i * 0.2 : 4, prices);
        size_t first = (size_t)below(&state, (int)rows / 2), count = rows - first - (size_t)below(&state, 20);
        ck_assert_int_eq(epic_pair_candidates(scores, i == 0 ? NULL : prices, first, count, best, found), EPIC_OK);
        for (size_t row = 0; row < count; row += 1 + (size_t)below(&state, 9)) {
            list_slowly(scores, prices, first + row, best, slow);
            ck_assert_mem_eq(found + row * best, slow, best * sizeof *slow);
        }
        epic_scores_unref(scores);
    }
}
END_TEST

static void same_pairing(const epic_pairing *one, const epic_pairing *other)
{
    size_t count, its;
    const epic_pair *pairs = epic_pairing_pairs(one, &count), *others = epic_pairing_pairs(other, &its);
    ck_assert_uint_eq(count, its);
    for (size_t i = 0; i < count; i++) {
        ck_assert(pairs[i].a == others[i].a && pairs[i].b == others[i].b);
    }
    ck_assert(epic_pairing_total(one) == epic_pairing_total(other) && epic_pairing_bound(one) == epic_pairing_bound(other));
    ck_assert(epic_pairing_proved(other));
    ck_assert_int_eq(epic_pairing_verify(other, NULL), EPIC_OK);
}

/* Good ones, the best alone, none, and nonsense: doubles, a city with itself, forbidden pairs, gaps and absurd prices. */
static void draw_hint(uint64_t *state, const epic_scores *scores, int kind, epic_pair_options *options)
{
    static size_t candidates[ROWS * MOST_BEST];
    static double prices[ROWS];
    size_t rows = epic_pair_rows(scores), n = epic_programme_cities(epic_scores_programme(scores));
    options->best = kind == 3 ? 0 : 1 + (size_t)below(state, MOST_BEST);
    options->candidates = candidates;
    options->prices = kind == 1 ? NULL : prices;
    draw_prices(state, 4, prices);
    for (size_t i = 0; i < rows * options->best; i++) {
        candidates[i] = kind == 2 || below(state, 5) == 0 ? EPIC_NONE : (size_t)below(state, (int)n);
    }
    if (kind == 0) {
        ck_assert_int_eq(epic_pair_prices(scores, prices, NULL), EPIC_OK);
    }
    if (kind < 2) {
        ck_assert_int_eq(epic_pair_candidates(scores, options->prices, 0, rows, options->best, candidates), EPIC_OK);
    }
}

START_TEST(whatever_the_candidates_the_pairing_is_the_same)
{
    uint64_t state = seed * 7 + (uint64_t)_i;
    for (int i = 0; i < cases(5); i++) {
        epic_scores *scores = random_scores(&state, forms[_i]);
        epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
        epic_pairing *plain, *hinted;
        ck_assert_int_eq(epic_pairing_make(&plain, scores, NULL, NULL), EPIC_OK);
        draw_hint(&state, scores, i, &options);
        options.threads = 1 + (uint32_t)below(&state, 3);
        ck_assert_int_eq(epic_pairing_make(&hinted, scores, &options, NULL), EPIC_OK);
        same_pairing(plain, hinted);
        epic_pairing_unref(plain);
        epic_pairing_unref(hinted);
        epic_scores_unref(scores);
    }
}
END_TEST

START_TEST(candidates_out_of_range_are_refused)
{
    static size_t candidates[ROWS];
    static double prices[ROWS];
    uint64_t state = seed;
    epic_scores *scores = random_scores(&state, "value: mean");
    size_t rows = epic_pair_rows(scores);
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    epic_pairing *none_made;
    ck_assert_uint_eq(epic_pair_rows(NULL), 0);
    ck_assert_int_eq(epic_pair_candidates(NULL, NULL, 0, 1, 1, candidates), EPIC_EARG);
    ck_assert_int_eq(epic_pair_candidates(scores, NULL, 0, 1, 0, candidates), EPIC_EARG);
    ck_assert_int_eq(epic_pair_candidates(scores, NULL, 0, 1, 1, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pair_candidates(scores, NULL, rows, 1, 1, candidates), EPIC_EARG);
    ck_assert_int_eq(epic_pair_candidates(scores, NULL, SIZE_MAX, 2, 1, candidates), EPIC_EARG);
    ck_assert_int_eq(epic_pair_candidates(scores, NULL, rows, 0, 1, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pair_prices(scores, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_pair_prices(NULL, prices, NULL), EPIC_EARG);
    options.candidates = candidates;
    options.best = 1;
    candidates[rows - 1] = rows;
    ck_assert_int_eq(epic_pairing_make(&none_made, scores, &options, NULL), EPIC_EARG);
    candidates[rows - 1] = 0;
    options.prices = prices;
    const double wrong[] = {NAN, INFINITY, -INFINITY, 4.001};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        prices[rows - 1] = wrong[i];
        ck_assert_int_eq(epic_pair_candidates(scores, prices, 0, 1, 1, candidates), EPIC_EARG);
        ck_assert_int_eq(epic_pairing_make(&none_made, scores, &options, NULL), EPIC_EARG);
        ck_assert_ptr_null(none_made);
    }
    epic_scores_unref(scores);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scan");
    TCase *tests = tcase_create("scan");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, as_with_all_pairs_listed_and_with_any_number_of_threads, 0, 6);
    tcase_add_loop_test(tests, whatever_is_asked_threads_do_not_show, 0, cases(2));
    tcase_add_test(tests, can_be_cancelled_at_any_call);
    tcase_add_loop_test(tests, candidates_are_the_best_of_all, 0, sizeof forms / sizeof *forms);
    tcase_add_loop_test(tests, whatever_the_candidates_the_pairing_is_the_same, 0, sizeof forms / sizeof *forms);
    tcase_add_test(tests, candidates_out_of_range_are_refused);
    suite_add_tcase(suite, tests);
    return run(suite);
}
