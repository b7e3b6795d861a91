/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limits, preferences, rounds, triads, pins and several partners on random programmes, by either engine, against trying every
 * choice. */
#include <epic/pair.h>

#include <math.h>
#include <stdlib.h>

#include "sphere.h"
#include "world.h"

enum { MOST_CITIES = 6, MOST_OPTIONS = 32, WORLDS = 1500, PORTIONS = 10 };

static const uint64_t seed = 20230630;

static kit_text file;

/* ---- programmes ---- */

static void say_capacity(uint64_t *state, bool mutual)
{
    int max = below(state, 4) == 0 ? 2 : 1, min = below(state, 12) == 0;
    if (mutual) {
        say(&file, ", capacity: {host: {min: %d, max: %d}, guest: %d}", min, max, max);
    } else if (below(state, 2)) {
        say(&file, ", capacity: {host: {min: %d, max: %d}, guest: %d}", min, max, 1 + below(state, 2));
    }
}

static void say_city(uint64_t *state, int number, bool mutual)
{
    static const char *const countries[] = {"DE", "IT", "PL"};
    int grain = below(state, 2) ? 250 : 1;
    say(&file, "  c%d: {name: C%d, country: %s, timezone: UTC, location: [%d, %d], profile: {h: 0.%03d, e: 0.%03d}",
        number, number, countries[below(state, 3)], 40 + below(state, 15), below(state, 20), below(state, 1000 / grain) * grain,
        below(state, 1000 / grain) * grain);
    say_capacity(state, mutual);
    say(&file, "}\n");
}

static void say_limits(uint64_t *state, int cities)
{
    say(&file, ", limits: {");
    const char *between = "";
    if (below(state, 2)) {
        say(&file, "per-country: %d", 1 + below(state, 2));
        between = ", ";
    }
    if (below(state, 2)) {
        say(&file, "%sper-country-pair: 1", between);
        between = ", ";
    }
    if (below(state, 3) == 0) {
        say(&file, "%stotal-km: %d", between, 300 + below(state, 3000));
        between = ", ";
    }
    if (below(state, 3) == 0) {
        say(&file, "%sbudget-eur: %d", between, 500 + below(state, 8000));
        between = ", ";
    }
    if (below(state, 4) == 0) {
        say(&file, "%spair-eur: %d", between, 500 + below(state, 3000));
        between = ", ";
    }
    if (below(state, 4) == 0) {
        say(&file, "%scity-eur: %d", between, 500 + below(state, 5000));
        between = ", ";
    }
    if (below(state, 3) == 0) {
        int first = below(state, cities - 1);
        say(&file, "%sgroups: [{cities: [c%d, c%d], at-least: %d, at-most: %d}]", between, first, first + 1, below(state, 4) == 0,
            1 + below(state, 2));
    }
    say(&file, "}");
}

static void say_world(uint64_t *state)
{
    static const char *const modes[] = {"mutual", "mutual", "visits", "mentoring"};
    static const char *const prefers[] = {"value", "participation", "fairness"};
    const char *mode = modes[below(state, 4)];
    bool mutual = mode[1] == 'u', abroad = below(state, 2), limits = below(state, 2);
    int cities = 3 + below(state, mutual ? 4 : 3);
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    for (int i = 0; i < cities; i++) {
        say_city(state, i, mutual);
    }
    say(&file, "costs: {people: 2, day-eur: 100, travel: [{km: 10, eur: 30}, {km: 500, eur: 300}, {km: 1000, eur: 400}]}\n"
               "exchange: [{kind: visit, id: v, days: 2, travel-days: 1}]\n"
               "pairing: {mode: %s, prefer: %s, rounds: %d, other-country: %s, allow-zero: %s", mode, prefers[below(state, 3)],
        1 + below(state, 5) / 3, abroad ? "true" : "false", below(state, 2) ? "true" : "false");
    if (mutual && below(state, 2)) {
        say(&file, ", odd: triad");
    }
    if (mode[1] == 'e') {
        say(&file, ", mentors: [c0, c2]");
    }
    if (limits) {
        say_limits(state, cities);
    }
    if (!mutual && !abroad && !limits && below(state, 2)) {
        say(&file, ", pins: [[c1, c0]]");
    }
    say(&file, "}\n");
}

/* ---- every choice ---- */

typedef struct option {
    size_t a, b, u, v;
    int64_t units;
    bool pinned;
} option;

/* What is wanted, in this order: cities covered (when they come first), the least value (when it comes next), the total. */
typedef struct worth {
    int64_t covered, least, units;
} worth;

typedef struct oracle {
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    const epic_scores *scores;
    size_t cities, nodes, options;
    option option[MOST_OPTIONS];
    bool in[MOST_OPTIONS];
    uint32_t used[2 * MOST_CITIES], min[2 * MOST_CITIES], max[2 * MOST_CITIES];
    bool triad, found;
    worth best;
} oracle;

static double km(const oracle *o, size_t a, size_t b)
{
    const epic_city *x = epic_programme_city(o->programme, a), *y = epic_programme_city(o->programme, b);
    return ep_distance_km(x->latitude, x->longitude, y->latitude, y->longitude);
}

/* Two people, a visit of two days and one on the road. */
static double euros(const oracle *o, size_t a, size_t b)
{
    double far = km(o, a, b), fare = far >= 1000 ? 400 : far >= 500 ? 300 : far >= 10 ? 30 : 0;
    return 2 * (fare + 100 * 3);
}

/* How many chosen pairs have a city of `one` and, unless it is NULL, the other city of `other`. */
static int64_t count_pairs(const oracle *o, const char *one, const char *other)
{
    int64_t count = 0;
    for (size_t i = 0; i < o->options; i++) {
        const char *a = epic_programme_city(o->programme, o->option[i].a)->country;
        const char *b = epic_programme_city(o->programme, o->option[i].b)->country;
        bool there = strcmp(a, one) == 0 && (other == NULL || strcmp(b, other) == 0);
        bool back = strcmp(b, one) == 0 && (other == NULL || strcmp(a, other) == 0);
        count += o->in[i] && (there || back);
    }
    return count;
}

static bool keeps_countries(const oracle *o)
{
    static const char *const countries[] = {"DE", "IT", "PL"};
    bool good = true;
    for (int i = 0; i < 3; i++) {
        good = good && (o->rules->max_per_country == 0 || count_pairs(o, countries[i], NULL) <= o->rules->max_per_country);
        for (int k = i; k < 3 && o->rules->max_per_country_pair > 0; k++) {
            good = good && count_pairs(o, countries[i], countries[k]) <= o->rules->max_per_country_pair;
        }
    }
    return good;
}

/* Of each pair and of each city. */
static bool keeps_budgets(const oracle *o)
{
    int64_t of_city[MOST_CITIES] = {0}, pair_most = llround(100 * o->rules->pair_eur);
    int64_t city_most = llround(100 * o->rules->city_eur);
    bool good = true;
    for (size_t i = 0; i < o->options; i++) {
        const option *it = &o->option[i];
        int64_t cost = o->in[i] ? llround(100 * euros(o, it->a, it->b)) : 0;
        of_city[it->a] += cost;
        of_city[it->b] += cost;
        good = good && (pair_most == 0 || cost <= pair_most);
    }
    for (size_t i = 0; i < MOST_CITIES && city_most > 0; i++) {
        good = good && of_city[i] <= city_most / o->rules->rounds;
    }
    return good;
}

static bool keeps_sums(const oracle *o)
{
    int64_t metres = 0, cents = 0, group = 0;
    for (size_t i = 0; i < o->options; i++) {
        const option *it = &o->option[i];
        if (!o->in[i]) {
            continue;
        }
        metres += llround(1000 * km(o, it->a, it->b));
        cents += llround(100 * euros(o, it->a, it->b));
        for (size_t q = 0; q < o->rules->quota_count; q++) {
            const size_t *two = o->rules->quotas[q].cities;
            group += it->a == two[0] || it->a == two[1] || it->b == two[0] || it->b == two[1];
        }
    }
    bool good = keeps_budgets(o) && (o->rules->max_total_km <= 0 || (double)metres <= round(1000 * o->rules->max_total_km));
    good = good && (o->rules->budget_eur <= 0 || (double)cents <= round(100 * o->rules->budget_eur) / o->rules->rounds);
    for (size_t q = 0; q < o->rules->quota_count; q++) {
        good = good && group >= o->rules->quotas[q].min && group <= o->rules->quotas[q].max;
    }
    return good;
}

static bool is_better(const oracle *o, worth one, worth other)
{
    if (o->rules->prefer != EPIC_PREFER_VALUE && one.covered != other.covered) {
        return one.covered > other.covered;
    }
    if (o->rules->prefer == EPIC_PREFER_FAIRNESS && one.least != other.least) {
        return one.least > other.least;
    }
    return one.units > other.units;
}

static void judge(oracle *o)
{
    worth now = {0, INT64_MAX, 0};
    for (size_t i = 0; i < o->nodes; i++) {
        if (o->used[i] < o->min[i]) {
            return;
        }
        now.covered += o->used[i] > 0;
    }
    for (size_t i = 0; i < o->options; i++) {
        if (o->in[i]) {
            now.units += o->option[i].units;
            now.least = o->option[i].units < now.least && !o->option[i].pinned ? o->option[i].units : now.least;
        }
    }
    if (keeps_countries(o) && keeps_sums(o) && (!o->found || is_better(o, now, o->best))) {
        o->found = true;
        o->best = now;
    }
}

static void choose(oracle *o, size_t next)
{
    if (next == o->options) {
        judge(o);
        return;
    }
    const option *it = &o->option[next];
    if (!o->in[next]) { /* not one of a triad that was chosen before */
        if (o->used[it->u] < o->max[it->u] && o->used[it->v] < o->max[it->v]) {
            o->used[it->u]++;
            o->used[it->v]++;
            o->in[next] = true;
            choose(o, next + 1);
            o->in[next] = false;
            o->used[it->u]--;
            o->used[it->v]--;
        }
    }
    if (!it->pinned) {
        choose(o, next + 1);
    }
}

static size_t option_of(const oracle *o, size_t a, size_t b)
{
    for (size_t i = 0; i < o->options; i++) {
        if (o->option[i].a == a && o->option[i].b == b) {
            return i;
        }
    }
    return MOST_OPTIONS;
}

static void choose_triads(oracle *o)
{
    for (size_t a = 0; a < o->cities; a++) {
        for (size_t b = a + 1; b < o->cities; b++) {
            for (size_t c = b + 1; c < o->cities; c++) {
                size_t side[3] = {option_of(o, a, b), option_of(o, b, c), option_of(o, a, c)}, city[3] = {a, b, c};
                bool all = side[0] < MOST_OPTIONS && side[1] < MOST_OPTIONS && side[2] < MOST_OPTIONS;
                if (!all || o->max[a] != 1 || o->max[b] != 1 || o->max[c] != 1) {
                    continue;
                }
                for (int i = 0; i < 3; i++) {
                    o->in[side[i]] = true;
                    o->used[city[i]] = 1;
                }
                choose(o, 0);
                for (int i = 0; i < 3; i++) {
                    o->in[side[i]] = false;
                    o->used[city[i]] = 0;
                }
            }
        }
    }
}

/* ---- a round ---- */

static bool was_made(const epic_pairing *pairing, size_t a, size_t b, uint32_t round)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].a == a && pairs[i].b == b && pairs[i].round < round) {
            return true;
        }
    }
    return false;
}

static void read_parts(oracle *o, bool mutual)
{
    size_t takers = 0;
    for (size_t i = 0; i < o->cities; i++) {
        const epic_city *city = epic_programme_city(o->programme, i);
        bool mentor = i == 0 || i == 2, mentoring = o->rules->form == EPIC_MENTORING;
        size_t host = mutual ? i : o->cities + i;
        o->min[i] = mentoring && mentor ? 0 : city->guest.min;
        o->max[i] = mentoring && mentor ? 0 : city->guest.max;
        o->min[host] = mentoring && !mentor ? 0 : city->host.min;
        o->max[host] = mentoring && !mentor ? 0 : city->host.max;
        takers += o->max[i] > 0;
    }
    o->triad = mutual && o->rules->triad && takers % 2 == 1;
}

/* Directed rounds for the total alone are one problem, with room for all of them. */
static bool is_at_once(const epic_pairing_rules *rules, const oracle *o)
{
    bool limits = rules->max_per_country > 0 || rules->max_per_country_pair > 0 || rules->max_total_km > 0 ||
                  rules->budget_eur > 0 || rules->city_eur > 0 || rules->quota_count > 0;
    bool minima = false;
    for (size_t i = 0; i < o->cities; i++) {
        const epic_city *city = epic_programme_city(o->programme, i);
        minima = minima || city->guest.min > 0 || city->host.min > 0;
    }
    return rules->rounds > 1 && rules->form != EPIC_MUTUAL && rules->prefer == EPIC_PREFER_VALUE && !limits && !minima;
}

/* Round 0: all of them. */
static bool is_option(const oracle *o, const option *it, const epic_pairing *pairing, uint32_t round)
{
    bool counts = it->units > 0 || o->rules->allow_zero || it->pinned;
    bool made = round > 0 && pairing != NULL && was_made(pairing, it->a, it->b, round);
    return counts && !made && epic_pair_rule(o->scores, it->a, it->b) == EPIC_ALLOWED;
}

static void read_round(oracle *o, const epic_scores *scores, const epic_pairing *pairing, uint32_t round)
{
    *o = (oracle){.programme = epic_scores_programme(scores), .scores = scores};
    o->rules = epic_programme_rules(o->programme);
    o->cities = epic_programme_cities(o->programme);
    bool mutual = o->rules->form == EPIC_MUTUAL;
    o->nodes = mutual ? o->cities : 2 * o->cities;
    read_parts(o, mutual);
    for (size_t i = 0; i < o->nodes && round == 0; i++) {
        o->max[i] *= o->rules->rounds;
    }
    for (size_t a = 0; a < o->cities; a++) {
        for (size_t b = mutual ? a + 1 : 0; b < o->cities; b++) {
            int64_t units = llround(ldexp(epic_scores_value(scores, a, b), 30));
            bool pinned = o->rules->pin_count > 0 && a == 1 && b == 0 && round <= 1;
            o->option[o->options] = (option){a, b, a, mutual ? b : o->cities + b, units, pinned};
            o->options += is_option(o, &o->option[o->options], pairing, round);
        }
    }
    choose(o, 0);
    if (o->triad) {
        choose_triads(o);
    }
}

/* What the library chose, by the same measure. */
static worth worth_of(const oracle *o, const epic_pairing *pairing, uint32_t round)
{
    size_t count, used[2 * MOST_CITIES] = {0};
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    worth now = {0, INT64_MAX, 0};
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].round == round || round == 0) {
            int64_t units = llround(ldexp(pairs[i].value, 30));
            now.units += units;
            now.least = units < now.least && !pairs[i].pinned ? units : now.least;
            now.covered += used[pairs[i].a]++ == 0;
            now.covered += used[o->rules->form == EPIC_MUTUAL ? pairs[i].b : o->cities + pairs[i].b]++ == 0;
        }
    }
    return now;
}

static void check_round(const epic_scores *scores, const epic_pairing *pairing, uint32_t round)
{
    static oracle o;
    read_round(&o, scores, pairing, round);
    worth now = worth_of(&o, pairing, round);
    ck_assert(o.found);
    ck_assert_msg(!is_better(&o, o.best, now) && !is_better(&o, now, o.best), "%s", file.bytes);
}

/* Where cities come first, what guests and hosts with several partners do not need a search for. */
static bool is_native(const epic_programme *programme)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    bool minima = false, limits = rules->max_per_country > 0 || rules->max_per_country_pair > 0 || rules->max_total_km > 0 ||
                                  rules->budget_eur > 0 || rules->city_eur > 0 || rules->quota_count > 0;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        const epic_city *city = epic_programme_city(programme, i);
        minima = minima || city->guest.min > 0 || city->host.min > 0;
    }
    return rules->form != EPIC_MUTUAL && !minima && !limits;
}

static void check_world(epic_engine engine)
{
    static oracle o;
    epic_scores *scores = scores_of_file(&file);
    epic_pairing *pairing;
    epic_diags *diags = epic_diags_new();
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.engine = engine;
    int status = epic_pairing_make(&pairing, scores, &options, diags);
    bool native = engine == EPIC_ENGINE_ANY && is_native(epic_scores_programme(scores));
    if (status == EPIC_OK) {
        ck_assert_msg(epic_pairing_verify(pairing, diags) == EPIC_OK, "%s", file.bytes);
        ck_assert_msg(epic_pairing_proved(pairing) || epic_programme_rules(epic_scores_programme(scores))->rounds > 1, "%s",
                      file.bytes);
        read_round(&o, scores, NULL, 0);
        bool at_once = is_at_once(o.rules, &o);
        ck_assert(!native || strcmp(epic_pairing_engine(pairing), "native") == 0);
        for (uint32_t round = at_once ? 0 : 1; round <= (at_once ? 0 : o.rules->rounds); round++) {
            check_round(scores, pairing, round);
        }
        epic_pairing_unref(pairing);
    } else {
        ck_assert_msg(status == EPIC_EINFEASIBLE && epic_diags_count(diags) > 0, "%d\n%s", status, file.bytes);
        read_round(&o, scores, NULL, 1);
        ck_assert_msg(!o.found || o.rules->rounds > 1, "%s", file.bytes);
    }
    epic_diags_free(diags);
    epic_scores_unref(scores);
}

START_TEST(random_worlds_as_by_trying_all)
{
    uint64_t state = seed + 977 * (uint64_t)_i;
    for (int i = 0; i < cases(WORLDS / PORTIONS); i++) {
        say_world(&state);
        check_world(EPIC_ENGINE_ANY);
        check_world(EPIC_ENGINE_GLPK);
    }
}
END_TEST

/* The pairs that a limit leaves where the only one there can be costs 1,024.09 euros and spans 111.195 km. */
static size_t count_within(const char *limit)
{
    file.used = 0;
    say(&file,
        "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n"
        "  a: {name: A, country: NL, timezone: Europe/Amsterdam, location: [0, 0], profile: {h: 0.9, e: 0.1}}\n"
        "  b: {name: B, country: DE, timezone: Europe/Berlin, location: [0, 1], profile: {h: 0.1, e: 0.9}}\n"
        "costs: {travel: [{km: 0, eur: 1024.09}]}\nexchange: [{kind: visit, id: v, days: 2}]\npairing: {limits: {%s}}\n",
        limit);
    epic_scores *scores = scores_of_file(&file);
    epic_pairing *pairing;
    size_t count;
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_verify(pairing, NULL), EPIC_OK);
    (void)epic_pairing_pairs(pairing, &count);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    return count;
}

/* 100 times the double next to 1024.09 is below 102,409. */
START_TEST(limits_that_are_just_met)
{
    ck_assert_uint_eq(count_within("budget-eur: 1024.09"), 1);
    ck_assert_uint_eq(count_within("budget-eur: 1024.08"), 0);
    ck_assert_uint_eq(count_within("pair-eur: 1024.09"), 1);
    ck_assert_uint_eq(count_within("pair-eur: 1024.08"), 0);
    ck_assert_uint_eq(count_within("city-eur: 1024.09"), 1);
    ck_assert_uint_eq(count_within("city-eur: 1024.08"), 0);
    ck_assert_uint_eq(count_within("total-km: 111.195"), 1);
    ck_assert_uint_eq(count_within("total-km: 111.194"), 0);
}
END_TEST

/* ---- what clashes ---- */

/* How it goes by some rules; the first diagnostic's message. Seven cities, three of them in one country. */
static int pair_seven(const char *rules, char *message, size_t room)
{
    epic_pairing *pairing;
    file.used = 0;
    say(&file,
        "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n"
        "  a: {name: A, country: DE, timezone: UTC, location: [50, 8], profile: {h: 0.9, e: 0.1}}\n"
        "  b: {name: B, country: IT, timezone: UTC, location: [45, 9], profile: {h: 0.1, e: 0.9}}\n"
        "  c: {name: C, country: PL, timezone: UTC, location: [52, 21], profile: {h: 0.5, e: 0.6}}\n"
        "  d: {name: D, country: DE, timezone: UTC, location: [52, 13], profile: {h: 0.6, e: 0.4}}\n"
        "  e: {name: E, country: PT, timezone: UTC, location: [38, -9], profile: {h: 0.3, e: 0.7}}\n"
        "  f: {name: F, country: DE, timezone: UTC, location: [53, 10], profile: {h: 0.7, e: 0.2}, %s}\n"
        "  g: {name: G, country: FR, timezone: UTC, location: [48, 2], profile: {h: 0.2, e: 0.6}}\n"
        "costs: {people: 2, day-eur: 100, travel: [{km: 10, eur: 30}, {km: 500, eur: 300}]}\n"
        "exchange: [{kind: visit, id: v, days: 2, travel-days: 1}]\npairing: {%s}\n",
        strstr(rules, "mode") != NULL ? "capacity: {guest: {min: 2, max: 9}, host: 2}" : "population: 1000", rules);
    epic_scores *scores = scores_of_file(&file);
    epic_diags *diags = epic_diags_new();
    int status = epic_pairing_make(&pairing, scores, NULL, diags);
    (void)snprintf(message, room, "%s", epic_diags_count(diags) > 0 ? epic_diags_get(diags, 0)->message : "");
    epic_pairing_unref(pairing);
    epic_diags_free(diags);
    epic_scores_unref(scores);
    return status;
}

static const struct clash {
    const char *rules, *message, *still, *enough;
} clashes[] = {
    {"limits: {per-country: 1, groups: [{cities: [a, d, f], at-least: 3}]}",
     "no pairing keeps all of these limits: per-country: 1 for DE (3 needed); groups (line 13): at-least 3 pairs with one of "
     "'a', 'd', 'f' (1 possible)",
     "limits: {per-country: 2, groups: [{cities: [a, d, f], at-least: 3}]}",
     "limits: {per-country: 3, groups: [{cities: [a, d, f], at-least: 3}]}"},
    {"limits: {per-country: 1, groups: [{cities: [a, d, f], at-least: 3}]}", NULL,
     "limits: {per-country: 1, groups: [{cities: [a, d, f], at-least: 2}]}",
     "limits: {per-country: 1, groups: [{cities: [a, d, f], at-least: 1}]}"},
    {"limits: {total-km: 900.5, groups: [{cities: [e], at-least: 1}]}",
     "no pairing keeps all of these limits: total-km: 900.5 (1684 needed); groups (line 13): at-least 1 pair with one of 'e' "
     "(0 possible)",
     "limits: {total-km: 1683, groups: [{cities: [e], at-least: 1}]}",
     "limits: {total-km: 1684, groups: [{cities: [e], at-least: 1}]}"},
    {"rounds: 3, limits: {budget-eur: 700, groups: [{cities: [e], at-least: 1}]}",
     "no pairing in round 1 keeps all of these limits: budget-eur: 700, shared by the rounds (3600 needed); groups (line "
     "13): at-least 1 pair with one of 'e' (0 possible)",
     "rounds: 3, limits: {budget-eur: 3599, groups: [{cities: [e], at-least: 1}]}",
     "rounds: 3, limits: {budget-eur: 3600, groups: [{cities: [e], at-least: 1}]}"},
    {"pins: [[a, b]], limits: {groups: [{cities: [a, c, e], at-most: 1}, {cities: [c], at-least: 1}]}",
     "no pairing keeps all of these limits beside the pins: groups (line 13): at-most 1 pair with one of 'a', 'c', 'e' "
     "(2 needed); groups (line 13): at-least 1 pair with one of 'c' (0 possible)",
     NULL, "pins: [[a, b]], limits: {groups: [{cities: [a, c, e], at-most: 2}, {cities: [c], at-least: 1}]}"},
    {"pins: [[a, b], [e, d]], limits: {per-country: 1}",
     "the pins alone exceed a limit: per-country: 1 for DE (2 needed for 'a' and 'b', 'd' and 'e')", NULL,
     "pins: [[a, b], [e, d]], limits: {per-country: 2}"},
    {"pins: [[a, b], [e, d]], limits: {total-km: 1000}",
     "the pins alone exceed a limit: total-km: 1000 (2872 needed for 'a' and 'b', 'd' and 'e')",
     "pins: [[a, b], [e, d]], limits: {total-km: 2871}", "pins: [[a, b], [e, d]], limits: {total-km: 2872}"},
    {"mode: visits, limits: {per-country: 1}",
     "the rules leave too few partners for 'f' (at least 2 hosts): 'b', 'c', 'e', 'g' can be; limits in the way: "
     "per-country: 1 for DE (2 needed); others are shut out, 2 by country",
     NULL, "mode: visits, limits: {per-country: 2}"},
    {"mode: visits, vetoes: [[f, b], [f, c]], pins: [[f, g]], earlier: [[f, e]]",
     "the rules leave too few partners for 'f' (at least 2 hosts, 1 of them pinned): none can be; others are shut out, 2 by "
     "country, 2 by veto, 1 by an earlier pair",
     NULL, "mode: visits, vetoes: [[f, b], [f, c]], pins: [[f, g]]"},
};

/* The figure that is said to be needed, or possible, is, and no other next to it. */
START_TEST(a_clash_names_what_would_do)
{
    char message[600];
    for (size_t i = 0; i < sizeof clashes / sizeof *clashes; i++) {
        ck_assert_int_eq(pair_seven(clashes[i].rules, message, sizeof message), EPIC_EINFEASIBLE);
        if (clashes[i].message != NULL) {
            ck_assert_str_eq(message, clashes[i].message);
        }
        if (clashes[i].still != NULL) {
            ck_assert_int_eq(pair_seven(clashes[i].still, message, sizeof message), EPIC_EINFEASIBLE);
        }
        ck_assert_int_eq(pair_seven(clashes[i].enough, message, sizeof message), EPIC_OK);
    }
}
END_TEST

/* ---- either engine ---- */

/* Directed, without what one of them cannot do. */
static void say_directed_rounds(uint64_t *state)
{
    static const char *const modes[] = {"visits", "mentoring, mentors: [c0, c2, c3]"};
    int cities = 4 + below(state, 9), grain = below(state, 2) ? 250 : 1, mode = below(state, 2);
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    for (int i = 0; i < cities; i++) {
        say(&file, "  c%d: {name: C%d, country: %s, timezone: UTC, profile: {h: 0.%03d, e: 0.%03d}", i, i,
            below(state, 2) ? "DE" : "IT", below(state, 1000 / grain) * grain, below(state, 1000 / grain) * grain);
        say(&file, ", capacity: {guest: %d, host: %d}}\n", below(state, 3), below(state, 4));
    }
    say(&file, "pairing: {mode: %s, rounds: %d, other-country: %s, allow-zero: %s, vetoes: [[c1, c0]], earlier: [[c1, c2]]}\n",
        modes[mode], 2 + below(state, 2), below(state, 2) ? "true" : "false", below(state, 2) ? "true" : "false");
}

static epic_pairing *pair_by(epic_scores *scores, epic_engine engine)
{
    epic_pairing *pairing;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.engine = engine;
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, &options, NULL), EPIC_OK);
    ck_assert_str_eq(epic_pairing_engine(pairing), engine == EPIC_ENGINE_GLPK ? "glpk" : "native");
    ck_assert_int_eq(epic_pairing_verify(pairing, NULL), EPIC_OK);
    ck_assert(epic_pairing_proved(pairing));
    return pairing;
}

START_TEST(directed_rounds_are_the_same_by_either_engine)
{
    uint64_t state = seed * 7;
    for (int i = 0; i < cases(WORLDS / 5); i++) {
        size_t count, others;
        say_directed_rounds(&state);
        epic_scores *scores = scores_of_file(&file);
        epic_pairing *one = pair_by(scores, EPIC_ENGINE_NATIVE), *other = pair_by(scores, EPIC_ENGINE_GLPK);
        const epic_pair *p = epic_pairing_pairs(one, &count), *q = epic_pairing_pairs(other, &others);
        ck_assert_msg(count == others, "%zu, %zu\n%s", count, others, file.bytes);
        for (size_t k = 0; k < count; k++) {
            ck_assert_msg(p[k].a == q[k].a && p[k].b == q[k].b && p[k].round == q[k].round, "%s", file.bytes);
        }
        epic_pairing_unref(one);
        epic_pairing_unref(other);
        epic_scores_unref(scores);
    }
}
END_TEST

/* Visits among cities that can all have as many partners as there are cities; what is said when there is no pairing. */
static const char *say_crowd(int cities, const char *capacity, const char *rules)
{
    static char code[8];
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    for (int i = 0; i < cities; i++) {
        say(&file, "  c%d: {name: C%d, country: NL, timezone: UTC, profile: {h: 0.%d, e: 0.%d}", i, i, i % 10, i % 7);
        say(&file, ", capacity: {host: 1000, guest: %s}}\n", i == 0 ? capacity : "1000");
    }
    say(&file, "pairing: {mode: visits, other-country: false, %s}\n", rules);
    epic_scores *scores = scores_of_file(&file);
    epic_pairing *pairing;
    epic_diags *diags = epic_diags_new();
    int status = epic_pairing_make(&pairing, scores, NULL, diags);
    ck_assert(status == EPIC_EINPUT || status == EPIC_EINFEASIBLE);
    ck_assert_uint_eq(epic_diags_count(diags), 1);
    snprintf(code, sizeof code, "%s", epic_diags_get(diags, 0)->code);
    epic_diags_free(diags);
    epic_scores_unref(scores);
    return code;
}

START_TEST(what_cannot_be_counted_is_said)
{
    ck_assert_str_eq(say_crowd(1050, "1000", "prefer: participation"), "E428");
    ck_assert_str_eq(say_crowd(64, "1000", "prefer: fairness, limits: {per-country: 9}"), "E428");
    ck_assert_str_eq(say_crowd(63, "{min: 10, max: 63}", "prefer: participation, limits: {per-country: 9}"), "E421");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("limits");
    TCase *all = tcase_create("all");
    printf("# seed %llu\n", (unsigned long long)seed);
    tcase_set_timeout(all, 300);
    tcase_add_loop_test(all, random_worlds_as_by_trying_all, 0, PORTIONS);
    tcase_add_test(all, limits_that_are_just_met);
    tcase_add_test(all, a_clash_names_what_would_do);
    tcase_add_test(all, directed_rounds_are_the_same_by_either_engine);
    tcase_add_test(all, what_cannot_be_counted_is_said);
    suite_add_tcase(suite, all);
    return run(suite);
}
