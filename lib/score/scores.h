/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What scores hold. */
#ifndef EP_SCORES_H
#define EP_SCORES_H

#include <epic/score.h>

#include "arena.h"
#include "refcount.h"

/* What a city is in a domain. Without a profile it needs and offers nothing. */
typedef struct ep_cell {
    double need, offer, strength, competence;
    bool known;
} ep_cell;

/* A domain at its place in the order of sums. */
typedef struct ep_column {
    const char *id;
    size_t domain; /* its index in the programme */
    double weight;
} ep_column;

struct epic_scores {
    ep_refcount owners;
    ep_arena *arena;
    epic_programme *programme;
    const epic_pairing_rules *rules;
    size_t cities, domains;
    ep_column *columns;
    ep_cell *cells;                                 /* [city * domains + column] */
    double *need, *offer, *strength, *competence;   /* the same by [column * cities + city] */
    double *weighted_need;                          /* of each city: sum of weight * need */
    double *size;                                   /* q of each city; 0 when its population is not stated */
    double weights;                                 /* sum of the weights */
};

#endif
