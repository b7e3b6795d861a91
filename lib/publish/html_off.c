/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days on which somebody cannot: what shades the lanes of the timeline, and the table of the same. */
#include <stdlib.h>
#include <string.h>

#include "html.h"

#define MOST 2000 /* rows; then whole kinds are left out, the least telling first */

static size_t count_all(const ep_page *page)
{
    const epic_calendars *calendars = epic_plan_calendars(page->view.plan);
    size_t count = epic_programme_blocks(page->view.programme);
    for (size_t i = 0; i < epic_programme_cities(page->view.programme); i++) {
        count += epic_programme_city(page->view.programme, i)->unavailable_count;
    }
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_busy *busy = epic_calendars_get(calendars, i)->busy;
        count += epic_busy_times(busy, EPIC_BUSY_FIRM) + epic_busy_times(busy, EPIC_BUSY_TENTATIVE);
    }
    return count;
}

static void add(ep_page *page, ep_off off)
{
    const epic_programme_info *info = page->view.info;
    off.first = off.first < info->starts ? info->starts : off.first;
    off.last = off.last > info->ends ? info->ends : off.last;
    if (off.first <= off.last) {
        page->offs[page->off_count++] = off;
    }
}

static void add_stated(ep_page *page)
{
    const epic_programme *programme = page->view.programme;
    for (size_t i = 0; i < epic_programme_blocks(programme); i++) {
        const epic_blocked *block = epic_programme_block(programme, i);
        const epic_period *days = &block->period;
        if (page->city != EPIC_NONE && block->city != EPIC_NONE && block->city != page->city) {
            continue;
        }
        add(page, (ep_off){EP_OFF_BLOCKED, block->city, days->from, days->to, days->why, block});
    }
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        const epic_city *city = epic_programme_city(programme, i);
        bool told = page->city == EPIC_NONE || page->city == i; /* why somebody is absent is nobody else's business */
        for (size_t k = 0; k < city->unavailable_count && told; k++) {
            const epic_period *days = &city->unavailable[k];
            add(page, (ep_off){EP_OFF_AWAY, i, days->from, days->to, days->why, NULL});
        }
    }
}

static void add_times(ep_page *page, const epic_calendar *calendar, epic_busy_class which)
{
    const char *zone = epic_programme_city(page->view.programme, calendar->city)->timezone;
    static const ep_off_kind kinds[] = {EP_OFF_HOLIDAY, EP_OFF_BUSY, EP_OFF_AVOID}; /* by epic_calendar_use */
    ep_off_kind kind = which == EPIC_BUSY_FIRM ? kinds[calendar->use] : EP_OFF_MAYBE;
    for (size_t i = 0; i < epic_busy_times(calendar->busy, which); i++) {
        const epic_busy_time *time = epic_busy_time_at(calendar->busy, which, i);
        epic_date first = ep_view_local(&page->view, zone, time->start).date;
        epic_date last = ep_view_local(&page->view, zone, time->end - 1).date;
        add(page, (ep_off){kind, calendar->city, first, last, time->name, NULL});
    }
}

static void add_calendars(ep_page *page)
{
    const epic_calendars *calendars = epic_plan_calendars(page->view.plan);
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        bool own = page->city == EPIC_NONE || page->city == calendar->city;
        if (page->cities[calendar->city] && (own || calendar->use == EPIC_USE_HOLIDAYS)) {
            add_times(page, calendar, EPIC_BUSY_FIRM);
            add_times(page, calendar, EPIC_BUSY_TENTATIVE);
        }
    }
}

/* Nothing stands before something. */
static int compare_texts(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

/* Never by where they stand in the file. */
static int compare_blocks(const epic_blocked *a, const epic_blocked *b)
{
    int order = compare_texts(a->country, b->country), any = (int)a->any_mode - (int)b->any_mode;
    return order != 0 ? order : any != 0 ? any : (int)a->mode - (int)b->mode;
}

static int by_city(const void *left, const void *right)
{
    const ep_off *a = left, *b = right;
    if (a->city != b->city) {
        return a->city < b->city ? -1 : 1;
    }
    if (a->kind != b->kind) {
        return a->kind < b->kind ? -1 : 1;
    }
    if (a->first != b->first || a->last != b->last) {
        return a->first < b->first || (a->first == b->first && a->last < b->last) ? -1 : 1;
    }
    int order = compare_texts(a->why, b->why);
    return order != 0 || a->block == NULL || b->block == NULL ? order : compare_blocks(a->block, b->block);
}

static bool same_reason(const ep_off *a, const ep_off *b)
{
    bool named = a->why != NULL && b->why != NULL;
    return a->city == b->city && a->kind == b->kind && a->block == b->block &&
           (named ? strcmp(a->why, b->why) == 0 : a->why == b->why);
}

/* Days that follow each other for one reason become one. */
static void merge(ep_page *page)
{
    size_t kept = 0;
    for (size_t i = 0; i < page->off_count; i++) {
        ep_off *off = &page->offs[i], *before = kept > 0 ? &page->offs[kept - 1] : NULL;
        if (before != NULL && same_reason(before, off) && off->first <= before->last + 1) {
            before->last = off->last > before->last ? off->last : before->last;
        } else {
            page->offs[kept++] = *off;
        }
    }
    page->off_count = kept;
}

static void leave_out(ep_page *page, ep_off_kind kind)
{
    size_t kept = 0;
    for (size_t i = 0; i < page->off_count; i++) {
        if (page->offs[i].kind != kind) {
            page->offs[kept++] = page->offs[i];
        }
    }
    page->off_left_out += page->off_count - kept;
    page->off_count = kept;
}

void ep_page_offs(ep_page *page)
{
    page->offs = ep_arena_array_of(page->view.arena, count_all(page), ep_off);
    if (page->offs == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    add_stated(page);
    add_calendars(page);
    qsort(page->offs, page->off_count, sizeof *page->offs, by_city);
    merge(page);
    for (int kind = EP_OFF_AVOID; kind > EP_OFF_BLOCKED && page->off_count > MOST; kind--) {
        leave_out(page, (ep_off_kind)kind);
    }
}

/* ---- the table ---- */

static void put_who(const ep_page *page, const ep_off *off)
{
    ep_put(page->out, "<tr><th scope=\"row\">");
    if (off->city != EPIC_NONE) {
        ep_html_name(page, off->city);
    } else if (off->block->country != NULL) {
        ep_html_text(page, off->block->country);
    } else {
        ep_html_say(page, "", EP_SAY_EVERYBODY, "");
    }
    ep_put(page->out, "</th>");
}

static void put_off(ep_page *page, const ep_off *off)
{
    const char *what = ep_saying((ep_say)(EP_SAY_OFF + (int)off->kind));
    put_who(page, off);
    ep_html_cell(page, "when", EP_SAY_DAYS);
    ep_html_day(page, off->first);
    if (off->last > off->first) {
        ep_html_say(page, " ", EP_SAY_TO, " ");
        ep_html_day(page, off->last);
    }
    ep_put(page->out, "</td>");
    ep_html_cell(page, "", EP_SAY_WHAT);
    if (off->block != NULL && !off->block->any_mode) {
        ep_html_fill(page, "", EP_SAY_OF_MODE, "", {"what", what}, {"mode", epic_mode_word(off->block->mode)});
    } else {
        ep_html_text(page, what);
    }
    ep_html_in(page, off->why != NULL ? " <span class=\"note\">" : "", off->why != NULL ? off->why : "",
               off->why != NULL ? "</span></td></tr>\n" : "</td></tr>\n");
}

void ep_html_offs(ep_page *page)
{
    bool busy = false;
    if (page->off_count > 0) {
        ep_html_fill(page, "<details>\n<summary>", EP_SAY_OFF_SUMMARY, "</summary>\n",
                     {"count", ep_html_digits(page, page->off_count)});
        ep_html_columns(page, EP_SAY_OFF_CAPTION, EP_SAY_WHO, EP_SAY_DAYS, EP_SAY_WHAT);
        ep_put(page->out, "<tbody>\n");
        for (size_t i = 0; i < page->off_count; i++) {
            put_off(page, &page->offs[i]);
            busy = busy || page->offs[i].kind >= EP_OFF_BUSY;
        }
        ep_put(page->out, "</tbody>\n</table>\n</details>\n");
    }
    if (busy) {
        ep_html_say(page, "<p class=\"note\">", EP_SAY_BUSY_NOTE, "</p>\n");
    }
    if (page->off_left_out > 0) {
        ep_html_fill(page, "<p class=\"note\">", EP_SAY_OFF_LEFT_OUT, "</p>\n",
                     {"count", ep_html_digits(page, page->off_left_out)});
    }
}
