/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays by rule: Easter against an oracle that looks at the moon, each form of a rule, files that are wrong, and what is
 * built in against the files. */
#include "kit.h"

#include <epic/holiday.h>

#include "rulebook.h"

/* The Paschal full moons of the Julian calendar by golden number, as days of March; and the epacts of the Gregorian one. Then day
 * by day to the Sunday behind. */
static epic_date slow_easter(int year, bool orthodox)
{
    static const int julian[19] = {36, 25, 44, 33, 22, 41, 30, 49, 38, 27, 46, 35, 24, 43, 32, 21, 40, 29, 48};
    int golden = year % 19 + 1, century = year / 100 + 1;
    int epact = (11 * golden + 20 + (8 * century + 5) / 25 - 5 - (3 * century / 4 - 12)) % 30;
    epact += (epact == 25 && golden > 11) || epact == 24;
    int gregorian = 44 - epact < 21 ? 74 - epact : 44 - epact;
    int behind = year / 100 - year / 400 - 2; /* from 1900-03-01 on 13 days */
    epic_date date = epic_date_make(year, 3, 1) - 1 + (orthodox ? julian[golden - 1] + behind : gregorian);
    do {
        date++;
    } while (epic_date_weekday(date) != 6);
    return date;
}

START_TEST(easter)
{
    static const int known[][5] = {{1900, 4, 15, 4, 22}, {2000, 4, 23, 4, 30}, {2021, 4, 4, 5, 2},   {2022, 4, 17, 4, 24},
                                   {2025, 4, 20, 4, 20}, {2038, 4, 25, 4, 25}, {2076, 4, 19, 4, 26}, {2100, 3, 28, 5, 2}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const int *k = known[i];
        ck_assert_int_eq(epic_easter(k[0]), epic_date_make(k[0], k[1], k[2]));
        ck_assert_int_eq(epic_orthodox_easter(k[0]), epic_date_make(k[0], k[3], k[4]));
    }
    for (int year = 1900; year < 2200; year++) {
        ck_assert_msg(epic_easter(year) == slow_easter(year, false), "%d", year);
        ck_assert_msg(epic_orthodox_easter(year) == slow_easter(year, true), "%d", year);
    }
    ck_assert_int_eq(epic_easter(1582), EPIC_NO_DATE);
    ck_assert_int_eq(epic_orthodox_easter(10000), EPIC_NO_DATE);
}
END_TEST

#define FILE_OF(rules) "country: XX\nsource: [none]\nregions: [XX-A, XX-B]\nholidays: [" rules "]\n"

static epic_holiday_rules *rules_of(const char *text)
{
    epic_diags *diags = epic_diags_new();
    epic_holiday_rules *rules;
    int status = epic_holiday_rules_read(&rules, text, strlen(text), "test.yaml", diags);
    ck_assert_msg(status == EPIC_OK && epic_diags_count(diags) == 0, "%s", text);
    epic_diags_free(diags);
    return rules;
}

/* The days of these years as "2021-03-08 Name, ..."; a substitute has a + behind its date. */
static void are(const char *text, const char *region, const char *city, int from, int to, const char *expected)
{
    static kit_text got;
    epic_holiday_rules *rules = rules_of(text);
    epic_holiday_options options = EPIC_HOLIDAY_OPTIONS_INIT;
    epic_holidays *days;
    char date[11];
    options.from = epic_date_make(from, 1, 1);
    options.to = epic_date_make(to, 12, 31);
    options.region = region;
    options.city = city;
    ck_assert_int_eq(epic_holidays_make(&days, rules, &options), EPIC_OK);
    got.used = 0;
    say(&got, "%s", "");
    for (size_t i = 0; i < epic_holidays_count(days); i++) {
        const epic_holiday *day = epic_holidays_get(days, i);
        say(&got, "%s%s%s %s", i > 0 ? ", " : "", epic_date_write(day->date, date), day->substitute ? "+" : "", day->name);
    }
    ck_assert_str_eq(got.bytes, expected);
    ck_assert_ptr_null(epic_holidays_get(days, epic_holidays_count(days)));
    epic_holiday_rules_unref(rules);
    epic_holidays_unref(epic_holidays_ref(days));
    epic_holidays_unref(days);
}

START_TEST(forms)
{
    are(FILE_OF("{name: A, day: 12-25}"), NULL, NULL, 2020, 2021, "2020-12-25 A, 2021-12-25 A");
    are(FILE_OF("{name: A, day: 02-29}"), NULL, NULL, 2019, 2021, "2020-02-29 A");
    are(FILE_OF("{name: A, easter: -2}, {name: B, orthodox-easter: 1}"), NULL, NULL, 2021, 2021, "2021-04-02 A, 2021-05-03 B");
    are(FILE_OF("{name: A, day: 05-25, weekday: Mo}"), NULL, NULL, 2020, 2021, "2020-05-25 A, 2021-05-31 A");
    are(FILE_OF("{name: A, dates: [2022-06-03, 2020-01-01]}"), NULL, NULL, 2021, 2022, "2022-06-03 A");
    are(FILE_OF("{name: A, day: 05-01, from: 2021, to: 2024, except: [2022, 2023]}"), NULL, NULL, 2020, 2026,
        "2021-05-01 A, 2024-05-01 A");
    are(FILE_OF("{name: A, day: 01-01}, {name: B, day: 01-01}"), NULL, NULL, 2020, 2020, "2020-01-01 A, 2020-01-01 B");
    are(FILE_OF(""), NULL, NULL, 2020, 2020, "");
}
END_TEST

START_TEST(places)
{
#define PLACES FILE_OF("{name: A, day: 01-01}, {name: B, day: 01-02, regions: [XX-B]}, {name: C, day: 01-03, cities: [Ce, Ze]}")
    are(PLACES, NULL, NULL, 2020, 2020, "2020-01-01 A");
    are(PLACES, "XX-A", "Other", 2020, 2020, "2020-01-01 A");
    are(PLACES, "XX-B", "Ze", 2020, 2020, "2020-01-01 A, 2020-01-02 B, 2020-01-03 C");
    epic_holiday_rules *rules = rules_of(PLACES);
    epic_holiday_options options = {sizeof options, 0, 10, "XX-C", NULL};
    epic_holidays *days;
    ck_assert_int_eq(epic_holidays_make(&days, rules, &options), EPIC_EINPUT);
    ck_assert_ptr_null(days);
    ck_assert(epic_holiday_rules_regions(rules) == 2 && !epic_holiday_rules_regional(rules));
    ck_assert_str_eq(epic_holiday_rules_region(rules, 1), "XX-B");
    ck_assert_str_eq(epic_holiday_rules_country(rules), "XX");
    options.region = NULL;
    options.to = options.from + 20000;
    ck_assert_int_eq(epic_holidays_make(&days, rules, &options), EPIC_EARG);
    ck_assert_int_eq(epic_holidays_make(&days, NULL, &options), EPIC_EARG);
    ck_assert_int_eq(epic_holidays_make(&days, rules, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_holidays_make(NULL, rules, &options), EPIC_EARG);
    epic_holiday_rules_unref(rules);
    epic_holiday_rules_unref(NULL);
    epic_holidays_unref(NULL);
}
END_TEST

START_TEST(substitutes)
{
#define CHRISTMAS FILE_OF("{name: A, day: 12-25, substitute: [Sa, Su]}, {name: B, day: 12-26, substitute: [Sa, Su]}")
    are(CHRISTMAS, NULL, NULL, 2020, 2020, "2020-12-25 A, 2020-12-26 B, 2020-12-28+ B");
    are(CHRISTMAS, NULL, NULL, 2021, 2021, "2021-12-25 A, 2021-12-26 B, 2021-12-27+ A, 2021-12-28+ B");
    are(CHRISTMAS, NULL, NULL, 2022, 2022, "2022-12-25 A, 2022-12-26 B, 2022-12-27+ A");
    are(FILE_OF("{name: A, day: 12-31, substitute: [Sa]}, {name: B, day: 01-02}"), NULL, NULL, 2023, 2023,
        "2023-01-02 B, 2023-01-03+ A, 2023-12-31 A"); /* of the year before */
    are(FILE_OF("{name: A, day: 01-01, substitute: [Su]}"), NULL, NULL, 2022, 2022, "2022-01-01 A");
}
END_TEST

START_TEST(wrong_files)
{
    static const char *const wrong[][2] = {
        {FILE_OF("{name: A}"), "E626"},
        {FILE_OF("{name: A, day: 01-01, easter: 1}"), "E626"},
        {FILE_OF("{name: A, easter: 1, weekday: Mo}"), "E626"},
        {FILE_OF("{name: A, day: 01-01, from: 2022, to: 2021}"), "E626"},
        {FILE_OF("{name: A, day: 01-01, regions: [XX-D]}"), "E625"},
        {FILE_OF("{name: A, day: 1-1}"), "E210"},
        {FILE_OF("{name: A, dates: [01-01]}"), "E210"},
        {FILE_OF("{name: A, day: 02-30}"), "E211"},
        {FILE_OF("{name: A, dates: [2021-02-29]}"), "E211"},
        {FILE_OF("{name: A, day: 01-01, weekday: Monday}"), "E209"},
        {FILE_OF("{name: A, day: 01-01, from: 1500}"), "E205"},
        {FILE_OF("{day: 01-01}"), "E201"},
        {FILE_OF("{name: A, date: 01-01}"), "E203"},
        {FILE_OF("3"), "E202"},
        {"country: x\nsource: [a]\nholidays: []\n", "E217"},
        {"country: XX\nsource: [a]\nregions: [XX]\nholidays: []\n", "E217"},
        {"", "E102"},
        {"[", "E101"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        epic_diags *diags = epic_diags_new();
        epic_holiday_rules *rules;
        ck_assert_int_eq(epic_holiday_rules_read(&rules, wrong[i][0], strlen(wrong[i][0]), NULL, diags), EPIC_EINPUT);
        ck_assert_ptr_null(rules);
        ck_assert_uint_ge(epic_diags_count(diags), 1);
        ck_assert_msg(strcmp(epic_diags_get(diags, 0)->code, wrong[i][1]) == 0, "%s: %s", wrong[i][0],
                      epic_diags_get(diags, 0)->code);
        epic_diags_free(diags);
    }
    epic_holiday_rules *rules;
    ck_assert_int_eq(epic_holiday_rules_load(&rules, "/nowhere.yaml", NULL), EPIC_EIO);
    ck_assert_int_eq(epic_holiday_rules_read(&rules, NULL, 1, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_holiday_rules_load(&rules, NULL, NULL), EPIC_EARG);
}
END_TEST

/* As many days as there can be: no more than a moment. */
START_TEST(crowded)
{
    static kit_text text;
    text.used = 0;
    say(&text, "country: XX\nsource: [none]\nholidays:\n");
    for (int i = 0; i < 366; i++) {
        say(&text, "  - {name: A, day: %02d-%02d, substitute: [Mo, Tu, We, Th, Fr, Sa, Su]}\n", 1 + i % 12, 1 + i % 28);
    }
    epic_holiday_rules *rules = rules_of(text.bytes);
    epic_holiday_options options = {sizeof options, epic_date_make(2000, 1, 1), epic_date_make(2050, 1, 1), NULL, NULL};
    epic_holidays *days;
    ck_assert_int_eq(epic_holidays_make(&days, rules, &options), EPIC_OK);
    ck_assert_uint_gt(epic_holidays_count(days), 18000);
    epic_holidays_unref(days);
    epic_holiday_rules_unref(rules);
}
END_TEST

START_TEST(built_in)
{
    size_t count = 0;
    const char *country, *last = "";
    epic_holiday_rules *rules;
    for (; (country = epic_holiday_country(count)) != NULL; count++) {
        ck_assert_int_lt(strcmp(last, country), 0);
        last = country;
        ck_assert_int_eq(epic_holiday_rules_of(&rules, country), EPIC_OK);
        ck_assert_str_eq(epic_holiday_rules_country(rules), country);
        for (size_t r = 0; r < epic_holiday_rules_regions(rules); r++) {
            ck_assert_int_eq(strncmp(epic_holiday_rules_region(rules, r), country, 2), 0);
        }
        epic_holiday_rules_unref(epic_holiday_rules_ref(rules));
        epic_holiday_rules_unref(rules);
    }
    ck_assert_uint_ge(count, 31);
    ck_assert_int_eq(epic_holiday_rules_of(&rules, "JO"), EPIC_EINPUT);
    ck_assert_ptr_null(rules);
    ck_assert_int_eq(epic_holiday_rules_of(&rules, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_holiday_rules_of(NULL, "DE"), EPIC_EARG);
}
END_TEST

static void same_texts(const ep_texts *a, const ep_texts *b)
{
    ck_assert_uint_eq(a->count, b->count);
    for (size_t i = 0; i < a->count; i++) {
        ck_assert_str_eq(a->list[i], b->list[i]);
    }
}

static void same_numbers(const int *a, size_t count, const int *b, size_t other)
{
    ck_assert_uint_eq(count, other);
    for (size_t i = 0; i < count; i++) {
        ck_assert_int_eq(a[i], b[i]);
    }
}

static void same_rule(const ep_holiday_rule *a, const ep_holiday_rule *b)
{
    ck_assert_str_eq(a->name, b->name);
    ck_assert_str_eq(a->local, b->local);
    ck_assert_int_eq(a->anchor, b->anchor);
    ck_assert_int_eq(a->month, b->month);
    ck_assert_int_eq(a->day, b->day);
    ck_assert_int_eq(a->weekday, b->weekday);
    ck_assert_int_eq(a->offset, b->offset);
    ck_assert_int_eq(a->from, b->from);
    ck_assert_int_eq(a->to, b->to);
    ck_assert_uint_eq(a->substitute, b->substitute);
    same_numbers(a->dates, a->date_count, b->dates, b->date_count);
    same_numbers(a->except, a->except_count, b->except, b->except_count);
    same_texts(&a->regions, &b->regions);
    same_texts(&a->cities, &b->cities);
}

/* What is built in is, to the last field, what the files say. */
START_TEST(files_built_in)
{
    const char *country;
    for (size_t i = 0; (country = epic_holiday_country(i)) != NULL; i++) {
        epic_holiday_rules *own, *read;
        char path[1024];
        snprintf(path, sizeof path, "%s/%s.yaml", RULES, country);
        ck_assert_int_eq(epic_holiday_rules_of(&own, country), EPIC_OK);
        ck_assert_int_eq(epic_holiday_rules_load(&read, path, NULL), EPIC_OK);
        ck_assert_str_eq(own->book.country, read->book.country);
        same_texts(&own->book.regions, &read->book.regions);
        ck_assert_uint_eq(own->book.count, read->book.count);
        for (size_t r = 0; r < own->book.count; r++) {
            same_rule(&own->book.rules[r], &read->book.rules[r]);
        }
        epic_holiday_rules_unref(own);
        epic_holiday_rules_unref(read);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("holidays");
    TCase *tests = tcase_create("holidays");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, easter);
    tcase_add_test(tests, forms);
    tcase_add_test(tests, places);
    tcase_add_test(tests, substitutes);
    tcase_add_test(tests, wrong_files);
    tcase_add_test(tests, crowded);
    tcase_add_test(tests, built_in);
    tcase_add_test(tests, files_built_in);
    suite_add_tcase(suite, tests);
    return run(suite);
}
