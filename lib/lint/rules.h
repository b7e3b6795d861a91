/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What may stand in a calendar, as tables: a row for each property (RFC 5545 section 3.8, with 7953 and 7986) and for each line
 * of the method tables (RFC 5546 section 3). */
#ifndef EP_RULES_H
#define EP_RULES_H

#include "strict.h"

typedef enum ep_part {
    EP_PART_CALENDAR,
    EP_PART_EVENT,
    EP_PART_TODO,
    EP_PART_JOURNAL,
    EP_PART_FREEBUSY,
    EP_PART_TIMEZONE,
    EP_PART_STANDARD,
    EP_PART_DAYLIGHT,
    EP_PART_ALARM,
    EP_PART_AVAILABILITY,
    EP_PART_AVAILABLE,
    EP_PART_OTHER, /* X- and newer ones: nothing in them is looked at */
    EP_PARTS
} ep_part;

/* The properties that something asks for by name; the others are rows without. */
typedef enum ep_prop {
    EP_PROP_ATTACH, EP_PROP_ATTENDEE, EP_PROP_COMMENT, EP_PROP_CONFERENCE, EP_PROP_CONTACT, EP_PROP_DESCRIPTION, EP_PROP_DTEND,
    EP_PROP_DTSTAMP, EP_PROP_DTSTART, EP_PROP_DUE, EP_PROP_DURATION, EP_PROP_EXDATE, EP_PROP_FREEBUSY, EP_PROP_GEO,
    EP_PROP_LOCATION, EP_PROP_METHOD, EP_PROP_NAME, EP_PROP_ORGANIZER, EP_PROP_RDATE, EP_PROP_RECURRENCE_ID, EP_PROP_REFRESH,
    EP_PROP_REQUEST_STATUS, EP_PROP_RRULE, EP_PROP_SEQUENCE, EP_PROP_STATUS, EP_PROP_SUMMARY, EP_PROP_TRANSP, EP_PROP_TZID,
    EP_PROP_UID, EP_PROP_CALNAME, EP_PROP_BUSY_STATUS, EP_PROP_TTL, EP_PROP_ALARM, /* VALARM inside */
    EP_PROP_NAMED,
    EP_PROP_ELSE = EP_PROP_NAMED
} ep_prop;

typedef enum ep_type {
    EP_TYPE_TEXT,
    EP_TYPE_LIST, /* of texts */
    EP_TYPE_WORD, /* one of `words`, or X-... */
    EP_TYPE_TIME, /* DATE-TIME, or DATE by VALUE */
    EP_TYPE_TIMES,
    EP_TYPE_UTC,
    EP_TYPE_SPAN,
    EP_TYPE_TRIGGER, /* DURATION, or DATE-TIME by VALUE */
    EP_TYPE_INTEGER,
    EP_TYPE_URI,
    EP_TYPE_DATA, /* URI, or BINARY by VALUE */
    EP_TYPE_RULE,
    EP_TYPE_OFFSET,
    EP_TYPE_PERIODS,
    EP_TYPE_GEO,
    EP_TYPE_ANY
} ep_type;

typedef struct ep_property {
    const char *name;
    ep_prop prop;
    ep_type type;
    uint32_t where, once, must; /* bit per ep_part: where it may stand, at most once, at least once */
    int least, most;            /* of EP_TYPE_INTEGER */
    const char *words;          /* of EP_TYPE_WORD, between blanks */
} ep_property;

/* The row of a name in any case; NULL when it is not known. */
const ep_property *ep_property_find(ep_piece name);
/* The row's number, from 0 to 63. */
unsigned ep_property_number(const ep_property *row);
/* The row at or behind *next, which goes one further, that a component must have; NULL when there is none. */
const ep_property *ep_property_next(size_t *next, ep_part part);

/* How often a method wants a property in a component. */
typedef struct ep_method_row {
    const char *methods; /* between blanks */
    ep_part part;
    ep_prop prop;
    unsigned least, most;
} ep_method_row;
#define EP_METHOD_MANY 1000000u

extern const ep_method_row ep_method_rows[];
extern const size_t ep_method_row_count;

/* What is told of a named property. */
const char *ep_prop_name(ep_prop prop);
/* Whether a word, in any case, is one of those between blanks. */
bool ep_word_of(ep_piece word, const char *words);
/* Which component a name is, in any case. */
ep_part ep_part_find(ep_piece name);
const char *ep_part_name(ep_part part);

#endif
