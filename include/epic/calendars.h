/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file The calendars of a programme's cities: their files, read, `calendars: {holidays, busy, avoid}`, and public holidays. */
#ifndef EPIC_CALENDARS_H
#define EPIC_CALENDARS_H

#include <epic/busy.h>
#include <epic/programme.h>

EPIC_BEGIN_DECLS

/** The calendars of a programme. Immutable, reference-counted. */
typedef struct epic_calendars epic_calendars;

/** What a calendar of a city says. */
typedef enum epic_calendar_use {
    EPIC_USE_HOLIDAYS, /**< days on which nobody works there */
    EPIC_USE_BUSY,     /**< what the city does already */
    EPIC_USE_AVOID     /**< days that are taken only if need be */
} epic_calendar_use;

/** One file of one city, or the public holidays that libepic knows for it. */
typedef struct epic_calendar {
    size_t city;
    epic_calendar_use use;
    const char *file;     /**< as the programme names it; "public DE-NW": the public holidays there, by the built-in rules */
    const epic_busy *busy; /**< inside the programme's days and one more on each side */
} epic_calendar;

/**
 * Reads them all. Names are relative to the programme file's folder. A reference to the programme is kept.
 * @return EPIC_OK, also when there are none or parts of one were skipped; EPIC_EINPUT when one cannot be read or is no calendar:
 *         the diagnostics have the file, and the place where the programme names it; or when a city's region does not exist;
 *         EPIC_EARG, EPIC_ENOMEM.
 * Any thread; reads these files and zone files. O(their size).
 */
EPIC_API EPIC_MUST_USE int epic_calendars_load(epic_calendars **out, epic_programme *programme, epic_diags *diags);
EPIC_API epic_calendars *epic_calendars_ref(epic_calendars *calendars);
EPIC_API void epic_calendars_unref(epic_calendars *calendars);

EPIC_API epic_programme *epic_calendars_programme(const epic_calendars *calendars);

/** How many there are, and the i-th: by city, public holidays first, then by use, then as in the file; NULL when out of range.
 * O(1). */
EPIC_API size_t epic_calendars_count(const epic_calendars *calendars);
EPIC_API const epic_calendar *epic_calendars_get(const epic_calendars *calendars, size_t i);

EPIC_END_DECLS

#endif
