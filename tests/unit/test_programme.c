/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/programme.h>

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "sphere.h"
#include "words.h"

#define INFO                                                                                                                     \
    "epic: 1\nprogramme: {id: p, title: P, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1, e: {title: E, weight: 2}, f: "  \
    "3, g: 4}}\n"
#define CITIES "cities:\n" \
    "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {e: 0.25}, languages: [it]}\n" \
    "  a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: 0.75}, languages: [de]}\n" \
    "  c: {name: C, country: NO, timezone: Europe/Oslo, profile: {d: 0}, capacity: {host: 3, guest: {min: 1, max: 2}}}\n"

static epic_diags *diags;
static epic_programme *programme;

static void set_up(void)
{
    diags = epic_diags_new();
    programme = NULL;
}

static void tear_down(void)
{
    epic_programme_unref(programme);
    epic_diags_free(diags);
}

static void parse(const char *format, const char *rest)
{
    char text[4096];
    snprintf(text, sizeof text, "%s%s", format, rest);
    int status = epic_programme_parse(&programme, text, strlen(text), NULL, diags);
    ck_assert_int_eq(status, epic_diags_errors(diags) > 0 ? EPIC_EINPUT : EPIC_OK);
    ck_assert((programme != NULL) == (status == EPIC_OK));
}

static void good(const char *rest)
{
    parse(INFO CITIES, rest);
    ck_assert_ptr_nonnull(programme);
}

START_TEST(cities)
{
    good("");
    ck_assert_uint_eq(epic_programme_cities(programme), 3);
    ck_assert_str_eq(epic_programme_city(programme, 0)->id, "a");
    ck_assert_str_eq(epic_programme_city(programme, 2)->country, "NO");
    ck_assert_uint_eq(epic_programme_find(programme, "b"), 1);
    ck_assert_uint_eq(epic_programme_find(programme, "z"), EPIC_NONE);
    ck_assert_ptr_null(epic_programme_city(programme, 3));
    ck_assert_ptr_null(epic_programme_city(programme, EPIC_NONE));
    const epic_city *a = epic_programme_city(programme, 0);
    ck_assert_uint_eq(a->office_hours.from[4], 540);
    ck_assert_uint_eq(a->office_hours.to[4], 1020);
    ck_assert_uint_eq(a->office_hours.to[5], 0);
    ck_assert_uint_eq(a->host.max, 1);
    ck_assert_uint_eq(a->visits_at_a_time, 1);
    ck_assert(!a->has_location);
    const epic_city *c = epic_programme_city(programme, 2);
    ck_assert_uint_eq(c->host.min, 0);
    ck_assert_uint_eq(c->host.max, 3);
    ck_assert_uint_eq(c->guest.min, 1);
}
END_TEST

START_TEST(profiles)
{
    good("");
    const epic_profile *profile = epic_programme_profile(programme, 0, 0);
    ck_assert_double_eq(profile->strength, 0.75);
    ck_assert_double_eq(profile->need, 0.25);
    ck_assert_double_eq(profile->priority, 1);
    ck_assert_double_eq(profile->competence, 1);
    ck_assert(profile->offers && !profile->need_stated);
    ck_assert_ptr_null(epic_programme_profile(programme, 0, 1));
    ck_assert_double_eq(epic_programme_profile(programme, 1, 1)->strength, 0.25);
    ck_assert_str_eq(epic_programme_domain(programme, 1)->title, "E");
    ck_assert_str_eq(epic_programme_domain(programme, 0)->title, "d");
    ck_assert_double_eq(epic_programme_domain(programme, 3)->weight, 4);
}
END_TEST

/* Rank-order-centroid weights of four, as the score model gives them, scaled by the first. */
START_TEST(ranks)
{
    static const double weights[] = {.145833, .520833, .0625, .270833};
    parse(INFO, "cities: {a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: {strength: 0, rank: 3}, "
                "e: {strength: 0, rank: 1}, f: {strength: 0, rank: 4}, g: {strength: 0, rank: 2}}}}\n");
    for (size_t d = 0; d < 4; d++) {
        ck_assert_double_eq_tol(epic_programme_profile(programme, 0, d)->priority, weights[d] / .520833, 2e-6);
    }
    ck_assert_double_eq(epic_programme_profile(programme, 0, 1)->priority, 1);
}
END_TEST

START_TEST(pairing_rules)
{
    good("pairing: {mode: mentoring, mentors: [c, b, c], pins: [[a, c]], interpreters: [[de, it]], step: 0.5, "
         "transfer: {size: 0}, limits: {distance-km: 12.5}}\n");
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    ck_assert_int_eq(rules->form, EPIC_MENTORING);
    ck_assert_uint_eq(rules->mentor_count, 2);
    ck_assert_uint_eq(rules->mentors[0], 1);
    ck_assert_uint_eq(rules->pins[0].b, 2);
    ck_assert_uint_eq(rules->pins[0].place.line, 7);
    ck_assert_str_eq(rules->interpreters[0].b, "it");
    ck_assert(epic_programme_understand(programme, 0, 1) && epic_programme_understand(programme, 1, 0));
    ck_assert(epic_programme_understand(programme, 0, 0) && !epic_programme_understand(programme, 0, 2));
    ck_assert(!epic_programme_understand(programme, 0, 3) && !epic_programme_understand(NULL, 0, 0));
    ck_assert_double_eq(rules->step, 0.5);
    ck_assert_double_eq(rules->transfer_size, 0);
    ck_assert_double_eq(rules->transfer_competence, 0.3);
    ck_assert_double_eq(rules->max_distance_km, 12.5);
    ck_assert(rules->other_country && !rules->common_language && !rules->allow_zero && !rules->triad);
    ck_assert_uint_eq(rules->rounds, 1);
}
END_TEST

START_TEST(exchange)
{
    good("moderators: {m: {name: M, timezone: UTC, turn-round: 15}}\n"
         "exchange:\n"
         "  - {kind: online, id: talk, moderator: m, agenda: [{minutes: 90, title: T}], roles: {r: {max: 2}}}\n"
         "  - {kind: visit, id: visit, days: 3, travel-days: 2, guest: c, within: {from: 2020-03-01},\n"
         "     after: {event: talk, at-least: 2w 1d, at-most: 2 months}}\n"
         "  - {kind: local, id: local, minutes: 45}\n");
    const epic_step *talk = epic_programme_step(programme, 0), *visit = epic_programme_step(programme, 1);
    ck_assert_uint_eq(talk->minutes, 90);
    ck_assert_int_eq(talk->mode, EPIC_MODE_ONLINE);
    ck_assert_uint_eq(talk->moderator, 0);
    ck_assert_uint_eq(talk->roles[0].max, 2);
    ck_assert(!talk->has_after);
    ck_assert_int_eq(visit->mode, EPIC_IN_PERSON);
    ck_assert(visit->has_after && visit->after.has_at_least && visit->after.has_at_most);
    ck_assert_uint_eq(visit->after.event, 0);
    ck_assert_int_eq(visit->after.at_least.days, 15);
    ck_assert_int_eq(visit->after.at_most.months, 2);
    ck_assert_uint_eq(visit->guests[0], 2);
    ck_assert_int_eq(visit->from, epic_date_make(2020, 3, 1));
    ck_assert_int_eq(visit->to, epic_date_make(2020, 12, 31));
    ck_assert_uint_eq(epic_programme_step(programme, 2)->minutes, 45);
}
END_TEST

START_TEST(joint_events)
{
    good("events:\n"
         "  - {kind: conference, id: final, city: b, after: {event: start}}\n"
         "  - {kind: webinar, id: web, count: 3, participants: {countries: [NO, DE]}}\n"
         "  - {kind: deadline, id: report, participants: [c], optional: all}\n"
         "  - {kind: forum, id: hall, participants: [b], optional: [c, b, a, c]}\n"
         "  - {kind: forum, id: open, participants: {countries: [NO]}, optional: {countries: [NO, DE]}}\n"
         "fixed: [{event: web, start: 2020-05-04T10:30, number: 2}, {event: final, start: \"2020-06-01\"}]\n"
         "blocked: [{country: IT, from: 2020-03-09, to: 2020-05-03}, {mode: hybrid, city: a, from: 2020-01-01, to: "
         "2020-01-01}]\n");
    const epic_joint_event *final = epic_programme_event(programme, 0), *web = epic_programme_event(programme, 1);
    ck_assert_uint_eq(final->days, 1);
    ck_assert_uint_eq(final->participant_count, 3);
    ck_assert(final->has_after && final->after.event == EPIC_NONE);
    ck_assert_uint_eq(web->minutes, 90);
    ck_assert_uint_eq(web->participant_count, 2);
    ck_assert_uint_eq(web->participants[1], 2);
    const epic_joint_event *report = epic_programme_event(programme, 2);
    ck_assert_uint_eq(report->days, 1);
    ck_assert(web->optional_count == 0 && report->optional_count == 2);
    for (size_t e = 2; e <= 3; e++) { /* who must come is not among them */
        const epic_joint_event *event = epic_programme_event(programme, e);
        ck_assert(event->optional_count == 2 && event->optional[0] == 0 && event->optional[1] == (e == 2 ? 1 : 2));
    }
    ck_assert_uint_eq(epic_programme_event(programme, 4)->optional_count, 1);
    const epic_fixed *fixed = epic_programme_fix(programme, 0);
    ck_assert_uint_eq(fixed->a, EPIC_NONE);
    ck_assert_int_eq(fixed->minute, 630);
    ck_assert_str_eq(fixed->zone, "Europe/Berlin");
    ck_assert_str_eq(epic_programme_fix(programme, 1)->zone, "Europe/Rome");
    ck_assert_int_eq(epic_programme_fix(programme, 1)->minute, -1);
    ck_assert_uint_eq(epic_programme_block(programme, 0)->city, 0); /* the earlier one */
    ck_assert(epic_programme_block(programme, 1)->any_mode);
    ck_assert_uint_eq(epic_programme_block(programme, 1)->city, EPIC_NONE);
}
END_TEST

typedef struct refusal {
    const char *rest, *code, *hint;
} refusal;

/* What tests/refused/ leaves out: the same codes by other ways. */
static const refusal refusals[] = {
    {"pairing: {pins: [[a, b]], common-language: true}\n", "E316", NULL},
    {"pairing: {mode: visits, pins: [[a, b]], vetoes: [[b, a]]}\n", NULL, NULL},
    {"pairing: {mode: visits, pins: [[a, b]], vetoes: [[a, b]]}\n", "E311", NULL},
    {"pairing: {mode: visits, pins: [[a, c], [b, c]]}\n", NULL, NULL},
    {"pairing: {mode: visits, pins: [[a, c], [a, b]]}\n", "E315", NULL},
    {"pairing: {pins: [[a, b]], common-language: true, interpreters: [[it, de]]}\n", NULL, NULL},
    {"pairing: {mentors: [a]}\n", "E319", NULL},
    {"pairing: {mode: mentoring, mentors: a}\n", "E202", NULL},
    {"pairing: {mode: mentoring, mentors: []}\n", "E318", NULL},
    {"pairing: {pins: [a]}\n", "E202", "a list of lists has two brackets: [[...], [...]]"},
    {"pairing: {mode: visits, odd: out}\n", "E319", NULL},
    {"exchange: [{kind: visit, id: v}]\n", "E325", NULL},
    {"exchange: [{kind: visit, id: v, days: 3d}]\n", "E204", "whole numbers are written 3"},
    {"exchange: [{kind: visit, id: v, days: }]\n", "E206", NULL},
    {"exchange: [{kind: visit, id: v, days: 2, after: {event: start, at-least: 14}}]\n", "E212", NULL},
    {"exchange: [{kind: online, id: v, days: 1, minutes: 1}]\n", "E325", NULL},
    {"exchange: [{kind: online, id: v, guest: a}]\n", "E332", NULL},
    {"exchange: [{kind: online, id: start}]\n", "E328", NULL},
    {"exchange: [{kind: online, id: v, after: {event: v}}]\n", "E320", NULL},
    {"exchange: [{kind: online, id: v, after: {event: start, at-least: 2w, at-most: 13d}}]\n", "E322", NULL},
    {"exchange: [{kind: online, id: v}]\nfixed: [{event: v, start: 2020-02-02}]\n", "E306",
     "it is a step of the exchange: name its 'pair'"},
    {"exchange: [{kind: online, id: v}]\nfixed: [{pair: [a, b], event: v, start: 2020-02-02 10:00}]\n", "E210",
     "dates are written 2021-03-08, with a time 2021-03-08T10:00"},
    {"fixed: [{pair: [a, b], event: x, start: 2020-02-02}]\nevents: [{kind: forum, id: x}]\n", "E306",
     "it is a joint event: leave 'pair' out"},
    {"events: [{kind: forum, id: x}]\nfixed: [{event: x, start: 2021-02-02}]\n", "E308", NULL},
    {"events: [{kind: visit, id: x}]\n", "E209", NULL},
    {"events: [{kind: forum, id: x, participants: [a, q]}]\n", "E304", NULL},
    {"events: [{kind: forum, id: x, participants: [a], optional: [b, aa]}]\n", "E304", "did you mean 'a'?"},
    {"events: [{kind: forum, id: x, participants: [a], optional: [a]}]\n", "E344",
     "name under 'participants' those that must come"},
    {"events: [{kind: forum, id: x, optional: all}]\n", "E344", "name under 'participants' those that must come"},
    {"events: [{kind: forum, id: x, participants: [a], optional: {countries: [CZ]}}]\n", "E333", NULL},
    {"blocked: [{from: 2020-02-02, to: 2020-02-01}]\n", "E309", NULL},
    {"moderators: {m: {name: M, timezone: Berlin}}\n", "E216", "did you mean 'Europe/Berlin'?"},
    {"moderators: {m: {name: M, timezone: Europe/Wien}}\n", "E216", "zones are named after a large city, such as Europe/Berlin"},
    {"moderators: {m: {name: M, timezone: ../../etc/passwd}}\n", "E216", NULL},
    {"moderators: {m: {name: M, timezone: UTC, office-hours: \"Mo-We 09:00-12:00, We 13:00-14:00\"}}\n", "E215", NULL},
};

START_TEST(refused)
{
    const refusal *r = &refusals[_i];
    parse(INFO CITIES, r->rest);
    if (r->code == NULL) {
        ck_assert_uint_eq(epic_diags_errors(diags), 0);
        return;
    }
    ck_assert_uint_eq(epic_diags_errors(diags), 1);
    const epic_diag *diag = NULL;
    for (size_t i = 0; diag == NULL || diag->severity != EPIC_ERROR; i++) {
        diag = epic_diags_get(diags, i);
    }
    ck_assert_str_eq(diag->code, r->code);
    if (r->hint != NULL) {
        ck_assert_pstr_eq(diag->hint, r->hint);
    }
}
END_TEST

/* What is wrong with the list of all cities or domains is said once, not again wherever one of them is named. */
START_TEST(one_cause_is_said_once)
{
    static const char *const files[][2] = {
        {"programme: {id: p, title: P, starts: 2020-01-01, ends: 2020-12-31, domains: [x]}\n"
         "cities: {a: {name: A, country: IT, timezone: UTC, profile: {x: 0.5}}}\n", "E202"},
        {"programme: {id: p, title: P, starts: 2020-01-01, ends: 2020-12-31, domains: {x: 1}}\n"
         "events: [{kind: forum, id: f, city: a}]\n", "E201"},
    };
    for (size_t i = 0; i < 2; i++) {
        epic_diags *own = epic_diags_new();
        char text[512];
        snprintf(text, sizeof text, "epic: 1\n%s", files[i][0]);
        ck_assert_int_eq(epic_programme_parse(&programme, text, strlen(text), NULL, own), EPIC_EINPUT);
        ck_assert_uint_eq(epic_diags_count(own), 1);
        ck_assert_str_eq(epic_diags_get(own, 0)->code, files[i][1]);
        epic_diags_free(own);
    }
}
END_TEST

START_TEST(arguments)
{
    ck_assert_int_eq(epic_programme_parse(NULL, "", 0, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_programme_parse(&programme, NULL, 1, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_programme_parse(&programme, NULL, 0, NULL, NULL), EPIC_EINPUT);
    ck_assert_int_eq(epic_programme_load(&programme, "no/such/file.yaml", diags), EPIC_EIO);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, "E701");
    ck_assert_int_eq(epic_programme_load(&programme, "/", diags), EPIC_EIO);
    ck_assert_str_eq(epic_diags_get(diags, 1)->message, "cannot read /: it is a folder");
    ck_assert_ptr_null(programme);
    epic_programme_unref(NULL);
    ck_assert_int_eq(epic_schema_write(EPIC_ICS, epic_write_stdio, stdout), EPIC_EARG);
}
END_TEST

START_TEST(words)
{
    for (int kind = 0; kind < EPIC_KINDS; kind++) {
        ck_assert_str_eq(epic_kind_word((epic_kind)kind), ep_kind_words[kind]);
    }
    ck_assert_str_eq(epic_kind_word(EPIC_FOLLOW_UP), "follow-up");
    ck_assert_str_eq(epic_kind_word(EPIC_DEADLINE), "deadline");
    ck_assert_str_eq(epic_mode_word(EPIC_HYBRID), "hybrid");
    ck_assert_str_eq(epic_mode_word((epic_mode)EP_MODES), "unknown");
}
END_TEST

/* A quarter of a great circle, and the law of cosines at a distance at which both are good. */
START_TEST(distances)
{
    const double pi = 3.14159265358979323846, earth = 6371.0088;
    ck_assert_double_eq_tol(ep_distance_km(0, 0, 90, 0), earth * pi / 2, 1e-6);
    ck_assert_double_eq_tol(ep_distance_km(0, -180, 0, 180), 0, 1e-6);
    double a = 51.47805 * pi / 180, b = 45.53558 * pi / 180, d = (10.21472 - 6.86250) * pi / 180;
    double law = earth * acos(sin(a) * sin(b) + cos(a) * cos(b) * cos(d));
    ck_assert_double_eq_tol(ep_distance_km(51.47805, 6.86250, 45.53558, 10.21472), law, 1e-6);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("programme");
    TCase *tests = tcase_create("programme");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, cities);
    tcase_add_test(tests, profiles);
    tcase_add_test(tests, ranks);
    tcase_add_test(tests, pairing_rules);
    tcase_add_test(tests, exchange);
    tcase_add_test(tests, joint_events);
    tcase_add_loop_test(tests, refused, 0, sizeof refusals / sizeof *refusals);
    tcase_add_test(tests, arguments);
    tcase_add_test(tests, one_cause_is_said_once);
    tcase_add_test(tests, words);
    tcase_add_test(tests, distances);
    suite_add_tcase(suite, tests);
    return run(suite);
}
