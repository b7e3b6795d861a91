/* SPDX-License-Identifier: GPL-3.0-or-later */
/* First what each group would do alone; that is the plan when nothing is wanted twice. Else groups bid for what is, and the
 * prices that they come to bound what a plan costs. The same auction, in which group after group is booked, makes the plan; it is
 * held again among a few groups, time and again, to make it cheaper. */
#include "place.h"

#include <string.h>

#include "branch.h"
#include "candidates.h"
#include "cost.h"
#include "dive.h"
#include "even.h"
#include "improve.h"
#include "price.h"
#include "story.h"

#define EFFORT 100
#define PASSES 300    /* at the prices */
#define TRIES 120     /* to improve a plan, */
#define PATIENCE 40   /* so many of them at most in vain */
#define MANY 100      /* groups: of more, each is looked at less often, so that time grows little faster than they do; */
#define LEAST_SHARE 3 /* but not less often than one time in so many */
#define BRANCH_PASSES 600 /* of a joint event, its cases together */
#define WEIGH 10      /* passes between two bounds */
#define NEAR 2        /* parts that prices move at last in one pass */

/* One plan in the making. */
typedef struct work {
    ep_planner plan;
    ep_tree tree;
    ep_climb climb;
    const epic_plan_options *options;
    ep_placing *placing;
    ep_choice *best, *spare;
    size_t *groups; /* all of them */
    size_t effort;
} work;

/* Once the caller has stopped it, it is not asked again. */
static bool go_on(work *own, double done)
{
    const epic_plan_options *with = own->options;
    own->placing->stopped = own->placing->stopped || (with->progress != NULL && !with->progress(with->user, "planning", done));
    return !own->placing->stopped;
}

/* How often to do what is done `usual` times. */
static size_t share(const work *own, size_t usual)
{
    size_t groups = own->plan.groups, times = usual * own->effort / EFFORT;
    size_t few = times / LEAST_SHARE, many = times * MANY / (groups > MANY ? groups : MANY);
    times = few > many ? few : many;
    return times > 0 ? times : 1;
}

static int find_candidates(work *own)
{
    size_t count = own->plan.desk->tasks.count;
    for (size_t i = 0; i < count; i++) {
        if (i % 64 == 0 && !go_on(own, 0.3 * (double)i / (double)count)) {
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

/* Lets groups far from their best bid again for what they and those in their way have, so many times. */
static int improve(work *own)
{
    ep_improver improver;
    size_t tries = share(own, TRIES), patience = share(own, PATIENCE), vain = 0;
    patience = patience < 2 * own->plan.groups ? patience : 2 * own->plan.groups;
    if (!ep_improve_open(&improver, &own->plan, &own->tree, own->climb.least)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < tries && vain < patience && own->placing->cost > own->placing->bound; i++) {
        int64_t before = own->placing->cost;
        if (!go_on(own, 0.75 + 0.25 * (double)i / (double)tries)) {
            return EPIC_ECANCELLED;
        }
        ep_improve_once(&improver);
        keep(own);
        vain = own->placing->cost < before ? 0 : vain + 1;
    }
    return EPIC_OK;
}

/* Whole units: costs are. */
static void take_bound(work *own)
{
    int64_t parts = own->climb.bound, units = parts <= 0 ? 0 : (parts + EP_PARTS - 1) / EP_PARTS;
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

/* Lets all groups bid against each other, until no plan can cost less than that at hand. */
static int raise(work *own)
{
    size_t passes = share(own, PASSES);
    bool whole = ep_climb_weigh(&own->climb);
    int64_t first = whole ? first_step(own) : 0;
    take_bound(own);
    bool gone_on = go_on(own, 0.3);
    for (size_t i = 0; i < passes && whole && gone_on && own->placing->cost > own->placing->bound; i++) {
        whole = ep_climb_pass(&own->climb, step_of(first, i, passes));
        if (whole && ((i + 1) % WEIGH == 0 || i + 1 == passes)) {
            whole = ep_climb_weigh(&own->climb);
            take_bound(own);
        }
        gone_on = go_on(own, 0.3 + 0.3 * (double)(i + 1) / (double)passes);
    }
    ep_climb_settle(&own->climb);
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}

static bool still_branching(void *user, double done)
{
    return go_on(user, 0.7 + 0.05 * done);
}

static bool still_diving(void *user, double done)
{
    return go_on(user, 0.6 + 0.1 * done);
}

/* A plan of groups that bid for what they take. */
static int dive(work *own)
{
    own->groups = ep_arena_array_of(own->plan.arena, own->plan.groups, size_t);
    if (own->groups == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t g = 0; g < own->plan.groups; g++) {
        own->groups[g] = g;
    }
    bool gone_on = ep_dive(&own->plan, &own->tree, own->groups, own->plan.groups, still_diving, own);
    if (gone_on) {
        polish(own);
    }
    clear_all(own);
    return gone_on ? EPIC_OK : EPIC_ECANCELLED;
}

/* No plan is better that costs less than a unit less. */
static int64_t upper_of(const work *own)
{
    return (own->placing->cost - 1) * EP_PARTS + 1;
}

static int64_t seat_case(void *user)
{
    work *own = user;
    ep_dive(&own->plan, &own->tree, own->groups, own->plan.groups, NULL, NULL);
    polish(own);
    clear_all(own);
    return upper_of(own);
}

/* A greater bound, if a joint event that takes whole days has few left that could make a plan cheaper. */
static int branch(work *own)
{
    const ep_tasks *tasks = &own->plan.desk->tasks;
    const ep_branching with = {still_branching, seat_case, own};
    int status = EPIC_OK;
    for (size_t t = 0; t < tasks->joint_count && status == EPIC_OK && own->placing->cost > own->placing->bound; t++) {
        const ep_task *task = &tasks->list[t];
        if (task->all_day && !task->idle && !task->fixed && own->plan.days[t].count > 0) {
            status = ep_branch(&own->climb, t, upper_of(own), share(own, BRANCH_PASSES), &with);
            take_bound(own);
        }
    }
    return status;
}

static int search(work *own)
{
    int status = find_candidates(own);
    if (status != EPIC_OK) {
        return status;
    }
    seat_all(own);
    keep(own);
    clear_all(own);
    status = ep_climb_open(&own->climb, &own->plan, &own->tree) ? raise(own) : EPIC_ENOMEM;
    if (status == EPIC_OK && own->placing->cost > own->placing->bound) {
        status = dive(own);
    }
    if (status == EPIC_OK && own->placing->cost > own->placing->bound) {
        status = branch(own);
    }
    if (status == EPIC_OK && own->placing->cost > own->placing->bound) {
        seat_best(own);
        status = improve(own);
        clear_all(own);
    }
    if (status == EPIC_OK || status == EPIC_ECANCELLED) {
        settle(own);
    }
    return status == EPIC_ECANCELLED ? EPIC_OK : status;
}

int ep_place_all(ep_desk *desk, const epic_plan_options *options, ep_placing *placing)
{
    ep_arena *arena = ep_arena_new();
    work own = {.options = options, .placing = placing, .effort = options->effort == 0 ? EFFORT : options->effort};
    *placing = (ep_placing){.cost = INT64_MAX};
    int status = arena == NULL || !ep_planner_open(&own.plan, desk, arena) ? EPIC_ENOMEM : EPIC_OK;
    own.best = status == EPIC_OK ? ep_arena_array_of(arena, desk->tasks.count, ep_choice) : NULL;
    own.spare = status == EPIC_OK ? ep_arena_array_of(arena, desk->tasks.count, ep_choice) : NULL;
    status = own.best == NULL || own.spare == NULL ? EPIC_ENOMEM : search(&own);
    ep_climb_close(&own.climb);
    ep_planner_close(&own.plan);
    ep_arena_free(arena);
    return status;
}

static void start_story(const ep_desk *desk, const ep_task *task, ep_story *story)
{
    memset(story, 0, sizeof *story);
    story->before = ep_task_dated(&desk->tasks, task->parent);
    story->skipped = task->parent != EPIC_NONE && !desk->tasks.list[task->parent].placed;
}

/* Whether a day is too early for what follows it at most so many days behind. */
static bool too_early(const ep_desk *desk, const ep_task *task, epic_date day)
{
    size_t index = (size_t)(task - desk->tasks.list), group = ep_group_of(task);
    for (size_t t = ep_group_begin(&desk->tasks, group); t < ep_group_end(&desk->tasks, group); t++) {
        const ep_task *next = &desk->tasks.list[t];
        if (next->parent == index && next->placed &&
            ep_task_range(next, task, true, day + (epic_date)task->days - 1, desk->starts).hi < next->first) {
            return true;
        }
    }
    return false;
}

/* The fewest of those invited that a day would leave out at one of its starts, and the first of them. */
static size_t left_out(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts, size_t *city)
{
    size_t fewest = task->optional_count + 1;
    *city = EPIC_NONE;
    starts = ep_at_home(task) ? starts : starts & (~starts + 1); /* else the day alone counts, so that one is as good as any */
    for (unsigned i = 0; starts >> i != 0; i++) {
        ep_slot slot = ep_desk_slot(desk, task, day, i);
        size_t count, first = (starts >> i & 1) != 0 ? ep_absent(desk, task, day, &slot, &count) : EPIC_NONE;
        if ((starts >> i & 1) != 0 && count < fewest) {
            fewest = count;
            *city = first;
        }
    }
    return fewest;
}

/* Why a day that is possible was not taken: that it is better avoided or leaves somebody out, its hours, or nothing but that the
 * search stopped. */
static ep_reason not_taken(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts)
{
    ep_slot own = {task->start, task->end};
    bool poorer = !task->all_day;
    for (unsigned i = 0; starts >> i != 0 && poorer; i++) {
        ep_slot slot = ep_desk_slot(desk, task, day, i);
        poorer = (starts >> i & 1) == 0 || ep_cost_hours(desk, task, &slot) > ep_cost_hours(desk, task, &own);
    }
    size_t here, there, city = ep_avoided(desk, task, day, &here);
    (void)ep_avoided(desk, task, task->first, &there);
    if (here > there) {
        return (ep_reason){EP_AVOIDED, (uint32_t)city};
    }
    here = left_out(desk, task, day, starts, &city);
    (void)ep_absent(desk, task, task->first, &own, &there);
    if (here > there) {
        return (ep_reason){EP_ABSENT, (uint32_t)city};
    }
    return (ep_reason){poorer ? EP_POORER : EP_PASSED, 0};
}

/* Of an event that is held online though planned in person: what bars that from a day on, as long as it is worth to wait. */
static bool tell_online(ep_desk *desk, ep_task *task, epic_date from, epic_date to)
{
    ep_tally tally;
    memset(&tally, 0, sizeof tally);
    if (task->in_person == NULL || task->mode == task->in_person->mode || task->why == NULL) {
        return task->why != NULL;
    }
    ep_desk_unbook(desk, task);
    to = to < task->to ? to : task->to;
    for (epic_date d = from; d <= to; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task->in_person, d, &starts);
        ep_tally_add(&tally, desk, reason.bar == EP_FREE ? (ep_reason){EP_PASSED, 0} : reason);
    }
    ep_desk_book(desk, task);
    task->why = ep_why_online(desk, task, &tally, to);
    return task->why != NULL;
}

/* Of an event that was issued: why it is not on the day that it had. */
static bool tell_moved(ep_desk *desk, ep_task *task)
{
    uint64_t starts;
    bool asked = task->was.wish != EPIC_NO_DATE, met = asked && task->first == task->was.wish;
    epic_date other = task->first == task->was.first ? task->was.wish : task->was.first;
    ep_reason reason = {EP_FREE, 0};
    if (!met && other != EPIC_NO_DATE) {
        ep_desk_unbook(desk, task);
        reason = ep_desk_fit(desk, task, other, &starts);
        ep_desk_book(desk, task);
    }
    task->why = met ? "as a city asked for it" : ep_why_moved(desk, task, reason);
    return task->was.online ? task->why != NULL : tell_online(desk, task, task->was.first, task->was.first);
}

/* Why it is not on one of the days before. */
static bool tell(ep_desk *desk, ep_task *task)
{
    ep_story story;
    if (task->was.known) {
        return tell_moved(desk, task);
    }
    epic_date first = task->from > desk->starts ? task->from : desk->starts;
    start_story(desk, task, &story);
    story.spread = task->shares > 1;
    epic_date last = story.before == NULL ? 0 : story.before->last;
    epic_date lo = ep_task_range(task, story.before, !story.skipped, last, desk->starts).lo;
    ep_desk_unbook(desk, task);
    for (epic_date d = lo > first ? lo : first; d < task->first && !story.spread; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task, d, &starts);
        if (reason.bar != EP_FREE) {
            ep_tally_add(&story.tally, desk, reason);
        } else if (too_early(desk, task, d)) {
            story.held = true;
        } else {
            ep_tally_add(&story.tally, desk, not_taken(desk, task, d, starts));
            story.skips = true;
        }
    }
    ep_desk_book(desk, task);
    task->why = ep_why_placed(desk, task, &story);
    lo = lo > first ? lo : first;
    return tell_online(desk, task, lo, task->first + task->or_online);
}

static bool explain(ep_desk *desk, ep_task *task)
{
    ep_story story;
    epic_date from = task->from > desk->starts ? task->from : desk->starts;
    epic_date to = task->to < desk->ends ? task->to : desk->ends;
    start_story(desk, task, &story);
    epic_date last = story.before == NULL ? 0 : story.before->last;
    ep_range range = ep_task_range(task, story.before, !story.skipped, last, desk->starts);
    for (epic_date d = from; d <= to; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task, d, &starts);
        if (reason.bar == EP_FREE) {
            bool out = d < range.lo || d > range.hi;
            size_t which = story.before == NULL ? EP_NO_TASK : (size_t)(story.before - desk->tasks.list);
            reason = out ? (ep_reason){EP_ORDER, (uint32_t)which} : (ep_reason){EP_FUTURE, 0};
        }
        ep_tally_add(&story.tally, desk, reason);
    }
    task->why = ep_why_not(desk, task, &story);
    return task->why != NULL;
}

int ep_place_explain(ep_desk *desk)
{
    for (size_t t = 0; t < desk->tasks.count; t++) {
        ep_task *task = &desk->tasks.list[t];
        if (!task->fixed && !(task->placed ? tell(desk, task) : explain(desk, task))) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}
