/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overview for a coordinator in a terminal. */
#include "text.h"

#include <string.h>

#include "calendar_list.h"
#include "paint.h"
#include "publishers.h"
#include "view.h"
#include "wishes.h"

#define COLUMNS 3
#define DAY_WIDTH 15 /* "Mon 2021-03-08 " */
#define WIDEST 34    /* what is longer moves the rest of its own line alone */

typedef struct overview {
    ep_view view;
    ep_writer *out;
    const ep_paint *paint;
} overview;

typedef struct line {
    const epic_event *event;
    const char *cells[COLUMNS]; /* when, title, place */
    const char **clocks;        /* of the other walls, below `when` */
    size_t clock_count;
    const char *reserve;        /* below these, or NULL */
} line;

static void put_in(overview *page, const char *look, const char *text)
{
    ep_put(page->out, look);
    ep_put(page->out, text);
    ep_put(page->out, page->paint->off);
}

static void put_heading(overview *page, const char *text)
{
    ep_put_char(page->out, '\n');
    put_in(page, page->paint->strong, text);
    ep_put_char(page->out, '\n');
}

static const char *look_of(const overview *page, epic_state state)
{
    switch (state) {
    case EPIC_CONFIRMED:
        return page->paint->strong;
    case EPIC_DONE:
        return page->paint->faint;
    case EPIC_MOVED:
    case EPIC_HELD_ONLINE:
    case EPIC_CANCELLED:
        return page->paint->warn;
    default:
        return "";
    }
}

/* In the table of a pair its name would be said again in each line. */
static const char *short_title(ep_view *view, const epic_event *event, const char *heading)
{
    size_t whole = strlen(event->title), end = strlen(heading);
    if (whole < end + 2 || strcmp(event->title + whole - end, heading) != 0 ||
        memcmp(event->title + whole - end - 2, ": ", 2) != 0) {
        return event->title;
    }
    const char *title = ep_arena_strndup(view->arena, event->title, whole - end - 2);
    view->status = title == NULL ? EPIC_ENOMEM : view->status;
    return title == NULL ? "" : title;
}

static void fill_row(overview *page, const epic_event *event, const char *heading, line *row)
{
    ep_view *view = &page->view;
    ep_wall walls[EP_WALLS];
    size_t count = ep_view_clocks(view, event, walls, EP_WALLS);
    const char **clocks = ep_arena_array_of(view->arena, count, const char *), *when = ep_view_days(view, event);
    if (clocks == NULL) {
        view->status = EPIC_ENOMEM;
        count = 0;
    }
    for (size_t i = 0; i < count; i++) {
        clocks[i] = ep_view_wall(view, &walls[i], event->first);
    }
    if (count > 0) {
        when = ep_arena_printf(view->arena, "%s %s", when, clocks[0]);
        view->status = when == NULL ? EPIC_ENOMEM : view->status;
    }
    *row = (line){event,
                  {when == NULL ? "" : when, short_title(view, event, heading), ep_view_place(view, event)}, clocks, count,
                  ep_view_reserve(view, event)};
}

static void put_row(overview *page, const line *row, const size_t *widths)
{
    for (size_t i = 0; i < COLUMNS; i++) {
        ep_put(page->out, "  ");
        ep_put_padded(page->out, row->cells[i], widths[i], false);
    }
    ep_put(page->out, "  ");
    put_in(page, look_of(page, row->event->state), epic_state_word(row->event->state));
    ep_put_char(page->out, '\n');
    for (size_t i = 1; i < row->clock_count; i++) {
        ep_put_padded(page->out, "", 2 + DAY_WIDTH, false);
        ep_put(page->out, row->clocks[i]);
        ep_put_char(page->out, '\n');
    }
    if (row->reserve != NULL) {
        ep_putf(page->out, "    reserve date: %s\n", row->reserve);
    }
}

static void put_rows(overview *page, const line *rows, size_t count)
{
    size_t widths[COLUMNS] = {0};
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < COLUMNS; j++) {
            size_t width = ep_text_width(rows[i].cells[j]);
            widths[j] = width > widths[j] && width <= WIDEST ? width : widths[j];
        }
    }
    for (size_t i = 0; i < count; i++) {
        put_row(page, &rows[i], widths);
    }
}

/* The events of a pair, or with EPIC_NONE the joint ones, by date as the plan has them. */
static void put_dates(overview *page, size_t pair, const char *title)
{
    size_t count = epic_plan_events(page->view.plan), used = 0;
    for (size_t i = 0; i < count; i++) {
        used += epic_plan_event(page->view.plan, i)->pair == pair;
    }
    line *rows = ep_arena_array_of(page->view.arena, used, line);
    if (rows == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    if (used == 0) {
        return;
    }
    used = 0;
    for (size_t i = 0; i < count; i++) {
        const epic_event *event = epic_plan_event(page->view.plan, i);
        if (event->pair == pair) {
            fill_row(page, event, title, &rows[used++]);
        }
    }
    put_heading(page, title);
    put_rows(page, rows, used);
}

static void put_learning(overview *page, size_t guest, size_t host)
{
    ep_view *view = &page->view;
    const epic_term *terms;
    size_t count = ep_view_terms(view, guest, host, &terms);
    ep_put(page->out, "    ");
    ep_put(page->out, ep_view_name(view, guest));
    ep_put(page->out, " learns from ");
    ep_put(page->out, ep_view_name(view, host));
    ep_put(page->out, " (");
    ep_put_percent(page->out, epic_scores_benefit(view->scores, guest, host));
    ep_put(page->out, " of its need)");
    ep_put_terms(page->out, view->scores, terms, count);
}

static void put_pairs(overview *page)
{
    size_t count;
    ep_view *view = &page->view;
    const epic_unpaired *unpaired = epic_pairing_unpaired(view->pairing, &count);
    put_heading(page, "Pairs");
    for (size_t i = 0; i < view->pair_count; i++) {
        const epic_pair *pair = &view->pairs[i];
        ep_put(page->out, "  ");
        put_in(page, page->paint->strong, ep_view_pair(view, i));
        ep_put(page->out, ", value ");
        ep_put_fixed(page->out, pair->value, 2);
        ep_put(page->out, pair->pinned ? ", pinned\n" : "\n");
        put_learning(page, pair->a, pair->b);
        if (view->mutual) {
            put_learning(page, pair->b, pair->a);
        }
    }
    for (size_t i = 0; i < count; i++) {
        ep_put(page->out, "  ");
        put_in(page, page->paint->warn, ep_view_name(view, unpaired[i].city));
        ep_put(page->out, " has no partner: ");
        ep_put(page->out, unpaired[i].why);
        ep_put_char(page->out, '\n');
    }
}

static void put_unscheduled(overview *page)
{
    size_t count = epic_plan_unscheduled(page->view.plan);
    if (count > 0) {
        put_heading(page, "Without a date");
    }
    for (size_t i = 0; i < count; i++) {
        const epic_unscheduled *missing = epic_plan_unscheduled_at(page->view.plan, i);
        ep_put(page->out, "  ");
        put_in(page, page->paint->warn, ep_view_missing(&page->view, missing));
        ep_put(page->out, ": ");
        ep_put(page->out, missing->why);
        ep_put_char(page->out, '\n');
    }
}

static void put_wishes(overview *page, const epic_ledger *issued)
{
    const char *const *lines;
    size_t count;
    if (ep_view_wishes(&page->view, issued, &lines, &count) != EPIC_OK) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    if (count > 0) {
        put_heading(page, "Wishes");
    }
    for (size_t i = 0; i < count; i++) {
        ep_put(page->out, "  ");
        ep_put(page->out, lines[i]);
        ep_put_char(page->out, '\n');
    }
}

static void put_calendars(overview *page)
{
    const epic_calendars *calendars = epic_plan_calendars(page->view.plan);
    if (epic_calendars_count(calendars) > 0) {
        put_heading(page, "Calendars");
        ep_put_calendars(page->out, calendars, page->paint);
    }
}

static void put_head(overview *page)
{
    char starts[EP_DAY_ROOM], ends[EP_DAY_ROOM];
    ep_view *view = &page->view;
    put_in(page, page->paint->strong, view->info->title);
    ep_putf(page->out, "\n%s to %s: %s, %s, ", ep_day_text(view->info->starts, starts), ep_day_text(view->info->ends, ends),
            ep_view_count(view, epic_programme_cities(view->programme), "city", "cities"),
            ep_view_count(view, view->pair_count, "pair", "pairs"));
    ep_putf(page->out, "%s with a date, %zu without\n",
            ep_view_count(view, epic_plan_events(view->plan), "event", "events"), epic_plan_unscheduled(view->plan));
}

static void put_planned(overview *page)
{
    bool headed = false;
    for (size_t kind = 0; kind < EPIC_KINDS; kind++) {
        uint32_t planned = page->view.info->planned[kind];
        if (planned == 0) {
            continue;
        }
        if (!headed) {
            put_heading(page, "Planned and dated");
            headed = true;
        }
        size_t dated = epic_plan_dated(page->view.plan, (epic_kind)kind);
        ep_put(page->out, "  ");
        ep_put_padded(page->out, epic_kind_word((epic_kind)kind), 12, false);
        ep_putf(page->out, "%5u planned%5zu dated", (unsigned)planned, dated);
        if (dated < planned) {
            put_in(page, page->paint->warn, "  fewer than planned");
        }
        ep_put_char(page->out, '\n');
    }
}

static int put_page(const epic_plan *plan, const epic_ledger *issued, ep_writer *writer, epic_diags *diags, epic_format format)
{
    overview page = {.out = writer, .paint = ep_paint_of(format)};
    int status = ep_view_open(&page.view, plan, diags);
    if (status != EPIC_OK) {
        return status;
    }
    put_head(&page);
    put_pairs(&page);
    for (size_t i = 0; i < page.view.pair_count; i++) {
        put_dates(&page, i, ep_view_pair(&page.view, i));
    }
    put_dates(&page, EPIC_NONE, "Joint events");
    put_unscheduled(&page);
    put_wishes(&page, issued);
    put_planned(&page);
    put_calendars(&page);
    return ep_view_close(&page.view);
}

int ep_publish_text(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    return put_page(plan, options->ledger, writer, diags, EPIC_TEXT);
}

int ep_publish_colour(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    return put_page(plan, options->ledger, writer, diags, EPIC_COLOUR);
}
