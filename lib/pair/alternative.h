/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other pairings of the same scores, in which some pairs must be or must not be. */
#ifndef EP_ALTERNATIVE_H
#define EP_ALTERNATIVE_H

#include "pairing.h"

/* How good a pairing is, in the order of what counts. */
typedef struct ep_standing {
    size_t covered; /* cities, in each of their parts, that have a partner; 0 when they do not come first */
    int64_t least;  /* units of the least pair that is no pin; 0 when it does not come first */
    int64_t units, ties;
} ep_standing;

/* Below 0 when `one` is the better. */
int ep_standing_order(const ep_standing *one, const ep_standing *other);
/* Of pairs of a problem of one round. False when out of memory. */
bool ep_standing_of(ep_standing *out, const ep_problem *problem, const epic_pair *pairs, size_t count);

/* The best pairing as `from`, but with more pairs settled, each of which can be. As epic_pairing_make(). */
int ep_alternative_make(epic_pairing **out, const epic_pairing *from, const ep_settled *more, size_t count, uint32_t threads,
                        const ep_watch *watch, epic_diags *diags);
/* What a call is given, with the defaults of an alternative to `from`; false when it is not what it can be. */
bool ep_alternative_options(epic_pair_options *known, const epic_pairing *from, const epic_pair_options *options);
/* What is settled about a pair of cities, mutual ones in their order, by pins or the order of a pairing. */
ep_fate ep_alternative_fate(const epic_pairing *pairing, size_t a, size_t b);

/* A call of a watcher within a longer one: what is told is a part of the whole. */
typedef struct ep_stretch {
    const ep_watch *watch;
    double from, length;
} ep_stretch;

/* The progress callback, whose `user` is the stretch. */
bool ep_stretch_tell(void *user, const char *stage, double done);

#endif
