/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Branch and bound: the open leaf of greatest bound is solved with fractions; what stays one is decided both ways. */
#include "limited.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "grow.h"
#include "settle.h"

/* Of parts of the scale, what a bound may exceed the best choice by, ties being less sharp than that; rounds of halves at the
 * root and at other leaves; programmes after which ties are no longer looked at. */
enum { SLACK = 128, ROOT_ROUNDS = 60, ROUNDS = 2, TIES = 1000, ROOT = 0 };
static const int64_t LARGEST_WEIGHT = (int64_t)1 << 40;
#define NOT_SEEN ((ep_wide)1 << 120) /* more than any bound */

typedef struct branch {
    ep_decision decision;
    uint32_t parent;
    bool open, stuck; /* stuck: open, with nothing left to decide */
    ep_wide bound;
} branch;

typedef struct search {
    const ep_limited_problem *problem;
    ep_arena *arena;
    ep_limited *out;
    ep_settler settler;
    ep_chooser chooser;
    branch *branch;
    size_t branch_count, branch_room;
    ep_leaf_prices *prices;
    size_t price_count, price_room;
    uint32_t at;  /* the leaf whose decisions are made */
    uint32_t dive; /* the leaf to go on with, or the root */
} search;

/* What a leaf has to be bounded by to be of no interest. */
static ep_wide enough(const search *s)
{
    return s->chooser.best.worth < 0 ? -1 : s->chooser.best.worth + SLACK;
}

/* Makes (1) or takes back (0) the decisions that lead to a leaf. */
static void walk(search *s, uint32_t leaf, int make)
{
    ep_decided *decided = &s->settler.relax.decided;
    for (uint32_t at = leaf; at != ROOT; at = s->branch[at].parent) {
        const ep_decision *decision = &s->branch[s->branch[at].parent].decision;
        int8_t answer = decision->yes == at ? 1 : -1;
        if (decision->triad) {
            decided->node[decision->subject] = (int8_t)(make * answer);
            decided->in_triad += answer > 0 && make ? 1 : 0;
        } else {
            decided->edge[decision->subject] = (int8_t)(make * answer);
        }
    }
}

static void go_to(search *s, uint32_t leaf)
{
    walk(s, s->at, 0);
    s->settler.relax.decided.in_triad = 0;
    walk(s, leaf, 1);
    s->at = leaf;
}

/* Keeps the prices found for a leaf; its bound is theirs. */
static int keep_prices(search *s, branch *leaf)
{
    const ep_leaf_prices *from = &s->settler.best;
    if (s->settler.bound >= leaf->bound) {
        return EPIC_OK;
    }
    if (s->price_count == UINT32_MAX || !ep_grow((void **)&s->prices, &s->price_room, s->price_count + 1, sizeof *s->prices)) {
        return EPIC_ENOMEM;
    }
    size_t nodes = s->problem->match.node_count, rules = s->problem->rule_count;
    ep_leaf_prices copy = {
        .impossible = from->impossible,
        .node = ep_arena_array_of(s->arena, nodes, int64_t),
        .rule = ep_arena_array_of(s->arena, rules, int64_t),
        .half = ep_arena_array_of(s->arena, from->half_count, ep_half_price),
        .half_count = from->half_count,
    };
    if (copy.node == NULL || copy.rule == NULL || copy.half == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(copy.node, from->node, nodes * sizeof *copy.node);
    memcpy(copy.rule, from->rule, rules * sizeof *copy.rule);
    if (from->half_count > 0) {
        memcpy(copy.half, from->half, from->half_count * sizeof *copy.half);
    }
    leaf->decision.prices = (uint32_t)s->price_count;
    leaf->bound = s->settler.bound;
    s->prices[s->price_count++] = copy;
    return EPIC_OK;
}

/* What no choice at the leaf decided now exceeds in units, by prices kept. */
static int64_t value_bound(search *s, const branch *leaf)
{
    ep_relax *r = &s->settler.relax;
    const ep_leaf_prices *prices = &s->prices[leaf->decision.prices];
    if (prices->impossible) {
        return INT64_MIN;
    }
    ep_wide bound = ep_bound(&r->bounder, prices, &r->decided, EP_COUNT_VALUES) >> 20;
    return bound > INT64_MAX ? INT64_MAX : bound < INT64_MIN ? INT64_MIN : (int64_t)bound;
}

static bool is_closed_by_value(search *s, const branch *leaf)
{
    return s->chooser.best.worth >= 0 && value_bound(s, leaf) <= ep_choice_value(&s->chooser);
}

static double closeness(double value)
{
    double part = value - floor(value);
    return part < 0.5 ? part : 1 - part;
}

/* The node that is most nearly half in a triad. */
static double find_node(const search *s, ep_decision *out)
{
    const ep_relax *r = &s->settler.relax;
    double best = 1e-6;
    for (uint32_t node = 0; s->problem->triad && node < s->problem->match.node_count; node++) {
        double sum = 0;
        for (size_t i = 0; i < r->column_count; i++) {
            const uint32_t *three = r->column[i].triad.node;
            bool in = r->column[i].kind == EP_COLUMN_TRIAD && (three[0] == node || three[1] == node || three[2] == node);
            sum += in ? r->value[i] : 0;
        }
        if (r->decided.node[node] == 0 && closeness(sum) > best) {
            best = closeness(sum);
            *out = (ep_decision){.subject = node, .triad = true};
        }
    }
    return best;
}

/* The edge whose fraction weighs most, or one that is whole but not decided; false when all is. */
static bool find_edge(const search *s, ep_decision *out)
{
    const ep_relax *r = &s->settler.relax;
    double best = -1;
    for (size_t i = 0; i < r->column_count; i++) {
        const ep_column *column = &r->column[i];
        if (column->kind != EP_COLUMN_EDGE || r->decided.edge[column->at] != 0) {
            continue;
        }
        double part = closeness(r->value[i]), worth = part * ((double)r->bounder.weight[column->at] + 1);
        if (worth > best) {
            best = worth;
            *out = (ep_decision){.subject = column->at};
        }
    }
    return best >= 0;
}

static bool find_decision(const search *s, ep_decision *out)
{
    return find_node(s, out) > 1e-6 || find_edge(s, out);
}

/* Decides something at a leaf, and goes on with yes. */
static int split(search *s, uint32_t leaf)
{
    ep_decision decision = {0};
    if (!find_decision(s, &decision)) {
        s->branch[leaf].stuck = true;
        return EPIC_OK;
    }
    if (s->branch_count > UINT32_MAX - 2 ||
        !ep_grow((void **)&s->branch, &s->branch_room, s->branch_count + 2, sizeof *s->branch)) {
        return EPIC_ENOMEM;
    }
    branch *it = &s->branch[leaf];
    branch child = {.decision = {.prices = it->decision.prices}, .parent = leaf, .open = true, .bound = it->bound};
    decision.prices = it->decision.prices;
    decision.yes = (uint32_t)s->branch_count++;
    decision.no = (uint32_t)s->branch_count++;
    it->decision = decision;
    it->open = false;
    s->branch[decision.yes] = s->branch[decision.no] = child;
    s->dive = decision.yes;
    return EPIC_OK;
}

/* Whether a leaf that was solved needs no more; a whole answer is solved exactly before that is denied. */
static int close_leaf(search *s, branch *leaf, ep_outcome outcome)
{
    int status = EPIC_OK;
    if (outcome == EP_WHOLE && leaf->bound > enough(s)) {
        status = ep_settle_exactly(&s->settler);
        status = status == EPIC_OK ? keep_prices(s, leaf) : status;
    }
    bool value_will_do = outcome == EP_WHOLE || s->settler.programmes > TIES;
    leaf->open = leaf->bound > enough(s) && !(value_will_do && is_closed_by_value(s, leaf));
    return status;
}

static int visit(search *s, uint32_t at)
{
    ep_outcome outcome;
    go_to(s, at);
    s->settler.bound = NOT_SEEN;
    int status = ep_settle(&s->settler, enough(s), at == ROOT ? ROOT_ROUNDS : ROUNDS, &outcome);
    status = status == EPIC_OK ? keep_prices(s, &s->branch[at]) : status;
    status = status == EPIC_OK ? ep_choose(&s->chooser) : status;
    status = status == EPIC_OK ? close_leaf(s, &s->branch[at], outcome) : status;
    return status == EPIC_OK && s->branch[at].open ? split(s, at) : status;
}

/* The leaf to go on with; the root again when there is none. */
static uint32_t next_leaf(search *s)
{
    uint32_t best = s->dive;
    s->dive = ROOT;
    if (best != ROOT && s->branch[best].bound > enough(s)) {
        return best;
    }
    best = ROOT;
    for (uint32_t i = 1; i < s->branch_count; i++) {
        const branch *it = &s->branch[i];
        bool wanted = it->open && !it->stuck && it->bound > enough(s);
        if (wanted && (best == ROOT || it->bound > s->branch[best].bound)) {
            best = i;
        }
    }
    return best;
}

static int work(ep_lp *lp, void *user)
{
    search *s = user;
    int status = ep_settler_begin(&s->settler, lp);
    s->branch[ROOT] = (branch){.open = true, .bound = NOT_SEEN};
    status = status == EPIC_OK ? keep_prices(s, &s->branch[ROOT]) : status;
    uint32_t at = ROOT;
    do {
        status = status == EPIC_OK ? visit(s, at) : status;
        ep_lp_done(lp, (double)s->settler.programmes / (double)(s->problem->effort + 1));
        at = next_leaf(s);
    } while (status == EPIC_OK && at != ROOT && s->settler.programmes < s->problem->effort);
    return status;
}

/* The greatest bound of a leaf that is open still. */
static void find_bound(search *s)
{
    s->out->bound = s->out->total;
    s->out->proved = true;
    for (uint32_t i = 0; i < s->branch_count; i++) {
        if (!s->branch[i].open || s->branch[i].bound <= enough(s)) {
            continue;
        }
        go_to(s, i);
        int64_t bound = value_bound(s, &s->branch[i]);
        s->out->bound = bound > s->out->bound ? bound : s->out->bound;
    }
    s->out->proved = s->out->bound == s->out->total;
}

static int keep_proof(search *s)
{
    ep_limited *out = s->out;
    const ep_bounder *b = &s->settler.relax.bounder;
    out->decision = ep_arena_array_of(s->arena, s->branch_count, ep_decision);
    out->prices = ep_arena_array_of(s->arena, s->price_count, ep_leaf_prices);
    out->half = ep_arena_array_of(s->arena, b->half_count, ep_half);
    if (out->decision == NULL || out->prices == NULL || out->half == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < s->branch_count; i++) {
        out->decision[i] = s->branch[i].decision;
    }
    memcpy(out->prices, s->prices, s->price_count * sizeof *out->prices);
    for (size_t i = 0; i < b->half_count; i++) {
        out->half[i] = b->half[i].half;
    }
    out->decision_count = s->branch_count;
    out->price_count = s->price_count;
    out->half_count = b->half_count;
    out->shift = b->shift;
    out->programmes = s->settler.programmes;
    return EPIC_OK;
}

static int keep_choice(search *s)
{
    const ep_choice *best = &s->chooser.best;
    ep_limited *out = s->out;
    out->chosen = ep_arena_array_of(s->arena, s->problem->match.edge_count, bool);
    if (out->chosen == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < s->problem->match.edge_count; i++) {
        out->chosen[i] = best->pair[i];
    }
    out->has_triad = best->has_triad;
    for (int i = 0; i < 3 && best->has_triad; i++) {
        out->triad[i] = best->triad[i];
        out->chosen[ep_between(&s->settler.relax.bounder, best->triad[i], best->triad[(i + 1) % 3])] = true;
    }
    out->total = ep_choice_value(&s->chooser);
    find_bound(s);
    return EPIC_OK;
}

static int finish(search *s)
{
    int status = keep_proof(s);
    if (status != EPIC_OK || s->chooser.best.worth >= 0) {
        return status == EPIC_OK ? keep_choice(s) : status;
    }
    for (size_t i = 0; i < s->branch_count; i++) {
        if (s->branch[i].open && s->branch[i].bound >= 0) {
            snprintf(s->out->said, sizeof s->out->said, "no choice found in %zu linear programmes", s->settler.programmes);
            return EPIC_ESOLVER;
        }
    }
    return EPIC_EINFEASIBLE;
}

/* EPIC_EINFEASIBLE where a least value is above a greatest, EPIC_ESOLVER where numbers are too large. */
static int check(const ep_limited_problem *problem)
{
    bool large = problem->premium > EP_LIMITED_PREMIUM, empty = false;
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        large = large || problem->match.edge[i].weight.at[EP_WEIGHT] > LARGEST_WEIGHT;
    }
    for (size_t i = 0; i < problem->match.node_count; i++) {
        empty = empty || problem->match.room[i].min > problem->match.room[i].max;
    }
    for (size_t i = 0; i < problem->rule_count; i++) {
        empty = empty || problem->rule[i].min > problem->rule[i].max || problem->rule[i].max < 0;
    }
    return large ? EPIC_ESOLVER : empty ? EPIC_EINFEASIBLE : EPIC_OK;
}

int ep_match_limited(ep_limited *out, ep_arena *arena, const ep_limited_problem *problem, const ep_watch *watch)
{
    *out = (ep_limited){0};
    int status = check(problem);
    if (status != EPIC_OK) {
        snprintf(out->said, sizeof out->said, "%s", status == EPIC_ESOLVER ? "numbers are too large" : "");
        return status;
    }
    search s = {.problem = problem, .arena = arena, .out = out, .branch_count = 1};
    bool settler = ep_settler_init(&s.settler, arena, problem), chooser = ep_chooser_init(&s.chooser, &s.settler.relax);
    bool fits = settler && chooser && ep_grow((void **)&s.branch, &s.branch_room, 1, sizeof *s.branch);
    status = fits ? ep_lp_run(work, &s, watch, out->said) : EPIC_ENOMEM;
    status = status == EPIC_OK ? finish(&s) : status;
    ep_settler_free(&s.settler);
    ep_chooser_free(&s.chooser);
    free(s.branch);
    free(s.prices);
    return status;
}
