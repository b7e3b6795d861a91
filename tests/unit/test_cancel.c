/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All that is asked of pairings, stopped at each call of the progress callback, the first to the last: nothing comes out, the
 * callback is left alone, and what is asked anew is answered as ever. */
#include <epic/pair.h>

#include "kit.h"

enum { CITIES = 7, RANKS = 3, MOST_PAIRS = 3 * CITIES };

static const uint64_t seed = 20240229;

static const char *const rules[] = {
    "mode: mutual",
    "mode: visits",
    "mode: mentoring, mentors: [c00, c01, c02]",
    "prefer: participation, allow-zero: true",
    "prefer: fairness",
    "mode: mentoring, mentors: [c00, c01, c02], prefer: fairness",
    "limits: {per-country: 3, per-country-pair: 2, total-km: 5000, groups: [{cities: [c00, c01], at-least: 1, at-most: 1}]}",
    "mode: visits, prefer: participation, limits: {per-country-pair: 1}",
    "prefer: fairness, limits: {per-country: 3}",
    "rounds: 3",
    "rounds: 2, prefer: fairness, limits: {per-country-pair: 2}",
    "mode: visits, rounds: 3",
    "odd: triad",
    "odd: triad, prefer: participation, rounds: 2, limits: {total-km: 9000}",
};
enum { RULES = sizeof rules / sizeof *rules };

/* ---- what is asked ---- */

typedef struct asked {
    epic_scores *scores;
    epic_pairing *best;
    epic_engine engine; /* of the best and those of a rank; the others have that of `best` */
    size_t in[2], out[2];
} asked;

/* What came out. */
typedef struct answer {
    int status;
    size_t count;
    epic_pairing *list[RANKS];
    double losses[MOST_PAIRS];
} answer;

typedef int question(answer *to, const asked *of, const epic_pair_options *options);

static int make(answer *to, const asked *of, const epic_pair_options *options)
{
    return epic_pairing_make(&to->list[0], of->scores, options, NULL);
}

static int with(answer *to, const asked *of, const epic_pair_options *options)
{
    return epic_pairing_with(&to->list[0], of->best, of->out[0], of->out[1], options, NULL);
}

static int without(answer *to, const asked *of, const epic_pair_options *options)
{
    return epic_pairing_without(&to->list[0], of->best, of->in[0], of->in[1], options, NULL);
}

static int losses(answer *to, const asked *of, const epic_pair_options *options)
{
    return epic_pairing_losses(of->best, to->losses, options);
}

static int ranks(answer *to, const asked *of, const epic_pair_options *options)
{
    return epic_pairings_best(to->list, RANKS, &to->count, of->scores, options, NULL);
}

static question *const questions[] = {make, ranks, with, without, losses};
enum { QUESTIONS = sizeof questions / sizeof *questions, OF_ENGINE = 2 /* so many of them choose it */ };

static void let_go(answer *it)
{
    for (int i = 0; i < RANKS; i++) {
        epic_pairing_unref(it->list[i]);
    }
}

static void check_same(const answer *one, const answer *other)
{
    ck_assert_int_eq(one->status, other->status);
    ck_assert_uint_eq(one->count, other->count);
    ck_assert_mem_eq(one->losses, other->losses, sizeof one->losses);
    for (int k = 0; k < RANKS; k++) {
        size_t n, m;
        const epic_pair *p = epic_pairing_pairs(one->list[k], &n), *q = epic_pairing_pairs(other->list[k], &m);
        ck_assert_uint_eq(n, m);
        for (size_t i = 0; i < n; i++) {
            ck_assert(p[i].a == q[i].a && p[i].b == q[i].b && p[i].round == q[i].round && p[i].triad == q[i].triad);
        }
        ck_assert(other->list[k] == NULL || epic_pairing_verify(other->list[k], NULL) == EPIC_OK);
    }
}

/* ---- stopping ---- */

typedef struct watch {
    int calls, last;
} watch;

static bool until(void *user, const char *stage, double done)
{
    watch *w = user;
    ck_assert_str_eq(stage, "pairing");
    ck_assert(done >= 0 && done <= 1);
    ck_assert(w->last == 0 || w->calls < w->last); /* it is not called again */
    return ++w->calls != w->last;
}

/* Asks, and stops at the call `last`, or at none when it is 0; how many calls there were. */
static int ask(answer *to, question *it, const asked *of, int last)
{
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    watch w = {0, last};
    *to = (answer){.list = {NULL}};
    to->list[0] = of->best; /* which must go, whatever comes */
    options.progress = until;
    options.user = &w;
    options.engine = it == make || it == ranks ? of->engine : EPIC_ENGINE_ANY;
    to->status = it(to, of, &options);
    to->list[0] = it == losses ? NULL : to->list[0];
    return w.calls;
}

/* At the first, the second and so on, with valgrind at every tenth, until the end comes before: after how many. As GLPK tells by
 * the clock, this is not always the same. */
static int stop_at_each_call(question *it, const asked *of)
{
    answer whole, now;
    int calls = 0;
    ask(&whole, it, of, 0);
    for (int last = 1; (calls = ask(&now, it, of, last)) == last; last += 10 / cases(10)) {
        ck_assert_int_eq(now.status, EPIC_ECANCELLED);
        ck_assert_uint_eq(now.count, 0);
        for (int i = 0; i < RANKS; i++) {
            ck_assert_ptr_null(now.list[i]);
        }
        ask(&now, it, of, 0);
        check_same(&whole, &now);
        let_go(&now);
    }
    check_same(&whole, &now);
    let_go(&now);
    let_go(&whole);
    return calls;
}

/* ---- programmes ---- */

static epic_scores *scores_with(const char *pairing)
{
    static const char *const countries[] = {"DE", "IT", "PL", "ES"};
    static kit_text file;
    uint64_t state = seed;
    epic_programme *programme;
    epic_scores *scores;
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    for (int i = 0; i < CITIES; i++) {
        say(&file, "  c%02d: {name: C%d, country: %s, timezone: UTC, location: [%d, %d], profile: {h: 0.%03d, e: 0.%03d}", i, i,
            countries[i % 4], 40 + below(&state, 15), below(&state, 20), below(&state, 1000), below(&state, 1000));
        say(&file, "%s}\n", strstr(pairing, "mentors") != NULL && i < 3 ? ", capacity: {host: 3}" : "");
    }
    say(&file, "pairing: {%s}\n", pairing);
    ck_assert_msg(epic_programme_parse(&programme, file.bytes, file.used, "world.yaml", NULL) == EPIC_OK, "%s", file.bytes);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

static bool is_pair(const epic_pair *pairs, size_t count, size_t a, size_t b)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || (pairs[i].a == a && pairs[i].b == b);
    }
    return found;
}

/* A pair that is made, and one that is not though it may be. */
static void choose_pairs(asked *of)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(of->best, &count);
    ck_assert(count > 0 && count < MOST_PAIRS);
    of->in[0] = pairs[0].a;
    of->in[1] = pairs[0].b;
    for (size_t a = 0; a < CITIES; a++) {
        for (size_t b = a + 1; b < CITIES; b++) {
            if (epic_pair_rule(of->scores, a, b) == EPIC_ALLOWED && !is_pair(pairs, count, a, b)) {
                of->out[0] = a;
                of->out[1] = b;
            }
        }
    }
}

START_TEST(at_each_call)
{
    static const epic_engine engines[] = {EPIC_ENGINE_ANY, EPIC_ENGINE_GLPK};
    asked of = {.scores = scores_with(rules[_i])};
    ck_assert_int_eq(epic_pairing_make(&of.best, of.scores, NULL, NULL), EPIC_OK);
    choose_pairs(&of);
    int calls = 0;
    for (int q = 0; q < QUESTIONS; q++) {
        for (int e = 0; e < (q < OF_ENGINE ? 2 : 1); e++) {
            of.engine = engines[e];
            calls += stop_at_each_call(questions[q], &of);
        }
    }
    printf("# %s: %d calls\n", rules[_i], calls);
    ck_assert_int_gt(calls, 10);
    epic_pairing_unref(of.best);
    epic_scores_unref(of.scores);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cancel");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 100);
    tcase_add_loop_test(all, at_each_call, 0, RULES);
    suite_add_tcase(suite, all);
    return run(suite);
}
