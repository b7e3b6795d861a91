/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a change of the programme does to its pairing: another order in the file, other ids, one city more; and contradictions,
 * whose errors name both sides. */
#include <epic/pair.h>

#include <math.h>

#include "world.h"

enum { CITIES = 7, WORLDS = 120 };

static const uint64_t seed = 20220907;

static kit_text file;

static void say_city(uint64_t state, const char *id)
{
    static const char *const countries[] = {"DE", "IT", "PL", "FR"};
    int grain = below(&state, 2) ? 250 : 1, h = below(&state, 1000 / grain) * grain, e = below(&state, 1000 / grain) * grain;
    const char *country = countries[below(&state, 4)];
    int north = 40 + below(&state, 15), east = below(&state, 20);
    say(&file, "  %s: {name: C%s, country: %s, timezone: UTC, location: [%d, %d], capacity: {host: %d}, profile: {h: 0.%03d, "
               "e: 0.%03d}}\n",
        id, id + 1, country, north, east, 1 + below(&state, 4) / 3, h, e);
}

/* Cities first, first + step ... of a world; their ids count up or down. A step of 0: in their order, for the total alone, and
 * without triads, which an even number of cities has none of. */
static void say_world(uint64_t world, size_t first, size_t step, size_t cities, bool down)
{
    static const char *const modes[] = {"mutual", "visits", "mentoring"};
    static const char *const prefers[] = {"value", "participation", "fairness"};
    uint64_t state = world, part[CITIES + 1];
    for (int i = 0; i < CITIES + 1; i++) {
        part[i] = next(&state);
    }
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    for (size_t i = 0; i < cities; i++) {
        size_t city = step > 0 ? (first + i * step) % CITIES : i;
        char id[8];
        snprintf(id, sizeof id, "c%zu", down ? CITIES - city : city);
        say_city(part[city], id);
    }
    int mode = below(&state, 3), prefer = below(&state, 3), zero = below(&state, 2);
    say(&file, "pairing: {mode: %s, allow-zero: %s", modes[mode], zero ? "true" : "false");
    if (mode == 2) {
        say(&file, ", mentors: [%s]", down ? "c7, c6" : "c0, c1");
    }
    int rounds = 1 + below(&state, 2), country = 2 + below(&state, 3), kilometres = 2000 + below(&state, 4000);
    say(&file, ", prefer: %s, rounds: %d", step > 0 ? prefers[prefer] : "value", rounds);
    say(&file, "%s", step > 0 && mode == 0 && zero ? ", odd: triad" : "");
    if (below(&state, 3) > 0) {
        say(&file, ", limits: {per-country: %d, total-km: %d}", country, kilometres);
    }
    say(&file, "}\n");
}

static epic_pairing *pair(void)
{
    epic_scores *scores = scores_of_file(&file);
    epic_pairing *pairing;
    int status = epic_pairing_make(&pairing, scores, NULL, NULL);
    ck_assert_int_eq(status, EPIC_OK);
    ck_assert_int_eq(epic_pairing_verify(pairing, NULL), EPIC_OK);
    epic_scores_unref(scores);
    return pairing;
}

START_TEST(the_order_of_the_file_does_not_show)
{
    uint64_t state = seed;
    for (int i = 0; i < cases(WORLDS); i++) {
        uint64_t world = next(&state);
        size_t count, others;
        say_world(world, 0, 1, CITIES, false);
        epic_pairing *one = pair();
        say_world(world, (size_t)below(&state, CITIES), 1 + (size_t)below(&state, CITIES - 1), CITIES, false);
        epic_pairing *other = pair();
        const epic_pair *p = epic_pairing_pairs(one, &count), *q = epic_pairing_pairs(other, &others);
        ck_assert_uint_eq(count, others);
        for (size_t k = 0; k < count; k++) {
            ck_assert(p[k].a == q[k].a && p[k].b == q[k].b && p[k].round == q[k].round && p[k].triad == q[k].triad);
        }
        epic_pairing_unref(one);
        epic_pairing_unref(other);
    }
}
END_TEST

/* Of the first round, as ties leave it to the ids what is left for others; or of all, where they are solved at once. */
static double first_total(const epic_pairing *pairing)
{
    const epic_pairing_rules *rules = epic_programme_rules(epic_scores_programme(epic_pairing_scores(pairing)));
    bool all = rules->form != EPIC_MUTUAL && rules->prefer == EPIC_PREFER_VALUE && rules->max_per_country == 0;
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += all || pairs[i].round == 1 ? round(ldexp(pairs[i].value, 30)) : 0;
    }
    return sum;
}

START_TEST(other_ids_are_worth_the_same)
{
    uint64_t state = seed * 3;
    for (int i = 0; i < cases(WORLDS); i++) {
        uint64_t world = next(&state);
        say_world(world, 0, 1, CITIES, false);
        epic_pairing *one = pair();
        bool rounds = epic_programme_rules(epic_scores_programme(epic_pairing_scores(one)))->rounds > 1;
        say_world(world, 0, 1, CITIES, true);
        epic_pairing *other = pair();
        ck_assert_msg(!(fabs(first_total(one) - first_total(other)) > 0), "%s", file.bytes);
        ck_assert(rounds || fabs(epic_pairing_bound(one) - epic_pairing_bound(other)) < 1e-12);
        epic_pairing_unref(one);
        epic_pairing_unref(other);
    }
}
END_TEST

START_TEST(one_city_more_never_lowers_the_total)
{
    uint64_t state = seed * 5;
    for (int i = 0; i < cases(2 * WORLDS); i++) {
        uint64_t world = next(&state);
        double before = 0;
        for (size_t cities = 2; cities <= CITIES + 1; cities++) {
            say_world(world, 0, 0, cities, false);
            epic_pairing *pairing = pair();
            double units = first_total(pairing);
            ck_assert_msg(units >= before, "%s", file.bytes);
            before = units;
            epic_pairing_unref(pairing);
        }
    }
}
END_TEST

/* ---- contradictions ---- */

static void check_error(const char *capacity, const char *rules, const char *code, const char *one, const char *other)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_diags *diags = epic_diags_new();
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n"
               "  aa: {name: A, country: DE, timezone: UTC, location: [50, 8], capacity: %s, profile: {h: 0.9, e: 0.1}}\n"
               "  bb: {name: B, country: DE, timezone: UTC, location: [45, 9], profile: {h: 0.1, e: 0.9}}\n"
               "  cc: {name: C, country: IT, timezone: UTC, location: [52, 21], profile: {h: 0.2, e: 0.6}}\n"
               "pairing: {%s}\n", capacity, rules);
    int status = epic_programme_parse(&programme, file.bytes, file.used, "world.yaml", diags);
    status = status != EPIC_OK ? status : epic_scores_make(&scores, programme, diags);
    status = status != EPIC_OK ? status : epic_pairing_make(&pairing, scores, NULL, diags);
    ck_assert_msg(status == EPIC_EINPUT || status == EPIC_EINFEASIBLE, "%s", file.bytes);
    bool found = false;
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        const epic_diag *it = epic_diags_get(diags, i);
        found = found || (strcmp(it->code, code) == 0 && strstr(it->message, one) != NULL && strstr(it->message, other) != NULL);
    }
    if (!found) {
        epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    }
    ck_assert_msg(found, "%s: %s, %s", code, one, other);
    epic_diags_free(diags);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}

START_TEST(contradictions_name_both_sides)
{
    check_error("{host: {min: 3, max: 2}}", "mode: visits", "E322", "3", "2");
    check_error("{host: {min: 1, max: 1}, guest: 0}", "mode: mutual", "E322", "1 to 1", "0 to 0");
    check_error("{host: {min: 2}}", "mode: visits", "E322", "2", "1");
    check_error("{host: 1}", "limits: {groups: [{cities: [aa], at-least: 3, at-most: 2}]}", "E322", "3", "2");
    check_error("{host: 1}", "pins: [[aa, bb]]", "E312", "'aa'", "'bb'");
    check_error("{host: 1}", "pins: [[aa, cc]], vetoes: [[cc, aa]]", "E311", "'aa'", "'cc'");
    check_error("{host: 1}", "pins: [[aa, cc]], earlier: [[aa, cc]]", "E313", "'aa'", "'cc'");
    check_error("{host: 0, guest: 0}", "pins: [[aa, cc]]", "E315", "'aa'", "'cc'");
    check_error("{host: 1}", "pins: [[aa, cc], [bb, cc]]", "E315", "'bb'", "'cc'");
    check_error("{host: 1}", "pins: [[aa, cc]], limits: {distance-km: 10}", "E317", "'aa'", "'cc'");
    check_error("{host: 1}", "pins: [[aa, cc]], limits: {total-km: 10}", "E423", "pins", "total-km");
    check_error("{host: 1}", "vetoes: [[aa, cc]], limits: {groups: [{cities: [aa], at-least: 1}]}", "E422", "groups", "aa");
    check_error("{host: {min: 1, max: 1}}", "vetoes: [[aa, cc]]", "E421", "'aa'", "at least 1");
    check_error("{host: {min: 1, max: 1}}", "limits: {total-km: 1}", "E421", "'aa'", "total-km");
    check_error("{host: {min: .nan}}", "mode: mutual", "E204", "nan", "number");
    check_error("{host: -1}", "mode: mutual", "E205", "-1", "0");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("change");
    TCase *all = tcase_create("all");
    printf("# seed %llu\n", (unsigned long long)seed);
    tcase_set_timeout(all, 100);
    tcase_add_test(all, the_order_of_the_file_does_not_show);
    tcase_add_test(all, other_ids_are_worth_the_same);
    tcase_add_test(all, one_city_more_never_lowers_the_total);
    tcase_add_test(all, contradictions_name_both_sides);
    suite_add_tcase(suite, all);
    return run(suite);
}
