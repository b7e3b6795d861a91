/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "heap.h"

#include "grow.h"

bool ep_heap_push(ep_heap *heap, ep_event event)
{
    if (!ep_grow((void **)&heap->event, &heap->room, heap->count + 1, sizeof *heap->event)) {
        return false;
    }
    size_t i = heap->count++;
    while (i > 0 && event.when < heap->event[(i - 1) / 2].when) {
        heap->event[i] = heap->event[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    heap->event[i] = event;
    return true;
}

ep_event ep_heap_pop(ep_heap *heap)
{
    ep_event first = heap->event[0], last = heap->event[--heap->count];
    size_t i = 0;
    for (size_t child = 1; child < heap->count; child = 2 * i + 1) {
        child += child + 1 < heap->count && heap->event[child + 1].when < heap->event[child].when;
        if (heap->event[child].when >= last.when) {
            break;
        }
        heap->event[i] = heap->event[child];
        i = child;
    }
    heap->event[i] = last;
    return first;
}
