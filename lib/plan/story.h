/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reasons as a coordinator would say them, in English. */
#ifndef EP_STORY_H
#define EP_STORY_H

#include "desk.h"

#define EP_WORDS_ROOM 256

/* "is blocked (pandemic)", of `count` days "are blocked (pandemic)"; returns `text`. */
char *ep_reason_words(const ep_desk *desk, ep_reason reason, size_t count, char text[EP_WORDS_ROOM]);

/* The same of one day; of a period also where, and from when to when. */
char *ep_rule_words(const ep_desk *desk, ep_reason reason, char text[EP_WORDS_ROOM]);

/* Days counted by what bars them. */
typedef struct ep_count {
    ep_reason reason;
    size_t days;
} ep_count;

#define EP_TALLY_ROOM 32

typedef struct ep_tally {
    ep_count list[EP_TALLY_ROOM];
    size_t count, other; /* days for which there was no room */
} ep_tally;

/* Holidays of one city are counted together. */
void ep_tally_add(ep_tally *tally, const ep_desk *desk, ep_reason reason);

/* What is known when an event gets, or does not get, its dates. */
typedef struct ep_story {
    const ep_task *before; /* what it was counted from; NULL: nothing before it has a date */
    bool skipped;          /* the one it follows has no date */
    bool held;             /* earlier days were possible but would have left none for what follows */
    bool spread;           /* it was to be near an even spread */
    bool skips;            /* an earlier day was possible */
    ep_tally tally;
} ep_story;

/* The sentence, in the desk's arena; NULL when out of memory. */
const char *ep_why_placed(ep_desk *desk, const ep_task *task, ep_story *story);
/* Why then, or not, of an occurrence: the days that were tried before it. */
const char *ep_why_occurs(ep_desk *desk, const ep_task *task, ep_tally *tally);
/* Of an event that was issued: it keeps its day, or left it for this reason, or keeps it though another was asked for that this
 * reason bars. */
const char *ep_why_moved(ep_desk *desk, const ep_task *task, ep_reason reason);
/* What was told, and why it is held online: what bars it in person on the days to `last`, or on that one. */
const char *ep_why_online(ep_desk *desk, const ep_task *task, ep_tally *tally, epic_date last);
/* One that is invited and cannot come, and why not to that task. */
typedef struct ep_absence {
    size_t city;
    const ep_task *from;
    ep_reason reason;
} ep_absence;

/* What was told, and who of those invited cannot come. */
const char *ep_why_absent(ep_desk *desk, const ep_task *task, const ep_absence *list, size_t count);
const char *ep_why_not(ep_desk *desk, const ep_task *task, ep_story *story);

#endif
