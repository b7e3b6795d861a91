/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scalar.h"

#include <string.h>

#include "text.h"

#define NOT_A_CHARACTER 0xFFFD

static bool is_letter(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0xC0;
}

/* What YAML cannot hold raw, and what would deceive the eye. */
static bool must_escape(uint32_t c)
{
    return ep_is_control(c) || c == 0xFEFF || (c & 0xFFFE) == 0xFFFE;
}

/* Inside a plain scalar; a colon or a number sign only where it is part of a word. */
static bool plain_inside(uint32_t c, char before, char after)
{
    if (c == ':') {
        return after != ' ' && after != '\0';
    }
    if (c == '#') {
        return before != ' ';
    }
    if (c == ' ') {
        return after != '\0';
    }
    return !must_escape(c) && (is_letter(c) || (c >= '0' && c <= '9') || (c < 0x80 && strchr("_./()+-';&?%!=*@",
                        (int)c) != NULL));
}

/* The words that YAML 1.1 reads as a truth value or as nothing. */
static bool is_word_of_yaml(const char *text)
{
    static const char *const words[] = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"};
    char lower[8];
    size_t n = strlen(text);
    if (n >= sizeof lower) {
        return false;
    }
    for (size_t i = 0; i <= n; i++) {
        lower[i] = ep_lower(text[i]);
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(lower, words[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_plain(const char *text)
{
    size_t n = strlen(text), length;
    uint32_t c;
    for (size_t i = 0; i < n; i += length) {
        length = ep_utf8_decode(text + i, n - i, &c);
        if (length == 0 || (i == 0 && !is_letter(c)) || !plain_inside(c, i ? text[i - 1] : ' ', text[i + length])) {
            return false;
        }
    }
    return n > 0 && !is_word_of_yaml(text);
}

static void put_escaped(ep_writer *writer, uint32_t c)
{
    if (c == '\n' || c == '\t') {
        ep_put(writer, c == '\n' ? "\\n" : "\\t");
    } else {
        ep_putf(writer, c < 0x100 ? "\\x%02X" : c < 0x10000 ? "\\u%04X" : "\\U%08X", (unsigned)c);
    }
}

void ep_put_scalar(ep_writer *writer, const char *text)
{
    if (is_plain(text)) {
        ep_put(writer, text);
        return;
    }
    size_t n = strlen(text), length;
    uint32_t c;
    ep_put_char(writer, '"');
    for (size_t i = 0; i < n; i += length) {
        length = ep_utf8_decode(text + i, n - i, &c);
        if (length == 0) {
            length = 1;
            put_escaped(writer, NOT_A_CHARACTER);
        } else if (must_escape(c)) {
            put_escaped(writer, c);
        } else {
            ep_put(writer, c == '"' || c == '\\' ? "\\" : "");
            ep_put_bytes(writer, text + i, length);
        }
    }
    ep_put_char(writer, '"');
}
