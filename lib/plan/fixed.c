/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is settled already: it stands where the file says, and everything else is placed around it. */
#include "desk.h"
#include "diags.h"
#include "story.h"

/* Says something about a fixed event at its place in the file. */
#define SAY(desk, fix, code, hint, ...) ep_diag((desk)->diags, code, (desk)->info->file, (fix)->place, hint, __VA_ARGS__)

static size_t find_pair(const ep_desk *desk, const epic_fixed *fix)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(desk->pairing, &count);
    for (size_t p = 0; p < count; p++) {
        if ((pairs[p].a == fix->a && pairs[p].b == fix->b) || (pairs[p].a == fix->b && pairs[p].b == fix->a)) {
            return p;
        }
    }
    return EPIC_NONE;
}

/* The task that a line of `fixed` speaks of: of several without a number the first not fixed before. */
static ep_task *find_joint(ep_desk *desk, const epic_fixed *fix)
{
    const ep_tasks *tasks = &desk->tasks;
    bool recurs = tasks->joint_base[fix->event] == tasks->joint_base[fix->event + 1];
    const size_t *base = (recurs ? tasks->cycle_base : tasks->joint_base) + fix->event;
    ep_task *list = (recurs ? tasks->occurrences : tasks->list) + base[0];
    size_t count = base[1] - base[0], t = fix->number > 0 && (recurs || count > 1) ? fix->number - 1 : 0;
    while (fix->number == 0 && t + 1 < count && list[t].fixed) {
        t++;
    }
    if (t < count) {
        return &list[t];
    }
    SAY(desk, fix, "E517", NULL, "there is no number %u of '%s', which recurs %u times", (unsigned)t + 1,
        epic_programme_event(desk->programme, fix->event)->id, (unsigned)count);
    return NULL;
}

/* NULL: a diagnostic says why. */
static ep_task *find_task(ep_desk *desk, const epic_fixed *fix)
{
    if (fix->a == EPIC_NONE) {
        return find_joint(desk, fix);
    }
    size_t pair = find_pair(desk, fix);
    if (pair == EPIC_NONE) {
        SAY(desk, fix, "E510", "pin the pair under 'pairing'", "%s and %s have a fixed event but are not a pair",
            epic_programme_city(desk->programme, fix->a)->name, epic_programme_city(desk->programme, fix->b)->name);
        return NULL;
    }
    return &desk->tasks.list[ep_group_begin(&desk->tasks, pair + 1) + fix->event];
}

static int set_time(ep_desk *desk, const epic_fixed *fix, ep_task *task)
{
    size_t clock;
    int32_t minute;
    task->shown = fix->zone != NULL ? fix->zone : task->zone;
    int status = ep_desk_clock(desk, task->shown, &clock);
    if (status != EPIC_OK) {
        return status;
    }
    if (!ep_clocks_instant(&desk->clocks, clock, fix->date, fix->minute, &task->start)) {
        SAY(desk, fix, "E516", "choose another time", "the clocks of %s show this time never or twice on that day", task->shown);
        return EPIC_EINPUT;
    }
    task->all_day = false;
    task->end = task->start + (epic_instant)task->minutes * 60;
    ep_clocks_local(&desk->clocks, clock, task->end - 60, &task->last, &minute);
    return EPIC_OK;
}

static int set_dates(ep_desk *desk, const epic_fixed *fix, ep_task *task)
{
    bool past;
    int status = EPIC_OK;
    if (fix->online && !task->idle) {
        ep_desk_hold_online(desk, task, true);
    }
    task->fixed = task->placed = task->all_day = true;
    task->first = fix->date;
    task->last = fix->date + (epic_date)task->days - 1;
    task->number = fix->a != EPIC_NONE ? fix->number : task->number;
    task->link = fix->link != NULL && task->mode != EPIC_IN_PERSON && !task->idle ? fix->link : task->link;
    if (fix->minute >= 0 && task->minutes > 0) {
        status = set_time(desk, fix, task);
    }
    past = desk->info->today != EPIC_NO_DATE && task->last < desk->info->today;
    task->why = past ? "fixed in the programme, and past" : "fixed in the programme";
    if (task->first < task->from || task->last > task->to || task->first < desk->starts || task->last > desk->ends) {
        char from[11], to[11];
        SAY(desk, fix, "E513", "move the event or widen its window", "'%s' is fixed outside its window, %s to %s", task->id,
            epic_date_write(task->from, from), epic_date_write(task->to, to));
        status = EPIC_EINPUT;
    }
    return status;
}

static bool may_share(const ep_desk *desk, const ep_task *a, const ep_task *b, size_t city)
{
    if (!a->all_day && !b->all_day && a->mode == EPIC_MODE_ONLINE && b->mode == EPIC_MODE_ONLINE) {
        return a->end <= b->start || b->end <= a->start;
    }
    return ep_hosts_visit(a, city) && ep_hosts_visit(b, city) && epic_programme_city(desk->programme, city)->visits_at_a_time > 1;
}

/* Whether two tasks want a city on one of its days; the travel of guests included or not. */
static bool both_want(ep_desk *desk, const ep_task *a, const ep_task *b, size_t city, bool travel)
{
    epic_date from_a = a->first, to_a = a->last, from_b = b->first, to_b = b->last;
    if (travel || ep_at_home(a)) {
        ep_desk_days(desk, a, city, &from_a, &to_a);
    }
    if (travel || ep_at_home(b)) {
        ep_desk_days(desk, b, city, &from_b, &to_b);
    }
    return from_a <= to_b && from_b <= to_a && !may_share(desk, a, b, city);
}

/* The first city that cannot do both. */
static size_t torn_city(ep_desk *desk, const ep_task *a, const ep_task *b, bool travel)
{
    for (size_t i = 0; i < a->city_count; i++) {
        size_t city = a->cities[i];
        if (ep_is_member(b->cities, b->city_count, city) && both_want(desk, a, b, city, travel)) {
            return city;
        }
    }
    return EPIC_NONE;
}

/* Two fixed events that want one city: an error on the days of both, a warning when only the travel touches. */
static int check_clash(ep_desk *desk, const epic_fixed *fix, const ep_task *task, const ep_task *other)
{
    if (task == other || task->idle || other->idle) {
        return EPIC_OK;
    }
    size_t days = torn_city(desk, task, other, false), roads = torn_city(desk, task, other, true);
    if (days != EPIC_NONE) {
        SAY(desk, fix, "E514", "move one of them", "'%s' and '%s' are fixed on one day of %s", task->id, other->id,
            epic_programme_city(desk->programme, days)->name);
        return EPIC_EINPUT;
    }
    if (roads != EPIC_NONE) {
        SAY(desk, fix, "W520", NULL, "'%s' is fixed on a day that would not be chosen: %s travels to or from '%s'", task->id,
            epic_programme_city(desk->programme, roads)->name, other->id);
    }
    return EPIC_OK;
}

static const ep_task *fixed_before(const ep_desk *desk, const ep_task *task)
{
    size_t up = task->parent;
    while (up != EPIC_NONE && !desk->tasks.list[up].fixed) {
        up = desk->tasks.list[up].parent;
    }
    return up == EPIC_NONE ? NULL : &desk->tasks.list[up];
}

/* Order must be kept; what the calendars or the gaps say against a settled date is worth a warning. */
static int check_order(ep_desk *desk, const epic_fixed *fix, const ep_task *task)
{
    const ep_task *before = fixed_before(desk, task);
    ep_reason reason = ep_desk_settled(desk, task);
    if (before != NULL && (task->first < before->last || (task->first == before->last && !task->idle && !before->idle))) {
        SAY(desk, fix, "E515", "move one of them", "'%s' is fixed before the end of '%s', which it follows", task->id,
            before->id);
        return EPIC_EINPUT;
    }
    if (reason.bar == EP_FREE && (before != NULL || task->parent == EPIC_NONE)) {
        size_t index = before == NULL ? EP_NO_TASK : (size_t)(before - desk->tasks.list);
        ep_range range = ep_task_range(task, before, index == task->parent, before == NULL ? 0 : before->last, desk->starts);
        bool out = task->first < range.lo || task->first > range.hi;
        reason = out ? (ep_reason){EP_ORDER, (uint32_t)index} : reason;
    }
    if (reason.bar != EP_FREE) {
        char text[EP_WORDS_ROOM];
        SAY(desk, fix, "W520", NULL, "'%s' is fixed on a day that would not be chosen: it %s", task->id,
            ep_reason_words(desk, reason, 1, text));
    }
    return EPIC_OK;
}

/* Dates one of them, and compares it with those dated before. */
static int fix_one(ep_desk *desk, const epic_fixed *fix, ep_task **known, size_t *count)
{
    ep_task *task = find_task(desk, fix);
    if (task == NULL) {
        return EPIC_EINPUT;
    }
    if (task->fixed) {
        SAY(desk, fix, "E511", "remove one of the two", "'%s' is fixed twice", task->id);
        return EPIC_EINPUT;
    }
    int status = set_dates(desk, fix, task);
    for (size_t i = 0; i < *count && status == EPIC_OK; i++) {
        status = check_clash(desk, fix, task, known[i]);
    }
    known[(*count)++] = task;
    if (status == EPIC_OK) {
        ep_desk_book(desk, task);
    }
    return status;
}

int ep_desk_fix(ep_desk *desk)
{
    size_t fixes = epic_programme_fixes(desk->programme), count = 0;
    ep_task **known = ep_arena_array_of(desk->arena, fixes, ep_task *);
    int status = EPIC_OK;
    if (known == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < fixes && status != EPIC_ENOMEM; i++) {
        int one = fix_one(desk, epic_programme_fix(desk->programme, i), known, &count);
        status = one == EPIC_OK ? status : one;
    }
    for (size_t i = 0; i < fixes && status == EPIC_OK; i++) {
        status = check_order(desk, epic_programme_fix(desk->programme, i), known[i]);
    }
    return status;
}
