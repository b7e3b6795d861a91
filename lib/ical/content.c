/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "content.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

bool ep_same_word(const char *text, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (word[i] == '\0' || ep_upper(text[i]) != word[i]) {
            return false;
        }
    }
    return word[n] == '\0';
}

/* The first of two characters outside quotes; n when there is none. */
static size_t find_outside(const char *text, size_t n, char one, char other)
{
    bool quoted = false;
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[i] == one || text[i] == other)) {
            return i;
        }
    }
    return n;
}

bool ep_content_split(ep_content *content, const char *rest, size_t n, bool *unclosed)
{
    size_t colon = find_outside(rest, n, ':', ':');
    *unclosed = colon == n;
    if (*unclosed) {
        const char *any = memchr(rest, ':', n);
        if (any == NULL) {
            return false;
        }
        colon = (size_t)(any - rest);
    }
    content->params = rest;
    content->params_size = colon;
    content->value = rest + colon + 1;
    content->size = n - colon - 1;
    while (content->size > 0 && is_blank(content->value[0])) {
        content->value++;
        content->size--;
    }
    while (content->size > 0 && is_blank(content->value[content->size - 1])) {
        content->size--;
    }
    return true;
}

/* One value, up to a comma outside quotes. A circumflex that encodes nothing stands for itself (RFC 6868 section 3.2). */
static bool decode(const char *text, size_t n, char *out, size_t room)
{
    size_t used = 0;
    bool quoted = n > 0 && text[0] == '"';
    for (size_t i = quoted; i < n && text[i] != (quoted ? '"' : ','); i++) {
        char c = text[i], next = i + 1 < n ? text[i + 1] : '\0';
        if (c == '^' && (next == '^' || next == '\'' || next == 'n')) {
            c = (char)(next == 'n' ? '\n' : next == '^' ? '^' : '"');
            i++;
        }
        if (used + 1 >= room) {
            return false;
        }
        out[used++] = c;
    }
    out[used] = '\0';
    return true;
}

bool ep_content_param(const ep_content *content, const char *name, char *out, size_t room)
{
    const char *at = content->params;
    size_t left = content->params_size;
    while (left > 0) {
        at++; /* the semicolon */
        left--;
        size_t n = find_outside(at, left, ';', ';'), equals = find_outside(at, n, '=', '='), end = equals;
        while (end > 0 && is_blank(at[end - 1])) {
            end--;
        }
        if (equals < n && ep_same_word(at, end, name)) {
            return decode(at + equals + 1, n - equals - 1, out, room);
        }
        at += n;
        left -= n;
    }
    return false;
}
