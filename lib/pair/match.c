/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/match.h>

#include <math.h>
#include <stdlib.h>

#include "diags.h"
#include "grow.h"
#include "hash.h"
#include "matching.h"
#include "sized.h"

enum { WISHES = 16 }; /* of each row in one pass */

static const size_t MOST_NODES = 10000000;
static const char STAGE[] = "matching";
static const double MARGIN = 0x1p10; /* units: more than what prices lose as doubles */

/* What a pair is worth beyond the prices, at both levels: where many weights are equal, tie numbers lead to the best. */
typedef struct wish {
    double gain, tie;
    size_t column;
} wish;

typedef struct table {
    const epic_weights *weights;
    bool mutual; /* pairs of rows; else of a row and a column */
    epic_match_options options;
    epic_diags *diags;
    double least, most; /* of the weights that count */
    double scale[2];    /* of a weight in units, in two steps: one could be out of range */
    int64_t premium;    /* of each pair */
    ep_match_problem problem;
    ep_edge *edge;
    size_t room;
    double *level, *tie; /* of each node: its part of what a pair must exceed */
    double done; /* the most that was told */
} table;

/* ---- the table as it is given ---- */

static bool fits(const table *t)
{
    size_t rows = t->weights->rows, columns = t->weights->columns;
    if (t->mutual && rows != columns) {
        ep_diag_plain(t->diags, "E441", "a table of %zu rows and %zu columns is not square", rows, columns);
        return false;
    }
    if (rows > MOST_NODES || columns > MOST_NODES) {
        ep_diag_plain(t->diags, "E442", "a table of %zu rows and %zu columns is too large", rows, columns);
        return false;
    }
    return true;
}

static double entry(const table *t, size_t row, size_t column)
{
    const epic_weights *w = t->weights;
    return w->matrix != NULL ? w->matrix[row * w->columns + column] : w->weight(w->user, row, column);
}

static bool is_pair(double weight)
{
    return weight > -INFINITY; /* which NaN is not */
}

static bool counts(const table *t, double weight)
{
    return t->options.most_pairs ? is_pair(weight) : weight >= 0;
}

static bool is_sound(const table *t, size_t row, size_t column, double weight)
{
    if (weight == INFINITY || (isnan(weight) && t->options.refuse_nan)) {
        ep_diag_plain(t->diags, "E443", "the weight in row %zu and column %zu, counted from 0, is %s", row, column,
                      isnan(weight) ? "not a number" : "infinite");
        return false;
    }
    return true;
}

static bool is_symmetric(const table *t, size_t row, size_t column, double weight)
{
    double back = entry(t, column, row);
    if (!is_sound(t, column, row, back)) {
        return false;
    }
    if (is_pair(weight) != is_pair(back) || (is_pair(weight) && weight != back)) {
        ep_diag_plain(t->diags, "E444", "the weights of row %zu and column %zu, counted from 0, and the other way round differ",
                      row, column);
        return false;
    }
    return true;
}

/* Mutual, the half of the table above its diagonal is enough. */
static size_t first_of(const table *t, size_t row)
{
    return t->mutual ? row + 1 : 0;
}

static bool check_row(table *t, size_t row)
{
    for (size_t column = first_of(t, row); column < t->weights->columns; column++) {
        double weight = entry(t, row, column);
        if (!is_sound(t, row, column, weight) || (t->mutual && !is_symmetric(t, row, column, weight))) {
            return false;
        }
        if (counts(t, weight)) {
            t->least = fmin(t->least, weight);
            t->most = fmax(t->most, weight);
        }
    }
    return true;
}

/* Rounds repeat; what is told of them does not fall. */
static bool tell(void *user, const char *stage, double done)
{
    table *t = user;
    t->done = done > t->done ? done : t->done;
    return t->options.progress == NULL || t->options.progress(t->options.user, stage, t->done);
}

static bool go_on(table *t)
{
    return tell(t, STAGE, 0);
}

static int check(table *t)
{
    for (size_t row = 0; row < t->weights->rows; row++) {
        if (!check_row(t, row)) {
            return EPIC_EARG;
        }
        if (!go_on(t)) {
            return EPIC_ECANCELLED;
        }
    }
    return EPIC_OK;
}

/* ---- the table in units ---- */

static double units(const table *t, double weight)
{
    return weight * t->scale[0] * t->scale[1];
}

/* Numbers up to 2^58 / (nodes + 2) are in the engine's range, and premiums make them nodes + 2 times as great. With its premium
 * each pair more is worth more than all others could lose by it. */
static void choose_unit(table *t)
{
    double nodes = (double)t->problem.node_count + 2, room = 0x1p58 / nodes / (t->options.most_pairs ? nodes : 1);
    double greatest = fmax(fabs(t->least), fabs(t->most));
    int digits = greatest > 0 ? ilogb(fmin(room, 0x1p52)) - ilogb(greatest) - 1 : 0;
    t->scale[0] = ldexp(1, digits / 2);
    t->scale[1] = ldexp(1, digits - digits / 2);
    if (t->options.most_pairs) {
        int64_t least = llround(units(t, t->least)), most = llround(units(t, t->most));
        t->premium = (most - least) * (int64_t)(t->problem.node_count / 2) + 1 - least;
    }
}

static size_t node_of(const table *t, size_t column)
{
    return t->mutual ? column : t->weights->rows + column;
}

static ep_edge edge_of(const table *t, size_t row, size_t column, double weight)
{
    int64_t tie = (int64_t)(ep_mix64(ep_mix64(row) + column) >> 32) + 1;
    return (ep_edge){(uint32_t)row, (uint32_t)node_of(t, column), {{llround(units(t, weight)) + t->premium, tie}}};
}

static bool list(table *t, ep_match_problem *problem, size_t row, size_t column)
{
    if (!ep_grow((void **)&t->edge, &t->room, problem->edge_count + 1, sizeof *t->edge)) {
        return false;
    }
    problem->edge = t->edge;
    t->edge[problem->edge_count++] = edge_of(t, row, column, entry(t, row, column));
    return true;
}

/* ---- not all pairs are listed, but those that look best, and then those that the prices do not cover ---- */

static bool is_less(const wish *a, const wish *b)
{
    return a->gain != b->gain ? a->gain < b->gain : a->tie < b->tie;
}

/* The least comes first. */
static void insert(wish *wishes, wish it)
{
    size_t i = 0;
    if (!is_less(&wishes[0], &it)) {
        return;
    }
    for (; i + 1 < WISHES && is_less(&wishes[i + 1], &it); i++) {
        wishes[i] = wishes[i + 1];
    }
    wishes[i] = it;
}

/* Prices of odd sets are looked at before a wish can displace another: a pair that they cover must not hide one that they do
 * not. */
static void look_at_row(const table *t, size_t row, const ep_prices *prices, bool drawn, wish *wishes)
{
    double margin = prices != NULL ? MARGIN : INFINITY;
    for (size_t column = first_of(t, row); column < t->weights->columns; column++) {
        size_t node = node_of(t, column);
        double weight = entry(t, row, column), gain = drawn ? 0 : units(t, weight) - t->level[row] - t->level[node];
        if (!(gain > -margin) || !counts(t, weight) || gain < wishes[0].gain) {
            continue;
        }
        ep_edge edge = edge_of(t, row, column, weight);
        if (prices == NULL || !(ep_prices_cover(prices, &edge) || ep_prices_list(prices, &edge))) {
            insert(wishes, (wish){gain, (double)edge.weight.at[EP_TIE] - t->tie[row] - t->tie[node], column});
        }
    }
}

static void read_prices(table *t, const ep_prices *prices)
{
    for (size_t i = 0; i < t->problem.node_count; i++) {
        ep_number price = ep_prices_of(prices, (uint32_t)i);
        t->level[i] = (double)(price.at[EP_WEIGHT] - t->premium) / 2;
        t->tie[i] = (double)price.at[EP_TIE] / 2;
    }
}

static bool is_among(const wish *wishes, size_t count, size_t column)
{
    for (size_t i = 0; i < count; i++) {
        if (wishes[i].column == column) {
            return true;
        }
    }
    return false;
}

/* To begin with, half of the wishes are drawn by tie number, so that every column has a price that means something. */
static bool list_row(table *t, size_t row, const ep_prices *prices, ep_match_problem *problem)
{
    wish wishes[2 * WISHES];
    for (size_t i = 0; i < 2 * WISHES; i++) {
        wishes[i] = (wish){-(double)INFINITY, 0, EPIC_NONE};
    }
    look_at_row(t, row, prices, false, wishes);
    if (prices == NULL) {
        look_at_row(t, row, prices, true, wishes + WISHES);
    }
    for (size_t i = 0; i < 2 * WISHES; i++) {
        if (wishes[i].column != EPIC_NONE && !is_among(wishes, i, wishes[i].column) &&
            !list(t, problem, row, wishes[i].column)) {
            return false;
        }
    }
    return true;
}

/* An ep_more; without prices, what to begin with. */
static int look(void *user, const ep_prices *prices, ep_match_problem *problem)
{
    table *t = user;
    if (prices != NULL) {
        read_prices(t, prices);
    }
    for (size_t row = 0; row < t->weights->rows; row++) {
        if (!list_row(t, row, prices, problem)) {
            return EPIC_ENOMEM;
        }
        if (!go_on(t)) {
            return EPIC_ECANCELLED;
        }
    }
    return EPIC_OK;
}

/* ---- all of it ---- */

static int make_room(table *t, ep_arena *arena)
{
    size_t nodes = t->problem.node_count = t->mutual ? t->weights->rows : t->weights->rows + t->weights->columns;
    ep_room *room = ep_arena_array_of(arena, nodes, ep_room);
    t->level = ep_arena_array_of(arena, nodes, double);
    t->tie = ep_arena_array_of(arena, nodes, double);
    for (size_t i = 0; room != NULL && i < nodes; i++) {
        room[i].max = 1;
    }
    t->problem.room = room;
    t->problem.bipartite = !t->mutual;
    return room != NULL && t->level != NULL && t->tie != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int find_match(table *t, ep_arena *arena, ep_match *match)
{
    int status = make_room(t, arena);
    status = status == EPIC_OK ? check(t) : status;
    if (status != EPIC_OK || t->least > t->most) {
        return status;
    }
    choose_unit(t);
    status = look(t, NULL, &t->problem);
    ep_watch watch = {tell, t, STAGE};
    return status == EPIC_OK ? ep_match_lazily(match, arena, &t->problem, NULL, look, t, &watch) : status;
}

static int solve(table *t, ep_arena *arena, size_t *mate)
{
    ep_match match = {0};
    int status = find_match(t, arena, &match);
    if (status == EPIC_ESOLVER) {
        ep_diag_plain(t->diags, "E911", "the solver failed: no proof was found");
    }
    for (size_t i = 0; status == EPIC_OK && i < t->problem.edge_count; i++) {
        const ep_edge *edge = &t->edge[i];
        if (match.chosen[i] && t->mutual) {
            mate[edge->v] = edge->u;
        }
        if (match.chosen[i]) {
            mate[edge->u] = t->mutual ? edge->v : edge->v - t->weights->rows;
        }
    }
    return status;
}

static int match_table(const epic_weights *weights, bool mutual, const epic_match_options *options, size_t *mate,
                       epic_diags *diags)
{
    table t = {weights, mutual, EPIC_MATCH_OPTIONS_INIT, diags, .least = INFINITY, .most = -INFINITY};
    bool empty = weights == NULL || weights->rows == 0 || weights->columns == 0;
    if (weights == NULL || (mate == NULL && weights->rows > 0) || !ep_sized_take(&t.options, options) ||
        (!empty && weights->matrix == NULL && weights->weight == NULL)) {
        return EPIC_EARG;
    }
    for (size_t i = 0; i < weights->rows; i++) {
        mate[i] = EPIC_NONE;
    }
    if (!fits(&t)) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    int status = arena != NULL ? solve(&t, arena, mate) : EPIC_ENOMEM;
    free(t.edge);
    ep_arena_free(arena);
    return status;
}

int epic_match(const epic_weights *weights, const epic_match_options *options, size_t *mate, epic_diags *diags)
{
    return match_table(weights, true, options, mate, diags);
}

int epic_assign(const epic_weights *weights, const epic_match_options *options, size_t *column, epic_diags *diags)
{
    return match_table(weights, false, options, column, diags);
}
