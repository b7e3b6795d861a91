/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cost.h"

#define HALF_HOUR 30
#define GOOD_FROM 600    /* 10:00 */
#define GOOD_TO 960      /* 16:00 */
#define GOOD_FRIDAY 780  /* 13:00 */
#define FRIDAY 4

void ep_cost_ideal(ep_desk *desk, ep_task *task)
{
    const ep_task *before = task->parent == EPIC_NONE ? NULL : &desk->tasks.list[task->parent];
    epic_date last = before == NULL ? 0 : before->ideal + (epic_date)before->days - 1;
    epic_date earliest = desk->info->today != EPIC_NO_DATE && desk->info->today > desk->starts ? desk->info->today : desk->starts;
    earliest += (epic_date)task->out;
    epic_date lo = ep_task_range(task, before, true, last, desk->starts).lo;
    task->ideal = task->fixed ? task->first : lo > earliest ? lo : earliest;
}

int64_t ep_cost_day(const ep_desk *desk, const ep_task *task, epic_date day)
{
    (void)desk;
    int64_t away = day >= task->ideal ? (int64_t)day - task->ideal : task->shares > 1 ? (int64_t)task->ideal - day : 0;
    return away < EP_COST_MOST_DAYS ? away : EP_COST_MOST_DAYS;
}

/* Begun half hours of a meeting at inconvenient times of one clock. */
static int64_t inconvenient(ep_desk *desk, size_t clock, const ep_slot *slot)
{
    epic_date date;
    int32_t from;
    ep_clocks_local(&desk->clocks, clock, slot->start, &date, &from);
    int32_t to = from + (int32_t)((slot->end - slot->start) / 60);
    int32_t latest = epic_date_weekday(date) == FRIDAY ? GOOD_FRIDAY : GOOD_TO;
    int32_t early = from >= GOOD_FROM ? 0 : (to < GOOD_FROM ? to : GOOD_FROM) - from;
    int32_t late = to <= latest ? 0 : to - (from > latest ? from : latest);
    return (early + late + HALF_HOUR - 1) / HALF_HOUR;
}

int64_t ep_cost_hours(ep_desk *desk, const ep_task *task, const ep_slot *slot)
{
    int64_t sum = 0;
    if (!ep_at_home(task) || task->city_count == 0) {
        sum = inconvenient(desk, task->clock, slot);
    }
    for (size_t i = 0; i < task->city_count && ep_at_home(task); i++) {
        sum += inconvenient(desk, desk->city_clocks[task->cities[i]], slot);
    }
    return sum < EP_COST_MOST_HOURS ? sum : EP_COST_MOST_HOURS;
}
