/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why an event is not on a day, or on any. */
#include <epic/plan.h>
#include <epic/publish.h>

#include "changes.h"
#include "json.h"
#include "paint.h"

#define MOST_POSSIBLE 10 /* days that are listed */

/* What an event is known by. */
typedef struct named {
    const epic_scores *scores;
    const epic_pair *pair; /* NULL: none */
    const char *id;
    uint32_t number;
} named;

static named name_of(const epic_why *why)
{
    const epic_why_info *info = epic_why_get(why);
    const epic_pairing *pairing = epic_plan_pairing(epic_why_plan(why));
    size_t count, pair = info->event != NULL ? info->event->pair : info->unscheduled->pair;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    return (named){epic_pairing_scores(pairing), pair < count ? &pairs[pair] : NULL,
                   info->event != NULL ? info->event->id : info->unscheduled->id,
                   info->event != NULL ? info->event->number : info->unscheduled->number};
}

static void put_json_date(ep_json *json, const char *key, epic_date date)
{
    char text[11];
    ep_json_text(json, key, date == EPIC_NO_DATE ? NULL : epic_date_write(date, text));
}

static void put_json_rule(const epic_barring *rule, bool all, ep_json *json)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "why", rule->words);
    if (all) {
        ep_json_int(json, "days", (int64_t)rule->days);
        ep_json_bool(json, "clashes", rule->clashes);
    }
    put_json_date(json, "frees", rule->frees);
    ep_json_close(json, '}');
}

static void put_json(const epic_why *why, ep_writer *writer)
{
    const epic_why_info *info = epic_why_get(why);
    named its = name_of(why);
    ep_json json;
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_text(&json, "id", its.id);
    ep_json_int(&json, "number", its.number);
    if (its.pair != NULL) {
        ep_json_open(&json, "pair", '[');
        ep_json_text(&json, NULL, ep_city_id(its.scores, its.pair->a));
        ep_json_text(&json, NULL, ep_city_id(its.scores, its.pair->b));
        ep_json_close(&json, ']');
    } else {
        ep_json_null(&json, "pair");
    }
    put_json_date(&json, "first", info->event != NULL ? info->event->first : EPIC_NO_DATE);
    ep_json_text(&json, "why", info->event != NULL ? info->event->why : info->unscheduled->why);
    put_json_date(&json, "date", info->date);
    put_json_date(&json, "from", info->from);
    put_json_date(&json, "to", info->to);
    ep_json_open(&json, "possible", '[');
    for (size_t i = 0; i < info->possible_count; i++) {
        put_json_date(&json, NULL, info->possible[i]);
    }
    ep_json_close(&json, ']');
    ep_json_open(&json, "rules", '[');
    for (size_t i = 0; i < info->rule_count; i++) {
        put_json_rule(&info->rules[i], info->date == EPIC_NO_DATE, &json);
    }
    ep_json_close(&json, ']');
    ep_json_close(&json, '}');
    ep_put_char(writer, '\n');
}

static void put_date(ep_writer *writer, epic_date date)
{
    char text[11];
    ep_put(writer, epic_date_write(date, text));
}

/* "'visit' of Brescia and Oberhausen is on 2022-03-01: first day ..." */
static void put_event(const epic_why *why, const ep_paint *paint, ep_writer *writer)
{
    const epic_why_info *info = epic_why_get(why);
    named its = name_of(why);
    ep_put(writer, paint->strong);
    ep_put_char(writer, '\'');
    ep_put(writer, its.id);
    ep_put_char(writer, '\'');
    if (its.number > 0) {
        ep_put(writer, ", number ");
        ep_put_int(writer, its.number);
        ep_put(writer, its.pair == NULL ? "," : "");
    }
    if (its.pair != NULL) {
        ep_put(writer, " of ");
        ep_put(writer, ep_city_name(its.scores, its.pair->a));
        ep_put(writer, " and ");
        ep_put(writer, ep_city_name(its.scores, its.pair->b));
    }
    ep_put(writer, paint->off);
    ep_put(writer, info->event != NULL ? " is on " : " has no date");
    if (info->event != NULL) {
        put_date(writer, info->event->first);
    }
    ep_put(writer, ": ");
    ep_put(writer, info->event != NULL ? info->event->why : info->unscheduled->why);
    ep_put(writer, ".\n");
}

static void put_one_date(const epic_why_info *info, ep_writer *writer)
{
    bool own = info->event != NULL && info->event->first == info->date;
    ep_put_char(writer, '\n');
    put_date(writer, info->date);
    if (info->rule_count == 0) {
        ep_put(writer, own ? " keeps every rule.\n" : " is possible beside all other events, but not what the plan comes to.\n");
        return;
    }
    ep_put(writer, own ? ", where it is all the same,\n" : " is not possible beside all other events. That day\n");
    for (size_t i = 0; i < info->rule_count; i++) {
        ep_put(writer, "  ");
        ep_put(writer, info->rules[i].words);
        ep_put(writer, i + 1 < info->rule_count ? ";\n" : ".\n");
    }
}

static void put_possible(const epic_why_info *info, ep_writer *writer)
{
    if (info->possible_count == 0) {
        return;
    }
    ep_put(writer, "\nPossible beside all other events:");
    for (size_t i = 0; i < info->possible_count && i < MOST_POSSIBLE; i++) {
        ep_put(writer, i > 0 && i % 5 == 0 ? "\n " : " ");
        put_date(writer, info->possible[i]);
    }
    if (info->possible_count > MOST_POSSIBLE) {
        ep_put(writer, " and ");
        ep_put_int(writer, (int64_t)(info->possible_count - MOST_POSSIBLE));
        ep_put(writer, " more");
    }
    ep_put_char(writer, '\n');
}

static void put_tally(const epic_why_info *info, ep_writer *writer)
{
    ep_put(writer, "\nWhat bars the days of its window, ");
    put_date(writer, info->from);
    ep_put(writer, " to ");
    put_date(writer, info->to);
    ep_put(writer, "; a day can be barred by several:\n");
    for (size_t i = 0; i < info->rule_count; i++) {
        if (info->rules[i].days > 0) {
            ep_putf(writer, "%6zu  ", info->rules[i].days);
            ep_put(writer, info->rules[i].words);
            ep_put_char(writer, '\n');
        }
    }
}

static void put_clash(const epic_why_info *info, ep_writer *writer)
{
    ep_put(writer, "\nThese alone leave no day, beside weekends and what is past, and each of them is needed for that:\n");
    for (size_t i = 0; i < info->rule_count; i++) {
        if (info->rules[i].clashes) {
            ep_put(writer, "  ");
            ep_put(writer, info->rules[i].words);
            ep_put_char(writer, '\n');
        }
    }
}

static void put_frees(const epic_why_info *info, ep_writer *writer)
{
    bool any = false;
    for (size_t i = 0; i < info->rule_count; i++) {
        if (info->rules[i].frees != EPIC_NO_DATE) {
            ep_put(writer, any ? "" : "\nAny one of these, if it were not so, would free a date:\n");
            any = true;
            ep_put(writer, "  ");
            put_date(writer, info->rules[i].frees);
            ep_put_char(writer, ' ');
            ep_put(writer, info->rules[i].words);
            ep_put_char(writer, '\n');
        }
    }
    ep_put(writer, any ? "" : "\nNo one of them alone, if it were not so, would free a date.\n");
}

static void put_text(const epic_why *why, const ep_paint *paint, ep_writer *writer)
{
    const epic_why_info *info = epic_why_get(why);
    put_event(why, paint, writer);
    if (info->date != EPIC_NO_DATE) {
        put_one_date(info, writer);
        return;
    }
    put_tally(info, writer);
    put_possible(info, writer);
    if (info->possible_count == 0) {
        put_clash(info, writer);
        put_frees(info, writer);
    }
}

int epic_publish_dates(const epic_why *why, epic_format format, epic_write_fn write, void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    if (why == NULL || write == NULL || (paint == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_writer_init(&writer, write, user);
    if (paint != NULL) {
        put_text(why, paint, &writer);
    } else {
        put_json(why, &writer);
    }
    return ep_writer_end(&writer);
}
