/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bytes of a file before they are YAML: encoding, places, and the surrogate pairs of JSON. */
#ifndef EP_BYTES_H
#define EP_BYTES_H

#include <epic/diag.h>

/* Whether the text is UTF-8 without NUL and of at most `most` bytes; if not, says so. */
bool ep_bytes_check(const char *text, size_t size, size_t most, const char *name, epic_diags *diags);
/* The place of the byte at an offset. */
epic_place ep_bytes_place(const char *text, size_t offset);

/* JSON writes characters above U+FFFF as two escapes, "\ud83d\ude00", which libyaml refuses. Such a pair is masked before libyaml
 * sees it, as two escapes of private-use characters (d becomes e), and put together afterwards, where it was one; at[] holds the
 * offsets in characters, ascending. */
typedef struct ep_surrogates {
    char *text; /* the masked copy, or NULL when there is no pair; freed with the list */
    size_t *at;
    size_t count, room;
} ep_surrogates;

/* False when out of memory. */
bool ep_surrogates_mask(ep_surrogates *list, const char *text, size_t size);
void ep_surrogates_free(ep_surrogates *list);
/* Whether one begins in the characters from..to (exclusive). */
bool ep_surrogates_within(const ep_surrogates *list, size_t from, size_t to);
/* Undoes the mask in place: in double quotes the decoded characters become one, elsewhere the escapes are again as they were.
 * Returns the new size. */
size_t ep_surrogates_restore(char *text, size_t size, bool decoded);

#endif
