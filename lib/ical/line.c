/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "line.h"

#include <stdio.h>
#include <string.h>

#include "number.h"
#include "text.h"

#define DAY 86400
#define ADDRESS 254 /* octets of a mail address (RFC 5321 section 4.5.3.1.3) */

/* How a value is escaped. */
typedef enum form { TEXT, ONE_LINE, PLAIN, PARAMETER } form;

void ep_lines_init(ep_lines *lines, ep_writer *writer)
{
    *lines = (ep_lines){.writer = writer};
}

static void refuse(ep_lines *lines)
{
    if (lines->refused == NULL) {
        lines->refused = lines->name;
    }
}

static void end_line(ep_lines *lines)
{
    memcpy(lines->line + lines->column, "\r\n", 2);
    ep_put_bytes(lines->writer, lines->line, lines->column + 2);
    lines->column = 0;
}

static void fold(ep_lines *lines)
{
    end_line(lines);
    lines->line[lines->column++] = ' ';
}

/* n octets that stay together, fewer than a line has. */
static void put(ep_lines *lines, const char *octets, size_t n)
{
    if (lines->column + n > EP_FOLD) {
        fold(lines);
    }
    memcpy(lines->line + lines->column, octets, n);
    lines->column += n;
}

/* How many octets of the character at `text` are a line end; CRLF is one. */
static size_t line_end(const char *text)
{
    return text[0] == '\r' && text[1] == '\n' ? 2 : text[0] == '\r' || text[0] == '\n';
}

/* ASCII that is no control character and that no form escapes. */
static bool is_ordinary(char character)
{
    static const bool ordinary[256] = {
        [' '] = 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, /* not " and , */
        ['0'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, /* not ; */
        ['@'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        ['P'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 0, 1, /* not \ and ^ */
        ['`'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
        ['p'] = 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    };
    return ordinary[(unsigned char)character];
}

/* Takes what is ordinary and fits into the line; returns the rest. */
static const char *put_ordinary(ep_lines *lines, const char *text)
{
    char *to = lines->line + lines->column, *end = lines->line + EP_FOLD;
    while (to < end && is_ordinary(*text)) {
        *to++ = *text++;
    }
    lines->column = (size_t)(to - lines->line);
    return text;
}

static bool fit(const char *text, bool line_ends)
{
    uint32_t character;
    while (*text) {
        if (is_ordinary(*text)) {
            text++;
            continue;
        }
        size_t size = ep_utf8_decode(text, 4, &character); /* which stops at the NUL */
        if (size == 0 || character == 0x7f || (character < ' ' && *text != '\t' && !(line_ends && line_end(text)))) {
            return false;
        }
        text += size;
    }
    return true;
}

static const char *escape_parameter(const char *text)
{
    return line_end(text) ? "^n" : *text == '^' ? "^^" : *text == '"' ? "^'" : NULL;
}

static const char *escape_text(const char *text)
{
    return line_end(text) ? "\\n" : *text == '\\' ? "\\\\" : *text == ';' ? "\\;" : *text == ',' ? "\\," : NULL;
}

/* What stands for the character, or NULL for itself. */
static const char *escape(form as, const char *text)
{
    switch (as) {
    case TEXT:
        return escape_text(text);
    case ONE_LINE:
        return line_end(text) ? " " : escape_text(text);
    case PARAMETER:
        return escape_parameter(text);
    default:
        return NULL;
    }
}

static size_t character_size(const char *text)
{
    unsigned char lead = (unsigned char)*text;
    return lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* Valid text. */
static void put_escaped(ep_lines *lines, form as, const char *text)
{
    while (*(text = put_ordinary(lines, text))) {
        const char *escaped = escape(as, text);
        size_t size = escaped != NULL && line_end(text) ? line_end(text) : character_size(text);
        if (escaped != NULL) {
            put(lines, escaped, strlen(escaped));
        } else {
            put(lines, text, size);
        }
        text += size;
    }
}

static void colon(ep_lines *lines)
{
    if (!lines->valued) {
        put(lines, ":", 1);
        lines->valued = true;
    }
}

static void value(ep_lines *lines, form as, const char *text)
{
    colon(lines);
    size_t before = lines->column;
    text = put_ordinary(lines, text);
    if (*text == '\0') { /* as most are */
        return;
    }
    if (fit(text, as != PLAIN)) {
        put_escaped(lines, as, text);
    } else {
        lines->column = before;
        refuse(lines);
    }
}

void ep_line_open(ep_lines *lines, const char *property)
{
    lines->name = property;
    lines->valued = false;
    put(lines, property, strlen(property));
}

void ep_line_param(ep_lines *lines, const char *name, const char *text)
{
    const char *quote = strpbrk(text, ":;,^\"\r\n") != NULL ? "\"" : "";
    if (!fit(text, true)) {
        refuse(lines);
        return;
    }
    put(lines, ";", 1);
    put(lines, name, strlen(name));
    put(lines, "=", 1);
    put(lines, quote, strlen(quote));
    put_escaped(lines, PARAMETER, text);
    put(lines, quote, strlen(quote));
}

void ep_line_close(ep_lines *lines)
{
    colon(lines);
    end_line(lines);
}

void ep_line_begin(ep_lines *lines, const char *component)
{
    ep_line_open(lines, "BEGIN");
    ep_line_plain(lines, component);
    ep_line_close(lines);
}

void ep_line_end(ep_lines *lines, const char *component)
{
    ep_line_open(lines, "END");
    ep_line_plain(lines, component);
    ep_line_close(lines);
}

void ep_line_text(ep_lines *lines, const char *text)
{
    value(lines, TEXT, text);
}

void ep_line_one_line(ep_lines *lines, const char *text)
{
    value(lines, ONE_LINE, text);
}

void ep_line_plain(ep_lines *lines, const char *text)
{
    value(lines, PLAIN, text);
}

void ep_line_int(ep_lines *lines, int64_t number)
{
    char text[EP_NUMBER_ROOM];
    ep_line_plain(lines, ep_format_int(number, text));
}

/* Text of the library's own, which needs no look. */
static void put_own(ep_lines *lines, const char *text, size_t n)
{
    colon(lines);
    put(lines, text, n);
}

static char *write_date(char *to, epic_date date)
{
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    to = ep_two_digits(to, year / 100);
    to = ep_two_digits(to, year);
    to = ep_two_digits(to, month);
    return ep_two_digits(to, day);
}

static char *write_local(char *to, epic_date date, int32_t second)
{
    to = write_date(to, date);
    *to++ = 'T';
    to = ep_two_digits(to, second / 3600);
    to = ep_two_digits(to, second / 60 % 60);
    return ep_two_digits(to, second % 60);
}

void ep_line_date(ep_lines *lines, epic_date date)
{
    char text[8];
    put_own(lines, text, (size_t)(write_date(text, date) - text));
}

void ep_line_local(ep_lines *lines, epic_date date, int32_t second)
{
    char text[15];
    put_own(lines, text, (size_t)(write_local(text, date, second) - text));
}

char *ep_utc_write(epic_instant instant, char text[EP_UTC_ROOM])
{
    epic_instant second = instant % DAY < 0 ? instant % DAY + DAY : instant % DAY;
    memcpy(write_local(text, (epic_date)((instant - second) / DAY), (int32_t)second), "Z", 2);
    return text;
}

void ep_line_utc(ep_lines *lines, epic_instant instant)
{
    char text[EP_UTC_ROOM];
    put_own(lines, ep_utc_write(instant, text), EP_UTC_ROOM - 1);
}

void ep_line_offset(ep_lines *lines, int32_t seconds)
{
    int size = seconds < 0 ? -seconds : seconds;
    char text[7], *end = text;
    *end++ = seconds < 0 ? '-' : '+';
    end = ep_two_digits(end, size / 3600);
    end = ep_two_digits(end, size / 60 % 60);
    if (size % 60) {
        end = ep_two_digits(end, size % 60);
    }
    put_own(lines, text, (size_t)(end - text));
}

/* The zeros at the end are cut, since others who write the calendar again do so and it would look changed. */
static void degrees(ep_lines *lines, double angle, double limit)
{
    char text[EP_NUMBER_ROOM];
    size_t n;
    if (!(angle >= -limit && angle <= limit)) {
        refuse(lines);
        return;
    }
    n = strlen(ep_format_fixed(angle, 6, text));
    while (text[n - 1] == '0') {
        n--;
    }
    text[n - (text[n - 1] == '.')] = '\0';
    ep_line_plain(lines, strcmp(text, "-0") == 0 ? "0" : text);
}

void ep_line_geo(ep_lines *lines, double latitude, double longitude)
{
    degrees(lines, latitude, 90);
    ep_line_plain(lines, ";");
    degrees(lines, longitude, 180);
}

/* How many octets are letters and digits of ASCII, or among the others. */
static size_t span(const char *text, const char *others)
{
    size_t n = 0;
    for (char c = ep_lower(*text); c != '\0'; c = ep_lower(text[++n])) {
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && strchr(others, c) == NULL) {
            break;
        }
    }
    return n;
}

bool ep_is_address(const char *address)
{
    size_t user = span(address, "!#$%&'*+-/=?^_`{|}~.");
    size_t host = address[user] == '@' ? span(address + user + 1, ".-") : 0;
    return user > 0 && host > 0 && address[user + 1 + host] == '\0' && user + host < ADDRESS;
}

void ep_line_mailto(ep_lines *lines, const char *address)
{
    if (!ep_is_address(address)) {
        ep_line_plain(lines, "");
        refuse(lines);
        return;
    }
    ep_line_plain(lines, "mailto:");
    while (*address) {
        for (size_t safe = span(address, "@!$'*+-._~"); safe > 0; safe--) {
            put(lines, address++, 1);
        }
        if (*address) {
            char text[4];
            snprintf(text, sizeof text, "%%%02X", (unsigned)(unsigned char)*address++);
            put(lines, text, 3);
        }
    }
}
