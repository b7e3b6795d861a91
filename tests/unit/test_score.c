/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores against the vectors of doc/model.md and, on random programmes, against a slow oracle written from its formulas. */
#include <epic/score.h>

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

enum { MAX_CITIES = 12, MAX_DOMAINS = 8, WORLDS = 120 };

static const uint64_t seed = 20200101;

/* A programme as plain numbers, in thousandths, so that the text of the file and the oracle hold the same doubles. */
typedef struct profile {
    int known, strength, need, priority, rank, competence, offers; /* -1: not stated */
} profile;

typedef struct world {
    int cities, domains, step, size, competence;
    const char *form, *value;
    int weight[MAX_DOMAINS];
    int population[MAX_CITIES]; /* 0: not stated */
    profile profiles[MAX_CITIES][MAX_DOMAINS];
    int reversed; /* the order of the file */
} world;

/* ---- the world as a programme file ---- */

static void say_thousandths(kit_text *out, const char *key, int value)
{
    if (value >= 0) {
        say(out, ", %s: %d.%03d", key, value / 1000, value % 1000);
    }
}

static void say_profile(kit_text *out, const profile *p, int domain)
{
    say(out, "      d%d: {offers: %s", domain, p->offers ? "true" : "false");
    say_thousandths(out, "strength", p->strength);
    say_thousandths(out, "need", p->need);
    say_thousandths(out, "priority", p->priority);
    say_thousandths(out, "competence", p->competence);
    if (p->rank > 0) {
        say(out, ", rank: %d", p->rank);
    }
    say(out, "}\n");
}

static void say_city(kit_text *out, const world *w, int city)
{
    int known = 0;
    say(out, "  c%02d:\n    name: City %d\n    country: DE\n    timezone: Europe/Berlin\n", city, city);
    if (w->population[city]) {
        say(out, "    population: %d\n", w->population[city]);
    }
    for (int i = 0; i < w->domains; i++) {
        int d = w->reversed ? w->domains - 1 - i : i;
        if (!w->profiles[city][d].known) {
            continue;
        }
        if (!known++) {
            say(out, "    profile:\n");
        }
        say_profile(out, &w->profiles[city][d], d);
    }
    if (!known) {
        say(out, "    profile: {}\n");
    }
}

static void say_world(kit_text *out, const world *w)
{
    out->used = 0;
    say(out, "epic: 1\nprogramme:\n  id: w\n  title: W\n  starts: 2020-01-01\n  ends: 2020-12-31\n  domains:\n");
    for (int i = 0; i < w->domains; i++) {
        int d = w->reversed ? w->domains - 1 - i : i;
        say(out, "    d%d: %d.%03d\n", d, w->weight[d] / 1000, w->weight[d] % 1000);
    }
    say(out, "cities:\n");
    for (int i = 0; i < w->cities; i++) {
        say_city(out, w, w->reversed ? w->cities - 1 - i : i);
    }
    say(out, "pairing:\n  mode: %s\n  other-country: false\n", w->form);
    if (strcmp(w->form, "mutual") == 0) {
        say(out, "  value: %s\n", w->value);
    }
    if (strcmp(w->form, "mentoring") == 0) {
        say(out, "  mentors: [c00]\n");
    }
    say(out, "  step: %d.%03d\n", w->step / 1000, w->step % 1000);
    say(out, "  transfer: {size: %d.%03d, competence: %d.%03d}\n", w->size / 1000, w->size % 1000, w->competence / 1000,
        w->competence % 1000);
}

static epic_scores *scores_of_text(const char *bytes, epic_diags *diags)
{
    epic_programme *programme;
    epic_scores *scores;
    epic_diags *own = epic_diags_new();
    int status = epic_programme_parse(&programme, bytes, strlen(bytes), "world.yaml", own);
    if (status) {
        epic_diags_write(own, EPIC_TEXT, epic_write_stdio, stderr);
    }
    epic_diags_free(own);
    ck_assert_int_eq(status, EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, diags), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

static epic_scores *scores_of(const world *w)
{
    kit_text *out = malloc(sizeof *out);
    ck_assert_ptr_nonnull(out);
    say_world(out, w);
    epic_scores *scores = scores_of_text(out->bytes, NULL);
    free(out);
    return scores;
}

/* ---- random worlds ---- */

static int maybe(uint64_t *state, int percent, int below_this)
{
    return below(state, 100) < percent ? below(state, below_this) : -1;
}

static profile random_profile(uint64_t *state)
{
    profile p = {.known = below(state, 8) != 0, .strength = below(state, 1001), .rank = 0};
    p.need = maybe(state, 40, 1001);
    p.priority = maybe(state, 50, 1001);
    p.competence = below(state, 10) == 0 ? 0 : maybe(state, 50, 1001);
    p.offers = below(state, 5) != 0;
    return p;
}

/* Ranks instead of priorities: a random order of the domains that the city has a profile for. */
static void rank_city(world *w, int city, uint64_t *state)
{
    int rank = 1, at = below(state, w->domains);
    for (int i = 0; i < w->domains; i++) {
        profile *p = &w->profiles[city][(at + i) % w->domains];
        p->priority = -1;
        if (p->known) {
            p->rank = rank++;
        }
    }
}

static world random_world(uint64_t *state)
{
    static const char *const forms[] = {"mutual", "mutual", "mutual", "visits", "mentoring"};
    static const char *const values[] = {"geometric", "mean", "min", "harmonic", "common-challenge"};
    world w = {.cities = 2 + below(state, MAX_CITIES - 1), .domains = 1 + below(state, MAX_DOMAINS)};
    w.form = forms[below(state, 5)];
    w.value = values[below(state, 5)];
    w.step = 1 + below(state, 1000);
    w.size = below(state, 1001);
    w.competence = below(state, 1001);
    for (int d = 0; d < w.domains; d++) {
        w.weight[d] = 1 + below(state, 3000);
    }
    for (int c = 0; c < w.cities; c++) {
        w.population[c] = below(state, 3) ? 1000 + below(state, 3000000) : 0;
        for (int d = 0; d < w.domains; d++) {
            w.profiles[c][d] = random_profile(state);
        }
        if (below(state, 3) == 0) {
            rank_city(&w, c, state);
        }
    }
    return w;
}

/* ---- the oracle ---- */

static double oracle_priority(const world *w, int city, int domain)
{
    const profile *p = &w->profiles[city][domain];
    if (p->rank == 0) {
        return p->priority < 0 ? 1 : p->priority / 1000.0;
    }
    double mine = 0, first = 0;
    int ranked = 0;
    for (int d = 0; d < w->domains; d++) {
        ranked += w->profiles[city][d].known;
    }
    for (int k = 1; k <= ranked; k++) {
        first += 1.0 / k;
        mine += k >= p->rank ? 1.0 / k : 0;
    }
    return mine / first;
}

static double oracle_competence(const profile *p)
{
    return p->competence < 0 ? 1 : p->competence / 1000.0;
}

static double oracle_need(const world *w, int city, int domain)
{
    const profile *p = &w->profiles[city][domain];
    if (!p->known || p->competence == 0) {
        return 0;
    }
    return oracle_priority(w, city, domain) * (p->need < 0 ? 1 - p->strength / 1000.0 : p->need / 1000.0);
}

static double oracle_transfer(const world *w, int guest, int host, int domain)
{
    double sigma = 1;
    if (w->population[guest] && w->population[host]) {
        sigma = exp(-fabs(log((double)w->population[guest] / w->population[host])) / log(4));
    }
    double apart = fabs(oracle_competence(&w->profiles[guest][domain]) - oracle_competence(&w->profiles[host][domain]));
    return (1 - w->size / 1000.0 * (1 - sigma)) * (1 - w->competence / 1000.0 * apart);
}

static double oracle_credit(const world *w, int guest, int host, int domain)
{
    double ahead = (w->profiles[host][domain].strength - w->profiles[guest][domain].strength) / (double)w->step;
    return fmax(0, fmin(1, ahead));
}

static double oracle_benefit(const world *w, int guest, int host)
{
    double above = 0, under = 0;
    for (int d = 0; d < w->domains; d++) {
        const profile *mine = &w->profiles[guest][d], *theirs = &w->profiles[host][d];
        double weighted = w->weight[d] / 1000.0 * oracle_need(w, guest, d);
        under += weighted;
        if (mine->known && theirs->known && theirs->offers) {
            above += weighted * theirs->strength / 1000.0 * oracle_credit(w, guest, host, d) * oracle_transfer(w, guest, host, d);
        }
    }
    return under > 0 ? above / under : 0;
}

static double oracle_challenge(const world *w, int a, int b)
{
    double above = 0, under = 0;
    for (int d = 0; d < w->domains; d++) {
        above += w->weight[d] / 1000.0 * fmin(oracle_need(w, a, d), oracle_need(w, b, d));
        under += w->weight[d] / 1000.0;
    }
    return above / under;
}

static double oracle_value(const world *w, int a, int b)
{
    double x = oracle_benefit(w, a, b), y = oracle_benefit(w, b, a);
    if (strcmp(w->form, "mutual") != 0) {
        return x;
    }
    switch (w->value[0] == 'm' ? w->value[1] : w->value[0]) {
    case 'e':
        return (x + y) / 2;
    case 'i':
        return x < y ? x : y;
    case 'h':
        return x + y > 0 ? 2 * x * y / (x + y) : 0;
    case 'c':
        return a == b ? 0 : oracle_challenge(w, a, b);
    default:
        return sqrt(x * y);
    }
}

/* ---- tests ---- */

static const char vector[] = "epic: 1\n"
                             "programme: {id: v, title: V, starts: 2020-01-01, ends: 2020-12-31, "
                             "domains: {housing: 1, employment: 1}}\n"
                             "cities:\n"
                             "  oberhausen: {name: Oberhausen, country: DE, timezone: Europe/Berlin, %s"
                             "profile: {housing: 0.80, employment: 0.40}}\n"
                             "  brescia: {name: Brescia, country: IT, timezone: Europe/Rome, %s"
                             "profile: {housing: 0.40, employment: 0.75}}\n";

static void assert_vector(const char *oberhausen, const char *brescia, double o, double b, double value)
{
    char bytes[1024];
    (void)snprintf(bytes, sizeof bytes, vector, oberhausen, brescia);
    epic_scores *scores = scores_of_text(bytes, NULL);
    ck_assert_double_eq_tol(epic_scores_benefit(scores, 1, 0), o, 1e-11);
    ck_assert_double_eq_tol(epic_scores_benefit(scores, 0, 1), b, 1e-11);
    ck_assert_double_eq_tol(epic_scores_value(scores, 0, 1), value, 1e-11);
    epic_scores_unref(scores);
}

START_TEST(vectors_of_the_model)
{
    assert_vector("", "", .5625, .564705882352941, .563601861976635);
    assert_vector("population: 219176, ", "population: 184826, ", .542975304427381, .545104619346706, .544038920148182);
    assert_vector("population: 219176, ", "", .5625, .564705882352941, .563601861976635);
}
END_TEST

START_TEST(terms_of_the_worked_example)
{
    char bytes[1024];
    epic_term terms[2];
    (void)snprintf(bytes, sizeof bytes, vector, "", "");
    epic_scores *scores = scores_of_text(bytes, NULL);
    ck_assert_uint_eq(epic_scores_explain(scores, 0, 1, terms, 2), 2); /* brescia from oberhausen; housing stands first */
    ck_assert_uint_eq(terms[0].domain, 0);
    ck_assert_double_eq(terms[0].weight, 1);
    ck_assert_double_eq_tol(terms[0].need, .6, 1e-15);
    ck_assert_double_eq(terms[0].offer, .8);
    ck_assert_double_eq(terms[0].step, 1);
    ck_assert_double_eq(terms[0].transfer, 1);
    ck_assert_double_eq_tol(terms[0].share, .48 / .85, 1e-15);
    ck_assert_double_eq(terms[1].step, 0);
    ck_assert_double_eq(terms[1].share, 0);
    epic_scores_unref(scores);
}
END_TEST

START_TEST(agrees_with_the_oracle)
{
    uint64_t state = seed;
    for (int i = 0; i < cases(WORLDS); i++) {
        world w = random_world(&state);
        epic_scores *scores = scores_of(&w);
        for (int a = 0; a < w.cities; a++) {
            for (int b = 0; b < w.cities; b++) {
                size_t guest = (size_t)a, host = (size_t)b;
                ck_assert_double_eq_tol(epic_scores_benefit(scores, guest, host), oracle_benefit(&w, a, b), 1e-11);
                ck_assert_double_eq_tol(epic_scores_value(scores, guest, host), oracle_value(&w, a, b), 1e-11);
            }
        }
        epic_scores_unref(scores);
    }
}
END_TEST

static void assert_bounds(const epic_scores *scores, const world *w, size_t a, size_t b)
{
    double benefit = epic_scores_benefit(scores, a, b), value = epic_scores_value(scores, a, b);
    ck_assert(benefit >= 0 && benefit <= 1 && value >= 0 && value <= 1);
    if (strcmp(w->form, "mutual") == 0) {
        ck_assert(value == epic_scores_value(scores, b, a));
    }
    if (a == b) {
        ck_assert(benefit == 0 && value == 0);
    }
    epic_term terms[MAX_DOMAINS];
    double sum = 0;
    ck_assert_uint_eq(epic_scores_explain(scores, a, b, terms, MAX_DOMAINS), (size_t)w->domains);
    for (size_t d = 0; d < (size_t)w->domains; d++) {
        ck_assert_uint_eq(terms[d].domain, d);
        ck_assert(terms[d].need >= 0 && terms[d].need <= 1 && terms[d].offer >= 0 && terms[d].offer <= 1);
        ck_assert(terms[d].step >= 0 && terms[d].step <= 1 && terms[d].transfer >= 0 && terms[d].transfer <= 1);
        ck_assert(terms[d].share >= 0);
        sum += terms[d].share;
    }
    ck_assert_double_eq_tol(sum, benefit, 1e-12);
}

/* In one call, and in two, the values are the same bits. */
START_TEST(many_values_at_once)
{
    uint64_t state = seed + 4;
    for (int i = 0; i < cases(WORLDS); i++) {
        world w = random_world(&state);
        epic_scores *scores = scores_of(&w);
        size_t cities = (size_t)w.cities, part = (size_t)i % cities;
        double *values = calloc(cities, sizeof *values);
        for (size_t a = 0; a < cities; a++) {
            epic_scores_values(scores, a, 0, part, values);
            epic_scores_values(scores, a, part, cities - part, values + part);
            for (size_t b = 0; b < cities; b++) {
                double value = epic_scores_value(scores, a, b);
                ck_assert_mem_eq(&values[b], &value, sizeof value);
            }
            epic_scores_benefits(scores, a, part, cities - part, values + part);
            epic_scores_benefits(scores, a, 0, part, values);
            for (size_t b = 0; b < cities; b++) {
                double benefit = epic_scores_benefit(scores, a, b);
                ck_assert_mem_eq(&values[b], &benefit, sizeof benefit);
            }
        }
        free(values);
        epic_scores_unref(scores);
    }
}
END_TEST

START_TEST(bounds_symmetry_and_sums)
{
    uint64_t state = seed + 1;
    for (int i = 0; i < cases(WORLDS); i++) {
        world w = random_world(&state);
        epic_scores *scores = scores_of(&w);
        for (int a = 0; a < w.cities; a++) {
            double need = 0;
            for (int d = 0; d < w.domains; d++) {
                need += oracle_need(&w, a, d);
            }
            ck_assert_int_eq(epic_scores_has_need(scores, (size_t)a), need > 0);
            for (int b = 0; b < w.cities; b++) {
                assert_bounds(scores, &w, (size_t)a, (size_t)b);
            }
        }
        epic_scores_unref(scores);
    }
}
END_TEST

/* The order of domains and cities in the file, and a common factor 2 of the weights, leave every bit as it is. */
START_TEST(order_and_scale_do_not_show)
{
    uint64_t state = seed + 2;
    for (int i = 0; i < cases(WORLDS / 4); i++) {
        world w = random_world(&state), other = w;
        other.reversed = 1;
        for (int d = 0; d < w.domains; d++) {
            other.weight[d] = 2 * (w.weight[d] = 125 * (1 + below(&state, 24))); /* eighths: exact */
        }
        epic_scores *one = scores_of(&w), *two = scores_of(&other);
        for (size_t a = 0; a < (size_t)w.cities; a++) {
            for (size_t b = 0; b < (size_t)w.cities; b++) {
                ck_assert(epic_scores_benefit(one, a, b) == epic_scores_benefit(two, a, b));
                ck_assert(epic_scores_value(one, a, b) == epic_scores_value(two, a, b));
            }
        }
        epic_scores_unref(one);
        epic_scores_unref(two);
    }
}
END_TEST

START_TEST(a_stronger_host_never_helps_less)
{
    uint64_t state = seed + 3;
    for (int i = 0; i < cases(WORLDS); i++) {
        world w = random_world(&state), stronger = w;
        int host = below(&state, w.cities), domain = below(&state, w.domains);
        profile *p = &stronger.profiles[host][domain];
        p->strength += below(&state, 1001 - p->strength);
        epic_scores *before = scores_of(&w), *after = scores_of(&stronger);
        for (size_t guest = 0; guest < (size_t)w.cities; guest++) {
            if (guest != (size_t)host) {
                ck_assert(epic_scores_benefit(after, guest, (size_t)host) >= epic_scores_benefit(before, guest, (size_t)host));
            }
        }
        epic_scores_unref(before);
        epic_scores_unref(after);
    }
}
END_TEST

static void assert_note(const epic_diags *diags, size_t i, const char *code, const char *part)
{
    const epic_diag *diag = epic_diags_get(diags, i);
    ck_assert_ptr_nonnull(diag);
    ck_assert_str_eq(diag->code, code);
    ck_assert_int_eq(diag->severity, EPIC_NOTE);
    ck_assert_ptr_nonnull(strstr(diag->message, part));
    ck_assert_uint_gt(diag->line, 0);
}

START_TEST(notes_say_what_was_left_out)
{
    static const char bytes[] =
        "epic: 1\n"
        "programme: {id: v, title: V, starts: 2020-01-01, ends: 2020-12-31, domains: {housing: 1, policy: 1}}\n"
        "cities:\n"
        "  aa: {name: A, country: DE, timezone: Europe/Berlin, profile: {housing: {strength: 0.5, competence: 0}}}\n"
        "  bb: {name: B, country: IT, timezone: Europe/Rome, profile: {housing: 0.9, policy: {strength: 0.1, competence: 0}}}\n"
        "  cc: {name: C, country: FR, timezone: Europe/Paris, profile: {housing: 1, policy: {strength: 1, competence: 0}}}\n";
    epic_diags *diags = epic_diags_new();
    epic_scores *scores = scores_of_text(bytes, diags);
    ck_assert_uint_eq(epic_diags_count(diags), 4);
    assert_note(diags, 0, "N402", "aa has no competence in housing");
    assert_note(diags, 1, "N401", "aa declares no need");
    assert_note(diags, 2, "N402", "bb has no competence in policy");
    assert_note(diags, 3, "N401", "cc declares no need");
    ck_assert(!epic_scores_has_need(scores, 0) && epic_scores_has_need(scores, 1) && !epic_scores_has_need(scores, 2));
    ck_assert_double_eq(epic_scores_benefit(scores, 0, 1), 0);
    ck_assert_double_gt(epic_scores_benefit(scores, 1, 2), 0);
    epic_scores_unref(scores);
    epic_diags_free(diags);
}
END_TEST

START_TEST(bad_arguments_are_answered)
{
    char bytes[1024];
    epic_term terms[2] = {{.domain = 77}, {.domain = 77}};
    (void)snprintf(bytes, sizeof bytes, vector, "", "");
    epic_scores *scores = scores_of_text(bytes, NULL), *none = scores;
    ck_assert_int_eq(epic_scores_make(NULL, epic_scores_programme(scores), NULL), EPIC_EARG);
    ck_assert_int_eq(epic_scores_make(&none, NULL, NULL), EPIC_EARG);
    ck_assert_ptr_null(none);
    ck_assert(isnan(epic_scores_benefit(scores, 2, 0)) && isnan(epic_scores_benefit(scores, 0, EPIC_NONE)));
    ck_assert(isnan(epic_scores_value(scores, 2, 0)) && isnan(epic_scores_value(scores, 0, 2)));
    ck_assert(!epic_scores_has_need(scores, 2));
    ck_assert_uint_eq(epic_scores_explain(scores, 0, 2, terms, 2), 0);
    ck_assert_uint_eq(epic_scores_explain(scores, 0, 1, NULL, 0), 2);
    ck_assert_uint_eq(epic_scores_explain(scores, 0, 1, terms, 1), 2);
    ck_assert_uint_eq(terms[0].domain, 0);
    ck_assert_uint_eq(terms[1].domain, 77);
    epic_scores_unref(epic_scores_ref(scores));
    ck_assert_double_gt(epic_scores_value(scores, 0, 1), 0);
    epic_scores_unref(scores);
    epic_scores_unref(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("score");
    TCase *cases = tcase_create("score");
    printf("# seed %llu\n", (unsigned long long)seed);
    fflush(stdout);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, vectors_of_the_model);
    tcase_add_test(cases, terms_of_the_worked_example);
    tcase_add_test(cases, agrees_with_the_oracle);
    tcase_add_test(cases, many_values_at_once);
    tcase_add_test(cases, bounds_symmetry_and_sums);
    tcase_add_test(cases, order_and_scale_do_not_show);
    tcase_add_test(cases, a_stronger_host_never_helps_less);
    tcase_add_test(cases, notes_say_what_was_left_out);
    tcase_add_test(cases, bad_arguments_are_answered);
    suite_add_tcase(suite, cases);
    return run(suite);
}
