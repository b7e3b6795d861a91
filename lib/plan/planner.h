/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine knows: when each task could be, what that would cost, and the prices of what tasks compete for. Costs are
 * counted in parts of a unit, so that prices can be fine and sums stay exact. */
#ifndef EP_PLANNER_H
#define EP_PLANNER_H

#include "moments.h"

/* Parts of a unit of cost. */
#define EP_PARTS 2048
/* Whole units, rounded up: no cost lies between. */
static inline int64_t ep_units(int64_t parts)
{
    return parts <= 0 ? 0 : (parts + EP_PARTS - 1) / EP_PARTS;
}
/* A cost that nothing has; sums are cut to it. */
#define EP_NEVER (INT64_MAX / 4)
#define EP_UNDATED UINT32_MAX

/* When a task could be by its own calendars, beside what is fixed. A fixed task has its own day. */
typedef struct ep_days {
    uint32_t count;
    uint32_t width;   /* of a meeting: the moments of its moderator that it takes */
    uint16_t *day;    /* from the programme's first day on, ascending; of one day in person stands before online */
    ep_task *forms;   /* of a task that may be held online: in person, then online; else the task alone */
    bool *online;     /* which form; NULL: there is one alone */
    int32_t *cost;    /* of that day, a meeting at its best hours */
    struct ep_meets { /* of a meeting that is not fixed; else NULL */
        uint64_t starts;      /* a bit for each half hour of the day at which it can begin; */
        uint8_t first, end;   /* those lie in first..end - 1 */
        uint32_t moment;      /* of its moderator, at the first */
        uint32_t hours;       /* what the hours cost: an item of the pool */
        int32_t cost;         /* of the day without them */
        epic_instant base;    /* the first half hour of a day that has 48; else EPIC_NO_INSTANT */
    } *meets;
} ep_days;

typedef struct ep_hours_cost {
    uint16_t at[EP_STARTS];
} ep_hours_cost;

/* Which day, and which half hour of it. */
typedef struct ep_choice {
    uint32_t day; /* an index of ep_days, or EP_UNDATED */
    uint32_t start;
} ep_choice;

/* The dates that a stated gap leads to from each day of the programme. */
typedef struct ep_gap {
    const epic_date *dates; /* NULL: `days` later */
    epic_date days;
} ep_gap;

/* What the order of events knows of a task beside itself. */
typedef struct ep_twig {
    size_t first_child, next_sibling; /* tasks, or EPIC_NONE */
    ep_gap least, most;
    epic_date apart;                  /* days between it and what it follows, at least */
    struct ep_reach {
        uint32_t from, to;
    } *reach;                         /* by candidate of what it follows: its own that the gaps leave, from..to - 1 */
} ep_twig;

/* One thing that two tasks cannot have: a city on a day, or at a moment. What takes the whole day always counts. */
typedef struct ep_row {
    uint32_t next;       /* of the same city and day, or EP_NO_ROW */
    uint32_t city, day;
    uint32_t task;       /* of which every meeting counts, as it holds one a day at most; or EP_NO_TASK */
    epic_instant moment; /* at which meetings count, or EPIC_NO_INSTANT */
} ep_row;
#define EP_NO_ROW UINT32_MAX

typedef struct ep_planner {
    ep_desk *desk;
    ep_arena *arena;
    size_t groups;
    ep_days *days;      /* by task */
    ep_twig *twigs;     /* by task */
    ep_choice *choice;  /* by task */
    int64_t *worth;     /* by group: what its choice costs, in parts */
    size_t pinned;      /* a task that has but one choice now, or EPIC_NONE; */
    uint32_t pin;       /* its day, or EP_UNDATED */
    ep_hours_cost *pool;
    size_t pool_count, pool_room;
    ep_prices prices;   /* of the moments of moderators, then of the rows */
    ep_moments moments;
    /* Rows by city and day, from two before the first. */
    size_t width;
    uint32_t *heads;
    bool *priced;       /* by city: whether it has a row */
    uint16_t *near;     /* by city and day: days with rows about it */
    int32_t *room;      /* by city: how many visits it takes at a time; one of anything else takes as much */
    ep_row *rows;
    size_t row_count, row_room;
} ep_planner;

/* False when out of memory. Close it in any case. Candidates are then still to be found. */
bool ep_planner_open(ep_planner *own, ep_desk *desk, ep_arena *arena);
void ep_planner_close(ep_planner *own);

/* Books a task that has its dates, or takes that back. */
void ep_planner_book(ep_planner *own, ep_task *task, bool booked);

/* What an appraisal takes into account beside the costs. */
#define EP_WITH_PRICES 1u
#define EP_WITH_BOOKINGS 2u

#endif
