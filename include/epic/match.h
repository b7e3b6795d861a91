/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The engines of pairing for a table of numbers of one's own: matching in a general graph, and assignment. doc/pairing.md
 * describes both.
 */
#ifndef EPIC_MATCH_H
#define EPIC_MATCH_H

#include <epic/diag.h>

EPIC_BEGIN_DECLS

/**
 * What each pair is worth. NaN or -infinity: no such pair. The table is `matrix`, row by row; where that is NULL, `weight` is
 * asked instead, in the calling thread: for some entries more than once, and then it answers the same. Closed.
 */
typedef struct epic_weights {
    size_t rows, columns; /**< at most 10,000,000 each */
    const double *matrix;
    double (*weight)(void *user, size_t row, size_t column);
    void *user; /**< of the callback */
} epic_weights;

/** Options of epic_match() and epic_assign(). Start from EPIC_MATCH_OPTIONS_INIT. */
typedef struct epic_match_options {
    size_t size;     /**< sizeof(epic_match_options) */
    bool most_pairs; /**< first as many pairs as can be, then the greatest total; else negative weights are left out */
    bool refuse_nan; /**< a NaN is an error, not a pair that cannot be */
    epic_progress_fn progress; /**< or NULL */
    void *user;                /**< of the callback */
} epic_match_options;
#define EPIC_MATCH_OPTIONS_INIT {sizeof(epic_match_options), false, false, NULL, NULL}

/**
 * Matching: pairs of rows of a square, symmetric table, each row in one pair at most, of greatest total weight. The diagonal is
 * not read.
 *
 * Weights count in whole units of a power of two, the finest for which all fit. Integers of magnitude below 2^57 / (n + 2)
 * and 2^52 are exact; with `most_pairs` below 2^57 / (n + 2)^2 and 2^52. Other numbers are rounded to the nearest unit, of which
 * more than half of that bound make the greatest magnitude. Among equal totals stands the one of greatest sum of tie numbers,
 * which depend on the two indices alone (doc/pairing.md); so a pair of weight 0 is made rather than not.
 * @param options NULL: the defaults
 * @param[out] mate of each row its partner, or EPIC_NONE: room for `rows` indices, all EPIC_NONE after a failure
 * @return EPIC_OK; EPIC_EARG for a table that is too large, not square, not symmetric, or holds +infinity (the diagnostics
 *         name row and column) and for a NULL; EPIC_ECANCELLED, EPIC_ENOMEM, EPIC_ESOLVER.
 * Any thread. Proved best among all pairs before it returns. Memory beside the table is in proportion to rows and
 * columns, as a rule.
 */
EPIC_API EPIC_MUST_USE int epic_match(const epic_weights *weights, const epic_match_options *options, size_t *mate,
                                      epic_diags *diags);

/**
 * Assignment: of each row a column, each column to one row at most, of greatest total weight; the table need be neither square
 * nor symmetric. All else is as with epic_match(), n being rows + columns.
 * @param[out] column of each row its column, or EPIC_NONE: room for `rows` indices
 */
EPIC_API EPIC_MUST_USE int epic_assign(const epic_weights *weights, const epic_match_options *options, size_t *column,
                                       epic_diags *diags);

EPIC_END_DECLS

#endif
