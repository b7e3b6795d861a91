/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans: each rule on a programme made by hand whose answer is known, random programmes that the verification must pass and whose
 * unscheduled events must be impossible, and damaged plans that it must refuse. */
#include <epic/plan.h>

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audited.h"
#include "kit.h"
#include "planned.h"

enum { WORLDS = 250 };

static const uint64_t seed = 20210104;

/* ---- programmes ---- */

/* Two or four cities, the first pair a and b, the second c and d. `a` learns more than `b`. 4 January 2021 is a Monday. */
static void begin(kit_text *out, const char *programme, const char *a, const char *b)
{
    out->used = 0;
    say(out, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-04, ends: 2021-06-30, domains: {x: 1, y: 1}%s}\ncities:\n",
        programme);
    say(out, "  a: {name: Aa, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: {strength: 0.1, need: 0.9}}%s}\n", a);
    say(out, "  b: {name: Bb, country: DE, timezone: Europe/Berlin, profile: {x: {strength: 0.5, need: 0.5}, y: 0.8}%s}\n", b);
}

static epic_diags *diags;

static void show(const epic_diags *list)
{
    for (size_t i = 0; i < epic_diags_count(list); i++) {
        const epic_diag *d = epic_diags_get(list, i);
        printf("# %s line %u: %s\n", d->code, (unsigned)d->line, d->message);
    }
    fflush(stdout);
}

static bool told(const char *code)
{
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        if (strcmp(epic_diags_get(diags, i)->code, code) == 0) {
            return true;
        }
    }
    return false;
}

/* The hint of the first of a code. */
static const char *hint_of(const char *code)
{
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        if (strcmp(epic_diags_get(diags, i)->code, code) == 0) {
            return epic_diags_get(diags, i)->hint;
        }
    }
    return NULL;
}

static int make(epic_plan **plan, const kit_text *in)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    int status = epic_programme_parse(&programme, in->bytes, in->used, "p.yaml", diags);
    if (status != EPIC_OK) {
        show(diags);
        printf("# %s", in->bytes);
    }
    ck_assert_int_eq(status, EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, diags), EPIC_OK);
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, diags), EPIC_OK);
    status = epic_plan_make(plan, pairing, NULL, diags);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status;
}

static epic_plan *good(const kit_text *in)
{
    epic_plan *plan;
    int status = make(&plan, in);
    int verified = status == EPIC_OK ? epic_plan_verify(plan, diags) : status;
    if (verified != EPIC_OK) {
        show(diags);
        printf("# %s", in->bytes);
    }
    ck_assert_int_eq(verified, EPIC_OK);
    return plan;
}

static const epic_event *find(const epic_plan *plan, const char *id, uint32_t number)
{
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        if (strcmp(event->id, id) == 0 && event->number == number) {
            return event;
        }
    }
    return NULL;
}

static const char *why_not(const epic_plan *plan, const char *id)
{
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        if (strcmp(epic_plan_unscheduled_at(plan, i)->id, id) == 0) {
            return epic_plan_unscheduled_at(plan, i)->why;
        }
    }
    return NULL;
}

static void on(const epic_plan *plan, const char *id, const char *first, const char *last)
{
    char date[11];
    const epic_event *event = find(plan, id, 0);
    if (event == NULL) {
        ck_abort_msg("%s has no date: %s", id, why_not(plan, id) == NULL ? "?" : why_not(plan, id));
        return;
    }
    ck_assert_str_eq(epic_date_write(event->first, date), first);
    ck_assert_str_eq(epic_date_write(event->last, date), last);
}

static void setup(void)
{
    diags = epic_diags_new();
    ck_assert_ptr_nonnull(diags);
}

static void teardown(void)
{
    epic_diags_free(diags);
}

/* ---- the rules, one by one ---- */

START_TEST(an_exchange_in_order)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: preparation, id: film, days: 10}\n  - {kind: online, id: talk, minutes: 90}\n"
             "  - {kind: visit, id: visit, days: 3, travel-days: 3, after: {event: talk, at-least: 2w}}\n"
             "  - {kind: reply, id: reply, days: 2, travel-days: 2, after: {event: visit, at-least: 1 months}}\n"
             "  - {kind: follow-up, id: after, minutes: 60}\n");
    epic_plan *plan = good(&in);
    on(plan, "film", "2021-01-04", "2021-01-13"); /* ends on a Wednesday */
    on(plan, "talk", "2021-01-14", "2021-01-14");
    on(plan, "visit", "2021-02-01", "2021-02-03"); /* 28 January is a Thursday: three days would meet a weekend */
    on(plan, "reply", "2021-03-03", "2021-03-04");
    on(plan, "after", "2021-03-08", "2021-03-08"); /* travel back on Friday 5 */
    const epic_event *talk = find(plan, "talk", 0), *visit = find(plan, "visit", 0), *reply = find(plan, "reply", 0);
    ck_assert_int_eq(talk->start, (int64_t)talk->first * 86400 + 9 * 3600); /* 10:00 CET */
    ck_assert_int_eq(talk->end - talk->start, 5400);
    ck_assert_str_eq(talk->title, "Online meeting: Aa and Bb");
    ck_assert_str_eq(visit->title, "Visit: Aa to Bb");
    ck_assert_str_eq(reply->title, "Reply visit: Bb to Aa");
    ck_assert_uint_eq(visit->guest, 0);
    ck_assert_uint_eq(visit->place_city, 1);
    ck_assert_uint_eq(visit->travel_out, 2);
    ck_assert_uint_eq(visit->travel_back, 1);
    ck_assert_uint_eq(reply->guest, 1);
    ck_assert(epic_plan_proved(plan));
    ck_assert_str_eq(talk->why, "first day after 'film' with a free hour in the office hours of both");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(months_are_clipped)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: preparation, id: one, days: 1, within: {from: 2021-03-31, to: 2021-03-31}}\n"
             "  - {kind: preparation, id: two, days: 1, after: {event: one, at-least: 1 months, at-most: 1 months}}\n");
    epic_plan *plan = good(&in);
    on(plan, "two", "2021-04-30", "2021-04-30");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(earlier_ones_wait_for_later_ones)
{
    kit_text in; /* the visit can only be in May, and at most 4 weeks after the talk */
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 60}\n  - {kind: online, id: second, minutes: 60}\n"
             "  - {kind: visit, id: visit, days: 2, after: {event: second, at-least: 2w, at-most: 4w}}\n"
             "blocked: [{mode: in-person, country: IT, from: 2021-01-01, to: 2021-05-02, why: pandemic}]\n");
    epic_plan *plan = good(&in);
    on(plan, "talk", "2021-01-04", "2021-01-04");
    on(plan, "second", "2021-04-06", "2021-04-06"); /* behind Easter Monday */
    on(plan, "visit", "2021-05-03", "2021-05-04");
    ck_assert_ptr_nonnull(strstr(find(plan, "second", 0)->why, "leaves a day for what follows"));
    epic_plan_unref(plan);
}
END_TEST

START_TEST(calendars_of_both)
{
    kit_text in;
    begin(&in, ", today: 2021-01-06", ", unavailable: [{from: 2021-01-06, to: 2021-01-08, why: feast}]",
          ", office-hours: Tu-Th 13:00-16:00");
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 90}\n"
             "  - {kind: visit, id: visit, days: 4, within: {from: 2021-02-01, to: 2021-03-14}}\n"
             "  - {kind: online, id: late, minutes: 30, within: {from: 2021-01-04, to: 2021-01-05}, after: {event: start}}\n");
    epic_plan *plan = good(&in);
    on(plan, "talk", "2021-01-12", "2021-01-12");
    ck_assert_int_eq(find(plan, "talk", 0)->start % 86400, 12 * 3600);
    ck_assert_str_eq(why_not(plan, "visit"), "no 4 days in a row between 2021-02-01 and 2021-03-14, counted by the first day: "
                                             "29 meet a weekday on which Bb is closed, 10 meet a weekend, "
                                             "3 are too near the edge of its window or of the programme");
    ck_assert_str_eq(why_not(plan, "late"), "no day between 2021-01-04 and 2021-01-05: 2 are past");
    ck_assert(epic_plan_proved(plan)); /* one is dated, and the other two are impossible */
    ck_assert(told("W540"));
    epic_plan_unref(plan);
}
END_TEST

/* Of those that are fewer than planned the first are named; a local step counts twice. */
START_TEST(what_is_missing_is_named)
{
    kit_text in;
    begin(&in, ", planned: {online: 5, local: 2, visit: 1}", "", "");
    say(&in, "exchange:\n  - {kind: visit, id: visit, days: 2}\n"
             "  - {kind: local, id: home, days: 1, within: {to: 2021-01-05}}\n");
    for (int i = 0; i < 5; i++) {
        say(&in, "  - {kind: online, id: t%d, title: Talk %d, within: {to: 2021-01-05}, after: {event: start}}\n", i, i);
    }
    say(&in, "blocked: [{from: 2021-01-04, to: 2021-01-05}]\n");
    epic_plan *plan = good(&in);
    ck_assert_str_eq(hint_of("W530"), "no date was found, as W540 says, for Talk 0: Aa and Bb; Talk 1: Aa and Bb; "
                                      "Talk 2: Aa and Bb; and 2 more; 5 in all");
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        const epic_diag *it = epic_diags_get(diags, i);
        ck_assert(strcmp(it->code, "W530") != 0 || strstr(it->message, "'local'") == NULL ||
                  strcmp(it->hint, "no date was found, as W540 says, for Local meetings: Aa and Bb; 2 in all") == 0);
    }
    epic_plan_unref(plan);
}
END_TEST

START_TEST(a_long_visit_spans_a_weekend)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: visit, id: visit, days: 8, within: {from: 2021-01-09, to: 2021-02-28}}\n");
    epic_plan *plan = good(&in);
    on(plan, "visit", "2021-01-11", "2021-01-18");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(zones_without_common_hours)
{
    kit_text in;
    begin(&in, "", "", "");
    char *zone = strstr(in.bytes, "Europe/Berlin");
    memmove(zone + strlen("Pacific/Auckland"), zone + strlen("Europe/Berlin"), strlen(zone + strlen("Europe/Berlin")) + 1);
    memcpy(zone, "Pacific/Auckland", strlen("Pacific/Auckland"));
    in.used = strlen(in.bytes);
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 60, within: {from: 2021-02-01, to: 2021-02-07}}\n");
    epic_plan *plan = good(&in);
    ck_assert_str_eq(why_not(plan, "talk"), "no day between 2021-02-01 and 2021-02-07: "
                                            "5 have no common office hours, 2 meet a weekend");
    ck_assert(epic_plan_proved(plan));
    epic_plan_unref(plan);
}
END_TEST

/* 08:00 in Montreal, 15:00 in Athens, is too early for one by two half hours; 10:00 and 17:00 too late for the other by as many;
 * all else costs more. */
static void early_and_late(const char *fixed, int early, int late)
{
    kit_text in = {.used = 0};
    int count[2] = {0, 0};
    say(&in, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-02-01, ends: 2021-02-28, domains: {x: 1, y: 1}}\ncities:\n"
             "  a: {name: Aa, country: GR, timezone: Europe/Athens, profile: {x: 0.1, y: 0.9}, office-hours: Mo-Fr 08:00-20:00}\n"
             "  m: {name: Mm, country: CA, timezone: America/Montreal, profile: {x: 0.9, y: 0.1},\n"
             "      office-hours: Mo-Fr 08:00-18:00, calendars: {holidays: []}}\n"
             "exchange:\n");
    for (int s = 0; s < 5; s++) {
        say(&in, "  - {kind: online, id: s%d, minutes: 60}\n", s);
    }
    say(&in, "%s", fixed);
    epic_plan *plan = good(&in);
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        int hour = (int)(epic_plan_event(plan, i)->start % 86400 / 3600);
        ck_assert(hour == 13 || hour == 15 || epic_plan_event(plan, i)->state == EPIC_CONFIRMED);
        count[hour == 15] += epic_plan_event(plan, i)->state != EPIC_CONFIRMED;
    }
    ck_assert_int_eq(count[0], early);
    ck_assert_int_eq(count[1], late);
    ck_assert(epic_plan_proved(plan));
    epic_plan_unref(plan);
}

START_TEST(hours_are_shared_fairly)
{
    early_and_late("", 3, 2);
    early_and_late("fixed: [{pair: [a, m], event: s0, start: 2021-02-01T20:00, zone: Europe/Athens}]\n", 3, 1); /* two too late */
}
END_TEST

START_TEST(across_the_date_line)
{
    kit_text in; /* 08:00 in Honolulu on Monday is 07:00 on Tuesday in Auckland, where 2 February is a day off */
    begin(&in, "", "", "");
    say(&in, "  h: {name: Hh, country: US, timezone: Pacific/Honolulu, profile: {x: 0.5}, office-hours: Mo-Fr 08:00-12:00}\n"
             "  n: {name: Nn, country: NZ, timezone: Pacific/Auckland, profile: {x: 0.4}, office-hours: Mo-Fr 07:00-09:00,\n"
             "      unavailable: [{from: 2021-02-02, to: 2021-02-02}]}\n"
             "events:\n  - {kind: webinar, id: web, minutes: 60, participants: [h, n],\n"
             "     within: {from: 2021-02-01, to: 2021-02-28}}\n");
    epic_plan *plan = good(&in);
    on(plan, "web", "2021-02-02", "2021-02-02");
    ck_assert_int_eq(find(plan, "web", 0)->start % 86400, 18 * 3600);
    ck_assert_str_eq(find(plan, "web", 0)->zone, "Pacific/Honolulu");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(a_pair_meets_on_the_day_of_each)
{
    kit_text in; /* 16:00 in Los Angeles on Monday is 09:00 on Tuesday in Tokyo, where Tuesday 5 January is a day off */
    in.used = 0;
    say(&in, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-04, ends: 2021-01-31, domains: {x: 1, y: 1}}\ncities:\n"
             "  a: {name: Aa, country: US, timezone: America/Los_Angeles, profile: {x: 0.9, y: 0.1}, "
             "office-hours: Mo-Fr 16:00-18:00}\n"
             "  b: {name: Bb, country: JP, timezone: Asia/Tokyo, profile: {x: 0.1, y: 0.9}, "
             "unavailable: [{from: 2021-01-05, to: 2021-01-05}]}\n"
             "exchange: [{kind: local, id: here, minutes: 60}]\n"
             "events: [{kind: training, id: all-day, mode: online, days: 1, participants: [b], "
             "within: {from: 2021-01-06, to: 2021-01-06}}]\n");
    epic_plan *plan = good(&in);
    on(plan, "here", "2021-01-06", "2021-01-06"); /* Thursday 7 in Tokyo: Wednesday 6 there has the training */
    ck_assert_ptr_nonnull(strstr(find(plan, "here", 0)->why, "1 meets an absence of Bb"));
    ck_assert_ptr_nonnull(strstr(find(plan, "here", 0)->why, "1 meets other events of Bb"));
    epic_plan_unref(plan);
}
END_TEST

START_TEST(one_moderator_for_two_pairs)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "  c: {name: Cc, country: CZ, timezone: Europe/Prague, profile: {x: 0.9, y: 0.2}}\n"
             "  d: {name: Dd, country: DK, timezone: Europe/Copenhagen, profile: {x: 0.2, y: 0.9}}\n"
             "moderators: {m: {name: Mm, timezone: Europe/London, office-hours: Mo-Fr 09:00-12:00, turn-round: 45}}\n"
             "pairing: {pins: [[a, b], [c, d]], allow-zero: true}\n"
             "exchange:\n  - {kind: online, id: talk, minutes: 60, moderator: m, within: {from: 2021-03-01, to: 2021-03-01}}\n"
             "  - {kind: online, id: more, minutes: 120, moderator: m, within: {from: 2021-03-02, to: 2021-03-02}}\n");
    epic_plan *plan = good(&in);
    ck_assert_uint_eq(epic_plan_events(plan), 3);
    ck_assert_int_eq(epic_plan_event(plan, 0)->start % 86400, 9 * 3600);
    ck_assert_int_eq(epic_plan_event(plan, 1)->start % 86400, 11 * 3600);
    ck_assert_ptr_nonnull(strstr(why_not(plan, "more"), "1 has no hour at which Mm is free"));
    ck_assert(epic_plan_proved(plan)); /* the moderator's time has a price */
    ck_assert_int_eq(epic_plan_cost(plan), 10000);
    epic_plan_unref(plan);
}
END_TEST

START_TEST(visits_at_a_time)
{
    static const char *const hosts[] = {"", ", visits-at-a-time: 2"};
    for (int two = 0; two < 2; two++) {
        kit_text in;
        begin(&in, "", "", "");
        say(&in, "  h: {name: Hh, country: HU, timezone: Europe/Budapest, profile: {x: 0.9, y: 0.9}, capacity: {host: 2}%s}\n",
            hosts[two]);
        say(&in, "pairing: {mode: visits, pins: [[a, h], [b, h]], allow-zero: true}\n"
                 "exchange:\n  - {kind: visit, id: visit, days: 2, within: {from: 2021-03-01, to: 2021-03-03}}\n");
        epic_plan *plan = good(&in);
        size_t hosted = 0;
        for (size_t i = 0; i < epic_plan_events(plan); i++) {
            hosted += epic_plan_event(plan, i)->host == 2;
        }
        ck_assert_uint_eq(hosted, two ? 2 : 1);
        ck_assert(two || strstr(why_not(plan, "visit"), "as many visits as Hh can host") != NULL);
        epic_plan_unref(plan);
    }
}
END_TEST

START_TEST(what_follows_the_impossible)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: online, id: one, minutes: 60}\n"
             "  - {kind: visit, id: two, days: 2, within: {from: 2021-03-01, to: 2021-03-31}}\n"
             "  - {kind: online, id: three, minutes: 60, after: {event: two, at-least: 3w, at-most: 4w}}\n"
             "blocked: [{mode: in-person, city: b, from: 2021-02-01, to: 2021-04-30, why: flood}]\n");
    epic_plan *plan = good(&in);
    ck_assert_ptr_nonnull(strstr(why_not(plan, "two"), "18 are blocked (flood), 12 meet a weekend"));
    on(plan, "three", "2021-01-25", "2021-01-25"); /* three weeks after the first */
    ck_assert_ptr_nonnull(strstr(find(plan, "three", 0)->why,
                                 "'two', which it follows, has no date, so it is counted from 'one'"));
    epic_plan_unref(plan);
}
END_TEST

START_TEST(forums_are_spread)
{
    kit_text in;
    begin(&in, ", planned: {forum: 3, conference: 2, meeting: 1}", "", "");
    say(&in, "events:\n  - {kind: meeting, id: kick-off, mode: in-person, days: 2, after: {event: start, at-least: 0d},\n"
             "     place: {name: V, country: AT, timezone: Europe/Vienna}}\n"
             "  - {kind: forum, id: forum, count: 4, rotate: hosts, mode: hybrid, days: 1,\n"
             "     after: {event: kick-off, at-least: 1d}}\n"
             "  - {kind: deadline, id: report, participants: [a], after: {event: forum, at-least: 0d}}\n"
             "  - {kind: conference, id: final, mode: in-person, city: b, days: 5, within: {from: 2021-06-01, to: 2021-06-30}}\n"
             "blocked: [{mode: in-person, country: AT, from: 2021-01-04, to: 2021-01-05}]\n");
    epic_plan *plan = good(&in);
    on(plan, "kick-off", "2021-01-06", "2021-01-07");
    on(plan, "final", "2021-06-07", "2021-06-11"); /* the last forum leaves its week to it, which costs less */
    for (uint32_t n = 1; n <= 4; n++) {
        const epic_event *forum = find(plan, "forum", n);
        ck_assert_ptr_nonnull(forum);
        ck_assert_uint_eq(forum->place_city, (n - 1) % 2);
        epic_date ideal = epic_date_make(2021, 1, 4) + (2 * (epic_date)n - 1) * 178 / 8;
        ck_assert_int_le(abs(forum->first - ideal), 4);
    }
    ck_assert_str_eq(find(plan, "forum", 2)->title, "Forum 2");
    ck_assert_int_eq(find(plan, "report", 0)->first, find(plan, "forum", 4)->first);
    ck_assert(told("W530") && told("N531"));
    ck_assert_str_eq(hint_of("W530"), "the programme has no more of them");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(fixed_events)
{
    kit_text in;
    begin(&in, ", today: 2021-02-01", ", unavailable: [{from: 2021-03-10, to: 2021-03-10}]", "");
    say(&in, "exchange:\n  - {kind: online, id: one, minutes: 60}\n  - {kind: online, id: two, minutes: 60}\n"
             "  - {kind: online, id: three, minutes: 60, after: {event: two, at-least: 4w}}\n"
             "fixed:\n  - {pair: [b, a], event: one, start: 2021-01-12T18:30, zone: Europe/London, number: 8}\n"
             "  - {pair: [a, b], event: three, start: 2021-03-10}\n");
    epic_plan *plan = good(&in);
    const epic_event *one = find(plan, "one", 8), *three = find(plan, "three", 0);
    ck_assert_ptr_nonnull(one);
    ck_assert_int_eq(one->state, EPIC_DONE);
    ck_assert_str_eq(one->zone, "Europe/London");
    ck_assert_int_eq(one->start % 86400, 18 * 3600 + 1800);
    on(plan, "two", "2021-02-01", "2021-02-01");
    ck_assert_int_eq(three->state, EPIC_CONFIRMED);
    ck_assert(three->all_day);
    ck_assert(told("W520"));
    epic_plan_unref(plan);
}
END_TEST

START_TEST(a_fixed_hour_is_that_of_the_place)
{
    kit_text in; /* the second of them is in London */
    begin(&in, "", "", "");
    say(&in, "  c: {name: Cc, country: GB, timezone: Europe/London, profile: {x: 0.1, y: 0.1}}\n"
             "events: [{kind: forum, id: f, minutes: 60, count: 2, rotate: hosts, participants: [a, c]}]\n"
             "fixed: [{event: f, number: 2, start: 2021-03-08T10:00}]\n");
    epic_plan *plan = good(&in);
    ck_assert_str_eq(find(plan, "f", 2)->zone, "Europe/London");
    ck_assert_int_eq(find(plan, "f", 2)->start % 86400, 10 * 3600);
    epic_plan_unref(plan);
}
END_TEST

static void refuse(const char *body, const char *code)
{
    kit_text in;
    epic_plan *plan;
    begin(&in, "", "", "");
    say(&in, "  c: {name: Cc, country: CZ, timezone: Europe/Prague, profile: {x: 0.1, y: 0.1}, visits-at-a-time: 2}\n"
             "  d: {name: Dd, country: PL, timezone: Europe/Warsaw, profile: {x: 0.1, y: 0.1}}\n");
    say(&in, "%s", body);
    ck_assert_int_eq(make(&plan, &in), EPIC_EINPUT);
    ck_assert_ptr_null(plan);
    if (!told(code)) {
        show(diags);
    }
    ck_assert_msg(told(code), "%s", code);
}

START_TEST(fixed_events_that_break_rules)
{
    const char *steps = "exchange: [{kind: online, id: one, minutes: 60, within: {from: 2021-02-01, to: 2021-03-31}},\n"
                        "           {kind: visit, id: two, days: 2}]\n";
    char body[1024];
    snprintf(body, sizeof body, "%spairing: {pins: [[a, b]]}\n"
             "fixed: [{pair: [a, c], event: one, start: 2021-02-02T10:00}]\n",
             steps);
    refuse(body, "E510");
    snprintf(body, sizeof body, "%sfixed: [{pair: [a, b], event: one, start: 2021-02-02},"
             " {pair: [b, a], event: one, start: 2021-02-03}]\n",
             steps);
    refuse(body, "E511");
    snprintf(body, sizeof body, "%sfixed: [{pair: [a, b], event: one, start: 2021-04-01T10:00}]\n", steps);
    refuse(body, "E513");
    snprintf(body, sizeof body, "%sfixed: [{pair: [a, b], event: one, start: 2021-03-02},"
             " {pair: [b, a], event: two, start: 2021-03-01}]\n",
             steps);
    refuse(body, "E514");
    snprintf(body, sizeof body, "%sfixed: [{pair: [a, b], event: one, start: 2021-03-20},"
             " {pair: [b, a], event: two, start: 2021-03-01}]\n",
             steps);
    refuse(body, "E515");
    snprintf(body, sizeof body, "%sfixed: [{pair: [a, b], event: one, start: 2021-03-28T02:30}]\n", steps);
    refuse(body, "E516");
    /* The host could have two visits, but the guest is one. */
    refuse("exchange: [{kind: online, id: one, minutes: 60},\n"
           "           {kind: visit, id: v, days: 1, guest: d, after: {event: one}},\n"
           "           {kind: visit, id: w, days: 1, guest: d, after: {event: one}}]\n"
           "pairing: {pins: [[c, d]]}\n"
           "fixed: [{pair: [c, d], event: v, start: 2021-03-02}, {pair: [c, d], event: w, start: 2021-03-02}]\n",
           "E514");
}
END_TEST

/* ---- random programmes ---- */

static const char *const zones[] = {"Europe/Rome", "Europe/Lisbon", "Europe/Athens", "America/Sao_Paulo", "Asia/Kathmandu",
                                    "Pacific/Auckland", "Africa/Cairo", "America/New_York"};
static const char *const countries[] = {"IT", "PT", "GR", "BR", "NP", "NZ", "EG", "US"};
static const char *const hours[] = {"Mo-Fr 09:00-17:00", "\"Mo-Th 08:00-16:00, Su 08:00-16:00\"",
                                    "Mo-Sa 07:30-19:00", "Tu-We 10:00-14:15",
                                    "Mo-Su 00:00-23:00"};

static const char *random_date(uint64_t *state, int from, int span, char out[11])
{
    return epic_date_write(epic_date_make(2021, 1, 1) + from + below(state, span), out);
}

static void random_cities(kit_text *in, uint64_t *state, int cities)
{
    char from[11];
    for (int c = 0; c < cities; c++) {
        say(in, "  c%d: {name: City %d, country: %s, timezone: %s, profile: {x: 0.%d, y: 0.%d}, office-hours: %s, "
                "visits-at-a-time: %d",
            c, c, countries[below(state, 8)], zones[below(state, below(state, 2) ? 2 : 8)], below(state, 10), below(state, 10),
            hours[below(state, below(state, 2) ? 1 : 5)], 1 + below(state, 2));
        if (below(state, 2)) {
            random_date(state, 0, 100, from);
            say(in, ", unavailable: [{from: %s, to: 2021-04-%02d}]", from, 11 + below(state, 19));
        }
        say(in, "}\n");
    }
}

static void random_gap(kit_text *in, uint64_t *state, const char *after)
{
    int least = below(state, 30);
    if (below(state, 2)) {
        say(in, ", after: {event: %s, at-least: %dd", after, least);
        if (below(state, 2)) {
            say(in, ", at-most: %dd", least + below(state, 30));
        }
        say(in, "}");
    }
    if (below(state, 3) == 0) {
        say(in, ", within: {from: 2021-%02d-01, to: 2021-%02d-28}", 1 + below(state, 3), 4 + below(state, 3));
    }
}

static void random_steps(kit_text *in, uint64_t *state, int steps)
{
    static const char *const kinds[] = {"preparation", "online", "visit", "reply", "follow-up", "local"};
    say(in, "exchange:\n");
    for (int s = 0; s < steps; s++) {
        int kind = below(state, 6);
        char after[8];
        snprintf(after, sizeof after, "s%d", s > 0 ? below(state, s) : 0);
        say(in, "  - {kind: %s, id: s%d", kinds[kind], s);
        if (kind == 1 || kind == 4 || (kind == 5 && below(state, 2))) {
            say(in, ", minutes: %d", 30 * (1 + below(state, 4)));
            say(in, "%s", below(state, 3) == 0 ? ", moderator: m" : "");
        } else {
            say(in, ", days: %d", 1 + below(state, below(state, 5) ? 3 : 9));
        }
        if (kind == 2 || kind == 3) {
            say(in, ", travel-days: %d, mode: %s", below(state, 4), below(state, 4) ? "in-person" : "hybrid");
            say(in, "%s", below(state, 3) == 0 ? ", or-online: 3w" : "");
        }
        random_gap(in, state, s > 0 ? after : "start");
        say(in, "}\n");
    }
}

static void random_events(kit_text *in, uint64_t *state, int events)
{
    static const char *const kinds[] = {"meeting", "forum", "webinar", "deadline", "conference"};
    say(in, "events:\n");
    for (int e = 0; e < events; e++) {
        int kind = below(state, 5), mode = below(state, 3);
        char after[8];
        snprintf(after, sizeof after, "e%d", e > 0 ? below(state, e) : 0);
        say(in, "  - {kind: %s, id: e%d", kinds[kind], e);
        if (kind == 2) {
            say(in, ", minutes: 60%s", below(state, 2) ? ", moderator: m" : "");
        } else if (kind != 3) {
            say(in, ", days: %d, mode: %s", 1 + below(state, 3), mode == 0 ? "online" : mode == 1 ? "hybrid" : "in-person");
            say(in, "%s", mode == 0 ? "" : mode == 1 ? ", rotate: hosts" : ", city: c0");
            say(in, "%s", mode == 0 || below(state, 3) > 0 ? "" : ", or-online: 10d");
        }
        if (below(state, 2)) {
            say(in, ", count: %d", 1 + below(state, 4));
        }
        random_gap(in, state, e > 0 ? after : "start");
        say(in, "}\n");
    }
}

static void random_world(kit_text *in, uint64_t *state)
{
    int cities = 2 + 2 * below(state, 3);
    char from[11];
    in->used = 0;
    say(in, "epic: 1\nprogramme: {id: w, title: W, starts: 2021-01-01, ends: 2021-06-30, domains: {x: 1, y: 1}%s}\ncities:\n",
        below(state, 3) ? "" : ", today: 2021-02-10");
    random_cities(in, state, cities);
    say(in, "moderators: {m: {name: M, timezone: Europe/Rome, office-hours: Mo-Fr 08:00-18:00, turn-round: %d}}\n",
        15 * below(state, 5));
    say(in, "pairing: {allow-zero: true, prefer: participation, mode: %s}\n", below(state, 2) ? "mutual" : "visits");
    random_steps(in, state, 1 + below(state, 5));
    random_events(in, state, 1 + below(state, 4));
    if (below(state, 3) == 0) {
        say(in, "fixed:\n  - {event: e0, start: %s}\n", random_date(state, 60, 30, from));
    }
    if (cities == 2 && below(state, 2)) {
        say(in, "%s  - {pair: [c1, c0], event: s0, start: %s}\n", strstr(in->bytes, "fixed:") == NULL ? "fixed:\n" : "",
            random_date(state, 60, 60, from));
    }
    say(in, "blocked:\n");
    for (int b = 0; b < 3; b++) {
        static const char *const modes[] = {"in-person", "online", "hybrid"};
        random_date(state, 0, 150, from);
        say(in, "  - {mode: %s, city: c%d, from: %s, to: 2021-06-%02d}\n", modes[below(state, 3)], below(state, cities), from,
            1 + below(state, 28));
    }
}

/* Whether a plan keeps the rules with the i-th unscheduled event put on a day. */
static bool with_event(const epic_plan *plan, size_t i, epic_event extra)
{
    size_t events = epic_plan_events(plan), left = epic_plan_unscheduled(plan);
    epic_event *list = calloc(events + 1, sizeof *list);
    epic_unscheduled *rest = calloc(left + 1, sizeof *rest);
    epic_plan *more;
    size_t n = 0;
    ck_assert(list != NULL && rest != NULL);
    for (size_t e = 0; e < events; e++) {
        list[e] = *epic_plan_event(plan, e);
    }
    for (size_t u = 0; u < left; u++) {
        if (u != i) {
            rest[n++] = *epic_plan_unscheduled_at(plan, u);
        }
    }
    list[events] = extra;
    ep_planned parts = {.events = list, .event_count = events + 1, .unscheduled = rest, .unscheduled_count = n,
                        .calendars = epic_plan_calendars(plan)};
    ck_assert_int_eq(ep_plan_build(&more, epic_plan_pairing(plan), &parts), EPIC_OK);
    bool kept = keeps_rules(more);
    epic_plan_unref(more);
    free(list);
    free(rest);
    return kept;
}

/* No unscheduled joint event in days could be put on any day of the plan as it stands: asked of the verification, which shares
 * nothing with the engine. Only those of which a dated sibling shows all other properties. */
static size_t try_to_add(const epic_plan *plan)
{
    size_t asked = 0;
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        const epic_unscheduled *left = epic_plan_unscheduled_at(plan, i);
        for (size_t e = 0; e < epic_plan_events(plan); e++) {
            const epic_event *like = epic_plan_event(plan, e);
            bool twin = like->pair == EPIC_NONE && left->pair == EPIC_NONE && like->source == left->source && like->all_day &&
                        like->state == EPIC_PROPOSED && (like->place_city == EPIC_NONE || like->mode == EPIC_IN_PERSON);
            for (epic_date d = epic_date_make(2021, 1, 1); twin && d <= epic_date_make(2021, 6, 30); d++) {
                epic_event extra = *like;
                extra.uid = NULL;
                extra.number = left->number;
                extra.last = d + (like->last - like->first);
                extra.first = d;
                ck_assert_msg(!with_event(plan, i, extra), "%s could be on day %d", left->id, d);
                asked++;
            }
            if (twin) {
                break;
            }
        }
    }
    return asked;
}

START_TEST(random_programmes)
{
    uint64_t state = seed;
    size_t dated = 0, left = 0, asked = 0, refused = 0;
    printf("# seed %" PRIu64 "\n", seed);
    for (int w = 0; w < cases(WORLDS); w++) {
        kit_text in;
        epic_plan *plan;
        random_world(&in, &state);
        epic_diags_free(diags);
        diags = epic_diags_new();
        int status = make(&plan, &in);
        if (status == EPIC_EINPUT) {
            refused++; /* a fixed event outside its window */
            continue;
        }
        status = status == EPIC_OK ? epic_plan_verify(plan, diags) : status;
        if (status != EPIC_OK) {
            show(diags);
            printf("# world %d\n%s", w, in.bytes);
            fflush(stdout);
        }
        ck_assert_int_eq(status, EPIC_OK);
        ck_assert(epic_plan_bound(plan) >= 0 && epic_plan_bound(plan) <= epic_plan_cost(plan));
        ck_assert(epic_plan_gap(plan) >= 0 && epic_plan_gap(plan) <= 1 && epic_plan_proved(plan) == (epic_plan_gap(plan) <= 0));
        dated += epic_plan_events(plan);
        left += epic_plan_unscheduled(plan);
        asked += try_to_add(plan);
        epic_plan_unref(plan);
    }
    printf("# %zu events dated, %zu not, %zu days asked of them, %zu programmes refused\n", dated, left, asked, refused);
    ck_assert(dated > (size_t)cases(1000) && left > (size_t)cases(100) && asked > (size_t)cases(1000));
    ck_assert(refused < (size_t)cases(WORLDS) / 4);
}
END_TEST

/* ---- the best of small ones ---- */

/* Working days 0..n-1, one exchange a > b > c with gaps: the most that can be placed, by trying everything. */
typedef struct small {
    int n, least[3], most[3]; /* days; most 0: none */
    unsigned open[3];         /* bit per day on which the step may be */
} small;

static int best_small(const small *in, int step, int last, bool direct)
{
    if (step == 3) {
        return 0;
    }
    int best = best_small(in, step + 1, last, false);
    for (int d = 0; d < in->n; d++) {
        bool soon = !direct || in->most[step] == 0 || d <= last + in->most[step];
        bool after = last < 0 || (d > last && d >= last + in->least[step] && soon);
        if (after && (in->open[step] >> d & 1) != 0) {
            int count = 1 + best_small(in, step + 1, d, true);
            best = count > best ? count : best;
        }
    }
    return best;
}

START_TEST(small_ones_are_best)
{
    uint64_t state = seed;
    int short_of_all = 0;
    for (int w = 0; w < 300; w++) {
        small s = {.n = 14};
        kit_text in;
        in.used = 0;
        say(&in, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-01-01, ends: 2021-01-14, domains: {x: 1, y: 1}}\ncities:\n"
                 "  a: {name: A, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: 0.1},"
                 " office-hours: Mo-Su 09:00-17:00, calendars: {holidays: []}}\n"
                 "  b: {name: B, country: DE, timezone: Europe/Berlin, profile: {x: 0.1, y: 0.9},"
                 " office-hours: Mo-Su 09:00-17:00, calendars: {holidays: []}}\n"
                 "exchange:\n");
        for (int t = 0; t < 3; t++) {
            int from = below(&state, 14), to = from + below(&state, 14 - from);
            s.least[t] = 1 + below(&state, 5);
            s.most[t] = below(&state, 2) ? s.least[t] + below(&state, 4) : 0;
            s.open[t] = ((1u << (to + 1)) - 1) & ~((1u << from) - 1);
            say(&in, "  - {kind: online, id: t%d, minutes: 30, within: {from: 2021-01-%02d, to: 2021-01-%02d}", t,
                from + 1, to + 1);
            if (t > 0) {
                say(&in, ", after: {event: t%d, at-least: %dd", t - 1, s.least[t]);
                say(&in, s.most[t] > 0 ? ", at-most: %dd}" : "}", s.most[t]);
            }
            say(&in, "}\n");
        }
        epic_plan *plan = good(&in);
        int best = best_small(&s, 0, -1, true);
        ck_assert_int_eq((int)epic_plan_events(plan), best);
        short_of_all += best < 3;
        epic_plan_unref(plan);
    }
    ck_assert_int_gt(short_of_all, 20);
}
END_TEST

/* ---- the cheapest of several pairs ---- */

/* Guests 0..pairs-1 have a talk with, then a visit to, one host, which does one thing a day. The talk takes the whole office day,
 * which costs its two cities two half hours before ten, and on Fridays six more each. */
enum { CROWD_DAYS = 6 };
typedef struct crowd {
    int pairs, least, most;       /* days from the talk to the visit; most 0: none */
    unsigned away[4];             /* by guest: bit per day */
    unsigned shut;                /* days on which no visit is in person, */
    int or_online;                /* but online, as if so many days later; -1: not at all */
    int64_t best;
} crowd;

static void cheapest(crowd *in, int pair, unsigned taken, int64_t cost);

/* Adds each visit that a talk allows; CROWD_DAYS: none. */
static void with_visits(crowd *in, int pair, unsigned taken, int64_t cost, int talk)
{
    bool has = talk < CROWD_DAYS;
    int from = has ? talk + in->least : 0, to = has && in->most > 0 ? talk + in->most : CROWD_DAYS;
    cheapest(in, pair + 1, taken, cost + 10000);
    for (int visit = from; visit <= to && visit < CROWD_DAYS; visit++) {
        bool shut = (in->shut >> visit & 1) != 0;
        if (((taken | in->away[pair]) >> visit & 1) == 0 && (!shut || in->or_online >= 0)) {
            int64_t late = (visit > in->least ? visit - in->least : 0) + (shut ? in->or_online : 0);
            cheapest(in, pair + 1, taken | 1u << visit, cost + late);
        }
    }
}

static void cheapest(crowd *in, int pair, unsigned taken, int64_t cost)
{
    if (cost >= in->best || pair == in->pairs) {
        in->best = cost < in->best ? cost : in->best;
        return;
    }
    with_visits(in, pair, taken, cost + 10000, CROWD_DAYS);
    for (int talk = 0; talk < CROWD_DAYS; talk++) {
        if (((taken | in->away[pair]) >> talk & 1) == 0) {
            with_visits(in, pair, taken | 1u << talk, cost + talk + (talk == 0 ? 16 : 4), talk); /* the first is a Friday */
        }
    }
}

static void crowd_programme(kit_text *in, const crowd *c)
{
    in->used = 0;
    say(in, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-01-01, ends: 2021-01-06, domains: {x: 1},\n"
            "  prefer: {hours: \"Mo-Th 10:00-16:00, Fr 10:00-13:00, Sa-Su 10:00-16:00\"}}\ncities:\n"
            "  h: {name: H, country: IT, timezone: Europe/Rome, profile: {x: 0.9}, capacity: {host: %d, guest: 0},"
            " office-hours: Mo-Su 09:00-16:00, calendars: {holidays: []}}\n", c->pairs);
    for (int g = 0; g < c->pairs && g < 3; g++) {
        say(in, "  g%d: {name: G%d, country: DE, timezone: Europe/Berlin, profile: {x: 0.1}, capacity: {host: 0},"
                " office-hours: Mo-Su 09:00-16:00, calendars: {holidays: []}, unavailable: [", g, g);
        for (int d = 0, n = 0; d < CROWD_DAYS; d++) {
            if ((c->away[g] >> d & 1) != 0) {
                say(in, "%s{from: 2021-01-%02d, to: 2021-01-%02d}", n++ > 0 ? ", " : "", d + 1, d + 1);
            }
        }
        say(in, "]}\n");
    }
    say(in, "pairing: {mode: visits, allow-zero: true}\nexchange:\n  - {kind: online, id: talk, minutes: 420}\n"
            "  - {kind: visit, id: visit, days: 1, travel-days: 0, after: {event: talk, at-least: %dd", c->least);
    say(in, c->most > 0 ? ", at-most: %dd}" : "}", c->most);
    say(in, c->or_online >= 0 ? ", or-online: %dd}\nblocked:\n" : "}\nblocked:\n", c->or_online);
    for (int d = 0; d < CROWD_DAYS; d++) {
        if ((c->shut >> d & 1) != 0) {
            say(in, "  - {mode: in-person, from: 2021-01-%02d, to: 2021-01-%02d}\n", d + 1, d + 1);
        }
    }
    say(in, "  - {mode: in-person, from: 2020-12-01, to: 2020-12-02}\n");
}

START_TEST(crowds_are_cheapest)
{
    uint64_t state = seed;
    int proved = 0, optimal = 0, short_of_all = 0, count = cases(200);
    for (int w = 0; w < count; w++) {
        crowd c = {.pairs = 1 + below(&state, 3), .least = 1 + below(&state, 2), .best = INT64_MAX};
        kit_text in;
        c.most = below(&state, 2) ? c.least + below(&state, 2) : 0;
        for (int g = 0; g < 3; g++) {
            c.away[g] = (unsigned)below(&state, 1 << CROWD_DAYS) & (unsigned)below(&state, 1 << CROWD_DAYS);
        }
        c.shut = below(&state, 2) ? (unsigned)below(&state, 1 << CROWD_DAYS) : 0;
        c.or_online = below(&state, 3) - 1;
        crowd_programme(&in, &c);
        epic_plan *plan = good(&in);
        ck_assert_uint_eq(epic_plan_events(plan) + epic_plan_unscheduled(plan), 2 * (size_t)c.pairs);
        cheapest(&c, 0, 0, 0);
        if (epic_plan_bound(plan) > c.best || epic_plan_cost(plan) < c.best) {
            printf("# best %d, cost %d, bound %d\n%s", (int)c.best, (int)epic_plan_cost(plan), (int)epic_plan_bound(plan),
                   in.bytes);
            fflush(stdout);
        }
        ck_assert_int_le(epic_plan_bound(plan), c.best);
        ck_assert_int_ge(epic_plan_cost(plan), c.best);
        ck_assert(!epic_plan_proved(plan) || epic_plan_cost(plan) == c.best);
        proved += epic_plan_proved(plan);
        optimal += epic_plan_cost(plan) == c.best;
        short_of_all += c.best >= 10000;
        epic_plan_unref(plan);
    }
    printf("# of %d crowds %d have the best plan, %d are proved; %d cannot have all\n", count, optimal, proved, short_of_all);
    ck_assert_int_ge(optimal, count * 9 / 10);
    ck_assert_int_ge(proved, count * 8 / 10);
    ck_assert_int_ge(short_of_all, count / 20);
}
END_TEST

typedef struct patience {
    int calls, left;
    double done;
} patience;

static bool count_down(void *user, const char *stage, double done)
{
    patience *own = user;
    (void)stage;
    ck_assert(done >= own->done && done <= 1);
    own->done = done;
    own->calls++;
    return own->left-- > 0;
}

START_TEST(it_stops_whenever_asked)
{
    crowd c = {.pairs = 3, .least = 1, .most = 1, .away = {1, 2, 4, 0}, .or_online = -1};
    kit_text in;
    crowd_programme(&in, &c);
    epic_plan *plan = good(&in), *other;
    patience all = {0, INT32_MAX, 0};
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.progress = count_down;
    options.user = &all;
    ck_assert_int_eq(epic_plan_make(&other, epic_plan_pairing(plan), &options, NULL), EPIC_OK);
    ck_assert_int_eq(epic_plan_cost(other), epic_plan_cost(plan));
    epic_plan_unref(other);
    ck_assert_int_gt(all.calls, 3);
    int whole = 0;
    for (int k = 0; k < all.calls; k++) {
        patience some = {0, k, 0};
        epic_diags *said = epic_diags_new();
        options.user = &some;
        ck_assert_int_eq(epic_plan_make(&other, epic_plan_pairing(plan), &options, said), EPIC_ECANCELLED);
        ck_assert_int_eq(some.calls, k + 1); /* it is not asked again */
        ck_assert(whole == 0 || other != NULL);
        if (other != NULL) { /* the best so far is a plan as any */
            whole++;
            ck_assert_str_eq(epic_diags_get(said, epic_diags_count(said) - 1)->code, "W541");
            ck_assert_int_eq(epic_plan_verify(other, NULL), EPIC_OK);
            ck_assert_int_ge(epic_plan_cost(other), epic_plan_cost(plan));
            ck_assert_int_le(epic_plan_bound(other), epic_plan_cost(plan));
        }
        epic_plan_unref(other);
        epic_diags_free(said);
    }
    ck_assert(0 < whole && whole < all.calls);
    epic_plan_unref(plan);
}
END_TEST

/* ---- damage ---- */

typedef void damage_fn(epic_event *event);

static void a_day_later(epic_event *e) { e->first++, e->last++; }
static void much_earlier(epic_event *e) { e->first -= 400, e->last -= 400; }
static void longer(epic_event *e) { e->last++; }
static void other_way(epic_event *e) { size_t g = e->guest; e->guest = e->host; e->host = e->place_city = g; }
static void no_travel(epic_event *e) { e->travel_out = 0; }
static void at_night(epic_event *e) { e->start -= 6 * 3600, e->end -= 6 * 3600; }
static void on_sunday(epic_event *e)
{
    int days = 6 - epic_date_weekday(e->first);
    e->first += days;
    e->last += days;
    e->start += e->all_day ? 0 : days * 86400;
    e->end += e->all_day ? 0 : days * 86400;
}
static void said_settled(epic_event *e) { e->state = EPIC_CONFIRMED; }
static void said_new(epic_event *e) { e->state = EPIC_PROPOSED; }
static void other_uid(epic_event *e) { e->uid = "00000000-0000-5000-8000-000000000000"; }
static void other_pair(epic_event *e) { e->pair = 7; }
static void other_mode(epic_event *e) { e->mode = e->mode == EPIC_HYBRID ? EPIC_IN_PERSON : EPIC_HYBRID; }
static void unreasoned(epic_event *e) { e->why = NULL; }
static void into_the_block(epic_event *e) { epic_date d = epic_date_make(2021, 4, 13) - e->first; e->first += d, e->last += d; }
static void into_absence(epic_event *e) { epic_date d = epic_date_make(2021, 5, 18) - e->first; e->first += d, e->last += d; }
static void before_the_talk(epic_event *e) { epic_date d = epic_date_make(2021, 1, 12) - e->first; e->first += d, e->last += d; }

typedef struct damage {
    const char *id, *code;
    damage_fn *apply;
} damage;

static const damage damages[] = {
    {"talk", "E557", said_settled}, {"talk", "E552", at_night},     {"talk", "E559", longer},
    {"talk", "E559", a_day_later},
    {"talk", "E552", on_sunday},    {"talk", "E559", other_uid},    {"talk", "E558", other_pair},    {"talk", "E559", other_mode},
    {"visit", "E559", other_way},   {"visit", "E559", no_travel},   {"visit", "E559", longer},
    {"visit", "E550", much_earlier},
    {"visit", "E552", on_sunday},   {"visit", "E559", unreasoned},  {"visit", "E553", into_the_block},
    {"visit", "E554", into_absence}, {"visit", "E551", before_the_talk}, {"visit", "E560", before_the_talk},
    {"gala", "E557", a_day_later},  {"gala", "E557", said_new},     {"gala", "E557", much_earlier},
    {"visit", "E555", NULL},        {"talk", "E558", NULL},
};

static void onto_the_gala(epic_event *event, const epic_plan *plan)
{
    epic_date days = find(plan, "gala", 0)->first - event->first;
    event->first += days;
    event->last += days;
}

static void damaged(const epic_plan *plan, const damage *one)
{
    epic_event list[16];
    epic_plan *bad;
    size_t n = epic_plan_events(plan);
    for (size_t i = 0; i < n; i++) {
        list[i] = *epic_plan_event(plan, i);
        if (strcmp(list[i].id, one->id) == 0 && one->apply != NULL) {
            one->apply(&list[i]);
        } else if (strcmp(list[i].id, one->id) == 0 && strcmp(one->code, "E555") == 0) {
            onto_the_gala(&list[i], plan);
        } else if (strcmp(list[i].id, one->id) == 0) {
            list[i--] = *epic_plan_event(plan, --n);
        }
    }
    epic_diags_free(diags);
    diags = epic_diags_new();
    ep_planned parts = {.events = list, .event_count = n};
    ck_assert_int_eq(ep_plan_build(&bad, epic_plan_pairing(plan), &parts), EPIC_OK);
    ck_assert_int_eq(epic_plan_verify(bad, diags), EPIC_EINPUT);
    if (!told(one->code)) {
        show(diags);
    }
    ck_assert_msg(told(one->code), "damage %d of %s: %s", (int)(one - damages), one->id, one->code);
    epic_plan_unref(bad);
}

START_TEST(damage_is_seen)
{
    kit_text in;
    begin(&in, ", today: 2021-01-20", ", unavailable: [{from: 2021-05-18, to: 2021-05-18}]", "");
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 60}\n  - {kind: visit, id: visit, days: 2, travel-days: 2}\n"
             "events:\n  - {kind: meeting, id: gala, mode: in-person, city: a, days: 1}\n"
             "fixed:\n  - {event: gala, start: 2021-03-02}\n"
             "blocked: [{mode: in-person, country: DE, from: 2021-04-12, to: 2021-04-14}]\n");
    epic_plan *plan = good(&in);
    ck_assert_uint_eq(epic_plan_events(plan), 3);
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        damaged(plan, &damages[i]);
    }
    epic_plan_unref(plan);
}
END_TEST

/* What is stated of the cost of a plan that stays as it is: with one more or less, or more proved. */
START_TEST(a_wrong_price_is_seen)
{
    static const int64_t wrong[][2] = {{1, 0}, {-1, -1}, {0, 1}, {10000, 0}, {0, -100000}};
    kit_text in;
    begin(&in, ", prefer: {months: [2], hours: \"Tu 10:00-10:30\"}", ", unavailable: [{from: 2021-02-02, to: 2021-02-28}]", "");
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 100}\n  - {kind: visit, id: visit, days: 2, travel-days: 2}\n"
             "  - {kind: reply, id: reply, days: 2, within: {from: 2021-02-05, to: 2021-02-11}}\n");
    epic_plan *plan = good(&in), *other;
    ck_assert_int_gt(epic_plan_cost(plan), 10000);
    ep_planned parts = {.unscheduled = epic_plan_unscheduled_at(plan, 0), .unscheduled_count = epic_plan_unscheduled(plan)};
    parts.events = epic_plan_event(plan, 0);
    parts.event_count = epic_plan_events(plan);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        parts.cost = epic_plan_cost(plan) + wrong[i][0];
        parts.bound = epic_plan_cost(plan) + wrong[i][1];
        ck_assert_int_eq(ep_plan_build(&other, epic_plan_pairing(plan), &parts), EPIC_OK);
        ck_assert_int_eq(epic_plan_verify(other, diags), EPIC_EINPUT);
        ck_assert(told("E563") && keeps_rules(other));
        epic_plan_unref(other);
    }
    epic_plan_unref(plan);
}
END_TEST

static bool stop(void *user, const char *stage, double done)
{
    (void)done;
    *(const char **)user = stage;
    return false;
}

START_TEST(dated_ones_are_counted)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange:\n  - {kind: online, id: talk, minutes: 60}\n  - {kind: local, id: home, days: 1}\n");
    epic_plan *plan = good(&in), *less;
    ck_assert_uint_eq(epic_plan_dated(plan, EPIC_ONLINE), 1);
    ck_assert_uint_eq(epic_plan_dated(plan, EPIC_LOCAL), 2); /* one in each city */
    ck_assert_uint_eq(epic_plan_dated(plan, EPIC_VISIT), 0);
    epic_event events[] = {*epic_plan_event(plan, 0), *epic_plan_event(plan, 1)};
    ck_assert_int_eq(events[0].kind, EPIC_ONLINE);
    events[0].state = EPIC_CANCELLED;
    ep_planned parts = {.events = events, .event_count = 2};
    ck_assert_int_eq(ep_plan_build(&less, epic_plan_pairing(plan), &parts), EPIC_OK);
    ck_assert_uint_eq(epic_plan_dated(less, EPIC_ONLINE), 0);
    ck_assert_uint_eq(epic_plan_dated(less, EPIC_LOCAL), 2);
    epic_plan_unref(less);
    epic_plan_unref(plan);
}
END_TEST

START_TEST(calls_and_answers)
{
    kit_text in;
    begin(&in, "", "", "");
    say(&in, "exchange: [{kind: online, id: talk, minutes: 60}]\n");
    epic_plan *plan = good(&in), *other;
    const char *stage = NULL;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.progress = stop;
    options.user = &stage;
    ck_assert_int_eq(epic_plan_make(&other, epic_plan_pairing(plan), &options, NULL), EPIC_ECANCELLED);
    ck_assert_str_eq(stage, "planning");
    options.size = sizeof options.size; /* an older caller: it knows of no progress */
    stage = NULL;
    ck_assert_int_eq(epic_plan_make(&other, epic_plan_pairing(plan), &options, NULL), EPIC_OK);
    ck_assert_ptr_null(stage);
    epic_plan_unref(other);
    options.size = 1;
    ck_assert_int_eq(epic_plan_make(&other, epic_plan_pairing(plan), &options, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_make(NULL, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_make(&other, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_verify(NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_plan_from_file(&other, "/nonexistent.yaml", NULL, NULL), EPIC_EIO);
    ck_assert_ptr_null(other);
    ck_assert_ptr_null(epic_plan_event(plan, 1));
    ck_assert_ptr_null(epic_plan_unscheduled_at(plan, 0));
    ck_assert_uint_eq(epic_plan_events(NULL), 0);
    ck_assert_ptr_eq(epic_plan_ref(plan), plan);
    epic_plan_unref(plan);
    epic_plan_unref(plan);
    epic_plan_unref(NULL);
    ck_assert_str_eq(epic_state_word(EPIC_HELD_ONLINE), "online");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        an_exchange_in_order, months_are_clipped, earlier_ones_wait_for_later_ones, calendars_of_both,
        what_is_missing_is_named,
        a_long_visit_spans_a_weekend,
        zones_without_common_hours, hours_are_shared_fairly, across_the_date_line,
        a_pair_meets_on_the_day_of_each, one_moderator_for_two_pairs, visits_at_a_time,
        what_follows_the_impossible,
        forums_are_spread, fixed_events,
        a_fixed_hour_is_that_of_the_place, fixed_events_that_break_rules, random_programmes, small_ones_are_best,
        crowds_are_cheapest, it_stops_whenever_asked,
        damage_is_seen, a_wrong_price_is_seen, dated_ones_are_counted, calls_and_answers,
    };
    Suite *suite = suite_create("plan");
    TCase *test = tcase_create("plan");
    tcase_set_timeout(test, 120);
    tcase_add_checked_fixture(test, setup, teardown);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tcase_add_test(test, tests[i]);
    }
    suite_add_tcase(suite, test);
    return run(suite);
}
