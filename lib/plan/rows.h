/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tasks compete for, and what it costs to take it. A row is a rule that every plan keeps: a city has room for one thing on a
 * day, or for several visits to it, and for one meeting at a moment. Rows are made where a rule was broken, so that few are
 * needed; those of moderators are in moments.h. */
#ifndef EP_ROWS_H
#define EP_ROWS_H

#include "planner.h"

/* What a candidate costs in all, in parts; EP_NEVER: it cannot be had. `with`: see planner.h. `*start` is its best half hour, or
 * EP_STARTS when any is as good by prices and bookings. */
int64_t ep_rows_appraise(ep_planner *own, size_t task, uint32_t day, unsigned with, uint32_t *start);

/* Whether a choice is possible beside what is booked; to leave a task out always is. */
bool ep_rows_has_room(ep_planner *own, size_t task, const ep_choice *choice);

/* The prices of what a task with dates takes. */
int64_t ep_rows_paid(ep_planner *own, size_t task);
/* All candidates of a task. */
void ep_rows_appraise_all(ep_planner *own, size_t task, unsigned with, int64_t *costs);

/* The tasks that have dates in a programme without regard to each other, by resource and day. */
typedef struct ep_crowd {
    struct ep_guest {
        uint32_t next, task;
    } *list;
    size_t count, room;
    uint32_t *heads;  /* as the rows' */
    uint32_t *filled; /* those that are not empty */
    size_t filled_count, filled_room;
} ep_crowd;

/* False when out of memory. */
bool ep_crowd_open(ep_crowd *crowd, const ep_planner *own);
void ep_crowd_close(ep_crowd *crowd);
void ep_crowd_clear(ep_crowd *crowd);
/* Adds a task that has its dates. False when out of memory. */
bool ep_crowd_add(ep_crowd *crowd, ep_planner *own, size_t task);
/* Makes a row of each rule that is broken and has none. False when out of memory. */
bool ep_crowd_hold(ep_crowd *crowd, ep_planner *own);

/* Makes what a task with dates takes dearer, by so many parts for one of it. */
void ep_rows_charge(ep_planner *own, size_t task, int64_t by);
/* Tells all that a task with dates takes, by the number of its price: how much of it, and how much all of it is. */
typedef void ep_taken_fn(void *user, size_t price, int32_t use, int32_t all);
void ep_rows_taken(ep_planner *own, size_t task, ep_taken_fn *taken, void *user);
/* Finds the half hour of the day that was chosen. */
void ep_choice_settle(ep_planner *own, size_t task, ep_choice *choice, unsigned with);
/* Gives a task the dates of its choice. */
void ep_choice_apply(ep_planner *own, size_t task, ep_choice choice);
/* Takes the dates of a group back, which were only tried. */
void ep_choice_forget(ep_planner *own, size_t group);
/* What the choice of a task costs, in parts. */
int64_t ep_choice_cost(const ep_planner *own, size_t task);

#endif
