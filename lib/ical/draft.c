/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "draft.h"

#include <stdio.h>
#include <string.h>

#include "civil.h"
#include "grow.h"
#include "hash.h"

#define NO_AVAILABILITY (-1)
#define SLACK 2 /* days that the owner's calendar and another can be apart */
#define LONGEST_RULE 10000

static int spoil(ep_collection *own, const char *wrong)
{
    if (own->draft->wrong == NULL) {
        own->draft->wrong = wrong;
    }
    return EPIC_OK;
}

static int doubt(ep_collection *own, const ep_content *content, const char *words)
{
    ep_remark(&own->remarks, "W617", content->line, false, words);
    return EPIC_OK;
}

static bool is_word(const ep_content *content, const char *word)
{
    return ep_same_word(content->value, content->size, word);
}

/* ---- times ---- */

/* EP_CLOCK_OWNER when the property states no zone; below EP_CLOCK_OWNER when out of memory. */
static int clock_of(ep_collection *own, const ep_content *content)
{
    char name[EP_UID_SHOWN];
    if (content->params_size == 0 || !ep_content_param(content, "TZID", name, sizeof name) || name[0] == '\0') {
        return EP_CLOCK_OWNER;
    }
    int number = ep_tzids_number(&own->tzids, name, content->line);
    return number < 0 ? EP_CLOCK_OWNER - 1 : number;
}

static ep_when when_by(const ep_time *time, int clock)
{
    return (ep_when){time->at, (int16_t)(time->utc ? EP_CLOCK_UTC : time->all_day ? EP_CLOCK_OWNER : clock), time->all_day};
}

int ep_draft_when(ep_collection *own, const ep_content *content, const char *text, size_t n, ep_when *when)
{
    ep_time time;
    char type[8];
    int clock = clock_of(own, content);
    if (!ep_value_time(text, n, &time)) {
        return EPIC_EINPUT;
    }
    if (!time.all_day && ep_content_param(content, "VALUE", type, sizeof type) && ep_same_word(type, strlen(type), "DATE")) {
        time = (ep_time){{time.at.date, 0}, true, false}; /* with a time that does not count */
    }
    *when = when_by(&time, clock);
    return clock < EP_CLOCK_OWNER ? EPIC_ENOMEM : EPIC_OK;
}

int ep_draft_length(ep_collection *own, const ep_content *content, ep_length *length)
{
    if (content->property == EP_DTEND) {
        int status = ep_draft_when(own, content, content->value, content->size, &length->end);
        length->form = EP_UNTIL_END;
        return status;
    }
    if (length->form == EP_UNTIL_END) {
        return EPIC_OK; /* DTEND and DURATION: the end stands */
    }
    length->form = EP_FOR_SPAN;
    bool right = ep_value_span(content->value, content->size, &length->span);
    return right && length->span.days >= 0 && length->span.seconds >= 0 ? EPIC_OK : EPIC_EINPUT;
}

int ep_draft_extra(ep_collection *own, const ep_content *content, const char *text, size_t n, ep_extra *extra)
{
    ep_lapse stretch;
    int clock = clock_of(own, content);
    *extra = (ep_extra){0};
    if (memchr(text, '/', n) == NULL) {
        return ep_draft_when(own, content, text, n, &extra->start);
    }
    if (!ep_value_lapse(text, n, &stretch) || stretch.length.days < 0 || stretch.length.seconds < 0) {
        return EPIC_EINPUT;
    }
    extra->start = when_by(&stretch.start, clock);
    extra->length = (ep_length){stretch.has_end ? EP_UNTIL_END : EP_FOR_SPAN, when_by(&stretch.end, clock), stretch.length};
    return clock < EP_CLOCK_OWNER ? EPIC_ENOMEM : EPIC_OK;
}

/* ---- properties ---- */

static int take_start(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    if (draft->has_start) {
        return EPIC_OK;
    }
    int status = ep_draft_when(own, content, content->value, content->size, &draft->entry.start);
    draft->has_start = true;
    return status == EPIC_EINPUT ? spoil(own, "its start is no date or time") : status;
}

static int take_length(ep_collection *own, const ep_content *content)
{
    int status = ep_draft_length(own, content, &own->draft->entry.length);
    return status == EPIC_EINPUT ? spoil(own, "its end or length is none") : status;
}

static int take_id(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    char range[16];
    int status = ep_draft_when(own, content, content->value, content->size, &draft->entry.id);
    draft->entry.has_id = true;
    draft->entry.and_future = ep_content_param(content, "RANGE", range, sizeof range) &&
                              ep_same_word(range, strlen(range), "THISANDFUTURE");
    return status == EPIC_EINPUT ? spoil(own, "its RECURRENCE-ID is no date or time") : status;
}

static int take_rule(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    const char *wrong;
    char words[160];
    if (draft->rule_count == EP_MOST_RULES || content->size > LONGEST_RULE) {
        return doubt(own, content, "there are too many rules, or one is too long: it is left out");
    }
    int status = ep_recur_parse(&draft->rules[draft->rule_count], own->arena, content->value, content->size, &wrong);
    draft->rule_count += status == EPIC_OK;
    if (status != EPIC_EINPUT) {
        return status;
    }
    (void)snprintf(words, sizeof words, "the rule is none, so that the first time alone counts: %s", wrong);
    return doubt(own, content, words);
}

/* The dates of an EXDATE or RDATE, up to one that is none. */
static int take_dates(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    const char *list = content->value, *item;
    size_t left = content->size, n;
    bool extra = content->property == EP_RDATE;
    int status = EPIC_OK;
    while (status == EPIC_OK && ep_value_item(&list, &left, &item, &n)) {
        if (draft->except_count + draft->extra_count == EP_MOST_DATES) {
            return spoil(own, "it has too many EXDATEs and RDATEs");
        }
        if (!(extra ? ep_grow((void **)&draft->extra, &draft->extra_room, draft->extra_count + 1, sizeof *draft->extra)
                    : ep_grow((void **)&draft->except, &draft->except_room, draft->except_count + 1, sizeof *draft->except))) {
            return EPIC_ENOMEM;
        }
        status = extra ? ep_draft_extra(own, content, item, n, &draft->extra[draft->extra_count])
                       : ep_draft_when(own, content, item, n, &draft->except[draft->except_count]);
        *(extra ? &draft->extra_count : &draft->except_count) += status == EPIC_OK;
    }
    return status != EPIC_EINPUT ? status
        : doubt(own, content, extra ? "an RDATE is no date, time or period: it and what follows it are left out"
                                    : "an EXDATE is no date or time: it and what follows it are left out");
}

static int take_version(ep_collection *own, const ep_content *content)
{
    ep_entry *entry = &own->draft->entry;
    ep_time time;
    int64_t number;
    if (content->property == EP_SEQUENCE && ep_value_integer(content->value, content->size, 0, INT32_MAX, &number)) {
        entry->sequence = (uint32_t)number;
    } else if (content->property == EP_DTSTAMP && ep_value_time(content->value, content->size, &time)) {
        entry->stamp = ep_moment_number(time.at);
    }
    return EPIC_OK;
}

/* "mailto:" and an address, without looking at case. */
static bool is_owner(const ep_collection *own, const ep_content *content)
{
    size_t n = strlen(own->owner);
    if (content->size != n + 7 || !ep_same_word(content->value, 7, "MAILTO:")) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (ep_upper(content->value[7 + i]) != ep_upper(own->owner[i])) {
            return false;
        }
    }
    return true;
}

static int take_mark(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    char answer[16];
    switch ((ep_property)content->property) {
    case EP_ATTENDEE:
        draft->declined = draft->declined || (own->owner != NULL && is_owner(own, content) &&
                                              ep_content_param(content, "PARTSTAT", answer, sizeof answer) &&
                                              ep_same_word(answer, strlen(answer), "DECLINED"));
        break;
    case EP_STATUS:
        draft->cancelled = is_word(content, "CANCELLED") || is_word(content, "CANCELED");
        draft->entry.tentative = draft->entry.tentative || is_word(content, "TENTATIVE");
        break;
    case EP_TRANSP: draft->transparent = is_word(content, "TRANSPARENT"); break;
    default:
        draft->exchange = true;
        draft->free = is_word(content, "FREE");
        draft->entry.tentative = draft->entry.tentative || is_word(content, "TENTATIVE");
        break;
    }
    return EPIC_OK;
}

static int take_name(ep_collection *own, const ep_content *content)
{
    ep_draft *draft = own->draft;
    if (content->property == EP_SUMMARY) {
        ep_value_text(content->value, content->size, draft->name, sizeof draft->name);
        draft->called_off = content->size >= 9 && ep_same_word(content->value, 9, "CANCELED:");
    } else if (content->size > 0) {
        draft->has_uid = true;
        ep_value_text(content->value, content->size, draft->uid, sizeof draft->uid);
        ep_draft_key(content->value, content->size, draft->entry.availability, draft->entry.key);
    }
    return EPIC_OK;
}

int ep_draft_take(ep_collection *own, const ep_content *content)
{
    static int (*const takers[EP_PROPERTIES])(ep_collection *, const ep_content *) = {
        [EP_ATTENDEE] = take_mark,   [EP_DTEND] = take_length,     [EP_DTSTAMP] = take_version, [EP_DTSTART] = take_start,
        [EP_DURATION] = take_length, [EP_EXDATE] = take_dates,     [EP_RDATE] = take_dates,     [EP_RECURRENCE_ID] = take_id,
        [EP_RRULE] = take_rule,      [EP_SEQUENCE] = take_version, [EP_STATUS] = take_mark,     [EP_SUMMARY] = take_name,
        [EP_TRANSP] = take_mark,     [EP_UID] = take_name,         [EP_BUSYSTATUS] = take_mark,
    };
    return takers[content->property] != NULL ? takers[content->property](own, content) : EPIC_OK;
}

/* ---- the whole event ---- */

/* Two of 64 bits each: a coincidence is not to be expected. */
void ep_draft_key(const char *uid, size_t n, int32_t availability, uint64_t key[2])
{
    uint64_t one = 0xcbf29ce484222325u, two = 0x9e3779b97f4a7c15u + (uint64_t)(int64_t)availability;
    for (size_t i = 0; i < n; i++) {
        one = (one ^ (unsigned char)uid[i]) * 0x100000001b3u;
        two = (two ^ (unsigned char)uid[i]) * 0xd6e8feb86659fd93u;
    }
    key[0] = ep_mix64(one + (uint64_t)(int64_t)availability);
    key[1] = ep_mix64(two);
}

void ep_draft_clear(ep_collection *own, uint32_t line)
{
    ep_draft *draft = own->draft;
    draft->wrong = NULL;
    draft->entry = (ep_entry){.line = line, .availability = NO_AVAILABILITY};
    draft->has_start = draft->has_uid = draft->transparent = draft->cancelled = draft->free = false;
    draft->declined = draft->called_off = draft->exchange = false;
    draft->uid[0] = draft->name[0] = '\0';
    draft->rule_count = draft->extra_count = draft->except_count = 0;
}

/* Whole days end with a day, at least the one they begin on. False when they end before. */
static bool settle_days(ep_collection *own, ep_entry *entry)
{
    ep_length *length = &entry->length;
    epic_date start = entry->start.at.date, end = start + 1;
    if (length->form == EP_UNTIL_END) {
        end = length->end.at.date + (!length->end.all_day && length->end.at.second > 0);
    } else if (length->form == EP_FOR_SPAN) {
        end = ep_moment_add(entry->start.at, length->span.days, length->span.seconds + EP_DAY - 1).date;
    }
    if (end == start) {
        ep_remark(&own->remarks, "N618", entry->line, false, "it ends on the day on which it begins: taken as one day");
        end++;
    }
    *length = (ep_length){.form = EP_UNTIL_END, .end = {{end, 0}, EP_CLOCK_OWNER, true}};
    return end > start;
}

static bool settle_length(ep_collection *own, ep_entry *entry)
{
    ep_length *length = &entry->length;
    if (entry->start.all_day) {
        return settle_days(own, entry);
    }
    if (length->form == EP_UNTIL_END && length->end.all_day) {
        length->end.all_day = false;
        length->end.clock = entry->start.clock;
    }
    return length->form != EP_UNTIL_END || length->end.clock != entry->start.clock ||
           ep_moment_number(length->end.at) >= ep_moment_number(entry->start.at);
}

static bool lies_outside(const ep_collection *own)
{
    const ep_draft *draft = own->draft;
    const ep_entry *entry = &draft->entry;
    const ep_length *length = &entry->length;
    ep_moment end = length->form == EP_UNTIL_END ? length->end.at
                                                 : ep_moment_add(entry->start.at, length->span.days, length->span.seconds);
    bool repeats = draft->rule_count > 0 || draft->extra_count > 0;
    bool early = end.date + SLACK < own->from && !repeats;
    return early || (entry->start.at.date - SLACK > own->to && draft->extra_count == 0);
}

static bool is_free(const ep_collection *own)
{
    const ep_draft *draft = own->draft;
    bool day = own->holidays && draft->entry.start.all_day;
    return draft->cancelled || draft->declined || (draft->called_off && draft->exchange) ||
           ((draft->transparent || draft->free) && !day);
}

/* Rules and dates, out of the draft that the next event will use; NULL when out of memory. */
static const ep_repeats *keep_repeats(ep_collection *own)
{
    const ep_draft *draft = own->draft;
    ep_repeats *kept = ep_arena_new_of(own->arena, ep_repeats);
    ep_recur **rules = ep_arena_array_of(own->arena, draft->rule_count, ep_recur *);
    ep_extra *extra = ep_arena_array_of(own->arena, draft->extra_count, ep_extra);
    ep_when *except = ep_arena_array_of(own->arena, draft->except_count, ep_when);
    if (kept == NULL || rules == NULL || extra == NULL || except == NULL) {
        return NULL;
    }
    memcpy(rules, draft->rules, draft->rule_count * sizeof *rules);
    if (draft->extra_count > 0) {
        memcpy(extra, draft->extra, draft->extra_count * sizeof *extra);
    }
    if (draft->except_count > 0) {
        memcpy(except, draft->except, draft->except_count * sizeof *except);
    }
    *kept = (ep_repeats){rules, extra, except, draft->rule_count, draft->extra_count, draft->except_count};
    return kept;
}

static int append(ep_collection *own)
{
    ep_draft *draft = own->draft;
    ep_entry *entry = &draft->entry;
    bool repeats = !entry->shadow && draft->rule_count + draft->extra_count + draft->except_count > 0;
    if (!draft->has_uid) {
        entry->key[0] = ep_mix64(entry->line); /* nothing else is the same event */
    }
    if (repeats) {
        entry->repeats = keep_repeats(own);
    }
    if ((repeats && entry->repeats == NULL) ||
        !ep_grow((void **)&own->entries, &own->entry_room, own->entry_count + 1, sizeof *own->entries)) {
        return EPIC_ENOMEM;
    }
    const char *uid = draft->has_uid ? draft->uid : NULL, *name = own->holidays && draft->name[0] != '\0' ? draft->name : NULL;
    if (!entry->shadow && !ep_collect_origin(own, entry->line, uid, name, &entry->origin)) {
        return EPIC_ENOMEM;
    }
    own->entries[own->entry_count++] = *entry;
    return EPIC_OK;
}

int ep_draft_keep(ep_collection *own, bool broken)
{
    ep_draft *draft = own->draft;
    if (broken) {
        spoil(own, "it is not whole");
    } else if (!draft->has_start) {
        spoil(own, "it has no start");
    } else if (draft->wrong == NULL && !settle_length(own, &draft->entry)) {
        spoil(own, "it ends before it starts");
    }
    if (draft->wrong != NULL) {
        ep_collect_skip(own, draft->entry.line, draft->wrong);
        return EPIC_OK;
    }
    draft->entry.shadow = (lies_outside(own) && !draft->entry.and_future) ||
                          (draft->entry.availability == NO_AVAILABILITY && is_free(own));
    return append(own);
}
