/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rules to days. */
#include <stdlib.h>

#include "grow.h"
#include "rulebook.h"
#include "sized.h"

#define MOST_DAYS 20000
#define WEEKEND 5

typedef struct entry {
    epic_holiday day; /* first, so that it can be shown */
    const ep_holiday_rule *rule;
} entry;

struct epic_holidays {
    ep_refcount count;
    epic_holiday_rules *rules;
    epic_date first, last; /* whole years about the days asked for, as a substitute can lie in the next */
    entry *list;
    size_t used, room;
};

static bool holds_in(const ep_holiday_rule *rule, int year)
{
    bool holds = year >= rule->from && year <= rule->to;
    for (size_t i = 0; i < rule->except_count && holds; i++) {
        holds = rule->except[i] != year;
    }
    return holds;
}

static bool holds_at(const ep_holiday_rule *rule, const epic_holiday_options *options)
{
    return (rule->regions.count == 0 || (options->region != NULL && ep_texts_have(&rule->regions, options->region))) &&
           (rule->cities.count == 0 || (options->city != NULL && ep_texts_have(&rule->cities, options->city)));
}

/* The day of a rule that has one each year; EPIC_NO_DATE: none, as of 29 February. */
static epic_date day_of(const ep_holiday_rule *rule, int year)
{
    epic_date date = rule->anchor == EP_ON_EASTER     ? epic_easter(year)
                     : rule->anchor == EP_ON_ORTHODOX ? epic_orthodox_easter(year)
                                                      : epic_date_make(year, rule->month, rule->day);
    if (date == EPIC_NO_DATE) {
        return date;
    }
    return date + rule->offset + (rule->weekday < 0 ? 0 : (rule->weekday - epic_date_weekday(date) + 7) % 7);
}

static bool add(epic_holidays *own, const ep_holiday_rule *rule, epic_date date, bool substitute)
{
    if (date < own->first || date > own->last) {
        return true;
    }
    if (!ep_grow((void **)&own->list, &own->room, own->used + 1, sizeof *own->list)) {
        return false;
    }
    own->list[own->used++] = (entry){{date, rule->name, rule->local, substitute}, rule};
    return true;
}

static bool add_rule(epic_holidays *own, const ep_holiday_rule *rule)
{
    bool whole = true;
    int year, last;
    epic_date_parts(own->first, &year, NULL, NULL);
    epic_date_parts(own->last, &last, NULL, NULL);
    for (size_t i = 0; i < rule->date_count && whole; i++) {
        whole = add(own, rule, rule->dates[i], false);
    }
    for (; year <= last && whole && rule->anchor != EP_ON_DATES; year++) {
        epic_date date = holds_in(rule, year) ? day_of(rule, year) : EPIC_NO_DATE;
        whole = add(own, rule, date, false);
    }
    return whole;
}

static int by_date(const void *left, const void *right)
{
    const entry *a = left, *b = right;
    if (a->day.date != b->day.date) {
        return a->day.date < b->day.date ? -1 : 1;
    }
    return a->rule != b->rule ? (a->rule < b->rule ? -1 : 1) : (int)a->day.substitute - (int)b->day.substitute;
}

static void sort(epic_holidays *own)
{
    if (own->used > 1) {
        qsort(own->list, own->used, sizeof *own->list, by_date);
    }
}

/* In the order of the days, so that two of one weekend take one working day after the other. */
static bool add_substitutes(epic_holidays *own)
{
    size_t fallen = own->used;
    epic_date next = own->first; /* the last one taken: before it none is free */
    bool whole = true, *taken = calloc((size_t)(own->last - own->first) + 2, sizeof *taken);
    for (size_t i = 0; i < fallen && taken != NULL; i++) {
        taken[own->list[i].day.date - own->first] = true;
    }
    for (size_t i = 0; i < fallen && whole && taken != NULL; i++) {
        entry one = own->list[i];
        if ((one.rule->substitute >> epic_date_weekday(one.day.date) & 1) != 0) {
            next = next > one.day.date ? next : one.day.date;
            while (next <= own->last && (taken[next - own->first] || epic_date_weekday(next) >= WEEKEND)) {
                next++;
            }
            taken[next - own->first] = true;
            whole = add(own, one.rule, next, true);
        }
    }
    whole = whole && taken != NULL;
    free(taken);
    return whole;
}

/* What lies outside the days asked for was there for its substitutes. */
static void cut(epic_holidays *own, epic_date from, epic_date to)
{
    size_t kept = 0;
    for (size_t i = 0; i < own->used; i++) {
        if (own->list[i].day.date >= from && own->list[i].day.date <= to) {
            own->list[kept++] = own->list[i];
        }
    }
    own->used = kept;
}

static bool fill(epic_holidays *own, const epic_holiday_options *options)
{
    int first, last;
    bool whole = true;
    epic_date_parts(options->from, &first, NULL, NULL);
    epic_date_parts(options->to, &last, NULL, NULL);
    own->first = epic_date_make(first - 1, 1, 1);
    own->last = epic_date_make(last + 1, 12, 31);
    for (size_t i = 0; i < own->rules->book.count && whole; i++) {
        const ep_holiday_rule *rule = &own->rules->book.rules[i];
        whole = !holds_at(rule, options) || add_rule(own, rule);
    }
    sort(own);
    whole = whole && add_substitutes(own);
    sort(own);
    cut(own, options->from, options->to);
    return whole;
}

static bool take_options(epic_holiday_options *known, const epic_holiday_options *options)
{
    return options != NULL && ep_sized_take(known, options) && known->from >= epic_date_make(EP_FIRST_YEAR, 1, 1) &&
           known->from <= known->to && known->to <= epic_date_make(EP_LAST_YEAR, 12, 31) && known->to - known->from < MOST_DAYS;
}

int epic_holidays_make(epic_holidays **out, epic_holiday_rules *rules, const epic_holiday_options *options)
{
    epic_holiday_options known = EPIC_HOLIDAY_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (rules == NULL || !take_options(&known, options)) {
        return EPIC_EARG;
    }
    if (known.region != NULL && rules->book.regions.count > 0 && !ep_texts_have(&rules->book.regions, known.region)) {
        return EPIC_EINPUT;
    }
    epic_holidays *own = calloc(1, sizeof *own);
    if (own == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&own->count);
    own->rules = epic_holiday_rules_ref(rules);
    if (!fill(own, &known)) {
        epic_holidays_unref(own);
        return EPIC_ENOMEM;
    }
    *out = own;
    return EPIC_OK;
}

epic_holidays *epic_holidays_ref(epic_holidays *holidays)
{
    if (holidays != NULL) {
        ep_ref(&holidays->count);
    }
    return holidays;
}

void epic_holidays_unref(epic_holidays *holidays)
{
    if (holidays != NULL && ep_unref(&holidays->count)) {
        epic_holiday_rules_unref(holidays->rules);
        free(holidays->list);
        free(holidays);
    }
}

size_t epic_holidays_count(const epic_holidays *holidays)
{
    return holidays == NULL ? 0 : holidays->used;
}

const epic_holiday *epic_holidays_get(const epic_holidays *holidays, size_t i)
{
    return i < epic_holidays_count(holidays) ? &holidays->list[i].day : NULL;
}
