/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Whether a calendar (.ics) is as it should be: the grammar and values of RFC 5545, the methods of RFC 5546, and what makes
 * readers of calendars stumble. doc/calendars.md names the rules, doc/diagnostics.md each diagnostic.
 */
#ifndef EPIC_LINT_H
#define EPIC_LINT_H

#include <epic/diag.h>

EPIC_BEGIN_DECLS

/** Whom a calendar is for. */
typedef enum epic_lint_profile {
    EPIC_LINT_RFC,     /**< everybody */
    EPIC_LINT_OUTLOOK, /**< and for Outlook */
    EPIC_LINT_CALDAV   /**< and to be kept on a CalDAV server */
} epic_lint_profile;

/** Options of checking. Start from EPIC_LINT_OPTIONS_INIT. */
typedef struct epic_lint_options {
    size_t size;               /**< sizeof(epic_lint_options) */
    epic_lint_profile profile;
    bool privacy;              /**< personal data are errors too: attendees, personal addresses, attachments */
} epic_lint_options;
#define EPIC_LINT_OPTIONS_INIT {sizeof(epic_lint_options), EPIC_LINT_RFC, false}

/**
 * Checks a calendar of `size` bytes.
 * @param name    stands for the file in diagnostics; NULL: "calendar"
 * @param options NULL: the defaults
 * @param diags   gets what is wrong, in the order of places; NULL: only the status tells
 * @return EPIC_OK when there is no error (there may be warnings and notes); EPIC_EINPUT; EPIC_EARG; EPIC_ENOMEM.
 * Any thread; reads zone files. O(size log size).
 */
EPIC_API EPIC_MUST_USE int epic_lint(const char *bytes, size_t size, const char *name, const epic_lint_options *options,
                                     epic_diags *diags);
/** The same of a file, of at most 64 MiB. Also EPIC_EIO when it cannot be read. */
EPIC_API EPIC_MUST_USE int epic_lint_file(const char *path, const epic_lint_options *options, epic_diags *diags);

EPIC_END_DECLS

#endif
