/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "start.h"

#include <stdlib.h>

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

bool ep_start_set_holds(const ep_odd_set *set, const ep_match_problem *problem)
{
    bool holds = !problem->bipartite && set->count > 1 && set->count % 2 == 1;
    for (size_t i = 0; i < set->count && holds; i++) {
        holds = set->node[i] < problem->node_count && (i == 0 || set->node[i - 1] < set->node[i]);
    }
    return holds;
}
