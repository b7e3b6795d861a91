/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A thousand random programmes in which hardly anything can be as it should: of each a plan that keeps the rules, says of every
 * event when it is or why it is not, is the same a second time, and whose calendar is one. */
#include <epic/epic.h>

#include "kit.h"

enum { WORLDS = 1000, MANY = 30, EFFORT = 2 };

static const uint64_t seed = 20240229;

/* What a programme is written of; the absurdities change it. */
typedef struct world {
    const char *starts, *ends, *today, *zones[4], *hours[2], *countries[2], *visit, *gap, *last, *capacity, *within;
    const char *pairing; /* and what else stands in the file */
    int cities, fixes, chain;
    bool late, ring, refusable; /* late: today is the last day */
} world;

/* ---- absurdities ---- */

typedef void absurdity(world *w);

static void no_common_hour(world *w) { w->hours[0] = "Mo-Fr 08:00-09:00", w->hours[1] = "Mo-Fr 18:00-19:00"; }
static void never_open(world *w) { w->hours[0] = "Sa 08:00-08:30", w->hours[1] = "Su 08:00-08:30"; }
static void always_open(world *w) { w->hours[0] = w->hours[1] = "Mo-Su 00:00-24:00"; }
static void one_day_windows(world *w)
{
    w->within = "within: {from: 2024-02-29, to: 2024-02-29}, ", w->starts = "2024-02-20", w->refusable = true;
}
static void all_blocked(world *w) { w->pairing = "blocked: [{from: 2020-01-01, to: 2030-01-01, why: flood}]\n"; }
static void both_sides_of_the_date_line(world *w) { w->zones[0] = "Pacific/Kiritimati", w->zones[1] = "Pacific/Pago_Pago"; }
static void leap_day(world *w) { w->starts = "2024-02-28", w->ends = "2024-03-05"; }
static void no_leap_day(world *w) { w->starts = "2023-02-27", w->ends = "2023-03-07"; }
static void year_end(world *w) { w->starts = "2024-12-20", w->ends = "2025-01-10"; }
static void spring_in_the_north(world *w) { w->starts = "2024-03-28", w->ends = "2024-04-05", always_open(w); }
static void spring_in_the_south(world *w)
{
    w->starts = "2024-10-01", w->ends = "2024-10-14";
    w->zones[0] = "Australia/Lord_Howe", w->zones[1] = "America/Santiago", w->zones[2] = "Pacific/Auckland";
    always_open(w);
}
static void ramadan(world *w)
{
    w->starts = "2024-03-05", w->ends = "2024-04-20", w->zones[0] = "Africa/Casablanca", w->zones[1] = "Africa/El_Aaiun";
}
static void alone(world *w) { w->cities = 1; }
static void one_country(world *w) { w->countries[1] = w->countries[0]; }
static void nobody_may(world *w)
{
    w->pairing = "pairing: {vetoes: [[c0, c1], [c0, c2], [c0, c3], [c1, c2], [c1, c3], [c2, c3]]}\n";
    w->cities = 4, w->refusable = true; /* unless it is alone */
}
static void directed(world *w) { w->pairing = "pairing: {mode: visits, allow-zero: true, other-country: false}\n"; }
static void far_away(world *w) { w->visit = "days: 5, travel-days: 14"; }
static void longer_than_all(world *w) { w->visit = "days: 366, travel-days: 1"; }
static void long_gaps(world *w) { w->gap = "at-least: 60 months"; }
static void gaps_of_no_room(world *w) { w->gap = "at-least: 0d, at-most: 0d"; }
static void no_capacity(world *w) { w->capacity = "capacity: {host: 0, guest: 0}, "; }
static void all_is_over(world *w) { w->today = "2029-12-31, notice: 3 months", w->refusable = true; }
static void it_is_late(world *w) { w->late = true; }
static void one_day(world *w) { w->ends = w->starts; }
static void many_fixed(world *w) { w->fixes = MANY, w->starts = "2024-01-01", w->ends = "2024-12-31", w->refusable = true; }
static void deep_chain(world *w) { w->chain = MANY; }
static void ring(world *w) { w->ring = w->refusable = true; }
static void every_day(world *w) { w->last = "every: 1d, kind: deadline"; }
static void every_century(world *w) { w->last = "every: 1200 months, kind: meeting, mode: online, days: 2"; }

static absurdity *const absurdities[] = {
    no_common_hour, never_open, always_open, one_day_windows, all_blocked, both_sides_of_the_date_line, leap_day, no_leap_day,
    year_end, spring_in_the_north, spring_in_the_south, ramadan, alone, one_country, nobody_may, directed, far_away,
    longer_than_all, long_gaps, gaps_of_no_room, no_capacity, all_is_over, it_is_late, one_day, many_fixed, deep_chain, ring,
    every_day, every_century};
enum { ABSURDITIES = sizeof absurdities / sizeof *absurdities };

/* Up to three at once. The first is each one's turn, so that none is left out. */
static world any_world(uint64_t *state, int turn)
{
    world w = {.starts = "2024-02-26", .ends = "2024-05-31", .today = "",
               .zones = {"Europe/Rome", "Europe/Berlin", "Asia/Tbilisi", "UTC"},
               .hours = {"Mo-Fr 09:00-17:00", "Mo-Th 08:00-16:00"}, .countries = {"IT", "DE"}, .visit = "days: 3, travel-days: 2",
               .gap = "at-least: 2w", .last = "kind: conference, city: c0, days: 2, mode: hybrid", .capacity = "", .within = "",
               .pairing = "pairing: {allow-zero: true}\n", .cities = 2 + below(state, 3)};
    absurdities[turn % ABSURDITIES](&w);
    for (int more = below(state, 3); more > 0; more--) {
        absurdities[below(state, ABSURDITIES)](&w);
    }
    return w;
}

/* ---- the file ---- */

static void say_cities(kit_text *out, const world *w, uint64_t *state)
{
    for (int c = 0; c < w->cities; c++) {
        say(out, "  c%d: {name: C%d, country: %s, timezone: %s, office-hours: \"%s\", %sprofile: {x: 0.%d, y: 0.%d}}\n", c, c,
            w->countries[c % 2], w->zones[c], w->hours[c % 2], w->capacity, below(state, 10), below(state, 10));
    }
}

static void say_events(kit_text *out, const world *w)
{
    say(out, "events:\n  - {kind: webinar, id: e0, minutes: 60, moderator: m, %scount: 3}\n", w->within);
    for (int e = 0; e < w->chain; e++) {
        say(out, "  - {kind: %s, id: e%d, after: {event: e%d}}\n", e % 2 ? "deadline" : "webinar", e + 1, e);
    }
    if (w->fixes > 0) {
        say(out, "  - {kind: meeting, id: settled, mode: online, days: 1, count: %d}\n", w->fixes);
    }
    say(out, "  - {id: last, %s%s}\n", w->last, w->ring ? ", after: {event: last}" : "");
    for (int f = 0; f < w->fixes; f++) {
        char date[11];
        say(out, "%s  - {event: settled, start: %s}\n", f == 0 ? "fixed:\n" : "",
            epic_date_write(epic_date_make(2024, 1, 2) + (f * 7) % w->fixes * 2, date));
    }
}

static void say_world(kit_text *out, const world *w, uint64_t *state)
{
    out->used = 0;
    const char *today = w->late ? w->ends : w->today;
    say(out, "epic: 1\nprogramme: {id: w, title: W, starts: %s, ends: %s, domains: {x: 1, y: 1}, organiser: "
             "{name: O, email: o@example.org}%s%s}\n"
             "moderators: {m: {name: M, timezone: Europe/Rome, turn-round: 1440}}\n%scities:\n",
        w->starts, w->ends, today[0] == '\0' ? "" : ", today: ", today, w->pairing);
    say_cities(out, w, state);
    say(out, "exchange:\n  - {kind: preparation, id: film, days: %d, %safter: {event: start}}\n",
        1 + below(state, 40), w->within);
    say(out, "  - {kind: online, id: talk, minutes: %d, moderator: m, after: {event: film, at-least: 0d}}\n",
        30 + below(state, 700));
    say(out, "  - {kind: visit, id: visit, %s, after: {event: talk, %s}}\n", w->visit, w->gap);
    say(out, "  - {kind: reply, id: reply, %s%s}\n  - {kind: local, id: home, minutes: 1440}\n", w->within, w->visit);
    say_events(out, w);
}

/* ---- what holds of each ---- */

typedef struct made {
    epic_plan *plan;
    int status;
    size_t wanted; /* how many events, without those of what recurs */
} made;

static void show(const epic_diags *diags, const kit_text *text)
{
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    fprintf(stderr, "%s", text->bytes);
}

static size_t wanted(const epic_programme *programme, size_t pairs)
{
    size_t count = pairs * epic_programme_steps(programme);
    for (size_t e = 0; e < epic_programme_events(programme); e++) {
        const epic_joint_event *event = epic_programme_event(programme, e);
        bool recurs = event->every.months != 0 || event->every.days != 0;
        count += recurs ? 0 : event->count > 0 ? event->count : 1;
    }
    return count;
}

/* Status and plan, which the audit passes; what is refused is said to be. */
static made plan_of(const kit_text *text, bool refusable)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    made out = {NULL, EPIC_OK, 0};
    options.effort = EFFORT;
    size_t pairs = 0;
    epic_diags *diags = epic_diags_new();
    out.status = epic_programme_parse(&programme, text->bytes, text->used, "w.yaml", diags);
    out.status = out.status ? out.status : epic_scores_make(&scores, programme, diags);
    out.status = out.status ? out.status : epic_pairing_make(&pairing, scores, NULL, diags);
    out.status = out.status ? out.status : epic_plan_make(&out.plan, pairing, &options, diags);
    if (out.plan != NULL) {
        (void)epic_pairing_pairs(pairing, &pairs);
        out.wanted = wanted(programme, pairs);
    }
    int verified = out.plan == NULL ? EPIC_OK : epic_plan_verify(out.plan, diags);
    bool refused = refusable && out.status == EPIC_EINPUT && epic_diags_errors(diags) > 0;
    if (verified != EPIC_OK || (out.status != EPIC_OK && !refused)) {
        show(diags, text);
    }
    ck_assert_int_eq(verified, EPIC_OK);
    ck_assert(out.status == EPIC_OK || refused);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    epic_diags_free(diags);
    return out;
}

/* Each event has a date, or a reason in words. */
static void all_are_told(const made *it)
{
    size_t told = 0;
    for (size_t i = 0; i < epic_plan_events(it->plan); i++) {
        const epic_event *event = epic_plan_event(it->plan, i);
        told += event->nominal == EPIC_NO_DATE;
        ck_assert(event->why != NULL && event->why[0] != '\0' && event->first <= event->last);
    }
    for (size_t i = 0; i < epic_plan_unscheduled(it->plan); i++) {
        const epic_unscheduled *left = epic_plan_unscheduled_at(it->plan, i);
        told += left->nominal == EPIC_NO_DATE;
        ck_assert(left->why != NULL && strchr(left->why, ' ') != NULL);
    }
    ck_assert_uint_eq(told, it->wanted);
    ck_assert(epic_plan_bound(it->plan) >= 0 && epic_plan_bound(it->plan) <= epic_plan_cost(it->plan));
}

static void read_calendar(const epic_plan *plan, kit_text *out)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 1700000000;
    out->used = 0;
    ck_assert_int_eq(epic_publish(plan, EPIC_ICS, &options, keep, out, NULL), EPIC_OK);
}

/* Also where nothing has a date. */
static void has_no_fault(const kit_text *calendar, const kit_text *text)
{
    epic_diags *faults = epic_diags_new();
    int status = epic_lint(calendar->bytes, calendar->used, "w.ics", NULL, faults);
    if (status != EPIC_OK) {
        show(faults, text);
    }
    ck_assert_int_eq(status, EPIC_OK);
    epic_diags_free(faults);
}

/* Its calendar has no fault, and is made again of the same file. */
static void is_one_calendar(const made *it, const kit_text *text)
{
    static kit_text first, second;
    made again = plan_of(text, false);
    read_calendar(it->plan, &first);
    has_no_fault(&first, text);
    ck_assert_int_eq(again.status, EPIC_OK);
    ck_assert_int_eq(epic_plan_cost(again.plan), epic_plan_cost(it->plan));
    ck_assert_int_eq(epic_plan_bound(again.plan), epic_plan_bound(it->plan));
    read_calendar(again.plan, &second);
    ck_assert_uint_eq(first.used, second.used);
    ck_assert_mem_eq(first.bytes, second.bytes, first.used);
    epic_plan_unref(again.plan);
}

START_TEST(absurd_programmes)
{
    uint64_t state = seed;
    size_t dated = 0, left = 0, refused = 0, bare = 0;
    int count = cases(WORLDS);
    for (int n = 0; n < count; n++) {
        kit_text text;
        world w = any_world(&state, n);
        say_world(&text, &w, &state);
        made it = plan_of(&text, w.refusable);
        refused += it.status != EPIC_OK;
        if (it.status == EPIC_OK) {
            all_are_told(&it);
            is_one_calendar(&it, &text);
            dated += epic_plan_events(it.plan);
            left += epic_plan_unscheduled(it.plan);
            bare += epic_plan_events(it.plan) == 0;
        }
        epic_plan_unref(it.plan);
    }
    printf("# %zu events dated, %zu not; %zu programmes refused, %zu without a date\n", dated, left, refused, bare);
    ck_assert(dated > (size_t)count && left > (size_t)count);
    ck_assert(count < WORLDS || (bare > 0 && refused > 0 && refused < (size_t)count / 5));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("absurd");
    TCase *test = tcase_create("absurd");
    tcase_set_timeout(test, 600);
    tcase_add_test(test, absurd_programmes);
    suite_add_tcase(suite, test);
    return run(suite);
}
