/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How good the plan is, which calendars it was made by, and how to read the page. */
#include <epic/pair.h>

#include "html.h"
#include "number.h"

#define NOTES_SHOWN 5 /* of a calendar */

/* ---- proof ---- */

static void put_pairs(ep_page *page)
{
    static const ep_say proved[] = {[EPIC_PREFER_VALUE] = EP_SAY_PAIRS_PROVED,
                                    [EPIC_PREFER_PARTICIPATION] = EP_SAY_PAIRS_PROVED_PARTICIPATION,
                                    [EPIC_PREFER_FAIRNESS] = EP_SAY_PAIRS_PROVED_FAIRNESS};
    const epic_pairing *pairing = page->view.pairing;
    double total = epic_pairing_total(pairing), bound = epic_pairing_bound(pairing);
    ep_say id = epic_pairing_proved(pairing) ? proved[epic_pairing_prefer(pairing)] : EP_SAY_PAIRS_OPEN;
    char sum[EP_NUMBER_ROOM], most[EP_NUMBER_ROOM], gap[EP_NUMBER_ROOM];
    ep_html_fill(page, "<dd>", id, "</dd>\n", {"total", ep_format_fixed(total, 2, sum)},
                 {"bound", ep_format_fixed(bound, 2, most)},
                 {"gap", ep_format_fixed(total > 0 ? 100 * (bound - total) / total : 0, 1, gap)});
}

static void put_dates(ep_page *page)
{
    const epic_plan *plan = page->view.plan;
    size_t dated = epic_plan_events(plan), open = epic_plan_unscheduled(plan);
    double gap = epic_plan_gap(plan);
    size_t more = gap < 1 ? (size_t)((double)dated * gap / (1 - gap) + 0.5) : open;
    ep_html_fill(page, "<dd>", epic_plan_proved(plan) ? EP_SAY_DATES_PROVED : EP_SAY_DATES_OPEN, "</dd>\n",
                 {"dated", ep_view_count(&page->view, dated, "event", "events")}, {"open", ep_html_digits(page, open)},
                 {"more", ep_html_digits(page, more < open ? more : open)});
}

void ep_html_proof(ep_page *page)
{
    ep_html_section(page, "proof", page->view.plan != NULL ? EP_SAY_PROOF : EP_SAY_PROOF_OF_PAIRING);
    ep_html_say(page, "<dl class=\"words\">\n<dt>", EP_SAY_PROOF_PAIRS, "</dt>");
    put_pairs(page);
    if (page->view.plan != NULL) {
        ep_html_say(page, "<dt>", EP_SAY_PROOF_DATES, "</dt>");
        put_dates(page);
    }
    ep_put(page->out, "</dl>\n</section>\n");
}

/* ---- calendars ---- */

static bool is_shown(const ep_page *page, const epic_calendar *calendar)
{
    return page->city == EPIC_NONE || page->city == calendar->city;
}

/* How many were skipped, and what was wrong with the first of them. */
static void put_skipped(ep_page *page, const epic_calendar *calendar, size_t skipped)
{
    size_t shown = 0;
    const epic_busy_note *note;
    ep_html_cell(page, "", EP_SAY_SKIPPED);
    if (skipped == 0) {
        ep_html_say(page, "", EP_SAY_NONE_SKIPPED, "</td></tr>\n");
        return;
    }
    ep_putf(page->out, "<span class=\"warn\">%zu</span>", skipped);
    for (size_t i = 0; (note = epic_busy_note_at(calendar->busy, i)) != NULL && shown < NOTES_SHOWN; i++) {
        if (note->skipped) {
            ep_html_fill(page, "<span class=\"note\">", EP_SAY_LINE, "</span>", {"line", ep_html_digits(page, note->line)},
                         {"words", note->words});
            shown++;
        }
    }
    if (skipped > shown) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_MORE, "</span>", {"count", ep_html_digits(page, skipped - shown)});
    }
    ep_put(page->out, "</td></tr>\n");
}

static void put_calendar(ep_page *page, const epic_calendar *calendar)
{
    const epic_busy_report *report = epic_busy_get(calendar->busy);
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_name(page, calendar->city);
    ep_put(page->out, "</th>");
    ep_html_cell(page, "", EP_SAY_KIND);
    ep_html_say(page, "", (ep_say)(EP_SAY_HOLIDAYS + (int)calendar->use), "</td>");
    ep_html_cell(page, "", EP_SAY_FILE);
    ep_html_in(page, "", calendar->file, "</td>");
    ep_html_cell(page, "number", EP_SAY_USED);
    ep_putf(page->out, "%zu</td>", report->events - report->skipped);
    put_skipped(page, calendar, report->skipped);
}

bool ep_html_has_calendars(const ep_page *page)
{
    const epic_calendars *calendars = epic_plan_calendars(page->view.plan);
    bool any = false;
    for (size_t i = 0; i < epic_calendars_count(calendars) && !any; i++) {
        any = is_shown(page, epic_calendars_get(calendars, i));
    }
    return any;
}

void ep_html_calendars(ep_page *page)
{
    const epic_calendars *calendars = epic_plan_calendars(page->view.plan);
    ep_html_section(page, "calendars", EP_SAY_CALENDARS);
    ep_html_columns(page, EP_SAY_CALENDARS_CAPTION, EP_SAY_CITY, EP_SAY_KIND, EP_SAY_FILE, EP_SAY_USED, EP_SAY_SKIPPED);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < epic_calendars_count(calendars); i++) {
        const epic_calendar *calendar = epic_calendars_get(calendars, i);
        if (is_shown(page, calendar)) {
            put_calendar(page, calendar);
        }
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

/* ---- reading ---- */

static void put_word(const ep_page *page, ep_say word, ep_say meaning)
{
    ep_html_say(page, "<dt>", word, "</dt>");
    ep_html_say(page, "<dd>", meaning, "</dd>\n");
}

void ep_html_reading(ep_page *page)
{
    ep_html_section(page, "reading", EP_SAY_READING);
    ep_put(page->out, "<dl class=\"words\">\n");
    put_word(page, EP_SAY_NEED_MET, EP_SAY_READING_NEED);
    if (page->city == EPIC_NONE) {
        put_word(page, EP_SAY_VALUE, EP_SAY_READING_VALUE);
    }
    if (page->view.plan != NULL) {
        put_word(page, EP_SAY_TIMES, EP_SAY_READING_TIMES);
        put_word(page, EP_SAY_STATUS, EP_SAY_READING_STATUS);
    }
    ep_put(page->out, "</dl>\n</section>\n");
}
