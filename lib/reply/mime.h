/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The calendars in an e-mail (RFC 2045, 2046, 6047). Nothing is copied but what headers say; depth, parts and headers are
 * bounded, and what is decoded comes in pieces. */
#ifndef EP_MIME_H
#define EP_MIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EP_MIME_WORD 128

/* A part as it stands in the e-mail. */
typedef struct ep_mime_part {
    const char *bytes;
    size_t n;
    uint32_t line; /* where it begins */
    enum { EP_MIME_PLAIN, EP_MIME_BASE64, EP_MIME_QUOTED } coding;
    enum { EP_MIME_AS_IS, EP_MIME_LATIN, EP_MIME_UTF_16_BE, EP_MIME_UTF_16_LE } charset;
} ep_mime_part;

/* Whether it begins as an e-mail does: with a header that is not BEGIN. */
bool ep_is_mail(const char *bytes, size_t n);

/* Who takes the calendars; `take` returns an epic_status, and all but EPIC_OK ends the walk. */
typedef struct ep_mime_taker {
    int (*take)(void *user, const ep_mime_part *part);
    void (*say)(void *user, uint32_t line, const char *words); /* of what is wrong with the e-mail */
    void *user;
} ep_mime_taker;

/* Goes through the parts of type text/calendar; where there is none, through those that bear the name of a calendar, as the one
 * is mostly a copy of the other. *found says how many. */
int ep_mime_walk(const char *bytes, size_t n, const ep_mime_taker *taker, size_t *found);

/* The bytes of a part without its coding, in UTF-8 or, as they are, in UTF-16 with a mark. The sink returns an epic_status. */
int ep_mime_decode(const ep_mime_part *part, int (*sink)(void *user, const char *bytes, size_t n), void *user);

#endif
