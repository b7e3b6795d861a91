/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limited pairing against trying every choice; its proof against a checker that follows limited.h alone, and damaged proofs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "kit.h"
#include "limited.h"

enum { MOST_NODES = 8, MOST_EDGES = 14, MOST_RULES = 4 };

static const uint64_t seed = 19700812;
static const ep_watch unwatched = {NULL, NULL, "test"};

typedef struct instance {
    ep_limited_problem problem;
    ep_room room[MOST_NODES];
    ep_edge edge[MOST_EDGES];
    ep_side_rule rule[MOST_RULES];
    uint32_t index[MOST_RULES][MOST_EDGES];
    int64_t amount[MOST_RULES][MOST_EDGES];
} instance;

/* ---- every choice, one after the other ---- */

typedef struct tally {
    const ep_limited_problem *problem;
    uint32_t used[MOST_NODES];
    bool chosen[MOST_EDGES];
    int64_t best; /* -1: none */
} tally;

static bool keeps_rules(const ep_limited_problem *problem, const bool *chosen)
{
    for (size_t r = 0; r < problem->rule_count; r++) {
        int64_t sum = 0;
        for (size_t i = 0; i < problem->rule[r].count; i++) {
            sum += chosen[problem->rule[r].edge[i]] ? problem->rule[r].amount[i] : 0;
        }
        if (sum < problem->rule[r].min || sum > problem->rule[r].max) {
            return false;
        }
    }
    return true;
}

static void judge(tally *t)
{
    const ep_limited_problem *problem = t->problem;
    int64_t total = 0;
    for (size_t i = 0; i < problem->match.node_count; i++) {
        if (t->used[i] < problem->match.room[i].min) {
            return;
        }
        total += t->used[i] > 0 ? problem->premium : 0;
    }
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        total += t->chosen[i] ? problem->match.edge[i].weight.at[EP_WEIGHT] : 0;
    }
    if (total > t->best && keeps_rules(problem, t->chosen)) {
        t->best = total;
    }
}

static void try_pairs(tally *t, size_t edge)
{
    if (edge == t->problem->match.edge_count) {
        judge(t);
        return;
    }
    try_pairs(t, edge + 1);
    const ep_edge *it = &t->problem->match.edge[edge];
    const ep_room *room = t->problem->match.room;
    if (!t->chosen[edge] && t->used[it->u] < room[it->u].max && t->used[it->v] < room[it->v].max) {
        t->chosen[edge] = true;
        t->used[it->u]++;
        t->used[it->v]++;
        try_pairs(t, edge + 1);
        t->chosen[edge] = false;
        t->used[it->u]--;
        t->used[it->v]--;
    }
}

static size_t edge_between(const ep_match_problem *match, uint32_t u, uint32_t v)
{
    for (size_t i = 0; i < match->edge_count; i++) {
        if ((match->edge[i].u == u && match->edge[i].v == v) || (match->edge[i].u == v && match->edge[i].v == u)) {
            return i;
        }
    }
    return match->edge_count;
}

static bool set_triad(tally *t, const uint32_t *node, bool in)
{
    const ep_match_problem *match = &t->problem->match;
    for (int i = 0; i < 3; i++) {
        size_t edge = edge_between(match, node[i], node[(i + 1) % 3]);
        if (edge == match->edge_count || match->room[node[i]].max != 1) {
            return false;
        }
    }
    for (int i = 0; i < 3; i++) {
        t->chosen[edge_between(match, node[i], node[(i + 1) % 3])] = in;
        t->used[node[i]] = in;
    }
    return true;
}

static int64_t try_all(const ep_limited_problem *problem)
{
    tally t = {.problem = problem, .best = -1};
    try_pairs(&t, 0);
    for (uint32_t u = 0; problem->triad && u < problem->match.node_count; u++) {
        for (uint32_t v = u + 1; v < problem->match.node_count; v++) {
            for (uint32_t w = v + 1; w < problem->match.node_count; w++) {
                uint32_t node[3] = {u, v, w};
                if (set_triad(&t, node, true)) {
                    try_pairs(&t, 0);
                    set_triad(&t, node, false);
                }
            }
        }
    }
    return t.best;
}

/* ---- the proof, word for word as limited.h has it ---- */

__extension__ typedef __int128 wide;

typedef struct leaf {
    const ep_limited_problem *problem;
    const ep_limited *answer;
    const ep_leaf_prices *prices;
    int *edge, *node; /* 1 yes, -1 no, 0 undecided */
} leaf;

static wide down(wide a, unsigned shift)
{
    wide part = (wide)1 << shift, whole = a / part;
    return whole * part > a ? whole - 1 : whole;
}

static bool is_in(const uint32_t *list, size_t count, uint32_t number)
{
    for (size_t i = 0; i < count; i++) {
        if (list[i] == number) {
            return true;
        }
    }
    return false;
}

/* An edge's amounts in the rules of a half. */
static int64_t amounts(const leaf *x, const ep_half *half, size_t edge)
{
    int64_t sum = 0;
    for (size_t r = 0; r < half->rule_count; r++) {
        const ep_side_rule *rule = &x->problem->rule[half->rule[r]];
        for (size_t i = 0; i < rule->count; i++) {
            sum += rule->edge[i] == edge ? rule->amount[i] : 0;
        }
    }
    return sum;
}

static int64_t limit_of(const leaf *x, const ep_half *half)
{
    int64_t sum = (int64_t)half->edge_count;
    for (size_t i = 0; i < half->node_count; i++) {
        sum += x->problem->match.room[half->node[i]].max;
    }
    for (size_t i = 0; i < half->rule_count; i++) {
        sum += x->problem->rule[half->rule[i]].max;
    }
    return sum / 2;
}

static int64_t pair_counts(const leaf *x, const ep_half *half, size_t edge)
{
    const ep_edge *it = &x->problem->match.edge[edge];
    int64_t ends = is_in(half->node, half->node_count, it->u) + is_in(half->node, half->node_count, it->v);
    return (ends + amounts(x, half, edge) + is_in(half->edge, half->edge_count, (uint32_t)edge)) / 2;
}

static wide weight_of(const leaf *x, size_t edge)
{
    return x->prices->impossible ? 0 : (wide)x->problem->match.edge[edge].weight.at[EP_WEIGHT] * EP_LIMITED_SCALE;
}

/* w less the rules' prices. */
static wide net(const leaf *x, size_t edge)
{
    wide gain = weight_of(x, edge);
    for (size_t r = 0; r < x->problem->rule_count; r++) {
        const ep_side_rule *rule = &x->problem->rule[r];
        for (size_t i = 0; i < rule->count; i++) {
            gain -= rule->edge[i] == edge ? down((wide)x->prices->rule[r] * rule->amount[i], x->answer->shift[r]) : 0;
        }
    }
    return gain;
}

static wide of_nodes(const leaf *x)
{
    wide sum = 0, premium = x->prices->impossible ? 0 : (wide)x->problem->premium * EP_LIMITED_SCALE;
    for (size_t i = 0; i < x->problem->match.node_count; i++) {
        const ep_room *room = &x->problem->match.room[i];
        wide best = 0;
        for (uint32_t k = room->min; k <= room->max; k++) {
            wide worth = (wide)x->prices->node[i] * k + (k > 0 ? premium : 0);
            best = k == room->min || worth > best ? worth : best;
        }
        sum += best;
    }
    return sum;
}

static wide of_halves_and_rules(const leaf *x)
{
    wide sum = 0;
    for (size_t i = 0; i < x->prices->half_count; i++) {
        sum += (wide)x->prices->half[i].price * limit_of(x, &x->answer->half[x->prices->half[i].half]);
    }
    for (size_t r = 0; r < x->problem->rule_count; r++) {
        wide price = x->prices->rule[r];
        sum -= down(-(price * (price > 0 ? x->problem->rule[r].max : x->problem->rule[r].min)), x->answer->shift[r]);
    }
    return sum;
}

static wide of_edges(const leaf *x)
{
    wide sum = 0;
    for (size_t e = 0; e < x->problem->match.edge_count; e++) {
        const ep_edge *edge = &x->problem->match.edge[e];
        wide gain = net(x, e) - x->prices->node[edge->u] - x->prices->node[edge->v];
        for (size_t i = 0; i < x->prices->half_count; i++) {
            gain -= (wide)x->prices->half[i].price * pair_counts(x, &x->answer->half[x->prices->half[i].half], e);
        }
        if (x->edge[e] >= 0 && x->node[edge->u] <= 0 && x->node[edge->v] <= 0) {
            sum += x->edge[e] > 0 || gain > 0 ? gain : 0;
        }
    }
    return sum;
}

static bool is_left(const leaf *x, const uint32_t *node)
{
    for (uint32_t i = 0; i < x->problem->match.node_count; i++) {
        bool in = i == node[0] || i == node[1] || i == node[2];
        if ((in && x->node[i] < 0) || (!in && x->node[i] > 0)) {
            return false;
        }
    }
    for (int i = 0; i < 3; i++) {
        size_t edge = edge_between(&x->problem->match, node[i], node[(i + 1) % 3]);
        if (edge == x->problem->match.edge_count || x->problem->match.room[node[i]].max != 1) {
            return false;
        }
    }
    return true;
}

static wide of_triad(const leaf *x, const uint32_t *node)
{
    wide gain = 0;
    for (int i = 0; i < 3; i++) {
        gain += net(x, edge_between(&x->problem->match, node[i], node[(i + 1) % 3])) - x->prices->node[node[i]];
    }
    for (size_t h = 0; h < x->prices->half_count; h++) {
        const ep_half *half = &x->answer->half[x->prices->half[h].half];
        int64_t twice = 0;
        for (int i = 0; i < 3; i++) {
            twice += is_in(half->node, half->node_count, node[i]);
            twice += amounts(x, half, edge_between(&x->problem->match, node[i], node[(i + 1) % 3]));
        }
        gain -= (wide)x->prices->half[h].price * (twice / 2);
    }
    return gain;
}

/* False when the decisions leave no choice. */
static bool add_triads(const leaf *x, wide *sum)
{
    bool any = false, must = false;
    wide best = 0;
    for (uint32_t u = 0; u < x->problem->match.node_count; u++) {
        must = must || x->node[u] > 0;
        for (uint32_t v = u + 1; v < x->problem->match.node_count && x->problem->triad; v++) {
            for (uint32_t w = v + 1; w < x->problem->match.node_count; w++) {
                uint32_t node[3] = {u, v, w};
                if (is_left(x, node)) {
                    wide gain = of_triad(x, node);
                    best = !any || gain > best ? gain : best;
                    any = true;
                }
            }
        }
    }
    *sum += must || best > 0 ? best : 0;
    return any || !must;
}

/* Whether the leaf has no choice above `limit`. */
static bool is_bounded(const leaf *x, int64_t limit)
{
    wide sum = of_nodes(x) + of_halves_and_rules(x) + of_edges(x);
    for (size_t i = 0; i < x->prices->half_count; i++) {
        if (x->prices->half[i].price < 0) {
            return false;
        }
    }
    if (!add_triads(x, &sum)) {
        return true;
    }
    return x->prices->impossible ? sum < 0 : down(sum, 20) <= limit;
}

static bool check_tree(leaf *x, uint32_t at, int64_t limit)
{
    const ep_decision *it = &x->answer->decision[at];
    if (it->yes == 0 && it->no == 0) {
        x->prices = &x->answer->prices[it->prices];
        return is_bounded(x, limit);
    }
    int *what = it->triad ? &x->node[it->subject] : &x->edge[it->subject];
    if (it->yes <= at || it->no <= at || *what != 0) {
        return false;
    }
    *what = 1;
    bool good = check_tree(x, it->yes, limit);
    *what = -1;
    good = good && check_tree(x, it->no, limit);
    *what = 0;
    return good;
}

static bool proves(const ep_limited_problem *problem, const ep_limited *answer, int64_t limit)
{
    leaf x = {.problem = problem, .answer = answer};
    x.edge = calloc(problem->match.edge_count + 1, sizeof *x.edge);
    x.node = calloc(problem->match.node_count + 1, sizeof *x.node);
    bool good = check_tree(&x, 0, limit);
    free(x.edge);
    free(x.node);
    return good;
}

/* ---- random instances ---- */

static void add_edge(instance *x, uint64_t *state, uint32_t u, uint32_t v, bool tied)
{
    ep_match_problem *match = &x->problem.match;
    if (below(state, 8) > 0 && match->edge_count < MOST_EDGES) {
        int64_t weight = tied ? below(state, 3) : below(state, 1 << 30);
        x->edge[match->edge_count++] = (ep_edge){u, v, {{weight, (int64_t)(next(state) >> 32)}}};
    }
}

static void add_edges(instance *x, uint64_t *state, uint32_t left, bool tied)
{
    ep_match_problem *match = &x->problem.match;
    for (uint32_t u = 0; u < match->node_count; u++) {
        for (uint32_t v = u + 1; v < match->node_count; v++) {
            if (!match->bipartite || (u < left && v >= left)) {
                add_edge(x, state, u, v, tied);
            }
        }
    }
}

static void add_rule(instance *x, uint64_t *state)
{
    size_t r = x->problem.rule_count++;
    int64_t sum = 0;
    int kind = below(state, 3), size = kind == 0 ? 1 : kind == 1 ? 9 : 2000000;
    x->rule[r] = (ep_side_rule){.edge = x->index[r], .amount = x->amount[r]};
    for (uint32_t i = 0; i < x->problem.match.edge_count; i++) {
        if (below(state, 3) > 0) {
            x->index[r][x->rule[r].count] = i;
            x->amount[r][x->rule[r].count] = 1 + below(state, size);
            sum += x->amount[r][x->rule[r].count++];
        }
    }
    int part = 1 + below(state, 6);
    x->rule[r].max = below(state, 5) == 0 ? INT64_MAX : sum / part;
    x->rule[r].min = below(state, 3) == 0 ? sum / (part + 4) : 0;
}

static void make(instance *x, uint64_t *state)
{
    memset(x, 0, sizeof *x);
    bool bipartite = below(state, 3) == 0, wide_rooms = below(state, 2) == 0, minima = below(state, 4) == 0;
    uint32_t nodes = 2 + (uint32_t)below(state, MOST_NODES - 1), left = nodes / 2;
    x->problem = (ep_limited_problem){.match = {.node_count = nodes, .room = x->room, .edge = x->edge, .bipartite = bipartite},
                                      .rule = x->rule,
                                      .triad = !bipartite && below(state, 3) == 0,
                                      .effort = EP_LIMITED_EFFORT};
    int premium = below(state, 4);
    x->problem.premium = premium == 0 ? (int64_t)1 << 34 : premium == 1 ? below(state, 1 << 29) : 0;
    for (uint32_t i = 0; i < nodes; i++) {
        uint32_t max = wide_rooms ? (uint32_t)below(state, 4) : 1;
        x->room[i] = (ep_room){minima && max > 0 ? (uint32_t)below(state, (int)max) + (below(state, 4) == 0) : 0, max};
    }
    add_edges(x, state, left, below(state, 3) == 0);
    for (int rules = below(state, MOST_RULES + 1); rules > 0; rules--) {
        add_rule(x, state);
    }
}

static bool keeps_rooms(const ep_limited_problem *problem, const ep_limited *answer)
{
    for (uint32_t i = 0; i < problem->match.node_count; i++) {
        uint32_t used = 0;
        for (size_t e = 0; e < problem->match.edge_count; e++) {
            used += answer->chosen[e] && (problem->match.edge[e].u == i || problem->match.edge[e].v == i);
        }
        bool in = answer->has_triad && (answer->triad[0] == i || answer->triad[1] == i || answer->triad[2] == i);
        if (in ? used != 2 : used < problem->match.room[i].min || used > problem->match.room[i].max) {
            return false;
        }
    }
    return true;
}

static int64_t worth_of(const ep_limited_problem *problem, const ep_limited *answer)
{
    int64_t sum = 0;
    for (size_t e = 0; e < problem->match.edge_count; e++) {
        sum += answer->chosen[e] ? problem->match.edge[e].weight.at[EP_WEIGHT] : 0;
    }
    for (uint32_t i = 0; i < problem->match.node_count; i++) {
        bool alone = true;
        for (size_t e = 0; e < problem->match.edge_count; e++) {
            alone = alone && !(answer->chosen[e] && (problem->match.edge[e].u == i || problem->match.edge[e].v == i));
        }
        sum += alone ? 0 : problem->premium;
    }
    return sum;
}

static void compare(const ep_limited_problem *problem, const ep_limited *answer, int status, int64_t best)
{
    ck_assert_int_eq(status, best < 0 ? EPIC_EINFEASIBLE : EPIC_OK);
    if (status == EPIC_OK) {
        ck_assert_int_eq(answer->total, best);
        ck_assert_int_eq(answer->bound, best);
        ck_assert(answer->proved);
        ck_assert_int_eq(worth_of(problem, answer), best);
        ck_assert(keeps_rules(problem, answer->chosen) && keeps_rooms(problem, answer));
    }
    if (answer->decision_count > 0) { /* else some least value is above the greatest */
        ck_assert(proves(problem, answer, best));
        ck_assert(best < 0 || !proves(problem, answer, best - 1));
    }
}

START_TEST(every_choice)
{
    uint64_t state = seed + (uint64_t)_i;
    for (int k = 0; k < cases(100); k++) {
        instance x;
        make(&x, &state);
        ep_arena *arena = ep_arena_new();
        ep_limited answer;
        int status = ep_match_limited(&answer, arena, &x.problem, &unwatched);
        compare(&x.problem, &answer, status, try_all(&x.problem));
        ep_arena_free(arena);
    }
}
END_TEST

/* ---- larger ones ---- */

typedef struct large {
    ep_limited_problem problem;
    ep_room *room;
    ep_edge *edge;
    ep_side_rule rule;
    uint32_t *index;
    int64_t *amount;
} large;

/* A complete graph under a budget that forbids the best choice. */
static void make_large(large *x, uint64_t *state, uint32_t nodes)
{
    size_t edges = (size_t)nodes * (nodes - 1) / 2;
    *x = (large){.room = calloc(nodes, sizeof(ep_room)),
                 .edge = calloc(edges, sizeof(ep_edge)),
                 .index = calloc(edges, sizeof(uint32_t)),
                 .amount = calloc(edges, sizeof(int64_t))};
    size_t e = 0;
    for (uint32_t u = 0; u < nodes; u++) {
        x->room[u] = (ep_room){0, 1};
        for (uint32_t v = u + 1; v < nodes; v++) {
            x->edge[e] = (ep_edge){u, v, {{below(state, 1 << 30), (int64_t)(next(state) >> 32)}}};
            x->index[e] = (uint32_t)e;
            x->amount[e++] = 1 + below(state, 3000);
        }
    }
    x->rule = (ep_side_rule){.min = 0, .max = (int64_t)nodes * 300, .count = edges, .edge = x->index, .amount = x->amount};
    ep_match_problem match = {.node_count = nodes, .edge_count = edges, .room = x->room, .edge = x->edge};
    x->problem = (ep_limited_problem){.match = match, .rule = &x->rule, .rule_count = 1, .effort = EP_LIMITED_EFFORT};
}

static void free_large(large *x)
{
    free(x->room);
    free(x->edge);
    free(x->index);
    free(x->amount);
}

/* Without a rule, and without ties in weight, the native engine's choice. */
START_TEST(without_rules)
{
    uint64_t state = seed + (uint64_t)_i;
    large x;
    make_large(&x, &state, _i % 2 == 0 ? 200 : 61);
    x.problem.rule_count = 0;
    ep_arena *arena = ep_arena_new();
    ep_limited answer;
    ep_match match;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &x.problem, &unwatched), EPIC_OK);
    ck_assert_int_eq(ep_match_native(&match, arena, &x.problem.match, &unwatched), EPIC_OK);
    ck_assert(answer.proved);
    ck_assert_mem_eq(answer.chosen, match.chosen, x.problem.match.edge_count * sizeof *match.chosen);
    ep_arena_free(arena);
    free_large(&x);
}
END_TEST

START_TEST(effort_ends)
{
    uint64_t state = seed;
    large x;
    make_large(&x, &state, 24);
    ep_arena *arena = ep_arena_new();
    ep_limited whole, part;
    ck_assert_int_eq(ep_match_limited(&whole, arena, &x.problem, &unwatched), EPIC_OK);
    ck_assert(whole.proved && proves(&x.problem, &whole, whole.total));
    ck_assert_uint_gt(whole.programmes, 20);
    x.problem.effort = 8;
    ck_assert_int_eq(ep_match_limited(&part, arena, &x.problem, &unwatched), EPIC_OK);
    ck_assert(!part.proved);
    ck_assert_int_ge(part.bound, whole.total);
    ck_assert_int_lt(part.total, part.bound);
    ck_assert(keeps_rules(&x.problem, part.chosen) && keeps_rooms(&x.problem, &part));
    ck_assert_int_eq(worth_of(&x.problem, &part), part.total);
    ck_assert(proves(&x.problem, &part, part.bound) && !proves(&x.problem, &part, part.bound - 1));
    ep_arena_free(arena);
    free_large(&x);
}
END_TEST

/* The prices of a leaf that the rule has a price at. */
static ep_leaf_prices *priced_leaf(ep_limited *answer)
{
    for (size_t i = 0; i < answer->decision_count; i++) {
        ep_leaf_prices *prices = &answer->prices[answer->decision[i].prices];
        if (answer->decision[i].yes == 0 && !prices->impossible && prices->rule[0] > 0) {
            return prices;
        }
    }
    ck_abort_msg("no leaf with a price of the rule");
    return NULL;
}

static void damage(ep_limited *answer, const ep_limited_problem *problem, int how)
{
    ep_leaf_prices *prices = priced_leaf(answer);
    switch (how) {
    case 0:
        prices->rule[0] *= 2;
        break;
    case 1:
        prices->rule[0] = -prices->rule[0];
        break;
    case 2:
        memset(prices->node, 0, problem->match.node_count * sizeof *prices->node);
        break;
    case 3:
        prices->impossible = !prices->impossible;
        break;
    case 4:
        answer->decision[0].yes = answer->decision[0].no;
        break;
    default:
        answer->decision[0].yes = answer->decision[0].no = 0;
        break;
    }
}

/* Whoever reads limited.h finds out. */
START_TEST(damaged_proof)
{
    uint64_t state = seed;
    large x;
    make_large(&x, &state, 24);
    ep_arena *arena = ep_arena_new();
    ep_limited answer;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &x.problem, &unwatched), EPIC_OK);
    ck_assert_uint_gt(answer.decision_count, 1);
    ck_assert(proves(&x.problem, &answer, answer.total));
    damage(&answer, &x.problem, _i);
    ck_assert(!proves(&x.problem, &answer, answer.total));
    ep_arena_free(arena);
    free_large(&x);
}
END_TEST

static bool stop(void *user, const char *stage, double done)
{
    (void)stage;
    (void)done;
    int *calls = user;
    return (*calls)-- > 0;
}

START_TEST(cancelled)
{
    uint64_t state = seed;
    large x;
    make_large(&x, &state, 120);
    ep_arena *arena = ep_arena_new();
    ep_limited answer;
    int calls = _i;
    ep_watch watch = {stop, &calls, "test"};
    ck_assert_int_eq(ep_match_limited(&answer, arena, &x.problem, &watch), EPIC_ECANCELLED);
    ep_arena_free(arena);
    free_large(&x);
}
END_TEST

/* No node, no edge, no choice, numbers out of range. */
START_TEST(edges_of_the_range)
{
    ep_room room[2] = {{0, 1}, {0, 1}};
    ep_edge edge = {0, 1, {{5, 0}}};
    ep_limited_problem problem = {.match = {.room = room, .edge = &edge}, .effort = 10};
    ep_arena *arena = ep_arena_new();
    ep_limited answer;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &problem, &unwatched), EPIC_OK);
    ck_assert(answer.proved && answer.total == 0);
    problem.match.node_count = 2;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &problem, &unwatched), EPIC_OK);
    ck_assert(answer.proved && answer.total == 0);
    room[1].min = 1;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &problem, &unwatched), EPIC_EINFEASIBLE);
    ck_assert(proves(&problem, &answer, -1));
    problem.match.edge_count = 1;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &problem, &unwatched), EPIC_OK);
    ck_assert(answer.proved && answer.total == 5 && answer.chosen[0]);
    edge.weight.at[EP_WEIGHT] = ((int64_t)1 << 40) + 1;
    ck_assert_int_eq(ep_match_limited(&answer, arena, &problem, &unwatched), EPIC_ESOLVER);
    ck_assert_str_eq(answer.said, "numbers are too large");
    ep_arena_free(arena);
}
END_TEST

static Suite *limited_suite(void)
{
    Suite *suite = suite_create("limited");
    TCase *small = tcase_create("small"), *more = tcase_create("large");
    tcase_set_timeout(small, 120);
    tcase_add_loop_test(small, every_choice, 0, 40);
    tcase_add_test(small, edges_of_the_range);
    suite_add_tcase(suite, small);
    tcase_set_timeout(more, 120);
    tcase_add_loop_test(more, without_rules, 0, 4);
    tcase_add_test(more, effort_ends);
    tcase_add_loop_test(more, damaged_proof, 0, 6);
    tcase_add_loop_test(more, cancelled, 0, 2);
    suite_add_tcase(suite, more);
    return suite;
}

int main(void)
{
    return run(limited_suite());
}
