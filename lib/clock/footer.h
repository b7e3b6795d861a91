/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule for all years after the last listed change of a zone: the TZ string at the end of its file (POSIX.1, RFC 9636 section
 * 3.3.1), in which an hour may be negative or beyond 24. */
#ifndef EP_FOOTER_H
#define EP_FOOTER_H

#include <epic/date.h>

#include "arena.h"

/* What a clock shows between two changes. */
typedef struct ep_clock {
    int32_t offset; /* seconds east of Greenwich */
    bool daylight;  /* as the file says; of Ireland it is true in winter */
    const char *abbreviation;
} ep_clock;

/* A stretch of time through which it is one clock: from its first moment to the first one after it. */
typedef struct ep_spell {
    epic_instant from, until; /* EPIC_NO_INSTANT, EP_FOR_EVER: without a beginning or an end */
    const ep_clock *clock;
} ep_spell;
#define EP_FOR_EVER INT64_MAX

/* When in a year a change is. */
typedef struct ep_yearly {
    enum { EP_DAY_OF_365, EP_DAY_OF_YEAR, EP_WEEKDAY_OF_MONTH } form;
    int day;     /* of the year: 1..365 without 29 February, or 0..365 */
    int month;   /* 1..12 */
    int week;    /* 1..4, 5: the last */
    int weekday; /* 0 = Monday */
    int32_t second; /* after midnight on the wall before the change */
} ep_yearly;

typedef struct ep_footer {
    ep_clock standard, daylight;
    bool changes; /* false: always standard */
    ep_yearly start, end; /* of daylight time */
} ep_footer;

typedef enum ep_parse { EP_PARSED, EP_MALFORMED, EP_NO_MEMORY } ep_parse;

/* Reads n bytes such as "CET-1CEST,M3.5.0,M10.5.0/3". */
ep_parse ep_footer_parse(ep_footer *footer, ep_arena *arena, const char *text, size_t n);
/* The moment at which daylight time starts, or ends, in a year. */
epic_instant ep_footer_change(const ep_footer *footer, int year, bool start);
/* The one that a moment lies in. */
ep_spell ep_footer_spell(const ep_footer *footer, epic_instant instant);

#endif
