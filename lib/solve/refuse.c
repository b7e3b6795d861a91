/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is best without an edge is near to what is best with it, and is found from there.
 *
 * In a general graph an edge u - v that is chosen cannot just go: odd sets around it would no longer be full. So it becomes a way
 * u - x - y - v, whose ends are chosen where the edge is and whose middle where it is not. Then x and y each get somebody who
 * meets nobody else, and at a weight above all others, so that these are chosen, and nothing is left of the edge. */
#include <stdlib.h>
#include <string.h>

#include "engine.h"

/* The nodes that it takes, after those of the problem, and edges between them. */
enum { X, Y, AT_X, AT_Y, SPARE_NODES, SPARE_EDGES = 3 };

#define MUCH ((ep_wide)1 << 122) /* more than edges and prices */

static const ep_watch silent = {NULL, NULL, ""};

typedef struct task {
    const ep_refuse *refuse;
    ep_engine *engine;
    size_t spare;    /* the first of these nodes */
    ep_blossoms now; /* general: the answer without an edge in the making */
    ep_wide *price;  /* bipartite: of the answer with all edges */
    bool *taken;     /* likewise: of each arc, whether it is chosen */
    bool *chosen;    /* of each edge, in the answer at hand */
} task;

static size_t arc_of(const ep_engine *e, uint32_t from, uint32_t to)
{
    size_t i = e->first[from];
    while (e->arc[i].to != to) {
        i++;
    }
    return i;
}

/* ---- general ---- */

/* The part of a blossom whose edge to the next part this is; EP_NO_NODE when none has both nodes. */
static uint32_t part_before(const ep_blossoms *is, uint32_t u, uint32_t v)
{
    const ep_bud *bud = is->bud;
    for (uint32_t part = u; bud[part].parent != EP_NO_NODE; part = bud[part].parent) {
        uint32_t prev = bud[part].prev;
        if ((bud[part].out == u && bud[part].in == v) || (bud[prev].out == v && bud[prev].in == u)) {
            return bud[part].out == u && bud[part].in == v ? part : prev;
        }
    }
    return EP_NO_NODE;
}

/* Two parts more, each a vertex, after one of a cycle. */
static void lengthen(ep_blossoms *is, uint32_t part, uint32_t one, uint32_t other)
{
    ep_bud *bud = is->bud;
    uint32_t next = bud[part].next, last = bud[part].last, around = bud[part].parent;
    bud[one].parent = bud[other].parent = around;
    bud[one].prev = part;
    bud[one].next = bud[one].in = bud[next].prev = other;
    bud[one].out = bud[other].prev = bud[part].next = one;
    bud[other].out = other;
    bud[other].next = next;
    bud[other].in = bud[part].in;
    bud[part].in = one;
    is->vertex[other].next = is->vertex[last].next;
    is->vertex[one].next = other;
    is->vertex[last].next = one;
    for (; around != EP_NO_NODE; around = bud[around].parent) {
        bud[around].count += 2;
        bud[around].last = bud[around].last == last ? other : bud[around].last;
    }
}

static void put(ep_blossoms *is, uint32_t vertex, uint32_t set, ep_wide price, uint32_t mate)
{
    is->vertex[vertex].set = set;
    is->vertex[vertex].price = price - is->set[set].price;
    is->vertex[vertex].mate = mate;
}

/* The way is as good as the edge: nothing else changes. */
static void place_way(const task *t, ep_blossoms *is, uint32_t u, uint32_t v)
{
    uint32_t x = (uint32_t)t->spare + X, y = (uint32_t)t->spare + Y, part = part_before(is, u, v);
    ep_wide price_x = ep_blossoms_price(is, v) + 2 * MUCH, price_y = ep_blossoms_price(is, u) + 2 * MUCH;
    put(is, x, part != EP_NO_NODE ? is->vertex[u].set : x, price_x, u);
    put(is, y, part != EP_NO_NODE ? is->vertex[u].set : y, price_y, v);
    is->vertex[u].mate = x;
    is->vertex[v].mate = y;
    put(is, x - X + AT_X, x - X + AT_X, 4 * MUCH - price_x, EP_NO_NODE);
    put(is, x - X + AT_Y, x - X + AT_Y, 4 * MUCH - price_y, EP_NO_NODE);
    if (part != EP_NO_NODE) {
        bool from_u = is->bud[part].out == u;
        lengthen(is, part, from_u ? x : y, from_u ? y : x);
    }
}

/* The arcs of spare nodes: as many as they have. */
static void lead(const task *t, ep_wide weight, uint32_t u, uint32_t v)
{
    ep_arc *arc = t->engine->arc;
    const size_t *first = t->engine->first + t->spare;
    uint32_t x = (uint32_t)t->spare + X, y = (uint32_t)t->spare + Y, at_x = x - X + AT_X, at_y = x - X + AT_Y;
    const ep_arc of_x[] = {{weight + MUCH, x, u}, {weight + 2 * MUCH, x, y}, {2 * MUCH, x, at_x}};
    const ep_arc of_y[] = {{weight + MUCH, y, v}, {weight + 2 * MUCH, y, x}, {2 * MUCH, y, at_y}};
    const ep_arc of_others[] = {{2 * MUCH, at_x, x}, {0, at_x, at_x}, {2 * MUCH, at_y, y}, {0, at_y, at_y}};
    memcpy(arc + first[X], of_x, sizeof of_x);
    memcpy(arc + first[Y], of_y, sizeof of_y);
    memcpy(arc + first[AT_X], of_others, sizeof of_others);
}

static void copy_blossoms(ep_blossoms *to, const ep_blossoms *from)
{
    memcpy(to->vertex, from->vertex, from->vertices * sizeof *to->vertex);
    memcpy(to->set, from->set, from->vertices * sizeof *to->set);
    memcpy(to->bud, from->bud, from->buds * sizeof *to->bud);
}

static int solve_general(task *t, const ep_edge *edge)
{
    ep_engine *e = t->engine;
    ep_arc *there = &e->arc[arc_of(e, edge->u, edge->v)], *back = &e->arc[arc_of(e, edge->v, edge->u)];
    ep_wide weight = there->weight;
    const uint32_t two[] = {(uint32_t)t->spare + AT_X, (uint32_t)t->spare + AT_Y};
    copy_blossoms(&t->now, &e->blossoms);
    place_way(t, &t->now, edge->u, edge->v);
    lead(t, weight, edge->u, edge->v);
    *there = (ep_arc){weight + MUCH, edge->u, (uint32_t)t->spare + X};
    *back = (ep_arc){weight + MUCH, edge->v, (uint32_t)t->spare + Y};
    int status = ep_blossoms_solve(&t->now, two, &silent);
    *there = (ep_arc){weight, edge->u, edge->v};
    *back = (ep_arc){weight, edge->v, edge->u};
    return status;
}

static void choose_general(const task *t, const ep_blossoms *is)
{
    for (size_t i = 0; i < t->engine->problem->edge_count; i++) {
        const ep_edge *edge = &t->engine->problem->edge[i];
        t->chosen[i] = is->vertex[edge->u].mate == edge->v;
    }
}

static int refuse_general(task *t, uint32_t number)
{
    const ep_edge *edge = &t->engine->problem->edge[number];
    bool chosen = t->engine->blossoms.vertex[edge->u].mate == edge->v;
    int status = chosen ? solve_general(t, edge) : EPIC_OK;
    choose_general(t, chosen ? &t->now : &t->engine->blossoms);
    return status;
}

/* ---- bipartite ---- */

/* The edge is worth nothing, and the assignment goes on. */
static int refuse_bipartite(task *t, uint32_t number)
{
    ep_engine *e = t->engine;
    const ep_edge *edge = &e->problem->edge[number];
    size_t arc = arc_of(e, edge->u, edge->v), arcs = e->first[e->nodes];
    ep_wide weight = e->arc[arc].weight;
    memcpy(e->price, t->price, e->nodes * sizeof *e->price);
    memcpy(e->chosen, t->taken, arcs * sizeof *e->chosen);
    e->arc[arc].weight = 0;
    e->chosen[arc] = false;
    int status = ep_engine_assign(e);
    e->arc[arc].weight = weight;
    e->chosen[arc] = false;
    for (size_t i = 0; i < arcs; i++) {
        t->chosen[e->edge[i]] = e->chosen[i];
    }
    return status;
}

/* ---- either ---- */

static int refuse_each(task *t)
{
    int status = EPIC_OK;
    bool bipartite = t->engine->problem->bipartite;
    for (size_t i = 0; i < t->refuse->count && status == EPIC_OK; i++) {
        status = bipartite ? refuse_bipartite(t, t->refuse->edge[i]) : refuse_general(t, t->refuse->edge[i]);
        status = status == EPIC_OK ? t->refuse->tell(t->refuse->user, i, t->chosen) : status;
    }
    return status;
}

static int prepare(task *t)
{
    const ep_engine *e = t->engine;
    t->chosen = ep_arena_array_of(e->arena, e->problem->edge_count, bool);
    if (t->chosen == NULL) {
        return EPIC_ENOMEM;
    }
    if (!e->problem->bipartite) {
        bool good = ep_blossoms_init(&t->now, e->nodes, e->nobody, e->first, e->arc, e->sum, e->mate);
        return good ? EPIC_OK : EPIC_ENOMEM;
    }
    t->price = ep_arena_array_of(e->arena, e->nodes, ep_wide);
    t->taken = ep_arena_array_of(e->arena, e->first[e->nodes], bool);
    if (t->price == NULL || t->taken == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(t->price, e->price, e->nodes * sizeof *t->price);
    memcpy(t->taken, e->chosen, e->first[e->nodes] * sizeof *t->taken);
    return EPIC_OK;
}

/* A problem with spare nodes that have no room, and edges between them that are worth nothing. */
static bool add_spares(ep_match_problem *problem, const int64_t **guess, ep_arena *arena)
{
    size_t nodes = problem->node_count, edges = problem->edge_count;
    uint32_t x = (uint32_t)nodes + X, y = (uint32_t)nodes + Y;
    const ep_edge more[SPARE_EDGES] = {{.u = x, .v = y}, {.u = x, .v = x - X + AT_X}, {.u = y, .v = x - X + AT_Y}};
    ep_room *room = ep_arena_array_of(arena, nodes + SPARE_NODES, ep_room);
    ep_edge *edge = ep_arena_array_of(arena, edges + SPARE_EDGES, ep_edge);
    int64_t *price = ep_arena_array_of(arena, nodes + SPARE_NODES, int64_t);
    if (room == NULL || edge == NULL || price == NULL) {
        return false;
    }
    memcpy(room, problem->room, nodes * sizeof *room);
    memcpy(edge, problem->edge, edges * sizeof *edge);
    memcpy(edge + edges, more, sizeof more);
    if (*guess != NULL) {
        memcpy(price, *guess, nodes * sizeof *price);
        *guess = price;
    }
    problem->node_count = nodes + SPARE_NODES;
    problem->edge_count = edges + SPARE_EDGES;
    problem->room = room;
    problem->edge = edge;
    return true;
}

int ep_match_refuse(const ep_match_problem *problem, const int64_t *guess, const ep_refuse *refuse)
{
    if (refuse->count == 0) {
        return EPIC_OK;
    }
    ep_arena *arena = ep_arena_new();
    ep_match_problem all = *problem;
    ep_match match = {0};
    ep_engine e = {.problem = &all, .watch = &silent, .arena = arena, .match = &match};
    task t = {.refuse = refuse, .engine = &e, .spare = problem->node_count};
    int status = arena != NULL && (problem->bipartite || add_spares(&all, &guess, arena)) ? EPIC_OK : EPIC_ENOMEM;
    e.guess = guess;
    status = status == EPIC_OK ? ep_engine_solve(&e) : status;
    status = status == EPIC_OK ? prepare(&t) : status;
    status = status == EPIC_OK ? refuse_each(&t) : status;
    ep_blossoms_free(&t.now);
    ep_engine_free(&e);
    ep_arena_free(arena);
    return status;
}
