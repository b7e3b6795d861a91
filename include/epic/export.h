/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Marks of the public interface, and the rules that hold for all of it.
 *
 * - **Status.** Functions that can fail return an `int`: 0 (`EPIC_OK`) or a negative #epic_status. Because OK is 0, stages
 *   chain with `||`.
 * - **Out-parameters** come first and are set to NULL at once; a diagnostics list comes last and may be NULL.
 * - **NULL.** A function that returns a status answers EPIC_EARG to a NULL that it cannot do without. Asked about a NULL object,
 *   the others answer as nothing would: NULL, 0, false, NaN for a benefit or value. NULL may be reffed, unreffed and freed.
 * - **Ownership.** What comes out through `T **out` is yours to unref. What is returned `const` belongs to the object asked
 *   and lives as long as it. A `const` parameter is only read during the call; of a non-const object parameter the library
 *   keeps a reference. Strings and arrays handed in are copied.
 * - **Threads.** There is no mutable global state. `epic_programme`, `epic_scores`, `epic_pairing`, `epic_plan`, `epic_busy` and
 *   `epic_calendars` never change once made and count their references atomically: any number of threads may use one. An
 *   `epic_diags` belongs to one thread at a time. Callbacks run in the calling thread.
 * - **Structs** returned by pointer may grow at their end in a later version, so step through lists with the accessor, never
 *   with pointer arithmetic, unless the struct is marked *closed*: a closed struct never changes.
 * - **Options** begin with their size; start from the `_INIT` of their type. What an older, shorter struct lacks has its default;
 *   what a newer, longer one asks beyond what is known here must be zero, else the call is wrong. NULL: the defaults.
 * - The library never prints, never aborts and never calls setlocale().
 */
#ifndef EPIC_EXPORT_H
#define EPIC_EXPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define EPIC_API
#elif defined(__GNUC__)
#define EPIC_API __attribute__((visibility("default")))
#else
#define EPIC_API
#endif

#if defined(__GNUC__)
#define EPIC_MUST_USE __attribute__((warn_unused_result))
#else
#define EPIC_MUST_USE
#endif

#ifdef __cplusplus
#define EPIC_BEGIN_DECLS extern "C" {
#define EPIC_END_DECLS }
#else
#define EPIC_BEGIN_DECLS
#define EPIC_END_DECLS
#endif

/** "None" where an index of a city, pair or moderator is expected. */
#define EPIC_NONE ((size_t)-1)

#endif
