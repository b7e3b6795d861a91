/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tell.h"

#include <string.h>

#include "cost.h"
#include "story.h"

static void start_story(const ep_desk *desk, const ep_task *task, ep_story *story)
{
    memset(story, 0, sizeof *story);
    story->before = ep_task_dated(&desk->tasks, task->parent);
    story->skipped = task->parent != EPIC_NONE && !desk->tasks.list[task->parent].placed;
}

/* Whether a day is too early for what follows it at most so many days behind. */
static bool too_early(const ep_desk *desk, const ep_task *task, epic_date day)
{
    size_t index = (size_t)(task - desk->tasks.list), group = ep_group_of(task);
    for (size_t t = ep_group_begin(&desk->tasks, group); t < ep_group_end(&desk->tasks, group); t++) {
        const ep_task *next = &desk->tasks.list[t];
        if (next->parent == index && next->placed &&
            ep_task_range(next, task, true, day + (epic_date)task->days - 1, desk->starts).hi < next->first) {
            return true;
        }
    }
    return false;
}

/* The fewest of those invited that a day would leave out at one of its starts, and the first of them. */
static size_t left_out(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts, size_t *city)
{
    size_t fewest = task->optional_count + 1;
    *city = EPIC_NONE;
    starts = ep_at_home(task) ? starts : starts & (~starts + 1); /* else the day alone counts, so that one is as good as any */
    for (unsigned i = 0; starts >> i != 0; i++) {
        ep_slot slot = ep_desk_slot(desk, task, day, i);
        size_t count, first = (starts >> i & 1) != 0 ? ep_absent(desk, task, day, &slot, &count) : EPIC_NONE;
        if ((starts >> i & 1) != 0 && count < fewest) {
            fewest = count;
            *city = first;
        }
    }
    return fewest;
}

/* Why a day that is possible was not taken: that it is better avoided or leaves somebody out, its hours, or nothing but that the
 * search stopped. */
static ep_reason not_taken(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts)
{
    ep_slot own = {task->start, task->end};
    bool poorer = !task->all_day;
    for (unsigned i = 0; starts >> i != 0 && poorer; i++) {
        ep_slot slot = ep_desk_slot(desk, task, day, i);
        poorer = (starts >> i & 1) == 0 || ep_cost_hours(desk, task, &slot) > ep_cost_hours(desk, task, &own);
    }
    size_t here, there, city = ep_avoided(desk, task, day, &here);
    (void)ep_avoided(desk, task, task->first, &there);
    if (here > there) {
        return (ep_reason){EP_AVOIDED, (uint32_t)city};
    }
    here = left_out(desk, task, day, starts, &city);
    (void)ep_absent(desk, task, task->first, &own, &there);
    if (here > there) {
        return (ep_reason){EP_ABSENT, (uint32_t)city};
    }
    return (ep_reason){poorer ? EP_POORER : EP_PASSED, 0};
}

/* Of an event that is held online though planned in person: what bars that from a day on, as long as it is worth to wait. */
static bool tell_online(ep_desk *desk, ep_task *task, epic_date from, epic_date to)
{
    ep_tally tally;
    memset(&tally, 0, sizeof tally);
    if (task->in_person == NULL || task->mode == task->in_person->mode || task->why == NULL) {
        return task->why != NULL;
    }
    ep_desk_unbook(desk, task);
    to = to < task->to ? to : task->to;
    for (epic_date d = from; d <= to; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task->in_person, d, &starts);
        ep_tally_add(&tally, desk, reason.bar == EP_FREE ? (ep_reason){EP_PASSED, 0} : reason);
    }
    ep_desk_book(desk, task);
    task->why = ep_why_online(desk, task, &tally, to);
    return task->why != NULL;
}

/* Of an event that was issued: why it is not on the day that it had. */
static bool tell_moved(ep_desk *desk, ep_task *task)
{
    uint64_t starts;
    bool asked = task->was.wish != EPIC_NO_DATE, met = asked && task->first == task->was.wish;
    epic_date other = task->first == task->was.first ? task->was.wish : task->was.first;
    ep_reason reason = {EP_FREE, 0};
    if (!met && other != EPIC_NO_DATE) {
        ep_desk_unbook(desk, task);
        reason = ep_desk_fit(desk, task, other, &starts);
        ep_desk_book(desk, task);
    }
    task->why = met ? "as a city asked for it" : ep_why_moved(desk, task, reason);
    return task->was.online ? task->why != NULL : tell_online(desk, task, task->was.first, task->was.first);
}

/* Why it is not on one of the days before. */
static bool tell(ep_desk *desk, ep_task *task)
{
    ep_story story;
    if (task->was.known) {
        return tell_moved(desk, task);
    }
    epic_date first = task->from > desk->starts ? task->from : desk->starts;
    start_story(desk, task, &story);
    story.spread = task->shares > 1;
    epic_date last = story.before == NULL ? 0 : story.before->last;
    epic_date lo = ep_task_range(task, story.before, !story.skipped, last, desk->starts).lo;
    ep_desk_unbook(desk, task);
    for (epic_date d = lo > first ? lo : first; d < task->first && !story.spread; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task, d, &starts);
        if (reason.bar != EP_FREE) {
            ep_tally_add(&story.tally, desk, reason);
        } else if (too_early(desk, task, d)) {
            story.held = true;
        } else {
            ep_tally_add(&story.tally, desk, not_taken(desk, task, d, starts));
            story.skips = true;
        }
    }
    ep_desk_book(desk, task);
    task->why = ep_why_placed(desk, task, &story);
    lo = lo > first ? lo : first;
    return tell_online(desk, task, lo, task->first + task->or_online);
}

static bool explain(ep_desk *desk, ep_task *task)
{
    ep_story story;
    epic_date from = task->from > desk->starts ? task->from : desk->starts;
    epic_date to = task->to < desk->ends ? task->to : desk->ends;
    start_story(desk, task, &story);
    epic_date last = story.before == NULL ? 0 : story.before->last;
    ep_range range = ep_task_range(task, story.before, !story.skipped, last, desk->starts);
    for (epic_date d = from; d <= to; d++) {
        uint64_t starts;
        ep_reason reason = ep_desk_fit(desk, task, d, &starts);
        if (reason.bar == EP_FREE) {
            bool out = d < range.lo || d > range.hi;
            size_t which = story.before == NULL ? EP_NO_TASK : (size_t)(story.before - desk->tasks.list);
            reason = out ? (ep_reason){EP_ORDER, (uint32_t)which} : (ep_reason){EP_FUTURE, 0};
        }
        ep_tally_add(&story.tally, desk, reason);
    }
    task->why = ep_why_not(desk, task, &story);
    return task->why != NULL;
}

int ep_tell(ep_desk *desk)
{
    for (size_t t = 0; t < desk->tasks.count; t++) {
        ep_task *task = &desk->tasks.list[t];
        if (!task->fixed && !(task->placed ? tell(desk, task) : explain(desk, task))) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}
