/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One group of tasks is a forest: each follows at most one other. From the leaves up, the most events of the branch that can have
 * dates is counted for every day on which its root may begin; from the roots down each task then takes the first day that has
 * the greatest count. Without two branches that want one city on one day that is exact for the group. */
#include "place.h"

#include <string.h>

#include "story.h"

/* How many events without a date in a row the count looks past; more only make it more careful. */
#define MOST_SKIPPED 16

/* The days of a task. */
typedef struct column {
    ep_task *task;
    size_t first_child, next_sibling; /* columns, or EPIC_NONE */
    ep_reason *reasons;               /* from task->from on */
    size_t width;
    epic_date *dates; /* the possible ones, ascending */
    size_t count;
    int32_t *tree;    /* maxima of how many can be placed from here on: the leaves are at [count, 2 count) */
    int32_t most;     /* with luck */
} column;

typedef struct group {
    ep_desk *desk;
    ep_arena *arena; /* of the group alone */
    size_t begin, count;
    column *columns;
    int32_t weight; /* of a fixed event: more than all others */
} group;

static bool scan(group *own, column *col, size_t *possible)
{
    ep_task *task = col->task;
    epic_date from = task->from > own->desk->starts ? task->from : own->desk->starts;
    epic_date to = task->to < own->desk->ends ? task->to : own->desk->ends;
    bool able = task->fixed;
    col->width = task->fixed ? 1 : to < from ? 0 : (size_t)(to - from) + 1;
    col->reasons = ep_arena_array_of(own->arena, col->width, ep_reason);
    col->dates = ep_arena_array_of(own->arena, col->width, epic_date);
    if (col->reasons == NULL || col->dates == NULL) {
        return false;
    }
    for (size_t i = 0; i < col->width && !task->fixed; i++) {
        ep_slot slot;
        epic_date day = from + (epic_date)i;
        col->reasons[i] = ep_desk_fit(own->desk, task, day, &slot);
        able = able || col->reasons[i].bar == EP_FREE || col->reasons[i].bar >= EP_BUSY;
        if (col->reasons[i].bar == EP_FREE) {
            col->dates[col->count++] = day;
        }
    }
    if (task->fixed) {
        col->dates[col->count++] = task->first;
    }
    *possible += able;
    col->tree = ep_arena_array_of(own->arena, 2 * col->count, int32_t);
    return col->tree != NULL;
}

/* The first of the column's days that is not before `date`. */
static size_t lower(const column *col, epic_date date)
{
    size_t lo = 0, hi = col->count;
    while (lo < hi) {
        size_t middle = lo + (hi - lo) / 2;
        if (col->dates[middle] < date) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo;
}

/* The greatest count among the column's days [from, to). */
static int32_t greatest(const column *col, size_t from, size_t to)
{
    int32_t most = 0;
    for (from += col->count, to += col->count; from < to; from /= 2, to /= 2) {
        if (from % 2 == 1) {
            most = col->tree[from] > most ? col->tree[from] : most;
            from++;
        }
        if (to % 2 == 1) {
            to--;
            most = col->tree[to] > most ? col->tree[to] : most;
        }
    }
    return most;
}

static ep_range range_of(const group *own, const column *col, const ep_task *before, epic_date last)
{
    bool direct = before != NULL && before == &own->desk->tasks.list[col->task->parent];
    return ep_task_range(col->task, before, direct, last, own->desk->starts);
}

static int32_t branch(const group *own, const column *col, const ep_task *before, epic_date last, unsigned depth);

/* The sum over the branches behind a column. */
static int32_t branches(const group *own, const column *col, const ep_task *before, epic_date last, unsigned depth)
{
    int32_t sum = 0;
    for (size_t c = col->first_child; c != EPIC_NONE && depth < MOST_SKIPPED; c = own->columns[c].next_sibling) {
        sum += branch(own, &own->columns[c], before, last, depth);
    }
    return sum;
}

/* How much of a branch can have dates when what it follows ends on `last`; its root may be left out. */
static int32_t branch(const group *own, const column *col, const ep_task *before, epic_date last, unsigned depth)
{
    ep_range range = range_of(own, col, before, last);
    if (col->task->fixed) {
        bool keeps = before == NULL || before->fixed || (range.lo <= col->task->first && col->task->first <= range.hi);
        return col->tree[1] - (keeps ? 0 : own->weight);
    }
    int32_t most = greatest(col, lower(col, range.lo), lower(col, range.hi + 1));
    if (most == col->most) {
        return most;
    }
    int32_t without = branches(own, col, before, last, depth + 1);
    return most > without ? most : without;
}

static void count_column(const group *own, column *col)
{
    int32_t weight = col->task->fixed ? own->weight : 1;
    for (size_t i = 0; i < col->count; i++) {
        epic_date last = col->task->fixed ? col->task->last : col->dates[i] + (epic_date)col->task->days - 1;
        col->tree[col->count + i] = weight + branches(own, col, col->task, last, 0);
    }
    for (size_t i = col->count; i-- > 1;) {
        col->tree[i] = col->tree[2 * i] > col->tree[2 * i + 1] ? col->tree[2 * i] : col->tree[2 * i + 1];
    }
    col->most = col->count > 0 ? weight : 0;
    for (size_t c = col->first_child; c != EPIC_NONE; c = own->columns[c].next_sibling) {
        col->most += own->columns[c].most;
    }
}

/* The nearest task before it that has a date. */
static const ep_task *dated_before(const ep_desk *desk, const ep_task *task)
{
    size_t up = task->parent;
    while (up != EPIC_NONE && !desk->tasks.list[up].placed) {
        up = desk->tasks.list[up].parent;
    }
    return up == EPIC_NONE ? NULL : &desk->tasks.list[up];
}

static void start_story(const ep_desk *desk, const ep_task *task, ep_story *story)
{
    memset(story, 0, sizeof *story);
    story->before = dated_before(desk, task);
    story->skipped = task->parent != EPIC_NONE && !desk->tasks.list[task->parent].placed;
}

/* Of the column's days [from, to) the best that fits: greatest count, then nearest at or after `target`, then before it. */
static size_t choose(const group *own, const column *col, size_t from, size_t to, size_t target, int32_t least)
{
    size_t best = EPIC_NONE;
    int32_t most = greatest(col, from, to);
    ep_slot slot;
    for (size_t n = 0; n < to - from && least <= most; n++) {
        size_t i = n < to - target ? target + n : target - 1 - (n - (to - target));
        int32_t count = col->tree[col->count + i];
        if (count >= least && ep_desk_fit(own->desk, col->task, col->dates[i], &slot).bar == EP_FREE) {
            best = i;
            least = count + 1;
        }
    }
    return best;
}

static bool tell(const group *own, const column *col, ep_story *story, epic_date lo, size_t from, size_t chosen)
{
    ep_task *task = col->task;
    epic_date first = task->from > own->desk->starts ? task->from : own->desk->starts;
    story->spread = task->shares > 1;
    for (epic_date d = lo > first ? lo : first; d < task->first; d++) {
        ep_reason reason = col->reasons[d - first];
        if (reason.bar != EP_FREE) {
            ep_tally_add(&story->tally, own->desk, reason);
        }
    }
    for (size_t i = from; i < chosen; i++) {
        story->held = story->held || col->tree[col->count + i] < col->tree[col->count + chosen];
    }
    task->why = ep_why_placed(own->desk, task, story);
    return task->why != NULL;
}

/* Dates one task, when that does not cost more of what follows than it is worth. False when out of memory. */
static bool place(group *own, column *col)
{
    ep_task *task = col->task;
    ep_story story;
    ep_slot slot;
    start_story(own->desk, task, &story);
    epic_date last = story.before == NULL ? 0 : story.before->last;
    ep_range range = range_of(own, col, story.before, last);
    size_t from = lower(col, range.lo), to = lower(col, range.hi < range.lo ? range.lo : range.hi + 1);
    size_t target = task->shares > 1 ? (2 * (size_t)task->share + 1) * col->count / (2 * (size_t)task->shares) : from;
    target = target < from ? from : target > to ? to : target;
    size_t chosen = choose(own, col, from, to, target, branches(own, col, story.before, last, 0));
    if (chosen == EPIC_NONE) {
        return true;
    }
    task->placed = true;
    task->first = col->dates[chosen];
    task->last = task->first + (epic_date)task->days - 1;
    ep_desk_fit(own->desk, task, task->first, &slot);
    task->start = slot.start;
    task->end = slot.end;
    return tell(own, col, &story, range.lo, from, chosen) && ep_desk_book(own->desk, task);
}

static bool prepare(group *own, size_t *possible)
{
    const ep_tasks *tasks = &own->desk->tasks;
    own->columns = ep_arena_array_of(own->arena, own->count, column);
    if (own->columns == NULL) {
        return false;
    }
    for (size_t i = 0; i < own->count; i++) {
        own->columns[i].task = &tasks->list[own->begin + i];
        own->columns[i].first_child = own->columns[i].next_sibling = EPIC_NONE;
    }
    for (size_t i = own->count; i-- > 0;) {
        column *col = &own->columns[i];
        if (col->task->parent != EPIC_NONE) {
            column *parent = &own->columns[col->task->parent - own->begin];
            col->next_sibling = parent->first_child;
            parent->first_child = i;
        }
        if (!scan(own, col, possible)) {
            return false;
        }
    }
    for (size_t i = own->count; i-- > 0;) {
        count_column(own, &own->columns[tasks->order[own->begin + i] - own->begin]);
    }
    return true;
}

int ep_place_group(ep_desk *desk, size_t index, size_t *possible)
{
    size_t begin = ep_group_begin(&desk->tasks, index);
    group own = {.desk = desk, .arena = ep_arena_new(), .begin = begin, .count = ep_group_end(&desk->tasks, index) - begin};
    bool done = own.arena != NULL;
    own.weight = (int32_t)own.count + 1;
    done = done && prepare(&own, possible);
    for (size_t i = 0; i < own.count && done; i++) {
        column *col = &own.columns[desk->tasks.order[begin + i] - begin];
        done = col->task->fixed || place(&own, col);
    }
    ep_arena_free(own.arena);
    return done ? EPIC_OK : EPIC_ENOMEM;
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
        ep_slot slot;
        ep_reason reason = ep_desk_fit(desk, task, d, &slot);
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

int ep_place_explain(ep_desk *desk)
{
    for (size_t t = 0; t < desk->tasks.count; t++) {
        ep_task *task = &desk->tasks.list[t];
        if (!task->placed && !explain(desk, task)) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}
