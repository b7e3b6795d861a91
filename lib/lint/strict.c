/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strict.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "grow.h"
#include "text.h"

#define LONGEST 75 /* octets of a line, without its end */

#define SAY(lines, code, at, ...) ep_diag((lines)->diags, (code), (lines)->name, (at), NULL, __VA_ARGS__)

void ep_strict_init(ep_strict *lines, const char *text, size_t size, const char *name, epic_diags *diags)
{
    *lines = (ep_strict){.diags = diags, .name = name, .text = text, .next = text, .end = text + size, .coming = 1};
    lines->next += ep_mark_size(text, size);
}

void ep_strict_free(ep_strict *lines)
{
    free(lines->joined);
    free(lines->folds);
}

epic_place ep_strict_place(const ep_strict *lines, const char *at)
{
    size_t offset = (size_t)(at - lines->whole.at), from = 0, k = 0;
    while (k < lines->fold_count && lines->folds[k] <= offset) {
        from = lines->folds[k++];
    }
    epic_place place = {lines->line + (uint32_t)k, k > 0 ? 2 : 1}; /* behind the blank of a fold */
    while (from < offset) {
        uint32_t character;
        size_t n = ep_utf8_decode(lines->whole.at + from, lines->whole.n - from, &character);
        from += n > 0 ? n : 1;
        place.column++;
    }
    return place;
}

/* One line of the file without its end. */
static ep_piece physical(ep_strict *lines)
{
    const char *from = lines->next, *stop = from;
    while (stop < lines->end && *stop != '\n' && *stop != '\r') {
        stop++;
    }
    bool right = lines->end - stop >= 2 && stop[0] == '\r' && stop[1] == '\n';
    lines->next = stop + (right ? 2 : stop < lines->end);
    if (!right && !lines->told_end) {
        lines->told_end = true;
        SAY(lines, "E002", ((epic_place){lines->coming, 1}), "the line does not end with CR LF; others may not either");
    }
    if (stop - from > LONGEST && !lines->told_long) {
        lines->told_long = true;
        SAY(lines, "W003", ((epic_place){lines->coming, 1}), "the line has more than 75 octets; others may have too");
    }
    lines->coming++;
    return (ep_piece){from, (size_t)(stop - from)};
}

static bool join(ep_strict *lines, ep_piece more)
{
    ep_piece *whole = &lines->whole;
    void *joined = lines->joined, *folds = lines->folds;
    size_t need = whole->n + more.n;
    if (!ep_grow(&joined, &lines->joined_room, need + 1, 1)) {
        return false;
    }
    if (lines->fold_count == 0) {
        memcpy(joined, whole->at, whole->n);
    }
    lines->joined = joined;
    memcpy(lines->joined + whole->n, more.at, more.n);
    if (!ep_grow(&folds, &lines->fold_room, lines->fold_count + 1, sizeof *lines->folds)) {
        return false;
    }
    lines->folds = folds;
    lines->folds[lines->fold_count++] = whole->n;
    *whole = (ep_piece){lines->joined, need};
    return true;
}

static bool unfold(ep_strict *lines)
{
    lines->line = lines->coming;
    lines->fold_count = 0;
    lines->whole = physical(lines);
    while (lines->next < lines->end && (*lines->next == ' ' || *lines->next == '\t')) {
        lines->next++;
        if (!join(lines, physical(lines))) {
            lines->status = EPIC_ENOMEM;
            return false;
        }
    }
    return true;
}

/* Of the bytes of a line, the first that must not stand there. */
static void check_bytes(ep_strict *lines)
{
    ep_piece whole = lines->whole;
    size_t bad = ep_utf8_bad(whole.at, whole.n);
    if (bad < whole.n) {
        SAY(lines, "E004", ep_strict_place(lines, whole.at + bad), "the bytes from here on are no UTF-8");
    }
    for (size_t i = 0; i < bad; i++) {
        unsigned char c = (unsigned char)whole.at[i];
        if ((c < 0x20 && c != '\t') || c == 0x7f) {
            SAY(lines, "E005", ep_strict_place(lines, whole.at + i), "the control character %02X", (unsigned)c);
            return;
        }
    }
}

static bool is_token(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

static ep_piece token(const char **at, const char *end)
{
    const char *from = *at;
    while (*at < end && is_token(**at)) {
        (*at)++;
    }
    return (ep_piece){from, (size_t)(*at - from)};
}

/* A parameter's value up to the ; or : behind it; NULL when a quote is not closed, else what is wrong or the end. */
static const char *value_end(const char *at, const char *end, const char **wrong)
{
    bool quoted = false, begins = true;
    for (; at < end && (quoted || (*at != ';' && *at != ':')); at++) {
        if (*at == '"' && !quoted && !begins && *wrong == NULL) {
            *wrong = at;
        }
        quoted = quoted != (*at == '"');
        begins = *at == ',' || (*at == '"' && begins);
    }
    *wrong = quoted ? at : *wrong;
    return at;
}

static bool read_params(ep_strict *lines, ep_strict_line *line, const char *at, const char *end)
{
    const char *wrong = NULL;
    while (at < end && *at == ';') {
        at++;
        ep_piece name = token(&at, end);
        if (name.n == 0 || at == end || *at != '=' || line->param_count == EP_STRICT_PARAMS) {
            SAY(lines, "E006", ep_strict_place(lines, at), "here a parameter, as ;NAME=value, is not right");
            return false;
        }
        const char *from = ++at;
        at = value_end(at, end, &wrong);
        line->params[line->param_count].name = name;
        line->params[line->param_count++].value = (ep_piece){from, (size_t)(at - from)};
    }
    if (wrong != NULL) {
        SAY(lines, "E006", ep_strict_place(lines, wrong), "a quote of a parameter is not where it can be");
        return false;
    }
    if (at == end || *at != ':') {
        SAY(lines, "E006", ep_strict_place(lines, at), "the colon in front of the value is missing here");
        return false;
    }
    line->value = (ep_piece){at + 1, (size_t)(end - at - 1)};
    return true;
}

static bool split(ep_strict *lines, ep_strict_line *line)
{
    const char *at = lines->whole.at, *end = at + lines->whole.n;
    line->param_count = 0;
    line->name = token(&at, end);
    if (line->name.n == 0) {
        const char *what = at == end ? "an empty line" : "a line begins with a name of letters";
        SAY(lines, "E006", ep_strict_place(lines, at), "%s", what);
        return false;
    }
    return read_params(lines, line, at, end);
}

bool ep_strict_next(ep_strict *lines, ep_strict_line *line)
{
    while (lines->next < lines->end && !lines->status) {
        if (unfold(lines)) {
            check_bytes(lines);
            if (split(lines, line)) {
                return true;
            }
        }
    }
    return false;
}
