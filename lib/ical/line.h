/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content lines of iCalendar (RFC 5545 section 3.1): folded at 75 octets between characters, ended by CRLF, values escaped. A
 * line is opened, may be given parameters, then its value in one or more pieces, and is closed. What must not stand in a
 * calendar is never written: it is remembered instead. */
#ifndef EP_LINE_H
#define EP_LINE_H

#include <epic/date.h>

#include "writer.h"

#define EP_FOLD 75 /* octets of a line, CRLF not counted */

typedef struct ep_lines {
    ep_writer *writer;
    char line[EP_FOLD + 2]; /* which is written when it is full or closed */
    size_t column;          /* octets in it so far */
    bool valued;            /* the colon is written */
    const char *name;       /* of the open property */
    const char *refused;    /* the first property that was given something that must not stand there, or NULL */
} ep_lines;

void ep_lines_init(ep_lines *lines, ep_writer *writer);

/* BEGIN:NAME and END:NAME. Names of components, properties and parameters are the library's own. */
void ep_line_begin(ep_lines *lines, const char *component);
void ep_line_end(ep_lines *lines, const char *component);

void ep_line_open(ep_lines *lines, const char *property);
/* Encoded after RFC 6868 and quoted where it must be. The caller gives parameters in the order of their names. */
void ep_line_param(ep_lines *lines, const char *name, const char *value);
void ep_line_close(ep_lines *lines);

/* The value, or a piece of it. Refused are control characters other than a tab and line ends, and bytes that are no UTF-8. */
void ep_line_text(ep_lines *lines, const char *text);     /* TEXT; line ends become \n */
void ep_line_one_line(ep_lines *lines, const char *text); /* TEXT; line ends become blanks */
void ep_line_plain(ep_lines *lines, const char *text);    /* as it is, for other types; line ends are refused */
void ep_line_int(ep_lines *lines, int64_t value);
void ep_line_date(ep_lines *lines, epic_date date);                   /* 20210308 */
void ep_line_local(ep_lines *lines, epic_date date, int32_t second);  /* 20210308T100000 */
void ep_line_utc(ep_lines *lines, epic_instant instant);              /* 20210308T090000Z */
void ep_line_offset(ep_lines *lines, int32_t seconds);                /* +0100 */
void ep_line_geo(ep_lines *lines, double latitude, double longitude); /* degrees, six decimals at most; out of range is refused */
/* What ep_line_utc() writes, and a NUL; returns `text`. */
#define EP_UTC_ROOM 17
char *ep_utc_write(epic_instant instant, char text[EP_UTC_ROOM]);
/* mailto: and an address of ASCII, percent-encoded after RFC 6068; what is no address is refused. */
void ep_line_mailto(ep_lines *lines, const char *address);

/* Whether ep_line_mailto() takes it. */
bool ep_is_address(const char *address);

#endif
