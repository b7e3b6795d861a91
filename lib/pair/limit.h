/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits of a programme as side rules of its problem. */
#ifndef EP_LIMIT_H
#define EP_LIMIT_H

#include "pairing.h"

/* Whether there are any that the native engine does not know. */
bool ep_limits_any(const epic_pairing_rules *rules);

#define EP_NO_LIMIT (INT64_MAX / 4)

typedef struct ep_limits {
    const ep_problem *problem;
    ep_side_rule *rule; /* over the problem's edges, less what settled pairs use up */
    ep_limit *limit;    /* what each stands for */
    size_t count;
    size_t broken; /* a limit that settled pairs alone exceed, or SIZE_MAX */
    size_t *home;  /* of each city: its country */
} ep_limits;

/* Of a problem whose edges are listed; memory comes from the arena. False when out of memory. */
bool ep_limits_make(ep_limits *out, ep_arena *arena, const ep_problem *problem);
/* What a pair counts in a limit: pairs, metres, cents. */
int64_t ep_limit_amount(const ep_limits *limits, const ep_limit *limit, size_t a, size_t b);
/* What settled pairs use up; it may be more than there is. */
int64_t ep_limit_used(const ep_limits *limits, const ep_limit *limit);
/* The figure of a limit - pairs, km, euros - that allows an amount in a round, to the next whole one below or above; and what a
 * figure allows. */
int64_t ep_limit_figure(const epic_pairing_rules *rules, const ep_limit *limit, int64_t amount, bool up);
int64_t ep_limit_allows(const epic_pairing_rules *rules, const ep_limit *limit, int64_t figure);

#endif
