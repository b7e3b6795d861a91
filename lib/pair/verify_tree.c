/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A round against a tree of decisions (limited.h, which has the argument), at every leaf over all pairs and triads. */
#include <math.h>
#include <string.h>

#include "verify.h"

typedef ep_large large;

enum { OPEN, YES, NO }; /* what was decided of an edge, or of a node's place in the triad */

typedef struct edge {
    size_t a, b, u, v;
    int64_t units;
} edge;

/* A rule's amount of an edge. */
typedef struct part {
    size_t rule;
    int64_t amount;
} part;

typedef struct walk {
    ep_check *c;
    const ep_limited *tree;
    const ep_limit *limit;
    size_t rules;
    edge *edge; /* all that may be chosen, in the order of their cities */
    size_t edges;
    size_t *at;   /* of two nodes: their edge, from 1; 0: none */
    size_t *from; /* of each edge: where its parts begin; and the end */
    part *part;
    int64_t *min, *max; /* of each rule, less what settled pairs take */
    uint8_t *edge_fate, *node_fate;
    large *worth;    /* of each edge at the leaf, beyond its prices */
    uint32_t **half; /* of each half: what each edge counts in it */
    large *limit_of_half;
    large bound; /* the greatest of a leaf so far */
    bool any;
} walk;

/* ---- the round as a list of edges ---- */

static bool list_edges(walk *w, int64_t floor)
{
    ep_check *c = w->c;
    size_t most = c->mutual ? c->cities * c->cities / 2 : c->cities * c->cities;
    w->edge = ep_arena_array_of(c->arena, most, edge);
    w->at = ep_arena_array_of(c->arena, c->mutual ? c->nodes * c->nodes : 0, size_t);
    if (w->edge == NULL || w->at == NULL) {
        return false;
    }
    for (size_t a = 0; a < c->cities; a++) {
        for (size_t b = c->mutual ? a + 1 : 0; b < c->cities; b++) {
            int64_t units = ep_check_units(c, a, b);
            if (units < floor || !ep_check_may_choose(c, a, b, units)) {
                continue;
            }
            w->edge[w->edges++] = (edge){a, b, a, ep_check_host(c, b), units};
            if (c->mutual) {
                w->at[a * c->nodes + b] = w->at[b * c->nodes + a] = w->edges;
            }
        }
    }
    return true;
}

/* What settled pairs take of a rule is gone. */
static void find_range(walk *w, size_t rule)
{
    const ep_check *c = w->c;
    ep_check_limit_range(c, &w->limit[rule], &w->min[rule], &w->max[rule]);
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        if (pair->round == c->round && ep_check_settled(c, pair->a, pair->b)) {
            int64_t amount = ep_check_amount(c, &w->limit[rule], pair->a, pair->b);
            w->min[rule] -= amount;
            w->max[rule] -= amount;
        }
    }
    w->min[rule] = w->min[rule] > 0 ? w->min[rule] : 0;
}

static bool list_parts(walk *w)
{
    ep_check *c = w->c;
    size_t count = 0;
    w->from = ep_arena_array_of(c->arena, w->edges + 1, size_t);
    w->min = ep_arena_array_of(c->arena, w->rules, int64_t);
    w->max = ep_arena_array_of(c->arena, w->rules, int64_t);
    w->part = ep_arena_array_of(c->arena, w->edges * w->rules, part);
    if (w->from == NULL || w->min == NULL || w->max == NULL || w->part == NULL) {
        return false;
    }
    for (size_t r = 0; r < w->rules; r++) {
        find_range(w, r);
    }
    for (size_t e = 0; e < w->edges; e++) {
        for (size_t r = 0; r < w->rules; r++) {
            int64_t amount = ep_check_amount(c, &w->limit[r], w->edge[e].a, w->edge[e].b);
            if (amount > 0) {
                w->part[count++] = (part){r, amount};
            }
        }
        w->from[e + 1] = count;
    }
    return true;
}

/* ---- a leaf ---- */

/* Rounded down, whatever the sign. */
static large parts_of(large value, large size)
{
    return value / size - (value % size < 0);
}

static large node_part(const walk *w, size_t i, int64_t price, large premium)
{
    int64_t k[3] = {w->c->min[i], w->c->max[i], 1};
    large best = 0;
    bool any = false;
    for (int j = 0; j < 3; j++) {
        if (k[j] < w->c->min[i] || k[j] > w->c->max[i]) {
            continue;
        }
        large worth = (large)price * k[j] + (k[j] > 0 ? premium : 0);
        best = !any || worth > best ? worth : best;
        any = true;
    }
    return best;
}

static large rule_part(const walk *w, size_t r, int64_t price)
{
    large sum = (large)price * (price > 0 ? w->max[r] : w->min[r]);
    return -parts_of(-sum, (large)1 << w->tree->shift[r]);
}

/* Every edge's worth beyond prices of nodes and rules. */
static void find_worth(walk *w, const ep_leaf_prices *leaf)
{
    for (size_t e = 0; e < w->edges; e++) {
        const edge *it = &w->edge[e];
        large worth = leaf->impossible ? 0 : (large)it->units * EP_LIMITED_SCALE;
        worth -= (large)leaf->node[it->u] + leaf->node[it->v];
        for (size_t i = w->from[e]; i < w->from[e + 1]; i++) {
            size_t r = w->part[i].rule;
            worth -= parts_of((large)leaf->rule[r] * w->part[i].amount, (large)1 << w->tree->shift[r]);
        }
        w->worth[e] = worth;
    }
}

static void take_halves(walk *w, const ep_leaf_prices *leaf)
{
    for (size_t i = 0; i < leaf->half_count; i++) {
        const uint32_t *counts = w->half[leaf->half[i].half];
        for (size_t e = 0; e < w->edges; e++) {
            w->worth[e] -= (large)leaf->half[i].price * counts[e];
        }
    }
}

static large edge_part(const walk *w, size_t e)
{
    bool triad = w->node_fate[w->edge[e].u] == YES || w->node_fate[w->edge[e].v] == YES;
    if (w->edge_fate[e] == NO || triad) {
        return 0;
    }
    return w->edge_fate[e] == YES || w->worth[e] > 0 ? w->worth[e] : 0;
}

/* ---- triads ---- */

static bool may_join(const walk *w, size_t node)
{
    return w->c->max[node] == 1 && w->node_fate[node] != NO;
}

/* The list is ascending. */
static bool is_listed(const uint32_t *list, size_t count, size_t number)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (list[middle] == number) {
            return true;
        }
        lo = list[middle] < number ? middle + 1 : lo;
        hi = list[middle] > number ? middle : hi;
    }
    return false;
}

/* What an edge takes of the rules of a half. */
static int64_t rules_of(const walk *w, const ep_half *half, size_t e)
{
    int64_t sum = 0;
    for (size_t i = w->from[e]; i < w->from[e + 1]; i++) {
        sum += is_listed(half->rule, half->rule_count, w->part[i].rule) ? w->part[i].amount : 0;
    }
    return sum;
}

/* What halves say of a triad. */
static large halves_of(const walk *w, const ep_leaf_prices *leaf, const size_t node[3], const size_t side[3])
{
    large sum = 0;
    for (size_t i = 0; i < leaf->half_count; i++) {
        const ep_half *half = &w->tree->half[leaf->half[i].half];
        int64_t twice = 0;
        for (size_t k = 0; k < 3; k++) {
            twice += is_listed(half->node, half->node_count, node[k]) + rules_of(w, half, side[k] - 1);
        }
        sum += (large)leaf->half[i].price * (twice / 2);
    }
    return sum;
}

/* What each edge counts in a half, and the half's limit. */
static bool read_half(walk *w, size_t h)
{
    const ep_half *half = &w->tree->half[h];
    large twice = (large)half->edge_count;
    uint32_t *counts = w->half[h] = ep_arena_array_of(w->c->arena, w->edges, uint32_t);
    for (size_t e = 0; e < w->edges && counts != NULL; e++) {
        int64_t sum = is_listed(half->node, half->node_count, w->edge[e].u);
        sum += is_listed(half->node, half->node_count, w->edge[e].v);
        sum += rules_of(w, half, e) + is_listed(half->edge, half->edge_count, e);
        counts[e] = (uint32_t)(sum / 2);
    }
    for (size_t i = 0; i < half->node_count; i++) {
        twice += w->c->max[half->node[i]];
    }
    for (size_t i = 0; i < half->rule_count; i++) {
        twice += w->max[half->rule[i]];
    }
    w->limit_of_half[h] = twice / 2;
    return counts != NULL;
}

static bool are_below(const uint32_t *list, size_t count, size_t most)
{
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        good = good && list[i] < most && (i == 0 || list[i - 1] < list[i]);
    }
    return good;
}

typedef struct best {
    bool any;
    large worth;
    size_t wanted; /* nodes that were decided to be in the triad */
} best;

/* The worth of edges holds the prices of each node twice here, and must be without halves. */
static void look_at_triad(walk *w, const ep_leaf_prices *leaf, const size_t node[3], best *found)
{
    size_t side[3] = {w->at[node[0] * w->c->nodes + node[1]], w->at[node[1] * w->c->nodes + node[2]],
                      w->at[node[0] * w->c->nodes + node[2]]};
    size_t wanted = 0;
    if (side[0] == 0 || side[1] == 0 || side[2] == 0) {
        return;
    }
    large worth = 0;
    for (size_t i = 0; i < 3; i++) {
        wanted += w->node_fate[node[i]] == YES;
        worth += w->worth[side[i] - 1] + leaf->node[node[i]];
    }
    if (wanted < found->wanted || (found->any && worth <= found->worth)) {
        return;
    }
    worth -= halves_of(w, leaf, node, side);
    if (!found->any || worth > found->worth) {
        found->worth = worth;
        found->any = true;
    }
}

static best find_triad(walk *w, const ep_leaf_prices *leaf)
{
    size_t n = w->c->nodes;
    best found = {false, 0, 0};
    for (size_t i = 0; i < n; i++) {
        found.wanted += w->node_fate[i] == YES;
    }
    for (size_t i = 0; i < n && w->c->triads; i++) {
        for (size_t k = i + 1; k < n && may_join(w, i); k++) {
            if (w->at[i * n + k] == 0 || !may_join(w, k)) {
                continue;
            }
            for (size_t l = k + 1; l < n; l++) {
                if (may_join(w, l)) {
                    look_at_triad(w, leaf, (size_t[]){i, k, l}, &found);
                }
            }
        }
    }
    return found;
}

/* ---- the tree ---- */

/* The bound of a leaf; false when it has no choice. */
static bool price_leaf(walk *w, const ep_leaf_prices *leaf, large *bound)
{
    ep_check *c = w->c;
    large premium = leaf->impossible ? 0 : (large)c->premium * EP_LIMITED_SCALE, sum = 0;
    find_worth(w, leaf);
    best triad = find_triad(w, leaf);
    if (triad.wanted > 0 && !triad.any) {
        return false;
    }
    if (triad.any && (triad.wanted > 0 || triad.worth > 0)) {
        sum += triad.worth;
    }
    take_halves(w, leaf);
    for (size_t i = 0; i < c->nodes; i++) {
        sum += node_part(w, i, leaf->node[i], c->served[i] ? 0 : premium);
    }
    for (size_t i = 0; i < leaf->half_count; i++) {
        sum += leaf->half[i].price * w->limit_of_half[leaf->half[i].half];
    }
    for (size_t r = 0; r < w->rules; r++) {
        sum += rule_part(w, r, leaf->rule[r]);
    }
    for (size_t e = 0; e < w->edges; e++) {
        sum += edge_part(w, e);
    }
    *bound = sum;
    return !leaf->impossible || sum >= 0;
}

static void look_at_leaf(walk *w, const ep_leaf_prices *leaf)
{
    large bound;
    if (price_leaf(w, leaf, &bound)) {
        if (leaf->impossible) {
            EP_WRONG(w->c, "E435", "a leaf of the proof is not as impossible as it says");
        }
        w->bound = !w->any || bound > w->bound ? bound : w->bound;
        w->any = true;
    }
}

static bool is_subject(const walk *w, const ep_decision *it)
{
    return it->triad ? w->c->triads && it->subject < w->c->nodes : it->subject < w->edges;
}

/* Each choice says yes or no to a decision, so that both ways must be gone. What follows stands after it: no way leads back. */
static void visit(walk *w, const uint32_t *path, size_t depth)
{
    memset(w->edge_fate, OPEN, w->edges);
    memset(w->node_fate, OPEN, w->c->nodes);
    for (size_t i = 0; i + 1 < depth; i++) {
        const ep_decision *it = &w->tree->decision[path[i]];
        uint8_t *fate = it->triad ? w->node_fate : w->edge_fate;
        fate[it->subject] = path[i + 1] == it->yes ? YES : NO;
    }
    look_at_leaf(w, &w->tree->prices[w->tree->decision[path[depth - 1]].prices]);
}

static bool is_tree(const walk *w)
{
    const ep_limited *tree = w->tree;
    for (size_t i = 0; i < tree->decision_count; i++) {
        const ep_decision *it = &tree->decision[i];
        bool leaf = it->yes == 0 && it->no == 0;
        bool after = it->yes > i && it->no > i && it->yes != it->no && it->yes < tree->decision_count &&
                     it->no < tree->decision_count && is_subject(w, it);
        if (leaf ? it->prices >= tree->price_count : !after) {
            return false;
        }
    }
    return tree->decision_count > 0;
}

static bool are_halves(const walk *w)
{
    const ep_limited *tree = w->tree;
    bool good = true;
    for (size_t i = 0; i < tree->half_count; i++) {
        const ep_half *half = &tree->half[i];
        good = good && are_below(half->node, half->node_count, w->c->nodes);
        good = good && are_below(half->rule, half->rule_count, w->rules);
        good = good && are_below(half->edge, half->edge_count, w->edges);
    }
    for (size_t i = 0; i < tree->price_count && good; i++) {
        for (size_t k = 0; k < tree->prices[i].half_count && good; k++) {
            good = tree->prices[i].half[k].half < tree->half_count && tree->prices[i].half[k].price >= 0;
        }
    }
    return good;
}

static bool are_shifts(const walk *w)
{
    bool good = true;
    for (size_t r = 0; r < w->rules; r++) {
        good = good && w->tree->shift[r] < 64;
    }
    return good;
}

static bool read_halves(walk *w)
{
    size_t count = w->tree->half_count;
    w->half = ep_arena_array_of(w->c->arena, count, uint32_t *);
    w->limit_of_half = ep_arena_array_of(w->c->arena, count, large);
    bool good = w->half != NULL && w->limit_of_half != NULL;
    for (size_t i = 0; i < count && good; i++) {
        good = read_half(w, i);
    }
    return good;
}

/* Goes through all leaves with a stack of the decisions on the way. */
static int walk_leaves(walk *w)
{
    size_t count = w->tree->decision_count, depth = 1;
    uint32_t *path = ep_arena_array_of(w->c->arena, count + 1, uint32_t);
    if (path == NULL) {
        return EPIC_ENOMEM;
    }
    while (depth > 0) {
        const ep_decision *it = &w->tree->decision[path[depth - 1]];
        if (it->yes != 0) {
            path[depth++] = it->yes;
            continue;
        }
        visit(w, path, depth);
        while (--depth > 0 && path[depth] == w->tree->decision[path[depth - 1]].no) {
        }
        if (depth > 0) {
            path[depth] = w->tree->decision[path[depth - 1]].no;
            depth++;
        }
    }
    return EPIC_OK;
}

static bool prepare(walk *w, int64_t floor)
{
    ep_arena *arena = w->c->arena;
    if (!list_edges(w, floor) || !list_parts(w)) {
        return false;
    }
    w->edge_fate = ep_arena_array_of(arena, w->edges, uint8_t);
    w->node_fate = ep_arena_array_of(arena, w->c->nodes, uint8_t);
    w->worth = ep_arena_array_of(arena, w->edges, large);
    return w->edge_fate != NULL && w->node_fate != NULL && w->worth != NULL;
}

int ep_check_tree(ep_check *c, const ep_proof *proof)
{
    walk w = {.c = c, .tree = proof->tree, .limit = proof->limit, .rules = proof->limit_count};
    for (size_t r = 0; r < w.rules; r++) {
        if (!ep_check_is_limit(c, &w.limit[r])) {
            EP_WRONG(c, "E435", "the proof knows a limit that there is not");
            return EPIC_OK;
        }
    }
    if (!prepare(&w, proof->floor)) {
        return EPIC_ENOMEM;
    }
    if (!is_tree(&w) || !are_halves(&w) || !are_shifts(&w)) {
        EP_WRONG(c, "E435", "the proof is no tree of decisions with prices of rules and halves");
        return EPIC_OK;
    }
    int status = read_halves(&w) ? walk_leaves(&w) : EPIC_ENOMEM;
    if (status == EPIC_OK && !c->wrong) {
        ep_check_claim(c, proof, w.any ? parts_of(w.bound, EP_LIMITED_SCALE) : 0);
    }
    return status;
}
