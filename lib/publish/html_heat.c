/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who could learn how much from whom: a table whose cells are the darker the more, or of many cities the best of each. */
#include <epic/pair.h>

#include "html.h"
#include "paint.h"

#define MATRIX_MOST 30 /* cities */
#define ROWS_MOST 2000
#define BEST 3
#define BEST_OF_OWN 10

static unsigned per_cent(double share)
{
    return (unsigned)(100 * share + 0.5);
}

static double find_most(const ep_page *page)
{
    double most = 0.01;
    size_t count = epic_programme_cities(page->view.programme);
    for (size_t guest = 0; guest < count; guest++) {
        for (size_t host = 0; host < count; host++) {
            double benefit = epic_scores_benefit(page->view.scores, guest, host);
            most = benefit > most ? benefit : most;
        }
    }
    return most;
}

/* The darkest are those near `most`. */
static void put_cell(ep_page *page, size_t guest, size_t host, double most)
{
    bool pair = ep_page_are_pair(page, guest, host);
    if (guest == host) {
        ep_put(page->out, "<td class=\"self\"></td>");
        return;
    }
    epic_rule rule = epic_pair_rule(page->view.scores, guest, host);
    if (rule != EPIC_ALLOWED && !pair) {
        ep_html_fill(page, "<td class=\"never\"><span aria-hidden=\"true\">\u2013</span><span class=\"heard\">", EP_SAY_FORBIDDEN,
                     "</span></td>", {"rule", epic_rule_words(rule)});
        return;
    }
    double benefit = epic_scores_benefit(page->view.scores, guest, host);
    ep_putf(page->out, "<td class=\"h%u%s\">%u", (unsigned)(9 * benefit / most + 0.5), pair ? " paired" : "", per_cent(benefit));
    if (pair) {
        ep_put(page->out, "<span class=\"pairing\" aria-hidden=\"true\">\u25c6</span>");
        ep_html_say(page, "<span class=\"heard\">, ", EP_SAY_ARE_PAIR, "</span>");
    }
    ep_put(page->out, "</td>");
}

static void put_matrix(ep_page *page)
{
    size_t count = epic_programme_cities(page->view.programme);
    double most = find_most(page);
    ep_html_say(page, "<p class=\"note\">", EP_SAY_BENEFIT_READ, "</p>\n");
    ep_html_scroll(page, "wide", "benefit-what");
    ep_html_say(page, "<table class=\"heat\">\n<caption id=\"benefit-what\">", EP_SAY_BENEFIT_CAPTION, "</caption>\n");
    ep_html_say(page, "<thead><tr><td>", EP_SAY_MATRIX_CORNER, "</td>");
    for (size_t host = 0; host < count; host++) {
        ep_put(page->out, "<th scope=\"col\"><span>");
        ep_html_name(page, host);
        ep_put(page->out, "</span></th>");
    }
    ep_put(page->out, "</tr></thead>\n<tbody>\n");
    for (size_t guest = 0; guest < count; guest++) {
        ep_put(page->out, "<tr><th scope=\"row\">");
        ep_html_name(page, guest);
        ep_put(page->out, "</th>");
        for (size_t host = 0; host < count; host++) {
            put_cell(page, guest, host, most);
        }
        ep_put(page->out, "</tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n</div>\n");
}

/* ---- the best of a row ---- */

typedef struct best {
    size_t city;
    double benefit;
} best;

/* The hosts from whom a city could learn most and may, equals by their order; returns how many. */
static size_t find_best(const ep_page *page, size_t guest, bool partners, best *list, size_t room)
{
    size_t count = 0;
    for (size_t host = 0; host < epic_programme_cities(page->view.programme); host++) {
        double benefit = epic_scores_benefit(page->view.scores, guest, host);
        bool better = count < room || benefit > list[room - 1].benefit;
        if (host == guest || !(benefit > 0) || !better || epic_pair_rule(page->view.scores, guest, host) != EPIC_ALLOWED ||
            (!partners && ep_page_are_pair(page, guest, host))) {
            continue;
        }
        size_t at = count < room ? count++ : room - 1;
        for (; at > 0 && list[at - 1].benefit < benefit; at--) {
            list[at] = list[at - 1];
        }
        list[at] = (best){host, benefit};
    }
    return count;
}

static void put_met(const ep_page *page, size_t host, double benefit, bool first)
{
    ep_put(page->out, first ? "" : ", ");
    ep_html_name(page, host);
    ep_put_char(page->out, ' ');
    ep_put_percent(page->out, benefit);
}

static void put_best(const ep_page *page, size_t guest)
{
    best list[BEST];
    size_t count = find_best(page, guest, false, list, BEST), partners = 0;
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_name(page, guest);
    ep_put(page->out, "</th>");
    ep_html_cell(page, "", EP_SAY_FROM_PARTNER);
    for (size_t i = 0; i < page->pair_count; i++) {
        const epic_pair *pair = &page->view.pairs[page->pairs[i]];
        if (pair->a == guest) {
            put_met(page, pair->b, pair->benefit_a, partners++ == 0);
        } else if (page->view.mutual && pair->b == guest) {
            put_met(page, pair->a, pair->benefit_b, partners++ == 0);
        }
    }
    ep_put(page->out, "</td>");
    ep_html_cell(page, "", EP_SAY_BEST_OTHERS);
    for (size_t i = 0; i < count; i++) {
        put_met(page, list[i].city, list[i].benefit, i == 0);
    }
    ep_put(page->out, "</td></tr>\n");
}

static void put_rows(const ep_page *page)
{
    ep_html_say(page, "<p class=\"note\">", EP_SAY_BENEFIT_BEST, "</p>\n");
    ep_html_columns(page, EP_SAY_BENEFIT_BEST_CAPTION, EP_SAY_CITY, EP_SAY_FROM_PARTNER, EP_SAY_BEST_OTHERS);
    ep_put(page->out, "<tbody>\n");
    for (size_t guest = 0; guest < epic_programme_cities(page->view.programme); guest++) {
        put_best(page, guest);
    }
    ep_put(page->out, "</tbody>\n</table>\n");
}

/* ---- of one city ---- */

static void put_own_row(const ep_page *page, size_t host, double benefit)
{
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_name(page, host);
    if (ep_page_are_pair(page, page->city, host)) {
        ep_html_say(page, " <span class=\"note\">\u25c6 ", EP_SAY_ARE_PAIR, "</span>");
    }
    ep_put(page->out, "</th>");
    ep_html_cell(page, "number", EP_SAY_NEED_MET);
    ep_put(page->out, "<div class=\"bar\"><meter min=\"0\" max=\"1\" value=\"");
    ep_put_fixed(page->out, benefit, 4);
    ep_put(page->out, "\" aria-hidden=\"true\"></meter> <span>");
    ep_put_percent(page->out, benefit);
    ep_put(page->out, "</span></div></td></tr>\n");
}

static bool is_listed(const best *list, size_t count, size_t city)
{
    bool listed = false;
    for (size_t i = 0; i < count; i++) {
        listed = listed || list[i].city == city;
    }
    return listed;
}

static void put_own(ep_page *page)
{
    best list[BEST_OF_OWN];
    size_t count = find_best(page, page->city, true, list, BEST_OF_OWN);
    ep_html_fill(page, "<section id=\"benefit\" aria-labelledby=\"benefit-title\">\n<h2 id=\"benefit-title\">",
                 EP_SAY_YOUR_BENEFIT, "</h2>\n", {"city", ep_view_name(&page->view, page->city)});
    ep_html_columns(page, EP_SAY_YOUR_BENEFIT_CAPTION, EP_SAY_CITY, EP_SAY_NEED_MET);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        put_own_row(page, list[i].city, list[i].benefit);
    }
    for (size_t host = 0; host < epic_programme_cities(page->view.programme); host++) {
        if (page->cities[host] && !is_listed(list, count, host) && ep_page_are_pair(page, page->city, host)) {
            put_own_row(page, host, epic_scores_benefit(page->view.scores, page->city, host));
        }
    }
    if (count == 0) {
        ep_html_say(page, "<tr><td colspan=\"2\">", EP_SAY_NOBODY, "</td></tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

void ep_html_benefit(ep_page *page)
{
    size_t count = epic_programme_cities(page->view.programme);
    if (page->city != EPIC_NONE) {
        put_own(page);
        return;
    }
    ep_html_section(page, "benefit", EP_SAY_BENEFIT);
    if (count <= MATRIX_MOST) {
        put_matrix(page);
    } else if (count <= ROWS_MOST) {
        put_rows(page);
    } else {
        ep_html_say(page, "<p>", EP_SAY_BENEFIT_NONE, "</p>\n");
    }
    ep_put(page->out, "</section>\n");
}
