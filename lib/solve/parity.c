/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Odd sets of nodes with one partner each are found exactly (cut.h). Of other halves some are, by elimination: limits that are
 * reached are added up so that every fraction counts evenly in the sum, which then has an odd limit (Koster, Zymolka and
 * Kutschka, Algorithms to separate {0,1/2}-Chvatal-Gomory cuts, Algorithmica 55, 2009). */
#include "parity.h"

#include <math.h>
#include <stdlib.h>

#include "cut.h"

/* Bits of a word; fractions looked at; halves of one search; of the amounts of a rule, which are added in 32 bits. */
enum { WORD = 64, MOST_FRACTIONS = 1024, MOST_FOUND = 30, MOST_SHIFT = 10 };
static const double MARGIN = 1e-3, WHOLE = 1e-6, SLACK = 0.9;

/* A sum of limits. */
typedef struct limit {
    uint64_t *odd;  /* bits: the fractions that count oddly in it */
    uint64_t *made; /* bits: the limits it is made of */
    bool odd_sum;   /* with what is whole */
    double slack;   /* of those it is made of */
    bool used;
} limit;

typedef struct parity {
    ep_relax *relax;
    uint32_t *fraction; /* columns */
    size_t fractions, odd_words, made_words;
    double *cost;    /* of each fraction: what it takes from the violation when odd */
    double *slack;   /* of each limit: the nodes, then the rules */
    limit *limit;
    size_t limits;
    uint64_t *bits;  /* of all limits */
    uint64_t *twice; /* of each column: what it counts in a sum */
    uint32_t *list;  /* nodes, rules and edges of a half */
    uint32_t *hit;   /* limits that a column counts in, and how much */
    uint64_t *times;
    size_t hits;
    size_t found;
} parity;

static bool parity_init(parity *p, ep_relax *r)
{
    size_t columns = r->column_count + 1;
    *p = (parity){.relax = r, .limits = r->problem->match.node_count + r->problem->rule_count};
    p->fraction = calloc(columns, sizeof *p->fraction);
    p->cost = calloc(columns, sizeof *p->cost);
    p->slack = calloc(p->limits + 1, sizeof *p->slack);
    p->limit = calloc(p->limits + 1, sizeof *p->limit);
    p->twice = calloc(columns, sizeof *p->twice);
    p->list = calloc(p->limits + columns, sizeof *p->list);
    p->hit = calloc(3 * p->limits + 3, sizeof *p->hit);
    p->times = calloc(3 * p->limits + 3, sizeof *p->times);
    bool lists = p->list != NULL && p->hit != NULL && p->times != NULL;
    return lists && p->fraction != NULL && p->cost != NULL && p->slack != NULL && p->limit != NULL && p->twice != NULL;
}

static void parity_free(parity *p)
{
    void *all[] = {p->fraction, p->cost, p->slack, p->limit, p->twice, p->list, p->bits, p->hit, p->times};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

static void hit(parity *p, size_t index, uint64_t times)
{
    p->hit[p->hits] = (uint32_t)index;
    p->times[p->hits++] = times;
}

static void hit_rules(parity *p, uint32_t edge)
{
    const ep_bounder *b = &p->relax->bounder;
    for (size_t i = b->first[edge]; i < b->first[edge + 1]; i++) {
        hit(p, p->relax->problem->match.node_count + b->part[i].rule, (uint64_t)b->part[i].amount);
    }
}

/* Lists the limits that a column counts in; a triad may be there twice. */
static void list_hits(parity *p, const ep_column *column)
{
    const ep_bounder *b = &p->relax->bounder;
    const uint32_t *node = column->triad.node;
    p->hits = 0;
    if (column->kind == EP_COLUMN_EDGE) {
        hit(p, p->relax->problem->match.edge[column->at].u, 1);
        hit(p, p->relax->problem->match.edge[column->at].v, 1);
        hit_rules(p, column->at);
        return;
    }
    for (int k = 0; k < 3; k++) {
        hit(p, node[k], 1);
        hit_rules(p, ep_between(b, node[k], node[(k + 1) % 3]));
    }
}

static bool counts(const ep_relax *r, size_t column)
{
    return r->column[column].kind <= EP_COLUMN_TRIAD && r->value[column] > WHOLE;
}

/* A pair can be made even by the limit of its own. */
static bool is_whole_pair(const ep_relax *r, size_t column)
{
    return r->column[column].kind == EP_COLUMN_EDGE && r->value[column] > 1 - WHOLE;
}

static int64_t most_of(const ep_relax *r, size_t index)
{
    size_t nodes = r->problem->match.node_count;
    return index < nodes ? r->problem->match.room[index].max : r->problem->rule[index - nodes].max;
}

static bool can_be_halved(const ep_relax *r, size_t index)
{
    size_t nodes = r->problem->match.node_count;
    return index < nodes || (!r->loose[index - nodes] && r->bounder.shift[index - nodes] <= MOST_SHIFT);
}

static void find_fractions(parity *p)
{
    const ep_relax *r = p->relax;
    for (uint32_t i = 0; i < r->column_count && p->fractions < MOST_FRACTIONS; i++) {
        if (counts(r, i) && !is_whole_pair(r, i)) {
            bool flips = r->column[i].kind == EP_COLUMN_EDGE && r->value[i] > 0.5;
            p->cost[p->fractions] = flips ? 1 - r->value[i] : r->value[i];
            p->fraction[p->fractions++] = i;
        }
    }
}

static void find_slacks(parity *p)
{
    const ep_relax *r = p->relax;
    for (size_t index = 0; index < p->limits; index++) {
        p->slack[index] = can_be_halved(r, index) ? (double)most_of(r, index) : (double)INFINITY;
    }
    for (size_t i = 0; i < r->column_count; i++) {
        if (counts(r, i)) {
            list_hits(p, &r->column[i]);
        }
        for (size_t k = 0; counts(r, i) && k < p->hits; k++) {
            p->slack[p->hit[k]] -= (double)p->times[k] * r->value[i];
        }
    }
}

static void set_bit(uint64_t *bits, size_t at)
{
    bits[at / WORD] ^= (uint64_t)1 << at % WORD;
}

static bool has_bit(const uint64_t *bits, size_t at)
{
    return (bits[at / WORD] >> at % WORD & 1) != 0;
}

/* Whole pairs are made even, whatever they count. */
static void load_columns(parity *p)
{
    const ep_relax *r = p->relax;
    for (size_t i = 0, fraction = 0; i < r->column_count; i++) {
        bool whole = is_whole_pair(r, i), known = fraction < p->fractions && p->fraction[fraction] == i;
        if (!whole && !known) {
            continue;
        }
        list_hits(p, &r->column[i]);
        for (size_t k = 0; k < p->hits; k++) {
            limit *it = &p->limit[p->hit[k]];
            it->odd_sum ^= whole && p->times[k] % 2 == 1;
            if (known && p->times[k] % 2 == 1) {
                set_bit(it->odd, fraction);
            }
        }
        fraction += known;
    }
}

static bool load_limits(parity *p)
{
    p->odd_words = p->fractions / WORD + 1;
    p->made_words = p->limits / WORD + 1;
    p->bits = calloc((p->odd_words + p->made_words) * (p->limits + 1), sizeof *p->bits);
    for (size_t index = 0; index < p->limits && p->bits != NULL; index++) {
        limit *it = &p->limit[index];
        it->odd = p->bits + index * (p->odd_words + p->made_words);
        it->made = it->odd + p->odd_words;
        it->used = !(p->slack[index] < SLACK);
        it->odd_sum = most_of(p->relax, index) % 2 != 0;
        it->slack = p->slack[index];
        set_bit(it->made, index);
    }
    if (p->bits != NULL) {
        load_columns(p);
    }
    return p->bits != NULL;
}

/* By how much a sum is violated, in halves; not above 0: it is not. */
static double promise(const parity *p, const limit *it)
{
    double left = it->odd_sum ? 1 - it->slack : -1;
    for (size_t i = 0; i < p->fractions && left > 0; i++) {
        left -= has_bit(it->odd, i) ? p->cost[i] : 0;
    }
    return left;
}

/* What a column counts in a sum. */
static uint64_t count_in(parity *p, const limit *it, const ep_column *column)
{
    uint64_t sum = 0;
    list_hits(p, column);
    for (size_t k = 0; k < p->hits; k++) {
        sum += has_bit(it->made, p->hit[k]) ? p->times[k] : 0;
    }
    return sum;
}

/* Writes a sum as a half; the edges are those that it takes to make large values even. */
static ep_half write_half(parity *p, const limit *it)
{
    const ep_relax *r = p->relax;
    size_t nodes = r->problem->match.node_count, count = 0;
    ep_half half = {.node = p->list};
    for (size_t index = 0; index < p->limits; index++) {
        if (has_bit(it->made, index)) {
            p->list[count++] = (uint32_t)(index < nodes ? index : index - nodes);
            half.node_count += index < nodes;
        }
    }
    half.rule = p->list + half.node_count;
    half.rule_count = count - half.node_count;
    half.edge = p->list + count;
    for (size_t i = 0; i < r->column_count; i++) {
        p->twice[i] = counts(r, i) ? count_in(p, it, &r->column[i]) : 0;
        if (r->column[i].kind == EP_COLUMN_EDGE && r->value[i] > 0.5 && p->twice[i] % 2 == 1) {
            p->list[count + half.edge_count++] = r->column[i].at;
            p->twice[i]++;
        }
    }
    return half;
}

static int compare(const void *left, const void *right)
{
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

/* Adds a half if the values violate it. */
static int try_half(parity *p, const limit *it)
{
    ep_relax *r = p->relax;
    ep_half half = write_half(p, it);
    int64_t most = (int64_t)half.edge_count;
    double sum = 0;
    for (size_t index = 0; index < p->limits; index++) {
        most += has_bit(it->made, index) ? most_of(r, index) : 0;
    }
    for (size_t i = 0; i < r->column_count; i++) {
        sum += counts(r, i) ? (double)(p->twice[i] / 2) * r->value[i] : 0;
    }
    if (sum < (double)(most / 2) + MARGIN) {
        return EPIC_OK;
    }
    p->found++;
    qsort(p->list + half.node_count + half.rule_count, half.edge_count, sizeof *p->list, compare);
    return ep_relax_add_half(r, &half);
}

/* Adds a limit to those that count a fraction oddly. */
static int eliminate(parity *p, limit *by, size_t fraction)
{
    int status = EPIC_OK;
    by->used = true;
    for (size_t i = 0; i < p->limits && status == EPIC_OK; i++) {
        limit *it = &p->limit[i];
        if (it->used || !has_bit(it->odd, fraction)) {
            continue;
        }
        for (size_t k = 0; k < p->odd_words + p->made_words; k++) {
            it->odd[k] ^= by->odd[k];
        }
        it->odd_sum ^= by->odd_sum;
        it->slack = 0;
        for (size_t k = 0; k < p->limits; k++) {
            it->slack += has_bit(it->made, k) ? p->slack[k] : 0;
        }
        if (p->found < MOST_FOUND && promise(p, it) > MARGIN) {
            status = try_half(p, it);
        }
    }
    return status;
}

static int search(parity *p)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < p->limits && status == EPIC_OK; i++) {
        if (!p->limit[i].used && promise(p, &p->limit[i]) > MARGIN) {
            status = try_half(p, &p->limit[i]);
        }
    }
    for (size_t fraction = 0; fraction < p->fractions && status == EPIC_OK; fraction++) {
        limit *by = NULL; /* the tightest, if it takes less than the fraction would */
        for (size_t i = 0; i < p->limits; i++) {
            limit *it = &p->limit[i];
            bool can = !it->used && has_bit(it->odd, fraction) && it->slack < p->cost[fraction];
            by = can && (by == NULL || it->slack < by->slack) ? it : by;
        }
        if (by != NULL) {
            status = eliminate(p, by, fraction);
        }
    }
    return status;
}

static int add_odd_set(void *user, const uint32_t *nodes, size_t count)
{
    return ep_relax_add_half(user, &(ep_half){.node = nodes, .node_count = count});
}

static int add_odd_sets(ep_relax *r)
{
    const ep_match_problem *match = &r->problem->match;
    size_t count = 0;
    ep_support *support = malloc((r->column_count + 1) * sizeof *support);
    if (support == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < r->column_count; i++) {
        const ep_edge *edge = &match->edge[r->column[i].at];
        if (r->column[i].kind == EP_COLUMN_EDGE && r->value[i] > WHOLE && match->room[edge->u].max == 1 &&
            match->room[edge->v].max == 1) {
            support[count++] = (ep_support){edge->u, edge->v, r->value[i]};
        }
    }
    int status = ep_odd_cuts(match->node_count, support, count, MARGIN, add_odd_set, r);
    free(support);
    return status;
}

int ep_add_halves(ep_relax *r)
{
    size_t before = r->bounder.half_count;
    int status = r->problem->match.bipartite ? EPIC_OK : add_odd_sets(r);
    if (status != EPIC_OK || r->bounder.half_count > before) {
        return status;
    }
    parity p;
    bool fits = parity_init(&p, r);
    if (fits) {
        find_fractions(&p);
        find_slacks(&p);
        fits = load_limits(&p);
    }
    status = fits ? search(&p) : EPIC_ENOMEM;
    parity_free(&p);
    return status;
}
