/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "settle.h"

#include <math.h>
#include <stdlib.h>

#include "grow.h"
#include "parity.h"

/* New columns a node asks for at a time; times that what is lacking is looked for; of parts of the scale, gains that may be
 * rounding; halves for each node at most. */
enum { OFFERS = 4, LOOKS = 3, NOISE = 64, HALVES = 20 };
static const double FRACTION = 1e-6, LACK = 1e-9; /* of values; of a lack */
static const double RAY = 0x1p40, LARGEST = 0x1p62;               /* scale of prices where weights are 0; the largest price */

static bool init_prices(ep_leaf_prices *prices, const ep_limited_problem *problem)
{
    prices->node = calloc(problem->match.node_count + 1, sizeof *prices->node);
    prices->rule = calloc(problem->rule_count + 1, sizeof *prices->rule);
    return prices->node != NULL && prices->rule != NULL;
}

bool ep_settler_init(ep_settler *s, ep_arena *arena, const ep_limited_problem *problem)
{
    *s = (ep_settler){0};
    s->wish = calloc(OFFERS * problem->match.node_count + 1, sizeof *s->wish);
    bool relax = ep_relax_init(&s->relax, arena, problem);
    bool now = init_prices(&s->now, problem), best = init_prices(&s->best, problem);
    return relax && now && best && s->wish != NULL;
}

void ep_settler_free(ep_settler *s)
{
    void *all[] = {s->now.node, s->now.rule, s->now.half, s->best.node, s->best.rule, s->best.half, s->wish};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    ep_relax_free(&s->relax);
}

static int64_t whole(double price, double scale)
{
    double scaled = round(price * scale);
    return (int64_t)(scaled > LARGEST ? LARGEST : scaled < -LARGEST ? -LARGEST : scaled);
}

/* A rule that says nothing has no price but by rounding. */
static int64_t whole_of_rule(const ep_settler *s, size_t rule, double price, double scale)
{
    const ep_side_rule *it = &s->relax.problem->rule[rule];
    int64_t rounded = whole(price, scale);
    return (rounded > 0 && s->relax.loose[rule]) || (rounded < 0 && it->min <= 0) ? 0 : rounded;
}

/* The duals as prices. */
static int round_prices(ep_settler *s, double scale)
{
    const ep_limited_problem *problem = s->relax.problem;
    const double *dual = s->relax.dual;
    size_t halves = s->relax.bounder.half_count, first = ep_relax_rows(&s->relax) - halves;
    if (!ep_grow((void **)&s->now.half, &s->now_room, halves + 1, sizeof *s->now.half)) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < problem->match.node_count; i++) {
        s->now.node[i] = whole(dual[i], scale);
    }
    for (size_t i = 0; i < problem->rule_count; i++) {
        s->now.rule[i] = whole_of_rule(s, i, dual[problem->match.node_count + i], scale);
    }
    s->triad = problem->triad ? whole(dual[first - 1], scale) : 0;
    s->now.half_count = 0;
    for (size_t i = 0; i < halves; i++) {
        int64_t price = whole(dual[first + i], scale);
        if (price > 0) {
            s->now.half[s->now.half_count++] = (ep_half_price){(uint32_t)i, price};
        }
    }
    return EPIC_OK;
}

static void keep_prices(ep_settler *s, ep_wide bound)
{
    ep_leaf_prices prices = s->best;
    size_t room = s->best_room;
    s->best = s->now;
    s->best_room = s->now_room;
    s->now = prices;
    s->now_room = room;
    s->bound = bound;
}

/* What the last programme says of the leaf. */
static int look(ep_settler *s)
{
    int status = ep_relax_read(&s->relax);
    if (status == EPIC_OK) {
        status = round_prices(s, (double)EP_LIMITED_SCALE);
    }
    if (status != EPIC_OK) {
        return status;
    }
    ep_wide bound = ep_bound(&s->relax.bounder, &s->now, &s->relax.decided, EP_COUNT_TIES);
    if (bound < s->bound) {
        s->now.impossible = false;
        keep_prices(s, bound);
    }
    return EPIC_OK;
}

static void ask(ep_settler *s, uint32_t node, uint32_t edge)
{
    const ep_wide *gain = s->relax.bounder.gain;
    uint32_t *wish = &s->wish[(size_t)OFFERS * node];
    size_t i = OFFERS;
    while (i > 0 && (wish[i - 1] == EP_NO_EDGE || gain[wish[i - 1]] < gain[edge])) {
        i--;
        if (i + 1 < OFFERS) {
            wish[i + 1] = wish[i];
        }
        wish[i] = edge;
    }
}

static bool can_be(const ep_relax *r, uint32_t edge)
{
    const ep_edge *it = &r->problem->match.edge[edge];
    return !r->present[edge] && r->decided.edge[edge] >= 0 && r->decided.node[it->u] <= 0 && r->decided.node[it->v] <= 0;
}

static int add_edges(ep_settler *s, ep_wide margin)
{
    ep_relax *r = &s->relax;
    size_t wishes = OFFERS * r->problem->match.node_count;
    for (size_t i = 0; i < wishes; i++) {
        s->wish[i] = EP_NO_EDGE;
    }
    for (uint32_t i = 0; i < r->problem->match.edge_count; i++) {
        if (can_be(r, i) && r->bounder.gain[i] > margin) {
            ask(s, r->problem->match.edge[i].u, i);
            ask(s, r->problem->match.edge[i].v, i);
        }
    }
    int status = EPIC_OK;
    for (size_t i = 0; i < wishes && status == EPIC_OK; i++) {
        if (s->wish[i] != EP_NO_EDGE && !r->present[s->wish[i]]) {
            status = ep_relax_add_edge(r, s->wish[i]);
        }
    }
    return status;
}

static bool has_triad(const ep_relax *r, const ep_triad *triad)
{
    for (size_t i = 0; i < r->column_count; i++) {
        const uint32_t *node = r->column[i].triad.node;
        if (r->column[i].kind == EP_COLUMN_TRIAD && node[0] == triad->node[0] && node[1] == triad->node[1] &&
            node[2] == triad->node[2]) {
            return true;
        }
    }
    return false;
}

/* Adds the columns that would gain by the prices the bound was made of last. */
static int add_columns(ep_settler *s, ep_wide margin, bool *more)
{
    ep_relax *r = &s->relax;
    size_t before = r->column_count;
    int status = add_edges(s, margin);
    for (size_t i = 0; i < r->bounder.best_count && status == EPIC_OK; i++) {
        if (r->bounder.best[i].gain > s->triad + margin && !has_triad(r, &r->bounder.best[i])) {
            status = ep_relax_add_triad(r, &r->bounder.best[i]);
        }
    }
    *more = r->column_count > before;
    return status;
}

static bool is_fraction(double value)
{
    return fabs(value - round(value)) > FRACTION;
}

static ep_outcome outcome(const ep_relax *r)
{
    for (size_t i = 0; i < r->column_count; i++) {
        if (r->column[i].kind <= EP_COLUMN_TRIAD && is_fraction(r->value[i])) {
            return EP_FRACTIONAL;
        }
    }
    return EP_WHOLE;
}

static bool is_lacking(const ep_relax *r)
{
    double lack = 0;
    for (size_t i = 0; i < r->column_count; i++) {
        lack += r->column[i].kind == EP_COLUMN_LACK ? r->value[i] : 0;
    }
    return lack > LACK;
}

/* One programme of what the rows lack: `*more` when it changed and is to be solved again. */
static int lack_step(ep_settler *s, bool *more)
{
    ep_relax *r = &s->relax;
    int status = ep_lp_guess(r->lp);
    s->programmes++;
    status = status == EPIC_OK ? ep_relax_read(r) : status == EPIC_EINFEASIBLE ? EPIC_ESOLVER : status;
    status = status == EPIC_OK ? round_prices(s, RAY) : status;
    if (status != EPIC_OK) {
        return status;
    }
    if (ep_bound(&r->bounder, &s->now, &r->decided, EP_COUNT_NOTHING) < 0) {
        s->now.impossible = true;
        keep_prices(s, EP_NO_CHOICE);
        return EPIC_OK;
    }
    return is_lacking(r) ? add_columns(s, NOISE << 20, more) : EPIC_OK;
}

/* Where the programme has no solution: finds columns so that it has, or prices that show that there is no choice. */
static int find_lack(ep_settler *s)
{
    bool more = true;
    int status = ep_relax_lack(&s->relax, true);
    while (status == EPIC_OK && more) {
        more = false;
        status = lack_step(s, &more);
    }
    return status == EPIC_OK ? ep_relax_lack(&s->relax, false) : status;
}

/* Of an odd number of nodes with one partner each somebody stays alone: known from the beginning, this saves many halves. */
static int add_all_nodes(ep_settler *s)
{
    const ep_match_problem *match = &s->relax.problem->match;
    uint32_t *node = malloc((match->node_count + 1) * sizeof *node);
    size_t count = 0;
    for (uint32_t i = 0; i < match->node_count && node != NULL; i++) {
        if (match->room[i].max == 1) {
            node[count++] = i;
        }
    }
    int status = node == NULL ? EPIC_ENOMEM : EPIC_OK;
    if (status == EPIC_OK && count % 2 == 1 && !match->bipartite) {
        status = ep_relax_add_half(&s->relax, &(ep_half){.node = node, .node_count = count});
    }
    free(node);
    return status;
}

int ep_settler_begin(ep_settler *s, ep_lp *lp)
{
    bool more;
    int status = ep_relax_begin(&s->relax, lp);
    status = status == EPIC_OK ? add_all_nodes(s) : status;
    ep_wide bound = ep_bound(&s->relax.bounder, &s->now, &s->relax.decided, EP_COUNT_TIES); /* prices are 0 yet */
    keep_prices(s, bound);
    return status == EPIC_OK ? add_columns(s, -1, &more) : status;
}

/* What is missing after a solution: columns, else rows. */
static int extend(ep_settler *s, int *rounds, ep_outcome *out, bool *more)
{
    int status = add_columns(s, NOISE, more);
    *out = outcome(&s->relax);
    bool cut = status == EPIC_OK && !*more && *out == EP_FRACTIONAL && *rounds > 0;
    if (!cut || s->relax.bounder.half_count > HALVES * s->relax.problem->match.node_count) {
        return status;
    }
    --*rounds;
    size_t before = s->relax.bounder.half_count;
    status = ep_add_halves(&s->relax);
    *more = s->relax.bounder.half_count > before;
    return status;
}

int ep_settle(ep_settler *s, ep_wide enough, int rounds, ep_outcome *out)
{
    int status = ep_relax_keep(&s->relax), looks = 0;
    bool more = true;
    *out = EP_FRACTIONAL;
    while (status == EPIC_OK && more) {
        status = s->relax.column_count > 0 ? ep_lp_guess(s->relax.lp) : EPIC_EINFEASIBLE;
        s->programmes++;
        more = false;
        if (status == EPIC_EINFEASIBLE) {
            status = find_lack(s);
            more = looks++ < LOOKS;
        } else if (status == EPIC_OK) {
            status = look(s);
            if (status == EPIC_OK && s->bound > enough) {
                status = extend(s, &rounds, out, &more);
            }
        }
        if (status == EPIC_OK && s->bound <= enough) {
            *out = EP_CLOSED;
            return EPIC_OK;
        }
    }
    return status;
}

int ep_settle_exactly(ep_settler *s)
{
    int status = ep_lp_prove(s->relax.lp);
    return status == EPIC_OK ? look(s) : status == EPIC_EINFEASIBLE ? EPIC_OK : status;
}
