/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limits of a programme as side rules of its problem. */
#ifndef EP_LIMIT_H
#define EP_LIMIT_H

#include "pairing.h"

/* Whether there are any that the native engine does not know. */
bool ep_limits_any(const epic_pairing_rules *rules);

typedef struct ep_limits {
    ep_side_rule *rule; /* over the problem's edges, less what settled pairs use up */
    ep_limit *limit;    /* what each stands for */
    size_t count;
    size_t broken; /* a limit that settled pairs alone exceed, or SIZE_MAX */
} ep_limits;

/* Of a problem whose edges are listed; memory comes from the arena. False when out of memory. */
bool ep_limits_make(ep_limits *out, ep_arena *arena, const ep_problem *problem);
/* A limit in words: "per-country: 2, for DE"; NULL when out of memory. */
const char *ep_limit_words(ep_arena *arena, const epic_programme *programme, const ep_limit *limit);

#endif
