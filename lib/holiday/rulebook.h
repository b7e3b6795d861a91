/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A country's rules as they are kept. */
#ifndef EP_RULEBOOK_H
#define EP_RULEBOOK_H

#include <epic/holiday.h>

#include "arena.h"
#include "refcount.h"

#define EP_FIRST_YEAR 1583 /* the first whole year of the Gregorian calendar */
#define EP_LAST_YEAR 9998  /* what follows from a day stays inside 9999 */

/* Where a rule counts from. */
typedef enum ep_anchor { EP_ON_DATE, EP_ON_EASTER, EP_ON_ORTHODOX, EP_ON_DATES } ep_anchor;

typedef struct ep_texts {
    const char *const *list;
    size_t count;
} ep_texts;

typedef struct ep_holiday_rule {
    const char *name, *local;
    ep_anchor anchor;
    int month, day;         /* EP_ON_DATE */
    int weekday;            /* the first such day on or after that date, or -1 */
    int offset;             /* days from Easter Sunday */
    const epic_date *dates; /* EP_ON_DATES */
    size_t date_count;
    int from, to;           /* years */
    const int *except;      /* years */
    size_t except_count;
    unsigned substitute;    /* 1 << weekday: fallen on it, the next working day is free too */
    ep_texts regions, cities; /* all when there are none */
} ep_holiday_rule;

typedef struct ep_rulebook {
    const char *country;
    ep_texts regions;
    const ep_holiday_rule *rules;
    size_t count;
} ep_rulebook;

struct epic_holiday_rules {
    ep_refcount count;
    ep_arena *arena; /* of what the book points to; NULL: it is one of those built in */
    ep_rulebook book;
};

bool ep_texts_have(const ep_texts *texts, const char *text);

extern const ep_rulebook ep_built_in[]; /* by country; ends with NULL. What embed.c writes */

#endif
