/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "value.h"

START_TEST(times)
{
    static const struct {
        const char *text, *date;
        int second;
        bool all_day, utc;
    } right[] = {
        {"20210308", "2021-03-08", 0, true, false},
        {"20210308T100000", "2021-03-08", 36000, false, false},
        {"20210308T235960Z", "2021-03-08", 86399, false, true},
        {"00010101t000000z", "0001-01-01", 0, false, true},
        {"99991231", "9999-12-31", 0, true, false},
        {"20240229", "2024-02-29", 0, true, false},
    };
    static const char *const wrong[] = {"", "2021038", "20210229", "20211301", "20210008", "20210100", "00000101", "2021-03-08",
                                        "20210308T", "20210308T240000", "20210308T106000", "20210308T100061", "20210308T1000",
                                        "20210308T100000X", "20210308 100000", "20210308T100000Z ", "2021030aT100000",
                                        "20210308T10000-", "-0210308", "100000101"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        ep_time time;
        char date[11];
        ck_assert(ep_value_time(right[i].text, strlen(right[i].text), &time));
        ck_assert_str_eq(epic_date_write(time.at.date, date), right[i].date);
        ck_assert_int_eq(time.at.second, right[i].second);
        ck_assert(time.all_day == right[i].all_day && time.utc == right[i].utc);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ep_time time;
        ck_assert_msg(!ep_value_time(wrong[i], strlen(wrong[i]), &time), "%s", wrong[i]);
    }
}
END_TEST

START_TEST(spans)
{
    static const struct {
        const char *text;
        int days;
        int64_t seconds;
    } right[] = {
        {"P1D", 1, 0},           {"-P2W", -14, 0},          {"PT1H30M", 0, 5400},        {"+P1DT12H", 1, 43200},
        {"PT0S", 0, 0},          {"-PT15M", 0, -900},       {"P1W2DT1H1M1S", 9, 3661},   {"PT999999999S", 0, 999999999},
        {"pt1h", 0, 3600},       {"P0D", 0, 0},             {"PT1H5S", 0, 3605},
    };
    static const char *const wrong[] = {"", "P", "PT", "1D", "PD", "P1", "P1H", "PT1D", "PT1M1H", "P1D1W", "--P1D", "P1DT",
                                        "PT-1H", "PT99999999999S", "P9999999D", "P 1D", "P1D "};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        ep_span span;
        ck_assert_msg(ep_value_span(right[i].text, strlen(right[i].text), &span), "%s", right[i].text);
        ck_assert_int_eq(span.days, right[i].days);
        ck_assert_int_eq(span.seconds, right[i].seconds);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ep_span span;
        ck_assert_msg(!ep_value_span(wrong[i], strlen(wrong[i]), &span), "%s", wrong[i]);
    }
}
END_TEST

static bool stretch_of(const char *text, ep_lapse *stretch)
{
    return ep_value_lapse(text, strlen(text), stretch);
}

START_TEST(stretches)
{
    ep_lapse s;
    ck_assert(stretch_of("20210308T100000Z/20210308T110000Z", &s) && s.has_end && s.end.at.second == 39600 && s.start.utc);
    ck_assert(stretch_of("20210308T100000/PT1H", &s) && !s.has_end && s.length.seconds == 3600);
    ck_assert(!stretch_of("20210308T100000", &s));
    ck_assert(!stretch_of("/PT1H", &s));
    ck_assert(!stretch_of("20210308T100000/", &s));
    ck_assert(!stretch_of("", &s));
}
END_TEST

START_TEST(offsets)
{
    static const struct {
        const char *text;
        int seconds; /* -1: none */
    } cases[] = {{"+0100", 3600},  {"-0330", -12600}, {"+1400", 50400}, {"-0000", 0},  {"+002730", 1650}, {"+1800", 64800},
                 {"+1801", -1},    {"0100", -1},      {"+5:30", -1},    {"+01", -1},   {"+0160", -1},     {"+01000", -1},
                 {"", -1},         {"+9900", -1},     {"+010061", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int32_t seconds;
        bool right = ep_value_offset(cases[i].text, strlen(cases[i].text), &seconds);
        ck_assert_msg(right == (cases[i].seconds != -1) && (!right || seconds == cases[i].seconds), "%s", cases[i].text);
    }
}
END_TEST

START_TEST(integers)
{
    int64_t value;
    ck_assert(ep_value_integer("7", 1, 0, 9, &value) && value == 7);
    ck_assert(!ep_value_integer("10", 2, 0, 9, &value));
    ck_assert(!ep_value_integer("-1", 2, 0, 9, &value));
    ck_assert(!ep_value_integer("high", 4, 0, 9, &value));
    ck_assert(!ep_value_integer("99999999999999999999", 20, 0, INT64_MAX, &value));
    ck_assert(!ep_value_integer("", 0, 0, 9, &value));
}
END_TEST

START_TEST(texts)
{
    char out[16];
    ck_assert_str_eq(ep_value_text("a\\, b\\;\\\\c\\nd\\N", 15, out, sizeof out), "a, b;\\c d ");
    ck_assert_str_eq(ep_value_text("a\tb\x1b[", 5, out, sizeof out), "a b [");
    ck_assert_str_eq(ep_value_text("Krak\xc3\xb3w", 7, out, 6), "Krak");
    ck_assert_str_eq(ep_value_text("Krak\xc3\xb3w", 7, out, 7), "Krak\xc3\xb3");
    ck_assert_str_eq(ep_value_text("\\\\n", 3, out, sizeof out), "\\n");
    ck_assert_str_eq(ep_value_text("\\", 1, out, sizeof out), "\\");
    ck_assert_str_eq(ep_value_text("", 0, out, sizeof out), "");
}
END_TEST

START_TEST(items)
{
    const char *list = ", a ,,b c,\x20", *item;
    size_t n = strlen(list), size;
    ck_assert(ep_value_item(&list, &n, &item, &size) && size == 1 && item[0] == 'a');
    ck_assert(ep_value_item(&list, &n, &item, &size) && size == 3 && memcmp(item, "b c", 3) == 0);
    ck_assert(!ep_value_item(&list, &n, &item, &size));
}
END_TEST

START_TEST(sums)
{
    ep_moment at = {epic_date_make(2021, 3, 8), 36000}, end = {epic_date_make(9999, 12, 31), 86399};
    ck_assert_int_eq(ep_moment_number(ep_moment_add(at, 1, -36001)), ep_moment_number(at) + 86400 - 36001);
    ck_assert_int_eq(ep_moment_add(at, 1, -36001).second, 86399);
    ck_assert_int_eq(ep_moment_number(ep_moment_add(at, 100000000, 0)), ep_moment_number(end));
    ck_assert_int_eq(ep_moment_add(at, -100000000, 0).date, epic_date_make(1, 1, 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("value");
    TCase *tests = tcase_create("value");
    tcase_add_test(tests, times);
    tcase_add_test(tests, spans);
    tcase_add_test(tests, stretches);
    tcase_add_test(tests, offsets);
    tcase_add_test(tests, integers);
    tcase_add_test(tests, texts);
    tcase_add_test(tests, items);
    tcase_add_test(tests, sums);
    suite_add_tcase(suite, tests);
    return run(suite);
}
