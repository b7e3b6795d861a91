/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of a plan. It reads the programme and the public values alone and shares nothing with the engine, on purpose: a rule
 * that stands in both is written twice. */
#ifndef EP_AUDIT_H
#define EP_AUDIT_H

#include <epic/ledger.h>
#include <epic/plan.h>

#include "arena.h"
#include "diags.h"
#include "zone.h"

typedef struct ep_audit {
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
    bool *fixed;         /* by event: settled by the programme, or past or begun when the plan was changed */
    bool *gone_on;       /* by event: the latter */
    ep_zone **zones;     /* of cities, then moderators */
    size_t zone_count;
    size_t breaches;
    bool out_of_memory;  /* a zone could not be opened, so that nothing more can be said */
} ep_audit;

#define EP_BREACH(audit, code, ...) \
    ((audit)->breaches++, (audit)->out_of_memory ? (void)0 : ep_diag_plain((audit)->diags, code, __VA_ARGS__))

/* NULL when it cannot be opened; lack of memory is no breach. */
ep_zone *ep_audit_zone(ep_audit *own, const char *name);

/* Whether it has a date and takes nobody's time. */
static inline bool ep_audit_idle(epic_kind kind)
{
    return kind == EPIC_PREPARATION || kind == EPIC_DEADLINE;
}

/* The place of what an event follows, and the gap stated to it. */
typedef struct ep_audit_link {
    size_t place;            /* or EPIC_NONE */
    const epic_after *after; /* or NULL: the next day or later */
} ep_audit_link;

ep_audit_link ep_audit_link_of(const ep_audit *own, size_t place);
/* The nearest event with a date before a place, EPIC_NONE when there is none; whether it is the very one that is followed. */
size_t ep_audit_before(const ep_audit *own, size_t place, bool *direct);
/* Whether an event, as that of a place, keeps its gap to what it follows: to `before` instead of that unless it is NULL. */
bool ep_audit_follows(const ep_audit *own, size_t place, const epic_event *event, const epic_event *before);
/* What a plan that goes on from another was issued for; NULL: it does not, or it was not. */
const epic_issued *ep_audit_was(const ep_audit *own, const epic_event *event);
/* The guest that the rules give a visit; for a reply the other city of the visit before it. */
size_t ep_audit_guest(const ep_audit *own, const epic_pair *pair, size_t index, epic_kind kind);
/* A civil date a duration later. */
int64_t ep_audit_later(epic_date date, const epic_duration *by);
/* Whether a joint event recurs; how often, from the events of the plan that it follows. */
bool ep_audit_recurs(const epic_joint_event *event);
size_t ep_audit_turns(const ep_audit *own, const epic_joint_event *event);
/* Whether an occurrence is in its period. */
void ep_audit_turn(ep_audit *own, const epic_event *event, bool fixed);
/* Whether an entry of a city's calendars of one use covers all of a day. */
bool ep_audit_covered(const ep_audit *own, size_t city, epic_date date, epic_calendar_use use);
/* What the calendars say of an event that is not fixed. */
void ep_audit_calendar(ep_audit *own, const epic_event *event);
/* Whether the calendars of a city would let it come to an event, all that is settled being in its busy times itself. */
bool ep_audit_able(const ep_audit *own, const epic_event *event, size_t city, bool settled);
/* Whether those who are invited to an event without being needed are listed that can come, and no others. */
void ep_audit_invited(ep_audit *own, size_t index);
/* Whether two events want a city or a moderator at one time. */
void ep_audit_two(ep_audit *own, const epic_event *a, const epic_event *b);
/* Whether on some day of a visit its host has more visits than it can take. */
void ep_audit_hosting(ep_audit *own, const epic_event *visit);
/* What reserve dates obey. False when out of memory. */
bool ep_audit_reserves(ep_audit *own);
/* What the dates cost, beside what the plan says of it. False when out of memory. */
bool ep_audit_cost(ep_audit *own);

#endif
