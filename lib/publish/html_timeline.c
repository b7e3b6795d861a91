/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline: of few pairs each event, of many how many a month. */
#include "html.h"

static void put_shape(const ep_page *page, const char *shape)
{
    ep_putf(page->out, "<li><svg aria-hidden=\"true\" viewBox=\"0 0 24 16\">%s</svg> ", shape);
}

/* The kinds that occur, each with its letters. */
static void put_kinds(const ep_page *page)
{
    bool there[EPIC_KINDS] = {false};
    for (size_t i = 0; i < page->event_count; i++) {
        there[page->events[i]->kind] = true;
    }
    for (int kind = 0; kind < EPIC_KINDS; kind++) {
        if (there[kind]) {
            ep_html_say(page, "<li><span class=\"mark\">", (ep_say)(EP_SAY_MARK + kind), "</span> ");
            ep_html_in(page, "", epic_kind_word((epic_kind)kind), "</li>\n");
        }
    }
}

static void put_offs(const ep_page *page)
{
    static const char *const names[] = {"blocked", "away", "holiday", "busy", "maybe", "avoid"};
    bool there[sizeof names / sizeof *names] = {false};
    for (size_t i = 0; i < page->off_count; i++) {
        there[page->offs[i].kind] = true;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (there[i]) {
            ep_putf(page->out, "<li><svg aria-hidden=\"true\" viewBox=\"0 0 24 16\"><rect class=\"off %s\" width=\"24\" "
                               "height=\"16\"/></svg> ", names[i]);
            ep_html_say(page, "", (ep_say)(EP_SAY_OFF + (int)i), "</li>\n");
        }
    }
}

static void put_states(const ep_page *page)
{
    bool fixed = false, struck = false, travel = false;
    for (size_t i = 0; i < page->event_count; i++) {
        const epic_event *event = page->events[i];
        fixed = fixed || event->state == EPIC_CONFIRMED || event->state == EPIC_DONE;
        struck = struck || event->state == EPIC_CANCELLED;
        travel = travel || event->travel_out + event->travel_back > 0;
    }
    put_shape(page, "<rect class=\"person\" x=\"4\" y=\"1\" width=\"16\" height=\"14\"/>");
    ep_html_say(page, "", EP_SAY_IN_PERSON, "</li>\n");
    put_shape(page, "<rect class=\"online\" x=\"4\" y=\"1\" width=\"16\" height=\"14\" rx=\"7\"/>");
    ep_html_say(page, "", EP_SAY_ONLINE, "</li>\n");
    put_shape(page, "<path class=\"due\" d=\"M12 1L20 8L12 15L4 8z\"/>");
    ep_html_say(page, "", EP_SAY_DUE, "</li>\n");
    if (fixed) {
        put_shape(page, "<rect class=\"person fixed\" x=\"4\" y=\"2\" width=\"16\" height=\"12\"/>");
        ep_html_say(page, "", EP_SAY_FIXED, "</li>\n");
    }
    if (struck) {
        put_shape(page, "<rect class=\"person\" x=\"4\" y=\"1\" width=\"16\" height=\"14\"/>"
                        "<path class=\"strike\" d=\"M2 15L22 1\"/>");
        ep_html_say(page, "", EP_SAY_STRUCK, "</li>\n");
    }
    if (travel) {
        put_shape(page, "<rect class=\"road\" y=\"5\" width=\"24\" height=\"6\"/>");
        ep_html_say(page, "", EP_SAY_TRAVELLING, "</li>\n");
    }
}

void ep_html_timeline(ep_page *page)
{
    ep_html_section(page, "timeline", EP_SAY_TIMELINE);
    if (page->large) {
        ep_html_months(page);
    } else if (page->event_count > 0) {
        ep_put(page->out, "<ul class=\"keys\">\n");
        put_kinds(page);
        ep_put(page->out, "</ul>\n<ul class=\"keys\">\n");
        put_states(page);
        put_offs(page);
        ep_put(page->out, "</ul>\n");
        ep_html_lanes(page);
    }
    ep_html_offs(page);
    ep_put(page->out, "</section>\n");
}
