/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds in each round of a bargain, whatever the programme: shares are whole, what is wanted is what they take, and what is
 * called a bound is one. */
#include "bargain.h"
#include "branch.h"
#include "candidates.h"
#include "planning.h"

#define PAIRS 3
#define ROUNDS 120
#define SLACK 64 /* parts by which sums of rounded prices may differ, for each of them */

typedef struct table {
    ep_arena *arena;
    ep_desk desk;
    ep_planner planner;
    ep_tree tree;
    ep_climb climb;
} table;

static bool always(void *user, double done)
{
    (void)user;
    return done <= 1;
}

/* Guests of one host who are away on some days, talks that take a whole day, and a forum of all. */
static void crowd(kit_text *in, uint64_t *dice)
{
    in->used = 0;
    say(in, "epic: 1\nprogramme: {id: s, title: S, starts: 2021-01-04, ends: 2021-01-15, domains: {x: 1}}\ncities:\n"
            "  h: {name: H, country: IT, timezone: Europe/Rome, profile: {x: 0.9}, capacity: {host: 3, guest: 0}%s}\n",
        below(dice, 2) == 0 ? "" : ", visits-at-a-time: 2");
    for (int g = 0; g < PAIRS; g++) {
        int day = 4 + below(dice, 8);
        say(in, "  g%d: {name: G%d, country: DE, timezone: Europe/Berlin, profile: {x: 0.1}, capacity: {host: 0},"
                " unavailable: [{from: 2021-01-%02d, to: 2021-01-%02d}]}\n", g, g, day, day + below(dice, 3));
    }
    say(in, "moderators: {m: {name: M, timezone: Europe/London, turn-round: 15}}\npairing: {mode: visits, allow-zero: true}\n"
            "exchange:\n  - {kind: online, id: talk, minutes: %d, moderator: m}\n"
            "  - {kind: visit, id: visit, days: %d, travel-days: 0, after: {event: talk, at-most: %dd}}\n"
            "events: [{kind: forum, id: all, place: {name: V, country: AT, timezone: Europe/Vienna}}]\n",
        60 + 60 * below(dice, 5), 1 + below(dice, 2), 2 + below(dice, 6));
}

static void set_table(table *own, epic_plan *plan)
{
    own->arena = ep_arena_new();
    ck_assert_int_eq(ep_desk_open(&own->desk, own->arena, epic_plan_pairing(plan), epic_plan_calendars(plan), NULL), EPIC_OK);
    ck_assert_int_eq(ep_desk_fix(&own->desk), EPIC_OK);
    ck_assert(ep_planner_open(&own->planner, &own->desk, own->arena));
    for (size_t i = 0; i < own->desk.tasks.count; i++) {
        ck_assert(ep_candidates_find(&own->planner, own->desk.tasks.order[i]));
    }
    ck_assert(ep_tree_open(&own->tree, &own->planner));
    ck_assert(ep_climb_open(&own->climb, &own->planner, &own->tree));
}

static void clear_table(table *own)
{
    ep_climb_close(&own->climb);
    ep_planner_close(&own->planner);
    ep_desk_close(&own->desk);
    ep_arena_free(own->arena);
}

/* What bids take of a price, by shares. */
static int64_t taken(const ep_bargain *bargain, size_t price)
{
    int64_t sum = 0;
    for (size_t g = 0; g < bargain->group_count; g++) {
        const struct ep_bid_list *bids = &bargain->bids->of[g];
        for (size_t i = 0; i < bids->count; i++) {
            for (size_t u = 0; u < bids->list[i].use_count; u++) {
                sum += bids->list[i].uses[u].price == price ? (int64_t)bids->list[i].uses[u].use * bids->list[i].share : 0;
            }
        }
    }
    return sum;
}

/* Unless the round made a row, of which it knew nothing when it counted. */
static void look_at(const ep_bargain *bargain, bool knew_all, int64_t cost)
{
    const ep_prices *prices = &bargain->climb->plan->prices;
    for (size_t g = 0; g < bargain->group_count; g++) {
        int64_t sum = 0;
        for (size_t i = 0; i < bargain->bids->of[g].count; i++) {
            ck_assert_int_ge(bargain->bids->of[g].list[i].share, 0);
            sum += bargain->bids->of[g].list[i].share;
        }
        ck_assert_int_eq(sum, EP_WHOLE_SHARE);
    }
    for (size_t i = 0; i < bargain->live_count; i++) {
        size_t price = bargain->live[i];
        int64_t all = (int64_t)prices->room[price] * EP_WHOLE_SHARE;
        ck_assert_int_ge(prices->now[price], 0);
        if (knew_all) {
            ck_assert_int_eq(bargain->stakes[price].wanted, taken(bargain, price) - all);
        }
    }
    ck_assert_int_le(bargain->looked, cost * EP_PARTS);
    ck_assert_int_le(bargain->looked, bargain->model + (int64_t)bargain->live_count * SLACK); /* which knows fewer programmes */
}

START_TEST(rounds_keep_what_they_must)
{
    uint64_t dice = 20210104;
    size_t gained = 0, proved = 0;
    for (int times = 0; times < cases(25); times++) {
        kit_text in;
        table own;
        ep_bargain bargain;
        crowd(&in, &dice);
        epic_plan *plan = audited_plan(&in, NULL, NULL);
        set_table(&own, plan);
        ck_assert(ep_bargain_open(&bargain, &own.climb, &own.climb.bids, own.climb.groups, own.planner.groups, EP_WITH_PRICES));
        int64_t first = bargain.looked, best = first;
        for (int i = 0; i < ROUNDS; i++) {
            bargain.steep = below(&dice, 15);
            size_t rows = own.planner.row_count;
            ck_assert(ep_bargain_round(&bargain));
            look_at(&bargain, own.planner.row_count == rows, epic_plan_cost(plan));
            if (bargain.looked > best) {
                best = bargain.looked;
                ep_bargain_centre(&bargain);
            }
        }
        gained += best > first;
        proved += best > (epic_plan_cost(plan) - 1) * EP_PARTS;
        ep_bargain_close(&bargain);
        clear_table(&own);
        epic_plan_unref(plan);
    }
    printf("# %zu bounds gain, %zu of them prove the plan\n", gained, proved);
    ck_assert_uint_gt(proved, 0);
}
END_TEST

/* With the forum on one of its days a bound is one of plans with it on that day. */
START_TEST(cases_bound_plans)
{
    uint64_t dice = 20210105;
    size_t held = 0;
    for (int times = 0; times < cases(10); times++) {
        kit_text in;
        table own;
        crowd(&in, &dice);
        epic_plan *plan = audited_plan(&in, NULL, NULL);
        set_table(&own, plan);
        ck_assert(ep_climb_keep(&own.climb));
        for (uint32_t day = 0; day < own.planner.days[0].count; day++) {
            const ep_raising with = {40, INT64_MIN, INT64_MAX, EP_STEEP, always, NULL};
            ep_raised raised;
            own.planner.pinned = 0;
            own.planner.pin = day;
            ep_bids_pin(&own.climb.bids);
            ck_assert_int_eq(ep_bargain_raise(&own.climb, &with, &raised), EPIC_OK);
            const epic_event *forum = epic_plan_event(plan, epic_plan_events(plan) - 1);
            if (strcmp(forum->id, "all") == 0 && forum->first == ep_candidate_day(&own.planner, 0, day)) {
                ck_assert_int_le(raised.bound, epic_plan_cost(plan) * EP_PARTS);
                held++;
            }
        }
        own.planner.pinned = EPIC_NONE;
        clear_table(&own);
        epic_plan_unref(plan);
    }
    ck_assert_uint_gt(held, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {rounds_keep_what_they_must, cases_bound_plans};
    Suite *suite = suite_create("bargain");
    TCase *test = tcase_create("bargain");
    tcase_set_timeout(test, 120);
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        tcase_add_test(test, tests[i]);
    }
    suite_add_tcase(suite, test);
    return run(suite);
}
