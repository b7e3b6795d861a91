/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clash.h"

#include <string.h>

#include "diags.h"

static int solvable(const ep_match_problem *problem, const ep_room *room, const ep_watch *watch)
{
    ep_arena *arena = ep_arena_new();
    ep_match match;
    ep_match_problem trial = *problem;
    trial.room = room;
    int status = arena != NULL ? ep_match_glpk(&match, arena, &trial, watch) : EPIC_ENOMEM;
    ep_arena_free(arena);
    return status;
}

/* Leaves out each minimum without which the rest still clashes. */
static int reduce(const ep_match_problem *problem, ep_room *room, const ep_watch *watch)
{
    for (size_t i = 0; i < problem->node_count; i++) {
        uint32_t min = room[i].min;
        if (min == 0) {
            continue;
        }
        room[i].min = 0;
        int status = solvable(problem, room, watch);
        if (status == EPIC_OK) {
            room[i].min = min;
        } else if (status != EPIC_EINFEASIBLE) {
            return status;
        }
    }
    return EPIC_OK;
}

/* Lists what is left: "Mechelen (at least 2), Nuremberg (at least 1)". */
static const char *list(ep_arena *arena, const ep_problem *problem, const ep_room *room, size_t *first)
{
    const char *text = "";
    *first = EPIC_NONE;
    for (size_t i = 0; i < problem->match.node_count && text != NULL; i++) {
        if (room[i].min == 0) {
            continue;
        }
        bool host = i >= problem->cities;
        size_t city = host ? i - problem->cities : i;
        const char *role = problem->mutual ? "partner" : host ? "guest" : "host";
        text = ep_arena_printf(arena, "%s%s'%s' (at least %u %s%s)", text, *first == EPIC_NONE ? "" : ", ",
                               epic_programme_city(problem->programme, city)->id, (unsigned)room[i].min, role,
                               room[i].min == 1 ? "" : "s");
        *first = *first == EPIC_NONE ? city : *first;
    }
    return text;
}

static int report(ep_arena *arena, const ep_problem *problem, const ep_watch *watch, epic_diags *diags)
{
    ep_room *room = ep_arena_array_of(arena, problem->match.node_count, ep_room);
    if (room == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(room, problem->match.room, problem->match.node_count * sizeof *room);
    int status = reduce(&problem->match, room, watch);
    if (status != EPIC_OK) {
        return status;
    }
    size_t first;
    const char *text = list(arena, problem, room, &first);
    if (text == NULL) {
        return EPIC_ENOMEM;
    }
    ep_diag(diags, "E421", epic_programme_get(problem->programme)->file, epic_programme_city(problem->programme, first)->place,
            "lower a minimum, or loosen a rule that forbids pairs", "the rules leave too few partners for %s%s", text,
            problem->rules->pin_count > 0 ? " besides the pins" : "");
    return EPIC_EINFEASIBLE;
}

int ep_report_clash(const ep_problem *problem, const ep_watch *watch, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new();
    int status = arena != NULL ? report(arena, problem, watch, diags) : EPIC_ENOMEM;
    ep_arena_free(arena);
    return status;
}
