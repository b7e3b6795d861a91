/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clash.h"

#include <string.h>

#include "answer.h"
#include "diags.h"
#include "limit.h"

/* The problem without a solution, with copies of what may be left out of it. */
typedef struct clash {
    const ep_problem *problem;
    ep_arena *arena;
    const ep_watch *watch;
    ep_room *room;
    ep_limits limits;
} clash;

static int solvable(const clash *c)
{
    ep_arena *arena = ep_arena_new();
    int status = EPIC_ENOMEM;
    if (arena != NULL && (c->limits.count > 0 || c->problem->mutual)) {
        ep_limited_problem trial = {.match = c->problem->match,
                                    .rule = c->limits.rule,
                                    .rule_count = c->limits.count,
                                    .triad = ep_answer_wants_triad(c->problem),
                                    .effort = EP_LIMITED_EFFORT};
        ep_limited found;
        trial.match.room = c->room;
        status = ep_match_limited(&found, arena, &trial, c->watch);
    } else if (arena != NULL) {
        ep_match_problem trial = c->problem->match;
        ep_match found;
        trial.room = c->room;
        status = ep_match_glpk(&found, arena, &trial, c->watch);
    }
    ep_arena_free(arena);
    return status;
}

/* Leaves out each minimum without which the rest still clashes. */
static int reduce_minima(const clash *c)
{
    for (size_t i = 0; i < c->problem->match.node_count; i++) {
        uint32_t min = c->room[i].min;
        if (min == 0) {
            continue;
        }
        c->room[i].min = 0;
        int status = solvable(c);
        if (status == EPIC_OK) {
            c->room[i].min = min;
        } else if (status != EPIC_EINFEASIBLE) {
            return status;
        }
    }
    return EPIC_OK;
}

static void swap(clash *c, size_t i, size_t k)
{
    ep_side_rule rule = c->limits.rule[i];
    ep_limit limit = c->limits.limit[i];
    c->limits.rule[i] = c->limits.rule[k];
    c->limits.limit[i] = c->limits.limit[k];
    c->limits.rule[k] = rule;
    c->limits.limit[k] = limit;
}

/* The same with limits. */
static int reduce_limits(clash *c)
{
    for (size_t i = 0; i < c->limits.count;) {
        swap(c, i, --c->limits.count);
        int status = solvable(c);
        if (status == EPIC_OK) {
            swap(c, i++, c->limits.count++);
        } else if (status != EPIC_EINFEASIBLE) {
            return status;
        }
    }
    return EPIC_OK;
}

/* Lists the minima that are left: "Mechelen (at least 2), Nuremberg (at least 1)". */
static const char *list_minima(const clash *c, size_t *first)
{
    const ep_problem *problem = c->problem;
    const char *text = "";
    *first = EPIC_NONE;
    for (size_t i = 0; i < problem->match.node_count && text != NULL; i++) {
        if (c->room[i].min == 0) {
            continue;
        }
        bool host = i >= problem->cities;
        size_t city = host ? i - problem->cities : i;
        const char *role = problem->mutual ? "partner" : host ? "guest" : "host";
        text = ep_arena_printf(c->arena, "%s%s'%s' (at least %u %s%s)", text, *first == EPIC_NONE ? "" : ", ",
                               epic_programme_city(problem->programme, city)->id, (unsigned)c->room[i].min, role,
                               c->room[i].min == 1 ? "" : "s");
        *first = *first == EPIC_NONE ? city : *first;
    }
    return text;
}

static const char *list_limits(const clash *c)
{
    const char *text = "";
    for (size_t i = 0; i < c->limits.count && text != NULL; i++) {
        const char *words = ep_limit_words(c->arena, c->problem->programme, &c->limits.limit[i]);
        text = words == NULL ? NULL : ep_arena_printf(c->arena, "%s%s%s", text, i > 0 ? "; " : "", words);
    }
    return text;
}

static int say_clash(const clash *c, epic_diags *diags)
{
    const ep_problem *problem = c->problem;
    const char *file = epic_programme_get(problem->programme)->file;
    const char *pins = problem->rules->pin_count > 0 ? " besides the pins" : "";
    size_t first;
    const char *minima = list_minima(c, &first), *limits = list_limits(c);
    if (minima == NULL || limits == NULL) {
        return EPIC_ENOMEM;
    }
    if (first == EPIC_NONE) {
        ep_diag(diags, "E422", file, problem->rules->place, "loosen a limit, or a rule that forbids pairs",
                "no pairing keeps these limits%s: %s", pins, limits);
    } else {
        ep_diag(diags, "E421", file, epic_programme_city(problem->programme, first)->place,
                "lower a minimum, or loosen a limit or a rule that forbids pairs",
                "the rules leave too few partners for %s%s%s%s", minima, pins,
                c->limits.count > 0 ? "; limits in the way: " : "", limits);
    }
    return EPIC_EINFEASIBLE;
}

static int report(clash *c, epic_diags *diags)
{
    const ep_problem *problem = c->problem;
    c->room = ep_arena_array_of(c->arena, problem->match.node_count, ep_room);
    if (c->room == NULL || !ep_limits_make(&c->limits, c->arena, problem)) {
        return EPIC_ENOMEM;
    }
    if (c->limits.broken != SIZE_MAX) {
        const char *words = ep_limit_words(c->arena, problem->programme, &c->limits.limit[c->limits.broken]);
        ep_diag(diags, "E423", epic_programme_get(problem->programme)->file, problem->rules->place,
                "take a pin out or raise the limit", "the pins alone exceed a limit: %s", words != NULL ? words : "");
        return EPIC_EINFEASIBLE;
    }
    memcpy(c->room, problem->match.room, problem->match.node_count * sizeof *c->room);
    int status = reduce_limits(c);
    status = status == EPIC_OK ? reduce_minima(c) : status;
    return status == EPIC_OK ? say_clash(c, diags) : status;
}

int ep_report_clash(ep_problem *problem, const ep_watch *watch, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new();
    clash c = {.problem = problem, .arena = arena, .watch = watch};
    problem->premium = 0; /* what comes first does not matter where there is nothing */
    int status = arena != NULL ? ep_problem_list(problem, arena, watch) : EPIC_ENOMEM;
    status = status == EPIC_OK ? report(&c, diags) : status;
    ep_arena_free(arena);
    return status;
}
