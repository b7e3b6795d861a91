/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "resume.h"

#include "recurring.h"
#include "recurs.h"

static ep_task *find(ep_task *list, size_t from, size_t to, size_t source, uint32_t number)
{
    for (size_t t = from; t < to; t++) {
        if (list[t].source == source && list[t].number == number) {
            return &list[t];
        }
    }
    return NULL;
}

ep_task *ep_desk_find(const ep_desk *desk, size_t pair, size_t source, uint32_t number)
{
    const ep_tasks *tasks = &desk->tasks;
    size_t pairs;
    (void)epic_pairing_pairs(desk->pairing, &pairs);
    if (pair < pairs) {
        return find(tasks->list, ep_group_begin(tasks, pair + 1), ep_group_end(tasks, pair + 1), source, number);
    }
    if (pair != EPIC_NONE || source >= epic_programme_events(desk->programme)) {
        return NULL;
    }
    if (ep_recurs(epic_programme_event(desk->programme, source))) {
        return find(tasks->occurrences, tasks->cycle_base[source], tasks->cycle_base[source + 1], source, number);
    }
    return find(tasks->list, tasks->joint_base[source], tasks->joint_base[source + 1], source, number);
}

int ep_desk_resume(ep_desk *desk, const epic_plan *plan)
{
    int status = ep_desk_fix(desk);
    if (status == EPIC_OK) {
        ep_desk_go_on(desk, epic_plan_former(plan));
    }
    for (size_t i = 0; i < epic_plan_events(plan) && status == EPIC_OK; i++) {
        const epic_event *event = epic_plan_event(plan, i);
        ep_task *task = ep_desk_find(desk, event->pair, event->source, event->number);
        if (task != NULL && !task->placed && event->state != EPIC_CANCELLED) {
            if (event->mode != task->mode) {
                ep_desk_hold_online(desk, task, false);
            }
            task->placed = true;
            task->first = event->first;
            task->last = event->last;
            task->start = event->start;
            task->end = event->end;
            ep_desk_book(desk, task);
        }
    }
    if (status == EPIC_OK) {
        ep_recurring_days(desk);
    }
    return status;
}
