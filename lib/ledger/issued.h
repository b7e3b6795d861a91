/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a ledger is made of. */
#ifndef EP_ISSUED_H
#define EP_ISSUED_H

#include <epic/ledger.h>

#include "arena.h"
#include "writer.h"

/* A functional mailbox of a city. */
typedef struct ep_mailbox {
    const char *city; /* id */
    const char *name, *email;
} ep_mailbox;

/* The language in which a city is told, where that is not the main one. */
typedef struct ep_city_language {
    const char *city, *language;
} ep_city_language;

typedef struct ep_issues {
    const char *programme; /* its id; NULL: unknown */
    epic_instant issued_at;
    const char *organiser_name, *organiser_email; /* or NULL */
    const ep_mailbox *mailboxes; /* the cities' in the order of the programme */
    size_t mailbox_count;
    const ep_city_language *languages; /* in the same order */
    size_t language_count;
    const epic_issued *entries; /* each UID once */
    size_t count;
} ep_issues;

/* Everything is copied; entries may stand in any order. EPIC_OK or EPIC_ENOMEM. */
int ep_ledger_make(epic_ledger **out, const ep_issues *issues);
const ep_issues *ep_ledger_issues(const epic_ledger *ledger);

/* What differs between two revisions of an entry, as bits of epic_property: nothing when all they say is the same. */
#define EP_SIGNIFICANT ((unsigned)EPIC_PROPERTY_STATUS | EPIC_PROPERTY_TIME | EPIC_PROPERTY_PLACE)
unsigned ep_differences(const epic_issued *one, const epic_issued *other);

/* The answers, wishes and marks of an entry while they change. */
typedef struct ep_answers {
    epic_issued *entry;
    epic_answered *answers;
    epic_wish *wishes;
    const char **again;
} ep_answers;

/* Copies those that the entry has, with room for so many addresses more. False when out of memory. */
bool ep_answers_open(ep_answers *out, ep_arena *arena, epic_issued *entry, size_t mailboxes);
/* Takes an answer, a wish or a mark, whose texts are kept. The newest of an address counts: the higher sequence, then the later
 * stamp, so that order and repetition do not matter. False when it adds nothing. */
bool ep_answers_take(ep_answers *own, const epic_answered *answer);
bool ep_answers_wish(ep_answers *own, const epic_wish *wish);
bool ep_answers_again(ep_answers *own, const char *city);
/* What is kept of the answers when the entry, whose sequence is set, is issued anew with these differences. False when out of
 * memory. */
bool ep_answers_carry(ep_arena *arena, epic_issued *entry, const epic_issued *old, unsigned changed, const ep_issues *told);
/* The answer of an address of a city. */
epic_answer ep_answer_of(const epic_issued *entry, const char *city, const char *email);
/* Addresses are the same in any case. */
bool ep_same_address(const char *one, const char *other);
/* Whether both are at one local time of one zone, whose rules changed between them: no change of time to be accepted. */
bool ep_wall_moved(const epic_issued *one, const epic_issued *other);

/* Whether an id is in a list of them. */
bool ep_has_id(const char *const *ids, size_t count, const char *id);
/* In the order of bytes. */
void ep_sort_ids(const char **ids, size_t count);

/* The end of plan.yaml: who is told, then `issued:`. */
void ep_ledger_write(ep_writer *writer, const ep_issues *issues);
/* "2021-03-08T09:00:00Z" and a NUL; returns `text`. */
#define EP_MOMENT_ROOM 24
char *ep_moment_write(epic_instant instant, char text[EP_MOMENT_ROOM]);

/* Its words in the file. */
#define EP_ANSWERS 5
extern const char *const ep_standing_words[3], *const ep_sent_words[3], *const ep_answer_words[EP_ANSWERS];
/* PARTSTAT of RFC 5545 section 3.2.12, in the same order. */
extern const char *const ep_partstats[EP_ANSWERS];

#endif
