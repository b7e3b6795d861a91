/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "diags.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "grow.h"
#include "json.h"
#include "source.h"
#include "text.h"

/* More help nobody. What is left out is counted all the same, so that an error is never taken for success. */
#define MOST 1000
/* Room for this many is always kept, for N901 and E902. */
#define SPARE 2
#define CLIP 300 /* cells of a message or hint */

typedef struct named_source {
    struct named_source *next;
    const char *name;
    ep_source *source;
} named_source;

struct epic_diags {
    ep_arena *arena;
    epic_diag *items;
    size_t count, room, errors;
    named_source *sources;
    bool full, lost;
};

epic_diags *epic_diags_new(void)
{
    epic_diags *diags = calloc(1, sizeof *diags);
    if (diags == NULL) {
        return NULL;
    }
    diags->arena = ep_arena_new();
    if (diags->arena == NULL || !ep_grow((void **)&diags->items, &diags->room, SPARE, sizeof *diags->items)) {
        epic_diags_free(diags);
        return NULL;
    }
    return diags;
}

void epic_diags_free(epic_diags *diags)
{
    if (diags != NULL) {
        ep_arena_free(diags->arena);
        free(diags->items);
        free(diags);
    }
}

size_t epic_diags_count(const epic_diags *diags)
{
    return diags == NULL ? 0 : diags->count;
}

size_t epic_diags_errors(const epic_diags *diags)
{
    return diags == NULL ? 0 : diags->errors;
}

const epic_diag *epic_diags_get(const epic_diags *diags, size_t i)
{
    return i < epic_diags_count(diags) ? &diags->items[i] : NULL;
}

static epic_severity severity_of(const char *code)
{
    return code[0] == 'E' ? EPIC_ERROR : code[0] == 'W' ? EPIC_WARNING : EPIC_NOTE;
}

/* Into the room that is kept: cannot fail. */
static void add_last(epic_diags *diags, const char *code, const char *message)
{
    epic_diag diag = {.severity = severity_of(code), .code = code, .message = message};
    diags->items[diags->count++] = diag;
}

/* The first time, says so in the list; an error, because what was lost may have been one. */
static void lose(epic_diags *diags)
{
    if (!diags->lost) {
        diags->lost = true;
        diags->errors++;
        add_last(diags, "E902", "out of memory: some diagnostics are lost");
    }
}

void ep_diags_source(epic_diags *diags, const char *name, const char *text, size_t size)
{
    if (diags == NULL) {
        return;
    }
    named_source *named = ep_arena_new_of(diags->arena, named_source);
    if (named != NULL) {
        named->name = ep_arena_strdup(diags->arena, name);
        named->source = ep_source_new(diags->arena, text, size);
    }
    if (named == NULL || named->name == NULL || named->source == NULL) {
        lose(diags);
        return;
    }
    named->next = diags->sources;
    diags->sources = named;
}

static const char *keep(epic_diags *diags, const char *text, bool *kept)
{
    char quoted[4 * CLIP];
    if (text == NULL) {
        return NULL;
    }
    const char *copy = ep_arena_strdup(diags->arena, ep_quote(quoted, sizeof quoted, text, strlen(text), CLIP));
    *kept = *kept && copy != NULL;
    return copy;
}

/* Sets the line quoted and the caret, if the source is known. False when out of memory. */
static bool quote_source(epic_diags *diags, const char *file, epic_diag *diag)
{
    named_source *named = diags->sources;
    while (named != NULL && strcmp(named->name, file) != 0) {
        named = named->next;
    }
    char line[EP_SOURCE_ROOM];
    if (named == NULL || !ep_source_quote(named->source, (epic_place){diag->line, diag->column}, line, &diag->caret)) {
        return true;
    }
    diag->source = ep_arena_strdup(diags->arena, line);
    return diag->source != NULL;
}

static bool add(epic_diags *diags, epic_diag diag, const char *file, const char *hint, const char *message)
{
    bool kept = true;
    diag.file = keep(diags, file, &kept);
    diag.message = keep(diags, message, &kept);
    diag.hint = keep(diags, hint, &kept);
    if (diag.line > 0) {
        kept = quote_source(diags, file, &diag) && kept;
    }
    if (!kept || !ep_grow((void **)&diags->items, &diags->room, diags->count + 1 + SPARE, sizeof diag)) {
        return false;
    }
    diags->items[diags->count++] = diag;
    return true;
}

/* Cuts the character that a full buffer has split. */
static void trim(char *text, size_t length)
{
    size_t bad = length < 4 ? 0 : length - 4;
    while (bad < length && ((uint8_t)text[bad] & 0xc0) == 0x80) {
        bad++;
    }
    text[bad + ep_utf8_bad(text + bad, length - bad)] = '\0';
}

static void add_formatted(epic_diags *diags, epic_diag diag, const char *file, const char *hint, const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));

static void add_formatted(epic_diags *diags, epic_diag diag, const char *file, const char *hint, const char *format, va_list args)
{
    char message[2048];
    if (diags == NULL) {
        return;
    }
    diag.severity = severity_of(diag.code);
    if (diags->lost || diags->full || diags->count == MOST) {
        diags->errors += diag.severity == EPIC_ERROR;
        if (!diags->lost && !diags->full) {
            add_last(diags, "N901", "further diagnostics are left out");
        }
        diags->full = true;
        return;
    }
    int n = vsnprintf(message, sizeof message, format, args);
    if (n >= (int)sizeof message) {
        trim(message, sizeof message - 1);
    }
    if (n < 0 || !add(diags, diag, file, hint, message)) {
        lose(diags);
        return;
    }
    diags->errors += diag.severity == EPIC_ERROR;
}

void ep_diag(epic_diags *diags, const char *code, const char *file, epic_place place, const char *hint, const char *format, ...)
{
    bool placed = file != NULL && place.line > 0;
    epic_diag diag = {.code = code, .line = placed ? place.line : 0, .column = placed ? place.column : 0};
    va_list args;
    va_start(args, format);
    add_formatted(diags, diag, file, hint, format, args);
    va_end(args);
}

void ep_diag_plain(epic_diags *diags, const char *code, const char *format, ...)
{
    epic_diag diag = {.code = code};
    va_list args;
    va_start(args, format);
    add_formatted(diags, diag, NULL, NULL, format, args);
    va_end(args);
}

/* By file, line, column; those without a place stay behind, so that N901 and E902 are the last words. */
static bool comes_before(const epic_diag *a, const epic_diag *b)
{
    if (a->line == 0 || b->line == 0) {
        return a->line > b->line;
    }
    int files = strcmp(a->file, b->file);
    if (files != 0 || a->line != b->line) {
        return files != 0 ? files < 0 : a->line < b->line;
    }
    return a->column < b->column;
}

/* By insertion: there are few, mostly in order already, and it needs no memory. */
void ep_diags_sort(epic_diags *diags, size_t first)
{
    for (size_t i = first + 1; i < epic_diags_count(diags); i++) {
        epic_diag diag = diags->items[i];
        size_t at = i;
        for (; at > first && comes_before(&diag, &diags->items[at - 1]); at--) {
            diags->items[at] = diags->items[at - 1];
        }
        diags->items[at] = diag;
    }
}

typedef struct style {
    const char *bold, *severity[3], *gutter, *off;
} style;

static const style plain = {"", {"", "", ""}, "", ""};
static const style colour = {"\x1b[1m", {"\x1b[1;36m", "\x1b[1;33m", "\x1b[1;31m"}, "\x1b[34m", "\x1b[0m"};
static const char *const severity_words[] = {"note", "warning", "error"};

/* "   12 | ", with no number "      | ". */
static void put_gutter(ep_writer *writer, const style *s, const char *number, char bar)
{
    ep_put(writer, s->gutter);
    ep_put_padded(writer, number, 5, true);
    ep_putf(writer, " %c%s ", bar, s->off);
}

static void put_text(ep_writer *writer, const epic_diag *diag, const style *s)
{
    char number[16];
    if (diag->file != NULL) {
        ep_put(writer, s->bold);
        ep_put(writer, diag->file);
        if (diag->line > 0) {
            ep_putf(writer, ":%u:%u", (unsigned)diag->line, (unsigned)diag->column);
        }
        ep_putf(writer, ":%s ", s->off);
    }
    ep_putf(writer, "%s%s:%s ", s->severity[diag->severity], severity_words[diag->severity], s->off);
    ep_put(writer, diag->message);
    ep_putf(writer, " [%s]\n", diag->code);
    if (diag->source != NULL) {
        snprintf(number, sizeof number, "%u", (unsigned)diag->line);
        put_gutter(writer, s, number, '|');
        ep_put(writer, diag->source);
        ep_put_char(writer, '\n');
        put_gutter(writer, s, "", '|');
        ep_put_padded(writer, "", diag->caret, true);
        ep_putf(writer, "%s^%s\n", s->severity[diag->severity], s->off);
    }
    if (diag->hint != NULL) {
        put_gutter(writer, s, "", '=');
        ep_put(writer, diag->hint);
        ep_put_char(writer, '\n');
    }
}

static void put_json(ep_json *json, const epic_diag *diag)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "severity", severity_words[diag->severity]);
    ep_json_text(json, "code", diag->code);
    ep_json_text(json, "file", diag->file);
    ep_json_int(json, "line", diag->line);
    ep_json_int(json, "column", diag->column);
    ep_json_text(json, "message", diag->message);
    ep_json_text(json, "hint", diag->hint);
    ep_json_close(json, '}');
}

int epic_diags_write(const epic_diags *diags, epic_format format, epic_write_fn write, void *user)
{
    if (write == NULL || (format != EPIC_TEXT && format != EPIC_COLOUR && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_json json;
    ep_writer_init(&writer, write, user);
    ep_json_init(&json, &writer);
    if (format == EPIC_JSON) {
        ep_json_open(&json, NULL, '[');
    }
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        if (format == EPIC_JSON) {
            put_json(&json, &diags->items[i]);
        } else {
            put_text(&writer, &diags->items[i], format == EPIC_COLOUR ? &colour : &plain);
        }
    }
    if (format == EPIC_JSON) {
        ep_json_close(&json, ']');
        ep_put_char(&writer, '\n');
    }
    return ep_writer_end(&writer);
}
