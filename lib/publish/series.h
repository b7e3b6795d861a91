/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What recurs is one entry of a calendar: a rule, and beside it each occurrence that is otherwise (RFC 5545 sections 3.8.4.4 and
 * 3.8.5). */
#ifndef EP_SERIES_H
#define EP_SERIES_H

#include "view.h"

typedef struct ep_occurrence {
    epic_date nominal;
    const epic_event *event; /* NULL: it is not held */
    bool regular;            /* the rule says all of it */
} ep_occurrence;

typedef struct ep_series {
    const epic_event *master; /* what most of them are, on the first day of the rule; its state is that of all */
    const ep_occurrence *list; /* ascending */
    size_t count;
    const char *rule; /* the value of RRULE */
    const char *text; /* all of its times: the rule, then " WHEN=none" or " WHEN=START" as calendars have them */
} ep_series;

/* The series of an event; NULL when it does not recur, or when out of memory, which the view remembers. */
const ep_series *ep_series_of(ep_view *view, const epic_event *event);
/* Whether an event is the first of the plan among those that are one entry. */
bool ep_series_begins(const ep_view *view, const epic_event *event);
/* When an occurrence begins by the rule. */
epic_instant ep_series_start(ep_view *view, const epic_event *master, epic_date nominal);

#endif
