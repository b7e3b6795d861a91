/* SPDX-License-Identifier: GPL-3.0-or-later */
/* General matching. The assignment of nodes to nodes, where to oneself means alone, is the best matching in halves (Balinski
 * 1965); its even cycles are pairs already, and from each odd cycle one node is left over, for the blossoms to place. */
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* To begin with: half the best weight of each node is a price that covers it, and on average not far too much. */
static void guess_prices(ep_engine *e)
{
    int64_t least = INT64_MAX;
    for (size_t i = 0; i < e->nodes; i++) {
        int64_t most = 0;
        for (size_t k = e->first[i]; k < e->first[i + 1]; k++) {
            int64_t weight = ep_wide_split(e->arc[k].weight).at[EP_WEIGHT];
            most = weight > most ? weight : most;
        }
        most = i == e->nobody ? -least : e->guess != NULL ? e->guess[i] : most / 2;
        e->price[e->nodes + i] = ep_wide_of(&(ep_number){{most, 0}});
        least = most < least && i < e->problem->node_count && e->problem->room[i].max > 0 ? most : least;
    }
}

/* Pairs along a cycle of `count` nodes; of an odd one the node of least price is left over. */
static void pair_cycle(ep_engine *e, size_t count)
{
    size_t left = 0;
    for (size_t i = 1; i < count; i++) {
        left = e->sum[e->cycle[i]] < e->sum[e->cycle[left]] ? i : left;
    }
    for (size_t i = count % 2; i + 1 < count + count % 2; i += 2) {
        uint32_t u = e->cycle[(left + i) % count], v = e->cycle[(left + i + 1) % count];
        e->mate[u] = v;
        e->mate[v] = u;
    }
}

static void pair_cycles(ep_engine *e)
{
    uint32_t *next = e->room; /* a copy of e->next, which is used up */
    memcpy(next, e->next, e->nodes * sizeof *next);
    for (uint32_t i = 0; i < e->nodes; i++) {
        e->mate[i] = EP_NO_NODE;
    }
    for (uint32_t i = 0; i < e->nodes; i++) {
        size_t count = 0;
        for (uint32_t at = i; next[at] != EP_NO_NODE;) {
            uint32_t to = next[at];
            e->cycle[count++] = at;
            next[at] = EP_NO_NODE;
            at = to;
        }
        pair_cycle(e, count);
    }
}

/* A better answer in halves, from the last one. */
static int assign_halves(ep_engine *e)
{
    int status = ep_engine_arcs(e);
    for (size_t i = 0; status == EPIC_OK && i < e->first[e->nodes]; i++) {
        e->chosen[i] = e->next[e->arc[i].from] == e->arc[i].to;
    }
    if (status == EPIC_OK && e->next[0] == EP_NO_NODE) {
        guess_prices(e);
    }
    status = status == EPIC_OK ? ep_engine_assign(e) : status;
    if (status != EPIC_OK) {
        return status;
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        if (e->chosen[i]) {
            e->next[e->arc[i].from] = e->arc[i].to;
        }
    }
    for (size_t i = 0; i < e->nodes; i++) {
        e->sum[i] = e->price[i] + e->price[e->nodes + i];
    }
    return EPIC_OK;
}

/* What is best in halves stays so when edges are added that its prices cover, so that the blossoms can always begin from it. */
static int shrink_and_ask(ep_engine *e, bool *any)
{
    ep_watch watch = {ep_engine_tell, e, e->watch->stage};
    pair_cycles(e);
    ep_blossoms_free(&e->blossoms);
    ep_nest_free(&e->nest);
    if (!ep_blossoms_init(&e->blossoms, e->nodes, e->nobody, e->first, e->arc, e->sum, e->mate)) {
        return EPIC_ENOMEM;
    }
    int status = ep_blossoms_solve(&e->blossoms, NULL, &watch);
    if (status == EPIC_OK && !ep_nest_make(&e->nest, &e->blossoms)) {
        status = EPIC_ENOMEM;
    }
    return status == EPIC_OK ? ep_engine_ask(e, &e->blossoms, any) : status;
}

static bool keep_sets(ep_engine *e)
{
    ep_match *match = e->match;
    const ep_nest *nest = &e->nest;
    match->member = ep_arena_array_of(e->arena, nest->members, uint32_t);
    match->set = ep_arena_array_of(e->arena, nest->count, ep_odd_set);
    if (match->member == NULL || match->set == NULL) {
        return false;
    }
    match->member_count = nest->members;
    memcpy(match->member, nest->member, nest->members * sizeof *nest->member);
    for (uint32_t i = 0; i < nest->count; i++) {
        match->set[match->set_count++] =
            (ep_odd_set){nest->set[i].place, nest->set[i].count, ep_wide_split(ep_nest_price(nest, i))};
    }
    return true;
}

static bool proves_general(ep_engine *e)
{
    const ep_prices prices = {e, &e->blossoms};
    ep_wide bound = 0, total = 0;
    bool good = true;
    for (uint32_t i = 0; i < e->nodes; i++) {
        ep_wide price = ep_blossoms_price(&e->blossoms, i);
        bound += price;
        good = good && (i == e->nobody ? e->blossoms.vertex[i].mate != EP_NO_NODE : price >= 0);
    }
    for (size_t i = e->nodes; i < e->blossoms.buds; i++) {
        const ep_bud *bud = &e->blossoms.bud[i];
        bound += bud->lives ? bud->price * (bud->count / 2) : 0;
        good = good && (!bud->lives || bud->price >= 0);
    }
    for (size_t i = 0; i < e->first[e->nodes]; i++) {
        const ep_arc *arc = &e->arc[i];
        good = good && (arc->from == arc->to || ep_engine_slack(&prices, arc) >= 0);
        total += e->blossoms.vertex[arc->from].mate == arc->to ? arc->weight : 0;
    }
    return good && bound == total;
}

static int keep_general(ep_engine *e)
{
    const ep_blossoms *blossoms = &e->blossoms;
    e->match->chosen = ep_arena_array_of(e->arena, e->problem->edge_count, bool);
    if (e->match->chosen == NULL || !keep_sets(e)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->match->chosen[i] = blossoms->vertex[e->problem->edge[i].u].mate == e->problem->edge[i].v;
    }
    for (uint32_t i = 0; i < e->nodes; i++) {
        e->match->price[i] = ep_wide_split(ep_blossoms_price(blossoms, i));
    }
    e->match->scale = (ep_number){{2, 2}};
    return proves_general(e) ? EPIC_OK : EPIC_ESOLVER;
}

int ep_solve_general(ep_engine *e)
{
    int status = EPIC_OK;
    for (bool any = true; any && status == EPIC_OK;) {
        status = assign_halves(e);
        status = status == EPIC_OK ? ep_engine_ask(e, NULL, &any) : status;
    }
    for (bool any = true; any && status == EPIC_OK;) {
        status = shrink_and_ask(e, &any);
        if (any && status == EPIC_OK) {
            status = ep_engine_arcs(e);
        }
    }
    return status == EPIC_OK ? keep_general(e) : status;
}
