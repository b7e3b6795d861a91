/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The content lines of a calendar, taken strictly: what RFC 5545 section 3.1 asks of bytes, lines and parameters is said, with
 * its place in the file, where a reader of busy times passes over it. */
#ifndef EP_STRICT_H
#define EP_STRICT_H

#include <epic/diag.h>

#include <stddef.h>
#include <stdint.h>

typedef struct ep_piece {
    const char *at;
    size_t n;
} ep_piece;

#define EP_STRICT_PARAMS 32

typedef struct ep_strict_line {
    ep_piece name, value;
    struct {
        ep_piece name, value; /* the value as written, with quotes and commas */
    } params[EP_STRICT_PARAMS];
    size_t param_count;
} ep_strict_line;

typedef struct ep_strict {
    epic_diags *diags;
    const char *name; /* of the file */
    const char *text, *next, *end;
    uint32_t line;    /* where the present one begins */
    uint32_t coming;  /* the number of the next one in the file */
    char *joined;     /* of a folded line */
    size_t joined_room;
    ep_piece whole;   /* the present line, unfolded */
    size_t *folds;    /* where in it the second, third ... line of the file begins */
    size_t fold_count, fold_room;
    bool told_end, told_long;
    int status;       /* EPIC_ENOMEM stays */
} ep_strict;

void ep_strict_init(ep_strict *lines, const char *text, size_t size, const char *name, epic_diags *diags);
void ep_strict_free(ep_strict *lines);
/* The next content line that has a name and a colon; false at the end of the text or when out of memory. It is good until the
 * next call. O(its bytes). */
bool ep_strict_next(ep_strict *lines, ep_strict_line *line);
/* The place in the file of a byte of the present line. */
epic_place ep_strict_place(const ep_strict *lines, const char *at);

#endif
