/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rules.h"

#include <string.h>

#include "content.h"

#define C (1u << EP_PART_CALENDAR)
#define E (1u << EP_PART_EVENT)
#define T (1u << EP_PART_TODO)
#define J (1u << EP_PART_JOURNAL)
#define F (1u << EP_PART_FREEBUSY)
#define Z (1u << EP_PART_TIMEZONE)
#define O (1u << EP_PART_STANDARD | 1u << EP_PART_DAYLIGHT)
#define A (1u << EP_PART_ALARM)
#define V (1u << EP_PART_AVAILABILITY)
#define B (1u << EP_PART_AVAILABLE)
#define NONE EP_PROP_ELSE

static const ep_property rows[] = {
    {"ACTION", NONE, EP_TYPE_WORD, A, A, A, 0, 0, " AUDIO DISPLAY EMAIL "},
    {"ATTACH", EP_PROP_ATTACH, EP_TYPE_DATA, E | T | J | A, 0, 0, 0, 0, NULL},
    {"ATTENDEE", EP_PROP_ATTENDEE, EP_TYPE_URI, E | T | J | F | A, 0, 0, 0, 0, NULL},
    {"BUSYTYPE", NONE, EP_TYPE_WORD, V, V, 0, 0, 0, " BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE "},
    {"CALSCALE", NONE, EP_TYPE_WORD, C, C, 0, 0, 0, " GREGORIAN "},
    {"CATEGORIES", NONE, EP_TYPE_LIST, C | E | T | J | V | B, 0, 0, 0, 0, NULL},
    {"CLASS", NONE, EP_TYPE_WORD, E | T | J | V, E | T | J | V, 0, 0, 0, " PUBLIC PRIVATE CONFIDENTIAL "},
    {"COLOR", NONE, EP_TYPE_TEXT, C | E | T | J, C | E | T | J, 0, 0, 0, NULL},
    {"COMMENT", EP_PROP_COMMENT, EP_TYPE_TEXT, E | T | J | F | O | V | B, 0, 0, 0, 0, NULL},
    {"COMPLETED", NONE, EP_TYPE_UTC, T, T, 0, 0, 0, NULL},
    {"CONFERENCE", EP_PROP_CONFERENCE, EP_TYPE_URI, E | T, 0, 0, 0, 0, NULL},
    {"CONTACT", EP_PROP_CONTACT, EP_TYPE_TEXT, E | T | J | F | V | B, F, 0, 0, 0, NULL},
    {"CREATED", NONE, EP_TYPE_UTC, E | T | J | V | B, E | T | J | V | B, 0, 0, 0, NULL},
    {"DESCRIPTION", EP_PROP_DESCRIPTION, EP_TYPE_TEXT, C | E | T | J | A | V | B, E | T | A | V | B, 0, 0, 0, NULL},
    {"DTEND", EP_PROP_DTEND, EP_TYPE_TIME, E | F | V | B, E | F | V | B, 0, 0, 0, NULL},
    {"DTSTAMP", EP_PROP_DTSTAMP, EP_TYPE_UTC, E | T | J | F | V | B, E | T | J | F | V | B, E | T | J | F | V | B, 0, 0, NULL},
    {"DTSTART", EP_PROP_DTSTART, EP_TYPE_TIME, E | T | J | F | O | V | B, E | T | J | F | O | V | B, O | B, 0, 0, NULL},
    {"DUE", EP_PROP_DUE, EP_TYPE_TIME, T, T, 0, 0, 0, NULL},
    {"DURATION", EP_PROP_DURATION, EP_TYPE_SPAN, E | T | A | V | B, E | T | A | V | B, 0, 0, 0, NULL},
    {"EXDATE", EP_PROP_EXDATE, EP_TYPE_TIMES, E | T | J | O | B, 0, 0, 0, 0, NULL},
    {"FREEBUSY", EP_PROP_FREEBUSY, EP_TYPE_PERIODS, F, 0, 0, 0, 0, NULL},
    {"GEO", EP_PROP_GEO, EP_TYPE_GEO, E | T, E | T, 0, 0, 0, NULL},
    {"IMAGE", NONE, EP_TYPE_DATA, C | E | T | J, 0, 0, 0, 0, NULL},
    {"LAST-MODIFIED", NONE, EP_TYPE_UTC, C | E | T | J | Z | V | B, C | E | T | J | Z | V | B, 0, 0, 0, NULL},
    {"LOCATION", EP_PROP_LOCATION, EP_TYPE_TEXT, E | T | V | B, E | T | V | B, 0, 0, 0, NULL},
    {"METHOD", EP_PROP_METHOD, EP_TYPE_WORD, C, C, 0, 0, 0,
     " PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER "},
    {"NAME", EP_PROP_NAME, EP_TYPE_TEXT, C, 0, 0, 0, 0, NULL},
    {"ORGANIZER", EP_PROP_ORGANIZER, EP_TYPE_URI, E | T | J | F | V, E | T | J | F | V, 0, 0, 0, NULL},
    {"PERCENT-COMPLETE", NONE, EP_TYPE_INTEGER, T, T, 0, 0, 100, NULL},
    {"PRIORITY", NONE, EP_TYPE_INTEGER, E | T | V, E | T | V, 0, 0, 9, NULL},
    {"PRODID", NONE, EP_TYPE_TEXT, C, C, C, 0, 0, NULL},
    {"RDATE", EP_PROP_RDATE, EP_TYPE_TIMES, E | T | J | O | B, 0, 0, 0, 0, NULL},
    {"RECURRENCE-ID", EP_PROP_RECURRENCE_ID, EP_TYPE_TIME, E | T | J | B, E | T | J | B, 0, 0, 0, NULL},
    {"REFRESH-INTERVAL", EP_PROP_REFRESH, EP_TYPE_SPAN, C, C, 0, 0, 0, NULL},
    {"RELATED-TO", NONE, EP_TYPE_TEXT, E | T | J | A, 0, 0, 0, 0, NULL},
    {"REPEAT", NONE, EP_TYPE_INTEGER, A, A, 0, 0, 1000000, NULL},
    {"REQUEST-STATUS", EP_PROP_REQUEST_STATUS, EP_TYPE_ANY, E | T | J | F, 0, 0, 0, 0, NULL},
    {"RESOURCES", NONE, EP_TYPE_LIST, E | T, 0, 0, 0, 0, NULL},
    {"RRULE", EP_PROP_RRULE, EP_TYPE_RULE, E | T | J | O | B, E | T | J | O | B, 0, 0, 0, NULL},
    {"SEQUENCE", EP_PROP_SEQUENCE, EP_TYPE_INTEGER, E | T | J | V | B, E | T | J | V, 0, 0, INT32_MAX, NULL},
    {"SOURCE", NONE, EP_TYPE_URI, C, C, 0, 0, 0, NULL},
    {"STATUS", EP_PROP_STATUS, EP_TYPE_ANY, E | T | J, E | T | J, 0, 0, 0, NULL},
    {"SUMMARY", EP_PROP_SUMMARY, EP_TYPE_TEXT, E | T | J | A | V | B, E | T | J | A | V | B, 0, 0, 0, NULL},
    {"TRANSP", EP_PROP_TRANSP, EP_TYPE_WORD, E, E, 0, 0, 0, " OPAQUE TRANSPARENT "},
    {"TRIGGER", NONE, EP_TYPE_TRIGGER, A, A, A, 0, 0, NULL},
    {"TZID", EP_PROP_TZID, EP_TYPE_TEXT, Z, Z, Z, 0, 0, NULL},
    {"TZNAME", NONE, EP_TYPE_TEXT, O, 0, 0, 0, 0, NULL},
    {"TZOFFSETFROM", NONE, EP_TYPE_OFFSET, O, O, O, 0, 0, NULL},
    {"TZOFFSETTO", NONE, EP_TYPE_OFFSET, O, O, O, 0, 0, NULL},
    {"TZURL", NONE, EP_TYPE_URI, Z, Z, 0, 0, 0, NULL},
    {"UID", EP_PROP_UID, EP_TYPE_TEXT, C | E | T | J | F | A | V | B, C | E | T | J | F | A | V | B, E | T | J | F | V | B, 0, 0,
     NULL},
    {"URL", NONE, EP_TYPE_URI, C | E | T | J | F | V, C | E | T | J | F | V, 0, 0, 0, NULL},
    {"VERSION", NONE, EP_TYPE_WORD, C, C, C, 0, 0, " 2.0 "},
    {"X-MICROSOFT-CDO-BUSYSTATUS", EP_PROP_BUSY_STATUS, EP_TYPE_ANY, ~0u, 0, 0, 0, 0, NULL},
    {"X-PUBLISHED-TTL", EP_PROP_TTL, EP_TYPE_SPAN, ~0u, 0, 0, 0, 0, NULL},
    {"X-WR-CALNAME", EP_PROP_CALNAME, EP_TYPE_ANY, ~0u, 0, 0, 0, 0, NULL},
};

#define ALL EP_METHOD_MANY
#define EVENT EP_PART_EVENT
#define BUSY EP_PART_FREEBUSY

/* RFC 5546 sections 3.2 and 3.3. What every event needs anyway (UID, DTSTAMP) is not here. */
const ep_method_row ep_method_rows[] = {
    {" PUBLISH REQUEST ADD COUNTER ", EVENT, EP_PROP_DTSTART, 1, 1},
    {" PUBLISH REQUEST ADD COUNTER ", EVENT, EP_PROP_SUMMARY, 1, 1},
    {" PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER ", EVENT, EP_PROP_ORGANIZER, 1, 1},
    {" REQUEST ", EVENT, EP_PROP_ATTENDEE, 1, ALL},
    {" REPLY REFRESH ", EVENT, EP_PROP_ATTENDEE, 1, 1},
    {" PUBLISH DECLINECOUNTER ", EVENT, EP_PROP_ATTENDEE, 0, 0},
    {" ADD CANCEL COUNTER ", EVENT, EP_PROP_SEQUENCE, 1, 1},
    {" REFRESH ", EVENT, EP_PROP_SEQUENCE, 0, 0},
    {" PUBLISH REQUEST ADD CANCEL REFRESH ", EVENT, EP_PROP_REQUEST_STATUS, 0, 0},
    {" ADD ", EVENT, EP_PROP_RECURRENCE_ID, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_DTSTART, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_DTEND, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_DURATION, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_SUMMARY, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_LOCATION, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_DESCRIPTION, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_STATUS, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_TRANSP, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_RRULE, 0, 0},
    {" REFRESH DECLINECOUNTER ", EVENT, EP_PROP_ATTACH, 0, 0},
    {" REPLY CANCEL REFRESH DECLINECOUNTER ", EVENT, EP_PROP_ALARM, 0, 0},
    {" PUBLISH REQUEST REPLY ", BUSY, EP_PROP_DTSTART, 1, 1},
    {" PUBLISH REQUEST REPLY ", BUSY, EP_PROP_DTEND, 1, 1},
    {" PUBLISH REQUEST REPLY ", BUSY, EP_PROP_ORGANIZER, 1, 1},
    {" PUBLISH ", BUSY, EP_PROP_ATTENDEE, 0, 0},
    {" REQUEST ", BUSY, EP_PROP_ATTENDEE, 1, ALL},
    {" REPLY ", BUSY, EP_PROP_ATTENDEE, 1, 1},
    {" REQUEST ", BUSY, EP_PROP_FREEBUSY, 0, 0},
    {" PUBLISH REQUEST ", BUSY, EP_PROP_REQUEST_STATUS, 0, 0},
};
const size_t ep_method_row_count = sizeof ep_method_rows / sizeof *ep_method_rows;

static const char *const part_names[EP_PARTS] = {
    "VCALENDAR", "VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT", "VALARM", "VAVAILABILITY",
    "AVAILABLE", "component"};

static bool same(ep_piece word, const char *name)
{
    return ep_same_word(word.at, word.n, name);
}

/* The rows stand in the order of their names. */
const ep_property *ep_property_find(ep_piece name)
{
    size_t low = 0, high = sizeof rows / sizeof *rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2, i = 0;
        const char *row = rows[middle].name;
        while (i < name.n && row[i] != '\0' && ep_upper(name.at[i]) == row[i]) {
            i++;
        }
        if (i == name.n && row[i] == '\0') {
            return &rows[middle];
        }
        if (i == name.n || (row[i] != '\0' && ep_upper(name.at[i]) < row[i])) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NULL;
}

unsigned ep_property_number(const ep_property *row)
{
    return (unsigned)(row - rows);
}

const ep_property *ep_property_next(size_t *next, ep_part part)
{
    while (*next < sizeof rows / sizeof *rows) {
        const ep_property *row = &rows[(*next)++];
        if (row->must >> part & 1) {
            return row;
        }
    }
    return NULL;
}

const char *ep_prop_name(ep_prop prop)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].prop == prop) {
            return rows[i].name;
        }
    }
    return "VALARM";
}

bool ep_word_of(ep_piece word, const char *words)
{
    for (const char *at = words + 1; *at != '\0';) {
        size_t n = strcspn(at, " "), i = 0;
        while (i < n && i < word.n && ep_upper(word.at[i]) == at[i]) {
            i++;
        }
        if (i == n && i == word.n) {
            return true;
        }
        at += n + 1;
    }
    return false;
}

ep_part ep_part_find(ep_piece name)
{
    for (int part = 0; part < EP_PART_OTHER; part++) {
        if (same(name, part_names[part])) {
            return (ep_part)part;
        }
    }
    return EP_PART_OTHER;
}

const char *ep_part_name(ep_part part)
{
    return part_names[part];
}
