/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A heap of what happens next in a search. */
#ifndef EP_HEAP_H
#define EP_HEAP_H

#include "wide.h"

typedef struct ep_event {
    ep_wide when;
    uint32_t what, whose; /* the caller's */
} ep_event;

/* Starts as zeros; the caller frees `event`. */
typedef struct ep_heap {
    ep_event *event;
    size_t count, room;
} ep_heap;

/* False when out of memory. */
bool ep_heap_push(ep_heap *heap, ep_event event);
/* Takes the first; the heap is not empty. */
ep_event ep_heap_pop(ep_heap *heap);

#endif
