/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What prices say that all rounds together cannot exceed (rounds.h). */
#include "verify.h"

typedef ep_large large;

static int64_t price_of(const ep_proof *proof, size_t node)
{
    int64_t price = proof->price[node].at[0];
    return price > 0 ? price : 0;
}

/* Of each city in each part all its room, two in a triad, but what settled pairs fill; mutual cities have it in both. */
static large price_rooms(const ep_check *c, const ep_proof *proof)
{
    large sum = 0;
    for (size_t i = 0; i < 2 * c->cities; i++) {
        size_t node = i < c->cities ? i : ep_check_host(c, i - c->cities);
        int64_t most = c->rules->triad && c->max[node] == 1 ? 2 : c->max[node];
        sum += (large)price_of(proof, i) * (most * c->rules->rounds - c->used[node]);
    }
    return sum;
}

static large price_row(const ep_check *c, const ep_proof *proof, size_t a, const double *values)
{
    const double margin = 0x1p-20, unit = 1073741824.0 * (double)proof->scale.at[0];
    large sum = 0;
    for (size_t b = 0; b < c->cities; b++) {
        int64_t price = price_of(proof, a) + price_of(proof, c->cities + b);
        if (values[b] < (double)price / unit - margin) {
            continue;
        }
        int64_t units = ep_check_units(c, a, b);
        large worth = (large)units * proof->scale.at[0] - price;
        sum += worth > 0 && units >= proof->floor && ep_check_may_choose(c, a, b, units) ? worth : 0;
    }
    return sum;
}

/* Settled pairs are of the first round. */
static void count_settled(ep_check *c)
{
    c->round = 1;
    c->units = 0;
    for (size_t i = 0; i < c->nodes; i++) {
        c->used[i] = 0;
    }
    for (size_t i = 0; i < c->pairing->pair_count; i++) {
        const epic_pair *pair = &c->pairing->pairs[i];
        bool settled = ep_check_settled(c, pair->a, pair->b);
        c->used[pair->a] += settled;
        c->used[ep_check_host(c, pair->b)] += settled;
        c->units += settled ? 0 : ep_check_units(c, pair->a, pair->b);
    }
}

int ep_check_rounds(ep_check *c, const ep_proof *proof)
{
    double *values = ep_arena_array_of(c->arena, c->cities, double);
    if (values == NULL) {
        return EPIC_ENOMEM;
    }
    if (proof->node_count != 2 * c->cities || proof->scale.at[0] < 1 || proof->floor > (c->rules->allow_zero ? 0 : 1)) {
        EP_WRONG(c, "E435", "the rounds have no bound");
        return EPIC_OK;
    }
    count_settled(c);
    large sum = price_rooms(c, proof);
    for (size_t a = 0; a < c->cities; a++) {
        epic_scores_values(c->pairing->scores, a, 0, c->cities, values);
        sum += price_row(c, proof, a, values);
    }
    c->slack = (int64_t)(sum / proof->scale.at[0] / (c->mutual ? 2 : 1)) - c->units;
    if (c->slack < 0) {
        EP_WRONG(c, "E435", "all rounds together are worth more than their prices allow");
    }
    return EPIC_OK;
}
