/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan as an iCalendar feed in one language: which entries, their time zones, and what is said of the calendar. */
#include <string.h>

#include "civil.h"
#include "entry.h"
#include "issue.h"
#include "issued.h"
#include "publishers.h"
#include "vtimezone.h"

typedef struct feed {
    ep_view view;
    const epic_publish_options *options;
    ep_lines lines;
    const epic_issued **shown; /* of each event: what is issued of it, NULL when it is not in the feed */
    epic_instant from, to;     /* of its times by local clocks */
} feed;

/* What was cancelled long ago is shown no more. */
static const epic_issued *find_shown(const feed *out, const char *uid)
{
    const epic_issued *issued = epic_ledger_find(out->options->ledger, uid);
    bool shown = issued != NULL && (issued->standing != EPIC_WITHDRAWN || ep_is_recent(issued, out->options->issued_at));
    return shown ? issued : NULL;
}

/* A city also sees what is held in it by others: it is the host and does nothing else then. */
static bool is_wanted(const feed *out, const epic_event *event)
{
    const epic_publish_options *options = out->options;
    return (options->city == EPIC_NONE || ep_view_concerns(event, options->city)) &&
           (options->pair == EPIC_NONE || event->pair == options->pair);
}

/* Finds what is shown, the zones of its times, which are the first that the view meets, and the moments that they must cover. */
static int choose(feed *out)
{
    size_t count = epic_plan_events(out->view.plan);
    out->shown = ep_arena_array_of(out->view.arena, count, const epic_issued *);
    out->from = INT64_MAX;
    out->to = INT64_MIN;
    for (size_t i = 0; i < count && out->shown != NULL; i++) {
        const epic_event *event = epic_plan_event(out->view.plan, i);
        out->shown[i] = is_wanted(out, event) ? find_shown(out, event->uid) : NULL;
        if (!event->all_day && out->shown[i] != NULL && !ep_entry_in_utc(&out->view, event)) {
            ep_view_zone(&out->view, event->zone);
            out->from = event->start < out->from ? event->start : out->from;
            out->to = event->end > out->to ? event->end : out->to;
        }
    }
    return out->shown != NULL ? out->view.status : EPIC_ENOMEM;
}

/* A calendar has one component at least (RFC 5545, section 3.6): where nothing is dated that is the zone of a city. */
static int show_something(feed *out)
{
    bool any = false;
    for (size_t i = 0; i < epic_plan_events(out->view.plan) && !any; i++) {
        any = out->shown[i] != NULL;
    }
    if (!any) {
        size_t pair = out->options->pair, city = pair != EPIC_NONE ? out->view.pairs[pair].a : out->options->city;
        ep_view_zone(&out->view, epic_programme_city(out->view.programme, city == EPIC_NONE ? 0 : city)->timezone);
        out->from = (epic_instant)out->view.info->starts * EP_DAY;
        out->to = ((epic_instant)out->view.info->ends + 1) * EP_DAY;
    }
    return out->view.status;
}

static bool shows_travel(const epic_publish_options *options, const epic_event *event)
{
    return options->city == EPIC_NONE || options->city == event->guest;
}

static int put_events(feed *out)
{
    int status = EPIC_OK;
    for (size_t i = 0; status == EPIC_OK && i < epic_plan_events(out->view.plan); i++) {
        const epic_event *event = epic_plan_event(out->view.plan, i);
        ep_entry entries[EP_ENTRIES];
        size_t count = out->shown[i] != NULL ? ep_entries_of(&out->view, event, entries) : 0;
        status = out->view.status;
        for (size_t k = 0; k < (shows_travel(out->options, event) ? count : count > 0) && status == EPIC_OK; k++) {
            entries[k].issued = k == 0 ? out->shown[i] : epic_ledger_find(out->options->ledger, entries[k].uid);
            entries[k].replaces = entries[k].issued->replaces;
            entries[k].stamped = true;
            status = ep_put_entry(&out->lines, &out->view, &entries[k], out->options->city);
        }
    }
    return status;
}

/* ---- what is gone ---- */

/* Gone for all who took part, or over for a city that does no more. */
static bool is_over(const feed *out, const epic_issued *issued)
{
    if (out->options->city == EPIC_NONE) {
        return issued->gone;
    }
    const char *id = ep_view_id(&out->view, out->options->city);
    return (issued->gone && ep_has_id(issued->cities, issued->city_count, id)) ||
           ep_has_id(issued->left, issued->left_count, id);
}

static bool is_of_pair(const feed *out, const epic_issued *issued)
{
    if (out->options->pair == EPIC_NONE) {
        return true;
    }
    const epic_pair *pair = &out->view.pairs[out->options->pair];
    return issued->pair[0] != NULL && strcmp(issued->pair[0], ep_view_id(&out->view, pair->a)) == 0 &&
           strcmp(issued->pair[1], ep_view_id(&out->view, pair->b)) == 0;
}

static int put_gone(feed *out)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < epic_ledger_entries(out->options->ledger) && status == EPIC_OK; i++) {
        const epic_issued *issued = epic_ledger_entry(out->options->ledger, i);
        if (ep_is_recent(issued, out->options->issued_at) && is_over(out, issued) && is_of_pair(out, issued)) {
            const ep_entry entry = {.uid = issued->uid, .title = issued->title, .issued = issued, .stamped = true};
            status = ep_put_entry(&out->lines, &out->view, &entry, out->options->city);
        }
    }
    return status;
}

/* ---- time zones ---- */

/* Those that the view has met, in the order of their names. */
static size_t list_zones(const ep_view *view, const char ***names)
{
    size_t count = 0;
    for (const ep_met_zone *met = view->zones; met != NULL; met = met->next) {
        count++;
    }
    *names = ep_arena_array_of(view->arena, count, const char *);
    size_t at = 0;
    for (const ep_met_zone *met = view->zones; met != NULL && *names != NULL; met = met->next) {
        (*names)[at++] = ep_zone_name(met->zone);
    }
    ep_sort_ids(*names, at);
    return count;
}

static int put_zones(feed *out)
{
    const char **names;
    size_t zones = list_zones(&out->view, &names);
    int status = names != NULL ? EPIC_OK : EPIC_ENOMEM;
    for (size_t i = 0; status == EPIC_OK && i < zones; i++) {
        const ep_observance *list;
        size_t count;
        status = ep_observances(ep_view_zone(&out->view, names[i])->zone, out->from, out->to, out->view.arena, &list, &count);
        if (status == EPIC_OK) {
            ep_vtimezone(&out->lines, names[i], list, count);
        }
    }
    return status;
}

/* ---- the calendar ---- */

/* The programme's title, with the city or pair whose feed it is. */
static const char *feed_name(feed *out)
{
    const char *title = out->view.info->title;
    if (out->options->pair != EPIC_NONE) {
        return ep_arena_printf(out->view.arena, "%s: %s", title, ep_view_pair(&out->view, out->options->pair));
    }
    if (out->options->city != EPIC_NONE) {
        return ep_arena_printf(out->view.arena, "%s: %s", title, ep_view_name(&out->view, out->options->city));
    }
    return title;
}

static int put_feed(feed *out)
{
    const char *name = feed_name(out);
    int status = name == NULL ? EPIC_ENOMEM : choose(out);
    status = status ? status : show_something(out);
    if (status) {
        return status;
    }
    ep_put_calendar(&out->lines, out->view.words, "PUBLISH");
    ep_put_one_line(&out->lines, "NAME", name);
    ep_put_one_line(&out->lines, "X-WR-CALNAME", name);
    ep_line_open(&out->lines, "REFRESH-INTERVAL");
    ep_line_param(&out->lines, "VALUE", "DURATION");
    ep_line_plain(&out->lines, "PT12H");
    ep_line_close(&out->lines);
    ep_put_plain(&out->lines, "X-PUBLISHED-TTL", "PT12H");
    status = put_zones(out);
    status = status ? status : put_events(out);
    status = status ? status : put_gone(out);
    ep_line_end(&out->lines, "VCALENDAR");
    return status;
}

int ep_publish_ics(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    feed out = {.options = options};
    int status = ep_view_open(&out.view, plan, diags), closed;
    if (status) {
        return status;
    }
    ep_view_speak(&out.view, options->language);
    ep_lines_init(&out.lines, writer);
    status = put_feed(&out);
    closed = ep_view_close(&out.view);
    return status ? status : closed;
}
