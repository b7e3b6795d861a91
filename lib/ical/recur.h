/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurrence rules (RFC 5545 section 3.3.10), expanded inside a window of days. Walls only: which moment a wall shows is for the
 * caller to say. Where the RFC leaves a choice: a rule that DTSTART does not fit counts it as the first occurrence all the same;
 * BYMONTHDAY in a YEARLY rule without BYMONTH means every month, as the table of the RFC says, and BYWEEKNO without a day means
 * DTSTART's weekday; a year of a YEARLY rule is a calendar year, to the last days of which week 1 may belong; second 60 is 59. */
#ifndef EP_RECUR_H
#define EP_RECUR_H

#include <epic/date.h>

#include "arena.h"

/* What a wall shows; second 0..86399. */
typedef struct ep_moment {
    epic_date date;
    int32_t second;
} ep_moment;

typedef struct ep_recur ep_recur;

/* EPIC_OK; EPIC_EINPUT: no rule, and *wrong says why in a few words (static); EPIC_ENOMEM. Takes a step for each byte. UNTIL
 * beside COUNT, which the RFC forbids, is taken: whichever is earlier ends the rule. */
int ep_recur_parse(ep_recur **out, ep_arena *arena, const char *rule, size_t n, const char **wrong);

/* Calls `each` with every occurrence from `from` to `to` (both inclusive), ascending, each once, `start` itself first when it
 * lies there, until it returns false. An all-day rule has second 0 throughout; of BY parts and UNTIL the days alone count then.
 * The rule's UNTIL is compared as `until_local` when that is given (the caller has turned it from UTC).
 * Takes a few steps for each day of the window and each occurrence in it, whatever the rule and however far `start` lies before
 * it. Only COUNT is counted from `start` on: EPIC_EINPUT when that takes more than a million steps (a day is one; so is a time
 * that must be looked at because of BYSETPOS, or of BYHOUR, BYMINUTE or BYSECOND in a rule that repeats within the day), after
 * `each` has been given `start`, if that lies in the window, and nothing else. EPIC_EARG when `start` is no date, otherwise
 * EPIC_OK. Allocates nothing. */
int ep_recur_each(const ep_recur *rule, ep_moment start, bool all_day, epic_date from, epic_date to, const ep_moment *until_local,
                  bool (*each)(void *user, ep_moment at), void *user);

/* The rule's UNTIL as written; false when it has none. A date alone is its last second. */
bool ep_recur_until(const ep_recur *rule, ep_moment *until, bool *utc, bool *date_only);

#endif
