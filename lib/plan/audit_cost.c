/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of what a plan costs, by the table in doc/scheduling.md: a row there is a term here. Where several of one event are
 * spread over the days that are possible for them is not worked out again, so that what these cost lies between two numbers. */
#include "audit.h"

#define UNDATED 10000
#define FAR_AWAY (INT32_MAX / 2)

typedef struct span {
    int64_t least, most;
} span;

/* What the programme says of an event that it wants. */
typedef struct wanted {
    const epic_preference *prefer;
    epic_kind kind;
    epic_date from, to;
    int64_t days, out, back;
    size_t guest;
    bool series, somewhere; /* somewhere: planned at a place */
    bool has_or_online;
    int64_t or_online;      /* in days */
} wanted;

typedef struct pricing {
    ep_audit *own;
    span *ideals; /* by place */
    bool *known;
    size_t *chain;
} pricing;

static int64_t days_of(const ep_audit *own, const epic_duration *duration)
{
    return ep_audit_later(own->info->starts, duration) - own->info->starts;
}

/* Of a pair's step; the event is NULL when it has no date. */
static wanted wanted_step(const ep_audit *own, size_t place, const epic_event *event)
{
    const epic_step *s = epic_programme_step(own->programme, place % own->steps);
    bool visit = s->kind == EPIC_VISIT || s->kind == EPIC_REPLY, travels = visit && s->mode != EPIC_MODE_ONLINE;
    bool settled = event != NULL && own->fixed[own->event_at[place]];
    int64_t road = travels ? s->travel_days : 0, out = settled ? event->travel_out : road - road / 2;
    size_t guest = visit ? ep_audit_guest(own, &own->pairs[place / own->steps], place % own->steps, s->kind) : EPIC_NONE;
    return (wanted){&s->prefer, s->kind, s->from, s->to, s->days > 0 ? s->days : 1, out, settled ? event->travel_back : road / 2,
                    guest, false, travels, s->has_or_online, days_of(own, &s->or_online)};
}

static wanted wanted_of(const ep_audit *own, size_t place)
{
    const epic_event *event = own->event_at[place] == EPIC_NONE ? NULL : epic_plan_event(own->plan, own->event_at[place]);
    size_t e = 0;
    if (place < own->pair_count * own->steps) {
        return wanted_step(own, place, event);
    }
    while (own->joint_at[e + 1] <= place) {
        e++;
    }
    const epic_joint_event *j = epic_programme_event(own->programme, e);
    bool somewhere = j->mode != EPIC_MODE_ONLINE && (j->city != EPIC_NONE || j->venue.name != NULL || j->rotate_hosts);
    return (wanted){&j->prefer, j->kind, j->from, j->to, j->days > 0 ? j->days : 1, 0, 0, EPIC_NONE, j->count > 1, somewhere,
                    j->has_or_online, days_of(own, &j->or_online)};
}

/* ---- the ideal day ---- */

/* Days between the last of one and the first of the next, with those on the road. */
static int64_t apart(const wanted *next, const wanted *before, const epic_after *after)
{
    const epic_duration *gap = after == NULL || !after->has_at_least ? NULL : &after->at_least;
    bool nothing = gap != NULL && gap->months == 0 && gap->days == 0 && gap->minutes == 0;
    if (ep_audit_idle(next->kind) || ep_audit_idle(before->kind)) {
        return !nothing;
    }
    int64_t out = next->guest == EPIC_NONE ? 0 : next->out, back = before->guest == EPIC_NONE ? 0 : before->back;
    return 1 + (next->guest == before->guest ? out + back : out > back ? out : back);
}

static int64_t behind(int64_t last, const epic_after *after, int64_t least)
{
    int64_t by = after == NULL || !after->has_at_least || last >= FAR_AWAY
                     ? last : ep_audit_later((epic_date)last, &after->at_least);
    by = by > last + least ? by : last + least;
    return by < FAR_AWAY ? by : FAR_AWAY;
}

static int64_t max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static span ideal_of(const pricing *it, size_t place)
{
    const ep_audit *own = it->own;
    const epic_programme_info *info = own->info;
    size_t index = own->event_at[place];
    wanted w = wanted_of(own, place);
    ep_audit_link link = ep_audit_link_of(own, place);
    int64_t now = info->today == EPIC_NO_DATE ? info->starts : ep_audit_later(info->today, &info->notice);
    int64_t earliest = max(w.from, max(now, info->starts) + w.out);
    span ideal = {earliest, earliest};
    if (index != EPIC_NONE && own->fixed[index]) {
        epic_date first = epic_plan_event(own->plan, index)->first;
        return (span){first, first};
    }
    if (w.series) {
        bool dated = index != EPIC_NONE;
        return (span){max(w.from, info->starts), dated ? w.to < info->ends ? w.to : info->ends : FAR_AWAY};
    }
    if (link.place != EPIC_NONE) {
        wanted before = wanted_of(own, link.place);
        const span *up = &it->ideals[link.place];
        int64_t least = apart(&w, &before, link.after);
        ideal.least = max(earliest, behind(up->least + before.days - 1, link.after, least));
        ideal.most = max(earliest, behind(up->most + before.days - 1, link.after, least));
    } else if (link.after != NULL && link.after->event == EPIC_NONE) {
        ideal.least = ideal.most = max(earliest, behind(info->starts, link.after, 0));
    }
    return ideal;
}

/* Those of what it follows first. */
static void find_ideal(pricing *it, size_t place)
{
    size_t count = 0;
    for (size_t at = place; at != EPIC_NONE && !it->known[at]; at = ep_audit_link_of(it->own, at).place) {
        it->chain[count++] = at;
    }
    while (count-- > 0) {
        it->ideals[it->chain[count]] = ideal_of(it, it->chain[count]);
        it->known[it->chain[count]] = true;
    }
}

/* ---- the terms ---- */

static int64_t at_most(int64_t cost, int64_t limit)
{
    return cost < limit ? cost : limit;
}

/* Months, and weekdays of whole days, that are not preferred. */
static int64_t unwelcome(const wanted *w, const epic_event *event)
{
    int year, month, day, weekday = epic_date_weekday(event->first);
    epic_date_parts(event->first, &year, &month, &day);
    bool closed = event->all_day && w->prefer->hours.from[weekday] >= w->prefer->hours.to[weekday];
    return ((w->prefer->months >> (month - 1) & 1) != 0 ? 0 : 60) + (closed ? 10 : 0);
}

/* Cities that would rather avoid one of its days. */
static int64_t avoiding(const ep_audit *own, const epic_event *event)
{
    int64_t count = 0;
    for (size_t i = 0; i < event->city_count && !ep_audit_idle(event->kind); i++) {
        bool touched = false;
        epic_date last = event->all_day ? event->last : event->first;
        for (epic_date d = event->first; d <= last && !touched; d++) {
            touched = ep_audit_covered(own, event->cities[i], d, EPIC_USE_AVOID);
        }
        count += touched;
    }
    return count;
}

/* Those who are invited and could not come by their own calendars. */
static int64_t absent(const ep_audit *own, const epic_event *event)
{
    const epic_joint_event *joint = event->pair == EPIC_NONE ? epic_programme_event(own->programme, event->source) : NULL;
    int64_t count = 0;
    for (size_t i = 0; joint != NULL && i < joint->optional_count; i++) {
        count += !ep_audit_able(own, event, joint->optional[i], false);
    }
    return at_most(30 * count, 4000);
}

static span days_cost(const ep_audit *own, const wanted *w, const epic_event *event, const span *ideal)
{
    int64_t mode = w->has_or_online && event->mode == EPIC_MODE_ONLINE ? w->or_online : 0;
    int64_t day = event->first, more = unwelcome(w, event) + 30 * avoiding(own, event) + mode;
    int64_t late = max(0, day - ideal->most), early = w->series ? max(0, ideal->least - day) : 0;
    int64_t most = max(max(0, day - ideal->least), w->series ? ideal->most - day : 0);
    return (span){at_most(max(late, early) + more, 4000), at_most(most + more, 4000)};
}

/* Half hours, begun ones too, of a meeting outside the preferred ones of a clock: minute after minute. */
static int64_t odd_hours(const ep_zone *zone, const epic_hours *good, const epic_event *event)
{
    ep_local from = ep_zone_local(zone, event->start);
    int weekday = epic_date_weekday(from.date);
    int64_t count = 0, length = (event->end - event->start) / 60;
    for (int64_t k = 0; k < length; k++) {
        int64_t minute = from.second / 60 + k;
        count += minute < good->from[weekday] || minute >= good->to[weekday];
    }
    return (count + 29) / 30;
}

static int64_t hours_cost(ep_audit *own, const wanted *w, const epic_event *event)
{
    bool at_home = event->pair != EPIC_NONE || event->mode == EPIC_MODE_ONLINE;
    int64_t sum = 0;
    if (!at_home || event->city_count == 0) {
        ep_zone *zone = ep_audit_zone(own, event->zone);
        sum = zone == NULL ? 0 : odd_hours(zone, &w->prefer->hours, event);
        ep_zone_close(zone);
    }
    for (size_t i = 0; i < event->city_count && at_home; i++) {
        sum += odd_hours(own->zones[event->cities[i]], &w->prefer->hours, event);
    }
    return sum;
}

/* The last wish that stands, or NULL. */
static const epic_wish *wish_of(const epic_issued *was)
{
    const epic_wish *last = NULL;
    for (size_t i = 0; i < was->wish_count; i++) {
        const epic_wish *wish = &was->wishes[i];
        bool later = last == NULL || wish->stamp > last->stamp;
        last = later && wish->all_day == was->all_day && epic_wish_stands(was, wish) ? wish : last;
    }
    return last;
}

/* Its day, and the second of it at which it begins, by the clock of an event. */
static ep_local local_of(const ep_zone *zone, bool all_day, epic_date first, epic_instant start)
{
    return all_day ? (ep_local){.date = first} : ep_zone_local(zone, start);
}

/* Leaving the day that was issued, or not having the one that was asked for. */
static int64_t away_cost(const epic_issued *was, epic_date old, epic_date is, bool asked, bool met)
{
    int64_t away = is > old ? (int64_t)is - old : (int64_t)old - is;
    int64_t between = is == was->reserve ? 0 : at_most(away, 3000);
    int64_t left = away == 0 ? 0 : (was->standing == EPIC_DEFINITE ? 4000 : 1000) + between;
    return met ? 0 : left + (asked ? 1500 : 0);
}

/* That it is not in the mode that was issued. */
static int64_t mode_cost(const wanted *w, const epic_event *event, const epic_issued *was)
{
    bool online = event->mode == EPIC_MODE_ONLINE, was_online = w->somewhere ? was->place == NULL : false;
    if (!w->has_or_online || online == was_online) {
        return 0;
    }
    return w->somewhere ? 1000 + at_most(w->or_online, 3000) : w->or_online;
}

/* Of an event of a plan that is changed, instead of all other terms. */
static int64_t moved_cost(ep_audit *own, const wanted *w, const epic_event *event, const epic_issued *was)
{
    const epic_wish *wish = wish_of(was);
    ep_zone *zone = ep_audit_zone(own, event->zone);
    if (zone == NULL) {
        return 0;
    }
    ep_local old = local_of(zone, was->all_day, was->first, was->start);
    ep_local is = local_of(zone, event->all_day, event->first, event->start);
    ep_local asked = wish == NULL ? old : local_of(zone, wish->all_day, wish->first, wish->start);
    ep_zone_close(zone);
    bool met = wish != NULL && is.date == asked.date;
    int64_t sum = at_most(away_cost(was, old.date, is.date, wish != NULL, met) + mode_cost(w, event, was), 9000);
    int32_t hour = met || is.date != old.date ? asked.second : old.second;
    if (!event->all_day && (was->all_day || is.second != hour)) {
        sum += at_most((was->all_day ? 0 : 100) + hours_cost(own, w, event), 900);
    }
    return sum;
}

/* What a dated event costs. */
static span cost_of(ep_audit *own, const wanted *w, const epic_event *event, const span *ideal)
{
    const epic_issued *was = ep_audit_was(own, event);
    if (was != NULL) {
        int64_t sum = moved_cost(own, w, event, was);
        return (span){sum, sum};
    }
    span cost = days_cost(own, w, event, ideal);
    int64_t more = absent(own, event) + (event->all_day ? 0 : at_most(hours_cost(own, w, event), 900));
    return (span){cost.least + more, cost.most + more};
}

bool ep_audit_cost(ep_audit *own)
{
    pricing it = {own, ep_arena_array_of(own->arena, own->places, span), ep_arena_array_of(own->arena, own->places, bool),
                  ep_arena_array_of(own->arena, own->places, size_t)};
    int64_t none = (int64_t)epic_plan_unscheduled(own->plan) * UNDATED;
    int64_t cost = epic_plan_cost(own->plan), bound = epic_plan_bound(own->plan);
    span sum = {none, none};
    if (it.ideals == NULL || it.known == NULL || it.chain == NULL) {
        return false;
    }
    for (size_t place = 0; place < own->places; place++) {
        size_t index = own->event_at[place];
        const epic_event *event = index == EPIC_NONE ? NULL : epic_plan_event(own->plan, index);
        if (event == NULL || own->fixed[index] || event->nominal != EPIC_NO_DATE) {
            continue;
        }
        wanted w = wanted_of(own, place);
        find_ideal(&it, place);
        span one = cost_of(own, &w, event, &it.ideals[place]);
        sum.least += one.least;
        sum.most += one.most;
    }
    if (cost < sum.least || cost > sum.most || bound < 0 || bound > cost) {
        EP_BREACH(own, "E563", "the plan costs %lld to %lld, not %lld with %lld proved", (long long)sum.least,
                  (long long)sum.most, (long long)cost, (long long)bound);
    }
    return true;
}
