/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "remarks.h"

#include <stdlib.h>

#include "grow.h"

void ep_remark(ep_remarks *own, const char *code, uint32_t line, bool skipped, const char *words)
{
    own->count++;
    if (own->kept == EP_MOST_REMARKS || own->lost) {
        return;
    }
    const char *copy = ep_arena_strdup(own->arena, words);
    own->lost = copy == NULL || !ep_grow((void **)&own->list, &own->room, own->kept + 1, sizeof *own->list);
    if (!own->lost) {
        own->list[own->kept++] = (epic_busy_note){code, line, copy, skipped};
    }
}

/* By insertion: they are few, and mostly in order. */
void ep_remarks_sort(ep_remarks *own)
{
    for (size_t i = 1; i < own->kept; i++) {
        epic_busy_note note = own->list[i];
        size_t at = i;
        for (; at > 0 && own->list[at - 1].line > note.line; at--) {
            own->list[at] = own->list[at - 1];
        }
        own->list[at] = note;
    }
}

void ep_remarks_free(ep_remarks *own)
{
    free(own->list);
    own->list = NULL;
}
