/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an event is not on a date: nothing bars exactly the days on which the plan, verified by other code, could have it; and
 * programmes small enough to say what bars what. */
#include <epic/epic.h>

#include <time.h>

#include "audited.h"
#include "plans.h"
#include "resume.h"

enum { MOST_RULES = 64 };

static const uint64_t seed = UINT64_C(88172645463325252);

/* ---- any programme ---- */

static void off(kit_text *in, uint64_t *random, const char *key)
{
    say(in, "%s: [", key);
    for (int i = 0, n = below(random, 3); i < n; i++) {
        int from = 1 + below(random, 20);
        say(in, "%s{from: 2021-01-%02d, to: 2021-01-%02d}", i > 0 ? ", " : "", from, from + below(random, 9));
    }
    say(in, "]");
}

static void any_programme(kit_text *in, uint64_t *random)
{
    static const char *const zones[] = {"Europe/Rome", "Europe/Lisbon", "Europe/Helsinki", "Asia/Tbilisi"};
    static const char *const modes[] = {"in-person", "online"};
    int days = 5 + below(random, 20);
    in->used = 0;
    say(in, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-01-01, ends: 2021-02-20, domains: {x: 1, y: 1}}\n"
            "moderators:\n  m: {name: M, timezone: Europe/Rome, turn-round: 30}\ncities:\n");
    for (int c = 0; c < 4; c++) {
        say(in, "  c%d: {name: C%d, country: %s, timezone: %s, ", c, c, c % 2 ? "IT" : "DE", zones[c]);
        say(in, "visits-at-a-time: %d, capacity: {host: 2}, ", 1 + below(random, 2));
        say(in, "profile: {x: 0.%d, y: 0.%d}, ", 1 + below(random, 9), 1 + below(random, 9));
        off(in, random, "unavailable");
        say(in, "}\n");
    }
    say(in, "pairing: {mode: %s, allow-zero: true}\nblocked:\n", below(random, 2) ? "mutual" : "visits");
    for (int i = 0; i < 2; i++) {
        int from = 1 + below(random, 25);
        say(in, "  - {from: 2021-01-%02d, to: 2021-02-%02d, mode: %s}\n", 31 - from % 9, 1 + below(random, 9), modes[i]);
    }
    say(in, "exchange:\n  - {kind: online, id: talk, minutes: %d, moderator: m}\n", 30 * (1 + below(random, 5)));
    say(in, "  - {kind: visit, id: visit, days: %d, travel-days: %d, after: {event: talk, at-least: %dd, at-most: %dd}}\n",
        1 + below(random, 6), below(random, 2), 1 + below(random, 5), days);
    say(in, "  - {kind: local, id: after, minutes: 60, after: {event: visit, at-least: 1d}}\n");
    say(in, "events:\n  - {kind: webinar, id: web, mode: online, minutes: 60, count: 2, moderator: m}\n"
            "  - {kind: meeting, id: last, mode: hybrid, city: c0, days: 2, after: {event: web, at-most: %dd}}\n"
            "  - {kind: deadline, id: due, every: 2 weeks}\n", 3 + below(random, 9));
}

/* The day of a moment in one of the zones, in winter. */
static epic_date day_in(const char *zone, epic_instant moment)
{
    static const struct {
        const char *zone;
        int hours;
    } east[] = {{"Europe/Rome", 1}, {"Europe/Lisbon", 0}, {"Europe/Helsinki", 2}, {"Asia/Tbilisi", 4}};
    size_t i = 0;
    while (strcmp(zone, east[i].zone) != 0) {
        i++;
        ck_assert_uint_lt(i, sizeof east / sizeof *east);
    }
    return (epic_date)((moment + east[i].hours * 3600) / DAY);
}

/* Whether the plan keeps all rules with one event on another day, at any half hour of it. */
static bool could_be(const epic_plan *plan, size_t event, epic_date date)
{
    epic_event events[MOST_EVENTS];
    epic_unscheduled left[MOST_EVENTS];
    size_t count = epic_plan_events(plan);
    const epic_event *old = epic_plan_event(plan, event);
    bool able = false;
    ck_assert_uint_le(count, MOST_EVENTS);
    for (size_t i = 0; i < count; i++) {
        events[i] = *epic_plan_event(plan, i);
    }
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        left[i] = *epic_plan_unscheduled_at(plan, i);
    }
    const ep_planned parts = {.events = events, .event_count = count, .unscheduled = left,
                              .unscheduled_count = epic_plan_unscheduled(plan), .calendars = epic_plan_calendars(plan)};
    events[event].first = date;
    events[event].last = date + (old->last - old->first);
    for (int start = old->all_day ? 0 : -48; start <= (old->all_day ? 0 : 48) && !able; start++) {
        epic_plan *other;
        if (!old->all_day) {
            events[event].start = old->start + (epic_instant)(date - old->first) * DAY + start * 1800;
            events[event].end = events[event].start + (old->end - old->start);
        }
        if (!old->all_day && day_in(old->zone, events[event].start) != date) {
            continue;
        }
        ck_assert_int_eq(ep_plan_build(&other, epic_plan_pairing(plan), &parts), EPIC_OK);
        able = keeps_rules(other);
        epic_plan_unref(other);
    }
    return able;
}

/* The rules that an engine tells. */
typedef struct told {
    const ep_desk *desk;
    ep_reason list[MOST_RULES];
    size_t count;
} told;

static bool was_told(const told *own, ep_reason reason)
{
    uint32_t same = reason.bar == EP_HOLIDAY ? (uint32_t)own->desk->days : 1; /* all holidays of a city are one rule */
    bool known = false;
    for (size_t i = 0; i < own->count && !known; i++) {
        known = own->list[i].bar == reason.bar && own->list[i].which / same == reason.which / same;
    }
    return known;
}

static void tell(told *own, ep_reason reason)
{
    ck_assert_uint_lt(own->count, MOST_RULES);
    own->list[own->count++] = reason;
}

static bool waives_what_was_told(void *waiver, ep_reason reason)
{
    return was_told(waiver, reason);
}

static bool waives_all(void *waiver, ep_reason reason)
{
    if (!was_told(waiver, reason)) {
        tell(waiver, reason);
    }
    return true;
}

/* How many rules bar a start: those that are told when the question is asked once, all rules waived, are those that are the first
 * to be told when it is asked again and again, each time without those before. */
static size_t ask_again(ep_desk *desk, const ep_task *task, epic_date date, unsigned start)
{
    told at_once = {.desk = desk, .count = 0}, one_by_one = at_once;
    ep_reason reason;
    desk->waives = waives_all;
    desk->waiver = &at_once;
    ck_assert_int_eq(ep_desk_fit_at(desk, task, date, start).bar, EP_FREE);
    desk->waives = waives_what_was_told;
    desk->waiver = &one_by_one;
    while ((reason = ep_desk_fit_at(desk, task, date, start)).bar != EP_FREE) {
        ck_assert(!was_told(&one_by_one, reason));
        tell(&one_by_one, reason);
    }
    ck_assert_uint_eq(at_once.count, one_by_one.count);
    ck_assert_mem_eq(at_once.list, one_by_one.list, at_once.count * sizeof at_once.list[0]);
    return at_once.count;
}

/* How many rules bar a day, but for gaps. */
static size_t count_again(epic_plan *plan, const epic_event *event, epic_date date)
{
    ep_desk desk;
    ep_arena *arena = ep_arena_new();
    size_t fewest = SIZE_MAX;
    ck_assert_int_eq(ep_desk_open(&desk, arena, epic_plan_pairing(plan), epic_plan_calendars(plan), NULL), EPIC_OK);
    ck_assert_int_eq(ep_desk_resume(&desk, plan), EPIC_OK);
    ep_task *task = ep_desk_find(&desk, event->pair, event->source, event->number);
    ep_desk_unbook(&desk, task);
    task->placed = false;
    task->all_day = task->minutes == 0;
    for (unsigned start = 0; start < (task->all_day ? 1 : EP_STARTS); start++) {
        size_t count = ask_again(&desk, task, date, start);
        fewest = count < fewest ? count : fewest;
    }
    ep_desk_close(&desk);
    ep_arena_free(arena);
    return fewest;
}

/* Asks of any event and any day; returns whether it could be. */
static bool compare(const kit_text *in, epic_plan *plan, uint64_t *random)
{
    size_t e = (size_t)below(random, (int)epic_plan_events(plan));
    const epic_event *event = epic_plan_event(plan, e);
    epic_date date = epic_date_make(2021, 1, 1) + below(random, 51);
    epic_why *why;
    ck_assert_int_eq(epic_why_make(&why, plan, event->pair, event->source, event->number, date), EPIC_OK);
    const epic_why_info *info = epic_why_get(why);
    bool could = could_be(plan, e, date);
    if (could != (info->rule_count == 0)) {
        char text[11];
        printf("# %s %s: %s, but %zu rules: %s\n%s", event->id, epic_date_write(date, text), could ? "could be" : "cannot be",
               info->rule_count, info->rule_count > 0 ? info->rules[0].words : "", in->bytes);
        fflush(stdout);
    }
    ck_assert_int_eq(could, info->rule_count == 0);
    ck_assert_uint_eq(info->possible_count, could);
    size_t count = 0;
    for (size_t i = 0; i < info->rule_count; i++) {
        bool gap = strstr(info->rules[i].words, "too near to or too far from") != NULL;
        count += info->rules[i].days == 1 && !gap; /* of no day: it would free another half hour */
    }
    ck_assert_uint_eq(count, count_again(plan, event, date));
    epic_why_unref(why);
    return could;
}

/* What has no date could have none beside the others. */
static void none_is_possible(epic_plan *plan)
{
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        const epic_unscheduled *one = epic_plan_unscheduled_at(plan, i);
        epic_why *why;
        ck_assert_int_eq(epic_why_make(&why, plan, one->pair, one->source, one->number, EPIC_NO_DATE), EPIC_OK);
        ck_assert_uint_eq(epic_why_get(why)->possible_count, 0);
        epic_why_unref(why);
    }
}

START_TEST(nothing_bars_what_could_be)
{
    uint64_t random = seed;
    int able = 0, asked = 0, without = 0, count = cases(60);
    for (int w = 0; w < count; w++) {
        kit_text in;
        epic_plan *plan;
        any_programme(&in, &random);
        epic_pairing *pairing = plans_pairing(in.bytes);
        ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
        for (int n = 0; n < 12 && epic_plan_events(plan) > 0; n++) {
            able += compare(&in, plan, &random);
            asked++;
        }
        none_is_possible(plan);
        without += (int)epic_plan_unscheduled(plan);
        epic_plan_unref(plan);
        epic_pairing_unref(pairing);
    }
    printf("# %d of %d days are possible; %d events have no date\n", able, asked, without);
    ck_assert_int_gt(able, count / 2);
    ck_assert_int_gt(asked - able, count);
}
END_TEST

/* ---- what bars, and what would free ---- */

#define HEAD "epic: 1\nprogramme: {id: s, title: S, starts: 2021-03-01, ends: 2021-03-14, domains: {x: 1, y: 1}}\ncities:\n" \
             "  a: {name: Alpha, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: 0.1}, calendars: {holidays: []}%s}\n" \
             "  b: {name: Beta, country: DE, timezone: Europe/Berlin, profile: {x: 0.1, y: 0.9}, calendars: {holidays: []}%s}\n" \
             "%s" \
             "events:\n  - {kind: meeting, id: m, mode: in-person, city: a, days: 2, within: {from: 2021-03-03, to: %s}}\n"
#define AWAY_A ", unavailable: [{from: 2021-03-03, to: 2021-03-04}]"
#define AWAY_B ", unavailable: [{from: 2021-03-08, to: 2021-03-10, why: fair}]"
#define BLOCK "blocked:\n  - {from: 2021-03-03, to: 2021-03-05, country: IT, mode: in-person, why: strike}\n"

static epic_plan *plan_of(const char *a, const char *b, const char *blocked, const char *to)
{
    kit_text in = {.used = 0};
    epic_plan *plan;
    say(&in, HEAD, a, b, blocked, to);
    epic_pairing *pairing = plans_pairing(in.bytes);
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
    epic_pairing_unref(pairing);
    return plan;
}

/* The words of the rules, of which only those that clash, or that free a date, if asked. */
static const char *words_of(const epic_why *why, bool clashes, bool frees)
{
    static kit_text out;
    const epic_why_info *info = epic_why_get(why);
    out.used = 0;
    out.bytes[0] = '\0';
    for (size_t i = 0; i < info->rule_count; i++) {
        const epic_barring *rule = &info->rules[i];
        if ((!clashes || rule->clashes) && (!frees || rule->frees != EPIC_NO_DATE)) {
            char date[11] = "";
            say(&out, "%s%s%s|", frees ? epic_date_write(rule->frees, date) : "", frees ? " " : "", rule->words);
        }
    }
    return out.bytes;
}

#define STRIKE "is blocked (strike) in IT, 2021-03-03 to 2021-03-05|"
#define ABSENCE "meets an absence of Alpha, 2021-03-03 to 2021-03-04|"
#define FAIR "meets an absence of Beta (fair), 2021-03-08 to 2021-03-10|"
#define EDGE "is too near the edge of its window or of the programme|"

/* The absence of Alpha is spared, as the strike bars its days too; the strike frees none, as a weekend follows. */
START_TEST(what_leaves_no_day)
{
    epic_plan *plan = plan_of(AWAY_A, AWAY_B, BLOCK, "2021-03-10");
    epic_why *why;
    ck_assert_uint_eq(epic_plan_events(plan), 0);
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_OK);
    ck_assert_ptr_nonnull(epic_why_get(why)->unscheduled);
    ck_assert_str_eq(words_of(why, false, false), "meets a weekend|" STRIKE FAIR ABSENCE EDGE);
    ck_assert_str_eq(words_of(why, true, false), STRIKE FAIR EDGE);
    ck_assert_str_eq(words_of(why, false, true), "2021-03-08 " FAIR "2021-03-01 " EDGE);
    epic_why_unref(why);
    epic_plan_unref(plan);
}
END_TEST

#define LONGER "meets an absence of Alpha, 2021-03-03 to 2021-03-05|"

/* Of two rules that bar the same days the one is spared that the engine tells later. */
START_TEST(what_was_told_first_clashes)
{
    epic_plan *plan = plan_of(", unavailable: [{from: 2021-03-03, to: 2021-03-05}]", AWAY_B, BLOCK, "2021-03-10");
    epic_why *why;
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_OK);
    ck_assert_str_eq(words_of(why, false, false), "meets a weekend|" STRIKE LONGER FAIR EDGE);
    ck_assert_str_eq(words_of(why, true, false), STRIKE FAIR EDGE);
    epic_why_unref(why);
    epic_plan_unref(plan);
}
END_TEST

/* Without any one of the rules that are said to free a date there is one, and it is that. */
START_TEST(what_frees_a_day)
{
    static const struct {
        const char *b, *blocked, *date;
    } rows[] = {{"", BLOCK, "2021-03-08"}, {AWAY_B, "", "2021-03-03"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        epic_plan *none = plan_of("", AWAY_B, BLOCK, "2021-03-10"), *plan = plan_of("", rows[i].b, rows[i].blocked, "2021-03-10");
        char text[11];
        epic_why *why;
        ck_assert_int_eq(epic_why_make(&why, none, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_OK);
        ck_assert_ptr_nonnull(strstr(words_of(why, false, true), rows[i].date));
        ck_assert_uint_eq(epic_plan_events(plan), 1);
        ck_assert_str_eq(epic_date_write(epic_plan_event(plan, 0)->first, text), rows[i].date);
        epic_why_unref(why);
        epic_plan_unref(plan);
        epic_plan_unref(none);
    }
}
END_TEST

START_TEST(every_rule_of_a_date)
{
    epic_plan *plan = plan_of(AWAY_A, AWAY_B, BLOCK, "2021-03-10");
    epic_why *why;
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, epic_date_make(2021, 3, 4)), EPIC_OK);
    ck_assert_str_eq(words_of(why, false, false), STRIKE ABSENCE);
    ck_assert_ptr_eq(epic_why_plan(why), plan);
    ck_assert_ptr_eq(epic_why_ref(why), why);
    epic_why_unref(why);
    epic_why_unref(why);
    epic_plan_unref(plan);
}
END_TEST

/* ---- many rules ---- */

/* A meeting of 200 cities, none of which is ever there: hundredths of a second, where asking again for each rule takes a hundred
 * times as long. The bound is far above that, for slow machines and valgrind. */
START_TEST(many_rules_take_no_time)
{
    kit_text in = {.used = 0};
    epic_plan *plan;
    epic_why *why;
    size_t clashes = 0;
    say(&in, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-03-01, ends: 2021-04-30, domains: {x: 1, y: 1}}\ncities:\n");
    for (int c = 0; c < 200; c++) {
        say(&in, "  c%d: {name: C%d, country: %s, timezone: Europe/Rome, profile: {x: 0.%d, y: 0.%d},\n"
                 "       unavailable: [{from: 2021-03-01, to: 2021-04-30}]}\n", c, c, c % 2 ? "IT" : "DE", 1 + c % 9, 9 - c % 9);
    }
    say(&in, "events:\n  - {kind: webinar, id: w, minutes: 60}\n");
    epic_pairing *pairing = plans_pairing(in.bytes);
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
    clock_t before = clock();
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_OK);
    ck_assert_int_lt(clock() - before, 5 * CLOCKS_PER_SEC);
    const epic_why_info *info = epic_why_get(why);
    for (size_t i = 0; i < info->rule_count; i++) {
        clashes += info->rules[i].clashes;
    }
    ck_assert(info->possible_count == 0 && info->rule_count >= 200 && clashes == 1);
    epic_why_unref(why);
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
}
END_TEST

START_TEST(calls_and_answers)
{
    epic_plan *plan = plan_of("", "", "", "2021-03-10");
    epic_why *why;
    ck_assert_int_eq(epic_why_make(NULL, plan, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_EARG);
    ck_assert_int_eq(epic_why_make(&why, NULL, EPIC_NONE, 0, 0, EPIC_NO_DATE), EPIC_EARG);
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 1, 0, EPIC_NO_DATE), EPIC_EARG);
    ck_assert_int_eq(epic_why_make(&why, plan, 0, 0, 0, EPIC_NO_DATE), EPIC_EARG);
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 1, EPIC_NO_DATE), EPIC_EARG);
    ck_assert_int_eq(epic_why_make(&why, plan, EPIC_NONE, 0, 0, epic_date_make(2021, 3, 15)), EPIC_EARG);
    ck_assert_ptr_null(why);
    ck_assert_ptr_null(epic_why_get(NULL));
    ck_assert_ptr_null(epic_why_plan(NULL));
    epic_why_unref(NULL);
    epic_plan_unref(plan);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {nothing_bars_what_could_be, what_leaves_no_day, what_was_told_first_clashes,
                                  what_frees_a_day, every_rule_of_a_date, many_rules_take_no_time, calls_and_answers};
    Suite *suite = suite_create("dates");
    TCase *test = tcase_create("dates");
    tcase_set_timeout(test, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tcase_add_test(test, tests[i]);
    }
    suite_add_tcase(suite, test);
    return run(suite);
}
