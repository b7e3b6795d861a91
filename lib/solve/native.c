/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Matching without linear programmes: what it can do, the arcs of a problem, and prices that others ask for. */
#include <stdlib.h>

#include "engine.h"

/* ---- what it can do ---- */

/* Twice the nodes times the greatest number is more than any price, and prices are added in halves and by twos. Bipartite, no
 * price is above the greatest weight, so that what matters are sums over all pairs. */
bool ep_native_in_range(size_t ends, bool bipartite, const ep_number *most)
{
    ep_wide limit = ((ep_wide)1 << (bipartite ? 67 : 64)) / ((ep_wide)ends + 1);
    ep_wide ties = EP_WIDE_TIES / 16 / ((ep_wide)ends + 1);
    return ends < UINT32_MAX / 4 && most->at[EP_WEIGHT] <= limit && most->at[EP_TIE] <= ties;
}

static bool in_range(const ep_match_problem *problem)
{
    ep_number most = {{0, 0}};
    size_t ends = 0;
    for (size_t i = 0; i < problem->node_count; i++) {
        ends += problem->room[i].max < problem->node_count ? problem->room[i].max : problem->node_count;
    }
    for (size_t i = 0; i < problem->edge_count; i++) {
        for (int level = 0; level < EP_LEVELS; level++) {
            int64_t weight = problem->edge[i].weight.at[level];
            most.at[level] = weight > most.at[level] ? weight : most.at[level];
        }
    }
    return problem->edge_count < UINT32_MAX / 4 && ep_native_in_range(ends, problem->bipartite, &most);
}

bool ep_native_can(const ep_match_problem *problem)
{
    bool can = in_range(problem);
    for (size_t i = 0; i < problem->node_count && can; i++) {
        can = problem->room[i].min == 0;
    }
    for (size_t i = 0; i < problem->edge_count && can; i++) {
        can = problem->room[problem->edge[i].u].max > 0 && problem->room[problem->edge[i].v].max > 0;
    }
    return can;
}

/* ---- the graph ---- */

static void add_arc(ep_engine *e, uint32_t from, uint32_t to, ep_wide weight, size_t edge)
{
    size_t at = e->first[from + 1]++;
    e->arc[at] = (ep_arc){weight, from, to};
    if (e->edge != NULL) {
        e->edge[at] = (uint32_t)edge;
    }
}

static bool meets_nobody(const ep_engine *e, size_t node)
{
    return e->nobody != EP_NO_NODE && e->problem->room[node].max > 0;
}

static void count_arcs(ep_engine *e)
{
    bool both = !e->problem->bipartite;
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->first[e->problem->edge[i].u + 2]++;
        e->first[e->problem->edge[i].v + 2] += both;
    }
    for (size_t i = 0; i < e->problem->node_count && both; i++) {
        e->first[i + 2] += 1 + (size_t)meets_nobody(e, i);
        e->first[e->nodes + 1] += meets_nobody(e, i);
    }
    for (size_t i = 2; i < e->nodes + 2; i++) {
        e->first[i] += e->first[i - 1];
    }
}

static bool allocate_arcs(ep_engine *e)
{
    free(e->first);
    free(e->arc);
    free(e->edge);
    free(e->chosen);
    e->arc = NULL;
    e->edge = NULL;
    e->chosen = NULL;
    e->first = calloc(e->nodes + 2, sizeof *e->first);
    if (e->first == NULL) {
        return false;
    }
    count_arcs(e);
    size_t arcs = e->first[e->nodes + 1] + 1;
    e->arc = malloc(arcs * sizeof *e->arc);
    e->edge = e->problem->bipartite ? malloc(arcs * sizeof *e->edge) : NULL;
    e->chosen = calloc(arcs, sizeof *e->chosen);
    return e->arc != NULL && (e->edge != NULL || !e->problem->bipartite) && e->chosen != NULL;
}

int ep_engine_arcs(ep_engine *e)
{
    bool both = !e->problem->bipartite;
    if (!allocate_arcs(e)) {
        return EPIC_ENOMEM;
    }
    for (uint32_t i = 0; i < e->problem->node_count && both; i++) {
        add_arc(e, i, i, 0, e->problem->edge_count);
        if (meets_nobody(e, i)) {
            add_arc(e, i, e->nobody, 0, e->problem->edge_count);
            add_arc(e, e->nobody, i, 0, e->problem->edge_count);
        }
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        const ep_edge *edge = &e->problem->edge[i];
        add_arc(e, edge->u, edge->v, ep_wide_of(&edge->weight), i);
        if (both) {
            add_arc(e, edge->v, edge->u, ep_wide_of(&edge->weight), i);
        }
    }
    return EPIC_OK;
}

int ep_engine_assign(ep_engine *e)
{
    ep_watch watch = {ep_engine_tell, e, e->watch->stage};
    bool whole = !e->problem->bipartite;
    ep_assign task = {.nodes = whole ? 2 * e->nodes : e->nodes,
                      .left = e->nodes,
                      .shift = whole ? e->nodes : 0,
                      .first = e->first,
                      .arc = e->arc,
                      .room = e->room,
                      .whole = whole,
                      .again = ep_wide_of(&(ep_number){{e->problem->again, 0}}),
                      .served = whole ? NULL : e->problem->served,
                      .price = e->price,
                      .chosen = e->chosen};
    for (size_t i = 0; i < e->nodes; i++) {
        e->room[i] = e->room[e->nodes + i] = whole ? 1 : e->problem->room[i].max;
    }
    return ep_assign_solve(&task, &watch);
}

/* ---- all of it ---- */

/* Rounds repeat; what is told of them does not fall. */
bool ep_engine_tell(void *user, const char *stage, double done)
{
    ep_engine *e = user;
    e->done = done > e->done ? done : e->done;
    return e->watch->progress == NULL || e->watch->progress(e->watch->user, stage, e->done);
}

int ep_engine_ask(ep_engine *e, const ep_blossoms *blossoms, bool *any)
{
    size_t before = e->problem->edge_count;
    ep_prices prices = {e, blossoms};
    int status = e->more != NULL ? e->more(e->user, &prices, e->problem) : EPIC_OK;
    *any = e->problem->edge_count > before;
    return status == EPIC_OK && !ep_engine_tell(e, e->watch->stage, 0) ? EPIC_ECANCELLED : status;
}

/* Of an odd number of nodes that can have a partner one has none: a nobody meets it. Without it, its price of 0 is that of an odd
 * set of nearly all nodes, and of thousands nested in it. */
static uint32_t find_nobody(const ep_match_problem *problem)
{
    size_t parts = 0;
    for (size_t i = 0; i < problem->node_count; i++) {
        parts += problem->room[i].max > 0;
    }
    return !problem->bipartite && parts % 2 == 1 && parts > 1 ? (uint32_t)problem->node_count : EP_NO_NODE;
}

static bool engine_init(ep_engine *e)
{
    e->nobody = find_nobody(e->problem);
    size_t nodes = e->nodes = e->problem->node_count + (e->nobody != EP_NO_NODE);
    e->room = calloc(2 * nodes + 1, sizeof *e->room);
    e->price = calloc(2 * nodes + 1, sizeof *e->price);
    e->sum = calloc(nodes + 1, sizeof *e->sum);
    e->next = calloc(nodes + 1, sizeof *e->next);
    e->mate = calloc(nodes + 1, sizeof *e->mate);
    e->cycle = calloc(nodes + 1, sizeof *e->cycle);
    e->match->price = ep_arena_array_of(e->arena, nodes, ep_number);
    e->match->group = ep_arena_array_of(e->arena, e->problem->node_count, uint32_t);
    e->match->node_count = nodes;
    bool lists = e->room != NULL && e->price != NULL && e->sum != NULL && e->next != NULL && e->mate != NULL &&
                 e->cycle != NULL && e->match->price != NULL && e->match->group != NULL;
    for (size_t i = 0; i < nodes && lists; i++) {
        e->next[i] = EP_NO_NODE;
    }
    for (size_t i = 0; i < e->problem->node_count && lists; i++) {
        e->match->group[i] = meets_nobody(e, i) ? e->nobody : EP_NO_NODE;
    }
    return lists;
}

int ep_engine_solve(ep_engine *e)
{
    int status = engine_init(e) ? EPIC_OK : EPIC_ENOMEM;
    if (status == EPIC_OK && !ep_engine_tell(e, e->watch->stage, 0)) {
        status = EPIC_ECANCELLED;
    }
    if (status == EPIC_OK) {
        status = e->problem->bipartite ? ep_solve_bipartite(e) : ep_solve_general(e);
    }
    return status;
}

void ep_engine_free(ep_engine *e)
{
    void *all[] = {e->first, e->arc, e->edge, e->room, e->price, e->chosen, e->sum, e->next, e->mate, e->cycle};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    ep_blossoms_free(&e->blossoms);
    ep_nest_free(&e->nest);
}

int ep_match_lazily(ep_match *out, ep_arena *arena, ep_match_problem *problem, const int64_t *guess, ep_more *more, void *user,
                    const ep_watch *watch)
{
    *out = (ep_match){0};
    ep_engine e = {.problem = problem, .guess = guess, .more = more, .user = user, .watch = watch, .arena = arena, .match = out};
    int status = ep_engine_solve(&e);
    ep_engine_free(&e);
    return status;
}

int ep_match_native(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch)
{
    ep_match_problem copy = *problem;
    return ep_match_lazily(out, arena, &copy, NULL, NULL, NULL, watch);
}

ep_number ep_prices_of(const ep_prices *prices, uint32_t node)
{
    return ep_wide_split(prices->blossoms != NULL ? ep_blossoms_price(prices->blossoms, node) : prices->engine->sum[node]);
}

bool ep_prices_list(const ep_prices *prices, const ep_edge *edge)
{
    const ep_engine *e = prices->engine;
    bool found = false;
    for (size_t i = e->first[edge->u]; i < e->first[edge->u + 1] && !found; i++) {
        found = e->arc[i].to == edge->v;
    }
    return found;
}

ep_wide ep_engine_slack(const ep_prices *prices, const ep_arc *arc)
{
    const ep_blossoms *blossoms = prices->blossoms;
    if (blossoms == NULL) {
        return prices->engine->sum[arc->from] + prices->engine->sum[arc->to] - 2 * arc->weight;
    }
    return ep_blossoms_price(blossoms, arc->from) + ep_blossoms_price(blossoms, arc->to) - 2 * arc->weight +
           ep_nest_common(&prices->engine->nest, arc->from, arc->to);
}

/* Where nodes have more partners, pairs that are chosen may be worth more than their prices. */
bool ep_prices_cover(const ep_prices *prices, const ep_edge *edge)
{
    ep_arc arc = {ep_wide_of(&edge->weight), edge->u, edge->v};
    return ep_engine_slack(prices, &arc) >= 0 || (prices->engine->problem->bipartite && ep_prices_list(prices, edge));
}

bool ep_prices_have_sets(const ep_prices *prices)
{
    return prices->blossoms != NULL;
}

void ep_prices_common(const ep_prices *prices, int64_t *common)
{
    const ep_nest *nest = &prices->engine->nest;
    for (size_t v = 0; prices->blossoms != NULL && v < prices->engine->problem->node_count; v++) {
        uint32_t inner = nest->inner[v];
        common[v] = inner != EP_NO_NODE ? ep_wide_split(nest->set[inner].large).at[EP_WEIGHT] : 0;
    }
}
