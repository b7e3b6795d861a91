/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nobody.h"

#include <string.h>

static uint32_t find(uint32_t *group, uint32_t node)
{
    while (group[node] != node) {
        node = group[node] = group[group[node]];
    }
    return node;
}

/* group[node] becomes the least node connected with it. */
static void find_groups(const ep_match_problem *problem, uint32_t *group)
{
    for (uint32_t i = 0; i < problem->node_count; i++) {
        group[i] = i;
    }
    for (size_t i = 0; i < problem->edge_count; i++) {
        uint32_t u = find(group, problem->edge[i].u), v = find(group, problem->edge[i].v);
        group[u < v ? v : u] = u < v ? u : v;
    }
    for (uint32_t i = 0; i < problem->node_count; i++) {
        group[i] = find(group, i);
    }
}

/* Turns group leaders into nobodies, `*next` being the first; `size` is scratch. */
static void name_nobodies(size_t nodes, uint32_t *group, uint32_t *size, size_t *next)
{
    for (size_t i = 0; i < nodes; i++) {
        size[group[i]]++;
    }
    for (size_t i = 0; i < nodes; i++) {
        if (group[i] == i) {
            size[i] = size[i] % 2 == 1 && size[i] > 1 ? (uint32_t)(*next)++ : EP_NO_NODE;
        }
    }
    for (size_t i = 0; i < nodes; i++) {
        group[i] = size[group[i]];
    }
}

int ep_add_nobodies(ep_match_problem *out, ep_arena *arena, const ep_match_problem *problem, uint32_t *group)
{
    size_t nodes = problem->node_count, edges = problem->edge_count;
    ep_room *room = ep_arena_array_of(arena, nodes + nodes / 3, ep_room);
    ep_edge *edge = ep_arena_array_of(arena, edges + nodes, ep_edge);
    uint32_t *size = ep_arena_array_of(arena, nodes, uint32_t);
    if (room == NULL || edge == NULL || size == NULL) {
        return EPIC_ENOMEM;
    }
    *out = *problem;
    out->room = room;
    out->edge = edge;
    if (edges > 0) {
        memcpy(edge, problem->edge, edges * sizeof *edge);
    }
    for (size_t i = 0; i < nodes; i++) {
        group[i] = EP_NO_NODE;
    }
    if (!problem->bipartite) {
        find_groups(problem, group);
        name_nobodies(nodes, group, size, &out->node_count);
    }
    for (uint32_t i = 0; i < nodes; i++) {
        room[i] = problem->room[i];
        if (group[i] != EP_NO_NODE && room[i].min == 0) {
            edge[out->edge_count++] = (ep_edge){.u = i, .v = group[i]};
        }
    }
    for (size_t i = nodes; i < out->node_count; i++) {
        room[i] = (ep_room){1, 1};
    }
    return EPIC_OK;
}
