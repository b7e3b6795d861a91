/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of iCalendar (RFC 5545 section 3.3), each with its ranges: what is out of them is no value. Texts are n bytes, not ended
 * by NUL. */
#ifndef EP_VALUE_H
#define EP_VALUE_H

#include "recur.h"

/* DATE or DATE-TIME, whichever stands there, in years 1 to 9999. A leap second counts as the one before it. */
typedef struct ep_time {
    ep_moment at;
    bool all_day; /* a DATE: second is 0 */
    bool utc;
} ep_time;
bool ep_value_time(const char *text, size_t n, ep_time *time);

/* DURATION: civil days, then seconds that go by; both of one sign. Numbers of nine digits at most. */
typedef struct ep_span {
    int32_t days;
    int64_t seconds;
} ep_span;
bool ep_value_span(const char *text, size_t n, ep_span *span);

/* PERIOD: a start, and an end or a length. */
typedef struct ep_lapse {
    ep_time start, end;
    bool has_end;
    ep_span length;
} ep_lapse;
bool ep_value_lapse(const char *text, size_t n, ep_lapse *stretch);

/* UTC-OFFSET: seconds east of Greenwich, 18 hours at most; "-0000" is 0. */
bool ep_value_offset(const char *text, size_t n, int32_t *seconds);

/* An integer from..to. */
bool ep_value_integer(const char *text, size_t n, int64_t from, int64_t to, int64_t *value);

/* TEXT without its escapes, ended by NUL, clipped at a whole character where it does not fit; control characters become blanks.
 * Returns `out`. */
char *ep_value_text(const char *text, size_t n, char *out, size_t room);

/* Takes the next item, without blanks around it, from a list with commas; false at its end. Empty items are passed over. */
bool ep_value_item(const char **list, size_t *n, const char **item, size_t *size);

/* The moment of the wall so many days and seconds later. Beyond the year 9999 it is the last of it, before 1 the first. */
ep_moment ep_moment_add(ep_moment at, int64_t days, int64_t seconds);
/* Seconds of the wall since 1970-01-01. */
int64_t ep_moment_number(ep_moment at);

#endif
