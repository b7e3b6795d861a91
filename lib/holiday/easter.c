/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jean Meeus, Astronomical Algorithms, chapter 8: the Gregorian rule is that of Butcher's Ecclesiastical Calendar (1876). */
#include <epic/holiday.h>

#include "civil.h"
#include "rulebook.h"

static bool is_known(int year)
{
    return year >= EP_FIRST_YEAR && year <= EP_LAST_YEAR + 1;
}

epic_date epic_easter(int year)
{
    if (!is_known(year)) {
        return EPIC_NO_DATE;
    }
    int golden = year % 19, century = year / 100, rest = year % 100;
    int leap = century / 4, moon = (century - (century + 8) / 25 + 1) / 3;
    int age = (19 * golden + century - leap - moon + 15) % 30;
    int weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - age - rest % 4) % 7;
    int late = (golden + 11 * age + 22 * weekday) / 451;
    int days = age + weekday - 7 * late + 114;
    return ep_civil_days(year, days / 31, days % 31 + 1);
}

epic_date epic_orthodox_easter(int year)
{
    if (!is_known(year)) {
        return EPIC_NO_DATE;
    }
    int age = (19 * (year % 19) + 15) % 30;
    int weekday = (2 * (year % 4) + 4 * (year % 7) - age + 34) % 7;
    int days = age + weekday + 114, behind = year / 100 - year / 400 - 2; /* days that the Julian calendar is behind */
    return ep_civil_days(year, days / 31, days % 31 + 1) + behind;
}
