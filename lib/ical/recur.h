/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurrence rules (RFC 5545 section 3.3.10). */
#ifndef EP_RECUR_H
#define EP_RECUR_H

#include <epic/date.h>
#include <epic/diag.h>

#include "arena.h"

/* What a wall shows; second 0..86399. */
typedef struct ep_moment {
    epic_date date;
    int32_t second;
} ep_moment;

typedef struct ep_recur ep_recur;

/* EPIC_OK; EPIC_EINPUT: no rule, and *wrong says why in a few words (static); EPIC_ENOMEM. */
int ep_recur_parse(ep_recur **out, ep_arena *arena, const char *rule, size_t n, const char **wrong);

/* Calls `each` with every occurrence from `from` to `to` (both inclusive, dates of the wall), ascending, DTSTART itself first when
 * it lies there, until it returns false. UNTIL in UTC is compared by `until_local` (the caller has turned it). Work is bounded by
 * the days of the window and BY lists, whatever DTSTART and FREQ are. */
int ep_recur_each(const ep_recur *rule, ep_moment start, bool all_day, epic_date from, epic_date to, const ep_moment *until_local,
                  bool (*each)(void *user, ep_moment at), void *user);

/* False: none. */
bool ep_recur_until(const ep_recur *rule, ep_moment *until, bool *utc, bool *date_only);

#endif
