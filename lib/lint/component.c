/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a component must and must not have, and what the whole calendar must: RFC 5545 section 3.6, RFC 5546 section 3. */
#include <stdlib.h>
#include <string.h>

#include "content.h"
#include "grow.h"
#include "lint_job.h"

static void check_required(ep_lint *lint, const ep_open *open)
{
    size_t next = 0;
    for (const ep_property *row = ep_property_next(&next, open->part); row != NULL; row = ep_property_next(&next, open->part)) {
        if (!(open->seen >> (next - 1) & 1)) {
            EP_SAY(lint, "E012", open->place, "%s lacks %s", ep_part_name(open->part), row->name);
        }
    }
    if (open->part == EP_PART_EVENT && open->counts[EP_PROP_DTSTART] == 0 && lint->method[0] == '\0') {
        EP_SAY(lint, "E012", open->place, "VEVENT lacks DTSTART");
    }
    if (open->part == EP_PART_TIMEZONE && open->inner == 0) {
        EP_SAY(lint, "E012", open->place, "VTIMEZONE lacks STANDARD or DAYLIGHT");
    }
}

static void check_exclusive(ep_lint *lint, const ep_open *open)
{
    if (open->counts[EP_PROP_DURATION] > 0 && (open->counts[EP_PROP_DTEND] > 0 || open->counts[EP_PROP_DUE] > 0)) {
        EP_SAY(lint, "E014", open->places[EP_PROP_DURATION], "DURATION does not stand beside DTEND or DUE");
    }
}

/* Only times of one clock are compared; two of different zones may stand in any order on their walls. */
static void check_end(ep_lint *lint, const ep_open *open)
{
    epic_place place = open->places[open->counts[EP_PROP_DTEND] > 0 ? EP_PROP_DTEND : EP_PROP_DUE];
    int64_t length = ep_moment_number(open->end.at) - ep_moment_number(open->start.at);
    if (open->start.all_day != open->end.all_day) {
        EP_SAY(lint, "E018", place, "DTSTART and the end are not of one kind: one is a date, the other a time");
    } else if (open->start.all_day && length <= 0) {
        EP_SAY(lint, "E017", place, "the end of whole days is the day after the last one");
    } else if (open->start.utc && open->end.utc && length < 0) {
        EP_SAY(lint, "E017", place, "it ends before it begins");
    }
}

static void check_until(ep_lint *lint, const ep_open *open)
{
    epic_place place = open->places[EP_PROP_RRULE];
    bool observance = open->part == EP_PART_STANDARD || open->part == EP_PART_DAYLIGHT;
    if (open->until.all_day != open->start.all_day) {
        EP_SAY(lint, "E018", place, "UNTIL and DTSTART are not of one kind: one is a date, the other a time");
    } else if (!open->until.all_day && !open->until.utc && (open->start.utc || open->zoned || observance)) {
        EP_SAY(lint, "E018", place, "UNTIL is not in UTC here");
    }
}

static void check_counts(ep_lint *lint, const ep_open *open, const ep_method_row *row)
{
    unsigned count = open->counts[row->prop];
    const char *property = ep_prop_name(row->prop), *part = ep_part_name(open->part);
    if (count < row->least) {
        EP_SAY(lint, "E031", open->place, "METHOD:%s wants %s in %s", lint->method, property, part);
    } else if (count > row->most) {
        EP_SAY(lint, "E032", open->places[row->prop], "METHOD:%s wants %s%s in %s", lint->method,
               row->most == 0 ? "no " : "a single ", property, part);
    }
}

static void check_method(ep_lint *lint, const ep_open *open)
{
    ep_piece method = {lint->method, strlen(lint->method)};
    for (size_t i = 0; i < ep_method_row_count && method.n > 0; i++) {
        if (ep_method_rows[i].part == open->part && ep_word_of(method, ep_method_rows[i].methods)) {
            check_counts(lint, open, &ep_method_rows[i]);
        }
    }
    bool state = open->part == EP_PART_EVENT && open->counts[EP_PROP_STATUS] > 0;
    if (state && strcmp(lint->method, "CANCEL") == 0 && !open->cancelled) {
        EP_SAY(lint, "E034", open->places[EP_PROP_STATUS], "METHOD:CANCEL with a STATUS other than CANCELLED");
    } else if (state && strcmp(lint->method, "REQUEST") == 0 && open->cancelled) {
        EP_SAY(lint, "E034", open->places[EP_PROP_STATUS], "METHOD:REQUEST with STATUS:CANCELLED; METHOD:CANCEL cancels");
    }
}

void ep_lint_component(ep_lint *lint, const ep_open *open)
{
    check_required(lint, open);
    check_exclusive(lint, open);
    if (open->has_start && open->has_end) {
        check_end(lint, open);
    }
    if (open->has_start && open->has_until) {
        check_until(lint, open);
    }
    check_method(lint, open);
    ep_lint_habits(lint, open);
}

void ep_lint_keep(ep_lint *lint, ep_names *names, ep_name name, ep_piece text)
{
    void *list = names->list;
    name.text = ep_arena_strndup(lint->arena, text.at, text.n);
    if (name.text == NULL || !ep_grow(&list, &names->room, names->count + 1, sizeof *names->list)) {
        lint->status = EPIC_ENOMEM;
        return;
    }
    names->list = list;
    names->list[names->count++] = name;
}

static int compare(const void *left, const void *right)
{
    const ep_name *a = left, *b = right;
    int by_text = strcmp(a->text, b->text);
    if (by_text != 0 || a->defines != b->defines) {
        return by_text != 0 ? by_text : b->defines - a->defines;
    }
    return a->place.line != b->place.line ? (a->place.line < b->place.line ? -1 : 1)
                                          : (a->place.column > b->place.column) - (a->place.column < b->place.column);
}

static void sort(ep_names *names)
{
    if (names->count > 0) {
        qsort(names->list, names->count, sizeof *names->list, compare);
    }
}

/* The first use of a zone that is not defined, and those before its first onset; the second definition of one that is. */
static void check_zones(ep_lint *lint)
{
    int64_t onset = INT64_MIN;
    sort(&lint->zones);
    const ep_name *zones = lint->zones.list;
    for (size_t i = 0; i < lint->zones.count; i++) {
        bool first = i == 0 || strcmp(zones[i].text, zones[i - 1].text) != 0;
        onset = first ? zones[i].defines ? zones[i].at : INT64_MIN : onset;
        if (first && !zones[i].defines) {
            EP_SAY(lint, "E019", zones[i].place, "no VTIMEZONE has the TZID '%.60s'", zones[i].text);
        } else if (!first && zones[i].defines) {
            EP_SAY(lint, "E022", zones[i].place, "a second VTIMEZONE has the TZID '%.60s'", zones[i].text);
        } else if (!zones[i].defines && zones[i].at < onset && onset < INT64_MAX) {
            EP_SAY(lint, "W054", zones[i].place, "the VTIMEZONE of '%.60s' begins after this time", zones[i].text);
        }
    }
}

static void check_uids(ep_lint *lint)
{
    sort(&lint->uids);
    const ep_name *uids = lint->uids.list;
    for (size_t i = 1; i < lint->uids.count; i++) {
        if (strcmp(uids[i].text, uids[i - 1].text) == 0) {
            EP_SAY(lint, "E022", uids[i].place, "this UID stands in another component too, for the same occurrence");
        }
    }
}

/* A UID's text ends where its occurrence begins. */
static bool several_uids(const ep_names *uids)
{
    for (size_t i = 1; i < uids->count; i++) {
        const char *a = uids->list[i - 1].text, *b = uids->list[i].text;
        size_t n = strcspn(a, "\n");
        if (n != strcspn(b, "\n") || strncmp(a, b, n) != 0) {
            return true;
        }
    }
    return false;
}

/* A feed has many events; a message and an item of a server have one thing each. */
static void check_feed(ep_lint *lint, bool several)
{
    if (lint->alarm_place.line > 0) {
        EP_SAY(lint, "W050", lint->alarm_place, "an alarm in a published calendar rings for all who follow it");
    }
    if (several && lint->name_place.line > 0 && !lint->refreshes) {
        EP_SAY(lint, "N051", lint->method_place, "a feed without REFRESH-INTERVAL or X-PUBLISHED-TTL");
    }
}

void ep_lint_whole(ep_lint *lint)
{
    check_zones(lint);
    check_uids(lint);
    bool several = several_uids(&lint->uids), message = lint->method[0] != '\0';
    if (strcmp(lint->method, "PUBLISH") == 0) {
        check_feed(lint, several);
    } else if (several && (message || lint->options.profile == EPIC_LINT_CALDAV)) {
        EP_SAY(lint, "E033", lint->uids.list[lint->uids.count - 1].place, "%s has the UIDs of several things",
               message ? "a message" : "an item of a CalDAV server");
    }
    if (lint->name_place.line > 0 && !several && lint->components > 0 && lint->options.profile == EPIC_LINT_OUTLOOK) {
        EP_SAY(lint, "W041", lint->name_place, "a calendar's name beside one event: Outlook makes a new calendar of it");
    }
}
