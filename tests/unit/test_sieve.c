/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sieve against the values themselves: no pair that reaches its bar is lost, and none that is far from it passes. */
#include "sieve.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "kit.h"

enum { MOST_CITIES = 300, ROOM = (MOST_CITIES / EP_SIEVE_TILE + 1) * EP_SIEVE_TILE, WORLDS = 12 };

static const uint64_t seed = 20190607;
static const double FAR = 0.01; /* more than what single precision makes of a root near 0 */

static kit_text file;

static void say_cities(uint64_t *state, int cities, int domains)
{
    int plain = below(state, 3);
    for (int i = 0; i < cities; i++) {
        say(&file, "  c%03d: {name: City %d, country: DE, timezone: Europe/Berlin", i, i);
        if (plain != 1 && below(state, 4) > 0) {
            say(&file, ", population: %d", 1 + below(state, 2000000));
        }
        say(&file, ", profile: {");
        for (int d = 0; d < domains; d++) {
            say(&file, "%sd%d: {strength: 0.%03d", d > 0 ? ", " : "", d, below(state, 1000));
            if (plain != 2 && below(state, 2)) {
                say(&file, ", need: 0.%03d", below(state, 3) * below(state, 400));
            }
            if (plain == 0 && below(state, 2)) {
                say(&file, ", competence: 0.%d", below(state, 10));
            }
            say(&file, "%s}", below(state, 6) == 0 ? ", offers: false" : "");
        }
        say(&file, "}}\n");
    }
}

static epic_scores *random_scores(uint64_t *state, const char *form, const char *value)
{
    int cities = below(state, 3) ? 2 + below(state, 30) : 2 + below(state, MOST_CITIES - 1), domains = 1 + below(state, 5);
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {");
    for (int d = 0; d < domains; d++) {
        say(&file, "%sd%d: %d", d > 0 ? ", " : "", d, 1 + below(state, 9));
    }
    say(&file, "}}\ncities:\n");
    say_cities(state, cities, domains);
    say(&file, strcmp(form, "mutual") == 0 ? "pairing: {value: %s, " : "pairing: {mode: %s, ", *value ? value : form);
    say(&file, "step: 0.%d, transfer: {size: 0.%d, competence: 0.%d}", 1 + below(state, 9), below(state, 10), below(state, 10));
    say(&file, "%s}\n", strcmp(form, "mentoring") == 0 ? ", mentors: [c000]" : "");
    epic_programme *programme;
    epic_scores *scores;
    ck_assert_int_eq(epic_programme_parse(&programme, file.bytes, file.used, "world.yaml", NULL), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

/* Some cities in some order as guests, and some in another as hosts; mutual, the first are both. */
typedef struct sides {
    const epic_scores *scores;
    bool mutual;
    ep_sieve *sieve[2];
    uint32_t city[2][MOST_CITIES];
    size_t count[2];
} sides;

static void make_sides(sides *s, ep_arena *arena, const epic_scores *scores, uint64_t *state)
{
    s->scores = scores;
    s->mutual = epic_programme_rules(epic_scores_programme(scores))->form == EPIC_MUTUAL;
    for (int k = 0; k < 2; k++) {
        s->count[k] = 0;
        for (uint32_t i = 0; i < epic_programme_cities(epic_scores_programme(scores)); i++) {
            size_t at = next(state) % (s->count[k] + 1);
            if (k == 0 || below(state, 4) > 0) {
                s->city[k][s->count[k]++] = s->city[k][at];
                s->city[k][at] = i;
            }
        }
        s->sieve[k] = k > 0 && s->mutual ? s->sieve[0] : ep_sieve_make(arena, scores, k > 0, s->city[k], s->count[k]);
        ck_assert_ptr_nonnull(s->sieve[k]);
    }
}

/* Bars that are the pairs' values and `more`, made of levels and extras at random: which pairs of `a`, a host or not, pass. */
static void sieve_row(const sides *s, size_t a, bool host, double more, uint64_t *state, bool *passed)
{
    static float levels[ROOM], extras[ROOM];
    uint32_t out[EP_SIEVE_TILE];
    bool of = !s->mutual && !host;
    size_t cities = s->count[of], one = s->city[!s->mutual && host][a];
    double own = below(state, 2000) / 1000.0 - 1, extra = below(state, 1000) / 1000.0;
    for (size_t b = 0; b < cities; b++) {
        double its = extra + (below(state, 3) - 1) / 8.0;
        size_t other = s->city[of][b];
        double value = epic_scores_value(s->scores, host ? other : one, host ? one : other);
        levels[b] = ep_sieve_level(value + more - own - fmin(its, extra));
        extras[b] = ep_sieve_level(its);
        passed[b] = false;
    }
    for (size_t tile = 0; tile * EP_SIEVE_TILE < cities; tile++) {
        ep_bar bar = {ep_sieve_level(own), ep_sieve_level(extra)};
        size_t count = ep_sieve_tile(s->sieve[of], s->sieve[host], a, bar, tile, levels, extras, out);
        for (size_t i = 0; i < count; i++) {
            ck_assert_uint_lt(out[i], cities);
            ck_assert(i == 0 || out[i - 1] < out[i]);
            passed[out[i]] = true;
        }
    }
}

static void check_row(const sides *s, uint64_t *state)
{
    static bool near[ROOM], far[ROOM];
    bool host = below(state, 2) > 0, of = !s->mutual && !host;
    if (s->count[!s->mutual && host] == 0) {
        return;
    }
    size_t a = next(state) % s->count[!s->mutual && host];
    sieve_row(s, a, host, 0, state, near);
    sieve_row(s, a, host, FAR, state, far);
    for (size_t b = 0; b < s->count[of]; b++) {
        bool same = s->city[of][b] == s->city[!s->mutual && host][a];
        ck_assert_msg(same || near[b], "%zu and %zu are lost", a, b);
        ck_assert_msg(same || !far[b], "%zu and %zu pass", a, b);
    }
}

START_TEST(values_pass_their_bars_and_no_higher_ones)
{
    static const char *const ways[][2] = {{"mutual", "geometric"}, {"mutual", "mean"},    {"mutual", "min"},
                                          {"mutual", "harmonic"},  {"visits", ""}, {"mentoring", ""},
                                          {"mutual", "common-challenge"}};
    uint64_t state = seed + (uint64_t)_i;
    for (int i = 0; i < cases(WORLDS); i++) {
        epic_scores *scores = random_scores(&state, ways[_i][0], ways[_i][1]);
        ep_arena *arena = ep_arena_new();
        static sides s;
        make_sides(&s, arena, scores, &state);
        for (int row = 0; row < 20; row++) {
            check_row(&s, &state);
        }
        ep_arena_free(arena);
        epic_scores_unref(scores);
    }
}
END_TEST

START_TEST(infinite_bars)
{
    uint64_t state = seed;
    static float levels[ROOM], extras[ROOM];
    uint32_t out[EP_SIEVE_TILE];
    epic_scores *scores = random_scores(&state, "mutual", "geometric");
    size_t cities = epic_programme_cities(epic_scores_programme(scores));
    size_t first = cities < EP_SIEVE_TILE ? cities : EP_SIEVE_TILE;
    ep_arena *arena = ep_arena_new();
    static uint32_t city[MOST_CITIES];
    for (uint32_t i = 0; i < MOST_CITIES; i++) {
        city[i] = i;
    }
    ep_sieve *sieve = ep_sieve_make(arena, scores, false, city, cities);
    for (size_t b = 0; b < ROOM; b++) {
        levels[b] = ep_sieve_level(b == 1 ? (double)INFINITY : 0);
        extras[b] = ep_sieve_level(-(double)INFINITY);
    }
    ep_bar all = {ep_sieve_level(2), ep_sieve_level(0)}, none = {ep_sieve_level((double)INFINITY), ep_sieve_level(0)};
    ck_assert_uint_eq(ep_sieve_tile(sieve, sieve, 0, all, 0, levels, extras, out), first); /* an extra that is below all levels */
    for (size_t b = 0; b < ROOM; b++) {
        extras[b] = ep_sieve_level(0);
    }
    ck_assert_uint_eq(ep_sieve_tile(sieve, sieve, 0, none, 0, levels, extras, out), 0);
    all.level = ep_sieve_level(-2);
    ck_assert_uint_eq(ep_sieve_tile(sieve, sieve, 0, all, 0, levels, extras, out), first - 1);
    ep_arena_free(arena);
    epic_scores_unref(scores);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sieve");
    TCase *tests = tcase_create("sieve");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, values_pass_their_bars_and_no_higher_ones, 0, 7);
    tcase_add_test(tests, infinite_bars);
    suite_add_tcase(suite, tests);
    return run(suite);
}
