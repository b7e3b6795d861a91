/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <check.h>
#include <string.h>

#include "kit.h"

START_TEST(every_character_comes_back)
{
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        if (c == 0xd800) {
            c = 0xe000;
        }
        char bytes[5] = {0};
        uint32_t character = ~c;
        size_t n = ep_utf8_encode(c, bytes);
        bool right = ep_utf8_decode(bytes, n, &character) == n && character == c && ep_utf8_bad(bytes, n) == n &&
                     n == (c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4) &&
                     (n == 1 || ep_utf8_decode(bytes, n - 1, &character) == 0);
        if (!right) { /* an assertion a character takes minutes */
            ck_abort_msg("U+%04X", c);
        }
    }
}
END_TEST

/* The length of the sequence of two or three bytes that begins there, by table 3-7 of the Unicode Standard (version 15, chapter
 * 3); 0 when it is ill-formed. */
static size_t well_formed(const uint8_t b[3])
{
    if (b[0] >= 0xc2 && b[0] <= 0xdf && b[1] >= 0x80 && b[1] <= 0xbf) {
        return 2;
    }
    if (b[0] >= 0xe0 && b[0] <= 0xef && b[2] >= 0x80 && b[2] <= 0xbf) {
        uint8_t low = b[0] == 0xe0 ? 0xa0 : 0x80, high = b[0] == 0xed ? 0x9f : 0xbf;
        return b[1] >= low && b[1] <= high ? 3 : 0;
    }
    return 0;
}

/* Every sequence of three bytes from a high one on. */
START_TEST(well_formed_sequences_only)
{
    for (unsigned x = 0x80u << 16; x < 1u << 24; x++) {
        const uint8_t b[3] = {(uint8_t)(x >> 16), (uint8_t)(x >> 8), (uint8_t)x};
        char text[3];
        memcpy(text, b, 3);
        uint32_t character;
        size_t n = ep_utf8_decode(text, 3, &character);
        if (n != well_formed(b)) {
            ck_abort_msg("%02x %02x %02x: %zu", b[0], b[1], b[2], n);
        }
    }
    static const char *const bad[] = {"\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
                                      "\xf8\x88\x80\x80\x80", "\x80", "\xff"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_uint_eq(ep_utf8_bad(bad[i], strlen(bad[i])), 0);
    }
    ck_assert_uint_eq(ep_utf8_bad("Krak\xc3\xb3w\xc3", 8), 7);
}
END_TEST

START_TEST(width_on_a_terminal)
{
    static const struct {
        const char *text;
        size_t width;
    } known[] = {{"", 0}, {"Oberhausen", 10}, {"Krak\u00f3w", 6}, {"Krako\u0301w", 6}, {"\u4e2d\u6587", 4}, {"\uff21", 2},
                 {"\U0001f600", 2}, {"a\u200bb", 2}, {"\u0e01\u0e31", 1}, {"\uac00", 2}, {"\u1112\u1161\u11ab", 2},
                 {"\u0399\u03c9\u03ac\u03bd\u03bd\u03b9\u03bd\u03b1", 8}, {"\U00020000", 2}, {"e\ufe0f", 1}, {"\u2026", 1}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        ck_assert_msg(ep_text_width(known[i].text) == known[i].width, "%s: %zu", known[i].text, ep_text_width(known[i].text));
    }
    ck_assert_uint_eq(ep_char_width(0xe9), 1);
    ck_assert_uint_eq(ep_char_width(0x301), 0);
}
END_TEST

START_TEST(what_must_not_reach_a_terminal)
{
    static const uint32_t controls[] = {0, 9, 10, 13, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f, 0x61c, 0x200e, 0x200f, 0x2028, 0x2029,
                                        0x202a, 0x202e, 0x2066, 0x2069};
    static const uint32_t harmless[] = {' ', '~', 0xa0, 0xe9, 0x200b, 0x200d, 0x2027, 0x202f, 0x2065, 0x206a, 0x4e2d, 0x1f600};
    for (size_t i = 0; i < sizeof controls / sizeof *controls; i++) {
        ck_assert_msg(ep_is_control(controls[i]), "U+%04X", controls[i]);
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        ck_assert_msg(!ep_is_control(harmless[i]), "U+%04X", harmless[i]);
    }
}
END_TEST

static void check_nearest(const char *word, const char *expected)
{
    static const char *const words[] = {"strength", "need", "priority", "offers", "competence",
                                        "Brescia", "gda\u0144sk", "no", "on"};
    const char *nearest = ep_nearest(word, words, sizeof words / sizeof *words);
    if (expected == NULL) {
        ck_assert_msg(nearest == NULL, "%s: %s", word, nearest);
    } else {
        ck_assert_msg(nearest != NULL && strcmp(nearest, expected) == 0, "%s: %s", word, nearest == NULL ? "none" : nearest);
    }
}

START_TEST(did_you_mean)
{
    check_nearest("strenght", "strength"); /* a swap: one edit */
    check_nearest("strengt", "strength");
    check_nearest("sterngthh", "strength");
    check_nearest("STRENGTH", "strength");
    check_nearest("brescia", "Brescia");
    check_nearest("priorty", "priority");
    check_nearest("competense", "competence");
    check_nearest("gdansk", "gda\u0144sk");
    check_nearest("nede", "need");
    check_nearest("nn", "no");    /* one edit from both: the first */
    check_nearest("x", NULL);     /* (1 + 1) / 3 = 0 edits */
    check_nearest("abcd", NULL);
    check_nearest("xxed", NULL);  /* two edits, one allowed */
    check_nearest("", NULL);
    check_nearest("strengthstrengthstrengthstrengthstrengthstrengthstrength", NULL);
    check_nearest("n\xff" "ed", "need");
    ck_assert_ptr_null(ep_nearest("need", NULL, 0));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("text");
    TCase *cases = tcase_create("text");
    suite_add_tcase(suite, cases);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, every_character_comes_back);
    tcase_add_test(cases, well_formed_sequences_only);
    tcase_add_test(cases, width_on_a_terminal);
    tcase_add_test(cases, what_must_not_reach_a_terminal);
    tcase_add_test(cases, did_you_mean);
    return run(suite);
}
