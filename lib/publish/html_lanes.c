/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline of each event: a picture a year, in it a row for joint events and for each pair, with a lane for each of its
 * cities. Lengths are in tenths of the picture's unit. */
#include <stdio.h>
#include <string.h>

#include "html.h"

#define WIDTH 10000
#define LABELS 1650  /* at the left */
#define HEAD 380     /* years and months */
#define LANE 160
#define ROW 380      /* two lanes and a gap */
#define MARK 130     /* the least width of an event */
#define NAME_CELLS 21
#define ONE_PICTURE 14 /* months that still go into one */
#define LEVELS 3     /* events of a row that are one above the other */

typedef struct box {
    const epic_event *event;
    int64_t left, right;
    int level, levels;
} box;

typedef struct chart {
    ep_page *page;
    epic_date first, last; /* the days of this picture */
    size_t part;           /* which of the pictures */
    int64_t days;          /* those of the longest picture, so that a day is as wide in each */
    box *boxes;            /* of a row */
    size_t box_count;
} chart;

static int64_t x_of(const chart *out, epic_date date)
{
    return LABELS + (WIDTH - LABELS) * ((int64_t)date - out->first) / out->days;
}

static epic_date month_after(epic_date date)
{
    int year, month;
    epic_date_parts(date, &year, &month, NULL);
    return epic_date_make(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1);
}

/* ---- rows ---- */

static bool is_here(const chart *out, const epic_event *event)
{
    return event->first <= out->last && event->last >= out->first;
}

static void add_box(chart *out, const epic_event *event)
{
    epic_date first = event->first < out->first ? out->first : event->first;
    epic_date last = event->last > out->last ? out->last : event->last;
    int64_t left = x_of(out, first), right = x_of(out, last + 1);
    if (right - left < MARK) {
        left = (left + right - MARK) / 2;
        left = left < LABELS ? LABELS : left > WIDTH - MARK ? WIDTH - MARK : left;
        right = left + MARK;
    }
    out->boxes[out->box_count++] = (box){event, left, right, 0, 1};
}

/* Events whose boxes touch share the height of the row. */
static void level(chart *out)
{
    for (size_t i = 0, end; i < out->box_count; i = end) {
        int64_t right = out->boxes[i].right;
        for (end = i + 1; end < out->box_count && out->boxes[end].left < right; end++) {
            right = out->boxes[end].right > right ? out->boxes[end].right : right;
        }
        int levels = end - i < LEVELS ? (int)(end - i) : LEVELS;
        for (size_t k = i; k < end; k++) {
            out->boxes[k].level = (int)((k - i) % (size_t)levels);
            out->boxes[k].levels = levels;
        }
    }
}

static void collect(chart *out, size_t pair)
{
    out->box_count = 0;
    for (size_t i = 0; i < out->page->event_count; i++) {
        const epic_event *event = out->page->events[i];
        if (event->pair == pair && is_here(out, event)) {
            add_box(out, event);
        }
    }
    level(out);
}

/* ---- what shades a lane ---- */

/* What concerns everybody shades all lanes, the others only those of cities. */
static bool concerns(const ep_page *page, const ep_off *off, size_t city)
{
    const char *country = off->block != NULL ? off->block->country : NULL;
    if (off->city != EPIC_NONE) {
        return off->city == city;
    }
    const epic_city *of = epic_programme_city(page->view.programme, city);
    return country == NULL || (of != NULL && strcmp(of->country, country) == 0);
}

/* `city` EPIC_NONE: the lane of all. */
static void put_shades(const chart *out, size_t city, int64_t top, int64_t height)
{
    static const char *const names[] = {"blocked", "away", "holiday", "busy", "maybe", "avoid"};
    const ep_page *page = out->page;
    for (size_t i = 0; i < page->off_count; i++) {
        const ep_off *off = &page->offs[i];
        epic_date first = off->first < out->first ? out->first : off->first, last = off->last > out->last ? out->last : off->last;
        if (!concerns(page, off, city) || first > last) {
            continue;
        }
        ep_putf(page->out, "<rect class=\"off %s\"", names[off->kind]);
        ep_html_length(page, "x", x_of(out, first));
        ep_html_length(page, "y", top);
        ep_html_length(page, "width", x_of(out, last + 1) - x_of(out, first));
        ep_html_length(page, "height", height);
        ep_put(page->out, "/>\n");
    }
}

static void put_lane(const chart *out, size_t city, int64_t top, int64_t height)
{
    ep_put(out->page->out, "<rect class=\"lane\"");
    ep_html_length(out->page, "x", LABELS);
    ep_html_length(out->page, "y", top);
    ep_html_length(out->page, "width", x_of(out, out->last + 1) - LABELS);
    ep_html_length(out->page, "height", height);
    ep_put(out->page->out, "/>\n");
    put_shades(out, city, top, height);
}

static void put_label(const chart *out, const char *class, int64_t x, int64_t y, const char *text)
{
    ep_putf(out->page->out, "<text class=\"%s\"", class);
    ep_html_length(out->page, "x", x);
    ep_html_length(out->page, "y", y);
    ep_html_in(out->page, ">", ep_html_clipped(out->page, text, NAME_CELLS), "</text>\n");
}

/* ---- events ---- */

static void put_road(const chart *out, epic_date first, epic_date last, int64_t top, int64_t height)
{
    first = first < out->first ? out->first : first;
    last = last > out->last ? out->last : last;
    if (first <= last) {
        ep_put(out->page->out, "<rect class=\"road\"");
        ep_html_length(out->page, "x", x_of(out, first));
        ep_html_length(out->page, "y", top);
        ep_html_length(out->page, "width", x_of(out, last + 1) - x_of(out, first));
        ep_html_length(out->page, "height", height);
        ep_put(out->page->out, "/>");
    }
}

/* In the lane of the guest, who travels. */
static void put_roads(const chart *out, const box *of, int64_t top)
{
    const epic_event *event = of->event;
    const epic_pair *pair = event->pair == EPIC_NONE ? NULL : &out->page->view.pairs[event->pair];
    int64_t y = top + (pair != NULL && event->guest == pair->b ? LANE : 0), height = pair != NULL ? LANE : 2 * LANE;
    if (event->travel_out > 0) {
        put_road(out, event->first - (epic_date)event->travel_out, event->first - 1, y + 45, height - 90);
    }
    if (event->travel_back > 0) {
        put_road(out, event->last + 1, event->last + (epic_date)event->travel_back, y + 45, height - 90);
    }
}

/* Pointed at both ends; one that is narrow is a diamond. */
static void put_pointed(const chart *out, const char *fixed, int64_t left, int64_t top, int64_t width, int64_t height)
{
    int64_t point = width < 2 * MARK ? width / 2 : MARK / 2, right = left + width, middle = top + height / 2;
    const int64_t corners[6][2] = {{left, middle}, {left + point, top}, {right - point, top},
                                   {right, middle}, {right - point, top + height}, {left + point, top + height}};
    ep_putf(out->page->out, "<path class=\"due%s\" d=\"M", fixed);
    for (int i = 0; i < 6; i++) {
        ep_html_tenths(out->page, corners[i][0]);
        ep_put_char(out->page->out, ' ');
        ep_html_tenths(out->page, corners[i][1]);
        ep_put(out->page->out, i < 5 ? "L" : "z\"/>");
    }
}

static void put_shape(const chart *out, const box *of, int64_t top, int64_t height)
{
    const epic_event *event = of->event;
    const char *fixed = event->state == EPIC_CONFIRMED || event->state == EPIC_DONE ? " fixed" : "";
    bool online = event->mode == EPIC_MODE_ONLINE;
    if (event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE) {
        put_pointed(out, fixed, of->left - 15, top, of->right - of->left + 30, height);
        return;
    }
    ep_putf(out->page->out, "<rect class=\"%s%s\"", online ? "online" : "person", fixed);
    ep_html_length(out->page, "x", of->left);
    ep_html_length(out->page, "y", top);
    ep_html_length(out->page, "width", of->right - of->left);
    ep_html_length(out->page, "height", height);
    ep_put(out->page->out, online ? " rx=\"6\"/>" : " rx=\"1\"/>");
}

static void put_strike(const chart *out, const box *of, int64_t top, int64_t height)
{
    ep_put(out->page->out, "<path class=\"strike\" d=\"M");
    ep_html_tenths(out->page, of->left - 20);
    ep_put_char(out->page->out, ' ');
    ep_html_tenths(out->page, top + height);
    ep_put_char(out->page->out, 'L');
    ep_html_tenths(out->page, of->right + 20);
    ep_put_char(out->page->out, ' ');
    ep_html_tenths(out->page, top);
    ep_put(out->page->out, "\"/>");
}

static void put_event(const chart *out, const box *of, int64_t row)
{
    const epic_event *event = of->event;
    const ep_page *page = out->page;
    int64_t height = (2 * LANE - 20) / of->levels, top = row + 10 + of->level * height;
    bool online = event->mode == EPIC_MODE_ONLINE || event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE;
    ep_html_in(page, "<g><title>", ep_view_days(&out->page->view, event), ": ");
    ep_html_in(page, "", event->title, ", ");
    ep_html_in(page, "", epic_state_word(event->state), "</title>");
    put_roads(out, of, row);
    put_shape(out, of, top + 5, height - 10);
    ep_put(page->out, online ? "<text class=\"mark dark\"" : "<text class=\"mark\"");
    ep_html_length(page, "x", (of->left + of->right) / 2);
    ep_html_length(page, "y", top + height / 2 + 34);
    ep_html_say(page, ">", (ep_say)(EP_SAY_MARK + (int)event->kind), "</text>");
    if (event->state == EPIC_CANCELLED) {
        put_strike(out, of, top + 5, height - 10);
    }
    ep_put(page->out, "</g>\n");
}

static void put_boxes(const chart *out, int64_t top)
{
    for (size_t i = 0; i < out->box_count; i++) {
        put_event(out, &out->boxes[i], top);
    }
}

/* A row that has nothing in this picture is not in it. */
static bool put_row(chart *out, size_t number, size_t pair, int64_t top)
{
    collect(out, pair);
    if (out->box_count == 0) {
        return false;
    }
    if (pair == EPIC_NONE) {
        put_label(out, "row", 60, top + LANE + 40, ep_saying(EP_SAY_JOINT));
        put_lane(out, EPIC_NONE, top, 2 * LANE);
    } else {
        const epic_pair *of = &out->page->view.pairs[pair];
        put_label(out, "no", 110, top + LANE + 40, ep_html_digits(out->page, number));
        put_label(out, "row", 240, top + 118, ep_view_name(&out->page->view, of->a));
        put_label(out, "row", 240, top + LANE + 118, ep_view_name(&out->page->view, of->b));
        put_lane(out, of->a, top, LANE - 5);
        put_lane(out, of->b, top + LANE + 5, LANE - 5);
    }
    put_boxes(out, top);
    return true;
}

static size_t count_rows(const chart *out)
{
    size_t count = 0;
    for (size_t row = 0; row <= out->page->pair_count; row++) {
        size_t pair = row == 0 ? EPIC_NONE : out->page->pairs[row - 1];
        bool any = false;
        for (size_t i = 0; i < out->page->event_count && !any; i++) {
            any = out->page->events[i]->pair == pair && is_here(out, out->page->events[i]);
        }
        count += any;
    }
    return count;
}

/* ---- the frame ---- */

static void put_upright(const chart *out, const char *class, int64_t x, int64_t top, int64_t bottom)
{
    ep_putf(out->page->out, "<line class=\"%s\"", class);
    ep_html_length(out->page, "x1", x);
    ep_html_length(out->page, "x2", x);
    ep_html_length(out->page, "y1", top);
    ep_html_length(out->page, "y2", bottom);
    ep_put(out->page->out, "/>\n");
}

static void put_months(const chart *out, int64_t bottom)
{
    int year, month, shown = 0;
    for (epic_date date = out->first, next; date <= out->last; date = next) {
        next = month_after(date);
        int64_t left = x_of(out, date), right = x_of(out, next > out->last ? out->last + 1 : next);
        epic_date_parts(date, &year, &month, NULL);
        put_upright(out, shown != year ? "year" : "month", left, shown != year ? 0 : 180, bottom);
        if (shown != year) {
            put_label(out, "year", left + 40, 140, ep_html_digits(out->page, (size_t)year));
            shown = year;
        }
        if (right - left > 240) {
            put_label(out, "month", (left + right) / 2, 320, ep_saying((ep_say)(EP_SAY_MONTH_SHORT + month - 1)));
        }
    }
}

static void put_today(const chart *out, int64_t bottom)
{
    epic_date today = out->page->view.info->today;
    if (today >= out->first && today <= out->last) {
        int64_t x = x_of(out, today);
        put_upright(out, "today", x, 150, bottom);
        put_label(out, "today", x, 130, ep_saying(EP_SAY_TODAY));
    }
}

static void put_chart(chart *out)
{
    ep_page *page = out->page;
    int64_t rows = (int64_t)count_rows(out), bottom = HEAD + rows * ROW, top = HEAD;
    char name[40];
    int from, to;
    if (rows == 0) {
        return;
    }
    epic_date_parts(out->first, &from, NULL, NULL);
    epic_date_parts(out->last, &to, NULL, NULL);
    const char *years = from == to ? ep_html_digits(page, (size_t)from)
                                   : ep_arena_printf(page->view.arena, "%d\u2013%d", from, to);
    page->view.status = years == NULL ? EPIC_ENOMEM : page->view.status;
    snprintf(name, sizeof name, "lanes-name-%zu", out->part);
    ep_html_scroll(page, "lanes", name);
    ep_html_picture(page, "lanes", out->part, WIDTH / 10, (int)(bottom / 10));
    ep_putf(page->out, "<title id=\"lanes-name-%zu\">", out->part);
    ep_html_fill(page, "", EP_SAY_TIMELINE_TITLE, "</title>", {"year", years != NULL ? years : ""});
    ep_putf(page->out, "<desc id=\"lanes-what-%zu\">", out->part);
    ep_html_say(page, "", EP_SAY_TIMELINE_DESCRIPTION, "</desc>\n");
    put_months(out, bottom);
    for (size_t row = 0; row <= page->pair_count; row++) {
        top += put_row(out, row, row == 0 ? EPIC_NONE : page->pairs[row - 1], top) ? ROW : 0;
    }
    put_today(out, bottom);
    ep_put(page->out, "</svg>\n</div>\n");
}

void ep_html_lanes(ep_page *page)
{
    const epic_programme_info *info = page->view.info;
    int from, first_month, to, last_month;
    epic_date_parts(info->starts, &from, &first_month, NULL);
    epic_date_parts(info->ends, &to, &last_month, NULL);
    bool one = 12 * (to - from) + last_month - first_month < ONE_PICTURE;
    chart out = {.page = page, .boxes = ep_arena_array_of(page->view.arena, page->event_count, box)};
    if (out.boxes == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    out.days = one ? (int64_t)info->ends - info->starts + 1 : 366;
    for (int year = from; year <= (one ? from : to); year++) {
        epic_date january = epic_date_make(year, 1, 1), december = epic_date_make(year, 12, 31);
        out.first = one || january < info->starts ? info->starts : january;
        out.last = one || december > info->ends ? info->ends : december;
        out.part++;
        put_chart(&out);
    }
}
