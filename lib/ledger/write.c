/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger at the end of plan.yaml: an entry a line, in the order of UIDs, which no date moves. */
#include <stdio.h>

#include "issued.h"
#include "scalar.h"
#include "text.h"

#define DAY 86400

char *ep_moment_write(epic_instant instant, char text[EP_MOMENT_ROOM])
{
    char date[11];
    epic_instant second = instant % DAY < 0 ? instant % DAY + DAY : instant % DAY;
    int minute = (int)second / 60;
    snprintf(text, EP_MOMENT_ROOM, "%sT%02d:%02d:%02dZ", epic_date_write((epic_date)((instant - second) / DAY), date),
             minute / 60 % 24, minute % 60, (int)second % 60);
    return text;
}

static void put(ep_writer *out, const char *lead, const char *text)
{
    ep_put(out, lead);
    ep_put_scalar(out, text);
}

static void put_moment(ep_writer *out, const char *lead, epic_instant instant)
{
    char text[EP_MOMENT_ROOM];
    ep_put(out, lead);
    ep_put(out, ep_moment_write(instant, text));
}

static void put_date(ep_writer *out, const char *lead, epic_date date)
{
    char text[11];
    ep_put(out, lead);
    ep_put(out, epic_date_write(date, text));
}

static void put_list(ep_writer *out, const char *lead, const char *const *texts, size_t count)
{
    ep_put(out, lead);
    ep_put_char(out, '[');
    for (size_t i = 0; i < count; i++) {
        put(out, i ? ", " : "", texts[i]);
    }
    ep_put_char(out, ']');
}

static void put_digest(ep_writer *out, const char *lead, const uint8_t digest[16])
{
    char text[33];
    *ep_hex_write(digest, 16, text) = '\0';
    put(out, lead, text);
}

/* Days or moments. */
static void put_times(ep_writer *out, bool all_day, epic_date first, epic_date last, epic_instant start, epic_instant end)
{
    if (all_day) {
        put_date(out, ", first: ", first);
        put_date(out, ", last: ", last);
    } else {
        put_moment(out, ", start: ", start);
        put_moment(out, ", end: ", end);
    }
}

static void put_answers(ep_writer *out, const epic_issued *entry)
{
    for (size_t i = 0; i < entry->answer_count; i++) {
        const epic_answered *one = &entry->answers[i];
        put(out, i == 0 ? ", answers: [{city: " : ", {city: ", one->city);
        put(out, ", email: ", one->email);
        put(out, ", answer: ", epic_answer_word(one->answer));
        ep_putf(out, ", sequence: %u", (unsigned)one->sequence);
        put_moment(out, ", stamp: ", one->stamp);
        ep_put_char(out, '}');
    }
    ep_put(out, entry->answer_count ? "]" : "");
}

static void put_wishes(ep_writer *out, const epic_issued *entry)
{
    for (size_t i = 0; i < entry->wish_count; i++) {
        const epic_wish *one = &entry->wishes[i];
        put(out, i == 0 ? ", wishes: [{city: " : ", {city: ", one->city);
        put(out, ", email: ", one->email);
        put_times(out, one->all_day, one->first, one->last, one->start, one->end);
        if (one->comment != NULL) {
            put(out, ", comment: ", one->comment);
        }
        ep_putf(out, ", sequence: %u", (unsigned)one->sequence);
        put_moment(out, ", stamp: ", one->stamp);
        ep_put_char(out, '}');
    }
    ep_put(out, entry->wish_count ? "]" : "");
}

static void put_stated(ep_writer *out, const char *key, const char *text)
{
    if (text != NULL) {
        put(out, key, text);
    }
}

static void put_some(ep_writer *out, const char *key, const char *const *list, size_t count)
{
    if (count > 0) {
        put_list(out, key, list, count);
    }
}

static void put_entry(ep_writer *out, const epic_issued *entry)
{
    put(out, "  - {uid: ", entry->uid);
    ep_putf(out, ", sequence: %u", (unsigned)entry->sequence);
    put_moment(out, ", created: ", entry->created);
    put_moment(out, ", modified: ", entry->modified);
    put(out, ", status: ", epic_standing_word(entry->standing));
    ep_put(out, entry->gone ? ", gone: true" : "");
    put_times(out, entry->all_day, entry->first, entry->last, entry->start, entry->end);
    if (entry->reserve != EPIC_NO_DATE) {
        put_date(out, ", reserve: ", entry->reserve);
    }
    put_stated(out, ", wall: ", entry->wall);
    put_some(out, ", was: ", entry->was, entry->was_count);
    put_stated(out, ", repeats: ", entry->repeats);
    put_stated(out, ", place: ", entry->place);
    put(out, ", title: ", entry->title);
    put_list(out, ", cities: ", entry->cities, entry->city_count);
    put_some(out, ", optional: ", entry->optional, entry->optional_count);
    put_some(out, ", left: ", entry->left, entry->left_count);
    put_some(out, ", pair: ", entry->pair, entry->pair[0] != NULL ? 2 : 0);
    put_stated(out, ", replaces: ", entry->replaces);
    put_digest(out, ", digest: ", entry->digest);
    put(out, ", sent: ", ep_sent_words[entry->sent]);
    if (entry->since != entry->sequence) {
        ep_putf(out, ", since: %u", (unsigned)entry->since);
    }
    put_answers(out, entry);
    put_wishes(out, entry);
    put_some(out, ", again: ", entry->again, entry->again_count);
    ep_put(out, "}\n");
}

static void put_addresses(ep_writer *out, const ep_issues *issues)
{
    if (issues->organiser_name != NULL) {
        put(out, "organiser: {name: ", issues->organiser_name);
        if (issues->organiser_email != NULL) {
            put(out, ", email: ", issues->organiser_email);
        }
        ep_put(out, "}\n");
    }
    ep_put(out, issues->mailbox_count ? "mailboxes:\n" : "");
    for (size_t i = 0; i < issues->mailbox_count; i++) {
        put(out, "  - {city: ", issues->mailboxes[i].city);
        put(out, ", name: ", issues->mailboxes[i].name);
        put(out, ", email: ", issues->mailboxes[i].email);
        ep_put(out, "}\n");
    }
}

static void put_languages(ep_writer *out, const ep_issues *issues)
{
    ep_put(out, issues->language_count ? "languages:\n" : "");
    for (size_t i = 0; i < issues->language_count; i++) {
        put(out, "  - {city: ", issues->languages[i].city);
        put(out, ", language: ", issues->languages[i].language);
        ep_put(out, "}\n");
    }
}

void ep_ledger_write(ep_writer *writer, const ep_issues *issues)
{
    put_addresses(writer, issues);
    put_languages(writer, issues);
    ep_put(writer, issues->count ? "issued:\n" : "issued: []\n");
    for (size_t i = 0; i < issues->count; i++) {
        put_entry(writer, &issues->entries[i]);
    }
}
