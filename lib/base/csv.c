/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <stdbool.h>
#include <string.h>

#include "text.h"

void ep_csv_take(const char **at, const char *separators, char *out, size_t room)
{
    size_t used = 0;
    bool quoted = **at == '"';
    *at += quoted;
    for (; **at != '\0' && (quoted || strchr(separators, **at) == NULL); ) {
        uint32_t c;
        if (quoted && **at == '"' && *++*at != '"') {
            quoted = false; /* what follows up to the separator counts too */
            continue;
        }
        *at += ep_decode_any(*at, strnlen(*at, 4), &c);
        if (used + 4 < room) {
            used += ep_utf8_encode(ep_is_control(c) ? ' ' : c, out + used);
        }
    }
    out[used] = '\0';
    *at += **at != '\0';
}
