/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of reserve dates: each is looked at as an event of its own beside all others and their reserve dates, but not beside
 * the date that it stands for. */
#include "audit.h"

static const epic_duration *wanted(const ep_audit *own, const epic_event *event)
{
    if (event->pair != EPIC_NONE) {
        const epic_step *step = epic_programme_step(own->programme, event->source);
        return step->has_reserve ? &step->reserve : NULL;
    }
    const epic_joint_event *joint = epic_programme_event(own->programme, event->source);
    return joint->has_reserve ? &joint->reserve : NULL;
}

static void check_wanted(ep_audit *own, const epic_event *event)
{
    const epic_duration *after = wanted(own, event);
    bool begun = own->info->today != EPIC_NO_DATE && event->first - (epic_date)event->travel_out < own->info->today;
    bool long_enough = after != NULL && event->all_day && event->reserve_first > event->last &&
                       event->reserve_first >= ep_audit_later(event->last, after) &&
                       event->reserve_last - event->reserve_first == event->last - event->first;
    if (begun || !long_enough) {
        EP_BREACH(own, "E564", "'%s' has a reserve date that nobody wants, or too soon, or of another length", event->id);
    }
}

/* The window; what people know already is not new. */
static void check_window(ep_audit *own, const epic_event *event, const epic_event *second)
{
    const epic_step *step = epic_programme_step(own->programme, event->pair != EPIC_NONE ? event->source : EPIC_NONE);
    const epic_joint_event *joint = epic_programme_event(own->programme, event->pair != EPIC_NONE ? EPIC_NONE : event->source);
    epic_date from = second->first - (epic_date)second->travel_out, to = second->last + (epic_date)second->travel_back;
    epic_date opens = step != NULL ? step->from : joint->from, closes = step != NULL ? step->to : joint->to;
    const epic_issued *was = ep_audit_was(own, event);
    bool known = was != NULL && (was->reserve == second->first || !was->all_day || was->first == second->first);
    if (second->first < opens || second->last > closes || from < own->info->starts || to > own->info->ends) {
        EP_BREACH(own, "E550", "'%s' is outside its window or the programme", second->id);
    }
    if (own->info->today != EPIC_NO_DATE &&
        from < (known ? own->info->today : ep_audit_later(own->info->today, &own->info->notice))) {
        EP_BREACH(own, "E560", "'%s' is new and in the past", second->id);
    }
}

/* What it follows stays where it is. What follows it, the nearest with a date, stays or goes to its own reserve date. */
static void check_order(ep_audit *own, const epic_event *seconds, size_t place)
{
    const epic_event *second = &seconds[own->event_at[place]];
    if (!ep_audit_follows(own, place, second, NULL)) {
        EP_BREACH(own, "E551", "'%s' is too near to or too far from what it follows", second->id);
    }
    for (size_t next = 0; next < own->places; next++) {
        bool direct;
        size_t i = own->event_at[next];
        if (i != EPIC_NONE && ep_audit_before(own, next, &direct) == own->event_at[place] &&
            !ep_audit_follows(own, next, epic_plan_event(own->plan, i), second) &&
            (seconds[i].id == NULL || !ep_audit_follows(own, next, &seconds[i], second))) {
            EP_BREACH(own, "E551", "'%s' is too near to or too far from '%s', which follows it", second->id,
                      epic_plan_event(own->plan, i)->id);
        }
    }
}

static bool is_hosted(const epic_event *event, size_t host, epic_date date)
{
    return event->guest != EPIC_NONE && event->host == host && event->mode != EPIC_MODE_ONLINE && event->first <= date &&
           date <= event->last;
}

/* As many visits as its host can take on each day, reserve dates among them. */
static void check_hosting(ep_audit *own, const epic_event *seconds, size_t i)
{
    const epic_event *second = &seconds[i];
    const epic_city *host = epic_programme_city(own->programme, second->host);
    size_t most = host == NULL || host->visits_at_a_time == 0 ? 1 : host->visits_at_a_time;
    for (epic_date d = second->first; d <= second->last && is_hosted(second, second->host, d); d++) {
        size_t count = 0;
        for (size_t k = 0; k < own->events; k++) {
            bool other = k != i && is_hosted(epic_plan_event(own->plan, k), second->host, d);
            count += (size_t)other + (seconds[k].id != NULL && is_hosted(&seconds[k], second->host, d));
        }
        if (count > most) {
            EP_BREACH(own, "E555", "%s hosts too many visits at a time during '%s'", host->name, second->id);
            return;
        }
    }
}

static void check_beside(ep_audit *own, const epic_event *seconds, size_t i)
{
    for (size_t k = 0; k < own->events; k++) {
        if (k != i) {
            ep_audit_two(own, &seconds[i], epic_plan_event(own->plan, k));
        }
        if (k < i && seconds[k].id != NULL) {
            ep_audit_two(own, &seconds[i], &seconds[k]);
        }
    }
    check_hosting(own, seconds, i);
}

/* Each reserve date as an event; one without an id is none. */
static epic_event *as_events(ep_audit *own)
{
    epic_event *seconds = ep_arena_array_of(own->arena, own->events, epic_event);
    for (size_t i = 0; i < own->events && seconds != NULL; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        if (event->reserve_first != EPIC_NO_DATE) {
            seconds[i] = *event;
            seconds[i].first = event->reserve_first;
            seconds[i].last = event->reserve_last;
            seconds[i].id = ep_arena_printf(own->arena, "%s, reserve date", event->id);
            seconds = seconds[i].id == NULL ? NULL : seconds;
        }
    }
    return seconds;
}

bool ep_audit_reserves(ep_audit *own)
{
    epic_event *seconds = as_events(own);
    for (size_t place = 0; place < own->places && seconds != NULL; place++) {
        size_t i = own->event_at[place];
        if (i != EPIC_NONE && seconds[i].id != NULL) {
            const epic_event *event = epic_plan_event(own->plan, i);
            check_wanted(own, event);
            check_window(own, event, &seconds[i]);
            check_order(own, seconds, place);
            ep_audit_calendar(own, &seconds[i]);
            check_beside(own, seconds, i);
        }
    }
    return seconds != NULL;
}
