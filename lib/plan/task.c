/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "task.h"

#include "cycle.h"
#include "diags.h"
#include "recurs.h"

#define MINUTES_A_DAY 1440

#define FAR_AWAY (INT32_MAX / 2) /* later than any date that is asked about */

static epic_date months_later(epic_date date, int64_t by)
{
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    int64_t months = (int64_t)year * 12 + month - 1 + by;
    if (months / 12 > 9999) {
        return FAR_AWAY;
    }
    epic_date sum;
    do {
        sum = epic_date_make((int)(months / 12), (int)(months % 12) + 1, day);
    } while (sum == EPIC_NO_DATE && --day > 0);
    return sum;
}

const ep_task *ep_task_dated(const ep_tasks *tasks, size_t task)
{
    while (task != EPIC_NONE && !tasks->list[task].placed) {
        task = tasks->list[task].parent;
    }
    return task == EPIC_NONE ? NULL : &tasks->list[task];
}

epic_date ep_date_add(epic_date date, const epic_duration *duration)
{
    epic_date sum = duration->months == 0 ? date : months_later(date, duration->months);
    int64_t days = (int64_t)sum + duration->days + (duration->minutes + (int64_t)MINUTES_A_DAY - 1) / MINUTES_A_DAY;
    return days > FAR_AWAY ? FAR_AWAY : (epic_date)days;
}

/* Days from the last day of `parent` until no city in common is still, or already, on the road. */
static epic_date clear_days(const ep_task *task, const ep_task *parent)
{
    epic_date most = 0;
    for (size_t i = 0, j = 0; i < task->city_count && j < parent->city_count;) {
        size_t a = task->cities[i], b = parent->cities[j];
        if (a == b) {
            uint32_t before = a == task->guest ? task->clear_before : 0, after = a == parent->guest ? parent->clear_after : 0;
            epic_date days = (epic_date)(1 + before + after);
            most = days > most ? days : most;
        }
        i += a <= b;
        j += b <= a;
    }
    return most;
}

epic_date ep_task_apart(const ep_task *task, const ep_task *before)
{
    const epic_duration *gap = &task->at_least;
    bool stated_none = task->has_at_least && gap->months == 0 && gap->days == 0 && gap->minutes == 0;
    bool idle = task->idle || before->idle;
    epic_date clear = idle ? 0 : clear_days(task, before);
    return clear > 0 ? clear : !(idle && stated_none);
}

ep_range ep_task_range(const ep_task *task, const ep_task *before, bool direct, epic_date last, epic_date starts)
{
    ep_range range = {task->from, task->to};
    if (before == NULL && !task->from_start) {
        return range;
    }
    last = before == NULL ? starts : last;
    epic_date lo = task->has_at_least ? ep_date_add(last, &task->at_least) : last;
    epic_date next = last + (before == NULL ? 0 : ep_task_apart(task, before));
    lo = lo < next ? next : lo;
    range.lo = lo > range.lo ? lo : range.lo;
    if ((direct || before == NULL) && task->has_at_most) {
        epic_date hi = ep_date_add(last, &task->at_most);
        range.hi = hi < range.hi ? hi : range.hi;
    }
    return range;
}

static void set_after(ep_task *task, const epic_after *after)
{
    task->from_start = after->event == EPIC_NONE;
    task->at_least = after->at_least;
    task->at_most = after->at_most;
    task->has_at_least = after->has_at_least;
    task->has_at_most = after->has_at_most;
}

static void set_length(ep_task *task, uint32_t days, uint32_t minutes)
{
    task->idle = task->kind == EPIC_PREPARATION || task->kind == EPIC_DEADLINE;
    task->days = days > 0 ? days : 1;
    task->minutes = task->idle || days > 0 ? 0 : minutes > INT32_MAX ? INT32_MAX : (int32_t)minutes;
    task->all_day = task->minutes == 0;
}

/* Its own, else its moderator's. Nobody joins what is in person or has no meeting. */
static const char *link_of(const epic_programme *programme, const ep_task *task, const char *own)
{
    const epic_moderator *moderator = epic_programme_moderator(programme, task->moderator);
    return task->mode == EPIC_IN_PERSON || task->idle ? NULL : own != NULL || moderator == NULL ? own : moderator->link;
}

static int32_t days_of(const epic_programme *programme, const epic_duration *duration)
{
    epic_date starts = epic_programme_get(programme)->starts;
    return ep_date_add(starts, duration) - starts;
}

void ep_task_hold_online(ep_task *task, const epic_programme *programme, bool settled)
{
    bool joint = task->pair == EPIC_NONE;
    const epic_joint_event *event = joint ? epic_programme_event(programme, task->source) : NULL;
    task->mode = EPIC_MODE_ONLINE;
    task->link = link_of(programme, task, joint ? event->link : epic_programme_step(programme, task->source)->link);
    task->place_city = EPIC_NONE;
    task->host = joint ? EPIC_NONE : task->host;
    task->venue = (epic_venue){NULL, NULL, NULL};
    task->out = task->back = 0;
    if (settled) {
        task->clear_before = task->clear_after = 0;
    }
    if (task->city_count > 0) {
        task->zone = task->shown = epic_programme_city(programme, task->cities[0])->timezone;
    }
}

static void set_step(ep_task *task, const epic_scores *scores, const epic_pair *pair, size_t index, size_t base)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_step *step = epic_programme_step(programme, index);
    const size_t *cities = task->cities;
    *task = (ep_task){.source = index, .kind = step->kind, .mode = step->mode, .id = step->id, .title = step->title,
                      .moderator = step->moderator, .from = step->from, .to = step->to, .place = step->place,
                      .prefer = &step->prefer, .has_or_online = step->has_or_online,
                      .or_online = days_of(programme, &step->or_online),
                      .reserve = step->has_reserve ? &step->reserve : NULL,
                      .cities = cities, .city_count = 2, .shares = 1};
    task->guest = task->host = task->place_city = EPIC_NONE;
    task->parent = step->has_after ? step->after.event : index > 0 ? index - 1 : EPIC_NONE;
    task->parent += task->parent == EPIC_NONE ? 0 : base;
    if (step->has_after) {
        set_after(task, &step->after);
    }
    set_length(task, step->days, step->minutes);
    task->link = link_of(programme, task, step->link);
    if (step->kind == EPIC_VISIT || step->kind == EPIC_REPLY) {
        task->guest = epic_step_guest(scores, index, pair->a, pair->b);
        task->host = task->guest == pair->a ? pair->b : pair->a;
        if (step->mode != EPIC_MODE_ONLINE) {
            task->place_city = task->host;
            task->out = task->clear_before = step->travel_days - step->travel_days / 2;
            task->back = task->clear_after = step->travel_days / 2;
        }
    }
    task->zone = epic_programme_city(programme, task->place_city != EPIC_NONE ? task->place_city : cities[0])->timezone;
}

static bool set_pairs(ep_tasks *tasks, ep_arena *arena, const epic_scores *scores, const epic_pair *pairs, size_t count)
{
    size_t *cities = ep_arena_array_of(arena, 2 * count, size_t);
    if (cities == NULL) {
        return false;
    }
    for (size_t p = 0; p < count; p++, cities += 2) {
        size_t base = ep_group_begin(tasks, p + 1);
        cities[0] = pairs[p].a < pairs[p].b ? pairs[p].a : pairs[p].b;
        cities[1] = pairs[p].a < pairs[p].b ? pairs[p].b : pairs[p].a;
        for (size_t s = 0; s < tasks->steps; s++) {
            tasks->list[base + s].cities = cities;
            set_step(&tasks->list[base + s], scores, &pairs[p], s, base);
            tasks->list[base + s].pair = p;
        }
    }
    return true;
}

static uint32_t instances(const epic_joint_event *event)
{
    return ep_recurs(event) ? 0 : event->count > 0 ? event->count : 1;
}

/* How often it recurs when its first period begins as early as it can. */
static uint32_t occurrences(const epic_joint_event *event)
{
    ep_cycle cycle = ep_cycle_make(event, event->from);
    return ep_recurs(event) ? ep_cycle_count(&cycle) : 0;
}

static const char *joint_zone(const epic_programme *programme, const ep_task *task)
{
    size_t city = task->place_city != EPIC_NONE ? task->place_city : task->city_count > 0 ? task->cities[0] : EPIC_NONE;
    if (task->venue.timezone != NULL) {
        return task->venue.timezone;
    }
    return city == EPIC_NONE ? "Etc/UTC" : epic_programme_city(programme, city)->timezone;
}

static void set_joint(ep_task *task, const epic_programme *programme, size_t index, uint32_t share)
{
    const epic_joint_event *event = epic_programme_event(programme, index);
    bool somewhere = event->mode != EPIC_MODE_ONLINE;
    *task = (ep_task){.source = index, .pair = EPIC_NONE, .kind = event->kind, .mode = event->mode, .id = event->id,
                      .title = event->title, .moderator = event->moderator, .cities = event->participants,
                      .city_count = event->participant_count, .optional = event->optional,
                      .optional_count = event->optional_count, .from = event->from, .to = event->to, .place = event->place,
                      .prefer = &event->prefer, .has_or_online = event->has_or_online,
                      .or_online = days_of(programme, &event->or_online),
                      .reserve = event->has_reserve ? &event->reserve : NULL};
    task->guest = task->place_city = EPIC_NONE;
    task->number = event->count > 1 || ep_recurs(event) ? share + 1 : 0;
    task->share = share;
    task->shares = event->count > 0 ? event->count : 1;
    if (somewhere && event->rotate_hosts && event->participant_count > 0) {
        task->place_city = event->participants[share % event->participant_count];
    } else if (somewhere) {
        task->place_city = event->city;
        task->venue = event->city == EPIC_NONE ? event->venue : (epic_venue){NULL, NULL, NULL};
    }
    task->host = task->place_city;
    set_length(task, event->days, event->minutes);
    task->link = link_of(programme, task, event->link);
    task->zone = joint_zone(programme, task);
}

static void set_joints(ep_tasks *tasks, const epic_programme *programme)
{
    for (size_t e = 0; e < epic_programme_events(programme); e++) {
        const epic_joint_event *event = epic_programme_event(programme, e);
        size_t base = tasks->joint_base[e];
        for (size_t t = base; t < tasks->joint_base[e + 1]; t++) {
            ep_task *task = &tasks->list[t];
            set_joint(task, programme, e, (uint32_t)(t - base));
            task->parent = t > base ? t - 1 : EPIC_NONE;
            if (t == base && event->has_after) {
                size_t end = event->after.event == EPIC_NONE ? 0 : tasks->joint_base[event->after.event + 1];
                bool dated = event->after.event != EPIC_NONE && end > tasks->joint_base[event->after.event];
                task->parent = dated ? end - 1 : EPIC_NONE; /* what recurs has no end to follow */
                set_after(task, &event->after);
            }
        }
    }
}

static void set_occurrences(ep_tasks *tasks, const epic_programme *programme)
{
    for (size_t e = 0; e < epic_programme_events(programme); e++) {
        for (size_t t = tasks->cycle_base[e]; t < tasks->cycle_base[e + 1]; t++) {
            set_joint(&tasks->occurrences[t], programme, e, (uint32_t)(t - tasks->cycle_base[e]));
            tasks->occurrences[t].parent = EPIC_NONE;
        }
    }
}

/* Bounds, so that what follows cannot be made to take for ever. */
static int too_large(const epic_programme *programme, const ep_tasks *tasks, size_t pairs, epic_diags *diags)
{
    const epic_programme_info *info = epic_programme_get(programme);
    const epic_place nowhere = {0, 0};
    int64_t days = (int64_t)info->ends - info->starts + 1;
    size_t group = tasks->joint_count > tasks->steps ? tasks->joint_count : tasks->steps;
    if (days > EP_MOST_DAYS) {
        ep_diag(diags, "E501", info->file, nowhere, "state a shorter programme",
                "the programme lasts longer than %d days, which is too long to plan", EP_MOST_DAYS);
        return EPIC_EINPUT;
    }
    if (group > EP_MOST_CELLS / (size_t)(days > 0 ? days : 1) || (tasks->steps > 0 && pairs > EP_MOST_CELLS / tasks->steps)) {
        ep_diag(diags, "E502", info->file, nowhere, "state fewer events or a shorter programme",
                "there are too many events for a programme of %d days", (int)days);
        return EPIC_EINPUT;
    }
    for (size_t e = 0; e < epic_programme_events(programme); e++) {
        const epic_joint_event *event = epic_programme_event(programme, e);
        if (tasks->cycle_base[e + 1] - tasks->cycle_base[e] > EP_MOST_OCCURRENCES) {
            ep_diag(diags, "E502", info->file, event->place, "state a longer period, or 'count'",
                    "'%s' recurs more than %d times", event->id, EP_MOST_OCCURRENCES);
            return EPIC_EINPUT;
        }
    }
    return EPIC_OK;
}

/* Puts each task behind the one it follows. There is no ring: the reader of programmes refuses them. */
static bool set_order(ep_tasks *tasks, ep_arena *arena)
{
    bool *seen = ep_arena_array_of(arena, tasks->count, bool);
    size_t *chain = ep_arena_array_of(arena, tasks->count, size_t), ordered = 0;
    tasks->order = ep_arena_array_of(arena, tasks->count, size_t);
    if (seen == NULL || chain == NULL || tasks->order == NULL) {
        return false;
    }
    for (size_t t = 0; t < tasks->count; t++) {
        size_t length = 0;
        for (size_t up = t; up != EPIC_NONE && !seen[up]; up = tasks->list[up].parent) {
            seen[up] = true;
            chain[length++] = up;
        }
        while (length > 0) {
            tasks->order[ordered++] = chain[--length];
        }
    }
    return true;
}

/* Where the tasks of each joint event begin, and the occurrences of each that recurs. */
static bool set_bases(ep_tasks *tasks, ep_arena *arena, const epic_programme *programme)
{
    size_t events = epic_programme_events(programme);
    size_t *base = ep_arena_array_of(arena, events + 1, size_t), *cycles = ep_arena_array_of(arena, events + 1, size_t);
    for (size_t e = 0; e < events && base != NULL && cycles != NULL; e++) {
        const epic_joint_event *event = epic_programme_event(programme, e);
        base[e + 1] = base[e] + instances(event);
        cycles[e + 1] = cycles[e] + occurrences(event);
    }
    *tasks = (ep_tasks){.joint_base = base, .cycle_base = cycles, .joint_count = base != NULL ? base[events] : 0,
                        .steps = epic_programme_steps(programme)};
    return base != NULL && cycles != NULL;
}

static void set_answers(ep_task *list, size_t count)
{
    for (size_t t = 0; t < count; t++) {
        list[t].shown = list[t].zone;
        list[t].start = list[t].end = EPIC_NO_INSTANT;
        list[t].nominal = list[t].reserved = EPIC_NO_DATE;
    }
}

int ep_tasks_make(ep_tasks *tasks, ep_arena *arena, const epic_pairing *pairing, epic_diags *diags)
{
    const epic_scores *scores = epic_pairing_scores(pairing);
    const epic_programme *programme = epic_scores_programme(scores);
    size_t pairs;
    const epic_pair *list = epic_pairing_pairs(pairing, &pairs);
    if (!set_bases(tasks, arena, programme)) {
        return EPIC_ENOMEM;
    }
    int status = too_large(programme, tasks, pairs, diags);
    if (status != EPIC_OK) {
        return status;
    }
    size_t cycles = tasks->cycle_base[epic_programme_events(programme)];
    tasks->count = tasks->joint_count + pairs * tasks->steps;
    tasks->list = ep_arena_array_of(arena, tasks->count, ep_task);
    tasks->occurrences = ep_arena_array_of(arena, cycles, ep_task);
    if (tasks->list == NULL || tasks->occurrences == NULL || !set_pairs(tasks, arena, scores, list, pairs)) {
        return EPIC_ENOMEM;
    }
    set_joints(tasks, programme);
    set_occurrences(tasks, programme);
    set_answers(tasks->list, tasks->count);
    set_answers(tasks->occurrences, cycles);
    return set_order(tasks, arena) ? EPIC_OK : EPIC_ENOMEM;
}
