/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "moments.h"

#include "civil.h"

#define HALF_HOUR 1800

/* A grid on which the meetings of a task begin. */
static epic_instant finer(ep_desk *desk, const ep_task *task, epic_instant grid)
{
    ep_slot slot = ep_desk_slot(desk, task, desk->starts, EP_STARTS / 2);
    bool led = task->moderator != EPIC_NONE && slot.start != EPIC_NO_INSTANT;
    while (led && slot.start % grid != 0 && grid > 60) {
        grid = grid == HALF_HOUR ? HALF_HOUR / 2 : grid == HALF_HOUR / 2 ? 300 : 60;
    }
    return grid;
}

/* Meetings begin at half hours of their zones, of which some are a quarter of an hour off. */
static epic_instant grid_of(ep_desk *desk)
{
    epic_instant grid = HALF_HOUR;
    for (size_t t = 0; t < desk->tasks.count; t++) {
        ep_task task = desk->tasks.list[t];
        grid = finer(desk, &task, grid);
        if (task.has_or_online) {
            ep_desk_hold_online(desk, &task, false);
            grid = finer(desk, &task, grid);
        }
    }
    return grid;
}

bool ep_moments_open(ep_moments *own, ep_desk *desk, ep_arena *arena, ep_prices *prices)
{
    size_t moderators = epic_programme_moderators(desk->programme);
    *own = (ep_moments){.desk = desk, .prices = prices, .grid = grid_of(desk)};
    own->origin = ((epic_instant)desk->starts - 2) * EP_DAY;
    own->each = (desk->days + 4) * (size_t)(EP_DAY / own->grid);
    own->per = (size_t)(HALF_HOUR / own->grid);
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

void ep_moments_range(const ep_moments *own, size_t moderator, const ep_slot *slot, size_t *from, size_t *end)
{
    *from = moderator * own->each + at(own, slot->start);
    *end = moderator * own->each + at(own, slot->end + ep_desk_apart(own->desk, moderator));
}

int64_t ep_moments_price(const ep_moments *own, size_t moderator, const ep_slot *slot)
{
    int64_t sum = 0;
    size_t moment, end;
    for (ep_moments_range(own, moderator, slot, &moment, &end); moment < end; moment++) {
        sum += own->prices->now[moment];
    }
    return sum;
}

uint32_t ep_moments_at(const ep_moments *own, size_t moderator, epic_instant instant)
{
    return (uint32_t)(moderator * own->each + at(own, instant));
}

uint32_t ep_moments_width(const ep_moments *own, size_t moderator, epic_instant length)
{
    return (uint32_t)((length + ep_desk_apart(own->desk, moderator) + own->grid - 1) / own->grid);
}

bool ep_moments_add(const ep_moments *own, const ep_dial *on)
{
    const int32_t *price = &own->prices->now[on->moment], *end = price + on->width;
    int64_t sum = 0, any = 0;
    for (const int32_t *p = price; p < end; p++) {
        sum += *p;
    }
    for (unsigned s = on->first; s < on->end; s++) {
        on->extra[s] += sum;
        any |= sum;
        for (size_t i = 0; i < own->per; i++) {
            sum += (int64_t)*end++ - *price++;
        }
    }
    return any != 0;
}

uint64_t ep_moments_free(const ep_moments *own, const ep_dial *on, uint64_t starts)
{
    const uint8_t *taken = &own->taken[on->moment], *end = taken + on->width;
    int sum = 0;
    for (const uint8_t *p = taken; p < end; p++) {
        sum += *p;
    }
    for (unsigned s = on->first; s < on->end; s++) {
        starts &= ~((uint64_t)(sum > 0) << s);
        for (size_t i = 0; i < own->per; i++) {
            sum += *end++ - *taken++;
        }
    }
    return starts;
}

void ep_moments_book(ep_moments *own, size_t moderator, const ep_slot *slot, bool taken)
{
    size_t moment, end;
    for (ep_moments_range(own, moderator, slot, &moment, &end); moment < end; moment++) {
        own->taken[moment] = taken;
    }
}
