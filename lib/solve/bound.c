/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bound.h"

#include <stdlib.h>
#include <string.h>

#include "grow.h"

/* Bits that the ties of all chosen edges may fill: less than half a unit. */
enum { TIE_BITS = 19, MOST_SHIFT = 52 };

static unsigned bits_of(uint64_t number)
{
    unsigned bits = 0;
    for (; number > 0; number >>= 1) {
        bits++;
    }
    return bits;
}

/* The most edges that can be chosen, or somewhat more. */
static uint64_t most_chosen(const ep_match_problem *match)
{
    uint64_t ends = 3;
    for (size_t i = 0; i < match->node_count; i++) {
        ends += match->room[i].max < match->node_count ? match->room[i].max : match->node_count;
    }
    return ends;
}

static void weigh(ep_bounder *b)
{
    const ep_match_problem *match = &b->problem->match;
    uint64_t most = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        uint64_t tie = (uint64_t)match->edge[i].weight.at[EP_TIE];
        most = tie > most ? tie : most;
    }
    unsigned bits = bits_of(most), chosen = bits_of(most_chosen(match)), room = chosen < TIE_BITS ? TIE_BITS - chosen : 0;
    unsigned drop = bits > room ? bits - room : 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        b->weight[i] = match->edge[i].weight.at[EP_WEIGHT] * EP_LIMITED_SCALE + (match->edge[i].weight.at[EP_TIE] >> drop);
    }
}

static void find_shifts(ep_bounder *b)
{
    for (size_t r = 0; r < b->problem->rule_count; r++) {
        const ep_side_rule *rule = &b->problem->rule[r];
        int64_t most = 1;
        for (size_t i = 0; i < rule->count; i++) {
            most = rule->amount[i] > most ? rule->amount[i] : most;
        }
        b->shift[r] = (uint8_t)(bits_of((uint64_t)most) - 1);
    }
}

static bool find_between(ep_bounder *b)
{
    const ep_match_problem *match = &b->problem->match;
    size_t n = match->node_count;
    if (!b->problem->triad) {
        return true;
    }
    b->between = n > 0 && n < SIZE_MAX / n ? malloc(n * n * sizeof *b->between) : NULL;
    if (b->between == NULL) {
        return n == 0;
    }
    memset(b->between, 0xff, n * n * sizeof *b->between);
    for (uint32_t i = 0; i < match->edge_count; i++) {
        b->between[match->edge[i].u * n + match->edge[i].v] = i;
        b->between[match->edge[i].v * n + match->edge[i].u] = i;
    }
    return true;
}

static bool list_parts(ep_bounder *b)
{
    size_t edges = b->problem->match.edge_count, all = 0;
    b->first = calloc(edges + 2, sizeof *b->first);
    for (size_t i = 0; i < b->problem->rule_count; i++) {
        all += b->problem->rule[i].count;
    }
    b->part = calloc(all + 1, sizeof *b->part);
    if (b->first == NULL || b->part == NULL) {
        return false;
    }
    for (size_t i = 0; i < b->problem->rule_count; i++) {
        for (size_t k = 0; k < b->problem->rule[i].count; k++) {
            b->first[b->problem->rule[i].edge[k] + 2]++;
        }
    }
    for (size_t i = 2; i < edges + 2; i++) {
        b->first[i] += b->first[i - 1];
    }
    for (size_t i = 0; i < b->problem->rule_count; i++) {
        const ep_side_rule *rule = &b->problem->rule[i];
        for (size_t k = 0; k < rule->count; k++) {
            b->part[b->first[rule->edge[k] + 1]++] = (ep_rule_part){(uint32_t)i, rule->amount[k]};
        }
    }
    return true;
}

bool ep_bounder_init(ep_bounder *b, ep_arena *arena, const ep_limited_problem *problem)
{
    const ep_match_problem *match = &problem->match;
    *b = (ep_bounder){.problem = problem, .arena = arena};
    b->shift = ep_arena_array_of(arena, problem->rule_count, uint8_t);
    b->weight = calloc(match->edge_count + 1, sizeof *b->weight);
    b->gain = calloc(match->edge_count + 1, sizeof *b->gain);
    b->twice = calloc(match->edge_count + 1, sizeof *b->twice);
    if (b->shift == NULL || b->weight == NULL || b->gain == NULL || b->twice == NULL || !find_between(b)) {
        return false;
    }
    weigh(b);
    find_shifts(b);
    return list_parts(b);
}

void ep_bounder_free(ep_bounder *b)
{
    for (size_t i = 0; i < b->half_count; i++) {
        free(b->half[i].part);
    }
    void *all[] = {b->weight, b->gain, b->twice, b->between, b->half, b->first, b->part};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
}

bool ep_can_triad(const ep_limited_problem *problem, uint32_t node)
{
    return problem->triad && problem->match.room[node].max == 1;
}

uint32_t ep_between(const ep_bounder *b, uint32_t u, uint32_t v)
{
    return b->between[u * b->problem->match.node_count + v];
}

bool ep_list_has(const uint32_t *list, size_t count, uint32_t number)
{
    size_t lo = 0, hi = count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (list[middle] < number) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo < count && list[lo] == number;
}

static const uint32_t *copy_list(ep_bounder *b, const uint32_t *list, size_t count)
{
    uint32_t *copy = ep_arena_array_of(b->arena, count, uint32_t);
    if (copy != NULL && count > 0) {
        memcpy(copy, list, count * sizeof *copy);
    }
    return copy;
}

/* Adds up what the limits of a half say of each edge, and leaves their sum. */
static int64_t add_limits(ep_bounder *b, const ep_half *half)
{
    const ep_limited_problem *problem = b->problem;
    int64_t sum = (int64_t)half->edge_count;
    for (size_t i = 0; i < half->node_count; i++) {
        sum += problem->match.room[half->node[i]].max;
    }
    for (uint32_t i = 0; i < problem->match.edge_count && half->node_count > 0; i++) {
        b->twice[i] += ep_list_has(half->node, half->node_count, problem->match.edge[i].u);
        b->twice[i] += ep_list_has(half->node, half->node_count, problem->match.edge[i].v);
    }
    for (size_t r = 0; r < half->rule_count; r++) {
        const ep_side_rule *rule = &problem->rule[half->rule[r]];
        sum += rule->max;
        for (size_t i = 0; i < rule->count; i++) {
            b->twice[rule->edge[i]] += (uint32_t)rule->amount[i];
        }
    }
    for (size_t i = 0; i < half->edge_count; i++) {
        b->twice[half->edge[i]]++;
    }
    return sum;
}

/* Takes the sums of the edges to the parts of a half. */
static bool keep_parts(ep_bounder *b, ep_halved *halved)
{
    size_t edges = b->problem->match.edge_count, count = 0;
    for (size_t i = 0; i < edges; i++) {
        count += b->twice[i] >= 2;
    }
    halved->part = malloc((count + 1) * sizeof *halved->part);
    for (uint32_t i = 0; i < edges; i++) {
        if (halved->part != NULL && b->twice[i] >= 2) {
            halved->part[halved->part_count++] = (ep_half_part){i, b->twice[i] / 2};
        }
        b->twice[i] = 0;
    }
    return halved->part != NULL;
}

int ep_bounder_add(ep_bounder *b, const ep_half *half)
{
    if (!ep_grow((void **)&b->half, &b->half_room, b->half_count + 1, sizeof *b->half)) {
        return EPIC_ENOMEM;
    }
    ep_halved halved = {.half = *half, .limit = add_limits(b, half) / 2};
    halved.half.node = copy_list(b, half->node, half->node_count);
    halved.half.rule = copy_list(b, half->rule, half->rule_count);
    halved.half.edge = copy_list(b, half->edge, half->edge_count);
    bool fits = keep_parts(b, &halved);
    b->half[b->half_count++] = halved;
    return fits && halved.half.node != NULL && halved.half.rule != NULL && halved.half.edge != NULL ? EPIC_OK : EPIC_ENOMEM;
}

uint32_t ep_half_of_edge(const ep_halved *halved, uint32_t edge)
{
    size_t lo = 0, hi = halved->part_count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (halved->part[middle].edge < edge) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo < halved->part_count && halved->part[lo].edge == edge ? halved->part[lo].count : 0;
}

uint32_t ep_half_of_triad(const ep_bounder *b, const ep_halved *halved, const ep_triad *triad)
{
    const ep_half *half = &halved->half;
    uint32_t twice = 0;
    for (int k = 0; k < 3; k++) {
        uint32_t edge = ep_between(b, triad->node[k], triad->node[(k + 1) % 3]);
        twice += ep_list_has(half->node, half->node_count, triad->node[k]);
        for (size_t i = b->first[edge]; i < b->first[edge + 1]; i++) {
            twice += ep_list_has(half->rule, half->rule_count, b->part[i].rule) ? (uint32_t)b->part[i].amount : 0;
        }
    }
    return twice / 2;
}

/* The greatest of y * k + premium * [k > 0]. */
static ep_wide best_of_room(const ep_room *room, int64_t price, int64_t premium)
{
    ep_wide few = (ep_wide)price * room->min + (room->min > 0 ? premium : 0);
    ep_wide many = (ep_wide)price * room->max + (room->max > 0 ? premium : 0);
    ep_wide one = room->min == 0 && room->max > 0 ? (ep_wide)price + premium : few;
    ep_wide best = few > many ? few : many;
    return best > one ? best : one;
}

static ep_wide bound_of_nodes(const ep_limited_problem *problem, const ep_leaf_prices *prices, bool premiums)
{
    ep_wide bound = 0;
    for (size_t i = 0; i < problem->match.node_count; i++) {
        int64_t premium = premiums ? ep_premium_of(problem, i) * EP_LIMITED_SCALE : 0;
        bound += best_of_room(&problem->match.room[i], prices->node[i], premium);
    }
    return bound;
}

static void begin_gains(ep_bounder *b, const ep_leaf_prices *prices, ep_counted counted)
{
    const ep_match_problem *match = &b->problem->match;
    for (size_t i = 0; i < match->edge_count; i++) {
        const ep_edge *edge = &match->edge[i];
        int64_t weight = counted == EP_COUNT_TIES ? b->weight[i] : edge->weight.at[EP_WEIGHT] * EP_LIMITED_SCALE;
        b->gain[i] = (counted == EP_COUNT_NOTHING ? 0 : (ep_wide)weight) - prices->node[edge->u] - prices->node[edge->v];
    }
}

/* Takes the price of a rule from the gains; what is shifted is rounded down, as the compilers do it. */
static ep_wide count_rule(ep_bounder *b, size_t index, int64_t price)
{
    const ep_side_rule *rule = &b->problem->rule[index];
    unsigned shift = b->shift[index];
    if (price == 0) {
        return 0;
    }
    for (size_t i = 0; i < rule->count; i++) {
        b->gain[rule->edge[i]] -= (ep_wide)price * rule->amount[i] >> shift;
    }
    return -(-((ep_wide)price * (price > 0 ? rule->max : rule->min)) >> shift);
}

static ep_wide count_half(ep_bounder *b, const ep_half_price *price)
{
    const ep_halved *halved = &b->half[price->half];
    for (size_t i = 0; i < halved->part_count; i++) {
        b->gain[halved->part[i].edge] -= (ep_wide)price->price * halved->part[i].count;
    }
    return (ep_wide)price->price * halved->limit;
}

static ep_wide bound_of_edges(const ep_bounder *b, const ep_decided *decided)
{
    const ep_match_problem *match = &b->problem->match;
    ep_wide bound = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        bool away = decided->node[match->edge[i].u] > 0 || decided->node[match->edge[i].v] > 0 || decided->edge[i] < 0;
        if (!away && (b->gain[i] > 0 || decided->edge[i] > 0)) {
            bound += b->gain[i];
        }
    }
    return bound;
}

/* Puts a triad in its place among the best. What halves count for its edges was taken off, which can be more than for it. */
static void rank(ep_bounder *b, const ep_leaf_prices *prices, ep_triad triad)
{
    for (size_t i = 0; i < prices->half_count; i++) {
        const ep_halved *half = &b->half[prices->half[i].half];
        int64_t more = -(int64_t)ep_half_of_triad(b, half, &triad);
        for (int k = 0; k < 3; k++) {
            more += ep_half_of_edge(half, ep_between(b, triad.node[k], triad.node[(k + 1) % 3]));
        }
        triad.gain += (ep_wide)prices->half[i].price * more;
    }
    if (b->best_count == EP_TRIADS && b->best[EP_TRIADS - 1].gain >= triad.gain) {
        return;
    }
    size_t i = b->best_count < EP_TRIADS ? b->best_count++ : EP_TRIADS - 1;
    for (; i > 0 && b->best[i - 1].gain < triad.gain; i--) {
        b->best[i] = b->best[i - 1];
    }
    b->best[i] = triad;
}

/* The triads of two nodes with a third after them. `most` is what halves can give back at most. */
static void rank_thirds(ep_bounder *b, const ep_leaf_prices *prices, const ep_decided *decided, ep_triad two, ep_wide most)
{
    const ep_match_problem *match = &b->problem->match;
    size_t decided_in = (decided->node[two.node[0]] > 0) + (size_t)(decided->node[two.node[1]] > 0);
    for (uint32_t w = two.node[1] + 1; w < match->node_count; w++) {
        uint32_t first = ep_between(b, two.node[0], w), second = ep_between(b, two.node[1], w);
        if (first == EP_NO_EDGE || second == EP_NO_EDGE || !ep_can_triad(b->problem, w) || decided->node[w] < 0) {
            continue;
        }
        ep_triad triad = {{two.node[0], two.node[1], w}, two.gain + b->gain[first] + b->gain[second] + prices->node[w]};
        bool hopeless = b->best_count == EP_TRIADS && b->best[EP_TRIADS - 1].gain >= triad.gain + most;
        if (!hopeless && decided_in + (decided->node[w] > 0) == decided->in_triad) {
            rank(b, prices, triad);
        }
    }
}

static ep_wide bound_of_triads(ep_bounder *b, const ep_leaf_prices *prices, const ep_decided *decided)
{
    const ep_match_problem *match = &b->problem->match;
    ep_wide most = 0;
    b->best_count = 0;
    for (size_t i = 0; i < prices->half_count; i++) {
        most += 3 * (ep_wide)prices->half[i].price;
    }
    for (uint32_t u = 0; b->problem->triad && u < match->node_count; u++) {
        for (uint32_t v = u + 1; v < match->node_count && ep_can_triad(b->problem, u) && decided->node[u] >= 0; v++) {
            uint32_t edge = ep_between(b, u, v);
            if (edge != EP_NO_EDGE && ep_can_triad(b->problem, v) && decided->node[v] >= 0) {
                ep_triad two = {{u, v, v}, b->gain[edge] + prices->node[u] + prices->node[v]};
                rank_thirds(b, prices, decided, two, most);
            }
        }
    }
    ep_wide best = b->best_count > 0 ? b->best[0].gain : EP_NO_CHOICE;
    return best > 0 || decided->in_triad > 0 ? best : 0;
}

ep_wide ep_bound(ep_bounder *b, const ep_leaf_prices *prices, const ep_decided *decided, ep_counted counted)
{
    begin_gains(b, prices, counted);
    ep_wide bound = bound_of_nodes(b->problem, prices, counted != EP_COUNT_NOTHING);
    for (size_t r = 0; r < b->problem->rule_count; r++) {
        bound += count_rule(b, r, prices->rule[r]);
    }
    for (size_t i = 0; i < prices->half_count; i++) {
        bound += count_half(b, &prices->half[i]);
    }
    return bound + bound_of_edges(b, decided) + bound_of_triads(b, prices, decided);
}
