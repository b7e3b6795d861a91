/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which zone a TZID means. In this order: the calendar's own VTIMEZONE when it is sane; a zone of the system of that name, in
 * whatever case, or of its last three, two or one parts ("/mozilla.org/20050126_1/Europe/London"); a name of Windows, or what it
 * shows for it; "GMT+2" and "UTC-03:30", the sign as written. A number behind a blank ("Europe/Berlin 1") does not count. */
#ifndef EP_TZID_H
#define EP_TZID_H

#include "zonedef.h"

typedef struct ep_tzid {
    char *name;
    uint32_t line; /* where it was first met; 0: nothing is said when nobody knows it */
    bool looked_up, known;
    ep_dial dial;
} ep_tzid;

/* More different names than these are unknown. */
#define EP_MOST_TZIDS 64

typedef struct ep_tzids {
    ep_arena *arena;
    epic_date from, to;   /* the days that matter; beyond the years around them a dial may be wrong */
    ep_zonedef *defined;  /* in the order of the file */
    ep_zonedef **last;    /* where the next one is hung */
    ep_tzid list[EP_MOST_TZIDS];
    size_t count, hint;
    bool crowded;
    /* As of ep_taker. */
    void (*say)(void *user, const char *code, uint32_t line, const char *words);
    void *user;
} ep_tzids;

/* The number of a name; EP_MOST_TZIDS when there are too many, which is said once. -1 when out of memory. */
int ep_tzids_number(ep_tzids *own, const char *name, uint32_t line);

/* What its dial shows; *dial is NULL when nobody knows, which is said once. EPIC_OK or EPIC_ENOMEM. To be asked when all of the
 * file is read, as a VTIMEZONE may stand behind what refers to it. */
int ep_tzids_dial(ep_tzids *own, int number, const ep_dial **dial);

/* A zone of the system by any of the names above; *zone is NULL when there is none. To be closed. EPIC_OK or EPIC_ENOMEM. */
int ep_tzid_open(ep_zone **zone, const char *name);

#endif
