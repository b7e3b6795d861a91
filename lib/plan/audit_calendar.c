/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendars of an audit: working days and hours, blocked periods, unavailability, one thing at a time. */
#include <string.h>

#include "audit.h"

#define FULL_WEEK 5 /* only what is longer may run over closed days */

static bool online(const epic_event *event)
{
    return !event->all_day && event->mode == EPIC_MODE_ONLINE;
}

/* Held by each city at home, on its own local day. */
static bool at_home(const epic_event *event)
{
    return !event->all_day && (event->pair != EPIC_NONE || event->mode == EPIC_MODE_ONLINE);
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

bool ep_audit_covered(const ep_audit *own, size_t city, epic_date date, epic_calendar_use use)
{
    const epic_calendars *calendars = epic_plan_calendars(own->plan);
    epic_instant begin, end;
    ep_zone_instant(own->zones[city], date, 0, &begin);
    ep_zone_instant(own->zones[city], date + 1, 0, &end);
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        const epic_busy_time *time;
        for (size_t k = 0; calendar->city == city && calendar->use == use &&
                           (time = epic_busy_time_at(calendar->busy, EPIC_BUSY_FIRM, k)) != NULL; k++) {
            if (time->start <= begin && time->end >= end) {
                return true;
            }
        }
    }
    return false;
}

/* Whether the city's calendars say that it is busy at some moment from..to. */
static bool busy_between(const ep_audit *own, size_t city, epic_instant from, epic_instant to)
{
    const epic_calendars *calendars = epic_plan_calendars(own->plan);
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        const epic_busy_time *time;
        for (size_t k = 0; calendar->city == city && calendar->use == EPIC_USE_BUSY &&
                           (time = epic_busy_time_at(calendar->busy, EPIC_BUSY_FIRM, k)) != NULL; k++) {
            if (time->start < to && time->end > from) {
                return true;
            }
        }
    }
    return false;
}

static bool is_open(const ep_audit *own, size_t index, epic_date date)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    int weekday = epic_date_weekday(date);
    return city == NULL ? weekday < 5
                        : city->office_hours.from[weekday] < city->office_hours.to[weekday] &&
                              !ep_audit_covered(own, index, date, EPIC_USE_HOLIDAYS);
}

/* Whether the offices concerned are open on a day: everyone's, or that of the place. */
static bool all_open(const ep_audit *own, const epic_event *event, epic_date date)
{
    bool at_place = event->pair == EPIC_NONE && event->mode != EPIC_MODE_ONLINE && !ep_audit_idle(event->kind);
    if (at_place || event->city_count == 0) {
        return is_open(own, event->place_city, date);
    }
    for (size_t i = 0; i < event->city_count; i++) {
        if (!is_open(own, event->cities[i], date)) {
            return false;
        }
    }
    return true;
}

/* Whether an office must be open on a day of an event. */
static bool is_working(const epic_event *event, epic_date date)
{
    bool lenient = event->last - event->first + 1 > FULL_WEEK || ep_audit_idle(event->kind);
    return date == event->last || (!ep_audit_idle(event->kind) && (date == event->first || !lenient));
}

static void check_days(ep_audit *own, const epic_event *event)
{
    for (epic_date d = event->first; d <= event->last; d++) {
        if (is_working(event, d) && !all_open(own, event, d)) {
            EP_BREACH(own, "E552", "'%s' is on a day on which an office is closed", event->id);
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

/* Whether it is inside the hours of a city by its own clock, and on no holiday of it. */
static bool within_city(const ep_audit *own, const epic_event *event, size_t city)
{
    const ep_zone *zone = own->zones[city];
    return within(zone, &epic_programme_city(own->programme, city)->office_hours, event) &&
           !ep_audit_covered(own, city, ep_zone_local(zone, event->start).date, EPIC_USE_HOLIDAYS);
}

static bool within_place(ep_audit *own, const epic_event *event)
{
    static const epic_hours weekdays = {{540, 540, 540, 540, 540, 0, 0}, {1020, 1020, 1020, 1020, 1020, 0, 0}};
    if (event->place_city != EPIC_NONE) {
        return within_city(own, event, event->place_city);
    }
    ep_zone *zone = ep_audit_zone(own, event->zone);
    if (zone == NULL) {
        return false;
    }
    bool open = within(zone, &weekdays, event);
    ep_zone_close(zone);
    return open;
}

static void check_hours(ep_audit *own, const epic_event *event)
{
    bool at_place = (event->pair == EPIC_NONE && event->mode != EPIC_MODE_ONLINE) || event->city_count == 0;
    bool right = !at_place || within_place(own, event);
    for (size_t i = 0; i < event->city_count && !at_place; i++) {
        right = right && within_city(own, event, event->cities[i]);
    }
    if (event->moderator != EPIC_NONE) {
        const epic_moderator *moderator = epic_programme_moderator(own->programme, event->moderator);
        const ep_zone *zone = own->zones[epic_programme_cities(own->programme) + event->moderator];
        right = right && within(zone, &moderator->office_hours, event);
    }
    if (!right || event->start % 60 != 0) {
        EP_BREACH(own, "E552", "'%s' is outside the office hours of someone who takes part", event->id);
    }
}

/* The local days on which an event concerns a city. */
static void days_of(const ep_audit *own, const epic_event *event, size_t city, bool travel, epic_date *from, epic_date *to)
{
    *from = event->first - (epic_date)(travel ? event->travel_out : 0);
    *to = event->last + (epic_date)(travel ? event->travel_back : 0);
    if (at_home(event)) {
        *from = ep_zone_local(own->zones[city], event->start).date;
        *to = ep_zone_local(own->zones[city], event->end - 1).date;
    } else if (ep_audit_idle(event->kind)) {
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

static bool is_blocked(const ep_audit *own, const epic_event *event, size_t city)
{
    epic_date from, to;
    bool blocked = false;
    days_of(own, event, city, true, &from, &to);
    for (size_t i = 0; i < epic_programme_blocks(own->programme) && !ep_audit_idle(event->kind) && !blocked; i++) {
        const epic_blocked *block = epic_programme_block(own->programme, i);
        blocked = meets(from, to, &block->period) &&
                  blocks(block, event, city, epic_programme_city(own->programme, city)->country);
    }
    return blocked;
}

static bool is_away(const ep_audit *own, const epic_event *event, size_t index)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    epic_date from, to;
    bool away = false;
    days_of(own, event, index, index == event->guest, &from, &to);
    for (size_t i = 0; i < city->unavailable_count && !away; i++) {
        away = meets(from, to, &city->unavailable[i]);
    }
    return away;
}

/* A meeting at home wants its hours, all else whole days, those of a guest's travel included. */
static bool is_busy(const ep_audit *own, const epic_event *event, size_t city)
{
    epic_instant begin = event->start, end = event->end;
    if (!at_home(event)) {
        epic_date from, to;
        days_of(own, event, city, city == event->guest, &from, &to);
        ep_zone_instant(own->zones[city], from, 0, &begin);
        ep_zone_instant(own->zones[city], to + 1, 0, &end);
    }
    return !ep_audit_idle(event->kind) && busy_between(own, city, begin, end);
}

static void check_city(ep_audit *own, const epic_event *event, size_t city)
{
    const char *name = epic_programme_city(own->programme, city)->name;
    if (is_blocked(own, event, city)) {
        EP_BREACH(own, "E553", "'%s' is in a blocked period of %s", event->id, name);
    }
    if (is_away(own, event, city)) {
        EP_BREACH(own, "E554", "'%s' is when %s is not available", event->id, name);
    }
    if (is_busy(own, event, city)) {
        EP_BREACH(own, "E561", "'%s' is when the calendar of %s says that it is busy", event->id, name);
    }
}

void ep_audit_calendar(ep_audit *own, const epic_event *event)
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
    for (size_t i = 0; i < epic_programme_blocks(own->programme) && event->venue.country != NULL && !ep_audit_idle(event->kind);
         i++) {
        const epic_blocked *block = epic_programme_block(own->programme, i);
        if (meets(event->first, event->last, &block->period) && blocks(block, event, EPIC_NONE, event->venue.country)) {
            EP_BREACH(own, "E553", "'%s' is in a blocked period of its place", event->id);
        }
    }
}

static bool receives(const epic_event *event, size_t city)
{
    return event->guest != EPIC_NONE && event->host == city && event->mode != EPIC_MODE_ONLINE;
}

/* Whether two events want a city at one time. */
static bool collide(const ep_audit *own, const epic_event *a, const epic_event *b, size_t city)
{
    epic_date from_a, to_a, from_b, to_b;
    if (online(a) && online(b)) {
        return a->start < b->end && b->start < a->end;
    }
    days_of(own, a, city, city == a->guest, &from_a, &to_a);
    days_of(own, b, city, city == b->guest, &from_b, &to_b);
    return from_a <= to_b && from_b <= to_a && !(receives(a, city) && receives(b, city));
}

static bool leads_both(const ep_audit *own, const epic_event *a, const epic_event *b)
{
    if (a->moderator == EPIC_NONE || a->moderator != b->moderator || a->all_day || b->all_day) {
        return false;
    }
    epic_instant apart = (epic_instant)epic_programme_moderator(own->programme, a->moderator)->turn_round * 60;
    return a->start < b->end + apart && b->start < a->end + apart;
}

void ep_audit_two(ep_audit *own, const epic_event *a, const epic_event *b)
{
    bool busy = !ep_audit_idle(a->kind) && !ep_audit_idle(b->kind);
    for (size_t i = 0; i <= a->city_count && busy; i++) {
        size_t c = i < a->city_count ? a->cities[i] : a->place_city;
        if (c != EPIC_NONE && takes_part(b, c) && collide(own, a, b, c)) {
            EP_BREACH(own, "E555", "'%s' and '%s' want %s at one time", a->id, b->id,
                      epic_programme_city(own->programme, c)->name);
            break;
        }
    }
    if (leads_both(own, a, b)) {
        EP_BREACH(own, "E556", "'%s' and '%s' want one moderator at one time", a->id, b->id);
    }
}

void ep_audit_hosting(ep_audit *own, const epic_event *visit)
{
    const epic_city *host = epic_programme_city(own->programme, visit->host);
    for (epic_date d = visit->first; host != NULL && receives(visit, visit->host) && d <= visit->last; d++) {
        size_t count = 0;
        for (size_t i = 0; i < own->events; i++) {
            const epic_event *other = epic_plan_event(own->plan, i);
            count += receives(other, visit->host) && other->first <= d && d <= other->last;
        }
        if (count > (host->visits_at_a_time > 0 ? host->visits_at_a_time : 1)) {
            EP_BREACH(own, "E555", "%s hosts too many visits at a time during '%s'", host->name, visit->id);
            return;
        }
    }
}

/* ---- who is invited ---- */

/* Whether the office of a city is open for an event as that of those who must come has to be. */
static bool has_open(const ep_audit *own, const epic_event *event, size_t city)
{
    const ep_zone *zone = own->zones[city];
    if (at_home(event)) {
        ep_local from = ep_zone_local(zone, event->start), to = ep_zone_local(zone, event->end - 60);
        return within_city(own, event, city) && from.offset == to.offset && from.date >= own->info->starts &&
               from.date <= own->info->ends;
    }
    bool open = true, asked = event->mode == EPIC_MODE_ONLINE || ep_audit_idle(event->kind);
    for (epic_date d = event->first; d <= event->last && asked; d++) {
        open = open && (!is_working(event, d) || is_open(own, city, d));
    }
    return open;
}

bool ep_audit_able(const ep_audit *own, const epic_event *event, size_t city, bool settled)
{
    return has_open(own, event, city) && !is_blocked(own, event, city) && !is_away(own, event, city) &&
           (settled || !is_busy(own, event, city));
}

/* Whether a city can come to one event of the plan that does not need it. */
static bool can_come(const ep_audit *own, size_t index, size_t city)
{
    const epic_event *event = epic_plan_event(own->plan, index);
    bool free = ep_audit_able(own, event, city, own->fixed[index]);
    for (size_t i = 0; i < own->events && free && !ep_audit_idle(event->kind); i++) {
        const epic_event *other = epic_plan_event(own->plan, i);
        free = i == index || ep_audit_idle(other->kind) || !takes_part(other, city) || !collide(own, event, other, city);
    }
    return free;
}

/* To one event, or to each time of what recurs. */
static bool comes(const ep_audit *own, size_t index, size_t city)
{
    const epic_event *event = epic_plan_event(own->plan, index);
    bool free = can_come(own, index, city);
    for (size_t i = 0; i < own->events && free && event->nominal != EPIC_NO_DATE; i++) {
        const epic_event *other = epic_plan_event(own->plan, i);
        free = i == index || other->pair != EPIC_NONE || other->source != event->source || can_come(own, i, city);
    }
    return free;
}

/* What recurs invites the same each time, so that one of them is asked about. */
static const epic_event *first_of(const ep_audit *own, const epic_event *event)
{
    size_t i = 0;
    while (event->nominal != EPIC_NO_DATE && (epic_plan_event(own->plan, i)->pair != EPIC_NONE ||
                                              epic_plan_event(own->plan, i)->source != event->source)) {
        i++;
    }
    return event->nominal != EPIC_NO_DATE ? epic_plan_event(own->plan, i) : event;
}

static void check_listed(ep_audit *own, size_t index, const epic_event *event, const epic_joint_event *joint)
{
    size_t told = 0;
    for (size_t i = 0; i < joint->optional_count; i++) {
        bool listed = told < event->optional_count && event->optional[told] == joint->optional[i];
        told += listed;
        if (listed != comes(own, index, joint->optional[i])) {
            EP_BREACH(own, "E559", "'%s' says that %s can%s come", event->id,
                      epic_programme_city(own->programme, joint->optional[i])->name, listed ? "" : "not");
        }
    }
    if (told < event->optional_count) {
        EP_BREACH(own, "E559", "'%s' lists a city that is not invited, or not in order", event->id);
    }
}

void ep_audit_invited(ep_audit *own, size_t index)
{
    const epic_event *event = epic_plan_event(own->plan, index), *first = first_of(own, event);
    size_t same = 0;
    if (event->pair == EPIC_NONE && first == event) {
        check_listed(own, index, event, epic_programme_event(own->programme, event->source));
        return;
    }
    while (same < event->optional_count && same < first->optional_count && event->optional[same] == first->optional[same]) {
        same++;
    }
    if (event->pair != EPIC_NONE ? event->optional_count > 0 : same < event->optional_count || same < first->optional_count) {
        EP_BREACH(own, "E559", "'%s' invites others than the programme says", event->id);
    }
}
