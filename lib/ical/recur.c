/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A rule repeats by units (a second, minute, hour or day) or by longer periods (a week, month or year) of days. Either way a day
 * is asked first whether it is wanted, then its units, then the times within a unit, which are the same in all of them. So
 * days that nothing falls on cost a step each, and both the periods and the units are found by division. */
#include "recur.h"

#include <epic/diag.h>

#include "civil.h"
#include "recur_rule.h"

#define FIRST_DATE (-719162) /* 0001-01-01 */
#define LAST_DATE 2932896    /* 9999-12-31 */
#define MOST_STEPS 1000000   /* of counting */

typedef struct day {
    epic_date date;
    int year, month, month_day, month_days, year_day, year_days; /* from 1 */
    int weekday;
} day;

typedef struct run {
    const ep_recur *rule;
    day start_day;
    ep_moment start, until;
    bool all_day;
    epic_date from;
    bool counts;
    int64_t left;   /* of COUNT */
    int64_t steps;  /* of counting that are left */
    int32_t unit;   /* seconds */
    int64_t every;  /* so many units */
    int64_t origin; /* the unit of start, since 1970 */
    int hours, minutes, seconds; /* how many times there are within a unit */
    uint8_t hour[24], minute[60], second[60];
    bool (*each)(void *user, ep_moment at);
    void *user;
    bool done;
    int status;
} run;

static bool wants(const ep_by_set *set, int value)
{
    return set == NULL || ep_by_has(set, value);
}

static bool wants_either(const ep_by_set *set, int from_first, int from_last)
{
    return set == NULL || ep_by_has(set, from_first) || ep_by_has(set, from_last);
}

static day day_of(epic_date date)
{
    day d = {.date = date, .weekday = epic_date_weekday(date)};
    epic_date_parts(date, &d.year, &d.month, &d.month_day);
    d.month_days = ep_month_days(d.year, d.month);
    d.year_day = date - ep_civil_days(d.year, 1, 1) + 1;
    d.year_days = ep_month_days(d.year, 2) + 337;
    return d;
}

static day day_after(const day *d)
{
    day next = *d;
    if (d->month_day == d->month_days) {
        return day_of(d->date + 1);
    }
    next.date++;
    next.month_day++;
    next.year_day++;
    next.weekday = (d->weekday + 1) % 7;
    return next;
}

/* The year that a week belongs to is that of its fourth day. */
static bool wants_week(const ep_recur *rule, const day *d)
{
    int fourth = d->year_day + 3 - (d->weekday - rule->week_start + 7) % 7, days = d->year_days;
    if (fourth < 1) {
        days = ep_month_days(d->year - 1, 2) + 337;
        fourth += days;
    } else if (fourth > days) {
        fourth -= days;
        days = ep_month_days(d->year + 1, 2) + 337;
    }
    return wants_either(rule->by[EP_BY_WEEK], (fourth - 1) / 7 + 1, -((days - fourth) / 7 + 1));
}

static bool wants_weekday(const ep_recur *rule, const day *d)
{
    const ep_by_set *set = rule->by[EP_BY_DAY];
    bool in_year = rule->freq == EP_YEARLY && rule->by[EP_BY_MONTH] == NULL;
    int place = in_year ? d->year_day : d->month_day, days = in_year ? d->year_days : d->month_days;
    return wants(set, d->weekday) || ep_by_has(set, 7 * ((place - 1) / 7 + 1) + d->weekday) ||
           ep_by_has(set, -7 * ((days - place) / 7 + 1) + d->weekday);
}

/* What the rule leaves open comes from DTSTART. */
static bool wants_day_of_start(const run *r, const day *d)
{
    const ep_recur *rule = r->rule;
    if (rule->by[EP_BY_DAY] != NULL || rule->by[EP_BY_MONTH_DAY] != NULL || rule->by[EP_BY_YEAR_DAY] != NULL) {
        return true;
    }
    if (rule->freq == EP_WEEKLY || rule->by[EP_BY_WEEK] != NULL) {
        return d->weekday == r->start_day.weekday;
    }
    bool this_month = rule->freq != EP_YEARLY || rule->by[EP_BY_MONTH] != NULL || d->month == r->start_day.month;
    return rule->freq < EP_WEEKLY || (this_month && d->month_day == r->start_day.month_day);
}

static bool wants_day(const run *r, const day *d)
{
    const ep_recur *rule = r->rule;
    return wants(rule->by[EP_BY_MONTH], d->month) && wants_day_of_start(r, d) &&
           wants_either(rule->by[EP_BY_MONTH_DAY], d->month_day, d->month_day - d->month_days - 1) &&
           wants_either(rule->by[EP_BY_YEAR_DAY], d->year_day, d->year_day - d->year_days - 1) &&
           (rule->by[EP_BY_DAY] == NULL || wants_weekday(rule, d)) && (rule->by[EP_BY_WEEK] == NULL || wants_week(rule, d));
}

/* Counting costs steps before the window alone, which bounds the rest. */
static void step(run *r, epic_date date)
{
    if (date < r->from && --r->steps < 0) {
        r->done = true;
        r->status = EPIC_EINPUT;
    }
}

static bool later(ep_moment a, ep_moment b)
{
    return a.date != b.date ? a.date > b.date : a.second > b.second;
}

static void take(run *r, ep_moment at)
{
    if (later(at, r->until) || (r->counts && r->left <= 0)) {
        r->done = true;
    } else if (later(at, r->start)) {
        r->left -= r->counts;
        r->done = at.date >= r->from && !r->each(r->user, at);
    }
}

/* Where the hour, minute or second that is not wanted ends; `second` itself when it is wanted. Times within a unit all are. */
static int32_t next_wanted(const run *r, int32_t second)
{
    const ep_by_set *const *by = (const ep_by_set *const *)r->rule->by;
    if (r->unit <= 3600 && !wants(by[EP_BY_HOUR], second / 3600)) {
        return (second / 3600 + 1) * 3600;
    }
    if (r->unit <= 60 && !wants(by[EP_BY_MINUTE], second / 60 % 60)) {
        return (second / 60 + 1) * 60;
    }
    return r->unit == 1 && !wants(by[EP_BY_SECOND], second % 60) ? second + 1 : second;
}

/* The first unit of a day, from 0, that the interval meets; it may lie behind the day. */
static int64_t first_unit(const run *r, epic_date date)
{
    int64_t ahead = (r->origin - (int64_t)date * (EP_DAY / r->unit)) % r->every;
    return ahead < 0 ? ahead + r->every : ahead;
}

/* The wanted unit from `unit` on that the interval meets, or one behind the day. */
static int64_t wanted_unit(run *r, epic_date date, int64_t unit)
{
    while (unit < EP_DAY / r->unit && !r->done) {
        int64_t next = (next_wanted(r, (int32_t)unit * r->unit) + r->unit - 1) / r->unit;
        if (next == unit) {
            break;
        }
        unit += (next - unit + r->every - 1) / r->every * r->every;
        step(r, date);
    }
    return unit;
}

/* The times of one unit, of which `before` lie in the period before it, of `all` in the period; BYSETPOS picks its positions
 * from the first and last 366. */
static void take_times(run *r, epic_date date, int64_t unit, int64_t before, int64_t all)
{
    const ep_by_set *picked = r->rule->by[EP_BY_POSITION];
    int64_t times = (int64_t)r->hours * r->minutes * r->seconds;
    for (int64_t i = 0; i < times && !r->done; i++) {
        int64_t from_first = before + i + 1, from_last = before + i - all;
        step(r, date);
        if (picked != NULL && from_first > 366 && from_last < -366) {
            i += -367 - from_last;
            continue;
        }
        if (picked != NULL && !(from_first <= 366 && ep_by_has(picked, (int)from_first)) &&
            !(from_last >= -366 && ep_by_has(picked, (int)from_last))) {
            continue;
        }
        int32_t hour = r->hour[i / (r->minutes * r->seconds)], minute = r->minute[i / r->seconds % r->minutes];
        int32_t second = (int32_t)unit * r->unit + hour * 3600 + minute * 60 + r->second[i % r->seconds];
        take(r, (ep_moment){date, r->all_day ? 0 : second});
    }
}

/* Counts a day before the window at once, when all its units and times are wanted. */
static bool skip_day(run *r, epic_date date)
{
    const ep_recur *rule = r->rule;
    bool parts = (r->unit <= 3600 && rule->by[EP_BY_HOUR] != NULL) || (r->unit <= 60 && rule->by[EP_BY_MINUTE] != NULL) ||
                 (r->unit == 1 && rule->by[EP_BY_SECOND] != NULL);
    if (date >= r->from || date <= r->start.date || parts || rule->by[EP_BY_POSITION] != NULL) {
        return false;
    }
    int64_t first = first_unit(r, date), units = EP_DAY / r->unit;
    int64_t count = first < units ? (units - 1 - first) / r->every + 1 : 0;
    r->left -= r->all_day ? count > 0 : count * r->hours * r->minutes * r->seconds;
    r->done = r->left <= 0;
    return true;
}

/* One wanted day, `rank` of `days` in its period. */
static void take_day(run *r, epic_date date, int rank, int days)
{
    int64_t times = (int64_t)r->hours * r->minutes * r->seconds;
    if (skip_day(r, date)) {
        return;
    }
    for (int64_t unit = wanted_unit(r, date, first_unit(r, date)); unit < EP_DAY / r->unit && !r->done;
         unit = r->all_day ? EP_DAY : wanted_unit(r, date, unit + r->every)) {
        take_times(r, date, unit, rank * times, days * times);
    }
}

/* Periods are numbered: years and months since year 0, weeks and days since 1970. */
static int64_t period_of(const run *r, epic_date date)
{
    day d = day_of(date);
    switch (r->rule->freq) {
    case EP_YEARLY:
        return d.year;
    case EP_MONTHLY:
        return d.year * 12 + d.month - 1;
    case EP_WEEKLY:
        return ep_floor_div((int64_t)date + 3 - r->rule->week_start, 7);
    default:
        return date;
    }
}

static epic_date period_start(const run *r, int64_t period)
{
    switch (r->rule->freq) {
    case EP_YEARLY:
        return ep_civil_days((int)period, 1, 1);
    case EP_MONTHLY:
        return ep_civil_days((int)(period / 12), (int)(period % 12) + 1, 1);
    case EP_WEEKLY:
        return (epic_date)(period * 7 - 3 + r->rule->week_start);
    default:
        return (epic_date)period;
    }
}

/* The wanted days from first to last, ascending; returns how many. *at is the day that was looked at last. */
static int wanted_days(run *r, epic_date first, epic_date last, day *at, epic_date list[366])
{
    int count = 0;
    for (epic_date date = first; date <= last && !r->done; date++) {
        *at = at->date + 1 == date ? day_after(at) : at->date == date ? *at : day_of(date);
        step(r, date);
        if (wants_day(r, at)) {
            list[count++] = date;
        }
    }
    return count;
}

static epic_date earlier_date(epic_date a, epic_date b)
{
    return a < b ? a : b;
}

static epic_date later_date(epic_date a, epic_date b)
{
    return a > b ? a : b;
}

/* From the first period that the interval meets at or after `low` on. Of a period, the days outside low..high are left out unless
 * positions are counted in it. */
static void take_periods(run *r, epic_date low, epic_date high)
{
    const ep_recur *rule = r->rule;
    int64_t every = rule->freq < EP_WEEKLY ? 1 : rule->interval, begin = period_of(r, r->start.date), end = period_of(r, high);
    int64_t period = begin + (period_of(r, low) - begin + every - 1) / every * every;
    bool whole = rule->by[EP_BY_POSITION] != NULL;
    day at = r->start_day;
    epic_date list[366];
    for (; period <= end && !r->done; period += every) {
        epic_date first = later_date(period_start(r, period), whole ? FIRST_DATE : low);
        epic_date last = earlier_date(period_start(r, period + 1) - 1, whole ? LAST_DATE : high);
        int days = wanted_days(r, first, last, &at, list);
        for (int i = 0; i < days && list[i] <= high && !r->done; i++) {
            if (list[i] >= low) {
                take_day(r, list[i], i, days);
            }
        }
    }
}

/* The times of a list within a unit of the size above it: those of the rule, or DTSTART's. Returns how many. */
static int fill_times(const run *r, ep_by by, int32_t size, int most, int of_start, uint8_t *list)
{
    const ep_by_set *set = r->rule->by[by];
    int count = 0;
    list[0] = (uint8_t)(r->unit > size ? of_start : 0);
    if (r->unit <= size || set == NULL) {
        return 1;
    }
    for (int value = 0; value < most; value++) {
        if (ep_by_has(set, value)) {
            list[count++] = (uint8_t)value;
        }
    }
    return count;
}

static void fill_units(run *r)
{
    static const int32_t units[] = {1, 60, 3600, EP_DAY};
    int32_t second = r->start.second;
    ep_freq freq = r->rule->freq;
    r->unit = units[freq < EP_DAILY ? freq : EP_DAILY];
    r->every = freq < EP_WEEKLY ? r->rule->interval : 1;
    r->origin = ep_floor_div((int64_t)r->start.date * EP_DAY + second, r->unit);
    r->hours = fill_times(r, EP_BY_HOUR, 3600, 24, second / 3600, r->hour);
    r->minutes = fill_times(r, EP_BY_MINUTE, 60, 60, second / 60 % 60, r->minute);
    r->seconds = fill_times(r, EP_BY_SECOND, 1, 60, second % 60, r->second);
}

/* Whether BYSETPOS picks any of a unit's times, when the unit is the period. */
static bool picks_times(const run *r)
{
    const ep_by_set *picked = r->rule->by[EP_BY_POSITION];
    int64_t times = (int64_t)r->hours * r->minutes * r->seconds;
    bool some = picked == NULL || r->rule->freq > EP_DAILY;
    for (int i = 1; i <= times && i <= 366 && !some; i++) {
        some = ep_by_has(picked, i) || ep_by_has(picked, -i);
    }
    return some;
}

/* Whether any wanted unit is met on any day: "SECONDLY;INTERVAL=2;BYSECOND=1" from an even second on never is. The days' first
 * units are all those that are the origin's but for multiples of the common divisor. */
static bool meets_units(run *r, epic_date date)
{
    int64_t every = r->every, units = EP_DAY / r->unit, a = every, b = units;
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    r->every = a;
    bool some = wanted_unit(r, date, first_unit(r, date)) < units;
    r->every = every;
    return some && picks_times(r);
}

int ep_recur_each(const ep_recur *rule, ep_moment start, bool all_day, epic_date from, epic_date to, const ep_moment *until_local,
                  bool (*each)(void *user, ep_moment at), void *user)
{
    ep_recur plain = *rule;
    run r = {.rule = &plain, .start = {start.date, all_day ? 0 : start.second}, .until = {LAST_DATE, EP_DAY - 1},
             .all_day = all_day, .from = from, .counts = rule->count > 0, .left = rule->count - 1, .steps = MOST_STEPS,
             .each = each, .user = user};
    if (start.date < FIRST_DATE || start.date > LAST_DATE) {
        return EPIC_EARG;
    }
    if (start.date >= from && start.date <= to && !each(user, r.start)) {
        return EPIC_OK;
    }
    if (all_day) {
        plain.by[EP_BY_SECOND] = plain.by[EP_BY_MINUTE] = plain.by[EP_BY_HOUR] = NULL;
    }
    if (rule->has_until) {
        r.until = until_local != NULL ? *until_local : rule->until;
    }
    epic_date first = later_date(start.date, from), last = earlier_date(earlier_date(to, r.until.date), LAST_DATE);
    r.start_day = day_of(start.date);
    fill_units(&r);
    if (first <= last && meets_units(&r, last)) {
        take_periods(&r, r.counts ? start.date : first, last);
    }
    return r.status;
}
