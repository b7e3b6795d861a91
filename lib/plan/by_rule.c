/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "by_rule.h"

#include <stdlib.h>
#include <string.h>

#include "grow.h"

typedef struct csv {
    char *text;
    size_t used, room;
} csv;

static bool put(csv *out, const char *text, size_t n)
{
    if (!ep_grow((void **)&out->text, &out->room, out->used + n, 1)) {
        return false;
    }
    memcpy(out->text + out->used, text, n);
    out->used += n;
    return true;
}

static bool put_day(csv *out, const epic_holiday *day)
{
    char date[11];
    bool whole = put(out, "\n", 1) && put(out, epic_date_write(day->date, date), 10) && put(out, ",\"", 2);
    for (const char *c = day->name; *c != '\0' && whole; c++) {
        whole = put(out, c, 1) && (*c != '"' || put(out, c, 1));
    }
    return whole && put(out, day->substitute ? " (substitute)\"" : "\"", day->substitute ? 14 : 1);
}

/* Rules know no days before the Gregorian calendar. */
static int list_days(epic_holidays **out, epic_holiday_rules *rules, const epic_city *city, const epic_busy_options *options)
{
    epic_holiday_options which = EPIC_HOLIDAY_OPTIONS_INIT;
    epic_date first = epic_date_make(1583, 1, 1), last = epic_date_make(9998, 12, 31);
    which.from = options->from < first ? first : options->from > last ? last : options->from;
    which.to = options->to < first ? first : options->to > last ? last : options->to;
    which.region = city->region;
    which.city = city->name;
    return epic_holidays_make(out, rules, &which);
}

int ep_days_by_rule(epic_busy **out, epic_holiday_rules *rules, const epic_city *city, const epic_busy_options *options,
                    const char *name)
{
    epic_holidays *days;
    csv text = {NULL, 0, 0};
    int status = list_days(&days, rules, city, options);
    bool whole = status != EPIC_OK || put(&text, "date,name", 9);
    for (size_t i = 0; i < epic_holidays_count(days) && whole; i++) {
        whole = put_day(&text, epic_holidays_get(days, i));
    }
    status = !whole ? EPIC_ENOMEM : status;
    *out = NULL;
    if (status == EPIC_OK) {
        epic_busy_options known = *options;
        known.holidays = true;
        status = epic_busy_read(out, text.text, text.used, name, &known, NULL);
    }
    epic_holidays_unref(days);
    free(text.text);
    return status;
}
