/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "start.h"

#include <stdlib.h>
#include <string.h>

/* The start's chosen edges from a node u to greater ones v: to[first[u]] up to to[first[u + 1]]. */
typedef struct partners {
    size_t *first;
    uint32_t *to, *used;
} partners;

static uint32_t lesser(const ep_edge *edge)
{
    return edge->u < edge->v ? edge->u : edge->v;
}

static bool takes(const ep_start *start, size_t edge, size_t nodes)
{
    const ep_edge *it = &start->problem->edge[edge];
    return start->match->chosen[edge] && it->u < nodes && it->v < nodes;
}

static void list_partners(const ep_start *start, partners *p, size_t nodes)
{
    for (size_t i = 0; i < start->problem->edge_count; i++) {
        if (takes(start, i, nodes)) {
            p->first[lesser(&start->problem->edge[i]) + 2]++;
        }
    }
    for (size_t i = 2; i < nodes + 2; i++) {
        p->first[i] += p->first[i - 1];
    }
    for (size_t i = 0; i < start->problem->edge_count; i++) {
        const ep_edge *edge = &start->problem->edge[i];
        if (takes(start, i, nodes)) {
            p->to[p->first[lesser(edge) + 1]++] = edge->u ^ edge->v ^ lesser(edge);
        }
    }
}

static bool are_partners(const partners *p, const ep_edge *edge)
{
    uint32_t u = lesser(edge), v = edge->u ^ edge->v ^ u;
    for (size_t i = p->first[u]; i < p->first[u + 1]; i++) {
        if (p->to[i] == v) {
            return true;
        }
    }
    return false;
}

/* A nobody, numbered after the nodes that a start knows as edges, meets whom the prices let it. */
static bool may_meet(const ep_start *start, const ep_edge *edge)
{
    return edge->v >= start->problem->node_count && ep_start_price(start, edge->u) + ep_start_price(start, edge->v) <= 0;
}

static void choose(const ep_start *start, const ep_match_problem *problem, partners *p, bool *chosen)
{
    for (size_t i = 0; i < problem->edge_count; i++) {
        const ep_edge *edge = &problem->edge[i];
        bool room = p->used[edge->u] < problem->room[edge->u].max && p->used[edge->v] < problem->room[edge->v].max;
        chosen[i] = room && (are_partners(p, edge) || may_meet(start, edge));
        p->used[edge->u] += chosen[i];
        p->used[edge->v] += chosen[i];
    }
}

int ep_start_choose(const ep_start *start, const ep_match_problem *problem, bool *chosen)
{
    size_t nodes = problem->node_count;
    partners p = {calloc(nodes + 2, sizeof *p.first), calloc(start->problem->edge_count + 1, sizeof *p.to),
                  calloc(nodes + 1, sizeof *p.used)};
    bool lists = p.first != NULL && p.to != NULL && p.used != NULL;
    if (lists) {
        list_partners(start, &p, nodes);
        choose(start, problem, &p, chosen);
    }
    free(p.first);
    free(p.to);
    free(p.used);
    return lists ? EPIC_OK : EPIC_ENOMEM;
}

double ep_start_price(const ep_start *start, size_t node)
{
    const ep_match *match = start->match;
    return node < match->node_count ? (double)match->price[node].at[EP_WEIGHT] / (double)match->scale.at[EP_WEIGHT] : 0;
}

static int by_number(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

uint32_t *ep_start_set(const ep_start *start, size_t i, ep_arena *arena)
{
    const ep_odd_set *set = &start->match->set[i];
    uint32_t *node = ep_arena_array_of(arena, set->count, uint32_t);
    if (node != NULL && set->count > 0) {
        memcpy(node, start->match->member + set->first, set->count * sizeof *node);
        qsort(node, set->count, sizeof *node, by_number);
    }
    return node;
}

bool ep_start_set_holds(const uint32_t *node, size_t count, const ep_match_problem *problem)
{
    bool holds = !problem->bipartite && count > 1 && count % 2 == 1;
    for (size_t i = 0; i < count && holds; i++) {
        holds = node[i] < problem->node_count && (i == 0 || node[i - 1] < node[i]);
    }
    return holds;
}
