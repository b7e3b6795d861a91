/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epic_match() and epic_assign() against trying every choice, at the edge of what is exact, against the engine with all pairs
 * listed, and when called wrongly. */
#include <epic/match.h>

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "hash.h"
#include "kit.h"
#include "matching.h"

enum { MOST = 7, TRIES = 600, FAMILIES = 6, LARGE = 40, LARGEST = 130 };

static const uint64_t seed = 20261122;

typedef struct table {
    bool mutual;
    epic_match_options options;
    epic_weights weights;
    double matrix[MOST * MOST];
} table;

static int match(const table *t, size_t *mate, epic_diags *diags)
{
    return (t->mutual ? epic_match : epic_assign)(&t->weights, &t->options, mate, diags);
}

/* ---- every choice, one after the other ---- */

typedef struct choice {
    int pairs;
    int64_t total; /* of weights times `scale` */
    int64_t tie;
    size_t mate[MOST];
} choice;

typedef struct search {
    const table *t;
    double scale;
    bool column_taken[MOST];
    choice now, best;
} search;

static bool is_better(const search *s)
{
    const choice *a = &s->now, *b = &s->best;
    if (s->t->options.most_pairs && a->pairs != b->pairs) {
        return a->pairs > b->pairs;
    }
    return a->total != b->total ? a->total > b->total : a->tie > b->tie;
}

static void add(search *s, size_t row, size_t column, int sign)
{
    double weight = s->t->matrix[row * s->t->weights.columns + column];
    s->now.pairs += sign;
    s->now.total += sign * llround(weight * s->scale);
    s->now.tie += sign * ((int64_t)(ep_mix64(ep_mix64(row) + column) >> 32) + 1);
    s->now.mate[row] = sign > 0 ? column : EPIC_NONE;
    s->column_taken[column] = sign > 0;
    if (s->t->mutual) {
        s->now.mate[column] = sign > 0 ? row : EPIC_NONE;
        s->column_taken[row] = sign > 0;
    }
}

static void try_from(search *s, size_t row)
{
    const epic_weights *w = &s->t->weights;
    if (row == w->rows) {
        s->best = is_better(s) ? s->now : s->best;
        return;
    }
    try_from(s, row + 1);
    if (s->now.mate[row] != EPIC_NONE) {
        return;
    }
    for (size_t column = s->t->mutual ? row + 1 : 0; column < w->columns; column++) {
        if (!s->column_taken[column] && s->t->matrix[row * w->columns + column] > -INFINITY) {
            add(s, row, column, 1);
            try_from(s, row + 1);
            add(s, row, column, -1);
        }
    }
}

/* The best of all choices is the answer; `scale` makes the weights integers. */
static void check_best(const table *t, double scale)
{
    search s = {.t = t, .scale = scale, .best = {.pairs = -1, .total = INT64_MIN}};
    size_t mate[MOST];
    for (size_t i = 0; i < MOST; i++) {
        s.now.mate[i] = EPIC_NONE;
    }
    try_from(&s, 0);
    ck_assert_int_eq(match(t, mate, NULL), EPIC_OK);
    for (size_t i = 0; i < t->weights.rows; i++) {
        ck_assert_msg(mate[i] == s.best.mate[i], "row %zu of %zu has %zu instead of %zu", i, t->weights.rows, mate[i],
                      s.best.mate[i]);
    }
}

/* ---- random tables ---- */

/* 0 any sign, 1 few values, 2 zeros among them, 3 sparse, 4 negative, 5 halves. */
static double weight_of(uint64_t *state, int family)
{
    switch (family) {
    case 0: return below(state, 41) - 20;
    case 1: return below(state, 3) + 1;
    case 2: return below(state, 3) - 1;
    case 3: return below(state, 3) == 0 ? below(state, 30) - 5 : below(state, 2) == 0 ? (double)NAN : (double)-INFINITY;
    case 4: return -1 - below(state, 9);
    default: return 0.5 * (below(state, 61) - 15);
    }
}

static void fill(table *t, uint64_t *state, int family)
{
    size_t rows = t->weights.rows, columns = t->weights.columns;
    for (size_t i = 0; i < rows * columns; i++) {
        t->matrix[i] = weight_of(state, family);
    }
    for (size_t i = 0; i < rows && t->mutual; i++) {
        for (size_t j = 0; j < i; j++) {
            t->matrix[i * columns + j] = t->matrix[j * columns + i];
        }
    }
}

static table make(uint64_t *state, bool mutual, bool most_pairs)
{
    table t = {.mutual = mutual, .options = EPIC_MATCH_OPTIONS_INIT};
    t.options.most_pairs = most_pairs;
    t.weights.rows = 1 + (size_t)below(state, MOST - !mutual);
    t.weights.columns = mutual ? t.weights.rows : 1 + (size_t)below(state, MOST - 1);
    return t;
}

START_TEST(the_best_of_all_choices)
{
    uint64_t state = seed + (uint64_t)_i;
    for (int i = 0; i < cases(TRIES); i++) {
        table t = make(&state, _i & 1, _i & 2);
        t.weights.matrix = t.matrix;
        fill(&t, &state, i % FAMILIES);
        check_best(&t, 2);
    }
}
END_TEST

/* The greatest integers of which the header says that they are exact, some of them 1 apart. */
START_TEST(integers_are_exact)
{
    uint64_t state = seed + (uint64_t)_i;
    for (int i = 0; i < cases(TRIES); i++) {
        table t = make(&state, _i & 1, _i & 2);
        size_t n = t.weights.rows + (t.mutual ? 0 : t.weights.columns);
        double bound = fmin(0x1p57 / (double)(n + 2) / (t.options.most_pairs ? (double)(n + 2) : 1), 0x1p52);
        t.weights.matrix = t.matrix;
        fill(&t, &state, i % 5);
        for (size_t k = 0; k < MOST * MOST; k++) {
            t.matrix[k] = copysign(ceil(bound) - 1 - fabs(t.matrix[k]), t.matrix[k]);
        }
        check_best(&t, 1);
    }
}
END_TEST

START_TEST(the_unit_follows_the_magnitude)
{
    static const int exponents[] = {-1070, -1000, -60, 60, 1000, 1018};
    uint64_t state = seed;
    for (int i = 0; i < cases(TRIES); i++) {
        table t = make(&state, i & 1, i & 2);
        size_t before[MOST], after[MOST];
        t.weights.matrix = t.matrix;
        fill(&t, &state, i % 5);
        ck_assert_int_eq(match(&t, before, NULL), EPIC_OK);
        for (size_t k = 0; k < MOST * MOST; k++) {
            t.matrix[k] = ldexp(t.matrix[k], exponents[i % 6]);
        }
        ck_assert_int_eq(match(&t, after, NULL), EPIC_OK);
        ck_assert_mem_eq(before, after, t.weights.rows * sizeof *before);
    }
}
END_TEST

/* With 2^60 in the table a unit is 512: the column of one row whose two weights are these. */
static size_t column_of(double first, double second)
{
    const double matrix[] = {first, second, NAN, NAN, NAN, 0x1p60};
    size_t column[2];
    ck_assert_int_eq(epic_assign(&(epic_weights){.rows = 2, .columns = 3, .matrix = matrix}, NULL, column, NULL), EPIC_OK);
    return column[0];
}

START_TEST(the_nearest_unit_counts)
{
    ck_assert_uint_eq(column_of(6 * 512, 5 * 512), 0);
    ck_assert_uint_eq(column_of(5 * 512, 6 * 512), 1);
    ck_assert_uint_eq(column_of(6 * 512, 6 * 512 - 255), column_of(6 * 512 - 255, 6 * 512));
    ck_assert_uint_eq(column_of(6 * 512, 6 * 512 + 255), column_of(6 * 512 + 255, 6 * 512));
    ck_assert_uint_eq(column_of(6 * 512, 6 * 512 - 257), 0);
    ck_assert_uint_eq(column_of(6 * 512 - 257, 6 * 512), 1);
}
END_TEST

/* ---- larger tables ---- */

typedef struct source {
    uint64_t seed;
    const size_t *place; /* of each row and column, or NULL */
    bool mutual;
} source;

/* Many values, so that one choice is best. */
static double drawn(void *user, size_t row, size_t column)
{
    source *s = user;
    size_t i = s->place != NULL ? s->place[row] : row, j = s->place != NULL ? s->place[column] : column;
    size_t least = s->mutual && j < i ? j : i, most = s->mutual && j < i ? i : j;
    uint64_t bits = ep_mix64(ep_mix64(s->seed + least) + most);
    return bits % 7 == 0 ? NAN : (double)(bits >> 24) - 0x1p38;
}

START_TEST(a_callback_is_as_good_as_a_matrix)
{
    static double matrix[LARGE * LARGE];
    source drawn_from = {.seed = seed, .mutual = _i & 1};
    table t = {.mutual = _i & 1, .options = EPIC_MATCH_OPTIONS_INIT, .weights = {LARGE, LARGE, NULL, drawn, &drawn_from}};
    size_t asked[LARGE], read[LARGE];
    t.options.most_pairs = _i & 2;
    ck_assert_int_eq(match(&t, asked, NULL), EPIC_OK);
    for (size_t i = 0; i < LARGE * LARGE; i++) {
        matrix[i] = drawn(&drawn_from, i / LARGE, i % LARGE);
    }
    t.weights.matrix = matrix;
    ck_assert_int_eq(match(&t, read, NULL), EPIC_OK);
    ck_assert_mem_eq(asked, read, sizeof read);
}
END_TEST

START_TEST(another_order_gives_the_same_pairs)
{
    size_t place[LARGE], straight[LARGE], mixed[LARGE], pairs = 0;
    source plain = {.seed = seed, .mutual = _i & 1}, shuffled = {.seed = seed, .mutual = _i & 1, .place = place};
    table t = {.mutual = _i & 1, .options = EPIC_MATCH_OPTIONS_INIT, .weights = {LARGE, LARGE, NULL, drawn, &plain}};
    t.options.most_pairs = _i & 2;
    for (size_t i = 0; i < LARGE; i++) {
        place[i] = (i * 17 + 5) % LARGE;
    }
    ck_assert_int_eq(match(&t, straight, NULL), EPIC_OK);
    t.weights.user = &shuffled;
    ck_assert_int_eq(match(&t, mixed, NULL), EPIC_OK);
    for (size_t i = 0; i < LARGE; i++) {
        ck_assert_uint_eq(mixed[i] == EPIC_NONE ? EPIC_NONE : place[mixed[i]], straight[place[i]]);
        pairs += mixed[i] != EPIC_NONE;
    }
    ck_assert_uint_ge(pairs, LARGE / 2);
    ck_assert(pairs == LARGE || !t.options.most_pairs);
}
END_TEST

/* ---- the pairs that are not listed ---- */

/* 0 uniform, 1 few values, 2 all equal, 3 hubs, 4 sparse, 5 distances on a line, which are losses. */
static double kind_of(uint64_t *state, int family, size_t row, size_t column)
{
    switch (family) {
    case 0: return below(state, 1000000) - 100000;
    case 1: return below(state, 4);
    case 2: return 1;
    case 3: return (double)((row * 7 % 101) * (column * 7 % 101) + (size_t)below(state, 50));
    case 4: return below(state, 12) > 0 ? (double)NAN : below(state, 100);
    default: return -(double)((row * 31 % 103) > (column * 31 % 103) ? row * 31 % 103 - column * 31 % 103
                                                                     : column * 31 % 103 - row * 31 % 103);
    }
}

/* The native engine with every pair on its list. */
static void match_all(const table *t, size_t *mate)
{
    ep_arena *arena = ep_arena_new();
    size_t rows = t->weights.rows, columns = t->weights.columns, nodes = rows + (t->mutual ? 0 : columns);
    ep_room *room = ep_arena_array_of(arena, nodes, ep_room);
    ep_edge *edge = ep_arena_array_of(arena, rows * columns, ep_edge);
    ep_match_problem problem = {.node_count = nodes, .room = room, .edge = edge, .bipartite = !t->mutual};
    ep_match found;
    for (size_t i = 0; i < nodes; i++) {
        room[i].max = 1;
    }
    for (size_t i = 0; i < rows * columns; i++) {
        size_t row = i / columns, column = i % columns, node = t->mutual ? column : rows + column;
        double weight = t->weights.matrix[i];
        if ((column > row || !t->mutual) && (t->options.most_pairs ? weight > -INFINITY : weight >= 0)) {
            int64_t tie = (int64_t)(ep_mix64(ep_mix64(row) + column) >> 32) + 1;
            int64_t premium = t->options.most_pairs ? 1000000000 : 0;
            edge[problem.edge_count++] = (ep_edge){(uint32_t)row, (uint32_t)node, {{(int64_t)weight + premium, tie}}};
        }
    }
    ck_assert_int_eq(ep_match_native(&found, arena, &problem, &(ep_watch){NULL, NULL, "test"}), EPIC_OK);
    memset(mate, 0xff, rows * sizeof *mate); /* EPIC_NONE */
    for (size_t i = 0; i < problem.edge_count; i++) {
        if (found.chosen[i] && t->mutual) {
            mate[edge[i].v] = edge[i].u;
        }
        if (found.chosen[i]) {
            mate[edge[i].u] = t->mutual ? edge[i].v : edge[i].v - rows;
        }
    }
    ep_arena_free(arena);
}

START_TEST(no_pair_is_overlooked)
{
    static double matrix[LARGEST * LARGEST];
    size_t mate[LARGEST], wanted[LARGEST];
    uint64_t state = seed + (uint64_t)_i;
    for (int k = 0; k < cases(32); k++) {
        table t = {.mutual = k % 2 > 0, .options = EPIC_MATCH_OPTIONS_INIT, .weights = {.matrix = matrix}};
        t.weights.rows = LARGEST - (size_t)below(&state, LARGEST / 2);
        t.weights.columns = t.mutual ? t.weights.rows : LARGEST - (size_t)below(&state, LARGEST / 2);
        t.options.most_pairs = k % 4 > 1;
        for (size_t i = 0; i < t.weights.rows * t.weights.columns; i++) {
            size_t row = i / t.weights.columns, column = i % t.weights.columns;
            bool copied = t.mutual && column < row;
            matrix[i] = copied ? matrix[column * t.weights.columns + row] : kind_of(&state, _i, row, column);
        }
        match_all(&t, wanted);
        ck_assert_int_eq(match(&t, mate, NULL), EPIC_OK);
        ck_assert_mem_eq(mate, wanted, t.weights.rows * sizeof *mate);
    }
}
END_TEST

/* ---- wrong calls ---- */

static void check_refused(const epic_weights *weights, bool mutual, bool refuse_nan, const char *code, const char *message)
{
    epic_match_options options = EPIC_MATCH_OPTIONS_INIT;
    epic_diags *diags = epic_diags_new();
    size_t mate[3] = {7, 7, 7};
    options.refuse_nan = refuse_nan;
    ck_assert_int_eq((mutual ? epic_match : epic_assign)(weights, &options, mate, diags), EPIC_EARG);
    ck_assert_uint_eq(epic_diags_count(diags), 1);
    ck_assert_str_eq(epic_diags_get(diags, 0)->code, code);
    ck_assert_str_eq(epic_diags_get(diags, 0)->message, message);
    for (size_t i = 0; i < (weights->rows < 3 ? weights->rows : 3); i++) {
        ck_assert_uint_eq(mate[i], EPIC_NONE);
    }
    epic_diags_free(diags);
}

START_TEST(wrong_tables_are_refused)
{
    static const double slanted[] = {0, 1, 2, 1, 0, 3, 2, 4, 0}, half[] = {0, -INFINITY, 1, 0}, infinite[] = {0, 1, INFINITY, 0};
    static const double unknown[] = {0, 1, NAN, 0};
    check_refused(&(epic_weights){.rows = 3, .columns = 2, .matrix = slanted}, true, false, "E441",
                  "a table of 3 rows and 2 columns is not square");
    check_refused(&(epic_weights){.rows = 2, .columns = 2000000000, .matrix = slanted}, false, false, "E442",
                  "a table of 2 rows and 2000000000 columns is too large");
    check_refused(&(epic_weights){.rows = 3, .columns = 3, .matrix = slanted}, true, false, "E444",
                  "the weights of row 1 and column 2, counted from 0, and the other way round differ");
    check_refused(&(epic_weights){.rows = 2, .columns = 2, .matrix = half}, true, false, "E444",
                  "the weights of row 0 and column 1, counted from 0, and the other way round differ");
    check_refused(&(epic_weights){.rows = 2, .columns = 2, .matrix = infinite}, true, false, "E443",
                  "the weight in row 1 and column 0, counted from 0, is infinite");
    check_refused(&(epic_weights){.rows = 2, .columns = 2, .matrix = infinite}, false, false, "E443",
                  "the weight in row 1 and column 0, counted from 0, is infinite");
    check_refused(&(epic_weights){.rows = 2, .columns = 2, .matrix = unknown}, false, true, "E443",
                  "the weight in row 1 and column 0, counted from 0, is not a number");
}
END_TEST

START_TEST(the_diagonal_is_not_read)
{
    const double matrix[] = {NAN, 1, 1, INFINITY};
    size_t mate[2];
    ck_assert_int_eq(epic_match(&(epic_weights){.rows = 2, .columns = 2, .matrix = matrix}, NULL, mate, NULL), EPIC_OK);
    ck_assert_uint_eq(mate[0], 1);
    ck_assert_uint_eq(mate[1], 0);
}
END_TEST

START_TEST(a_null_is_refused_and_nothing_is_no_error)
{
    const double one[] = {1};
    size_t mate[1];
    epic_weights weights = {.rows = 1, .columns = 1, .matrix = one};
    ck_assert_int_eq(epic_match(NULL, NULL, mate, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_assign(&weights, NULL, NULL, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_assign(&(epic_weights){.rows = 1, .columns = 1}, NULL, mate, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_assign(&weights, &(epic_match_options){.size = 1}, mate, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_match(&(epic_weights){.rows = 0}, NULL, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_assign(&(epic_weights){.columns = 4}, NULL, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_assign(&(epic_weights){.rows = 1}, NULL, mate, NULL), EPIC_OK);
    ck_assert_uint_eq(mate[0], EPIC_NONE);
    ck_assert_int_eq(epic_match(&weights, NULL, mate, NULL), EPIC_OK);
    ck_assert_uint_eq(mate[0], EPIC_NONE);
    ck_assert_int_eq(epic_assign(&weights, NULL, mate, NULL), EPIC_OK);
    ck_assert_uint_eq(mate[0], 0);
}
END_TEST

static bool some_calls(void *user, const char *stage, double done)
{
    int *left = user;
    ck_assert_str_eq(stage, "matching");
    ck_assert(done >= 0 && done <= 1);
    return --*left > 0;
}

START_TEST(it_can_be_stopped)
{
    source plain = {.seed = seed, .mutual = true};
    int status = EPIC_ECANCELLED, calls = 0;
    for (; status == EPIC_ECANCELLED; calls++) {
        int left = calls + 1;
        size_t mate[LARGE];
        epic_match_options options = EPIC_MATCH_OPTIONS_INIT;
        options.progress = some_calls;
        options.user = &left;
        status = epic_match(&(epic_weights){LARGE, LARGE, NULL, drawn, &plain}, &options, mate, NULL);
        ck_assert(status == EPIC_OK || mate[0] == EPIC_NONE);
    }
    ck_assert_int_eq(status, EPIC_OK);
    ck_assert_int_gt(calls, LARGE);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("match");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 100);
    tcase_add_loop_test(all, the_best_of_all_choices, 0, 4);
    tcase_add_loop_test(all, integers_are_exact, 0, 4);
    tcase_add_test(all, the_unit_follows_the_magnitude);
    tcase_add_test(all, the_nearest_unit_counts);
    tcase_add_loop_test(all, a_callback_is_as_good_as_a_matrix, 0, 4);
    tcase_add_loop_test(all, another_order_gives_the_same_pairs, 0, 4);
    tcase_add_loop_test(all, no_pair_is_overlooked, 0, 6);
    tcase_add_test(all, wrong_tables_are_refused);
    tcase_add_test(all, the_diagonal_is_not_read);
    tcase_add_test(all, a_null_is_refused_and_nothing_is_no_error);
    tcase_add_test(all, it_can_be_stopped);
    suite_add_tcase(suite, all);
    return run(suite);
}
