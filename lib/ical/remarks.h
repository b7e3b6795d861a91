/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a calendar, as it is found. */
#ifndef EP_REMARKS_H
#define EP_REMARKS_H

#include <epic/busy.h>

#include "arena.h"

#define EP_MOST_REMARKS 1000

typedef struct ep_remarks {
    ep_arena *arena;
    epic_busy_note *list;
    size_t kept, room, count;
    bool lost; /* out of memory */
} ep_remarks;

/* Words are copied. */
void ep_remark(ep_remarks *own, const char *code, uint32_t line, bool skipped, const char *words);
/* Into the order of lines; those of one line keep theirs. */
void ep_remarks_sort(ep_remarks *own);
void ep_remarks_free(ep_remarks *own);

#endif
