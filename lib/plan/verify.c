/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of a plan: that it dates what the programme wants, as the programme wants it, where it was fixed and in order. */
#include <string.h>

#include "audit.h"
#include "uid.h"

ep_zone *ep_audit_zone(ep_audit *own, const char *name)
{
    ep_zone *zone = NULL;
    own->out_of_memory = ep_zone_open(&zone, NULL, name) == EPIC_ENOMEM || own->out_of_memory;
    return zone;
}

static bool recurs(const ep_audit *own, const epic_event *event)
{
    return event->pair == EPIC_NONE && ep_audit_recurs(epic_programme_event(own->programme, event->source));
}

/* The rules of the step or joint event that an event is of, in one shape. */
typedef struct rules {
    const char *id;
    epic_kind kind;
    epic_mode mode; /* in which it is planned */
    bool or_online;
    uint32_t days, minutes, travel;
    size_t moderator;
    epic_date from, to;
} rules;

static rules rules_of(const ep_audit *own, const epic_event *event)
{
    if (event->pair != EPIC_NONE) {
        const epic_step *s = epic_programme_step(own->programme, event->source);
        bool travels = (s->kind == EPIC_VISIT || s->kind == EPIC_REPLY) && event->mode != EPIC_MODE_ONLINE;
        return (rules){s->id, s->kind, s->mode, s->has_or_online, s->days, s->minutes, travels ? s->travel_days : 0, s->moderator,
                       s->from, s->to};
    }
    const epic_joint_event *e = epic_programme_event(own->programme, event->source);
    return (rules){e->id, e->kind, e->mode, e->has_or_online, e->days, e->minutes, 0, e->moderator, e->from, e->to};
}

/* The place of an event among all that are wanted; EPIC_NONE when the programme wants no such event. */
static size_t place_of(const ep_audit *own, size_t pair, size_t source, uint32_t number)
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

static void check_inventory(ep_audit *own, bool *wanted)
{
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        size_t place = place_of(own, event->pair, event->source, event->number);
        if (place == EPIC_NONE || wanted[place]) {
            EP_BREACH(own, "E558", "the plan dates '%s' though it is not wanted, or twice", event->id);
        } else {
            wanted[place] = true;
            own->event_at[place] = i;
        }
    }
    for (size_t i = 0; i < epic_plan_unscheduled(own->plan); i++) {
        const epic_unscheduled *left = epic_plan_unscheduled_at(own->plan, i);
        size_t place = place_of(own, left->pair, left->source, left->number);
        if (place == EPIC_NONE || wanted[place] || left->why == NULL || left->why[0] == '\0') {
            EP_BREACH(own, "E558", "the plan lists '%s' as without a date though it is not wanted, has a date, or says no reason",
                   left->id);
        } else {
            wanted[place] = true;
        }
    }
    for (size_t place = 0; place < own->places; place++) {
        if (!wanted[place]) {
            EP_BREACH(own, "E558", "an event of the programme is neither dated nor listed as without a date");
        }
    }
}

/* The event that a line of `fixed` settles, by its place; EPIC_NONE when it recurs or there is none. */
static size_t fixed_place(const ep_audit *own, const epic_fixed *fix, const bool *used)
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
    if (fix->number > 0 && (end - place > 1 || ep_audit_recurs(epic_programme_event(own->programme, fix->event)))) {
        return place_of(own, EPIC_NONE, fix->event, fix->number);
    }
    while (place < end && used[place]) {
        place++;
    }
    return place < end ? place : EPIC_NONE;
}

static bool stands(ep_audit *own, const epic_fixed *fix, const epic_event *event)
{
    uint32_t minutes = rules_of(own, event).minutes;
    bool hour = fix->minute >= 0 && minutes > 0 && rules_of(own, event).days == 0;
    bool online = fix->online || rules_of(own, event).mode == EPIC_MODE_ONLINE;
    if (online != (event->mode == EPIC_MODE_ONLINE)) {
        return false;
    }
    if (event->first != fix->date || event->all_day == hour || (event->state != EPIC_CONFIRMED && event->state != EPIC_DONE)) {
        return false;
    }
    if (!hour) {
        return true;
    }
    ep_zone *zone = ep_audit_zone(own, fix->zone != NULL ? fix->zone : event->zone);
    if (zone == NULL) {
        return false;
    }
    ep_local local = ep_zone_local(zone, event->start);
    ep_zone_close(zone);
    return local.date == fix->date && local.second == fix->minute * 60;
}

/* A visit that is held online has another name than one in person. */
static ep_leg leg_of(const epic_event *event, epic_mode mode)
{
    bool visit = event->kind == EPIC_VISIT || event->kind == EPIC_REPLY;
    return visit && mode == EPIC_MODE_ONLINE ? EP_LEG_ONLINE : EP_LEG_NONE;
}

const epic_issued *ep_audit_was(const ep_audit *own, const epic_event *event)
{
    const epic_ledger *former = epic_plan_former(own->plan);
    const epic_issued *was = recurs(own, event) ? NULL : epic_ledger_find(former, event->uid);
    bool gone = was == NULL || was->standing == EPIC_WITHDRAWN;
    if (gone && event->pair != EPIC_NONE && (event->kind == EPIC_VISIT || event->kind == EPIC_REPLY)) {
        const epic_pair *pair = &own->pairs[event->pair]; /* or by its other name */
        epic_mode other = event->mode == EPIC_MODE_ONLINE ? EPIC_IN_PERSON : EPIC_MODE_ONLINE;
        char uid[EP_UUID_ROOM];
        ep_uid_step(own->info->id, epic_programme_city(own->programme, pair->a)->id,
                    epic_programme_city(own->programme, pair->b)->id, event->id, leg_of(event, other), uid);
        was = epic_ledger_find(former, uid);
    }
    return was == NULL || was->standing == EPIC_WITHDRAWN ? NULL : was;
}

/* Whether it was past, or on its way, when the plan was changed, and stands as it was issued. */
static bool goes_on(const ep_audit *own, const epic_event *event)
{
    const epic_issued *was = ep_audit_was(own, event);
    bool same = was != NULL && was->all_day == event->all_day &&
                (was->all_day ? was->first == event->first && was->last == event->last
                              : was->start == event->start && was->end == event->end);
    return same && own->info->today != EPIC_NO_DATE && event->first - (epic_date)event->travel_out < own->info->today;
}

static bool is_moved(ep_audit *own, const epic_event *event)
{
    const epic_issued *was = ep_audit_was(own, event);
    ep_zone *zone = was != NULL && !was->all_day ? ep_audit_zone(own, event->zone) : NULL;
    epic_date first = zone != NULL ? ep_zone_local(zone, was->start).date : was != NULL ? was->first : event->first;
    ep_zone_close(zone);
    return first != event->first;
}

static void check_fixed(ep_audit *own, bool *used)
{
    for (size_t i = 0; i < epic_programme_fixes(own->programme); i++) {
        const epic_fixed *fix = epic_programme_fix(own->programme, i);
        size_t place = fixed_place(own, fix, used);
        const epic_event *event = place == EPIC_NONE ? NULL : epic_plan_event(own->plan, own->event_at[place]);
        if (event == NULL || !stands(own, fix, event)) {
            EP_BREACH(own, "E557", "the fixed event in line %u is not where it was fixed", (unsigned)fix->place.line);
            continue;
        }
        used[place] = true;
        own->fixed[own->event_at[place]] = true;
    }
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        if (!own->fixed[i] && goes_on(own, event)) {
            own->fixed[i] = own->gone_on[i] = true;
        }
        bool over = recurs(own, event) && own->info->today != EPIC_NO_DATE && event->last < own->info->today;
        bool converted = event->mode != rules_of(own, event).mode;
        epic_state state = over ? EPIC_DONE : is_moved(own, event) ? EPIC_MOVED : converted ? EPIC_HELD_ONLINE : EPIC_PROPOSED;
        if (!own->fixed[i] && event->state != state) {
            EP_BREACH(own, "E557", "'%s' is said to be settled but is not fixed", event->id);
        }
    }
}

size_t ep_audit_guest(const ep_audit *own, const epic_pair *pair, size_t index, epic_kind kind)
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
            return pair->a + pair->b - ep_audit_guest(own, pair, i, EPIC_VISIT);
        }
    }
    return pair->a + pair->b - (mutual && pair->benefit_b > pair->benefit_a ? pair->b : pair->a);
}

static bool roles_right(const ep_audit *own, const epic_event *event, const rules *r)
{
    const epic_pair *pair = &own->pairs[event->pair];
    size_t low = pair->a < pair->b ? pair->a : pair->b;
    bool visit = r->kind == EPIC_VISIT || r->kind == EPIC_REPLY;
    size_t guest = visit ? ep_audit_guest(own, pair, event->source, r->kind) : EPIC_NONE;
    size_t host = visit ? pair->a + pair->b - guest : EPIC_NONE;
    return event->city_count == 2 && event->cities[0] == low && event->cities[1] == pair->a + pair->b - low &&
           event->guest == guest && event->host == host &&
           event->place_city == (visit && event->mode != EPIC_MODE_ONLINE ? host : EPIC_NONE);
}

static bool joint_right(const ep_audit *own, const epic_event *event)
{
    const epic_joint_event *joint = epic_programme_event(own->programme, event->source);
    size_t place = joint->city;
    if (joint->rotate_hosts && joint->participant_count > 0) {
        place = joint->participants[(event->number > 0 ? event->number - 1 : 0) % joint->participant_count];
    }
    place = event->mode == EPIC_MODE_ONLINE ? EPIC_NONE : place;
    for (size_t i = 0; i < joint->participant_count && i < event->city_count; i++) {
        if (event->cities[i] != joint->participants[i]) {
            return false;
        }
    }
    return event->city_count == joint->participant_count && event->place_city == place && event->guest == EPIC_NONE;
}

static bool uid_right(const ep_audit *own, const epic_event *event)
{
    char uid[EP_UUID_ROOM];
    if (recurs(own, event)) {
        ep_uid_series(own->info->id, event->id, uid);
    } else if (event->pair == EPIC_NONE) {
        ep_uid_joint(own->info->id, event->id, event->number, EP_LEG_NONE, uid);
    } else {
        const epic_pair *pair = &own->pairs[event->pair];
        ep_uid_step(own->info->id, epic_programme_city(own->programme, pair->a)->id,
                    epic_programme_city(own->programme, pair->b)->id, event->id, leg_of(event, event->mode), uid);
    }
    return strcmp(uid, event->uid) == 0;
}

/* Its days and hours by themselves: as long as the rules say, and its moments on its days. */
static bool dates_right(ep_audit *own, const epic_event *event, const rules *r)
{
    bool whole = r->minutes == 0 || r->days > 0 || ep_audit_idle(r->kind);
    if (event->all_day) {
        epic_date days = r->days > 0 ? (epic_date)r->days : 1;
        return event->start == EPIC_NO_INSTANT && event->end == EPIC_NO_INSTANT && event->last - event->first + 1 == days &&
               (whole || event->state != EPIC_PROPOSED);
    }
    ep_zone *zone = whole || event->end - event->start != (epic_instant)r->minutes * 60 ? NULL : ep_audit_zone(own, event->zone);
    if (zone == NULL) {
        return false;
    }
    epic_date first = ep_zone_local(zone, event->start).date, last = ep_zone_local(zone, event->end - 1).date;
    ep_zone_close(zone);
    return first == event->first && last == event->last;
}

/* As it is planned, or online where that is allowed, was settled, or was issued. */
static bool mode_right(const ep_audit *own, size_t i, const epic_event *event, const rules *r)
{
    return event->mode == r->mode || (event->mode == EPIC_MODE_ONLINE && (r->or_online || own->fixed[i]));
}

static void check_shape(ep_audit *own, size_t i, const epic_event *event)
{
    rules r = rules_of(own, event);
    bool right = strcmp(event->id, r.id) == 0 && event->kind == r.kind && mode_right(own, i, event, &r) &&
                 event->moderator == r.moderator && event->travel_out + event->travel_back == r.travel &&
                 (event->travel_out == event->travel_back || event->travel_out == event->travel_back + 1) &&
                 event->title != NULL && event->why != NULL && event->zone != NULL;
    right = right && (event->pair != EPIC_NONE ? roles_right(own, event, &r) : joint_right(own, event));
    if (!right || !uid_right(own, event) || !dates_right(own, event, &r)) {
        EP_BREACH(own, "E559", "'%s' is not what the programme says of it: its cities, length, hours or name differ", event->id);
    }
}

static void check_window(ep_audit *own, size_t i, const epic_event *event)
{
    rules r = rules_of(own, event);
    epic_date from = event->first, to = event->last;
    if (!own->fixed[i]) {
        from -= (epic_date)event->travel_out;
        to += (epic_date)event->travel_back;
    }
    if (event->first < r.from || event->last > r.to || from < own->info->starts || to > own->info->ends) {
        EP_BREACH(own, "E550", "'%s' is outside its window or the programme", event->id);
    }
    const epic_duration none = {0, 0, 0};
    const epic_issued *was = ep_audit_was(own, event);
    bool kept = was != NULL && (!is_moved(own, event) || was->reserve == event->first);
    if (!own->fixed[i] && !recurs(own, event) && own->info->today != EPIC_NO_DATE &&
        from < ep_audit_later(own->info->today, kept ? &none : &own->info->notice)) {
        EP_BREACH(own, "E560", "'%s' is new and in the past", event->id);
    }
}

/* A civil date a duration later, by the calendar's own steps. */
int64_t ep_audit_later(epic_date date, const epic_duration *by)
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

ep_audit_link ep_audit_link_of(const ep_audit *own, size_t place)
{
    if (place < own->pair_count * own->steps) {
        size_t step = place % own->steps, base = place - step;
        const epic_step *s = epic_programme_step(own->programme, step);
        size_t before = s->has_after ? s->after.event : step > 0 ? step - 1 : EPIC_NONE;
        return (ep_audit_link){before == EPIC_NONE ? EPIC_NONE : base + before, s->has_after ? &s->after : NULL};
    }
    size_t e = 0;
    while (own->joint_at[e + 1] <= place) {
        e++;
    }
    const epic_joint_event *event = epic_programme_event(own->programme, e);
    if (ep_audit_recurs(event)) {
        return (ep_audit_link){EPIC_NONE, NULL};
    }
    if (place > own->joint_at[e]) {
        return (ep_audit_link){place - 1, NULL};
    }
    size_t before = event->has_after ? event->after.event : EPIC_NONE;
    bool dated = before != EPIC_NONE && !ep_audit_recurs(epic_programme_event(own->programme, before));
    return (ep_audit_link){dated ? own->joint_at[before + 1] - 1 : EPIC_NONE, event->has_after ? &event->after : NULL};
}

static bool gap_kept(const ep_audit *own, const epic_event *event, const epic_event *before, const epic_after *after, bool direct)
{
    epic_date from = before == NULL ? own->info->starts : before->last;
    bool least = after != NULL && after->has_at_least;
    bool nothing = least && after->at_least.months == 0 && after->at_least.days == 0 && after->at_least.minutes == 0;
    bool same = before == NULL || (nothing && (ep_audit_idle(event->kind) || ep_audit_idle(before->kind)));
    return event->first >= from + !same && (!least || event->first >= ep_audit_later(from, &after->at_least)) &&
           (!direct || after == NULL || !after->has_at_most || event->first <= ep_audit_later(from, &after->at_most));
}

size_t ep_audit_before(const ep_audit *own, size_t place, bool *direct)
{
    size_t first = ep_audit_link_of(own, place).place, up = first;
    for (size_t turn = 0; up != EPIC_NONE && own->event_at[up] == EPIC_NONE && turn < own->places; turn++) {
        up = ep_audit_link_of(own, up).place;
    }
    *direct = up == first;
    return up == EPIC_NONE ? EPIC_NONE : own->event_at[up];
}

bool ep_audit_follows(const ep_audit *own, size_t place, const epic_event *event, const epic_event *before)
{
    bool direct;
    size_t other = ep_audit_before(own, place, &direct);
    ep_audit_link link = ep_audit_link_of(own, place);
    bool from_start = link.after != NULL && link.after->event == EPIC_NONE;
    before = before != NULL ? before : epic_plan_event(own->plan, other);
    return (before == NULL && !from_start) || gap_kept(own, event, before, link.after, direct);
}

static void check_order(ep_audit *own, size_t place)
{
    bool direct;
    size_t index = own->event_at[place], other = ep_audit_before(own, place, &direct);
    bool settled = own->fixed[index] && (other == EPIC_NONE || own->fixed[other]);
    if (!settled && !ep_audit_follows(own, place, epic_plan_event(own->plan, index), NULL)) {
        EP_BREACH(own, "E551", "'%s' is too near to or too far from what it follows", epic_plan_event(own->plan, index)->id);
    }
}

static int open_zones(ep_audit *own)
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
            EP_BREACH(own, "E503", "the time zone '%s' cannot be read on this machine", name);
            status = EPIC_EINPUT;
        }
    }
    return own->zones == NULL ? EPIC_ENOMEM : status;
}

static int open_audit(ep_audit *own)
{
    own->joint_at = ep_arena_array_of(own->arena, own->joints + 1, size_t);
    own->fixed = ep_arena_array_of(own->arena, own->events, bool);
    own->gone_on = ep_arena_array_of(own->arena, own->events, bool);
    if (own->joint_at == NULL || own->fixed == NULL || own->gone_on == NULL) {
        return EPIC_ENOMEM;
    }
    own->joint_at[0] = own->pair_count * own->steps;
    for (size_t e = 0; e < own->joints; e++) {
        const epic_joint_event *event = epic_programme_event(own->programme, e);
        own->joint_at[e + 1] =
            own->joint_at[e] + (ep_audit_recurs(event) ? ep_audit_turns(own, event) : event->count > 0 ? event->count : 1);
    }
    own->places = own->joint_at[own->joints];
    own->event_at = ep_arena_array_of(own->arena, own->places, size_t);
    for (size_t i = 0; i < own->places && own->event_at != NULL; i++) {
        own->event_at[i] = EPIC_NONE;
    }
    return own->event_at == NULL ? EPIC_ENOMEM : open_zones(own);
}

static void check_events(ep_audit *own)
{
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        if (!own->gone_on[i]) {
            check_shape(own, i, event);
            check_window(own, i, event);
            ep_audit_invited(own, i);
        }
        if (recurs(own, event)) {
            ep_audit_turn(own, event, own->fixed[i]);
        }
        if (!own->fixed[i]) {
            ep_audit_calendar(own, event);
            ep_audit_hosting(own, event);
        }
        for (size_t j = 0; j < i; j++) {
            if (!own->fixed[i] || !own->fixed[j]) {
                ep_audit_two(own, event, epic_plan_event(own->plan, j));
            }
        }
    }
    for (size_t place = 0; place < own->places; place++) {
        if (own->event_at[place] != EPIC_NONE) {
            check_order(own, place);
        }
    }
}

static int run(ep_audit *own)
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
        own->out_of_memory = !ep_audit_reserves(own) || !ep_audit_cost(own) || own->out_of_memory;
    }
    return own->out_of_memory ? EPIC_ENOMEM : own->breaches == 0 ? EPIC_OK : EPIC_EINPUT;
}

int epic_plan_verify(const epic_plan *plan, epic_diags *diags)
{
    if (plan == NULL) {
        return EPIC_EARG;
    }
    const epic_pairing *pairing = epic_plan_pairing(plan);
    ep_audit own = {.plan = plan, .programme = epic_scores_programme(epic_pairing_scores(pairing)), .diags = diags,
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
