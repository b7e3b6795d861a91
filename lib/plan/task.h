/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be placed: each event that the programme wants, with all its rules resolved to numbers. */
#ifndef EP_TASK_H
#define EP_TASK_H

#include <epic/plan.h>

#include "arena.h"

/* When it was to be by the plan that is changed. */
typedef struct ep_was {
    bool known, definite, all_day, somewhere, online; /* somewhere: its mode can be told, as it is planned at a place */
    bool stands; /* past, or on its way */
    epic_date first, last, original; /* original: the first day that it was ever issued for */
    epic_instant start, end;
    epic_date wish;          /* the day that a city asked for instead, or EPIC_NO_DATE */
    epic_instant wish_start; /* of a meeting */
    epic_date reserve;       /* first day of its reserve date, or EPIC_NO_DATE */
} ep_was;

/* One event to be placed. */
typedef struct ep_task {
    size_t source, pair; /* as in epic_event */
    uint32_t number;     /* of several joint events: which, from 1; else as a fixed event states it, or 0 */
    epic_kind kind;
    epic_mode mode;
    const char *id, *title; /* the title is the file's, or NULL */
    size_t guest, host, place_city, moderator;
    const char *link;    /* where to join it, or NULL */
    epic_venue venue;
    const size_t *cities; /* who takes part, ascending */
    size_t city_count;
    const size_t *optional; /* who is invited beside them, ascending */
    size_t optional_count;
    uint32_t days;        /* at least 1 */
    int32_t minutes;      /* of a meeting; 0: whole days */
    uint32_t out, back;   /* days of travel of the guest */
    uint32_t clear_before, clear_after; /* as many that stay clear of what it follows and of what follows it */
    bool has_or_online;   /* it may be held online instead, */
    int32_t or_online;    /* which costs as if it were so many days later */
    const epic_duration *reserve; /* so long after it, at least, a reserve date is wanted; or NULL */
    const struct ep_task *in_person; /* of such a one: as it was before any of the two was chosen */
    epic_date from, to;
    bool idle;            /* occupies nobody: work without a meeting */
    const char *zone;     /* in which its days are counted and its meeting is shown */
    size_t clock;         /* of that zone, at the desk */
    size_t parent;        /* the task it follows, or EPIC_NONE */
    bool from_start;      /* its gap is to the programme's first day */
    epic_duration at_least, at_most;
    bool has_at_least, has_at_most;
    uint32_t share, shares; /* which of how many that are spread over their days */
    epic_date ideal;      /* the first day on which it should begin */
    epic_place place;     /* in the file */
    ep_was was;
    const epic_preference *prefer;
    epic_date nominal;    /* of an occurrence of what recurs: its day by the rule; else EPIC_NO_DATE */

    /* The answer. */
    bool fixed, placed;
    bool all_day;
    epic_date first, last;
    epic_instant start, end;
    const char *shown;  /* zone of a timed event; `zone` unless a fixed event states another */
    const char *why;
    const size_t *joining; /* those of the invited who can come, ascending */
    size_t joining_count;
    epic_date reserved;     /* first day of its reserve date, or EPIC_NO_DATE, */
    const char *unreserved; /* and then why, or NULL: it wants none */
    struct ep_task *behind; /* in a list of the desk */
} ep_task;

/* Tasks in groups that follow each other: the joint events, then each pair's steps. Only tasks of one group follow each other. */
typedef struct ep_tasks {
    ep_task *list;
    size_t count, joint_count, steps; /* a pair has `steps` of them */
    size_t *order;            /* group by group, each task behind the one it follows */
    const size_t *joint_base; /* the first task of each joint event; one more at the end */
    ep_task *occurrences;     /* of what recurs, which belongs to no group: as many as there can be */
    const size_t *cycle_base; /* the first of them of each joint event; one more at the end */
} ep_tasks;

/* Most tasks times days of a group: what bounds memory and time on nonsense. */
#define EP_MOST_CELLS ((size_t)4000000)
/* Longest programme in days, about a lifetime's work. */
#define EP_MOST_DAYS 20000

/* EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT with a diagnostic when the programme is beyond these bounds. */
int ep_tasks_make(ep_tasks *tasks, ep_arena *arena, const epic_pairing *pairing, epic_diags *diags);

/* Has it held online, in the zone of its first city; nobody is on the road. Unless that is settled it may yet be in person, so
 * that days of travel stay clear between it and its neighbours. Its clock at the desk is still to be found. */
void ep_task_hold_online(ep_task *task, const epic_programme *programme, bool settled);

/* Where a group begins and ends. Group 0 is that of the joint events; a programme has 1 + pairs of them. */
static inline size_t ep_group_begin(const ep_tasks *tasks, size_t group)
{
    return group == 0 ? 0 : tasks->joint_count + (group - 1) * tasks->steps;
}
static inline size_t ep_group_end(const ep_tasks *tasks, size_t group)
{
    return tasks->joint_count + group * tasks->steps;
}

/* The group of a task. */
static inline size_t ep_group_of(const ep_task *task)
{
    return task->pair == EPIC_NONE ? 0 : task->pair + 1;
}

/* The first of a task and those that it follows that has a date; NULL: none, or no task (EPIC_NONE). */
const ep_task *ep_task_dated(const ep_tasks *tasks, size_t task);

/* The civil date a duration later: months first, clipped to the end of the month; then days; begun days of minutes count
 * whole. */
epic_date ep_date_add(epic_date date, const epic_duration *duration);

/* Days that must lie between the last day of one event and the first of the next: none only when that is stated and one of them
 * occupies nobody. O(cities). */
epic_date ep_task_apart(const ep_task *task, const ep_task *before);

/* The days that `task` may begin on when what it follows (NULL: nothing it follows has a date) ends on `last`. That is
 * `direct` when it is the very one it follows; behind an earlier one only the least gap counts. */
typedef struct ep_range {
    epic_date lo, hi;
} ep_range;
ep_range ep_task_range(const ep_task *task, const ep_task *before, bool direct, epic_date last, epic_date starts);

#endif
