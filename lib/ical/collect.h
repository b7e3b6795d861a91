/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept of a calendar while it is read: each event in short, as overrides, newer versions and time zones may stand
 * anywhere behind it. What lies outside the days asked for keeps its UID and version alone. */
#ifndef EP_COLLECT_H
#define EP_COLLECT_H

#include "intervals.h"
#include "reader.h"
#include "remarks.h"
#include "tzid.h"

/* When, by which clock: the number of a TZID, or one of these. */
#define EP_CLOCK_UTC (-1)
#define EP_CLOCK_OWNER (-2) /* none stated, or a whole day */
typedef struct ep_when {
    ep_moment at;
    int16_t clock;
    bool all_day;
} ep_when;

/* How long. */
typedef struct ep_length {
    enum { EP_NO_LENGTH, EP_UNTIL_END, EP_FOR_SPAN } form;
    ep_when end;
    ep_span span;
} ep_length;

/* One more time of an event. */
typedef struct ep_extra {
    ep_when start;
    ep_length length; /* EP_NO_LENGTH: the event's */
} ep_extra;

/* What few events have. */
typedef struct ep_repeats {
    ep_recur *const *rules;
    const ep_extra *extra;  /* of RDATE */
    const ep_when *except;  /* of EXDATE */
    size_t rule_count, extra_count, except_count;
} ep_repeats;

/* An event, or a time of availability. */
typedef struct ep_entry {
    uint64_t key[2];       /* of the UID and what it is part of */
    ep_when start, id;     /* id: of RECURRENCE-ID */
    ep_length length;
    int64_t stamp;         /* DTSTAMP */
    const ep_repeats *repeats; /* or NULL */
    uint32_t line, origin, sequence;
    int32_t availability;  /* which it is part of, or -1 */
    bool has_id, and_future; /* RANGE=THISANDFUTURE */
    bool shadow;           /* blocks nothing: free, or outside the days */
    bool tentative;
} ep_entry;

typedef struct ep_origin {
    const char *uid, *name; /* or NULL */
    uint32_t line;
} ep_origin;

/* VAVAILABILITY: outside its AVAILABLE parts the owner is busy. */
typedef struct ep_availability {
    ep_when start, end;
    bool has_start, has_end, dead, free, tentative;
    ep_length length;
    int priority; /* 1 first .. 10 none stated */
    uint32_t line, origin;
    ep_intervals available;
} ep_availability;
#define EP_MOST_AVAILABILITIES 100

typedef struct ep_draft ep_draft;

typedef struct ep_collection {
    ep_arena *arena;
    epic_date from, to;
    epic_instant begin, end;  /* of these days */
    const char *owner;
    bool holidays;
    ep_dial home;             /* of the owner */
    char floating[64];        /* X-WR-TIMEZONE, or "" */
    ep_tzids tzids;
    ep_remarks remarks;
    ep_entry *entries;
    size_t entry_count, entry_room;
    ep_origin *origins;
    size_t origin_count, origin_room;
    ep_availability availabilities[EP_MOST_AVAILABILITIES];
    size_t availability_count;
    ep_intervals busy[2];     /* by epic_busy_class */
    size_t events, skipped;
    bool weary;               /* it has been said that not all rules are followed */
    ep_draft *draft;          /* what is being read */
} ep_collection;

/* The taker that fills a collection, which is its user. EPIC_ENOMEM when there is no room for drafts. */
int ep_collect_begin(ep_collection *own, ep_taker *taker);
void ep_collect_free(ep_collection *own);

/* The moments at which the owner's day begins: both readings where its clock shows midnight twice or never. */
void ep_collect_midnight(const ep_collection *own, epic_date date, epic_instant *early, epic_instant *late);
/* One more origin; false when out of memory. Texts are copied when not NULL. */
bool ep_collect_origin(ep_collection *own, uint32_t line, const char *uid, const char *name, uint32_t *origin);
/* An entry that cannot be used. */
void ep_collect_skip(ep_collection *own, uint32_t line, const char *words);

#endif
