/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An input text that diagnostics quote. */
#ifndef EP_SOURCE_H
#define EP_SOURCE_H

#include <epic/diag.h>

#include "arena.h"

#define EP_SOURCE_ROOM 1024

typedef struct ep_source ep_source;

/* Copies the text into the arena; NULL when out of memory. */
ep_source *ep_source_new(ep_arena *arena, const char *text, size_t size);
/* The line of a place, escaped, or the stretch of it around the place, with an ellipsis where it was cut; *caret says how many
 * cells into it the place is. A column behind the end of its line stands for the end. False when there is no such line.
 * Takes a step for each of at most 8,192 bytes, however long the text; the first call reads the text once. */
bool ep_source_quote(ep_source *source, epic_place place, char out[EP_SOURCE_ROOM], uint32_t *caret);

#endif
