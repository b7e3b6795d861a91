/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the visits cost, by pair and by the city whose people travel. */
#include <math.h>

#include <epic/pair.h>

#include "html.h"

/* Whether people travel to it. */
static bool is_visit(const epic_event *event)
{
    bool visit = event->pair != EPIC_NONE && (event->kind == EPIC_VISIT || event->kind == EPIC_REPLY);
    return visit && event->mode != EPIC_MODE_ONLINE && event->state != EPIC_CANCELLED;
}

static double cost_of(const ep_page *page, const epic_event *event)
{
    return epic_step_cost(page->view.programme, event->source, event->guest, event->host);
}

static void put_cost(ep_page *page, ep_say label, double cost)
{
    ep_html_cell(page, "number", label);
    if (isnan(cost)) {
        ep_html_say(page, "", EP_SAY_COST_UNKNOWN, "");
    } else {
        ep_html_text(page, ep_html_euro(page, cost));
    }
    ep_put(page->out, "</td>");
}

static void put_sum(ep_page *page, const char *empty, ep_say label, double sum)
{
    ep_html_say(page, "<tr class=\"sum\"><th scope=\"row\">", EP_SAY_SUM, "</th>");
    ep_put(page->out, empty);
    put_cost(page, label, sum);
}

/* ---- by pair ---- */

static void put_pair(ep_page *page, size_t i, double dated, double sums[2])
{
    const epic_pair *pair = &page->view.pairs[i];
    double km = epic_pair_km(page->view.programme, pair->a, pair->b);
    double planned = epic_pair_cost(page->view.scores, pair->a, pair->b);
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_pair(page, i);
    ep_put(page->out, "</th>");
    ep_html_cell(page, "number", EP_SAY_DISTANCE);
    if (isnan(km)) {
        ep_html_say(page, "", EP_SAY_UNKNOWN, "</td>");
    } else {
        ep_putf(page->out, "%zu km</td>", (size_t)(km + 0.5));
    }
    put_cost(page, EP_SAY_COST_PLANNED, planned);
    put_cost(page, EP_SAY_COST_DATED, dated);
    ep_put(page->out, "</tr>\n");
    sums[0] += isnan(planned) ? 0 : planned;
    sums[1] += isnan(dated) ? 0 : dated;
}

static double put_pairs(ep_page *page, const double *dated)
{
    double sums[2] = {0, 0};
    ep_html_columns(page, EP_SAY_BUDGET_CAPTION, EP_SAY_PAIR, EP_SAY_DISTANCE, EP_SAY_COST_PLANNED, EP_SAY_COST_DATED);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < page->view.pair_count; i++) {
        put_pair(page, i, dated[i], sums);
    }
    put_sum(page, "<td></td>", EP_SAY_COST_PLANNED, sums[0]);
    put_cost(page, EP_SAY_COST_DATED, sums[1]);
    ep_put(page->out, "</tr>\n</tbody>\n</table>\n");
    return sums[0];
}

/* ---- by city ---- */

typedef struct share {
    size_t visits;
    double cost;
} share;

static void put_city(ep_page *page, size_t city, const share *of)
{
    ep_put(page->out, "<tr><th scope=\"row\">");
    ep_html_name(page, city);
    ep_put(page->out, "</th>");
    ep_html_cell(page, "number", EP_SAY_VISITS_DATED);
    ep_putf(page->out, "%zu</td>", of->visits);
    put_cost(page, EP_SAY_COST_DATED, of->cost);
    ep_put(page->out, "</tr>\n");
}

static void put_cities(ep_page *page, const share *shares)
{
    static const ep_say columns[] = {EP_SAY_CITY, EP_SAY_VISITS_DATED, EP_SAY_COST_DATED};
    size_t cities = epic_programme_cities(page->view.programme);
    const char *name = page->city == EPIC_NONE ? "" : ep_view_name(&page->view, page->city);
    double sum = 0;
    ep_html_fill(page, "<table>\n<caption>", page->city == EPIC_NONE ? EP_SAY_BUDGET_CITY_CAPTION : EP_SAY_YOUR_BUDGET_CAPTION,
                 "</caption>\n<thead><tr>", {"city", name});
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        ep_html_say(page, "<th scope=\"col\">", columns[i], "</th>");
    }
    ep_put(page->out, "</tr></thead>\n<tbody>\n");
    for (size_t i = 0; i < cities; i++) {
        if (page->city == i || (page->city == EPIC_NONE && shares[i].visits > 0)) {
            put_city(page, i, &shares[i]);
            sum += isnan(shares[i].cost) ? 0 : shares[i].cost;
        }
    }
    if (page->city == EPIC_NONE) {
        put_sum(page, "<td></td>", EP_SAY_COST_DATED, sum);
        ep_put(page->out, "</tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n");
}

/* ---- the words ---- */

/* Whether a city is the host of a trip that is shown; only of such a one the rate is sure to be known. */
static bool receives(const ep_page *page, size_t city)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(page->view.pairing, &count);
    for (size_t i = 0; i < page->pair_count; i++) {
        const epic_pair *pair = &pairs[page->pairs[i]];
        for (size_t s = 0; s < epic_programme_steps(page->view.programme) && (pair->a == city || pair->b == city); s++) {
            size_t guest = epic_step_guest(page->view.scores, s, pair->a, pair->b);
            bool trip = guest != EPIC_NONE && epic_programme_step(page->view.programme, s)->mode != EPIC_MODE_ONLINE;
            if (trip && guest != city) {
                return true;
            }
        }
    }
    return false;
}

/* "BE: 180 EUR, ES: 160 EUR": of the countries of the hosts shown; NULL when these are the same, each *day. */
static const char *rates_of(ep_page *page, double *day)
{
    enum { LETTERS = 26 };
    bool said[LETTERS * LETTERS] = {false}, differ = false;
    const char *words = NULL;
    *day = 0;
    for (size_t i = 0; i < epic_programme_cities(page->view.programme); i++) {
        const epic_city *city = epic_programme_city(page->view.programme, i);
        bool *known = &said[(city->country[0] - 'A') * LETTERS + city->country[1] - 'A'];
        if (*known || !receives(page, i)) {
            continue;
        }
        *known = true;
        differ = differ || (words != NULL && (city->day_eur < *day || city->day_eur > *day));
        *day = city->day_eur;
        words = ep_arena_printf(page->view.arena, "%s%s%s: %s", words == NULL ? "" : words, words == NULL ? "" : ", ",
                                city->country, ep_html_euro(page, *day));
        page->view.status = words == NULL ? EPIC_ENOMEM : page->view.status;
    }
    return differ ? words : NULL;
}

static void put_rule(ep_page *page, double planned)
{
    uint32_t people = epic_programme_costs(page->view.programme)->people;
    double limit = epic_programme_rules(page->view.programme)->budget_eur, day;
    const char *rates = rates_of(page, &day);
    ep_html_fill(page, "<p class=\"note\">", rates == NULL ? EP_SAY_COST_RULE : EP_SAY_COST_RULE_HOST, "</p>\n",
                 {"people", ep_view_count(&page->view, people, "person", "people")},
                 {"day", rates == NULL ? ep_html_euro(page, day) : rates});
    if (limit > 0 && page->city == EPIC_NONE) {
        ep_html_fill(page, "<p>", EP_SAY_COST_LIMIT, "</p>\n", {"limit", ep_html_euro(page, limit)},
                     {"share", ep_html_digits(page, (size_t)(100 * planned / limit + 0.5))});
    }
}

bool ep_html_has_budget(const ep_page *page)
{
    const epic_programme *programme = page->view.programme;
    bool has = epic_programme_costs(programme)->fare_count > 0;
    for (size_t i = 0; i < epic_programme_cities(programme) && !has; i++) {
        has = epic_programme_city(programme, i)->day_eur > 0;
    }
    return has;
}

void ep_html_budget(ep_page *page)
{
    double *dated = ep_arena_array_of(page->view.arena, page->view.pair_count, double), planned = 0;
    share *shares = ep_arena_array_of(page->view.arena, epic_programme_cities(page->view.programme), share);
    if (dated == NULL || shares == NULL) {
        page->view.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < page->event_count; i++) {
        if (is_visit(page->events[i])) {
            double cost = cost_of(page, page->events[i]);
            dated[page->events[i]->pair] += cost;
            shares[page->events[i]->guest].cost += cost;
            shares[page->events[i]->guest].visits++;
        }
    }
    ep_html_section(page, "budget", EP_SAY_BUDGET);
    if (page->city == EPIC_NONE) {
        planned = put_pairs(page, dated);
    }
    put_cities(page, shares);
    put_rule(page, planned);
    ep_put(page->out, "</section>\n");
}
