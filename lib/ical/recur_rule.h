/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recurrence rule is once it is parsed: numbers, and a set of bits for each BY list. */
#ifndef EP_RECUR_RULE_H
#define EP_RECUR_RULE_H

#include "recur.h"

typedef enum ep_freq { EP_SECONDLY, EP_MINUTELY, EP_HOURLY, EP_DAILY, EP_WEEKLY, EP_MONTHLY, EP_YEARLY } ep_freq;

typedef enum ep_by {
    EP_BY_SECOND,
    EP_BY_MINUTE,
    EP_BY_HOUR,
    EP_BY_DAY, /* 7 * nth + weekday; nth 0: each */
    EP_BY_MONTH_DAY,
    EP_BY_YEAR_DAY,
    EP_BY_WEEK,
    EP_BY_MONTH,
    EP_BY_POSITION,
    EP_BY_COUNT
} ep_by;

/* Values from -366 to 377. */
typedef struct ep_by_set {
    uint64_t words[12];
} ep_by_set;

struct ep_recur {
    ep_freq freq;
    int64_t interval, count; /* at most EP_RECUR_MOST; count 0: none */
    int week_start;          /* a weekday */
    bool has_until, until_utc, until_date;
    ep_moment until;
    ep_by_set *by[EP_BY_COUNT]; /* NULL: the rule does not say */
};

/* More than there are seconds in all years. */
#define EP_RECUR_MOST INT64_C(1000000000000)

static inline void ep_by_add(ep_by_set *set, int value)
{
    set->words[(value + 372) / 64] |= UINT64_C(1) << (value + 372) % 64;
}

static inline bool ep_by_has(const ep_by_set *set, int value)
{
    return set->words[(value + 372) / 64] >> (value + 372) % 64 & 1;
}

#endif
