/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "basis.h"

#include <math.h>
#include <stdlib.h>

static const double NEXT_TO_NOTHING = 0.25; /* prices are whole in halves */

typedef struct offer {
    double gain; /* INFINITY of an edge that is chosen */
    uint32_t column;
} offer;

typedef struct forest {
    const ep_basis *task;
    uint32_t *parent; /* of each node; its own, of a root */
    bool *odd;        /* of each node: on the other side than its parent */
    uint32_t *size;   /* of each root: nodes of its tree */
    bool *full;       /* of each root: its tree has an odd cycle or a slack */
    uint32_t *used;   /* of each node: edges chosen */
    bool *inside;     /* of each node: in the set at hand */
    offer *offer;     /* the best first */
    size_t offers;
    const ep_node_set **set; /* the smallest first */
} forest;

static uint32_t find(const forest *f, uint32_t node, bool *odd)
{
    for (*odd = false; f->parent[node] != node; node = f->parent[node]) {
        *odd = *odd != f->odd[node];
    }
    return node;
}

/* Whether an edge does not follow from those there are. */
static bool join(forest *f, uint32_t u, uint32_t v)
{
    bool odd_u, odd_v;
    uint32_t root = find(f, u, &odd_u), other = find(f, v, &odd_v);
    if ((f->full[root] && f->full[other]) || (root == other && odd_u != odd_v)) {
        return false;
    }
    if (root == other) {
        f->full[root] = true;
        return true;
    }
    if (f->size[root] < f->size[other]) {
        uint32_t large = other;
        other = root;
        root = large;
    }
    f->parent[other] = root;
    f->odd[other] = odd_u == odd_v;
    f->size[root] += f->size[other];
    f->full[root] = f->full[root] || f->full[other];
    return true;
}

static bool lies_inside(const forest *f, const ep_edge *edge)
{
    return f->inside[edge->u] && f->inside[edge->v];
}

static void offer_all(forest *f, bool inside_alone)
{
    const ep_basis *task = f->task;
    for (size_t i = 0; i < f->offers; i++) {
        uint32_t column = f->offer[i].column;
        const ep_edge *edge = &task->problem->edge[task->column[column]];
        if (task->at[column] != EP_LP_BASIC && (!inside_alone || lies_inside(f, edge)) && join(f, edge->u, edge->v)) {
            task->at[column] = EP_LP_BASIC;
        }
    }
}

static void mark(forest *f, const ep_node_set *set, bool inside)
{
    for (size_t i = 0; i < set->count; i++) {
        f->inside[set->node[i]] = inside;
    }
}

/* Makes one node of a set if an odd cycle with its trees spans it. */
static bool contract(forest *f, const ep_node_set *set)
{
    bool odd;
    uint32_t root = find(f, set->node[0], &odd);
    bool spanned = f->full[root] && f->size[root] == set->count;
    for (size_t i = 1; i < set->count && spanned; i++) {
        spanned = find(f, set->node[i], &odd) == root;
    }
    for (size_t i = 0; i < set->count && spanned; i++) {
        f->parent[set->node[i]] = root;
        f->odd[set->node[i]] = false;
    }
    f->full[root] = f->full[root] && !spanned;
    return spanned;
}

static void offer_sets(forest *f)
{
    const ep_basis *task = f->task;
    for (size_t i = 0; i < task->set_count; i++) {
        size_t row = task->problem->node_count + (size_t)(f->set[i] - task->set);
        bool spanned = false;
        if (task->price[row] > 0) {
            mark(f, f->set[i], true);
            offer_all(f, true);
            mark(f, f->set[i], false);
            spanned = contract(f, f->set[i]);
        }
        task->row[row] = spanned ? EP_LP_HIGH : EP_LP_BASIC;
    }
}

static void offer_slack(forest *f, uint32_t node)
{
    bool odd;
    uint32_t root = find(f, node, &odd);
    if (!f->full[root]) {
        f->full[root] = true;
        f->task->row[node] = EP_LP_BASIC;
    }
}

/* Of each tree without one, that of the node whose price is next to nothing; `least` is scratch. */
static void offer_slacks(forest *f, uint32_t *least)
{
    size_t nodes = f->task->problem->node_count;
    bool odd;
    for (uint32_t i = 0; i < nodes; i++) {
        least[i] = i;
    }
    for (uint32_t i = 0; i < nodes; i++) {
        uint32_t root = find(f, i, &odd);
        least[root] = f->task->price[i] < f->task->price[least[root]] ? i : least[root];
    }
    for (uint32_t i = 0; i < nodes; i++) {
        offer_slack(f, least[find(f, i, &odd)]);
    }
}

static int by_gain(const void *left, const void *right)
{
    const offer *a = left, *b = right;
    if (a->gain < b->gain || a->gain > b->gain) {
        return a->gain > b->gain ? -1 : 1;
    }
    return (a->column > b->column) - (a->column < b->column);
}

static int by_size(const void *left, const void *right)
{
    const ep_node_set *a = *(const ep_node_set *const *)left, *b = *(const ep_node_set *const *)right;
    return a->count != b->count ? (a->count > b->count) - (a->count < b->count) : (a > b) - (a < b);
}

/* Edges that are chosen and worth more than their prices are at their bound. */
static void sort(forest *f)
{
    const ep_basis *task = f->task;
    for (uint32_t i = 0; i < task->columns; i++) {
        size_t edge = task->column[i];
        bool chosen = task->chosen[edge];
        f->used[task->problem->edge[edge].u] += chosen;
        f->used[task->problem->edge[edge].v] += chosen;
        task->at[i] = chosen ? EP_LP_HIGH : EP_LP_LOW;
        if (fabs(task->gain[edge]) < NEXT_TO_NOTHING) {
            f->offer[f->offers++] = (offer){chosen ? (double)INFINITY : task->gain[edge], i};
        }
    }
    for (size_t i = 0; i < task->set_count; i++) {
        f->set[i] = &task->set[i];
    }
    qsort(f->offer, f->offers, sizeof *f->offer, by_gain);
    qsort(f->set, task->set_count, sizeof *f->set, by_size);
}

static void grow(forest *f)
{
    const ep_basis *task = f->task;
    size_t nodes = task->problem->node_count;
    for (uint32_t i = 0; i < nodes; i++) {
        f->parent[i] = i;
        f->size[i] = 1;
        task->row[i] = EP_LP_HIGH;
    }
    sort(f);
    offer_sets(f);
    for (uint32_t i = 0; i < nodes; i++) {
        if (f->used[i] < task->problem->room[i].max) {
            offer_slack(f, i);
        }
    }
    offer_all(f, false);
    offer_slacks(f, f->used);
}

int ep_basis_make(const ep_basis *task)
{
    size_t nodes = task->problem->node_count;
    forest f = {.task = task,
                .parent = calloc(nodes + 1, sizeof *f.parent),
                .odd = calloc(nodes + 1, sizeof *f.odd),
                .size = calloc(nodes + 1, sizeof *f.size),
                .full = calloc(nodes + 1, sizeof *f.full),
                .used = calloc(nodes + 1, sizeof *f.used),
                .inside = calloc(nodes + 1, sizeof *f.inside),
                .offer = calloc(task->columns + 1, sizeof *f.offer),
                .set = calloc(task->set_count + 1, sizeof(ep_node_set *))};
    bool lists = f.parent != NULL && f.odd != NULL && f.size != NULL && f.full != NULL && f.used != NULL && f.inside != NULL &&
                 f.offer != NULL && f.set != NULL;
    if (lists) {
        grow(&f);
    }
    void *all[] = {f.parent, f.odd, f.size, f.full, f.used, f.inside, f.offer, f.set};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    return lists ? EPIC_OK : EPIC_ENOMEM;
}
