/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the bytes, the reader tells the same in pieces of any size: components that open and close, lines in order, valid
 * text. */
#include <stdlib.h>
#include <string.h>

#include "reader.h"
#include "text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"DTEND", "DTSTART", "RRULE", "SUMMARY", "TZID", "UID"};

typedef struct record {
    uint64_t hash; /* of everything that was told */
    size_t depth;
    uint32_t line;
} record;

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void note(record *own, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < n; i++) {
        own->hash = (own->hash ^ at[i]) * 0x100000001b3u;
    }
}

static int on_begin(void *user, ep_component component, uint32_t line)
{
    record *own = user;
    must(own->depth++ < EP_INTAKE_DEPTH && line > 0);
    note(own, &component, sizeof component);
    note(own, &line, sizeof line);
    return EPIC_OK;
}

static int on_content(void *user, const ep_content *content)
{
    record *own = user;
    char value[64];
    must(own->depth > 0 && content->line > own->line);
    must(ep_utf8_bad(content->value, content->size) == content->size && memchr(content->value, '\0', content->size) == NULL);
    own->line = content->line;
    note(own, &content->property, sizeof content->property);
    note(own, content->value, content->size);
    if (ep_content_param(content, "TZID", value, sizeof value)) {
        note(own, value, strlen(value));
    }
    return EPIC_OK;
}

static int on_end(void *user, ep_component component, uint32_t line, bool broken)
{
    record *own = user;
    must(own->depth-- > 0);
    note(own, &component, sizeof component);
    note(own, &line, sizeof line);
    note(own, &broken, sizeof broken);
    return EPIC_OK;
}

static void on_say(void *user, const char *code, uint32_t line, const char *words)
{
    note(user, code, strlen(code));
    note(user, &line, sizeof line);
    note(user, words, strlen(words));
}

static uint64_t read_pieces(const char *bytes, size_t n, size_t piece)
{
    record own = {0xcbf29ce484222325u, 0, 0};
    ep_taker taker = {(1u << EP_OTHER_COMPONENT) - 1, names, 6, on_begin, on_content, on_end, on_say, &own};
    ep_intake_limits limits = {1 << 20, 200, 50, 20};
    ep_intake *intake = ep_intake_new(&taker, &limits);
    if (intake == NULL) {
        return 0;
    }
    for (size_t at = 0; at < n; at += piece) {
        (void)ep_intake_feed(intake, bytes + at, n - at < piece ? n - at : piece);
    }
    int status = ep_intake_end(intake);
    must(status != EPIC_OK || own.depth == 0);
    note(&own, &status, sizeof status);
    ep_intake_free(intake);
    return own.hash;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    uint64_t whole = read_pieces(bytes, size, size + 1);
    must(read_pieces(bytes, size, 1) == whole);
    must(read_pieces(bytes, size, 7) == whole);
    return 0;
}
