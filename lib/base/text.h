/* SPDX-License-Identifier: GPL-3.0-or-later */
/* UTF-8 text: decoding, width, likeness of words; cases and digits of ASCII. Nothing here obeys the locale. */
#ifndef EP_TEXT_H
#define EP_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes one character at text[0..n), n > 0. Returns its length 1..4 and sets *character, or 0 when the bytes are no UTF-8
 * (overlong forms, surrogates and what is above U+10FFFF included). */
size_t ep_utf8_decode(const char *text, size_t n, uint32_t *character);
/* The same, of UTF-8 or else of Windows-1252. Returns how many bytes it took. */
size_t ep_decode_any(const char *text, size_t n, uint32_t *character);
/* How long the byte order mark is with which a text begins; 0 when there is none. */
size_t ep_mark_size(const char *text, size_t size);
/* Writes the character as 1..4 bytes; returns how many. */
size_t ep_utf8_encode(uint32_t character, char out[4]);
/* The offset of the first byte that is no UTF-8, or n when there is none. */
size_t ep_utf8_bad(const char *text, size_t n);
/* Cells of a terminal that the character takes: 0 (combining, zero width), 1 or 2 (wide). */
unsigned ep_char_width(uint32_t character);
/* Cells of a NUL-terminated valid text. */
size_t ep_text_width(const char *text);
/* A mark of direction, as Hebrew and Arabic names can have: unlike embeddings, overrides and isolates it turns nothing else. */
static inline bool ep_is_mark(uint32_t c)
{
    return c == 0x61c || c == 0x200e || c == 0x200f;
}

/* Whether the character must not be printed raw: C0, DEL, C1, line and paragraph separators, bidirectional controls. */
bool ep_is_control(uint32_t character);

/* A letter of ASCII in the other case, whatever the locale; all else as it is. */
static inline char ep_upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static inline char ep_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* 0 to 15, -1 for what is no hexadecimal digit. */
static inline int ep_hex_digit(char c)
{
    char lower = ep_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/* Two lower-case digits for each of n bytes; returns where they end. */
char *ep_hex_write(const uint8_t *bytes, size_t n, char *to);

/* The nearest of `count` words to `word`: at most (length + 1) / 3 edits away (swap of neighbours counts one, case none);
 * NULL when none is near. Ties: the first. */
const char *ep_nearest(const char *word, const char *const *words, size_t count);

#endif
