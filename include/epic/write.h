/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file Where bytes go, and in which form. */
#ifndef EPIC_WRITE_H
#define EPIC_WRITE_H

#include <epic/export.h>

EPIC_BEGIN_DECLS

/** The forms in which results can be written. Each function that takes one says which it knows; others give EPIC_EARG. */
typedef enum epic_format {
    EPIC_TEXT,   /**< UTF-8 text for people */
    EPIC_COLOUR, /**< the same with ANSI colours, for a terminal */
    EPIC_JSON,   /**< one JSON value and a newline, full precision */
    EPIC_YAML,   /**< the plan file */
    EPIC_HTML,   /**< one self-contained page */
    EPIC_ICS     /**< an iCalendar feed (RFC 5545), CRLF */
} epic_format;

/**
 * A sink for bytes. It is called in the caller's thread with `n` > 0 bytes and returns 0, or anything else to stop: the
 * function that writes then returns EPIC_EIO and calls it no more.
 */
typedef int (*epic_write_fn)(void *user, const char *bytes, size_t n);

/** An #epic_write_fn whose `user` is a `FILE *`. Thread-safe as fwrite() is. */
EPIC_API int epic_write_stdio(void *file, const char *bytes, size_t n);

EPIC_END_DECLS

#endif
