/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A buffered sink with a sticky error, so that a writer of a page checks once, at its end. */
#ifndef EP_WRITER_H
#define EP_WRITER_H

#include <epic/write.h>

typedef struct ep_writer {
    epic_write_fn write;
    void *user;
    int status; /* EPIC_OK until the sink stops */
    size_t used;
    char buffer[4096];
} ep_writer;

void ep_writer_init(ep_writer *writer, epic_write_fn write, void *user);
/* Flushes; returns the sticky status. */
int ep_writer_end(ep_writer *writer);

void ep_put_bytes(ep_writer *writer, const char *bytes, size_t n);
void ep_put(ep_writer *writer, const char *text);
void ep_put_char(ep_writer *writer, char character);
void ep_put_int(ep_writer *writer, int64_t value);
/* The shortest text that reads back the same. */
void ep_put_double(ep_writer *writer, double value);
void ep_put_fixed(ep_writer *writer, double value, unsigned decimals);
/* printf without floating point (which obeys the locale); at most 1,023 bytes. */
void ep_putf(ep_writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Pads `text`, of known terminal width, with blanks to `width` cells; right: blanks first. */
void ep_put_padded(ep_writer *writer, const char *text, size_t width, bool right);
/* A quoted JSON string; text is valid UTF-8. NULL writes null. */
void ep_put_json(ep_writer *writer, const char *text);
/* With & < > " ' escaped, for HTML text and quoted attributes. */
void ep_put_html(ep_writer *writer, const char *text);

#endif
