/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "title.h"

const char *ep_title(ep_arena *arena, const ep_catalogue *catalogue, const ep_titled *titled)
{
    const char *what = titled->own != NULL ? titled->own : ep_word(catalogue, EP_WORD_TITLE + titled->kind);
    if (titled->number > 0) {
        what = ep_arena_printf(arena, "%s %u", what, (unsigned)titled->number);
    }
    if (titled->from == NULL) {
        return what;
    }
    return titled->visiting
               ? ep_phrase(arena, catalogue, EP_WORD_VISITING, {"what", what}, {"guest", titled->from}, {"host", titled->to})
               : ep_phrase(arena, catalogue, EP_WORD_BETWEEN, {"what", what}, {"a", titled->from}, {"b", titled->to});
}
