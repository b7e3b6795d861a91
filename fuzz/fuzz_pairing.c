/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes choose profiles, form, preference and rules of a small programme. It is refused with an error, at reading or at pairing,
 * or its pairing verifies and is, in one round, the same by either engine. */
#include <epic/epic.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CITIES = 8, ROOM = 1 << 14 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* ---- bytes to a programme ---- */

typedef struct text {
    const uint8_t *data;
    size_t left, used;
    int cities;
    char bytes[ROOM];
} text;

/* 0 when there are no more bytes. */
static int choose(text *t, int n)
{
    if (t->left == 0) {
        return 0;
    }
    t->left--;
    return *t->data++ % n;
}

static void __attribute__((format(printf, 2, 3))) say(text *t, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int n = vsnprintf(t->bytes + t->used, sizeof t->bytes - t->used, format, list);
    va_end(list);
    t->used += n > 0 ? (size_t)n : 0;
    must(t->used < sizeof t->bytes);
}

/* One choice in a statement, so that bytes mean the same with every compiler. */
static void say_choice(text *t, const char *before, const char *const *words, int n)
{
    say(t, "%s%s", before, words[choose(t, n)]);
}

static void say_flag(text *t, const char *before)
{
    static const char *const words[] = {"false", "true"};
    say_choice(t, before, words, 2);
}

static void say_part(text *t, const char *part)
{
    static const char *const capacities[] = {"1", "0", "2", "3", "1000", "{min: 1, max: 1}", "{min: 1, max: 3}",
                                             "{min: 2, max: 2}", "{min: 2, max: 1}"};
    say(t, "%s: %s", part, capacities[choose(t, 4) > 0 ? 0 : choose(t, 9)]);
}

static void say_profile(text *t, const char *domain)
{
    say(t, "%s: {strength: %.2f", domain, choose(t, 21) / 20.0);
    switch (choose(t, 8)) {
    case 1: say(t, ", need: %.2f", choose(t, 11) / 10.0); break;
    case 2: say(t, ", priority: %.2f", choose(t, 11) / 10.0); break;
    case 3: say(t, ", offers: false"); break;
    case 4: say(t, ", competence: %.2f", choose(t, 11) / 10.0); break;
    default: break;
    }
    say(t, "}");
}

static void say_city(text *t, int number)
{
    static const char *const countries[] = {"DE", "IT", "PL", "FR", "ES"};
    static const char *const languages[] = {"[de]", "[it, en]", "[en]", "[]", "[pl, de]"};
    say(t, "  c%d: {name: C%d, timezone: UTC", number, number);
    say_choice(t, ", country: ", countries, 5);
    say_choice(t, ", languages: ", languages, 5);
    if (choose(t, 8) != 1) {
        say(t, ", location: [%d, ", 35 + choose(t, 25));
        say(t, "%d]", choose(t, 30));
    }
    if (choose(t, 4) == 1) {
        say(t, ", population: %d", 1000 << choose(t, 10));
    }
    say(t, ", capacity: {");
    say_part(t, "host");
    say(t, ", ");
    say_part(t, "guest");
    say(t, "}, profile: {");
    say_profile(t, "h");
    say(t, ", ");
    say_profile(t, "e");
    say(t, "}}\n");
}

static void say_pairs(text *t, const char *key, int most)
{
    int count = choose(t, most);
    say(t, ", %s: [", key);
    for (int i = 0; i < count; i++) {
        int a = choose(t, t->cities);
        say(t, "%s[c%d, c%d]", i > 0 ? ", " : "", a, (a + 1 + choose(t, t->cities)) % t->cities);
    }
    say(t, "]");
}

static void say_groups(text *t)
{
    int count = choose(t, 3);
    say(t, "groups: [");
    for (int i = 0; i < count; i++) {
        int first = choose(t, t->cities);
        say(t, "%s{cities: [c%d, c%d], at-least: %d", i > 0 ? ", " : "", first, (first + 1) % t->cities, choose(t, 3));
        if (choose(t, 2)) {
            say(t, ", at-most: %d", 1 + choose(t, 3));
        }
        say(t, "}");
    }
    say(t, "]");
}

static void say_limits(text *t)
{
    static const struct {
        const char *key;
        int most, step;
    } sums[] = {{"per-country", 4, 1}, {"per-country-pair", 3, 1}, {"distance-km", 20, 150}, {"total-km", 40, 150},
                {"budget-eur", 40, 250}};
    say(t, ", limits: {");
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        if (choose(t, 4) == 1) {
            say(t, "%s: %d, ", sums[i].key, (1 + choose(t, sums[i].most)) * sums[i].step);
        }
    }
    say_groups(t);
    say(t, "}");
}

static void say_rules(text *t)
{
    static const char *const modes[] = {"mutual", "visits", "mentoring"};
    static const char *const prefers[] = {"value", "participation", "fairness"};
    static const char *const values[] = {"geometric", "mean", "min", "harmonic", "common-challenge"};
    static const char *const odds[] = {"out", "triad"};
    int mode = choose(t, 3);
    say(t, "pairing: {mode: %s, rounds: %d", modes[mode], 1 + choose(t, 3));
    say_choice(t, ", prefer: ", prefers, 3);
    say_flag(t, ", other-country: ");
    say_flag(t, ", common-language: ");
    say_flag(t, ", allow-zero: ");
    if (mode == 0 || choose(t, 16) == 1) {
        say_choice(t, ", odd: ", odds, 2);
        say_choice(t, ", value: ", values, 5);
    }
    if (mode == 2) {
        say(t, ", mentors: [c0, c%d]", 1 + choose(t, t->cities));
    }
    say_pairs(t, "pins", 3);
    say_pairs(t, "vetoes", 4);
    say_pairs(t, "earlier", 3);
    if (choose(t, 2)) {
        say_limits(t);
    }
    say(t, "}\n");
}

static void say_programme(text *t)
{
    t->cities = 1 + choose(t, MOST_CITIES);
    say(t, "epic: 1\nprogramme: {id: f, title: F, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: %d}}\ncities:\n",
        1 + choose(t, 3));
    for (int i = 0; i < t->cities; i++) {
        say_city(t, i);
    }
    say(t, "costs: {people: 2, day-eur: 100, travel: [{km: 10, eur: 30}, {km: 500, eur: 300}]}\n"
           "exchange: [{kind: visit, id: v, days: 2, travel-days: 1}]\n");
    say_rules(t);
}

/* ---- what must come of it ---- */

static epic_pairing *pair(epic_scores *scores, epic_engine engine, epic_prefer prefer, uint32_t threads)
{
    epic_pairing *pairing = NULL;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    must(diags != NULL);
    options.engine = engine;
    options.prefer = prefer;
    options.threads = threads;
    int status = epic_pairing_make(&pairing, scores, &options, diags);
    must((status == EPIC_OK) == (pairing != NULL) && (status == EPIC_OK) == (epic_diags_errors(diags) == 0));
    must(status == EPIC_OK || status == EPIC_EINFEASIBLE || (status == EPIC_EINPUT && engine == EPIC_ENGINE_NATIVE));
    epic_diags_free(diags);
    if (pairing != NULL) {
        must(epic_pairing_verify(pairing, NULL) == EPIC_OK);
        must(epic_pairing_proved(pairing) || epic_programme_rules(epic_scores_programme(scores))->rounds > 1);
        must(epic_pairing_total(pairing) <= epic_pairing_bound(pairing));
    }
    return pairing;
}

static void must_be_same(const epic_pairing *one, const epic_pairing *other)
{
    size_t count, others;
    const epic_pair *p = epic_pairing_pairs(one, &count), *q = epic_pairing_pairs(other, &others);
    must(one != NULL && other != NULL && count == others);
    for (size_t i = 0; i < count; i++) {
        must(p[i].a == q[i].a && p[i].b == q[i].b && p[i].round == q[i].round && p[i].triad == q[i].triad);
    }
}

static void check_scores(epic_scores *scores, epic_prefer prefer)
{
    epic_pairing *any = pair(scores, EPIC_ENGINE_ANY, prefer, 2), *native = pair(scores, EPIC_ENGINE_NATIVE, prefer, 1);
    epic_pairing *glpk = pair(scores, EPIC_ENGINE_GLPK, prefer, 1);
    must((any == NULL) == (glpk == NULL));
    if (native != NULL) {
        must_be_same(native, any);
        must_be_same(native, glpk);
    }
    epic_pairing_unref(any);
    epic_pairing_unref(native);
    epic_pairing_unref(glpk);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static text t;
    epic_programme *programme = NULL;
    epic_scores *scores;
    epic_diags *diags = epic_diags_new();
    memset(&t, 0, sizeof t);
    t.data = data;
    t.left = size;
    epic_prefer prefer = (epic_prefer)(EPIC_PREFER_STATED + choose(&t, 4));
    say_programme(&t);
    int status = epic_programme_parse(&programme, t.bytes, t.used, "fuzz.yaml", diags);
    must(status == EPIC_OK || (status == EPIC_EINPUT && epic_diags_errors(diags) > 0));
    epic_diags_free(diags);
    if (status == EPIC_OK) {
        must(epic_scores_make(&scores, programme, NULL) == EPIC_OK);
        check_scores(scores, prefer);
        epic_scores_unref(scores);
    }
    epic_programme_unref(programme);
    return 0;
}
