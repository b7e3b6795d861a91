/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file What went wrong, as data: statuses, diagnostics, progress. */
#ifndef EPIC_DIAG_H
#define EPIC_DIAG_H

#include <epic/export.h>
#include <epic/write.h>

EPIC_BEGIN_DECLS

/** What a function that can fail returns. The detail is in the diagnostics. */
typedef enum epic_status {
    EPIC_OK = 0,
    EPIC_ENOMEM = -1,      /**< out of memory */
    EPIC_EIO = -2,         /**< a file or the caller's sink failed */
    EPIC_EARG = -3,        /**< the call itself is wrong: a NULL, an index out of range, unknown option bytes */
    EPIC_EINPUT = -4,      /**< the input is wrong; the diagnostics say where and why */
    EPIC_EINFEASIBLE = -5, /**< the rules contradict each other */
    EPIC_ECANCELLED = -6,  /**< the progress callback said stop */
    EPIC_ESOLVER = -7      /**< a solver failed, which is a defect: please report it */
} epic_status;

/** One English sentence for a status. Static; any thread. An unknown status gives "unknown status". */
EPIC_API const char *epic_strerror(int status);

/** How grave a diagnostic is. The first letter of its code says the same: N, W, E. */
typedef enum epic_severity { EPIC_NOTE, EPIC_WARNING, EPIC_ERROR } epic_severity;

/**
 * One diagnostic. Strings are UTF-8 with control characters and bad bytes escaped, safe to print on a terminal.
 * `code` ("E203") never changes its meaning; doc/diagnostics.md has a paragraph for each.
 */
typedef struct epic_diag {
    epic_severity severity;
    const char *code;
    const char *file;    /**< NULL when it has no place */
    uint32_t line;       /**< 1-based, 0 when it has no place */
    uint32_t column;     /**< 1-based, in characters */
    const char *message; /**< one line, no full stop */
    const char *hint;    /**< what to do, or NULL */
    const char *source;  /**< the line of the input, clipped and escaped, or NULL */
    uint32_t caret;      /**< where in `source` the caret goes, in terminal cells from 0 */
} epic_diag;

/** A list of diagnostics, in the order in which they were found. Belongs to one thread at a time. */
typedef struct epic_diags epic_diags;

/** A new, empty list, or NULL when out of memory. */
EPIC_API epic_diags *epic_diags_new(void);
/** Frees the list and every diagnostic in it. NULL is allowed. */
EPIC_API void epic_diags_free(epic_diags *diags);
/** How many there are; 0 for NULL. O(1). */
EPIC_API size_t epic_diags_count(const epic_diags *diags);
/** How many errors there are; 0 for NULL. O(1). */
EPIC_API size_t epic_diags_errors(const epic_diags *diags);
/** The i-th, from 0; NULL when out of range. It belongs to the list. O(1). */
EPIC_API const epic_diag *epic_diags_get(const epic_diags *diags, size_t i);
/**
 * Writes all of them: EPIC_TEXT or EPIC_COLOUR as
 *
 *     programme.yaml:12:5: error: unknown key 'strenght' [E203]
 *        12 |     strenght: 0.8
 *           |     ^
 *           = did you mean 'strength'?
 *
 * or EPIC_JSON as an array of objects {severity, code, file, line, column, message, hint}.
 * @return EPIC_OK, EPIC_EIO when the sink stops, EPIC_EARG for another format or a NULL sink.
 */
EPIC_API int epic_diags_write(const epic_diags *diags, epic_format format, epic_write_fn write, void *user);

/**
 * Called now and then during long work, in the calling thread.
 * @param stage what is being done ("pairing"), static
 * @param done  how much of it, 0..1
 * @return true to go on, false to stop: it is not called again and the call soon returns EPIC_ECANCELLED.
 */
typedef bool (*epic_progress_fn)(void *user, const char *stage, double done);

/** A place in the programme file, 1-based; line 0 means none. Closed. */
typedef struct epic_place {
    uint32_t line, column;
} epic_place;

EPIC_END_DECLS

#endif
