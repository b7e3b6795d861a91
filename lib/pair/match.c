/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/match.h>

#include <math.h>

#include "diags.h"
#include "hash.h"
#include "matching.h"
#include "sized.h"

static const size_t MOST_ENTRIES = 1000000000;

typedef struct table {
    const epic_weights *weights;
    bool mutual; /* pairs of rows; else of a row and a column */
    epic_match_options options;
    ep_match_problem problem;
    ep_edge *edge;
    double *value; /* of each edge */
    double most;   /* their greatest magnitude */
    epic_diags *diags;
} table;

static bool fits(const table *t)
{
    size_t rows = t->weights->rows, columns = t->weights->columns;
    if (t->mutual && rows != columns) {
        ep_diag_plain(t->diags, "E441", "a table of %zu rows and %zu columns is not square", rows, columns);
        return false;
    }
    if (rows > MOST_ENTRIES || columns > MOST_ENTRIES || rows * columns > MOST_ENTRIES) {
        ep_diag_plain(t->diags, "E442", "a table of %zu rows and %zu columns is too large", rows, columns);
        return false;
    }
    return true;
}

static double entry(const epic_weights *w, size_t row, size_t column)
{
    return w->matrix != NULL ? w->matrix[row * w->columns + column] : w->weight(w->user, row, column);
}

static bool is_pair(double weight)
{
    return weight > -INFINITY; /* which NaN is not */
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

static bool is_symmetric(const table *t, size_t row, size_t column, double weight, double back)
{
    if (is_pair(weight) != is_pair(back) || (is_pair(weight) && weight != back)) {
        ep_diag_plain(t->diags, "E444", "the weights of row %zu and column %zu, counted from 0, and the other way round differ",
                      row, column);
        return false;
    }
    return true;
}

static bool take(table *t, size_t row, size_t column)
{
    double weight = entry(t->weights, row, column);
    if (!is_sound(t, row, column, weight)) {
        return false;
    }
    if (t->mutual) {
        double back = entry(t->weights, column, row);
        if (!is_sound(t, column, row, back) || !is_symmetric(t, row, column, weight, back)) {
            return false;
        }
    }
    if (is_pair(weight) && (weight >= 0 || t->options.most_pairs)) {
        t->most = fmax(t->most, fabs(weight));
        size_t node = t->mutual ? column : t->weights->rows + column;
        t->value[t->problem.edge_count] = weight;
        t->edge[t->problem.edge_count++] = (ep_edge){.u = (uint32_t)row, .v = (uint32_t)node};
    }
    return true;
}

static int read_table(table *t, ep_arena *arena, const ep_watch *watch)
{
    size_t rows = t->weights->rows, columns = t->weights->columns, room = t->mutual ? rows * columns / 2 : rows * columns;
    t->edge = ep_arena_array_of(arena, room, ep_edge);
    t->value = ep_arena_array_of(arena, room, double);
    if (t->edge == NULL || t->value == NULL) {
        return EPIC_ENOMEM;
    }
    t->problem.edge = t->edge;
    for (size_t row = 0; row < rows; row++) {
        for (size_t column = t->mutual ? row + 1 : 0; column < columns; column++) {
            if (!take(t, row, column)) {
                return EPIC_EARG;
            }
        }
        if (watch->progress != NULL && !watch->progress(watch->user, watch->stage, 0)) {
            return EPIC_ECANCELLED;
        }
    }
    return EPIC_OK;
}

/* The exponent of the unit: numbers up to 2^58 / (nodes + 2) are in the engine's range, and most_pairs makes them nodes + 2 times
 * as great. */
static int find_unit(const table *t)
{
    double nodes = (double)t->problem.node_count + 2, room = 0x1p58 / nodes / (t->options.most_pairs ? nodes : 1);
    return t->most > 0 ? ilogb(t->most) + 1 - ilogb(fmin(room, 0x1p52)) : 0;
}

/* Of k + 1 pairs or of k: with this much for each pair the former are worth more, whatever they are. */
static int64_t find_premium(const table *t)
{
    int64_t least = INT64_MAX, most = INT64_MIN;
    for (size_t i = 0; i < t->problem.edge_count; i++) {
        int64_t weight = t->edge[i].weight.at[EP_WEIGHT];
        least = weight < least ? weight : least;
        most = weight > most ? weight : most;
    }
    return (most - least) * (int64_t)(t->problem.node_count / 2) + 1 - least;
}

static size_t column_of(const table *t, const ep_edge *edge)
{
    return t->mutual ? edge->v : edge->v - t->weights->rows;
}

static void weigh(table *t)
{
    int unit = find_unit(t);
    for (size_t i = 0; i < t->problem.edge_count; i++) {
        ep_edge *edge = &t->edge[i];
        edge->weight.at[EP_WEIGHT] = llround(ldexp(t->value[i], -unit));
        edge->weight.at[EP_TIE] = (int64_t)(ep_mix64(ep_mix64(edge->u) + column_of(t, edge)) >> 32) + 1;
    }
    int64_t premium = t->options.most_pairs ? find_premium(t) : 0;
    for (size_t i = 0; i < t->problem.edge_count; i++) {
        t->edge[i].weight.at[EP_WEIGHT] += premium;
    }
}

static int make_room(table *t, ep_arena *arena)
{
    size_t nodes = t->problem.node_count = t->mutual ? t->weights->rows : t->weights->rows + t->weights->columns;
    ep_room *room = ep_arena_array_of(arena, nodes, ep_room);
    for (size_t i = 0; room != NULL && i < nodes; i++) {
        room[i].max = 1;
    }
    t->problem.room = room;
    t->problem.bipartite = !t->mutual;
    return room != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int solve(table *t, ep_arena *arena, size_t *mate)
{
    ep_watch watch = {t->options.progress, t->options.user, "matching"};
    ep_match match = {0};
    int status = make_room(t, arena);
    status = status == EPIC_OK ? read_table(t, arena, &watch) : status;
    if (status != EPIC_OK || t->problem.edge_count == 0) {
        return status;
    }
    weigh(t);
    status = ep_match_native(&match, arena, &t->problem, &watch);
    if (status == EPIC_ESOLVER) {
        ep_diag_plain(t->diags, "E911", "the solver failed: no proof was found");
    }
    for (size_t i = 0; status == EPIC_OK && i < t->problem.edge_count; i++) {
        const ep_edge *edge = &t->edge[i];
        if (match.chosen[i] && t->mutual) {
            mate[edge->v] = edge->u;
        }
        if (match.chosen[i]) {
            mate[edge->u] = column_of(t, edge);
        }
    }
    return status;
}

static int match_table(const epic_weights *weights, bool mutual, const epic_match_options *options, size_t *mate,
                       epic_diags *diags)
{
    table t = {.weights = weights, .mutual = mutual, .options = EPIC_MATCH_OPTIONS_INIT, .diags = diags};
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
