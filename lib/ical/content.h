/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A content line of somebody else's calendar (RFC 5545 section 3.1), unfolded, in its parts. */
#ifndef EP_CONTENT_H
#define EP_CONTENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text.h"

typedef struct ep_content {
    int property;       /* the caller's number for the name */
    uint32_t line;      /* where it begins in the file, from 1 */
    const char *params; /* what stands between name and colon, as written */
    size_t params_size;
    const char *value;  /* without blanks around it; valid UTF-8 without NUL, but not ended by one */
    size_t size;
} ep_content;

/* Whether n bytes are a word of upper case letters, in any case. */
bool ep_same_word(const char *text, size_t n, const char *word);

/* Splits what stands behind a name, n bytes that begin with ':' or ';'. False when there is no colon. A quote that is never
 * closed is passed over: *unclosed says so. */
bool ep_content_split(ep_content *content, const char *rest, size_t n, bool *unclosed);

/* The first value of a parameter, without quotes and decoded after RFC 6868, ended by NUL. False when it is not there or does
 * not fit. The name is in upper case. */
bool ep_content_param(const ep_content *content, const char *name, char *out, size_t room);

#endif
