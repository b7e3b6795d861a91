/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When each task could be by its own calendars, and what that costs. */
#ifndef EP_CANDIDATES_H
#define EP_CANDIDATES_H

#include "planner.h"

/* Finds the days of one task, of which the one that it follows has been found, and its ideal. False when out of memory. */
bool ep_candidates_find(ep_planner *own, size_t task);

/* The day that a choice is. */
static inline epic_date ep_candidate_day(const ep_planner *own, size_t task, uint32_t day)
{
    return own->desk->starts + (epic_date)own->days[task].day[day];
}

/* The task as it is held on a day. */
static inline const ep_task *ep_candidate_form(const ep_planner *own, size_t task, uint32_t day)
{
    const ep_days *days = &own->days[task];
    return days->online != NULL && days->online[day] ? &days->forms[1] : days->forms;
}

/* The cheapest of some starts of a day, `extra` by half hours (NULL: none) counted, and its whole cost in parts. */
int64_t ep_candidate_best(const ep_planner *own, size_t task, uint32_t day, uint64_t starts, const int64_t *extra,
                          uint32_t *start);

#endif
