/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * When somebody is busy, out of any calendar (.ics): doc/calendars.md has the rules. What cannot be read costs only itself and is
 * told with its line.
 */
#ifndef EPIC_BUSY_H
#define EPIC_BUSY_H

#include <epic/date.h>
#include <epic/diag.h>

EPIC_BEGIN_DECLS

/** The busy times of a calendar inside some days. Immutable, reference-counted. */
typedef struct epic_busy epic_busy;

/** How sure it is. */
typedef enum epic_busy_class {
    EPIC_BUSY_FIRM,
    EPIC_BUSY_TENTATIVE /**< the calendar says so itself */
} epic_busy_class;

/** A stretch of time. */
typedef struct epic_busy_time {
    epic_instant start, end; /**< the end is not part of it */
    const char *uid;         /**< of the first event in it; NULL when it has none */
    const char *name;        /**< of a holiday, clipped; NULL for all else, as it is nobody's business */
    uint32_t line;           /**< where the first event in it begins in the file */
} epic_busy_time;

/** Options of reading. Start from EPIC_BUSY_OPTIONS_INIT and state `from`, `to` and `zone`. */
typedef struct epic_busy_options {
    size_t size;        /**< sizeof(epic_busy_options) */
    epic_date from, to; /**< the days asked for, both inclusive, at most 20,000 of them */
    const char *zone;   /**< IANA name of the owner's zone: whole days are its days, and times without a zone are its times */
    const char *owner;  /**< e-mail address: what its owner has declined is free. NULL: nobody's */
    bool holidays;      /**< whole days count even if they say that they block nothing; CSV with the header `date,name` too */
} epic_busy_options;
#define EPIC_BUSY_OPTIONS_INIT {sizeof(epic_busy_options), EPIC_NO_DATE, EPIC_NO_DATE, NULL, NULL, false}

/** What became of a calendar. */
typedef struct epic_busy_report {
    const char *name; /**< as it was given */
    size_t events;    /**< entries that speak of time: events, free-busy lists, availabilities, holidays */
    size_t skipped;   /**< those that could not be used; the rest was */
    size_t notes;     /**< how many notes there are; at most 1,000 are kept */
} epic_busy_report;

/** What was wrong with a part of a calendar. */
typedef struct epic_busy_note {
    const char *code; /**< of doc/diagnostics.md */
    uint32_t line;
    const char *words;
    bool skipped; /**< because of it an entry was skipped; the line is where that begins */
} epic_busy_note;

/**
 * Reads a calendar of `size` bytes.
 * @param name    stands for the file in diagnostics; NULL: "calendar"
 * @param options must not be NULL
 * @param diags   gets the first 20 notes of a calendar
 * @return EPIC_OK, also when parts were skipped; EPIC_EINPUT when it is no calendar or the zone is not known; EPIC_EIO when this
 *         machine has no zone files; EPIC_EARG, EPIC_ENOMEM.
 * Any thread; reads zone files. O(size + days x repeating events), whatever the calendar holds; memory for what lies in the days,
 * and a little for each other event.
 */
EPIC_API EPIC_MUST_USE int epic_busy_read(epic_busy **out, const char *bytes, size_t size, const char *name,
                                          const epic_busy_options *options, epic_diags *diags);
/** The same from a file, of which at most 64 MiB are read. Also EPIC_EIO when it cannot be read. */
EPIC_API EPIC_MUST_USE int epic_busy_load(epic_busy **out, const char *path, const epic_busy_options *options, epic_diags *diags);
EPIC_API epic_busy *epic_busy_ref(epic_busy *busy);
EPIC_API void epic_busy_unref(epic_busy *busy);

/** How many stretches of a class, and the i-th: ascending, none overlaps another of its class; NULL when out of range. O(1). */
EPIC_API size_t epic_busy_times(const epic_busy *busy, epic_busy_class which);
EPIC_API const epic_busy_time *epic_busy_time_at(const epic_busy *busy, epic_busy_class which, size_t i);
/** What became of the calendar. O(1). */
EPIC_API const epic_busy_report *epic_busy_get(const epic_busy *busy);
/** The i-th note, in the order of lines; NULL when out of range. O(1). */
EPIC_API const epic_busy_note *epic_busy_note_at(const epic_busy *busy, size_t i);

EPIC_END_DECLS

#endif
