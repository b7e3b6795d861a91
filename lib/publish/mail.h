/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An e-mail that carries a calendar (RFC 6047), as a draft: nothing here sends it. */
#ifndef EP_MAIL_H
#define EP_MAIL_H

#include <epic/date.h>

#include "issued.h"
#include "writer.h"

typedef struct ep_mail {
    const char *from_name, *from; /* NULL: whoever opens the draft */
    const ep_mailbox *to;
    size_t to_count;
    const char *id;       /* what stands between < and @: letters, digits, dots and hyphens */
    const char *boundary; /* of these at most 60 */
    const char *method;  /* as the calendar has it */
    const char *subject, *body; /* valid UTF-8; lines of the body end with \n */
    epic_instant date;
    const char *calendar;
    size_t calendar_size;
} ep_mail;

/* Addresses are such as ep_is_address() takes. What is not ASCII is encoded (RFC 2047), lines are short, and there is no way
 * from a text into a header of its own. */
void ep_put_mail(ep_writer *writer, const ep_mail *mail);

#endif
