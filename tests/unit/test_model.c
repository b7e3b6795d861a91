/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Plans are held against an integer programme that knows the desk's rules and nothing of the engine, solved by GLPK: no plan
 * costs less than the least that this finds, and no bound is more. */
#include <inttypes.h>

#include "kit.h"
#include "peers/plan_glpk.h"
#include "world.h"

enum { PROGRAMMES = 100 };

static const uint64_t seed = 20210104;

static const char *const zones[] = {"Europe/Rome", "Europe/Lisbon", "Europe/Athens", "Asia/Kathmandu"};

static const char *random_date(uint64_t *state, int from, int span, char out[11])
{
    return epic_date_write(epic_date_make(2021, 2, 15) + from + below(state, span), out);
}

static void say_cities(kit_text *in, uint64_t *state, int pairs)
{
    char from[11];
    for (int c = 0; c < 2 * pairs; c++) {
        random_date(state, 0, 40, from); /* numbers are drawn one by one: compilers differ on the order of arguments */
        int until = 1 + below(state, 14), visits = 1 + below(state, 2), closes = 13 + below(state, 3);
        int opens = 9 + below(state, 2), strength = 1 + below(state, 9), zone = below(state, 4);
        say(in, "  c%d: {name: C%d, country: IT, timezone: %s, profile: {x: 0.%d}, office-hours: Mo-Fr %02d:00-%02d:00, "
                "visits-at-a-time: %d, capacity: {host: %d, guest: %d}, calendars: {holidays: []}, "
                "unavailable: [{from: %s, to: 2021-04-%02d}]}\n",
            c, c, zones[zone], strength, opens, closes, visits, c == 1 ? 2 : c % 2, 1 - c % 2, from, until);
    }
}

/* Some pairs visit one city, all share a moderator who has little time, and joint events want everyone, or invite all but one. */
static void say_programme(kit_text *in, uint64_t *state, int pairs)
{
    static const char *const gaps[] = {"", ", at-most: 20d", ", at-most: 1 month"};
    int days = 45 + below(state, 30), steps = 2 + below(state, 3);
    char ends[11];
    in->used = 0;
    say(in, "epic: 1\nprogramme: {id: m, title: M, starts: 2021-02-15, ends: %s, domains: {x: 1}}\ncities:\n",
        random_date(state, days, 1, ends));
    say_cities(in, state, pairs);
    int turn = 15 * below(state, 3), closes = 11 + below(state, 4);
    say(in, "moderators: {m: {name: M, timezone: Europe/Rome, office-hours: \"Tu 09:00-13:00, Th 09:00-%d:00\", "
            "turn-round: %d}}\n", closes, turn);
    say(in, "pairing:\n  mode: visits\n  allow-zero: true\n  other-country: false\n  pins:\n");
    for (int p = 0; p < pairs; p++) {
        say(in, "    - [c%d, c%d]\n", 2 * p, p == 1 && pairs > 1 ? 1 : 2 * p + 1);
    }
    say(in, "exchange:\n");
    for (int s = 0; s < steps; s++) {
        int kind = below(state, 3);
        say(in, "  - {id: s%d, %s", s, kind == 0 ? "kind: visit, days: 2, travel-days: 2" : "kind: online, minutes: ");
        say(in, kind == 0 ? "" : kind == 1 ? "90, moderator: m" : "60");
        if (s > 0) {
            int gap = below(state, 3), least = 1 + below(state, 12), before = below(state, s);
            say(in, ", after: {event: s%d, at-least: %dd%s}", before, least, gaps[gap]);
        }
        say(in, "}\n");
    }
    int follows = below(state, 2), count = 1 + below(state, 2), length = 1 + below(state, 3), invites = below(state, 3);
    static const char beside[] = ", participants: [c0], optional: all";
    say(in, "events:\n  - {kind: meeting, id: open, mode: in-person, days: %d, city: c0%s}\n"
            "  - {kind: webinar, id: web, minutes: 60, count: %d%s%s}\n",
        length, invites == 1 ? beside : "", count, follows ? ", after: {event: open, at-least: 3d}" : "",
        invites == 2 ? beside : "");
}

START_TEST(what_is_proved_is_the_least)
{
    uint64_t state = seed;
    int proved = 0, tried = 0, short_of = 0;
    printf("# seed %" PRIu64 "\n", seed);
    for (int w = 0; w < cases(PROGRAMMES); w++) {
        kit_text in;
        epic_pairing *pairing;
        epic_plan *plan;
        model m;
        say_programme(&in, &state, 1 + below(&state, w % 10 == 9 ? 4 : 3));
        epic_scores *scores = scores_of_file(&in);
        ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
        ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
        ck_assert_int_eq(epic_plan_verify(plan, NULL), EPIC_OK);
        ck_assert_int_eq(model_open(&m, pairing), EPIC_OK);
        int64_t least = model_least(&m), cost = epic_plan_cost(plan), bound = epic_plan_bound(plan);
        ck_assert_msg(bound <= least && least <= cost, "world %d: bound %" PRId64 ", least %" PRId64 ", cost %" PRId64 "\n%s", w,
                      bound, least, cost, in.bytes);
        tried++;
        proved += epic_plan_proved(plan);
        short_of += epic_plan_unscheduled(plan) > 0;
        model_close(&m);
        epic_plan_unref(plan);
        epic_pairing_unref(pairing);
        epic_scores_unref(scores);
    }
    printf("# %d of %d proved, %d without a date for some event\n", proved, tried, short_of);
    ck_assert(short_of > tried / 10);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("model");
    TCase *test = tcase_create("model");
    tcase_set_timeout(test, 300);
    tcase_add_test(test, what_is_proved_is_the_least);
    suite_add_tcase(suite, test);
    return run(suite);
}
