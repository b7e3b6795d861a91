/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file Civil dates and times. The library has no clock: every date comes from the input. */
#ifndef EPIC_DATE_H
#define EPIC_DATE_H

#include <epic/export.h>

EPIC_BEGIN_DECLS

/** A civil date as days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t epic_date;

/** A moment as seconds since 1970-01-01T00:00:00Z, leap seconds not counted. */
typedef int64_t epic_instant;

/** "No date". */
#define EPIC_NO_DATE INT32_MIN
/** "No moment". */
#define EPIC_NO_INSTANT INT64_MIN

/** The date of a year (0001..9999), month (1..12) and day, or EPIC_NO_DATE when there is no such day. Any thread; O(1). */
EPIC_API epic_date epic_date_make(int year, int month, int day);
/** The parts of a date; each out-parameter may be NULL. All are 0 when it lies outside 0001..9999. Any thread; O(1). */
EPIC_API void epic_date_parts(epic_date date, int *year, int *month, int *day);
/** The weekday, 0 = Monday .. 6 = Sunday. Any thread; O(1). */
EPIC_API int epic_date_weekday(epic_date date);
/** Writes "2021-03-08" and a NUL ("0000-00-00" when it lies outside 0001..9999); returns `text`. Any thread; O(1). */
EPIC_API char *epic_date_write(epic_date date, char text[11]);
/** The day of a text such as "2021-03-08", or EPIC_NO_DATE when it is written otherwise or there is no such day. Any thread;
 * O(1). */
EPIC_API epic_date epic_date_read(const char *text);
/** The moment of a text such as "2021-03-08T09:00:00Z", which is UTC, or EPIC_NO_INSTANT when it is written otherwise or there is
 * no such day or time; a leap second is none. Any thread; O(1). */
EPIC_API epic_instant epic_instant_read(const char *text);

/** A span of calendar time. `months` and `days` count civil days, `minutes` elapsed time. Closed. */
typedef struct epic_duration {
    int32_t months, days, minutes;
} epic_duration;

EPIC_END_DECLS

#endif
