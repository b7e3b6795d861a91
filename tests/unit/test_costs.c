/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What visits cost, by tables of rates that lie beside the programme, against sums worked out by hand. */
#include "kit.h"

#include <epic/pair.h>
#include <math.h>
#include <unistd.h>

static char folder[] = "/tmp/epic-costs-XXXXXX";
static epic_diags *diags;
static kit_text file;

static const char fares[] = "# Erasmus+, calls from 2024\nband_min_km,band_max_km,standard_eur,green_eur\n10,99,28,56\n"
                            "100,499,211,285\n500,1999,309,417\n2000,2999,395,535\n3000,3999,580,785\n"
                            "4000,7999,1188,1188\n8000,,1735,1735\n";
static const char days[] = "\xef\xbb\xbfgroup;countries;eur\r\n1;BE DK FI;180\r\n2;\"PT, ES\";160\r\n\r\n3;BG;140.5\r\n";

static const char *path_of(const char *name)
{
    static char path[sizeof folder + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void write_file(const char *name, const char *text)
{
    FILE *out = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(out);
    ck_assert_int_ge(fputs(text, out), 0);
    ck_assert_int_eq(fclose(out), 0);
}

static void set_up(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    diags = epic_diags_new();
    write_file("fares.csv", fares);
    write_file("days.csv", days);
}

static void tear_down(void)
{
    unlink(path_of("fares.csv"));
    unlink(path_of("days.csv"));
    rmdir(folder);
    epic_diags_free(diags);
}

#define BY_FILES "costs: {people: 2, day-eur: {file: days.csv, column: eur}, travel: {file: fares.csv, column: standard_eur}}\n"
#define EXCHANGE "exchange: [{kind: visit, id: v, days: 3, travel-days: 2}, {kind: reply, id: r, days: 2, travel-days: 1}]\n"

/* Alfa in Belgium and Beta in Portugal, so many kilometres east of it, and how strong each is where the other learns. */
static void say_programme(double km, double beta_strong, double alfa_strong, const char *rest)
{
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    say(&file, "  alfa: {name: Alfa, country: BE, timezone: UTC, location: [0, 0], profile: {h: {strength: %g, need: 0}, "
               "e: {strength: 0, need: 1}}}\n", alfa_strong);
    say(&file, "  beta: {name: Beta, country: PT, timezone: UTC, location: [0, %.17g], profile: {h: {strength: 0, need: 1}, "
               "e: {strength: %g, need: 0}}}\n", km / 111.19507973436875, beta_strong);
    say(&file, "%s", rest);
}

static int parse(epic_programme **programme)
{
    return epic_programme_parse(programme, file.bytes, file.used, path_of("programme.yaml"), diags);
}

static epic_scores *scores_of(double km, double beta_strong, double alfa_strong, const char *rest)
{
    epic_programme *programme;
    epic_scores *scores;
    say_programme(km, beta_strong, alfa_strong, rest);
    if (parse(&programme) != EPIC_OK) {
        epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
        ck_abort_msg("%s", file.bytes);
    }
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

/* ---- sums ---- */

static const size_t alfa = 0, beta = 1;

START_TEST(fares_hold_up_to_the_next_band)
{
    static const double cases[][2] = {{1, 0},       {9.99, 0},     {10.01, 28},   {99.5, 28},     {100.01, 211},  {499.5, 211},
                                      {499.99, 211}, {500.01, 309}, {1999.5, 309}, {2000.01, 395}, {7999.9, 1188}, {8000.1, 1735},
                                      {19999, 1735}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        epic_scores *scores = scores_of(cases[i][0], 0.5, 0.5, BY_FILES EXCHANGE);
        double cost = epic_step_cost(epic_scores_programme(scores), 0, alfa, beta);
        ck_assert_msg(fabs(cost - 2 * (cases[i][1] + 160 * 5)) < 1e-9, "%g km cost %g", cases[i][0], cost);
        epic_scores_unref(scores);
    }
}
END_TEST

/* 1,000 km: 309. A visit takes 3 + 2 days, the reply 2 + 1. */
START_TEST(the_rate_is_that_of_the_host)
{
    static const struct {
        double beta_strong, alfa_strong;
        const char *rest;
        double visit, reply;
    } cases[] = {
        {0.9, 0.2, BY_FILES EXCHANGE, 2 * (309 + 160 * 5), 2 * (309 + 180 * 3)}, /* alfa goes first, to Portugal */
        {0.2, 0.9, BY_FILES EXCHANGE, 2 * (309 + 180 * 5), 2 * (309 + 160 * 3)},
        {0.9, 0.2, "costs: {people: 2, day-eur: {BE: 180, PT: 160, DE: 1}, travel: {file: fares.csv, column: standard_eur}}\n"
         EXCHANGE,
         2 * (309 + 160 * 5), 2 * (309 + 180 * 3)},
        {0.9, 0.2, "costs: {day-eur: {file: days.csv, column: eur}, travel: {file: fares.csv, column: green_eur}}\n" EXCHANGE,
         417 + 160 * 5, 417 + 180 * 3},
        {0.9, 0.2, "costs: {day-eur: 160, travel: [{km: 10, eur: 309}]}\n" EXCHANGE, 309 + 160 * 5, 309 + 160 * 3},
        {0.9, 0.2, "costs: {travel: [{km: 10, eur: 309}]}\n" EXCHANGE, 309, 309},
        {0.9, 0.2, BY_FILES "exchange: [{kind: visit, id: v, days: 3, travel-days: 2, guest: beta}, {kind: reply, id: r, "
                            "days: 2, travel-days: 1}]\n", 2 * (309 + 180 * 5), 2 * (309 + 160 * 3)},
        {0.9, 0.2, BY_FILES "pairing: {mode: visits}\n" EXCHANGE, 2 * (309 + 160 * 5), 2 * (309 + 180 * 3)},
        {0.9, 0.2, BY_FILES "exchange: [{kind: visit, id: v, days: 3, mode: online}, {kind: reply, id: r, days: 2, "
                            "travel-days: 1}]\n",
         0, 2 * (309 + 180 * 3)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        epic_scores *scores = scores_of(1000, cases[i].beta_strong, cases[i].alfa_strong, cases[i].rest);
        const epic_programme *programme = epic_scores_programme(scores);
        size_t first = epic_step_guest(scores, 0, alfa, beta), second = epic_step_guest(scores, 1, alfa, beta);
        ck_assert_uint_eq(first + second, alfa + beta);
        double visit = epic_step_cost(programme, 0, first, second), reply = epic_step_cost(programme, 1, second, first);
        ck_assert_msg(fabs(visit - cases[i].visit) < 1e-9 && fabs(reply - cases[i].reply) < 1e-9, "case %zu: %g and %g", i, visit,
                      reply);
        ck_assert(fabs(epic_pair_cost(scores, alfa, beta) - cases[i].visit - cases[i].reply) < 1e-9);
        epic_scores_unref(scores);
    }
}
END_TEST

START_TEST(who_travels)
{
    epic_scores *scores =
        scores_of(1000, 0.9, 0.2, BY_FILES "exchange: [{kind: online, id: o}, {kind: visit, id: v, days: 1}]\n");
    ck_assert_uint_eq(epic_step_guest(scores, 0, alfa, beta), EPIC_NONE);
    ck_assert_uint_eq(epic_step_guest(scores, 1, alfa, beta), alfa);
    ck_assert_uint_eq(epic_step_guest(scores, 1, beta, alfa), alfa);
    ck_assert_uint_eq(epic_step_guest(scores, 2, alfa, beta), EPIC_NONE);
    ck_assert_uint_eq(epic_step_guest(scores, 1, alfa, 2), EPIC_NONE);
    ck_assert_uint_eq(epic_step_guest(NULL, 1, alfa, beta), EPIC_NONE);
    ck_assert(isnan(epic_pair_cost(NULL, alfa, beta)) && isnan(epic_pair_cost(scores, alfa, 2)));
    ck_assert(isnan(epic_step_cost(epic_scores_programme(scores), 2, alfa, beta)));
    epic_scores_unref(scores);
    scores = scores_of(1000, 0.5, 0.5, BY_FILES EXCHANGE); /* equals: the first in the order of ids */
    ck_assert_uint_eq(epic_step_guest(scores, 0, alfa, beta), alfa);
    ck_assert_uint_eq(epic_step_guest(scores, 0, beta, alfa), alfa);
    epic_scores_unref(scores);
}
END_TEST

/* The pair costs 2218 + 1698 = 3916 when alfa goes first, 2418 + 1578 = 3996 when beta does. */
START_TEST(budgets_are_kept_to_the_cent)
{
    static const struct {
        double beta_strong;
        const char *limit;
        size_t pairs;
    } cases[] = {{0.9, "pair-eur: 3916", 1},    {0.9, "pair-eur: 3915.99", 0}, {0.1, "pair-eur: 3996", 1},
                 {0.1, "pair-eur: 3995.99", 0}, {0.9, "budget-eur: 3916", 1},  {0.9, "budget-eur: 3915.99", 0},
                 {0.1, "city-eur: 3996", 1},    {0.1, "city-eur: 3995.99", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char rest[512];
        size_t count;
        epic_pairing *pairing;
        snprintf(rest, sizeof rest, BY_FILES EXCHANGE "pairing: {limits: {%s}}\n", cases[i].limit);
        epic_scores *scores = scores_of(1000, cases[i].beta_strong, 0.5, rest);
        ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
        (void)epic_pairing_pairs(pairing, &count);
        ck_assert_msg(count == cases[i].pairs, "%s: %zu pairs", cases[i].limit, count);
        ck_assert_int_eq(epic_pairing_verify(pairing, diags), EPIC_OK);
        epic_pairing_unref(pairing);
        epic_scores_unref(scores);
    }
}
END_TEST

/* ---- what is wrong with tables ---- */

/* "E339 7:1, E205 9:4" of what is said about tables, "E341 programme" of the rest. */
static const char *said(void)
{
    static char text[2048];
    size_t used = 0;
    text[0] = '\0';
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        const epic_diag *it = epic_diags_get(diags, i);
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? ", " : "", it->code);
        if (it->file != NULL && strstr(it->file, ".csv") != NULL) {
            used += (size_t)snprintf(text + used, sizeof text - used, " %u:%u", (unsigned)it->line, (unsigned)it->column);
        } else if (it->file != NULL) {
            used += (size_t)snprintf(text + used, sizeof text - used, " programme");
        }
    }
    return text;
}

static void check_said(const char *rest, const char *expected)
{
    epic_programme *programme;
    say_programme(1000, 0.5, 0.5, rest);
    ck_assert_int_eq(parse(&programme), expected[0] == '\0' ? EPIC_OK : EPIC_EINPUT);
    ck_assert_msg(strcmp(said(), expected) == 0, "%s, not %s\n%s", said(), expected, rest);
    epic_programme_unref(programme);
    epic_diags_free(diags);
    diags = epic_diags_new();
}

START_TEST(tables_of_fares_are_checked)
{
    static const char *const cases[][2] = {
        {"band_min_km,band_max_km,eur\n0,500,1\n500,,2\n", ""}, /* one number for both limits */
        {"eur;band_max_km;band_min_km\n1;99;10\n2;;100\n", ""}, /* another order, other separators */
        {"\"band_min_km\"\t\"band_max_km\"\t\"eur\"\t\r\n10\t99 \t 1\t\r\n,,\r\n100\t\t2\tsaid \"so\"\r\n", ""},
        {"band_min_km,band_max_km,eur\r10,99,1\r100,,2", ""},
        {"", "E338 programme"},
        {"# nothing but a comment\n\n", "E338 programme"},
        {"band_min_km,band_max_km,eur\n", "E207 1:1"},
        {"from,to,euro\n10,99,1\n", "E338 1:1, E338 1:1, E338 programme"},
        {"band_min_km,eur\n10,1\n", "E338 1:1"},
        {"band_min_km,band_max_km,eur\n10,99,1\n", "E339 2:4"}, /* ends */
        {"band_min_km,band_max_km,eur\n10,99,1\n101,,2\n", "E339 3:1"}, /* a gap: 99 to 101 */
        {"band_min_km,band_max_km,eur\n10,100,1\n99,,2\n", "E339 3:1"}, /* an overlap */
        {"band_min_km,band_max_km,eur\n100,499,1\n10,99,2\n500,,3\n", "E339 3:1, E339 4:1"}, /* disorder, and a gap behind it */
        {"band_min_km,band_max_km,eur\n10,,1\n100,,2\n", "E339 2:1"}, /* only the last is open */
        {"band_min_km,band_max_km,eur\n10,9,1\n9,,2\n", "E339 2:4, E339 3:1"}, /* ends before it begins */
        {"band_min_km,band_max_km,eur\n10,99,\n100,499,-1\n500,,1e7\n", "E206 2:7, E205 3:9, E205 4:6"},
        {"band_min_km,band_max_km,eur\n10,99,1 234\n100,x,2\n,,3\n", "E204 2:7, E204 3:5, E206 4:1"},
        {"band_min_km,band_max_km,eur\n500,999,1\n1000,abc,2\n300,,3\n", "E204 3:6"}, /* what follows cannot be held against it */
        {"band_min_km;band_max_km;eur\n10;99;1,5\n100;;21 001\n", "E204 2:7, E204 3:6"},
        {"band_min_km,band_max_km,eur\n30000,,1\n", "E205 2:1"},
        {"band_min_km,band_max_km,\xc3\xa9,eur\n\"\xc3\xa4\",99,\xe4,x\n", "E204 2:2, E204 2:10"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file("fares.csv", cases[i][0]);
        check_said("costs: {travel: {file: fares.csv, column: eur}}\n", cases[i][1]);
    }
}
END_TEST

START_TEST(a_table_with_a_nul_byte_is_refused)
{
    static const char bytes[] = "band_min_km,band_max_km,eur\n0,,1\n\0 what nobody sees";
    FILE *table = fopen(path_of("fares.csv"), "wb");
    ck_assert(table != NULL && fwrite(bytes, 1, sizeof bytes - 1, table) == sizeof bytes - 1 && fclose(table) == 0);
    check_said("costs: {travel: {file: fares.csv, column: eur}}\n", "E338 programme");
}
END_TEST

START_TEST(tables_of_day_rates_are_checked)
{
    static const char *const cases[][2] = {
        {"countries,eur\nBE PT,1\n", ""},
        {"countries,eur\n# BE is missing\nPT,1\n", "E341 programme"},
        {"countries,eur\n  BE  PT,0\n", ""},
        {"countries,eur\nBE PT BE,1\nPT,2\n", "E339 2:7, E339 3:1"},
        {"countries,eur\nBE EL be,1\nPT,x\n,3\n", "E217 2:4, E217 2:7, E204 3:4, E206 4:1"},
        {"country,eur\nBE,1\n", "E338 1:1"},
        {"countries,rate\nBE PT,1\n", "E338 programme"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        write_file("days.csv", cases[i][0]);
        check_said("costs: {day-eur: {file: days.csv, column: eur}, travel: []}\n" EXCHANGE, cases[i][1]);
    }
}
END_TEST

/* Both tables, all that is wrong in one go. */
START_TEST(all_errors_come_at_once)
{
    write_file("fares.csv", "band_min_km,band_max_km,eur\n10,99,x\n101,,2\n");
    write_file("days.csv", "countries,eur\nXX,1\n");
    check_said("costs: {people: 0, day-eur: {file: days.csv, column: eur}, travel: {file: fares.csv, column: eur}}\n" EXCHANGE,
               "E217 2:1, E204 2:7, E339 3:1, E205 programme");
    write_file("fares.csv", fares);
    write_file("days.csv", days);
    check_said("costs: {day-eur: {file: no.csv, column: eur}, travel: {file: fares.csv, column: standrd_eur}}\n" EXCHANGE,
               "E338 programme, E338 programme, E701");
    check_said("costs: {day-eur: {BE: 180, Portugal: 160, PT: -1}, travel: {file: fares.csv}}\n" EXCHANGE,
               "E217 programme, E205 programme, E201 programme");
    check_said("costs: {day-eur: {BE: 180, file: days.csv, column: eur}, travel: []}\n", "E203 programme");
    check_said("costs: {day-eur: {}, travel: {}}\n", "E207 programme, E201 programme, E201 programme");
}
END_TEST

/* Learners that no one visits need no rate; with a reply they do. */
START_TEST(a_rate_is_needed_where_visits_may_be)
{
    check_said("costs: {day-eur: {PT: 160}, travel: []}\npairing: {mode: mentoring, mentors: [beta]}\n"
               "exchange: [{kind: visit, id: v, days: 1}]\n", "");
    check_said("costs: {day-eur: {PT: 160}, travel: []}\npairing: {mode: mentoring, mentors: [beta]}\n" EXCHANGE,
               "E341 programme");
    check_said("costs: {day-eur: {PT: 160}, travel: []}\nexchange: [{kind: visit, id: v, days: 1}]\n", "E341 programme");
    check_said("costs: {day-eur: {PT: 160}, travel: []}\nexchange: [{kind: visit, id: v, days: 1, mode: online}]\n", "");
    check_said("costs: {day-eur: {PT: 160}, travel: []}\npairing: {mode: visits}\nexchange: [{kind: visit, id: v, days: 1}]\n",
               "E341 programme");
}
END_TEST

START_TEST(what_is_too_large_is_refused)
{
    static char large[70000];
    memset(large, '#', sizeof large - 1);
    write_file("fares.csv", large);
    check_said("costs: {travel: {file: fares.csv, column: eur}}\n", "E338 programme");
    file.used = 0;
    say(&file, "band_min_km,band_max_km,eur\n");
    for (int i = 0; i < 1001; i++) {
        say(&file, "%d,%d,1\n", i, i);
    }
    write_file("fares.csv", file.bytes);
    check_said("costs: {travel: {file: fares.csv, column: eur}}\n", "E207 1002:1");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("costs");
    TCase *sums = tcase_create("sums"), *tables = tcase_create("tables");
    tcase_add_checked_fixture(sums, set_up, tear_down);
    tcase_add_test(sums, fares_hold_up_to_the_next_band);
    tcase_add_test(sums, the_rate_is_that_of_the_host);
    tcase_add_test(sums, who_travels);
    tcase_add_test(sums, budgets_are_kept_to_the_cent);
    suite_add_tcase(suite, sums);
    tcase_add_checked_fixture(tables, set_up, tear_down);
    tcase_add_test(tables, tables_of_fares_are_checked);
    tcase_add_test(tables, a_table_with_a_nul_byte_is_refused);
    tcase_add_test(tables, tables_of_day_rates_are_checked);
    tcase_add_test(tables, all_errors_come_at_once);
    tcase_add_test(tables, a_rate_is_needed_where_visits_may_be);
    tcase_add_test(tables, what_is_too_large_is_refused);
    suite_add_tcase(suite, tables);
    return run(suite);
}
