/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report.html, and the page of a city: one file that needs nothing else. The page of a pairing is the same without dates. */
#include <stdio.h>
#include <string.h>

#include "html.h"
#include "publishers.h"
#include "style.h"

static bool is_whole(const ep_page *page)
{
    return page->city == EPIC_NONE;
}

static bool has_open(const ep_page *page)
{
    return ep_page_missing(page) > 0;
}

static bool has_wishes(const ep_page *page)
{
    return page->wish_count > 0;
}

/* The sections in their order; `planned`: of a plan alone, `there`: only when it says so. */
static const struct {
    const char *id;
    ep_say title;
    void (*put)(ep_page *page);
    bool planned;
    bool (*there)(const ep_page *page);
} sections[] = {
    {"pairs", EP_SAY_PAIRS, ep_html_pairs, false, NULL},
    {"map", EP_SAY_MAP, ep_html_map, false, NULL},
    {"benefit", EP_SAY_BENEFIT, ep_html_benefit, false, NULL},
    {"timeline", EP_SAY_TIMELINE, ep_html_timeline, true, NULL},
    {"dates", EP_SAY_DATES, ep_html_dates, true, NULL},
    {"open", EP_SAY_OPEN, ep_html_open, true, has_open},
    {"wishes", EP_SAY_WISHES, ep_html_wishes, true, has_wishes},
    {"planned", EP_SAY_PLANNED, ep_html_planned, true, ep_html_has_planned},
    {"budget", EP_SAY_BUDGET, ep_html_budget, true, ep_html_has_budget},
    {"proof", EP_SAY_PROOF, ep_html_proof, false, is_whole},
    {"calendars", EP_SAY_CALENDARS, ep_html_calendars, true, ep_html_has_calendars},
    {"reading", EP_SAY_READING, ep_html_reading, false, NULL},
};
#define SECTIONS (sizeof sections / sizeof *sections)

bool ep_html_has_section(const char *id, bool planned)
{
    size_t i = 0;
    while (i < SECTIONS && strcmp(sections[i].id, id) != 0) {
        i++;
    }
    return i < SECTIONS && (planned || !sections[i].planned);
}

static bool is_planned(const ep_page *page)
{
    return page->view.plan != NULL;
}

static bool is_there(const ep_page *page, size_t i)
{
    bool meant = page->section == NULL || strcmp(page->section, sections[i].id) == 0;
    return meant && (is_planned(page) || !sections[i].planned) && (sections[i].there == NULL || sections[i].there(page));
}

static void put_head(const ep_page *page)
{
    ep_put(page->out, "<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n<meta "
                      "charset=\"utf-8\"/>\n"
                      "<meta name=\"generator\" content=\"libepic\"/>\n"
                      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
                      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
                      "base-uri 'none'; form-action 'none'\"/>\n<title>");
    if (!is_whole(page)) {
        ep_html_in(page, "", ep_view_name(&page->view, page->city), ": ");
    }
    ep_html_in(page, "", page->view.info->title, "</title>\n<style>\n");
    for (size_t i = 0; ep_style[i] != NULL; i++) {
        ep_put(page->out, ep_style[i]);
    }
    ep_put(page->out, page->section != NULL ? "body { padding: 0.75rem 1.25rem; } h2 { margin-top: 0; }\n" : "");
    ep_put(page->out, "</style>\n</head>\n<body>\n");
    ep_put(page->out, ep_patterns);
}

static void put_fact(const ep_page *page, ep_say name, const char *value)
{
    ep_html_say(page, "<div><dt>", name, "</dt><dd>");
    ep_html_in(page, "", value, "</dd></div>\n");
}

static void put_fact_day(const ep_page *page, ep_say name, epic_date date)
{
    ep_html_say(page, "<div><dt>", name, "</dt><dd>");
    ep_html_day(page, date);
    ep_put(page->out, "</dd></div>\n");
}

static ep_say title_of(const ep_page *page, size_t i)
{
    bool own = sections[i].put == ep_html_pairs && !is_whole(page);
    bool undated = sections[i].put == ep_html_proof && !is_planned(page);
    return own ? EP_SAY_YOUR_PAIRS : undated ? EP_SAY_PROOF_OF_PAIRING : sections[i].title;
}

static void put_contents(const ep_page *page)
{
    ep_html_say(page, "<nav aria-label=\"", EP_SAY_CONTENTS, "\"><ul>");
    for (size_t i = 0; i < SECTIONS; i++) {
        if (is_there(page, i)) {
            ep_putf(page->out, "<li><a href=\"#%s\">", sections[i].id);
            ep_html_say(page, "", title_of(page, i), "</a></li>");
        }
    }
    ep_put(page->out, "</ul></nav>\n");
}

static void put_facts(ep_page *page)
{
    static const ep_say kinds[][2] = {{EP_SAY_PAIRING_OF_CITY, EP_SAY_PAIRING}, {EP_SAY_PLAN_OF_CITY, EP_SAY_PLAN}};
    const epic_programme_info *info = page->view.info;
    ep_html_say(page, "<header>\n<p class=\"kind\">", kinds[is_planned(page)][is_whole(page)], "</p>\n<h1>");
    ep_html_text(page, is_whole(page) ? info->title : ep_view_name(&page->view, page->city));
    ep_put(page->out, "</h1>\n<dl class=\"facts\">\n");
    if (!is_whole(page)) {
        put_fact(page, EP_SAY_PROGRAMME, info->title);
    }
    put_fact_day(page, EP_SAY_FIRST_DAY, info->starts);
    put_fact_day(page, EP_SAY_LAST_DAY, info->ends);
    if (is_whole(page)) {
        put_fact(page, EP_SAY_CITIES, ep_html_digits(page, epic_programme_cities(page->view.programme)));
    }
    put_fact(page, is_whole(page) ? EP_SAY_PAIRS : EP_SAY_YOUR_PAIRS, ep_html_digits(page, page->pair_count));
    if (is_planned(page)) {
        put_fact(page, EP_SAY_DATED_EVENTS, ep_html_digits(page, page->event_count));
        put_fact(page, EP_SAY_OPEN_EVENTS, ep_html_digits(page, ep_page_missing(page)));
    }
    ep_put(page->out, "</dl>\n");
    put_contents(page);
    ep_put(page->out, "</header>\n");
}

static void put_sections(ep_page *page)
{
    ep_put(page->out, "<main>\n");
    for (size_t i = 0; i < SECTIONS; i++) {
        if (is_there(page, i)) {
            sections[i].put(page);
        }
    }
    ep_put(page->out, "</main>\n");
}

static void put_foot(ep_page *page, epic_instant issued_at)
{
    char date[11], time[32];
    int minute = (int)(issued_at % 86400) / 60;
    snprintf(time, sizeof time, "%02d:%02d", minute / 60, minute % 60);
    ep_html_fill(page, "<footer>", is_planned(page) && is_whole(page) ? EP_SAY_ISSUED : EP_SAY_ISSUED_ALONE, "</footer>\n",
                 {"date", epic_date_write((epic_date)(issued_at / 86400), date)}, {"time", time});
}

int ep_publish_page(const epic_pairing *pairing, const epic_plan *plan, const epic_publish_options *options, ep_writer *writer,
                    epic_diags *diags)
{
    ep_page page;
    int status = ep_page_open(&page, pairing, plan, options, writer, diags);
    if (status != EPIC_OK) {
        return status;
    }
    ep_page_wishes(&page, options->ledger);
    put_head(&page);
    if (page.section == NULL) {
        put_facts(&page);
    }
    put_sections(&page);
    if (page.section == NULL) {
        put_foot(&page, options->issued_at);
    }
    ep_put(writer, "</body>\n</html>\n");
    return ep_page_close(&page);
}

int ep_publish_html(const epic_plan *plan, const epic_publish_options *options, ep_writer *writer, epic_diags *diags)
{
    return ep_publish_page(epic_plan_pairing(plan), plan, options, writer, diags);
}
