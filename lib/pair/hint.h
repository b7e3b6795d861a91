/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs that somebody asks the engine to look at first. Rows are numbered as the nodes of a problem. */
#ifndef EP_HINT_H
#define EP_HINT_H

#include "problem.h"

/* Prices beyond it are refused. */
#define EP_HINT_MOST 4

/* What epic_pair_options say, checked; without candidates there is none. */
struct ep_hint {
    const size_t *candidates; /* `best` of each row: a city, or EPIC_NONE */
    size_t best;
    const double *prices; /* of each row; NULL: 0 */
};

/* EPIC_OK, or EPIC_EARG when something is out of range. */
int ep_hint_check(const ep_hint *hint, const epic_scores *scores);
/* The price of a row. */
double ep_hint_price(const double *prices, size_t row);
/* The edge of candidate `k` of a row; false when there is none, or it was listed with a row or a place before. */
bool ep_hint_edge(const ep_hint *hint, const ep_problem *problem, size_t row, size_t k, double *value, ep_edge *out);

#endif
