/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what each group would do alone; that is the plan when nothing is wanted twice. Else groups bid for what is, and the
 * prices that they come to bound what a plan costs. They bargain at these prices, which makes bounds and plans better, first
 * all of them, then again and again a few. */
#include "place.h"

#include <string.h>

#include "branch.h"
#include "candidates.h"
#include "dive.h"
#include "even.h"
#include "improve.h"
#include "seat.h"

#define EFFORT 100
#define CANDIDATES 0.3 /* how much of all it is to find them */
#define PASSES 400    /* at the prices, */
#define WEIGH 10      /* of which so many between two bounds, */
#define LOOK_BACK 50  /* and so many in which the bound must gain so much: */
#define LEAST_GAIN (EP_PARTS / 4)
#define LARGE (16 * EP_PARTS) /* steps at which it need not */
#define NEAR (EP_PARTS / 128) /* parts that prices move at last in one pass */
#define FEW_ROUNDS 20 /* of the bargain of all, before cases are looked at, */
#define ROUNDS 150    /* and at most */
#define DIVES 160     /* plans, divided by groups, */
#define FIRST_ROUNDS 24 /* each after so many rounds, half as many in a case, */
#define NEXT_ROUNDS 6 /* and so many before more groups are booked */
#define TRIES 200     /* to improve a plan, */
#define PATIENCE 40   /* so many of them at most in vain, */
#define EACH 2        /* or so many a group */
#define MANY 100      /* groups: of more, each is looked at less often, so that time grows little faster than they do; */
#define LEAST_SHARE 3 /* but not less often than one time in so many */

/* One plan in the making. */
typedef struct work {
    ep_planner plan;
    ep_tree tree;
    ep_climb climb;
    ep_diver diver;
    ep_case weakest; /* in which plans could cost least, or none */
    const epic_plan_options *options;
    ep_placing *placing;
    ep_choice *best, *spare;
    size_t effort;
    double from, to; /* how much is done when the part at hand begins and ends */
} work;

/* Once the caller has stopped it, it is not asked again. */
static bool go_on(work *own, double done)
{
    const epic_plan_options *with = own->options;
    own->placing->stopped = own->placing->stopped || (with->progress != NULL && !with->progress(with->user, "planning", done));
    return !own->placing->stopped;
}

/* Of the part at hand. */
static bool still_going(void *user, double done)
{
    work *own = user;
    return go_on(own, own->from + (own->to - own->from) * done);
}

static bool is_proved(const work *own)
{
    return own->placing->cost <= own->placing->bound;
}

/* How often to do what is done `usual` times. */
static size_t share(const work *own, size_t usual)
{
    size_t groups = own->plan.groups, times = usual * own->effort / EFFORT;
    size_t few = times / LEAST_SHARE, many = times * MANY / (groups > MANY ? groups : MANY);
    times = few > many ? few : many;
    return times > 0 ? times : 1;
}

/* The same of what more effort does more often, not longer. */
static size_t usual_share(const work *own, size_t usual)
{
    size_t times = share(own, usual);
    return times < usual ? times : usual;
}

static int find_candidates(work *own)
{
    size_t count = own->plan.desk->tasks.count;
    for (size_t i = 0; i < count; i++) {
        if (i % 64 == 0 && !still_going(own, (double)i / (double)count)) {
            return EPIC_ECANCELLED;
        }
        if (!ep_candidates_find(&own->plan, own->plan.desk->tasks.order[i])) {
            return EPIC_ENOMEM;
        }
    }
    return ep_tree_open(&own->tree, &own->plan) ? EPIC_OK : EPIC_ENOMEM;
}

/* Seats all groups anew, the joint events first. */
static void seat_all(work *own)
{
    for (size_t g = 0; g < own->plan.groups; g++) {
        ep_seat_group(&own->plan, &own->tree, g, 0);
    }
}

static void clear_all(work *own)
{
    for (size_t g = 0; g < own->plan.groups; g++) {
        ep_seat_clear(&own->plan, g);
    }
}

/* Keeps what is booked when it is the best so far. */
static void keep(work *own)
{
    int64_t cost = ep_seat_total(&own->plan);
    if (cost < own->placing->cost) {
        own->placing->cost = cost;
        memcpy(own->best, own->plan.choice, own->plan.desk->tasks.count * sizeof own->best[0]);
    }
}

static void seat_best(work *own)
{
    for (size_t g = 0; g < own->plan.groups; g++) {
        ep_seat_again(&own->plan, g, &own->best[ep_group_begin(&own->plan.desk->tasks, g)]);
    }
}

/* Lets each group have its best beside all others, over and over as long as that gains. */
static void polish(work *own)
{
    int64_t before, cost = ep_seat_total(&own->plan);
    do {
        before = cost;
        for (size_t g = 0; g < own->plan.groups; g++) {
            ep_seat_anew(&own->plan, &own->tree, g, own->spare);
        }
        cost = ep_seat_total(&own->plan);
    } while (cost < before);
    keep(own);
}

/* At last hours that cost the same become fair. What is told of dates supposes that each group has its best. */
static void settle(work *own)
{
    seat_best(own);
    polish(own);
    for (size_t g = 1; g < own->plan.groups; g++) {
        ep_even_hours(&own->plan, g);
    }
    own->placing->cost = ep_seat_total(&own->plan);
}

/* Lets groups far from their best bargain again for what they and those in their way have, so many times. */
static int improve(work *own)
{
    ep_improver improver;
    size_t tries = share(own, TRIES), patience = share(own, PATIENCE), vain = 0;
    patience = patience < EACH * own->plan.groups ? patience : EACH * own->plan.groups;
    if (!ep_improve_open(&improver, &own->diver)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < tries && vain < patience && !is_proved(own); i++) {
        int64_t before = own->placing->cost;
        if (!still_going(own, (double)i / (double)tries)) {
            return EPIC_ECANCELLED;
        }
        if (!ep_improve_once(&improver)) {
            return EPIC_ENOMEM;
        }
        keep(own);
        vain = own->placing->cost < before ? 0 : vain + 1;
    }
    return EPIC_OK;
}

static void take_bound(work *own)
{
    int64_t units = ep_units(own->climb.bound);
    own->placing->bound = units > own->placing->bound ? units : own->placing->bound;
}

/* How far prices move in the first pass: as much as a group may lose to others. */
static int64_t first_step(const work *own)
{
    int64_t step = (own->placing->cost * EP_PARTS - own->climb.bound) / (int64_t)own->plan.groups;
    return step > EP_PARTS ? step : EP_PARTS;
}

/* Half as far each time that a part of the passes is done, all parts being equal, and between that in proportion. */
static int64_t step_of(int64_t first, size_t pass, size_t passes)
{
    size_t halvings = 0;
    while (first >> halvings > NEAR) {
        halvings++;
    }
    int64_t step = first >> (pass * halvings / passes), rest = (int64_t)(pass * halvings % passes);
    return step - step * rest / (2 * (int64_t)passes);
}

/* Lets all groups bid against each other, until no plan can cost less than that at hand or hardly anything is gained. */
static int raise(work *own)
{
    size_t passes = share(own, PASSES);
    bool whole = ep_climb_weigh(&own->climb), gains = true;
    int64_t first = whole ? first_step(own) : 0, before = own->climb.bound;
    take_bound(own);
    bool gone_on = still_going(own, 0);
    for (size_t i = 1; i <= passes && whole && gone_on && gains && !is_proved(own); i++) {
        int64_t step = step_of(first, i - 1, passes);
        whole = ep_climb_pass(&own->climb, step);
        if (whole && (i % WEIGH == 0 || i == passes)) {
            whole = ep_climb_weigh(&own->climb);
            take_bound(own);
        }
        if (i % LOOK_BACK == 0) {
            gains = step > LARGE || own->climb.bound >= before + LEAST_GAIN;
            before = own->climb.bound;
        }
        gone_on = still_going(own, (double)i / (double)passes);
    }
    ep_climb_settle(&own->climb);
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}

/* No plan is better that costs less than a unit less. */
static int64_t upper_of(const work *own)
{
    return (own->placing->cost - 1) * EP_PARTS + 1;
}

/* Brings the prices nearer to those of the greatest bound. */
static int bargain(work *own, size_t rounds)
{
    const ep_raising with = {share(own, rounds), INT64_MIN, upper_of(own), EP_STEEP, still_going, own};
    ep_raised raised;
    int status = ep_bargain_raise(&own->climb, &with, &raised);
    if (status == EPIC_OK) {
        status = ep_climb_keep(&own->climb) ? EPIC_OK : EPIC_ENOMEM;
        take_bound(own);
    }
    return status;
}

/* A plan of groups that bargain for what they take, at the prices as they are. */
static int dive(work *own, const ep_diving *with)
{
    int status = ep_dive(&own->diver, own->climb.groups, own->plan.groups, with);
    if (status == EPIC_OK) {
        polish(own);
    }
    clear_all(own);
    return status;
}

/* How much of all cases is done is not known. */
static bool still_in_case(void *user, double done)
{
    (void)done;
    return still_going(user, 0);
}

static int dive_in_case(void *user, int64_t *upper)
{
    work *own = user;
    const ep_diving with = {usual_share(own, FIRST_ROUNDS / 2), usual_share(own, NEXT_ROUNDS / 2), EP_STEEP, 0,
                            still_in_case, own};
    int status = dive(own, &with);
    *upper = upper_of(own);
    return status;
}

/* A greater bound, if a joint event that takes whole days has few left that could make a plan cheaper. */
static int branch(work *own)
{
    const ep_tasks *tasks = &own->plan.desk->tasks;
    ep_branching with = {.rounds = share(own, ROUNDS), .go = still_in_case, .seat = dive_in_case, .user = own,
                         .weakest = {EPIC_NONE, 0}};
    int status = EPIC_OK;
    for (size_t t = 0; t < tasks->joint_count && status == EPIC_OK && !is_proved(own); t++) {
        const ep_task *task = &tasks->list[t];
        if (task->all_day && !task->idle && !task->fixed && own->plan.days[t].count > 0) {
            with.upper = upper_of(own);
            status = ep_branch(&own->climb, t, &with);
            take_bound(own);
        }
    }
    own->weakest = with.weakest;
    return status;
}

/* Some plans of the weakest case, for which prices are held more or less near: one is often the best. */
static int dive_again(work *own)
{
    static const int steep[] = {4, 2, 5, 3, 6, 8};
    const size_t slopes = sizeof steep / sizeof steep[0];
    size_t times = share(own, DIVES) / own->plan.groups, most = share(own, slopes);
    int status = EPIC_OK;
    times = times < 1 ? 1 : times < most ? times : most;
    double from = own->from, each = (own->to - own->from) / (double)times;
    own->plan.pinned = own->weakest.task;
    own->plan.pin = own->weakest.day;
    for (size_t i = 0; i < times && status == EPIC_OK && !is_proved(own); i++) {
        const ep_diving with = {usual_share(own, FIRST_ROUNDS), usual_share(own, NEXT_ROUNDS), steep[i % slopes], i,
                                still_going, own};
        own->from = from + each * (double)i;
        own->to = own->from + each;
        status = dive(own, &with);
    }
    own->plan.pinned = EPIC_NONE;
    return status;
}

/* Whether there is something left to do, which will take so much of all. */
static bool goes_on(work *own, int status, double share)
{
    own->from = own->to;
    own->to = own->from + share;
    return status == EPIC_OK && !is_proved(own);
}

/* Better bounds and plans than what groups do alone. */
static int search(work *own)
{
    bool climbs = ep_climb_open(&own->climb, &own->plan, &own->tree);
    int status = ep_diver_open(&own->diver, &own->climb) && climbs ? EPIC_OK : EPIC_ENOMEM;
    status = goes_on(own, status, 0.2) ? raise(own) : status;
    status = goes_on(own, status, 0.05) ? bargain(own, FEW_ROUNDS) : status;
    status = goes_on(own, status, 0.1) ? branch(own) : status;
    bool gained = own->weakest.task != EPIC_NONE;
    status = goes_on(own, status, 0.1) && !gained ? bargain(own, ROUNDS) : status;
    status = goes_on(own, status, 0.15) ? dive_again(own) : status;
    if (goes_on(own, status, 0.1)) {
        seat_best(own);
        status = improve(own);
        clear_all(own);
    }
    return status;
}

/* All that is not fixed. */
static int place(work *own)
{
    int status = find_candidates(own);
    if (status != EPIC_OK) {
        return status;
    }
    seat_all(own);
    keep(own);
    clear_all(own);
    status = search(own);
    if (status == EPIC_OK || status == EPIC_ECANCELLED) {
        settle(own);
    }
    return status == EPIC_ECANCELLED ? EPIC_OK : status;
}

int ep_place_all(ep_desk *desk, const epic_plan_options *options, ep_placing *placing)
{
    ep_arena *arena = ep_arena_new();
    work own = {.options = options, .placing = placing, .effort = options->effort == 0 ? EFFORT : options->effort,
                .weakest = {EPIC_NONE, 0}, .to = CANDIDATES};
    *placing = (ep_placing){.cost = INT64_MAX};
    int status = arena == NULL || !ep_planner_open(&own.plan, desk, arena) ? EPIC_ENOMEM : EPIC_OK;
    own.best = status == EPIC_OK ? ep_arena_array_of(arena, desk->tasks.count, ep_choice) : NULL;
    own.spare = status == EPIC_OK ? ep_arena_array_of(arena, desk->tasks.count, ep_choice) : NULL;
    status = own.best == NULL || own.spare == NULL ? EPIC_ENOMEM : place(&own);
    ep_diver_close(&own.diver);
    ep_climb_close(&own.climb);
    ep_planner_close(&own.plan);
    ep_arena_free(arena);
    return status;
}
