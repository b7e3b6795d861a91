/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time passes as the prices of outer vertices fall, and those of inner ones rise, by 1 a unit. What happens next stands in a
 * heap; what no longer is as it was when it was put there is skipped. */
#include "blossom.h"

#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "heap.h"
#include "rotate.h"

enum { OUTER = -1, ALONE = 0, INNER = 1 };

typedef struct tree {
    ep_blossoms *is;
    ep_wide now;
    ep_wide zero;  /* when the first outer vertex's price is 0 */
    ep_wide limit; /* when the search is over, as far as is known */
    uint32_t zero_vertex;
    uint32_t stamp;
    ep_heap heap;
    uint32_t *labelled; /* buds that may be in the tree */
    size_t count, room;
    uint32_t *scratch; /* of ep_rotate() */
    uint32_t *spare;   /* blossoms that are not in use */
    size_t spares;
    bool failed; /* out of memory */
} tree;

static uint32_t top_of(const tree *t, uint32_t vertex)
{
    return t->is->set[t->is->vertex[vertex].set].top;
}

static ep_wide price_of(const tree *t, uint32_t vertex)
{
    const ep_set *set = &t->is->set[t->is->vertex[vertex].set];
    return t->is->vertex[vertex].price + set->price + t->is->bud[set->top].moves * t->now;
}

static ep_wide slack_of(const tree *t, const ep_arc *arc)
{
    return price_of(t, arc->from) + price_of(t, arc->to) - 2 * arc->weight;
}

/* A blossom's price becomes 0, or, when there is no blossom, an arc tight. */
static void put(tree *t, ep_wide when, uint32_t blossom, size_t arc)
{
    if (when <= t->limit && !ep_heap_push(&t->heap, (ep_event){when, blossom, (uint32_t)arc})) {
        t->failed = true;
    }
}

/* An outermost bud and its vertices move differently from now on. */
static void move(const tree *t, ep_bud *bud, int moves)
{
    t->is->set[bud->name].price += (bud->moves - moves) * t->now;
    bud->price -= 2 * bud->moves * (t->now - bud->since);
    bud->since = t->now;
    bud->moves = moves;
}

static void label(tree *t, uint32_t node, int moves)
{
    move(t, &t->is->bud[node], moves);
    if (!ep_grow((void **)&t->labelled, &t->room, t->count + 1, sizeof *t->labelled)) {
        t->failed = true;
        return;
    }
    t->labelled[t->count++] = node;
}

/* ---- what can happen ---- */

static void scan_outer_vertex(tree *t, uint32_t u)
{
    const ep_blossoms *is = t->is;
    ep_wide price = price_of(t, u);
    if (t->now + price < t->zero && u != is->nobody) {
        t->zero = t->now + price;
        t->zero_vertex = u;
        t->limit = t->zero < t->limit ? t->zero : t->limit;
    }
    for (size_t i = is->first[u]; i < is->first[u + 1]; i++) {
        uint32_t v = is->arc[i].to, other = top_of(t, v);
        if (is->vertex[v].set == is->vertex[u].set || is->bud[other].moves == INNER) {
            continue;
        }
        ep_wide slack = price + price_of(t, v) - 2 * is->arc[i].weight;
        ep_wide when = t->now + (is->bud[other].moves == OUTER ? slack / 2 : slack);
        put(t, when, EP_NO_NODE, i);
        if (is->vertex[is->bud[other].base].mate == EP_NO_NODE && is->bud[other].moves == ALONE && when < t->limit) {
            t->limit = when;
        }
    }
}

static void scan_outer(tree *t, uint32_t node)
{
    uint32_t v = t->is->bud[node].first;
    for (uint32_t i = 0; i < t->is->bud[node].count; i++, v = t->is->vertex[v].next) {
        scan_outer_vertex(t, v);
    }
}

/* The vertices were inner, and the tree can come to them again. */
static void scan_alone(tree *t, uint32_t node)
{
    const ep_blossoms *is = t->is;
    uint32_t v = is->bud[node].first;
    for (uint32_t i = 0; i < is->bud[node].count; i++, v = is->vertex[v].next) {
        for (size_t k = is->first[v]; k < is->first[v + 1]; k++) {
            if (is->bud[top_of(t, is->arc[k].to)].moves == OUTER) {
                put(t, t->now + slack_of(t, &is->arc[k]), EP_NO_NODE, k);
            }
        }
    }
}

static void make_inner(tree *t, uint32_t node, uint32_t from, uint32_t to)
{
    ep_bud *bud = &t->is->bud[node];
    bud->from = from;
    bud->to = to;
    label(t, node, INNER);
    if (node >= t->is->vertices) {
        put(t, t->now + bud->price / 2, node, 0);
    }
}

/* ---- a blossom more ---- */

/* The outer bud two steps nearer to the root, or EP_NO_NODE at the root. */
static uint32_t above(const tree *t, uint32_t outer)
{
    uint32_t mate = t->is->vertex[t->is->bud[outer].base].mate;
    return mate == EP_NO_NODE ? EP_NO_NODE : top_of(t, t->is->bud[top_of(t, mate)].from);
}

/* Where the ways of two outer buds to the root meet; EP_NO_NODE when their roots are two. */
static uint32_t meeting(tree *t, uint32_t one, uint32_t other)
{
    t->stamp++;
    while (one != EP_NO_NODE || other != EP_NO_NODE) {
        if (one != EP_NO_NODE) {
            if (t->is->bud[one].mark == t->stamp) {
                return one;
            }
            t->is->bud[one].mark = t->stamp;
            one = above(t, one);
        }
        uint32_t turn = one;
        one = other;
        other = turn;
    }
    return EP_NO_NODE;
}

static void join(tree *t, uint32_t node, uint32_t next, uint32_t out, uint32_t in)
{
    t->is->bud[node].next = next;
    t->is->bud[node].out = out;
    t->is->bud[node].in = in;
    t->is->bud[next].prev = node;
}

/* The cycle runs from where the ways meet down to u, over to v and up again. */
static void make_cycle(tree *t, uint32_t u, uint32_t v, uint32_t end)
{
    ep_bud *bud = t->is->bud;
    uint32_t one = top_of(t, u), other = top_of(t, v);
    join(t, one, other, u, v);
    while (one != end) {
        uint32_t mate = t->is->vertex[bud[one].base].mate, inner = top_of(t, mate), up = top_of(t, bud[inner].from);
        join(t, inner, one, mate, bud[one].base);
        join(t, up, inner, bud[inner].from, bud[inner].to);
        one = up;
    }
    while (other != end) {
        uint32_t mate = t->is->vertex[bud[other].base].mate, inner = top_of(t, mate), up = top_of(t, bud[inner].from);
        join(t, other, inner, bud[other].base, mate);
        join(t, inner, up, bud[inner].to, bud[inner].from);
        other = up;
    }
}

/* Lists the vertices of a blossom, part after part. */
static void gather(tree *t, uint32_t node)
{
    ep_bud *bud = t->is->bud, *all = &bud[node];
    uint32_t part = all->child;
    all->count = 0;
    all->big = part;
    do {
        bud[part].parent = node;
        if (all->count == 0) {
            all->first = bud[part].first;
        } else {
            t->is->vertex[all->last].next = bud[part].first;
        }
        all->last = bud[part].last;
        all->count += bud[part].count;
        all->big = bud[part].count > bud[all->big].count ? part : all->big;
        part = bud[part].next;
    } while (part != all->child);
}

/* The vertices of a bud become members of a set, at prices that are the same. */
static void move_to_set(tree *t, uint32_t node, uint32_t name, ep_wide base)
{
    uint32_t v = t->is->bud[node].first;
    for (uint32_t i = 0; i < t->is->bud[node].count; i++, v = t->is->vertex[v].next) {
        t->is->vertex[v].price = price_of(t, v) - base;
        t->is->vertex[v].set = name;
    }
}

/* The largest part's set takes the others in: a vertex changes sets seldom. */
static void merge_sets(tree *t, uint32_t node)
{
    ep_bud *bud = t->is->bud;
    uint32_t big = bud[node].big, name = bud[big].name, part = big;
    bud[node].name = name;
    do {
        bool inner = bud[part].moves == INNER;
        label(t, part, OUTER);
        bud[part].mark = inner ? t->stamp : 0;
        if (part != big) {
            move_to_set(t, part, name, t->is->set[name].price - t->now);
        }
        part = bud[part].next;
    } while (part != big);
    t->is->set[name].top = node;
    for (part = bud[big].next; part != big; part = bud[part].next) {
        bud[part].moves = ALONE;
    }
    bud[big].moves = ALONE;
}

static void shrink(tree *t, uint32_t u, uint32_t v, uint32_t end)
{
    uint32_t node = t->spare[--t->spares], part = end;
    ep_bud *bud = t->is->bud;
    make_cycle(t, u, v, end);
    bud[node] = (ep_bud){.since = t->now,
                         .parent = EP_NO_NODE,
                         .base = bud[end].base,
                         .child = end,
                         .moves = OUTER,
                         .lives = true};
    gather(t, node);
    merge_sets(t, node);
    label(t, node, OUTER);
    do {
        if (bud[part].mark == t->stamp) {
            scan_outer(t, part);
        }
        part = bud[part].next;
    } while (part != end);
}

/* ---- a blossom less ---- */

static void split_sets(tree *t, uint32_t node)
{
    ep_bud *bud = t->is->bud;
    uint32_t big = bud[node].big;
    for (uint32_t part = bud[big].next; part != big; part = bud[part].next) {
        move_to_set(t, part, bud[part].name, 0);
        t->is->set[bud[part].name] = (ep_set){0, part};
        bud[part].parent = EP_NO_NODE;
        bud[part].since = t->now;
    }
    t->is->set[bud[big].name].top = big;
    t->is->set[bud[big].name].price += t->now;
    bud[big].parent = EP_NO_NODE;
    bud[big].since = t->now;
}

/* From the part where the tree comes in to the part with the base, the way with an even number of edges stays in the tree. */
static void label_way(tree *t, uint32_t node, uint32_t part)
{
    ep_bud *bud = t->is->bud;
    uint32_t from = bud[node].from, to = bud[node].to;
    bool forward = ep_is_forward(t->is, node, part);
    make_inner(t, part, from, to);
    while (part != bud[node].child) {
        uint32_t outer = forward ? bud[part].next : bud[part].prev;
        part = forward ? bud[outer].next : bud[outer].prev;
        label(t, outer, OUTER);
        from = forward ? bud[outer].out : bud[part].in;
        to = forward ? bud[outer].in : bud[part].out;
        make_inner(t, part, from, to);
    }
}

/* An inner blossom whose price is 0 falls apart. */
static void expand(tree *t, uint32_t node)
{
    ep_bud *bud = t->is->bud;
    uint32_t entry = ep_part_with(t->is, node, bud[node].to), part = bud[node].child;
    label(t, node, INNER);
    split_sets(t, node);
    label_way(t, node, entry);
    do {
        if (bud[part].moves == OUTER) {
            scan_outer(t, part);
        } else if (bud[part].moves == ALONE) {
            scan_alone(t, part);
        }
        part = bud[part].next;
    } while (part != bud[node].child);
    bud[node].lives = false;
    t->spare[t->spares++] = node;
}

/* ---- the search ---- */

/* Along the way from an outer vertex to the root, pairs become others; the vertex gets a new mate, or none. */
static void flip(tree *t, uint32_t u, uint32_t mate)
{
    for (;;) {
        uint32_t top = top_of(t, u), old = t->is->vertex[t->is->bud[top].base].mate;
        ep_rotate(t->is, top, u, t->scratch);
        t->is->vertex[u].mate = mate;
        if (old == EP_NO_NODE) {
            return;
        }
        uint32_t inner = top_of(t, old);
        mate = t->is->bud[inner].to;
        u = t->is->bud[inner].from;
        ep_rotate(t->is, inner, mate, t->scratch);
        t->is->vertex[mate].mate = u;
    }
}

/* An edge between outer vertices is tight: in one tree it closes a cycle, from one to the other a way from root to root. */
static bool close(tree *t, uint32_t u, uint32_t v)
{
    uint32_t end = meeting(t, top_of(t, u), top_of(t, v));
    if (end != EP_NO_NODE) {
        shrink(t, u, v, end);
        return false;
    }
    flip(t, u, v);
    flip(t, v, u);
    return true;
}

/* An edge from an outer vertex is tight; true when that ends the search. */
static bool follow(tree *t, uint32_t u, uint32_t v)
{
    uint32_t other = top_of(t, v), mate = t->is->vertex[t->is->bud[other].base].mate;
    if (t->is->bud[other].moves == OUTER) {
        return close(t, u, v);
    }
    if (mate == EP_NO_NODE) {
        ep_rotate(t->is, other, v, t->scratch);
        t->is->vertex[v].mate = u;
        flip(t, u, v);
        return true;
    }
    make_inner(t, other, u, v);
    uint32_t outer = top_of(t, mate);
    label(t, outer, OUTER);
    scan_outer(t, outer);
    return false;
}

static bool happen(tree *t, const ep_event *event)
{
    t->now = event->when;
    if (event->what != EP_NO_NODE) {
        const ep_bud *bud = &t->is->bud[event->what];
        bool inner = bud->lives && bud->parent == EP_NO_NODE && bud->moves == INNER;
        if (inner && bud->price == 2 * (t->now - bud->since)) {
            expand(t, event->what);
        }
        return false;
    }
    const ep_arc *arc = &t->is->arc[event->whose];
    int from = t->is->bud[top_of(t, arc->from)].moves, to = t->is->bud[top_of(t, arc->to)].moves;
    if (from + to >= 0 || t->is->vertex[arc->from].set == t->is->vertex[arc->to].set || slack_of(t, arc) != 0) {
        return false;
    }
    return from == OUTER ? follow(t, arc->from, arc->to) : follow(t, arc->to, arc->from);
}

static void leave(tree *t)
{
    for (size_t i = 0; i < t->count; i++) {
        ep_bud *bud = &t->is->bud[t->labelled[i]];
        if (bud->lives && bud->parent == EP_NO_NODE) {
            move(t, bud, ALONE);
        }
    }
    t->count = t->heap.count = 0;
    t->now = 0;
}

/* Finds one of the vertices a mate, which may be the other, or a vertex that can do without at least loss. */
static void search(tree *t, const uint32_t *roots, size_t count)
{
    bool over = false;
    t->zero = t->limit = EP_WIDE_MOST;
    for (size_t i = 0; i < count; i++) {
        label(t, top_of(t, roots[i]), OUTER);
    }
    for (size_t i = 0; i < count; i++) {
        scan_outer(t, top_of(t, roots[i]));
    }
    while (!over && !t->failed) {
        if (t->heap.count == 0 || t->heap.event[0].when >= t->zero) {
            t->now = t->zero;
            flip(t, t->zero_vertex, EP_NO_NODE);
            break;
        }
        ep_event event = ep_heap_pop(&t->heap);
        over = happen(t, &event);
    }
    leave(t);
}

static int search_all(tree *t, const ep_watch *watch)
{
    for (uint32_t v = 0; v < t->is->vertices && !t->failed; v++) {
        if (t->is->vertex[v].mate != EP_NO_NODE || (price_of(t, v) == 0 && v != t->is->nobody)) {
            continue;
        }
        double done = 0.5 + 0.5 * (double)v / (double)t->is->vertices;
        if (watch->progress != NULL && !watch->progress(watch->user, watch->stage, done)) {
            return EPIC_ECANCELLED;
        }
        search(t, &v, 1);
    }
    return t->failed ? EPIC_ENOMEM : EPIC_OK;
}

int ep_blossoms_solve(ep_blossoms *blossoms, const uint32_t *two, const ep_watch *watch)
{
    tree t = {.is = blossoms};
    size_t most = blossoms->buds - blossoms->vertices;
    t.scratch = calloc(3 * blossoms->buds + 1, sizeof *t.scratch);
    t.spare = calloc(most + 1, sizeof *t.spare);
    int status = EPIC_ENOMEM;
    if (t.scratch != NULL && t.spare != NULL) {
        for (size_t i = blossoms->buds; i-- > 0;) {
            blossoms->bud[i].mark = 0;
            t.spare[t.spares] = (uint32_t)i;
            t.spares += !blossoms->bud[i].lives;
        }
        if (two != NULL) {
            search(&t, two, 2);
        }
        status = search_all(&t, watch);
    }
    free(t.scratch);
    free(t.spare);
    free(t.labelled);
    free(t.heap.event);
    return status;
}

/* ---- the beginning and the end ---- */

bool ep_blossoms_init(ep_blossoms *blossoms, size_t vertices, uint32_t nobody, const size_t *first, const ep_arc *arc,
                      const ep_wide *price, const uint32_t *mate)
{
    *blossoms = (ep_blossoms){vertices, vertices + vertices / 2, nobody, first, arc, NULL, NULL, NULL};
    blossoms->vertex = calloc(vertices + 1, sizeof *blossoms->vertex);
    blossoms->set = calloc(vertices + 1, sizeof *blossoms->set);
    blossoms->bud = calloc(blossoms->buds + 1, sizeof *blossoms->bud);
    if (blossoms->vertex == NULL || blossoms->set == NULL || blossoms->bud == NULL) {
        return false;
    }
    for (uint32_t v = 0; v < vertices; v++) {
        blossoms->vertex[v] = (ep_vertex){.price = price[v], .set = v, .mate = mate[v]};
        blossoms->set[v].top = v;
        blossoms->bud[v] =
            (ep_bud){.parent = EP_NO_NODE, .base = v, .name = v, .first = v, .last = v, .count = 1, .lives = true};
    }
    return true;
}

void ep_blossoms_free(ep_blossoms *blossoms)
{
    free(blossoms->vertex);
    free(blossoms->set);
    free(blossoms->bud);
    *blossoms = (ep_blossoms){0};
}

ep_wide ep_blossoms_price(const ep_blossoms *blossoms, uint32_t vertex)
{
    return blossoms->vertex[vertex].price + blossoms->set[blossoms->vertex[vertex].set].price;
}
