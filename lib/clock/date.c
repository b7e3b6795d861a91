/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/date.h>

#include "civil.h"

#define FIRST_DATE (-719162) /* 0001-01-01 */
#define LAST_DATE 2932896    /* 9999-12-31 */

epic_date epic_date_make(int year, int month, int day)
{
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > ep_month_days(year, month)) {
        return EPIC_NO_DATE;
    }
    return ep_civil_days(year, month, day);
}

void epic_date_parts(epic_date date, int *year, int *month, int *day)
{
    bool known = date >= FIRST_DATE && date <= LAST_DATE;
    int shifted = known ? date + 719468 : 60; /* days since 0000-03-01 */
    int era = shifted / 146097;
    int day_of_era = shifted % 146097;
    int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    if (year != NULL) {
        *year = known ? era * 400 + year_of_era + (month_from_march >= 10) : 0;
    }
    if (month != NULL) {
        *month = known ? month_from_march + (month_from_march < 10 ? 3 : -9) : 0;
    }
    if (day != NULL) {
        *day = known ? day_of_year - (153 * month_from_march + 2) / 5 + 1 : 0;
    }
}

int epic_date_weekday(epic_date date)
{
    return (int)(((int64_t)date % 7 + 10) % 7); /* 1970-01-01 was a Thursday */
}

/* Decimal digits, right to left, leading zeros kept. */
static void digits(char *last, int count, int value)
{
    for (; count-- > 0; value /= 10) {
        *last-- = (char)('0' + value % 10);
    }
}

char *epic_date_write(epic_date date, char text[11])
{
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    digits(text + 3, 4, year);
    text[4] = '-';
    digits(text + 6, 2, month);
    text[7] = '-';
    digits(text + 9, 2, day);
    text[10] = '\0';
    return text;
}

/* Whether the text has a digit where the form has 0, and else what the form has. */
static bool has_form(const char *text, const char *form)
{
    for (; *form; form++, text++) {
        if (*form == '0' ? *text < '0' || *text > '9' : *text != *form) {
            return false;
        }
    }
    return *text == '\0';
}

/* The number of `count` digits that are there. */
static int number(const char *text, int count)
{
    int value = 0;
    for (; count > 0; count--) {
        value = 10 * value + (*text++ - '0');
    }
    return value;
}

static epic_date day_of(const char *text)
{
    return epic_date_make(number(text, 4), number(text + 5, 2), number(text + 8, 2));
}

epic_date epic_date_read(const char *text)
{
    return has_form(text, "0000-00-00") ? day_of(text) : EPIC_NO_DATE;
}

epic_instant epic_instant_read(const char *text)
{
    if (!has_form(text, "0000-00-00T00:00:00Z")) {
        return EPIC_NO_INSTANT;
    }
    epic_date date = day_of(text);
    int hour = number(text + 11, 2), minute = number(text + 14, 2), second = number(text + 17, 2);
    bool exists = date != EPIC_NO_DATE && hour < 24 && minute < 60 && second < 60;
    return exists ? (epic_instant)date * EP_DAY + hour * 3600 + minute * 60 + second : EPIC_NO_INSTANT;
}
