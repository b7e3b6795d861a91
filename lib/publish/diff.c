/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new in calendars, for people and as JSON. */
#include <epic/publish.h>

#include "issued.h"
#include "json.h"
#include "paint.h"
#include "when.h"

static const struct {
    epic_property bit;
    const char *word;
} properties[] = {{EPIC_PROPERTY_STATUS, "status"}, {EPIC_PROPERTY_TIME, "time"},     {EPIC_PROPERTY_PLACE, "place"},
                  {EPIC_PROPERTY_TITLE, "title"},   {EPIC_PROPERTY_CITIES, "cities"}, {EPIC_PROPERTY_DETAILS, "details"}};
#define PROPERTIES (sizeof properties / sizeof *properties)

/* ---- text ---- */

static void put_field(ep_writer *out, const char *label, const char *was, const char *is)
{
    ep_putf(out, "  %s: ", label);
    ep_put(out, was != NULL ? was : "none");
    ep_put(out, " -> ");
    ep_put(out, is != NULL ? is : "none");
    ep_put_char(out, '\n');
}

static void put_repeats(ep_writer *out, const char *was, const char *is)
{
    if (was != NULL || is != NULL) {
        put_field(out, "repeats", was, is);
    }
}

/* What it was and what it is, a line each property. */
static void put_properties(ep_writer *out, const epic_change *change)
{
    const epic_issued *was = change->was, *is = change->is;
    if (is == NULL || change->properties & EPIC_PROPERTY_STATUS) {
        put_field(out, "status", epic_standing_word(was->standing), is == NULL ? "cancelled" : epic_standing_word(is->standing));
    }
    if (change->properties & EPIC_PROPERTY_TIME) {
        ep_put(out, "  time: ");
        ep_put_when(out, was);
        ep_put(out, " -> ");
        ep_put_when(out, is);
        ep_put_char(out, '\n');
        put_repeats(out, was->repeats, is->repeats);
    }
    if (change->properties & EPIC_PROPERTY_PLACE) {
        put_field(out, "place", was->place, is->place);
    }
    if (change->properties & EPIC_PROPERTY_TITLE) {
        put_field(out, "title", was->title, is->title);
    }
    ep_put(out, change->properties & EPIC_PROPERTY_CITIES ? "  other cities\n" : "");
    ep_put(out, change->properties & EPIC_PROPERTY_DETAILS ? "  other details\n" : "");
}

/* "  declined by: a, b": the cities that have answered so. */
static void put_consent(ep_writer *out, const epic_issued *entry, epic_consent consent)
{
    bool any = false;
    for (size_t i = 0; i < entry->city_count; i++) {
        if (epic_issued_consent(entry, entry->cities[i]) == consent) {
            ep_put(out, any ? ", " : consent == EPIC_CONSENT_DECLINED ? "  declined by: " : "  accepted by: ");
            ep_put(out, entry->cities[i]);
            any = true;
        }
    }
    ep_put(out, any ? "\n" : "");
}

static void put_change(ep_writer *out, const ep_paint *paint, const epic_change *change)
{
    const epic_issued *entry = change->is != NULL ? change->is : change->was;
    ep_putf(out, "%s%s%s: ", paint->strong, epic_news_word(change->news), paint->off);
    ep_put(out, entry->title);
    ep_put(out, ", ");
    ep_put_when(out, entry);
    ep_put_char(out, '\n');
    if (change->was != NULL) {
        put_properties(out, change);
    }
    if (change->was != NULL && change->was->sequence != change->sequence) {
        ep_putf(out, "  sequence: %u -> %u\n", (unsigned)change->was->sequence, (unsigned)change->sequence);
    }
    if (change->news == EPIC_NEWS_CONVERTED) {
        ep_put(out, "  instead of a visit\n");
    }
    for (size_t i = 0; i < change->city_count; i++) {
        ep_put(out, i == 0 ? "  to be told: " : ", ");
        ep_put(out, change->cities[i]);
    }
    ep_put(out, change->city_count ? "\n" : "");
    put_consent(out, entry, EPIC_CONSENT_ACCEPTED);
    put_consent(out, entry, EPIC_CONSENT_DECLINED);
}

static void put_text(ep_writer *out, const epic_changes *changes, const ep_paint *paint)
{
    size_t count = epic_changes_count(changes);
    for (size_t i = 0; i < count; i++) {
        put_change(out, paint, epic_changes_get(changes, i));
    }
    if (count == 0) {
        ep_put(out, "No changes.\n");
    } else {
        ep_putf(out, count == 1 ? "\n%zu change.\n" : "\n%zu changes.\n", count);
    }
}

/* ---- JSON ---- */

static void put_json_issued(ep_json *json, const char *key, const epic_issued *entry)
{
    char first[EP_MOMENT_ROOM], end[EP_MOMENT_ROOM];
    if (entry == NULL) {
        ep_json_null(json, key);
        return;
    }
    ep_json_open(json, key, '{');
    ep_json_int(json, "sequence", entry->sequence);
    ep_json_text(json, "status", epic_standing_word(entry->standing));
    ep_json_text(json, "title", entry->title);
    ep_json_text(json, "start", entry->all_day ? epic_date_write(entry->first, first) : ep_moment_write(entry->start, first));
    ep_json_text(json, "end", entry->all_day ? epic_date_write(entry->last + 1, end) : ep_moment_write(entry->end, end));
    ep_json_text(json, "repeats", entry->repeats);
    ep_json_text(json, "place", entry->place);
    ep_json_open(json, "consent", '{');
    for (size_t i = 0; i < entry->city_count; i++) {
        ep_json_text(json, entry->cities[i], epic_consent_word(epic_issued_consent(entry, entry->cities[i])));
    }
    ep_json_close(json, '}');
    ep_json_close(json, '}');
}

static void put_json_change(ep_json *json, const epic_change *change)
{
    const epic_issued *entry = change->is != NULL ? change->is : change->was;
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "uid", change->uid);
    ep_json_text(json, "title", entry->title);
    ep_json_text(json, "what", epic_news_word(change->news));
    ep_json_int(json, "sequence", change->sequence);
    ep_json_open(json, "properties", '[');
    for (size_t i = 0; i < PROPERTIES; i++) {
        if (change->properties & properties[i].bit) {
            ep_json_text(json, NULL, properties[i].word);
        }
    }
    ep_json_close(json, ']');
    ep_json_text(json, "replaces", entry->replaces);
    ep_json_open(json, "cities", '[');
    for (size_t i = 0; i < change->city_count; i++) {
        ep_json_text(json, NULL, change->cities[i]);
    }
    ep_json_close(json, ']');
    put_json_issued(json, "was", change->was);
    put_json_issued(json, "is", change->is);
    ep_json_close(json, '}');
}

static void put_json(ep_writer *out, const epic_changes *changes)
{
    ep_json json;
    ep_json_init(&json, out);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "changes", '[');
    for (size_t i = 0; i < epic_changes_count(changes); i++) {
        put_json_change(&json, epic_changes_get(changes, i));
    }
    ep_json_close(&json, ']');
    ep_json_close(&json, '}');
    ep_put_char(out, '\n');
}

int epic_publish_changes(const epic_changes *changes, epic_format format, epic_write_fn write, void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    ep_writer writer;
    if (changes == NULL || write == NULL || (paint == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer_init(&writer, write, user);
    if (paint != NULL) {
        put_text(&writer, changes, paint);
    } else {
        put_json(&writer, changes);
    }
    return ep_writer_end(&writer);
}
