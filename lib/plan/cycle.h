/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The days of what recurs, by its rule alone: no weekend or holiday moves them here. */
#ifndef EP_CYCLE_H
#define EP_CYCLE_H

#include <epic/plan.h>

/* More than this of one event are refused. */
#define EP_MOST_OCCURRENCES 1000

typedef struct ep_cycle {
    epic_date begin, to;  /* its first period begins on the one, no occurrence is due after the other */
    epic_duration every;  /* months alone or days alone */
    uint32_t limit;       /* most occurrences; 0: none */
    bool at_end;          /* due on the day a period after its beginning, as a deadline is; else held on its first day */
} ep_cycle;

/* The cycle of a joint event that recurs, when its first period begins on a day. */
ep_cycle ep_cycle_make(const epic_joint_event *event, epic_date begin);
/* The day of the number-th, from 1. Months are counted from the first day, so that a clipped one moves none behind it. */
epic_date ep_cycle_day(const ep_cycle *cycle, uint32_t number);
/* How many there are, at most EP_MOST_OCCURRENCES + 1. O(answer). */
uint32_t ep_cycle_count(const ep_cycle *cycle);
/* The days on which the number-th may be: none that another is due on. */
void ep_cycle_span(const ep_cycle *cycle, uint32_t number, epic_date *from, epic_date *to);

#endif
