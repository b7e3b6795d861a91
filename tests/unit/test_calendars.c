/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans by the cities' own calendars, which lie in files beside the programme. */
#include "kit.h"

#include <epic/plan.h>
#include <unistd.h>

#include "planned.h"

static char folder[] = "/tmp/epic-calendars-XXXXXX";
static epic_diags *diags;

static void set_up(void)
{
    strcpy(folder + strlen(folder) - 6, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    diags = epic_diags_new();
}

static const char *path_of(const char *name)
{
    static char path[sizeof folder + 64];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void tear_down(void)
{
    static const char *const names[] = {"a.ics", "b.ics", "h.csv", "r.yaml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        unlink(path_of(names[i]));
    }
    rmdir(folder);
    epic_diags_free(diags);
}

static void write_file(const char *name, const char *text)
{
    FILE *file = fopen(path_of(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

/* Events in March 2021, which begins with a Monday; each "day from to" in hours of UTC, to 0: the whole day. */
static void write_calendar(const char *name, const int (*events)[3], size_t count)
{
    static kit_text text;
    text.used = 0;
    say(&text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
    for (size_t i = 0; i < count; i++) {
        const int *e = events[i];
        if (e[2] == 0) {
            say(&text, "BEGIN:VEVENT\r\nUID:%zu\r\nDTSTART;VALUE=DATE:202103%02d\r\nEND:VEVENT\r\n", i, e[0]);
        } else {
            say(&text, "BEGIN:VEVENT\r\nUID:%zu\r\nDTSTART:202103%02dT%02d0000Z\r\n", i, e[0], e[1]);
            say(&text, "DURATION:PT%dH\r\nEND:VEVENT\r\n", e[2] - e[1]);
        }
    }
    say(&text, "END:VCALENDAR\r\n");
    write_file(name, text.bytes);
}

/* Two cities, the second in the time of Helsinki, an hour before the first; b is guest at a. */
static epic_pairing *pair(const char *a, const char *b, const char *exchange)
{
    static kit_text text;
    epic_programme *programme;
    epic_scores *scores;
    epic_pairing *pairing;
    text.used = 0;
    say(&text, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-03-01, ends: 2021-06-30, domains: {x: 1, y: 1}}\ncities:\n");
    say(&text, "  a: {name: Aa, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: 0.1}%s}\n", a);
    say(&text, "  b: {name: Bb, country: FI, timezone: Europe/Helsinki, profile: {x: 0.5, y: 0.8}%s}\n", b);
    say(&text, "exchange: [%s]\n", exchange);
    ck_assert_int_eq(epic_programme_parse(&programme, text.bytes, text.used, path_of("p.yaml"), diags), EPIC_OK);
    ck_assert_uint_eq(epic_diags_count(diags), 0);
    ck_assert_int_eq(epic_scores_make(&scores, programme, diags), EPIC_OK);
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, diags), EPIC_OK);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return pairing;
}

static epic_plan *make(epic_pairing *pairing)
{
    epic_plan *plan;
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, diags), EPIC_OK);
    ck_assert_int_eq(epic_plan_verify(plan, diags), EPIC_OK);
    epic_pairing_unref(pairing);
    return plan;
}

/* First day, and hour in UTC of a meeting, of the only event. */
static const char *when(const epic_plan *plan)
{
    static char text[32];
    char date[11];
    ck_assert_uint_eq(epic_plan_events(plan), 1);
    const epic_event *event = epic_plan_event(plan, 0);
    snprintf(text, sizeof text, "%s", epic_date_write(event->first, date));
    if (!event->all_day) {
        snprintf(text + 10, sizeof text - 10, " %d", (int)(event->start % 86400 / 3600));
    }
    return text;
}

/* Of two joint events the cases of the second were once counted from a bound that those of the first had raised: 51, at a cost
 * of 50. */
START_TEST(cases_of_two_events_prove_no_more_than_is_so)
{
    static const char text[] =
        "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-04, ends: 2021-06-22, domains: {y: 1}}\ncities:\n"
        "  c0: {name: C, country: IT, timezone: Europe/Rome, profile: {}}\n"
        "  c1: {name: D, country: GR, timezone: Europe/Athens, profile: {}, calendars: {busy: [c1.ics]},\n"
        "       unavailable: [{from: 2021-01-09, to: 2021-01-17}]}\n"
        "pairing: {mode: mentoring, allow-zero: true, mentors: [c1]}\n"
        "exchange: [{kind: visit, id: v, days: 8, travel-days: 2}, {kind: preparation, id: q, days: 2}]\n"
        "events:\n  - {kind: forum, id: e1, days: 2, within: {from: 2021-01-19}, participants: [c0]}\n"
        "  - {kind: forum, id: e2, within: {from: 2021-01-13}}\n";
    epic_programme *programme;
    epic_scores *scores;
    epic_pairing *pairing;
    write_file("c1.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//x//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n"
                         "DTSTAMP:20200101T000000Z\r\nDTSTART:20210126T210000Z\r\nDTEND:20210126T223000Z\r\nEND:VEVENT\r\n"
                         "END:VCALENDAR\r\n");
    ck_assert_int_eq(epic_programme_parse(&programme, text, sizeof text - 1, path_of("p.yaml"), diags), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
    epic_plan *plan = make(pairing);
    ck_assert_int_eq(epic_plan_cost(plan), 50);
    ck_assert_int_le(epic_plan_bound(plan), 50);
    epic_plan_unref(plan);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}
END_TEST

#define A ", calendars: {busy: [a.ics]}"
#define B ", calendars: {busy: [b.ics]}"
#define HOLIDAYS ", calendars: {holidays: [h.csv]}"
#define MEETING "{kind: online, id: talk, minutes: 60}"
#define VISIT "{kind: visit, id: visit, days: 2, travel-days: 2, guest: b}"

static void is_when(epic_pairing *pairing, const char *date, const char *why)
{
    epic_plan *plan = make(pairing);
    ck_assert_str_eq(when(plan), date);
    ck_assert_msg(strstr(epic_plan_event(plan, 0)->why, why) != NULL, "%s", epic_plan_event(plan, 0)->why);
    epic_plan_unref(plan);
}

START_TEST(busy_times)
{
    static const int mornings[][3] = {{1, 0, 10}, {1, 11, 14}}, days[][3] = {{1, 0, 0}, {2, 0, 0}}, evening[][3] = {{3, 19, 20}};
    static const int long_one[][3] = {{1, 0, 12}}, inside[][3] = {{1, 8, 9}};
    is_when(pair("", "", MEETING), "2021-03-01 9", "first day");
    write_calendar("a.ics", mornings, 2);
    is_when(pair(A, "", MEETING), "2021-03-01 10", "first day");
    write_calendar("b.ics", days, 2);
    is_when(pair(A, B, MEETING), "2021-03-03 9", "1 meets a busy time in the calendar of Bb");
    write_calendar("a.ics", long_one, 1);
    write_calendar("b.ics", inside, 1);
    is_when(pair(", calendars: {busy: [a.ics, b.ics]}", "", MEETING), "2021-03-01 12", "");
    write_calendar("a.ics", evening, 1);
    write_calendar("b.ics", days, 2);
    is_when(pair("", "", VISIT), "2021-03-02", "");
    is_when(pair(A, "", VISIT), "2021-03-04", "meet a busy time in the calendar of Aa");
    is_when(pair("", B, VISIT), "2021-03-04", "meet a busy time in the calendar of Bb"); /* its guests travel on the third */
}
END_TEST

START_TEST(holiday_files)
{
    write_file("h.csv", "date,name\n2021-03-01,Patron saint\n2021-03-03,Other\n");
    is_when(pair(HOLIDAYS, "", MEETING), "2021-03-02 9", "1 meets Patron saint in Aa");
    is_when(pair("", HOLIDAYS, MEETING), "2021-03-02 9", "1 meets Patron saint in Bb");
    is_when(pair(HOLIDAYS, "", VISIT), "2021-03-04", "meet Other in Aa");
    is_when(pair("", HOLIDAYS, VISIT), "2021-03-04", "meet Other in Bb");
}
END_TEST

/* By rule: what a file says instead, and what counts unless holidays are stated. */
START_TEST(rules)
{
    write_file("r.yaml", "country: IT\nsource: [none]\nholidays: [{name: Own, day: 03-01}, {name: 'a \"b\"', day: 03-02}]\n");
    is_when(pair(", calendars: {holidays: [r.yaml]}", "", MEETING), "2021-03-03 9", "2 meet Own and other holidays in Aa");
    write_file("r.yaml", "country: IT\nsource: [none]\nholidays: [{name: Saturday, day: 02-27, substitute: [Sa]}]\n");
    is_when(pair(", calendars: {holidays: [r.yaml]}", "", MEETING), "2021-03-02 9", "1 meets Saturday (substitute) in Aa");
#define MAY "within: {from: 2021-04-02, to: 2021-05-31}"
    static const char *const visit = "{kind: visit, id: visit, days: 2, travel-days: 2, guest: b, " MAY "}";
    /* Good Friday in Finland, Easter Monday in both; and neither. */
    is_when(pair("", "", visit), "2021-04-06", "meets Easter Monday in Aa");
    is_when(pair(", calendars: {holidays: [public]}", ", calendars: {holidays: [public]}", visit), "2021-04-06", "");
    is_when(pair(", calendars: {holidays: []}", ", calendars: {holidays: []}", visit), "2021-04-05", "");
}
END_TEST

/* Days that are taken only if need be: for less than thirty others, each city counted. */
START_TEST(better_avoided)
{
#define AVOID ", calendars: {holidays: [], avoid: [h.csv]}"
    write_file("h.csv", "date,name\n2021-03-01,Festival\n2021-03-03,Festival\n");
    is_when(pair(AVOID, "", MEETING), "2021-03-02 9", "meets days that Aa would rather avoid");
    is_when(pair("", AVOID, VISIT), "2021-03-04", "meet days that Bb would rather avoid");
    static const char *const one_day = "{kind: online, id: talk, minutes: 60, within: {from: 2021-03-01, to: 2021-03-01}}";
    epic_plan *plan = make(pair(AVOID, AVOID, one_day));
    ck_assert_int_eq(epic_plan_cost(plan), 60);
    ck_assert(epic_plan_proved(plan));
    epic_plan_unref(plan);
}
END_TEST

/* A plan whose events stand where they would without calendars is refused. */
static void refuses(const char *a, const char *b, const char *exchange, const char *code)
{
    epic_plan *careless = make(pair("", "", exchange)), *plan;
    epic_pairing *pairing = pair(a, b, exchange);
    epic_calendars *calendars;
    ck_assert_int_eq(epic_calendars_load(&calendars, epic_scores_programme(epic_pairing_scores(pairing)), diags), EPIC_OK);
    ep_planned parts = {.events = epic_plan_event(careless, 0), .event_count = 1, .calendars = calendars};
    ck_assert_int_eq(ep_plan_build(&plan, pairing, &parts), EPIC_OK);
    ck_assert_ptr_eq(epic_plan_calendars(plan), calendars);
    ck_assert_int_eq(epic_plan_verify(plan, diags), EPIC_EINPUT);
    ck_assert_uint_eq(epic_diags_count(diags), 1);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, code);
    epic_diags_free(diags);
    diags = epic_diags_new();
    epic_plan_unref(plan);
    epic_plan_unref(careless);
    epic_calendars_unref(calendars);
    epic_pairing_unref(pairing);
}

START_TEST(audit)
{
    static const int first[][3] = {{1, 9, 10}}, late[][3] = {{4, 9, 10}};
    write_calendar("a.ics", first, 1);
    write_calendar("b.ics", late, 1);
    write_file("h.csv", "date,name\n2021-03-01\n2021-03-03\n");
    refuses(A, "", MEETING, "E561");
    refuses("", B, VISIT, "E561"); /* on the way back */
    refuses(HOLIDAYS, "", MEETING, "E552");
    refuses("", HOLIDAYS, MEETING, "E552");
    refuses("", HOLIDAYS, VISIT, "E552");
}
END_TEST

START_TEST(files)
{
    epic_pairing *pairing = pair(A, ", calendars: {holidays: [h.csv], busy: [b.ics, nowhere/c.ics]}", MEETING);
    epic_plan *plan;
    write_file("a.ics", "<html>");
    write_file("b.ics", "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR\n");
    write_file("h.csv", "date,name\n");
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, diags), EPIC_EINPUT);
    static const char *const codes[] = {"E611", "E620", "W615", "E701", "E620"};
    static const unsigned lines[] = {1, 4, 3, 0, 5}, columns[] = {1, 99, 1, 0, 129};
    ck_assert_uint_eq(epic_diags_count(diags), 5);
    for (size_t i = 0; i < 5; i++) {
        const epic_diag *diag = epic_diags_get(diags, i);
        ck_assert_str_eq(diag->code, codes[i]);
        ck_assert_msg(diag->line == lines[i] && diag->column == columns[i], "%s %u:%u", codes[i], (unsigned)diag->line,
                      (unsigned)diag->column);
    }
    ck_assert_str_eq(epic_diags_get(diags, 0)->file, path_of("a.ics"));
    ck_assert_str_eq(epic_diags_get(diags, 1)->file, path_of("p.yaml"));
    ck_assert_str_eq(epic_diags_get(diags, 1)->message, "a calendar of Aa cannot be used: a.ics");
    epic_pairing_unref(pairing);
}
END_TEST

START_TEST(listed)
{
    static const int first[][3] = {{1, 8, 9}};
    write_calendar("a.ics", first, 1);
    write_calendar("b.ics", first, 1);
    write_file("h.csv", "date,name\n2021-03-01\n");
    epic_pairing *pairing = pair(B, ", calendars: {holidays: [h.csv], busy: [b.ics, a.ics]}", MEETING);
    epic_programme *programme = epic_scores_programme(epic_pairing_scores(pairing));
    epic_calendars *calendars;
    ck_assert_int_eq(epic_calendars_load(&calendars, programme, diags), EPIC_OK);
    ck_assert_ptr_eq(epic_calendars_programme(calendars), programme);
    ck_assert_uint_eq(epic_calendars_count(calendars), 5);
    ck_assert_str_eq(epic_calendars_get(calendars, 0)->file, "public IT");
    ck_assert(epic_calendars_get(calendars, 0)->city == 0 && epic_calendars_get(calendars, 0)->use == EPIC_USE_HOLIDAYS);
    static const char *const names[] = {"b.ics", "h.csv", "b.ics", "a.ics"};
    for (size_t i = 1; i < 5; i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        ck_assert_str_eq(calendar->file, names[i - 1]);
        ck_assert(calendar->city == (i > 1) && calendar->use == (i == 2 ? EPIC_USE_HOLIDAYS : EPIC_USE_BUSY));
        ck_assert_uint_eq(epic_busy_times(calendar->busy, EPIC_BUSY_FIRM), 1);
    }
    ck_assert_ptr_null(epic_calendars_get(calendars, 5));
    epic_calendars_unref(epic_calendars_ref(calendars));
    epic_calendars_unref(calendars);
    epic_pairing_unref(pairing);
    ck_assert_int_eq(epic_calendars_load(&calendars, NULL, diags), EPIC_EARG);
    ck_assert_int_eq(epic_calendars_load(NULL, programme, diags), EPIC_EARG);
    ck_assert(epic_calendars_ref(NULL) == NULL && epic_calendars_count(NULL) == 0 && epic_calendars_programme(NULL) == NULL);
    epic_calendars_unref(NULL);
}
END_TEST

/* Whatever the calendars, the plan passes an audit that shares no code with it. */
START_TEST(random_calendars)
{
    uint64_t state = 11;
    for (int i = 0; i < cases(150); i++) {
        int events[2][40][3];
        for (int k = 0; k < 2; k++) {
            int count = below(&state, 40);
            for (int e = 0; e < count; e++) {
                int hour = below(&state, 22);
                events[k][e][0] = 1 + below(&state, 31);
                events[k][e][1] = hour;
                events[k][e][2] = below(&state, 6) == 0 ? 0 : hour + 1 + below(&state, 2);
            }
            write_calendar(k == 0 ? "a.ics" : "b.ics", (const int(*)[3])events[k], (size_t)count);
        }
        epic_plan *plan = make(pair(A, B, MEETING ", " VISIT ", {kind: preparation, id: film, days: 3}"));
        ck_assert_uint_eq(epic_plan_events(plan) + epic_plan_unscheduled(plan), 3);
        epic_plan_unref(plan);
        epic_diags_free(diags); /* of what has no date */
        diags = epic_diags_new();
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("calendars");
    TCase *tests = tcase_create("calendars");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, cases_of_two_events_prove_no_more_than_is_so);
    tcase_add_test(tests, busy_times);
    tcase_add_test(tests, holiday_files);
    tcase_add_test(tests, rules);
    tcase_add_test(tests, better_avoided);
    tcase_add_test(tests, audit);
    tcase_add_test(tests, files);
    tcase_add_test(tests, listed);
    tcase_add_test(tests, random_calendars);
    suite_add_tcase(suite, tests);
    return run(suite);
}
