/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "assign.h"

#include <stdlib.h>
#include <string.h>

#include "heap.h"

#define NO_ARC UINT32_MAX

/* Searches between two calls of the watcher; arcs that a bid looks at: in long wars prices rise that searches must lower again;
 * times that each side bids; the bytes of a cache's line; how many arcs ahead nodes are fetched. */
enum { PACE = 256, LOOKS = 512, TURNS = 8, LINE = 64, AHEAD = 4 };

/* Bids by steps: the first of them as a part of what weights differ by, how many, each a quarter of the one before; how often
 * they may look at each arc; of so many left nodes one at least must be unsettled. */
enum { FIRST_STEP = 16, STEPS = 6, LOOKS_PER_ARC = 6, FEW = 16 };

/* As large as a line of a cache. */
typedef struct node {
    ep_wide price;
    ep_wide far;          /* once met in this search: its distance */
    uint32_t by;          /* likewise: the arc it was met by */
    uint32_t used, room;  /* arcs chosen, at most so many */
    uint32_t mates, back; /* where the chosen arcs stand in `mate`, and those of right nodes begin in `back` */
    bool right, served, met, passed; /* passed: its distance is final */
} node;

/* An arc by its right node, with what is needed of it. */
typedef struct link {
    ep_number weight;
    uint32_t from, arc;
} link;

typedef struct solver {
    const ep_assign *is;
    node *node;
    void *nodes;     /* the memory of them */
    uint32_t *mate;  /* arcs chosen, by node */
    link *back;      /* arcs by right node */
    node **list;     /* nodes met */
    size_t count;
    bool right;      /* searches are from right nodes */
    size_t arcs;
    ep_heap heap;
    ep_wide limit;   /* the distance of the nearest end so far */
    node *end;
    size_t searches;
    ep_wide step;    /* what a bid adds to the price that is as good */
} solver;

static node *from_of(const solver *s, size_t arc)
{
    return &s->node[s->is->arc[arc].from];
}

static node *to_of(const solver *s, size_t arc)
{
    return &s->node[s->is->shift + s->is->arc[arc].to];
}

static node *other_of(const solver *s, const node *at, size_t arc)
{
    return at->right ? from_of(s, arc) : to_of(s, arc);
}

/* Where the arcs of a node stand, by left or by right node. */
static size_t begin_of(const solver *s, const node *at)
{
    return at->right ? at->back : s->is->first[at - s->node];
}

static size_t end_of(const solver *s, const node *at)
{
    return at->right ? at[1].back : s->is->first[at - s->node + 1];
}

/* An arc as a node meets it. */
typedef struct step {
    node *other;
    ep_wide weight;
    uint32_t arc;
} step;

/* Number `i` of the arcs by left or by right node. */
static step step_of(const solver *s, const node *at, size_t i)
{
    if (at->right) {
        const link *it = &s->back[i];
        return (step){&s->node[it->from], ep_wide_of(&it->weight), it->arc};
    }
    const ep_arc *it = &s->is->arc[i];
    return (step){&s->node[s->is->shift + it->to], it->weight, (uint32_t)i};
}

/* Fetches the node that is met a few arcs later, as most of the time goes by waiting for nodes. */
static void fetch(const solver *s, const node *at, size_t i)
{
    i = i + AHEAD < s->arcs ? i + AHEAD : i;
    __builtin_prefetch(at->right ? &s->node[s->back[i].from] : &s->node[s->is->shift + s->is->arc[i].to]);
}

/* What the prices of an arc exceed its weight by. */
static ep_wide slack_of(const solver *s, size_t arc)
{
    return from_of(s, arc)->price + to_of(s, arc)->price - s->is->arc[arc].weight;
}

/* What the last of so many arcs of a node costs. */
static ep_wide cost_of(const solver *s, const node *at, uint32_t arcs)
{
    return arcs + at->served > 1 ? s->is->again : 0;
}

static bool wants_more(const solver *s, const node *at)
{
    return at->used < at->room && (s->is->whole || at->price > cost_of(s, at, at->used + 1));
}

static void add_mate(solver *s, node *at, size_t arc)
{
    s->mate[at->mates + at->used++] = (uint32_t)arc;
}

static void remove_mate(solver *s, node *at, size_t arc)
{
    uint32_t *mate = s->mate + at->mates;
    while (*mate != arc) {
        mate++;
    }
    *mate = s->mate[at->mates + --at->used];
}

static void choose(solver *s, size_t arc)
{
    s->is->chosen[arc] = true;
    add_mate(s, from_of(s, arc), arc);
    add_mate(s, to_of(s, arc), arc);
}

static void drop(solver *s, size_t arc)
{
    s->is->chosen[arc] = false;
    remove_mate(s, from_of(s, arc), arc);
    remove_mate(s, to_of(s, arc), arc);
}

/* ---- searches ---- */

static bool is_nearer(const solver *s, const node *at, ep_wide far)
{
    return far < s->limit && (!at->met || far < at->far);
}

static void meet(solver *s, node *at, ep_wide far, uint32_t by)
{
    if (!at->met) {
        s->list[s->count++] = at;
    }
    at->met = true;
    at->far = far;
    at->by = by;
}

static bool push(solver *s, const node *at)
{
    return ep_heap_push(&s->heap, (ep_event){at->far, (uint32_t)(at - s->node), 0});
}

static void end_at(solver *s, node *at, ep_wide far)
{
    s->limit = far;
    s->end = at;
}

/* A full node on the other side, by the node that it is chosen with. */
static bool meet_mate(solver *s, const node *at, uint32_t arc)
{
    node *mate = other_of(s, at, arc);
    ep_wide far = at->far - slack_of(s, arc);
    if (mate->passed || !is_nearer(s, mate, far)) {
        return true;
    }
    meet(s, mate, far, arc);
    return push(s, mate);
}

/* A node on the other side that has room, when its price has come to what one more arc costs; false when it has, so that there is
 * nothing beyond it. */
static bool goes_on(solver *s, node *at)
{
    ep_wide lacks = cost_of(s, at, at->used + 1) - at->price;
    bool any = !s->is->whole && lacks > 0;
    ep_wide far = at->far + (any ? lacks : 0);
    if (far < s->limit) {
        end_at(s, at, far);
    }
    return any;
}

/* One more arc of a node on the root's side. Where the other node has one mate, only the mate takes a turn in the heap: mentors
 * are fewer than their learners. */
static bool follow(solver *s, const node *at, const step *it)
{
    node *other = it->other;
    ep_wide far = at->far + at->price + other->price - it->weight;
    if (!is_nearer(s, other, far) || s->is->chosen[it->arc]) {
        return true;
    }
    meet(s, other, far, it->arc);
    if (other->used < other->room && !goes_on(s, other)) {
        return true;
    }
    return other->used == 1 ? meet_mate(s, other, s->mate[other->mates]) : push(s, other);
}

/* A node on the root's side; when its price falls to what its last arc costs, or the root's to what one more would, it may have
 * room left. */
static bool pass_outer(solver *s, node *at)
{
    bool good = true;
    ep_wide far = at->far + at->price - cost_of(s, at, at->used + (at->by == NO_ARC));
    at->passed = true;
    if (!s->is->whole && far < s->limit) {
        end_at(s, at, far);
    }
    for (size_t i = begin_of(s, at); i < end_of(s, at) && good; i++) {
        step it = step_of(s, at, i);
        fetch(s, at, i);
        good = follow(s, at, &it);
    }
    return good;
}

/* A full node on the other side. As a rule a chosen arc is tight, and its other node is passed without a turn in the heap. */
static bool pass_inner(solver *s, node *at)
{
    bool good = true;
    at->passed = true;
    for (uint32_t i = at->mates; i < at->mates + at->used && good; i++) {
        node *other = other_of(s, at, s->mate[i]);
        ep_wide far = at->far - slack_of(s, s->mate[i]);
        if (!other->passed && is_nearer(s, other, far)) {
            meet(s, other, far, s->mate[i]);
            good = other->far == at->far ? pass_outer(s, other) : push(s, other);
        }
    }
    return good;
}

/* Prices of what is nearer than the end make the path to it tight. */
static void reprice(solver *s)
{
    for (size_t i = 0; i < s->count; i++) {
        node *at = s->list[i];
        ep_wide near = s->limit - at->far;
        if (near > 0) {
            at->price += at->right == s->right ? -near : near;
        }
        at->met = at->passed = false;
    }
    s->count = s->heap.count = 0;
}

/* From the end to the root, arcs are chosen and dropped in turn. */
static void augment(solver *s)
{
    node *at = s->end;
    uint32_t old = at->by;
    if (at->right == s->right && old != NO_ARC) {
        drop(s, old);
        at = other_of(s, at, old);
    }
    while (old != NO_ARC) {
        uint32_t arc = at->by;
        node *outer = other_of(s, at, arc);
        old = outer->by;
        if (old != NO_ARC) {
            drop(s, old);
            at = other_of(s, outer, old);
        }
        choose(s, arc);
    }
}

static bool search(solver *s, node *root)
{
    s->limit = EP_WIDE_MOST;
    meet(s, root, 0, NO_ARC);
    bool good = pass_outer(s, root);
    while (good && s->heap.count > 0) {
        ep_event event = ep_heap_pop(&s->heap);
        node *at = &s->node[event.what];
        if (event.when >= s->limit) {
            break;
        }
        if (!at->passed) {
            good = at->right == s->right ? pass_outer(s, at) : pass_inner(s, at);
        }
    }
    if (good) {
        reprice(s);
        augment(s);
    }
    return good;
}

/* What has room left and a price above what one more arc costs is filled, or its price falls to that. */
static int fill(solver *s, bool right, const ep_watch *watch)
{
    s->right = right;
    for (size_t i = 0; i < s->is->nodes; i++) {
        node *at = &s->node[i];
        while (at->right == right && wants_more(s, at)) {
            double done = ((double)i / (double)s->is->nodes + right) / 4;
            bool turn = s->searches++ % PACE == 0;
            if (turn && watch->progress != NULL && !watch->progress(watch->user, watch->stage, done)) {
                return EPIC_ECANCELLED;
            }
            if (!search(s, at)) {
                return EPIC_ENOMEM;
            }
        }
    }
    return EPIC_OK;
}

/* ---- the start ---- */

/* Lists the arcs of each right node. When whole only left nodes bid and search, so that nobody asks for them. */
static bool sort_back(solver *s)
{
    for (uint32_t arc = 0; arc < s->arcs; arc++) {
        to_of(s, arc)->right = true;
        to_of(s, arc)->back++;
    }
    if (s->is->whole) {
        return true;
    }
    s->back = malloc((s->arcs + 1) * sizeof *s->back);
    if (s->back == NULL) {
        return false;
    }
    for (size_t i = 0; i < s->is->nodes; i++) {
        s->node[i + 1].back += s->node[i].back;
    }
    for (uint32_t arc = (uint32_t)s->arcs; arc-- > 0;) {
        s->back[--to_of(s, arc)->back] = (link){ep_wide_split(s->is->arc[arc].weight), s->is->arc[arc].from, arc};
    }
    return true;
}

static size_t arcs_of(const solver *s, size_t i)
{
    const node *at = &s->node[i];
    if (s->is->whole) {
        return at->room;
    }
    return at->right ? at[1].back - at->back : i < s->is->left ? s->is->first[i + 1] - s->is->first[i] : 0;
}

/* A node can be chosen as often as it has arcs. */
static bool place_mates(solver *s)
{
    uint32_t mates = 0;
    for (size_t i = 0; i < s->is->nodes; i++) {
        node *at = &s->node[i];
        at->price = s->is->price[i];
        at->room = s->is->room[i];
        at->served = s->is->served != NULL && s->is->served[i];
        at->mates = mates;
        size_t arcs = arcs_of(s, i);
        mates += at->room < arcs ? at->room : (uint32_t)arcs;
    }
    s->mate = malloc((mates + 1) * sizeof *s->mate);
    return s->mate != NULL;
}

static bool allocate(solver *s)
{
    size_t nodes = s->is->nodes + 1;
    s->arcs = s->is->first[s->is->left];
    s->nodes = calloc(nodes + 1, sizeof *s->node);
    s->list = malloc(nodes * sizeof *s->list);
    if (s->nodes == NULL || s->list == NULL) {
        return false;
    }
    s->node = (node *)(void *)((char *)s->nodes + (LINE - (uintptr_t)s->nodes % LINE) % LINE);
    return sort_back(s) && place_mates(s);
}

/* To what the price of a node must come, be it less or more; a full node's is not lowered. */
static ep_wide least_price(const solver *s, const node *at)
{
    ep_wide least = s->is->whole ? -EP_WIDE_MOST : cost_of(s, at, at->used > 0 ? at->used : 1);
    return at->used == at->room ? at->price : least;
}

/* The least price of a left node that covers its arcs; chosen ones that it does not pay for are dropped. */
static void price_left(solver *s, size_t i)
{
    const ep_assign *is = s->is;
    node *at = &s->node[i];
    ep_wide most = least_price(s, at);
    for (size_t arc = is->first[i]; arc < is->first[i + 1]; arc++) {
        ep_wide worth = is->arc[arc].weight - to_of(s, arc)->price;
        most = !is->chosen[arc] && worth > most ? worth : most;
    }
    at->price = most;
    for (size_t arc = is->first[i]; arc < is->first[i + 1]; arc++) {
        if (is->chosen[arc] && slack_of(s, arc) > 0) {
            drop(s, arc);
        }
    }
}

/* The least price of a right node, whose arcs are covered. */
static void price_right(solver *s, node *at)
{
    ep_wide most = least_price(s, at);
    for (uint32_t k = at->back; k < at[1].back; k++) {
        step it = step_of(s, at, k);
        ep_wide worth = it.weight - it.other->price;
        most = !s->is->chosen[it.arc] && worth > most ? worth : most;
    }
    at->price = most;
}

/* An arc, and what it and the next are worth. */
typedef struct offer {
    uint32_t arc;
    ep_wide first, second;
} offer;

/* The best arc of a node with room that is not chosen. */
static offer best_of(const solver *s, const node *at)
{
    ep_wide none = s->is->whole ? -EP_WIDE_MOST : cost_of(s, at, at->used + 1);
    offer it = {NO_ARC, none, none};
    for (size_t i = begin_of(s, at); i < end_of(s, at); i++) {
        step one = step_of(s, at, i);
        ep_wide worth = one.weight - one.other->price;
        fetch(s, at, i);
        if (worth > it.second && !s->is->chosen[one.arc]) {
            it.second = worth > it.first ? it.first : worth;
            it.arc = worth > it.first ? one.arc : it.arc;
            it.first = worth > it.first ? worth : it.first;
        }
    }
    return it;
}

/* Of the arcs chosen at a full node the one that pays least. Where there is room, nobody must go who pays what one more costs,
 * and when not `whole` the price rises to that alone. */
static offer least_of(const solver *s, const node *at)
{
    offer it = {NO_ARC, EP_WIDE_MOST, EP_WIDE_MOST};
    if (at->used < at->room) {
        ep_wide cost = cost_of(s, at, at->used + 1);
        it.first = s->is->whole || at->price > cost ? at->price : cost;
        it.second = s->is->whole ? EP_WIDE_MOST : it.first;
    }
    if (it.first == at->price) {
        return it;
    }
    for (uint32_t k = at->mates; k < at->mates + at->used; k++) {
        ep_wide pays = s->is->arc[s->mate[k]].weight - other_of(s, at, s->mate[k])->price;
        it.second = pays < it.first ? it.first : pays < it.second ? pays : it.second;
        it.arc = pays < it.first ? s->mate[k] : it.arc;
        it.first = pays < it.first ? pays : it.first;
    }
    return it;
}

/* Nodes with room take the best one of the other side, whose price rises to where the second best is as good or another would go;
 * who goes takes the next turn. Cheap, but it can go on for long, so that it looks at so many arcs at most. Returns how many are
 * left. */
static size_t bid(solver *s, node *at, size_t looks)
{
    while (at->used < at->room) {
        size_t cost = end_of(s, at) - begin_of(s, at) + 1;
        offer best = best_of(s, at);
        if (best.arc == NO_ARC || best.second == -EP_WIDE_MOST || cost > looks) {
            return looks - (cost > looks ? looks : cost);
        }
        looks -= cost;
        node *to = other_of(s, at, best.arc);
        offer least = least_of(s, to);
        ep_wide pays = s->is->arc[best.arc].weight - best.second + s->step;
        bool free = least.arc == NO_ARC, wins = pays > least.first - free;
        if (!wins && to->price == least.first) {
            return looks;
        }
        if (wins && !free) {
            drop(s, least.arc);
        }
        if (wins) {
            choose(s, best.arc);
            at->price = best.second - s->step;
        }
        to->price = !wins ? least.first : pays < least.second ? pays : least.second;
        at = wins && !free ? other_of(s, to, least.arc) : at;
    }
    return looks;
}

/* The most that the price of a node with arcs can be: where there is room, what one more costs. */
static void raise(solver *s, node *at)
{
    ep_wide most = at->used < at->room ? cost_of(s, at, at->used + 1) : EP_WIDE_MOST;
    for (uint32_t k = at->mates; k < at->mates + at->used; k++) {
        ep_wide pays = s->is->arc[s->mate[k]].weight - other_of(s, at, s->mate[k])->price;
        most = pays < most ? pays : most;
    }
    at->price = at->used > 0 && most > at->price ? most : at->price;
}

/* The higher the prices, the more they say. */
static void raise_all(solver *s)
{
    for (size_t i = 0; i < s->is->nodes; i++) {
        raise(s, &s->node[i]);
    }
}

/* Free nodes of a side whose price is more than they need. */
static void bid_all(solver *s, bool right)
{
    for (size_t i = 0; i < (right ? s->is->nodes : s->is->left); i++) {
        node *at = &s->node[i];
        for (uint32_t k = at->used; at->right == right && k < at->room && wants_more(s, at); k++) {
            bid(s, at, LOOKS);
        }
    }
}

/* ---- bids by steps ---- */

/* Drops what is worth less to a left node than another arc by more than a step, and counts the nodes with room. */
static size_t release(solver *s)
{
    size_t count = 0;
    for (size_t i = 0; i < s->is->left; i++) {
        node *at = &s->node[i];
        ep_wide best = at->right ? 0 : best_of(s, at).first - s->step;
        for (size_t arc = s->is->first[i]; arc < s->is->first[i + 1]; arc++) {
            if (s->is->chosen[arc] && s->is->arc[arc].weight - to_of(s, arc)->price < best) {
                drop(s, arc);
            }
        }
        count += !at->right && at->used < at->room;
    }
    return count;
}

/* What weights, of arcs that have some, differ by; tie numbers left out. */
static int64_t spread_of(const solver *s)
{
    int64_t least = INT64_MAX, most = 0;
    for (size_t arc = 0; arc < s->is->first[s->is->left]; arc++) {
        int64_t weight = ep_wide_split(s->is->arc[arc].weight).at[EP_WEIGHT];
        least = weight > 0 && weight < least ? weight : least;
        most = weight > most ? weight : most;
    }
    return most > least ? most - least : 0;
}

/* Where many want the same few, prices rise by small differences for ever; so they rise by steps first, coarse ones, then finer
 * ones (Bertsekas 1988). That leaves prices that are nearly right; what is chosen is looked at again. */
static void bid_by_steps(solver *s)
{
    int64_t rise = spread_of(s) / FIRST_STEP;
    for (int k = 0; k < STEPS && rise > 0; k++, rise /= 4) {
        size_t looks = LOOKS_PER_ARC * s->is->first[s->is->left];
        s->step = ep_wide_of(&(ep_number){{rise, 0}});
        release(s);
        for (size_t i = 0; i < s->is->left; i++) {
            node *at = &s->node[i];
            for (uint32_t room = at->used; !at->right && room < at->room; room++) {
                looks = bid(s, at, looks);
            }
        }
    }
    s->step = 0;
}

static void start(solver *s)
{
    for (size_t arc = 0; arc < s->arcs; arc++) {
        if (s->is->chosen[arc]) {
            choose(s, arc);
        }
    }
    if (s->is->whole && release(s) > s->is->left / FEW) {
        bid_by_steps(s);
    }
    for (size_t i = 0; i < s->is->left; i++) {
        if (!s->node[i].right) {
            price_left(s, i);
        }
    }
    for (int round = 0; round < TURNS; round++) {
        bid_all(s, false);
        if (!s->is->whole) {
            bid_all(s, true);
        }
    }
    raise_all(s);
    for (size_t i = 0; i < s->is->nodes && !s->is->whole; i++) {
        if (s->node[i].right) {
            price_right(s, &s->node[i]);
        }
    }
}

int ep_assign_solve(const ep_assign *assign, const ep_watch *watch)
{
    solver s = {.is = assign};
    int status = allocate(&s) ? EPIC_OK : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        start(&s);
        status = fill(&s, false, watch);
    }
    if (status == EPIC_OK && !assign->whole) {
        status = fill(&s, true, watch);
    }
    if (status == EPIC_OK) {
        raise_all(&s);
    }
    for (size_t i = 0; i < assign->nodes && status == EPIC_OK; i++) {
        assign->price[i] = s.node[i].price;
    }
    void *all[] = {s.nodes, s.mate, s.back, s.list, s.heap.event};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    return status;
}
