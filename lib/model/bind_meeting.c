/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "meeting.h"

#include <string.h>

#include "words.h"

#define DEFAULT_MINUTES 90 /* the inclusive default; stated minutes win */

/* ---- length ---- */

/* A length that the kind cannot have. */
static const char *wrong_length(const raw_meeting *raw, epic_kind kind)
{
    bool days = raw->days.at != NULL, minutes = raw->minutes.at != NULL;
    if (days && minutes) {
        return "has a length in days or in minutes, not both";
    }
    if (minutes && ep_kind_in_days(kind)) {
        return "has a length in days, not in minutes";
    }
    return !days && ep_kind_in_days(kind) && kind != EPIC_DEADLINE ? "needs a length: 'days'" : NULL;
}

static void bind_length(ep_loader *loader, const ep_node *at, const raw_meeting *raw, ep_meeting *meeting)
{
    bool misread = raw->days.at == NULL && ep_node_child(at, "days") != NULL; /* and reported */
    const char *wrong = misread ? NULL : wrong_length(raw, meeting->kind);
    bool in_days = ep_kind_in_days(meeting->kind) ||
                   (meeting->mode != EPIC_MODE_ONLINE && meeting->kind >= EPIC_MEETING);
    if (wrong != NULL && raw->kind.at != NULL) {
        ep_report(&loader->reader, "E325", raw->kind.at->place, NULL, "a %s %s", ep_kind_words[meeting->kind], wrong);
    }
    if (raw->days.at != NULL) {
        meeting->days = (uint32_t)raw->days.integer;
    } else if (raw->minutes.at != NULL) {
        meeting->minutes = (uint32_t)raw->minutes.integer;
    } else if (in_days) {
        meeting->days = 1;
    } else {
        meeting->minutes = DEFAULT_MINUTES;
    }
}

/* ---- agenda and roles ---- */

static void bind_agenda(ep_loader *loader, const ep_items *list, ep_meeting *meeting)
{
    const raw_agenda_item *raw = list->items;
    epic_agenda_item *agenda = ep_keep_array(loader, list->count, sizeof *agenda);
    uint32_t total = 0;
    meeting->agenda = agenda;
    for (size_t i = 0; i < list->count && agenda != NULL; i++) {
        agenda[meeting->agenda_count++] = (epic_agenda_item){(uint32_t)raw[i].minutes.integer, raw[i].title.text};
        total += (uint32_t)raw[i].minutes.integer;
    }
    if (meeting->minutes > 0 && total > meeting->minutes) {
        ep_report(&loader->reader, "E321", list->at->key_place, NULL, "the agenda takes %u minutes, but the meeting %u",
                  (unsigned)total, (unsigned)meeting->minutes);
    }
}

static void bind_roles(ep_loader *loader, const ep_items *table, ep_meeting *meeting)
{
    const raw_range *raw = table->items;
    epic_role *roles = ep_keep_array(loader, table->count, sizeof *roles);
    meeting->roles = roles;
    for (size_t i = 0; i < table->count && roles != NULL; i++) {
        if (raw[i].at == NULL) {
            continue;
        }
        uint32_t max = raw[i].max.at == NULL ? 0 : (uint32_t)raw[i].max.integer;
        roles[meeting->role_count++] = (epic_role){ep_keep_text(loader, raw[i].at->key), (uint32_t)raw[i].min.integer, max};
        if (raw[i].max.at != NULL && raw[i].min.integer > raw[i].max.integer) {
            ep_report(&loader->reader, "E322", raw[i].at->key_place, NULL, "the least number of people is above the most");
        }
    }
}

/* ---- window ---- */

static epic_date bind_edge(ep_loader *loader, const ep_value *edge, epic_date unless)
{
    const epic_programme_info *info = &loader->programme->info;
    if (edge->at == NULL) {
        return unless;
    }
    if (loader->has_window && (edge->date < info->starts || edge->date > info->ends)) {
        ep_report(&loader->reader, "E308", edge->at->place, NULL, "%s lies outside the programme", edge->at->text);
    }
    return edge->date;
}

epic_preference ep_bind_preference(const raw_prefer *raw, const epic_preference *otherwise)
{
    epic_preference preference = *otherwise;
    const ep_value *months = raw->months.items;
    if (raw->hours.at != NULL) {
        preference.hours = *(const epic_hours *)raw->hours.other;
    }
    unsigned stated = 0;
    for (size_t i = 0; i < raw->months.count; i++) {
        stated |= months[i].at == NULL ? 0 : 1u << (unsigned)(months[i].integer - 1);
    }
    preference.months = raw->months.at == NULL ? preference.months : (uint16_t)stated;
    return preference;
}

/* What can become a meeting online: what is not one already. */
static void bind_or_online(ep_loader *loader, const ep_value *stated, ep_meeting *meeting)
{
    meeting->has_or_online = stated->at != NULL;
    meeting->or_online = stated->span;
    if (stated->at != NULL && meeting->mode == EPIC_MODE_ONLINE) {
        ep_report(&loader->reader, "E342", stated->at->key_place, NULL, "a %s is online already", ep_kind_words[meeting->kind]);
    }
}

/* For what takes place on whole days: whoever meets for minutes finds another hour. */
static void bind_reserve(ep_loader *loader, const ep_value *stated, ep_meeting *meeting)
{
    bool idle = meeting->kind == EPIC_PREPARATION || meeting->kind == EPIC_DEADLINE;
    meeting->has_reserve = stated->at != NULL;
    meeting->reserve = stated->span;
    if (stated->at != NULL && (idle || meeting->days == 0)) {
        ep_report(&loader->reader, "E343", stated->at->key_place, idle ? NULL : "state its length in 'days'",
                  "what %s has no reserve date", idle ? "occupies nobody" : "takes minutes");
    }
}

ep_meeting ep_bind_meeting(ep_loader *loader, const ep_node *at, const raw_meeting *raw, epic_kind first)
{
    const epic_programme_info *info = &loader->programme->info;
    ep_meeting meeting = {.kind = first + (epic_kind)raw->kind.integer};
    meeting.mode = raw->mode.at == NULL ? ep_kind_mode(meeting.kind) : (epic_mode)raw->mode.integer;
    bind_or_online(loader, &raw->or_online, &meeting);
    meeting.moderator = ep_bind_moderator(loader, &raw->moderator);
    ep_check_order(loader, &raw->within.from, &raw->within.to, "window");
    meeting.from = bind_edge(loader, &raw->within.from, info->starts);
    meeting.to = bind_edge(loader, &raw->within.to, info->ends);
    meeting.prefer = ep_bind_preference(&raw->prefer, &info->prefer);
    bind_length(loader, at, raw, &meeting);
    bind_reserve(loader, &raw->reserve, &meeting);
    bind_agenda(loader, &raw->agenda, &meeting);
    bind_roles(loader, &raw->roles, &meeting);
    return meeting;
}

/* ---- ids and order ---- */

const char **ep_bind_ids(ep_loader *loader, const raw_meeting *first, size_t stride, size_t count)
{
    const char **ids = ep_arena_array_of(loader->reader.scratch, count, const char *);
    if (ids == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        const ep_value *id = &((const raw_meeting *)(const void *)((const char *)first + i * stride))->id;
        ids[i] = id->at == NULL ? "" : id->text;
        if (id->at != NULL && strcmp(id->text, "start") == 0) {
            ep_report(&loader->reader, "E328", id->at->place, NULL, "'start' is the programme's first day; take another id");
        } else if (id->at != NULL && ep_index_of(id->text, ids, i) != EPIC_NONE) {
            ep_report(&loader->reader, "E328", id->at->place, "ids in one list differ", "the id '%s' is taken", id->text);
        }
    }
    return ids;
}

size_t ep_bind_event(ep_loader *loader, const ep_value *id, const char *const *ids, size_t count, const char *hint)
{
    if (id->at == NULL) {
        return EPIC_NONE;
    }
    size_t event = ep_index_of(id->text, ids, count);
    if (event == EPIC_NONE) {
        const char *near = ep_suggest(&loader->reader, id->text, ids, count);
        ep_report(&loader->reader, "E306", id->at->place, hint == NULL ? near : hint, "there is no event '%s' here", id->text);
    }
    return event;
}

/* The shortest or the longest that a duration can be. */
static int64_t minutes_of(epic_duration span, int days_a_month)
{
    return ((int64_t)span.months * days_a_month + span.days) * 1440 + span.minutes;
}

bool ep_bind_after(ep_loader *loader, const raw_after *raw, const char *const *ids, size_t count, epic_after *after)
{
    bool start = raw->event.at != NULL && strcmp(raw->event.text, "start") == 0;
    if (raw->at == NULL) {
        return false;
    }
    *after = (epic_after){.event = start ? EPIC_NONE : ep_bind_event(loader, &raw->event, ids, count, NULL),
                          .has_at_least = raw->at_least.at != NULL,
                          .has_at_most = raw->at_most.at != NULL,
                          .at_least = raw->at_least.span,
                          .at_most = raw->at_most.span,
                          .place = raw->at->key_place};
    if (after->has_at_least && after->has_at_most && minutes_of(after->at_least, 28) > minutes_of(after->at_most, 31)) {
        ep_report(&loader->reader, "E322", raw->at_most.at->place, NULL, "the longest gap is shorter than the shortest");
    }
    return start || after->event != EPIC_NONE;
}

/* Walks from each event to what it follows; marks: the number of the walk + 1. A walk that meets itself is a ring. */
void ep_check_rings(ep_loader *loader, const size_t *before, const epic_place *places, const char *const *ids, size_t count)
{
    size_t *marks = ep_arena_array_of(loader->reader.scratch, count, size_t);
    if (marks == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        while (at != EPIC_NONE && marks[at] == 0) {
            marks[at] = i + 1;
            at = before[at];
        }
        if (at != EPIC_NONE && marks[at] == i + 1) {
            ep_report(&loader->reader, "E320", places[at], "a step without 'after' follows the one before it",
                      "'%s' comes after itself", ids[at]);
        }
    }
}
