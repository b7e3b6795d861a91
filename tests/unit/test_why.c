/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why and why not: pairings with and without a pair, losses, the best pairings in order, shortages and cities who would rather
 * have each other, on random programmes against trying every choice. */
#include <epic/pair.h>

#include <check.h>
#include <math.h>
#include <stdlib.h>

#include "hash.h"
#include "world.h"

enum { MOST_CITIES = 8, MOST_OPTIONS = 64, MOST_CHOICES = 1 << 16, WORLDS = 60, RANKS = 12 };

static const uint64_t seed = 20231117;

static kit_text file;

/* ---- programmes ---- */

static void say_head(void)
{
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
}

static void say_city(const char *name, const char *country, int h, int e, const char *more)
{
    say(&file, "  %c%s: {name: %s, country: %s, timezone: Europe/Berlin, profile: {h: %d.%03d, e: %d.%03d}%s}\n", name[0] + 32,
        name + 1, name, country, h / 1000, h % 1000, e / 1000, e % 1000, more);
}

static void say_cities(uint64_t *state, int cities, const char *mode)
{
    static const char *const countries[] = {"DE", "IT", "PL", "CZ"};
    int grain = below(state, 2) ? 250 : 1, several = below(state, 3) == 0;
    char name[16], more[80] = "";
    for (int i = 0; i < cities; i++) {
        int host = 1 + below(state, several ? 2 : 1), guest = 1 + below(state, several ? 2 : 1);
        if (strcmp(mode, "mutual") != 0 || below(state, 3) == 0) {
            snprintf(more, sizeof more, ", capacity: {host: {min: %d, max: %d}, guest: %d}", below(state, 10) == 0, host, guest);
        }
        snprintf(name, sizeof name, "C%d", i);
        int h = below(state, 1000 / grain) * grain, e = below(state, 1000 / grain) * grain;
        say_city(name, countries[below(state, 4) * below(state, 2)], h, e, more);
        more[0] = '\0';
    }
}

static void say_world(uint64_t *state, const char *mode, int cities)
{
    static const char *const prefers[] = {"value", "participation", "fairness"};
    say_head();
    say_cities(state, cities, mode);
    say(&file, "pairing:\n  mode: %s\n  other-country: %s\n  allow-zero: %s\n  prefer: %s\n", mode,
        below(state, 2) ? "true" : "false", below(state, 4) ? "false" : "true", prefers[below(state, 3)]);
    if (mode[1] == 'e') {
        say(&file, "  mentors: [c0, c1]\n");
    }
    if (cities > 3) {
        say(&file, "  vetoes: [[c%d, c0], [c%d, c1]]\n", cities - 1, cities - 1);
    }
}

/* ---- every choice ---- */

typedef struct option {
    size_t a, b;
    int64_t units, tie;
} option;

typedef struct choice {
    uint64_t in; /* of each option a bit */
    int64_t worth[4];
} choice;

typedef struct oracle {
    const epic_pairing_rules *rules;
    const epic_scores *scores;
    epic_prefer prefer;
    size_t cities, options, choices, side;
    option option[MOST_OPTIONS];
    uint32_t min[2 * MOST_CITIES], max[2 * MOST_CITIES], used[2 * MOST_CITIES];
    size_t with, without; /* options, or MOST_OPTIONS */
    uint64_t in;
    choice choice[MOST_CHOICES];
} oracle;

static oracle o;

static void read_parts(void)
{
    const epic_programme *programme = epic_scores_programme(o.scores);
    for (size_t i = 0; i < o.cities; i++) {
        const epic_city *city = epic_programme_city(programme, i);
        bool mentoring = o.rules->form == EPIC_MENTORING, mentor = mentoring && i < 2;
        o.min[i] = mentor ? 0 : city->guest.min;
        o.max[i] = mentor ? 0 : city->guest.max;
        uint32_t min = mentoring && !mentor ? 0 : city->host.min, max = mentoring && !mentor ? 0 : city->host.max;
        if (o.side > 0) {
            o.min[o.side + i] = min;
            o.max[o.side + i] = max;
        } else {
            o.min[i] = min > o.min[i] ? min : o.min[i];
            o.max[i] = max < o.max[i] ? max : o.max[i];
        }
    }
}

static void judge(void)
{
    choice *it = &o.choice[o.choices];
    int64_t least = INT64_MAX;
    *it = (choice){.in = o.in};
    for (size_t i = 0; i < o.cities + o.side; i++) {
        if (o.used[i] < o.min[i]) {
            return;
        }
        it->worth[0] += o.prefer != EPIC_PREFER_VALUE && o.used[i] > 0;
    }
    for (size_t i = 0; i < o.options; i++) {
        if (o.in >> i & 1) {
            least = o.option[i].units < least ? o.option[i].units : least;
            it->worth[2] += o.option[i].units;
            it->worth[3] += o.option[i].tie;
        }
    }
    it->worth[1] = o.prefer == EPIC_PREFER_FAIRNESS ? least : 0;
    ck_assert_uint_lt(++o.choices, MOST_CHOICES);
}

static void try_all(size_t i)
{
    if (i == o.options) {
        judge();
        return;
    }
    const option *it = &o.option[i];
    uint32_t *a = &o.used[it->a], *b = &o.used[o.side + it->b];
    if (o.with != i) {
        try_all(i + 1);
    }
    bool worth = it->units > 0 || o.rules->allow_zero || o.with == i;
    if (worth && o.without != i && *a < o.max[it->a] && *b < o.max[o.side + it->b]) {
        ++*a, ++*b, o.in |= UINT64_C(1) << i;
        try_all(i + 1);
        --*a, --*b, o.in &= ~(UINT64_C(1) << i);
    }
}

static int by_worth(const void *left, const void *right)
{
    const choice *p = left, *q = right;
    for (int k = 0; k < 4; k++) {
        if (p->worth[k] != q->worth[k]) {
            return p->worth[k] > q->worth[k] ? -1 : 1;
        }
    }
    return 0;
}

static void list_options(const epic_scores *scores)
{
    const epic_programme *programme = epic_scores_programme(scores);
    memset(&o, 0, sizeof o - sizeof o.choice);
    o.scores = scores;
    o.rules = epic_programme_rules(programme);
    o.prefer = o.rules->prefer;
    o.cities = epic_programme_cities(programme);
    o.side = o.rules->form == EPIC_MUTUAL ? 0 : o.cities;
    o.with = o.without = MOST_OPTIONS;
    read_parts();
    for (size_t a = 0; a < o.cities; a++) {
        for (size_t b = o.side == 0 ? a + 1 : 0; b < o.cities; b++) {
            uint64_t first = ep_mix64(ep_fnv64(epic_programme_city(programme, a)->id));
            uint64_t tie = ep_mix64(first + ep_fnv64(epic_programme_city(programme, b)->id)) >> 32;
            if (epic_pair_rule(scores, a, b) == EPIC_ALLOWED) {
                int64_t units = llround(ldexp(epic_scores_value(scores, a, b), 30));
                o.option[o.options++] = (option){a, b, units, (int64_t)tie + 1};
            }
        }
    }
}

static void ask_oracle(size_t with, size_t without)
{
    o.with = with;
    o.without = without;
    o.choices = 0;
    try_all(0);
    qsort(o.choice, o.choices, sizeof *o.choice, by_worth);
}

/* A pairing is a choice, and proves itself. */
static void check_is(const epic_pairing *pairing, const choice *wanted)
{
    size_t count, at = 0;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    epic_diags *wrong = epic_diags_new();
    for (size_t i = 0; i < o.options; i++) {
        if (wanted->in >> i & 1) {
            ck_assert_uint_lt(at, count);
            ck_assert_uint_eq(pairs[at].a, o.option[i].a);
            ck_assert_uint_eq(pairs[at++].b, o.option[i].b);
        }
    }
    ck_assert_uint_eq(at, count);
    if (epic_pairing_verify(pairing, wrong) != EPIC_OK) {
        epic_diags_write(wrong, EPIC_TEXT, epic_write_stdio, stderr);
        ck_abort_msg("not proved:\n%s", file.bytes);
    }
    epic_diags_free(wrong);
}

/* Where capacities of more than one meet preferences, ties are settled by their leading bits alone: only the worth is
 * compared. */
static bool loose(void)
{
    bool many = false;
    for (size_t i = 0; i < o.cities + o.side; i++) {
        many = many || o.max[i] > 1 || o.min[i] > 0;
    }
    return many && (o.side == 0 || o.prefer != EPIC_PREFER_VALUE);
}

static int64_t units_of(const epic_pairing *pairing)
{
    size_t count;
    int64_t units = 0;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        units += llround(ldexp(pairs[i].value, 30));
    }
    return units;
}

static void check_best(const epic_pairing *pairing, const choice *wanted)
{
    if (!loose()) {
        check_is(pairing, wanted);
        return;
    }
    ck_assert_msg(units_of(pairing) == wanted->worth[2], "%lld, not %lld:\n%s", (long long)units_of(pairing),
                  (long long)wanted->worth[2], file.bytes);
    ck_assert_msg(epic_pairing_verify(pairing, NULL) == EPIC_OK, "not proved:\n%s", file.bytes);
}

/* ---- with and without ---- */

static void check_status(int status, const epic_pairing *pairing)
{
    ck_assert_int_eq(status, o.choices > 0 ? EPIC_OK : EPIC_EINFEASIBLE);
    if (status == EPIC_OK) {
        check_best(pairing, &o.choice[0]);
    }
}

static void check_settled(const epic_pairing *best)
{
    for (size_t i = 0; i < o.options; i++) {
        const option *it = &o.option[i];
        epic_pairing *other;
        ask_oracle(i, MOST_OPTIONS);
        int status = epic_pairing_with(&other, best, it->b, it->a, NULL, NULL);
        if (o.side > 0) {
            epic_pairing_unref(other);
            status = epic_pairing_with(&other, best, it->a, it->b, NULL, NULL);
        }
        check_status(status, other);
        epic_pairing_unref(other);
        ask_oracle(MOST_OPTIONS, i);
        status = epic_pairing_without(&other, best, it->a, it->b, NULL, NULL);
        check_status(status, other);
        epic_pairing_unref(other);
    }
}

static void check_losses(const epic_pairing *best)
{
    double losses[MOST_OPTIONS];
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(best, &count);
    ck_assert_int_eq(epic_pairing_losses(best, losses, NULL), EPIC_OK);
    for (size_t i = 0; i < count; i++) {
        epic_pairing *other;
        int status = epic_pairing_without(&other, best, pairs[i].a, pairs[i].b, NULL, NULL);
        double lost = status == EPIC_OK ? epic_pairing_total(best) - epic_pairing_total(other) : (double)NAN;
        ck_assert_msg(memcmp(&lost, &losses[i], sizeof lost) == 0 || (isnan(lost) && isnan(losses[i])), "%.17g, not %.17g",
                      losses[i], lost);
        epic_pairing_unref(other);
    }
}

static int cities_for(uint64_t *state, int form)
{
    return form == 0 ? 2 + below(state, 6) : form == 1 ? 2 + below(state, 3) : 3 + below(state, 4);
}

static const char *const modes[] = {"mutual", "visits", "mentoring"};

START_TEST(with_and_without_each_pair)
{
    uint64_t state = seed + (uint64_t)_i;
    for (int i = 0; i < cases(WORLDS); i++) {
        epic_pairing *best;
        int cities = cities_for(&state, _i);
        say_world(&state, modes[_i], cities);
        epic_scores *scores = scores_of_file(&file);
        list_options(scores);
        ask_oracle(MOST_OPTIONS, MOST_OPTIONS);
        int status = epic_pairing_make(&best, scores, NULL, NULL);
        check_status(status, best);
        if (best != NULL) {
            check_settled(best);
            check_losses(best);
        }
        epic_pairing_unref(best);
        epic_scores_unref(scores);
    }
}
END_TEST

/* ---- the best in order ---- */

static bool can_be_several(void)
{
    bool many = false;
    for (size_t i = 0; i < o.cities; i++) {
        const epic_city *city = epic_programme_city(epic_scores_programme(o.scores), i);
        many = many || city->host.max > 1 || city->guest.max > 1;
    }
    return many;
}

START_TEST(the_best_pairings_in_order)
{
    uint64_t state = seed * 3 + (uint64_t)_i;
    for (int i = 0; i < cases(WORLDS); i++) {
        epic_pairing *list[RANKS];
        size_t count;
        int cities = cities_for(&state, _i);
        say_world(&state, modes[_i], cities);
        epic_scores *scores = scores_of_file(&file);
        list_options(scores);
        ask_oracle(MOST_OPTIONS, MOST_OPTIONS);
        int status = epic_pairings_best(list, RANKS, &count, scores, NULL, NULL);
        if (status == EPIC_EINPUT) {
            ck_assert(o.prefer == EPIC_PREFER_FAIRNESS && can_be_several());
            o.choices = 0;
            status = EPIC_EINFEASIBLE;
        }
        ck_assert_int_eq(status, o.choices > 0 ? EPIC_OK : EPIC_EINFEASIBLE);
        ck_assert_uint_eq(count, o.choices < RANKS ? o.choices : RANKS);
        for (size_t k = 0; k < RANKS; k++) {
            ck_assert((list[k] != NULL) == (k < count));
            if (k < count) {
                check_best(list[k], &o.choice[k]);
            }
            epic_pairing_unref(list[k]);
        }
        epic_scores_unref(scores);
    }
}
END_TEST

/* ---- shortages ---- */

static bool holds(const size_t *cities, size_t count, size_t city)
{
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || cities[i] == city;
    }
    return found;
}

/* Of all choices the least number of these cities that stay alone. */
static size_t least_alone(const size_t *cities, size_t count, bool hosts)
{
    size_t least = count;
    for (size_t k = 0; k < o.choices; k++) {
        size_t alone = count;
        for (size_t i = 0; i < count; i++) {
            bool met = false;
            for (size_t e = 0; e < o.options; e++) {
                bool is = hosts ? o.option[e].b == cities[i] : o.option[e].a == cities[i];
                is = is || (o.side == 0 && o.option[e].b == cities[i]);
                met = met || (is && (o.choice[k].in >> e & 1));
            }
            alone -= met;
        }
        least = alone < least ? alone : least;
    }
    return least;
}

static void check_shortage(const epic_shortage *it)
{
    ck_assert_uint_ge(it->alone, 1);
    ck_assert_uint_eq(least_alone(it->cities, it->city_count, it->hosts), it->alone);
    for (size_t e = 0; e < o.options; e++) {
        size_t city = it->hosts ? o.option[e].b : o.option[e].a, other = it->hosts ? o.option[e].a : o.option[e].b;
        for (int turn = 0; turn < (o.side == 0 ? 2 : 1); turn++) {
            if (holds(it->cities, it->city_count, city) && (o.option[e].units > 0 || o.rules->allow_zero)) {
                ck_assert(holds(it->partners, it->partner_count, other) ||
                          (o.side == 0 && holds(it->cities, it->city_count, other)));
            }
            size_t swap = city;
            city = other;
            other = swap;
        }
    }
}

static size_t check_shortages(const epic_pairing *pairing, bool hosts)
{
    epic_shortages *shortages;
    size_t count, alone = 0;
    ck_assert_int_eq(epic_pairing_shortages(&shortages, pairing), EPIC_OK);
    const epic_shortage *list = epic_shortages_get(shortages, &count);
    for (size_t i = 0; i < count; i++) {
        if (list[i].hosts == hosts) {
            check_shortage(&list[i]);
            alone += list[i].alone;
        }
    }
    epic_shortages_free(shortages);
    return alone;
}

/* The shortages together are all that must stay alone, but for the odd one out. */
static void compare_shortages(const epic_pairing *pairing)
{
    for (int hosts = 0; hosts < (o.side == 0 ? 1 : 2); hosts++) {
        size_t cities[MOST_CITIES], count = 0;
        for (size_t i = 0; i < o.cities; i++) {
            if (o.max[(hosts == 1 ? o.side : 0) + i] > 0) {
                cities[count++] = i;
            }
        }
        size_t alone = least_alone(cities, count, hosts == 1);
        bool odd = o.side == 0 && alone == 1 && count % 2 == 1;
        ck_assert_uint_eq(check_shortages(pairing, hosts == 1), odd ? 0 : alone);
    }
}

static bool several(void)
{
    bool many = false;
    for (size_t i = 0; i < o.cities; i++) {
        many = many || o.max[i] > 1;
    }
    return many && o.side == 0;
}

START_TEST(shortages_are_true_and_all)
{
    uint64_t state = seed * 7 + (uint64_t)_i;
    int told = 0;
    for (int i = 0; i < cases(4 * WORLDS); i++) {
        epic_pairing *pairing;
        int cities = cities_for(&state, _i);
        say_world(&state, modes[_i], cities);
        epic_scores *scores = scores_of_file(&file);
        list_options(scores);
        memset(o.min, 0, sizeof o.min);
        ask_oracle(MOST_OPTIONS, MOST_OPTIONS);
        if (epic_pairing_make(&pairing, scores, NULL, NULL) == EPIC_OK) {
            if (several()) {
                ck_assert_uint_eq(check_shortages(pairing, false), 0);
            } else {
                compare_shortages(pairing);
                told++;
            }
        }
        epic_pairing_unref(pairing);
        epic_scores_unref(scores);
    }
    ck_assert_int_gt(told, cases(WORLDS));
}
END_TEST

/* ---- cities who would rather have each other ---- */

static double least_benefit(const epic_pairing *pairing, size_t city)
{
    size_t count, used = 0;
    double least = 1;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].a == city || pairs[i].b == city) {
            double benefit = pairs[i].a == city ? pairs[i].benefit_a : pairs[i].benefit_b;
            least = benefit < least ? benefit : least;
            used++;
        }
    }
    return used < o.max[city] ? 0 : least;
}

static void check_blocking(const epic_pairing *pairing)
{
    epic_pair list[MOST_OPTIONS];
    size_t count, pair_count, expected = 0;
    double before = 1;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &pair_count);
    ck_assert_int_eq(epic_pairing_blocking(pairing, list, MOST_OPTIONS, &count), EPIC_OK);
    for (size_t i = 0; i < o.options; i++) {
        size_t a = o.option[i].a, b = o.option[i].b;
        double gain = fmin(epic_scores_benefit(o.scores, a, b) - least_benefit(pairing, a),
                           epic_scores_benefit(o.scores, b, a) - least_benefit(pairing, b));
        bool is = false;
        for (size_t k = 0; k < pair_count; k++) {
            is = is || (pairs[k].a == a && pairs[k].b == b);
        }
        expected += o.side == 0 && !is && gain > 0;
    }
    ck_assert_uint_eq(count, expected);
    for (size_t i = 0; i < count; i++) {
        double gain = fmin(list[i].benefit_a - least_benefit(pairing, list[i].a),
                           list[i].benefit_b - least_benefit(pairing, list[i].b));
        ck_assert(gain > 0 && gain <= before);
        before = gain;
    }
}

START_TEST(those_who_would_rather_have_each_other)
{
    uint64_t state = seed * 11;
    for (int i = 0; i < cases(WORLDS); i++) {
        epic_pairing *pairing;
        say_world(&state, i % 4 ? "mutual" : "visits", 3 + below(&state, 5));
        epic_scores *scores = scores_of_file(&file);
        list_options(scores);
        if (epic_pairing_make(&pairing, scores, NULL, NULL) == EPIC_OK) {
            check_blocking(pairing);
        }
        epic_pairing_unref(pairing);
        epic_scores_unref(scores);
    }
}
END_TEST

static Suite *why_suite(void)
{
    Suite *suite = suite_create("why");
    TCase *tests = tcase_create("why");
    tcase_set_timeout(tests, 110);
    tcase_add_loop_test(tests, with_and_without_each_pair, 0, 3);
    tcase_add_loop_test(tests, the_best_pairings_in_order, 0, 3);
    tcase_add_loop_test(tests, shortages_are_true_and_all, 0, 3);
    tcase_add_test(tests, those_who_would_rather_have_each_other);
    suite_add_tcase(suite, tests);
    return suite;
}

int main(void)
{
    return run(why_suite());
}
