/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an entry of a calendar is called for ever: UUIDv5 of what it is, never of when, where in a list or on which machine.
 * doc/calendars.md has the scheme; changing it would double every event in the calendars of those who subscribed. */
#ifndef EP_UID_H
#define EP_UID_H

#include <stdint.h>

#include "hash.h"

/* Which entry of an event: itself, the days that its guests travel, or the meeting online that is held instead of a visit. */
typedef enum ep_leg { EP_LEG_NONE, EP_LEG_OUT, EP_LEG_BACK, EP_LEG_ONLINE } ep_leg;

/* Of a step of a pair's exchange: all are ids, `a` and `b` as in epic_pair. */
void ep_uid_step(const char *programme, const char *a, const char *b, const char *step, ep_leg leg, char out[EP_UUID_ROOM]);
/* Of the number-th, from 1, of a joint event; 0 counts as 1. */
void ep_uid_joint(const char *programme, const char *event, uint32_t number, ep_leg leg, char out[EP_UUID_ROOM]);
/* Of all occurrences of a joint event that recurs. */
void ep_uid_series(const char *programme, const char *event, char out[EP_UUID_ROOM]);

#endif
