/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What answers say, out of calendars and e-mails, before it is held against what was issued. */
#ifndef EP_SAID_H
#define EP_SAID_H

#include <epic/reply.h>

#include "collect.h"
#include "mime.h"

/* An ATTENDEE by the addresses it goes by: its own, EMAIL, SENT-BY; at least one is not NULL. */
#define EP_VOICE_ADDRESSES 3
typedef struct ep_voice {
    const char *addresses[EP_VOICE_ADDRESSES];
    const char *delegate; /* DELEGATED-TO, or NULL */
    epic_answer answer;
} ep_voice;
#define EP_MOST_VOICES 100

typedef struct ep_said {
    const char *file;
    uint32_t line;     /* of the file */
    const char *wrong; /* why it cannot be used, or NULL */
    epic_reply_kind kind;
    const char *uid, *title, *comment; /* or NULL */
    ep_voice *voices;
    size_t voice_count, voice_room;
    uint32_t sequence;
    epic_instant stamp; /* EPIC_NO_INSTANT: none */
    bool part;          /* RECURRENCE-ID */
    /* The time that is proposed: as it stands, and as moments or days once all zones are read. */
    bool has_start, ends; /* ends: it says when; else it is as long as what was issued */
    ep_when at;
    ep_length length;
    bool all_day;
    epic_date first, last;
    epic_instant start, end;
} ep_said;

typedef struct ep_hearing {
    ep_arena *arena;
    epic_diags *diags;
    epic_date from, to; /* days in which times may be proposed */
    ep_said *list;
    size_t count, room;
    bool refused; /* a file was no answer, which has been said */
} ep_hearing;

#define EP_MOST_HEARD ((size_t)64 << 20) /* bytes of a file */

/* Adds what a calendar says, which is a part of a file. EPIC_OK also when it is no answer; EPIC_ENOMEM. */
int ep_hear_calendar(ep_hearing *own, const char *file, const ep_mime_part *part);
/* Adds what a file says. EPIC_OK also when it is no answer; EPIC_EIO, EPIC_ENOMEM. */
int ep_hear(ep_hearing *own, const epic_reply_source *source);
/* In any case at the end. */
void ep_hearing_free(ep_hearing *own);

#endif
