/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One look at all pairs, in each of the two ways there are. */
#ifndef BENCH_LOOKS_H
#define BENCH_LOOKS_H

#include "pairing.h"

/* The values of each city with all, by epic_scores_values(). False when out of memory. */
bool compute_values(const epic_scores *scores);
/* The price of a city in a mutual pairing, as a value. */
double price_of(const epic_pairing *pairing, size_t city);
/* All pairs of a mutual programme once through the sieve, at the final prices. False when out of memory. */
bool sieve_pairs(const epic_pairing *pairing);

#endif
