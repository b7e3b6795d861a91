/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is booked: a city does one thing at a time. */
#include "civil.h"
#include "desk.h"

#define AROUND 2 /* clocks are up to 26 hours apart */

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

size_t ep_task_city(const ep_task *task, size_t i)
{
    if (i < task->city_count) {
        return task->cities[i];
    }
    bool place = i == task->city_count && task->place_city != EPIC_NONE &&
                 !ep_is_member(task->cities, task->city_count, task->place_city);
    return place ? task->place_city : EPIC_NONE;
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
    ep_reason reason = {EP_FREE, 0};
    clip(desk, &from, &to);
    for (epic_date d = from; d <= to && reason.bar == EP_FREE; d++) {
        size_t c = cell(desk, city, d);
        if ((desk->marks[c] & EP_MARK_ENGAGED) != 0) {
            reason = ep_barred(desk, EP_ENGAGED, city);
        }
        if (reason.bar == EP_FREE && (desk->taken[c] > 0 || desk->meetings[c] > 0 || (!hosts && desk->hosting[c] > 0))) {
            reason = ep_barred(desk, EP_BUSY, city);
        }
        if (reason.bar == EP_FREE && hosts && desk->hosting[c] >= (limit > 0 ? limit : 1)) {
            reason = ep_barred(desk, EP_FULL, city);
        }
    }
    return reason;
}

ep_reason ep_room_days(const ep_desk *desk, const ep_task *task, epic_date day)
{
    ep_reason reason = {EP_FREE, 0};
    size_t city;
    for (size_t i = 0; reason.bar == EP_FREE && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        reason = city_days(desk, task, city, day);
    }
    return reason;
}

/* Where a meeting stands in the lists of the desk; those that are fixed far outside the programme stand nowhere. */
static ep_task **list_of(const ep_desk *desk, epic_instant start)
{
    int64_t day = ep_floor_div(start, EP_DAY) - desk->starts + 2;
    return day < 0 || day >= (int64_t)desk->days + 4 ? NULL : &desk->meetings_on[day];
}

/* The next meeting behind `task` (NULL: the first) that begins within `reach` days of an instant; `*day` counts from -reach. */
static ep_task *next_meeting(const ep_desk *desk, epic_instant start, int64_t reach, const ep_task *task, int64_t *day)
{
    ep_task *next = task == NULL ? NULL : task->behind;
    *day = task == NULL ? -reach - 1 : *day;
    while (next == NULL && *day < reach) {
        ep_task **list = list_of(desk, start + ++*day * EP_DAY);
        next = list == NULL ? NULL : *list;
    }
    return next;
}

static bool overlap(const ep_task *task, const ep_slot *slot, epic_instant apart)
{
    return task->start < slot->end + apart && slot->start < task->end + apart;
}

/* Whether another meeting of a city overlaps the slot. */
static bool overlaps(const ep_desk *desk, size_t city, const ep_slot *slot)
{
    int64_t day;
    ep_task *task = NULL;
    while ((task = next_meeting(desk, slot->start, 1, task, &day)) != NULL) {
        if (overlap(task, slot, 0) && ep_is_member(task->cities, task->city_count, city)) {
            return true;
        }
    }
    return false;
}

/* A city that is free on a whole day, or only for a meeting online among others. */
static ep_reason meet(const ep_desk *desk, const ep_task *task, size_t city, epic_date date, const ep_slot *slot)
{
    size_t c = cell(desk, city, date);
    bool busy = desk->taken[c] > 0 || desk->hosting[c] > 0 ||
                (desk->meetings[c] > 0 && (!ep_shares_day(task) || overlaps(desk, city, slot)));
    return busy ? ep_barred(desk, EP_BUSY, city) : (ep_reason){EP_FREE, 0};
}

ep_reason ep_room_city(const ep_desk *desk, const ep_task *task, size_t city, epic_date date, const ep_slot *slot)
{
    ep_reason reason = ep_is_engaged(desk, city, slot) ? ep_barred(desk, EP_ENGAGED, city) : (ep_reason){EP_FREE, 0};
    return reason.bar == EP_FREE ? meet(desk, task, city, date, slot) : reason;
}

epic_instant ep_desk_apart(const ep_desk *desk, size_t moderator)
{
    return (epic_instant)epic_programme_moderator(desk->programme, moderator)->turn_round * 60;
}

const ep_task *ep_desk_leads(const ep_desk *desk, size_t moderator, const ep_slot *slot)
{
    epic_instant apart = ep_desk_apart(desk, moderator);
    int64_t day;
    ep_task *task = NULL;
    while ((task = next_meeting(desk, slot->start, 1 + apart / EP_DAY, task, &day)) != NULL) {
        if (task->moderator == moderator && overlap(task, slot, apart)) {
            return task;
        }
    }
    return NULL;
}

ep_reason ep_room_moderator(const ep_desk *desk, size_t moderator, const ep_slot *slot)
{
    return ep_desk_leads(desk, moderator, slot) != NULL ? ep_barred(desk, EP_MODERATED, moderator) : (ep_reason){EP_FREE, 0};
}

static bool is_marked(const ep_desk *desk, const uint16_t *around, size_t city, epic_date from, epic_date to)
{
    uint32_t sum = 0;
    for (epic_date d = from; d <= to + AROUND; d += 2 * AROUND + 1) {
        sum += around[cell(desk, city, d < to ? d : to)];
    }
    return sum > 0;
}

bool ep_desk_is_quiet(const ep_desk *desk, const uint16_t *around, const ep_task *task, epic_date day)
{
    epic_date from = day - (epic_date)task->out, to = day + (epic_date)(task->days + task->back) - 1;
    clip(desk, &from, &to);
    bool marked = task->place_city != EPIC_NONE && is_marked(desk, around, task->place_city, from, to);
    for (size_t i = 0; i < task->city_count && !marked; i++) {
        marked = is_marked(desk, around, task->cities[i], from, to);
    }
    return !marked;
}

/* The starts at which a city is free for a meeting at home. */
static uint64_t beside_city(ep_desk *desk, const ep_task *task, size_t city, epic_date day, uint64_t starts)
{
    uint64_t left = starts;
    if (desk->around[cell(desk, city, day)] == 0) {
        return starts;
    }
    for (unsigned start = 0; left >> start != 0; start++) {
        epic_date date;
        int32_t minute;
        if ((left >> start & 1) != 0) {
            ep_slot slot = ep_desk_slot(desk, task, day, start);
            ep_clocks_local(&desk->clocks, desk->city_clocks[city], slot.start, &date, &minute);
            left &= ~((uint64_t)(meet(desk, task, city, date, &slot).bar != EP_FREE) << start);
        }
    }
    return left;
}

uint64_t ep_desk_unled(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts)
{
    for (unsigned s = 0; starts >> s != 0 && task->moderator != EPIC_NONE; s++) {
        ep_slot slot = ep_desk_slot(desk, task, day, s);
        bool led = (starts >> s & 1) != 0 && ep_desk_leads(desk, task->moderator, &slot) != NULL;
        starts &= ~((uint64_t)led << s);
    }
    return starts;
}

uint64_t ep_desk_room(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts)
{
    bool at_home = ep_at_home(task);
    if (task->idle || ep_desk_is_quiet(desk, desk->around, task, day)) {
        return starts;
    }
    if (!at_home && ep_room_days(desk, task, day).bar != EP_FREE) {
        return 0;
    }
    for (size_t i = 0; i < task->city_count && at_home && starts != 0; i++) {
        starts = beside_city(desk, task, task->cities[i], day, starts);
    }
    return starts;
}

static void add(const ep_desk *desk, uint16_t *counts, size_t city, epic_date from, epic_date to, int by)
{
    clip(desk, &from, &to);
    for (epic_date d = from; d <= to; d++) {
        counts[cell(desk, city, d)] = (uint16_t)(counts[cell(desk, city, d)] + by);
    }
}

void ep_desk_mark(const ep_desk *desk, uint16_t *around, size_t city, epic_date from, epic_date to, int by)
{
    add(desk, around, city, from - AROUND, to + AROUND, by);
}

/* Adds to, or takes from, what all its cities do on its days. */
static void count(ep_desk *desk, const ep_task *task, int by)
{
    size_t city;
    for (size_t i = 0; !task->idle && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        epic_date from, to;
        uint16_t *counts = ep_shares_day(task) ? desk->meetings : ep_hosts_visit(task, city) ? desk->hosting : desk->taken;
        ep_desk_days(desk, task, city, &from, &to);
        add(desk, counts, city, from, to, by);
        ep_desk_mark(desk, desk->around, city, from, to, by);
    }
}

void ep_desk_book(ep_desk *desk, ep_task *task)
{
    ep_task **list = task->all_day || task->idle ? NULL : list_of(desk, task->start);
    count(desk, task, 1);
    if (list != NULL) {
        task->behind = *list;
        *list = task;
    }
}

void ep_desk_unbook(ep_desk *desk, ep_task *task)
{
    ep_task **list = task->all_day || task->idle ? NULL : list_of(desk, task->start);
    count(desk, task, -1);
    while (list != NULL && *list != task) {
        list = &(*list)->behind;
    }
    if (list != NULL) {
        *list = task->behind;
    }
}
