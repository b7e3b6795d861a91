/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the leaves up, each candidate of a task learns the least cost of its whole branch. A branch is either begun in the range
 * that its gaps allow, which is a window that moves on with the day of what it follows, or its root is left out, and what
 * follows that is counted from the task before by its least gap alone. */
#include "tree.h"

#include <string.h>

#include "cost.h"

#define UNKNOWN (-1)
#define MOST_CELLS ((size_t)8000000) /* of the memory */

static int64_t sum(int64_t a, int64_t b)
{
    return a >= EP_NEVER || b >= EP_NEVER || a + b >= EP_NEVER ? EP_NEVER : a + b;
}

static const ep_task *task_of(const ep_tree *own, size_t t)
{
    return &own->plan->desk->tasks.list[own->begin + t];
}

/* Tasks that leave the same days to what follows, as far as ep_task_apart() and fixed tasks tell them apart. */
static bool alike(const ep_task *a, const ep_task *b)
{
    return a->idle == b->idle && a->fixed == b->fixed && a->guest == b->guest && a->clear_after == b->clear_after;
}

static void set_kinds(ep_tree *own)
{
    own->kind_count = 0;
    for (size_t t = 0; t < own->count; t++) {
        size_t k = 0;
        while (k < own->kind_count && !alike(own->kinds[k], task_of(own, t))) {
            k++;
        }
        if (k == own->kind_count) {
            own->kinds[own->kind_count++] = task_of(own, t);
        }
        own->kind[t] = (uint32_t)k;
    }
}

static size_t children(const ep_tree *own, size_t t)
{
    return own->plan->twigs[own->begin + t].first_child;
}

/* The next child behind c, as a task of the group. */
#define FOR_EACH_CHILD(own, t, c) \
    for (size_t c = children(own, t); c != EPIC_NONE; c = (own)->plan->twigs[c].next_sibling)

/* What stands since before may lie outside the programme. */
static bool is_inside(const ep_tree *own, epic_date day)
{
    const ep_desk *desk = own->plan->desk;
    return day >= desk->starts && day - desk->starts < (epic_date)desk->days;
}

static epic_date shifted(const ep_tree *own, const ep_gap *gap, const epic_duration *by, epic_date last)
{
    if (gap->dates == NULL) {
        return last + gap->days;
    }
    return is_inside(own, last) ? gap->dates[last - own->plan->desk->starts] : ep_date_add(last, by);
}

/* The first day that a task may begin on when what it is counted from, of a kind with `apart` days to keep, ends on `last`. */
static epic_date earliest(const ep_tree *own, size_t t, epic_date apart, epic_date last)
{
    const ep_task *task = task_of(own, t);
    const ep_twig *twig = &own->plan->twigs[own->begin + t];
    epic_date lo = task->has_at_least ? shifted(own, &twig->least, &task->at_least, last) : last;
    lo = lo < last + apart ? last + apart : lo;
    return lo > task->from ? lo : task->from;
}

static epic_date latest(const ep_tree *own, size_t t, epic_date last)
{
    const ep_task *task = task_of(own, t);
    const ep_gap *most = &own->plan->twigs[own->begin + t].most;
    epic_date hi = task->has_at_most ? shifted(own, most, &task->at_most, last) : task->to;
    return hi < task->to ? hi : task->to;
}

/* The first candidate that is not before a date. */
static uint32_t lower(const ep_tree *own, size_t t, epic_date date)
{
    const ep_days *days = &own->plan->days[own->begin + t];
    uint32_t lo = 0, hi = days->count;
    int64_t offset = (int64_t)date - own->plan->desk->starts;
    while (lo < hi) {
        uint32_t middle = lo + (hi - lo) / 2;
        if (days->day[middle] < offset) {
            lo = middle + 1;
        } else {
            hi = middle;
        }
    }
    return lo;
}

static int64_t rest_from(const ep_tree *own, size_t t, epic_date date)
{
    uint32_t i = lower(own, t, date);
    return i < own->plan->days[own->begin + t].count ? own->rest[own->at[t] + i] : EP_NEVER;
}

static int64_t behind(ep_tree *own, size_t t, size_t kind, epic_date last);

/* What a branch costs when its root is left out and what that is counted from, of a kind, ends on `last`. */
static int64_t passed_over(ep_tree *own, size_t t, size_t kind, epic_date last)
{
    int64_t out = own->undated[t];
    FOR_EACH_CHILD(own, t, c) {
        out = out < EP_NEVER ? sum(out, behind(own, c - own->begin, kind, last)) : out;
    }
    return out;
}

/* The place in the memory; NULL when there is none. */
static int64_t *remembered(ep_tree *own, size_t t, size_t kind, epic_date last)
{
    size_t slot = t * own->kind_count + kind, days = own->plan->desk->days;
    if (own->count * own->kind_count > own->memory_room / days || !is_inside(own, last)) {
        return NULL;
    }
    for (size_t i = 0; !own->filled[slot] && i < days; i++) {
        own->memory[slot * days + i] = UNKNOWN;
    }
    own->filled[slot] = true;
    return &own->memory[slot * days + (size_t)(last - own->plan->desk->starts)];
}

/* The least cost of a branch whose root follows something without a date, counted from a task of a kind that ends on `last`. */
static int64_t behind(ep_tree *own, size_t t, size_t kind, epic_date last)
{
    const ep_task *task = task_of(own, t);
    int64_t *known = remembered(own, t, kind, last);
    if (known != NULL && *known != UNKNOWN) {
        return *known;
    }
    bool any = task->fixed && own->kinds[kind]->fixed;
    epic_date from = any ? task->from : earliest(own, t, ep_task_apart(task, own->kinds[kind]), last);
    int64_t best = rest_from(own, t, from);
    if (best > own->without[t]) {
        int64_t out = passed_over(own, t, kind, last);
        best = out < best ? out : best;
    }
    if (known != NULL) {
        *known = best;
    }
    return best;
}

/* The same when nothing before it has a date. */
static int64_t alone(ep_tree *own, size_t t)
{
    const ep_task *task = task_of(own, t);
    epic_date starts = own->plan->desk->starts;
    bool counted = task->from_start && !task->fixed;
    int64_t best = counted ? EP_NEVER : rest_from(own, t, starts), out = own->undated[t];
    uint32_t end = counted ? lower(own, t, latest(own, t, starts) + 1) : 0;
    for (uint32_t i = counted ? lower(own, t, earliest(own, t, 0, starts)) : 0; i < end; i++) {
        best = own->worth[own->at[t] + i] < best ? own->worth[own->at[t] + i] : best;
    }
    FOR_EACH_CHILD(own, t, c) {
        out = best > own->without[t] ? sum(out, alone(own, c - own->begin)) : EP_NEVER;
    }
    return out < best ? out : best;
}

/* The candidates that the gaps of a task leave behind each of what it follows. */
static bool set_reach(ep_tree *own, size_t c)
{
    size_t t = task_of(own, c)->parent - own->begin;
    const ep_task *task = task_of(own, t);
    const ep_days *days = &own->plan->days[own->begin + t];
    epic_date starts = own->plan->desk->starts;
    ep_twig *twig = &own->plan->twigs[own->begin + c];
    bool any = task_of(own, c)->fixed && task->fixed;
    twig->reach = ep_arena_array_of(own->plan->arena, days->count, struct ep_reach);
    for (uint32_t i = 0; twig->reach != NULL && i < days->count; i++) {
        epic_date last = task->fixed ? task->last : starts + (epic_date)days->day[i] + (epic_date)task->days - 1;
        epic_date hi = latest(own, c, last);
        twig->reach[i].from = any ? 0 : lower(own, c, earliest(own, c, twig->apart, last));
        twig->reach[i].to = any ? own->plan->days[own->begin + c].count : lower(own, c, hi + 1);
    }
    return twig->reach != NULL;
}

/* The candidates of a task that a range allows, which moves on: those that can still be the cheapest stand in a queue, each
 * cheaper than all behind it. */
typedef struct window {
    const int64_t *worth;
    uint32_t *queue;
    uint32_t to, head, tail;
} window;

/* The least in a range, neither end of which was ever greater. */
static int64_t slide(window *own, struct ep_reach range)
{
    for (; own->to < range.to; own->to++) {
        while (own->tail > own->head && own->worth[own->queue[own->tail - 1]] > own->worth[own->to]) {
            own->tail--;
        }
        own->queue[own->tail++] = own->to;
    }
    while (own->head < own->tail && own->queue[own->head] < range.from) {
        own->head++;
    }
    return own->head < own->tail ? own->worth[own->queue[own->head]] : EP_NEVER;
}

/* Adds to each candidate of a task what the branch of a child costs behind it. Where all to the end are left, the least of them
 * is known. */
static void add_branch(ep_tree *own, size_t t, size_t c)
{
    const ep_task *task = task_of(own, t);
    const ep_days *days = &own->plan->days[own->begin + t];
    const struct ep_reach *reach = own->plan->twigs[own->begin + c].reach;
    uint32_t count = own->plan->days[own->begin + c].count;
    window next = {&own->worth[own->at[c]], own->queue, 0, 0, 0};
    for (uint32_t i = 0; i < days->count; i++) {
        bool open = reach[i].to == count;
        int64_t *worth = &own->worth[own->at[t] + i];
        int64_t best = !open ? slide(&next, reach[i]) : reach[i].from < count ? own->rest[own->at[c] + reach[i].from] : EP_NEVER;
        if (best > own->without[c]) {
            epic_date first = own->plan->desk->starts + (epic_date)days->day[i];
            int64_t out = passed_over(own, c, own->kind[t], task->fixed ? task->last : first + (epic_date)task->days - 1);
            best = out < best ? out : best;
        }
        *worth = sum(*worth, best);
    }
}

static void grow_branch(ep_tree *own, size_t t)
{
    uint32_t count = own->plan->days[own->begin + t].count;
    int64_t *worth = &own->worth[own->at[t]], *rest = &own->rest[own->at[t]], least = EP_NEVER;
    for (uint32_t i = 0; i < count; i++) {
        worth[i] = own->cost[own->at[t] + i];
    }
    own->without[t] = own->undated[t];
    FOR_EACH_CHILD(own, t, c) {
        add_branch(own, t, c - own->begin);
        own->without[t] = sum(own->without[t], own->least[c - own->begin]);
    }
    for (uint32_t i = count; i-- > 0;) {
        least = worth[i] < least ? worth[i] : least;
        rest[i] = least;
    }
    own->least[t] = least < own->without[t] ? least : own->without[t];
}

/* The first of a task's candidates that cost least, of those that what is before it leaves. */
static uint32_t first_best(const ep_tree *own, size_t t, size_t before, epic_date last, int64_t *cost)
{
    const ep_task *task = task_of(own, t);
    bool direct = before != EPIC_NONE && before == task->parent;
    bool any = task->fixed && (before == EPIC_NONE || own->plan->desk->tasks.list[before].fixed);
    const ep_task *other = before == EPIC_NONE ? NULL : &own->plan->desk->tasks.list[before];
    ep_range range = ep_task_range(task, other, direct, last, own->plan->desk->starts);
    uint32_t from = any ? 0 : lower(own, t, range.lo), best = EP_UNDATED;
    uint32_t to = any ? own->plan->days[own->begin + t].count : lower(own, t, range.hi + 1);
    *cost = EP_NEVER;
    for (uint32_t i = from; i < to; i++) {
        if (own->worth[own->at[t] + i] < *cost) {
            *cost = own->worth[own->at[t] + i];
            best = i;
        }
    }
    return best;
}

static epic_date last_of(const ep_tree *own, size_t task, uint32_t day)
{
    const ep_task *t = &own->plan->desk->tasks.list[task];
    return t->fixed ? t->last : own->plan->desk->starts + (epic_date)own->plan->days[task].day[day] + (epic_date)t->days - 1;
}

/* From the roots down: each task takes its first best day, or none when that costs less. */
static void choose(ep_tree *own, size_t t)
{
    size_t before = task_of(own, t)->parent;
    if (before != EPIC_NONE && own->choice[before - own->begin].day == EP_UNDATED) {
        before = own->before[before - own->begin];
    }
    epic_date last = before == EPIC_NONE ? 0 : last_of(own, before, own->choice[before - own->begin].day);
    int64_t cost, out = own->undated[t];
    uint32_t day = first_best(own, t, before, last, &cost);
    if (cost > own->without[t] && before != EPIC_NONE) {
        out = passed_over(own, t, own->kind[before - own->begin], last);
    } else if (cost > own->without[t]) {
        FOR_EACH_CHILD(own, t, c) {
            out = sum(out, alone(own, c - own->begin));
        }
    }
    own->before[t] = before;
    own->choice[t] = (ep_choice){cost > own->without[t] && out < cost ? EP_UNDATED : day, 0};
}

int64_t ep_tree_solve(ep_tree *own)
{
    const size_t *order = &own->plan->desk->tasks.order[own->begin];
    int64_t total = 0;
    if (own->count * own->kind_count <= own->memory_room / own->plan->desk->days) {
        memset(own->filled, 0, own->count * own->kind_count * sizeof *own->filled);
    }
    for (size_t i = own->count; i-- > 0;) {
        grow_branch(own, order[i] - own->begin);
    }
    for (size_t i = 0; i < own->count; i++) {
        size_t t = order[i] - own->begin;
        total = task_of(own, t)->parent == EPIC_NONE ? sum(total, alone(own, t)) : total;
    }
    for (size_t i = 0; i < own->count; i++) {
        choose(own, order[i] - own->begin);
    }
    return total;
}

void ep_tree_turn(ep_tree *own, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    size_t at = 0;
    own->begin = ep_group_begin(tasks, group);
    own->count = ep_group_end(tasks, group) - own->begin;
    for (size_t t = 0; t < own->count; t++) {
        own->at[t] = at;
        at += own->plan->days[own->begin + t].count;
        own->undated[t] = task_of(own, t)->fixed ? EP_NEVER : (int64_t)EP_COST_UNDATED * EP_PARTS;
    }
    set_kinds(own);
}

/* The most that any group needs. */
static void measure(ep_tree *own, size_t *candidates, size_t *tasks, size_t *cells)
{
    const ep_tasks *all = &own->plan->desk->tasks;
    *candidates = *tasks = *cells = 0;
    for (size_t g = 0; g < own->plan->groups; g++) {
        size_t sum = 0, count = ep_group_end(all, g) - ep_group_begin(all, g), most = MOST_CELLS / own->plan->desk->days;
        for (size_t t = ep_group_begin(all, g); t < ep_group_end(all, g); t++) {
            sum += own->plan->days[t].count;
        }
        *tasks = count > *tasks ? count : *tasks;
        *candidates = sum > *candidates ? sum : *candidates;
        own->begin = ep_group_begin(all, g);
        own->count = count;
        set_kinds(own);
        if (count * own->kind_count <= most && count * own->kind_count > *cells) {
            *cells = count * own->kind_count;
        }
    }
}

static bool set_reaches(ep_tree *own)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    bool whole = true;
    for (size_t c = 0; c < tasks->count && whole; c++) {
        own->begin = ep_group_begin(tasks, ep_group_of(&tasks->list[c]));
        whole = tasks->list[c].parent == EPIC_NONE || set_reach(own, c - own->begin);
    }
    return whole;
}

bool ep_tree_open(ep_tree *own, ep_planner *plan)
{
    size_t candidates, tasks, cells, all = plan->desk->tasks.count;
    *own = (ep_tree){.plan = plan, .kind = ep_arena_array_of(plan->arena, all, uint32_t),
                     .kinds = ep_arena_array_of(plan->arena, all, const ep_task *)};
    if (own->kind == NULL || own->kinds == NULL) {
        return false;
    }
    measure(own, &candidates, &tasks, &cells);
    if (!set_reaches(own)) {
        return false;
    }
    own->memory_room = cells * plan->desk->days;
    own->at = ep_arena_array_of(plan->arena, tasks, size_t);
    own->cost = ep_arena_array_of(plan->arena, candidates, int64_t);
    own->worth = ep_arena_array_of(plan->arena, candidates, int64_t);
    own->rest = ep_arena_array_of(plan->arena, candidates, int64_t);
    own->queue = ep_arena_array_of(plan->arena, plan->desk->days, uint32_t);
    own->undated = ep_arena_array_of(plan->arena, tasks, int64_t);
    own->least = ep_arena_array_of(plan->arena, tasks, int64_t);
    own->without = ep_arena_array_of(plan->arena, tasks, int64_t);
    own->choice = ep_arena_array_of(plan->arena, tasks, ep_choice);
    own->before = ep_arena_array_of(plan->arena, tasks, size_t);
    own->memory = ep_arena_array_of(plan->arena, own->memory_room, int64_t);
    own->filled = ep_arena_array_of(plan->arena, cells, bool);
    return own->at != NULL && own->cost != NULL && own->worth != NULL && own->rest != NULL && own->queue != NULL &&
           own->undated != NULL && own->least != NULL && own->without != NULL && own->choice != NULL && own->before != NULL &&
           own->memory != NULL && own->filled != NULL;
}
