/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model.h"

#include <stdlib.h>
#include <string.h>

#include "cost.h"
#include "grow.h"
#include "hash.h"
#include "recurring.h"

/* When an event can begin: the columns that say whether it has by then, in the order of the days. */
typedef struct event {
    epic_date *day;
    uint32_t *begun;
    size_t count;
    uint32_t undated; /* the column that it has no date; NONE: it must have one */
} event;
#define NONE UINT32_MAX

/* That a candidate takes a resource, cities first, on a day or, of meetings that share the day, from..to. */
typedef struct use {
    size_t resource, task;
    epic_date day; /* of moderators 0 */
    epic_instant from, to;
    uint32_t column;
    int32_t amount;
} use;

typedef struct maker {
    model *own;
    ep_desk desk;
    event *events; /* by task */
    use *uses;
    size_t use_count, use_room;
    size_t *first_use; /* by column, before they are sorted; one more at the end */
    uint64_t *seen; /* hashes of the rows of resources, of which many are alike */
    size_t seen_room;
    bool whole; /* not out of memory */
    bool agrees; /* the desk with itself */
} maker;

static void *grown(maker *own, void *list, size_t *room, size_t count, size_t size)
{
    own->whole = ep_grow(&list, room, count, size) && own->whole;
    return list;
}

static uint32_t add_column(maker *own, int64_t cost, bool whole)
{
    model *m = own->own;
    m->columns = grown(own, m->columns, &m->column_room, m->column_count + 1, sizeof m->columns[0]);
    if (own->whole) {
        m->columns[m->column_count++] = (model_column){(int32_t)cost, whole};
    }
    return (uint32_t)m->column_count - 1;
}

static void add_entry(maker *own, uint32_t column, int32_t factor)
{
    model *m = own->own;
    m->entries = grown(own, m->entries, &m->entry_room, m->entry_count + 1, sizeof m->entries[0]);
    if (own->whole && column != NONE) {
        m->entries[m->entry_count++] = (model_entry){column, factor};
    }
}

/* A row of the entries that were added last. */
static void end_row(maker *own, int32_t most, bool exact)
{
    model *m = own->own;
    m->rows = grown(own, m->rows, &m->row_room, m->row_count + 1, sizeof m->rows[0]);
    if (own->whole) {
        m->rows[m->row_count++] = (model_row){m->entry_count, most, exact};
    }
}

static int32_t room_of(const maker *own, size_t city)
{
    uint32_t limit = epic_programme_city(own->desk.programme, city)->visits_at_a_time;
    return limit == 0 ? 1 : (int32_t)limit;
}

static void add_use(maker *own, const use *item)
{
    own->uses = grown(own, own->uses, &own->use_room, own->use_count + 1, sizeof own->uses[0]);
    if (own->whole) {
        own->uses[own->use_count++] = *item;
    }
}

/* What a candidate takes: the task's copy has its dates. */
static void take(maker *own, const ep_task *task, size_t index, uint32_t column)
{
    size_t city;
    use item = {.task = index, .column = column, .from = task->start, .to = task->end};
    for (size_t i = 0; !task->idle && (city = ep_task_city(task, i)) != EPIC_NONE; i++) {
        epic_date to;
        item.resource = city;
        item.amount = ep_hosts_visit(task, city) && !ep_shares_day(task) ? 1 : room_of(own, city);
        item.from = ep_shares_day(task) ? task->start : EPIC_NO_INSTANT;
        for (ep_desk_days(&own->desk, task, city, &item.day, &to); item.day <= to; item.day++) {
            add_use(own, &item);
        }
    }
    if (!task->all_day && task->moderator != EPIC_NONE) {
        item.resource = own->desk.cities + task->moderator;
        item.day = 0;
        item.amount = 1;
        item.from = task->start;
        item.to += ep_desk_apart(&own->desk, task->moderator);
        add_use(own, &item);
    }
}

/* The columns of one day: one for each start, and whether the event has begun by the end of it. */
static void add_day(maker *own, size_t index, epic_date day, uint64_t starts)
{
    event *e = &own->events[index];
    ep_task task = own->desk.tasks.list[index];
    uint32_t begun = add_column(own, 0, false);
    task.first = day;
    task.last = day + (epic_date)task.days - 1;
    for (unsigned s = 0; starts >> s != 0; s++) {
        if ((starts >> s & 1) != 0) {
            ep_slot slot = ep_desk_slot(&own->desk, &task, day, s);
            int64_t hours = slot.start == EPIC_NO_INSTANT ? 0 : ep_cost_hours(&own->desk, &task, &slot);
            size_t absent = 0;
            if (ep_cost_invites(&task) && ep_at_home(&task)) {
                (void)ep_absent(&own->desk, &task, day, &slot, &absent);
                hours += ep_cost_absent(absent);
            }
            uint32_t column = add_column(own, ep_cost_day(&own->desk, &task, day) + hours, true);
            task.start = slot.start;
            task.end = slot.end;
            take(own, &task, index, column);
            add_entry(own, column, -1);
        }
    }
    add_entry(own, begun, 1);
    if (e->count > 0) {
        add_entry(own, e->begun[e->count - 1], -1);
    }
    end_row(own, 0, true);
    e->day[e->count] = day;
    e->begun[e->count++] = begun;
}

/* The days of a task by the desk, and its ideal. */
static void find_days(maker *own, size_t index, epic_date *days, uint64_t *starts, size_t *count)
{
    ep_desk *desk = &own->desk;
    ep_task *task = &desk->tasks.list[index];
    ep_cost_ideal(desk, task);
    *count = 0;
    for (epic_date d = desk->starts; d <= desk->ends; d++) {
        bool fits = ep_desk_fit(desk, task, d, &starts[*count]).bar == EP_FREE;
        own->agrees = own->agrees && starts[*count] == ep_desk_starts(desk, task, d);
        days[*count] = d;
        *count += fits;
    }
    if (task->shares > 1 && *count > 0) {
        task->ideal = days[(2 * (uint64_t)task->share + 1) * *count / (2 * (uint64_t)task->shares)];
    }
}

static void add_task(maker *own, size_t index, epic_date *days, uint64_t *starts)
{
    event *e = &own->events[index];
    const ep_task *task = &own->desk.tasks.list[index];
    size_t count;
    e->undated = NONE;
    if (task->fixed) {
        return;
    }
    find_days(own, index, days, starts, &count);
    e->day = ep_arena_array_of(own->desk.arena, count, epic_date);
    e->begun = ep_arena_array_of(own->desk.arena, count, uint32_t);
    own->whole = own->whole && e->day != NULL && e->begun != NULL;
    ep_range all = {own->desk.starts, own->desk.ends};
    ep_range range = task->parent == EPIC_NONE ? ep_task_range(task, NULL, false, 0, own->desk.starts) : all;
    for (size_t i = 0; i < count && own->whole; i++) {
        if (days[i] >= range.lo && days[i] <= range.hi) {
            add_day(own, index, days[i], starts[i]);
        }
    }
    e->undated = add_column(own, EP_COST_UNDATED, false);
    add_entry(own, e->undated, 1);
    add_entry(own, e->count > 0 ? e->begun[e->count - 1] : NONE, 1);
    end_row(own, 1, true);
    own->own->events++;
    own->own->hopeless += e->count == 0;
}

/* Days between a task and one somewhere before it: those between may have no date. */
static epic_date apart(const maker *own, size_t task, size_t before)
{
    const ep_task *list = own->desk.tasks.list;
    epic_date days = ep_task_apart(&list[task], &list[before]);
    for (size_t up = list[task].parent; up != before; up = list[up].parent) {
        days = list[up].idle ? 0 : days;
    }
    return days;
}

static epic_date earliest(const maker *own, size_t task, size_t before, epic_date last)
{
    const ep_task *t = &own->desk.tasks.list[task];
    epic_date next = last + apart(own, task, before), lo = t->has_at_least ? ep_date_add(last, &t->at_least) : last;
    return lo > next ? lo : next;
}

/* The candidates of a task whose last day is the greatest that lets another begin on a day; of a fixed task 0 or 1. */
static size_t before_day(const maker *own, size_t task, size_t before, epic_date day, size_t from)
{
    const ep_task *b = &own->desk.tasks.list[before];
    const event *e = &own->events[before];
    while (from < e->count && earliest(own, task, before, e->day[from] + (epic_date)b->days - 1) <= day) {
        from++;
    }
    return b->fixed ? earliest(own, task, before, b->last) <= day : from;
}

/* A task begins by a day only if one before it has by as much as the gap before, or has no date. */
static void add_least(maker *own, size_t task, size_t before)
{
    const event *e = &own->events[task], *b = &own->events[before];
    bool fixed = own->desk.tasks.list[before].fixed;
    size_t all = fixed ? 1 : b->count, now = 0, next;
    for (size_t i = 0; i < e->count; i++, now = next) {
        now = i == 0 ? before_day(own, task, before, e->day[0], 0) : now;
        next = i + 1 < e->count ? before_day(own, task, before, e->day[i + 1], now) : all + 1;
        if (now < all && next > now) {
            add_entry(own, e->begun[i], 1);
            add_entry(own, now > 0 ? b->begun[now - 1] : NONE, -1);
            add_entry(own, b->undated, -1);
            end_row(own, 0, false);
        }
    }
}

/* Of a settled task: those before it that are not. */
static void add_least_fixed(maker *own, size_t task, size_t before)
{
    const ep_task *t = &own->desk.tasks.list[task];
    const event *b = &own->events[before];
    size_t now = before_day(own, task, before, t->first, 0);
    if (!own->desk.tasks.list[before].fixed && now < b->count) {
        add_entry(own, now > 0 ? b->begun[now - 1] : NONE, -1);
        add_entry(own, b->undated, -1);
        end_row(own, -1, false);
    }
}

/* The candidates of a task that its greatest gap allows behind the i-th of another; of a settled one 0 or 1. */
static size_t behind(const maker *own, size_t task, size_t before, size_t i, size_t from)
{
    const ep_task *t = &own->desk.tasks.list[task], *b = &own->desk.tasks.list[before];
    const event *e = &own->events[task];
    epic_date last = b->fixed ? b->last : own->events[before].day[i] + (epic_date)b->days - 1;
    epic_date hi = ep_date_add(last, &t->at_most);
    while (from < e->count && e->day[from] <= hi) {
        from++;
    }
    return t->fixed ? t->first <= hi : from;
}

/* What a task follows has begun only if it begins in time, or has no date. */
static void add_most(maker *own, size_t task, size_t before)
{
    bool fixed = own->desk.tasks.list[task].fixed, before_fixed = own->desk.tasks.list[before].fixed;
    const event *e = &own->events[task], *p = &own->events[before];
    size_t all = fixed ? 1 : e->count, count = before_fixed ? 1 : p->count, next = 0;
    for (size_t i = 0; i < count && !(fixed && before_fixed); i++) {
        size_t now = i == 0 ? behind(own, task, before, 0, 0) : next;
        next = i + 1 < count ? behind(own, task, before, i + 1, now) : all + 1;
        if (now < all && next > now) {
            add_entry(own, before_fixed ? NONE : p->begun[i], 1);
            add_entry(own, fixed || now == 0 ? NONE : e->begun[now - 1], -1);
            add_entry(own, e->undated, -1);
            end_row(own, before_fixed ? -1 : 0, false);
        }
    }
}

static void add_gaps(maker *own, size_t task)
{
    const ep_task *t = &own->desk.tasks.list[task];
    if (t->parent != EPIC_NONE && t->has_at_most) {
        add_most(own, task, t->parent);
    }
    for (size_t up = t->parent; up != EPIC_NONE; up = own->desk.tasks.list[up].parent) {
        if (t->fixed) {
            add_least_fixed(own, task, up);
        } else {
            add_least(own, task, up);
        }
    }
}

/* Whether a follows b, so that they never are at one time. */
static bool follows(const maker *own, size_t a, size_t b)
{
    const ep_task *list = own->desk.tasks.list;
    while (a != EPIC_NONE && a != b) {
        a = list[a].parent;
    }
    return a == b;
}

/* Whether a candidate takes a city on one of the days of a joint event. */
static bool meets(const maker *own, uint32_t column, const ep_task *joint, epic_date day)
{
    bool met = false;
    for (size_t i = own->first_use[column]; i < own->first_use[column + 1] && !met; i++) {
        const use *u = &own->uses[i];
        bool takes = u->resource < own->desk.cities &&
                     (u->resource == joint->place_city || ep_is_member(joint->cities, joint->city_count, u->resource));
        met = takes && u->day >= day && u->day < day + (epic_date)joint->days;
    }
    return met;
}

/* A joint event on a day bars every candidate of another that is on one of its days, of which there is at most one. */
static void add_block(maker *own, size_t joint, size_t i, size_t other)
{
    const ep_task *t = &own->desk.tasks.list[joint], *o = &own->desk.tasks.list[other];
    const event *e = &own->events[joint], *p = &own->events[other];
    epic_date reach = (epic_date)(o->days + o->out + o->back + 1), first = e->day[i] - reach;
    epic_date last = e->day[i] + (epic_date)t->days + reach;
    size_t entries = own->own->entry_count;
    for (size_t k = 0; k < p->count && p->day[k] <= last; k++) {
        uint32_t end = k + 1 < p->count ? p->begun[k + 1] : p->undated;
        for (uint32_t c = p->begun[k] + 1; c < end && p->day[k] >= first; c++) {
            add_entry(own, meets(own, c, t, e->day[i]) ? c : NONE, 1);
        }
    }
    if (own->own->entry_count > entries) {
        add_entry(own, e->begun[i] + 1, 1);
        end_row(own, 1, false);
    }
}

/* Whether days of a joint event bar more of another than its row of each day tells. */
static bool can_clash(const maker *own, size_t joint, size_t other)
{
    const ep_task *t = &own->desk.tasks.list[joint], *o = &own->desk.tasks.list[other];
    return t->days > 1 && !o->idle && !o->fixed && !follows(own, joint, other) && !follows(own, other, joint);
}

static void add_blocks(maker *own)
{
    const ep_tasks *tasks = &own->desk.tasks;
    own->first_use = calloc(own->own->column_count + 2, sizeof own->first_use[0]);
    own->whole = own->whole && own->first_use != NULL;
    for (size_t i = 0; i < own->use_count && own->whole; i++) {
        own->first_use[own->uses[i].column + 1] = i + 1;
    }
    for (size_t c = 1; c < own->own->column_count + 1 && own->whole; c++) {
        size_t before = own->first_use[c - 1];
        own->first_use[c] = own->first_use[c] > before ? own->first_use[c] : before;
    }
    for (size_t t = 0; t < tasks->joint_count; t++) {
        for (size_t o = 0; o < tasks->count && tasks->list[t].all_day && !tasks->list[t].idle; o++) {
            for (size_t i = 0; i < own->events[t].count && own->whole && can_clash(own, t, o); i++) {
                add_block(own, t, i, o);
            }
        }
    }
}

static int compare(const void *left, const void *right)
{
    const use *a = left, *b = right;
    if (a->resource != b->resource) {
        return a->resource < b->resource ? -1 : 1;
    }
    if (a->day != b->day) {
        return a->day < b->day ? -1 : 1;
    }
    if (a->from != b->from) {
        return a->from < b->from ? -1 : 1;
    }
    return a->column < b->column ? -1 : a->column > b->column;
}

static bool is_new(maker *own, uint64_t sign)
{
    size_t at = (size_t)sign & (own->seen_room - 1);
    while (own->seen[at] != 0 && own->seen[at] != sign) {
        at = (at + 1) & (own->seen_room - 1);
    }
    bool fresh = own->seen[at] == 0;
    own->seen[at] = sign;
    return fresh;
}

/* Whether a use can be at one time with one of those before it, from `begin` on, that are still there at a moment. */
static bool clashes(const maker *own, size_t begin, size_t at, epic_instant moment)
{
    const use *u = &own->uses[at];
    bool clash = false;
    for (size_t i = begin; i < at && !clash; i++) {
        const use *other = &own->uses[i];
        bool there = other->from == EPIC_NO_INSTANT || other->to > moment;
        clash = there && !follows(own, u->task, other->task) && !follows(own, other->task, u->task);
    }
    return clash;
}

/* Adds a use to the row; returns the row's sign with it. */
static uint64_t put_use(maker *own, const use *u, uint64_t sign)
{
    add_entry(own, u->column, u->amount);
    return ep_mix64(sign ^ (uint64_t)u->column << 20 ^ (uint64_t)u->amount);
}

/* Keeps the row that begins at an entry when something in it clashes and no row is the same. */
static void keep_row(maker *own, bool clash, uint64_t sign, size_t from, int32_t room)
{
    if (own->whole && clash && is_new(own, sign | 1)) {
        end_row(own, room, false);
    } else {
        own->own->entry_count = from;
    }
}

/* The row of all that takes a resource at the moment at which `last` begins, unless no two of them could be together, or there
 * was one with the same entries. */
static void add_clique(maker *own, size_t begin, size_t last, int32_t room)
{
    epic_instant moment = own->uses[last].from;
    size_t from = own->own->entry_count;
    uint64_t sign = (uint64_t)room + 1;
    bool clash = false;
    for (size_t i = begin; i <= last; i++) {
        const use *u = &own->uses[i];
        if (u->from == EPIC_NO_INSTANT || u->to > moment) {
            clash = clash || clashes(own, begin, i, moment);
            sign = put_use(own, u, sign);
        }
    }
    keep_row(own, clash, sign, from, room);
}

/* Moments behind which nothing ends before more begins need no row. */
static bool ends_before(const maker *own, size_t begin, size_t last, epic_instant next)
{
    bool ends = false;
    for (size_t i = begin; i <= last && !ends; i++) {
        const use *u = &own->uses[i];
        ends = u->from != EPIC_NO_INSTANT && u->to > own->uses[last].from && u->to <= next;
    }
    return ends;
}

/* Of the meetings of one task on a day there is at most one, so that all of them together with what takes the whole day are. */
static void add_task_day(maker *own, size_t begin, size_t end, size_t task, int32_t room)
{
    size_t from = own->own->entry_count;
    uint64_t sign = ~(uint64_t)room;
    bool clash = false;
    for (size_t i = begin; i < end; i++) {
        const use *u = &own->uses[i];
        if (u->from == EPIC_NO_INSTANT || u->task == task) {
            clash = clash || (!follows(own, u->task, task) && !follows(own, task, u->task));
            sign = put_use(own, u, sign);
        }
    }
    keep_row(own, clash, sign, from, room);
}

static void add_task_days(maker *own, size_t begin, size_t end, int32_t room)
{
    size_t first = begin;
    while (first < end && own->uses[first].from == EPIC_NO_INSTANT) {
        first++;
    }
    for (size_t i = first; i < end && first > begin; i++) {
        size_t before = first;
        while (before < i && own->uses[before].task != own->uses[i].task) {
            before++;
        }
        if (before == i) {
            add_task_day(own, begin, end, own->uses[i].task, room);
        }
    }
}

static void add_resource_day(maker *own, size_t begin, size_t end)
{
    const use *first = &own->uses[begin];
    const ep_desk *desk = &own->desk;
    int32_t room = first->resource < desk->cities ? room_of(own, first->resource) : 1;
    bool inside = first->resource < desk->cities && first->day >= desk->starts && first->day <= desk->ends;
    room -= inside ? desk->hosting[first->resource * desk->days + (size_t)(first->day - desk->starts)] : 0;
    if (first->resource < desk->cities) {
        add_task_days(own, begin, end, room);
    }
    for (size_t i = begin; i < end && own->whole; i++) {
        bool last = i + 1 == end, whole = own->uses[i].from == EPIC_NO_INSTANT;
        epic_instant next = last ? 0 : own->uses[i + 1].from;
        while (own->uses[begin].from != EPIC_NO_INSTANT && own->uses[begin].to <= own->uses[i].from) {
            begin++; /* of one length, they end as they begin; else the row is only found the slower */
        }
        if (last || (!whole && next > own->uses[i].from && ends_before(own, begin, i, next))) {
            add_clique(own, begin, i, room);
        }
    }
}

static void add_resources(maker *own)
{
    size_t begin = 0;
    if (own->use_count == 0 || !own->whole) {
        return;
    }
    qsort(own->uses, own->use_count, sizeof own->uses[0], compare);
    for (own->seen_room = 64; own->seen_room < 4 * own->use_count; own->seen_room *= 2) {
    }
    own->seen = calloc(own->seen_room, sizeof own->seen[0]);
    own->whole = own->seen != NULL;
    for (size_t i = 1; i <= own->use_count && own->whole; i++) {
        const use *a = &own->uses[begin], *b = i < own->use_count ? &own->uses[i] : NULL;
        if (b == NULL || b->resource != a->resource || b->day != a->day) {
            add_resource_day(own, begin, i);
            begin = i;
        }
    }
}

static void fill(maker *own)
{
    ep_desk *desk = &own->desk;
    epic_date *days = ep_arena_array_of(desk->arena, desk->days + 1, epic_date);
    uint64_t *starts = ep_arena_array_of(desk->arena, desk->days + 1, uint64_t);
    own->events = ep_arena_array_of(desk->arena, desk->tasks.count, event);
    own->whole = days != NULL && starts != NULL && own->events != NULL;
    for (size_t t = 0; t < desk->tasks.count && own->whole; t++) {
        add_task(own, desk->tasks.order[t], days, starts);
    }
    for (size_t t = 0; t < desk->tasks.count && own->whole; t++) {
        add_gaps(own, t);
    }
    add_blocks(own);
    add_resources(own);
}

int model_open(model *out, epic_pairing *pairing)
{
    *out = (model){.offset = 0};
    maker own = {.own = out, .agrees = true};
    ep_arena *arena = ep_arena_new();
    epic_calendars *calendars = NULL;
    ep_placing recurring = {0, 0, false};
    epic_programme *programme = epic_scores_programme(epic_pairing_scores(pairing));
    int status = arena == NULL ? EPIC_ENOMEM : epic_calendars_load(&calendars, programme, NULL);
    if (status == EPIC_OK) {
        status = ep_desk_open(&own.desk, arena, pairing, calendars, NULL);
        status = status == EPIC_OK ? ep_desk_fix(&own.desk) : status;
        status = status == EPIC_OK ? ep_recurring_place(&own.desk, false, &recurring) : status;
        out->offset = recurring.bound;
        if (status == EPIC_OK) {
            fill(&own);
            status = !own.whole ? EPIC_ENOMEM : own.agrees ? EPIC_OK : EPIC_ESOLVER;
        }
        ep_desk_close(&own.desk);
    }
    free(own.uses);
    free(own.seen);
    free(own.first_use);
    epic_calendars_unref(calendars);
    ep_arena_free(arena);
    return status;
}

void model_close(model *own)
{
    free(own->columns);
    free(own->rows);
    free(own->entries);
}
