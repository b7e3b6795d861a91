/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "collect.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "draft.h"
#include "grow.h"

const char *const ep_properties[EP_PROPERTIES] = {
    "ATTENDEE", "BUSYTYPE", "DTEND", "DTSTAMP", "DTSTART", "DURATION", "EXDATE", "FREEBUSY", "PRIORITY", "RDATE", "RECURRENCE-ID",
    "RRULE", "SEQUENCE", "STATUS", "SUMMARY", "TRANSP", "TZID", "TZOFFSETFROM", "TZOFFSETTO", "UID",
    "X-MICROSOFT-CDO-BUSYSTATUS", "X-WR-TIMEZONE"};

void ep_collect_skip(ep_collection *own, uint32_t line, const char *words)
{
    own->skipped++;
    ep_remark(&own->remarks, "W615", line, true, words);
}

void ep_collect_midnight(const ep_collection *own, epic_date date, epic_instant *early, epic_instant *late)
{
    ep_dial_instants(&own->home, (ep_moment){date, 0}, early, late);
}

bool ep_collect_origin(ep_collection *own, uint32_t line, const char *uid, const char *name, uint32_t *origin)
{
    const char *kept_uid = uid != NULL ? ep_arena_strdup(own->arena, uid) : NULL;
    const char *kept_name = name != NULL ? ep_arena_strdup(own->arena, name) : NULL;
    if ((uid != NULL && kept_uid == NULL) || (name != NULL && kept_name == NULL) ||
        !ep_grow((void **)&own->origins, &own->origin_room, own->origin_count + 1, sizeof *own->origins)) {
        return false;
    }
    *origin = (uint32_t)own->origin_count;
    own->origins[own->origin_count++] = (ep_origin){kept_uid, kept_name, line};
    return true;
}

/* ---- free-busy lists ---- */

/* By the owner's clock where it is not in UTC, as it should be. */
static epic_instant instant_of(const ep_collection *own, const ep_when *when, bool end)
{
    epic_instant early, late;
    if (when->clock == EP_CLOCK_UTC) {
        return ep_moment_number(when->at);
    }
    ep_dial_instants(&own->home, when->at, &early, &late);
    return end ? late : early;
}

static int take_periods(ep_collection *own, const ep_content *content)
{
    char type[32];
    const char *list = content->value, *item;
    size_t left = content->size, n;
    int status = EPIC_OK, which = EPIC_BUSY_FIRM;
    if (ep_content_param(content, "FBTYPE", type, sizeof type)) {
        which = ep_same_word(type, strlen(type), "BUSY-TENTATIVE") ? EPIC_BUSY_TENTATIVE
                : ep_same_word(type, strlen(type), "FREE")         ? 2
                                                                   : EPIC_BUSY_FIRM;
    }
    while (ep_value_item(&list, &left, &item, &n)) {
        ep_extra period;
        status = ep_draft_extra(own, content, item, n, &period);
        if (status == EPIC_ENOMEM) {
            return status;
        }
        if (status == EPIC_EINPUT || period.length.form == EP_NO_LENGTH) {
            ep_remark(&own->remarks, "W617", content->line, false, "a time of FREEBUSY is no period: it is left out");
            continue;
        }
        epic_instant start = instant_of(own, &period.start, false), end = instant_of(own, &period.length.end, true);
        if (period.length.form == EP_FOR_SPAN) {
            end = start + period.length.span.days * (epic_instant)EP_DAY + period.length.span.seconds;
        }
        if (!ep_intervals_add(&own->draft->lists[which], (ep_interval){start, end, 0}, own->begin, own->end)) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}

/* What it calls free is taken from what the same list calls busy. */
static int keep_list(ep_collection *own, bool broken)
{
    ep_draft *draft = own->draft;
    ep_intervals *free_times = &draft->lists[2];
    uint32_t origin = 0;
    bool whole = broken || ep_collect_origin(own, draft->entry.line, draft->has_uid ? draft->uid : NULL, NULL, &origin);
    if (broken) {
        ep_collect_skip(own, draft->entry.line, "it is not whole");
    }
    ep_intervals_join(free_times, true);
    for (int which = 0; which < 2 && whole && !broken; which++) {
        ep_intervals_join(&draft->lists[which], true);
        whole = ep_intervals_subtract(&draft->lists[which], free_times);
        for (size_t i = 0; i < draft->lists[which].count && whole; i++) {
            ep_interval item = draft->lists[which].list[i];
            item.origin = origin;
            whole = ep_intervals_add(&own->busy[which], item, own->begin, own->end);
        }
    }
    for (int which = 0; which < 3; which++) {
        draft->lists[which].count = 0;
    }
    return whole ? EPIC_OK : EPIC_ENOMEM;
}

/* ---- availability ---- */

static ep_availability *current(ep_collection *own)
{
    return own->availability_count > 0 ? &own->availabilities[own->availability_count - 1] : NULL;
}

static int begin_availability(ep_collection *own, uint32_t line)
{
    if (own->availability_count == EP_MOST_AVAILABILITIES) {
        own->availabilities[EP_MOST_AVAILABILITIES - 1].dead = true;
        ep_remark(&own->remarks, "W617", line, false, "there are too many availabilities: the last ones are left out");
        return EPIC_OK;
    }
    own->availabilities[own->availability_count++] = (ep_availability){.line = line, .priority = 10};
    return EPIC_OK;
}

static int take_of_availability(ep_collection *own, const ep_content *content)
{
    ep_availability *it = current(own);
    int64_t number;
    int status = EPIC_OK;
    switch (content->property) {
    case EP_DTSTART:
        status = ep_draft_when(own, content, content->value, content->size, &it->start);
        it->has_start = true;
        break;
    case EP_DTEND:
    case EP_DURATION: status = ep_draft_length(own, content, &it->length); break;
    case EP_PRIORITY:
        if (ep_value_integer(content->value, content->size, 1, 9, &number)) {
            it->priority = (int)number;
        }
        break;
    case EP_BUSYTYPE: it->tentative = ep_same_word(content->value, content->size, "BUSY-TENTATIVE"); break;
    default: break;
    }
    it->dead = it->dead || status == EPIC_EINPUT;
    return status == EPIC_EINPUT ? EPIC_OK : status;
}

static int end_availability(ep_collection *own, uint32_t line, bool broken)
{
    ep_availability *it = current(own);
    it->dead = it->dead || broken;
    if (it->dead) {
        ep_collect_skip(own, line, broken ? "it is not whole" : "its start, end or length is none");
        return EPIC_OK;
    }
    return ep_collect_origin(own, line, NULL, NULL, &it->origin) ? EPIC_OK : EPIC_ENOMEM;
}

/* ---- zones ---- */

static int begin_zone(ep_collection *own, uint32_t line)
{
    ep_zonedef *zone = ep_arena_new_of(own->arena, ep_zonedef);
    if (zone == NULL) {
        return EPIC_ENOMEM;
    }
    zone->line = line;
    own->draft->zone = zone;
    *own->tzids.last = zone;
    own->tzids.last = &zone->next;
    return EPIC_OK;
}

static int begin_onset(ep_collection *own)
{
    ep_onset *onset = ep_arena_new_of(own->arena, ep_onset);
    if (onset != NULL) {
        onset->next = own->draft->zone->onsets;
        own->draft->zone->onsets = onset;
        own->draft->zone->count++;
    }
    own->draft->onset = onset;
    return onset != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int take_dates(ep_collection *own, const ep_content *content, ep_onset *onset)
{
    const char *list = content->value, *item;
    size_t left = content->size, n, most = left / 8 + 1; /* the shortest date has eight digits */
    ep_onset_dates *dates = ep_arena_array(own->arena, 1, sizeof *dates + most * sizeof dates->list[0]);
    if (dates == NULL) {
        return EPIC_ENOMEM;
    }
    while (!onset->bad && ep_value_item(&list, &left, &item, &n)) {
        onset->bad = !ep_value_time(item, n, &dates->list[dates->count]);
        dates->count += !onset->bad;
    }
    dates->next = onset->dates;
    onset->dates = dates;
    return EPIC_OK;
}

static int take_of_onset(ep_collection *own, const ep_content *content)
{
    ep_onset *onset = own->draft->onset;
    bool right = true;
    switch (content->property) {
    case EP_DTSTART: right = onset->has_start = ep_value_time(content->value, content->size, &onset->start); break;
    case EP_TZOFFSETFROM: right = onset->has_from = ep_value_offset(content->value, content->size, &onset->from); break;
    case EP_TZOFFSETTO: right = onset->has_to = ep_value_offset(content->value, content->size, &onset->to); break;
    case EP_RDATE: return take_dates(own, content, onset);
    case EP_RRULE:
        right = onset->rule == NULL;
        onset->rule = ep_arena_strndup(own->arena, content->value, content->size);
        onset->rule_size = content->size;
        return onset->rule != NULL ? (onset->bad = onset->bad || !right, EPIC_OK) : EPIC_ENOMEM;
    default: break;
    }
    onset->bad = onset->bad || !right;
    return EPIC_OK;
}

static int take_of_zone(ep_collection *own, const ep_content *content)
{
    ep_zonedef *zone = own->draft->zone;
    if (content->property == EP_TZID) {
        zone->id = ep_arena_strndup(own->arena, content->value, content->size);
        return zone->id != NULL ? EPIC_OK : EPIC_ENOMEM;
    }
    return EPIC_OK;
}

/* ---- what the reader tells ---- */

static int on_begin(void *user, ep_component component, uint32_t line)
{
    ep_collection *own = user;
    ep_draft *draft = own->draft;
    ep_component parent = draft->depth > 0 ? draft->open[draft->depth - 1] : EP_OTHER_COMPONENT;
    bool lost = (component == EP_AVAILABLE && parent != EP_VAVAILABILITY) ||
                ((component == EP_STANDARD || component == EP_DAYLIGHT) && parent != EP_VTIMEZONE);
    component = lost ? EP_OTHER_COMPONENT : component;
    draft->open[draft->depth++] = component;
    own->events += component == EP_VEVENT || component == EP_VFREEBUSY || component == EP_VAVAILABILITY;
    switch (component) {
    case EP_AVAILABLE:
        ep_draft_clear(own, line);
        draft->entry.availability = (int32_t)own->availability_count - 1;
        return EPIC_OK;
    case EP_VEVENT:
    case EP_VFREEBUSY: ep_draft_clear(own, line); return EPIC_OK;
    case EP_VAVAILABILITY: return begin_availability(own, line);
    case EP_VTIMEZONE: return begin_zone(own, line);
    case EP_STANDARD:
    case EP_DAYLIGHT: return begin_onset(own);
    default: return EPIC_OK;
    }
}

static int on_content(void *user, const ep_content *content)
{
    ep_collection *own = user;
    ep_draft *draft = own->draft;
    switch (draft->open[draft->depth - 1]) {
    case EP_VCALENDAR:
        if (content->property == EP_X_WR_TIMEZONE) {
            ep_value_text(content->value, content->size, own->floating, sizeof own->floating);
        }
        return EPIC_OK;
    case EP_VEVENT:
    case EP_AVAILABLE: return ep_draft_take(own, content);
    case EP_VFREEBUSY: return content->property == EP_FREEBUSY ? take_periods(own, content)
                              : content->property == EP_UID    ? ep_draft_take(own, content)
                                                               : EPIC_OK;
    case EP_VAVAILABILITY: return take_of_availability(own, content);
    case EP_VTIMEZONE: return take_of_zone(own, content);
    case EP_STANDARD:
    case EP_DAYLIGHT: return take_of_onset(own, content);
    default: return EPIC_OK;
    }
}

static int on_end(void *user, ep_component component, uint32_t line, bool broken)
{
    ep_collection *own = user;
    ep_draft *draft = own->draft;
    (void)component;
    switch (draft->open[--draft->depth]) {
    case EP_VEVENT:
    case EP_AVAILABLE: return ep_draft_keep(own, broken);
    case EP_VFREEBUSY: return keep_list(own, broken);
    case EP_VAVAILABILITY: return end_availability(own, line, broken);
    case EP_VTIMEZONE: draft->zone->broken = broken; return EPIC_OK;
    default: return EPIC_OK;
    }
}

static void on_say(void *user, const char *code, uint32_t line, const char *words)
{
    ep_collection *own = user;
    ep_remark(&own->remarks, code, line, false, words);
}

int ep_collect_begin(ep_collection *own, ep_taker *taker)
{
    own->draft = calloc(1, sizeof *own->draft);
    own->remarks.arena = own->tzids.arena = own->arena;
    own->tzids.from = own->from;
    own->tzids.to = own->to;
    own->tzids.last = &own->tzids.defined;
    own->tzids.say = on_say;
    own->tzids.user = own;
    *taker = (ep_taker){(1u << (EP_DAYLIGHT + 1)) - 1, ep_properties, EP_PROPERTIES, on_begin, on_content, on_end, on_say, own};
    return own->draft != NULL ? EPIC_OK : EPIC_ENOMEM;
}

void ep_collect_free(ep_collection *own)
{
    if (own->draft != NULL) {
        free(own->draft->extra);
        free(own->draft->except);
        for (int i = 0; i < 3; i++) {
            ep_intervals_free(&own->draft->lists[i]);
        }
        free(own->draft);
    }
    free(own->entries);
    free(own->origins);
    for (size_t i = 0; i < own->availability_count; i++) {
        ep_intervals_free(&own->availabilities[i].available);
    }
    ep_intervals_free(&own->busy[0]);
    ep_intervals_free(&own->busy[1]);
    ep_remarks_free(&own->remarks);
}
