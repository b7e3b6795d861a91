/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "writer.h"

#include <epic/diag.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "text.h"

void ep_writer_init(ep_writer *writer, epic_write_fn write, void *user)
{
    writer->write = write;
    writer->user = user;
    writer->status = EPIC_OK;
    writer->used = 0;
}

static void flush(ep_writer *writer)
{
    if (writer->status == EPIC_OK && writer->used > 0 && writer->write(writer->user, writer->buffer, writer->used) != 0) {
        writer->status = EPIC_EIO;
    }
    writer->used = 0;
}

int ep_writer_end(ep_writer *writer)
{
    flush(writer);
    return writer->status;
}

void ep_put_bytes(ep_writer *writer, const char *bytes, size_t n)
{
    if (n < sizeof writer->buffer - writer->used && writer->status == EPIC_OK) { /* as nearly always */
        memcpy(writer->buffer + writer->used, bytes, n);
        writer->used += n;
        return;
    }
    while (n > 0 && writer->status == EPIC_OK) {
        size_t room = sizeof writer->buffer - writer->used;
        size_t part = n < room ? n : room;
        memcpy(writer->buffer + writer->used, bytes, part);
        writer->used += part;
        bytes += part;
        n -= part;
        if (writer->used == sizeof writer->buffer) {
            flush(writer);
        }
    }
}

void ep_put(ep_writer *writer, const char *text)
{
    ep_put_bytes(writer, text, strlen(text));
}

void ep_put_char(ep_writer *writer, char character)
{
    ep_put_bytes(writer, &character, 1);
}

void ep_put_int(ep_writer *writer, int64_t value)
{
    char text[EP_NUMBER_ROOM];
    ep_put(writer, ep_format_int(value, text));
}

void ep_put_double(ep_writer *writer, double value)
{
    char text[EP_NUMBER_ROOM];
    ep_put(writer, ep_format_double(value, text));
}

void ep_put_fixed(ep_writer *writer, double value, unsigned decimals)
{
    char text[EP_NUMBER_ROOM];
    ep_put(writer, ep_format_fixed(value, decimals, text));
}

void ep_putf(ep_writer *writer, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (n > 0) {
        ep_put(writer, text);
    }
}

void ep_put_padded(ep_writer *writer, const char *text, size_t width, bool right)
{
    size_t cells = ep_text_width(text);
    if (!right) {
        ep_put(writer, text);
    }
    for (; cells < width; cells++) {
        ep_put_char(writer, ' ');
    }
    if (right) {
        ep_put(writer, text);
    }
}

static void put_json_escape(ep_writer *writer, uint32_t character)
{
    switch (character) {
    case '"': ep_put(writer, "\\\""); break;
    case '\\': ep_put(writer, "\\\\"); break;
    case '\n': ep_put(writer, "\\n"); break;
    case '\r': ep_put(writer, "\\r"); break;
    case '\t': ep_put(writer, "\\t"); break;
    default: ep_putf(writer, "\\u%04x", (unsigned)character);
    }
}

/* Escapes more than JSON asks for: what must not reach a terminal either. All of it lies below U+10000. */
void ep_put_json(ep_writer *writer, const char *text)
{
    if (text == NULL) {
        ep_put(writer, "null");
        return;
    }
    ep_put_char(writer, '"');
    for (size_t left = strlen(text); left > 0;) {
        uint32_t character;
        size_t n = ep_utf8_decode(text, left, &character);
        if (n == 0 || character == '"' || character == '\\' || ep_is_control(character)) {
            put_json_escape(writer, n == 0 ? 0xfffd : character);
        } else {
            ep_put_bytes(writer, text, n);
        }
        n = n == 0 ? 1 : n;
        text += n;
        left -= n;
    }
    ep_put_char(writer, '"');
}

void ep_put_html(ep_writer *writer, const char *text)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&': ep_put(writer, "&amp;"); break;
        case '<': ep_put(writer, "&lt;"); break;
        case '>': ep_put(writer, "&gt;"); break;
        case '"': ep_put(writer, "&quot;"); break;
        case '\'': ep_put(writer, "&#39;"); break;
        default: ep_put_char(writer, *text);
        }
    }
}
