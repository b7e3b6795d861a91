/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file Public holidays by rule: of a country, a region of it, a city. doc/holidays.md has the rule files. */
#ifndef EPIC_HOLIDAY_H
#define EPIC_HOLIDAY_H

#include <epic/date.h>
#include <epic/diag.h>

EPIC_BEGIN_DECLS

/** The rules of a country. Immutable, reference-counted. */
typedef struct epic_holiday_rules epic_holiday_rules;

/** The i-th country (ISO 3166-1 alpha-2) whose rules are built in, ascending; NULL when out of range. Any thread; O(1). */
EPIC_API const char *epic_holiday_country(size_t i);

/**
 * The built-in rules of a country, which are the same on every machine: no file is read.
 * @return EPIC_OK; EPIC_EINPUT when there are none; EPIC_EARG, EPIC_ENOMEM. Any thread. O(1).
 */
EPIC_API EPIC_MUST_USE int epic_holiday_rules_of(epic_holiday_rules **out, const char *country);
/**
 * Reads a rule file of `size` bytes; `name` stands for it in diagnostics ("holidays" when NULL).
 * @return EPIC_OK; EPIC_EINPUT with diagnostics when it has an error; EPIC_EARG, EPIC_ENOMEM. Any thread. O(size).
 */
EPIC_API EPIC_MUST_USE int epic_holiday_rules_read(epic_holiday_rules **out, const char *bytes, size_t size, const char *name,
                                                   epic_diags *diags);
/** The same from a file. Also EPIC_EIO when it cannot be read. */
EPIC_API EPIC_MUST_USE int epic_holiday_rules_load(epic_holiday_rules **out, const char *path, epic_diags *diags);
EPIC_API epic_holiday_rules *epic_holiday_rules_ref(epic_holiday_rules *rules);
EPIC_API void epic_holiday_rules_unref(epic_holiday_rules *rules);

/** ISO 3166-1 alpha-2; NULL for NULL. O(1). */
EPIC_API const char *epic_holiday_rules_country(const epic_holiday_rules *rules);
/** How many regions the rules know, and the i-th (ISO 3166-2), as in the file; NULL when out of range. Where they know none,
 * the country's days are those of all its regions. O(1). */
EPIC_API size_t epic_holiday_rules_regions(const epic_holiday_rules *rules);
EPIC_API const char *epic_holiday_rules_region(const epic_holiday_rules *rules, size_t i);
/** Whether most regions have days of their own, so that without one some would be missed. O(rules x regions). */
EPIC_API bool epic_holiday_rules_regional(const epic_holiday_rules *rules);

/** A day on which nobody works. */
typedef struct epic_holiday {
    epic_date date;
    const char *name;  /**< in English */
    const char *local; /**< in a language of the country */
    bool substitute;   /**< a working day that is free because the holiday fell on a weekend */
} epic_holiday;

/** The holidays of a place inside some days. Immutable, reference-counted. */
typedef struct epic_holidays epic_holidays;

/** Which. Start from EPIC_HOLIDAY_OPTIONS_INIT and state `from` and `to`. */
typedef struct epic_holiday_options {
    size_t size;         /**< sizeof(epic_holiday_options) */
    epic_date from, to;  /**< both inclusive, at most 20,000 days, in the years 1583 to 9998 */
    const char *region;  /**< ISO 3166-2; NULL: the days of the whole country alone */
    const char *city;    /**< its name, for days of that city alone; NULL: none */
} epic_holiday_options;
#define EPIC_HOLIDAY_OPTIONS_INIT {sizeof(epic_holiday_options), EPIC_NO_DATE, EPIC_NO_DATE, NULL, NULL}

/**
 * Works them out.
 * @return EPIC_OK; EPIC_EINPUT when the rules know regions and this is none of them; EPIC_EARG, EPIC_ENOMEM. A reference to the
 *         rules is kept. Any thread. O(n log n) for n rules x years.
 */
EPIC_API EPIC_MUST_USE int epic_holidays_make(epic_holidays **out, epic_holiday_rules *rules,
                                              const epic_holiday_options *options);
EPIC_API epic_holidays *epic_holidays_ref(epic_holidays *holidays);
EPIC_API void epic_holidays_unref(epic_holidays *holidays);
/** How many, and the i-th: by date, and on one date as in the rules; NULL when out of range. O(1). */
EPIC_API size_t epic_holidays_count(const epic_holidays *holidays);
EPIC_API const epic_holiday *epic_holidays_get(const epic_holidays *holidays, size_t i);

/** Easter Sunday of a year 1583..9999 in the Gregorian calendar as the Western churches, and as the Orthodox churches keep it
 * (Julian Easter); EPIC_NO_DATE outside. Any thread; O(1). */
EPIC_API epic_date epic_easter(int year);
EPIC_API epic_date epic_orthodox_easter(int year);

EPIC_END_DECLS

#endif
