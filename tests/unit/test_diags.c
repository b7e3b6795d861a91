/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diags.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit.h"
#include "text.h"

typedef struct sink {
    char text[8192];
    size_t used;
    bool stops;
} sink;

static int write_sink(void *user, const char *bytes, size_t n)
{
    sink *s = user;
    if (s->stops || s->used + n >= sizeof s->text) {
        return -1;
    }
    memcpy(s->text + s->used, bytes, n);
    s->used += n;
    s->text[s->used] = '\0';
    return 0;
}

static const char *written(const epic_diags *diags, epic_format format)
{
    static sink s;
    s = (sink){.used = 0};
    ck_assert_int_eq(epic_diags_write(diags, format, write_sink, &s), EPIC_OK);
    return s.text;
}

static epic_diags *with_source(const char *text)
{
    epic_diags *diags = epic_diags_new();
    ep_diags_source(diags, "p.yaml", text, strlen(text));
    return diags;
}

static epic_diags *sample(void)
{
    epic_diags *diags = with_source("epic: 1\n    strenght: 0.8\n");
    ep_diag(diags, "E203", "p.yaml", (epic_place){2, 5}, "did you mean 'strength'?", "unknown key '%s'", "strenght");
    ep_diag(diags, "W204", "other.yaml", (epic_place){7, 1}, NULL, "not quoted");
    ep_diag(diags, "N205", "p.yaml", (epic_place){0, 0}, "a hint", "of the whole file");
    ep_diag_plain(diags, "E206", "no %s", "place");
    return diags;
}

START_TEST(as_text)
{
    epic_diags *diags = sample();
    ck_assert_str_eq(written(diags, EPIC_TEXT), "p.yaml:2:5: error: unknown key 'strenght' [E203]\n"
                                                "    2 |     strenght: 0.8\n"
                                                "      |     ^\n"
                                                "      = did you mean 'strength'?\n"
                                                "other.yaml:7:1: warning: not quoted [W204]\n"
                                                "p.yaml: note: of the whole file [N205]\n"
                                                "      = a hint\n"
                                                "error: no place [E206]\n");
    epic_diags_free(diags);
}
END_TEST

START_TEST(as_coloured_text)
{
    epic_diags *diags = sample();
    char bare[8192];
    size_t n = 0;
    bool coloured = false;
    for (const char *c = written(diags, EPIC_COLOUR); *c != '\0'; c++) {
        if (*c == '\x1b') {
            coloured = true;
            c = strchr(c, 'm');
        } else {
            bare[n++] = *c;
        }
    }
    bare[n] = '\0';
    ck_assert(coloured);
    ck_assert_str_eq(bare, written(diags, EPIC_TEXT)); /* nothing but colours is added */
    epic_diags_free(diags);
}
END_TEST

START_TEST(as_json)
{
    epic_diags *diags = sample();
    ck_assert_str_eq(written(diags, EPIC_JSON),
                     "[{\"severity\": \"error\", \"code\": \"E203\", \"file\": \"p.yaml\", \"line\": 2, \"column\": 5, "
                     "\"message\": \"unknown key 'strenght'\", \"hint\": \"did you mean 'strength'?\"}, "
                     "{\"severity\": \"warning\", \"code\": \"W204\", \"file\": \"other.yaml\", \"line\": 7, \"column\": 1, "
                     "\"message\": \"not quoted\", \"hint\": null}, "
                     "{\"severity\": \"note\", \"code\": \"N205\", \"file\": \"p.yaml\", \"line\": 0, \"column\": 0, "
                     "\"message\": \"of the whole file\", \"hint\": \"a hint\"}, "
                     "{\"severity\": \"error\", \"code\": \"E206\", \"file\": null, \"line\": 0, \"column\": 0, "
                     "\"message\": \"no place\", \"hint\": null}]\n");
    ck_assert_str_eq(written(NULL, EPIC_JSON), "[]\n");
    ck_assert_str_eq(written(NULL, EPIC_TEXT), "");
    epic_diags_free(diags);
}
END_TEST

START_TEST(wrong_calls)
{
    epic_diags *diags = sample();
    sink s = {.stops = true};
    ck_assert_int_eq(epic_diags_write(diags, EPIC_TEXT, write_sink, &s), EPIC_EIO);
    ck_assert_int_eq(epic_diags_write(diags, EPIC_ICS, write_sink, &s), EPIC_EARG);
    ck_assert_int_eq(epic_diags_write(diags, EPIC_TEXT, NULL, NULL), EPIC_EARG);
    ck_assert_ptr_null(epic_diags_get(diags, 4));
    ck_assert_ptr_null(epic_diags_get(NULL, 0));
    ck_assert_uint_eq(epic_diags_count(NULL) + epic_diags_errors(NULL), 0);
    ep_diag_plain(NULL, "E206", "nowhere");
    ep_diags_source(NULL, "p.yaml", "", 0);
    ep_diags_sort(NULL, 0);
    epic_diags_free(NULL);
    epic_diags_free(diags);
}
END_TEST

static const epic_diag *at(epic_diags *diags, uint32_t line, uint32_t column)
{
    ep_diag(diags, "E203", "p.yaml", (epic_place){line, column}, NULL, "here");
    return epic_diags_get(diags, epic_diags_count(diags) - 1);
}

START_TEST(caret_under_wide_and_combining_characters)
{
    epic_diags *diags = with_source("\u4e2d\u6587: x\nKrako\u0301w: x\n\U0001f600\xff\x1b: x\nlast");
    ck_assert_uint_eq(at(diags, 1, 1)->caret, 0);
    ck_assert_uint_eq(at(diags, 1, 2)->caret, 2);
    ck_assert_uint_eq(at(diags, 1, 5)->caret, 6);
    ck_assert_uint_eq(at(diags, 2, 8)->caret, 6); /* the accent takes a column and no cell */
    const epic_diag *diag = at(diags, 3, 6);
    ck_assert_str_eq(diag->source, "\U0001f600\\xff\\x1b: x");
    ck_assert_uint_eq(diag->caret, 2 + 4 + 4 + 2);
    ck_assert_uint_eq(at(diags, 1, 99)->caret, 7); /* behind the end: at the end */
    ck_assert_uint_eq(at(diags, 4, 5)->caret, 4);
    ck_assert_ptr_null(at(diags, 5, 1)->source);
    epic_diags_free(diags);
}
END_TEST

START_TEST(lines_end_as_in_yaml)
{
    epic_diags *diags = with_source("\xef\xbb\xbfone\r\ntwo\rthree\xc2\x85" "four\u2028five\n\nseven\n");
    static const char *const lines[] = {"one", "two", "three", "four", "five", "", "seven", ""};
    for (uint32_t i = 0; i < 8; i++) {
        const epic_diag *diag = at(diags, i + 1, 1);
        ck_assert_str_eq(diag->source, lines[i]);
        ck_assert_uint_eq(diag->caret, 0);
    }
    ck_assert_uint_eq(at(diags, 1, 3)->caret, 2);
    epic_diags_free(diags);
}
END_TEST

START_TEST(nothing_reaches_the_terminal_raw)
{
    const char *nasty = "\x1b]0;title\x07\x1b[2J\r\x7f\xc2\x9b" "31m\u202e\u2066\u200f\u2028\xff\xc3\x28\xed\xa0\x80\t\b";
    epic_diags *diags = with_source(nasty);
    ep_diag(diags, "E203", "p.yaml", (epic_place){1, 3}, nasty, "key '%s'", nasty);
    ep_diag(diags, "E203", nasty, (epic_place){1, 3}, NULL, "file");
    const char *text = written(diags, EPIC_TEXT);
    ck_assert_uint_eq(ep_utf8_bad(text, strlen(text)), strlen(text));
    for (size_t left = strlen(text); left > 0;) {
        uint32_t c;
        size_t n = ep_utf8_decode(text, left, &c);
        ck_assert_msg(c == '\n' || !ep_is_control(c), "U+%04X is raw", c);
        text += n;
        left -= n;
    }
    ck_assert_ptr_nonnull(strstr(epic_diags_get(diags, 0)->message,
                                 "key '\\x1b]0;title\\x07\\x1b[2J\\x0d\\x7f\\u{9b}31m\\u{202e}\\u{2066}\\u{200f}\\u{2028}"
                                 "\\xff\\xc3(\\xed\\xa0\\x80\\x09\\x08'"));
    epic_diags_free(diags);
}
END_TEST

START_TEST(long_lines_show_a_window)
{
    char *line = malloc(200001);
    for (size_t i = 0; i < 200000; i++) {
        line[i] = (char)('a' + i % 26);
    }
    line[200000] = '\0';
    epic_diags *diags = with_source(line);
    static const uint32_t columns[] = {1, 50, 81, 82, 100, 8192, 8193, 16385, 99999, 199990, 200000};
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        const epic_diag *diag = at(diags, 1, columns[i]);
        size_t width = ep_text_width(diag->source);
        ck_assert_uint_le(width, 125);
        bool cut = columns[i] > 81;
        ck_assert_int_eq(strncmp(diag->source, "\u2026", 3) == 0, cut);
        /* The ellipsis is one cell and three bytes; all else one byte a cell. */
        ck_assert_int_eq(diag->source[diag->caret + (cut ? 2 : 0)], (char)('a' + (columns[i] - 1) % 26));
        ck_assert_int_eq(strcmp(diag->source + strlen(diag->source) - 3, "\u2026") == 0, columns[i] < 199900);
    }
    epic_diags_free(diags);
    free(line);
}
END_TEST

START_TEST(a_window_of_bad_bytes_is_bounded)
{
    char *line = malloc(100001);
    memset(line, '\x80', 100000);
    line[100000] = '\0';
    epic_diags *diags = with_source(line);
    const epic_diag *diag = at(diags, 1, 50000);
    ck_assert_uint_lt(strlen(diag->source), 1024);
    ck_assert_int_eq(strncmp(diag->source + diag->caret + 2, "\\x80", 4), 0);
    epic_diags_free(diags);
    free(line);
}
END_TEST

START_TEST(long_messages_are_clipped_whole)
{
    char *word = malloc(30001);
    for (size_t i = 0; i < 10000; i++) {
        memcpy(word + 3 * i, "\u4e2d", 4);
    }
    for (int shift = 0; shift < 3; shift++) {
        epic_diags *diags = epic_diags_new();
        ep_diag(diags, "E203", "p.yaml", (epic_place){1, 1}, word, "%.*s%s", shift, "xx", word);
        const epic_diag *diag = epic_diags_get(diags, 0);
        ck_assert_uint_eq(ep_utf8_bad(diag->message, strlen(diag->message)), strlen(diag->message));
        ck_assert_uint_le(ep_text_width(diag->message), 301);
        ck_assert_str_eq(diag->message + strlen(diag->message) - 3, "\u2026");
        ck_assert_ptr_null(strstr(diag->message, "\\x"));
        ck_assert_uint_le(ep_text_width(diag->hint), 301);
        epic_diags_free(diags);
    }
    free(word);
}
END_TEST

START_TEST(only_a_thousand_are_kept)
{
    epic_diags *diags = epic_diags_new();
    for (int i = 0; i < 5000; i++) {
        ep_diag_plain(diags, i < 1000 ? "W204" : "E203", "number %d", i);
    }
    ck_assert_uint_eq(epic_diags_count(diags), 1001);
    ck_assert_uint_eq(epic_diags_errors(diags), 4000);
    ck_assert_str_eq(epic_diags_get(diags, 999)->message, "number 999");
    ck_assert_str_eq(epic_diags_get(diags, 1000)->code, "N901");
    ep_diags_sort(diags, 0);
    ck_assert_str_eq(epic_diags_get(diags, 1000)->code, "N901");
    epic_diags_free(diags);
}
END_TEST

START_TEST(sorting_is_by_place_and_stable)
{
    epic_diags *diags = epic_diags_new();
    static const epic_place places[] = {{9, 9}, {3, 2}, {3, 1}, {0, 0}, {1, 5}, {3, 1}, {10, 1}};
    for (int i = 0; i < 7; i++) {
        ep_diag(diags, "E203", "p.yaml", places[i], NULL, "%d", i);
    }
    ep_diags_sort(diags, 1);
    static const char order[] = "0425163";
    for (size_t i = 0; i < 7; i++) {
        ck_assert_int_eq(epic_diags_get(diags, i)->message[0], order[i]);
    }
    epic_diags_free(diags);
}
END_TEST

/* Both a text of many lines and one of a single line: a thousand diagnostics must not read it a thousand times. */
START_TEST(places_in_a_huge_text_are_found_quickly)
{
    const size_t size = 4u << 20;
    char *text = malloc(size);
    for (int lines = 0; lines < 2; lines++) {
        memset(text, 'x', size);
        for (size_t i = 0; lines && i < size; i += 16) {
            text[i + 15] = '\n';
        }
        epic_diags *diags = epic_diags_new();
        ep_diags_source(diags, "p.yaml", text, size);
        clock_t begin = clock();
        at(diags, 1, 1); /* reads it once */
        clock_t middle = clock();
        for (uint32_t i = 0; i < 999; i++) {
            uint32_t place = (uint32_t)(i * 7919u * 104729u % (size / 16));
            ck_assert_ptr_nonnull(at(diags, lines ? place + 1 : 1, lines ? 3 : 16 * place + 1)->source);
        }
        ck_assert_int_lt(clock() - middle, 20 * (middle - begin)); /* without an index: 500 times */
        epic_diags_free(diags);
    }
    free(text);
}
END_TEST

START_TEST(quoting)
{
    char out[64];
    ck_assert_str_eq(ep_quote(out, sizeof out, "abc", 3, 3), "abc");
    ck_assert_str_eq(ep_quote(out, sizeof out, "abcd", 4, 3), "abc\u2026");
    ck_assert_str_eq(ep_quote(out, sizeof out, "a\0b", 3, 20), "a\\x00b");
    ck_assert_str_eq(ep_quote(out, sizeof out, "\u4e2d\u6587", 6, 3), "\u4e2d\u2026");
    ck_assert_str_eq(ep_quote(out, sizeof out, "", 0, 3), "");
    ck_assert_str_eq(ep_quote(out, 7, "abc", 3, 9), "abc");
    ck_assert_str_eq(ep_quote(out, 4, "abcd", 4, 9), "\u2026");
    ck_assert_str_eq(ep_quote(out, 1, "abcd", 4, 9), "");
}
END_TEST

START_TEST(statuses_have_words)
{
    for (int i = 0; i >= EPIC_ESOLVER; i--) {
        ck_assert_str_ne(epic_strerror(i), "unknown status");
    }
    ck_assert_str_eq(epic_strerror(1), "unknown status");
    ck_assert_str_eq(epic_strerror(EPIC_ESOLVER - 1), "unknown status");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("diags");
    TCase *cases = tcase_create("diags");
    suite_add_tcase(suite, cases);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, as_text);
    tcase_add_test(cases, as_coloured_text);
    tcase_add_test(cases, as_json);
    tcase_add_test(cases, wrong_calls);
    tcase_add_test(cases, caret_under_wide_and_combining_characters);
    tcase_add_test(cases, lines_end_as_in_yaml);
    tcase_add_test(cases, nothing_reaches_the_terminal_raw);
    tcase_add_test(cases, long_lines_show_a_window);
    tcase_add_test(cases, a_window_of_bad_bytes_is_bounded);
    tcase_add_test(cases, long_messages_are_clipped_whole);
    tcase_add_test(cases, only_a_thousand_are_kept);
    tcase_add_test(cases, sorting_is_by_place_and_stable);
    tcase_add_test(cases, places_in_a_huge_text_are_found_quickly);
    tcase_add_test(cases, quoting);
    tcase_add_test(cases, statuses_have_words);
    return run(suite);
}
