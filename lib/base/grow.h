/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists that grow: a pointer, a count and a room, kept by the caller. */
#ifndef EP_GROW_H
#define EP_GROW_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for `need` items of `size` bytes; *items is realloc'ed, at least doubling. False when out of memory: nothing
 * changed. */
bool ep_grow(void **items, size_t *room, size_t need, size_t size);

#endif
