/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calendar that libepic wrote, taken apart again: what was published is what messages are made of. Other calendars are not
 * meant to be read so. */
#ifndef EP_OWN_H
#define EP_OWN_H

#include <epic/diag.h>

#include "arena.h"
#include "catalogue.h"

/* BEGIN to END of an entry or a time zone; of what recurs the rule comes first and behind it what is held otherwise. */
typedef struct ep_own_part {
    const char *name; /* UID or TZID */
    const char *bytes;
    size_t n; /* with the last line end */
    const char **lines; /* unfolded, between BEGIN and END */
    size_t count;
} ep_own_part;

typedef struct ep_own {
    ep_arena *arena;
    const ep_catalogue *words; /* it is written in */
    ep_own_part *entries, *zones;
    size_t entry_count, zone_count;
} ep_own;

/* The text is kept. EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT with E606 and the line where it is none of ours. */
int ep_own_read(ep_own *out, ep_arena *arena, const char *text, const char *name, epic_diags *diags);
/* The file of that name in a folder. As ep_own_read(), or with what is wrong with the file. */
int ep_own_load(ep_own *out, ep_arena *arena, const char *folder, const char *name, epic_diags *diags);
const ep_own_part *ep_own_zone(const ep_own *calendar, const char *tzid);

/* The first line of a property behind its name (";TZID=...:..." or ":..."), NULL when there is none. */
const char *ep_own_line(const ep_own_part *part, const char *property);
/* Its value as a text, "" when there is none; NULL when out of memory. */
const char *ep_own_text(ep_arena *arena, const ep_own_part *part, const char *property);
bool ep_own_is_cancelled(const ep_own_part *part);
/* A parameter that is not quoted, into out; false when there is none, or it has no room. */
#define EP_OWN_ROOM 256
bool ep_own_param(const ep_own_part *part, const char *property, const char *param, char out[EP_OWN_ROOM]);

#endif
