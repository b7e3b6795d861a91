/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writer.h"

#include <epic/diag.h>

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "json.h"
#include "kit.h"

typedef struct sink {
    char text[20000];
    size_t used, calls, stop_at; /* stop_at: the call that fails, 0 for none */
} sink;

static int write_sink(void *user, const char *bytes, size_t n)
{
    sink *s = user;
    s->calls++;
    if (n == 0 || s->used + n >= sizeof s->text) {
        return -1;
    }
    if (s->calls == s->stop_at) {
        return 1;
    }
    memcpy(s->text + s->used, bytes, n);
    s->used += n;
    s->text[s->used] = '\0';
    return 0;
}

static const char *written(sink *s, void (*put)(ep_writer *))
{
    ep_writer writer;
    *s = (sink){.used = 0};
    ep_writer_init(&writer, write_sink, s);
    put(&writer);
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    return s->text;
}

START_TEST(long_output_is_whole)
{
    sink s = {.used = 0};
    ep_writer writer;
    ep_writer_init(&writer, write_sink, &s);
    char expected[20000];
    size_t n = 0;
    for (int i = 0; i < 1500; i++) {
        n += (size_t)snprintf(expected + n, sizeof expected - n, "%d %s;", i, "xyz");
        ep_put_int(&writer, i);
        ep_put_char(&writer, ' ');
        ep_put(&writer, "xyz");
        ep_put_bytes(&writer, ";...", 1);
    }
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    ck_assert_str_eq(s.text, expected);
    ck_assert_uint_le(s.calls, 4);
}
END_TEST

START_TEST(nothing_is_written_for_nothing)
{
    sink s = {.used = 0};
    ep_writer writer;
    ep_writer_init(&writer, write_sink, &s);
    ep_put(&writer, "");
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    ck_assert_uint_eq(s.calls, 0);
}
END_TEST

START_TEST(a_stop_is_remembered)
{
    sink s = {.stop_at = 2};
    ep_writer writer;
    ep_writer_init(&writer, write_sink, &s);
    for (int i = 0; i < 3000; i++) {
        ep_put(&writer, "12345678");
    }
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_EIO);
    ck_assert_uint_eq(s.calls, 2);
    ck_assert_uint_eq(s.used, sizeof writer.buffer);
}
END_TEST

static void put_json_texts(ep_writer *writer)
{
    ep_put_json(writer, NULL);
    ep_put_json(writer, "");
    ep_put_json(writer, "a\"b\\c/\b\f\n\r\t\x01\x1b\x7f");
    ep_put_json(writer, "Krak\u00f3w \u4e2d \U0001f600");
    ep_put_json(writer, "\xc2\x85\xc2\x9b\u2028\u202e\u2066");
    ep_put_json(writer, "bad \xff\xc3");
}

START_TEST(json_texts)
{
    sink s;
    ck_assert_str_eq(written(&s, put_json_texts),
                     "null\"\""
                     "\"a\\\"b\\\\c/\\u0008\\u000c\\n\\r\\t\\u0001\\u001b\\u007f\""
                     "\"Krak\u00f3w \u4e2d \U0001f600\""
                     "\"\\u0085\\u009b\\u2028\\u202e\\u2066\""
                     "\"bad \\ufffd\\ufffd\"");
}
END_TEST

static void put_html_text(ep_writer *writer)
{
    ep_put_html(writer, "<a href=\"x\" title='y'>Krak\u00f3w & \u4e2d</a>");
}

START_TEST(html_text)
{
    sink s;
    ck_assert_str_eq(written(&s, put_html_text),
                     "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;Krak\u00f3w &amp; \u4e2d&lt;/a&gt;");
}
END_TEST

static void put_numbers(ep_writer *writer)
{
    ep_put_int(writer, INT64_MIN);
    ep_put_char(writer, ' ');
    ep_put_double(writer, 0.5625);
    ep_put_char(writer, ' ');
    ep_put_fixed(writer, 0.5636, 2);
    ep_putf(writer, " %s %d %zu", "x", -5, (size_t)7);
}

START_TEST(numbers)
{
    sink s;
    ck_assert_str_eq(written(&s, put_numbers), "-9223372036854775808 0.5625 0.56 x -5 7");
}
END_TEST

static void put_columns(ep_writer *writer)
{
    ep_put_padded(writer, "Krak\u00f3w", 8, false);
    ep_put_padded(writer, "\u4e2d", 4, true);
    ep_put_padded(writer, "e\u0301", 2, false);
    ep_put_padded(writer, "too long", 3, true);
}

START_TEST(columns)
{
    sink s;
    ck_assert_str_eq(written(&s, put_columns), "Krak\u00f3w    \u4e2de\u0301 too long");
}
END_TEST

static void put_json_value(ep_writer *writer)
{
    ep_json json;
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "pairs", '[');
    ep_json_open(&json, NULL, '{');
    ep_json_text(&json, "a\"", "x");
    ep_json_int(&json, "n", -3);
    ep_json_close(&json, '}');
    ep_json_open(&json, NULL, '[');
    ep_json_close(&json, ']');
    ep_json_double(&json, NULL, 0.1);
    ep_json_double(&json, NULL, NAN);
    ep_json_double(&json, NULL, INFINITY);
    ep_json_close(&json, ']');
    ep_json_bool(&json, "yes", true);
    ep_json_bool(&json, "no", false);
    ep_json_text(&json, "nothing", NULL);
    ep_json_null(&json, "null");
    ep_json_close(&json, '}');
}

START_TEST(json_values)
{
    sink s;
    ck_assert_str_eq(written(&s, put_json_value),
                     "{\"pairs\": [{\"a\\\"\": \"x\", \"n\": -3}, [], 0.1, null, null], \"yes\": true, \"no\": false, "
                     "\"nothing\": null, \"null\": null}");
}
END_TEST

static void put_deep(ep_writer *writer)
{
    ep_json json;
    ep_json_init(&json, writer);
    for (int i = 0; i < 32; i++) {
        ep_json_open(&json, NULL, '[');
    }
    for (int i = 0; i < 32; i++) {
        ep_json_close(&json, ']');
        if (i < 31) {
            ep_json_int(&json, NULL, 1);
        }
    }
}

START_TEST(json_of_the_greatest_depth)
{
    sink s;
    written(&s, put_deep);
    ck_assert_uint_eq(s.used, 64 + 31 * 3); /* ", 1" after each but the outermost */
    ck_assert_ptr_nonnull(strstr(s.text, "[[], 1], 1]"));
}
END_TEST

START_TEST(stdio_sink)
{
    FILE *file = tmpfile();
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(epic_write_stdio(file, "bytes\0more", 10), 0);
    rewind(file);
    char back[16] = {0};
    ck_assert_uint_eq(fread(back, 1, sizeof back, file), 10);
    ck_assert_int_eq(memcmp(back, "bytes\0more", 10), 0);
    fclose(file);
    file = fopen("/dev/full", "w");
    if (file != NULL) {
        setvbuf(file, NULL, _IONBF, 0);
        ck_assert_int_ne(epic_write_stdio(file, "x", 1), 0);
        fclose(file);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("writer");
    TCase *cases = tcase_create("writer");
    suite_add_tcase(suite, cases);
    tcase_add_test(cases, long_output_is_whole);
    tcase_add_test(cases, nothing_is_written_for_nothing);
    tcase_add_test(cases, a_stop_is_remembered);
    tcase_add_test(cases, json_texts);
    tcase_add_test(cases, html_text);
    tcase_add_test(cases, numbers);
    tcase_add_test(cases, columns);
    tcase_add_test(cases, json_values);
    tcase_add_test(cases, json_of_the_greatest_depth);
    tcase_add_test(cases, stdio_sink);
    return run(suite);
}
