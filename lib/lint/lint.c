/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goes through the lines of a calendar once, component by component; what is compared across them comes at the end. */
#include <epic/lint.h>

#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "lint_job.h"
#include "sized.h"
#include "slurp.h"

#define MOST ((size_t)64 << 20)

ep_piece ep_lint_param(const ep_strict_line *line, const char *name)
{
    for (size_t i = 0; i < line->param_count; i++) {
        ep_piece of = line->params[i].name, value = line->params[i].value;
        if (ep_same_word(of.at, of.n, name)) {
            bool quoted = value.n > 1 && value.at[0] == '"' && value.at[value.n - 1] == '"';
            return quoted ? (ep_piece){value.at + 1, value.n - 2} : value;
        }
    }
    return (ep_piece){"", 0};
}

/* Which components stand in which. */
static bool belongs(ep_part part, ep_part parent)
{
    switch (part) {
    case EP_PART_STANDARD:
    case EP_PART_DAYLIGHT:
        return parent == EP_PART_TIMEZONE;
    case EP_PART_ALARM:
        return parent == EP_PART_EVENT || parent == EP_PART_TODO;
    case EP_PART_AVAILABLE:
        return parent == EP_PART_AVAILABILITY;
    case EP_PART_OTHER:
        return true;
    default:
        return parent == EP_PART_CALENDAR;
    }
}

static ep_open *top(ep_lint *lint)
{
    return lint->depth > 0 && lint->depth <= EP_LINT_DEPTH ? &lint->open[lint->depth - 1] : NULL;
}

static void begin(ep_lint *lint, const ep_strict_line *line)
{
    epic_place place = ep_strict_place(&lint->lines, line->name.at);
    ep_part part = ep_part_find(line->value);
    ep_open *parent = top(lint);
    bool first = lint->depth == 0 && part == EP_PART_CALENDAR;
    bool right = parent == NULL ? first : parent->part == EP_PART_OTHER || belongs(part, parent->part);
    if (!right) {
        EP_SAY(lint, "E008", place, "%.*s does not stand %s%s", EP_SHOWN(line->value), parent == NULL ? "by itself" : "in ",
               parent == NULL ? "" : ep_part_name(parent->part));
    }
    if (lint->depth == EP_LINT_DEPTH) {
        EP_SAY(lint, "E008", place, "components stand in each other more than %d deep", EP_LINT_DEPTH);
    }
    if (parent != NULL) {
        parent->inner++;
        parent->counts[EP_PROP_ALARM] += part == EP_PART_ALARM;
        parent->places[EP_PROP_ALARM] = place;
    }
    if (part == EP_PART_CALENDAR) {
        lint->method[0] = '\0';
    }
    lint->components += parent != NULL && parent->part == EP_PART_CALENDAR && part != EP_PART_TIMEZONE;
    if (part == EP_PART_ALARM && lint->alarm_place.line == 0) {
        lint->alarm_place = place;
    }
    if (++lint->depth <= EP_LINT_DEPTH) {
        lint->open[lint->depth - 1] = (ep_open){.part = part, .place = place, .first_onset = INT64_MAX};
    }
}

/* A UID with the occurrence that is meant. */
static void keep_uid(ep_lint *lint, const ep_open *open)
{
    bool plan = open->part == EP_PART_EVENT || open->part == EP_PART_TODO || open->part == EP_PART_JOURNAL ||
                open->part == EP_PART_FREEBUSY;
    if (plan && open->uid.n > 0) {
        char *text = ep_arena_printf(lint->arena, "%.*s\n%.*s", (int)open->uid.n, open->uid.at, (int)open->recurrence.n,
                                     open->recurrence.n > 0 ? open->recurrence.at : "");
        lint->status = text == NULL ? EPIC_ENOMEM : lint->status;
        if (text != NULL) {
            ep_lint_keep(lint, &lint->uids, (ep_name){.place = open->places[EP_PROP_UID]}, (ep_piece){text, strlen(text)});
        }
    }
}

static void keep_zone(ep_lint *lint, const ep_open *open)
{
    bool observance = open->part == EP_PART_STANDARD || open->part == EP_PART_DAYLIGHT;
    if (observance && open->has_start && lint->depth > 1) {
        ep_open *zone = &lint->open[lint->depth - 2];
        int64_t at = ep_moment_number(open->start.at);
        zone->first_onset = at < zone->first_onset ? at : zone->first_onset;
    } else if (open->part == EP_PART_TIMEZONE && open->uid.n > 0) {
        ep_name name = {.place = open->places[EP_PROP_TZID], .defines = true, .at = open->first_onset};
        ep_lint_keep(lint, &lint->zones, name, open->uid);
    }
}

static void end(ep_lint *lint, const ep_strict_line *line)
{
    epic_place place = ep_strict_place(&lint->lines, line->name.at);
    ep_open *open = top(lint);
    if (lint->depth == 0) {
        EP_SAY(lint, "E007", place, "nothing is open that could end here");
        return;
    }
    if (open != NULL) {
        if (ep_part_find(line->value) != open->part) {
            EP_SAY(lint, "E007", place, "END:%.*s, but the %s of line %u is open", EP_SHOWN(line->value),
                   ep_part_name(open->part), (unsigned)open->place.line);
        }
        if (open->part == EP_PART_CALENDAR && open->inner == 0) {
            EP_SAY(lint, "E023", open->place, "a calendar with nothing in it");
        }
        keep_uid(lint, open);
        keep_zone(lint, open);
        ep_lint_component(lint, open);
    }
    lint->depth--;
}

static ep_piece keep(ep_lint *lint, ep_piece text)
{
    char *copy = text.n < 1024 ? ep_arena_strndup(lint->arena, text.at, text.n) : NULL;
    lint->status = copy == NULL && text.n < 1024 ? EPIC_ENOMEM : lint->status;
    return (ep_piece){copy, copy != NULL ? text.n : 0};
}

/* What the calendar as a whole is asked for later. */
static void keep_named(ep_lint *lint, ep_open *open, ep_prop prop, const ep_strict_line *line)
{
    epic_place place = open->places[prop];
    if (prop == EP_PROP_METHOD && open->part == EP_PART_CALENDAR && line->value.n < sizeof lint->method) {
        for (size_t i = 0; i < line->value.n; i++) {
            lint->method[i] = ep_upper(line->value.at[i]);
        }
        lint->method[line->value.n] = '\0';
        lint->method_place = place;
    } else if (prop == EP_PROP_NAME || prop == EP_PROP_CALNAME) {
        lint->name_place = place;
    } else if (prop == EP_PROP_REFRESH || prop == EP_PROP_TTL) {
        lint->refreshes = true;
    } else if (prop == EP_PROP_UID) {
        open->uid = keep(lint, line->value);
    } else if (prop == EP_PROP_RECURRENCE_ID) {
        open->recurrence = keep(lint, line->value);
    } else if (prop == EP_PROP_TZID && open->part == EP_PART_TIMEZONE) {
        open->uid = keep(lint, line->value);
    }
}

static void count(ep_lint *lint, ep_open *open, const ep_property *row, const ep_strict_line *line)
{
    epic_place place = ep_strict_place(&lint->lines, line->name.at);
    uint64_t bit = UINT64_C(1) << ep_property_number(row);
    if (!(row->where >> open->part & 1)) {
        EP_SAY(lint, "E015", place, "%s does not stand in %s", row->name, ep_part_name(open->part));
    } else if ((row->once >> open->part & 1) && (open->seen & bit)) {
        EP_SAY(lint, "E013", place, "a second %s in this %s", row->name, ep_part_name(open->part));
    }
    open->seen |= bit;
    if (row->prop < EP_PROP_NAMED) {
        if (open->counts[row->prop]++ == 0) {
            open->places[row->prop] = place;
        }
        keep_named(lint, open, row->prop, line);
    }
}

static void property(ep_lint *lint, const ep_strict_line *line)
{
    const ep_property *row = ep_property_find(line->name);
    ep_open *open = top(lint);
    bool own = line->name.n > 2 && ep_upper(line->name.at[0]) == 'X' && line->name.at[1] == '-';
    if (lint->depth == 0) {
        epic_place place = ep_strict_place(&lint->lines, line->name.at);
        EP_SAY(lint, "E008", place, "%.*s stands outside of a calendar", EP_SHOWN(line->name));
    }
    if (open == NULL || open->part == EP_PART_OTHER) {
        return;
    }
    if (lint->options.privacy) {
        ep_lint_privacy(lint, row, line);
    }
    if (row != NULL) {
        count(lint, open, row, line);
        ep_lint_value(lint, open, row, line);
        ep_lint_practice(lint, open, row, line);
    } else if (!own) {
        epic_place place = ep_strict_place(&lint->lines, line->name.at);
        EP_SAY(lint, "W009", place, "the property %.*s is not known", EP_SHOWN(line->name));
    }
}

static bool looks_like_calendar(const char *bytes, size_t size)
{
    static const char word[] = "BEGIN:VCALENDAR";
    for (size_t i = 0; i + sizeof word - 1 <= size; i++) {
        if (ep_same_word(bytes + i, sizeof word - 1, word)) {
            return true;
        }
    }
    return false;
}

static void read_lines(ep_lint *lint)
{
    ep_strict_line line;
    while (!lint->status && ep_strict_next(&lint->lines, &line)) {
        if (ep_same_word(line.name.at, line.name.n, "BEGIN")) {
            begin(lint, &line);
        } else if (ep_same_word(line.name.at, line.name.n, "END")) {
            end(lint, &line);
        } else {
            property(lint, &line);
        }
    }
    lint->status = lint->status ? lint->status : lint->lines.status;
    const ep_open *open = top(lint);
    if (!lint->status && lint->depth > 0) {
        epic_place begins = open != NULL ? open->place : lint->open[EP_LINT_DEPTH - 1].place;
        EP_SAY(lint, "E007", begins, "the component that begins here is not ended");
    }
    if (!lint->status) {
        ep_lint_whole(lint);
    }
}

static void close_lint(ep_lint *lint)
{
    for (size_t i = 0; i < lint->zone_count; i++) {
        ep_zone_close(lint->zone[i]);
    }
    free(lint->zones.list);
    free(lint->uids.list);
    ep_arena_free(lint->arena);
    ep_strict_free(&lint->lines);
}

static int check(const char *bytes, size_t size, const char *name, const epic_lint_options *options, epic_diags *diags)
{
    ep_lint *lint = calloc(1, sizeof *lint);
    if (lint == NULL) {
        return EPIC_ENOMEM;
    }
    size_t first = epic_diags_count(diags), errors = epic_diags_errors(diags);
    lint->options = *options;
    lint->arena = ep_arena_new();
    lint->status = lint->arena == NULL ? EPIC_ENOMEM : EPIC_OK;
    ep_strict_init(&lint->lines, bytes, size, name, diags);
    ep_diags_source(diags, name, bytes, size);
    if (!looks_like_calendar(bytes, size)) {
        EP_SAY(lint, "E001", ((epic_place){1, 1}), "this is no calendar: there is no BEGIN:VCALENDAR");
    } else {
        read_lines(lint);
    }
    ep_diags_sort(diags, first);
    int status = lint->status ? lint->status : epic_diags_errors(diags) > errors ? EPIC_EINPUT : EPIC_OK;
    close_lint(lint);
    free(lint);
    return status;
}

/* A list that lost something may have lost the only error, or none. */
static bool has_lost(const epic_diags *diags)
{
    size_t count = epic_diags_count(diags);
    return count > 0 && strcmp(epic_diags_get(diags, count - 1)->code, "E902") == 0;
}

int epic_lint(const char *bytes, size_t size, const char *name, const epic_lint_options *options, epic_diags *diags)
{
    epic_lint_options known = EPIC_LINT_OPTIONS_INIT;
    if ((bytes == NULL && size > 0) || !ep_sized_take(&known, options) || (unsigned)known.profile > EPIC_LINT_CALDAV) {
        return EPIC_EARG;
    }
    epic_diags *own = diags == NULL ? epic_diags_new() : NULL;
    if (diags == NULL && own == NULL) {
        return EPIC_ENOMEM;
    }
    int status = check(size > 0 ? bytes : "", size, name != NULL ? name : "calendar", &known, diags != NULL ? diags : own);
    status = own != NULL && has_lost(own) ? EPIC_ENOMEM : status;
    epic_diags_free(own);
    return status;
}

int epic_lint_file(const char *path, const epic_lint_options *options, epic_diags *diags)
{
    char *text;
    size_t size;
    if (path == NULL) {
        return EPIC_EARG;
    }
    int status = ep_slurp(&text, &size, path, MOST, diags);
    if (!status && size > MOST) {
        ep_diag_plain(diags, "E025", "%s has more than 64 MiB", path);
        status = EPIC_EINPUT;
    }
    status = status ? status : epic_lint(text, size, path, options, diags);
    free(text);
    return status;
}
