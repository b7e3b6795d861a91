/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bipartite matching is a transportation problem. */
#include <stdlib.h>

#include "engine.h"

static bool proves_bipartite(const ep_engine *e)
{
    ep_wide bound = 0, total = 0;
    bool good = true;
    for (size_t i = 0; i < e->nodes; i++) {
        bound += e->price[i] * e->room[i];
        good = good && e->price[i] >= 0;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        ep_wide worth = e->arc[i].weight - e->price[e->arc[i].from] - e->price[e->arc[i].to];
        bound += worth > 0 ? worth : 0;
        total += e->chosen[i] ? e->arc[i].weight : 0;
    }
    return good && bound == total;
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
