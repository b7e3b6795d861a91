/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is preferred, in integers: doc/scheduling.md has the table. A new preference is a new term here, and in the audit. */
#ifndef EP_COST_H
#define EP_COST_H

#include "desk.h"

/* An event without a date: more than any date can cost. */
#define EP_COST_UNDATED 10000
/* The most that the distance from the ideal day or the former one can cost with all beside it, and the hours. */
#define EP_COST_MOST_DAYS 4000
#define EP_COST_MOST_MOVED 9000
#define EP_COST_MOST_HOURS 900
/* What it costs, beside the days, that an event leaves the date, or the hour, that was issued: more than many others can gain. */
#define EP_COST_MOVED 1000
#define EP_COST_MOVED_DEFINITE 4000
#define EP_COST_OTHER_HOUR 100
/* That it is not on the day that a city asked for: worth that one other event moves. */
#define EP_COST_WISH 1500
/* A month, or for whole days a weekday, that is not preferred. */
#define EP_COST_MONTH 60
#define EP_COST_WEEKDAY 10
/* Days that a city would rather avoid. */
#define EP_COST_AVOID 30
/* A city that is invited and cannot come; and all such together, which must not be worth more than a date. */
#define EP_COST_ABSENT 30
#define EP_COST_MOST_ABSENT 4000

/* Sets the ideal day of a task that is not one of several: the first that its window and its gap to the ideal day of what it
 * follows allow. That has its own already, which is its date when it is fixed. */
void ep_cost_ideal(ep_desk *desk, ep_task *task);

/* Whether it counts who of those invited can come: not of what was issued or recurs, whose days are given. */
bool ep_cost_invites(const ep_task *task);
/* What so many of them cost who cannot. */
int64_t ep_cost_absent(size_t count);
/* What a day of the programme costs by its date alone, of what is no meeting at home with those who cannot come. O(cities x days
 * of it). */
int64_t ep_cost_day(ep_desk *desk, const ep_task *task, epic_date day);
/* Half hours at which a meeting is inconvenient to one of its cities. */
int64_t ep_cost_city_hours(ep_desk *desk, const ep_task *task, size_t city, const ep_slot *slot);
/* What the hours of a meeting cost beside that, and beside those who cannot come to one at home. O(cities). */
int64_t ep_cost_hours(ep_desk *desk, const ep_task *task, const ep_slot *slot);

#endif
