/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a pairing holds. */
#ifndef EP_PAIRING_H
#define EP_PAIRING_H

#include <epic/pair.h>

#include "matching.h"
#include "refcount.h"

/* The prices that prove it (matching.h), on the nodes of problem.h. */
typedef struct ep_proof {
    size_t node_count;
    ep_number *price; /* of each node, nobodies last */
    uint32_t *group;  /* of each node but those: its nobody, or EP_NO_NODE */
    ep_odd_set *set;
    size_t set_count;
    ep_number scale;
} ep_proof;

struct epic_pairing {
    ep_refcount owners;
    ep_arena *arena;
    epic_scores *scores;
    epic_pair *pairs;
    size_t pair_count;
    epic_unpaired *unpaired;
    size_t unpaired_count;
    double total, bound;
    const char *engine;
    ep_proof proof;
};

/* epic_pairing_make(), when `referee` by GLPK, whatever the native engine could do. */
int ep_pairing_make(epic_pairing **out, epic_scores *scores, bool referee, const ep_watch *watch, epic_diags *diags);

#endif
