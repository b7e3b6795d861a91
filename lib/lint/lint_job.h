/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the checks of a calendar share: the components that are open, what each has, and what is compared at the end. */
#ifndef EP_LINT_JOB_H
#define EP_LINT_JOB_H

#include <epic/lint.h>

#include "diags.h"
#include "rules.h"
#include "value.h"
#include "zone.h"

#define EP_LINT_DEPTH 8
#define EP_LINT_ZONES 64

/* An open component. */
typedef struct ep_open {
    ep_part part;
    epic_place place;
    uint64_t seen;                /* bit per row of the table */
    unsigned counts[EP_PROP_NAMED];
    epic_place places[EP_PROP_NAMED]; /* of the first */
    ep_time start, end, until;
    bool has_start, has_end, has_until;
    bool zoned; /* the start has a TZID */
    unsigned inner; /* components inside */
    bool cancelled, transparent, free, title_says;
    const char *link, *location, *description; /* as written; kept in the arena, or NULL */
    ep_piece uid, recurrence;                   /* kept in the arena; uid is the TZID in a VTIMEZONE */
    int64_t first_onset;                        /* in a VTIMEZONE */
} ep_open;

/* A text of the calendar that is compared at the end. */
typedef struct ep_name {
    char *text;
    epic_place place;
    bool defines; /* a VTIMEZONE's TZID */
    int64_t at;   /* of a zone: its first onset, or the time that is told in it; INT64_MAX: none */
} ep_name;

typedef struct ep_names {
    ep_name *list;
    size_t count, room;
} ep_names;

typedef struct ep_lint {
    ep_strict lines;
    epic_lint_options options;
    ep_open open[EP_LINT_DEPTH];
    size_t depth;
    char method[24]; /* upper case; "" when there is none */
    epic_place method_place;
    ep_names zones, uids;
    size_t components; /* of calendars, without zones */
    bool refreshes;
    epic_place name_place; /* of NAME or X-WR-CALNAME; line 0 */
    epic_place alarm_place;
    ep_arena *arena;
    ep_zone *zone[EP_LINT_ZONES];
    size_t zone_count;
    int status;
} ep_lint;

#define EP_SAY(lint, code, place, ...) ep_diag((lint)->lines.diags, (code), (lint)->lines.name, (place), NULL, __VA_ARGS__)
/* Of a text in a message, so much at most. */
#define EP_SHOWN(piece) (int)((piece).n < 60 ? (piece).n : 60), (piece).at

/* A line's parameters and value, and what of it the component keeps. */
void ep_lint_value(ep_lint *lint, ep_open *open, const ep_property *row, const ep_strict_line *line);
/* A value that stands where its property may. */
void ep_lint_practice(ep_lint *lint, ep_open *open, const ep_property *row, const ep_strict_line *line);
void ep_lint_privacy(ep_lint *lint, const ep_property *row, const ep_strict_line *line);
/* A component that ends. */
void ep_lint_component(ep_lint *lint, const ep_open *open);
void ep_lint_habits(ep_lint *lint, const ep_open *open);
/* All of it. */
void ep_lint_whole(ep_lint *lint);
/* Keeps a text to be compared; name.text is set here. */
void ep_lint_keep(ep_lint *lint, ep_names *names, ep_name name, ep_piece text);
/* A parameter's value without quotes; n 0 when it is not there. */
ep_piece ep_lint_param(const ep_strict_line *line, const char *name);

#endif
