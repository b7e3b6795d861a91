/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mail with a message says for people, in the language of the calendar that it was taken from. */
#ifndef EP_INVITATION_H
#define EP_INVITATION_H

#include "message.h"

/* The arena's; NULL when out of memory. */
const char *ep_mail_subject(ep_arena *arena, const ep_message *message, const epic_issued *entry);
/* Title, days or time in UTC, place, and what else the entry says. Lines end with \n. */
const char *ep_mail_body(ep_arena *arena, const ep_message *message, const epic_issued *entry);

#endif
