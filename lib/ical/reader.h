/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Anybody's calendar, read in one pass: bytes in pieces of any size become components and content lines.
 *
 * Read are UTF-8, with or without its mark, and UTF-16 with one; a byte that is no UTF-8 counts as Windows-1252. A line ends with
 * CRLF, LF, CR or CR CR LF. Folded lines are joined, over blank lines too. NUL counts as a blank.
 *
 * Lines that nobody wants cost their bytes and no memory. Limits bound the rest; what goes beyond them is left out and said. A
 * component that is not closed, or is cut short by the end of the file, is told as broken; what stands around it is read. */
#ifndef EP_READER_H
#define EP_READER_H

#include <epic/diag.h>

#include "content.h"

typedef enum ep_component {
    EP_VCALENDAR,
    EP_VEVENT,
    EP_VFREEBUSY,
    EP_VAVAILABILITY,
    EP_AVAILABLE,
    EP_VTIMEZONE,
    EP_STANDARD,
    EP_DAYLIGHT,
    EP_VTODO,
    EP_VJOURNAL,
    EP_OTHER_COMPONENT
} ep_component;

typedef struct ep_intake_limits {
    uint64_t file;       /* bytes */
    size_t line;         /* bytes of an unfolded line */
    uint32_t components; /* wanted ones */
    uint32_t properties; /* wanted ones of one component */
} ep_intake_limits;
#define EP_INTAKE_LIMITS {(uint64_t)64 << 20, (size_t)1 << 20, 200000, 5000}
/* How deep components may stand in each other. */
#define EP_INTAKE_DEPTH 8

/* Who takes what is read. Functions that return an int stop the reading with a status of their own. */
typedef struct ep_taker {
    uint32_t components;            /* bit per ep_component that is wanted; lines of others are passed over */
    const char *const *properties;  /* names that are wanted, upper case, at most 64 */
    size_t property_count;
    int (*begin)(void *user, ep_component component, uint32_t line);
    int (*content)(void *user, const ep_content *content); /* its property is an index into `properties` */
    int (*end)(void *user, ep_component component, uint32_t line, bool broken); /* the line where it began */
    /* What is wrong: a code of doc/diagnostics.md, static, and words, to be copied. After an error nothing of the file is to be
     * used. */
    void (*say)(void *user, const char *code, uint32_t line, const char *words);
    void *user;
} ep_taker;

typedef struct ep_intake ep_intake;

/* Limits NULL: the defaults. The taker must outlive it. NULL when out of memory. */
ep_intake *ep_intake_new(const ep_taker *taker, const ep_intake_limits *limits);
void ep_intake_free(ep_intake *intake);
/* Takes the next bytes. EPIC_OK; EPIC_EINPUT: this is no calendar, which has been said; EPIC_ENOMEM; what the taker returned.
 * Once it has failed it goes on doing so. */
int ep_intake_feed(ep_intake *intake, const char *bytes, size_t n);
/* The file is at its end. */
int ep_intake_end(ep_intake *intake);

#endif
