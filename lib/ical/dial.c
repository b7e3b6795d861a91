/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dial.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "grow.h"
#include "value.h"

#define AROUND (37 * 3600) /* more than two offsets can be apart */

/* The table belongs to nobody yet: NULL when out of memory, or when there is nothing in it. */
static ep_shift *list_shifts(ep_dial *dial, const ep_zone *zone, epic_instant from, epic_instant to, bool *lost)
{
    ep_shift *list = NULL;
    size_t room = 0;
    epic_instant at = from;
    int32_t offset = dial->offset;
    while (!*lost && ep_zone_next(zone, at, &at) && at <= to) {
        int32_t after = ep_zone_local(zone, at).offset;
        *lost = !ep_grow((void **)&list, &room, dial->count + 1, sizeof *list);
        if (!*lost && after != offset) {
            list[dial->count++] = (ep_shift){at, offset, after};
            offset = after;
        }
    }
    return list;
}

bool ep_dial_of_zone(ep_dial *dial, ep_arena *arena, const ep_zone *zone, epic_instant from, epic_instant to)
{
    bool lost = false;
    *dial = (ep_dial){ep_zone_local(zone, from).offset, NULL, 0};
    ep_shift *list = list_shifts(dial, zone, from, to, &lost), *kept = ep_arena_array_of(arena, dial->count, ep_shift);
    if (kept != NULL && dial->count > 0) {
        memcpy(kept, list, dial->count * sizeof *list);
    }
    dial->shifts = kept;
    free(list);
    return !lost && kept != NULL;
}

/* How many shifts are not after a moment. */
static size_t shifts_until(const ep_dial *dial, epic_instant instant)
{
    size_t low = 0, high = dial->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (dial->shifts[middle].at <= instant) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static int32_t offset_after(const ep_dial *dial, size_t shifts)
{
    return shifts > 0 ? dial->shifts[shifts - 1].after : dial->offset;
}

int32_t ep_dial_offset(const ep_dial *dial, epic_instant instant)
{
    return offset_after(dial, shifts_until(dial, instant));
}

ep_moment ep_dial_local(const ep_dial *dial, epic_instant instant)
{
    return ep_moment_add((ep_moment){0, 0}, 0, instant + ep_dial_offset(dial, instant));
}

/* Goes through the shifts around, and stops at one that makes the dial show the time twice or never. In a gap both readings are
 * taken: by the offset before, as RFC 5545 says, and by the one after, as many programs do. */
void ep_dial_instants(const ep_dial *dial, ep_moment at, epic_instant *early, epic_instant *late)
{
    int64_t shown = ep_moment_number(at);
    size_t i = shifts_until(dial, shown - AROUND);
    *early = *late = shown - offset_after(dial, i);
    for (; i < dial->count && dial->shifts[i].at <= shown + AROUND; i++) {
        const ep_shift *shift = &dial->shifts[i];
        epic_instant before = shown - shift->before, after = shown - shift->after;
        if (before < shift->at && after >= shift->at) { /* twice */
            *early = before;
            *late = after;
            return;
        }
        if (before >= shift->at && after < shift->at) { /* never */
            *early = after;
            *late = before;
            return;
        }
        if (after >= shift->at) {
            *early = *late = after;
        }
    }
}

bool ep_dial_same(const ep_dial *a, const ep_dial *b, epic_instant from, epic_instant to)
{
    bool same = ep_dial_offset(a, from) == ep_dial_offset(b, from);
    for (size_t i = shifts_until(a, from); i < a->count && a->shifts[i].at <= to && same; i++) {
        same = ep_dial_offset(b, a->shifts[i].at) == a->shifts[i].after;
    }
    for (size_t i = shifts_until(b, from); i < b->count && b->shifts[i].at <= to && same; i++) {
        same = ep_dial_offset(a, b->shifts[i].at) == b->shifts[i].after;
    }
    return same;
}
