/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "moments.h"

#include "civil.h"

#define HALF_HOUR 1800

/* Meetings begin at half hours of their zones, of which some are a quarter of an hour off. */
static epic_instant grid_of(ep_desk *desk)
{
    epic_instant grid = HALF_HOUR;
    for (size_t t = 0; t < desk->tasks.count; t++) {
        const ep_task *task = &desk->tasks.list[t];
        ep_slot slot = ep_desk_slot(desk, task, desk->starts, EP_STARTS / 2);
        bool led = task->moderator != EPIC_NONE && slot.start != EPIC_NO_INSTANT;
        while (led && slot.start % grid != 0 && grid > 60) {
            grid = grid == HALF_HOUR ? HALF_HOUR / 2 : grid == HALF_HOUR / 2 ? 300 : 60;
        }
    }
    return grid;
}

bool ep_moments_open(ep_moments *own, ep_desk *desk, ep_arena *arena, ep_prices *prices)
{
    size_t moderators = epic_programme_moderators(desk->programme);
    *own = (ep_moments){.desk = desk, .prices = prices, .origin = ((epic_instant)desk->starts - 2) * EP_DAY, .grid = grid_of(desk)};
    own->each = (desk->days + 4) * (size_t)(EP_DAY / own->grid);
    own->taken = ep_arena_array_of(arena, own->each * moderators, uint8_t);
    bool whole = own->taken != NULL;
    for (size_t i = 0; i < own->each * moderators && whole; i++) {
        whole = ep_prices_add(prices, 1);
    }
    return whole;
}

/* The first moment that is not before an instant, within the moderator's. */
static size_t at(const ep_moments *own, epic_instant instant)
{
    epic_instant since = instant - own->origin + own->grid - 1;
    return since < 0 ? 0 : (size_t)(since / own->grid) < own->each ? (size_t)(since / own->grid) : own->each;
}

static size_t end_of(const ep_moments *own, size_t moderator, epic_instant end)
{
    return at(own, end + ep_desk_apart(own->desk, moderator));
}

int64_t ep_moments_price(const ep_moments *own, size_t moderator, const ep_slot *slot)
{
    const int32_t *price = &own->prices->now[moderator * own->each];
    int64_t sum = 0;
    size_t end = end_of(own, moderator, slot->end);
    for (size_t m = at(own, slot->start); m < end; m++) {
        sum += price[m];
    }
    return sum;
}

bool ep_moments_add(const ep_moments *own, size_t moderator, const ep_dial *on)
{
    const int32_t *price = &own->prices->now[moderator * own->each];
    epic_instant first = on->base + (epic_instant)on->first * HALF_HOUR;
    size_t per = (size_t)(HALF_HOUR / own->grid), from = at(own, first);
    size_t width = end_of(own, moderator, first + on->length) - from;
    int64_t sum = 0, any = 0;
    for (size_t m = from; m < from + width; m++) {
        sum += price[m];
    }
    for (unsigned s = on->first; s < on->end; s++) {
        on->extra[s] += sum;
        any |= sum;
        for (size_t end = from + per; from < end && s + 1 < on->end; from++) {
            sum += price[from + width] - price[from];
        }
    }
    return any != 0;
}

uint64_t ep_moments_free(const ep_moments *own, size_t moderator, const ep_dial *on, uint64_t starts)
{
    const uint8_t *taken = &own->taken[moderator * own->each];
    epic_instant first = on->base + (epic_instant)on->first * HALF_HOUR;
    size_t per = (size_t)(HALF_HOUR / own->grid), from = at(own, first);
    size_t width = end_of(own, moderator, first + on->length) - from;
    int sum = 0;
    for (size_t m = from; m < from + width; m++) {
        sum += taken[m];
    }
    for (unsigned s = on->first; s < on->end; s++) {
        starts &= ~((uint64_t)(sum > 0) << s);
        for (size_t end = from + per; from < end && s + 1 < on->end; from++) {
            sum += taken[from + width] - taken[from];
        }
    }
    return starts;
}

void ep_moments_book(ep_moments *own, size_t moderator, const ep_slot *slot, bool taken)
{
    size_t end = end_of(own, moderator, slot->end);
    for (size_t m = at(own, slot->start); m < end; m++) {
        own->taken[moderator * own->each + m] = taken;
    }
}

void ep_moments_charge(ep_moments *own, size_t moderator, const ep_slot *slot, int64_t by)
{
    size_t end = end_of(own, moderator, slot->end);
    for (size_t m = at(own, slot->start); m < end; m++) {
        ep_prices_raise(own->prices, moderator * own->each + m, by);
    }
}
