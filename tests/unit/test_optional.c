/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is invited to joint events without being needed: what that costs, who comes, and how it is told. */
#include <unistd.h>

#include "planning.h"
#include "planned.h"

static epic_diags *diags;
static epic_plan *plan;
static epic_ledger *former; /* that plans go on from, or NULL */
static char root[40];

static void setup(void)
{
    diags = epic_diags_new();
    plan = NULL;
    former = NULL;
    snprintf(root, sizeof root, "/tmp/epic-optional-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
    ck_assert_int_eq(chdir(root), 0);
}

static void teardown(void)
{
    char command[64];
    epic_plan_unref(plan);
    epic_ledger_unref(former);
    epic_diags_free(diags);
    snprintf(command, sizeof command, "cd / && rm -rf %s", root);
    ck_assert_int_eq(chdir("/"), 0);
    ck_assert_int_eq(system(command), 0);
}

/* Three cities, of which a learns the most, so that it is the guest of b. 1 February 2021 is a Monday. */
static void make(const char *of_b, const char *of_c, const char *rest)
{
    kit_text *in = calloc(1, sizeof *in);
    ck_assert_ptr_nonnull(in);
    say(in, "epic: 1\nprogramme: {id: p, title: P, starts: 2021-02-01, ends: 2021-06-30, domains: {x: 1}}\ncities:\n");
    say(in, "  a: {name: Aa, country: IT, timezone: Europe/Rome, profile: {x: 0.1}, calendars: {holidays: []},\n"
            "      organisations: {oa: {name: Aa office, email: a@example.org}}}\n");
    say(in, "  b: {name: Bb, country: DE, timezone: Europe/Berlin, profile: {x: 0.9}, calendars: {holidays: []},\n"
            "      organisations: {ob: {name: Bb office, email: b@example.org}}%s}\n", of_b);
    say(in, "  c: {name: Cc, country: PT, timezone: Europe/Lisbon, profile: {x: 0.5}, calendars: {holidays: []}%s}\n", of_c);
    say(in, "pairing: {allow-zero: true, pins: [[a, b]]}\n%s", rest);
    epic_plan_unref(plan);
    plan = audited_plan(in, former, diags);
    free(in);
}

static const epic_event *find(const char *id, uint32_t number)
{
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        if (strcmp(event->id, id) == 0 && event->number == number) {
            return event;
        }
    }
    ck_abort_msg("%s has no date", id);
    return NULL;
}

static void is_on(const char *id, const char *first, const char *comes)
{
    char date[11], who[8] = "";
    const epic_event *event = find(id, 0);
    for (size_t i = 0; i < event->optional_count; i++) {
        strcat(who, event->optional[i] == 0 ? "a" : event->optional[i] == 1 ? "b" : "c");
    }
    ck_assert_str_eq(epic_date_write(event->first, date), first);
    ck_assert_str_eq(who, comes);
}

static void says(const char *id, const char *words)
{
    ck_assert_msg(strstr(find(id, 0)->why, words) != NULL, "%s: %s", id, find(id, 0)->why);
}

/* ---- the days ---- */

static const char meeting[] = "events: [{kind: meeting, id: m, mode: in-person, city: a, participants: [a], optional: all}]\n";

START_TEST(a_day_that_leaves_nobody_out)
{
    make(", unavailable: [{from: 2021-02-01, to: 2021-02-02}]", "", meeting);
    is_on("m", "2021-02-03", "bc");
    says("m", "2 would leave out Bb");
    ck_assert_int_eq(epic_plan_cost(plan), 2); /* not 30 */
    ck_assert(epic_plan_proved(plan));
    make(", unavailable: [{from: 2021-02-01, to: 2021-03-15, why: fair}]", "", meeting);
    is_on("m", "2021-02-01", "c");
    says("m", "; Bb cannot come, as it meets an absence of Bb (fair)");
    ck_assert_int_eq(epic_plan_cost(plan), 30);
    make(", unavailable: [{from: 2021-02-01, to: 2021-03-15}]", ", unavailable: [{from: 2021-01-01, to: 2021-03-15}]", meeting);
    is_on("m", "2021-03-16", "bc"); /* 43 days, less than two cities that cannot come */
    ck_assert_int_eq(epic_plan_cost(plan), 43);
}
END_TEST

START_TEST(an_hour_that_leaves_nobody_out)
{
    static const char webinar[] = "events: [{kind: webinar, id: w, minutes: 60, participants: [a], optional: [b, c]}]\n";
    make(", office-hours: Mo-Fr 16:00-17:00", "", webinar);
    is_on("w", "2021-02-01", "bc");
    ck_assert_int_eq(find("w", 0)->start % 86400, 15 * 3600); /* 16:00 in Berlin */
    ck_assert_int_eq(epic_plan_cost(plan), 2);                /* two half hours late for a */
    make(", office-hours: Mo-Fr 07:00-09:30", "", webinar);
    is_on("w", "2021-02-01", "c");
    says("w", "; Bb cannot come, as it is outside its office hours");
    ck_assert_int_eq(epic_plan_cost(plan), 30);
    make("", ", office-hours: Tu 08:00-17:00", webinar); /* in Lisbon it is an hour earlier */
    is_on("w", "2021-02-02", "bc");
}
END_TEST

START_TEST(nobody_is_asked_for_hours)
{
    make("", "", "events: [{kind: webinar, id: w, minutes: 60, participants: [a], optional: [c]}]\n");
    ck_assert_int_eq(find("w", 0)->start % 86400, 9 * 3600); /* 10:00 in Rome is 9:00 in Lisbon, which prefers 10:00 */
    ck_assert_int_eq(epic_plan_cost(plan), 0);
    ck_assert_uint_eq(find("w", 0)->city_count, 1);
}
END_TEST

START_TEST(what_else_they_do)
{
    make("", "", "exchange: [{kind: visit, id: v, days: 2, travel-days: 2}]\n"
                 "events:\n  - {kind: meeting, id: m, mode: in-person, city: c, participants: [c], optional: all}\n"
                 "  - {kind: meeting, id: n, mode: online, days: 1, participants: [c], optional: [a, b],\n"
                 "     within: {from: 2021-02-03, to: 2021-02-05}, after: {event: m}}\n"
                 "fixed: [{pair: [a, b], event: v, start: 2021-02-02}]\n");
    is_on("m", "2021-02-01", "b"); /* a is on the road */
    says("m", "; Aa cannot come, as it meets other events of Aa");
    is_on("n", "2021-02-03", ""); /* both are there; that moves nothing */
    ck_assert_int_eq(epic_plan_cost(plan), 0);
}
END_TEST

START_TEST(two_at_one_time)
{
    make("", "", "events:\n  - {kind: meeting, id: m, mode: in-person, city: a, participants: [a], optional: [b]}\n"
                 "  - {kind: meeting, id: n, mode: in-person, city: c, participants: [c], optional: [b]}\n");
    is_on("m", "2021-02-01", "b"); /* who is not needed is not occupied, and chooses */
    is_on("n", "2021-02-01", "b");
}
END_TEST

START_TEST(each_time_of_what_recurs)
{
    make("", ", office-hours: Mo-Fr 08:00-16:00, unavailable: [{from: 2021-03-01, to: 2021-03-01}]",
         "events: [{kind: webinar, id: w, minutes: 60, every: 1 month, participants: [a], optional: all}]\n");
    ck_assert_int_eq(epic_plan_cost(plan), 0);
    for (uint32_t i = 1; i <= 5; i++) {
        const epic_event *event = find("w", i);
        ck_assert_uint_eq(event->optional_count, 1);
        ck_assert_uint_eq(event->optional[0], 1);
        ck_assert_ptr_nonnull(strstr(event->why, "; Cc cannot come, as 2021-03-01 meets an absence of Cc"));
    }
}
END_TEST

START_TEST(where_it_is_held)
{
    make("", "", "events: [{kind: forum, id: f, mode: hybrid, city: b, participants: [a], optional: [b]}]\n"
                 "fixed: [{event: f, start: 2021-02-06}]\n"); /* a Saturday, on which the place is closed */
    is_on("f", "2021-02-06", "b");
}
END_TEST

/* ---- the audit ---- */

static int verified(const size_t *optional, size_t count)
{
    epic_event list[4];
    epic_plan *other;
    size_t events = epic_plan_events(plan);
    for (size_t i = 0; i < events; i++) {
        list[i] = *epic_plan_event(plan, i);
        list[i].optional = optional;
        list[i].optional_count = count;
    }
    ep_planned parts = {.events = list, .event_count = events, .cost = epic_plan_cost(plan), .bound = epic_plan_bound(plan)};
    ck_assert_int_eq(ep_plan_build(&other, epic_plan_pairing(plan), &parts), EPIC_OK);
    int status = epic_plan_verify(other, NULL);
    epic_plan_unref(other);
    return status;
}

START_TEST(wrong_lists_are_seen)
{
    static const size_t b[] = {1}, both[] = {1, 2}, turned[] = {2, 1}, needed[] = {0, 1};
    make("", ", unavailable: [{from: 2021-02-01, to: 2021-06-30}]",
         "events: [{kind: webinar, id: w, minutes: 60, participants: [a], optional: all}]\n");
    ck_assert_int_eq(verified(b, 1), EPIC_OK);
    ck_assert_int_eq(verified(b, 0), EPIC_EINPUT);
    ck_assert_int_eq(verified(both, 2), EPIC_EINPUT);
    ck_assert_int_eq(verified(turned, 2), EPIC_EINPUT);
    ck_assert_int_eq(verified(needed, 2), EPIC_EINPUT);
}
END_TEST

/* ---- what is told ---- */

static epic_messages tell(epic_instant at)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_messages written;
    options.issued_at = at;
    ck_assert_int_eq(epic_publish_folder(plan, &options, "out", diags), EPIC_OK);
    ck_assert_int_eq(epic_publish_messages(&written, "out", &options, diags), EPIC_OK);
    return written;
}

/* Whether a file holds words, its lines being unfolded. */
static bool holds(const char *path, const char *words)
{
    static char text[1 << 16];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "no %s", path);
    size_t n = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[n] = '\0';
    for (char *fold = text; (fold = strstr(fold, "\r\n ")) != NULL;) {
        memmove(fold, fold + 3, strlen(fold + 3) + 1);
    }
    return strstr(text, words) != NULL;
}

START_TEST(messages_ask_them_otherwise)
{
    static const char that_day[] = "events: [{kind: meeting, id: m, mode: in-person, city: a, participants: [a], optional: [b],\n"
                                   "          within: {from: 2021-02-01, to: 2021-02-01}}]\n";
    char to_a[80], to_b[80];
    make("", "", that_day);
    snprintf(to_a, sizeof to_a, "out/messages/a-%s.ics", find("m", 0)->uid);
    snprintf(to_b, sizeof to_b, "out/messages/b-%s.ics", find("m", 0)->uid);
    ck_assert_uint_eq(tell(ISSUED).messages, 2);
    ck_assert(holds(to_a, ";ROLE=REQ-PARTICIPANT;") && !holds(to_a, "OPT-PARTICIPANT"));
    ck_assert(holds(to_b, ";ROLE=OPT-PARTICIPANT;") && !holds(to_b, "REQ-PARTICIPANT"));
    ck_assert(holds(to_b, "\\nOptional: Bb"));
    ck_assert(holds("out/calendars/city-b.ics", find("m", 0)->uid) && !holds("out/calendars/city-c.ics", find("m", 0)->uid));
    ck_assert(holds("out/plan.yaml", "\n    cities: [a]\n    optional: [b]\n"));
    ck_assert(holds("out/plan.yaml", ", cities: [a, b], optional: [b], "));
    ck_assert(holds("out/report.html", "optional: Bb"));
    make(", unavailable: [{from: 2021-02-01, to: 2021-02-01}]", "", that_day); /* b cannot come any more */
    ck_assert_uint_eq(tell(ISSUED + 1).messages, 2);
    ck_assert(holds(to_b, "METHOD:CANCEL\r\n"));
    ck_assert(holds(to_a, "\r\nSEQUENCE:0\r\n")); /* who has accepted need not again */
    ck_assert(!holds(to_a, "Optional:"));
    make("", "", "events: [{kind: meeting, id: m, mode: in-person, city: a, participants: [a, b],\n"
                 "          within: {from: 2021-02-01, to: 2021-02-01}}]\n"); /* and at last has to */
    ck_assert_uint_eq(tell(ISSUED + 2).messages, 2);
    ck_assert(holds(to_b, "METHOD:REQUEST\r\n") && holds(to_b, ";ROLE=REQ-PARTICIPANT;"));
}
END_TEST

START_TEST(a_changed_plan_moves_for_nobody_who_is_not_needed)
{
    make("", "", meeting);
    is_on("m", "2021-02-01", "bc");
    (void)tell(ISSUED);
    ck_assert_int_eq(epic_ledger_load(&former, "out", NULL), EPIC_OK);
    make(", unavailable: [{from: 2021-02-01, to: 2021-02-01, why: fair}]", "", meeting);
    is_on("m", "2021-02-01", "c");
    says("m", "as it was planned; Bb cannot come, as it meets an absence of Bb (fair)");
    ck_assert_int_eq(epic_plan_cost(plan), 0);
    make(", unavailable: [{from: 2021-02-02, to: 2021-02-02}]", "",
         "events: [{kind: meeting, id: m, mode: in-person, city: a, participants: [a], optional: all}]\n"
         "blocked: [{city: a, from: 2021-02-01, to: 2021-02-01}]\n");
    is_on("m", "2021-02-02", "c"); /* the nearest day */
    ck_assert_int_eq(epic_plan_cost(plan), 1001);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_day_that_leaves_nobody_out, an_hour_that_leaves_nobody_out, nobody_is_asked_for_hours, what_else_they_do,
        two_at_one_time, each_time_of_what_recurs, where_it_is_held, wrong_lists_are_seen, messages_ask_them_otherwise,
        a_changed_plan_moves_for_nobody_who_is_not_needed,
    };
    Suite *suite = suite_create("optional");
    TCase *test = tcase_create("optional");
    tcase_add_checked_fixture(test, setup, teardown);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tcase_add_test(test, tests[i]);
    }
    suite_add_tcase(suite, test);
    return run(suite);
}
