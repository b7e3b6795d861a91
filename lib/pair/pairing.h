/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pairing holds. */
#ifndef EP_PAIRING_H
#define EP_PAIRING_H

#include "limited.h"
#include "problem.h"
#include "refcount.h"

/* What prices show of a round's choices among pairs worth at least `floor` units. BEST: none is worth more than the one taken.
 * MOST: none has more cities paired. FAIREST: all have fewer, so that the least value cannot be so high. ROUNDS, of round 0: none
 * for all rounds together is worth more than the bound (rounds.h); the nodes are guests and hosts, in mutual form too. */
typedef enum ep_claim { EP_CLAIM_BEST, EP_CLAIM_MOST, EP_CLAIM_FAIREST, EP_CLAIM_ROUNDS, EP_CLAIMS } ep_claim;

/* What a side rule stands for. PER_COUNTRY: of the country of city `i`; PER_COUNTRY_PAIR: of those of cities `i` and `k`; GROUP:
 * the quota `i`; CITY_BUDGET: of the city `i`. */
typedef enum ep_limit_kind {
    EP_PER_COUNTRY,
    EP_PER_COUNTRY_PAIR,
    EP_TOTAL_KM,
    EP_BUDGET,
    EP_GROUP,
    EP_CITY_BUDGET
} ep_limit_kind;
typedef struct ep_limit {
    ep_limit_kind kind;
    size_t i, k;
} ep_limit;

/* The prices that prove it, on the nodes of problem.h: as of matching.h or a tree as of limited.h. */
typedef struct ep_proof {
    ep_claim claim;
    uint32_t round;
    int64_t floor;
    size_t node_count;
    ep_number *price; /* of each node, nobodies last; NULL with a tree */
    uint32_t *group;  /* of each node but those: its nobody, or EP_NO_NODE */
    uint32_t *member; /* nodes of the odd sets */
    size_t member_count;
    ep_odd_set *set;
    size_t set_count;
    ep_number scale;
    const ep_limited *tree; /* or NULL; over the edges in the order of their cities */
    const ep_limit *limit;  /* of each rule of the tree */
    size_t limit_count;
} ep_proof;

struct epic_pairing {
    ep_refcount owners;
    ep_arena *arena;
    epic_scores *scores;
    ep_order order; /* with decisions of its own */
    epic_pair *pairs;
    size_t pair_count, pair_room;
    epic_unpaired *unpaired;
    size_t unpaired_count, unpaired_room;
    double total, bound;
    bool proved;
    bool each_proved; /* each round, after those before it */
    const char *engine;
    ep_proof *proof;
    size_t proof_count, proof_room;
};

/* epic_pairing_make() with decisions about pairs. */
int ep_pairing_make(epic_pairing **out, epic_scores *scores, const ep_order *order, const ep_watch *watch, epic_diags *diags);
/* In the order of their cities. */
void ep_pairs_sort(epic_pair *pairs, size_t count);

#endif
