/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A calendar of one entry: what was published of it, addressed to those whom it concerns, or for a folder of single entries. */
#ifndef EP_MESSAGE_H
#define EP_MESSAGE_H

#include "issued.h"
#include "line.h"
#include "own.h"

typedef struct ep_message {
    const ep_own *calendar; /* it was published in, with its zones */
    const ep_own_part *entry;
    const char *method; /* NULL: none, and nobody is addressed */
    const epic_issued *issued; /* with the answers of those who are; NULL: nobody is */
    const ep_mailbox *to;
    size_t to_count;
} ep_message;

/* EPIC_OK, or EPIC_EINPUT with E601 or E606; `name` stands for the calendar in diagnostics. */
int ep_put_message(ep_lines *lines, const ep_message *message, const char *name, epic_diags *diags);

#endif
