/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is right by the RFCs and yet makes readers of calendars stumble; doc/calendars.md names the causes. And what of people
 * stands in a calendar. */
#include <string.h>

#include "content.h"
#include "lint_job.h"

static char *keep(ep_lint *lint, ep_piece text)
{
    char *copy = ep_arena_strndup(lint->arena, text.at, text.n);
    lint->status = copy == NULL ? EPIC_ENOMEM : lint->status;
    return copy;
}

static bool starts_with(ep_piece text, const char *with)
{
    size_t n = strlen(with);
    return text.n >= n && ep_same_word(text.at, n, with);
}

/* Where a line break is written in a text, or NULL. */
static const char *line_break(ep_piece text)
{
    for (size_t i = 0; i + 1 < text.n; i++) {
        if (text.at[i] == '\\' && ep_upper(text.at[i + 1]) == 'N') {
            return text.at + i;
        }
        i += text.at[i] == '\\';
    }
    return NULL;
}

static bool says_cancelled(ep_piece title)
{
    static const char *const stems[] = {"CANCEL", "ABGESAGT", "ANNUL", "ODWO", "ZRU", "OTKAZAN"};
    bool ascii = true;
    for (size_t at = 0; at < title.n; at++) {
        ascii = ascii && title.at[at] >= 0;
        for (size_t i = 0; i < sizeof stems / sizeof *stems; i++) {
            if (starts_with((ep_piece){title.at + at, title.n - at}, stems[i])) {
                return true;
            }
        }
    }
    return !ascii; /* a language that is not looked for here */
}

/* Parameters out of the order of their names, or a caret that is not quoted: servers write such lines anew. */
static void check_params(ep_lint *lint, const ep_strict_line *line)
{
    for (size_t i = 0; i < line->param_count; i++) {
        ep_piece name = line->params[i].name, text = line->params[i].value;
        int order = 0;
        if (i > 0) {
            ep_piece before = line->params[i - 1].name;
            size_t n = before.n < name.n ? before.n : name.n;
            order = memcmp(before.at, name.at, n);
            order = order == 0 ? (before.n > name.n) - (before.n < name.n) : order;
        }
        bool bare = text.n > 0 && text.at[0] != '"' && memchr(text.at, '^', text.n) != NULL;
        if (order > 0 || bare) {
            EP_SAY(lint, "N052", ep_strict_place(&lint->lines, name.at), "the parameter %.*s %s", EP_SHOWN(name),
                   bare ? "has a caret without quotes" : "stands behind one whose name comes later");
            return;
        }
    }
}

static void check_address(ep_lint *lint, const ep_property *row, ep_piece value)
{
    const char *comma = row->type == EP_TYPE_URI ? memchr(value.at, ',', value.n) : NULL;
    if (comma != NULL) {
        EP_SAY(lint, "W044", ep_strict_place(&lint->lines, comma), "a comma in a URI, at which some readers cut it");
    }
}

static void keep_words(ep_lint *lint, ep_open *open, const ep_property *row, ep_piece value)
{
    switch (row->prop) {
    case EP_PROP_SUMMARY:
        open->title_says = says_cancelled(value);
        break;
    case EP_PROP_STATUS:
        open->cancelled = ep_same_word(value.at, value.n, "CANCELLED");
        break;
    case EP_PROP_TRANSP:
        open->transparent = ep_same_word(value.at, value.n, "TRANSPARENT");
        break;
    case EP_PROP_BUSY_STATUS:
        open->free = ep_same_word(value.at, value.n, "FREE");
        break;
    case EP_PROP_LOCATION:
        open->location = keep(lint, value);
        break;
    case EP_PROP_DESCRIPTION:
        open->description = keep(lint, value);
        break;
    case EP_PROP_CONFERENCE:
        open->link = starts_with(value, "HTTP") && open->link == NULL ? keep(lint, value) : open->link;
        break;
    default:
        break;
    }
}

void ep_lint_practice(ep_lint *lint, ep_open *open, const ep_property *row, const ep_strict_line *line)
{
    bool title = row->prop == EP_PROP_SUMMARY || row->prop == EP_PROP_LOCATION;
    const char *broken = title ? line_break(line->value) : NULL;
    if (broken != NULL) {
        EP_SAY(lint, "W043", ep_strict_place(&lint->lines, broken), "%s has several lines, which some readers refuse", row->name);
    }
    bool observance = open->part == EP_PART_STANDARD || open->part == EP_PART_DAYLIGHT;
    if (row->prop == EP_PROP_RDATE && observance && lint->options.profile == EPIC_LINT_OUTLOOK) {
        EP_SAY(lint, "W042", open->places[EP_PROP_RDATE], "RDATE in a VTIMEZONE, which Outlook passes over");
    }
    if (lint->options.profile == EPIC_LINT_CALDAV) {
        check_params(lint, line);
    }
    check_address(lint, row, line->value);
    keep_words(lint, open, row, line->value);
}

static bool hides(const char *link, const char *text)
{
    return text == NULL || strstr(text, link) == NULL;
}

void ep_lint_habits(ep_lint *lint, const ep_open *open)
{
    if (open->part != EP_PART_EVENT) {
        return;
    }
    if (open->has_start && open->counts[EP_PROP_DTEND] + open->counts[EP_PROP_DURATION] == 0) {
        EP_SAY(lint, "W040", open->place, "an event without DTEND: readers differ on how long it is");
    }
    if (open->link != NULL && hides(open->link, open->location) && hides(open->link, open->description)) {
        EP_SAY(lint, "W047", open->places[EP_PROP_CONFERENCE],
               "the link stands in CONFERENCE alone, which most readers do not show");
    }
    if (open->cancelled && open->counts[EP_PROP_SUMMARY] > 0 && !open->title_says) {
        EP_SAY(lint, "W049", open->places[EP_PROP_SUMMARY], "a cancelled event does not say so in its title");
    }
    bool both = open->counts[EP_PROP_BUSY_STATUS] > 0 && open->counts[EP_PROP_TRANSP] > 0;
    if (lint->options.profile == EPIC_LINT_OUTLOOK && both && open->free != open->transparent) {
        EP_SAY(lint, "W048", open->places[EP_PROP_BUSY_STATUS], "X-MICROSOFT-CDO-BUSYSTATUS and TRANSP contradict each other");
    }
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c < 0;
}

/* Two words of letters, of which initials are none, with points or underscores between them, in front of an @. */
static bool is_personal(const char *from, const char *at)
{
    size_t letters = 0, words = 0;
    for (; from <= at; from++) {
        bool ends = *from == '.' || *from == '_' || *from == '@';
        if (!ends && !is_letter(*from)) {
            return false;
        }
        words += ends && letters > 1;
        letters = ends ? 0 : letters + 1;
    }
    return words > 1;
}

static bool is_local(char c)
{
    return is_letter(c) || memchr("0123456789._-+%", c, 15) != NULL;
}

/* The first address of a person in a text, or NULL. */
static const char *find_person(ep_piece text)
{
    for (size_t i = 0; i < text.n; i++) {
        size_t from = i;
        while (text.at[i] == '@' && from > 0 && is_local(text.at[from - 1])) {
            from--;
        }
        if (text.at[i] == '@' && is_personal(text.at + from, text.at + i)) {
            return text.at + from;
        }
    }
    return NULL;
}

void ep_lint_privacy(ep_lint *lint, const ep_property *row, const ep_strict_line *line)
{
    epic_place place = ep_strict_place(&lint->lines, line->name.at);
    ep_piece whole = {line->name.at, (size_t)(line->value.at + line->value.n - line->name.at)};
    const char *person = find_person(whole);
    ep_prop prop = row != NULL ? row->prop : EP_PROP_ELSE;
    if (prop == EP_PROP_ATTENDEE) {
        EP_SAY(lint, "E070", place, "an attendee");
    } else if (prop == EP_PROP_ATTACH) {
        EP_SAY(lint, "E072", place, "an attachment, which may hold anything");
    } else if (person != NULL && prop == EP_PROP_UID) {
        EP_SAY(lint, "E073", ep_strict_place(&lint->lines, person), "a UID with what looks like a person's address");
    } else if (person != NULL) {
        EP_SAY(lint, "E071", ep_strict_place(&lint->lines, person), "what looks like a person's address");
    }
}
