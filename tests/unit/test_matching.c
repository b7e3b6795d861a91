/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairing engine against trying every choice, and the linear programmes under it when they fail or are stopped. */
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
} instance;

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

static void compare(const instance *x)
{
    best b = {0};
    uint32_t used[MOST_NODES] = {0};
    try_all(&b, x, 0, used, (ep_number){{0, 0}});
    ep_arena *arena = ep_arena_new();
    ep_match match;
    int status = ep_match_glpk(&match, arena, &x->problem, &unwatched);
    ck_assert_int_eq(status, b.found ? EPIC_OK : EPIC_EINFEASIBLE);
    ep_number total = {{0, 0}};
    for (size_t i = 0; i < x->problem.edge_count && status == EPIC_OK; i++) {
        if (match.chosen[i]) {
            ck_assert_uint_le(++used[x->edge[i].u], x->room[x->edge[i].u].max);
            ck_assert_uint_le(++used[x->edge[i].v], x->room[x->edge[i].v].max);
            total.at[0] += x->edge[i].weight.at[0];
            total.at[1] += x->edge[i].weight.at[1];
        }
    }
    for (size_t i = 0; i < x->problem.node_count && status == EPIC_OK; i++) {
        ck_assert_uint_ge(used[i], x->room[i].min);
    }
    ck_assert_int_eq(total.at[0], b.total.at[0]);
    ck_assert_int_eq(total.at[1], b.total.at[1]);
    ep_arena_free(arena);
}

START_TEST(general_graphs_as_by_trying_all)
{
    uint64_t state = seed + (uint64_t)_i;
    instance x;
    for (int i = 0; i < TRIES; i++) {
        make_general(&x, &state, _i, 1 + draw(&state, _i == 3 || _i == 4 ? 10 : 8));
        compare(&x);
    }
}
END_TEST

START_TEST(bipartite_graphs_as_by_trying_all)
{
    uint64_t state = seed * 3 + (uint64_t)_i;
    instance x;
    for (int i = 0; i < TRIES; i++) {
        make_bipartite(&x, &state, _i);
        compare(&x);
    }
}
END_TEST

/* ---- size ---- */

static int solve_large(uint32_t nodes, int family, const ep_watch *watch)
{
    uint64_t state = seed + nodes;
    ep_arena *arena = ep_arena_new();
    ep_room *room = ep_arena_array_of(arena, nodes, ep_room);
    ep_edge *edge = ep_arena_array_of(arena, (size_t)nodes * nodes, ep_edge);
    ep_match_problem problem = {.node_count = nodes, .room = room, .edge = edge};
    for (uint32_t u = 0; u < nodes; u++) {
        room[u] = (ep_room){0, 1};
        for (uint32_t v = u + 1; v < nodes; v++) {
            int64_t weight = weight_of(&state, family, u, v);
            if (weight >= 0) {
                edge[problem.edge_count++] = (ep_edge){u, v, {{weight, (int64_t)(next(&state) >> 32) + 1}}};
            }
        }
    }
    ep_match match;
    int status = ep_match_glpk(&match, arena, &problem, watch);
    ep_arena_free(arena);
    return status;
}

START_TEST(proves_what_is_large)
{
    static const uint32_t sizes[] = {31, 64, 101, 200, 201};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        ck_assert_int_eq(solve_large(sizes[i], _i == 4 ? 5 : _i, &unwatched), EPIC_OK);
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
    watcher w = {0, 0, 0};
    ck_assert_int_eq(solve_large(200, 0, &(ep_watch){watch_on, &w, "test"}), EPIC_ECANCELLED);
    ck_assert_int_eq(w.calls, 1);
    w = (watcher){0, 1000000, 0};
    ck_assert_int_eq(solve_large(64, 0, &(ep_watch){watch_on, &w, "test"}), EPIC_OK);
    ck_assert_int_ge(w.calls, 1);
    w = (watcher){0, 1, 0};
    ck_assert_int_eq(solve_large(1100, 0, &(ep_watch){watch_on, &w, "test"}), EPIC_ECANCELLED);
}
END_TEST

/* ---- the linear programmes alone ---- */

static int twice_in_a_row(ep_lp *lp, void *user)
{
    static const uint32_t columns[] = {0, 0};
    (void)user;
    int first = ep_lp_begin(lp);
    first = first == EPIC_OK ? ep_lp_column(lp, 1, 0, 1, 0, NULL) : first;
    ck_assert_int_eq(first, EPIC_OK);
    int status = ep_lp_row(lp, 0, 1, 2, columns);
    ck_assert_int_eq(ep_lp_guess(lp), status);
    return status;
}

static int small(ep_lp *lp, void *user)
{
    static const uint32_t columns[] = {0, 1};
    double *out = user;
    int status = ep_lp_begin(lp);
    status = status != EPIC_OK ? status : ep_lp_column(lp, 2, 0, (double)INFINITY, 0, NULL);
    status = status != EPIC_OK ? status : ep_lp_column(lp, 3, 0, 1, 0, NULL);
    status = status != EPIC_OK ? status : ep_lp_row(lp, -(double)INFINITY, 4, 2, columns);
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
    tcase_add_loop_test(all, proves_what_is_large, 0, 5);
    tcase_add_test(all, stops_when_told);
    tcase_add_test(all, an_error_of_glpk_is_a_status);
    tcase_add_test(all, odd_cycles_are_cut);
    suite_add_tcase(suite, all);
    return run(suite);
}
