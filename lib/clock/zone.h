/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time zones, read from the system's zone files (TZif, RFC 8536/9636) and never from libc, so that no environment shows.
 * A zone is immutable once open: any number of threads may use one. */
#ifndef EP_ZONE_H
#define EP_ZONE_H

#include <epic/date.h>
#include <epic/diag.h>

#include "footer.h"

typedef struct ep_zone ep_zone;

/* Opens an IANA zone. `folder` NULL: where the build was told the zone files lie.
 * EPIC_EINPUT: no such zone (or a name that is no name: "..", "/"); EPIC_EIO: no zone files at all on this machine, or the file
 * is damaged; EPIC_ENOMEM. */
int ep_zone_open(ep_zone **out, const char *folder, const char *name);
void ep_zone_close(ep_zone *zone);
const char *ep_zone_name(const ep_zone *zone);

/* What the clock on the wall shows. */
typedef struct ep_local {
    epic_date date;
    int32_t second;  /* of the day, 0..86399 */
    int32_t offset;  /* seconds east of Greenwich */
    bool daylight;
    const char *abbreviation; /* of the zone: lives as long */
} ep_local;

/* Moments outside the years 0001..9999 count as the first or last of them. */
ep_local ep_zone_local(const ep_zone *zone, epic_instant instant);
/* The stretch of time that a moment lies in, and what the clock shows at a moment in it. */
ep_spell ep_zone_spell(const ep_zone *zone, epic_instant instant);
ep_local ep_spell_local(const ep_spell *spell, epic_instant instant);
/* The first moment after `after` at which the zone's file has a change, be it of the name alone or of nothing; false when there
 * is none. */
bool ep_zone_next(const ep_zone *zone, epic_instant after, epic_instant *change);
/* The rule for the years after the last listed change, or NULL. */
const ep_footer *ep_zone_footer(const ep_zone *zone);

typedef enum ep_clock_fit { EP_CLOCK_UNIQUE, EP_CLOCK_GAP, EP_CLOCK_OVERLAP } ep_clock_fit;

/* Whether the wall shows the minute of a moment, which lies in the spell, at no other one. */
bool ep_zone_shows_once(const ep_zone *zone, const ep_spell *spell, epic_instant instant);
/* The moment at which the wall shows date and minute of the day (0..1439). In a gap the moment by the offset before it (RFC
 * 5545); in an overlap the first of the two. Planned events must be EP_CLOCK_UNIQUE: readers of calendars disagree about the
 * rest. */
ep_clock_fit ep_zone_instant(const ep_zone *zone, epic_date date, int32_t minute, epic_instant *instant);

#endif
