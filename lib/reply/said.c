/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "said.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "diags.h"
#include "draft.h"
#include "grow.h"
#include "issued.h"
#include "text.h"

#define MOST_SAID 2000  /* components of a calendar */
#define NOTES_SAID 20
#define ADDRESS 255
#define TEXT 1024       /* of a comment, clipped */
#define LONGEST 366     /* days */

enum { METHOD = EP_PROPERTIES, COMMENT, PROPERTIES };

/* One calendar. */
typedef struct calendar {
    ep_hearing *own;
    ep_collection *zones; /* takes the VTIMEZONEs, as for busy times */
    ep_taker below;       /* of it */
    const char *file;
    uint32_t base; /* the line of the file in which it begins */
    bool encoded;  /* its lines are not those of the file */
    size_t begun, first; /* begun: index of its first answer; first: of that of the VCALENDAR */
    size_t notes;
    uint32_t method_line;
    char method[32];
    ep_component open[EP_INTAKE_DEPTH];
    size_t depth;
    bool lost; /* out of memory */
} calendar;

static uint32_t line_of(const calendar *in, uint32_t line)
{
    return in->encoded || line == 0 ? in->base : in->base + line - 1;
}

static void say(void *user, const char *code, uint32_t line, const char *words)
{
    calendar *in = user;
    epic_place place = {line_of(in, line), 1};
    if (code[0] != 'E' && ++in->notes > NOTES_SAID) {
        return;
    }
    if (in->encoded) {
        ep_diag(in->own->diags, code, in->file, place, NULL, "line %u of the calendar: %s", (unsigned)line, words);
    } else {
        ep_diag(in->own->diags, code, in->file, place, NULL, "%s", words);
    }
}

/* ---- properties ---- */

static const char *keep_text(calendar *in, const ep_content *content, size_t room)
{
    char text[TEXT];
    ep_value_text(content->value, content->size, text, room);
    const char *kept = text[0] ? ep_arena_strdup(in->own->arena, text) : NULL;
    in->lost = in->lost || (text[0] && kept == NULL);
    return kept;
}

/* The character at text[*at] of a URI, which may be encoded; *at goes to its last one. */
static char decoded(const char *text, size_t n, size_t *at)
{
    size_t i = *at;
    int high = text[i] == '%' && i + 2 < n ? ep_hex_digit(text[i + 1]) : -1, low = high >= 0 ? ep_hex_digit(text[i + 2]) : -1;
    *at += low >= 0 ? 2 : 0;
    return (char)(low >= 0 ? high << 4 | low : text[i]);
}

static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != 0x7f && c != '/';
}

/* Whether it is UTF-8 that a terminal can show: with no control characters, as which marks of direction count. */
static bool is_readable(const char *text, size_t n)
{
    uint32_t character;
    bool good = true;
    for (size_t i = 0, size; i < n && good; i += size) {
        size = ep_utf8_decode(text + i, n - i, &character);
        good = size > 0 && !ep_is_control(character);
    }
    return good;
}

/* An address as it is after "mailto:" (RFC 6068), with which it may begin; NULL when it is none. */
static const char *keep_address(calendar *in, const char *text, size_t n)
{
    char address[ADDRESS];
    size_t used = 0;
    bool at = false, whole = true;
    for (size_t i = n > 7 && ep_same_word(text, 7, "MAILTO:") ? 7 : 0; i < n && text[i] != '?' && whole; i++) {
        char c = decoded(text, n, &i);
        whole = used + 1 < ADDRESS && is_plain(c);
        at = at || (c == '@' && used > 0);
        address[used] = c;
        used += whole;
    }
    if (!whole || !at || !is_readable(address, used)) {
        return NULL;
    }
    const char *kept = ep_arena_strndup(in->own->arena, address, used);
    in->lost = in->lost || kept == NULL;
    return kept;
}

static const char *keep_param(calendar *in, const ep_content *content, const char *name)
{
    char value[ADDRESS + 8];
    bool stated = ep_content_param(content, name, value, sizeof value);
    return stated ? keep_address(in, value, strlen(value)) : NULL;
}

static epic_answer answer_of(const ep_content *content)
{
    char word[32];
    if (ep_content_param(content, "PARTSTAT", word, sizeof word)) {
        for (int i = 0; i < EP_ANSWERS; i++) {
            if (ep_same_word(word, strlen(word), ep_partstats[i])) {
                return (epic_answer)i;
            }
        }
    }
    return EPIC_ANSWER_NONE; /* RFC 5545 section 3.2.12, also of words that nobody knows */
}

static void take_attendee(calendar *in, ep_said *said, const ep_content *content)
{
    ep_voice voice = {{keep_address(in, content->value, content->size), keep_param(in, content, "EMAIL"),
                       keep_param(in, content, "SENT-BY")},
                      keep_param(in, content, "DELEGATED-TO"),
                      answer_of(content)};
    bool named = voice.addresses[0] != NULL || voice.addresses[1] != NULL || voice.addresses[2] != NULL;
    if (!named || said->voice_count == EP_MOST_VOICES) {
        return;
    }
    if (said->voice_count == said->voice_room) {
        size_t room = said->voice_room ? EP_MOST_VOICES : 4;
        ep_voice *more = ep_arena_array_of(in->own->arena, room, ep_voice);
        in->lost = in->lost || more == NULL;
        if (more == NULL) {
            return;
        }
        for (size_t i = 0; i < said->voice_count; i++) {
            more[i] = said->voices[i];
        }
        said->voices = more;
        said->voice_room = room;
    }
    said->voices[said->voice_count++] = voice;
}

static void take_numbers(ep_said *said, const ep_content *content)
{
    int64_t number;
    ep_time time;
    if (content->property == EP_SEQUENCE) {
        bool good = ep_value_integer(content->value, content->size, 0, INT32_MAX, &number);
        said->sequence = good ? (uint32_t)number : 0;
        said->wrong = good ? said->wrong : "its SEQUENCE is no number";
    } else {
        bool good = ep_value_time(content->value, content->size, &time) && !time.all_day;
        said->stamp = good ? ep_moment_number(time.at) : EPIC_NO_INSTANT;
        said->wrong = good ? said->wrong : "its DTSTAMP is no time";
    }
}

static int take_time(calendar *in, ep_said *said, const ep_content *content)
{
    bool start = content->property == EP_DTSTART;
    int status = start ? ep_draft_when(in->zones, content, content->value, content->size, &said->at)
                       : ep_draft_length(in->zones, content, &said->length);
    said->has_start = said->has_start || start;
    said->ends = said->ends || !start;
    said->wrong = status == EPIC_EINPUT ? "its time is none" : said->wrong;
    return status == EPIC_EINPUT ? EPIC_OK : status;
}

static int take_of_event(calendar *in, ep_said *said, const ep_content *content)
{
    switch (content->property) {
    case EP_UID: said->uid = keep_text(in, content, EP_UID_SHOWN); break;
    case EP_SUMMARY: said->title = keep_text(in, content, EP_UID_SHOWN); break;
    case COMMENT: said->comment = said->comment != NULL ? said->comment : keep_text(in, content, TEXT); break;
    case EP_ATTENDEE: take_attendee(in, said, content); break;
    case EP_RECURRENCE_ID: said->part = true; break;
    case EP_SEQUENCE:
    case EP_DTSTAMP: take_numbers(said, content); break;
    case EP_DTSTART:
    case EP_DTEND:
    case EP_DURATION: return take_time(in, said, content);
    default: break;
    }
    return in->lost ? EPIC_ENOMEM : EPIC_OK;
}

/* ---- the method, which may stand behind what it is about ---- */

static void refuse(calendar *in, uint32_t line, const char *words)
{
    say(in, "E621", line, words);
    in->own->count = in->first;
    in->own->refused = true;
}

static const char *lacks(const ep_said *said)
{
    if (said->wrong != NULL) {
        return said->wrong;
    }
    if (said->uid == NULL || said->voice_count == 0) {
        return said->uid == NULL ? "it has no UID" : "it names no ATTENDEE by an address";
    }
    if (said->stamp == EPIC_NO_INSTANT && said->kind != EPIC_REPLY_REFRESH) {
        return "it has no DTSTAMP";
    }
    return said->kind == EPIC_REPLY_WISH && !said->has_start ? "it proposes no time" : NULL;
}

static int end_calendar(calendar *in, uint32_t line)
{
    static const char *const methods[] = {"REPLY", "COUNTER", "REFRESH"};
    char words[128];
    size_t kind = 0, n = strlen(in->method);
    while (kind < 3 && !ep_same_word(in->method, n, methods[kind])) {
        kind++;
    }
    if (n == 0) {
        refuse(in, line, "the calendar states no METHOD: it is no answer");
    } else if (kind == 3) {
        ep_quote(words, sizeof words, in->method, n, 30);
        char *sentence = ep_arena_printf(in->own->arena, "METHOD:%s is no answer: REPLY, COUNTER and REFRESH are", words);
        in->lost = in->lost || sentence == NULL;
        refuse(in, in->method_line, sentence != NULL ? sentence : "");
    } else if (in->own->count == in->first) {
        refuse(in, line, "the calendar holds no event");
    }
    for (size_t i = in->first; i < in->own->count; i++) {
        in->own->list[i].kind = (epic_reply_kind)kind;
        in->own->list[i].wrong = lacks(&in->own->list[i]);
    }
    in->first = in->own->count;
    in->method[0] = '\0';
    return in->lost ? EPIC_ENOMEM : EPIC_OK;
}

/* ---- what the reader tells ---- */

static bool is_of_zone(ep_component component)
{
    return component == EP_VTIMEZONE || component == EP_STANDARD || component == EP_DAYLIGHT;
}

static int on_begin(void *user, ep_component component, uint32_t line)
{
    calendar *in = user;
    ep_hearing *own = in->own;
    in->open[in->depth++] = component;
    if (is_of_zone(component)) {
        return in->below.begin(in->below.user, component, line);
    }
    if (component == EP_VEVENT) {
        if (!ep_grow((void **)&own->list, &own->room, own->count + 1, sizeof *own->list)) {
            return EPIC_ENOMEM;
        }
        own->list[own->count++] = (ep_said){.file = in->file, .line = line_of(in, line), .stamp = EPIC_NO_INSTANT};
    }
    return EPIC_OK;
}

static int on_content(void *user, const ep_content *content)
{
    calendar *in = user;
    ep_component component = in->open[in->depth - 1];
    if (is_of_zone(component)) {
        return content->property < EP_PROPERTIES ? in->below.content(in->below.user, content) : EPIC_OK;
    }
    if (component == EP_VEVENT) {
        return take_of_event(in, &in->own->list[in->own->count - 1], content);
    }
    if (content->property == METHOD) {
        ep_value_text(content->value, content->size, in->method, sizeof in->method);
        in->method_line = content->line;
    }
    return EPIC_OK;
}

static int on_end(void *user, ep_component component, uint32_t line, bool broken)
{
    calendar *in = user;
    in->depth--;
    if (is_of_zone(component)) {
        return in->below.end(in->below.user, component, line, broken);
    }
    if (component == EP_VCALENDAR) {
        return end_calendar(in, line);
    }
    if (broken) {
        in->own->list[in->own->count - 1].wrong = "it is not whole";
    }
    return EPIC_OK;
}

/* ---- the times that are proposed ---- */

/* The earlier moment where the clock shows the time twice or never. */
static int instant_of(calendar *in, const ep_when *when, epic_instant *instant, const char **wrong)
{
    const ep_dial *dial = NULL;
    epic_instant late;
    *instant = ep_moment_number(when->at);
    if (when->clock == EP_CLOCK_UTC) {
        return EPIC_OK;
    }
    int status = when->clock >= 0 ? ep_tzids_dial(&in->zones->tzids, when->clock, &dial) : EPIC_OK;
    if (dial == NULL) {
        *wrong = when->clock >= 0 ? "nobody knows the time zone that it names" : "its time names no time zone";
        return status;
    }
    ep_dial_instants(dial, when->at, instant, &late);
    return status;
}

static int set_moments(calendar *in, ep_said *said)
{
    int status = instant_of(in, &said->at, &said->start, &said->wrong);
    said->end = said->start;
    if (status == EPIC_OK && said->ends && said->length.form == EP_UNTIL_END) {
        status = instant_of(in, &said->length.end, &said->end, &said->wrong);
    } else if (said->ends) {
        said->end += said->length.span.days * (epic_instant)EP_DAY + said->length.span.seconds;
    }
    return status;
}

/* Whole days; an end is the day after the last. */
static void set_days(ep_said *said)
{
    said->first = said->last = said->at.at.date;
    if (said->ends && said->length.form == EP_UNTIL_END) {
        said->last = said->length.end.at.date - 1;
        said->last += said->last < said->first && said->length.end.at.date == said->first;
    } else if (said->ends && said->length.span.days > 0) {
        said->last = said->first + said->length.span.days - 1;
    }
}

static int set_time(calendar *in, ep_said *said)
{
    epic_date day = said->at.at.date;
    int status = EPIC_OK;
    said->all_day = said->at.all_day;
    if (day < in->own->from || day > in->own->to) {
        said->wrong = "it proposes a time far from all that was issued";
    } else if (said->all_day) {
        set_days(said);
    } else {
        status = set_moments(in, said);
    }
    bool back = said->all_day ? said->last < said->first : said->end < said->start;
    bool long_one = said->all_day ? said->last - said->first >= LONGEST
                                  : said->end - said->start > LONGEST * (epic_instant)EP_DAY;
    if (said->wrong == NULL && (back || long_one)) {
        said->wrong = back ? "it ends before it begins" : "it is longer than a year";
    }
    return status;
}

/* ---- a calendar ---- */

/* An ep_intake behind a decoder. */
static int feed(void *user, const char *bytes, size_t n)
{
    return ep_intake_feed(user, bytes, n);
}

static int pass(calendar *in, const ep_taker *taker, const ep_mime_part *part)
{
    static const ep_intake_limits limits = {EP_MOST_HEARD, (size_t)1 << 20, MOST_SAID, 5000};
    ep_intake *intake = ep_intake_new(taker, &limits);
    int status = intake == NULL ? EPIC_ENOMEM : ep_mime_decode(part, feed, intake);
    status = status ? status : ep_intake_end(intake);
    ep_intake_free(intake);
    if (status == EPIC_OK && in->first < in->own->count) {
        status = end_calendar(in, 1); /* what stands in no calendar */
    }
    for (size_t i = in->begun; status == EPIC_OK && i < in->own->count; i++) {
        ep_said *said = &in->own->list[i];
        status = said->kind == EPIC_REPLY_WISH && said->wrong == NULL ? set_time(in, said) : EPIC_OK;
    }
    if (status == EPIC_EINPUT) { /* which has been said */
        in->own->refused = true;
        in->own->count = in->begun;
        return EPIC_OK;
    }
    return status;
}

int ep_hear_calendar(ep_hearing *own, const char *file, const ep_mime_part *part)
{
    const char *properties[PROPERTIES];
    calendar in = {.own = own, .file = file, .base = part->line, .encoded = part->coding != EP_MIME_PLAIN,
                   .begun = own->count, .first = own->count};
    ep_arena *scratch = ep_arena_new();
    const ep_taker taker = {1u << EP_VCALENDAR | 1u << EP_VEVENT | 1u << EP_VTIMEZONE | 1u << EP_STANDARD | 1u << EP_DAYLIGHT,
                            properties, PROPERTIES, on_begin, on_content, on_end, say, &in};
    memcpy(properties, ep_properties, sizeof ep_properties);
    properties[METHOD] = "METHOD";
    properties[COMMENT] = "COMMENT";
    in.zones = scratch != NULL ? ep_arena_new_of(scratch, ep_collection) : NULL;
    if (in.zones == NULL) {
        ep_arena_free(scratch);
        return EPIC_ENOMEM;
    }
    in.zones->arena = scratch;
    in.zones->from = own->from;
    in.zones->to = own->to;
    int status = ep_collect_begin(in.zones, &in.below);
    status = status ? status : pass(&in, &taker, part);
    ep_collect_free(in.zones);
    ep_arena_free(scratch);
    if (in.notes > NOTES_SAID) {
        ep_diag(own->diags, "N619", file, (epic_place){0, 0}, NULL, "%zu more notes on this calendar are left out",
                in.notes - NOTES_SAID);
    }
    return status;
}
