/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline of a large programme: how many events begin in each month. */
#include "html.h"

#define WIDTH 10000
#define HEIGHT 2600
#define FLOOR 2150
#define ROOF 250

typedef struct month {
    epic_date first;
    size_t person, online, due;
} month;

static int since_zero(epic_date date)
{
    int year, number;
    epic_date_parts(date, &year, &number, NULL);
    return 12 * year + number - 1;
}

static size_t sum_of(const month *of)
{
    return of->person + of->online + of->due;
}

static month *count_months(ep_page *page, size_t *count)
{
    int start = since_zero(page->view.info->starts);
    *count = (size_t)(since_zero(page->view.info->ends) - start) + 1;
    month *months = ep_arena_array_of(page->view.arena, *count, month);
    if (months == NULL) {
        page->view.status = EPIC_ENOMEM;
        return NULL;
    }
    for (size_t i = 0; i < *count; i++) {
        int number = start + (int)i;
        months[i].first = epic_date_make(number / 12, number % 12 + 1, 1);
    }
    for (size_t i = 0; i < page->event_count; i++) {
        const epic_event *event = page->events[i];
        int at = since_zero(event->first) - start;
        if (at < 0 || (size_t)at >= *count) {
            continue;
        }
        bool due = event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE;
        bool online = event->mode == EPIC_MODE_ONLINE;
        months[at].due += due;
        months[at].online += !due && online;
        months[at].person += !due && !online;
    }
    return months;
}

static void put_part(const ep_page *page, const char *class, int64_t left, int64_t width, int64_t bottom, int64_t height)
{
    if (height > 0) {
        ep_putf(page->out, "<rect class=\"%s\"", class);
        ep_html_length(page, "x", left);
        ep_html_length(page, "width", width);
        ep_html_length(page, "y", bottom - height);
        ep_html_length(page, "height", height);
        ep_put(page->out, "/>");
    }
}

static void put_text(const ep_page *page, const char *class, int64_t x, int64_t y, const char *text)
{
    ep_putf(page->out, "<text class=\"%s\"", class);
    ep_html_length(page, "x", x);
    ep_html_length(page, "y", y);
    ep_html_in(page, ">", text, "</text>\n");
}

static void put_bar(ep_page *page, const month *of, int64_t left, int64_t width, size_t most)
{
    int64_t scale = FLOOR - ROOF, whole = (int64_t)most;
    int64_t person = (int64_t)of->person * scale / whole, online = (int64_t)of->online * scale / whole;
    int64_t due = (int64_t)of->due * scale / whole;
    put_part(page, "person", left + width / 10, width * 8 / 10, FLOOR, person);
    put_part(page, "online", left + width / 10, width * 8 / 10, FLOOR - person, online);
    put_part(page, "due", left + width / 10, width * 8 / 10, FLOOR - person - online, due);
    if (sum_of(of) > 0 && width > 220) {
        put_text(page, "month", left + width / 2, FLOOR - person - online - due - 40, ep_html_digits(page, sum_of(of)));
    }
}

static void put_picture(ep_page *page, const month *months, size_t count)
{
    size_t most = 1;
    int64_t width = WIDTH / (int64_t)count;
    width = width > 1000 ? 1000 : width;
    for (size_t i = 0; i < count; i++) {
        most = sum_of(&months[i]) > most ? sum_of(&months[i]) : most;
    }
    ep_html_scroll(page, "lanes", "months-name-1");
    ep_html_picture(page, "months", 1, WIDTH / 10, HEIGHT / 10);
    ep_html_say(page, "<title id=\"months-name-1\">", EP_SAY_MONTHS_TITLE, "</title>");
    ep_html_say(page, "<desc id=\"months-what-1\">", EP_SAY_MONTHS_DESCRIPTION, "</desc>\n");
    for (size_t i = 0; i < count; i++) {
        int number = since_zero(months[i].first);
        int64_t left = (int64_t)i * width;
        put_bar(page, &months[i], left, width, most);
        if (width > 240) {
            put_text(page, "month", left + width / 2, FLOOR + 160, ep_saying((ep_say)(EP_SAY_MONTH_SHORT + number % 12)));
        }
        if (i == 0 || number % 12 == 0) {
            put_text(page, "year", left, FLOOR + 360, ep_html_digits(page, (size_t)(number / 12)));
        }
    }
    ep_put(page->out, "</svg>\n</div>\n");
}

static void put_cell(const ep_page *page, ep_say label, size_t number)
{
    ep_html_cell(page, "number", label);
    ep_putf(page->out, "%zu</td>", number);
}

static void put_table(const ep_page *page, const month *months, size_t count)
{
    ep_html_columns(page, EP_SAY_MONTHS_CAPTION, EP_SAY_MONTH, EP_SAY_IN_PERSON, EP_SAY_ONLINE, EP_SAY_DUE, EP_SAY_ALL);
    ep_put(page->out, "<tbody>\n");
    for (size_t i = 0; i < count; i++) {
        char day[11];
        epic_date_write(months[i].first, day);
        ep_putf(page->out, "<tr><th scope=\"row\" class=\"when\">%.7s</th>", day);
        put_cell(page, EP_SAY_IN_PERSON, months[i].person);
        put_cell(page, EP_SAY_ONLINE, months[i].online);
        put_cell(page, EP_SAY_DUE, months[i].due);
        put_cell(page, EP_SAY_ALL, sum_of(&months[i]));
        ep_put(page->out, "</tr>\n");
    }
    ep_put(page->out, "</tbody>\n</table>\n");
}

static void put_key(const ep_page *page, const char *class, ep_say id)
{
    ep_putf(page->out, "<li><svg aria-hidden=\"true\" viewBox=\"0 0 24 16\"><rect class=\"%s\" x=\"4\" y=\"1\" width=\"16\" "
                       "height=\"14\"/></svg> ", class);
    ep_html_say(page, "", id, "</li>\n");
}

void ep_html_months(ep_page *page)
{
    size_t count;
    const month *months = count_months(page, &count);
    if (months == NULL) {
        return;
    }
    ep_put(page->out, "<ul class=\"keys\">\n");
    put_key(page, "person", EP_SAY_IN_PERSON);
    put_key(page, "online", EP_SAY_ONLINE);
    put_key(page, "due", EP_SAY_DUE);
    ep_put(page->out, "</ul>\n");
    put_picture(page, months, count);
    put_table(page, months, count);
}
