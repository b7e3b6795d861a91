/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the bytes of a part mean: base64, quoted-printable, and the charsets of calendars. */
#include "mime.h"

#include <epic/diag.h>

#include "reader.h"
#include "text.h"

#define PIECE 4096

typedef struct decoder {
    const ep_mime_part *part;
    int (*sink)(void *user, const char *bytes, size_t n);
    void *user;
    int status;
    bool begun;
    size_t used;
    char piece[PIECE];
} decoder;

static void flush(decoder *own)
{
    if (own->status == EPIC_OK && own->used > 0) {
        own->status = own->sink(own->user, own->piece, own->used);
    }
    own->used = 0;
}

/* Without a mark the calendar reader would not see that it is UTF-16. */
static void put_mark(decoder *own, char first)
{
    bool little = own->part->charset == EP_MIME_UTF_16_LE;
    bool marked = (unsigned char)first == 0xff || (unsigned char)first == 0xfe;
    if (own->part->charset >= EP_MIME_UTF_16_BE && !marked) {
        own->piece[own->used++] = little ? '\xff' : '\xfe';
        own->piece[own->used++] = little ? '\xfe' : '\xff';
    }
}

static void put(decoder *own, char byte)
{
    uint32_t character;
    if (own->used > PIECE - 8) {
        flush(own);
    }
    if (!own->begun) {
        put_mark(own, byte);
        own->begun = true;
    }
    if (own->part->charset == EP_MIME_LATIN && (unsigned char)byte >= 0x80) {
        (void)ep_decode_any(&byte, 1, &character); /* a byte alone is no UTF-8 */
        own->used += ep_utf8_encode(character, own->piece + own->used);
    } else {
        own->piece[own->used++] = byte;
    }
}

static int base64_digit(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' : c >= 'a' && c <= 'z' ? c - 'a' + 26 : c >= '0' && c <= '9' ? c - '0' + 52
           : c == '+'           ? 62      : c == '/'             ? 63           : -1;
}

/* What is no digit is passed over (RFC 2045 section 6.8); padding ends a group. */
static void decode_base64(decoder *own)
{
    uint32_t group = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < own->part->n && own->status == EPIC_OK; i++) {
        int digit = base64_digit(own->part->bytes[i]);
        if (own->part->bytes[i] == '=') {
            bits = 0;
        } else if (digit >= 0) {
            group = (group << 6 | (unsigned)digit) & 0xffffff;
            bits += 6;
        }
        if (bits >= 8) {
            bits -= 8;
            put(own, (char)(group >> bits & 0xff));
        }
    }
}

/* How many bytes behind a '=' are blanks and a line end, so that the line goes on; 0: none. */
static size_t soft_break(const char *text, size_t n)
{
    size_t i = 0;
    while (i < n && (text[i] == ' ' || text[i] == '\t' || text[i] == '\r')) {
        i++;
    }
    return i < n && text[i] == '\n' ? i + 1 : 0;
}

/* A '=' that encodes nothing stands for itself. */
static void decode_quoted(decoder *own)
{
    const char *text = own->part->bytes;
    for (size_t i = 0, n = own->part->n; i < n && own->status == EPIC_OK; i++) {
        size_t left = n - i - 1, gone = text[i] == '=' ? soft_break(text + i + 1, left) : 0;
        int high = left > 1 ? ep_hex_digit(text[i + 1]) : -1, low = left > 1 ? ep_hex_digit(text[i + 2]) : -1;
        if (gone > 0) {
            i += gone;
        } else if (text[i] == '=' && high >= 0 && low >= 0) {
            put(own, (char)(high << 4 | low));
            i += 2;
        } else {
            put(own, text[i]);
        }
    }
}

int ep_mime_decode(const ep_mime_part *part, int (*sink)(void *user, const char *bytes, size_t n), void *user)
{
    decoder own = {.part = part, .sink = sink, .user = user};
    if (part->coding == EP_MIME_PLAIN && part->charset == EP_MIME_AS_IS) {
        return sink(user, part->bytes, part->n);
    }
    if (part->coding == EP_MIME_BASE64) {
        decode_base64(&own);
    } else if (part->coding == EP_MIME_QUOTED) {
        decode_quoted(&own);
    } else {
        for (size_t i = 0; i < part->n && own.status == EPIC_OK; i++) {
            put(&own, part->bytes[i]);
        }
    }
    flush(&own);
    return own.status;
}
