/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "diags.h"
#include "reader.h"
#include "text.h"

static const char *const wanted[] = {"DTEND", "DTSTART", "SUMMARY", "UID"};
static const char *const words[] = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VAVAILABILITY", "AVAILABLE", "VTIMEZONE"};

#define COMPONENTS (1u << EP_VCALENDAR | 1u << EP_VEVENT | 1u << EP_VAVAILABILITY | 1u << EP_AVAILABLE)

static kit_text seen;
static size_t said, contents;

static int on_begin(void *user, ep_component component, uint32_t line)
{
    (void)user;
    say(&seen, "<%s %u>", words[component], (unsigned)line);
    return 0;
}

static int on_content(void *user, const ep_content *content)
{
    (void)user;
    contents++;
    if (contents < 100) {
        say(&seen, "%s[%.*s]=%.*s@%u ", wanted[content->property], (int)content->params_size, content->params,
            (int)content->size, content->value, (unsigned)content->line);
    }
    return 0;
}

static int on_end(void *user, ep_component component, uint32_t line, bool broken)
{
    (void)user;
    say(&seen, "</%s %u%s>", words[component], (unsigned)line, broken ? " broken" : "");
    return 0;
}

static void on_say(void *user, const char *code, uint32_t line, const char *text)
{
    (void)user;
    if (said++ < 50) {
        say(&seen, "{%s %u %s}", code, (unsigned)line, text);
    }
}

static const ep_taker taker = {COMPONENTS, wanted, 4, on_begin, on_content, on_end, on_say, NULL};

/* The status, `seen` being what came out; the bytes in pieces of `piece`. */
static int read_pieces(const char *bytes, size_t n, size_t piece, const ep_intake_limits *limits)
{
    ep_intake *in = ep_intake_new(&taker, limits);
    int status = EPIC_OK;
    seen.used = said = contents = 0;
    seen.bytes[0] = '\0';
    for (size_t at = 0; at < n; at += piece) {
        status = ep_intake_feed(in, bytes + at, n - at < piece ? n - at : piece);
    }
    status = ep_intake_end(in);
    ck_assert_int_eq(ep_intake_end(in) == EPIC_EINPUT, status == EPIC_EINPUT);
    ep_intake_free(in);
    return status;
}

/* In pieces of all sizes the same comes out. */
static void reads_bytes(const char *bytes, size_t n, int status, const char *expected)
{
    for (size_t piece = 1; piece <= n + 1; piece = piece < 20 ? piece + 1 : 2 * piece) {
        ck_assert_int_eq(read_pieces(bytes, n, piece, NULL), status);
        ck_assert_str_eq(seen.bytes, expected);
    }
}

static void reads(const char *text, const char *expected)
{
    reads_bytes(text, strlen(text), EPIC_OK, expected);
}

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define OPEN HEAD "BEGIN:VEVENT\r\n"
#define CLOSE "END:VEVENT\r\nEND:VCALENDAR\r\n"

START_TEST(lines)
{
    reads(OPEN "UID:a\r\nX-FOO:b\r\nDTSTART;TZID=Europe/Rome:20210308T100000\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>UID[]=a@4 DTSTART[;TZID=Europe/Rome]=20210308T100000@6 </VEVENT 3></VCALENDAR 1>");
    reads(OPEN "SUMMARY:a\r\n  b\r\n\tc\r\n\r\n \r\n d\r\nUID:x\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>SUMMARY[]=a bcd@4 UID[]=x@10 </VEVENT 3></VCALENDAR 1>");
    reads(OPEN "SUMM\r\n ARY:a\r\nUI\r\n D;X=\"\r\n :\":b\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>SUMMARY[]=a@4 UID[;X=\":\"]=b@6 </VEVENT 3></VCALENDAR 1>");
    reads("begin:vcalendar\nversion:2.0\nBegin:vEvent\nuid:a\nend:VEVENT\nEND:vcalendar",
          "<VCALENDAR 1><VEVENT 3>UID[]=a@4 </VEVENT 3></VCALENDAR 1>");
    reads("BEGIN: VCALENDAR \nVERSION :2.0\nBEGIN:VEVENT \nUID : a \nEND: VEVENT\nEND:VCALENDAR \n",
          "<VCALENDAR 1><VEVENT 3>UID[]=a@4 </VEVENT 3></VCALENDAR 1>");
}
END_TEST

START_TEST(line_ends)
{
    static const char *const ends[] = {"\r\n", "\n", "\r", "\r\r\n"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        static kit_text text;
        text.used = 0;
        for (const char *c = "BEGIN:VCALENDAR|VERSION:2.0|BEGIN:VEVENT|UID:a|  b|END:VEVENT|END:VCALENDAR|"; *c != '\0'; c++) {
            say(&text, "%.*s", *c == '|' ? 3 : 1, *c == '|' ? ends[i] : c);
        }
        reads(text.bytes, "<VCALENDAR 1><VEVENT 3>UID[]=a b@4 </VEVENT 3></VCALENDAR 1>");
    }
    reads("\r\r\r" HEAD "END:VCALENDAR\r\r\r", "<VCALENDAR 4></VCALENDAR 4>");
}
END_TEST

static size_t put_unit(char *wide, size_t n, uint32_t unit, int big)
{
    wide[n + (size_t)!big] = (char)(unit >> 8);
    wide[n + (size_t)big] = (char)(unit & 255);
    return n + 2;
}

START_TEST(encodings)
{
    static const char text[] = OPEN "SUMMARY:Krak\xc3\xb3w\r\n  \xf0\x9f\x98\x80\r\n" CLOSE;
    const char *expected = "<VCALENDAR 1><VEVENT 3>SUMMARY[]=Krak\xc3\xb3w \xf0\x9f\x98\x80@4 </VEVENT 3></VCALENDAR 1>";
    char wide[2 * sizeof text + 2];
    size_t n = 0;
    reads(text, expected);
    reads("\xef\xbb\xbf" OPEN CLOSE, "<VCALENDAR 1><VEVENT 3></VEVENT 3></VCALENDAR 1>");
    for (int big = 0; big < 2; big++) {
        n = put_unit(wide, 0, 0xfeff, big);
        for (size_t i = 0; i < sizeof text - 1;) {
            uint32_t c;
            i += ep_utf8_decode(text + i, sizeof text - 1 - i, &c);
            if (c > 0xffff) {
                n = put_unit(wide, n, 0xd800 + ((c - 0x10000) >> 10), big);
                c = 0xdc00 + ((c - 0x10000) & 0x3ff);
            }
            n = put_unit(wide, n, c, big);
        }
        reads_bytes(wide, n, EPIC_OK, expected);
    }
    reads(OPEN "SUMMARY:Krak\xf3w \x80 \xc3\xb3\r\nUID:\xe9\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>{W614 4 the file is not in UTF-8: it is read as Windows-1252}"
          "SUMMARY[]=Krak\xc3\xb3w \xe2\x82\xac \xc3\xb3@4 UID[]=\xc3\xa9@5 </VEVENT 3></VCALENDAR 1>");
    static const char nul[] = OPEN "X:\0\r\nUID:a\0b\r\nSUMMARY:\0\r\n" CLOSE;
    reads_bytes(nul, sizeof nul - 1, EPIC_OK,
                "<VCALENDAR 1><VEVENT 3>{W614 5 the file holds NUL bytes, which count as blanks}UID[]=a b@5 SUMMARY[]=@6 "
                "</VEVENT 3></VCALENDAR 1>");
}
END_TEST

START_TEST(no_calendars)
{
    reads_bytes("", 0, EPIC_EINPUT, "{E611 1 the file is empty}");
    reads_bytes("\n\r\n\n", 4, EPIC_EINPUT, "{E611 1 the file is empty}");
    static const char html[] = "\n  <!DOCTYPE html>\n<title>Log in</title>\nBEGIN:VCALENDAR\n";
    reads_bytes(html, sizeof html - 1, EPIC_EINPUT, "{E611 2 this is a web page (HTML or XML), not a calendar}");
    static const char other[] = "date,name\n2021-01-01,New Year\n";
    reads_bytes(other, sizeof other - 1, EPIC_EINPUT, "{E611 1 there is no calendar in this file}");
    static const char old[] = "BEGIN:VCALENDAR\r\nVERSION:1.0\r\nBEGIN:VEVENT\r\n" CLOSE;
    reads_bytes(old, sizeof old - 1, EPIC_EINPUT,
                "<VCALENDAR 1>{E611 2 this is vCalendar 1.0: save it as iCalendar (.ics)}");
}
END_TEST

START_TEST(broken_outlines)
{
    reads(OPEN "UID:a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:b\r\n",
          "<VCALENDAR 1><VEVENT 3>UID[]=a@4 </VEVENT 3><VEVENT 6>UID[]=b@7 {W613 7 the file is cut short}"
          "{W613 6 a component is not closed}</VEVENT 6 broken></VCALENDAR 1 broken>");
    reads(OPEN "UID:a\r\nBEGIN:VEVENT\r\nUID:b\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>UID[]=a@4 {W613 3 a component is not closed}</VEVENT 3 broken><VEVENT 5>UID[]=b@6 "
          "</VEVENT 5></VCALENDAR 1>");
    reads(OPEN "BEGIN:VALARM\r\nUID:a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nEND:VTODO\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>{W613 4 a component is not closed}</VEVENT 3 broken><VEVENT 7>{W613 8 an END closes nothing}"
          "</VEVENT 7></VCALENDAR 1>");
    reads(OPEN "BEGIN:VALARM\r\nUID:a\r\nEND:VALARM\r\nUID:b\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>UID[]=b@7 </VEVENT 3></VCALENDAR 1>");
    reads("BEGIN:VEVENT\nUID:a\nEND:VEVENT\n",
          "{W613 1 a component stands outside of a calendar}<VEVENT 1>UID[]=a@2 </VEVENT 1>");
    reads("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n",
          "<VCALENDAR 1><VEVENT 2></VEVENT 2>{W613 1 the calendar states no VERSION}</VCALENDAR 1>");
    reads(HEAD "END:VCALENDAR\r\n" OPEN CLOSE, "<VCALENDAR 1></VCALENDAR 1><VCALENDAR 4><VEVENT 6></VEVENT 6></VCALENDAR 4>");
    reads(OPEN HEAD "END:VCALENDAR\r\n",
          "<VCALENDAR 1><VEVENT 3>{W613 3 a component is not closed}</VEVENT 3 broken>{W613 1 the calendar is not closed}"
          "</VCALENDAR 1 broken><VCALENDAR 4></VCALENDAR 4>");
    reads(OPEN "UID\r\nDTSTART;X=\"a:b\r\nDTEND;Y\r\n" CLOSE,
          "<VCALENDAR 1><VEVENT 3>{W614 4 the line has no colon}{W614 5 a quote is not closed}DTSTART[;X=\"a]=b@5 "
          "{W614 6 the line has no colon}</VEVENT 3></VCALENDAR 1>");
    reads(HEAD "BEGIN:VAVAILABILITY\r\nBEGIN:AVAILABLE\r\nUID:a\r\nEND:AVAILABLE\r\nEND:VAVAILABILITY\r\n" OPEN CLOSE,
          "<VCALENDAR 1><VAVAILABILITY 3><AVAILABLE 4>UID[]=a@5 </AVAILABLE 4></VAVAILABILITY 3>{W613 1 the calendar is not "
          "closed}</VCALENDAR 1 broken><VCALENDAR 8><VEVENT 10></VEVENT 10></VCALENDAR 8>");
}
END_TEST

/* What stands behind components that are too deep is read. */
START_TEST(depth)
{
    static kit_text text;
    text.used = 0;
    say(&text, "%s", OPEN);
    for (int i = 0; i < 5000; i++) {
        say(&text, "BEGIN:X-A\r\nUID:no\r\n");
    }
    for (int i = 0; i < 5000; i++) {
        say(&text, "END:X-A\r\n");
    }
    say(&text, "UID:a\r\n%s", CLOSE);
    ck_assert_int_eq(read_pieces(text.bytes, text.used, 4096, NULL), EPIC_OK);
    ck_assert_str_eq(seen.bytes, "<VCALENDAR 1><VEVENT 3>{W613 16 components stand too deep in each other}UID[]=a@15004 "
                                 "</VEVENT 3></VCALENDAR 1>");
    text.used = 0;
    say(&text, "%s", OPEN);
    for (int i = 0; i < 5000; i++) {
        say(&text, "BEGIN:X-A\r\n");
    }
    say(&text, "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\n%s", CLOSE);
    ck_assert_int_eq(read_pieces(text.bytes, text.used, 4096, NULL), EPIC_OK);
    ck_assert(strstr(seen.bytes, "</VEVENT 3 broken><VEVENT 5005>UID[]=a@5006 </VEVENT 5005></VCALENDAR 1>") != NULL);
}
END_TEST

START_TEST(limits)
{
    static const ep_intake_limits line = {1000, 20, 10, 10}, components = {1000, 100, 2, 10}, properties = {1000, 100, 10, 2},
                                  file = {60, 100, 10, 10};
    static const char text[] = OPEN "SUMMARY:0123456789012\r\nSUMMARY:01234567890\r\n  2345\r\nUID:a\r\n" CLOSE;
    ck_assert_int_eq(read_pieces(text, sizeof text - 1, 7, &line), EPIC_OK);
    ck_assert_str_eq(seen.bytes, "<VCALENDAR 1><VEVENT 3>{W614 4 the line is too long and left out}"
                                 "{W614 5 the line is too long and left out}UID[]=a@7 </VEVENT 3></VCALENDAR 1>");
    static const char many[] = OPEN "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:a\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n" CLOSE;
    ck_assert_int_eq(read_pieces(many, sizeof many - 1, 7, &components), EPIC_OK);
    ck_assert_str_eq(seen.bytes, "<VCALENDAR 1><VEVENT 3></VEVENT 3>{W613 5 there are too many components: the rest is left out}"
                                 "</VCALENDAR 1>");
    static const char rich[] = OPEN "UID:a\r\nX-A:b\r\nUID:c\r\nUID:d\r\nUID:e\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:f\r\n" CLOSE;
    ck_assert_int_eq(read_pieces(rich, sizeof rich - 1, 7, &properties), EPIC_OK);
    ck_assert_str_eq(seen.bytes, "<VCALENDAR 1><VEVENT 3>UID[]=a@4 UID[]=c@6 {W613 7 a component has too many properties}"
                                 "</VEVENT 3 broken><VEVENT 10>UID[]=f@11 </VEVENT 10></VCALENDAR 1>");
    ck_assert_int_eq(read_pieces(text, sizeof text - 1, 7, &file), EPIC_EINPUT);
    ck_assert(strstr(seen.bytes, "{E612 ") != NULL);
}
END_TEST

START_TEST(params)
{
    static const char line[] = ";CN=\"a ^'b^' ^^n^n;:,\";X= y ;LIST=a,\"b\";tzid=Europe/Rome:value:more";
    ep_content content;
    char out[32];
    bool unclosed;
    ck_assert(ep_content_split(&content, line, sizeof line - 1, &unclosed) && !unclosed);
    ck_assert_str_eq(content.value, "value:more");
    ck_assert(ep_content_param(&content, "CN", out, sizeof out));
    ck_assert_str_eq(out, "a \"b\" ^n\n;:,");
    ck_assert(ep_content_param(&content, "LIST", out, sizeof out));
    ck_assert_str_eq(out, "a");
    ck_assert(ep_content_param(&content, "TZID", out, sizeof out));
    ck_assert_str_eq(out, "Europe/Rome");
    ck_assert(!ep_content_param(&content, "TZID", out, sizeof "Europe/Rome" - 1));
    ck_assert(ep_content_param(&content, "TZID", out, sizeof "Europe/Rome"));
    ck_assert(!ep_content_param(&content, "TZ", out, sizeof out));
    ck_assert(!ep_content_split(&content, ";X", 2, &unclosed));
}
END_TEST

/* Any bytes in pieces of any size: the same comes out. */
START_TEST(noise)
{
    static const char *const parts[] = {"BEGIN:", "END:", "VEVENT", "VCALENDAR", "\r\n", "\n", "\r", " ", ":", ";", "\"", "UID",
                                        "DTSTART", "\xff\xfe", "\xc3\xb3", "\xf3", "VERSION:", "2.0", "VALARM", "<", "\t", "^n"};
    uint64_t state = 7;
    for (int i = 0; i < cases(3000); i++) {
        char bytes[512], first[4096];
        size_t n = 0;
        for (int k = below(&state, 60); k > 0; k--) {
            const char *part = parts[below(&state, (int)(sizeof parts / sizeof *parts))];
            memcpy(bytes + n, part, strlen(part));
            n += strlen(part);
            bytes[n] = '\0';
            n += below(&state, 50) == 0;
        }
        int status = read_pieces(bytes, n, n + 1, NULL);
        ck_assert_uint_lt(seen.used, sizeof first);
        memcpy(first, seen.bytes, seen.used + 1);
        ck_assert_int_eq(read_pieces(bytes, n, 1 + (size_t)below(&state, 9), NULL), status);
        ck_assert_str_eq(seen.bytes, first);
    }
}
END_TEST

/* A line of 10 MB, wanted or not, costs a pass over its bytes and no memory of its size. */
START_TEST(long_line)
{
    static const char *const names[] = {"ATTACH:", "SUMMARY:"};
    static char zeros[65536];
    memset(zeros, 'a', sizeof zeros);
    for (size_t i = 0; i < 2; i++) {
        ep_intake *in = ep_intake_new(&taker, NULL);
        seen.used = said = contents = 0;
        ck_assert_int_eq(ep_intake_feed(in, OPEN, sizeof OPEN - 1), EPIC_OK);
        ck_assert_int_eq(ep_intake_feed(in, names[i], strlen(names[i])), EPIC_OK);
        for (int k = 0; k < 160; k++) {
            ck_assert_int_eq(ep_intake_feed(in, zeros, sizeof zeros), EPIC_OK);
        }
        ck_assert_int_eq(ep_intake_feed(in, "\r\nUID:a\r\n" CLOSE, sizeof "\r\nUID:a\r\n" CLOSE - 1), EPIC_OK);
        ck_assert_int_eq(ep_intake_end(in), EPIC_OK);
        ck_assert_str_eq(seen.bytes, i == 0 ? "<VCALENDAR 1><VEVENT 3>UID[]=a@5 </VEVENT 3></VCALENDAR 1>"
                                            : "<VCALENDAR 1><VEVENT 3>{W614 4 the line is too long and left out}UID[]=a@5 "
                                              "</VEVENT 3></VCALENDAR 1>");
        ep_intake_free(in);
    }
}
END_TEST

static int stop(void *user, const ep_content *content)
{
    (void)user, (void)content;
    return EPIC_ECANCELLED;
}

START_TEST(stopped)
{
    ep_taker own = taker;
    own.content = stop;
    ep_intake *in = ep_intake_new(&own, NULL);
    seen.used = 0;
    ck_assert_int_eq(ep_intake_feed(in, OPEN "UID:a\r\n\r\nUID", sizeof OPEN "UID:a\r\n\r\nUID" - 1), EPIC_ECANCELLED);
    ck_assert_int_eq(ep_intake_feed(in, CLOSE, sizeof CLOSE - 1), EPIC_ECANCELLED);
    ck_assert_int_eq(ep_intake_end(in), EPIC_ECANCELLED);
    ep_intake_free(in);
    ep_intake_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reader");
    TCase *tests = tcase_create("reader");
    tcase_add_test(tests, lines);
    tcase_add_test(tests, line_ends);
    tcase_add_test(tests, encodings);
    tcase_add_test(tests, no_calendars);
    tcase_add_test(tests, broken_outlines);
    tcase_add_test(tests, depth);
    tcase_add_test(tests, limits);
    tcase_add_test(tests, params);
    tcase_add_test(tests, noise);
    tcase_add_test(tests, long_line);
    tcase_add_test(tests, stopped);
    suite_add_tcase(suite, tests);
    return run(suite);
}
