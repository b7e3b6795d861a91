/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is freed all at once: each immutable value owns one arena. */
#ifndef EP_ARENA_H
#define EP_ARENA_H

#include <stddef.h>

typedef struct ep_arena ep_arena;

/* NULL when out of memory. */
ep_arena *ep_arena_new(void);
void ep_arena_free(ep_arena *arena);

/* Zeroed memory, aligned for any type; NULL when out of memory or when count * size overflows. A count of 0 gives a valid
 * pointer. */
void *ep_arena_array(ep_arena *arena, size_t count, size_t size);
#define ep_arena_new_of(arena, type) ((type *)ep_arena_array((arena), 1, sizeof(type)))
#define ep_arena_array_of(arena, count, type) ((type *)ep_arena_array((arena), (count), sizeof(type)))

/* Copies; NULL when out of memory. */
char *ep_arena_strndup(ep_arena *arena, const char *text, size_t n);
char *ep_arena_strdup(ep_arena *arena, const char *text);
char *ep_arena_printf(ep_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
