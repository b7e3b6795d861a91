/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html: one page that needs nothing else, written so that readers of XML take it too. */
#include <string.h>

#include "paint.h"
#include "publishers.h"
#include "style.h"
#include "text.h"
#include "view.h"
#include "wishes.h"

typedef struct report {
    ep_view view;
    ep_writer *out;
} report;

/* Text; what no page can hold becomes a replacement character. */
static void put_text(const report *page, const char *text)
{
    size_t n = strlen(text), length;
    uint32_t c;
    for (size_t i = 0; i < n; i += length) {
        length = ep_utf8_decode(text + i, n - i, &c);
        if (length == 0 || ep_is_control(c) || (c & 0xFFFE) == 0xFFFE) {
            ep_put(page->out, "\xEF\xBF\xBD");
            length = length ? length : 1;
        } else {
            char piece[5] = "";
            memcpy(piece, text + i, length);
            ep_put_html(page->out, piece);
        }
    }
}

/* "<td class='state' ...>" and such, with text in it. */
static void put_in(const report *page, const char *open, const char *text, const char *close)
{
    ep_put(page->out, open);
    put_text(page, text);
    ep_put(page->out, close);
}

static void put_day(const report *page, epic_date date)
{
    char day[EP_DAY_ROOM];
    ep_day_text(date, day);
    ep_putf(page->out, "<time datetime=\"%s\">%s</time>", day + 4, day);
}

static void put_head(const report *page)
{
    ep_put(page->out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta "
                      "charset=\"utf-8\"/>\n"
                      "<meta name=\"generator\" content=\"libepic\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                      "base-uri 'none'; form-action 'none'\"/>\n");
    put_in(page, "<title>", page->view.info->title, "</title>\n<style>\n");
    ep_put(page->out, ep_style);
    ep_put(page->out, "</style>\n</head>\n<body>\n");
}

static bool counts_planned(const epic_programme_info *info)
{
    bool counts = false;
    for (size_t kind = 0; kind < EPIC_KINDS; kind++) {
        counts = counts || info->planned[kind] > 0;
    }
    return counts;
}

static void put_facts(report *page)
{
    ep_view *view = &page->view;
    put_in(page, "<header>\n<p class=\"kind\">Exchange plan</p>\n<h1>", view->info->title, "</h1>\n<dl class=\"facts\">\n");
    ep_put(page->out, "<div><dt>First day</dt><dd>");
    put_day(page, view->info->starts);
    ep_put(page->out, "</dd></div>\n<div><dt>Last day</dt><dd>");
    put_day(page, view->info->ends);
    ep_putf(page->out, "</dd></div>\n<div><dt>Cities</dt><dd>%zu</dd></div>\n<div><dt>Pairs</dt><dd>%zu</dd></div>\n",
            epic_programme_cities(view->programme), view->pair_count);
    ep_putf(page->out, "<div><dt>Events with a date</dt><dd>%zu</dd></div>\n<div><dt>Without a "
                       "date</dt><dd>%zu</dd></div>\n</dl>\n",
            epic_plan_events(view->plan), epic_plan_unscheduled(view->plan));
    ep_put(page->out, "<nav aria-label=\"Contents\"><ul><li><a href=\"#pairs\">Pairs</a></li><li><a "
                      "href=\"#dates\">Dates</a></li>");
    if (epic_plan_unscheduled(view->plan) > 0) {
        ep_put(page->out, "<li><a href=\"#open\">Without a date</a></li>");
    }
    if (counts_planned(view->info)) {
        ep_put(page->out, "<li><a href=\"#planned\">Planned and dated</a></li>");
    }
    ep_put(page->out, "<li><a href=\"#reading\">How to read this</a></li></ul></nav>\n</header>\n<main>\n");
}

static void put_shares(report *page, size_t guest, size_t host)
{
    const epic_term *terms;
    size_t count = ep_view_terms(&page->view, guest, host, &terms);
    ep_put(page->out, "<td data-label=\"By domain\">");
    ep_put(page->out, count ? "<ul class=\"shares\">" : "nothing: no need of it meets a strength");
    for (size_t i = 0; i < count; i++) {
        put_in(page, "<li><span>", ep_domain_title(page->view.scores, terms[i].domain), "</span> <meter min=\"0\" "
                     "max=\"1\" value=\"");
        ep_put_fixed(page->out, terms[i].share, 4);
        ep_put(page->out, "\" aria-hidden=\"true\"></meter> <span class=\"number\">");
        ep_put_percent(page->out, terms[i].share);
        ep_put(page->out, "</span></li>");
    }
    ep_put(page->out, count ? "</ul></td></tr>\n" : "</td></tr>\n");
}

static void put_learning(report *page, size_t guest, size_t host)
{
    put_in(page, "<td data-label=\"Learns\">", ep_view_name(&page->view, guest), "");
    put_in(page, " <span class=\"note\">from ", ep_view_name(&page->view, host), "</span></td><td class=\"number\" "
                 "data-label=\"Need met\">");
    ep_put_percent(page->out, epic_scores_benefit(page->view.scores, guest, host));
    ep_put(page->out, "</td>");
    put_shares(page, guest, host);
}

static void put_pair(report *page, size_t i)
{
    const epic_pair *pair = &page->view.pairs[i];
    const char *rows = page->view.mutual ? " rowspan=\"2\"" : "";
    ep_putf(page->out, "<tbody>\n<tr><th scope=\"rowgroup\"%s>", rows);
    put_text(page, ep_view_pair(&page->view, i));
    ep_put(page->out, pair->pinned ? "<span class=\"note\">pinned in the programme</span>" : "");
    ep_putf(page->out, "</th><td class=\"number\" data-label=\"Value\"%s>", rows);
    ep_put_fixed(page->out, pair->value, 2);
    ep_put(page->out, "</td>");
    put_learning(page, pair->a, pair->b);
    if (page->view.mutual) {
        ep_put(page->out, "<tr>");
        put_learning(page, pair->b, pair->a);
    }
    ep_put(page->out, "</tbody>\n");
}

static void put_pairs(report *page)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(page->view.pairing, &count);
    ep_put(page->out, "<section id=\"pairs\">\n<h2>Pairs</h2>\n<table>\n<caption>Which cities exchange, and what each "
                      "can learn from the other</caption>\n"
                      "<thead><tr><th scope=\"col\">Pair</th><th scope=\"col\">Value</th><th scope=\"col\">Who learns</th>"
                      "<th scope=\"col\">Need met</th><th scope=\"col\">By domain</th></tr></thead>\n");
    for (size_t i = 0; i < page->view.pair_count; i++) {
        put_pair(page, i);
    }
    ep_put(page->out, page->view.pair_count ? "</table>\n" : "<tbody><tr><td colspan=\"5\">No pair was "
                                              "made.</td></tr></tbody></table>\n");
    ep_put(page->out, count ? "<h3>Cities without a partner</h3>\n<ul>\n" : "");
    for (size_t i = 0; i < count; i++) {
        put_in(page, "<li><span class=\"warn\">", ep_view_name(&page->view, unpaired[i].city), "</span>: ");
        put_in(page, "", unpaired[i].why, "</li>\n");
    }
    ep_put(page->out, count ? "</ul>\n</section>\n" : "</section>\n");
}

static void put_times(report *page, const epic_event *event)
{
    ep_wall walls[EP_WALLS];
    size_t count = ep_view_clocks(&page->view, event, walls, EP_WALLS);
    ep_put(page->out, "<td class=\"number\" data-label=\"Time\">");
    for (size_t i = 0; i < count; i++) {
        const char *wall = ep_view_wall(&page->view, &walls[i], event->first);
        put_in(page, i ? ", <span class=\"clock\">" : "<span class=\"clock\">", wall, "</span>");
    }
    ep_put(page->out, "</td>");
}

static void put_when(report *page, const epic_event *event)
{
    ep_put(page->out, "<tr><th class=\"when\" scope=\"row\">");
    put_day(page, event->first);
    if (event->all_day && event->last > event->first) {
        ep_put(page->out, "<br/>to ");
        put_day(page, event->last);
    }
    if (event->travel_out + event->travel_back > 0) {
        ep_putf(page->out, "<span class=\"note\">travel: %u before, %u after</span>", (unsigned)event->travel_out,
                (unsigned)event->travel_back);
    }
    ep_put(page->out, "</th>");
    put_times(page, event);
}

static void put_event(report *page, const epic_event *event)
{
    put_when(page, event);
    put_in(page, "<td>", event->title, "");
    if (event->pair == EPIC_NONE) {
        put_in(page, "<span class=\"note\">", ep_view_who(&page->view, event->cities, event->city_count), "</span>");
    }
    put_in(page, "<span class=\"note\">", event->why != NULL ? event->why : "", "</span></td>");
    put_in(page, "<td data-label=\"Place\">", ep_view_place(&page->view, event), "</td>");
    put_in(page, "<td data-label=\"Status\"><span class=\"state\">", epic_state_word(event->state), "</span></td></tr>\n");
}

static void put_dates(report *page)
{
    int shown = 0, year;
    size_t count = epic_plan_events(page->view.plan);
    ep_put(page->out, "<section id=\"dates\">\n<h2>Dates</h2>\n<table>\n<caption>All events in the order of their "
                      "dates, in local times</caption>\n"
                      "<thead><tr><th scope=\"col\">Date</th><th scope=\"col\">Time</th><th scope=\"col\">Event</th>"
                      "<th scope=\"col\">Place</th><th scope=\"col\">Status</th></tr></thead>\n");
    for (size_t i = 0; i < count; i++) {
        const epic_event *event = epic_plan_event(page->view.plan, i);
        epic_date_parts(event->first, &year, NULL, NULL);
        if (year != shown) {
            ep_putf(page->out, "%s<tbody>\n<tr class=\"year\"><th colspan=\"5\" scope=\"rowgroup\">%d</th></tr>\n",
                    i ? "</tbody>\n" : "", year);
            shown = year;
        }
        put_event(page, event);
    }
    ep_put(page->out, count ? "</tbody>\n" : "<tbody><tr><td colspan=\"5\">No event has a date.</td></tr></tbody>\n");
    ep_put(page->out, "</table>\n</section>\n");
}

static void put_unscheduled(report *page)
{
    size_t count = epic_plan_unscheduled(page->view.plan);
    if (count == 0) {
        return;
    }
    ep_put(page->out, "<section id=\"open\">\n<h2>Without a date</h2>\n<table>\n<caption>What found no date, and the "
                      "rules that left none</caption>\n"
                      "<thead><tr><th scope=\"col\">Event</th><th scope=\"col\">Why</th></tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        const epic_unscheduled *missing = epic_plan_unscheduled_at(page->view.plan, i);
        put_in(page, "<tr><th scope=\"row\">", ep_view_missing(&page->view, missing), "</th>");
        put_in(page, "<td>", missing->why, "</td></tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

static void put_wishes(report *page, const epic_ledger *issued)
{
    const char *const *lines;
    size_t count;
    if (ep_view_wishes(&page->view, issued, &lines, &count) != EPIC_OK) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    ep_put(page->out, count ? "<section id=\"wishes\">\n<h2>Wishes</h2>\n<ul>\n" : "");
    for (size_t i = 0; i < count; i++) {
        put_in(page, "<li>", lines[i], "</li>\n");
    }
    ep_put(page->out, count ? "</ul>\n</section>\n" : "");
}

static void put_planned(const report *page)
{
    if (!counts_planned(page->view.info)) {
        return;
    }
    ep_put(page->out, "<section id=\"planned\">\n<h2>Planned and dated</h2>\n<table>\n<caption>How many events the "
                      "programme counts on, and how many have a date</caption>\n<thead><tr><th scope=\"col\">Kind</th>"
                      "<th scope=\"col\">Planned</th><th scope=\"col\">Dated</th></tr></thead>\n<tbody>\n");
    for (size_t kind = 0; kind < EPIC_KINDS; kind++) {
        uint32_t planned = page->view.info->planned[kind];
        if (planned == 0) {
            continue;
        }
        size_t dated = epic_plan_dated(page->view.plan, (epic_kind)kind);
        ep_putf(page->out, "<tr><th scope=\"row\">%s</th><td class=\"number\" data-label=\"Planned\">%u</td>"
                           "<td class=\"number\" data-label=\"Dated\">%zu%s</td></tr>\n",
                epic_kind_word((epic_kind)kind), (unsigned)planned, dated,
                dated < planned ? " <span class=\"warn\">fewer than planned</span>" : "");
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

static void put_reading(const report *page, epic_instant issued_at)
{
    char date[11];
    int minute = (int)(issued_at % 86400) / 60;
    ep_put(page->out, "<section id=\"reading\">\n<h2>How to read this</h2>\n<dl class=\"words\">\n"
                      "<dt>Need met</dt><dd>The share of a city's weighted need that the other city can help with: "
                      "100 % would be all of it. The "
                      "domains add up to it, but for rounding.</dd>\n"
                      "<dt>Value</dt><dd>How well a pair fits, from 0 to 1, made of what is met on either side. The "
                      "pairs are those of the greatest "
                      "total value that the programme's rules allow.</dd>\n"
                      "<dt>Times</dt><dd>Local, with the abbreviation of the zone; where cities of an event have "
                      "other clocks, each is "
                      "given.</dd>\n"
                      "<dt>Status</dt><dd>proposed: found by libepic, not agreed yet; confirmed: fixed in the "
                      "programme; moved, online, cancelled: "
                      "changed since; done: past.</dd>\n</dl>\n</section>\n</main>\n");
    ep_putf(page->out, "<footer>Issued %s %02d:%02d UTC by libepic. The dates are in calendars/ beside this page, for "
                       "any calendar program.</footer>\n"
                       "</body>\n</html>\n",
            epic_date_write((epic_date)(issued_at / 86400), date), minute / 60, minute % 60);
}

int ep_publish_html(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    report page = {.out = writer};
    int status = ep_view_open(&page.view, plan, diags);
    if (status != EPIC_OK) {
        return status;
    }
    put_head(&page);
    put_facts(&page);
    put_pairs(&page);
    put_dates(&page);
    put_unscheduled(&page);
    put_wishes(&page, options->ledger);
    put_planned(&page);
    put_reading(&page, options->issued_at);
    return ep_view_close(&page.view);
}
