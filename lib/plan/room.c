/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is booked: a city does one thing at a time. */
#include "civil.h"
#include "desk.h"

struct ep_booking {
    ep_booking *next;
    const ep_task *task;
};

bool ep_is_member(const size_t *sorted, size_t count, size_t item)
{
    size_t lo = 0;
    while (lo < count) {
        size_t middle = lo + (count - lo) / 2;
        if (sorted[middle] == item) {
            return true;
        }
        if (sorted[middle] < item) {
            lo = middle + 1;
        } else {
            count = middle;
        }
    }
    return false;
}

bool ep_hosts_visit(const ep_task *task, size_t city)
{
    return task->guest != EPIC_NONE && task->host == city && task->mode != EPIC_MODE_ONLINE;
}

bool ep_at_home(const ep_task *task)
{
    return !task->all_day && (task->pair != EPIC_NONE || task->mode == EPIC_MODE_ONLINE);
}

void ep_task_span(const ep_task *task, size_t city, epic_date first, epic_date last, epic_date *from, epic_date *to)
{
    bool travels = city == task->guest;
    *from = first - (epic_date)(travels ? task->out : 0);
    *to = last + (epic_date)(travels ? task->back : 0);
}

void ep_desk_days(ep_desk *desk, const ep_task *task, size_t city, epic_date *from, epic_date *to)
{
    int32_t minute;
    ep_task_span(task, city, task->first, task->last, from, to);
    if (ep_at_home(task)) {
        ep_clocks_local(&desk->clocks, desk->city_clocks[city], task->start, from, &minute);
        ep_clocks_local(&desk->clocks, desk->city_clocks[city], task->end - 1, to, &minute);
    }
}

static size_t cell(const ep_desk *desk, size_t city, epic_date day)
{
    return city * desk->days + (size_t)(day - desk->starts);
}

/* Inside the programme; what is fixed may travel outside it. */
static void clip(const ep_desk *desk, epic_date *from, epic_date *to)
{
    *from = *from < desk->starts ? desk->starts : *from;
    *to = *to > desk->ends ? desk->ends : *to;
}

static ep_reason city_days(const ep_desk *desk, const ep_task *task, size_t city, epic_date day)
{
    epic_date from, to;
    bool hosts = ep_hosts_visit(task, city);
    uint32_t limit = epic_programme_city(desk->programme, city)->visits_at_a_time;
    ep_task_span(task, city, day, day + (epic_date)task->days - 1, &from, &to);
    clip(desk, &from, &to);
    for (epic_date d = from; d <= to; d++) {
        size_t c = cell(desk, city, d);
        if ((desk->marks[c] & EP_MARK_ENGAGED) != 0) {
            return (ep_reason){EP_ENGAGED, (uint32_t)city};
        }
        if (desk->taken[c] > 0 || desk->meetings[c] > 0 || (!hosts && desk->hosting[c] > 0)) {
            return (ep_reason){EP_BUSY, (uint32_t)city};
        }
        if (hosts && desk->hosting[c] >= (limit > 0 ? limit : 1)) {
            return (ep_reason){EP_FULL, (uint32_t)city};
        }
    }
    return (ep_reason){EP_FREE, 0};
}

ep_reason ep_room_days(const ep_desk *desk, const ep_task *task, epic_date day)
{
    ep_reason reason = {EP_FREE, 0};
    for (size_t i = 0; i < task->city_count && reason.bar == EP_FREE; i++) {
        reason = city_days(desk, task, task->cities[i], day);
    }
    if (reason.bar == EP_FREE && task->place_city != EPIC_NONE &&
        !ep_is_member(task->cities, task->city_count, task->place_city)) {
        reason = city_days(desk, task, task->place_city, day);
    }
    return reason;
}

/* The first meeting that begins within a day of the slot and, with `apart` seconds around it, overlaps it: one of a city, or led
 * by a moderator (the other is EPIC_NONE). */
static bool overlaps(const ep_desk *desk, size_t city, size_t moderator, const ep_slot *slot, epic_instant apart)
{
    int64_t day = ep_floor_div(slot->start, EP_DAY) - desk->starts + 2;
    int64_t reach = 1 + apart / EP_DAY;
    for (int64_t d = day - reach; d <= day + reach; d++) {
        if (d < 0 || d >= (int64_t)desk->days + 4) {
            continue;
        }
        for (const ep_booking *b = desk->meetings_on[d]; b != NULL; b = b->next) {
            const ep_task *task = b->task;
            bool same = moderator != EPIC_NONE ? task->moderator == moderator
                                               : ep_is_member(task->cities, task->city_count, city);
            if (same && task->start < slot->end + apart && slot->start < task->end + apart) {
                return true;
            }
        }
    }
    return false;
}

ep_reason ep_room_city(const ep_desk *desk, const ep_task *task, size_t city, epic_date date, const ep_slot *slot)
{
    size_t c = cell(desk, city, date);
    if (ep_is_engaged(desk, city, slot)) {
        return (ep_reason){EP_ENGAGED, (uint32_t)city};
    }
    bool shares = task->mode == EPIC_MODE_ONLINE;
    bool busy = desk->taken[c] > 0 || desk->hosting[c] > 0 ||
                (desk->meetings[c] > 0 && (!shares || overlaps(desk, city, EPIC_NONE, slot, 0)));
    return busy ? (ep_reason){EP_BUSY, (uint32_t)city} : (ep_reason){EP_FREE, 0};
}

ep_reason ep_room_moderator(const ep_desk *desk, size_t moderator, const ep_slot *slot)
{
    epic_instant apart = (epic_instant)epic_programme_moderator(desk->programme, moderator)->turn_round * 60;
    return overlaps(desk, EPIC_NONE, moderator, slot, apart) ? (ep_reason){EP_MODERATED, (uint32_t)moderator}
                                                             : (ep_reason){EP_FREE, 0};
}

static void take_city(ep_desk *desk, const ep_task *task, size_t city)
{
    epic_date from, to;
    bool shares = !task->all_day && task->mode == EPIC_MODE_ONLINE;
    uint16_t *count = shares ? desk->meetings : ep_hosts_visit(task, city) ? desk->hosting : desk->taken;
    ep_desk_days(desk, task, city, &from, &to);
    clip(desk, &from, &to);
    for (epic_date d = from; d <= to; d++) {
        count[cell(desk, city, d)]++;
    }
}

bool ep_desk_book(ep_desk *desk, const ep_task *task)
{
    if (task->idle) {
        return true;
    }
    for (size_t i = 0; i < task->city_count; i++) {
        take_city(desk, task, task->cities[i]);
    }
    if (task->place_city != EPIC_NONE && !ep_is_member(task->cities, task->city_count, task->place_city)) {
        take_city(desk, task, task->place_city);
    }
    if (task->all_day) {
        return true;
    }
    ep_booking *booking = ep_arena_new_of(desk->arena, ep_booking);
    int64_t day = ep_floor_div(task->start, EP_DAY) - desk->starts + 2;
    if (booking == NULL || day < 0 || day >= (int64_t)desk->days + 4) {
        return booking != NULL;
    }
    *booking = (ep_booking){desk->meetings_on[day], task};
    desk->meetings_on[day] = booking;
    return true;
}
