/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an event is called: its own title or that of its kind, its number, the cities of a pair. */
#ifndef EP_TITLE_H
#define EP_TITLE_H

#include "catalogue.h"

typedef struct ep_titled {
    const char *own; /* as the programme has it, or NULL: by its kind */
    epic_kind kind;
    uint32_t number;       /* 0: none */
    const char *from, *to; /* names of the cities of a pair; NULL: a joint event */
    bool visiting;         /* `from` travels to `to` */
} ep_titled;

/* "Visit: Oberhausen to Brescia", "Forum 2". The arena's; NULL when out of memory. */
const char *ep_title(ep_arena *arena, const ep_catalogue *catalogue, const ep_titled *titled);

#endif
