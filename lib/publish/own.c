/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "entry.h"
#include "ours.h"
#include "slurp.h"

#define PRODUCT "\nPRODID:" EP_PRODUCT

typedef struct reader {
    const char *at, *name;
    uint32_t line;
    epic_diags *diags;
    ep_own *out;
} reader;

static int refuse(const reader *in)
{
    ep_diag(in->diags, "E606", in->name, (epic_place){in->line, 1}, "issue the plan again", "this is not as libepic writes it");
    return EPIC_EINPUT;
}

/* Where the line ends, folds being part of it; NULL when it does not end as ours do. */
static const char *line_end(const char *text)
{
    do {
        text = strstr(text, "\r\n");
        text = text == NULL ? NULL : text + 2;
    } while (text != NULL && *text == ' ');
    return text;
}

/* A copy without folds and line end. */
static const char *unfold(ep_arena *arena, const char *from, const char *end)
{
    char *copy = ep_arena_array(arena, (size_t)(end - from) + 1, 1), *to = copy;
    while (copy != NULL && from < end) {
        if (from[0] == '\r' && from[1] == '\n') {
            from += from[2] == ' ' && from + 2 < end ? 3 : 2;
        } else {
            *to++ = *from++;
        }
    }
    return copy;
}

static void skip_line(reader *in, const char *end)
{
    for (; in->at < end; in->at++) {
        in->line += *in->at == '\n';
    }
}

/* What must not be within: the same again, or the end of the calendar. */
static bool is_stray(const char *line, const char *begin)
{
    return strcmp(line, "END:VCALENDAR") == 0 || strcmp(line, begin) == 0;
}

/* What begins and ends a part, and the property that names it. */
typedef struct frame {
    const char *begin, *end, *key;
} frame;

/* Whether an occurrence of the part that ended here follows, under the same name. */
static bool goes_on(const char *at, const frame *of, const char *name)
{
    size_t begin = strlen(of->begin), key = strlen(of->key), n = strcspn(name, "\r");
    return strncmp(at, of->begin, begin) == 0 && strncmp(at + begin, "\r\n", 2) == 0 &&
           strncmp(at + begin + 2, of->key, key) == 0 && strncmp(at + begin + 2 + key, name, n) == 0 &&
           at[begin + 2 + key + n] == '\r';
}

/* How many lines up to the end of the part, all its occurrences with it; 0 when it has none. */
static size_t count_lines(const reader *in, const frame *of)
{
    size_t count = 0;
    const char *at = in->at, *name = NULL;
    for (bool within = true; within && at != NULL;) {
        name = strncmp(at, of->key, strlen(of->key)) == 0 ? at + strlen(of->key) : name;
        within = strncmp(at, of->end, strlen(of->end)) != 0;
        at = line_end(at);
        within = within || (at != NULL && name != NULL && goes_on(at, of, name));
        count++;
    }
    return at == NULL ? 0 : count;
}

/* BEGIN to END of one component. */
static int read_component(reader *in, ep_own_part *part, const frame *of)
{
    skip_line(in, line_end(in->at));
    for (const char *end; strncmp(in->at, of->end, strlen(of->end)) != 0; skip_line(in, end)) {
        end = line_end(in->at);
        const char *line = unfold(in->out->arena, in->at, end);
        if (line == NULL || is_stray(line, of->begin)) {
            return line == NULL ? EPIC_ENOMEM : refuse(in);
        }
        part->lines[part->count++] = line;
        part->name = part->name == NULL && strncmp(line, of->key, strlen(of->key)) == 0 ? line + strlen(of->key) : part->name;
    }
    skip_line(in, line_end(in->at));
    return part->name != NULL ? EPIC_OK : refuse(in);
}

static int read_part(reader *in, ep_own_part *part, const frame *of)
{
    size_t most = count_lines(in, of);
    *part = (ep_own_part){.bytes = in->at, .lines = ep_arena_array_of(in->out->arena, most, const char *)};
    if (part->lines == NULL || most == 0) {
        return part->lines == NULL ? EPIC_ENOMEM : refuse(in);
    }
    int status;
    do {
        status = read_component(in, part, of);
    } while (status == EPIC_OK && goes_on(in->at, of, part->name));
    part->n = (size_t)(in->at - part->bytes);
    return status;
}

static size_t count_parts(const char *text, const char *begin)
{
    size_t count = 0;
    while ((text = strstr(text, begin)) != NULL) {
        text += strlen(begin);
        count++;
    }
    return count;
}

static int read_parts(reader *in)
{
    static const frame event = {"BEGIN:VEVENT", "END:VEVENT\r\n", "UID:"};
    static const frame zone = {"BEGIN:VTIMEZONE", "END:VTIMEZONE\r\n", "TZID:"};
    ep_own *out = in->out;
    int status = EPIC_OK;
    while (status == EPIC_OK && strcmp(in->at, "END:VCALENDAR\r\n") != 0) {
        const char *end = line_end(in->at);
        if (end == NULL) {
            status = refuse(in);
        } else if (strncmp(in->at, "BEGIN:VEVENT\r\n", 14) == 0) {
            status = read_part(in, &out->entries[out->entry_count++], &event);
        } else if (strncmp(in->at, "BEGIN:VTIMEZONE\r\n", 17) == 0) {
            status = read_part(in, &out->zones[out->zone_count++], &zone);
        } else {
            skip_line(in, end);
        }
    }
    return status;
}

int ep_own_read(ep_own *out, ep_arena *arena, const char *text, const char *name, epic_diags *diags)
{
    reader in = {text, name, 1, diags, out};
    *out = (ep_own){.arena = arena, .entries = ep_arena_array_of(arena, count_parts(text, "\nBEGIN:VEVENT\r\n"), ep_own_part),
                    .zones = ep_arena_array_of(arena, count_parts(text, "\nBEGIN:VTIMEZONE\r\n"), ep_own_part)};
    if (out->entries == NULL || out->zones == NULL) {
        return EPIC_ENOMEM;
    }
    const char *product = strncmp(text, "BEGIN:VCALENDAR\r\n", 17) == 0 ? strstr(text, PRODUCT) : NULL;
    const char *language = product == NULL ? NULL : product + strlen(PRODUCT);
    language = language == NULL ? "" : ep_arena_strndup(arena, language, strcspn(language, "\r"));
    if (language == NULL) {
        return EPIC_ENOMEM;
    }
    out->words = ep_catalogue_find(language);
    return out->words != NULL ? read_parts(&in) : refuse(&in);
}

int ep_own_load(ep_own *out, ep_arena *arena, const char *folder, const char *name, epic_diags *diags)
{
    char *path = ep_arena_printf(arena, "%s/%s", folder, name), *text;
    size_t size;
    int status = path == NULL ? EPIC_ENOMEM : ep_slurp(&text, &size, path, EP_OUR_MOST, diags);
    if (status != EPIC_OK) {
        return status;
    }
    char *kept = ep_arena_strndup(arena, text, size);
    free(text);
    return kept == NULL ? EPIC_ENOMEM : ep_own_read(out, arena, kept, path, diags);
}

const ep_own_part *ep_own_zone(const ep_own *calendar, const char *tzid)
{
    for (size_t i = 0; i < calendar->zone_count; i++) {
        if (strcmp(calendar->zones[i].name, tzid) == 0) {
            return &calendar->zones[i];
        }
    }
    return NULL;
}

const char *ep_own_line(const ep_own_part *part, const char *property)
{
    size_t n = strlen(property);
    for (size_t i = 0; i < part->count; i++) {
        if (strncmp(part->lines[i], property, n) == 0 && (part->lines[i][n] == ':' || part->lines[i][n] == ';')) {
            return part->lines[i] + n;
        }
    }
    return NULL;
}

/* Where the value begins: behind the first colon that is in no quotes. */
static const char *value_of(const char *line)
{
    bool quoted = false;
    while (*line && (*line != ':' || quoted)) {
        quoted ^= *line++ == '"';
    }
    return *line ? line + 1 : line;
}

const char *ep_own_text(ep_arena *arena, const ep_own_part *part, const char *property)
{
    const char *line = ep_own_line(part, property), *from = line == NULL ? "" : value_of(line);
    char *text = ep_arena_strdup(arena, from), *to = text;
    for (; text != NULL && *from; from++) {
        bool escaped = *from == '\\' && from[1] != '\0';
        from += escaped;
        *to++ = escaped && *from == 'n' ? '\n' : *from;
    }
    if (text != NULL) {
        *to = '\0';
    }
    return text;
}

bool ep_own_is_cancelled(const ep_own_part *part)
{
    const char *status = ep_own_line(part, "STATUS");
    return status != NULL && strcmp(status, ":CANCELLED") == 0;
}

bool ep_own_param(const ep_own_part *part, const char *property, const char *param, char out[EP_OWN_ROOM])
{
    const char *line = ep_own_line(part, property);
    size_t n = strlen(param);
    while (line != NULL && *line == ';') {
        const char *next = line + 1 + strcspn(line + 1, ";:");
        if (strncmp(line + 1, param, n) == 0 && line[1 + n] == '=') {
            size_t size = (size_t)(next - line) - 2 - n;
            memcpy(out, line + 2 + n, size < EP_OWN_ROOM ? size : 0);
            out[size < EP_OWN_ROOM ? size : 0] = '\0';
            return size < EP_OWN_ROOM;
        }
        line = next;
    }
    return false;
}
