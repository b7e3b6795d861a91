/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers against the C library's own in the "C" locale, and byte for byte the same under locales with a decimal comma. */
#include "number.h"

#include <check.h>
#include <float.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"

enum { DOUBLES = 100000 };
static const uint64_t seed = 0x5eed2020;

/* Any bits; every fourth a number as people write them, every fourth a power of two. */
static double random_double(uint64_t *state)
{
    uint64_t bits = next(state);
    double value;
    if (bits % 4 == 0) {
        return (double)(next(state) % 100000) / 1000;
    }
    if (bits % 4 == 1) {
        return ldexp(1, (int)(next(state) % 2098) - 1074);
    }
    memcpy(&value, &bits, sizeof value);
    return isfinite(value) ? value : 0;
}

static double parsed(const char *text)
{
    double value = NAN;
    ck_assert_msg(ep_parse_double(text, strlen(text), &value), "%s", text);
    return value;
}

static bool same_bits(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0;
}

static size_t significant(const char *text)
{
    char digits[64];
    size_t n = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text >= '0' && *text <= '9' && (n > 0 || *text != '0')) {
            digits[n++] = *text;
        }
    }
    while (n > 0 && digits[n - 1] == '0') {
        n--;
    }
    return n;
}

/* Whether one of the two decimals with one digit less next to the value reads as it; in the "C" locale. */
static bool can_be_shorter(double value, size_t digits)
{
    char text[64];
    if (digits < 2) {
        return false;
    }
    snprintf(text, sizeof text, "%.*e", (int)digits - 2, value);
    double unit = pow(10, atoi(strchr(text, 'e') + 1)) * pow(10, -(double)(digits - 2));
    double near = strtod(text, NULL);
    for (int step = -1; step <= 1; step++) {
        snprintf(text, sizeof text, "%.*e", (int)digits - 2, near + step * unit);
        if (same_bits(strtod(text, NULL), value)) {
            return true;
        }
    }
    return false;
}

START_TEST(doubles_come_back_and_are_shortest)
{
    uint64_t state = seed;
    for (int i = 0; i < cases(DOUBLES); i++) {
        char text[EP_NUMBER_ROOM];
        double value = random_double(&state);
        ep_format_double(value, text);
        double back = NAN;
        bool same = ep_parse_double(text, strlen(text), &back) && same_bits(back, value) && same_bits(strtod(text, NULL), value);
        if (!same || (i % 10 == 0 && can_be_shorter(value, significant(text)))) { /* an assertion each is slow */
            ck_abort_msg("%s for %a, seed %#llx: %s", text, value, (unsigned long long)seed, same ? "can be shorter" : "differs");
        }
    }
}
END_TEST

START_TEST(decimals_are_rounded_as_the_c_library_does)
{
    uint64_t state = seed + 1;
    for (int i = 0; i < cases(DOUBLES / 4); i++) {
        char text[128];
        int n = snprintf(text, sizeof text, "%llu%s%llu%llue%d", (unsigned long long)next(&state), i % 3 ? "." : "",
                         (unsigned long long)next(&state), (unsigned long long)next(&state), (int)(next(&state) % 700) - 380);
        double value = NAN, expected = strtod(text, NULL);
        bool read = ep_parse_double(text, (size_t)n, &value);
        if (read != (isfinite(expected) != 0) || (read && !same_bits(value, expected))) {
            ck_abort_msg("%s", text);
        }
    }
}
END_TEST

START_TEST(no_locale_changes_a_byte)
{
    static char texts[DOUBLES / 10][EP_NUMBER_ROOM], fixed[DOUBLES / 10][EP_NUMBER_ROOM];
    const char *locales[] = {"C", "de_DE.UTF-8", "tr_TR.UTF-8"};
    for (size_t l = 0; l < 3; l++) {
        ck_assert_msg(setlocale(LC_ALL, locales[l]) != NULL, "locale %s is missing (LOCPATH=%s)", locales[l], getenv("LOCPATH"));
        ck_assert_str_eq(localeconv()->decimal_point, l == 0 ? "." : ",");
        uint64_t state = seed + 2;
        for (int i = 0; i < cases(DOUBLES / 10); i++) {
            char text[EP_NUMBER_ROOM], rounded[EP_NUMBER_ROOM];
            double value = random_double(&state);
            ep_format_double(value, text);
            ep_format_fixed(fmod(value, 1e6), (unsigned)(i % 10), rounded);
            if (l == 0) {
                strcpy(texts[i], text);
                strcpy(fixed[i], rounded);
            }
            ck_assert_str_eq(text, texts[i]);
            ck_assert_str_eq(rounded, fixed[i]);
            ck_assert(same_bits(parsed(text), value));
        }
        double value;
        ck_assert(!ep_parse_double("0,5", 3, &value));
        ck_assert_double_eq(parsed("0.5"), 0.5);
    }
    setlocale(LC_ALL, "C");
}
END_TEST

START_TEST(form_of_doubles)
{
    /* The digits and the exponent are those of Python's repr(). */
    static const struct {
        double value;
        const char *text;
    } known[] = {{0, "0"}, {-0.0, "-0"}, {1, "1"}, {-1.5, "-1.5"}, {0.5625, "0.5625"}, {0.1, "0.1"}, {1e300, "1e+300"},
                 {5e-324, "5e-324"}, {DBL_MAX, "1.7976931348623157e+308"}, {DBL_MIN, "2.2250738585072014e-308"},
                 {0x1p-44, "5.684341886080802e-14"}, {9007199254740993.0, "9007199254740992"}, {1e15, "1000000000000000"},
                 {1e16, "1e+16"}, {0.0001, "0.0001"}, {0.00001, "1e-05"}, {-1.2345678901234567e-4, "-0.00012345678901234567"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char text[EP_NUMBER_ROOM];
        ck_assert_str_eq(ep_format_double(known[i].value, text), known[i].text);
    }
}
END_TEST

START_TEST(hard_decimals)
{
    char text[2000];
    ck_assert(same_bits(parsed("2.2250738585072011e-308"), 0x0.fffffffffffffp-1022));
    ck_assert(same_bits(parsed("2.4703282292062327208e-324"), 0));
    ck_assert(same_bits(parsed("2.4703282292062328e-324"), 5e-324));
    ck_assert(same_bits(parsed("9007199254740993"), 9007199254740992.0));
    ck_assert(same_bits(parsed("9007199254740993.00000000000000000000001"), 9007199254740994.0));
    /* Exactly half way between 1 and the next double, then a 1 far behind what can matter alone. */
    const char *half = "1.00000000000000011102230246251565404236316680908203125";
    ck_assert(same_bits(parsed(half), 1.0));
    snprintf(text, sizeof text, "%s%01500d", half, 0);
    ck_assert(same_bits(parsed(text), 1.0));
    text[strlen(text) - 1] = '1';
    ck_assert(same_bits(parsed(text), 1.0 + DBL_EPSILON));
    memset(text, '9', 1500);
    strcpy(text + 1500, "e-1400");
    ck_assert(same_bits(parsed(text), 1e100));
    memset(text, '0', 1500);
    strcpy(text + 1500, "1.5");
    ck_assert(same_bits(parsed(text), 1.5));
    ck_assert(same_bits(parsed("0e99999999999999999999999"), 0));
    ck_assert(same_bits(parsed("-1e-99999999999999999999999"), -0.0));
    ck_assert(same_bits(parsed("+1E2"), 100));
}
END_TEST

START_TEST(what_is_no_number)
{
    static const char *const wrong[] = {"", "+", "-", ".", ".5", "5.", "1e", "1e+", "e5", "0x10", "inf", "nan", "NaN", "1 ",
                                        " 1", "1_000", "1.2.3", "--1", "1e400", "-1e400", "1e99999999999999999999", "1f", "1,5"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        double value = 7;
        ck_assert_msg(!ep_parse_double(wrong[i], strlen(wrong[i]), &value), "'%s'", wrong[i]);
        ck_assert_double_eq(value, 7);
    }
    double value;
    ck_assert(ep_parse_double("12345", 2, &value) && same_bits(value, 12)); /* reads n bytes and no more */
    ck_assert(!ep_parse_double("1\0002", 3, &value));
}
END_TEST

START_TEST(integers)
{
    int64_t value = 7;
    ck_assert(ep_parse_int("-9223372036854775808", 20, &value) && value == INT64_MIN);
    ck_assert(ep_parse_int("9223372036854775807", 19, &value) && value == INT64_MAX);
    ck_assert(ep_parse_int("+0042", 5, &value) && value == 42);
    ck_assert(!ep_parse_int("9223372036854775808", 19, &value));
    ck_assert(!ep_parse_int("-9223372036854775809", 20, &value));
    ck_assert(!ep_parse_int("99999999999999999999999", 23, &value));
    ck_assert(!ep_parse_int("", 0, &value) && !ep_parse_int("-", 1, &value) && !ep_parse_int("1.0", 3, &value));
    ck_assert(!ep_parse_int("1 ", 2, &value) && !ep_parse_int("0x1", 3, &value));
    ck_assert_int_eq(value, 42);
    static const int64_t numbers[] = {0, 9, 10, -1, -10, 2147483648, INT64_MAX, INT64_MIN};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        char text[EP_NUMBER_ROOM], same[EP_NUMBER_ROOM];
        snprintf(same, sizeof same, "%" PRId64, numbers[i]);
        ck_assert_str_eq(ep_format_int(numbers[i], text), same);
    }
}
END_TEST

START_TEST(fixed_places)
{
    static const struct {
        double value;
        unsigned decimals;
        const char *text;
    } known[] = {{0.5636, 2, "0.56"}, {0.285, 2, "0.29"}, {-0.285, 2, "-0.29"},
                 {2.5, 0, "3"}, {-2.5, 0, "-3"}, {0.125, 2, "0.13"},
                 {9.999, 2, "10.00"}, {-0.001, 2, "0.00"}, {0, 3, "0.000"}, {1e-300, 9, "0.000000000"}, {0.05, 0, "0"},
                 {0.5, 0, "1"}, {123456789.123456789, 9, "123456789.123456790"},
                 {1, 9, "1.000000000"}, {1e-19, 9, "0.000000000"}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        char text[EP_NUMBER_ROOM];
        ck_assert_str_eq(ep_format_fixed(known[i].value, known[i].decimals, text), known[i].text);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("number");
    TCase *cases = tcase_create("number");
    suite_add_tcase(suite, cases);
    tcase_set_timeout(cases, 120);
    tcase_add_test(cases, doubles_come_back_and_are_shortest);
    tcase_add_test(cases, decimals_are_rounded_as_the_c_library_does);
    tcase_add_test(cases, no_locale_changes_a_byte);
    tcase_add_test(cases, form_of_doubles);
    tcase_add_test(cases, hard_decimals);
    tcase_add_test(cases, what_is_no_number);
    tcase_add_test(cases, integers);
    tcase_add_test(cases, fixed_places);
    return run(suite);
}
