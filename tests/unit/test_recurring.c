/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What recurs: its days worked out by hand, what moves them, and random series whose calendars, expanded again by the reader of
 * rules, must say what the plan says. */
#include <epic/epic.h>

#include <unistd.h>

#include "cycle.h"
#include "plans.h"
#include "recur.h"
#include "recurs.h"
#include "zone.h"

enum { SERIES = 200, MOST = 400 };

/* ---- days by the rule ---- */

static epic_date day_of(const char *text)
{
    int year, month, day;
    ck_assert_int_eq(sscanf(text, "%d-%d-%d", &year, &month, &day), 3);
    return epic_date_make(year, month, day);
}

static const char *text_of(epic_date date)
{
    static char text[11];
    return epic_date_write(date, text);
}

START_TEST(days_by_the_rule)
{
    static const struct {
        const char *begin, *to;
        epic_duration every;
        uint32_t limit;
        bool at_end;
        const char *days;
    } rows[] = {
        {"2021-01-31", "2021-06-30", {1, 0, 0}, 0, false, "2021-01-31 2021-02-28 2021-03-31 2021-04-30 2021-05-31 2021-06-30 "},
        {"2023-12-30", "2024-03-31", {1, 0, 0}, 0, false, "2023-12-30 2024-01-30 2024-02-29 2024-03-30 "},
        {"2021-11-15", "2022-05-14", {2, 0, 0}, 0, true, "2022-01-15 2022-03-15 "},
        {"2021-12-31", "2022-12-31", {2, 0, 0}, 0, true,
         "2022-02-28 2022-04-30 2022-06-30 2022-08-31 2022-10-31 2022-12-31 "},
        {"2024-02-29", "2029-01-01", {12, 0, 0}, 0, false, "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 "},
        {"2021-03-01", "2021-12-31", {0, 14, 0}, 3, false, "2021-03-01 2021-03-15 2021-03-29 "},
        {"2021-12-25", "2022-01-14", {0, 10, 0}, 0, true, "2022-01-04 2022-01-14 "},
        {"2021-03-01", "2021-03-01", {1, 0, 0}, 0, true, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ep_cycle cycle = {day_of(rows[i].begin), day_of(rows[i].to), rows[i].every, rows[i].limit, rows[i].at_end};
        kit_text *days = calloc(1, sizeof *days);
        for (uint32_t n = 1; n <= ep_cycle_count(&cycle); n++) {
            say(days, "%s ", text_of(ep_cycle_day(&cycle, n)));
        }
        ck_assert_str_eq(days->bytes, rows[i].days);
        free(days);
    }
}
END_TEST

START_TEST(periods_do_not_overlap)
{
    for (int at_end = 0; at_end <= 1; at_end++) {
        const ep_cycle cycle = {day_of("2021-01-31"), day_of("2021-12-31"), {1, 0, 0}, 0, at_end};
        epic_date from, to, before = EPIC_NO_DATE;
        for (uint32_t n = 1; n <= ep_cycle_count(&cycle); n++) {
            ep_cycle_span(&cycle, n, &from, &to);
            ck_assert(before == EPIC_NO_DATE || from == before + 1);
            ck_assert_int_eq(at_end ? to : from, ep_cycle_day(&cycle, n));
            before = to;
        }
        ck_assert_int_eq(before, day_of("2021-12-31"));
    }
}
END_TEST

START_TEST(days_beyond_all_years)
{
    const ep_cycle cycle = {day_of("9999-01-01"), day_of("9999-12-31"), {INT32_MAX, 0, 0}, 0, false};
    ck_assert_uint_eq(ep_cycle_count(&cycle), 1);
    const ep_cycle daily = {day_of("2021-01-01"), day_of("2999-12-31"), {0, 1, 0}, 0, false};
    ck_assert_uint_eq(ep_cycle_count(&daily), EP_MOST_OCCURRENCES + 1);
}
END_TEST

/* ---- plans ---- */

static epic_diags *diags;

static void show(void)
{
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stdout);
}

/* None unless they are stated. */
static const char *holidays_of(const char *city)
{
    return strstr(city, "holidays") == NULL ? ", calendars: {holidays: []}" : "";
}

/* Two cities; 1 January 2021 is a Friday. */
static void begin(kit_text *out, const char *programme, const char *a, const char *b)
{
    out->used = 0;
    say(out, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-01, ends: 2021-12-31, domains: {x: 1, y: 1}%s,\n", programme);
    say(out, "  organiser: {name: Office, email: office@example.org}}\ncities:\n");
    say(out, "  a: {name: Aa, country: IT, timezone: Europe/Rome, profile: {x: 0.9, y: 0.1}%s%s}\n", a, holidays_of(a));
    say(out, "  b: {name: Bb, country: GR, timezone: Europe/Athens, profile: {x: 0.2, y: 0.8}%s%s}\n", b, holidays_of(b));
}

static int plan_of(epic_plan **plan, const char *name, const kit_text *in)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    int status = epic_programme_parse(&programme, in->bytes, in->used, name, diags);
    status = status ? status : epic_scores_make(&scores, programme, diags);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, diags);
    *plan = NULL;
    status = status ? status : epic_plan_make(plan, pairing, NULL, diags);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status;
}

static epic_plan *good_at(const char *name, const kit_text *in)
{
    epic_plan *plan;
    int status = plan_of(&plan, name, in);
    status = status ? status : epic_plan_verify(plan, diags);
    if (status != EPIC_OK) {
        show();
        printf("# %s", in->bytes);
        fflush(stdout);
    }
    ck_assert_int_eq(status, EPIC_OK);
    return plan;
}

static epic_plan *good(const kit_text *in)
{
    return good_at("p.yaml", in);
}

/* "01-31 02-28 ...": the days of an event in the order of its numbers, "-" for what has none. */
static const char *days_of(const epic_plan *plan, const char *id)
{
    static kit_text out;
    out.used = 0;
    out.bytes[0] = '\0';
    for (uint32_t n = 1; n <= MOST; n++) {
        for (size_t i = 0; i < epic_plan_events(plan); i++) {
            const epic_event *event = epic_plan_event(plan, i);
            if (strcmp(event->id, id) == 0 && event->number == n) {
                say(&out, "%s ", text_of(event->first) + 5);
            }
        }
        for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
            const epic_unscheduled *left = epic_plan_unscheduled_at(plan, i);
            if (strcmp(left->id, id) == 0 && left->number == n) {
                say(&out, "- ");
            }
        }
    }
    return out.bytes;
}

static kit_text in;

START_TEST(deadlines_come_before_weekends)
{
    begin(&in, "", "", "");
    say(&in, "events: [{kind: deadline, id: report, every: 2 months}]\n");
    epic_plan *plan = good(&in);
    /* 1 May is a Saturday */
    ck_assert_str_eq(days_of(plan, "report"), "03-01 04-30 07-01 09-01 11-01 ");
    epic_plan_unref(plan);
}
END_TEST

START_TEST(deadlines_come_before_holidays)
{
    char folder[] = "/tmp/epic-recurring-XXXXXX", csv[64], name[64];
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(csv, sizeof csv, "%s/h.csv", folder);
    snprintf(name, sizeof name, "%s/p.yaml", folder);
    FILE *file = fopen(csv, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs("date,name\n2021-03-01,One\n2021-02-26,Two\n2021-07-01,Three\n", file), 0);
    ck_assert_int_eq(fclose(file), 0);
    begin(&in, "", ", calendars: {holidays: [h.csv]}", "");
    say(&in, "events: [{kind: deadline, id: report, every: 2 months, count: 3}]\n");
    epic_plan *plan = good_at(name, &in);
    /* behind 1 March lies a weekend, and the Friday before it is a holiday too */
    ck_assert_str_eq(days_of(plan, "report"), "02-25 04-30 06-30 ");
    epic_plan_unref(plan);
    unlink(csv);
    rmdir(folder);
}
END_TEST

START_TEST(meetings_come_after_weekends)
{
    begin(&in, "", "", "");
    say(&in, "events: [{kind: meeting, id: call, mode: online, minutes: 60, every: 1 month, within: {from: 2021-01-31}}]\n");
    epic_plan *plan = good(&in);
    ck_assert_str_eq(days_of(plan, "call"), "02-01 03-01 03-31 04-30 05-31 06-30 08-02 08-31 09-30 11-01 11-30 12-31 ");
    for (size_t i = 0; i < epic_plan_events(plan); i++) { /* one hour for all, through summer and winter */
        const epic_event *event = epic_plan_event(plan, i);
        bool summer = event->first > day_of("2021-03-28") && event->first < day_of("2021-10-31");
        ck_assert_int_eq((int)(event->start % DAY), (summer ? 7 : 8) * 3600);
    }
    epic_plan_unref(plan);
}
END_TEST

START_TEST(blocked_ones_are_not_held)
{
    begin(&in, "", "", "");
    say(&in, "events: [{kind: meeting, id: m, mode: in-person, city: a, days: 2, every: 1 month, within: {from: 2021-02-01}}]\n");
    say(&in, "blocked: [{mode: in-person, from: 2021-03-30, to: 2021-06-10, why: pandemic}]\n");
    epic_plan *plan = good(&in);
    /* 1 and 2 May: a weekend, then blocked to the end; June from the 11th on, a Friday, hence Monday the 14th */
    ck_assert_str_eq(days_of(plan, "m"), "02-01 03-01 - - 06-14 07-01 08-02 09-01 10-04 11-01 12-01 ");
    ck_assert_ptr_nonnull(strstr(epic_plan_unscheduled_at(plan, 0)->why, "blocked (pandemic)"));
    epic_plan_unref(plan);
}
END_TEST

START_TEST(pinned_past_and_counted)
{
    begin(&in, ", today: 2021-04-15", "", "");
    say(&in, "events:\n  - {kind: webinar, id: start-up, minutes: 60, within: {from: 2021-04-20}}\n");
    say(&in, "  - {kind: meeting, id: call, mode: online, minutes: 60, every: 2w, count: 3,\n");
    say(&in, "     after: {event: start-up, at-least: 1w}}\n");
    say(&in, "  - {kind: deadline, id: report, every: 1 month, count: 5}\n");
    say(&in, "  - {kind: deadline, id: other, every: 10d, within: {from: 2021-11-20}, after: {event: start, at-least: 0d}}\n");
    say(&in, "fixed: [{event: report, number: 4, start: 2021-05-05}, {event: call, number: 2, start: 2021-05-20T15:00}]\n");
    epic_plan *plan = good(&in);
    ck_assert_str_eq(days_of(plan, "start-up"), "");
    ck_assert_str_eq(days_of(plan, "call"), "04-27 05-20 05-25 ");
    ck_assert_str_eq(days_of(plan, "report"), "02-01 03-01 04-01 05-05 06-01 ");
    ck_assert_str_eq(days_of(plan, "other"), "11-30 12-10 12-20 12-30 ");
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        bool fixed = strcmp(event->id, "report") == 0 ? event->number == 4 : strcmp(event->id, "call") == 0 && event->number == 2;
        ck_assert_int_eq(event->state, event->last < day_of("2021-04-15") ? EPIC_DONE : fixed ? EPIC_CONFIRMED : EPIC_PROPOSED);
    }
    ck_assert(epic_plan_proved(plan));
    epic_plan_unref(plan);
}
END_TEST

static bool told(const char *code)
{
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        if (strcmp(epic_diags_get(diags, i)->code, code) == 0) {
            return true;
        }
    }
    return false;
}

START_TEST(what_is_refused)
{
    static const struct {
        const char *events, *code;
    } rows[] = {
        {"events: [{kind: deadline, id: r, every: 1 month 3d}]\n", "E337"},
        {"events: [{kind: deadline, id: r, every: 90 minutes}]\n", "E337"},
        {"events: [{kind: deadline, id: r, every: 0d}]\n", "E337"},
        {"events: [{kind: deadline, id: r, every: 3 months}]\nfixed: [{event: r, number: 4, start: 2021-12-20}]\n", "E517"},
        {"events: [{kind: deadline, id: r, every: 3 months, count: 2}]\nfixed: [{event: r, number: 3, start: 2021-12-20}]\n",
         "E323"},
        {"events:\n  - {kind: webinar, id: w, within: {from: 2021-11-01}}\n"
         "  - {kind: deadline, id: r, every: 1 month, after: {event: w}}\nfixed: [{event: r, number: 9, start: 2021-12-20}]\n",
         "E517"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        epic_plan *plan;
        begin(&in, "", "", "");
        say(&in, "%s", rows[i].events);
        ck_assert_int_eq(plan_of(&plan, "p.yaml", &in), EPIC_EINPUT);
        ck_assert_msg(told(rows[i].code), "%s", rows[i].events);
    }
}
END_TEST

/* A plan whose n-th occurrence is a few days later or has another rule's day. */
static int damaged(const epic_plan *plan, int days, int nominal)
{
    epic_event events[MOST];
    epic_plan *other;
    size_t count = epic_plan_events(plan);
    for (size_t i = 0; i < count; i++) {
        events[i] = *epic_plan_event(plan, i);
    }
    plans_move(&events[2], days);
    events[2].nominal += nominal;
    const ep_planned parts = {.events = events, .event_count = count};
    ck_assert_int_eq(ep_plan_build(&other, epic_plan_pairing(plan), &parts), EPIC_OK);
    int status = epic_plan_verify(other, diags);
    epic_plan_unref(other);
    return status;
}

START_TEST(damage_is_seen)
{
    begin(&in, "", "", "");
    say(&in, "events: [{kind: deadline, id: report, every: 1 month}]\n");
    epic_plan *plan = good(&in);
    ck_assert_int_eq(damaged(plan, 0, 0), EPIC_OK);
    ck_assert_int_eq(damaged(plan, 1, 0), EPIC_EINPUT); /* behind its day */
    ck_assert(told("E562"));
    ck_assert_int_eq(damaged(plan, -35, 0), EPIC_EINPUT); /* in the period before */
    ck_assert_int_eq(damaged(plan, 0, 1), EPIC_EINPUT);
    epic_plan_unref(plan);
}
END_TEST

/* ---- calendars, expanded again ---- */

typedef struct times {
    ep_moment list[MOST], ids[MOST];
    size_t count;
} times;

static bool add_time(void *user, ep_moment at)
{
    times *all = user;
    ck_assert_uint_lt(all->count, MOST);
    all->ids[all->count] = at;
    all->list[all->count++] = at;
    return true;
}

static ep_moment moment_of(const char *line)
{
    const char *value = strrchr(line, ':') + 1;
    int year, month, day, hour = 0, minute = 0;
    ck_assert_int_ge(sscanf(value, "%4d%2d%2dT%2d%2d", &year, &month, &day, &hour, &minute), 3);
    return (ep_moment){epic_date_make(year, month, day), hour * 3600 + minute * 60};
}

static bool same(ep_moment a, ep_moment b)
{
    return a.date == b.date && a.second == b.second;
}

/* UNTIL in UTC as the zone of the rule shows it. */
static ep_moment local_until(const ep_recur *rule, const char *start)
{
    ep_moment until;
    bool utc, date_only;
    char name[64] = "UTC";
    ep_zone *zone;
    ck_assert(ep_recur_until(rule, &until, &utc, &date_only));
    ck_assert(date_only == (strstr(start, "VALUE=DATE") != NULL) && utc == !date_only);
    if (sscanf(start, "DTSTART;TZID=%63[^:]", name) == 1) {
        ck_assert_int_eq(ep_zone_open(&zone, NULL, name), EPIC_OK);
        ep_local local = ep_zone_local(zone, (epic_instant)until.date * DAY + until.second);
        until = (ep_moment){local.date, local.second};
        ep_zone_close(zone);
    }
    return until;
}

/* Takes out what is not held. */
static void exclude(const entry_text *entry, times *out)
{
    for (size_t k = 0; k < entry->count; k++) {
        for (size_t at = 0; strncmp(entry->lines[k], "EXDATE", 6) == 0 && at < out->count; at++) {
            if (same(out->ids[at], moment_of(entry->lines[k]))) {
                out->count--;
                memmove(&out->list[at], &out->list[at + 1], (out->count - at) * sizeof *out->list);
                memmove(&out->ids[at], &out->ids[at + 1], (out->count - at) * sizeof *out->ids);
            }
        }
    }
}

/* All times of the entry, as the wall of its zone shows them. */
static void expand(const calendar_text *calendar, const char *uid, times *out)
{
    ep_arena *arena = ep_arena_new();
    ep_recur *rule;
    const char *wrong;
    out->count = 0;
    for (size_t i = 0; i < calendar->count; i++) {
        const entry_text *entry = &calendar->entries[i];
        const char *start = line_of(entry, "DTSTART"), *text = strchr(line_of(entry, "RRULE"), ':');
        const char *id = line_of(entry, "RECURRENCE-ID");
        if (strcmp(entry->uid, uid) != 0) {
            continue;
        }
        if (id[0]) {
            size_t k = 0;
            while (k < out->count && !same(out->ids[k], moment_of(id))) {
                k++;
            }
            ck_assert_uint_lt(k, out->count); /* the rule has it */
            out->list[k] = moment_of(start);
            continue;
        }
        if (text == NULL) {
            ck_abort_msg("neither a rule nor an occurrence of one");
            return;
        }
        ck_assert_int_eq(ep_recur_parse(&rule, arena, text + 1, strlen(text + 1), &wrong), EPIC_OK);
        ep_moment until = local_until(rule, start), first = moment_of(start);
        ck_assert_int_eq(ep_recur_each(rule, first, strstr(start, "VALUE=DATE") != NULL, first.date, first.date + 2000, &until,
                                       add_time, out), EPIC_OK);
        ck_assert_uint_gt(out->count, 0);
        exclude(entry, out);
    }
    ep_arena_free(arena);
}

static calendar_text *feed_of(const epic_plan *plan)
{
    kit_text *text = calloc(1, sizeof *text);
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = ISSUED;
    int status = epic_publish(plan, EPIC_ICS, &options, keep, text, diags);
    if (status != EPIC_OK) {
        show();
    }
    ck_assert_int_eq(status, EPIC_OK);
    return calendar_of(text);
}

static bool has_time(const times *all, ep_moment at)
{
    size_t k = 0;
    while (k < all->count && !same(all->list[k], at)) {
        k++;
    }
    return k < all->count;
}

/* Every occurrence of the plan stands in its calendar at its time, and nothing else does. */
static size_t compare(const epic_plan *plan)
{
    calendar_text *calendar = feed_of(plan);
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    size_t compared = 0;
    for (size_t e = 0; e < epic_programme_events(programme); e++) {
        static times all;
        size_t held = 0;
        for (size_t i = 0; i < epic_plan_events(plan); i++) {
            const epic_event *event = epic_plan_event(plan, i);
            ep_moment at = {event->first, 0};
            if (event->pair != EPIC_NONE || event->source != e || !ep_recurs(epic_programme_event(programme, e))) {
                continue;
            }
            if (held++ == 0) {
                expand(calendar, event->uid, &all);
            }
            if (!event->all_day) {
                ep_zone *zone;
                ck_assert_int_eq(ep_zone_open(&zone, NULL, event->zone), EPIC_OK);
                at.second = ep_zone_local(zone, event->start).second;
                ep_zone_close(zone);
            }
            ck_assert_msg(has_time(&all, at), "%s %u", event->id, (unsigned)event->number);
        }
        ck_assert(held == 0 || held == all.count);
        compared += held;
    }
    calendar_free(calendar);
    return compared;
}

static const char *random_day(uint64_t *state, int from, int span)
{
    return text_of(day_of("2021-01-01") + from + below(state, span));
}

static void random_series(uint64_t *state, int index)
{
    static const char *const periods[] = {"1 month", "2 months", "3 months", "1w", "2w", "10d", "3d", "5 weeks"};
    static const char *const forms[] = {
        "kind: deadline", "kind: meeting, mode: online, minutes: 60", "kind: meeting, mode: in-person, city: b, minutes: 90",
        "kind: training, mode: in-person, city: a, days: 2", "kind: forum, mode: in-person, days: 1, rotate: hosts",
        "kind: webinar, mode: online, minutes: 30"};
    say(&in, "  - {id: s%d, %s, every: %s", index, forms[below(state, 6)], periods[below(state, 8)]);
    say(&in, ", within: {from: %s", random_day(state, 0, 120));
    say(&in, ", to: %s}", random_day(state, 150, 200));
    if (below(state, 3) == 0) {
        say(&in, ", count: %d", 1 + below(state, 9));
    }
    if (below(state, 4) == 0) {
        say(&in, ", after: {event: w, at-least: %dd}", below(state, 40));
    }
    say(&in, "}\n");
}

static void random_programme(uint64_t *state)
{
    static const char *const hours[] = {"", ", office-hours: Mo-Th 09:00-12:00",
                                        ", office-hours: \"Mo-We 10:00-17:00, Fr 09:00-13:00\""};
    char today[64] = "";
    if (below(state, 2)) {
        snprintf(today, sizeof today, ", today: %s", random_day(state, 0, 200));
    }
    begin(&in, today, hours[below(state, 3)], hours[below(state, 3)]);
    say(&in, "exchange: [{kind: online, id: talk}]\nevents:\n  - {kind: webinar, id: w, minutes: 60}\n");
    for (int i = 0, n = 1 + below(state, 3); i < n; i++) {
        random_series(state, i);
    }
    say(&in, "blocked:\n");
    for (int i = 0, n = 1 + below(state, 3); i < n; i++) {
        epic_date from = day_of(random_day(state, 0, 300));
        say(&in, "  - {from: %s, ", text_of(from));
        say(&in, "to: %s}\n", text_of(from + below(state, 50)));
    }
}

START_TEST(calendars_say_what_the_plan_says)
{
    uint64_t state = 20210501;
    size_t compared = 0;
    for (int i = 0; i < cases(SERIES); i++) {
        random_programme(&state);
        epic_plan *plan = good(&in);
        compared += compare(plan);
        epic_plan_unref(plan);
    }
    printf("# %zu occurrences\n", compared);
    ck_assert_uint_gt(compared, (size_t)cases(SERIES));
}
END_TEST

/* ---- one entry ---- */

static epic_ledger *issue(const epic_plan *plan, epic_ledger *before, epic_instant at)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_ledger *ledger;
    options.issued_at = at;
    options.ledger = before;
    ck_assert_int_eq(epic_ledger_issue(&ledger, plan, &options, diags), EPIC_OK);
    return ledger;
}

START_TEST(one_entry_in_the_ledger)
{
    static const char *const fixed[] = {"2021-03-31T15:00", "2021-03-31T16:00"};
    epic_ledger *ledgers[3] = {NULL};
    for (int i = 0; i < 2; i++) {
        begin(&in, "", "", "");
        say(&in, "events: [{kind: meeting, id: call, mode: online, minutes: 60, every: 1 month, within: {from: 2021-01-31}}]\n");
        say(&in, "fixed: [{event: call, number: 3, start: %s}]\n", fixed[i]);
        epic_plan *plan = good(&in);
        ledgers[i + 1] = issue(plan, ledgers[i], ISSUED + i);
        epic_ledger *again = issue(plan, ledgers[i + 1], ISSUED + 9);
        ck_assert_uint_eq(epic_ledger_entry(again, 0)->sequence, (uint32_t)i);
        ck_assert_int_eq(epic_ledger_entry(again, 0)->modified, ISSUED + i);
        epic_ledger_unref(again);
        epic_plan_unref(plan);
    }
    const epic_issued *was = epic_ledger_entry(ledgers[1], 0), *is = epic_ledger_entry(ledgers[2], 0);
    ck_assert_uint_eq(epic_ledger_entries(ledgers[2]), 1);
    ck_assert_str_eq(was->uid, is->uid);
    ck_assert_int_eq(was->start, is->start);
    ck_assert_str_ne(was->repeats, is->repeats);
    epic_changes *changes;
    ck_assert_int_eq(epic_changes_make(&changes, ledgers[1], ledgers[2]), EPIC_OK);
    ck_assert_uint_eq(epic_changes_count(changes), 1);
    ck_assert_int_eq(epic_changes_get(changes, 0)->news, EPIC_NEWS_SIGNIFICANT);
    ck_assert_uint_eq(epic_changes_get(changes, 0)->properties, EPIC_PROPERTY_TIME);
    epic_changes_unref(changes);
    epic_ledger_unref(ledgers[1]);
    epic_ledger_unref(ledgers[2]);
}
END_TEST

static const epic_event *event_of(const epic_plan *plan, const char *id, uint32_t number)
{
    size_t i = 0;
    while (strcmp(epic_plan_event(plan, i)->id, id) != 0 || epic_plan_event(plan, i)->number != number) {
        i++;
        ck_assert_uint_lt(i, epic_plan_events(plan));
    }
    return epic_plan_event(plan, i);
}

/* Of the settled event, else of the event, else of the moderator; never of what is in person. */
START_TEST(links_are_told)
{
    static const struct {
        const char *id;
        uint32_t number;
        const char *link;
    } rows[] = {{"call", 1, "https://example.org/room"}, {"call", 2, "https://example.org/once"},
                {"own", 1, "http://example.org/own?a=1&b=%2C"}, {"there", 1, NULL}, {"due", 1, NULL}};
    begin(&in, "", "", "");
    say(&in, "moderators: {m: {name: M, timezone: Europe/Rome, link: https://example.org/room}}\nevents:\n");
    say(&in, "  - {kind: meeting, id: call, mode: online, minutes: 60, every: 1 month, count: 3, moderator: m}\n");
    say(&in, "  - {kind: webinar, id: own, every: 1w, count: 1, moderator: m, link: \"http://example.org/own?a=1&b=%%2C\"}\n");
    say(&in, "  - {kind: meeting, id: there, mode: in-person, city: a, every: 1w, count: 1, moderator: m}\n");
    say(&in, "  - {kind: deadline, id: due, every: 1w, count: 1, link: https://example.org/due}\n");
    say(&in, "fixed: [{event: call, number: 2, start: 2021-02-01T10:00, link: https://example.org/once}]\n");
    epic_plan *plan = good(&in);
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        ck_assert_pstr_eq(event_of(plan, rows[r].id, rows[r].number)->link, rows[r].link);
    }
    calendar_text *calendar = feed_of(plan);
    const entry_text *own = &calendar->entries[0];
    for (size_t i = 0; i < calendar->count; i++) {
        own = strcmp(line_of(&calendar->entries[i], "SUMMARY"), "SUMMARY:Webinar") == 0 ? &calendar->entries[i] : own;
    }
    ck_assert_str_eq(line_of(own, "LOCATION"), "LOCATION:http://example.org/own?a=1&b=%2C");
    ck_assert_str_eq(line_of(own, "CONFERENCE"),
                     "CONFERENCE;FEATURE=VIDEO;LABEL=Join online;VALUE=URI:http://example.org/own?a=1&b=%2C");
    ck_assert_ptr_nonnull(strstr(line_of(own, "DESCRIPTION"), "\\nJoin online: http://example.org/own?a=1&b=%2C"));
    calendar_free(calendar);
    epic_plan_unref(plan);
}
END_TEST

static void set_up(void)
{
    diags = epic_diags_new();
}

static void tear_down(void)
{
    epic_diags_free(diags);
}

int main(void)
{
    const TTest *const tests[] = {
        days_by_the_rule, periods_do_not_overlap, days_beyond_all_years, deadlines_come_before_weekends,
        deadlines_come_before_holidays, meetings_come_after_weekends, blocked_ones_are_not_held, pinned_past_and_counted,
        what_is_refused, damage_is_seen, calendars_say_what_the_plan_says, one_entry_in_the_ledger, links_are_told,
    };
    Suite *suite = suite_create("recurring");
    TCase *test = tcase_create("recurring");
    tcase_set_timeout(test, 120);
    tcase_add_checked_fixture(test, set_up, tear_down);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tcase_add_test(test, tests[i]);
    }
    suite_add_tcase(suite, test);
    return run(suite);
}
