/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Holidays by rule as a calendar of a city, so that there is one way for them all from here on. */
#ifndef EP_BY_RULE_H
#define EP_BY_RULE_H

#include <epic/busy.h>
#include <epic/holiday.h>
#include <epic/programme.h>

/* EPIC_EINPUT when the rules do not know the city's region. */
int ep_days_by_rule(epic_busy **out, epic_holiday_rules *rules, const epic_city *city, const epic_busy_options *options,
                    const char *name);

#endif
