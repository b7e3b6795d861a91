/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The prices that prove a pairing, for whoever wants to look at them. */
#include "pairing.h"

/* That of a round which prices alone prove best by value; NULL: there is none. */
static const ep_proof *proof_of(const epic_pairing *pairing, uint32_t round)
{
    const ep_proof *found = NULL;
    size_t rows = pairing == NULL ? 0 : epic_pair_rows(pairing->scores);
    for (size_t i = 0; pairing != NULL && pairing->order.prefer == EPIC_PREFER_VALUE && i < pairing->proof_count; i++) {
        const ep_proof *proof = &pairing->proof[i];
        bool plain = proof->claim == EP_CLAIM_BEST && proof->price != NULL && proof->node_count == rows;
        found = plain && proof->round == round ? proof : found;
    }
    return found;
}

static double value_of(const ep_proof *proof, const ep_number *price)
{
    return (double)price->at[EP_WEIGHT] / (double)proof->scale.at[EP_WEIGHT] / EP_UNITS;
}

bool epic_pairing_duals(const epic_pairing *pairing, uint32_t round, double *prices)
{
    const ep_proof *proof = proof_of(pairing, round);
    for (size_t i = 0; proof != NULL && i < proof->node_count; i++) {
        prices[i] = value_of(proof, &proof->price[i]);
    }
    return proof != NULL;
}

size_t epic_pairing_odd_sets(const epic_pairing *pairing, uint32_t round)
{
    const ep_proof *proof = proof_of(pairing, round);
    return proof == NULL ? 0 : proof->set_count;
}

size_t epic_pairing_odd_set(const epic_pairing *pairing, uint32_t round, size_t i, size_t *cities, size_t room, double *price)
{
    const ep_proof *proof = proof_of(pairing, round);
    if (proof == NULL || i >= proof->set_count) {
        return 0;
    }
    const ep_odd_set *set = &proof->set[i];
    for (size_t k = 0; k < set->count && k < room; k++) {
        cities[k] = proof->member[set->first + k];
    }
    if (price != NULL) {
        *price = value_of(proof, &set->price);
    }
    return set->count;
}
