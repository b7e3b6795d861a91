/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bipartite matching is a transportation problem. */
#include <stdlib.h>

#include "engine.h"

static ep_wide again_of(const ep_engine *e)
{
    return ep_wide_of(&(ep_number){{e->problem->again, 0}});
}

static bool is_served(const ep_engine *e, size_t node)
{
    return e->problem->served != NULL && e->problem->served[node];
}

/* The most that none, one or all of the partners that a node has room for are worth by its price. */
static ep_wide worth_of(const ep_engine *e, size_t node)
{
    ep_wide more = e->price[node] - again_of(e), first = is_served(e, node) ? more : e->price[node];
    ep_wide worth = first > 0 && e->room[node] > 0 ? first : 0;
    return more > 0 && e->room[node] > 1 ? worth + more * (e->room[node] - 1) : worth;
}

/* The total of what is chosen, less what is taken off. */
static ep_wide total_of(const ep_engine *e)
{
    ep_wide total = 0;
    uint32_t *partners = e->mate;
    for (size_t i = 0; i < e->nodes; i++) {
        partners[i] = is_served(e, i);
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        const ep_arc *arc = &e->arc[i];
        if (e->chosen[i]) {
            size_t more = (partners[arc->from]++ > 0) + (size_t)(partners[arc->to]++ > 0);
            total += arc->weight - again_of(e) * (ep_wide)more;
        }
    }
    return total;
}

static bool proves_bipartite(const ep_engine *e)
{
    ep_wide bound = 0;
    bool good = true;
    for (size_t i = 0; i < e->nodes; i++) {
        bound += worth_of(e, i);
        good = good && e->price[i] >= 0;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        ep_wide worth = e->arc[i].weight - e->price[e->arc[i].from] - e->price[e->arc[i].to];
        bound += worth > 0 ? worth : 0;
    }
    return good && bound == total_of(e);
}

static int keep_bipartite(ep_engine *e)
{
    e->match->chosen = ep_arena_array_of(e->arena, e->problem->edge_count, bool);
    if (e->match->chosen == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        e->match->chosen[e->edge[i]] = e->chosen[i];
    }
    for (size_t i = 0; i < e->nodes; i++) {
        e->match->price[i] = ep_wide_split(e->price[i]);
    }
    e->match->scale = (ep_number){{1, 1}};
    return proves_bipartite(e) ? EPIC_OK : EPIC_ESOLVER;
}

/* The arcs of all edges there are now, and those that were chosen. */
static int renew_arcs(ep_engine *e)
{
    bool *taken = calloc(e->problem->edge_count + 1, sizeof *taken);
    if (taken == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; e->first != NULL && i < e->first[e->nodes]; i++) {
        taken[e->edge[i]] = e->chosen[i];
    }
    int status = ep_engine_arcs(e);
    for (size_t i = 0; status == EPIC_OK && i < e->first[e->nodes]; i++) {
        e->chosen[i] = taken[e->edge[i]];
    }
    free(taken);
    return status;
}

/* Each answer is the start of the next. */
int ep_solve_bipartite(ep_engine *e)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < e->nodes && e->guess != NULL; i++) {
        e->price[i] = e->guess[i] > 0 ? ep_wide_of(&(ep_number){{e->guess[i], 0}}) : 0;
    }
    for (bool any = true; any && status == EPIC_OK;) {
        status = renew_arcs(e);
        status = status == EPIC_OK ? ep_engine_assign(e) : status;
        for (size_t i = 0; i < e->nodes; i++) {
            e->sum[i] = 2 * e->price[i];
        }
        status = status == EPIC_OK ? ep_engine_ask(e, NULL, &any) : status;
    }
    return status == EPIC_OK ? keep_bipartite(e) : status;
}
