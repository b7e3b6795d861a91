/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the parts of an e-mail stand in each other. */
#include "mime.h"

#include <string.h>

#include <epic/diag.h>

#include "content.h"

#define DEPTH 8
#define MOST_PARTS 1000
#define VALUE 1024 /* of a header, unfolded; what is longer is clipped */

typedef struct walk {
    const ep_mime_taker *taker;
    bool attached, crowded; /* attached: looking for what bears the name of a calendar */
    size_t parts, found;
    const char *counted; /* up to where lines are counted */
    uint32_t line;
} walk;

typedef struct headers {
    char type[EP_MIME_WORD], boundary[EP_MIME_WORD], charset[EP_MIME_WORD];
    char name[EP_MIME_WORD], filename[EP_MIME_WORD], coding[EP_MIME_WORD];
} headers;

static uint32_t line_of(walk *own, const char *at)
{
    for (const char *next; own->counted < at; own->counted = next) {
        next = memchr(own->counted, '\n', (size_t)(at - own->counted));
        own->line += next != NULL;
        next = next == NULL ? at : next + 1;
    }
    return own->line;
}

static void say(walk *own, const char *at, const char *words)
{
    own->taker->say(own->taker->user, line_of(own, at), words);
}

/* ---- headers ---- */

static const char *next_line(const char *at, const char *end)
{
    const char *line_end = memchr(at, '\n', (size_t)(end - at));
    return line_end == NULL ? end : line_end + 1;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_word(const char *text, const char *word)
{
    return ep_same_word(text, strlen(text), word);
}

/* Up to a semicolon or blank, or what stands in quotes; returns where it ends. */
static const char *take_word(const char *at, char out[EP_MIME_WORD])
{
    size_t used = 0;
    bool quoted = *at == '"';
    for (at += quoted; *at && (quoted ? *at != '"' : *at != ';' && !is_blank(*at)); at++) {
        at += quoted && *at == '\\' && at[1] != '\0';
        if (used + 1 < EP_MIME_WORD) {
            out[used++] = *at;
        }
    }
    out[used] = '\0';
    return at + (quoted && *at == '"');
}

/* The parameters of a header; those of RFC 2231 ("name*") by their name alone. */
static void take_params(const char *at, headers *out)
{
    const struct {
        const char *name;
        char *into;
    } known[] = {{"BOUNDARY", out->boundary}, {"CHARSET", out->charset}, {"NAME", out->name}, {"FILENAME", out->filename}};
    while ((at = strchr(at, ';')) != NULL) {
        char ignored[EP_MIME_WORD], *into = ignored;
        at++;
        at += strspn(at, " \t");
        size_t n = strcspn(at, "=;"), named = n > 0 && at[n - 1] == '*' ? n - 1 : n;
        for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
            into = ep_same_word(at, named, known[i].name) ? known[i].into : into;
        }
        at += n;
        at = *at == '=' ? take_word(at + 1, into) : at;
    }
}

static void take_header(const char *name, size_t n, const char *value, headers *out)
{
    value += strspn(value, " \t");
    if (ep_same_word(name, n, "CONTENT-TYPE")) {
        take_word(value, out->type);
        take_params(value, out);
    } else if (ep_same_word(name, n, "CONTENT-TRANSFER-ENCODING")) {
        take_word(value, out->coding);
    } else if (ep_same_word(name, n, "CONTENT-DISPOSITION")) {
        take_params(value, out);
    }
}

/* One header with the lines that continue it; returns the line after them. */
static const char *read_header(const char *at, const char *end, headers *out)
{
    char value[VALUE];
    size_t used = 0;
    const char *name = at, *colon = memchr(at, ':', (size_t)(next_line(at, end) - at));
    at = colon == NULL ? next_line(at, end) : colon + 1;
    for (bool first = true; at < end && colon != NULL && (first || is_blank(*at)); first = false) {
        for (const char *line_end = next_line(at, end); at < line_end; at++) {
            if (used + 1 < VALUE && *at != '\r' && *at != '\n' && *at != '\0') {
                value[used++] = *at;
            }
        }
    }
    value[used] = '\0';
    if (colon != NULL) {
        take_header(name, (size_t)(colon - name), value, out);
    }
    return at;
}

/* Returns where the body begins: behind the first empty line. */
static const char *read_headers(const char *at, const char *end, headers *out)
{
    *out = (headers){.type = ""};
    while (at < end && *at != '\n' && !(*at == '\r' && at + 1 < end && at[1] == '\n')) {
        at = read_header(at, end, out);
    }
    return at < end ? next_line(at, end) : end;
}

bool ep_is_mail(const char *bytes, size_t n)
{
    const char *end = bytes + n, *at = bytes;
    if (n > 5 && memcmp(bytes, "From ", 5) == 0) {
        at = next_line(at, end); /* of a mailbox file */
    }
    size_t name = 0, left = (size_t)(end - at);
    while (name < left && name < EP_MIME_WORD && at[name] > ' ' && at[name] < 0x7f && at[name] != ':' && at[name] != '<') {
        name++;
    }
    return name > 0 && name < left && at[name] == ':' && !ep_same_word(at, name, "BEGIN");
}

/* ---- parts ---- */

static bool ends_as_calendar(const char *name)
{
    size_t n = strlen(name);
    return n > 4 && ep_same_word(name + n - 4, 4, ".ICS");
}

static bool is_wanted(const walk *own, const headers *its)
{
    bool inner = is_word(its->type, "TEXT/CALENDAR");
    return own->attached ? !inner && (is_word(its->type, "APPLICATION/ICS") || ends_as_calendar(its->name) ||
                                      ends_as_calendar(its->filename))
                         : inner;
}

static void set_charset(walk *own, ep_mime_part *part, const headers *its)
{
    static const char *const latin[] = {"ISO-8859-1", "LATIN1", "WINDOWS-1252", "CP1252", "ISO-8859-15"};
    part->charset = EP_MIME_AS_IS;
    for (size_t i = 0; i < sizeof latin / sizeof *latin; i++) {
        part->charset = is_word(its->charset, latin[i]) ? EP_MIME_LATIN : part->charset;
    }
    if (is_word(its->charset, "UTF-16") || is_word(its->charset, "UTF-16BE")) {
        part->charset = EP_MIME_UTF_16_BE;
    } else if (is_word(its->charset, "UTF-16LE")) {
        part->charset = EP_MIME_UTF_16_LE;
    }
    bool plain = its->charset[0] == '\0' || is_word(its->charset, "UTF-8") || is_word(its->charset, "US-ASCII");
    if (!plain && part->charset == EP_MIME_AS_IS) {
        say(own, part->bytes, "the charset of the calendar is not known: it is read as UTF-8 or Windows-1252");
    }
}

static int take_part(walk *own, const headers *its, const char *at, const char *end)
{
    ep_mime_part part = {.bytes = at, .n = (size_t)(end - at), .line = line_of(own, at), .coding = EP_MIME_PLAIN};
    if (is_word(its->coding, "BASE64")) {
        part.coding = EP_MIME_BASE64;
    } else if (is_word(its->coding, "QUOTED-PRINTABLE")) {
        part.coding = EP_MIME_QUOTED;
    }
    set_charset(own, &part, its);
    own->found++;
    return own->taker->take(own->taker->user, &part);
}

static int walk_entity(walk *own, const char *at, const char *end, int depth);

/* Whether a line is the boundary: 1 when a part follows, 2 when none does, else 0. */
static int boundary_of(const char *at, const char *end, const char *boundary)
{
    size_t n = strlen(boundary);
    if ((size_t)(end - at) < n + 2 || memcmp(at, "--", 2) != 0 || memcmp(at + 2, boundary, n) != 0) {
        return 0;
    }
    at += n + 2;
    bool last = end - at >= 2 && at[0] == '-' && at[1] == '-';
    for (at += last ? 2 : 0; at < end && (is_blank(*at) || *at == '\r' || *at == '\n'); at++) {
    }
    return at < end ? 0 : last ? 2 : 1;
}

/* The line end before a boundary belongs to it. */
static const char *before_boundary(const char *begin, const char *at)
{
    at -= at > begin && at[-1] == '\n';
    return at - (at > begin && at[-1] == '\r');
}

static int walk_multipart(walk *own, const headers *its, const char *at, const char *end, int depth)
{
    const char *part = NULL, *top = at;
    int status = EPIC_OK, mark = 0;
    if (its->boundary[0] == '\0') {
        say(own, at, "an e-mail of several parts does not say what stands between them");
        return EPIC_OK;
    }
    for (const char *next; at < end && mark != 2 && status == EPIC_OK; at = next) {
        next = next_line(at, end);
        mark = boundary_of(at, next, its->boundary);
        if (mark != 0 && part != NULL) {
            status = walk_entity(own, part, before_boundary(part, at), depth + 1);
        }
        part = mark == 1 ? next : mark == 2 ? NULL : part;
    }
    if (status == EPIC_OK && mark != 2) {
        say(own, part != NULL ? part : top, "the e-mail is cut short: its last part is not closed");
        status = part != NULL ? walk_entity(own, part, end, depth + 1) : EPIC_OK;
    }
    return status;
}

static int walk_entity(walk *own, const char *at, const char *end, int depth)
{
    headers its;
    if (depth > DEPTH || own->parts >= MOST_PARTS) {
        if (!own->crowded) {
            say(own, at, "the e-mail has too many parts, or too deep in each other: the rest is left out");
        }
        own->crowded = true;
        return EPIC_OK;
    }
    own->parts++;
    const char *body = read_headers(at, end, &its);
    if (ep_same_word(its.type, strlen(its.type) < 10 ? strlen(its.type) : 10, "MULTIPART/")) {
        return walk_multipart(own, &its, body, end, depth);
    }
    if (is_word(its.type, "MESSAGE/RFC822")) {
        return walk_entity(own, body, end, depth + 1);
    }
    return is_wanted(own, &its) ? take_part(own, &its, body, end) : EPIC_OK;
}

static void say_nothing(void *user, uint32_t line, const char *words)
{
    (void)user, (void)line, (void)words;
}

int ep_mime_walk(const char *bytes, size_t n, const ep_mime_taker *taker, size_t *found)
{
    const ep_mime_taker again = {taker->take, say_nothing, taker->user}; /* what is wrong has been said */
    walk own = {.taker = taker, .counted = bytes, .line = 1};
    int status = walk_entity(&own, bytes, bytes + n, 0);
    if (status == EPIC_OK && own.found == 0) {
        own = (walk){.taker = &again, .attached = true, .counted = bytes, .line = 1};
        status = walk_entity(&own, bytes, bytes + n, 0);
    }
    *found = own.found;
    return status;
}
