/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clash.h"

#include <string.h>

#include "answer.h"

/* A clash as it is made. */
typedef struct search {
    ep_clash *clash;
    const ep_watch *watch;
} search;

/* Whether there is a pairing; if so, what it comes to in the rule `which`, when that is one. */
static int solvable(const search *s, size_t which, int64_t *amount)
{
    const ep_limits *limits = &s->clash->limits;
    ep_limited_problem trial = {.match = s->clash->problem->match,
                                .rule = limits->rule,
                                .rule_count = limits->count,
                                .triad = ep_answer_wants_triad(s->clash->problem),
                                .effort = EP_LIMITED_EFFORT};
    ep_limited found;
    ep_arena *arena = ep_arena_new();
    trial.match.room = s->clash->room;
    int status = arena != NULL ? ep_match_limited(&found, arena, &trial, s->watch) : EPIC_ENOMEM;
    *amount = 0;
    for (size_t i = 0; status == EPIC_OK && which < limits->count && i < limits->rule[which].count; i++) {
        *amount += found.chosen[limits->rule[which].edge[i]] ? limits->rule[which].amount[i] : 0;
    }
    ep_arena_free(arena);
    return status;
}

/* ---- what can be left out ---- */

/* Leaves out each minimum without which the rest still clashes. */
static int reduce_minima(const search *s)
{
    int64_t amount;
    for (size_t i = 0; i < s->clash->problem->match.node_count; i++) {
        uint32_t min = s->clash->room[i].min;
        if (min == 0) {
            continue;
        }
        s->clash->room[i].min = 0;
        int status = solvable(s, SIZE_MAX, &amount);
        if (status == EPIC_OK) {
            s->clash->room[i].min = min;
        } else if (status != EPIC_EINFEASIBLE) {
            return status;
        }
    }
    return EPIC_OK;
}

static void swap(ep_limits *limits, size_t i, size_t k)
{
    ep_side_rule rule = limits->rule[i];
    ep_limit limit = limits->limit[i];
    limits->rule[i] = limits->rule[k];
    limits->limit[i] = limits->limit[k];
    limits->rule[k] = rule;
    limits->limit[k] = limit;
}

/* The same with limits. */
static int reduce_limits(const search *s)
{
    ep_limits *limits = &s->clash->limits;
    int64_t amount;
    for (size_t i = 0; i < limits->count;) {
        swap(limits, i, --limits->count);
        int status = solvable(s, SIZE_MAX, &amount);
        if (status == EPIC_OK) {
            swap(limits, i++, limits->count++);
        } else if (status != EPIC_EINFEASIBLE) {
            return status;
        }
    }
    return EPIC_OK;
}

/* ---- what would do ---- */

/* What pairings come to in a rule lies below its least number or else above its greatest, as all others of the clash can be kept
 * without it. Moves one of the two until they can be kept with it. */
static int lower_least(const search *s, size_t i, int64_t used, int64_t amount)
{
    ep_side_rule *rule = &s->clash->limits.rule[i];
    int64_t no = rule->min, yes = amount;
    int status = EPIC_OK;
    while (status == EPIC_OK && no - yes > 1) {
        rule->min = yes + (no - yes) / 2;
        status = solvable(s, i, &amount);
        yes = status == EPIC_OK ? amount : yes;
        no = status == EPIC_EINFEASIBLE ? rule->min : no;
        status = status == EPIC_EINFEASIBLE ? EPIC_OK : status;
    }
    s->clash->need[i] = (ep_need){true, used + yes};
    return status;
}

static int raise_greatest(const search *s, size_t i, int64_t used, int64_t amount)
{
    ep_side_rule *rule = &s->clash->limits.rule[i];
    const ep_limit *limit = &s->clash->limits.limit[i];
    const epic_pairing_rules *rules = s->clash->problem->rules;
    int64_t no = ep_limit_figure(rules, limit, used + rule->max, false), yes = ep_limit_figure(rules, limit, used + amount, true);
    int status = EPIC_OK;
    while (status == EPIC_OK && yes - no > 1) {
        int64_t middle = no + (yes - no) / 2;
        rule->max = ep_limit_allows(rules, limit, middle) - used;
        status = solvable(s, i, &amount);
        yes = status == EPIC_OK ? ep_limit_figure(rules, limit, used + amount, true) : yes;
        no = status == EPIC_EINFEASIBLE ? middle : no;
        status = status == EPIC_EINFEASIBLE ? EPIC_OK : status;
    }
    s->clash->need[i] = (ep_need){false, yes};
    return status;
}

static int find_need(const search *s, size_t i)
{
    ep_side_rule *rule = &s->clash->limits.rule[i], stated = *rule;
    int64_t used = ep_limit_used(&s->clash->limits, &s->clash->limits.limit[i]), amount;
    rule->min = 0;
    int status = solvable(s, i, &amount);
    rule->min = stated.min;
    if (status == EPIC_OK) {
        status = lower_least(s, i, used, amount);
    } else if (status == EPIC_EINFEASIBLE) {
        rule->max = EP_NO_LIMIT;
        status = solvable(s, i, &amount);
        rule->max = stated.max;
        status = status == EPIC_OK ? raise_greatest(s, i, used, amount) : status;
    }
    *rule = stated;
    return status;
}

static int find_needs(const search *s)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < s->clash->limits.count && status == EPIC_OK; i++) {
        status = find_need(s, i);
    }
    return status;
}

/* ---- all of it ---- */

static bool begin(ep_clash *clash, ep_arena *arena)
{
    const ep_match_problem *match = &clash->problem->match;
    clash->room = ep_arena_array_of(arena, match->node_count, ep_room);
    if (clash->room == NULL || !ep_limits_make(&clash->limits, arena, clash->problem)) {
        return false;
    }
    memcpy(clash->room, match->room, match->node_count * sizeof *match->room);
    clash->need = ep_arena_array_of(arena, clash->limits.count, ep_need);
    return clash->need != NULL;
}

static int report(search *s, ep_arena *arena, epic_diags *diags)
{
    if (!begin(s->clash, arena)) {
        return EPIC_ENOMEM;
    }
    if (s->clash->limits.broken != SIZE_MAX) {
        return ep_say_broken(arena, s->clash, diags) ? EPIC_EINFEASIBLE : EPIC_ENOMEM;
    }
    int status = reduce_limits(s);
    status = status == EPIC_OK ? reduce_minima(s) : status;
    status = status == EPIC_OK ? find_needs(s) : status;
    if (status == EPIC_OK) {
        status = ep_say_clash(arena, s->clash, diags) ? EPIC_EINFEASIBLE : EPIC_ENOMEM;
    }
    return status;
}

int ep_report_clash(ep_problem *problem, uint32_t round, const ep_watch *watch, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new();
    ep_clash clash = {.problem = problem, .round = round};
    search s = {.clash = &clash, .watch = watch};
    problem->premium = 0; /* what comes first does not matter where there is nothing */
    int status = arena != NULL ? ep_problem_list(problem, arena, watch) : EPIC_ENOMEM;
    status = status == EPIC_OK ? report(&s, arena, diags) : status;
    ep_arena_free(arena);
    return status;
}
