/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "moments.h"

#include "civil.h"

#define HALF_HOUR 1800

/* Meetings begin at half hours of their zones, of which some are a quarter of an hour off. Where a meeting begins between two
 * moments all is right but less exact. */
static epic_instant grid_of(const ep_desk *desk)
{
    epic_instant grid = HALF_HOUR;
    for (size_t t = 0; t < desk->tasks.count; t++) {
        const ep_task *task = &desk->tasks.list[t];
        ep_slot slot = ep_desk_slot((ep_desk *)(uintptr_t)desk, task, desk->starts, 24);
        bool led = task->moderator != EPIC_NONE && slot.start != EPIC_NO_INSTANT;
        grid = led && slot.start % HALF_HOUR != 0 ? HALF_HOUR / 2 : grid;
    }
    return grid;
}

bool ep_moments_open(ep_moments *own, const ep_desk *desk, ep_arena *arena)
{
    size_t moderators = epic_programme_moderators(desk->programme);
    *own = (ep_moments){.desk = desk, .origin = ((epic_instant)desk->starts - 2) * EP_DAY, .grid = grid_of(desk)};
    own->each = (desk->days + 4) * (size_t)(EP_DAY / own->grid);
    own->count = own->each * moderators;
    own->price = ep_arena_array_of(arena, own->count, int32_t);
    own->best = ep_arena_array_of(arena, own->count, int32_t);
    own->use = ep_arena_array_of(arena, own->count, int32_t);
    own->sum = ep_arena_array_of(arena, own->count, int64_t);
    return own->price != NULL && own->best != NULL && own->use != NULL && own->sum != NULL;
}

/* The first moment that is not before an instant, within the moderator's. */
static size_t at(const ep_moments *own, epic_instant instant)
{
    epic_instant since = instant - own->origin + own->grid - 1;
    return since < 0 ? 0 : (size_t)(since / own->grid) < own->each ? (size_t)(since / own->grid) : own->each;
}

int64_t ep_moments_price(const ep_moments *own, size_t moderator, const ep_slot *slot)
{
    const int32_t *price = &own->price[moderator * own->each];
    int64_t sum = 0;
    size_t end = at(own, slot->end + ep_desk_apart(own->desk, moderator));
    for (size_t m = at(own, slot->start); m < end; m++) {
        sum += price[m];
    }
    return sum;
}

bool ep_moments_add(const ep_moments *own, size_t moderator, epic_instant base, epic_instant length, int64_t extra[EP_STARTS])
{
    const int32_t *price = &own->price[moderator * own->each];
    size_t per = (size_t)(HALF_HOUR / own->grid), from = at(own, base);
    size_t width = at(own, base + length + ep_desk_apart(own->desk, moderator)) - from;
    int64_t sum = 0, any = 0;
    for (size_t m = from; m < from + width; m++) {
        sum += price[m];
    }
    for (size_t s = 0; s < EP_STARTS; s++) {
        extra[s] += sum;
        any |= sum;
        for (size_t m = from + s * per; m < from + (s + 1) * per && s + 1 < EP_STARTS; m++) {
            sum += price[m + width] - price[m];
        }
    }
    return any != 0;
}

void ep_moments_charge(ep_moments *own, size_t moderator, const ep_slot *slot, int64_t by)
{
    int32_t *price = &own->price[moderator * own->each];
    size_t end = at(own, slot->end + ep_desk_apart(own->desk, moderator));
    for (size_t m = at(own, slot->start); m < end; m++) {
        price[m] += (int32_t)by;
    }
}

void ep_moments_use(ep_moments *own, size_t moderator, const ep_slot *slot)
{
    int32_t *use = &own->use[moderator * own->each];
    size_t end = at(own, slot->end + ep_desk_apart(own->desk, moderator));
    for (size_t m = at(own, slot->start); m < end; m++) {
        use[m]++;
    }
}
