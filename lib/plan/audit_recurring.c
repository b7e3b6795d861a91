/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of what recurs: its days by the rule, counted anew, and how far each occurrence is from them. */
#include "audit.h"

bool ep_audit_recurs(const epic_joint_event *event)
{
    return event->every.months != 0 || event->every.days != 0 || event->every.minutes != 0;
}

/* The last day on which a joint event is dated: that of its greatest number. */
static bool last_dated(const ep_audit *own, size_t joint, epic_date *last)
{
    const epic_event *latest = NULL;
    for (size_t i = 0; i < own->events; i++) {
        const epic_event *event = epic_plan_event(own->plan, i);
        if (event->pair == EPIC_NONE && event->source == joint && (latest == NULL || event->number > latest->number)) {
            latest = event;
        }
    }
    *last = latest == NULL ? EPIC_NO_DATE : latest->last;
    return latest != NULL;
}

/* Where the first period begins. */
static epic_date beginning(const ep_audit *own, const epic_joint_event *event)
{
    epic_date last = own->info->starts;
    bool counted = event->has_after && event->after.event == EPIC_NONE, least = event->after.has_at_least;
    int64_t begin = event->from;
    for (const epic_joint_event *up = event; up->has_after && up->after.event != EPIC_NONE && !counted;) {
        const epic_joint_event *before = epic_programme_event(own->programme, up->after.event);
        if (ep_audit_recurs(before)) {
            return event->from;
        }
        counted = last_dated(own, up->after.event, &last);
        up = before;
    }
    if (counted) {
        int64_t next = least ? ep_audit_later(last, &event->after.at_least) : last + (event->after.event != EPIC_NONE);
        begin = next > begin ? next : begin;
    }
    return begin > INT32_MAX ? INT32_MAX : (epic_date)begin;
}

/* So many periods behind the beginning. */
static int64_t turn(const epic_joint_event *event, epic_date begin, int64_t periods)
{
    if (event->every.months == 0) {
        return begin + periods * event->every.days;
    }
    int64_t months = periods * event->every.months;
    return months > 120000 ? INT32_MAX : ep_audit_later(begin, &(const epic_duration){(int32_t)months, 0, 0});
}

size_t ep_audit_turns(const ep_audit *own, const epic_joint_event *event)
{
    epic_date begin = beginning(own, event);
    int64_t due = event->kind == EPIC_DEADLINE;
    size_t count = 0;
    while ((event->count == 0 || count < event->count) && turn(event, begin, (int64_t)count + due) <= event->to) {
        count++;
    }
    return count;
}

void ep_audit_turn(ep_audit *own, const epic_event *event, bool fixed)
{
    const epic_joint_event *joint = epic_programme_event(own->programme, event->source);
    epic_date begin = beginning(own, joint);
    bool due = joint->kind == EPIC_DEADLINE;
    int64_t day = turn(joint, begin, (int64_t)event->number - !due);
    bool near = due ? event->first <= day && event->first > turn(joint, begin, (int64_t)event->number - 1)
                    : event->first >= day && event->last < turn(joint, begin, event->number);
    if (event->nominal != day || (!near && !fixed)) {
        EP_BREACH(own, "E562", "number %u of '%s' is not in its period", (unsigned)event->number, event->id);
    }
}
