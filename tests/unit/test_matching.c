/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairing engines against trying every choice, against each other and against the sum of their prices; and the linear
 * programmes under one of them when they fail or are stopped. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cut.h"
#include "kit.h"
#include "matching.h"

enum { MOST_NODES = 10, MOST_EDGES = 45, TRIES = 250, FAMILIES = 6 };

static const uint64_t seed = 19650101;
static const ep_watch unwatched = {NULL, NULL, "test"};

static uint32_t draw(uint64_t *state, uint32_t n)
{
    return (uint32_t)(next(state) % n);
}

typedef struct instance {
    ep_match_problem problem;
    ep_room room[MOST_NODES];
    ep_edge edge[MOST_EDGES];
    bool served[MOST_NODES];
} instance;

/* What is taken off for so many partners of a node. */
static int64_t taken_off(const ep_match_problem *problem, size_t node, uint32_t partners)
{
    bool served = problem->served != NULL && problem->served[node];
    return problem->again * (partners == 0 ? 0 : served ? partners : partners - 1);
}

/* ---- every choice, one after the other ---- */

typedef struct best {
    bool found;
    ep_number total;
    size_t count; /* choices with that total */
} best;

static void judge(best *b, const instance *x, const uint32_t *used, ep_number total)
{
    for (size_t i = 0; i < x->problem.node_count; i++) {
        if (used[i] < x->room[i].min) {
            return;
        }
        total.at[0] -= taken_off(&x->problem, i, used[i]);
    }
    bool equal = b->found && total.at[0] == b->total.at[0] && total.at[1] == b->total.at[1];
    bool more = !b->found || total.at[0] > b->total.at[0] || (total.at[0] == b->total.at[0] && total.at[1] > b->total.at[1]);
    b->count = more ? 1 : b->count + equal;
    b->total = more ? total : b->total;
    b->found = true;
}

static void try_all(best *b, const instance *x, size_t edge, uint32_t *used, ep_number total)
{
    if (edge == x->problem.edge_count) {
        judge(b, x, used, total);
        return;
    }
    const ep_edge *it = &x->edge[edge];
    try_all(b, x, edge + 1, used, total);
    if (used[it->u] < x->room[it->u].max && used[it->v] < x->room[it->v].max) {
        used[it->u]++;
        used[it->v]++;
        total.at[0] += it->weight.at[0];
        total.at[1] += it->weight.at[1];
        try_all(b, x, edge + 1, used, total);
        used[it->u]--;
        used[it->v]--;
    }
}

/* ---- random instances ---- */

/* 0 uniform, 1 few values, 2 zeros among them, 3 sparse, 4 minima, 5 two near triangles and the like; -1: no edge. */
static int64_t weight_of(uint64_t *state, int family, uint32_t u, uint32_t v)
{
    switch (family) {
    case 1:
        return draw(state, 3) + 1;
    case 2:
        return draw(state, 3);
    case 3:
        return draw(state, 3) == 0 ? (int64_t)draw(state, 1u << 30) : -1;
    case 4:
        return draw(state, 2) == 0 ? (int64_t)draw(state, 1u << 30) : -1;
    case 5:
        return u / 3 == v / 3 ? 1000 + (int64_t)draw(state, 9) : (int64_t)draw(state, 40);
    default:
        return (int64_t)draw(state, 1u << 30);
    }
}

static void add_edge(instance *x, uint64_t *state, int family, uint32_t u, uint32_t v)
{
    int64_t weight = weight_of(state, family, u, v);
    if (weight >= 0 && x->problem.edge_count < MOST_EDGES) {
        x->edge[x->problem.edge_count++] = (ep_edge){u, v, {{weight, (int64_t)(next(state) >> 32) + 1}}};
    }
}

static void make_general(instance *x, uint64_t *state, int family, uint32_t nodes)
{
    x->problem = (ep_match_problem){.node_count = nodes, .room = x->room, .edge = x->edge};
    for (uint32_t i = 0; i < nodes; i++) {
        x->room[i] = (ep_room){family == 4 && draw(state, 4) == 0, 1};
    }
    for (uint32_t u = 0; u < nodes; u++) {
        for (uint32_t v = u + 1; v < nodes; v++) {
            add_edge(x, state, family, u, v);
        }
    }
}

static void make_bipartite(instance *x, uint64_t *state, int family)
{
    uint32_t half = 2 + draw(state, 3);
    x->problem = (ep_match_problem){.node_count = 2 * half, .room = x->room, .edge = x->edge, .bipartite = true};
    for (uint32_t i = 0; i < 2 * half; i++) {
        uint32_t max = 1 + draw(state, 3);
        x->room[i] = (ep_room){family == 4 ? draw(state, max + 1) : 0, max};
    }
    for (uint32_t u = 0; u < half; u++) {
        for (uint32_t v = 0; v < half; v++) {
            add_edge(x, state, family, u, half + v);
        }
    }
}

typedef int engine(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch);

static int sign(const ep_number *number)
{
    int64_t first = number->at[0] != 0 ? number->at[0] : number->at[1];
    return (first > 0) - (first < 0);
}

static void add(ep_number *sum, const ep_number *number, int64_t times)
{
    sum->at[0] += number->at[0] * times;
    sum->at[1] += number->at[1] * times;
}

static bool has(const ep_match *match, const ep_odd_set *set, uint32_t node)
{
    for (size_t i = 0; i < set->count; i++) {
        if (match->member[set->first + i] == node) {
            return true;
        }
    }
    return false;
}

/* Adds to the bound what an edge's weight exceeds its prices by. */
static void add_worth(const ep_match *match, uint32_t u, uint32_t v, const ep_number *weight, ep_number *bound)
{
    ep_number sum = {{weight->at[0] * match->scale.at[0], weight->at[1] * match->scale.at[1]}};
    add(&sum, &match->price[u], -1);
    add(&sum, &match->price[v], -1);
    for (size_t s = 0; s < match->set_count; s++) {
        if (has(match, &match->set[s], u) && has(match, &match->set[s], v)) {
            add(&sum, &match->set[s].price, -1);
        }
    }
    add(bound, &sum, sign(&sum) > 0 ? 1 : 0);
}

/* One of an odd number of nodes, which have edges among themselves alone, meets nobody. */
static void add_nobody(const ep_match_problem *problem, const ep_match *match, uint32_t nobody, ep_number *bound)
{
    static const ep_number nothing = {{0, 0}};
    size_t members = 0;
    for (uint32_t i = 0; i < problem->node_count; i++) {
        if (match->group[i] == nobody) {
            ck_assert_uint_eq(problem->room[i].max, 1);
            members++;
            add_worth(match, i, nobody, &nothing, bound);
        }
    }
    ck_assert_uint_eq(members % 2, 1);
    add(bound, &match->price[nobody], 1);
}

static uint32_t partners_of(const ep_match_problem *problem, const ep_match *match, size_t node)
{
    uint32_t count = 0;
    for (size_t i = 0; i < problem->edge_count; i++) {
        count += match->chosen[i] && (problem->edge[i].u == node || problem->edge[i].v == node);
    }
    return count;
}

/* The most that any number of partners of a node is worth. */
static void add_node(const ep_match_problem *problem, const ep_match *match, size_t node, ep_number *bound)
{
    ep_number most = {{0, 0}};
    for (uint32_t k = problem->room[node].min; k <= problem->room[node].max; k++) {
        ep_number worth = {{-taken_off(problem, node, k) * match->scale.at[0], 0}}, more;
        add(&worth, &match->price[node], k);
        more = worth;
        add(&more, &most, -1);
        most = k == problem->room[node].min || sign(&more) > 0 ? worth : most;
    }
    add(bound, &most, 1);
}

/* Adds up what matching.h says no choice exceeds. */
static void check_proof(const ep_match_problem *problem, const ep_match *match)
{
    ep_number bound = {{0, 0}}, total = {{0, 0}};
    for (size_t i = 0; i < problem->node_count; i++) {
        ck_assert(match->group[i] == EP_NO_NODE || !problem->bipartite);
        add_node(problem, match, i, &bound);
    }
    for (size_t i = problem->node_count; i < match->node_count; i++) {
        add_nobody(problem, match, (uint32_t)i, &bound);
    }
    for (size_t s = 0; s < match->set_count; s++) {
        ck_assert(sign(&match->set[s].price) > 0 && match->set[s].count % 2 == 1 && !problem->bipartite);
        add(&bound, &match->set[s].price, (int64_t)(match->set[s].count / 2));
    }
    for (size_t i = 0; i < problem->edge_count; i++) {
        const ep_edge *edge = &problem->edge[i];
        ck_assert_uint_eq(match->group[edge->u], match->group[edge->v]);
        add_worth(match, edge->u, edge->v, &edge->weight, &bound);
        add(&total, &edge->weight, match->chosen[i] ? 1 : 0);
    }
    for (size_t i = 0; i < problem->node_count; i++) {
        total.at[0] -= taken_off(problem, i, partners_of(problem, match, i));
    }
    ck_assert_int_eq(bound.at[0], total.at[0] * match->scale.at[0]);
    ck_assert_int_eq(bound.at[1], total.at[1] * match->scale.at[1]);
}

/* Checks rooms, and returns the total. */
static ep_number total_of(const ep_match_problem *problem, const ep_match *match)
{
    ep_number total = {{0, 0}};
    uint32_t *used = calloc(problem->node_count + 1, sizeof *used);
    for (size_t i = 0; i < problem->edge_count; i++) {
        if (match->chosen[i]) {
            used[problem->edge[i].u]++;
            used[problem->edge[i].v]++;
            add(&total, &problem->edge[i].weight, 1);
        }
    }
    for (size_t i = 0; i < problem->node_count; i++) {
        ck_assert_uint_ge(used[i], problem->room[i].min);
        ck_assert_uint_le(used[i], problem->room[i].max);
        total.at[0] -= taken_off(problem, i, used[i]);
    }
    free(used);
    return total;
}

static void compare_one(const instance *x, const best *b, engine *solve)
{
    ep_arena *arena = ep_arena_new();
    ep_match match;
    int status = solve(&match, arena, &x->problem, &unwatched);
    ck_assert_int_eq(status, b->found ? EPIC_OK : EPIC_EINFEASIBLE);
    if (status == EPIC_OK) {
        ep_number total = total_of(&x->problem, &match);
        ck_assert_int_eq(total.at[0], b->total.at[0]);
        ck_assert_int_eq(total.at[1], b->total.at[1]);
    }
    if (solve == ep_match_native) {
        check_proof(&x->problem, &match);
    }
    ep_arena_free(arena);
}

static bool has_minimum(const instance *x)
{
    for (size_t i = 0; i < x->problem.node_count; i++) {
        if (x->room[i].min > 0) {
            return true;
        }
    }
    return false;
}

static void compare(const instance *x)
{
    best b = {0};
    uint32_t used[MOST_NODES] = {0};
    try_all(&b, x, 0, used, (ep_number){{0, 0}});
    if (x->problem.again == 0) {
        compare_one(x, &b, ep_match_glpk);
    }
    ck_assert_int_eq(ep_native_can(&x->problem), !has_minimum(x));
    if (ep_native_can(&x->problem)) {
        compare_one(x, &b, ep_match_native);
    }
}

START_TEST(general_graphs_as_by_trying_all)
{
    uint64_t state = seed + (uint64_t)_i;
    instance x;
    for (int i = 0; i < cases(TRIES); i++) {
        make_general(&x, &state, _i, 1 + draw(&state, _i == 3 || _i == 4 ? 10 : 8));
        compare(&x);
    }
}
END_TEST

START_TEST(bipartite_graphs_as_by_trying_all)
{
    uint64_t state = seed * 3 + (uint64_t)_i;
    instance x;
    for (int i = 0; i < cases(TRIES); i++) {
        make_bipartite(&x, &state, _i);
        compare(&x);
    }
}
END_TEST

/* Next to nothing, as much as edges are worth, and more than all of them. */
START_TEST(first_partners_first_as_by_trying_all)
{
    uint64_t state = seed * 5 + (uint64_t)_i;
    static instance x;
    for (int i = 0; i < 2 * TRIES; i++) {
        make_bipartite(&x, &state, _i);
        x.problem.again = 1 + (int64_t)draw(&state, 1u << (i % 4 * 8 + 7));
        x.problem.again += i % 3 == 0 ? INT64_C(1) << 40 : 0;
        x.problem.served = i % 5 == 0 ? NULL : x.served;
        for (size_t e = 0; e < x.problem.edge_count; e++) {
            x.edge[e].weight.at[EP_WEIGHT] += i % 2 == 0 ? 2 * x.problem.again : 0;
        }
        for (size_t k = 0; k < MOST_NODES; k++) {
            x.room[k].min = 0;
            x.served[k] = draw(&state, 4) == 0;
        }
        compare(&x);
    }
}
END_TEST

/* ---- the engines against each other ---- */

/* 6: a band; 7: three levels of triangles; 8: fives; else as above. Both nest blossoms. */
static int64_t weight_of_many(uint64_t *state, int family, uint32_t u, uint32_t v)
{
    switch (family) {
    case 6:
        return v - u <= 2 ? 1000 - (int64_t)below(state, 3) : -1;
    case 7:
        return (u / 3 == v / 3 ? 1000 : u / 9 == v / 9 ? 700 : u / 27 == v / 27 ? 500 : 300) + (int64_t)below(state, 4);
    case 8:
        return u / 5 == v / 5 ? 100000 + (int64_t)below(state, 9) : below(state, 4) == 0 ? (int64_t)below(state, 40) : -1;
    default:
        return weight_of(state, family, u, v);
    }
}

/* In the arena: general, or bipartite with `nodes` on either side that have up to `rooms` partners; tie numbers from 1 to
 * `ties`. */
static ep_match_problem make_many(ep_arena *arena, uint64_t *state, int family, uint32_t nodes, uint32_t rooms, uint32_t ties)
{
    ep_room *room = ep_arena_array_of(arena, 2 * (size_t)nodes, ep_room);
    ep_edge *edge = ep_arena_array_of(arena, (size_t)nodes * nodes, ep_edge);
    ep_match_problem problem = {.node_count = rooms > 0 ? 2 * nodes : nodes, .room = room, .edge = edge, .bipartite = rooms > 0};
    for (uint32_t i = 0; i < problem.node_count; i++) {
        room[i] = (ep_room){0, rooms > 0 ? 1 + (uint32_t)below(state, (int)rooms) : 1};
    }
    for (uint32_t u = 0; u < nodes; u++) {
        for (uint32_t v = rooms > 0 ? 0 : u + 1; v < nodes; v++) {
            int64_t weight = weight_of_many(state, family, u < v ? u : v, u < v ? v : u);
            if (weight >= 0) {
                uint32_t to = v + (rooms > 0 ? nodes : 0);
                edge[problem.edge_count++] = (ep_edge){u, to, {{weight, (int64_t)(next(state) >> 32) % ties + 1}}};
            }
        }
    }
    return problem;
}

/* Tie numbers leave one best choice, as a rule. */
static void compare_engines(uint64_t *state, int family, uint32_t nodes, uint32_t rooms)
{
    ep_arena *arena = ep_arena_new();
    ep_match_problem problem = make_many(arena, state, family, nodes, rooms, UINT32_MAX);
    ep_match native, glpk;
    ck_assert(ep_native_can(&problem));
    ck_assert_int_eq(ep_match_native(&native, arena, &problem, &unwatched), EPIC_OK);
    ck_assert_int_eq(ep_match_glpk(&glpk, arena, &problem, &unwatched), EPIC_OK);
    check_proof(&problem, &native);
    total_of(&problem, &native);
    for (size_t i = 0; i < problem.edge_count; i++) {
        ck_assert_int_eq(native.chosen[i], glpk.chosen[i]);
    }
    ep_arena_free(arena);
}

START_TEST(engines_agree)
{
    uint64_t state = seed * 7 + (uint64_t)_i;
    for (int i = 0; i < cases(60); i++) {
        compare_engines(&state, _i, (uint32_t)below(&state, 40), 0);
        compare_engines(&state, _i, (uint32_t)below(&state, 14), 1 + (uint32_t)i % 4);
    }
    compare_engines(&state, _i, 120 + (uint32_t)_i, 0);
    compare_engines(&state, _i, 50, 3);
}
END_TEST

START_TEST(engines_agree_on_three_hundred)
{
    static const struct {
        int family;
        uint32_t nodes;
    } large[] = {{5, 150}, {1, 201}, {0, 300}};
    uint64_t state = seed * 11;
    for (int i = 0; i < cases(3); i++) {
        compare_engines(&state, large[i].family, large[i].nodes, 0);
    }
}
END_TEST

/* Alone the native engine is quick enough for many more: the prices prove each. */
START_TEST(native_proves_thousands)
{
    uint64_t state = seed * 13 + (uint64_t)_i;
    for (int i = 0; i < cases(200); i++) {
        ep_arena *arena = ep_arena_new();
        uint32_t rooms = i % 4 == 0 ? 1 + (uint32_t)below(&state, 5) : 0, nodes = (uint32_t)below(&state, 50);
        ep_match_problem problem = make_many(arena, &state, _i, nodes, rooms, i % 3 == 0 ? 3 : UINT32_MAX);
        ep_match match;
        ck_assert_int_eq(ep_match_native(&match, arena, &problem, &unwatched), EPIC_OK);
        check_proof(&problem, &match);
        ep_arena_free(arena);
    }
}
END_TEST

/* ---- the referee ---- */

/* A start that may be right in part: of what was found, one in `wrong` numbers is another, and one in `wrong` edges; or all. */
static void spoil(uint64_t *state, ep_arena *arena, const ep_match_problem *problem, ep_match *match, uint32_t wrong)
{
    for (size_t i = 0; i < problem->edge_count; i++) {
        match->chosen[i] = draw(state, wrong) == 0 ? draw(state, 3) == 0 : match->chosen[i];
    }
    for (size_t i = 0; i < match->node_count; i++) {
        match->price[i].at[0] = draw(state, wrong) == 0 ? below(state, 1000) - 100 : match->price[i].at[0];
    }
    for (size_t i = 0; i < match->set_count; i++) {
        match->set[i].price.at[0] = draw(state, wrong) == 0 ? below(state, 1000) : match->set[i].price.at[0];
    }
    ep_odd_set *set = ep_arena_array_of(arena, match->set_count + 3, ep_odd_set);
    uint32_t *member = ep_arena_array_of(arena, match->member_count + 15, uint32_t);
    for (size_t i = 0; i < match->set_count; i++) {
        set[i] = match->set[i];
    }
    for (size_t i = 0; i < match->member_count; i++) {
        member[i] = match->member[i];
    }
    for (size_t k = 0; k < 3 && !problem->bipartite; k++) {
        uint32_t *node = member + match->member_count, count = 2 + draw(state, 4);
        for (uint32_t i = 0; i < count; i++) {
            node[i] = draw(state, (uint32_t)problem->node_count + 3);
        }
        set[match->set_count++] = (ep_odd_set){match->member_count, count, {{below(state, 1000), 0}}};
        match->member_count += count;
    }
    match->set = set;
    match->member = member;
}

/* From whatever start GLPK comes to the same. */
static void compare_starts(uint64_t *state, int family, uint32_t nodes, uint32_t rooms, uint32_t wrong)
{
    ep_arena *arena = ep_arena_new();
    ep_match_problem problem = make_many(arena, state, family, nodes, rooms, UINT32_MAX);
    ep_match native, spoilt, found;
    ck_assert_int_eq(ep_match_native(&native, arena, &problem, &unwatched), EPIC_OK);
    ck_assert_int_eq(ep_match_native(&spoilt, arena, &problem, &unwatched), EPIC_OK);
    if (wrong > 0) {
        spoil(state, arena, &problem, &spoilt, wrong);
    }
    ck_assert_int_eq(ep_match_referee(&found, arena, &problem, &(ep_start){&problem, &spoilt}, &unwatched), EPIC_OK);
    check_proof(&problem, &found);
    total_of(&problem, &found);
    for (size_t i = 0; i < problem.edge_count; i++) {
        ck_assert_int_eq(native.chosen[i], found.chosen[i]);
    }
    ep_arena_free(arena);
}

START_TEST(any_start_leads_there)
{
    uint64_t state = seed * 19 + (uint64_t)_i;
    for (int i = 0; i < cases(60); i++) {
        uint32_t wrong = (uint32_t)i % 4 == 0 ? 0 : 1u << (2 * (i % 4) - 2);
        compare_starts(&state, _i, (uint32_t)below(&state, 40), 0, wrong);
        compare_starts(&state, _i, (uint32_t)below(&state, 14), 1 + (uint32_t)i % 5, wrong);
    }
    for (int i = 0; i < cases(2); i++) {
        uint32_t wrong = i == 0 ? 16 : 0;
        compare_starts(&state, _i, 120 + (uint32_t)_i, 0, wrong);
        compare_starts(&state, _i, 50, 3, wrong);
    }
}
END_TEST

/* ---- edges that are listed when prices ask for them ---- */

typedef struct hidden {
    ep_match_problem all;
    ep_edge *listed;
    size_t rounds;
    uint64_t *state;
} hidden;

/* Some of those that are not covered, and now and then one that is. */
static int show_more(void *user, const ep_prices *prices, ep_match_problem *problem)
{
    hidden *h = user;
    size_t before = problem->edge_count, few = 1 + draw(h->state, 8);
    bool any = false;
    for (size_t i = 0; i < h->all.edge_count; i++) {
        const ep_edge *edge = &h->all.edge[i];
        bool covered = ep_prices_cover(prices, edge), listed = ep_prices_list(prices, edge);
        any = any || (!covered && !listed);
        if (!listed && problem->edge_count < before + few && (!covered || draw(h->state, 50) == 0)) {
            h->listed[problem->edge_count++] = *edge;
        }
    }
    h->rounds++;
    problem->edge_count = any ? problem->edge_count : before;
    return EPIC_OK;
}

static void check_same(const ep_match_problem *all, const ep_match *match, const ep_match_problem *listed, const ep_match *lazy)
{
    ep_number one = total_of(all, match), other = total_of(listed, lazy);
    ck_assert_int_eq(one.at[0], other.at[0]);
    ck_assert_int_eq(one.at[1], other.at[1]);
}

/* Begun from any edges and any guess of prices. */
static void compare_lazily(uint64_t *state, int family, uint32_t nodes, uint32_t rooms, uint32_t ties, int64_t again,
                           engine *solve)
{
    ep_arena *arena = ep_arena_new();
    hidden h = {make_many(arena, state, family, nodes, rooms, ties), NULL, 0, state};
    h.listed = ep_arena_array_of(arena, h.all.edge_count, ep_edge);
    h.all.again = again;
    int64_t *guess = ep_arena_array_of(arena, h.all.node_count, int64_t);
    ep_match_problem problem = h.all;
    problem.edge = h.listed;
    problem.edge_count = 0;
    for (size_t i = 0; i < h.all.edge_count; i++) {
        if (draw(state, 6) == 0) {
            h.listed[problem.edge_count++] = h.all.edge[i];
        }
    }
    for (size_t i = 0; i < h.all.node_count; i++) {
        guess[i] = below(state, 4) == 0 ? below(state, 1 << 30) : below(state, 1000) - 200;
    }
    ep_match lazy, full;
    ck_assert_int_eq(solve(&full, arena, &h.all, &unwatched), EPIC_OK);
    ck_assert_int_eq(ep_match_lazily(&lazy, arena, &problem, below(state, 2) ? guess : NULL, show_more, &h, &unwatched), EPIC_OK);
    ck_assert_uint_ge(h.rounds, 1);
    check_proof(&problem, &lazy);
    total_of(&problem, &lazy);
    check_same(&h.all, &full, &problem, &lazy);
    ep_arena_free(arena);
}

START_TEST(edges_may_come_later)
{
    uint64_t state = seed * 17 + (uint64_t)_i;
    for (int i = 0; i < cases(40); i++) {
        uint32_t ties = i % 3 == 0 ? 3 : UINT32_MAX;
        compare_lazily(&state, _i, 2 + draw(&state, 30), 1 + draw(&state, 5), ties, 0, ep_match_native);
        compare_lazily(&state, _i, 2 + draw(&state, 30), 2 + draw(&state, 4), ties, draw(&state, 1u << 30), ep_match_native);
        compare_lazily(&state, _i, 2 + draw(&state, 9), 1 + draw(&state, 4), ties, 0, ep_match_glpk);
        compare_lazily(&state, _i, 2 + draw(&state, 30), 0, ties, 0, ep_match_native);
    }
}
END_TEST

/* Whatever stops the asking ends the matching. */
static int refuse(void *user, const ep_prices *prices, ep_match_problem *problem)
{
    (void)prices;
    (void)problem;
    return *(int *)user;
}

START_TEST(asking_may_fail)
{
    uint64_t state = seed;
    ep_arena *arena = ep_arena_new();
    ep_match_problem problem = make_many(arena, &state, 0, 20, (uint32_t)_i, UINT32_MAX);
    ep_match match;
    int status[] = {EPIC_ENOMEM, EPIC_ECANCELLED};
    for (size_t i = 0; i < sizeof status / sizeof *status; i++) {
        ck_assert_int_eq(ep_match_lazily(&match, arena, &problem, NULL, refuse, &status[i], &unwatched), status[i]);
    }
    ep_arena_free(arena);
}
END_TEST

/* ---- edges that are refused ---- */

typedef struct refusals {
    ep_match_problem all;
    uint32_t *edge;
    size_t told;
    int status; /* that the last one is answered with */
} refusals;

/* As without the edge from the beginning. */
static int compare_without(void *user, size_t which, const bool *chosen)
{
    refusals *r = user;
    ep_arena *arena = ep_arena_new();
    ep_edge *edge = ep_arena_array_of(arena, r->all.edge_count, ep_edge);
    ep_match_problem rest = r->all;
    ep_match match;
    rest.edge = edge;
    rest.edge_count = 0;
    for (size_t i = 0; i < r->all.edge_count; i++) {
        edge[rest.edge_count] = r->all.edge[i];
        rest.edge_count += i != r->edge[which];
    }
    ck_assert_uint_eq(which, r->told++);
    ck_assert(!chosen[r->edge[which]]);
    ck_assert_int_eq(ep_match_native(&match, arena, &rest, &unwatched), EPIC_OK);
    check_same(&r->all, &(ep_match){.chosen = (bool *)(uintptr_t)chosen}, &rest, &match);
    ep_arena_free(arena);
    return which + 1 < 12 ? EPIC_OK : r->status;
}

/* Chosen edges, and some that are not. */
static void refuse_some(uint64_t *state, int family, uint32_t nodes, uint32_t rooms, int status)
{
    ep_arena *arena = ep_arena_new();
    refusals r = {.all = make_many(arena, state, family, nodes, rooms, UINT32_MAX), .status = status};
    ep_match match;
    ck_assert_int_eq(ep_match_native(&match, arena, &r.all, &unwatched), EPIC_OK);
    r.edge = ep_arena_array_of(arena, r.all.edge_count, uint32_t);
    ep_refuse refuse = {r.edge, 0, compare_without, &r};
    for (uint32_t i = 0; i < r.all.edge_count; i++) {
        r.edge[refuse.count] = i;
        refuse.count += match.chosen[i] || below(state, 200) == 0;
    }
    int64_t *guess = ep_arena_array_of(arena, r.all.node_count, int64_t);
    for (size_t i = 0; i < r.all.node_count; i++) {
        guess[i] = below(state, 1000);
    }
    int expected = refuse.count < 12 ? EPIC_OK : status;
    ck_assert_int_eq(ep_match_refuse(&r.all, below(state, 2) ? guess : NULL, &refuse), expected);
    ck_assert_uint_eq(r.told, expected == EPIC_OK ? refuse.count : 12);
    ep_arena_free(arena);
}

START_TEST(edges_can_be_refused)
{
    uint64_t state = seed * 23 + (uint64_t)_i;
    for (int i = 0; i < cases(60); i++) {
        refuse_some(&state, _i, draw(&state, 60), 0, EPIC_OK);
        refuse_some(&state, _i, draw(&state, 20), 1 + (uint32_t)i % 5, EPIC_OK);
    }
    refuse_some(&state, _i, 100 + (uint32_t)_i, 0, EPIC_OK);
    refuse_some(&state, _i, 60, 0, EPIC_ECANCELLED);
}
END_TEST

START_TEST(native_knows_its_limits)
{
    ep_room room[3] = {{0, 1}, {0, 1}, {0, 0}};
    ep_edge edge[1] = {{0, 1, {{INT64_C(1) << 52, 1}}}};
    ep_match_problem problem = {.node_count = 3, .edge_count = 1, .room = room, .edge = edge};
    ck_assert(ep_native_can(&problem));
    edge[0].weight.at[EP_WEIGHT] = INT64_MAX;
    ck_assert(!ep_native_can(&problem));
    problem.bipartite = true;
    ck_assert(ep_native_can(&problem));
    problem.bipartite = false;
    edge[0].weight = (ep_number){{1, INT64_MAX / 16}};
    ck_assert(!ep_native_can(&problem));
    edge[0] = (ep_edge){0, 2, {{1, 1}}};
    ck_assert(!ep_native_can(&problem));
}
END_TEST

/* ---- size ---- */

static int solve_large(uint32_t nodes, int family, engine *solve, const ep_watch *watch)
{
    uint64_t state = seed + nodes;
    ep_arena *arena = ep_arena_new();
    ep_match_problem problem = make_many(arena, &state, family, nodes, 0, UINT32_MAX);
    ep_match match;
    int status = solve(&match, arena, &problem, watch);
    ep_arena_free(arena);
    return status;
}

START_TEST(proves_what_is_large)
{
    static const uint32_t sizes[] = {31, 64, 101, 200, 201};
    for (int i = 0; i < cases(sizeof sizes / sizeof *sizes); i++) {
        ck_assert_int_eq(solve_large(sizes[i], _i == 4 ? 5 : _i, ep_match_glpk, &unwatched), EPIC_OK);
        ck_assert_int_eq(solve_large(sizes[i], _i == 4 ? 5 : _i, ep_match_native, &unwatched), EPIC_OK);
    }
}
END_TEST

/* ---- stopping ---- */

typedef struct watcher {
    int calls, allowed;
    double last;
} watcher;

static bool watch_on(void *user, const char *stage, double done)
{
    watcher *w = user;
    ck_assert_str_eq(stage, "test");
    ck_assert(done >= w->last && done <= 1);
    w->last = done;
    return w->calls++ < w->allowed;
}

START_TEST(stops_when_told)
{
    engine *solve = _i == 0 ? ep_match_glpk : ep_match_native;
    watcher w = {0, 0, 0};
    ck_assert_int_eq(solve_large(200, 0, solve, &(ep_watch){watch_on, &w, "test"}), EPIC_ECANCELLED);
    ck_assert_int_eq(w.calls, 1);
    w = (watcher){0, 1000000, 0};
    ck_assert_int_eq(solve_large(64, 0, solve, &(ep_watch){watch_on, &w, "test"}), EPIC_OK);
    ck_assert_int_ge(w.calls, 1);
    w = (watcher){0, 1, 0};
    ck_assert_int_eq(solve_large(1100, 0, solve, &(ep_watch){watch_on, &w, "test"}), EPIC_ECANCELLED);
}
END_TEST

/* ---- the linear programmes alone ---- */

static int twice_in_a_row(ep_lp *lp, void *user)
{
    static const uint32_t columns[] = {0, 0};
    (void)user;
    int first = ep_lp_begin(lp);
    first = first == EPIC_OK ? ep_lp_column(lp, 1, 0, 1, 0, NULL, NULL) : first;
    ck_assert_int_eq(first, EPIC_OK);
    int status = ep_lp_row(lp, 0, 1, 2, columns, NULL);
    ck_assert_int_eq(ep_lp_guess(lp), status);
    return status;
}

static int small(ep_lp *lp, void *user)
{
    static const uint32_t columns[] = {0, 1};
    double *out = user;
    int status = ep_lp_begin(lp);
    status = status != EPIC_OK ? status : ep_lp_column(lp, 2, 0, (double)INFINITY, 0, NULL, NULL);
    status = status != EPIC_OK ? status : ep_lp_column(lp, 3, 0, 1, 0, NULL, NULL);
    status = status != EPIC_OK ? status : ep_lp_row(lp, -(double)INFINITY, 4, 2, columns, NULL);
    status = status != EPIC_OK ? status : ep_lp_guess(lp);
    status = status != EPIC_OK ? status : ep_lp_prove(lp);
    return status != EPIC_OK ? status : ep_lp_read(lp, out, out + 2);
}

START_TEST(an_error_of_glpk_is_a_status)
{
    char said[EP_LP_SAID];
    for (int i = 0; i < 3; i++) {
        double out[3] = {0};
        ck_assert_int_eq(ep_lp_run(twice_in_a_row, NULL, &unwatched, said), EPIC_ESOLVER);
        ck_assert_ptr_nonnull(strstr(said, "glp_set_mat_row"));
        ck_assert_int_eq(ep_lp_run(small, out, &unwatched, said), EPIC_OK);
        ck_assert_str_eq(said, "");
        ck_assert(out[0] > 2.999 && out[0] < 3.001 && out[1] > 0.999 && out[1] < 1.001 && out[2] > 1.999 && out[2] < 2.001);
    }
}
END_TEST

static int count_cut(void *user, const uint32_t *nodes, size_t count)
{
    size_t *sets = user;
    ck_assert_uint_eq(count % 2, 1);
    ck_assert(nodes[0] == 1 || nodes[0] == 6);
    sets[0]++;
    return EPIC_OK;
}

START_TEST(odd_cycles_are_cut)
{
    /* A triangle and a pentagon of halves, and a whole edge. */
    static const ep_support edges[] = {{1, 2, .5}, {2, 3, .5}, {3, 1, .5}, {4, 5, 1},  {6, 7, .5},
                                       {7, 8, .5}, {8, 9, .5}, {9, 10, .5}, {10, 6, .5}};
    size_t sets = 0;
    ck_assert_int_eq(ep_odd_cuts(11, edges, 9, 1e-6, count_cut, &sets), EPIC_OK);
    ck_assert_uint_eq(sets, 2);
    ck_assert_int_eq(ep_odd_cuts(11, edges + 3, 1, 1e-6, count_cut, &sets), EPIC_OK);
    ck_assert_uint_eq(sets, 2);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("matching");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 300);
    tcase_add_loop_test(all, general_graphs_as_by_trying_all, 0, FAMILIES);
    tcase_add_loop_test(all, bipartite_graphs_as_by_trying_all, 0, FAMILIES);
    tcase_add_loop_test(all, first_partners_first_as_by_trying_all, 0, FAMILIES);
    tcase_add_loop_test(all, proves_what_is_large, 0, 5);
    tcase_add_loop_test(all, engines_agree, 0, 9);
    tcase_add_test(all, engines_agree_on_three_hundred);
    tcase_add_loop_test(all, any_start_leads_there, 0, 9);
    tcase_add_loop_test(all, native_proves_thousands, 0, 9);
    tcase_add_loop_test(all, edges_may_come_later, 0, 9);
    tcase_add_loop_test(all, asking_may_fail, 0, 3);
    tcase_add_loop_test(all, edges_can_be_refused, 0, 9);
    tcase_add_test(all, native_knows_its_limits);
    tcase_add_loop_test(all, stops_when_told, 0, 2);
    tcase_add_test(all, an_error_of_glpk_is_a_status);
    tcase_add_test(all, odd_cycles_are_cut);
    suite_add_tcase(suite, all);
    return run(suite);
}
