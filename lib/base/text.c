/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "text.h"

#include <string.h>

/* The smallest character of a sequence of each length; shorter forms must be used for what lies below. */
static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};

static size_t sequence_length(uint8_t lead)
{
    return lead < 0x80 ? 1 : lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
}

size_t ep_utf8_decode(const char *text, size_t n, uint32_t *character)
{
    const uint8_t lead = (uint8_t)text[0];
    size_t length = sequence_length(lead);
    if (length == 0 || length > n) {
        return 0;
    }
    uint32_t c = length == 1 ? lead : lead & (0x7fu >> length);
    for (size_t i = 1; i < length; i++) {
        uint8_t byte = (uint8_t)text[i];
        if ((byte & 0xc0) != 0x80) {
            return 0;
        }
        c = c << 6 | (byte & 0x3f);
    }
    if (c < smallest[length] || (c >= 0xd800 && c <= 0xdfff) || c > 0x10ffff) {
        return 0;
    }
    *character = c;
    return length;
}

/* Windows-1252 from 0x80 to 0x9f; the rest is as in Unicode. */
static uint32_t windows_character(unsigned char byte)
{
    static const uint16_t high[32] = {0x20ac, 0x81,   0x201a, 0x192,  0x201e, 0x2026, 0x2020, 0x2021, 0x2c6,  0x2030, 0x160,
                                      0x2039, 0x152,  0x8d,   0x17d,  0x8f,   0x90,   0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                      0x2013, 0x2014, 0x2dc,  0x2122, 0x161,  0x203a, 0x153,  0x9d,   0x17e,  0x178};
    return byte >= 0x80 && byte < 0xa0 ? high[byte - 0x80] : byte;
}

size_t ep_decode_any(const char *text, size_t n, uint32_t *character)
{
    size_t length = ep_utf8_decode(text, n, character);
    if (length == 0) {
        *character = windows_character((unsigned char)text[0]);
        length = 1;
    }
    return length;
}

size_t ep_mark_size(const char *text, size_t size)
{
    return size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

size_t ep_utf8_encode(uint32_t character, char out[4])
{
    size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    if (length == 1) {
        out[0] = (char)character;
        return 1;
    }
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    out[0] = (char)((0xf00u >> length & 0xf0) | character);
    return length;
}

size_t ep_utf8_bad(const char *text, size_t n)
{
    size_t at = 0;
    while (at < n) {
        uint64_t word = 0;
        uint32_t character;
        if (n - at >= sizeof word && (memcpy(&word, text + at, sizeof word), (word & 0x8080808080808080u) == 0)) {
            at += sizeof word; /* ASCII, as most text is */
            continue;
        }
        size_t length = ep_utf8_decode(text + at, n - at, &character);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return n;
}

size_t ep_text_width(const char *text)
{
    size_t width = 0;
    for (size_t left = strlen(text); left > 0;) {
        uint32_t character = 0;
        size_t length = ep_utf8_decode(text, left, &character);
        if (length == 0) {
            break;
        }
        width += ep_char_width(character);
        text += length;
        left -= length;
    }
    return width;
}

bool ep_is_control(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || ep_is_mark(c) || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

char *ep_hex_write(const uint8_t *bytes, size_t n, char *to)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        *to++ = digits[bytes[i] >> 4];
        *to++ = digits[bytes[i] & 15];
    }
    return to;
}

/* Longer words are never near anything: nobody mistypes a key of fifty letters. */
#define LONGEST 48

/* The characters of a word without case (ASCII), a bad byte as itself; more than LONGEST when there are more. */
static size_t letters(const char *word, uint32_t out[LONGEST])
{
    size_t count = 0;
    for (size_t left = strlen(word); left > 0;) {
        uint32_t c = (uint8_t)*word;
        size_t n = ep_utf8_decode(word, left, &c);
        if (count == LONGEST) {
            return LONGEST + 1;
        }
        out[count++] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        n = n == 0 ? 1 : n;
        word += n;
        left -= n;
    }
    return count;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, replace, swap neighbours. */
static size_t edits(const uint32_t *a, size_t n, const uint32_t *b, size_t m)
{
    size_t rows[3][LONGEST + 1];
    for (size_t j = 0; j <= m; j++) {
        rows[0][j] = j;
    }
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i + 2) % 3];
        const size_t *second = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                row[j] = least(row[j], second[j - 2] + 1);
            }
        }
    }
    return rows[n % 3][m];
}

const char *ep_nearest(const char *word, const char *const *words, size_t count)
{
    uint32_t a[LONGEST], b[LONGEST];
    size_t n = letters(word, a);
    if (n > LONGEST) {
        return NULL;
    }
    const char *nearest = NULL;
    size_t limit = (n + 1) / 3 + 1; /* below this */
    for (size_t i = 0; i < count; i++) {
        size_t m = letters(words[i], b);
        size_t distance = m > LONGEST ? limit : edits(a, n, b, m);
        if (distance < limit) {
            limit = distance;
            nearest = words[i];
        }
    }
    return nearest;
}
