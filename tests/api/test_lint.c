/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What epic_lint() says of calendars that are built here, each around one line; tests/lint/ has a file for each code. */
#include <epic/lint.h>

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kit.h"

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.org//lint//EN\r\n"
#define EVENT "BEGIN:VEVENT\r\nUID:a@example.org\r\nDTSTAMP:20260101T000000Z\r\n"
#define TIMES "DTSTART:20260105T090000Z\r\nDTEND:20260105T100000Z\r\nSUMMARY:A\r\n"
#define ENDS "END:VEVENT\r\nEND:VCALENDAR\r\n"

/* All codes with their places, as "E010@9:5". */
static const char *said(const char *text, size_t n, const epic_lint_options *options)
{
    static char codes[2000];
    epic_diags *diags = epic_diags_new();
    int status = epic_lint(text, n, "x.ics", options, diags);
    ck_assert_int_eq(status, epic_diags_errors(diags) > 0 ? EPIC_EINPUT : EPIC_OK);
    ck_assert_int_eq(epic_lint(text, n, NULL, options, NULL), status);
    codes[0] = '\0';
    for (size_t i = 0; i < epic_diags_count(diags) && i < 20; i++) {
        const epic_diag *d = epic_diags_get(diags, i);
        ck_assert_str_eq(d->file, "x.ics");
        size_t used = strlen(codes);
        snprintf(codes + used, sizeof codes - used, "%s%s@%u:%u", i > 0 ? " " : "", d->code, d->line, d->column);
    }
    epic_diags_free(diags);
    return codes;
}

static const char *of_line(const char *line)
{
    char text[4000];
    int n = snprintf(text, sizeof text, HEAD EVENT TIMES "%s\r\n" ENDS, line);
    return said(text, (size_t)n, NULL);
}

/* The line is the tenth. */
static const char *const lines_of_event[][2] = {
    {"COMMENT;LANGUAGE=de;ALTREP=\"https://example.org/a;b:c\":d", ""},
    {"comment:lower case", ""},
    {"X-OWN;A=b;C=\"d,e\",f:;,\\", ""},
    {"CATEGORIES:a\\,b,c", ""},
    {"RRULE:FREQ=WEEKLY;UNTIL=20260301T090000Z", ""},
    {"EXDATE:20260112T090000Z,20260119T090000Z", ""},
    {"RDATE;VALUE=PERIOD:20260112T090000Z/PT1H", ""},
    {"GEO:51.7662;-19.4565", ""},
    {"ATTACH;ENCODING=BASE64;VALUE=BINARY:YQ==", ""},
    {"ORGANIZER;CN=\"A: B\":mailto:office@example.org", ""},
    {"CLASS:X-SECRET", ""},
    {"COMMENT", "E006@10:8"},
    {"COMMENT;LANGUAGE:x", "E006@10:17"},
    {"COMMENT;X=\"a:x", "E006@10:15"},
    {"COMMENT;X=a\"b\":x", "E006@10:12"},
    {":x", "E006@10:1"},
    {"COMMENT:a\x01z", "E005@10:10"},
    {"COMMENT:\xc3\xa9\xc3\xa9\xff", "E004@10:11"},
    {"COMMENT:a\r\n b;c", "W024@11:3"},
    {"COMMENT:a\r\n ;c", "W024@11:2"},
    {"COMMENT:trailing\\", "W024@10:17"},
    {"GEO:91;0", "E010@10:5"},
    {"GEO:1.50;2", "N045@10:8"},
    {"PRIORITY:10", "E010@10:10"},
    {"URL:example.org", "E010@10:5"},
    {"URL:https://example.org/a b", "E010@10:5"},
    {"RDATE;VALUE=PERIOD:20260112T090000Z/20260112T080000Z", "E017@10:37"},
    {"RDATE;VALUE=DATE:20260112T090000Z", "E010@10:18"},
    {"RDATE:20260112", "E010@10:7"},
    {"RRULE:FREQ=WEEKLY;UNTIL=20260301", "E018@10:1"},
    {"RRULE:FREQ=WEEKLY;UNTIL=20260301T090000", "E018@10:1"},
    {"RRULE:FREQ=WEEKLY;BYHOUR=25", "E016@10:7"},
    {"RRULE:COUNT=2;UNTIL=20260301T090000Z;FREQ=DAILY", "E014@10:7"},
    {"STATUS:DONE", "E010@10:8"},
    {"TZID:Europe/Warsaw", "E015@10:1"},
    {"DTSTART:20260105T090000Z", "E013@10:1"},
    {"DURATION:PT1H", "E014@10:1"},
    {"BEGIN:VEVENT\r\nEND:VEVENT", "E008@10:1 E012@10:1 E012@10:1 E012@10:1"},
    {"BEGIN:X-OWN\r\nANY: thing\r\nEND:X-OWN", ""},
    {"BEGIN:X-OWN\r\nBEGIN:VALARM\r\nTRIGGER:-PT5M\r\nACTION:AUDIO\r\nEND:VALARM\r\nEND:X-OWN", ""},
    {"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nACTION:DISPLAY\r\nEND:VALARM", ""},
    {"BEGIN:VALARM\r\nTRIGGER:soon\r\nEND:VALARM", "E012@10:1 E010@11:9"},
};

START_TEST(single_lines)
{
    for (size_t i = 0; i < sizeof lines_of_event / sizeof *lines_of_event; i++) {
        const char *const *line = lines_of_event[i], *codes = of_line(line[0]);
        ck_assert_msg(strcmp(codes, line[1]) == 0, "%s: %s, not %s", line[0], codes, line[1]);
    }
}
END_TEST

/* What each method wants of an event that has all and one that has nothing, RFC 5546 section 3.2. */
START_TEST(tables_of_methods)
{
    static const char *const methods[][3] = {
        {"PUBLISH", "E032@13:1", "E031@5:1 E031@5:1 E031@5:1"},
        {"REQUEST", "", "E031@5:1 E031@5:1 E031@5:1 E031@5:1"},
        {"REPLY", "", "E031@5:1 E031@5:1"},
        {"ADD", "", "E031@5:1 E031@5:1 E031@5:1 E031@5:1"},
        {"CANCEL", "", "E031@5:1 E031@5:1"},
        {"REFRESH", "E032@8:1 E032@9:1 E032@10:1 E032@12:1", "E031@5:1 E031@5:1"},
        {"COUNTER", "", "E031@5:1 E031@5:1 E031@5:1 E031@5:1"},
        {"DECLINECOUNTER", "E032@8:1 E032@9:1 E032@10:1 E032@13:1", "E031@5:1"},
        {"INVITE", "E030@4:8", "E030@4:8"},
    };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        char text[2000];
        const char *all = "ORGANIZER:mailto:office@example.org\r\nSEQUENCE:1\r\nATTENDEE:mailto:guest@example.org\r\n";
        int n = snprintf(text, sizeof text, HEAD "METHOD:%s\r\n" EVENT TIMES "%s" ENDS, methods[i][0], all);
        ck_assert_str_eq(said(text, (size_t)n, NULL), methods[i][1]);
        n = snprintf(text, sizeof text, HEAD "METHOD:%s\r\n" EVENT ENDS, methods[i][0]);
        ck_assert_str_eq(said(text, (size_t)n, NULL), methods[i][2]);
    }
}
END_TEST

START_TEST(whole_files)
{
    static const char bom[] = "\xef\xbb\xbf" HEAD EVENT TIMES ENDS, two[] = HEAD EVENT TIMES ENDS HEAD EVENT TIMES ENDS;
    static const char tail[] = HEAD EVENT TIMES ENDS "X:1\r\n", cut[] = HEAD EVENT TIMES;
    static const char message[] = HEAD "METHOD:REFRESH\r\n" EVENT ENDS HEAD EVENT TIMES ENDS;
    static const char late[] = HEAD "END:VCALENDAR\r\nEND:X\r\n";
    ck_assert_str_eq(said("", 0, NULL), "E001@1:1");
    ck_assert_str_eq(said(bom, sizeof bom - 1, NULL), "");
    ck_assert_str_eq(said(two, sizeof two - 1, NULL), "E022@16:1");
    ck_assert_str_eq(said(message, sizeof message - 1, NULL), "E031@5:1 E031@5:1 E022@14:1");
    ck_assert_str_eq(said(tail, sizeof tail - 1, NULL), "E008@12:1");
    ck_assert_str_eq(said(cut, sizeof cut - 1, NULL), "E007@4:1");
    ck_assert_str_eq(said(late, sizeof late - 1, NULL), "E023@1:1 E007@5:1");
    ck_assert_str_eq(said("BEGIN:VCALENDAR", 15, NULL), "E002@1:1 E007@1:1");
}
END_TEST

START_TEST(privacy)
{
    static const char *const lines[][2] = {
        {"CONTACT:office@example.org", ""},
        {"CONTACT:o.k@example.org", ""},
        {"CONTACT:press1.office@example.org", ""},
        {"CONTACT:i.first.last@example.org", "E071@10:9"},
        {"CONTACT:Write to first_last@example.org", "E071@10:18"},
        {"ORGANIZER;SENT-BY=\"mailto:first.last@example.org\":mailto:office@example.org", "E071@10:27"},
        {"X-OWN:first.last@example.org", "E071@10:7"},
        {"ATTENDEE:mailto:office@example.org", "E070@10:1"},
    };
    epic_lint_options options = EPIC_LINT_OPTIONS_INIT;
    options.privacy = true;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[2000];
        int n = snprintf(text, sizeof text, HEAD EVENT TIMES "%s\r\n" ENDS, lines[i][0]);
        ck_assert_str_eq(said(text, (size_t)n, &options), lines[i][1]);
    }
}
END_TEST

START_TEST(calls)
{
    epic_lint_options options = EPIC_LINT_OPTIONS_INIT;
    ck_assert_int_eq(epic_lint(NULL, 1, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_lint(NULL, 0, NULL, NULL, NULL), EPIC_EINPUT);
    ck_assert_int_eq(epic_lint_file(NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_lint_file("/nonexistent.ics", NULL, NULL), EPIC_EIO);
    ck_assert_int_eq(epic_lint_file("/", NULL, NULL), EPIC_EIO);
    options.profile = (epic_lint_profile)3;
    ck_assert_int_eq(epic_lint("", 0, NULL, &options, NULL), EPIC_EARG);
}
END_TEST

/* A calendar of a megabyte of one thing, which must not cost more than its bytes. */
static void bomb(const char *piece)
{
    size_t n = strlen(piece), used = strlen(HEAD EVENT TIMES);
    char *text = malloc(used + (1 << 20) + n);
    memcpy(text, HEAD EVENT TIMES, used);
    while (used < 1 << 20) {
        memcpy(text + used, piece, n);
        used += n;
    }
    clock_t before = clock();
    int status = epic_lint(text, used, NULL, NULL, NULL);
    ck_assert_int_eq(status, EPIC_EINPUT);
    ck_assert_msg(clock() - before < 5 * CLOCKS_PER_SEC, "%s", piece);
    free(text);
}

START_TEST(bombs)
{
    bomb("BEGIN:VEVENT\r\n");
    bomb("END:VEVENT\r\n");
    bomb("a");
    bomb("\r\n a");
    bomb(";X=y");
    bomb("COMMENT:;\r\n");
    bomb("RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\r\n");
    bomb("EXDATE;TZID=Europe/Warsaw:20261025T023000\r\n");
    bomb("EXDATE:20260105T090000Z,\r\n 20260105T090000Z\r\n");
    bomb("@a.b");
    bomb("\xff");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lint");
    TCase *all = tcase_create("all");
    tcase_add_test(all, single_lines);
    tcase_add_test(all, tables_of_methods);
    tcase_add_test(all, whole_files);
    tcase_add_test(all, privacy);
    tcase_add_test(all, calls);
    tcase_add_test(all, bombs);
    tcase_set_timeout(all, 100);
    suite_add_tcase(suite, all);
    return run(suite);
}
