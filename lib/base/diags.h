/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Collecting diagnostics. A code is a literal "E203" (error), "W203" (warning) or "N203" (note); its letter is its severity.
 *
 *   0xx  calendars that are checked
 *   1xx  bytes and YAML     2xx  shape: keys, types, ranges     3xx  meaning of a programme
 *   4xx  scores, pairing    5xx  plan                           6xx  calendars and publishing
 *   7xx  files              8xx  an option without effect yet   9xx  the library or machine itself
 *
 * All functions do nothing when diags is NULL. Lack of memory never loses what is there: the list then ends with the error
 * E902, once, for which room is kept, and takes no more; so epic_diags_count() is what can be got, and a list that lost
 * something always has an error. After 1,000 diagnostics comes the note N901 and no more are kept; epic_diags_errors() goes on
 * counting in both cases. */
#ifndef EP_DIAGS_H
#define EP_DIAGS_H

#include <epic/diag.h>

/* Remembers a text (copied) under a name, so that later diagnostics can quote its lines. */
void ep_diags_source(epic_diags *diags, const char *name, const char *text, size_t size);

/* Adds a diagnostic. `file` NULL or line 0: without a line; a file is still named. `hint` may be NULL. Message and hint are
 * escaped and clipped when added; the line of the source, when known, is quoted. */
void ep_diag(epic_diags *diags, const char *code, const char *file, epic_place place, const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* The same without a place or hint. */
void ep_diag_plain(epic_diags *diags, const char *code, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Puts those from index `first` on into the order of their places (stable). */
void ep_diags_sort(epic_diags *diags, size_t first);

/* Copies text with control characters and bad bytes as \xNN or \u{N}, cut with an ellipsis after `cells` terminal cells. For
 * quoting input. Returns `out`; room counts bytes, NUL included. */
char *ep_quote(char *out, size_t room, const char *text, size_t n, size_t cells);

#endif
