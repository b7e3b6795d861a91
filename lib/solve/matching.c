/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edmonds' description of the matching polytope (1965) as a linear programme whose odd-set rows are added when they are
 * violated. First the weights are solved; then, among the choices that complementary slackness leaves, the tie numbers. */
#include "matching.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "basis.h"
#include "cut.h"
#include "grow.h"
#include "laminar.h"
#include "nobody.h"
#include "start.h"

static const double FLOATING = 1e-4, EXACT = 1e-9; /* violations worth a row, before and after exact arithmetic */
static const double ROUNDING = 1e-3;               /* of a sum of prices that is exact but for its last bits */
static const double COARSE = 1e-6;                 /* gains worth a column before that, as a part of the greatest weight */
static const double NUDGE = 0x1p-46;               /* so that the greatest tie number adds 2^-14 of the greatest weight */

enum { OFFERS = 6, LARGEST_SCALE = 1 << 16, WORD = 64 }; /* new columns a node asks for at a time; of prices; bits */

/* The edges a node would like most as columns, the worst first. */
typedef struct wishes {
    double gain[OFFERS];
    size_t edge[OFFERS];
} wishes;

typedef struct engine {
    const ep_match_problem *problem;
    const ep_start *start; /* or NULL */
    ep_arena *arena;
    ep_match *match;
    ep_lp *lp;
    int level;       /* solved now */
    double most;     /* the greatest cost at this level */
    bool chosen;     /* the choice is made, and only prices are wanted */
    double nudge;    /* what a tie number adds to the weight; 0 when it counts */
    ep_node_set *set; /* the rows after those of the nodes */
    size_t set_count, set_room;
    uint64_t *member; /* of each 64 sets and each node: a bit for each set that has it */
    size_t member_room;
    bool *present;    /* of each edge: whether it is a column */
    uint32_t *column; /* the edges that are, in that order */
    size_t columns;
    uint32_t *line; /* a row or a column at hand */
    size_t line_room;
    double *value, *dual;
    size_t dual_room;
    ep_support *support;
    double *gain;     /* of each edge: its cost less its prices */
    wishes *wish;     /* of each node */
    ep_number *slack; /* of each edge: w - y_u - y_v - z, scaled */
} engine;

static int sign_at(const ep_number *number, int level)
{
    int64_t first = number->at[EP_WEIGHT] != 0 || level == EP_WEIGHT ? number->at[EP_WEIGHT] : number->at[EP_TIE];
    return (first > 0) - (first < 0);
}

/* What an edge can be at this level: absent, free, or, when its own weight is what pays for it, chosen. */
static bool edge_range(const engine *e, size_t edge, double *lo, double *hi)
{
    const ep_edge *it = &e->problem->edge[edge];
    bool many = e->problem->room[it->u].max > 1 && e->problem->room[it->v].max > 1;
    int paid = e->level == EP_WEIGHT ? 0 : sign_at(&e->slack[edge], EP_WEIGHT);
    *lo = paid > 0 ? 1 : 0;
    *hi = paid > 0 || many ? 1 : (double)INFINITY; /* else the rows of its nodes say so */
    return paid >= 0;
}

static double edge_cost(const engine *e, size_t edge)
{
    const ep_number *weight = &e->problem->edge[edge].weight;
    return (double)weight->at[e->level] + e->nudge * (double)weight->at[EP_TIE];
}

/* Of 64 sets, of which `word` is the number, those that have both nodes of an edge. */
static uint64_t sets_around(const engine *e, size_t edge, size_t word)
{
    const uint64_t *member = e->member + word * e->problem->node_count;
    return member[e->problem->edge[edge].u] & member[e->problem->edge[edge].v];
}

/* Takes the least out. */
static size_t next_set(uint64_t *sets, size_t word)
{
    size_t set = word * WORD + (size_t)__builtin_ctzll(*sets);
    *sets &= *sets - 1;
    return set;
}

static int add_column(engine *e, size_t edge)
{
    const ep_edge *it = &e->problem->edge[edge];
    double lo, hi;
    if (e->present[edge] || !edge_range(e, edge, &lo, &hi)) {
        return EPIC_OK;
    }
    if (!ep_grow((void **)&e->line, &e->line_room, e->set_count + 2, sizeof *e->line)) {
        return EPIC_ENOMEM;
    }
    size_t count = 2;
    e->line[0] = it->u;
    e->line[1] = it->v;
    for (size_t word = 0; word * WORD < e->set_count; word++) {
        for (uint64_t sets = sets_around(e, edge, word); sets != 0;) {
            e->line[count++] = (uint32_t)(e->problem->node_count + next_set(&sets, word));
        }
    }
    e->present[edge] = true;
    e->column[e->columns++] = (uint32_t)edge;
    return ep_lp_column(e->lp, edge_cost(e, edge), lo, hi, count, e->line, NULL);
}

/* A price at the level above makes its row an equality. */
static void node_range(const engine *e, size_t node, double *lo, double *hi)
{
    const ep_room *room = &e->problem->room[node];
    int priced = e->level == EP_WEIGHT ? 0 : sign_at(&e->match->price[node], EP_WEIGHT);
    uint32_t least = priced > 0 ? room->max : room->min;
    *lo = least > 0 ? (double)least : -(double)INFINITY;
    *hi = priced < 0 ? room->min : room->max;
}

static void set_range(const engine *e, const ep_node_set *set, double *lo, double *hi)
{
    *hi = (double)((set->count - 1) / 2);
    *lo = e->level != EP_WEIGHT && set->price.at[EP_WEIGHT] > 0 ? *hi : -(double)INFINITY;
}

static int add_node_row(engine *e, size_t node)
{
    double lo, hi;
    node_range(e, node, &lo, &hi);
    return ep_lp_row(e->lp, lo, hi, 0, NULL, NULL);
}

static int add_set_row(engine *e, size_t set)
{
    if (!ep_grow((void **)&e->line, &e->line_room, e->columns + 1, sizeof *e->line)) {
        return EPIC_ENOMEM;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < e->columns; i++) {
        e->line[count] = i;
        count += sets_around(e, e->column[i], set / WORD) >> set % WORD & 1;
    }
    double lo, hi;
    set_range(e, &e->set[set], &lo, &hi);
    return ep_lp_row(e->lp, lo, hi, count, e->line, NULL);
}

/* The bits of a set, the first ones of a word after which there are none. */
static int index_set(engine *e, size_t set)
{
    size_t nodes = e->problem->node_count, word = set / WORD;
    if (!ep_grow((void **)&e->member, &e->member_room, (word + 1) * nodes, sizeof *e->member)) {
        return EPIC_ENOMEM;
    }
    uint64_t *member = e->member + word * nodes;
    if (set % WORD == 0) {
        memset(member, 0, nodes * sizeof *member);
    }
    for (size_t i = 0; i < e->set[set].count; i++) {
        member[e->set[set].node[i]] |= UINT64_C(1) << set % WORD;
    }
    return EPIC_OK;
}

static int add_set(engine *e, const uint32_t *nodes, size_t count)
{
    if (!ep_grow((void **)&e->set, &e->set_room, e->set_count + 1, sizeof *e->set)) {
        return EPIC_ENOMEM;
    }
    e->set[e->set_count] = (ep_node_set){.node = nodes, .count = count};
    return index_set(e, e->set_count++);
}

static int add_cut(void *user, const uint32_t *nodes, size_t count)
{
    engine *e = user;
    uint32_t *copy = ep_arena_array_of(e->arena, count, uint32_t);
    if (copy == NULL) {
        return EPIC_ENOMEM;
    }
    memcpy(copy, nodes, count * sizeof *copy);
    int status = add_set(e, copy, count);
    return status == EPIC_OK ? add_set_row(e, e->set_count - 1) : status;
}

/* What each edge that is no column would gain at the duals at hand. */
static void find_gains(engine *e)
{
    size_t nodes = e->problem->node_count;
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->gain[i] = edge_cost(e, i) - e->dual[e->problem->edge[i].u] - e->dual[e->problem->edge[i].v];
        for (size_t word = 0; word * WORD < e->set_count; word++) {
            for (uint64_t sets = sets_around(e, i, word); sets != 0;) {
                e->gain[i] -= e->dual[nodes + next_set(&sets, word)];
            }
        }
    }
}

static void ask(wishes *wish, size_t edge, double gain)
{
    size_t i = 0;
    if (gain <= wish->gain[0]) {
        return;
    }
    for (; i + 1 < OFFERS && wish->gain[i + 1] < gain; i++) {
        wish->gain[i] = wish->gain[i + 1];
        wish->edge[i] = wish->edge[i + 1];
    }
    wish->gain[i] = gain;
    wish->edge[i] = edge;
}

/* Adds the columns that gain more than `margin`, the best of each node. */
static int add_columns(engine *e, double margin)
{
    double lo, hi;
    find_gains(e);
    for (size_t i = 0; i < e->problem->node_count; i++) {
        for (size_t k = 0; k < OFFERS; k++) {
            e->wish[i].gain[k] = margin;
        }
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        if (e->present[i] || e->gain[i] <= margin || !edge_range(e, i, &lo, &hi)) {
            continue;
        }
        ask(&e->wish[e->problem->edge[i].u], i, e->gain[i]);
        ask(&e->wish[e->problem->edge[i].v], i, e->gain[i]);
    }
    int status = EPIC_OK;
    for (size_t i = 0; i < e->problem->node_count; i++) {
        for (size_t k = 0; k < OFFERS && status == EPIC_OK; k++) {
            if (e->wish[i].gain[k] > margin) {
                status = add_column(e, e->wish[i].edge[k]);
            }
        }
    }
    return status;
}

static int add_all_columns(engine *e)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < e->problem->edge_count && status == EPIC_OK; i++) {
        status = add_column(e, i);
    }
    return status;
}

static bool grow_dual(engine *e)
{
    return ep_grow((void **)&e->dual, &e->dual_room, e->problem->node_count + e->set_count + 1, sizeof *e->dual);
}

/* Rows, then the columns that are chosen so far, which keep it feasible, that must be, and that look best at the duals. */
static int begin_level(engine *e, double margin)
{
    int status = ep_lp_begin(e->lp);
    for (size_t i = 0; i < e->problem->node_count && status == EPIC_OK; i++) {
        status = add_node_row(e, i);
    }
    e->columns = 0;
    memset(e->present, 0, e->problem->edge_count * sizeof *e->present);
    for (size_t i = 0; i < e->set_count && status == EPIC_OK; i++) {
        status = add_set_row(e, i);
    }
    for (size_t i = 0; i < e->problem->edge_count && status == EPIC_OK; i++) {
        if (e->match->chosen[i] || (e->level == EP_TIE && sign_at(&e->slack[i], EP_WEIGHT) > 0)) {
            status = add_column(e, i);
        }
    }
    return status == EPIC_OK ? add_columns(e, margin) : status;
}

/* As if no price were known. */
static int begin_anew(engine *e)
{
    if (!grow_dual(e)) {
        return EPIC_ENOMEM;
    }
    memset(e->dual, 0, (e->problem->node_count + e->set_count) * sizeof *e->dual);
    return begin_level(e, -1);
}

static int take_start_sets(engine *e)
{
    const ep_match *match = e->start->match;
    size_t nodes = e->problem->node_count;
    for (size_t i = 0; i < match->set_count; i++) {
        uint32_t *sorted = ep_start_set(e->start, i, e->arena);
        if (sorted == NULL) {
            return EPIC_ENOMEM;
        }
        if (!ep_start_set_holds(sorted, match->set[i].count, e->problem)) {
            continue;
        }
        if (add_set(e, sorted, match->set[i].count) != EPIC_OK || !grow_dual(e)) {
            return EPIC_ENOMEM;
        }
        e->dual[nodes + e->set_count - 1] = (double)match->set[i].price.at[EP_WEIGHT] / (double)match->scale.at[EP_WEIGHT];
    }
    return EPIC_OK;
}

static int take_basis(engine *e)
{
    size_t rows = e->problem->node_count + e->set_count;
    ep_lp_place *place = calloc(rows + e->columns + 1, sizeof *place);
    ep_basis task = {e->problem, e->set,  e->set_count, e->column, e->columns, e->match->chosen,
                     e->gain,    e->dual, place,        place + rows};
    int status = place != NULL ? ep_basis_make(&task) : EPIC_ENOMEM;
    if (status == EPIC_OK && e->columns > 0) {
        status = ep_lp_basis(e->lp, place, place + rows);
    }
    free(place);
    return status;
}

/* From the start's choice and prices. */
static int begin_started(engine *e)
{
    int status = ep_start_choose(e->start, e->problem, e->match->chosen);
    if (status != EPIC_OK || !grow_dual(e)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->problem->node_count; i++) {
        e->dual[i] = ep_start_price(e->start, i);
    }
    status = take_start_sets(e);
    status = status == EPIC_OK ? begin_level(e, -e->most) : status;
    return status == EPIC_OK ? take_basis(e) : status;
}

static int read_answer(engine *e)
{
    return grow_dual(e) ? ep_lp_read(e->lp, e->value, e->dual) : EPIC_ENOMEM;
}

/* Lists the edges with a value, and returns their number; `*whole` when they are a choice. */
static size_t find_support(engine *e, double margin, bool *whole)
{
    size_t count = 0;
    *whole = true;
    for (size_t i = 0; i < e->columns; i++) {
        if (e->value[i] < margin) {
            continue;
        }
        const ep_edge *edge = &e->problem->edge[e->column[i]];
        *whole = *whole && e->value[i] > 1 - margin;
        e->support[count++] = (ep_support){edge->u, edge->v, e->value[i]};
    }
    return count;
}

/* Adds rows for violated odd sets; `*whole` when there was nothing to look at. */
static int cut(engine *e, double margin, bool *whole)
{
    size_t count = find_support(e, margin, whole);
    *whole = *whole || e->chosen;
    if (*whole || e->problem->bipartite) {
        return EPIC_OK;
    }
    return ep_odd_cuts(e->problem->node_count, e->support, count, margin, add_cut, e);
}

/* Adds what the answer shows to be missing: rows, or columns when no row is. */
static int extend(engine *e, double margin, double gain, bool *whole)
{
    size_t sets = e->set_count;
    int status = read_answer(e);
    if (status == EPIC_OK) {
        status = cut(e, margin, whole);
    }
    return status == EPIC_OK && e->set_count == sets ? add_columns(e, gain) : status;
}

/* One solution, and what it shows to be missing: `*more` when something was, `*whole` when it is a choice. */
static int step(engine *e, bool exact, bool *more, bool *whole)
{
    size_t before = e->set_count + e->columns;
    *whole = false;
    int status = exact ? ep_lp_prove(e->lp) : ep_lp_guess(e->lp);
    if (status == EPIC_OK) {
        status = extend(e, exact ? EXACT : FLOATING, exact ? ROUNDING : COARSE * e->most, whole);
    } else if (status == EPIC_EINFEASIBLE && add_all_columns(e) != EPIC_OK) {
        status = EPIC_ENOMEM;
    }
    *more = e->set_count + e->columns > before;
    return *more && status == EPIC_EINFEASIBLE ? EPIC_OK : status;
}

/* GLPK takes no programme without columns. */
static int settle_nothing(engine *e)
{
    memset(e->dual, 0, (e->problem->node_count + e->set_count) * sizeof *e->dual);
    for (size_t i = 0; i < e->problem->node_count; i++) {
        if (e->problem->room[i].min > 0) {
            return EPIC_EINFEASIBLE;
        }
    }
    return EPIC_OK;
}

/* Solves what is loaded in floating point until nothing is missing; that there is no answer is a guess. */
static int settle(engine *e, bool *whole)
{
    bool more = true;
    int status = EPIC_OK;
    while (more && status == EPIC_OK) {
        status = step(e, false, &more, whole);
    }
    return status;
}

/* And then in rationals, until the same. */
static int settle_exactly(engine *e)
{
    bool more = true, whole = false;
    int status = EPIC_OK;
    while (more && status == EPIC_OK) {
        status = settle(e, &whole);
        status = status == EPIC_OK || status == EPIC_EINFEASIBLE ? step(e, true, &more, &whole) : status;
    }
    return status == EPIC_OK && !whole ? EPIC_ESOLVER : status;
}

static void choose(engine *e)
{
    memset(e->match->chosen, 0, e->problem->edge_count * sizeof *e->match->chosen);
    for (size_t i = 0; i < e->columns; i++) {
        e->match->chosen[e->column[i]] = e->value[i] > 0.5;
    }
}

/* sum += a * b, unless that leaves the range. */
static bool add_product(int64_t *sum, int64_t a, int64_t b)
{
    int64_t product;
    return !__builtin_mul_overflow(a, b, &product) && !__builtin_add_overflow(*sum, product, sum);
}

static void find_slack(engine *e)
{
    int level = e->level;
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        const ep_edge *edge = &e->problem->edge[i];
        e->slack[i].at[level] = e->match->scale.at[level] * edge->weight.at[level] - e->match->price[edge->u].at[level] -
                                e->match->price[edge->v].at[level];
        for (size_t word = 0; word * WORD < e->set_count; word++) {
            for (uint64_t sets = sets_around(e, i, word); sets != 0;) {
                e->slack[i].at[level] -= e->set[next_set(&sets, word)].price.at[level];
            }
        }
    }
}

/* Whether the prices of this level prove the choice: no other can exceed it. */
static bool proves(const engine *e)
{
    int level = e->level;
    const ep_match *match = e->match;
    int64_t bound = 0, total = 0;
    bool fits = true;
    for (size_t i = 0; i < e->problem->node_count; i++) {
        const ep_room *room = &e->problem->room[i];
        fits =
            fits && add_product(&bound, match->price[i].at[level], sign_at(&match->price[i], level) > 0 ? room->max : room->min);
    }
    for (size_t s = 0; s < e->set_count; s++) {
        fits = fits && sign_at(&e->set[s].price, level) >= 0;
        fits = fits && add_product(&bound, e->set[s].price.at[level], (int64_t)(e->set[s].count - 1) / 2);
    }
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        if (sign_at(&e->slack[i], level) > 0) {
            fits = fits && add_product(&bound, e->slack[i].at[level], 1);
        }
        if (match->chosen[i]) {
            fits = fits && add_product(&total, e->problem->edge[i].weight.at[level], match->scale.at[level]);
        }
    }
    return fits && bound == total;
}

/* Whether the duals are whole in parts of 1 / scale, but for what the last bits of a double leave out. */
static bool fits_scale(const engine *e, double scale)
{
    for (size_t i = 0; i < e->problem->node_count + e->set_count; i++) {
        double scaled = e->dual[i] * scale;
        if (!(fabs(scaled) < 0x1p52) || fabs(scaled - round(scaled)) > 0.0625) {
            return false;
        }
    }
    return true;
}

/* Rational prices as integers: the least common denominator is searched for, and the proof decides. */
static int price(engine *e)
{
    size_t nodes = e->problem->node_count;
    for (int64_t scale = 1; scale <= LARGEST_SCALE && (double)scale * e->most < 0x1p60; scale++) {
        if (!fits_scale(e, (double)scale)) {
            continue;
        }
        e->match->scale.at[e->level] = scale;
        for (size_t i = 0; i < nodes; i++) {
            e->match->price[i].at[e->level] = llround(e->dual[i] * (double)scale);
        }
        for (size_t i = 0; i < e->set_count; i++) {
            e->set[i].price.at[e->level] = llround(e->dual[nodes + i] * (double)scale);
        }
        find_slack(e);
        if (proves(e)) {
            return EPIC_OK;
        }
    }
    return EPIC_ESOLVER;
}

static void find_most(engine *e)
{
    e->most = 1;
    for (size_t i = 0; i < e->problem->edge_count; i++) {
        e->most = fmax(e->most, (double)e->problem->edge[i].weight.at[e->level]);
    }
}

/* The sets with what their prices allow to be moved. A price of weight is so much more than one of ties that of the latter any
 * amount can be. */
static int list_sets(const engine *e, ep_family *family)
{
    if (!ep_grow((void **)&family->set, &family->room, e->set_count, sizeof *family->set)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->set_count; i++) {
        bool any = e->level == EP_TIE && e->set[i].price.at[EP_WEIGHT] > 0;
        double amount = any ? (double)INFINITY : e->dual[e->problem->node_count + i];
        family->set[family->count++] = (ep_priced_set){e->set[i], amount};
    }
    return EPIC_OK;
}

static int take_sets(engine *e, const ep_family *family)
{
    if (!ep_grow((void **)&e->set, &e->set_room, family->count, sizeof *e->set)) {
        return EPIC_ENOMEM;
    }
    e->set_count = family->count;
    int status = EPIC_OK;
    for (size_t i = 0; i < family->count && status == EPIC_OK; i++) {
        e->set[i] = family->set[i].set;
        status = index_set(e, i);
    }
    return status;
}

/* When priced sets cross, finds prices for some that do not: the sets say which, the programme with these alone how much. The
 * choice is best already, so that it needs no more cuts. */
static int straighten(engine *e)
{
    ep_family family = {.arena = e->arena};
    bool crossed = false;
    int status = list_sets(e, &family);
    if (status == EPIC_OK) {
        status = ep_uncross(&family, ROUNDING, &crossed);
    }
    if (status == EPIC_OK && crossed) {
        status = take_sets(e, &family);
    }
    free(family.set);
    if (status != EPIC_OK || !crossed) {
        return status;
    }
    e->chosen = true;
    status = begin_anew(e);
    status = status == EPIC_OK ? settle_exactly(e) : status;
    e->chosen = false;
    return status;
}

static int conclude(engine *e)
{
    choose(e);
    int status = straighten(e);
    return status == EPIC_OK ? price(e) : status;
}

/* Whether prices prove the choice is told in integers, so that those from floating point are tried first. */
static int finish_level(engine *e)
{
    bool whole = false;
    if (e->columns == 0) {
        int status = settle_nothing(e);
        return status == EPIC_OK ? conclude(e) : status;
    }
    int status = settle(e, &whole);
    bool tried = status == EPIC_OK && whole;
    status = tried ? conclude(e) : status;
    if (status == EPIC_EINFEASIBLE || status == EPIC_ESOLVER || (status == EPIC_OK && !tried)) {
        status = settle_exactly(e);
        status = status == EPIC_OK ? conclude(e) : status;
    }
    return status;
}

/* Equal weights make corners of the programme's best face by the thousand, most of them fractional. A first solution with
 * weights a little apart lands on a whole one, as a rule, from which the true weights have hardly a way to go. */
static int begin_nudged(engine *e)
{
    e->nudge = e->most * NUDGE;
    bool whole;
    int status = begin_anew(e);
    if (status == EPIC_OK && e->columns > 0) {
        status = settle(e, &whole);
        status = status == EPIC_EINFEASIBLE ? EPIC_OK : status;
    }
    e->nudge = 0;
    for (size_t i = 0; i < e->columns && status == EPIC_OK; i++) {
        status = ep_lp_cost(e->lp, i, edge_cost(e, e->column[i]));
    }
    return status;
}

/* A choice that is best stays one as prices come to prove it. `*held`: so it was. */
static int try_start(engine *e, bool *held)
{
    int status = begin_started(e);
    bool more = e->columns > 0, whole = true;
    while (status == EPIC_OK && more && whole) {
        size_t before = e->columns;
        status = ep_lp_guess(e->lp);
        status = status == EPIC_OK ? read_answer(e) : status;
        find_support(e, FLOATING, &whole);
        status = status == EPIC_OK ? add_columns(e, COARSE * e->most) : status;
        more = e->columns > before;
    }
    *held = status == EPIC_OK && whole && e->columns > 0;
    return status == EPIC_EINFEASIBLE ? EPIC_OK : status;
}

static int solve_weights(engine *e)
{
    bool held = false;
    e->level = EP_WEIGHT;
    find_most(e);
    int status = e->start != NULL ? try_start(e, &held) : EPIC_OK;
    if (status == EPIC_OK && !held) {
        e->set_count = 0;
        memset(e->match->chosen, 0, e->problem->edge_count * sizeof *e->match->chosen);
        status = begin_nudged(e);
    }
    return status == EPIC_OK ? finish_level(e) : status;
}

/* The basis that was best for weights is where the tie numbers begin. */
static int solve_ties(engine *e)
{
    double lo, hi;
    int status = EPIC_OK;
    e->level = EP_TIE;
    find_most(e);
    for (size_t i = 0; i < e->problem->node_count && e->columns > 0 && status == EPIC_OK; i++) {
        node_range(e, i, &lo, &hi);
        status = ep_lp_row_limits(e->lp, i, lo, hi);
    }
    for (size_t i = 0; i < e->set_count && e->columns > 0 && status == EPIC_OK; i++) {
        set_range(e, &e->set[i], &lo, &hi);
        status = ep_lp_row_limits(e->lp, e->problem->node_count + i, lo, hi);
    }
    for (size_t i = 0; i < e->columns && status == EPIC_OK; i++) {
        bool open = edge_range(e, e->column[i], &lo, &hi);
        status = ep_lp_limits(e->lp, i, open ? lo : 0, open ? hi : 0);
        status = status == EPIC_OK ? ep_lp_cost(e->lp, i, edge_cost(e, e->column[i])) : status;
    }
    return status == EPIC_OK ? finish_level(e) : status;
}

static int work(ep_lp *lp, void *user)
{
    engine *e = user;
    e->lp = lp;
    int status = solve_weights(e);
    ep_lp_done(lp, 0.7);
    return status == EPIC_OK ? solve_ties(e) : status;
}

static bool engine_init(engine *e)
{
    size_t nodes = e->problem->node_count, edges = e->problem->edge_count;
    e->match->chosen = ep_arena_array_of(e->arena, edges, bool);
    e->match->price = ep_arena_array_of(e->arena, nodes, ep_number);
    e->column = calloc(edges + 1, sizeof *e->column);
    e->present = calloc(edges + 1, sizeof *e->present);
    e->value = calloc(edges + 1, sizeof *e->value);
    e->gain = calloc(edges + 1, sizeof *e->gain);
    e->slack = calloc(edges + 1, sizeof *e->slack);
    e->support = calloc(edges + 1, sizeof *e->support);
    e->wish = calloc(nodes + 1, sizeof *e->wish);
    bool lists = e->column != NULL && e->present != NULL && e->value != NULL && e->gain != NULL && e->slack != NULL &&
                 e->support != NULL && e->wish != NULL;
    return lists && e->match->chosen != NULL && e->match->price != NULL;
}

static void engine_free(engine *e)
{
    void *all[] = {e->set, e->member, e->line, e->dual, e->column, e->present, e->value, e->gain, e->slack, e->support, e->wish};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

static size_t count_members(const engine *e)
{
    size_t count = 0;
    for (size_t i = 0; i < e->set_count; i++) {
        count += e->set[i].count;
    }
    return count;
}

/* One after the other. Sets without a price prove nothing. */
static int keep_sets(engine *e)
{
    ep_match *match = e->match;
    match->set = ep_arena_array_of(e->arena, e->set_count, ep_odd_set);
    match->member = ep_arena_array_of(e->arena, count_members(e), uint32_t);
    if (match->set == NULL || match->member == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < e->set_count; i++) {
        const ep_node_set *set = &e->set[i];
        if (sign_at(&set->price, EP_TIE) != 0) {
            memcpy(match->member + match->member_count, set->node, set->count * sizeof *set->node);
            match->set[match->set_count++] = (ep_odd_set){match->member_count, set->count, set->price};
            match->member_count += set->count;
        }
    }
    return EPIC_OK;
}

int ep_match_referee(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_start *start,
                     const ep_watch *watch)
{
    *out = (ep_match){0};
    for (size_t i = 0; i < problem->node_count; i++) {
        if (problem->room[i].min > problem->room[i].max) {
            return EPIC_EINFEASIBLE;
        }
    }
    ep_match_problem whole;
    out->group = ep_arena_array_of(arena, problem->node_count, uint32_t);
    if (out->group == NULL || ep_add_nobodies(&whole, arena, problem, out->group) != EPIC_OK) {
        return EPIC_ENOMEM;
    }
    out->node_count = whole.node_count;
    engine e = {.problem = &whole, .start = start, .arena = arena, .match = out};
    int status = engine_init(&e) ? ep_lp_run(work, &e, watch, out->said) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        status = keep_sets(&e);
    }
    engine_free(&e);
    return status;
}

int ep_match_glpk(ep_match *out, ep_arena *arena, const ep_match_problem *problem, const ep_watch *watch)
{
    return ep_match_referee(out, arena, problem, NULL, watch);
}
