/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assign.h"

#include <stdlib.h>
#include <string.h>

#include "heap.h"

#define NO_ARC SIZE_MAX

enum { PACE = 256, BIDS = 64 }; /* searches between two calls of the watcher; steps of bid() */

/* Nodes are numbered left, then right. */
typedef struct solver {
    const ep_assign *is;
    size_t nodes;
    uint32_t *used;     /* arcs chosen at each node */
    size_t *mates;      /* of each right node: where the chosen arcs to it stand; and the end */
    size_t *mate;       /* these arcs */
    ep_wide *far;       /* of each node met in this search: its distance */
    size_t *by;         /* of each node met: the arc it was met by */
    bool *met, *passed; /* passed: its distance is final */
    uint32_t *list;     /* nodes met */
    size_t count;
    ep_heap heap;
    ep_wide limit; /* the distance of the nearest end so far */
    uint32_t end;
    uint32_t root;
} solver;

static uint32_t right_node(const solver *s, size_t arc)
{
    return (uint32_t)s->is->left + s->is->arc[arc].to;
}

/* What the prices of an arc exceed its weight by. */
static ep_wide slack_of(const solver *s, size_t arc)
{
    const ep_arc *it = &s->is->arc[arc];
    return s->is->price[it->from] + s->is->price[right_node(s, arc)] - it->weight;
}

static void choose(solver *s, size_t arc)
{
    uint32_t node = right_node(s, arc);
    s->is->chosen[arc] = true;
    s->used[s->is->arc[arc].from]++;
    s->mate[s->mates[s->is->arc[arc].to] + s->used[node]++] = arc;
}

static void drop(solver *s, size_t arc)
{
    uint32_t node = right_node(s, arc);
    size_t *mate = s->mate + s->mates[s->is->arc[arc].to], i = 0;
    s->is->chosen[arc] = false;
    s->used[s->is->arc[arc].from]--;
    while (mate[i] != arc) {
        i++;
    }
    mate[i] = mate[--s->used[node]];
}

static bool meet(solver *s, uint32_t node, ep_wide far, size_t by)
{
    if (far >= s->limit || (s->met[node] && s->far[node] <= far)) {
        return false;
    }
    if (!s->met[node]) {
        s->list[s->count++] = node;
    }
    s->met[node] = true;
    s->far[node] = far;
    s->by[node] = by;
    return true;
}

static void end_at(solver *s, uint32_t node, ep_wide far)
{
    s->limit = far;
    s->end = node;
}

/* A left node whose price falls to 0 may have room left. */
static bool pass_left(solver *s, uint32_t node)
{
    ep_wide far = s->far[node];
    s->passed[node] = true;
    if (!s->is->whole && far + s->is->price[node] < s->limit) {
        end_at(s, node, far + s->is->price[node]);
    }
    for (size_t arc = s->is->first[node]; arc < s->is->first[node + 1]; arc++) {
        uint32_t to = right_node(s, arc);
        if (s->is->chosen[arc] || !meet(s, to, far + slack_of(s, arc), arc)) {
            continue;
        }
        if (s->used[to] < s->is->room[to]) {
            end_at(s, to, s->far[to]);
        } else if (!ep_heap_push(&s->heap, (ep_event){s->far[to], to, 0})) {
            return false;
        }
    }
    return true;
}

/* As a rule a chosen arc is tight, and its left node is passed without a turn in the heap. */
static bool pass_right(solver *s, uint32_t node)
{
    size_t begin = s->mates[node - s->is->left];
    s->passed[node] = true;
    for (size_t i = begin; i < begin + s->used[node]; i++) {
        uint32_t from = s->is->arc[s->mate[i]].from;
        ep_wide far = s->far[node] - slack_of(s, s->mate[i]);
        if (s->passed[from] || !meet(s, from, far, s->mate[i])) {
            continue;
        }
        bool done = far == s->far[node] ? pass_left(s, from) : ep_heap_push(&s->heap, (ep_event){far, from, 0});
        if (!done) {
            return false;
        }
    }
    return true;
}

/* Prices of what is nearer than the end make the path to it tight. */
static void reprice(solver *s)
{
    for (size_t i = 0; i < s->count; i++) {
        uint32_t node = s->list[i];
        ep_wide near = s->limit - s->far[node];
        if (near > 0) {
            s->is->price[node] += node < s->is->left ? -near : near;
        }
        s->met[node] = s->passed[node] = false;
    }
    s->count = s->heap.count = 0;
}

static void augment(solver *s)
{
    uint32_t node = s->end;
    while (node != s->root) {
        size_t arc = s->by[node];
        if (node < s->is->left) {
            drop(s, arc);
            node = right_node(s, arc);
            continue;
        }
        uint32_t from = s->is->arc[arc].from;
        if (from != s->root) {
            size_t old = s->by[from];
            drop(s, old);
            choose(s, arc);
            node = right_node(s, old);
        } else {
            choose(s, arc);
            node = from;
        }
    }
}

static bool search(solver *s, uint32_t root)
{
    s->root = root;
    s->limit = EP_WIDE_MOST;
    meet(s, root, 0, NO_ARC);
    bool done = pass_left(s, root);
    while (done && s->heap.count > 0) {
        ep_event event = ep_heap_pop(&s->heap);
        if (event.when >= s->limit) {
            break;
        }
        if (!s->passed[event.what]) {
            done = event.what < s->is->left ? pass_left(s, event.what) : pass_right(s, event.what);
        }
    }
    if (done) {
        reprice(s);
        augment(s);
    }
    return done;
}

/* Chosen arcs that the prices no longer pay for are dropped. */
static void raise(solver *s, uint32_t node)
{
    const ep_assign *is = s->is;
    bool any = s->used[node] > 0 || !is->whole;
    for (size_t arc = is->first[node]; arc < is->first[node + 1]; arc++) {
        ep_wide worth = is->arc[arc].weight - is->price[right_node(s, arc)];
        if (!is->chosen[arc] && (!any || worth > is->price[node])) {
            is->price[node] = worth;
            any = true;
        }
    }
    for (size_t arc = is->first[node]; arc < is->first[node + 1]; arc++) {
        if (is->chosen[arc] && slack_of(s, arc) > 0) {
            drop(s, arc);
        }
    }
}

/* Left nodes take the best right one, whose price rises to where the second best is as good; who had it goes on. Cheap, but it
 * can go on for long, so that its steps are limited. */
static void bid(solver *s, uint32_t node, size_t steps)
{
    const ep_assign *is = s->is;
    while (steps-- > 0 && s->used[node] == 0) {
        ep_wide best = -EP_WIDE_MOST, second = -EP_WIDE_MOST;
        size_t taken = NO_ARC;
        for (size_t arc = is->first[node]; arc < is->first[node + 1]; arc++) {
            ep_wide worth = is->arc[arc].weight - is->price[right_node(s, arc)];
            second = worth > best ? best : worth > second ? worth : second;
            taken = worth > best ? arc : taken;
            best = worth > best ? worth : best;
        }
        uint32_t to = right_node(s, taken);
        size_t old = s->used[to] > 0 ? s->mate[s->mates[is->arc[taken].to]] : NO_ARC;
        if (second == -EP_WIDE_MOST || (second == best && old != NO_ARC)) {
            return;
        }
        is->price[to] += best - second;
        is->price[node] = second;
        if (old != NO_ARC) {
            drop(s, old);
        }
        choose(s, taken);
        node = old != NO_ARC ? is->arc[old].from : node;
    }
}

static int start(solver *s)
{
    for (size_t arc = 0; arc < s->is->first[s->is->left]; arc++) {
        if (s->is->chosen[arc]) {
            choose(s, arc);
        }
    }
    for (uint32_t node = 0; node < s->is->left; node++) {
        raise(s, node);
    }
    for (uint32_t node = 0; node < s->is->left && s->is->whole; node++) {
        bid(s, node, BIDS);
    }
    return EPIC_OK;
}

static int fill(solver *s, const ep_watch *watch)
{
    size_t searches = 0;
    for (uint32_t node = 0; node < s->is->left; node++) {
        while (s->used[node] < s->is->room[node] && (s->is->whole || s->is->price[node] > 0)) {
            double done = (double)node / (double)s->is->left;
            if (searches++ % PACE == 0 && watch->progress != NULL && !watch->progress(watch->user, watch->stage, done / 2)) {
                return EPIC_ECANCELLED;
            }
            if (!search(s, node)) {
                return EPIC_ENOMEM;
            }
        }
    }
    return EPIC_OK;
}

/* A right node can be chosen as often as arcs lead to it. */
static bool place_mates(solver *s)
{
    size_t arcs = s->is->first[s->is->left];
    for (size_t arc = 0; arc < arcs; arc++) {
        s->mates[s->is->arc[arc].to + 1]++;
    }
    for (size_t i = 0; i < s->is->right; i++) {
        uint32_t room = s->is->room[s->is->left + i];
        s->mates[i + 1] = s->mates[i] + (s->mates[i + 1] < room ? s->mates[i + 1] : room);
    }
    s->mate = calloc(s->mates[s->is->right] + 1, sizeof *s->mate);
    return s->mate != NULL;
}

static bool allocate(solver *s)
{
    s->used = calloc(s->nodes + 1, sizeof *s->used);
    s->mates = calloc(s->is->right + 1, sizeof *s->mates);
    s->far = calloc(s->nodes + 1, sizeof *s->far);
    s->by = calloc(s->nodes + 1, sizeof *s->by);
    s->met = calloc(s->nodes + 1, sizeof *s->met);
    s->passed = calloc(s->nodes + 1, sizeof *s->passed);
    s->list = calloc(s->nodes + 1, sizeof *s->list);
    bool lists = s->used != NULL && s->mates != NULL && s->far != NULL && s->by != NULL && s->met != NULL;
    return lists && s->passed != NULL && s->list != NULL && place_mates(s);
}

int ep_assign_solve(const ep_assign *assign, const ep_watch *watch)
{
    solver s = {.is = assign, .nodes = assign->left + assign->right};
    int status = allocate(&s) ? start(&s) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        status = fill(&s, watch);
    }
    void *all[] = {s.used, s.mates, s.mate, s.far, s.by, s.met, s.passed, s.list, s.heap.event};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    return status;
}
