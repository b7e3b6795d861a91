/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "expand.h"

#include <stdlib.h>

#include "civil.h"
#include "grow.h"
#include "recur_rule.h"

static const ep_dial utc_dial;

/* An override of a time and all that follow. */
typedef struct ep_future {
    const ep_entry *entry;
    int64_t from; /* the first of them, on the dial of the event */
} ep_future;

/* The times of one event, while they are followed. */
typedef struct series {
    ep_collection *own;
    const ep_dial *floating;
    const ep_entry *event; /* whose times they are */
    const ep_dial *dial;   /* of its start; NULL: nobody knows */
    const ep_length *length; /* of the time at hand */
    /* What is left out: sorted numbers of moments, of dials and of dates. */
    int64_t *except;
    size_t except_count, except_room;
    /* In the order of their times. */
    ep_future *future;
    size_t future_count, future_room;
    int64_t steps;         /* of rules, all together */
    int64_t begin, reach;  /* of the first day, on that dial; how long a time is */
    size_t times, all_times;
    bool said;
    int status;
} series;

enum { A_MOMENT, A_DIAL, A_DATE };

static int64_t number(int64_t value, int kind)
{
    return value * 4 + kind;
}

static int dial_of(series *s, const ep_when *when, const ep_dial **dial)
{
    if (when->clock == EP_CLOCK_UTC) {
        *dial = &utc_dial;
    } else if (when->clock == EP_CLOCK_OWNER) {
        *dial = when->all_day ? &s->own->home : s->floating;
    } else {
        return ep_tzids_dial(&s->own->tzids, when->clock, dial);
    }
    return EPIC_OK;
}

/* ---- one time ---- */

/* Where it ends on the dial on which it starts. */
static ep_moment end_on_wall(const series *s, const ep_when *start, ep_moment at)
{
    const ep_length *length = s->length;
    if (length->form == EP_FOR_SPAN) {
        return ep_moment_add(at, length->span.days, length->span.seconds);
    }
    return length->form == EP_NO_LENGTH ? at
                                        : ep_moment_add(at, 0, ep_moment_number(length->end.at) - ep_moment_number(start->at));
}

/* Whole days of the owner from the one day to before the other. */
static ep_interval days(const series *s, epic_date from, epic_date to)
{
    epic_instant start, end, other;
    ep_collect_midnight(s->own, from, &start, &other);
    ep_collect_midnight(s->own, to, &other, &end);
    return (ep_interval){start, end, s->event->origin};
}

/* Its end is told by another clock than its start: what goes by between them is kept. */
static epic_instant end_elsewhere(series *s, const ep_when *start, epic_instant begun)
{
    const ep_dial *dial;
    epic_instant from, to, other;
    s->status = dial_of(s, &s->length->end, &dial);
    if (s->status != EPIC_OK || dial == NULL) {
        return begun;
    }
    ep_dial_instants(s->dial, start->at, &from, &other);
    ep_dial_instants(dial, s->length->end.at, &other, &to);
    return begun + (to - from);
}

static ep_interval stretch(series *s, const ep_when *start, ep_moment at)
{
    ep_moment end = end_on_wall(s, start, at);
    epic_instant from, last, other;
    if (start->all_day) {
        return days(s, at.date, end.date);
    }
    if (s->dial == NULL) {
        return days(s, at.date, end.date + 1);
    }
    ep_dial_instants(s->dial, at, &from, &last);
    if (s->length->form == EP_FOR_SPAN) {
        ep_dial_instants(s->dial, ep_moment_add(at, s->length->span.days, 0), &other, &last);
        last += s->length->span.seconds;
    } else if (s->length->form == EP_UNTIL_END && s->length->end.clock != start->clock) {
        last = end_elsewhere(s, start, last);
    } else if (ep_moment_number(end) != ep_moment_number(at)) {
        ep_dial_instants(s->dial, end, &other, &last);
    } else {
        last = from; /* no time at all, be it told twice by the clock */
    }
    return (ep_interval){from, last, s->event->origin};
}

static bool put(series *s, ep_interval item)
{
    ep_collection *own = s->own;
    const ep_entry *event = s->event;
    ep_intervals *into = event->availability >= 0 ? &own->availabilities[event->availability].available
                                                  : &own->busy[event->tentative ? EPIC_BUSY_TENTATIVE : EPIC_BUSY_FIRM];
    ep_interval *last = into->count > 0 ? &into->list[into->count - 1] : NULL;
    if (item.end < item.start) {
        ep_collect_skip(own, event->line, "it ends before it starts");
        return false;
    }
    if (last != NULL && last->origin == item.origin && item.start >= last->start && item.start < last->end) {
        item.end = item.end > own->end ? own->end : item.end;
        last->end = item.end > last->end ? item.end : last->end;
        return true;
    }
    if (!ep_intervals_add(into, item, own->begin, own->end)) {
        s->status = EPIC_ENOMEM;
    }
    return s->status == EPIC_OK;
}

/* A time at which nothing is to be looked up. */
static bool put_time(series *s, const ep_when *start, ep_moment at)
{
    return s->event->shadow || put(s, stretch(s, start, at));
}

/* ---- what is left out ---- */

static int compare_numbers(const void *left, const void *right)
{
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

static bool leaves_out(const series *s, int64_t value, int kind)
{
    int64_t key = number(value, kind);
    return s->except_count > 0 && bsearch(&key, s->except, s->except_count, sizeof key, compare_numbers) != NULL;
}

static int add_number(series *s, int64_t value, int kind)
{
    if (!ep_grow((void **)&s->except, &s->except_room, s->except_count + 1, sizeof *s->except)) {
        return EPIC_ENOMEM;
    }
    s->except[s->except_count++] = number(value, kind);
    return EPIC_OK;
}

/* Leaves out a time of the event: by the moment where both have one, by what the dial shows, or by the day. */
static int leave_out(series *s, const ep_when *when)
{
    const ep_dial *dial;
    epic_instant early, late;
    int status = dial_of(s, when, &dial);
    if (status != EPIC_OK) {
        return status;
    }
    if (s->event->start.all_day && when->clock == EP_CLOCK_UTC && !when->all_day) {
        return add_number(s, ep_dial_local(&s->own->home, ep_moment_number(when->at)).date, A_DATE);
    }
    if (s->event->start.all_day || when->all_day) {
        return add_number(s, when->at.date, A_DATE);
    }
    if (when->clock == EP_CLOCK_OWNER || dial == NULL || s->dial == NULL) {
        return add_number(s, ep_moment_number(when->at), A_DIAL);
    }
    ep_dial_instants(dial, when->at, &early, &late);
    status = add_number(s, early, A_MOMENT);
    return status == EPIC_OK && late != early ? add_number(s, late, A_MOMENT) : status;
}

static bool is_left_out(const series *s, ep_moment at)
{
    epic_instant early, late;
    if (s->except_count == 0) {
        return false;
    }
    if (leaves_out(s, at.date, A_DATE) || leaves_out(s, ep_moment_number(at), A_DIAL)) {
        return true;
    }
    if (s->dial == NULL || s->event->start.all_day) {
        return false;
    }
    ep_dial_instants(s->dial, at, &early, &late);
    return leaves_out(s, early, A_MOMENT) || leaves_out(s, late, A_MOMENT);
}

/* ---- overrides of all that follows ---- */

/* What the dial of the event shows at the time that an override stands for. */
static int id_on_wall(series *s, const ep_when *id, int64_t *shown)
{
    const ep_dial *dial;
    epic_instant early, late;
    int status = dial_of(s, id, &dial);
    *shown = ep_moment_number(id->at);
    if (status == EPIC_OK && !id->all_day && dial != NULL && s->dial != NULL && dial != s->dial) {
        ep_dial_instants(dial, id->at, &early, &late);
        *shown = ep_moment_number(ep_dial_local(s->dial, early));
    }
    return status;
}

/* The last of them that is for a time at or before this one. */
static const ep_entry *future_for(const series *s, ep_moment at)
{
    const ep_entry *found = NULL;
    for (size_t i = 0; i < s->future_count && s->future[i].from <= ep_moment_number(at); i++) {
        found = s->future[i].entry;
    }
    return found;
}

/* The time as the override has it: moved by as much, as long, as busy. */
static bool put_future(series *s, const ep_entry *override, ep_moment at)
{
    series other = *s;
    int64_t first = 0;
    other.event = override;
    other.length = &override->length;
    other.status = dial_of(&other, &override->start, &other.dial);
    other.status = other.status == EPIC_OK ? id_on_wall(&other, &override->id, &first) : other.status;
    int64_t shift = ep_moment_number(override->start.at) - first;
    bool go = other.status == EPIC_OK && put_time(&other, &override->start, ep_moment_add(at, 0, shift));
    s->status = other.status;
    return go;
}

/* ---- all times ---- */

static bool may_go_on(series *s, bool inside)
{
    s->times += inside;
    if (s->times <= EP_MOST_TIMES && s->all_times++ < EP_MOST_TIMES_IN_ALL) {
        return true;
    }
    if (!s->said) {
        ep_remark(&s->own->remarks, "W617", s->event->line, false, "it repeats too often: the rest of its times is left out");
    }
    s->said = true;
    return false;
}

static bool each_time(void *user, ep_moment at)
{
    series *s = user;
    bool inside = s->future_count > 0 || ep_moment_number(at) + s->reach >= s->begin;
    if (!may_go_on(s, inside)) {
        return false;
    }
    if (!inside || is_left_out(s, at)) {
        return true;
    }
    const ep_entry *override = future_for(s, at);
    return override != NULL ? put_future(s, override, at) : put_time(s, &s->event->start, at);
}

/* How long it takes, by the dial. */
static int64_t seconds_of(const ep_entry *event)
{
    const ep_length *length = &event->length;
    return length->form == EP_UNTIL_END ? ep_moment_number(length->end.at) - ep_moment_number(event->start.at)
                                        : length->span.days * (int64_t)EP_DAY + length->span.seconds;
}

/* How many days before the first day a time may begin and still reach into it. */
static int64_t reach(const series *s)
{
    int64_t seconds = seconds_of(s->event);
    for (size_t i = 0; i < s->future_count; i++) {
        const ep_entry *other = s->future[i].entry;
        int64_t moved = llabs(ep_moment_number(other->start.at) - ep_moment_number(other->id.at)) + seconds_of(other);
        seconds = moved > seconds ? moved : seconds;
    }
    int64_t most = 20000, wanted = seconds / EP_DAY + 3;
    return wanted < most ? wanted : most;
}

static int follow_rule(series *s, const ep_recur *rule)
{
    const ep_entry *event = s->event;
    ep_moment until;
    bool utc, date_only, ends = ep_recur_until(rule, &until, &utc, &date_only);
    int64_t days_before = reach(s), days_after = s->future_count > 0 ? days_before : 3;
    if (ends && utc && s->dial != NULL) {
        until = ep_dial_local(event->start.all_day ? &s->own->home : s->dial, ep_moment_number(until));
    }
    epic_date from = ep_moment_add((ep_moment){s->own->from, 0}, -days_before, 0).date;
    epic_date to = ep_moment_add((ep_moment){s->own->to, 0}, days_after, 0).date;
    int status = ep_recur_each(rule, event->start.at, event->start.all_day, from, to, ends ? &until : NULL, each_time, s);
    if (status == EPIC_EINPUT) {
        ep_remark(&s->own->remarks, "W617", event->line, false, "its times are too many to be counted: the first alone counts");
        return EPIC_OK;
    }
    return status;
}

static void follow_extra(series *s, const ep_extra *extra)
{
    const ep_dial *own_dial = s->dial;
    const ep_length *own_length = s->length;
    ep_length turned = *own_length;
    if (extra->length.form == EP_NO_LENGTH && own_length->form == EP_UNTIL_END) {
        turned.form = EP_FOR_SPAN; /* as long as the event on the dial */
        turned.span = (ep_span){0, ep_moment_number(own_length->end.at) - ep_moment_number(s->event->start.at)};
    }
    s->length = extra->length.form != EP_NO_LENGTH ? &extra->length : &turned;
    s->status = dial_of(s, &extra->start, &s->dial);
    if (s->status == EPIC_OK && may_go_on(s, true) && !is_left_out(s, extra->start.at)) {
        put_time(s, &extra->start, extra->start.at);
    }
    s->dial = own_dial;
    s->length = own_length;
}

/* At most so many steps does it take to follow a rule: days of the window, and with COUNT what lies between the start and
 * them. */
static int64_t steps_of(const series *s, const ep_recur *rule)
{
    int64_t days = s->own->to - s->own->from + 1 + reach(s), before = (int64_t)s->own->to - s->event->start.at.date;
    const int64_t a_day[] = {86400, 1440, 24}; /* of the frequencies below a day */
    bool times = rule->by[EP_BY_SECOND] != NULL || rule->by[EP_BY_MINUTE] != NULL || rule->by[EP_BY_HOUR] != NULL;
    if (rule->count == 0) {
        return days;
    }
    if (rule->freq < EP_DAILY && (times || rule->by[EP_BY_POSITION] != NULL)) {
        before *= a_day[rule->freq];
    } else if (times && rule->by[EP_BY_POSITION] != NULL) {
        before *= EP_DAY;
    }
    return before > EP_MOST_STEPS_OF_COUNT ? EP_MOST_STEPS_OF_COUNT : before > days ? before : days;
}

/* Whether there are steps left to follow one more rule. */
static bool affords(series *s, const ep_recur *rule)
{
    s->steps += steps_of(s, rule);
    if (s->steps > EP_MOST_STEPS && !s->own->weary) {
        s->own->weary = true;
        ep_remark(&s->own->remarks, "W617", s->event->line, false,
                  "there are too many rules to follow: of this event and others the first time alone counts");
    }
    return s->steps <= EP_MOST_STEPS;
}

/* What the dial shows when the days begin, or a little before. */
static int64_t begin_on_wall(const series *s)
{
    return s->dial != NULL ? ep_moment_number(ep_dial_local(s->dial, s->own->begin)) - 7200
                           : ((int64_t)s->own->from - 2) * EP_DAY;
}

static int follow(series *s)
{
    const ep_entry *event = s->event;
    const ep_repeats *repeats = event->repeats;
    size_t rules = repeats != NULL ? repeats->rule_count : 0;
    s->times = 0;
    s->said = false;
    s->length = &event->length;
    s->reach = seconds_of(event);
    s->begin = begin_on_wall(s);
    if (rules == 0) {
        each_time(s, event->start.at);
    }
    for (size_t i = 0; i < rules && s->status == EPIC_OK; i++) {
        int status = EPIC_OK;
        if (affords(s, repeats->rules[i])) {
            status = follow_rule(s, repeats->rules[i]);
        } else {
            each_time(s, event->start.at);
        }
        s->status = s->status == EPIC_OK ? status : s->status;
    }
    for (size_t i = 0; repeats != NULL && i < repeats->extra_count && s->status == EPIC_OK; i++) {
        follow_extra(s, &repeats->extra[i]);
    }
    return s->status;
}

/* ---- the entries of one UID ---- */

static int compare_when(const ep_when *a, const ep_when *b)
{
    int64_t one = ep_moment_number(a->at), other = ep_moment_number(b->at);
    if (one != other) {
        return one < other ? -1 : 1;
    }
    return (a->clock > b->clock) - (a->clock < b->clock);
}

static int compare_keys(const uint64_t a[2], const uint64_t b[2])
{
    size_t i = a[0] == b[0];
    return (a[i] > b[i]) - (a[i] < b[i]);
}

/* One UID stands together: without RECURRENCE-ID first, then by it; of each the newest first. */
static int compare_entries(const void *left, const void *right)
{
    const ep_entry *a = left, *b = right;
    int keys = compare_keys(a->key, b->key), ids = a->has_id && b->has_id ? compare_when(&a->id, &b->id) : 0;
    if (keys != 0 || a->has_id != b->has_id) {
        return keys != 0 ? keys : a->has_id ? 1 : -1;
    }
    if (ids != 0) {
        return ids;
    }
    if (a->sequence != b->sequence || a->stamp != b->stamp) {
        return a->sequence != b->sequence ? (a->sequence > b->sequence ? -1 : 1) : a->stamp > b->stamp ? -1 : 1;
    }
    return (a->line > b->line) - (a->line < b->line);
}

static bool same_id(const ep_entry *a, const ep_entry *b)
{
    return a->has_id == b->has_id && (!a->has_id || compare_when(&a->id, &b->id) == 0);
}

static int follow_alone(series *s, const ep_entry *event)
{
    s->event = event;
    s->except_count = s->future_count = 0;
    int status = dial_of(s, &event->start, &s->dial);
    if (status != EPIC_OK || event->shadow) {
        return status;
    }
    s->length = &event->length;
    s->times = 0;
    s->said = false;
    if (may_go_on(s, true)) {
        put_time(s, &event->start, event->start.at);
    }
    return s->status;
}

static int add_future(series *s, const ep_entry *override)
{
    int64_t from;
    int status = id_on_wall(s, &override->id, &from);
    if (status != EPIC_OK) {
        return status;
    }
    if (!ep_grow((void **)&s->future, &s->future_room, s->future_count + 1, sizeof *s->future)) {
        return EPIC_ENOMEM;
    }
    s->future[s->future_count++] = (ep_future){override, from};
    return EPIC_OK;
}

/* The newest event without RECURRENCE-ID, and what stands in for some of its times. */
static int follow_master(series *s, const ep_entry *list, size_t count)
{
    const ep_entry *master = &list[0];
    const ep_repeats *repeats = master->repeats;
    s->event = master;
    s->except_count = s->future_count = 0;
    int status = dial_of(s, &master->start, &s->dial);
    for (size_t i = 0; repeats != NULL && i < repeats->except_count && status == EPIC_OK; i++) {
        status = leave_out(s, &repeats->except[i]);
    }
    for (size_t i = 1; i < count && status == EPIC_OK; i++) {
        if (list[i].has_id && !same_id(&list[i], &list[i - 1])) {
            status = list[i].and_future ? add_future(s, &list[i]) : leave_out(s, &list[i].id);
        }
    }
    if (s->except_count > 0) {
        qsort(s->except, s->except_count, sizeof *s->except, compare_numbers);
    }
    return status == EPIC_OK && !master->shadow ? follow(s) : status;
}

static int follow_group(series *s, const ep_entry *list, size_t count)
{
    bool has_master = !list[0].has_id;
    int status = has_master ? follow_master(s, list, count) : EPIC_OK;
    for (size_t i = has_master; i < count && status == EPIC_OK; i++) {
        bool newest = i == 0 || !same_id(&list[i], &list[i - 1]), part_of_master = has_master && list[i].and_future;
        if (list[i].has_id && newest && !part_of_master) {
            status = follow_alone(s, &list[i]);
        }
    }
    return status;
}

/* ---- availability ---- */

/* What it says of its days stands instead of what less important ones say. */
static int apply(series *s, ep_availability *it, ep_intervals rest[2])
{
    ep_collection *own = s->own;
    ep_intervals range = {0};
    ep_entry frame = {.start = it->start, .length = it->length, .origin = it->origin, .availability = -1};
    epic_instant from = own->begin, to = own->end, other;
    const ep_dial *dial = NULL;
    int status = it->has_start ? dial_of(s, &it->start, &dial) : EPIC_OK;
    if (it->has_start && dial != NULL && status == EPIC_OK) {
        s->event = &frame;
        s->dial = dial;
        s->length = &it->length;
        ep_dial_instants(dial, it->start.at, &from, &other);
        to = it->length.form != EP_NO_LENGTH ? stretch(s, &it->start, it->start.at).end : to;
    }
    bool whole = ep_intervals_add(&range, (ep_interval){from, to, it->origin}, own->begin, own->end);
    ep_intervals_join(&it->available, true);
    for (int which = 0; which < 2 && whole; which++) {
        whole = ep_intervals_subtract(&rest[which], &range);
    }
    whole = whole && ep_intervals_subtract(&range, &it->available);
    for (size_t i = 0; i < range.count && whole; i++) {
        whole = ep_intervals_add(&rest[it->tentative], range.list[i], own->begin, own->end);
    }
    ep_intervals_join(&rest[it->tentative], true);
    ep_intervals_free(&range);
    return status != EPIC_OK ? status : whole ? EPIC_OK : EPIC_ENOMEM;
}

/* From the least important to the most. */
static int apply_all(series *s)
{
    ep_collection *own = s->own;
    ep_intervals rest[2] = {{0}, {0}};
    int status = EPIC_OK;
    for (int priority = 10; priority > 0; priority--) {
        for (size_t i = 0; i < own->availability_count && status == EPIC_OK; i++) {
            if (own->availabilities[i].priority == priority && !own->availabilities[i].dead) {
                status = apply(s, &own->availabilities[i], rest);
            }
        }
    }
    for (int which = 0; which < 2; which++) {
        for (size_t i = 0; i < rest[which].count && status == EPIC_OK; i++) {
            status = ep_intervals_add(&own->busy[which], rest[which].list[i], own->begin, own->end) ? EPIC_OK : EPIC_ENOMEM;
        }
        ep_intervals_free(&rest[which]);
    }
    return status;
}

/* ---- */

static int find_floating(series *s)
{
    ep_collection *own = s->own;
    const ep_dial *dial = NULL;
    int status = EPIC_OK;
    if (own->floating[0] != '\0') {
        int clock = ep_tzids_number(&own->tzids, own->floating, 0);
        status = clock < 0 ? EPIC_ENOMEM : ep_tzids_dial(&own->tzids, clock, &dial);
    }
    s->floating = dial != NULL ? dial : &own->home;
    return status;
}

int ep_expand(ep_collection *own)
{
    series s = {.own = own};
    int status = find_floating(&s);
    if (own->entry_count > 1) {
        qsort(own->entries, own->entry_count, sizeof *own->entries, compare_entries);
    }
    for (size_t i = 0, end = 0; i < own->entry_count && status == EPIC_OK; i = end) {
        for (end = i + 1; end < own->entry_count && compare_keys(own->entries[i].key, own->entries[end].key) == 0;) {
            end++;
        }
        status = follow_group(&s, &own->entries[i], end - i);
    }
    status = status == EPIC_OK ? apply_all(&s) : status;
    ep_intervals_join(&own->busy[EPIC_BUSY_FIRM], !own->holidays);
    ep_intervals_join(&own->busy[EPIC_BUSY_TENTATIVE], !own->holidays);
    free(s.except);
    free(s.future);
    return status;
}
