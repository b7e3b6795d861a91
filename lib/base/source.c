/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "source.h"

#include <string.h>

#include "diags.h"
#include "text.h"

/* A mark is set every so many bytes, so that a place is found from the mark before it, in one huge line too. */
#define STRIDE ((size_t)8192)

/* How much of a line is shown: so many characters before the place, then so many cells in all, or a few more. */
#define BEFORE 80
#define CELLS 120
#define AFTER 40

typedef struct mark {
    size_t offset;
    epic_place place;
} mark;

struct ep_source {
    const char *text;
    size_t size;
    mark *marks;
    size_t count; /* 0 until the first call */
};

ep_source *ep_source_new(ep_arena *arena, const char *text, size_t size)
{
    ep_source *source = ep_arena_new_of(arena, ep_source);
    size_t bom = ep_mark_size(text, size);
    if (source == NULL) {
        return NULL;
    }
    source->size = size - bom;
    source->text = ep_arena_strndup(arena, text + bom, source->size);
    source->marks = ep_arena_array_of(arena, source->size / STRIDE + 1, mark);
    return source->text == NULL || source->marks == NULL ? NULL : source;
}

static size_t decode(const ep_source *source, size_t offset, uint32_t *character)
{
    size_t length = ep_utf8_decode(source->text + offset, source->size - offset, character);
    if (length == 0) {
        *character = 0xfffd;
        length = 1;
    }
    return length;
}

/* What ends a line in YAML 1.1, which is what the parser counts by. */
static bool is_break(uint32_t c)
{
    return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

static void step(const ep_source *source, mark *at)
{
    uint32_t character;
    if ((signed char)source->text[at->offset] >= ' ') { /* ASCII that ends no line: the quick way for most of a file */
        at->offset++;
        at->place.column++;
        return;
    }
    at->offset += decode(source, at->offset, &character);
    bool pair = character == '\r' && at->offset < source->size && source->text[at->offset] == '\n';
    if (is_break(character) && !pair) {
        at->place.line++;
        at->place.column = 0;
    }
    at->place.column++;
}

static void set_marks(ep_source *source)
{
    mark at = {0, {1, 1}};
    source->marks[source->count++] = at;
    while (at.offset < source->size) {
        step(source, &at);
        if (at.offset / STRIDE == source->count) {
            source->marks[source->count++] = at;
        }
    }
}

static bool is_after(epic_place a, epic_place b)
{
    return a.line > b.line || (a.line == b.line && a.column > b.column);
}

/* The last mark that is not after the place. */
static mark nearest_mark(const ep_source *source, epic_place place)
{
    size_t low = 0, high = source->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (is_after(source->marks[middle].place, place)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    return source->marks[low];
}

static bool at_line_end(const ep_source *source, size_t offset)
{
    uint32_t character = '\n';
    if (offset < source->size) {
        decode(source, offset, &character);
    }
    return is_break(character);
}

static bool find(ep_source *source, epic_place place, size_t *offset)
{
    if (source->count == 0) {
        set_marks(source);
    }
    mark at = nearest_mark(source, place);
    while (at.offset < source->size && is_after(place, at.place) &&
           !(at.place.line == place.line && at_line_end(source, at.offset))) {
        step(source, &at);
    }
    *offset = at.offset;
    return at.place.line == place.line;
}

/* The start of the character before `offset`. */
static size_t back(const ep_source *source, size_t offset)
{
    for (size_t length = 2; length <= 4 && length <= offset; length++) {
        uint32_t character;
        if (decode(source, offset - length, &character) == length) {
            return offset - length;
        }
    }
    return offset - 1;
}

bool ep_source_quote(ep_source *source, epic_place place, char out[EP_SOURCE_ROOM], uint32_t *caret)
{
    size_t offset;
    if (!find(source, place, &offset)) {
        return false;
    }
    size_t start = offset, end = offset, count = 0;
    while (start > 0 && count < BEFORE && !at_line_end(source, back(source, start))) {
        start = back(source, start);
        count++;
    }
    bool whole = start == 0 || at_line_end(source, back(source, start));
    while (end < source->size && end - offset < EP_SOURCE_ROOM && !at_line_end(source, end)) {
        uint32_t character;
        end += decode(source, end, &character);
    }
    strcpy(out, whole ? "" : "\xe2\x80\xa6");
    size_t used = strlen(out);
    ep_quote(out + used, EP_SOURCE_ROOM - used, source->text + start, offset - start, 10 * BEFORE);
    size_t cells = ep_text_width(out);
    *caret = (uint32_t)cells;
    used = strlen(out);
    cells = cells + AFTER > CELLS ? AFTER : CELLS - cells;
    ep_quote(out + used, EP_SOURCE_ROOM - used, source->text + offset, end - offset, cells);
    return true;
}
