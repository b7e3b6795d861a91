/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rounds.h"

#include <stdlib.h>
#include <string.h>

#include "alternative.h"
#include "grow.h"
#include "limit.h"

enum { WISHES = 16, PACE = 64 }; /* of a row in one pass; rows between two calls of the watcher */

static const double MARGIN = 0x1p-28; /* of values: more than all that rounding adds */

typedef struct wish {
    double gain, value;
    size_t other;
} wish;

/* All rounds as one problem of transportation. */
typedef struct joint {
    ep_problem problem; /* of a round */
    ep_match_problem match;
    const ep_watch *watch;
    ep_edge *edge;
    size_t room;
    double *values; /* of a row */
    double *level;  /* of each node: its part of what a pair's value must exceed */
    wish wishes[WISHES]; /* the least first */
} joint;

/* The edge from a city as a guest to another as a host. */
static bool edge_of(const joint *j, size_t a, size_t b, double value, ep_edge *edge)
{
    if (!ep_problem_edge(&j->problem, a, b, value, edge)) {
        return false;
    }
    edge->u = (uint32_t)a;
    edge->v = (uint32_t)(j->problem.cities + b);
    edge->weight.at[EP_WEIGHT] -= 2 * j->problem.premium;
    return true;
}

static void insert(wish *list, wish it)
{
    size_t i = 0;
    for (; i + 1 < WISHES && list[i + 1].gain < it.gain; i++) {
        list[i] = list[i + 1];
    }
    list[i] = it;
}

static void look_at_row(joint *j, const ep_prices *prices, size_t a)
{
    size_t n = j->problem.cities;
    ep_edge edge;
    for (size_t i = 0; i < WISHES; i++) {
        j->wishes[i] = (wish){prices != NULL ? -MARGIN : -1, 0, EPIC_NONE};
    }
    epic_scores_values(j->problem.scores, a, 0, n, j->values);
    for (size_t b = 0; b < n; b++) {
        wish it = {j->values[b] - j->level[a] - j->level[n + b], j->values[b], b};
        if (it.gain <= j->wishes[0].gain || !edge_of(j, a, b, it.value, &edge)) {
            continue;
        }
        if (prices == NULL || !(ep_prices_cover(prices, &edge) || ep_prices_list(prices, &edge))) {
            insert(j->wishes, it);
        }
    }
}

static bool list_row(joint *j, ep_match_problem *match, size_t a)
{
    for (size_t i = 0; i < WISHES; i++) {
        const wish *it = &j->wishes[i];
        if (it->other == EPIC_NONE) {
            continue;
        }
        if (!ep_grow((void **)&j->edge, &j->room, match->edge_count + 1, sizeof *j->edge)) {
            return false;
        }
        match->edge = j->edge;
        match->edge_count += edge_of(j, a, it->other, it->value, &j->edge[match->edge_count]);
    }
    return true;
}

static int more(void *user, const ep_prices *prices, ep_match_problem *match)
{
    joint *j = user;
    for (size_t i = 0; i < match->node_count; i++) {
        j->level[i] = prices != NULL ? (double)ep_prices_of(prices, (uint32_t)i).at[EP_WEIGHT] / (2 * EP_UNITS) : 0;
    }
    for (size_t a = 0; a < j->problem.cities; a++) {
        if (a % PACE == PACE - 1 && j->watch->progress != NULL && !j->watch->progress(j->watch->user, j->watch->stage, 0)) {
            return EPIC_ECANCELLED;
        }
        look_at_row(j, prices, a);
        if (!list_row(j, match, a)) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}

/* Each city has its room in each round, for two when it may be in a triad; what is settled takes its part of one, and leaves
 * the others. */
static bool widen(joint *j, ep_arena *arena)
{
    ep_problem *p = &j->problem;
    size_t n = p->cities;
    ep_room *room = ep_arena_array_of(arena, 2 * n, ep_room);
    for (size_t i = 0; i < 2 * n && room != NULL; i++) {
        size_t node = ep_node(p, i % n, i >= n);
        uint32_t most = p->most[node], used = most - p->match.room[node].max;
        room[i].max = (p->rules->triad && most == 1 ? 2 : most) * p->rules->rounds - used;
    }
    p->match.room = room;
    j->match = (ep_match_problem){.node_count = 2 * n, .room = room, .bipartite = true};
    j->values = ep_arena_array_of(arena, n, double);
    j->level = ep_arena_array_of(arena, 2 * n, double);
    return room != NULL && j->values != NULL && j->level != NULL;
}

static int find_natively(joint *j, ep_match *found, ep_arena *arena)
{
    int status = more(j, NULL, &j->match);
    return status == EPIC_OK ? ep_match_lazily(found, arena, &j->match, NULL, more, j, j->watch) : status;
}

/* Directed, the edges of a round are those of all rounds. GLPK wants all of them, and begins from the other engine's answer. */
static int referee(joint *j, ep_match *found, ep_arena *arena)
{
    const ep_watch *whole = j->watch;
    ep_stretch part = {whole, 0, 0.5};
    ep_watch watch = {ep_stretch_tell, &part, whole->stage};
    ep_match guess = {0};
    ep_match_problem begun;
    ep_start start = {&begun, &guess};
    j->watch = &watch;
    int status = find_natively(j, &guess, arena);
    begun = j->match;
    part.from = 0.5;
    status = status == EPIC_OK ? ep_problem_list(&j->problem, arena, &watch) : status;
    j->watch = whole;
    j->match.edge = j->problem.match.edge;
    j->match.edge_count = j->problem.match.edge_count;
    return status == EPIC_OK ? ep_match_referee(found, arena, &j->match, &start, &watch) : status;
}

static int by_cities(const void *left, const void *right)
{
    const ep_choice *p = left, *q = right;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

/* The pairs in an order that does not depend on which edges an engine has asked for. */
static int keep(ep_rounds *out, ep_arena *arena, const joint *j, const ep_match *found)
{
    size_t nodes = j->match.node_count;
    ep_number *price = ep_arena_array_of(arena, nodes, ep_number);
    out->choice = ep_arena_array_of(arena, j->match.edge_count, ep_choice);
    if (price == NULL || out->choice == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(price, found->price, nodes * sizeof *price);
    out->proof = (ep_proof){
        .claim = EP_CLAIM_ROUNDS, .floor = j->problem.floor, .node_count = nodes, .price = price, .scale = found->scale};
    for (size_t i = 0; i < j->match.edge_count; i++) {
        const ep_edge *edge = &j->match.edge[i];
        if (found->chosen[i]) {
            out->units += edge->weight.at[EP_WEIGHT];
            out->choice[out->count++] = (ep_choice){edge->u, edge->v - j->problem.cities, false};
        }
    }
    if (out->count > 1) {
        qsort(out->choice, out->count, sizeof *out->choice, by_cities);
    }
    out->units /= j->problem.mutual ? 2 : 1;
    return EPIC_OK;
}

bool ep_rounds_can(const epic_programme *programme, const ep_order *order)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    bool can = rules->rounds > 1 && rules->form != EPIC_MUTUAL && order->prefer == EPIC_PREFER_VALUE &&
               !ep_limits_any(rules);
    for (size_t i = 0; i < epic_programme_cities(programme) && can; i++) {
        const epic_city *city = epic_programme_city(programme, i);
        can = city->guest.min == 0 && city->host.min == 0;
    }
    return can;
}

int ep_rounds_find(ep_rounds *out, ep_arena *arena, const epic_scores *scores, const ep_order *order, const ep_watch *watch)
{
    static const ep_made none;
    ep_arena *scratch = ep_arena_new();
    joint j = {.watch = watch};
    ep_match found = {0};
    *out = (ep_rounds){0};
    int status = scratch != NULL ? ep_problem_make(&j.problem, scratch, scores, order, &none) : EPIC_ENOMEM;
    status = status == EPIC_OK && !widen(&j, scratch) ? EPIC_ENOMEM : status;
    bool glpk = order->engine == EPIC_ENGINE_GLPK && ep_rounds_can(epic_scores_programme(scores), order);
    status = status == EPIC_OK ? (glpk ? referee : find_natively)(&j, &found, scratch) : status;
    memcpy(out->said, found.said, sizeof found.said);
    status = status == EPIC_OK ? keep(out, arena, &j, &found) : status;
    free(j.edge);
    ep_arena_free(scratch);
    return status;
}
