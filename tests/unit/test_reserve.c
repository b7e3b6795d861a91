/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reserve dates: beside everything else, kept while a plan changes, and where an event goes that must leave its day. */
#include "planning.h"
#include "planned.h"

#define MOST 40

static kit_text text;

/* What a programme is written of; "" for nothing. */
typedef struct setting {
    const char *programme, *reserve, *more; /* keys of the programme, of the visit, and of the file */
    const char *then; /* the step behind the visit; NULL: a talk in May */
} setting;

#define TALK "{kind: online, id: talk, minutes: 60, after: {event: visit, at-least: 6w}, within: {from: 2021-05-03}}"

#define REPLY "{kind: reply, id: reply, days: 2, after: {event: visit, at-least: 8w}, "

static const setting first = {"", "reserve: 4w", "", NULL};

/* Three cities visit a fourth, which has one guest at a time, and then meet. */
static void say_programme(const setting *is)
{
    text.used = 0;
    say(&text, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-01-04, ends: 2021-06-30, domains: {h: 1}%s}\n"
               "pairing: {mode: mentoring, mentors: [d], other-country: false}\ncities:\n", is->programme);
    for (int i = 0; i < 4; i++) {
        say(&text, "  %c: {name: C%c, country: IT, timezone: Europe/Rome, profile: {h: %s}, capacity: {host: 3}, "
                   "calendars: {holidays: []}}\n", "abcd"[i], "abcd"[i], i == 3 ? "0.9" : "0.1");
    }
    say(&text, "exchange:\n  - {kind: visit, id: visit, days: 2, travel-days: 2, %s}\n"
               "  - %s\n"
               "events:\n  - {kind: meeting, id: meeting, mode: in-person, city: a, days: 2, reserve: 1d}\n%s",
        is->reserve, is->then == NULL ? TALK : is->then, is->more);
}

static epic_plan *plan_of(const setting *is, epic_ledger *former)
{
    say_programme(is);
    return audited_plan(&text, former, NULL);
}

/* The visit of the i-th city; behind them the meeting. */
static const epic_event *find(const epic_plan *plan, size_t i)
{
    for (size_t k = 0; k < epic_plan_events(plan); k++) {
        const epic_event *event = epic_plan_event(plan, k);
        if (i < 3 ? event->kind == EPIC_VISIT && event->guest == i : event->kind == EPIC_MEETING) {
            return event;
        }
    }
    return NULL;
}

/* What follows the visit of the i-th city. */
static const epic_event *follower(const epic_plan *plan, size_t i)
{
    const epic_event *visit = find(plan, i);
    for (size_t k = 0; k < epic_plan_events(plan); k++) {
        const epic_event *event = epic_plan_event(plan, k);
        if (event->pair == visit->pair && event != visit) {
            return event;
        }
    }
    return NULL;
}

static void block_days(char out[128], epic_date from, epic_date to)
{
    char begin[11], end[11];
    snprintf(out, 128, "blocked: [{mode: in-person, from: %s, to: %s, why: flood}]\n", epic_date_write(from, begin),
             epic_date_write(to, end));
}

/* ---- when they are ---- */

/* The days that the host gives, of dates and of reserve dates. */
static void mark(unsigned char *days, epic_date from, epic_date to)
{
    for (epic_date d = from; d <= to; d++) {
        ck_assert_uint_eq(days[d - epic_date_make(2021, 1, 1)]++, 0);
    }
}

START_TEST(none_wants_the_day_of_another)
{
    unsigned char days[365] = {0};
    epic_plan *plan = plan_of(&first, NULL);
    for (size_t i = 0; i < 3; i++) {
        const epic_event *visit = find(plan, i);
        ck_assert_int_ge(visit->reserve_first, visit->last + 28);
        ck_assert_int_eq(visit->reserve_last, visit->reserve_first + 1);
        ck_assert_int_lt(epic_date_weekday(visit->reserve_last), 5);
        mark(days, visit->first, visit->last);
        mark(days, visit->reserve_first, visit->reserve_last);
    }
    const epic_event *meeting = find(plan, 3);
    mark(days, meeting->first, meeting->last);
    mark(days, meeting->reserve_first, meeting->reserve_last);
    ck_assert_int_eq(epic_plan_cost(plan), epic_plan_bound(plan));
    epic_plan_unref(plan);
}
END_TEST

/* They cost nothing, and no date is another with them. */
START_TEST(they_cost_nothing)
{
    const setting without = {"", "mode: in-person", "", NULL};
    epic_plan *plan = plan_of(&first, NULL), *other = plan_of(&without, NULL);
    ck_assert_int_eq(epic_plan_cost(plan), epic_plan_cost(other));
    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(find(plan, i)->first, find(other, i)->first);
    }
    ck_assert_int_eq(find(other, 0)->reserve_first, EPIC_NO_DATE);
    epic_plan_unref(plan);
    epic_plan_unref(other);
}
END_TEST

/* What follows leaves no room so long after it, or its window none: then it is said why there is none. */
START_TEST(none_is_left)
{
    const setting late = {"", "reserve: 12w", "", NULL}, never = {"", "reserve: 40w", "", NULL};
    const setting *const both[] = {&late, &never};
    static const char *const reasons[] = {"are too near to or too far from 'talk'", "its window ends on 2021-06-30, too soon"};
    for (size_t i = 0; i < 2; i++) {
        epic_diags *diags = epic_diags_new();
        say_programme(both[i]);
        epic_plan *plan = audited_plan(&text, NULL, diags);
        ck_assert_uint_eq(epic_diags_count(diags), 3);
        ck_assert_str_eq(epic_diags_get(diags, 0)->code, "W542");
        ck_assert_msg(strstr(epic_diags_get(diags, 0)->message, reasons[i]) != NULL, "%s", epic_diags_get(diags, 0)->message);
        ck_assert_int_eq(find(plan, 0)->reserve_first, EPIC_NO_DATE);
        ck_assert_int_eq(find(plan, 0)->reserve_last, EPIC_NO_DATE);
        epic_plan_unref(plan);
        epic_diags_free(diags);
    }
}
END_TEST

/* What follows a visit at its heels does not bar the reserve date if it has one to go along to, far enough behind that. Where it
 * finds none, the visit has none either. */
START_TEST(what_follows_goes_along)
{
    const setting near = {"", "reserve: 4w", "", REPLY "reserve: 4w}"};
    const setting none = {"", "reserve: 4w", "", REPLY "prefer: {}}"}, late = {"", "reserve: 4w", "", REPLY "reserve: 40w}"};
    epic_plan *plan = plan_of(&near, NULL), *other = plan_of(&none, NULL), *third = plan_of(&late, NULL);
    for (size_t i = 0; i < 3; i++) {
        const epic_event *visit = find(plan, i), *reply = follower(plan, i);
        ck_assert_int_lt(reply->first, visit->reserve_last + 56);
        ck_assert_int_ge(reply->reserve_first, visit->reserve_last + 56);
        ck_assert_int_eq(find(other, i)->reserve_first, EPIC_NO_DATE);
        ck_assert_int_eq(find(third, i)->reserve_first, EPIC_NO_DATE);
    }
    epic_plan_unref(plan);
    epic_plan_unref(other);
    epic_plan_unref(third);
}
END_TEST

/* ---- plans that change ---- */

/* Its day is blocked: it goes where everybody keeps free, at no cost but that it leaves its day, and has a new one behind. */
START_TEST(a_visit_goes_to_its_reserve_date)
{
    char block[128];
    epic_plan *plan = plan_of(&first, NULL);
    epic_ledger *ledger = issue(plan, NULL, 0);
    const epic_event *was = find(plan, 0);
    block_days(block, was->first, was->first);
    const setting blocked = {"", "reserve: 4w", block, NULL};
    epic_plan *again = plan_of(&blocked, ledger);
    const epic_event *is = find(again, 0);
    epic_ledger *later = issue(again, ledger, 1);
    epic_plan *third = plan_of(&blocked, later);
    epic_ledger *last = issue(third, later, 2);
    epic_changes *changes;
    ck_assert_int_eq(is->first, was->reserve_first);
    ck_assert_int_eq(is->state, EPIC_MOVED);
    ck_assert_ptr_nonnull(strstr(is->why, "its reserve date, as 2021-"));
    ck_assert_ptr_nonnull(strstr(is->why, "is blocked (flood)"));
    ck_assert_int_eq(epic_plan_cost(again), 1000);
    ck_assert(epic_plan_proved(again));
    ck_assert_int_eq(epic_changes_make(&changes, later, last), EPIC_OK);
    ck_assert_uint_eq(epic_changes_count(changes), 0);
    epic_changes_unref(changes);
    epic_plan_unref(plan);
    epic_plan_unref(again);
    epic_plan_unref(third);
    epic_ledger_unref(ledger);
    epic_ledger_unref(later);
    epic_ledger_unref(last);
}
END_TEST

/* A visit that must move takes its reply along, and each goes to its reserve date. */
START_TEST(both_go_to_their_reserve_dates)
{
    char block[128];
    const setting near = {"", "reserve: 4w", "", REPLY "reserve: 4w}"};
    epic_plan *plan = plan_of(&near, NULL);
    const epic_event *visit = find(plan, 0), *reply = follower(plan, 0);
    epic_ledger *ledger = issue(plan, NULL, 0);
    block_days(block, visit->first, visit->first + 15);
    const setting blocked = {"", "reserve: 4w", block, near.then};
    epic_plan *again = plan_of(&blocked, ledger);
    ck_assert_int_eq(find(again, 0)->first, visit->reserve_first);
    ck_assert_int_eq(follower(again, 0)->first, reply->reserve_first);
    ck_assert(epic_plan_proved(again));
    epic_plan_unref(plan);
    epic_plan_unref(again);
    epic_ledger_unref(ledger);
}
END_TEST

/* What was told stays, though an earlier day is free now. */
START_TEST(what_was_told_stays)
{
    char block[128];
    epic_plan *plan = plan_of(&first, NULL);
    const epic_event *visit = find(plan, 0);
    block_days(block, visit->reserve_first, visit->reserve_first + 10);
    const setting blocked = {"", "reserve: 4w", block, NULL};
    epic_plan *pushed = plan_of(&blocked, NULL);
    epic_ledger *ledger = issue(pushed, NULL, 0);
    epic_plan *again = plan_of(&first, ledger);
    size_t stay = 0, later = 0;
    for (size_t i = 0; i < 4; i++) {
        stay += find(again, i)->reserve_first == find(pushed, i)->reserve_first;
        later += find(plan, i)->reserve_first < find(pushed, i)->reserve_first;
    }
    ck_assert_uint_eq(stay, 4);
    ck_assert_uint_eq(later, 3);
    epic_plan_unref(plan);
    epic_plan_unref(pushed);
    epic_plan_unref(again);
    epic_ledger_unref(ledger);
}
END_TEST

/* Another reserve date is a detail: nobody need accept the event again. */
START_TEST(another_one_is_a_detail)
{
    char block[128];
    epic_plan *plan = plan_of(&first, NULL);
    epic_ledger *ledger = issue(plan, NULL, 0);
    const epic_event *was = find(plan, 1);
    block_days(block, was->reserve_first, was->reserve_first);
    const setting blocked = {"", "reserve: 4w", block, NULL};
    epic_plan *again = plan_of(&blocked, ledger);
    epic_ledger *later = issue(again, ledger, 1);
    const epic_event *is = find(again, 1);
    epic_changes *changes;
    ck_assert_int_eq(is->first, was->first);
    ck_assert_int_gt(is->reserve_first, was->reserve_first);
    ck_assert_int_eq(epic_ledger_find(ledger, was->uid)->reserve, was->reserve_first);
    ck_assert_int_eq(epic_ledger_find(later, was->uid)->reserve, is->reserve_first);
    ck_assert_int_eq(epic_changes_make(&changes, ledger, later), EPIC_OK);
    ck_assert_uint_eq(epic_changes_count(changes), 2); /* of one a day on the road is blocked */
    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(epic_changes_get(changes, i)->news, EPIC_NEWS_DETAIL);
        ck_assert_uint_eq(epic_changes_get(changes, i)->sequence, 0);
    }
    epic_changes_unref(changes);
    epic_plan_unref(plan);
    epic_plan_unref(again);
    epic_ledger_unref(ledger);
    epic_ledger_unref(later);
}
END_TEST

/* Notice keeps new dates away, not one that was told; and what has begun needs none. */
START_TEST(notice_and_what_has_begun)
{
    char block[128], today[11], keys[64];
    epic_plan *plan = plan_of(&first, NULL);
    epic_ledger *ledger = issue(plan, NULL, 0);
    const epic_event *was = find(plan, 3); /* a day on the road would be a day too early */
    block_days(block, was->first, was->first);
    snprintf(keys, sizeof keys, ", today: %s, notice: 3w", epic_date_write(was->first, today));
    const setting soon = {keys, "reserve: 4w", block, NULL};
    epic_plan *again = plan_of(&soon, ledger);
    ck_assert_int_eq(find(again, 3)->first, was->reserve_first);
    snprintf(keys, sizeof keys, ", today: %s", epic_date_write(was->first + 1, today));
    const setting begun = {keys, "reserve: 4w", "", NULL};
    epic_plan *third = plan_of(&begun, ledger);
    ck_assert_int_eq(find(third, 3)->first, was->first);
    ck_assert_int_eq(find(third, 3)->reserve_first, EPIC_NO_DATE);
    epic_plan_unref(plan);
    epic_plan_unref(again);
    epic_plan_unref(third);
    epic_ledger_unref(ledger);
}
END_TEST

/* ---- the audit ---- */

/* The plan with other reserve dates of the first visit and of the meeting. */
static bool finds(const epic_plan *plan, epic_date visit, epic_date meeting, const char *code)
{
    epic_event events[MOST];
    epic_plan *other;
    size_t count = epic_plan_events(plan);
    bool found = false;
    epic_diags *diags = epic_diags_new();
    ck_assert_uint_le(count, MOST);
    for (size_t i = 0; i < count; i++) {
        epic_event *event = &events[i];
        *event = *epic_plan_event(plan, i);
        epic_date day = event->kind == EPIC_MEETING ? meeting : event->kind == EPIC_VISIT && event->guest == 0 ? visit
                                                                                                      : EPIC_NO_DATE;
        event->reserve_last += day != EPIC_NO_DATE ? day - event->reserve_first : 0;
        event->reserve_first = day != EPIC_NO_DATE ? day : event->reserve_first;
    }
    const ep_planned parts = {.events = events, .event_count = count, .calendars = epic_plan_calendars(plan),
                              .cost = epic_plan_cost(plan), .bound = epic_plan_bound(plan)};
    ck_assert_int_eq(ep_plan_build(&other, epic_plan_pairing(plan), &parts), EPIC_OK);
    ck_assert_int_eq(epic_plan_verify(other, diags), EPIC_EINPUT);
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        found = found || strcmp(epic_diags_get(diags, i)->code, code) == 0;
    }
    epic_plan_unref(other);
    epic_diags_free(diags);
    return found;
}

/* The first Saturday from a day on. */
static epic_date saturday(epic_date day)
{
    return day + (5 - epic_date_weekday(day) + 7) % 7;
}

START_TEST(the_audit_knows_the_rules)
{
    char block[128];
    block_days(block, epic_date_make(2021, 2, 22), epic_date_make(2021, 2, 23));
    const setting some = {"", "reserve: 1w", block, NULL};
    epic_plan *plan = plan_of(&some, NULL);
    const epic_event *visit = find(plan, 0), *other = find(plan, 1), *meeting = find(plan, 3);
    ck_assert(finds(plan, visit->first + 1, EPIC_NO_DATE, "E564"));
    ck_assert(finds(plan, visit->last + 6, EPIC_NO_DATE, "E564"));
    ck_assert(finds(plan, saturday(visit->reserve_first), EPIC_NO_DATE, "E552"));
    ck_assert(finds(plan, epic_date_make(2021, 6, 30), EPIC_NO_DATE, "E550"));
    ck_assert(finds(plan, epic_date_make(2021, 6, 1), EPIC_NO_DATE, "E551"));
    ck_assert(finds(plan, epic_date_make(2021, 2, 22), EPIC_NO_DATE, "E553"));
    ck_assert(finds(plan, other->reserve_first, EPIC_NO_DATE, "E555"));
    ck_assert(finds(plan, EPIC_NO_DATE, visit->first, "E555"));
    ck_assert(finds(plan, EPIC_NO_DATE, visit->reserve_first - 1, "E555"));
    ck_assert(finds(plan, meeting->reserve_first, EPIC_NO_DATE, "E555"));
    epic_plan_unref(plan);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reserve");
    TCase *group = tcase_create("reserve");
    tcase_set_timeout(group, 60);
    tcase_add_test(group, none_wants_the_day_of_another);
    tcase_add_test(group, they_cost_nothing);
    tcase_add_test(group, none_is_left);
    tcase_add_test(group, what_follows_goes_along);
    tcase_add_test(group, both_go_to_their_reserve_dates);
    tcase_add_test(group, a_visit_goes_to_its_reserve_date);
    tcase_add_test(group, what_was_told_stays);
    tcase_add_test(group, another_one_is_a_detail);
    tcase_add_test(group, notice_and_what_has_begun);
    tcase_add_test(group, the_audit_knows_the_rules);
    suite_add_tcase(suite, group);
    return run(suite);
}
