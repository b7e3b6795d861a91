/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "message.h"

#include <string.h>

#include "diags.h"
#include "entry.h"

#define END "END:VEVENT\r\n"

/* The zones that the entry names: the start's, and the end's where it is another. False when one is not there. */
static bool put_zones(ep_lines *lines, const ep_message *message)
{
    static const char *const properties[] = {"DTSTART", "DTEND"};
    const ep_own_part *put = NULL;
    for (size_t i = 0; i < 2; i++) {
        char tzid[EP_OWN_ROOM];
        bool named = ep_own_param(message->entry, properties[i], "TZID", tzid);
        const ep_own_part *zone = named ? ep_own_zone(message->calendar, tzid) : NULL;
        if (named && zone == NULL) {
            return false;
        }
        if (zone != NULL && zone != put) {
            ep_put_bytes(lines->writer, zone->bytes, zone->n);
            put = zone;
        }
    }
    return true;
}

/* A functional mailbox is a group. Who has answered is not asked again. */
static void put_attendee(ep_lines *lines, const ep_message *message, const ep_mailbox *box)
{
    static const char *const words[] = {"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"};
    epic_answer answer = ep_answer_of(message->issued, box->city, box->email);
    ep_line_open(lines, "ATTENDEE");
    ep_line_param(lines, "CN", box->name);
    ep_line_param(lines, "CUTYPE", "GROUP");
    ep_line_param(lines, "PARTSTAT", words[answer]);
    ep_line_param(lines, "ROLE", "REQ-PARTICIPANT");
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

int ep_put_message(ep_lines *lines, const ep_message *message, const char *name, epic_diags *diags)
{
    const ep_own_part *entry = message->entry;
    ep_put_calendar(lines, message->calendar->words, message->method);
    bool known = put_zones(lines, message);
    ep_put_bytes(lines->writer, entry->bytes, entry->n - strlen(END));
    for (size_t i = 0; i < message->to_count; i++) {
        put_attendee(lines, message, &message->to[i]);
    }
    if (!ep_own_is_cancelled(entry)) {
        put_alarm(lines, message);
    }
    ep_put(lines->writer, END);
    ep_line_end(lines, "VCALENDAR");
    if (!known) {
        ep_diag(diags, "E606", name, (epic_place){0, 0}, "issue the plan again", "a time zone of '%s' is missing", entry->name);
    } else if (lines->refused != NULL) {
        ep_diag_plain(diags, "E601", "'%s' has a text for %s that must not stand in a calendar", entry->name, lines->refused);
    }
    return known && lines->refused == NULL ? EPIC_OK : EPIC_EINPUT;
}
