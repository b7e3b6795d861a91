/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One entry of a calendar: an event, the days on the road before or after it, or what is gone. There is one way to write it,
 * whatever it goes into. */
#ifndef EP_ENTRY_H
#define EP_ENTRY_H

#include <epic/ledger.h>

#include "line.h"
#include "series.h"
#include "uid.h"
#include "view.h"

typedef struct ep_entry {
    const epic_event *event; /* NULL: gone; all that is known of it is `issued` */
    ep_leg leg;
    const char *uid, *title;
    epic_date first, last;
    const ep_series *series;   /* of what recurs, `event` being its master; else NULL */
    const char *replaces;      /* UID of the visit that it stands for, or NULL */
    const epic_issued *issued; /* what is issued of it; NULL when nothing is yet */
    bool stamped;              /* with the stamps of that, which a digest leaves out */
} ep_entry;

#define EP_ENTRIES 3 /* of one event, at most */

/* The entries of an event, whose texts are the view's. 0 when another event of the plan stands for all of a series, or when out
 * of memory, which the view remembers. */
size_t ep_entries_of(ep_view *view, const epic_event *event, ep_entry entries[EP_ENTRIES]);
/* UID of the visit that a meeting online stands for; NULL when it stands for none. */
const char *ep_entry_visit(ep_view *view, const epic_event *event);
/* What stands for its place in person; NULL when there is none. */
const char *ep_entry_place(ep_view *view, const ep_entry *entry);
/* Whether its times are written in UTC and need no VTIMEZONE. What recurs keeps its hour by a local clock. */
bool ep_entry_in_utc(const ep_view *view, const epic_event *event);

/* BEGIN:VEVENT to END:VEVENT, as the city (EPIC_NONE: everybody) sees it. EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT with E601 or
 * E602. */
int ep_put_entry(ep_lines *lines, ep_view *view, const ep_entry *entry, size_t city);

/* The value of DESCRIPTION: local times, who, agenda and roles. */
void ep_put_description(ep_lines *lines, ep_view *view, const epic_event *event);
/* "Travel: Brescia to Oberhausen", for the way out or back. */
const char *ep_travel_title(ep_view *view, const epic_event *event, bool out);

/* What PRODID begins with; a language follows. */
#define EP_PRODUCT "-//libepic//libepic//"
/* BEGIN:VCALENDAR and what every calendar of ours says of itself; a method of NULL is left out. */
void ep_put_calendar(ep_lines *lines, const ep_catalogue *words, const char *method);
/* Lines of one value. */
void ep_put_plain(ep_lines *lines, const char *property, const char *value);
void ep_put_one_line(ep_lines *lines, const char *property, const char *value);

/* Whether nobody has agreed to it yet: a new date, or form, of what was proposed is a proposal. */
static inline bool ep_is_tentative(epic_state state)
{
    return state == EPIC_PROPOSED || state == EPIC_MOVED || state == EPIC_HELD_ONLINE;
}

#endif
