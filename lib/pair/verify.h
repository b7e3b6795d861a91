/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verifier's view of a pairing, one round at a time. Nothing of what finds a pairing is used, so that a mistake there
 * shows. */
#ifndef EP_VERIFY_H
#define EP_VERIFY_H

#include "arena.h"
#include "diags.h"
#include "pairing.h"

/* A sum that 64 bits might not hold. */
__extension__ typedef __int128 ep_large;

typedef struct ep_check {
    const epic_pairing *pairing;
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    epic_diags *diags;
    ep_arena *arena;
    size_t cities, nodes; /* nodes: cities, when directed as guests and then as hosts */
    bool mutual, wrong, overflow;
    uint32_t round;
    uint32_t *used;      /* partners of each node in the round, settled ones included; a triad's count as one */
    uint32_t *min, *max; /* of each node; when prices are looked at, what settled pairs leave */
    bool *served;        /* nodes with a partner by settled pairs */
    size_t covered;      /* other nodes with a partner */
    int64_t units, ties; /* of the round's pairs, settled ones left out */
    size_t count;        /* of these */
    bool triad;          /* the round has one */
    bool triads;         /* it may have one */
    int64_t premium;     /* of a node with a partner */
    int64_t slack;       /* what the totals of the rounds so far may lack, in units */
} ep_check;

#define EP_WRONG(c, code, ...) ((c)->wrong = true, ep_diag_plain((c)->diags, code, __VA_ARGS__))

const char *ep_check_id(const ep_check *c, size_t city);
size_t ep_check_host(const ep_check *c, size_t city);
/* A pair's value in units, and its tie number. */
int64_t ep_check_units(const ep_check *c, size_t a, size_t b);
int64_t ep_check_tie(const ep_check *c, size_t a, size_t b);
/* Whether a pair is made before the round's problem is solved. */
bool ep_check_settled(const ep_check *c, size_t a, size_t b);
/* Whether a pair of so many units can be chosen in the round, by all rules but those of sums. */
bool ep_check_may_choose(const ep_check *c, size_t a, size_t b, int64_t units);

/* How much of a limit a pair takes, and the least and the most that the round's pairs may take. */
int64_t ep_check_amount(const ep_check *c, const ep_limit *limit, size_t a, size_t b);
void ep_check_limit_range(const ep_check *c, const ep_limit *limit, int64_t *min, int64_t *max);
/* Whether there is such a limit. */
bool ep_check_is_limit(const ep_check *c, const ep_limit *limit);
/* Reports the limits that the round's pairs do not keep. */
void ep_check_limits(ep_check *c);

/* The odd sets of a proof. */
typedef struct ep_check_sets ep_check_sets;
/* EPIC_OK, EPIC_ENOMEM; what is no odd set is reported, and then nothing may be asked. O(members x log members). */
int ep_check_sets_make(ep_check_sets **out, ep_check *c, const ep_proof *proof);
/* The sum of the prices of all sets with both of two different nodes; false when it is too large. O(1) where a node is a member
 * once. */
bool ep_check_sets_common(const ep_check_sets *sets, size_t u, size_t v, ep_number *out);
/* The lesser of two nodes' is part of that sum's weight: what sets of more than half of the members add. */
int64_t ep_check_sets_large(const ep_check_sets *sets, size_t node);

/* Hold the round against prices, or a tree. EPIC_OK, or EPIC_ENOMEM; what is wrong is reported. */
int ep_check_prices(ep_check *c, const ep_proof *proof);
int ep_check_tree(ep_check *c, const ep_proof *proof);
/* Holds all rounds against the bound that prices give: then `slack` is what they lack of it, in units. EPIC_OK, EPIC_ENOMEM. */
int ep_check_rounds(ep_check *c, const ep_proof *proof);
/* What a proof shows: no choice is worth more than `units`, premiums included. `proved` when it should show the best. */
void ep_check_claim(ep_check *c, const ep_proof *proof, ep_large units);

#endif
