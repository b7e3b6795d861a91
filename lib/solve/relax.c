/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "relax.h"

#include <math.h>
#include <stdlib.h>

#include "grow.h"

bool ep_relax_init(ep_relax *r, ep_arena *arena, const ep_limited_problem *problem)
{
    *r = (ep_relax){.problem = problem};
    r->decided.edge = calloc(problem->match.edge_count + 1, sizeof *r->decided.edge);
    r->decided.node = calloc(problem->match.node_count + 1, sizeof *r->decided.node);
    r->present = calloc(problem->match.edge_count + 1, sizeof *r->present);
    r->loose = calloc(problem->rule_count + 1, sizeof *r->loose);
    bool bounder = ep_bounder_init(&r->bounder, arena, problem);
    bool lists = r->decided.edge != NULL && r->decided.node != NULL && r->present != NULL && r->loose != NULL;
    return bounder && lists;
}

void ep_relax_free(ep_relax *r)
{
    void *all[] = {r->decided.edge, r->decided.node, r->present, r->loose, r->column,
                   r->value,        r->dual,         r->line,    r->factor};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    ep_bounder_free(&r->bounder);
}

static size_t row_of_rule(const ep_relax *r, size_t rule)
{
    return r->problem->match.node_count + rule;
}

static size_t row_of_triads(const ep_relax *r)
{
    return row_of_rule(r, r->problem->rule_count);
}

static size_t row_of_half(const ep_relax *r, size_t half)
{
    return row_of_triads(r) + (r->problem->triad ? 1 : 0) + half;
}

size_t ep_relax_rows(const ep_relax *r)
{
    return row_of_half(r, r->bounder.half_count);
}

static double cost_of(const ep_relax *r, const ep_column *column)
{
    const int64_t *weight = r->bounder.weight;
    if (r->lacking) {
        return column->kind == EP_COLUMN_LACK ? -1 : 0;
    }
    switch (column->kind) {
    case EP_COLUMN_EDGE:
        return (double)weight[column->at] / (double)EP_LIMITED_SCALE;
    case EP_COLUMN_TRIAD: {
        const uint32_t *node = column->triad.node;
        uint32_t one = ep_between(&r->bounder, node[0], node[1]), two = ep_between(&r->bounder, node[0], node[2]);
        uint32_t three = ep_between(&r->bounder, node[1], node[2]);
        return (double)(weight[one] + weight[two] + weight[three]) / (double)EP_LIMITED_SCALE;
    }
    case EP_COLUMN_COVER:
        return (double)ep_premium_of(r->problem, column->at);
    default:
        return 0;
    }
}

static void limit_edge(const ep_relax *r, uint32_t index, double *lo, double *hi)
{
    const ep_edge *edge = &r->problem->match.edge[index];
    bool away = r->decided.node[edge->u] > 0 || r->decided.node[edge->v] > 0 || r->decided.edge[index] < 0;
    *lo = !away && r->decided.edge[index] > 0 ? 1 : 0;
    bool many = r->problem->match.room[edge->u].max > 1 && r->problem->match.room[edge->v].max > 1;
    *hi = away ? 0 : many || *lo > 0 ? 1 : (double)INFINITY; /* else the rows of its nodes say so */
}

static void limit_triad(const ep_relax *r, const uint32_t *node, double *hi)
{
    size_t in = 0;
    for (int i = 0; i < 3; i++) {
        in += r->decided.node[node[i]] > 0;
        *hi = r->decided.node[node[i]] < 0 ? 0 : *hi;
    }
    *hi = in < r->decided.in_triad ? 0 : *hi;
}

static void limits_of(const ep_relax *r, const ep_column *column, double *lo, double *hi)
{
    *lo = 0;
    *hi = 1;
    switch (column->kind) {
    case EP_COLUMN_EDGE:
        limit_edge(r, column->at, lo, hi);
        break;
    case EP_COLUMN_TRIAD:
        limit_triad(r, column->triad.node, hi);
        break;
    case EP_COLUMN_COVER:
        *lo = r->problem->match.room[column->at].min > 0 ? 1 : 0;
        *hi = r->problem->match.room[column->at].max > 0 ? 1 : 0;
        break;
    case EP_COLUMN_NO_TRIAD:
        *hi = r->decided.in_triad > 0 ? 0 : 1;
        break;
    case EP_COLUMN_LACK:
        *hi = r->lacking ? (double)INFINITY : 0;
        break;
    }
}

static bool put(ep_relax *r, size_t at, double factor)
{
    if (!ep_grow((void **)&r->line, &r->line_room, r->line_count + 1, sizeof *r->line) ||
        !ep_grow((void **)&r->factor, &r->factor_room, r->line_count + 1, sizeof *r->factor)) {
        return false;
    }
    r->line[r->line_count] = (uint32_t)at;
    r->factor[r->line_count++] = factor;
    return true;
}

static bool put_rules(ep_relax *r, uint32_t edge)
{
    bool fits = true;
    for (size_t i = r->bounder.first[edge]; i < r->bounder.first[edge + 1]; i++) {
        size_t row = row_of_rule(r, r->bounder.part[i].rule), k = 0;
        double factor = ldexp((double)r->bounder.part[i].amount, -(int)r->bounder.shift[r->bounder.part[i].rule]);
        while (k < r->line_count && r->line[k] != row) { /* a triad's edges can share a rule */
            k++;
        }
        if (k < r->line_count) {
            r->factor[k] += factor;
        } else {
            fits = fits && put(r, row, factor);
        }
    }
    return fits;
}

static bool put_triad(ep_relax *r, const ep_triad *triad)
{
    const uint32_t *node = triad->node;
    bool fits = put_rules(r, ep_between(&r->bounder, node[0], node[1])) &&
                put_rules(r, ep_between(&r->bounder, node[0], node[2])) &&
                put_rules(r, ep_between(&r->bounder, node[1], node[2]));
    return fits && put(r, node[0], 1) && put(r, node[1], 1) && put(r, node[2], 1) && put(r, row_of_triads(r), 1);
}

static uint32_t count_in(const ep_relax *r, const ep_halved *half, const ep_column *column)
{
    bool edge = column->kind == EP_COLUMN_EDGE, triad = column->kind == EP_COLUMN_TRIAD;
    return edge ? ep_half_of_edge(half, column->at) : triad ? ep_half_of_triad(&r->bounder, half, &column->triad) : 0;
}

static bool put_halves(ep_relax *r, const ep_column *column)
{
    bool fits = true;
    for (size_t i = 0; i < r->bounder.half_count && fits; i++) {
        uint32_t count = count_in(r, &r->bounder.half[i], column);
        fits = count == 0 || put(r, row_of_half(r, i), count);
    }
    return fits;
}

/* Adds the column whose part above the halves is in the line. */
static int add(ep_relax *r, ep_column column)
{
    limits_of(r, &column, &column.lo, &column.hi);
    if (!put_halves(r, &column) || !ep_grow((void **)&r->column, &r->column_room, r->column_count + 1, sizeof *r->column) ||
        !ep_grow((void **)&r->value, &r->value_room, r->column_count + 1, sizeof *r->value)) {
        return EPIC_ENOMEM;
    }
    r->value[r->column_count] = 0;
    r->column[r->column_count++] = column;
    size_t count = r->line_count;
    r->line_count = 0;
    return ep_lp_column(r->lp, cost_of(r, &column), column.lo, column.hi, count, r->line, r->factor);
}

int ep_relax_add_edge(ep_relax *r, uint32_t edge)
{
    const ep_edge *it = &r->problem->match.edge[edge];
    r->present[edge] = true;
    bool fits = put(r, it->u, 1) && put(r, it->v, 1) && put_rules(r, edge);
    return fits ? add(r, (ep_column){.kind = EP_COLUMN_EDGE, .at = edge}) : EPIC_ENOMEM;
}

int ep_relax_add_triad(ep_relax *r, const ep_triad *triad)
{
    return put_triad(r, triad) ? add(r, (ep_column){.kind = EP_COLUMN_TRIAD, .triad = *triad}) : EPIC_ENOMEM;
}

static int add_lack(ep_relax *r, size_t row, int sign)
{
    return put(r, row, sign) ? add(r, (ep_column){.kind = EP_COLUMN_LACK, .at = (uint32_t)row, .sign = sign}) : EPIC_ENOMEM;
}

/* With a premium a row holds what partners exceed the one that earns it. */
static int add_node_row(ep_relax *r, const ep_room *room)
{
    if (r->problem->premium == 0) {
        return ep_lp_row(r->lp, room->min > 0 ? (double)room->min : -(double)INFINITY, room->max, 0, NULL, NULL);
    }
    return ep_lp_row(r->lp, room->min > 0 ? room->min - 1 : 0, room->max > 0 ? room->max - 1 : 0, 0, NULL, NULL);
}

static int add_rule_row(ep_relax *r, size_t index)
{
    const ep_side_rule *rule = &r->problem->rule[index];
    int64_t all = 0;
    for (size_t i = 0; i < rule->count; i++) {
        all += rule->amount[i];
    }
    r->loose[index] = rule->max >= all;
    int64_t most = rule->max < all ? rule->max : 2 * all + 1;
    most = rule->min > most ? rule->min : most;
    int shift = -(int)r->bounder.shift[index];
    double least = rule->min > 0 ? ldexp((double)rule->min, shift) : -(double)INFINITY;
    return ep_lp_row(r->lp, least, ldexp((double)most, shift), 0, NULL, NULL);
}

int ep_relax_begin(ep_relax *r, ep_lp *lp)
{
    r->lp = lp;
    int status = ep_lp_begin(lp);
    for (size_t i = 0; i < r->problem->match.node_count && status == EPIC_OK; i++) {
        status = add_node_row(r, &r->problem->match.room[i]);
    }
    for (size_t i = 0; i < r->problem->rule_count && status == EPIC_OK; i++) {
        status = add_rule_row(r, i);
    }
    for (uint32_t i = 0; i < r->problem->match.node_count && r->problem->premium > 0 && status == EPIC_OK; i++) {
        status = put(r, i, -1) ? add(r, (ep_column){.kind = EP_COLUMN_COVER, .at = i}) : EPIC_ENOMEM;
    }
    if (r->problem->triad && status == EPIC_OK) {
        status = ep_lp_row(lp, 1, 1, 0, NULL, NULL);
        bool fits = put(r, row_of_triads(r), 1);
        status = fits && status == EPIC_OK ? add(r, (ep_column){.kind = EP_COLUMN_NO_TRIAD}) : EPIC_ENOMEM;
    }
    return status;
}

int ep_relax_add_half(ep_relax *r, const ep_half *half)
{
    if (ep_bounder_add(&r->bounder, half) != EPIC_OK) {
        return EPIC_ENOMEM;
    }
    const ep_halved *halved = &r->bounder.half[r->bounder.half_count - 1];
    bool fits = true;
    for (size_t i = 0; i < r->column_count && fits; i++) {
        uint32_t count = count_in(r, halved, &r->column[i]);
        fits = count == 0 || put(r, i, count);
    }
    size_t count = r->line_count;
    r->line_count = 0;
    return fits ? ep_lp_row(r->lp, -(double)INFINITY, (double)halved->limit, count, r->line, r->factor) : EPIC_ENOMEM;
}

int ep_relax_keep(ep_relax *r)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < r->column_count && status == EPIC_OK; i++) {
        ep_column *column = &r->column[i];
        double lo = column->lo, hi = column->hi;
        limits_of(r, column, &column->lo, &column->hi);
        if (column->lo > lo || column->lo < lo || column->hi > hi || column->hi < hi) {
            status = ep_lp_limits(r->lp, i, column->lo, column->hi);
        }
    }
    return status;
}

/* Whether a row has a lower bound. */
static bool has_least(const ep_relax *r, size_t row)
{
    if (row < r->problem->match.node_count) {
        return r->problem->premium > 0 || r->problem->match.room[row].min > 0;
    }
    return row < row_of_triads(r) ? r->problem->rule[row - r->problem->match.node_count].min > 0 : row < row_of_half(r, 0);
}

int ep_relax_lack(ep_relax *r, bool lacking)
{
    int status = EPIC_OK;
    r->lacking = lacking;
    for (size_t row = r->rows_with_lack; row < ep_relax_rows(r) && lacking && status == EPIC_OK; row++) {
        status = add_lack(r, row, -1);
        if (has_least(r, row) && status == EPIC_OK) {
            status = add_lack(r, row, 1);
        }
        r->rows_with_lack = row + 1;
    }
    for (size_t i = 0; i < r->column_count && status == EPIC_OK; i++) {
        status = ep_lp_cost(r->lp, i, cost_of(r, &r->column[i]));
    }
    return status == EPIC_OK ? ep_relax_keep(r) : status;
}

int ep_relax_read(ep_relax *r)
{
    bool fits = ep_grow((void **)&r->dual, &r->dual_room, ep_relax_rows(r) + 1, sizeof *r->dual);
    return fits ? ep_lp_read(r->lp, r->value, r->dual) : EPIC_ENOMEM;
}
