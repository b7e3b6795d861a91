/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The dates, what found none, and what was planned. */
#include "html.h"

static void put_times(ep_page *page, const epic_event *event)
{
    ep_wall walls[EP_WALLS];
    size_t count = ep_view_clocks(&page->view, event, walls, EP_WALLS);
    ep_html_cell(page, "number", EP_SAY_TIME);
    for (size_t i = 0; i < count; i++) {
        const char *wall = ep_view_wall(&page->view, &walls[i], event->first);
        ep_html_in(page, i ? ", <span class=\"clock\">" : "<span class=\"clock\">", wall, "</span>");
    }
    ep_put(page->out, "</td>");
}

static void put_when(ep_page *page, const epic_event *event)
{
    ep_put(page->out, "<tr><th class=\"when\" scope=\"row\">");
    ep_html_day(page, event->first);
    if (event->all_day && event->last > event->first) {
        ep_html_say(page, " <br/>", EP_SAY_TO, " ");
        ep_html_day(page, event->last);
    }
    if (event->travel_out + event->travel_back > 0) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_TRAVEL, "</span>", {"out", ep_html_digits(page, event->travel_out)},
                     {"back", ep_html_digits(page, event->travel_back)});
    }
    ep_put(page->out, "</th>");
    put_times(page, event);
}

static void put_notes(ep_page *page, const epic_event *event)
{
    if (event->pair == EPIC_NONE) {
        ep_html_in(page, "<span class=\"note\">", ep_view_who(&page->view, event->cities, event->city_count), "</span>");
    }
    if (event->optional_count > 0) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_ALSO, "</span>",
                     {"cities", ep_view_who(&page->view, event->optional, event->optional_count)});
    }
    if (event->reserve_first != EPIC_NO_DATE) {
        ep_html_fill(page, "<span class=\"note\">", EP_SAY_RESERVE, "</span>", {"days", ep_view_reserve(&page->view, event)});
    }
    if (event->why != NULL && page->city == EPIC_NONE) { /* reasons may tell of others, such as why somebody is absent */
        ep_html_in(page, "<span class=\"note\">", event->why, "</span>");
    }
}

static void put_event(ep_page *page, const epic_event *event)
{
    put_when(page, event);
    ep_html_in(page, "<td>", event->title, "");
    if (!page->large) {
        put_notes(page, event);
    }
    ep_put(page->out, "</td>");
    ep_html_cell(page, "", EP_SAY_PLACE);
    ep_html_in(page, "", ep_view_place(&page->view, event), "</td>");
    ep_html_cell(page, "", EP_SAY_STATUS);
    ep_html_in(page, "<span class=\"state\">", epic_state_word(event->state), "</span></td></tr>\n");
}

void ep_html_dates(ep_page *page)
{
    int shown = 0, year;
    ep_html_section(page, "dates", EP_SAY_DATES);
    ep_html_columns(page, page->large ? EP_SAY_DATES_BRIEF : EP_SAY_DATES_CAPTION, EP_SAY_DATE, EP_SAY_TIME, EP_SAY_EVENT,
                    EP_SAY_PLACE, EP_SAY_STATUS);
    for (size_t i = 0; i < page->event_count; i++) {
        epic_date_parts(page->events[i]->first, &year, NULL, NULL);
        if (year != shown) {
            ep_putf(page->out, "%s<tbody>\n<tr class=\"year\"><th colspan=\"5\" scope=\"rowgroup\">%d</th></tr>\n",
                    i ? "</tbody>\n" : "", year);
            shown = year;
        }
        put_event(page, page->events[i]);
    }
    if (page->event_count == 0) {
        ep_html_say(page, "<tbody><tr><td colspan=\"5\">", EP_SAY_NO_DATES, "</td></tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

void ep_html_open(ep_page *page)
{
    ep_html_section(page, "open", EP_SAY_OPEN);
    ep_html_columns(page, EP_SAY_OPEN_CAPTION, EP_SAY_EVENT, EP_SAY_WHY);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < epic_plan_unscheduled(page->view.plan); i++) {
        const epic_unscheduled *missing = epic_plan_unscheduled_at(page->view.plan, i);
        if (ep_page_misses(page, missing)) {
            ep_html_in(page, "<tr><th scope=\"row\">", ep_view_missing(&page->view, missing), "</th>");
            ep_html_cell(page, "", EP_SAY_WHY);
            ep_html_text(page, page->city == EPIC_NONE ? missing->why : ep_saying(EP_SAY_ASK));
            ep_put(page->out, "</td></tr>\n");
        }
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}

void ep_html_wishes(ep_page *page)
{
    ep_html_section(page, "wishes", EP_SAY_WISHES);
    ep_put(page->out, "<ul>\n");
    for (size_t i = 0; i < page->wish_count; i++) {
        ep_html_in(page, "<li>", page->wishes[i], "</li>\n");
    }
    ep_put(page->out, "</ul>\n</section>\n");
}

bool ep_html_has_planned(const ep_page *page)
{
    bool counts = false;
    for (size_t kind = 0; kind < EPIC_KINDS && page->city == EPIC_NONE; kind++) {
        counts = counts || page->view.info->planned[kind] > 0;
    }
    return counts;
}

void ep_html_planned(ep_page *page)
{
    ep_html_section(page, "planned", EP_SAY_PLANNED);
    ep_html_columns(page, EP_SAY_PLANNED_CAPTION, EP_SAY_KIND, EP_SAY_COUNT, EP_SAY_DATED);
    ep_put(page->out, "<tbody>\n");
    for (size_t kind = 0; kind < EPIC_KINDS; kind++) {
        uint32_t planned = page->view.info->planned[kind];
        if (planned == 0) {
            continue;
        }
        size_t dated = epic_plan_dated(page->view.plan, (epic_kind)kind);
        ep_putf(page->out, "<tr><th scope=\"row\">%s</th>", epic_kind_word((epic_kind)kind));
        ep_html_cell(page, "number", EP_SAY_COUNT);
        ep_putf(page->out, "%u</td>", (unsigned)planned);
        ep_html_cell(page, "number", EP_SAY_DATED);
        ep_putf(page->out, "%zu", dated);
        if (dated < planned) {
            ep_html_say(page, " <span class=\"warn\">", EP_SAY_FEWER, "</span>");
        }
        ep_put(page->out, "</td></tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n</section>\n");
}
