/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words of calendars and messages, one table a language. A text with places for what differs, such as "{city}", is filled
 * as a whole, so that a language puts them into its own order; names stand in it as they are and are never inflected. */
#ifndef EP_CATALOGUE_H
#define EP_CATALOGUE_H

#include <epic/programme.h>

#include "arena.h"

/* Each stands in every catalogue with the same places; a label ends with its colon and blank. */
typedef enum ep_word_id {
    EP_WORD_TITLE,                                     /* and a kind: of an event that has no title of its own */
    EP_WORD_CATEGORY = EP_WORD_TITLE + EPIC_KINDS,     /* and a kind */
    EP_WORD_CATEGORY_TRAVEL = EP_WORD_CATEGORY + EPIC_KINDS,
    EP_WORD_BETWEEN,       /* title of what two cities do: {what} {a} {b} */
    EP_WORD_VISITING,      /* the same where one visits the other: {what} {guest} {host} */
    EP_WORD_TRAVEL,        /* title of a day on the road: {from} {to} */
    EP_WORD_PAIR,          /* {a} {b} */
    EP_WORD_PAIR_VISITING, /* {guest} {host} */
    EP_WORD_CANCELLED,     /* {title}, at the end */
    EP_WORD_HYBRID,        /* {place} */
    EP_WORD_LOCAL_TIMES,   /* label */
    EP_WORD_CITIES,        /* label */
    EP_WORD_OPTIONAL,      /* label, of those who are invited without being needed */
    EP_WORD_GUEST,         /* label */
    EP_WORD_HOST,          /* label */
    EP_WORD_MODERATOR,     /* label */
    EP_WORD_JOIN,          /* a link: it goes without a colon too */
    EP_WORD_RESERVE,       /* label */
    EP_WORD_AGENDA,        /* heading */
    EP_WORD_ROLES,         /* label */
    EP_WORD_AT_LEAST,      /* {count} */
    EP_WORD_AT_MOST,       /* {count} */
    EP_WORD_INVITATION,    /* subject: {title} */
    EP_WORD_UPDATED,       /* subject: {title} */
    EP_WORD_DAY,           /* {weekday} {day} {month} {year} */
    EP_WORD_WEEKDAY,       /* and 0 to 6, from Monday on */
    EP_WORD_MONTH = EP_WORD_WEEKDAY + 7, /* and 0 to 11, as it stands in a date */
    EP_WORDS = EP_WORD_MONTH + 12
} ep_word_id;

typedef struct ep_catalogue {
    const char *language; /* as of BCP 47; it names a folder */
    const char *words[EP_WORDS];
} ep_catalogue;

/* English is the first, and what stands where no language is asked for. */
#define EP_CATALOGUES 12
extern const ep_catalogue ep_catalogue_en;
extern const ep_catalogue *const ep_catalogues[EP_CATALOGUES];

/* That of a language, or of the one that it is a kind of: "pt" for "pt-BR". NULL when there is none. */
const ep_catalogue *ep_catalogue_find(const char *language);

/* One of the text's words; static. */
const char *ep_word(const ep_catalogue *catalogue, ep_word_id id);

typedef struct ep_arg {
    const char *name, *value;
} ep_arg;

/* The text with each place taken by its value, whatever stands in that. The arena's; NULL when out of memory or when a value is
 * NULL. */
char *ep_fill(ep_arena *arena, const char *text, const ep_arg *args, size_t count);
/* ep_phrase(arena, catalogue, EP_WORD_PAIR, {"a", a}, {"b", b}) */
#define ep_phrase(arena, catalogue, id, ...) \
    ep_fill((arena), ep_word((catalogue), (id)), (const ep_arg[]){__VA_ARGS__}, \
            sizeof((const ep_arg[]){__VA_ARGS__}) / sizeof(ep_arg))

#endif
