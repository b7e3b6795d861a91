/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "observance.h"

#include <string.h>

#include "civil.h"

typedef struct span {
    int first, last; /* years */
    epic_instant from, to;
} span;

/* The year before the first moment is in, because readers know nothing before the first onset. */
static span years_around(epic_instant from, epic_instant to)
{
    span years;
    epic_date_parts((epic_date)ep_floor_div(from, EP_DAY), &years.first, NULL, NULL);
    epic_date_parts((epic_date)ep_floor_div(to, EP_DAY), &years.last, NULL, NULL);
    years.first--;
    years.from = (epic_instant)ep_civil_days(years.first, 1, 1) * EP_DAY;
    years.to = (epic_instant)ep_civil_days(years.last + 1, 1, 1) * EP_DAY;
    return years;
}

static ep_observance change_at(const ep_zone *zone, epic_instant at)
{
    ep_local before = ep_zone_local(zone, at - 1), after = ep_zone_local(zone, at);
    epic_instant wall = at + before.offset;
    epic_date date = (epic_date)ep_floor_div(wall, EP_DAY);
    return (ep_observance){after.offset > before.offset, date, (int32_t)(wall - (epic_instant)date * EP_DAY), before.offset,
                           after.offset, after.abbreviation, 0, 0, 0, 0};
}

static bool is_change(const ep_observance *o)
{
    return o->from != o->to;
}

/* Says a yearly rule as month, weekday and nth or first day; false where that cannot be said: days counted through the year, or
 * an hour before or after its day that carries it into another month. */
static bool say_yearly(const ep_yearly *rule, ep_observance *o)
{
    int shift = (int)ep_floor_div(rule->second, EP_DAY);
    int days = rule->form == EP_WEEKDAY_OF_MONTH ? ep_month_days(2001, rule->month) : 0;
    int first = rule->week < 5 ? 7 * rule->week - 6 + shift : days - 6 + shift;
    if (rule->form != EP_WEEKDAY_OF_MONTH || first < 1 || first + 6 > days) {
        return false;
    }
    if (shift != 0 && rule->week == 5 && rule->month == 2) {
        return false; /* its last week depends on the year */
    }
    o->month = rule->month;
    o->nth = shift != 0 ? 0 : rule->week < 5 ? rule->week : -1;
    o->weekday = (rule->weekday + shift + 70) % 7;
    o->first_day = shift != 0 ? first : 0;
    return true;
}

/* Whether all changes of the years are those of the footer, two a year, from the one clock to the other: standard time may be
 * another from one of them on, as in Scoresbysund in March 2024. */
static bool keeps_footer(const ep_zone *zone, const ep_footer *footer, span years)
{
    epic_instant at = years.from - 1;
    for (int year = years.first; year <= years.last; year++) {
        epic_instant start = ep_footer_change(footer, year, true), end = ep_footer_change(footer, year, false);
        for (int half = 0; half < 2; half++) {
            bool starts = half == (start < end ? 0 : 1);
            const ep_clock *before = starts ? &footer->standard : &footer->daylight;
            const ep_clock *after = starts ? &footer->daylight : &footer->standard;
            if (!ep_zone_next(zone, at, &at) || at != (starts ? start : end)
                || ep_zone_local(zone, at - 1).offset != before->offset || ep_zone_local(zone, at).offset != after->offset) {
                return false;
            }
        }
    }
    return !ep_zone_next(zone, at, &at) || at >= years.to;
}

static bool two_yearly(const ep_zone *zone, span years, ep_observance out[2])
{
    const ep_footer *footer = ep_zone_footer(zone);
    epic_instant start, end;
    if (footer == NULL || !footer->changes || footer->standard.offset == footer->daylight.offset ||
        !keeps_footer(zone, footer, years)) {
        return false;
    }
    start = ep_footer_change(footer, years.first, true);
    end = ep_footer_change(footer, years.first, false);
    out[start > end] = change_at(zone, start);
    out[start < end] = change_at(zone, end);
    return say_yearly(&footer->start, &out[start > end]) && say_yearly(&footer->end, &out[start < end]);
}

/* What holds when the years begin. */
static ep_observance anchor(const ep_zone *zone, span years)
{
    ep_local local = ep_zone_local(zone, years.from);
    return (ep_observance){false, local.date, local.second, local.offset, local.offset, local.abbreviation, 0, 0, 0, 0};
}

static size_t one_each(const ep_zone *zone, span years, ep_observance *out)
{
    size_t count = 1;
    epic_instant at = years.from;
    if (out != NULL) {
        out[0] = anchor(zone, years);
    }
    while (ep_zone_next(zone, at, &at) && at < years.to) {
        ep_observance o = change_at(zone, at);
        if (is_change(&o) && out != NULL) {
            out[count] = o;
        }
        count += is_change(&o);
    }
    return count;
}

int ep_observances(const ep_zone *zone, epic_instant from, epic_instant to, ep_arena *arena, const ep_observance **out,
                   size_t *count)
{
    span years = years_around(from, to);
    ep_observance yearly[2], *list;
    bool two = two_yearly(zone, years, yearly);
    *count = two ? 2 : one_each(zone, years, NULL);
    *out = list = ep_arena_array_of(arena, *count, ep_observance);
    if (list == NULL) {
        return EPIC_ENOMEM;
    }
    if (two) {
        memcpy(list, yearly, sizeof yearly);
    } else {
        one_each(zone, years, list);
    }
    return EPIC_OK;
}
