/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the cities' own calendars say: holidays and busy times. */
#include <stdlib.h>

#include "desk.h"

static void mark_day(ep_desk *desk, size_t city, epic_date date, unsigned bits)
{
    if (date >= desk->starts && date <= desk->ends) {
        desk->marks[city * desk->days + (size_t)(date - desk->starts)] |= (uint8_t)bits;
    }
}

static const ep_zone *zone_of(const ep_desk *desk, size_t city)
{
    return desk->clocks.list[desk->city_clocks[city]].zone;
}

/* Each day that a stretch of time covers whole is a holiday, or to be avoided. */
static void mark_whole(ep_desk *desk, const epic_calendar *calendar, const epic_busy_time *time, unsigned bits)
{
    const ep_zone *zone = zone_of(desk, calendar->city);
    epic_date last = ep_zone_local(zone, time->end - 1).date;
    for (epic_date d = ep_zone_local(zone, time->start).date; d <= last; d++) {
        epic_instant begin, end;
        ep_zone_instant(zone, d, 0, &begin);
        ep_zone_instant(zone, d + 1, 0, &end);
        if (time->start <= begin && end <= time->end) {
            mark_day(desk, calendar->city, d, bits);
        }
    }
}

/* Each day that it touches is no day for anything but meetings at other hours. */
static void mark_engaged(ep_desk *desk, const epic_calendar *calendar, const epic_busy_time *time)
{
    const ep_zone *zone = zone_of(desk, calendar->city);
    epic_date last = ep_zone_local(zone, time->end - 1).date;
    ep_engagements *own = &desk->engagements[calendar->city];
    for (epic_date d = ep_zone_local(zone, time->start).date; d <= last; d++) {
        mark_day(desk, calendar->city, d, EP_MARK_ENGAGED);
    }
    own->list[own->count++] = (ep_slot){time->start, time->end};
}

static int by_start(const void *left, const void *right)
{
    const ep_slot *a = left, *b = right;
    return (a->start > b->start) - (a->start < b->start);
}

/* Several files may say the same. */
static void join(ep_engagements *own)
{
    size_t kept = 0;
    if (own->count > 0) {
        qsort(own->list, own->count, sizeof own->list[0], by_start);
    }
    for (size_t i = 0; i < own->count; i++) {
        ep_slot *last = kept > 0 ? &own->list[kept - 1] : NULL, slot = own->list[i];
        if (last != NULL && slot.start <= last->end) {
            last->end = slot.end > last->end ? slot.end : last->end;
        } else {
            own->list[kept++] = slot;
        }
    }
    own->count = kept;
}

static bool make_room(ep_desk *desk, const epic_calendars *calendars)
{
    ep_engagements *all = ep_arena_array_of(desk->arena, desk->cities, ep_engagements);
    bool whole = all != NULL;
    for (size_t i = 0; i < epic_calendars_count(calendars) && whole; i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        all[calendar->city].count += calendar->use != EPIC_USE_BUSY ? 0 : epic_busy_times(calendar->busy, EPIC_BUSY_FIRM);
    }
    for (size_t c = 0; c < desk->cities && whole; c++) {
        all[c].list = ep_arena_array_of(desk->arena, all[c].count, ep_slot);
        all[c].count = 0;
        whole = all[c].list != NULL;
    }
    desk->engagements = all;
    return whole;
}

bool ep_desk_engage(ep_desk *desk, const epic_calendars *calendars)
{
    desk->calendars = calendars;
    if (!make_room(desk, calendars)) {
        return false;
    }
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        const epic_busy_time *time;
        for (size_t k = 0; (time = epic_busy_time_at(calendar->busy, EPIC_BUSY_FIRM, k)) != NULL; k++) {
            if (calendar->use == EPIC_USE_BUSY) {
                mark_engaged(desk, calendar, time);
            } else {
                mark_whole(desk, calendar, time, calendar->use == EPIC_USE_AVOID ? EP_MARK_AVOID : EP_MARK_HOLIDAY);
            }
        }
    }
    for (size_t c = 0; c < desk->cities; c++) {
        join(&desk->engagements[c]);
    }
    return true;
}

size_t ep_avoided(const ep_desk *desk, const ep_task *task, epic_date day, size_t *count)
{
    size_t first = EPIC_NONE;
    *count = 0;
    for (size_t i = 0; i < task->city_count && !task->idle; i++) {
        size_t city = task->cities[i];
        bool touched = false;
        for (epic_date d = day; d < day + (epic_date)task->days && d <= desk->ends && !touched; d++) {
            touched = (desk->marks[city * desk->days + (size_t)(d - desk->starts)] & EP_MARK_AVOID) != 0;
        }
        first = touched && first == EPIC_NONE ? city : first;
        *count += touched;
    }
    return first;
}

const char *ep_holiday_name(const ep_desk *desk, size_t city, epic_date date)
{
    const ep_zone *zone = zone_of(desk, city);
    epic_instant begin, end;
    ep_zone_instant(zone, date, 0, &begin);
    ep_zone_instant(zone, date + 1, 0, &end);
    for (size_t i = 0; i < epic_calendars_count(desk->calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(desk->calendars, i);
        const epic_busy_time *time;
        for (size_t k = 0; calendar->city == city && calendar->use == EPIC_USE_HOLIDAYS &&
                           (time = epic_busy_time_at(calendar->busy, EPIC_BUSY_FIRM, k)) != NULL; k++) {
            if (time->start <= begin && end <= time->end && time->name != NULL) {
                return time->name;
            }
        }
    }
    return NULL;
}

bool ep_is_engaged(const ep_desk *desk, size_t city, const ep_slot *slot)
{
    const ep_engagements *own = &desk->engagements[city];
    size_t low = 0, high = own->count; /* the first that ends behind the start of the slot */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (own->list[middle].end <= slot->start) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < own->count && own->list[low].start < slot->end;
}
