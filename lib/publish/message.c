/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "diags.h"
#include "entry.h"

#define END "END:VEVENT\r\n"

/* Whether some line of the entry names a zone, as both ends of it do and what recurs may do otherwise. */
static bool names_zone(const ep_own_part *entry, const char *tzid)
{
    static const char lead[] = ";TZID=";
    size_t n = strlen(tzid);
    for (size_t i = 0; i < entry->count; i++) {
        const char *at = strncmp(entry->lines[i], "DT", 2) == 0 ? strstr(entry->lines[i], lead) : NULL;
        if (at != NULL && strncmp(at + strlen(lead), tzid, n) == 0 && at[strlen(lead) + n] == ':') {
            return true;
        }
    }
    return false;
}

/* The zones that the entry names. False when that of its start is not there. */
static bool put_zones(ep_lines *lines, const ep_message *message)
{
    char tzid[EP_OWN_ROOM];
    for (size_t i = 0; i < message->calendar->zone_count; i++) {
        const ep_own_part *zone = &message->calendar->zones[i];
        if (names_zone(message->entry, zone->name)) {
            ep_put_bytes(lines->writer, zone->bytes, zone->n);
        }
    }
    return !ep_own_param(message->entry, "DTSTART", "TZID", tzid) || ep_own_zone(message->calendar, tzid) != NULL;
}

/* A functional mailbox is a group. Who has answered is not asked again. */
static void put_attendee(ep_lines *lines, const ep_message *message, const ep_mailbox *box)
{
    epic_answer answer = ep_answer_of(message->issued, box->city, box->email);
    bool optional = ep_has_id(message->issued->optional, message->issued->optional_count, box->city);
    ep_line_open(lines, "ATTENDEE");
    ep_line_param(lines, "CN", box->name);
    ep_line_param(lines, "CUTYPE", "GROUP");
    ep_line_param(lines, "PARTSTAT", ep_partstats[answer]);
    ep_line_param(lines, "ROLE", optional ? "OPT-PARTICIPANT" : "REQ-PARTICIPANT");
    if (answer == EPIC_ANSWER_NONE && !ep_own_is_cancelled(message->entry)) {
        ep_line_param(lines, "RSVP", "TRUE");
    }
    ep_line_mailto(lines, box->email);
    ep_line_close(lines);
}

/* A quarter of an hour before a meeting, a week before whole days. */
static void put_alarm(ep_lines *lines, const ep_message *message)
{
    const char *start = ep_own_line(message->entry, "DTSTART"), *title = ep_own_line(message->entry, "SUMMARY");
    ep_line_begin(lines, "VALARM");
    ep_put_plain(lines, "ACTION", "DISPLAY");
    ep_line_open(lines, "DESCRIPTION");
    ep_line_plain(lines, title != NULL ? title + 1 : "");
    ep_line_close(lines);
    ep_put_plain(lines, "TRIGGER", start != NULL && strncmp(start, ";VALUE=DATE:", 12) == 0 ? "-P7D" : "-PT15M");
    ep_line_end(lines, "VALARM");
}

/* The entry, or of what recurs the rule and each occurrence that is held otherwise: who is invited stands in each. */
static void put_component(ep_lines *lines, const ep_message *message, const char *bytes, size_t n)
{
    ep_put_bytes(lines->writer, bytes, n);
    for (size_t i = 0; i < message->to_count; i++) {
        put_attendee(lines, message, &message->to[i]);
    }
    if (!ep_own_is_cancelled(message->entry)) {
        put_alarm(lines, message);
    }
    ep_put(lines->writer, END);
}

int ep_put_message(ep_lines *lines, const ep_message *message, const char *name, epic_diags *diags)
{
    const ep_own_part *entry = message->entry;
    ep_put_calendar(lines, message->calendar->words, message->method);
    bool known = put_zones(lines, message);
    for (const char *at = entry->bytes, *end; at < entry->bytes + entry->n; at = end) {
        end = strstr(at, "\r\n" END) + strlen("\r\n" END);
        put_component(lines, message, at, (size_t)(end - at) - strlen(END));
    }
    ep_line_end(lines, "VCALENDAR");
    if (!known) {
        ep_diag(diags, "E606", name, (epic_place){0, 0}, "issue the plan again", "a time zone of '%s' is missing", entry->name);
    } else if (lines->refused != NULL) {
        ep_diag_plain(diags, "E601", "'%s' has a text for %s that must not stand in a calendar", entry->name, lines->refused);
    }
    return known && lines->refused == NULL ? EPIC_OK : EPIC_EINPUT;
}
