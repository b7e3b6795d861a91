/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pieces of which a page is written. */
#include <string.h>

#include "html.h"
#include "text.h"

void ep_html_text(const ep_page *page, const char *text)
{
    size_t n = strlen(text), length;
    uint32_t c;
    for (size_t i = 0; i < n; i += length) {
        length = ep_utf8_decode(text + i, n - i, &c);
        if (length == 0 || (ep_is_control(c) && !ep_is_mark(c)) || (c & 0xFFFE) == 0xFFFE) {
            ep_put(page->out, "\xEF\xBF\xBD");
            length = length ? length : 1;
        } else {
            char piece[5] = "";
            memcpy(piece, text + i, length);
            ep_put_html(page->out, piece);
        }
    }
}

void ep_html_in(const ep_page *page, const char *open, const char *text, const char *close)
{
    ep_put(page->out, open);
    ep_html_text(page, text);
    ep_put(page->out, close);
}

void ep_html_say(const ep_page *page, const char *open, ep_say id, const char *close)
{
    ep_html_in(page, open, ep_saying(id), close);
}

void ep_html_filled(ep_page *page, const char *open, ep_say id, const ep_arg *args, size_t count, const char *close)
{
    ep_html_in(page, open, ep_view_kept(&page->view, ep_fill(page->view.arena, ep_saying(id), args, count)), close);
}

const char *ep_html_clipped(ep_page *page, const char *text, size_t cells)
{
    size_t n = strlen(text), at = 0, width = 0;
    uint32_t c;
    if (ep_text_width(text) <= cells) {
        return text;
    }
    while (at < n) {
        size_t length = ep_utf8_decode(text + at, n - at, &c);
        width += length > 0 ? ep_char_width(c) : 1;
        if (width >= cells) {
            break;
        }
        at += length > 0 ? length : 1;
    }
    const char *clipped = ep_arena_printf(page->view.arena, "%.*s\u2026", (int)at, text);
    page->view.status = clipped == NULL ? EPIC_ENOMEM : page->view.status;
    return clipped == NULL ? "" : clipped;
}

void ep_html_day(const ep_page *page, epic_date date)
{
    char day[EP_DAY_ROOM];
    ep_day_text(date, day);
    ep_putf(page->out, "<time datetime=\"%s\">%s</time>", day + 4, day);
}

void ep_html_name(const ep_page *page, size_t city)
{
    ep_html_in(page, "<bdi>", ep_view_name(&page->view, city), "</bdi>");
}

void ep_html_pair(const ep_page *page, size_t pair)
{
    const epic_pair *of = &page->view.pairs[pair];
    ep_html_name(page, of->a);
    ep_html_say(page, " ", page->view.mutual ? EP_SAY_AND : EP_SAY_FROM, " ");
    ep_html_name(page, of->b);
}

#define SPACE "\u202f" /* narrow; no line ends at it */

const char *ep_html_euro(ep_page *page, double amount)
{
    char digits[64] = "";
    size_t n = sizeof digits - 1, written = 0;
    uint64_t whole = (uint64_t)(amount < 1e15 ? amount + 0.5 : 1e15);
    do {
        if (written > 0 && written % 3 == 0) {
            n -= strlen(SPACE);
            memcpy(digits + n, SPACE, strlen(SPACE));
        }
        digits[--n] = (char)('0' + whole % 10);
        whole /= 10;
        written++;
    } while (whole > 0);
    const char *text = ep_arena_printf(page->view.arena, "%s" SPACE "EUR", digits + n);
    page->view.status = text == NULL ? EPIC_ENOMEM : page->view.status;
    return text == NULL ? "" : text;
}

void ep_html_tenths(const ep_page *page, int64_t tenths)
{
    ep_put(page->out, tenths < 0 ? "-" : "");
    tenths = tenths < 0 ? -tenths : tenths;
    ep_put_int(page->out, tenths / 10);
    if (tenths % 10 > 0) {
        ep_put_char(page->out, '.');
        ep_put_int(page->out, tenths % 10);
    }
}

void ep_html_length(const ep_page *page, const char *name, int64_t tenths)
{
    ep_putf(page->out, " %s=\"", name);
    ep_html_tenths(page, tenths);
    ep_put_char(page->out, '"');
}

const char *ep_html_digits(ep_page *page, size_t number)
{
    const char *text = ep_arena_printf(page->view.arena, "%zu", number);
    page->view.status = text == NULL ? EPIC_ENOMEM : page->view.status;
    return text == NULL ? "" : text;
}

void ep_html_section(const ep_page *page, const char *id, ep_say title)
{
    ep_putf(page->out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">", id, id, id);
    ep_html_say(page, "", title, "</h2>\n");
}

void ep_html_table(const ep_page *page, ep_say caption, const ep_say *columns, size_t count)
{
    ep_html_say(page, "<table>\n<caption>", caption, "</caption>\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        ep_html_say(page, "<th scope=\"col\">", columns[i], "</th>");
    }
    ep_put(page->out, "</tr></thead>\n");
}

void ep_html_cell(const ep_page *page, const char *class, ep_say label)
{
    ep_put(page->out, class[0] != '\0' ? "<td class=\"" : "<td");
    ep_put(page->out, class);
    ep_html_say(page, class[0] != '\0' ? "\" data-label=\"" : " data-label=\"", label, "\">");
}

void ep_html_scroll(const ep_page *page, const char *class, const char *labelled)
{
    ep_putf(page->out, "<div class=\"scroll %s\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s\">\n", class, labelled);
}

void ep_html_picture(const ep_page *page, const char *id, size_t part, int width, int height)
{
    ep_putf(page->out, "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"%s-name-%zu %s-what-%zu\">\n", width, height,
            id, part, id, part);
}
