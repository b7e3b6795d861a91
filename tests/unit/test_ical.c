/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written is read again by libical, which has no part in writing it. */
#include <check.h>
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "text.h"
#include "vtimezone.h"

#define ZONES "/usr/share/zoneinfo/tzdata.zi"
#define FROM 1704067200LL /* 2024-01-01 */
#define TO 1924991999LL   /* the end of 2030 */

typedef struct page {
    kit_text out;
    ep_writer writer;
    ep_lines lines;
} page;

static page *new_page(void)
{
    page *p = calloc(1, sizeof *p);
    ep_writer_init(&p->writer, keep, &p->out);
    ep_lines_init(&p->lines, &p->writer);
    return p;
}

static uint64_t state = 5545;

static uint32_t draw(uint32_t n)
{
    return (uint32_t)((next(&state) >> 16) % n);
}

typedef void put_fn(ep_lines *lines, const char *text);

static void put_cn(ep_lines *lines, const char *text)
{
    ep_line_param(lines, "CN", text);
    ep_line_plain(lines, "x");
}

/* What one value becomes; NULL: it was refused. */
static const char *written(put_fn *put, const char *text)
{
    static char out[1000];
    page *p = new_page();
    ep_line_open(&p->lines, "X");
    put(&p->lines, text);
    ep_line_close(&p->lines);
    ck_assert_int_eq(ep_writer_end(&p->writer), EPIC_OK);
    snprintf(out, sizeof out, "%.900s", p->out.bytes);
    if (p->lines.refused != NULL) {
        ck_assert_str_eq(p->lines.refused, "X");
        ck_assert_uint_eq(strspn(out, "X:=;CNx\r\n"), strlen(out)); /* nothing of the text is there */
    }
    const char *result = p->lines.refused != NULL ? NULL : out;
    free(p);
    return result;
}

static void expect(put_fn *put, const char *text, const char *line)
{
    const char *got = written(put, text);
    if (line != NULL) {
        ck_assert_ptr_nonnull(got);
        ck_assert_str_eq(got, line);
    } else {
        ck_assert_ptr_null(got);
    }
}

START_TEST(hostile_texts)
{
    expect(ep_line_text, "a\r\nATTENDEE:mailto:evil@example.org", "X:a\\nATTENDEE:mailto:evil@example.org\r\n");
    expect(ep_line_one_line, "a\r\nATTENDEE:mailto:evil@example.org", "X:a ATTENDEE:mailto:evil@example.org\r\n");
    expect(put_cn, "a\r\nATTENDEE:mailto", "X;CN=\"a^nATTENDEE:mailto\":x\r\n");
    expect(ep_line_plain, "a\r\nb", NULL);
    expect(ep_line_text, "a\rb\nc\n\rd", "X:a\\nb\\nc\\n\\nd\r\n");
    expect(ep_line_text, ":;,\"^\\", "X::\\;\\,\"^\\\\\r\n");
    expect(ep_line_one_line, ":;,\"^\\", "X::\\;\\,\"^\\\\\r\n");
    expect(ep_line_plain, ":;,\"^\\", "X::;,\"^\\\r\n");
    expect(put_cn, ":;,\"^\\", "X;CN=\":;,^'^^\\\":x\r\n");
    expect(put_cn, "caret^n", "X;CN=\"caret^^n\":x\r\n");
    expect(put_cn, "Plain name", "X;CN=Plain name:x\r\n");
    expect(put_cn, "", "X;CN=:x\r\n");
    expect(ep_line_text, "", "X:\r\n");
    expect(ep_line_text, "tab\tstays", "X:tab\tstays\r\n");
}
END_TEST

static put_fn *const all_forms[] = {ep_line_text, ep_line_one_line, ep_line_plain, put_cn};

START_TEST(refused_everywhere)
{
    static const char *const bad[] = {"a\x01", "\x08", "\x0b", "\x0c", "\x1b[31m", "\x7f", "\xff", "\xc3", "\xc0\x80",
                                      "\xed\xa0\x80", "\xf4\x90\x80\x80", "a\xe2\x82"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        for (size_t form = 0; form < 4; form++) {
            expect(all_forms[form], bad[i], NULL);
        }
    }
}
END_TEST

START_TEST(kept_everywhere)
{
    static const char *const good[] = {"\u05e9\u05dc\u05d5\u05dd", "\U0001f469\U0001f3fd\u200d\U0001f692 \U0001f1f5\U0001f1f1",
                                       "\u0141\u00f3d\u017a", "e\u0301", "\u6f22\u5b57", "\u200f\u202e"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char line[200];
        snprintf(line, sizeof line, "X:%s\r\n", good[i]);
        for (size_t form = 0; form < 3; form++) {
            expect(all_forms[form], good[i], line);
        }
        snprintf(line, sizeof line, "X;CN=%s:x\r\n", good[i]);
        expect(put_cn, good[i], line);
    }
}
END_TEST

START_TEST(addresses)
{
    static const char *const bad[] = {
        "", "@", "a@", "@b", "a b@example.org", "a@b@c", "a@example.org\r\nX:y", "a@example.org ", "a@ex\u00e4mple.org", "a",
        "\u00e4@example.org", "a,b@example.org", "<a@example.org>", "a@example.org;b", "mailto:a@example.org"};
    expect(ep_line_mailto, "coordination@example.org", "X:mailto:coordination@example.org\r\n");
    expect(ep_line_mailto, "a+b.c_d-e@example.org", "X:mailto:a+b.c_d-e@example.org\r\n");
    expect(ep_line_mailto, "100%/?#&=x@example.org", "X:mailto:100%25%2F%3F%23%26%3Dx@example.org\r\n");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        expect(ep_line_mailto, bad[i], NULL);
    }
}
END_TEST

static const char *geo(double latitude, double longitude)
{
    static char out[200];
    page *p = new_page();
    ep_line_open(&p->lines, "GEO");
    ep_line_geo(&p->lines, latitude, longitude);
    ep_line_close(&p->lines);
    ep_writer_end(&p->writer);
    snprintf(out, sizeof out, "%.150s", p->lines.refused != NULL ? "refused" : p->out.bytes);
    free(p);
    return out;
}

START_TEST(places)
{
    ck_assert_str_eq(geo(51.47805, 6.8625), "GEO:51.47805;6.8625\r\n");
    ck_assert_str_eq(geo(-90, 180), "GEO:-90;180\r\n");
    ck_assert_str_eq(geo(0, -0.00000001), "GEO:0;0\r\n");
    ck_assert_str_eq(geo(1e-7, 100), "GEO:0;100\r\n");
    ck_assert_str_eq(geo(90.1, 0), "refused");
    ck_assert_str_eq(geo(0, 1e300), "refused");
    ck_assert_str_eq(geo(0.0 / (geo(0, 0)[0] == 'x'), 0), "refused"); /* NaN */
}
END_TEST

START_TEST(times)
{
    page *p = new_page();
    ep_line_open(&p->lines, "A");
    ep_line_date(&p->lines, epic_date_make(2021, 3, 8));
    ep_line_close(&p->lines);
    ep_line_open(&p->lines, "B");
    ep_line_param(&p->lines, "TZID", "Europe/Rome");
    ep_line_local(&p->lines, epic_date_make(2021, 3, 8), 36000);
    ep_line_close(&p->lines);
    ep_line_open(&p->lines, "C");
    ep_line_utc(&p->lines, 1615194061);
    ep_line_plain(&p->lines, ",");
    ep_line_utc(&p->lines, -1);
    ep_line_close(&p->lines);
    ep_line_open(&p->lines, "D");
    for (int i = 0; i < 4; i++) {
        static const int32_t offsets[] = {0, 20700, -9000, -17776};
        ep_line_offset(&p->lines, offsets[i]);
    }
    ep_line_close(&p->lines);
    ep_writer_end(&p->writer);
    ck_assert_str_eq(p->out.bytes, "A:20210308\r\nB;TZID=Europe/Rome:20210308T100000\r\n"
                              "C:20210308T090101Z,19691231T235959Z\r\nD:+0000+0545-0230-045616\r\n");
    free(p);
}
END_TEST

/* A text of characters of all lengths, with what must be escaped among them. */
static void random_text(char *out, size_t characters)
{
    static const uint32_t odd[] = {'\\', ';', ',', '\n', ':', '"', '^', ' ', '\t', 0xe9, 0x20ac, 0x1f469, 0x200d, 0x5d0};
    for (size_t i = 0; i < characters; i++) {
        uint32_t c = draw(3) ? 'a' + draw(26) : odd[draw(sizeof odd / sizeof *odd)];
        out += ep_utf8_encode(c, out);
    }
    *out = '\0';
}

static void check_fold(const char *text)
{
    for (const char *line = text; *line;) {
        size_t n = strcspn(line, "\r");
        ck_assert(strncmp(line + n, "\r\n", 2) == 0);
        if (n > 75 || ep_utf8_bad(line, n) != n || memchr(line, '\n', n) != NULL) {
            ck_abort_msg("bad line: %s", line);
        }
        line += n + 2;
    }
}

START_TEST(folding)
{
    static char text[4000];
    for (int round = 0; round < 2000; round++) {
        page *p = new_page();
        text[0] = '.'; /* libical drops blanks at the start */
        random_text(text + 1, draw(400));
        ep_lines *lines = &p->lines;
        ep_line_begin(lines, "VEVENT");
        ep_line_open(lines, "DESCRIPTION");
        ep_line_text(lines, text);
        ep_line_text(lines, ";piece");
        ep_line_close(lines);
        ep_line_end(lines, "VEVENT");
        ep_writer_end(&p->writer);
        check_fold(p->out.bytes);
        icalcomponent *event = icalparser_parse_string(p->out.bytes);
        icalproperty *property = icalcomponent_get_first_property(event, ICAL_DESCRIPTION_PROPERTY);
        strcat(text, ";piece");
        ck_assert_str_eq(icalproperty_get_description(property), text);
        ck_assert_int_eq(icalcomponent_count_properties(event, ICAL_ANY_PROPERTY), 1);
        icalcomponent_free(event);
        free(p);
    }
}
END_TEST

START_TEST(parameters)
{
    static char text[4000];
    for (int round = 0; round < 500; round++) {
        page *p = new_page();
        text[0] = '.'; /* libical drops blanks at both ends */
        random_text(text + 1, draw(100));
        strcat(text, ".");
        for (char *c = text; *c; c++) {
            *c = *c == '^' || *c == '\\' ? '!' : *c; /* libical 3.0.16 misreads these; the exact lines are tested above */
        }
        ep_line_begin(&p->lines, "VEVENT");
        ep_line_open(&p->lines, "ORGANIZER");
        ep_line_param(&p->lines, "CN", text);
        ep_line_mailto(&p->lines, "coordination@example.org");
        ep_line_close(&p->lines);
        ep_line_end(&p->lines, "VEVENT");
        ep_writer_end(&p->writer);
        check_fold(p->out.bytes);
        icalcomponent *event = icalparser_parse_string(p->out.bytes);
        icalproperty *organizer = icalcomponent_get_first_property(event, ICAL_ORGANIZER_PROPERTY);
        icalparameter *cn = icalproperty_get_first_parameter(organizer, ICAL_CN_PARAMETER);
        ck_assert_str_eq(icalproperty_get_organizer(organizer), "mailto:coordination@example.org");
        ck_assert_str_eq(cn ? icalparameter_get_cn(cn) : "", text);
        icalcomponent_free(event);
        free(p);
    }
}
END_TEST

static page *zone_page(const ep_zone *zone, const char *name, ep_arena *arena)
{
    const ep_observance *list;
    size_t count;
    page *p = new_page();
    ck_assert_int_eq(ep_observances(zone, FROM, TO, arena, &list, &count), EPIC_OK);
    ep_vtimezone(&p->lines, name, list, count);
    ck_assert_int_eq(ep_writer_end(&p->writer), EPIC_OK);
    ck_assert_ptr_null(p->lines.refused);
    return p;
}

static void same_offset(icaltimezone *theirs, const ep_zone *ours, epic_instant instant)
{
    struct icaltimetype utc = icaltime_from_timet_with_zone((time_t)instant, 0, NULL);
    int daylight;
    if (icaltimezone_get_utc_offset_of_utc_time(theirs, &utc, &daylight) != ep_zone_local(ours, instant).offset) {
        ck_abort_msg("%s at %lld", ep_zone_name(ours), (long long)instant);
    }
}

static size_t compare_zone(const char *name, ep_arena *arena)
{
    ep_zone *zone;
    ck_assert_msg(ep_zone_open(&zone, NULL, name) == EPIC_OK, "%s", name);
    page *p = zone_page(zone, name, arena);
    icaltimezone *theirs = icaltimezone_new();
    icalcomponent *component = icalparser_parse_string(p->out.bytes);
    epic_instant change = FROM;
    ck_assert_int_eq(icalcomponent_count_errors(component), 0);
    ck_assert_int_eq(icaltimezone_set_component(theirs, component), 1);
    ck_assert_str_eq(icaltimezone_get_tzid(theirs), name);
    for (epic_instant t = FROM; t < TO; t += 86400 * 13 + 1800) {
        same_offset(theirs, zone, t);
    }
    while (ep_zone_next(zone, change, &change) && change < TO) {
        same_offset(theirs, zone, change - 1);
        same_offset(theirs, zone, change);
    }
    size_t size = p->out.used;
    icaltimezone_free(theirs, 1);
    ep_zone_close(zone);
    free(p);
    return size;
}

/* Every zone and link of tzdata. */
START_TEST(all_zones)
{
    FILE *file = fopen(ZONES, "r");
    char line[500], name[500];
    size_t zones = 0, bytes = 0;
    ck_assert_ptr_nonnull(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, "Z %s", name) == 1 || sscanf(line, "L %*s %s", name) == 1) {
            ep_arena *arena = ep_arena_new();
            bytes += compare_zone(name, arena);
            zones++;
            ep_arena_free(arena);
        }
    }
    fclose(file);
    ck_assert_uint_gt(zones, 500);
    ck_assert_uint_lt(bytes / zones, 400);
}
END_TEST

START_TEST(vtimezone)
{
    ep_arena *arena = ep_arena_new();
    ep_zone *zone;
    ck_assert_int_eq(ep_zone_open(&zone, NULL, "Europe/Dublin"), EPIC_OK);
    page *p = zone_page(zone, "Europe/Dublin", arena);
    ck_assert_str_eq(p->out.bytes, "BEGIN:VTIMEZONE\r\nTZID:Europe/Dublin\r\n"
                              "BEGIN:DAYLIGHT\r\nDTSTART:20230326T010000\r\n"
                              "TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0100\r\nTZNAME:IST\r\n"
                              "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\nEND:DAYLIGHT\r\n"
                              "BEGIN:STANDARD\r\nDTSTART:20231029T020000\r\n"
                              "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n"
                              "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
    free(p);
    ep_zone_close(zone);
    ep_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("ical");
    TCase *t = tcase_create("ical");
    tcase_set_timeout(t, 120);
    tcase_add_test(t, hostile_texts);
    tcase_add_test(t, refused_everywhere);
    tcase_add_test(t, kept_everywhere);
    tcase_add_test(t, addresses);
    tcase_add_test(t, places);
    tcase_add_test(t, times);
    tcase_add_test(t, folding);
    tcase_add_test(t, parameters);
    tcase_add_test(t, vtimezone);
    tcase_add_test(t, all_zones);
    suite_add_tcase(suite, t);
    return run(suite);
}
