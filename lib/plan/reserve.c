/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each stands beside all events and all other reserve dates, as if all were held: so no two of them want one city, and any of
 * them can be taken without a thought about the others. */
#include "reserve.h"

#include <stdlib.h>

#include "place.h"
#include "story.h"

/* What has begun needs none. */
static bool is_wanted(const ep_desk *desk, const ep_task *task)
{
    epic_date today = desk->info->today;
    bool begun = today != EPIC_NO_DATE && task->first - (epic_date)task->out < today;
    return task->reserve != NULL && task->placed && !begun;
}

/* In the order of a plan. */
static int by_date(const void *left, const void *right)
{
    const ep_task *a = *(ep_task *const *)left, *b = *(ep_task *const *)right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    if (a->pair != b->pair) {
        return a->pair < b->pair ? -1 : 1;
    }
    if (a->source != b->source) {
        return a->source < b->source ? -1 : 1;
    }
    return (a->number > b->number) - (a->number < b->number);
}

/* The first day that is long enough after it. */
static epic_date first_of(const ep_task *task)
{
    epic_date day = ep_date_add(task->last, task->reserve);
    return day > task->last ? day : task->last + 1;
}

/* The engine's question, and the gaps to what is before and behind, of a task that is not booked. */
static ep_reason ask(ep_desk *desk, const ep_task *task, epic_date day)
{
    uint64_t starts;
    ep_reason reason = ep_desk_fit(desk, task, day, &starts);
    if (reason.bar != EP_FREE) {
        return reason;
    }
    const ep_task *before = ep_dated_before(desk, task);
    bool direct = task->parent == EPIC_NONE || desk->tasks.list[task->parent].placed;
    ep_range range = ep_task_range(task, before, direct, before == NULL ? 0 : before->last, desk->starts);
    if (day < range.lo || day > range.hi) {
        return (ep_reason){EP_ORDER, before == NULL ? EP_NO_TASK : (uint32_t)(before - desk->tasks.list)};
    }
    return ep_bars_next(desk, task, day) ? (ep_reason){EP_FUTURE, 0} : reason;
}

static bool take(ep_desk *desk, ep_task *task, epic_date day)
{
    ep_task *second = ep_arena_new_of(desk->arena, ep_task);
    if (second == NULL) {
        return false;
    }
    *second = *task;
    second->first = day;
    second->last = day + (epic_date)task->days - 1;
    ep_desk_book(desk, second);
    task->reserved = day;
    return true;
}

/* The one that people were told of, if it is still long enough after it and possible. */
static bool take_former(ep_desk *desk, ep_task *task)
{
    epic_date day = task->was.known ? task->was.reserve : EPIC_NO_DATE;
    if (day == EPIC_NO_DATE || day < first_of(task)) {
        return true;
    }
    ep_desk_unbook(desk, task);
    ep_reason reason = ask(desk, task, day);
    ep_desk_book(desk, task);
    return reason.bar != EP_FREE || take(desk, task, day);
}

static const char *why_none(ep_desk *desk, const ep_task *task, epic_date from, epic_date to, ep_story *story)
{
    char date[11];
    ep_task asked = *task;
    asked.from = from;
    asked.to = to;
    return from <= to ? ep_why_not(desk, &asked, story)
                      : ep_arena_printf(desk->arena, "its window ends on %s, too soon after it", epic_date_write(to, date));
}

static bool take_first(ep_desk *desk, ep_task *task)
{
    ep_story story = {.before = NULL};
    epic_date from = first_of(task), to = task->to < desk->ends ? task->to : desk->ends, day = from;
    bool found = false;
    ep_desk_unbook(desk, task);
    for (; day <= to && !found; day++) {
        ep_reason reason = ask(desk, task, day);
        found = reason.bar == EP_FREE;
        if (!found) {
            ep_tally_add(&story.tally, desk, reason);
        }
    }
    ep_desk_book(desk, task);
    if (found) {
        return take(desk, task, day - 1);
    }
    task->unreserved = why_none(desk, task, from, to, &story);
    return task->unreserved != NULL;
}

bool ep_reserve_all(ep_desk *desk)
{
    ep_task **list = ep_arena_array_of(desk->arena, desk->tasks.count, ep_task *);
    size_t count = 0;
    for (size_t t = 0; t < desk->tasks.count && list != NULL; t++) {
        if (is_wanted(desk, &desk->tasks.list[t])) {
            list[count++] = &desk->tasks.list[t];
        }
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, by_date);
    }
    bool good = list != NULL;
    for (size_t i = 0; i < count && good; i++) {
        good = take_former(desk, list[i]);
    }
    for (size_t i = 0; i < count && good; i++) {
        good = list[i]->reserved != EPIC_NO_DATE || take_first(desk, list[i]);
    }
    return good;
}
