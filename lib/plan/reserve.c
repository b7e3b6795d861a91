/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each stands beside all events and all other reserve dates, as if all were held: so no two of them want one city, and any of
 * them can be taken without a thought about the others; but what follows may have to go to its own. */
#include "reserve.h"

#include <stdlib.h>

#include "story.h"

/* A task that wants a reserve date, and what is booked for it, or NULL. */
typedef struct wish {
    ep_task *task, *second;
} wish;

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
    const ep_task *a = ((const wish *)left)->task, *b = ((const wish *)right)->task;
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

/* ---- order ---- */

static bool is_direct(const ep_desk *desk, const ep_task *task)
{
    return task->parent == EPIC_NONE || desk->tasks.list[task->parent].placed;
}

/* Whether a task that begins on a day keeps its gap to one that it follows, which begins on another. */
static bool follows(const ep_desk *desk, const ep_task *task, epic_date day, const ep_task *before, epic_date begin)
{
    epic_date last = before == NULL ? 0 : begin + (epic_date)before->days - 1;
    ep_range range = ep_task_range(task, before, is_direct(desk, task), last, desk->starts);
    return range.lo <= day && day <= range.hi;
}

/* It could replace its date, and where that could not stay when what it follows has gone to its own reserve date, go along. */
static bool goes_behind(const ep_desk *desk, const ep_task *task, const ep_task *before, epic_date day)
{
    epic_date other = before == NULL ? EPIC_NO_DATE : before->reserved;
    return follows(desk, task, day, before, before == NULL ? 0 : before->first) &&
           (other == EPIC_NO_DATE || follows(desk, task, task->first, before, other) ||
            follows(desk, task, day, before, other));
}

/* What follows it stays or goes along, as far as is known: of some the reserve date is still to be named. */
static const ep_task *left_behind(const ep_desk *desk, const ep_task *task, epic_date day)
{
    size_t group = ep_group_of(task);
    for (size_t t = ep_group_begin(&desk->tasks, group); t < ep_group_end(&desk->tasks, group); t++) {
        const ep_task *next = &desk->tasks.list[t];
        bool named = next->reserved != EPIC_NO_DATE, open = is_wanted(desk, next) && !named && next->unreserved == NULL;
        bool behind = next->placed && ep_task_dated(&desk->tasks, next->parent) == task;
        if (behind && !open && !follows(desk, next, next->first, task, day) &&
            (!named || !follows(desk, next, next->reserved, task, day))) {
            return next;
        }
    }
    return NULL;
}

/* ---- one of them ---- */

/* The engine's question, and the order, of a task that is not booked. */
static ep_reason ask(ep_desk *desk, const ep_task *task, epic_date day)
{
    uint64_t starts;
    ep_reason reason = ep_desk_fit(desk, task, day, &starts);
    const ep_task *before = ep_task_dated(&desk->tasks, task->parent), *next;
    if (reason.bar == EP_FREE && !goes_behind(desk, task, before, day)) {
        reason = (ep_reason){EP_ORDER, before == NULL ? EP_NO_TASK : (uint32_t)(before - desk->tasks.list)};
    }
    if (reason.bar == EP_FREE && (next = left_behind(desk, task, day)) != NULL) {
        reason = (ep_reason){EP_ORDER, (uint32_t)(next - desk->tasks.list)};
    }
    return reason;
}

static bool take(ep_desk *desk, wish *own, epic_date day)
{
    own->second = ep_arena_new_of(desk->arena, ep_task);
    if (own->second == NULL) {
        return false;
    }
    *own->second = *own->task;
    own->second->first = day;
    own->second->last = day + (epic_date)own->task->days - 1;
    ep_desk_book(desk, own->second);
    own->task->reserved = day;
    return true;
}

/* The one that people were told of, if it is still long enough after it and possible. */
static bool take_former(ep_desk *desk, wish *own)
{
    ep_task *task = own->task;
    epic_date day = task->was.known ? task->was.reserve : EPIC_NO_DATE;
    if (day == EPIC_NO_DATE || day < first_of(task)) {
        return true;
    }
    ep_desk_unbook(desk, task);
    ep_reason reason = ask(desk, task, day);
    ep_desk_book(desk, task);
    return reason.bar != EP_FREE || take(desk, own, day);
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

static bool take_first(ep_desk *desk, wish *own)
{
    ep_task *task = own->task;
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
        return take(desk, own, day - 1);
    }
    task->unreserved = why_none(desk, task, from, to, &story);
    return task->unreserved != NULL;
}

/* Another one, or none, where something that follows it has found none to go along to. */
static bool take_again(ep_desk *desk, wish *own)
{
    if (own->second == NULL || left_behind(desk, own->task, own->task->reserved) == NULL) {
        return true;
    }
    ep_desk_unbook(desk, own->second);
    own->second = NULL;
    own->task->reserved = EPIC_NO_DATE;
    return take_first(desk, own);
}

/* ---- all of them ---- */

static size_t list_wanted(ep_desk *desk, wish *list)
{
    size_t count = 0;
    for (size_t t = 0; t < desk->tasks.count; t++) {
        if (is_wanted(desk, &desk->tasks.list[t])) {
            list[count++].task = &desk->tasks.list[t];
        }
    }
    if (count > 1) {
        qsort(list, count, sizeof *list, by_date);
    }
    return count;
}

bool ep_reserve_all(ep_desk *desk)
{
    wish *list = ep_arena_array_of(desk->arena, desk->tasks.count, wish);
    size_t count = list == NULL ? 0 : list_wanted(desk, list);
    bool good = list != NULL;
    for (size_t i = 0; i < count && good; i++) {
        good = take_former(desk, &list[i]);
    }
    for (size_t i = 0; i < count && good; i++) {
        good = list[i].second != NULL || take_first(desk, &list[i]);
    }
    for (size_t i = count; i-- > 0 && good;) { /* what follows comes before what it follows */
        good = take_again(desk, &list[i]);
    }
    return good;
}
