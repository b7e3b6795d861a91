/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An event while its lines are read. */
#ifndef EP_DRAFT_H
#define EP_DRAFT_H

#include "collect.h"

#define EP_UID_SHOWN 256
#define EP_NAME_SHOWN 128
#define EP_MOST_RULES 10
#define EP_MOST_DATES 20000 /* RDATE and EXDATE of an event */

/* The properties that are wanted. */
typedef enum ep_property {
    EP_ATTENDEE,
    EP_BUSYTYPE,
    EP_DTEND,
    EP_DTSTAMP,
    EP_DTSTART,
    EP_DURATION,
    EP_EXDATE,
    EP_FREEBUSY,
    EP_PRIORITY,
    EP_RDATE,
    EP_RECURRENCE_ID,
    EP_RRULE,
    EP_SEQUENCE,
    EP_STATUS,
    EP_SUMMARY,
    EP_TRANSP,
    EP_TZID,
    EP_TZOFFSETFROM,
    EP_TZOFFSETTO,
    EP_UID,
    EP_BUSYSTATUS,
    EP_X_WR_TIMEZONE,
    EP_PROPERTIES
} ep_property;
extern const char *const ep_properties[EP_PROPERTIES]; /* their names */

struct ep_draft {
    const char *wrong; /* why it cannot be used */
    ep_entry entry;
    bool has_start, has_uid, transparent, cancelled, free, declined, called_off, exchange;
    char uid[EP_UID_SHOWN], name[EP_NAME_SHOWN];
    ep_recur *rules[EP_MOST_RULES];
    size_t rule_count, extra_count, except_count;
    /* What stays when the rest is cleared for the next one. */
    ep_extra *extra;
    ep_when *except;
    size_t extra_room, except_room;
    ep_intervals lists[3]; /* of VFREEBUSY: by epic_busy_class, then what is free */
    ep_component open[EP_INTAKE_DEPTH];
    size_t depth;
    ep_zonedef *zone;
    ep_onset *onset;
};

/* Clears it for an event that begins at a line. */
void ep_draft_clear(ep_collection *own, uint32_t line);
/* Takes a property of an event. EPIC_OK or EPIC_ENOMEM. */
int ep_draft_take(ep_collection *own, const ep_content *content);
/* Keeps the event, or skips it. EPIC_OK or EPIC_ENOMEM. */
int ep_draft_keep(ep_collection *own, bool broken);

/* A time by the clock that the property's TZID states. EPIC_EINPUT: it is none; EPIC_ENOMEM. */
int ep_draft_when(ep_collection *own, const ep_content *content, const char *text, size_t n, ep_when *when);
int ep_draft_length(ep_collection *own, const ep_content *content, ep_length *length);
/* One step of a list property: EPIC_OK and *item, EPIC_EINPUT when the item is no PERIOD (or time, where allowed). */
int ep_draft_extra(ep_collection *own, const ep_content *content, const char *text, size_t n, ep_extra *extra);
/* The hash of a UID, apart for each availability that holds it. */
void ep_draft_key(const char *uid, size_t n, int32_t availability, uint64_t key[2]);

#endif
