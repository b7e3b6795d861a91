/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs, and what each city learns. */
#include <math.h>

#include <epic/pair.h>

#include "html.h"
#include "paint.h"

#define SHARES_SHOWN 3 /* of a large programme */

static void put_share(const ep_page *page, const epic_term *term, bool drawn)
{
    ep_html_in(page, "<li><span>", ep_domain_title(page->view.scores, term->domain), "</span> ");
    if (drawn) {
        ep_put(page->out, "<meter min=\"0\" max=\"1\" value=\"");
        ep_put_fixed(page->out, term->share, 4);
        ep_put(page->out, "\" aria-hidden=\"true\"></meter> ");
    }
    ep_put(page->out, "<span class=\"number\">");
    ep_put_percent(page->out, term->share);
    ep_put(page->out, "</span></li>");
}

static void put_shares(ep_page *page, size_t guest, size_t host)
{
    const epic_term *terms;
    size_t count = ep_view_terms(&page->view, guest, host, &terms);
    size_t shown = page->large && count > SHARES_SHOWN ? SHARES_SHOWN : count;
    ep_html_cell(page, "", EP_SAY_BY_DOMAIN);
    if (count == 0) {
        ep_html_say(page, "", EP_SAY_NO_SHARE, "");
    }
    ep_put(page->out, count == 0 ? "" : page->large ? "<ul class=\"brief\">" : "<ul class=\"shares\">");
    for (size_t i = 0; i < shown; i++) {
        put_share(page, &terms[i], !page->large);
    }
    ep_put(page->out, count == 0 ? "</td></tr>\n" : "</ul></td></tr>\n");
}

static void put_need_met(ep_page *page, size_t guest, size_t host)
{
    ep_html_cell(page, "number", EP_SAY_NEED_MET);
    ep_put_percent(page->out, epic_scores_benefit(page->view.scores, guest, host));
    ep_put(page->out, "</td>");
    put_shares(page, guest, host);
}

static void put_learning(ep_page *page, size_t guest, size_t host)
{
    ep_html_cell(page, "", EP_SAY_LEARNS);
    ep_html_name(page, guest);
    ep_html_say(page, " <span class=\"note\">", EP_SAY_FROM, " ");
    ep_html_name(page, host);
    ep_put(page->out, "</span></td>");
    put_need_met(page, guest, host);
}

static void put_note(const ep_page *page, ep_say id)
{
    ep_html_say(page, "<span class=\"note\">", id, "</span>");
}

/* What is said of a pair below its name. */
static void put_notes(ep_page *page, const epic_pair *pair)
{
    double km = epic_pair_km(page->view.programme, pair->a, pair->b);
    if (!isnan(km)) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_APART, "</span>",
                     {"km", ep_html_digits(page, (size_t)(km + 0.5))});
    }
    if (epic_programme_rules(page->view.programme)->rounds > 1) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_ROUND, "</span>", {"round", ep_html_digits(page, pair->round)});
    }
    if (pair->pinned) {
        put_note(page, EP_SAY_PINNED);
    }
    if (pair->triad) {
        put_note(page, EP_SAY_TRIAD);
    }
}

static void put_pair(ep_page *page, size_t i)
{
    const epic_pair *pair = &page->view.pairs[page->pairs[i]];
    const char *rows = page->view.mutual ? " rowspan=\"2\"" : "";
    ep_putf(page->out, "<tbody>\n<tr><th scope=\"rowgroup\"%s><span class=\"no\">%zu</span> ", rows, i + 1);
    ep_html_pair(page, page->pairs[i]);
    put_notes(page, pair);
    ep_putf(page->out, "</th><td class=\"number\"%s", rows);
    ep_html_say(page, " data-label=\"", EP_SAY_VALUE, "\">");
    ep_put_fixed(page->out, pair->value, 2);
    ep_put(page->out, "</td>");
    put_learning(page, pair->a, pair->b);
    if (page->view.mutual) {
        ep_put(page->out, "<tr>");
        put_learning(page, pair->b, pair->a);
    }
    ep_put(page->out, "</tbody>\n");
}

static void put_unpaired(const ep_page *page)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(page->view.pairing, &count);
    bool open = false;
    for (size_t i = 0; i < count; i++) {
        if (page->city != EPIC_NONE && page->city != unpaired[i].city) {
            continue;
        }
        if (!open) {
            ep_html_say(page, "<h3>", EP_SAY_UNPAIRED, "</h3>\n<ul>\n");
            open = true;
        }
        ep_put(page->out, "<li><span class=\"warn\">");
        ep_html_name(page, unpaired[i].city);
        ep_html_in(page, "</span>: ", unpaired[i].why, "</li>\n");
    }
    ep_put(page->out, open ? "</ul>\n" : "");
}

static void put_all(ep_page *page)
{
    ep_html_section(page, "pairs", EP_SAY_PAIRS);
    ep_html_columns(page, EP_SAY_PAIRS_CAPTION, EP_SAY_PAIR, EP_SAY_VALUE, EP_SAY_WHO_LEARNS, EP_SAY_NEED_MET, EP_SAY_BY_DOMAIN);
    for (size_t i = 0; i < page->pair_count; i++) {
        put_pair(page, i);
    }
    if (page->pair_count == 0) {
        ep_html_say(page, "<tbody><tr><td colspan=\"5\">", EP_SAY_NO_PAIR, "</td></tr></tbody>\n");
    }
    ep_put(page->out, "</table>\n");
}

/* ---- of one city ---- */

static void put_partner(ep_page *page, size_t i)
{
    const epic_pair *pair = &page->view.pairs[page->pairs[i]];
    bool first = pair->a == page->city;
    size_t other = first ? pair->b : pair->a;
    ep_putf(page->out, "<tr><th scope=\"row\"><span class=\"no\">%zu</span> ", i + 1);
    ep_html_name(page, other);
    put_note(page, page->view.mutual ? EP_SAY_YOUR_PARTNER : first ? EP_SAY_YOUR_HOST : EP_SAY_YOUR_GUEST);
    put_notes(page, pair);
    ep_put(page->out, "</th>");
    if (first || page->view.mutual) {
        put_need_met(page, page->city, other);
        return;
    }
    ep_put(page->out, "<td></td><td>");
    ep_html_fill(page, "", EP_SAY_TEACHES, "</td></tr>\n", {"city", ep_view_name(&page->view, page->city)});
}

static void put_partners(ep_page *page)
{
    static const ep_say columns[] = {EP_SAY_PARTNER, EP_SAY_NEED_MET, EP_SAY_BY_DOMAIN};
    ep_html_section(page, "pairs", EP_SAY_YOUR_PAIRS);
    if (page->pair_count > 0) {
        ep_html_fill(page, "<table>\n<caption>", EP_SAY_YOUR_PAIRS_CAPTION, "</caption>\n<thead><tr>",
                     {"city", ep_view_name(&page->view, page->city)});
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
            ep_html_say(page, "<th scope=\"col\">", columns[i], "</th>");
        }
        ep_put(page->out, "</tr></thead>\n<tbody>\n");
    }
    for (size_t i = 0; i < page->pair_count; i++) {
        put_partner(page, i);
    }
    ep_put(page->out, page->pair_count > 0 ? "</tbody>\n</table>\n" : "");
}

void ep_html_pairs(ep_page *page)
{
    if (page->city == EPIC_NONE) {
        put_all(page);
    } else {
        put_partners(page);
    }
    put_unpaired(page);
    ep_put(page->out, "</section>\n");
}
