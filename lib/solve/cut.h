/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Odd sets that a fractional matching violates: x(edges inside S) > (|S| - 1) / 2, |S| odd.
 *
 * Padberg and Rao (1982): give every node an edge to one extra node for what its degree lacks of 1; then S is violated exactly
 * when its cut weighs less than 1, and a lightest odd cut is among those of a Gomory-Hu tree, found here by Gusfield's
 * method (1990). */
#ifndef EP_CUT_H
#define EP_CUT_H

#include <stddef.h>
#include <stdint.h>

/* An edge of positive value x. */
typedef struct ep_support {
    uint32_t u, v;
    double x;
} ep_support;

/* Called for each set found: nodes ascending. Returns EPIC_OK to go on. */
typedef int (*ep_cut_fn)(void *user, const uint32_t *nodes, size_t count);

/* Finds a set wherever one is violated by more than `margin`; those of one call do not cross. EPIC_OK also when there is none,
 * EPIC_ENOMEM, or what `found` returned. O(k) maximum flows for each connected part of k nodes that has fractional edges. */
int ep_odd_cuts(size_t nodes, const ep_support *edges, size_t count, double margin, ep_cut_fn found, void *user);

#endif
