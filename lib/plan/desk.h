/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk at which a plan is made: calendars of all cities, what is booked, and the question that everything turns on, "can this
 * event begin on that day, and if not, why not?". Engines differ in what they ask, not in the answer. */
#ifndef EP_DESK_H
#define EP_DESK_H

#include "clocks.h"
#include "task.h"

/* Why a day is impossible; `which` is an index as told. Later kinds are met later: a meeting is told the last of them that
 * stood in the way of all its hours. */
typedef enum ep_bar {
    EP_FREE,
    EP_OUTSIDE,   /* the event or its travel would leave its window or the programme */
    EP_PAST,      /* before `today` */
    EP_WEEKEND,
    EP_CLOSED,    /* another weekday on which the office is closed: city */
    EP_HOLIDAY,   /* a day of a city: city * days + day */
    EP_HOLIDAYS,  /* of several, the first */
    EP_NO_HOURS,  /* the offices, or the moderator's, are not open at the same time */
    EP_BLOCKED,   /* blocked period */
    EP_AWAY,      /* period of unavailability, counted through all cities */
    EP_ENGAGED,   /* busy by its own calendar, that day or at all common hours: city */
    EP_BUSY,      /* something else that day, or at all common hours: city */
    EP_FULL,      /* hosts as many visits as it can: city */
    EP_MODERATED, /* moderator leads another meeting: moderator */
    EP_ORDER,     /* too near to or too far from the event before it: task, or EP_NO_TASK */
    EP_POORER,    /* only at hours that are less convenient */
    EP_AVOIDED,   /* better avoided: city */
    EP_ABSENT,    /* when someone who is invited could not come: city */
    EP_PASSED,    /* possible, but the search did not come to it */
    EP_FUTURE     /* would leave no day for events that follow */
} ep_bar;
#define EP_NO_TASK UINT32_MAX

typedef struct ep_reason {
    ep_bar bar;
    uint32_t which;
} ep_reason;

/* Hears of a rule that is broken, maybe again and again. True: it is supposed not to be, so that what else is broken is met. */
typedef bool ep_waives(void *waiver, ep_reason reason);

/* When a meeting is; EPIC_NO_INSTANT for whole days. */
typedef struct ep_slot {
    epic_instant start, end;
} ep_slot;

/* Ascending; none overlaps another. */
typedef struct ep_engagements {
    ep_slot *list;
    size_t count;
} ep_engagements;

typedef struct ep_desk {
    ep_arena *arena;
    const epic_pairing *pairing;
    const epic_programme *programme;
    const epic_programme_info *info;
    const epic_calendars *calendars;
    epic_diags *diags;
    epic_date starts, ends;
    size_t days, cities;
    ep_tasks tasks;
    ep_clocks clocks;
    size_t *city_clocks, *moderator_clocks;
    size_t *away_base;              /* the first period of each city when all are counted through */
    uint8_t *marks;                 /* by city, then day */
    uint16_t *taken, *hosting, *meetings; /* likewise: how many things it does that day */
    uint16_t *around;               /* likewise: what is booked about that day */
    ep_task **meetings_on;          /* by the day of their start in UTC, two before the first */
    ep_engagements *engagements;    /* by city: when it is busy by its own calendars */
    ep_waives *waives;              /* NULL: nothing is waived */
    void *waiver;
} ep_desk;

/* EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT with a diagnostic. Close it in any case. */
int ep_desk_open(ep_desk *desk, ep_arena *arena, const epic_pairing *pairing, const epic_calendars *calendars, epic_diags *diags);
void ep_desk_close(ep_desk *desk);

/* Every rule that is broken is told here, so that it can be waived. */
static inline ep_reason ep_barred(const ep_desk *desk, ep_bar bar, size_t which)
{
    ep_reason reason = {bar, (uint32_t)which};
    return desk->waives != NULL && desk->waives(desk->waiver, reason) ? (ep_reason){EP_FREE, 0} : reason;
}

#define EP_GRID 30   /* meetings begin on the hour and half hour, */
#define EP_STARTS 48 /* of which a day has so many */
/* Whether the task can begin on a day, beside what is booked; `*starts` has a bit for each half hour of the day, in the task's
 * zone, at which a meeting can, and is 1 for whole days; else it is 0. O(cities x days of it). */
ep_reason ep_desk_fit(ep_desk *desk, const ep_task *task, epic_date day, uint64_t *starts);
/* The starts alone, in less time: 0 when there are none, 1 for whole days. */
uint64_t ep_desk_starts(ep_desk *desk, const ep_task *task, epic_date day);
/* Whether one start alone is possible; of whole days any. At a time that the clock of its zone skips, as of the day. */
ep_reason ep_desk_fit_at(ep_desk *desk, const ep_task *task, epic_date day, unsigned start);
/* Those of the starts that are left beside what its cities have booked now. */
uint64_t ep_desk_room(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts);
/* What is near, by city and day: marks days and those about them, so that no midnight lies between. */
void ep_desk_mark(const ep_desk *desk, uint16_t *around, size_t city, epic_date from, epic_date to, int by);
/* Whether nothing is marked about the days that a task takes its cities when it begins on one. */
bool ep_desk_is_quiet(const ep_desk *desk, const uint16_t *around, const ep_task *task, epic_date day);
/* Those at which its moderator leads nothing that is booked now. */
uint64_t ep_desk_unled(ep_desk *desk, const ep_task *task, epic_date day, uint64_t starts);
/* When a meeting is that begins at the start-th half hour; EPIC_NO_INSTANT for whole days. */
ep_slot ep_desk_slot(ep_desk *desk, const ep_task *task, epic_date day, unsigned start);
/* Books a task that has its dates, and takes that back. */
void ep_desk_book(ep_desk *desk, ep_task *task);
void ep_desk_unbook(ep_desk *desk, ep_task *task);

/* What in the calendars speaks against the dates of a fixed task, which stand nevertheless. */
ep_reason ep_desk_settled(ep_desk *desk, const ep_task *task);

/* What bars a city that is invited to a task without being needed on a day, of a meeting at home in a slot, as if it were needed:
 * its own calendars, and what else it has booked. One of these two, EP_ENGAGED or EP_BUSY, is left aside. */
ep_reason ep_desk_joins(ep_desk *desk, const ep_task *task, size_t city, epic_date day, const ep_slot *slot, ep_bar aside);
/* Of a meeting at home, those of its starts, of which there is one at least, at which the city's own calendars let it come.
 * O(starts). */
uint64_t ep_desk_joins_at(ep_desk *desk, const ep_task *task, size_t city, epic_date day, uint64_t starts);

/* As ep_task_hold_online(), with its clock. */
void ep_desk_hold_online(ep_desk *desk, ep_task *task, bool settled);
/* Opens the clock of a zone, with a diagnostic when it cannot be read. */
int ep_desk_clock(ep_desk *desk, const char *zone, size_t *clock);
/* Dates and books what is fixed. EPIC_EINPUT with a diagnostic for each that breaks a rule it must keep. */
int ep_desk_fix(ep_desk *desk);
/* Then takes over what was issued before (NULL: nothing); what is past or has begun is settled by it. */
void ep_desk_go_on(ep_desk *desk, const epic_ledger *former);

/* What is known of a city's day before anything is booked. */
#define EP_MARK_CLOSED 1u
#define EP_MARK_AWAY 2u
#define EP_MARK_MODE(mode) (4u << (unsigned)(mode))
#define EP_MARK_ALL_MODES (7u * 4u)
#define EP_MARK_HOLIDAY 32u
#define EP_MARK_ENGAGED 64u
#define EP_MARK_AVOID 128u

/* Seconds that a moderator has free between two meetings. */
epic_instant ep_desk_apart(const ep_desk *desk, size_t moderator);
/* A meeting that a moderator cannot lead beside another one at `slot`; NULL: none. */
const ep_task *ep_desk_leads(const ep_desk *desk, size_t moderator, const ep_slot *slot);

/* How a task takes a city. A meeting online shares the day with other meetings. */
static inline bool ep_shares_day(const ep_task *task)
{
    return !task->all_day && task->mode == EPIC_MODE_ONLINE;
}
/* The i-th city that a task takes, its place last if no city of it takes part there; EPIC_NONE behind the last. O(log cities). */
size_t ep_task_city(const ep_task *task, size_t i);

/* The first day on which anything new can begin; it is asked where `today` is stated. */
epic_date ep_desk_now(const ep_desk *desk);
/* Between the files of the desk. `city` EPIC_NONE: a place that is no city. */
bool ep_block_covers(const epic_blocked *block, size_t city, const char *country);
bool ep_is_member(const size_t *sorted, size_t count, size_t item);
/* Whether the city is the host of guests on the road: it may have several at a time. */
bool ep_hosts_visit(const ep_task *task, size_t city);
/* Whether each city holds it at home, on its own local day: a meeting online, or of a pair. */
bool ep_at_home(const ep_task *task);
/* The days on which a dated task takes the city's time, travel included, in the city's own calendar. */
void ep_desk_days(ep_desk *desk, const ep_task *task, size_t city, epic_date *from, epic_date *to);
/* The same of whole days that it could have. */
void ep_task_span(const ep_task *task, size_t city, epic_date first, epic_date last, epic_date *from, epic_date *to);
/* Takes over what the cities' calendars say. False when out of memory. */
bool ep_desk_engage(ep_desk *desk, const epic_calendars *calendars);
/* The first city of a task that would rather avoid its days when it begins on one, and how many such cities there are. */
size_t ep_avoided(const ep_desk *desk, const ep_task *task, epic_date day, size_t *count);
/* The first of those who are invited to a task whose own calendars bar that day, or slot, and how many such there are. */
size_t ep_absent(ep_desk *desk, const ep_task *task, epic_date day, const ep_slot *slot, size_t *count);
/* Tells of each dated task who of those invited comes, and why others cannot; of what recurs who can each time. False when out of
 * memory. */
bool ep_desk_invite(ep_desk *desk);
/* The name of a holiday of a city, or NULL. O(its holidays). */
const char *ep_holiday_name(const ep_desk *desk, size_t city, epic_date date);
/* Whether a city is busy by its own calendars at some moment of a slot. O(log of its engagements). */
bool ep_is_engaged(const ep_desk *desk, size_t city, const ep_slot *slot);
/* Whether whole days are free for it. */
ep_reason ep_room_days(const ep_desk *desk, const ep_task *task, epic_date day);
/* Whether a city and the moderator are free for a meeting. */
ep_reason ep_room_city(const ep_desk *desk, const ep_task *task, size_t city, epic_date date, const ep_slot *slot);
ep_reason ep_room_moderator(const ep_desk *desk, size_t moderator, const ep_slot *slot);

#endif
