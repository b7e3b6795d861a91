/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry.h"

#include <stdio.h>
#include <string.h>

#include "number.h"
#include "recurs.h"

/* "UTC+1", "UTC-3:30". */
static void put_offset(ep_lines *lines, int32_t offset)
{
    int minutes = (offset < 0 ? -offset : offset) / 60;
    ep_line_text(lines, offset == 0 ? "UTC" : offset < 0 ? "UTC-" : "UTC+");
    if (offset != 0) {
        ep_line_int(lines, minutes / 60);
    }
    if (minutes % 60) {
        char text[4] = {':'};
        ep_two_digits(text + 1, minutes % 60);
        ep_line_text(lines, text);
    }
}

/* "10:00", with its date where that is another than `day`; returns where it ends. */
static char *write_time(char *to, const ep_local *local, epic_date day)
{
    if (local->date != day) {
        to += strlen(epic_date_write(local->date, to));
        *to++ = ' ';
    }
    to = ep_two_digits(to, local->second / 3600);
    *to++ = ':';
    return ep_two_digits(to, local->second / 60 % 60);
}

/* "10:00–11:30" by one clock, behind the day `day`. */
static void put_hours(ep_lines *lines, const ep_local *from, const ep_local *to, epic_date day)
{
    char text[48], *end = write_time(text, from, day);
    memcpy(end, "\u2013", strlen("\u2013"));
    *write_time(end + strlen("\u2013"), to, from->date) = '\0';
    ep_line_text(lines, text);
}

/* "Brescia, Oberhausen 10:00–11:30 (CET, UTC+1)": the i-th city, where it is `start`, and those after it whose clocks show the
 * same. */
static void put_clock(ep_lines *lines, ep_view *view, const epic_event *event, size_t i, const ep_local *start)
{
    size_t city = ep_view_city(event, i), other;
    ep_local end = ep_met_local(ep_view_city_zone(view, city), event->end);
    ep_line_text(lines, ep_view_name(view, city));
    for (size_t k = i + 1; (other = ep_view_city(event, k)) != EPIC_NONE; k++) {
        if (ep_met_local(ep_view_city_zone(view, other), event->start).offset == start->offset) {
            ep_line_text(lines, ", ");
            ep_line_text(lines, ep_view_name(view, other));
        }
    }
    ep_line_text(lines, " ");
    put_hours(lines, start, &end, event->first);
    if (event->pair == EPIC_NONE && ep_recurs(epic_programme_event(view->programme, event->source))) {
        return; /* through summer and winter */
    }
    ep_line_text(lines, " (");
    ep_line_text(lines, start->abbreviation);
    ep_line_text(lines, ", ");
    put_offset(lines, start->offset);
    ep_line_text(lines, ")");
}

static bool is_told(const int32_t *told, size_t count, int32_t offset)
{
    size_t i = 0;
    while (i < count && told[i] != offset) {
        i++;
    }
    return i < count;
}

static void put_local_times(ep_lines *lines, ep_view *view, const epic_event *event)
{
    int32_t told[EP_WALLS]; /* the offsets of clocks that were written */
    size_t count = 0, city;
    for (size_t i = 0; (city = ep_view_city(event, i)) != EPIC_NONE && count < EP_WALLS; i++) {
        ep_local start = ep_met_local(ep_view_city_zone(view, city), event->start);
        if (!is_told(told, count, start.offset)) {
            ep_line_text(lines, i == 0 ? ep_word(view->words, EP_WORD_LOCAL_TIMES) : " \u00b7 ");
            put_clock(lines, view, event, i, &start);
            told[count++] = start.offset;
        }
    }
}

static void put_field(ep_lines *lines, const char *label, const char *text)
{
    ep_line_text(lines, "\n");
    ep_line_text(lines, label);
    ep_line_text(lines, text);
}

static void put_names(ep_lines *lines, ep_view *view, ep_word_id label, const size_t *cities, size_t count)
{
    ep_line_text(lines, ep_word(view->words, label));
    for (size_t i = 0; i < count; i++) {
        ep_line_text(lines, i == 0 ? "" : ", ");
        ep_line_text(lines, ep_view_name(view, cities[i]));
    }
}

/* "Join online: https://example.org/room"; without one, of what its kind does not say it of, "Online". */
static void put_link(ep_lines *lines, ep_view *view, const epic_event *event)
{
    bool idle = event->kind == EPIC_PREPARATION || event->kind == EPIC_DEADLINE;
    bool told = event->kind == EPIC_ONLINE || event->kind == EPIC_WEBINAR || idle;
    if (event->link == NULL && event->mode == EPIC_MODE_ONLINE && !told) {
        put_field(lines, ep_word(view->words, EP_WORD_CATEGORY + EPIC_ONLINE), "");
    } else if (event->link != NULL) {
        put_field(lines, ep_word(view->words, EP_WORD_JOIN), ": ");
        ep_line_text(lines, event->link);
    }
}

/* "Reserve date: 2021-06-07 – 2021-06-09": ep_revive() reads it again. */
static void put_reserve(ep_lines *lines, ep_view *view, const epic_event *event)
{
    char date[11];
    if (event->reserve_first != EPIC_NO_DATE) {
        put_field(lines, ep_word(view->words, EP_WORD_RESERVE), epic_date_write(event->reserve_first, date));
    }
    if (event->reserve_last > event->reserve_first) {
        ep_line_text(lines, " \u2013 ");
        ep_line_text(lines, epic_date_write(event->reserve_last, date));
    }
}

static void put_parts(ep_lines *lines, ep_view *view, const epic_event *event)
{
    const epic_moderator *moderator = epic_programme_moderator(view->programme, event->moderator);
    if (event->guest != EPIC_NONE) {
        put_field(lines, ep_word(view->words, EP_WORD_GUEST), ep_view_name(view, event->guest));
    }
    if (event->host != EPIC_NONE) {
        put_field(lines, ep_word(view->words, EP_WORD_HOST), ep_view_name(view, event->host));
    }
    if (moderator != NULL) {
        put_field(lines, ep_word(view->words, EP_WORD_MODERATOR), moderator->name);
    }
    put_link(lines, view, event);
    put_reserve(lines, view, event);
}

/* "10:00–10:10 Opening" on the clock of the event; of whole days "10 min: Opening". */
static void put_item(ep_lines *lines, ep_met_zone *zone, const epic_event *event, const epic_agenda_item *item,
                     epic_instant start)
{
    if (event->all_day) {
        ep_line_int(lines, item->minutes);
        ep_line_text(lines, " min: ");
    } else {
        ep_local from = ep_met_local(zone, start), to = ep_met_local(zone, start + (epic_instant)item->minutes * 60);
        put_hours(lines, &from, &to, event->first);
        ep_line_text(lines, " ");
    }
    ep_line_text(lines, item->title);
}

static void put_agenda(ep_lines *lines, ep_view *view, const epic_event *event, const epic_agenda_item *items, size_t count)
{
    ep_met_zone *zone = event->all_day || count == 0 ? NULL : ep_view_zone(view, event->zone);
    epic_instant start = event->start;
    for (size_t i = 0; i < count; i++) {
        ep_line_text(lines, i == 0 ? "\n\n" : "");
        ep_line_text(lines, i == 0 ? ep_word(view->words, EP_WORD_AGENDA) : "");
        ep_line_text(lines, "\n");
        put_item(lines, zone, event, &items[i], start);
        start += event->all_day ? 0 : (epic_instant)items[i].minutes * 60;
    }
}

/* "1–2", "at most 4"; nothing where any number will do. */
static const char *numbers_of(ep_view *view, const epic_role *role)
{
    char least[16], most[16];
    snprintf(least, sizeof least, "%u", (unsigned)role->min);
    snprintf(most, sizeof most, "%u", (unsigned)role->max);
    if (role->min > 0 && role->max > role->min) {
        return ep_arena_printf(view->arena, "%s\u2013%s", least, most);
    }
    if (role->min == role->max) {
        return role->min > 0 ? ep_arena_strdup(view->arena, least) : "";
    }
    return role->min > 0 ? ep_phrase(view->arena, view->words, EP_WORD_AT_LEAST, {"count", least})
                         : ep_phrase(view->arena, view->words, EP_WORD_AT_MOST, {"count", most});
}

/* "director (1–2), social-worker (at most 4)". */
static void put_roles(ep_lines *lines, ep_view *view, const epic_role *roles, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *numbers = ep_view_kept(view, numbers_of(view, &roles[i]));
        ep_line_text(lines, i == 0 ? "\n\n" : ", ");
        ep_line_text(lines, i == 0 ? ep_word(view->words, EP_WORD_ROLES) : "");
        ep_line_text(lines, roles[i].id);
        ep_line_text(lines, numbers[0] ? " (" : "");
        ep_line_text(lines, numbers);
        ep_line_text(lines, numbers[0] ? ")" : "");
    }
}

void ep_put_description(ep_lines *lines, ep_view *view, const epic_event *event)
{
    const epic_step *step = epic_programme_step(view->programme, event->pair == EPIC_NONE ? EPIC_NONE : event->source);
    const epic_joint_event *joint = epic_programme_event(view->programme, event->pair == EPIC_NONE ? event->source : EPIC_NONE);
    if (event->all_day) {
        put_names(lines, view, EP_WORD_CITIES, event->cities, event->city_count);
    } else {
        put_local_times(lines, view, event);
    }
    if (event->optional_count > 0) {
        ep_line_text(lines, "\n");
        put_names(lines, view, EP_WORD_OPTIONAL, event->optional, event->optional_count);
    }
    put_parts(lines, view, event);
    if (step != NULL) {
        put_agenda(lines, view, event, step->agenda, step->agenda_count);
        put_roles(lines, view, step->roles, step->role_count);
    } else if (joint != NULL) {
        put_agenda(lines, view, event, joint->agenda, joint->agenda_count);
        put_roles(lines, view, joint->roles, joint->role_count);
    }
}

const char *ep_travel_title(ep_view *view, const epic_event *event, bool out)
{
    const char *place = event->place_city != EPIC_NONE ? ep_view_name(view, event->place_city) : event->venue.name;
    const char *guest = ep_view_name(view, event->guest);
    place = place != NULL ? place : ep_view_title(view, event);
    return ep_view_kept(view, ep_phrase(view->arena, view->words, EP_WORD_TRAVEL, {"from", out ? guest : place},
                                        {"to", out ? place : guest}));
}
