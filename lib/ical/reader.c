/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader.h"

#include <stdlib.h>
#include <string.h>

#include "grow.h"
#include "outline.h"
#include "text.h"

#define LONGEST_NAME 64
#define SLOTS 256 /* of names: a power of two, far more than there are */

enum { BEGIN = -1, END = -2, VERSION = -3, NOTHING = -4 };

struct ep_intake {
    const ep_taker *taker;
    ep_intake_limits limits;
    ep_outline outline;
    int status;
    uint64_t bytes;
    signed char slots[SLOTS]; /* index of a wanted name + 1, or 0 */
    /* Bytes to UTF-8. */
    enum { UNKNOWN, UTF_8, UTF_16_LE, UTF_16_BE } encoding;
    unsigned char head[4]; /* not yet decoded */
    size_t head_size;
    uint32_t high; /* the first half of a pair */
    /* UTF-8 to lines as they are written. */
    uint32_t line, returns; /* returns: CRs whose LF may follow */
    bool fresh;             /* at the start of a line */
    /* Such lines to unfolded ones. */
    enum { NAMING, KEEPING, PASSING } state;
    bool unread, too_long;
    uint32_t begun; /* the line where the unfolded one begins */
    int property;
    char *text, *clean;
    size_t used, room, clean_room, name_size;
    bool odd, hollow; /* said: bytes that are no UTF-8, NUL */
};

static const char *const own_names[] = {"BEGIN", "END", "VERSION"};

static void say(const ep_intake *in, const char *code, uint32_t line, const char *words)
{
    in->taker->say(in->taker->user, code, line, words);
}

static int refuse(ep_intake *in, const char *code, uint32_t line, const char *words)
{
    say(in, code, line, words);
    return in->status = EPIC_EINPUT;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* ---- names ---- */

static unsigned slot_of(const char *name, size_t n)
{
    unsigned hash = (unsigned)n;
    for (size_t i = 0; i < n; i++) {
        hash = hash * 31 + (unsigned char)ep_upper(name[i]);
    }
    return hash;
}

static void fill_slots(ep_intake *in)
{
    for (size_t i = 0; i < in->taker->property_count; i++) {
        const char *name = in->taker->properties[i];
        unsigned slot = slot_of(name, strlen(name));
        while (in->slots[slot % SLOTS] != 0) {
            slot++;
        }
        in->slots[slot % SLOTS] = (signed char)(i + 1);
    }
}

static int find_name(const ep_intake *in, const char *name, size_t n)
{
    while (n > 0 && is_blank(name[n - 1])) {
        n--;
    }
    for (int i = 0; i < 3; i++) {
        if (ep_same_word(name, n, own_names[i])) {
            return i == 2 && !ep_outline_in_calendar(&in->outline) ? NOTHING : -1 - i;
        }
    }
    if (!ep_outline_wants(&in->outline)) {
        return NOTHING;
    }
    for (unsigned slot = slot_of(name, n); in->slots[slot % SLOTS] != 0; slot++) {
        int index = in->slots[slot % SLOTS] - 1;
        if (ep_same_word(name, n, in->taker->properties[index])) {
            return index;
        }
    }
    return NOTHING;
}

/* ---- a whole line ---- */

/* The text with each byte that is no UTF-8 read as Windows-1252; NULL when out of memory. */
static const char *repair(ep_intake *in, size_t *n)
{
    size_t used = 0;
    if (!ep_grow((void **)&in->clean, &in->clean_room, 3 * in->used, 1)) {
        return NULL;
    }
    for (size_t i = 0; i < in->used;) {
        uint32_t character;
        i += ep_decode_any(in->text + i, in->used - i, &character);
        used += ep_utf8_encode(character, in->clean + used);
    }
    *n = used;
    return in->clean;
}

/* Makes the kept line fit to be read; NULL when out of memory. */
static const char *tidy(ep_intake *in, size_t *n)
{
    for (char *nul = in->text; (nul = memchr(nul, '\0', in->used - (size_t)(nul - in->text))) != NULL;) {
        *nul = ' ';
        if (!in->hollow) {
            say(in, "W614", in->begun, "the file holds NUL bytes, which count as blanks");
        }
        in->hollow = true;
    }
    *n = in->used;
    if (ep_utf8_bad(in->text, in->used) == in->used) {
        return in->text;
    }
    if (!in->odd) {
        say(in, "W614", in->begun, "the file is not in UTF-8: it is read as Windows-1252");
    }
    in->odd = true;
    return repair(in, n);
}

static int take_version(ep_intake *in, const ep_content *content)
{
    in->outline.versioned = true;
    if (content->size >= 3 && memcmp(content->value, "1.0", 3) == 0) {
        return refuse(in, "E611", content->line, "this is vCalendar 1.0: save it as iCalendar (.ics)");
    }
    return EPIC_OK;
}

static int take_content(ep_intake *in, const char *text, size_t n)
{
    ep_content content = {.property = in->property, .line = in->begun};
    bool unclosed;
    if (!ep_content_split(&content, text + in->name_size, n - in->name_size, &unclosed)) {
        say(in, "W614", in->begun, "the line has no colon");
        return EPIC_OK;
    }
    if (unclosed) {
        say(in, "W614", in->begun, "a quote is not closed");
    }
    switch (in->property) {
    case BEGIN: return ep_outline_begin(&in->outline, content.value, content.size, in->begun);
    case END: return ep_outline_end(&in->outline, content.value, content.size, in->begun);
    case VERSION: return take_version(in, &content);
    default: break;
    }
    return ep_outline_count(&in->outline, in->begun) ? in->taker->content(in->taker->user, &content) : EPIC_OK;
}

/* The unfolded line is complete. */
static int finish_line(ep_intake *in)
{
    int status = EPIC_OK;
    if (in->unread && in->state == KEEPING) {
        size_t n;
        const char *text = tidy(in, &n);
        status = text == NULL ? EPIC_ENOMEM : take_content(in, text, n);
    } else if (in->too_long) {
        say(in, "W614", in->begun, "the line is too long and left out");
    } else if (in->unread && in->state == NAMING && ep_outline_wants(&in->outline)) {
        say(in, "W614", in->begun, "the line has no colon");
    }
    in->unread = in->too_long = false;
    return status;
}

/* ---- lines as they are written ---- */

static int begin_line(ep_intake *in, char first)
{
    int status = finish_line(in);
    if (status == EPIC_OK && in->begun == 0 && first == '<') {
        status = refuse(in, "E611", in->line, "this is a web page (HTML or XML), not a calendar");
    }
    in->begun = in->line;
    in->unread = true;
    in->state = NAMING;
    in->used = 0;
    return status;
}

static int keep(ep_intake *in, const char *bytes, size_t n)
{
    if (n > in->limits.line - in->used) {
        in->too_long = in->state == KEEPING;
        in->state = PASSING;
        return EPIC_OK;
    }
    if (!ep_grow((void **)&in->text, &in->room, in->used + n + 1, 1)) {
        return EPIC_ENOMEM;
    }
    memcpy(in->text + in->used, bytes, n);
    in->used += n;
    return EPIC_OK;
}

/* A stretch of one line, n > 0. Its name decides whether the line is kept. */
static int take_stretch(ep_intake *in, const char *bytes, size_t n)
{
    if (in->state == PASSING) {
        return EPIC_OK;
    }
    if (in->state == KEEPING) {
        return keep(in, bytes, n);
    }
    size_t most = in->used < LONGEST_NAME ? LONGEST_NAME - in->used : 0, size = 0;
    most = n < most ? n : most;
    while (size < most && bytes[size] != ':' && bytes[size] != ';') {
        size++;
    }
    if (size == most && most == n) {
        return keep(in, bytes, n); /* the name goes on */
    }
    in->name_size = in->used + size;
    if (size == most) {
        in->property = NOTHING;
    } else if (in->used == 0) {
        in->property = find_name(in, bytes, size);
    } else {
        int status = keep(in, bytes, size);
        in->property = status == EPIC_OK ? find_name(in, in->text, in->used) : NOTHING;
        bytes += size;
        n -= size;
    }
    in->state = in->property == NOTHING ? PASSING : KEEPING;
    return in->state == KEEPING ? keep(in, bytes, n) : EPIC_OK;
}

static int take_part(ep_intake *in, const char *bytes, size_t n)
{
    int status = EPIC_OK;
    in->line += in->returns; /* CRs that no LF has followed ended lines themselves */
    in->returns = 0;
    while (in->begun == 0 && n > 0 && is_blank(*bytes)) { /* before the first line there is nothing to join */
        bytes++;
        n--;
    }
    if (in->fresh && n > 0) {
        in->fresh = false;
        if ( is_blank(bytes[0])) {
            bytes++;
            n--;
        } else {
            status = begin_line(in, bytes[0]);
        }
    }
    return status == EPIC_OK && n > 0 ? take_stretch(in, bytes, n) : status;
}

static void end_part(ep_intake *in, char mark)
{
    in->fresh = true;
    if (mark == '\r') {
        in->returns++;
    } else {
        in->line++;
        in->returns = 0;
    }
}

/* UTF-8 to lines. Each mark is looked for once, however the lines end. */
static int take_text(ep_intake *in, const char *bytes, size_t n)
{
    const char *at = bytes, *end = bytes + n, *lf = bytes, *cr = bytes;
    for (bool first = true; at < end; first = false) {
        if (first || (lf != NULL && lf < at)) {
            lf = memchr(at, '\n', (size_t)(end - at));
        }
        if (first || (cr != NULL && cr < at)) {
            cr = memchr(at, '\r', (size_t)(end - at));
        }
        const char *stop = lf == NULL ? cr : cr == NULL || lf < cr ? lf : cr;
        const char *until = stop == NULL ? end : stop;
        int status = until > at ? take_part(in, at, (size_t)(until - at)) : EPIC_OK;
        if (status != EPIC_OK) {
            return status;
        }
        if (stop != NULL) {
            end_part(in, *stop);
        }
        at = until + 1;
    }
    return EPIC_OK;
}

/* ---- bytes ---- */

/* Half of a pair alone counts as U+FFFD when it is the second, as nothing when it is the first. */
static size_t take_unit(ep_intake *in, uint32_t unit, char out[4])
{
    bool low = unit >= 0xdc00 && unit < 0xe000;
    uint32_t character = in->high != 0 && low ? 0x10000 + ((in->high - 0xd800) << 10) + (unit - 0xdc00) : low ? 0xfffd : unit;
    in->high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
    return in->high != 0 ? 0 : ep_utf8_encode(character, out);
}

static int take_utf_16(ep_intake *in, const char *bytes, size_t n)
{
    char text[4096];
    size_t used = 0;
    int status = EPIC_OK;
    for (size_t i = 0; i < n && status == EPIC_OK; i++) {
        in->head[in->head_size++] = (unsigned char)bytes[i];
        if (in->head_size == 2) {
            unsigned little = in->encoding == UTF_16_LE;
            used += take_unit(in, (uint32_t)(in->head[little] << 8 | in->head[!little]), text + used);
            in->head_size = 0;
        }
        if (used > sizeof text - 4 || i + 1 == n) {
            status = take_text(in, text, used);
            used = 0;
        }
    }
    return status;
}

static int take_decoded(ep_intake *in, const char *bytes, size_t n)
{
    return in->encoding == UTF_8 ? take_text(in, bytes, n) : take_utf_16(in, bytes, n);
}

/* The first bytes tell the encoding. */
static int detect(ep_intake *in)
{
    const unsigned char *head = in->head;
    size_t n = in->head_size, mark = 0;
    in->encoding = UTF_8;
    if (n >= 2 && head[0] == 0xff && head[1] == 0xfe) {
        in->encoding = UTF_16_LE;
        mark = 2;
    } else if (n >= 2 && head[0] == 0xfe && head[1] == 0xff) {
        in->encoding = UTF_16_BE;
        mark = 2;
    } else if (n >= 3 && head[0] == 0xef && head[1] == 0xbb && head[2] == 0xbf) {
        mark = 3;
    }
    char rest[4];
    memcpy(rest, head + mark, n - mark);
    in->head_size = 0;
    return take_decoded(in, rest, n - mark);
}

static int feed(ep_intake *in, const char *bytes, size_t n)
{
    in->bytes += n;
    if (in->bytes > in->limits.file) {
        return refuse(in, "E612", in->line, "the file is too large");
    }
    for (; in->encoding == UNKNOWN && n > 0; bytes++, n--) {
        in->head[in->head_size++] = (unsigned char)*bytes;
        int status = in->head_size == 3 ? detect(in) : EPIC_OK;
        if (status != EPIC_OK) {
            return status;
        }
    }
    return n > 0 ? take_decoded(in, bytes, n) : EPIC_OK;
}

int ep_intake_feed(ep_intake *in, const char *bytes, size_t n)
{
    if (in->status == EPIC_OK) {
        in->status = feed(in, bytes, n);
    }
    return in->status;
}

static int finish(ep_intake *in)
{
    int status = in->encoding == UNKNOWN ? detect(in) : EPIC_OK;
    if (status == EPIC_OK) {
        status = finish_line(in);
    }
    if (status == EPIC_OK && !in->outline.any) {
        return refuse(in, "E611", 1, in->begun == 0 ? "the file is empty" : "there is no calendar in this file");
    }
    return status == EPIC_OK ? ep_outline_finish(&in->outline, in->begun) : status;
}

int ep_intake_end(ep_intake *in)
{
    if (in->status == EPIC_OK) {
        in->status = finish(in);
    }
    return in->status;
}

ep_intake *ep_intake_new(const ep_taker *taker, const ep_intake_limits *limits)
{
    ep_intake *in = calloc(1, sizeof *in);
    if (in != NULL) {
        in->taker = taker;
        in->limits = limits != NULL ? *limits : (ep_intake_limits)EP_INTAKE_LIMITS;
        in->outline.taker = taker;
        in->outline.limits = &in->limits;
        in->line = 1;
        in->fresh = true;
        fill_slots(in);
    }
    return in;
}

void ep_intake_free(ep_intake *in)
{
    if (in != NULL) {
        free(in->text);
        free(in->clean);
        free(in);
    }
}
