/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "intervals.h"

#include <stdlib.h>

#include "grow.h"

void ep_intervals_free(ep_intervals *own)
{
    free(own->list);
    *own = (ep_intervals){0};
}

bool ep_intervals_add(ep_intervals *own, ep_interval item, epic_instant from, epic_instant to)
{
    item.start = item.start < from ? from : item.start;
    item.end = item.end > to ? to : item.end;
    if (item.start >= item.end) {
        return true;
    }
    if (!ep_grow((void **)&own->list, &own->room, own->count + 1, sizeof *own->list)) {
        return false;
    }
    own->list[own->count++] = item;
    return true;
}

static int compare(const void *left, const void *right)
{
    const ep_interval *a = left, *b = right;
    if (a->start != b->start) {
        return a->start < b->start ? -1 : 1;
    }
    if (a->origin != b->origin) {
        return a->origin < b->origin ? -1 : 1;
    }
    return (a->end > b->end) - (a->end < b->end);
}

void ep_intervals_join(ep_intervals *own, bool touching)
{
    size_t kept = 0;
    if (own->count > 1) {
        qsort(own->list, own->count, sizeof *own->list, compare);
    }
    for (size_t i = 0; i < own->count; i++) {
        ep_interval *last = kept > 0 ? &own->list[kept - 1] : NULL, item = own->list[i];
        if (last != NULL && (item.start < last->end || (touching && item.start == last->end))) {
            last->end = item.end > last->end ? item.end : last->end;
        } else {
            own->list[kept++] = item;
        }
    }
    own->count = kept;
}

bool ep_intervals_subtract(ep_intervals *own, const ep_intervals *other)
{
    ep_intervals left = {0};
    bool whole = true;
    size_t k = 0;
    for (size_t i = 0; i < own->count && whole; i++) {
        ep_interval item = own->list[i];
        while (k < other->count && other->list[k].end <= item.start) {
            k++;
        }
        for (size_t j = k; j < other->count && other->list[j].start < item.end && whole; j++) {
            whole = ep_intervals_add(&left, (ep_interval){item.start, other->list[j].start, item.origin}, item.start, item.end);
            item.start = other->list[j].end;
        }
        whole = whole && ep_intervals_add(&left, item, item.start, item.end);
    }
    free(own->list);
    *own = left;
    return whole;
}
