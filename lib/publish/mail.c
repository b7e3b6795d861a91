/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mail.h"

#include <string.h>

#include "text.h"
#include "view.h"

#define DAY 86400
#define WORD 45    /* octets of text in an encoded word: with its frame it stays below 75 */
#define PHRASE 60  /* octets of a name that is written as it is */
#define BASE64 57  /* octets in a line of 76 */

static void put_base64(ep_writer *out, const char *bytes, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < n; i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++) {
            group = group << 8 | (i + k < n ? (unsigned char)bytes[i + k] : 0u);
        }
        for (size_t k = 0; k < 4; k++) {
            ep_put_char(out, i + k > n ? '=' : digits[group >> (18 - 6 * k) & 63]);
        }
    }
}

static void put_base64_lines(ep_writer *out, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i += BASE64) {
        put_base64(out, bytes + i, n - i < BASE64 ? n - i : BASE64);
        ep_put(out, "\r\n");
    }
}

/* Whole characters, at most WORD octets of them. */
static size_t word_size(const char *text, size_t n)
{
    size_t size = 0, step = 0;
    uint32_t character;
    while (size + step < n) {
        size += step;
        step = ep_utf8_decode(text + size, n - size, &character);
        step = step == 0 ? 1 : step;
        if (size + step > WORD) {
            return size;
        }
    }
    return size + step;
}

/* As words of RFC 2047, each on a line of its own. */
static void put_words(ep_writer *out, const char *text)
{
    size_t n = strlen(text);
    for (size_t at = 0, size; at < n; at += size) {
        size = word_size(text + at, n - at);
        ep_put(out, at == 0 ? "=?utf-8?B?" : "\r\n =?utf-8?B?");
        put_base64(out, text + at, size);
        ep_put(out, "?=");
    }
}

static bool is_plain(const char *text)
{
    size_t n = 0;
    while (text[n] >= ' ' && text[n] <= '~') {
        n++;
    }
    return text[n] == '\0' && n > 0 && n <= PHRASE && strstr(text, "=?") == NULL;
}

/* A name in quotes, or encoded, and its address on the next line. */
static void put_address(ep_writer *out, const char *name, const char *address)
{
    if (name != NULL && is_plain(name)) {
        ep_put_char(out, '"');
        for (; *name; name++) {
            ep_put(out, *name == '"' || *name == '\\' ? "\\" : "");
            ep_put_char(out, *name);
        }
        ep_put_char(out, '"');
    } else if (name != NULL) {
        put_words(out, name);
    }
    ep_put(out, name != NULL ? "\r\n <" : "<");
    ep_put(out, address);
    ep_put_char(out, '>');
}

static void put_date(ep_writer *out, epic_instant instant)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year, month, day, second = (int)(instant % DAY);
    epic_date date = (epic_date)(instant / DAY);
    epic_date_parts(date, &year, &month, &day);
    ep_putf(out, "Date: %.3s, %d %s %04d %02d:%02d:%02d +0000\r\n", ep_weekday(date), day, months[month - 1], year, second / 3600,
            second / 60 % 60, second % 60);
}

static void put_headers(ep_writer *out, const ep_mail *mail)
{
    const char *host = mail->from != NULL ? strchr(mail->from, '@') : NULL;
    ep_put(out, "MIME-Version: 1.0\r\nUser-Agent: libepic\r\nX-Unsent: 1\r\n");
    if (mail->from != NULL) {
        ep_put(out, "From: ");
        put_address(out, mail->from_name, mail->from);
        ep_put(out, "\r\n");
    }
    for (size_t i = 0; i < mail->to_count; i++) {
        ep_put(out, i == 0 ? "To: " : ",\r\n ");
        put_address(out, mail->to[i].name, mail->to[i].email);
    }
    ep_put(out, mail->to_count ? "\r\n" : "");
    ep_put(out, "Subject: ");
    if (is_plain(mail->subject)) {
        ep_put(out, mail->subject);
    } else {
        put_words(out, mail->subject);
    }
    ep_put(out, "\r\n");
    put_date(out, mail->date);
    ep_put(out, "Message-ID:\r\n <");
    ep_put(out, mail->id);
    ep_put(out, host != NULL ? host : "@libepic.invalid");
    ep_put(out, ">\r\n");
}

/* Boundaries have a character that base64 has not. */
static void put_boundary(ep_writer *out, const ep_mail *mail, const char *lead, const char *which, const char *end)
{
    ep_put(out, lead);
    ep_put(out, which);
    ep_put(out, mail->boundary);
    ep_put(out, end);
}

static void put_part(ep_writer *out, const ep_mail *mail, const char *which, const char *type, const char *bytes, size_t n)
{
    put_boundary(out, mail, "--", which, "\r\n");
    ep_put(out, "Content-Type: ");
    ep_put(out, type);
    ep_put(out, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
    put_base64_lines(out, bytes, n);
}

void ep_put_mail(ep_writer *writer, const ep_mail *mail)
{
    static const char outer[] = "=_m.", inner[] = "=_a.";
    const char *request = "text/calendar; charset=utf-8;\r\n method=REQUEST; component=VEVENT";
    const char *cancel = "text/calendar; charset=utf-8;\r\n method=CANCEL; component=VEVENT";
    put_headers(writer, mail);
    put_boundary(writer, mail, "Content-Type: multipart/mixed;\r\n boundary=\"", outer, "\"\r\n\r\n");
    put_boundary(writer, mail, "--", outer, "\r\n");
    put_boundary(writer, mail, "Content-Type: multipart/alternative;\r\n boundary=\"", inner, "\"\r\n\r\n");
    put_part(writer, mail, inner, "text/plain; charset=utf-8", mail->body, strlen(mail->body));
    put_part(writer, mail, inner, strcmp(mail->method, "CANCEL") == 0 ? cancel : request, mail->calendar, mail->calendar_size);
    put_boundary(writer, mail, "--", inner, "--\r\n");
    put_part(writer, mail, outer,
             "application/ics; name=\"invite.ics\"\r\nContent-Disposition: attachment; filename=\"invite.ics\"", mail->calendar,
             mail->calendar_size);
    put_boundary(writer, mail, "--", outer, "--\r\n");
}
