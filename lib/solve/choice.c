/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "choice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ep_chooser_init(ep_chooser *c, const ep_relax *relax)
{
    const ep_limited_problem *problem = relax->problem;
    *c = (ep_chooser){.relax = relax};
    c->now.pair = calloc(problem->match.edge_count + 1, sizeof *c->now.pair);
    c->best.pair = calloc(problem->match.edge_count + 1, sizeof *c->best.pair);
    c->used = calloc(problem->match.node_count + 1, sizeof *c->used);
    c->sum = calloc(problem->rule_count + 1, sizeof *c->sum);
    c->best.worth = -1;
    return c->now.pair != NULL && c->best.pair != NULL && c->used != NULL && c->sum != NULL;
}

void ep_chooser_free(ep_chooser *c)
{
    void *all[] = {c->now.pair, c->best.pair, c->used, c->sum};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

/* Adds an edge's amounts to the rules' sums; whether none is above its greatest value. */
static bool count_amounts(ep_chooser *c, uint32_t edge, int sign)
{
    const ep_relax *r = c->relax;
    bool fits = true;
    for (size_t i = r->bounder.first[edge]; i < r->bounder.first[edge + 1]; i++) {
        const ep_rule_part *part = &r->bounder.part[i];
        c->sum[part->rule] += sign * part->amount;
        fits = fits && c->sum[part->rule] <= r->problem->rule[part->rule].max;
    }
    return fits;
}

static void take_pair(ep_chooser *c, uint32_t index)
{
    const ep_match_problem *match = &c->relax->problem->match;
    const ep_edge *edge = &match->edge[index];
    if (c->used[edge->u] >= match->room[edge->u].max || c->used[edge->v] >= match->room[edge->v].max) {
        return;
    }
    if (!count_amounts(c, index, 1)) {
        count_amounts(c, index, -1);
        return;
    }
    c->used[edge->u]++;
    c->used[edge->v]++;
    c->now.pair[index] = true;
    c->now.worth += c->relax->bounder.weight[index];
}

static void take_triad(ep_chooser *c, const ep_triad *triad)
{
    const ep_bounder *b = &c->relax->bounder;
    uint32_t edge[3];
    bool fits = true;
    for (int i = 0; i < 3; i++) {
        edge[i] = ep_between(b, triad->node[i], triad->node[(i + 1) % 3]);
        fits = count_amounts(c, edge[i], 1) && fits;
    }
    for (int i = 0; i < 3 && fits; i++) {
        c->used[triad->node[i]]++;
        c->now.triad[i] = triad->node[i];
        c->now.worth += b->weight[edge[i]];
    }
    for (int i = 0; i < 3 && !fits; i++) {
        count_amounts(c, edge[i], -1);
    }
    c->now.has_triad = fits;
}

/* What is put in order: a column by its value, then by its weight. */
typedef struct ranked {
    int value; /* in parts of a thousand */
    int64_t weight;
    uint32_t edge;
} ranked;

static int compare(const void *left, const void *right)
{
    const ranked *a = left, *b = right;
    if (a->value != b->value) {
        return a->value > b->value ? -1 : 1;
    }
    if (a->weight != b->weight) {
        return a->weight > b->weight ? -1 : 1;
    }
    return a->edge < b->edge ? -1 : a->edge > b->edge;
}

static void begin(ep_chooser *c)
{
    const ep_limited_problem *problem = c->relax->problem;
    memset(c->now.pair, 0, problem->match.edge_count * sizeof *c->now.pair);
    memset(c->used, 0, problem->match.node_count * sizeof *c->used);
    memset(c->sum, 0, problem->rule_count * sizeof *c->sum);
    c->now.has_triad = false;
    c->now.worth = 0;
}

/* Whether all minima are met; adds the premiums. */
static bool finish(ep_chooser *c)
{
    const ep_limited_problem *problem = c->relax->problem;
    bool met = true;
    for (size_t i = 0; i < problem->match.node_count; i++) {
        met = met && c->used[i] >= problem->match.room[i].min;
        c->now.worth += c->used[i] > 0 ? (ep_wide)ep_premium_of(problem, i) * EP_LIMITED_SCALE : 0;
    }
    for (size_t i = 0; i < problem->rule_count; i++) {
        met = met && c->sum[i] >= problem->rule[i].min && c->sum[i] <= problem->rule[i].max;
    }
    return met;
}

int ep_choose(ep_chooser *c)
{
    const ep_relax *r = c->relax;
    ranked *order = malloc((r->column_count + 1) * sizeof *order);
    size_t count = 0;
    if (order == NULL) {
        return EPIC_ENOMEM;
    }
    begin(c);
    for (size_t i = 0; i < r->column_count; i++) {
        const ep_column *column = &r->column[i];
        if (column->kind == EP_COLUMN_TRIAD && r->value[i] > 0.5 && !c->now.has_triad) {
            take_triad(c, &column->triad);
        } else if (column->kind == EP_COLUMN_EDGE) {
            order[count++] = (ranked){(int)lround(1000 * r->value[i]), r->bounder.weight[column->at], column->at};
        }
    }
    qsort(order, count, sizeof *order, compare);
    for (size_t i = 0; i < count; i++) {
        take_pair(c, order[i].edge);
    }
    free(order);
    if (finish(c) && c->now.worth > c->best.worth) {
        ep_choice better = c->now;
        c->now = c->best;
        c->best = better;
    }
    return EPIC_OK;
}

/* Ties are less than half a unit together. */
int64_t ep_choice_value(const ep_chooser *c)
{
    return (int64_t)(c->best.worth / EP_LIMITED_SCALE);
}
