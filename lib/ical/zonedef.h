/* SPDX-License-Identifier: GPL-3.0-or-later */
/* VTIMEZONE of somebody else's calendar: kept as it is read, made into a dial when something refers to it. */
#ifndef EP_ZONEDEF_H
#define EP_ZONEDEF_H

#include "value.h"
#include "dial.h"

/* The values of an RDATE. */
typedef struct ep_onset_dates {
    struct ep_onset_dates *next;
    size_t count;
    ep_time list[];
} ep_onset_dates;

/* STANDARD or DAYLIGHT. */
typedef struct ep_onset {
    struct ep_onset *next;
    ep_time start;
    int32_t from, to; /* offsets */
    bool has_start, has_from, has_to, bad;
    const char *rule; /* of RRULE, or NULL */
    size_t rule_size;
    ep_onset_dates *dates;
} ep_onset;

/* More than these are not sane. */
#define EP_MOST_ONSETS_STATED 40

typedef struct ep_zonedef {
    struct ep_zonedef *next;
    const char *id; /* NULL when it states none */
    uint32_t line, count; /* count: of onsets */
    bool broken;
    ep_onset *onsets;
} ep_zonedef;

/* The dial that it defines for the days from..to. EPIC_OK; EPIC_EINPUT: it is not sane (an onset without its parts, a rule that
 * is not yearly, or counted for over a century, too many onsets); EPIC_ENOMEM. */
int ep_zonedef_dial(ep_dial *dial, ep_arena *arena, const ep_zonedef *zone, epic_date from, epic_date to);

#endif
