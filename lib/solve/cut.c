/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cut.h"

#include <epic/diag.h>
#include <stdbool.h>
#include <stdlib.h>

enum { EXTRA = 0 };
#define NO_ARC UINT32_MAX         /* no int, so no enumerator */
static const double TINY = 1e-11; /* flows below it are rounding */

/* One connected part of the support as a network: node 0 is the extra one, arcs 2i and 2i + 1 are an edge's two directions. */
typedef struct network {
    uint32_t *part;   /* of each node of the whole: the least node it is connected with */
    uint32_t *place;  /* of each node of the whole: its number here */
    uint32_t *member; /* the reverse */
    uint32_t nodes, arcs;
    uint32_t *first, *next, *to;
    double *capacity, *room;
    uint32_t *queue, *via; /* of the last search; via: the arc it came by */
    bool *reached;
    uint32_t *parent; /* the tree */
    double *weight;   /* of the cut between a node and its parent */
} network;

static void network_free(network *net)
{
    void *all[] = {net->part, net->place, net->member, net->first,   net->next,   net->to,    net->capacity,
                   net->room, net->queue, net->via,    net->reached, net->parent, net->weight};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

static bool network_init(network *net, size_t nodes, size_t edges)
{
    size_t n = nodes + 1, arcs = 2 * (edges + nodes) + 1;
    *net = (network){
        .part = calloc(n, sizeof(uint32_t)),
        .place = calloc(n, sizeof(uint32_t)),
        .member = calloc(n, sizeof(uint32_t)),
        .first = calloc(n, sizeof(uint32_t)),
        .next = calloc(arcs, sizeof(uint32_t)),
        .to = calloc(arcs, sizeof(uint32_t)),
        .capacity = calloc(arcs, sizeof(double)),
        .room = calloc(arcs, sizeof(double)),
        .queue = calloc(n, sizeof(uint32_t)),
        .via = calloc(n, sizeof(uint32_t)),
        .reached = calloc(n, sizeof(bool)),
        .parent = calloc(n, sizeof(uint32_t)),
        .weight = calloc(n, sizeof(double)),
    };
    bool all = net->part != NULL && net->place != NULL && net->member != NULL && net->first != NULL && net->next != NULL &&
               net->to != NULL;
    return all && net->capacity != NULL && net->room != NULL && net->queue != NULL && net->via != NULL &&
           net->reached != NULL && net->parent != NULL && net->weight != NULL;
}

static uint32_t find_part(uint32_t *part, uint32_t node)
{
    while (part[node] != node) {
        node = part[node] = part[part[node]];
    }
    return node;
}

static void find_parts(network *net, size_t nodes, const ep_support *edges, size_t count)
{
    for (uint32_t i = 0; i < nodes; i++) {
        net->part[i] = i;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t u = find_part(net->part, edges[i].u), v = find_part(net->part, edges[i].v);
        net->part[u < v ? v : u] = u < v ? u : v;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        net->part[i] = find_part(net->part, i);
    }
}

static void add_arc(network *net, uint32_t from, uint32_t to, double capacity)
{
    uint32_t arc = net->arcs++;
    net->to[arc] = to;
    net->capacity[arc] = capacity;
    net->next[arc] = net->first[from];
    net->first[from] = arc;
}

static void add_edge(network *net, uint32_t u, uint32_t v, double capacity)
{
    add_arc(net, u, v, capacity);
    add_arc(net, v, u, capacity);
}

/* Loads the part whose least node is `root`; the weight of a node serves as what its degree lacks of 1. */
static void load_part(network *net, uint32_t root, size_t nodes, const ep_support *edges, size_t count)
{
    net->nodes = 1;
    net->arcs = 0;
    net->first[EXTRA] = NO_ARC;
    for (uint32_t i = root; i < nodes; i++) {
        if (net->part[i] != root) {
            continue;
        }
        net->place[i] = net->nodes;
        net->member[net->nodes] = i;
        net->first[net->nodes] = NO_ARC;
        net->weight[net->nodes++] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        if (net->part[edges[i].u] != root) {
            continue;
        }
        uint32_t u = net->place[edges[i].u], v = net->place[edges[i].v];
        add_edge(net, u, v, edges[i].x);
        net->weight[u] -= edges[i].x;
        net->weight[v] -= edges[i].x;
    }
    for (uint32_t i = 1; i < net->nodes; i++) {
        if (net->weight[i] > TINY) {
            add_edge(net, i, EXTRA, net->weight[i]);
        }
    }
}

/* Breadth first over arcs with room; whether `to` was reached. */
static bool search(network *net, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < net->nodes; i++) {
        net->reached[i] = i == from;
    }
    uint32_t head = 0, tail = 0;
    net->queue[tail++] = from;
    while (head < tail && !net->reached[to]) {
        uint32_t node = net->queue[head++];
        for (uint32_t arc = net->first[node]; arc != NO_ARC; arc = net->next[arc]) {
            uint32_t other = net->to[arc];
            if (net->room[arc] <= TINY || net->reached[other]) {
                continue;
            }
            net->reached[other] = true;
            net->via[other] = arc;
            net->queue[tail++] = other;
        }
    }
    return net->reached[to];
}

/* Greatest flow; afterwards `reached` is the side of `from` in a lightest cut. */
static double flow(network *net, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < net->arcs; i++) {
        net->room[i] = net->capacity[i];
    }
    double total = 0;
    while (search(net, from, to)) {
        double step = net->room[net->via[to]];
        for (uint32_t node = to; node != from; node = net->to[net->via[node] ^ 1u]) {
            if (net->room[net->via[node]] < step) {
                step = net->room[net->via[node]];
            }
        }
        for (uint32_t node = to; node != from; node = net->to[net->via[node] ^ 1u]) {
            net->room[net->via[node]] -= step;
            net->room[net->via[node] ^ 1u] += step;
        }
        total += step;
    }
    return total;
}

/* Gusfield's second algorithm: a tree whose edges are lightest cuts between any two nodes, rooted at the extra node. */
static void grow_tree(network *net)
{
    for (uint32_t i = 0; i < net->nodes; i++) {
        net->parent[i] = EXTRA;
    }
    for (uint32_t s = 1; s < net->nodes; s++) {
        uint32_t t = net->parent[s];
        net->weight[s] = flow(net, s, t);
        for (uint32_t i = 1; i < net->nodes; i++) {
            if (i != s && net->reached[i] && net->parent[i] == t) {
                net->parent[i] = s;
            }
        }
        if (t != EXTRA && net->reached[net->parent[t]]) {
            net->parent[s] = net->parent[t];
            net->parent[t] = s;
            double weight = net->weight[s];
            net->weight[s] = net->weight[t];
            net->weight[t] = weight;
        }
    }
}

/* The nodes of the whole that lie under `top` in the tree, ascending, in the queue's memory. */
static uint32_t under(network *net, uint32_t top)
{
    uint32_t count = 0;
    for (uint32_t i = 1; i < net->nodes; i++) {
        uint32_t node = i;
        while (node != EXTRA && node != top) {
            node = net->parent[node];
        }
        if (node == top) {
            net->queue[count++] = net->member[i];
        }
    }
    return count;
}

static int cut_part(network *net, double margin, ep_cut_fn found, void *user)
{
    grow_tree(net);
    for (uint32_t i = 1; i < net->nodes; i++) {
        if (net->weight[i] >= 1 - 2 * margin) {
            continue;
        }
        uint32_t count = under(net, i);
        int status = count % 2 == 1 ? found(user, net->queue, count) : EPIC_OK;
        if (status != EPIC_OK) {
            return status;
        }
    }
    return EPIC_OK;
}

int ep_odd_cuts(size_t nodes, const ep_support *edges, size_t count, double margin, ep_cut_fn found, void *user)
{
    network net;
    int status = network_init(&net, nodes, count) ? EPIC_OK : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        find_parts(&net, nodes, edges, count);
    }
    for (uint32_t root = 0; root < nodes && status == EPIC_OK; root++) {
        if (net.part[root] != root) {
            continue;
        }
        load_part(&net, root, nodes, edges, count);
        if (net.nodes > 3) {
            status = cut_part(&net, margin, found, user);
        }
    }
    network_free(&net);
    return status;
}
