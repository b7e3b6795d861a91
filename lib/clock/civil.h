/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days and dates without bounds, for the arithmetic of zones, which looks a year or two beyond what epic_date_make() accepts.
 * The method is that of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
#ifndef EP_CIVIL_H
#define EP_CIVIL_H

#include <stdint.h>

#define EP_DAY 86400 /* seconds */

/* Rounds towards minus infinity; `by` > 0. */
static inline int64_t ep_floor_div(int64_t value, int64_t by)
{
    return value / by - (value % by < 0);
}

/* Days since 1970-01-01 of a date that exists, in years from -5000 to 20000. */
static inline int32_t ep_civil_days(int year, int month, int day)
{
    int shifted = month > 2 ? year : year - 1; /* years from March on, so that the leap day is the last */
    int era = (int)ep_floor_div(shifted, 400);
    int year_of_era = shifted - era * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static inline int ep_month_days(int year, int month)
{
    return ep_civil_days(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - ep_civil_days(year, month, 1);
}

#endif
