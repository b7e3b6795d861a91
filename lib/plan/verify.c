/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks a plan from the programme and the public values alone: nothing here is shared with the engine, on purpose. */
#include <string.h>

#include <epic/plan.h>

#include "arena.h"
#include "diags.h"
#include "uid.h"
#include "zone.h"

#define FULL_WEEK 5 /* only what is longer may run over closed days */

typedef struct audit {
    const epic_plan *plan;
    const epic_programme *programme;
    const epic_programme_info *info;
    const epic_pair *pairs;
    size_t pair_count, steps, joints, events;
    ep_arena *arena;
    epic_diags *diags;
    size_t *joint_at;    /* where each joint event's places begin; pairs' places stand in front */
    size_t places;       /* one for each event that is wanted */
    size_t *event_at;    /* by place: the event, or EPIC_NONE */
    bool *fixed;         /* by event */
    ep_zone **zones;     /* of cities, then moderators */
    size_t zone_count;
    size_t breaches;
    bool out_of_memory;  /* a zone could not be opened, so that nothing more can be said */
} audit;

#define BREACH(audit, code, ...) \
    ((audit)->breaches++, (audit)->out_of_memory ? (void)0 : ep_diag_plain((audit)->diags, code, __VA_ARGS__))

/* NULL when it cannot be opened; lack of memory is no breach. */
static ep_zone *open_zone(audit *own, const char *name)
{
    ep_zone *zone = NULL;
    own->out_of_memory = ep_zone_open(&zone, NULL, name) == EPIC_ENOMEM || own->out_of_memory;
    return zone;
}

static bool recurs(const epic_joint_event *event)
{
    return event->every.months != 0 || event->every.days != 0 || event->every.minutes != 0;
}

static bool idle(epic_kind kind)
{
    return kind == EPIC_PREPARATION || kind == EPIC_DEADLINE;
}

static bool online(const epic_event *event)
{
    return !event->all_day && event->mode == EPIC_MODE_ONLINE;
}

static bool takes_part(const epic_event *event, size_t city)
{
    for (size_t i = 0; i < event->city_count; i++) {
        if (event->cities[i] == city) {
            return true;
        }
    }
    return event->place_city == city;
}

/* The rules of the step or joint event that an event is of, in one shape. */
typedef struct rules {
    const char *id;
    epic_kind kind;
    epic_mode mode;
    uint32_t days, minutes, travel;
    size_t moderator;
    epic_date from, to;
} rules;

static rules rules_of(const audit *own, const epic_event *event)
{
    if (event->pair != EPIC_NONE) {
        const epic_step *s = epic_programme_step(own->programme, event->source);
        bool travels = (s->kind == EPIC_VISIT || s->kind == EPIC_REPLY) && s->mode != EPIC_MODE_ONLINE;
        return (rules){s->id, s->kind, s->mode, s->days, s->minutes, travels ? s->travel_days : 0, s->moderator, s->from, s->to};
    }
    const epic_joint_event *e = epic_programme_event(own->programme, event->source);
    return (rules){e->id, e->kind, e->mode, e->days, e->minutes, 0, e->moderator, e->from, e->to};
}

/* The place of an event among all that are wanted; EPIC_NONE when the programme wants no such event. */
static size_t place_of(const audit *own, size_t pair, size_t source, uint32_t number)
{
    if (pair != EPIC_NONE) {
        return pair < own->pair_count && source < own->steps ? pair * own->steps + source : EPIC_NONE;
    }
    if (source >= own->joints) {
        return EPIC_NONE;
    }
    size_t place = own->joint_at[source] + (number > 0 ? number - 1 : 0);
    return place < own->joint_at[source + 1] ? place : EPIC_NONE;
}

static void check_inventory(audit *own, bool *wanted)
{
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        size_t place = place_of(own, event->pair, event->source, event->number);
        if (place == EPIC_NONE || wanted[place]) {
            BREACH(own, "E558", "the plan dates '%s' though it is not wanted, or twice", event->id);
        } else {
            wanted[place] = true;
            own->event_at[place] = i;
        }
    }
    for (size_t i = 0; i < epic_plan_unscheduled(own->plan); i++) {
        const epic_unscheduled *left = epic_plan_unscheduled_at(own->plan, i);
        size_t place = place_of(own, left->pair, left->source, left->number);
        if (place == EPIC_NONE || wanted[place] || left->why == NULL || left->why[0] == '\0') {
            BREACH(own, "E558", "the plan lists '%s' as without a date though it is not wanted, has a date, or says no reason",
                   left->id);
        } else {
            wanted[place] = true;
        }
    }
    for (size_t place = 0; place < own->places; place++) {
        if (!wanted[place]) {
            BREACH(own, "E558", "an event of the programme is neither dated nor listed as without a date");
        }
    }
}

/* The event that a line of `fixed` settles, by its place; EPIC_NONE when it recurs or there is none. */
static size_t fixed_place(const audit *own, const epic_fixed *fix, const bool *used)
{
    for (size_t p = 0; fix->a != EPIC_NONE && p < own->pair_count; p++) {
        size_t low = own->pairs[p].a < own->pairs[p].b ? own->pairs[p].a : own->pairs[p].b;
        size_t high = own->pairs[p].a + own->pairs[p].b - low;
        if ((fix->a == low && fix->b == high) || (fix->b == low && fix->a == high)) {
            return place_of(own, p, fix->event, 0);
        }
    }
    if (fix->a != EPIC_NONE) {
        return EPIC_NONE;
    }
    size_t place = own->joint_at[fix->event], end = own->joint_at[fix->event + 1];
    if (fix->number > 0 && end - place > 1) {
        return place_of(own, EPIC_NONE, fix->event, fix->number);
    }
    while (place < end && used[place]) {
        place++;
    }
    return place < end ? place : EPIC_NONE;
}

static bool stands(audit *own, const epic_fixed *fix, const epic_event *event)
{
    uint32_t minutes = rules_of(own, event).minutes;
    bool hour = fix->minute >= 0 && minutes > 0 && rules_of(own, event).days == 0;

    if (event->first != fix->date || event->all_day == hour || (event->state != EPIC_CONFIRMED && event->state != EPIC_DONE)) {
        return false;
    }
    if (!hour) {
        return true;
    }
    ep_zone *zone = open_zone(own, fix->zone != NULL ? fix->zone : event->zone);
    if (zone == NULL) {
        return false;
    }
    ep_local local = ep_zone_local(zone, event->start);
    ep_zone_close(zone);
    return local.date == fix->date && local.second == fix->minute * 60;
}

static void check_fixed(audit *own, bool *used)
{
    for (size_t i = 0; i < epic_programme_fixes(own->programme); i++) {
        const epic_fixed *fix = epic_programme_fix(own->programme, i);
        size_t place = fixed_place(own, fix, used);
        bool duty = fix->a == EPIC_NONE && recurs(epic_programme_event(own->programme, fix->event));
        const epic_event *event = place == EPIC_NONE ? NULL : epic_plan_event(own->plan, own->event_at[place]);
        if (event == NULL || !stands(own, fix, event)) {
            if (!duty) {
                BREACH(own, "E557", "the fixed event in line %u is not where it was fixed", (unsigned)fix->place.line);
            }
            continue;
        }
        used[place] = true;
        own->fixed[own->event_at[place]] = true;
    }
    for (size_t i = 0; i < own->events; i++) {
        if (!own->fixed[i] && epic_plan_event(own->plan, i)->state != EPIC_PROPOSED) {
            BREACH(own, "E557", "'%s' is said to be settled but is not fixed", epic_plan_event(own->plan, i)->id);
        }
    }
}

/* The guest that the rules give a visit; for a reply the other city of the visit before it. */
static size_t expected_guest(const audit *own, const epic_pair *pair, size_t index, epic_kind kind)
{
    bool mutual = epic_programme_rules(own->programme)->form == EPIC_MUTUAL;
    const epic_step *step = epic_programme_step(own->programme, index);

    for (size_t i = 0; mutual && i < step->guest_count; i++) {
        if (step->guests[i] == pair->a || step->guests[i] == pair->b) {
            return step->guests[i];
        }
    }
    if (kind == EPIC_VISIT) {
        return mutual && pair->benefit_b > pair->benefit_a ? pair->b : pair->a;
    }
    for (size_t i = index; i-- > 0;) {
        if (epic_programme_step(own->programme, i)->kind == EPIC_VISIT) {
            return pair->a + pair->b - expected_guest(own, pair, i, EPIC_VISIT);
        }
    }
    return pair->a + pair->b - (mutual && pair->benefit_b > pair->benefit_a ? pair->b : pair->a);
}

static bool roles_right(const audit *own, const epic_event *event, const rules *r)
{
    const epic_pair *pair = &own->pairs[event->pair];
    size_t low = pair->a < pair->b ? pair->a : pair->b;
    bool visit = r->kind == EPIC_VISIT || r->kind == EPIC_REPLY;
    size_t guest = visit ? expected_guest(own, pair, event->source, r->kind) : EPIC_NONE;
    size_t host = visit ? pair->a + pair->b - guest : EPIC_NONE;

    return event->city_count == 2 && event->cities[0] == low && event->cities[1] == pair->a + pair->b - low &&
           event->guest == guest && event->host == host &&
           event->place_city == (visit && r->mode != EPIC_MODE_ONLINE ? host : EPIC_NONE);
}

static bool joint_right(const audit *own, const epic_event *event)
{
    const epic_joint_event *joint = epic_programme_event(own->programme, event->source);
    size_t place = joint->city;

    if (joint->rotate_hosts && joint->participant_count > 0) {
        place = joint->participants[(event->number > 0 ? event->number - 1 : 0) % joint->participant_count];
    }
    place = joint->mode == EPIC_MODE_ONLINE ? EPIC_NONE : place;
    for (size_t i = 0; i < joint->participant_count && i < event->city_count; i++) {
        if (event->cities[i] != joint->participants[i]) {
            return false;
        }
    }
    return event->city_count == joint->participant_count && event->place_city == place && event->guest == EPIC_NONE;
}

static bool uid_right(const audit *own, const epic_event *event)
{
    char uid[EP_UUID_ROOM];

    if (event->pair == EPIC_NONE) {
        ep_uid_joint(own->info->id, event->id, event->number, EP_LEG_NONE, uid);
    } else {
        const epic_pair *pair = &own->pairs[event->pair];
        ep_uid_step(own->info->id, epic_programme_city(own->programme, pair->a)->id,
                    epic_programme_city(own->programme, pair->b)->id, event->id, EP_LEG_NONE, uid);
    }
    return strcmp(uid, event->uid) == 0;
}

/* Its days and hours by themselves: as long as the rules say, and its moments on its days. */
static bool dates_right(audit *own, const epic_event *event, const rules *r)
{
    bool whole = r->minutes == 0 || r->days > 0 || idle(r->kind);

    if (event->all_day) {
        epic_date days = r->days > 0 ? (epic_date)r->days : 1;
        return event->start == EPIC_NO_INSTANT && event->end == EPIC_NO_INSTANT && event->last - event->first + 1 == days &&
               (whole || event->state != EPIC_PROPOSED);
    }
    ep_zone *zone = whole || event->end - event->start != (epic_instant)r->minutes * 60 ? NULL : open_zone(own, event->zone);
    if (zone == NULL) {
        return false;
    }
    epic_date first = ep_zone_local(zone, event->start).date, last = ep_zone_local(zone, event->end - 1).date;
    ep_zone_close(zone);
    return first == event->first && last == event->last;
}

static void check_shape(audit *own, const epic_event *event)
{
    rules r = rules_of(own, event);
    bool right = strcmp(event->id, r.id) == 0 && event->kind == r.kind && event->mode == r.mode &&
                 event->moderator == r.moderator && event->travel_out + event->travel_back == r.travel &&
                 (event->travel_out == event->travel_back || event->travel_out == event->travel_back + 1) &&
                 event->title != NULL && event->why != NULL && event->zone != NULL;

    right = right && (event->pair != EPIC_NONE ? roles_right(own, event, &r) : joint_right(own, event));
    if (!right || !uid_right(own, event) || !dates_right(own, event, &r)) {
        BREACH(own, "E559", "'%s' is not what the programme says of it: its cities, length, hours or name differ", event->id);
    }
}

static void check_window(audit *own, size_t i, const epic_event *event)
{
    rules r = rules_of(own, event);
    epic_date from = event->first, to = event->last;

    if (!own->fixed[i]) {
        from -= (epic_date)event->travel_out;
        to += (epic_date)event->travel_back;
    }
    if (event->first < r.from || event->last > r.to || from < own->info->starts || to > own->info->ends) {
        BREACH(own, "E550", "'%s' is outside its window or the programme", event->id);
    }
    if (!own->fixed[i] && own->info->today != EPIC_NO_DATE && from < own->info->today) {
        BREACH(own, "E560", "'%s' is new and in the past", event->id);
    }
}

static bool is_open(const epic_city *city, epic_date date)
{
    int weekday = epic_date_weekday(date);

    return city == NULL ? weekday < 5 : city->office_hours.from[weekday] < city->office_hours.to[weekday];
}

/* Whether the offices concerned are open on a day: everyone's, or that of the place. */
static bool all_open(const audit *own, const epic_event *event, epic_date date)
{
    bool at_place = event->pair == EPIC_NONE && event->mode != EPIC_MODE_ONLINE && !idle(event->kind);

    if (at_place || event->city_count == 0) {
        return is_open(epic_programme_city(own->programme, event->place_city), date);
    }
    for (size_t i = 0; i < event->city_count; i++) {
        if (!is_open(epic_programme_city(own->programme, event->cities[i]), date)) {
            return false;
        }
    }
    return true;
}

static void check_days(audit *own, const epic_event *event)
{
    bool lenient = event->last - event->first + 1 > FULL_WEEK;

    for (epic_date d = idle(event->kind) ? event->last : event->first; d <= event->last; d++) {
        bool edge = d == event->first || d == event->last;
        if ((edge || !lenient) && !all_open(own, event, d)) {
            BREACH(own, "E552", "'%s' is on a day on which an office is closed", event->id);
            return;
        }
    }
}

/* Whether the meeting is inside one day's hours of a zone, which shows both its ends only once. */
static bool within(const ep_zone *zone, const epic_hours *hours, const epic_event *event)
{
    ep_local from = ep_zone_local(zone, event->start), to = ep_zone_local(zone, event->end - 60);
    int weekday = epic_date_weekday(from.date);
    epic_instant again;
    int32_t end = to.second / 60 + 1;

    return from.date == to.date && hours->from[weekday] < hours->to[weekday] && from.second >= hours->from[weekday] * 60 &&
           end <= hours->to[weekday] && ep_zone_instant(zone, from.date, from.second / 60, &again) == EP_CLOCK_UNIQUE &&
           ep_zone_instant(zone, to.date + end / 1440, end % 1440, &again) == EP_CLOCK_UNIQUE;
}

static bool within_place(audit *own, const epic_event *event)
{
    static const epic_hours weekdays = {{540, 540, 540, 540, 540, 0, 0}, {1020, 1020, 1020, 1020, 1020, 0, 0}};

    if (event->place_city != EPIC_NONE) {
        const epic_city *city = epic_programme_city(own->programme, event->place_city);
        return within(own->zones[event->place_city], &city->office_hours, event);
    }
    ep_zone *zone = open_zone(own, event->zone);
    if (zone == NULL) {
        return false;
    }
    bool open = within(zone, &weekdays, event);
    ep_zone_close(zone);
    return open;
}

static void check_hours(audit *own, const epic_event *event)
{
    bool at_place = (event->pair == EPIC_NONE && event->mode != EPIC_MODE_ONLINE) || event->city_count == 0;
    bool right = !at_place || within_place(own, event);

    for (size_t i = 0; i < event->city_count && !at_place; i++) {
        const epic_city *city = epic_programme_city(own->programme, event->cities[i]);
        right = right && within(own->zones[event->cities[i]], &city->office_hours, event);
    }
    if (event->moderator != EPIC_NONE) {
        const epic_moderator *moderator = epic_programme_moderator(own->programme, event->moderator);
        const ep_zone *zone = own->zones[epic_programme_cities(own->programme) + event->moderator];
        right = right && within(zone, &moderator->office_hours, event);
    }
    if (!right || event->start % 60 != 0) {
        BREACH(own, "E552", "'%s' is outside the office hours of someone who takes part", event->id);
    }
}

/* The local days on which an event concerns a city. */
static void days_of(const audit *own, const epic_event *event, size_t city, bool travel, epic_date *from, epic_date *to)
{
    *from = event->first - (epic_date)(travel ? event->travel_out : 0);
    *to = event->last + (epic_date)(travel ? event->travel_back : 0);
    if (online(event)) {
        *from = ep_zone_local(own->zones[city], event->start).date;
        *to = ep_zone_local(own->zones[city], event->end - 1).date;
    } else if (idle(event->kind)) {
        *from = *to;
    }
}

static bool meets(epic_date from, epic_date to, const epic_period *period)
{
    return from <= period->to && period->from <= to;
}

static bool blocks(const epic_blocked *block, const epic_event *event, size_t city, const char *country)
{
    bool here = block->city != EPIC_NONE ? block->city == city
                                         : block->country == NULL || (country != NULL && strcmp(block->country, country) == 0);
    bool comes = event->pair != EPIC_NONE || city == event->place_city; /* to a hybrid event */

    return here && (block->any_mode || block->mode == event->mode ||
                    (event->mode == EPIC_HYBRID && block->mode == EPIC_IN_PERSON && comes));
}

static void check_city(audit *own, const epic_event *event, size_t index)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    epic_date from, to;

    days_of(own, event, index, true, &from, &to);
    for (size_t i = 0; i < epic_programme_blocks(own->programme) && !idle(event->kind); i++) {
        const epic_blocked *block = epic_programme_block(own->programme, i);
        if (meets(from, to, &block->period) && blocks(block, event, index, city->country)) {
            BREACH(own, "E553", "'%s' is in a blocked period of %s", event->id, city->name);
        }
    }
    days_of(own, event, index, index == event->guest, &from, &to);
    for (size_t i = 0; i < city->unavailable_count; i++) {
        if (meets(from, to, &city->unavailable[i])) {
            BREACH(own, "E554", "'%s' is when %s is not available", event->id, city->name);
        }
    }
}

/* What the calendars say of an event that is not fixed. */
static void check_calendar(audit *own, const epic_event *event)
{
    if (event->all_day) {
        check_days(own, event);
    } else {
        check_hours(own, event);
    }
    for (size_t c = 0; c < epic_programme_cities(own->programme); c++) {
        if (takes_part(event, c)) {
            check_city(own, event, c);
        }
    }
    for (size_t i = 0; i < epic_programme_blocks(own->programme) && event->venue.country != NULL && !idle(event->kind); i++) {
        const epic_blocked *block = epic_programme_block(own->programme, i);
        if (meets(event->first, event->last, &block->period) && blocks(block, event, EPIC_NONE, event->venue.country)) {
            BREACH(own, "E553", "'%s' is in a blocked period of its place", event->id);
        }
    }
}

static bool receives(const epic_event *event, size_t city)
{
    return event->guest != EPIC_NONE && event->host == city && event->mode != EPIC_MODE_ONLINE;
}

/* Whether two events want a city at one time. */
static bool collide(const audit *own, const epic_event *a, const epic_event *b, size_t city)
{
    epic_date from_a, to_a, from_b, to_b;

    if (online(a) && online(b)) {
        return a->start < b->end && b->start < a->end;
    }
    days_of(own, a, city, city == a->guest, &from_a, &to_a);
    days_of(own, b, city, city == b->guest, &from_b, &to_b);
    return from_a <= to_b && from_b <= to_a && !(receives(a, city) && receives(b, city));
}

static bool leads_both(const audit *own, const epic_event *a, const epic_event *b)
{
    if (a->moderator == EPIC_NONE || a->moderator != b->moderator || a->all_day || b->all_day) {
        return false;
    }
    epic_instant apart = (epic_instant)epic_programme_moderator(own->programme, a->moderator)->turn_round * 60;
    return a->start < b->end + apart && b->start < a->end + apart;
}

static void check_two(audit *own, const epic_event *a, const epic_event *b)
{
    for (size_t c = 0; c < epic_programme_cities(own->programme); c++) {
        if (!idle(a->kind) && !idle(b->kind) && takes_part(a, c) && takes_part(b, c) && collide(own, a, b, c)) {
            BREACH(own, "E555", "'%s' and '%s' want %s at one time", a->id, b->id, epic_programme_city(own->programme, c)->name);
            break;
        }
    }
    if (leads_both(own, a, b)) {
        BREACH(own, "E556", "'%s' and '%s' want one moderator at one time", a->id, b->id);
    }
}

/* On no day of a visit more visits than the host can take. */
static void check_hosting(audit *own, const epic_event *visit)
{
    const epic_city *host = epic_programme_city(own->programme, visit->host);

    for (epic_date d = visit->first; host != NULL && receives(visit, visit->host) && d <= visit->last; d++) {
        size_t count = 0;
        for (size_t i = 0; i < own->events; i++) {
            const epic_event *other = epic_plan_event(own->plan, i);
            count += receives(other, visit->host) && other->first <= d && d <= other->last;
        }
        if (count > (host->visits_at_a_time > 0 ? host->visits_at_a_time : 1)) {
            BREACH(own, "E555", "%s hosts too many visits at a time during '%s'", host->name, visit->id);
            return;
        }
    }
}

/* A civil date a duration later, by the calendar's own steps. */
static int64_t later(epic_date date, const epic_duration *by)
{
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    int64_t index = (int64_t)year * 12 + (month - 1) + by->months;
    if (index >= (int64_t)9999 * 12) {
        return INT32_MAX;
    }
    epic_date begin = epic_date_make((int)(index / 12), (int)(index % 12) + 1, 1);
    epic_date next = epic_date_make((int)((index + 1) / 12), (int)((index + 1) % 12) + 1, 1);
    int64_t sum = day > next - begin ? next - 1 : begin + day - 1;
    return sum + by->days + (by->minutes > 0 ? ((int64_t)by->minutes - 1) / 1440 + 1 : 0);
}

/* The place of what an event follows, and the gap stated to it. */
typedef struct link {
    size_t place;           /* or EPIC_NONE */
    const epic_after *after; /* or NULL: the next day or later */
} link;

static link link_of(const audit *own, size_t place)
{
    if (place < own->pair_count * own->steps) {
        size_t step = place % own->steps, base = place - step;
        const epic_step *s = epic_programme_step(own->programme, step);
        size_t before = s->has_after ? s->after.event : step > 0 ? step - 1 : EPIC_NONE;
        return (link){before == EPIC_NONE ? EPIC_NONE : base + before, s->has_after ? &s->after : NULL};
    }
    size_t e = 0;
    while (own->joint_at[e + 1] <= place) {
        e++;
    }
    if (place > own->joint_at[e]) {
        return (link){place - 1, NULL};
    }
    const epic_joint_event *event = epic_programme_event(own->programme, e);
    size_t before = event->has_after ? event->after.event : EPIC_NONE;
    bool dated = before != EPIC_NONE && own->joint_at[before + 1] > own->joint_at[before];
    return (link){dated ? own->joint_at[before + 1] - 1 : EPIC_NONE, event->has_after ? &event->after : NULL};
}

static bool gap_kept(const audit *own, const epic_event *event, const epic_event *before, const epic_after *after, bool direct)
{
    epic_date from = before == NULL ? own->info->starts : before->last;
    bool least = after != NULL && after->has_at_least;
    bool nothing = least && after->at_least.months == 0 && after->at_least.days == 0 && after->at_least.minutes == 0;
    bool same = before == NULL || (nothing && (idle(event->kind) || idle(before->kind)));

    return event->first >= from + !same && (!least || event->first >= later(from, &after->at_least)) &&
           (!direct || after == NULL || !after->has_at_most || event->first <= later(from, &after->at_most));
}

static void check_order(audit *own, size_t place)
{
    size_t index = own->event_at[place];
    link first = link_of(own, place);
    bool from_start = first.after != NULL && first.after->event == EPIC_NONE;
    size_t up = first.place;

    for (size_t turn = 0; up != EPIC_NONE && own->event_at[up] == EPIC_NONE && turn < own->places; turn++) {
        up = link_of(own, up).place;
    }
    size_t other = up == EPIC_NONE ? EPIC_NONE : own->event_at[up];
    bool settled = own->fixed[index] && (other == EPIC_NONE || own->fixed[other]);
    if (settled || (other == EPIC_NONE && !from_start)) {
        return;
    }
    if (!gap_kept(own, epic_plan_event(own->plan, index), epic_plan_event(own->plan, other), first.after, up == first.place)) {
        BREACH(own, "E551", "'%s' is too near to or too far from what it follows", epic_plan_event(own->plan, index)->id);
    }
}

static int open_zones(audit *own)
{
    size_t cities = epic_programme_cities(own->programme), count = cities + epic_programme_moderators(own->programme);
    int status = EPIC_OK;

    own->zones = ep_arena_array_of(own->arena, count, ep_zone *);
    for (size_t i = 0; i < count && own->zones != NULL && status == EPIC_OK; i++) {
        const char *name = i < cities ? epic_programme_city(own->programme, i)->timezone
                                      : epic_programme_moderator(own->programme, i - cities)->timezone;
        status = ep_zone_open(&own->zones[i], NULL, name);
        own->zone_count += status == EPIC_OK;
        if (status == EPIC_EINPUT || status == EPIC_EIO) {
            BREACH(own, "E503", "the time zone '%s' cannot be read on this machine", name);
            status = EPIC_EINPUT;
        }
    }
    return own->zones == NULL ? EPIC_ENOMEM : status;
}

static int open_audit(audit *own)
{
    own->joint_at = ep_arena_array_of(own->arena, own->joints + 1, size_t);
    own->fixed = ep_arena_array_of(own->arena, own->events, bool);
    if (own->joint_at == NULL || own->fixed == NULL) {
        return EPIC_ENOMEM;
    }
    own->joint_at[0] = own->pair_count * own->steps;
    for (size_t e = 0; e < own->joints; e++) {
        const epic_joint_event *event = epic_programme_event(own->programme, e);
        own->joint_at[e + 1] = own->joint_at[e] + (recurs(event) ? 0 : event->count > 0 ? event->count : 1);
    }
    own->places = own->joint_at[own->joints];
    own->event_at = ep_arena_array_of(own->arena, own->places, size_t);
    for (size_t i = 0; i < own->places && own->event_at != NULL; i++) {
        own->event_at[i] = EPIC_NONE;
    }
    return own->event_at == NULL ? EPIC_ENOMEM : open_zones(own);
}

static void check_events(audit *own)
{
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        check_shape(own, event);
        check_window(own, i, event);
        if (!own->fixed[i]) {
            check_calendar(own, event);
            check_hosting(own, event);
        }
        for (size_t j = 0; j < i; j++) {
            if (!own->fixed[i] || !own->fixed[j]) {
                check_two(own, event, epic_plan_event(own->plan, j));
            }
        }
    }
    for (size_t place = 0; place < own->places; place++) {
        if (own->event_at[place] != EPIC_NONE) {
            check_order(own, place);
        }
    }
}

static int run(audit *own)
{
    int status = open_audit(own);

    if (status != EPIC_OK) {
        return status;
    }
    bool *wanted = ep_arena_array_of(own->arena, own->places, bool), *used = ep_arena_array_of(own->arena, own->places, bool);
    if (wanted == NULL || used == NULL) {
        return EPIC_ENOMEM;
    }
    check_inventory(own, wanted);
    if (own->breaches == 0) { /* else events may be of nothing, and what follows could not be asked */
        check_fixed(own, used);
        check_events(own);
    }
    return own->out_of_memory ? EPIC_ENOMEM : own->breaches == 0 ? EPIC_OK : EPIC_EINPUT;
}

int epic_plan_verify(const epic_plan *plan, epic_diags *diags)
{
    if (plan == NULL) {
        return EPIC_EARG;
    }
    const epic_pairing *pairing = epic_plan_pairing(plan);
    audit own = {.plan = plan, .programme = epic_scores_programme(epic_pairing_scores(pairing)), .diags = diags,
                 .events = epic_plan_events(plan), .arena = ep_arena_new()};
    if (own.arena == NULL) {
        return EPIC_ENOMEM;
    }
    own.info = epic_programme_get(own.programme);
    own.pairs = epic_pairing_pairs(pairing, &own.pair_count);
    own.steps = epic_programme_steps(own.programme);
    own.joints = epic_programme_events(own.programme);
    int status = run(&own);
    for (size_t i = 0; i < own.zone_count; i++) {
        ep_zone_close(own.zones[i]);
    }
    ep_arena_free(own.arena);
    return status;
}
