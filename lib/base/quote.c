/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diags.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

#define ELLIPSIS "\xe2\x80\xa6"

/* The form in which the character at text[0..n) is shown, and its cells; returns how many bytes of text it took. */
static size_t show(const char *text, size_t n, char shown[16], size_t *cells)
{
    uint32_t character;
    size_t length = ep_utf8_decode(text, n, &character);
    if (length == 0 || (ep_is_control(character) && character < 0x80)) {
        *cells = (size_t)snprintf(shown, 16, "\\x%02x", (unsigned)(uint8_t)text[0]);
        return 1;
    }
    if (ep_is_control(character)) {
        *cells = (size_t)snprintf(shown, 16, "\\u{%x}", (unsigned)character);
        return length;
    }
    memcpy(shown, text, length);
    shown[length] = '\0';
    *cells = ep_char_width(character);
    return length;
}

char *ep_quote(char *out, size_t room, const char *text, size_t n, size_t cells)
{
    size_t used = 0;
    while (n > 0) {
        char shown[16];
        size_t width;
        size_t length = show(text, n, shown, &width);
        size_t bytes = strlen(shown);
        bool last = length == n;
        if (width > cells || used + bytes + (last ? 1 : sizeof ELLIPSIS) > room) {
            snprintf(out + used, room - used, "%s", room - used >= sizeof ELLIPSIS ? ELLIPSIS : "");
            return out;
        }
        memcpy(out + used, shown, bytes);
        used += bytes;
        cells -= width;
        text += length;
        n -= length;
    }
    out[used] = '\0';
    return out;
}
