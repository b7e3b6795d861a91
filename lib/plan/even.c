/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "even.h"

#include <stdlib.h>

#include "candidates.h"
#include "cost.h"
#include "rows.h"

/* How much more inconvenient a meeting of a pair is to its first city than to its second; 0 of what is no meeting. */
static int64_t lean(ep_desk *desk, const ep_task *task, const ep_slot *slot)
{
    if (!task->placed || task->all_day || !ep_at_home(task)) {
        return 0;
    }
    return ep_cost_city_hours(desk, task, task->cities[0], slot) - ep_cost_city_hours(desk, task, task->cities[1], slot);
}

/* Moves one meeting to the hour of its day that makes what all of them lean by the least, at no other cost; returns its own. */
static int64_t take_fairest(ep_planner *own, size_t index, int64_t others)
{
    ep_desk *desk = own->desk;
    ep_task *task = &desk->tasks.list[index];
    ep_choice best = own->choice[index];
    ep_slot slot = {task->start, task->end};
    int64_t is = lean(desk, task, &slot), cost = ep_cost_hours(desk, task, &slot);
    uint64_t starts;
    ep_planner_book(own, task, false);
    (void)ep_desk_fit(desk, task, task->first, &starts);
    for (unsigned start = 0; starts >> start != 0; start++) {
        ep_slot other = ep_desk_slot(desk, task, task->first, start);
        int64_t by = (starts >> start & 1) != 0 && ep_cost_hours(desk, task, &other) == cost ? lean(desk, task, &other) : is;
        if (llabs(others + by) < llabs(others + is)) {
            is = by;
            best.start = start;
        }
    }
    ep_choice_apply(own, index, best);
    ep_planner_book(own, task, true);
    return is;
}

void ep_even_hours(ep_planner *own, size_t group)
{
    const ep_tasks *tasks = &own->desk->tasks;
    size_t begin = ep_group_begin(tasks, group), end = ep_group_end(tasks, group);
    int64_t sum = 0, before;
    for (size_t t = begin; t < end; t++) {
        ep_slot slot = {tasks->list[t].start, tasks->list[t].end};
        sum += lean(own->desk, &tasks->list[t], &slot);
    }
    do { /* each turn makes it less, or is the last */
        before = sum;
        for (size_t t = begin; t < end && sum != 0; t++) {
            const ep_task *task = &tasks->list[t];
            ep_slot slot = {task->start, task->end};
            int64_t own_lean = lean(own->desk, task, &slot);
            if (task->placed && !task->fixed && !task->all_day && ep_at_home(task)) {
                sum += take_fairest(own, t, sum - own_lean) - own_lean;
            }
        }
    } while (llabs(sum) < llabs(before));
}
