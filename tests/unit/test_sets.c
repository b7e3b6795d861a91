/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The odd sets of a proof against adding up, and what is none. */
#include <check.h>

#include "kit.h"
#include "verify.h"

enum { NODES = 40, SETS = 60, DEEP = 20001 };

/* What the verifier is given. */
typedef struct world {
    ep_arena *arena;
    ep_check check;
    ep_proof proof;
} world;

static void begin(world *w, size_t nodes, size_t members, size_t sets)
{
    *w = (world){.arena = ep_arena_new()};
    w->check = (ep_check){.arena = w->arena, .cities = nodes, .nodes = nodes, .mutual = true};
    w->check.max = ep_arena_array_of(w->arena, nodes, uint32_t);
    w->proof = (ep_proof){.node_count = nodes};
    w->proof.member = ep_arena_array_of(w->arena, members, uint32_t);
    w->proof.set = ep_arena_array_of(w->arena, sets, ep_odd_set);
    for (size_t i = 0; i < nodes; i++) {
        w->check.max[i] = 1;
    }
}

static ep_check_sets *make(world *w)
{
    ep_check_sets *sets;
    ck_assert_int_eq(ep_check_sets_make(&sets, &w->check, &w->proof), EPIC_OK);
    return sets;
}

static size_t draw(uint64_t *state, size_t n)
{
    return (size_t)(next(state) % n);
}

/* Sets in each other at random: in a range, some that do not cross, and so on within. */
static void add_sets(world *w, uint64_t *state, size_t first, size_t count)
{
    ep_proof *proof = &w->proof;
    while (count >= 3 && proof->set_count < SETS) {
        size_t size = 3 + 2 * draw(state, (count - 1) / 2), skip = draw(state, count - size + 1);
        proof->set[proof->set_count++] = (ep_odd_set){first + skip, size, {{1 + below(state, 1000), below(state, 1000) - 500}}};
        add_sets(w, state, first + skip, size - draw(state, 3));
        first += skip + size;
        count -= skip + size;
    }
}

static bool has(const ep_proof *proof, const ep_odd_set *set, uint32_t node)
{
    for (size_t i = 0; i < set->count; i++) {
        if (proof->member[set->first + i] == node) {
            return true;
        }
    }
    return false;
}

static void check_common(const world *w, const ep_check_sets *sets, uint32_t u, uint32_t v)
{
    ep_number sum = {{0, 0}}, common;
    for (size_t i = 0; i < w->proof.set_count; i++) {
        const ep_odd_set *set = &w->proof.set[i];
        bool both = has(&w->proof, set, u) && has(&w->proof, set, v);
        sum.at[0] += both ? set->price.at[0] : 0;
        sum.at[1] += both ? set->price.at[1] : 0;
    }
    ck_assert(ep_check_sets_common(sets, u, v, &common));
    ck_assert_int_eq(common.at[0], sum.at[0]);
    ck_assert_int_eq(common.at[1], sum.at[1]);
    int64_t one = ep_check_sets_large(sets, u), other = ep_check_sets_large(sets, v);
    ck_assert_int_le(one < other ? one : other, sum.at[0]);
}

/* Members in any order, some nodes a second time in other sets. */
START_TEST(sums_are_right)
{
    uint64_t state = (uint64_t)_i + 1;
    world w;
    begin(&w, NODES, 2 * NODES, SETS);
    for (uint32_t i = 0; i < 2 * NODES; i++) {
        size_t k = i < NODES ? draw(&state, i + 1) : NODES + draw(&state, i - NODES + 1);
        w.proof.member[i] = w.proof.member[k];
        w.proof.member[k] = i % NODES;
    }
    w.proof.member_count = NODES + draw(&state, NODES + 1);
    add_sets(&w, &state, 0, NODES);
    add_sets(&w, &state, NODES, w.proof.member_count - NODES);
    ep_check_sets *sets = make(&w);
    ck_assert(!w.check.wrong && !w.check.overflow);
    for (uint32_t u = 0; u < NODES; u++) {
        for (uint32_t v = 0; v < NODES; v++) {
            if (u != v) {
                check_common(&w, sets, u, v);
            }
        }
    }
    ep_arena_free(w.arena);
}
END_TEST

/* Ten thousand sets around each other. */
START_TEST(deep_sets_are_quick)
{
    world w;
    ep_number common;
    begin(&w, DEEP, DEEP, DEEP / 2);
    for (uint32_t i = 0; i < DEEP; i++) {
        w.proof.member[i] = i;
    }
    w.proof.member_count = DEEP;
    for (size_t i = 0; i < DEEP / 2; i++) {
        w.proof.set[i] = (ep_odd_set){i, DEEP - 2 * i, {{1, 0}}};
    }
    w.proof.set_count = DEEP / 2;
    ep_check_sets *sets = make(&w);
    ck_assert(!w.check.wrong);
    for (uint32_t i = 0; i + 1 < DEEP / 2; i++) {
        ck_assert(ep_check_sets_common(sets, i, i + 1, &common));
        ck_assert_int_eq(common.at[0], i + 1);
        ck_assert(ep_check_sets_common(sets, DEEP - 1 - i, i + 1, &common));
        ck_assert_int_eq(common.at[0], i + 1);
    }
    ep_arena_free(w.arena);
}
END_TEST

typedef struct damage {
    const char *what;
    ep_odd_set set;
    uint32_t member; /* of the last place */
} damage;

static const damage damages[] = {
    {"even", {0, 4, {{1, 0}}}, 6},
    {"beyond the end", {5, 3, {{1, 0}}}, 6},
    {"far beyond the end", {SIZE_MAX, 3, {{1, 0}}}, 6},
    {"empty", {2, 0, {{1, 0}}}, 6},
    {"a node twice", {4, 3, {{1, 0}}}, 4},
    {"no node", {4, 3, {{1, 0}}}, NODES},
    {"a node with room for two", {4, 3, {{1, 0}}}, 7},
    {"a price below 0", {0, 3, {{-1, 0}}}, 6},
    {"a tie price below 0", {0, 3, {{0, -1}}}, 6},
    {"crossing", {2, 5, {{1, 0}}}, 6},
};

START_TEST(what_is_no_odd_set_is_refused)
{
    const damage *it = &damages[_i];
    world w;
    begin(&w, NODES, 7, 2);
    w.check.max[7] = 2;
    for (uint32_t i = 0; i < 7; i++) {
        w.proof.member[i] = i;
    }
    w.proof.member[6] = it->member;
    w.proof.member_count = 7;
    w.proof.set[w.proof.set_count++] = (ep_odd_set){0, 3, {{5, 0}}};
    w.proof.set[w.proof.set_count++] = it->set;
    make(&w);
    ck_assert_msg(w.check.wrong, "%s", it->what);
    ep_arena_free(w.arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sets");
    TCase *tests = tcase_create("sets");
    tcase_add_loop_test(tests, sums_are_right, 0, cases(40));
    tcase_add_test(tests, deep_sets_are_quick);
    tcase_add_loop_test(tests, what_is_no_odd_set_is_refused, 0, (int)(sizeof damages / sizeof *damages));
    suite_add_tcase(suite, tests);
    return run(suite);
}
