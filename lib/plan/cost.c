/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cost.h"

#define HALF_HOUR 30

void ep_cost_ideal(ep_desk *desk, ep_task *task)
{
    const ep_task *before = task->parent == EPIC_NONE ? NULL : &desk->tasks.list[task->parent];
    epic_date last = before == NULL ? 0 : before->ideal + (epic_date)before->days - 1;
    epic_date now = desk->info->today != EPIC_NO_DATE ? ep_desk_now(desk) : desk->starts;
    epic_date earliest = now > desk->starts ? now : desk->starts;
    earliest += (epic_date)task->out;
    epic_date lo = ep_task_range(task, before, true, last, desk->starts).lo;
    task->ideal = task->fixed ? task->first : lo > earliest ? lo : earliest;
}

static int64_t most(int64_t cost, int64_t limit)
{
    return cost < limit ? cost : limit;
}

static int64_t unwelcome(const ep_task *task, epic_date day)
{
    const epic_preference *prefer = task->prefer;
    int year, month, date, weekday = epic_date_weekday(day);
    epic_date_parts(day, &year, &month, &date);
    bool closed = task->all_day && prefer->hours.from[weekday] >= prefer->hours.to[weekday];
    return ((prefer->months >> (month - 1) & 1) == 0 ? EP_COST_MONTH : 0) + (closed ? EP_COST_WEEKDAY : 0);
}

/* Of an event that was issued nothing counts but how far it moves. */
static int64_t moved(const ep_task *task, epic_date day)
{
    int64_t away = day > task->was.first ? (int64_t)day - task->was.first : (int64_t)task->was.first - day;
    int64_t step = task->was.definite ? EP_COST_MOVED_DEFINITE : EP_COST_MOVED;
    int64_t refused = task->was.wish != EPIC_NO_DATE ? EP_COST_WISH : 0;
    if (day == task->was.wish) {
        return 0;
    }
    int64_t between = day == task->was.reserve ? 0 : most(away, EP_COST_MOST_DAYS - EP_COST_MOVED); /* that is kept in mind */
    return refused + (away == 0 ? 0 : step + between);
}

/* That it is online though planned in person, or of an event that was issued at a place that it is not in its former mode. */
static int64_t other_mode(const ep_task *task)
{
    bool online = task->mode == EPIC_MODE_ONLINE;
    if (!task->has_or_online) {
        return 0;
    }
    if (task->was.known && task->was.somewhere) {
        return online == task->was.online ? 0 : EP_COST_MOVED + most(task->or_online, EP_COST_MOST_DAYS - EP_COST_MOVED);
    }
    return online ? task->or_online : 0;
}

bool ep_cost_invites(const ep_task *task)
{
    return task->optional_count > 0 && !task->was.known && task->nominal == EPIC_NO_DATE;
}

int64_t ep_cost_absent(size_t count)
{
    return most((int64_t)count * EP_COST_ABSENT, EP_COST_MOST_ABSENT);
}

int64_t ep_cost_day(ep_desk *desk, const ep_task *task, epic_date day)
{
    size_t avoiding, absent = 0;
    int64_t mode = other_mode(task);
    if (task->was.known) {
        return most(moved(task, day) + mode, EP_COST_MOST_MOVED);
    }
    int64_t away = day >= task->ideal ? (int64_t)day - task->ideal : task->shares > 1 ? (int64_t)task->ideal - day : 0;
    (void)ep_avoided(desk, task, day, &avoiding);
    int64_t sum = most(away + unwelcome(task, day) + (int64_t)avoiding * EP_COST_AVOID + mode, EP_COST_MOST_DAYS);
    if (ep_cost_invites(task) && !ep_at_home(task)) {
        (void)ep_absent(desk, task, day, NULL, &absent);
    }
    return sum + ep_cost_absent(absent);
}

/* Begun half hours of a meeting at times of one clock that are not preferred. */
static int64_t inconvenient(ep_desk *desk, const epic_hours *good, size_t clock, const ep_slot *slot)
{
    epic_date date;
    int32_t from;
    ep_clocks_local(&desk->clocks, clock, slot->start, &date, &from);
    int32_t to = from + (int32_t)((slot->end - slot->start) / 60), weekday = epic_date_weekday(date);
    int32_t first = good->from[weekday], last = good->to[weekday];
    int32_t early = from >= first ? 0 : (to < first ? to : first) - from;
    int32_t late = to <= last ? 0 : to - (from > last ? from : last);
    int32_t minutes = first >= last ? to - from : early + late;
    return (minutes + HALF_HOUR - 1) / HALF_HOUR;
}

/* By the clock of the event, so that days on which it shows the same cost the same: the hour that was asked for, on the former
 * day the former hour. */
static bool same_hour(ep_desk *desk, const ep_task *task, const ep_slot *slot)
{
    epic_date day, date;
    int32_t right, is;
    ep_clocks_local(&desk->clocks, task->clock, slot->start, &day, &is);
    bool asked = task->was.wish != EPIC_NO_DATE && (day == task->was.wish || day != task->was.first);
    ep_clocks_local(&desk->clocks, task->clock, asked ? task->was.wish_start : task->was.start, &date, &right);
    return right == is;
}

int64_t ep_cost_city_hours(ep_desk *desk, const ep_task *task, size_t city, const ep_slot *slot)
{
    return inconvenient(desk, &task->prefer->hours, desk->city_clocks[city], slot);
}

int64_t ep_cost_hours(ep_desk *desk, const ep_task *task, const ep_slot *slot)
{
    const epic_hours *good = &task->prefer->hours;
    int64_t sum = 0;
    if (task->was.known && !task->was.all_day) {
        if (same_hour(desk, task, slot)) {
            return 0;
        }
        sum = EP_COST_OTHER_HOUR;
    }
    if (!ep_at_home(task) || task->city_count == 0) {
        sum += inconvenient(desk, good, task->clock, slot);
    }
    for (size_t i = 0; i < task->city_count && ep_at_home(task); i++) {
        sum += ep_cost_city_hours(desk, task, task->cities[i], slot);
    }
    return most(sum, EP_COST_MOST_HOURS);
}
