/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans that go on from others: pairs and dates stay where they can, what is past or has begun stands, and a second time nothing
 * is new. And what is preferred of dates. */
#include "planning.h"

static kit_text text;

/* What a programme is written of. */
typedef struct setting {
    const char *today, *programme, *more; /* dates, keys of the programme, and of the file; "" for none */
    bool odd; /* the profiles are others, and so would be the best pairs */
    bool without_d;
} setting;

/* How long a visit is, the first day, and what lies between talk and visit: other than usual in some tests. */
static const char *stay, *starts, *gap;

static void usual(void)
{
    stay = "days: 3, travel-days: 2";
    starts = "2021-01-01";
    gap = "2w";
}

static void say_programme(const setting *is)
{
    static const char *const profiles[2][4] = {{"0.9, w: 0.2", "0.2, w: 0.9", "0.8, w: 0.3", "0.3, w: 0.8"},
                                               {"0.9, w: 0.2", "0.8, w: 0.3", "0.2, w: 0.9", "0.3, w: 0.8"}};
    static const char *const countries[] = {"IT", "DE", "PL", "GR"};
    static const char *const zones[] = {"Europe/Rome", "Europe/Berlin", "Europe/Warsaw", "Europe/Athens"};
    text.used = 0;
    say(&text, "epic: 1\nprogramme: {id: p, title: P, starts: %s, ends: 2021-12-31, domains: {h: 1, w: 1}%s%s%s}\n"
               "cities:\n", starts, is->today[0] ? ", today: " : "", is->today, is->programme);
    for (int i = 0; i < (is->without_d ? 3 : 4); i++) {
        say(&text, "  %c: {name: C%c, country: %s, timezone: %s, profile: {h: %s}, calendars: {holidays: []}}\n", "abcd"[i],
            "abcd"[i], countries[i], zones[i], profiles[is->odd][i]);
    }
    say(&text, "exchange:\n  - {kind: online, id: talk, minutes: 90}\n"
               "  - {kind: visit, id: visit, %s, after: {event: talk, at-least: %s}}\n"
               "  - {kind: reply, id: reply, days: 2, travel-days: 2, after: {event: visit, at-least: 8w}}\n"
               "events:\n  - {kind: conference, id: final, mode: in-person, city: a, days: 2, within: {from: 2021-09-01}}\n%s",
        stay, gap, is->more);
}

static epic_plan *plan_of(const setting *is, epic_ledger *former)
{
    say_programme(is);
    return audited_plan(&text, former, NULL);
}

/* How many entries calendars are told of. */
static size_t news(epic_ledger *from, epic_ledger *to)
{
    epic_changes *changes;
    ck_assert_int_eq(epic_changes_make(&changes, from, to), EPIC_OK);
    size_t count = epic_changes_count(changes);
    epic_changes_unref(changes);
    return count;
}

/* The event of a pair, by its first city, or of all ("-"). */
static const epic_event *find(const epic_plan *plan, const char *id, const char *city)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        bool joint = event->pair == EPIC_NONE;
        if (strcmp(event->id, id) == 0 &&
            (city[0] == '-' ? joint : !joint && strcmp(epic_programme_city(programme, event->cities[0])->id, city) == 0)) {
            return event;
        }
    }
    return NULL;
}

/* How many events of `before` have another day in `after`, or none. */
static size_t moved(const epic_plan *before, const epic_plan *after)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_plan_events(before); i++) {
        const epic_event *was = epic_plan_event(before, i), *is = NULL;
        for (size_t k = 0; k < epic_plan_events(after) && is == NULL; k++) {
            is = strcmp(epic_plan_event(after, k)->uid, was->uid) == 0 ? epic_plan_event(after, k) : NULL;
        }
        count += is == NULL || is->first != was->first;
    }
    return count;
}

static const setting first = {"", "", "", false, false};

/* The first plan and its ledger. */
static epic_plan *begin(epic_ledger **ledger)
{
    epic_plan *plan = plan_of(&first, NULL);
    *ledger = issue(plan, NULL, 0);
    return plan;
}

static void end(epic_plan *one, epic_plan *other, epic_ledger *ledger)
{
    epic_plan_unref(one);
    epic_plan_unref(other);
    epic_ledger_unref(ledger);
}

START_TEST(nothing_is_new)
{
    static const char *const days[] = {"", "2021-01-15", "2021-03-01", "2021-09-02", "2021-12-31"};
    epic_ledger *ledger;
    epic_plan *plan = begin(&ledger);
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        const setting later = {days[i], "", "", false, false};
        epic_plan *again = plan_of(&later, ledger);
        epic_ledger *issued = issue(again, ledger, 1);
        ck_assert_uint_eq(moved(plan, again), 0);
        ck_assert_uint_eq(news(ledger, issued), 0);
        ck_assert_int_eq(epic_plan_cost(again), 0);
        ck_assert(epic_plan_proved(again));
        ck_assert_ptr_nonnull(strstr(find(again, "reply", "a")->why, "as it was planned"));
        epic_ledger_unref(issued);
        epic_plan_unref(again);
    }
    end(plan, NULL, ledger);
}
END_TEST

#define BLOCK "blocked: [{mode: in-person, country: IT, from: 2021-01-10, to: 2021-05-31, why: pandemic}]\n"

/* Visits that concern Italy are put off, and what follows them; nothing else moves. Planned anew, more does. */
START_TEST(no_more_than_must_moves)
{
    epic_ledger *ledger;
    epic_plan *plan = begin(&ledger);
    const setting changed = {"2021-01-05", "", BLOCK, true, false};
    epic_plan *again = plan_of(&changed, ledger), *anew = plan_of(&changed, NULL);
    const char *reason = find(again, "visit", "a")->why;
    ck_assert_uint_eq(moved(plan, again), 2);
    ck_assert_uint_gt(moved(plan, anew), 2);
    ck_assert_int_eq(find(again, "visit", "a")->state, EPIC_MOVED);
    ck_assert_int_eq(find(again, "reply", "a")->state, EPIC_MOVED);
    ck_assert_msg(strstr(reason, "which is blocked (pandemic)") != NULL, "%s", reason);
    ck_assert_int_eq(find(again, "visit", "c")->first, find(plan, "visit", "c")->first);
    epic_ledger *issued = issue(again, ledger, 1);
    epic_plan *third = plan_of(&changed, issued);
    epic_ledger *last = issue(third, issued, 2);
    ck_assert_uint_eq(moved(again, third), 0);
    ck_assert_uint_eq(news(issued, last), 0);
    end(plan, again, ledger);
    end(anew, third, issued);
    epic_ledger_unref(last);
}
END_TEST

static bool are_pair(const epic_plan *plan, const char *a, const char *b)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    size_t count, one = epic_programme_find(programme, a), other = epic_programme_find(programme, b);
    const epic_pair *pairs = epic_pairing_pairs(epic_plan_pairing(plan), &count);
    bool found = false;
    for (size_t i = 0; i < count; i++) {
        found = found || (pairs[i].a == one && pairs[i].b == other);
    }
    return found;
}

/* Though others would be better now; unless a partner is gone, or vetoed. */
START_TEST(pairs_stay_together)
{
    epic_ledger *ledger;
    epic_plan *plan = begin(&ledger);
    const setting changed = {"", "", "", true, false}, gone = {"", "", "", true, true};
    const setting veto = {"", "", "pairing: {vetoes: [[a, b]]}\n", false, false};
    epic_plan *again = plan_of(&changed, ledger), *anew = plan_of(&changed, NULL);
    ck_assert(are_pair(plan, "a", "b") && are_pair(plan, "c", "d"));
    ck_assert(are_pair(anew, "a", "c") && are_pair(anew, "b", "d"));
    ck_assert(are_pair(again, "a", "b") && are_pair(again, "c", "d"));
    epic_plan *three = plan_of(&gone, ledger), *other = plan_of(&veto, ledger);
    ck_assert(are_pair(three, "a", "b") && !are_pair(three, "a", "c"));
    ck_assert(!are_pair(other, "a", "b") && are_pair(other, "c", "d"));
    end(plan, again, ledger);
    end(anew, three, NULL);
    epic_plan_unref(other);
}
END_TEST

/* What is past stands, whatever the programme wants now, and what is not new needs no notice. */
START_TEST(past_and_notice)
{
    epic_ledger *ledger;
    epic_plan *plan = begin(&ledger);
    epic_date visit = find(plan, "visit", "a")->first;
    char today[11], soon[11], block[128];
    epic_date_write(visit + 1, today);
    snprintf(block, sizeof block, "blocked: [{from: 2021-01-01, to: %s}]\n", today);
    const setting under_way = {today, "", block, false, false};
    epic_plan *again = plan_of(&under_way, ledger);
    ck_assert_uint_eq(moved(plan, again), 0);
    ck_assert(strstr(find(again, "visit", "a")->why, "begun") != NULL && strstr(find(again, "talk", "a")->why, "past") != NULL);
    epic_date_write(visit - 5, soon);
    const setting noticed = {soon, ", notice: 3 months", "", false, false};
    epic_plan *kept = plan_of(&noticed, ledger), *anew = plan_of(&noticed, NULL);
    ck_assert_uint_eq(moved(plan, kept), 0);
    int year, month, day;
    epic_date_parts(find(anew, "talk", "a")->first, &year, &month, &day);
    ck_assert_int_ge(month, 4);
    end(plan, again, ledger);
    end(kept, anew, NULL);
}
END_TEST

/* What is past may lie before a programme that begins later now. */
START_TEST(past_outside)
{
    gap = "1 month";
    epic_ledger *ledger;
    epic_plan *plan = begin(&ledger);
    starts = "2021-01-10";
    const setting later = {"2021-01-12", "", "", false, false};
    epic_plan *again = plan_of(&later, ledger);
    ck_assert_int_eq(find(again, "talk", "a")->first, find(plan, "talk", "a")->first);
    ck_assert_uint_eq(moved(plan, again), 0);
    end(plan, again, ledger);
}
END_TEST

/* A visit that was a meeting online has another name, and is known by it. */
START_TEST(visits_change_their_form)
{
    epic_ledger *ledger;
    stay = "mode: online, days: 3";
    epic_plan *plan = begin(&ledger);
    usual();
    const setting blocked = {"", "", BLOCK, false, false};
    epic_plan *again = plan_of(&first, ledger), *late = plan_of(&blocked, ledger);
    ck_assert_int_eq(find(late, "visit", "a")->state, EPIC_MOVED);
    ck_assert_str_ne(find(again, "visit", "a")->uid, find(plan, "visit", "a")->uid);
    end(plan, again, ledger);
    epic_plan_unref(late);
}
END_TEST

/* The ledger of a plan in which the first city of a pair has asked for another time of an event. */
static epic_ledger *asked(const epic_plan *plan, const char *id, const char *wish)
{
    static kit_text file;
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_ledger *ledger;
    file.used = 0;
    options.issued_at = ISSUED;
    ck_assert_int_eq(epic_publish(plan, EPIC_YAML, &options, keep, &file, NULL), EPIC_OK);
    char *line = strstr(strstr(file.bytes, "\nissued:"), find(plan, id, "a")->uid), *end = strstr(line, "}\n");
    char rest[sizeof file.bytes / 4];
    ck_assert_uint_lt(strlen(end), sizeof rest);
    strcpy(rest, end);
    file.used = (size_t)(end - file.bytes);
    say(&file, ", wishes: [{city: a, email: a@example.org, %s, sequence: 0, stamp: 2021-01-02T00:00:00Z}]%s", wish, rest);
    ck_assert_int_eq(epic_ledger_parse(&ledger, file.bytes, file.used, NULL, NULL), EPIC_OK);
    return ledger;
}

/* Wishes are met where they can be; and where they cannot, it is said why. */
START_TEST(wishes)
{
    epic_plan *plan = plan_of(&first, NULL);
    const setting blocked = {"", "", BLOCK, false, false};
    epic_ledger *visit = asked(plan, "visit", "first: 2021-03-08, last: 2021-03-10");
    epic_ledger *talk = asked(plan, "talk", "start: 2021-01-01T13:00:00Z, end: 2021-01-01T14:30:00Z");
    epic_ledger *sunday = asked(plan, "talk", "start: 2021-01-10T13:00:00Z, end: 2021-01-10T14:30:00Z");
    epic_plan *one = plan_of(&first, visit), *two = plan_of(&first, talk), *three = plan_of(&first, sunday);
    ck_assert_int_eq(find(one, "visit", "a")->first, epic_date_make(2021, 3, 8));
    ck_assert_str_eq(find(one, "visit", "a")->why, "as a city asked for it");
    ck_assert_int_eq(find(two, "talk", "a")->start, (epic_instant)epic_date_make(2021, 1, 1) * 86400 + 13 * 3600);
    ck_assert_uint_eq(moved(plan, three), 0);
    ck_assert_int_eq(find(three, "talk", "a")->start, find(plan, "talk", "a")->start);
    ck_assert_str_eq(find(three, "talk", "a")->why, "as it was planned; 2021-01-10, which a city asked for, meets a weekend");
    epic_plan *four = plan_of(&blocked, visit); /* neither day is possible */
    ck_assert_int_ge(find(four, "visit", "a")->first, epic_date_make(2021, 6, 1));
    end(plan, one, visit);
    end(two, three, talk);
    end(four, NULL, sunday);
}
END_TEST

/* Random changes: the audit agrees, never more moves than planning anew would move, and a second time nothing does. */
#define VISIT_OR_ONLINE "days: 3, travel-days: 2, or-online: "

/* A visit that may be held online is, where it could be in person only later than that is worth, and keeps its day; then it
 * stays so. */
START_TEST(what_is_blocked_is_held_online)
{
    epic_ledger *ledger, *later;
    stay = VISIT_OR_ONLINE "8w";
    epic_plan *plan = begin(&ledger);
    const setting blocked = {"2021-01-05", "", BLOCK, false, false}, over = {"2021-01-05", "", "", false, false};
    epic_plan *again = plan_of(&blocked, ledger);
    const epic_event *was = find(plan, "visit", "a"), *is = find(again, "visit", "a");
    ck_assert_int_eq(was->mode, EPIC_IN_PERSON);
    ck_assert_int_eq(is->mode, EPIC_MODE_ONLINE);
    ck_assert_int_eq(is->state, EPIC_HELD_ONLINE);
    ck_assert_int_eq(is->first, was->first);
    ck_assert_uint_eq(is->travel_out + is->travel_back + (is->place_city != EPIC_NONE), 0);
    ck_assert_ptr_nonnull(strstr(is->why, "held online: in person, 2021-01-"));
    ck_assert_ptr_nonnull(strstr(is->why, "is blocked (pandemic)"));
    ck_assert_int_eq(find(again, "visit", "c")->mode, EPIC_IN_PERSON);
    later = issue(again, ledger, 4);
    epic_plan *back = plan_of(&over, later);
    ck_assert_int_eq(find(back, "visit", "a")->mode, EPIC_MODE_ONLINE);
    ck_assert_uint_eq(moved(again, back), 0);
    epic_ledger_unref(later);
    epic_plan_unref(back);
    end(plan, again, ledger);
}
END_TEST

/* What moves twice keeps all its days in the ledger, and says which was the first. */
START_TEST(days_are_remembered)
{
    const setting once = {"", "", BLOCK, false, false};
    const setting twice = {"", "", "blocked: [{mode: in-person, country: IT, from: 2021-01-10, to: 2021-07-31}]\n", false, false};
    epic_ledger *ledger, *second, *third;
    epic_plan *plan = begin(&ledger), *moved_once = plan_of(&once, ledger);
    second = issue(moved_once, ledger, 1);
    epic_plan *again = plan_of(&twice, second);
    third = issue(again, second, 2);
    const epic_event *event = find(again, "visit", "a");
    const epic_issued *entry = epic_ledger_find(third, event->uid);
    char day[11], next[11];
    epic_date_write(find(plan, "visit", "a")->first, day);
    epic_date_write(find(moved_once, "visit", "a")->first, next);
    ck_assert_uint_eq(epic_ledger_find(ledger, event->uid)->was_count, 0);
    ck_assert_uint_eq(entry->was_count, 2);
    ck_assert_str_eq(entry->was[0], day);
    ck_assert_str_eq(entry->was[1], next);
    ck_assert_ptr_nonnull(strstr(event->why, "at first it was planned for "));
    ck_assert_ptr_nonnull(strstr(event->why, day));
    epic_plan_unref(moved_once);
    epic_ledger_unref(second);
    epic_ledger_unref(third);
    end(plan, again, ledger);
}
END_TEST

/* Weeks decide: what is worth waiting for is in person. */
START_TEST(what_is_worth_the_wait_is_in_person)
{
    const setting blocked = {"", "", BLOCK, false, false};
    stay = VISIT_OR_ONLINE "26w";
    epic_plan *online = plan_of(&blocked, NULL);
    stay = VISIT_OR_ONLINE "30w";
    epic_plan *waiting = plan_of(&blocked, NULL);
    const epic_event *soon = find(online, "visit", "a"), *late = find(waiting, "visit", "a");
    ck_assert_int_eq(soon->mode, EPIC_MODE_ONLINE);
    ck_assert_int_eq(late->mode, EPIC_IN_PERSON);
    ck_assert_int_gt(late->first, epic_date_make(2021, 5, 31));
    ck_assert(epic_plan_proved(online) && epic_plan_proved(waiting));
    end(online, waiting, NULL);
}
END_TEST

START_TEST(what_is_settled_online_is)
{
    const setting is = {"", "", "fixed:\n  - {pair: [a, b], event: visit, start: 2021-02-01, mode: online}\n"
                                "  - {event: final, start: 2021-10-04, mode: online}\n", false, false};
    epic_plan *plan = plan_of(&is, NULL);
    const epic_event *visit = find(plan, "visit", "a"), *joint = find(plan, "final", "-");
    ck_assert_int_eq(visit->mode, EPIC_MODE_ONLINE);
    ck_assert_int_eq(visit->state, EPIC_CONFIRMED);
    ck_assert_uint_eq(visit->travel_out + visit->travel_back, 0);
    ck_assert_int_eq(joint->mode, EPIC_MODE_ONLINE);
    ck_assert_uint_eq(joint->place_city, EPIC_NONE);
    end(plan, NULL, NULL);
}
END_TEST

START_TEST(random_changes)
{
    uint64_t state = 20200310;
    size_t less = 0;
    epic_ledger *ledger;
    stay = "days: 3, travel-days: 2, reserve: 3w";
    epic_plan *plan = begin(&ledger);
    for (int n = cases(200); n > 0; n--) {
        static const char *const countries[] = {"IT", "DE", "PL", "GR"};
        char today[11], more[256];
        int from = 1 + below(&state, 9), to = from + below(&state, 3);
        epic_date_write(epic_date_make(2021, 1 + below(&state, 8), 1 + below(&state, 28)), today);
        snprintf(more, sizeof more, "blocked: [{mode: %s, country: %s, from: 2021-%02d-10, to: 2021-%02d-%d}]\n",
                 below(&state, 2) ? "in-person" : "online", countries[below(&state, 4)], from, to, 12 + below(&state, 16));
        const setting changed = {today, below(&state, 2) ? ", notice: 2w" : "", more, below(&state, 2), false};
        epic_plan *again = plan_of(&changed, ledger), *anew = plan_of(&changed, NULL);
        epic_ledger *issued = issue(again, ledger, 1);
        epic_plan *third = plan_of(&changed, issued);
        ck_assert_msg(moved(plan, again) <= moved(plan, anew), "%s", text.bytes);
        epic_ledger *last = issue(third, issued, 2);
        ck_assert_msg(moved(again, third) == 0 && news(issued, last) == 0, "%s", text.bytes);
        less += moved(plan, again) < moved(plan, anew);
        end(again, anew, issued);
        epic_plan_unref(third);
        epic_ledger_unref(last);
    }
    ck_assert_uint_gt(less, 0);
    end(plan, NULL, ledger);
}
END_TEST

/* Months, weekdays and hours that are preferred are taken while that costs less than the days until then. */
START_TEST(preferences)
{
    const setting months = {"", ", prefer: {months: [2, 10]}", "", false, false};
    const setting hours = {"", ", prefer: {hours: \"Tu 14:00-16:00\"}", "", false, false};
    epic_plan *plan = plan_of(&months, NULL), *other = plan_of(&hours, NULL);
    int year, month, day;
    epic_date_parts(find(plan, "talk", "a")->first, &year, &month, &day);
    ck_assert_int_eq(month, 2);
    epic_date_parts(find(plan, "final", "-")->first, &year, &month, &day);
    ck_assert_int_eq(month, 10);
    ck_assert_int_eq(epic_date_weekday(find(other, "talk", "a")->first), 1);
    ck_assert_int_eq(find(other, "talk", "a")->start % 86400, 13 * 3600); /* 14:00 in Rome and Berlin */
    ck_assert_int_eq(epic_date_weekday(find(other, "visit", "a")->first), 1);
    end(plan, other, NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("replan");
    TCase *group = tcase_create("replan");
    tcase_set_timeout(group, 600);
    tcase_add_checked_fixture(group, usual, NULL);
    tcase_add_test(group, nothing_is_new);
    tcase_add_test(group, no_more_than_must_moves);
    tcase_add_test(group, pairs_stay_together);
    tcase_add_test(group, past_and_notice);
    tcase_add_test(group, past_outside);
    tcase_add_test(group, visits_change_their_form);
    tcase_add_test(group, wishes);
    tcase_add_test(group, what_is_blocked_is_held_online);
    tcase_add_test(group, days_are_remembered);
    tcase_add_test(group, what_is_worth_the_wait_is_in_person);
    tcase_add_test(group, what_is_settled_online_is);
    tcase_add_test(group, random_changes);
    tcase_add_test(group, preferences);
    suite_add_tcase(suite, group);
    return run(suite);
}
