/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads rule files. */
#include "rulebook.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "diags.h"
#include "schema.h"
#include "slurp.h"

#define AT(type, member) offsetof(type, member)
#define MOST 1000 /* days, regions, cities, years of a file */

/* ---- scalars ---- */

/* "05-01" or "2023-05-08" by the digits of `form`: its parts. */
static bool take_parts(const char *text, const char *form, int part[3])
{
    size_t n = strlen(form), k = 0;
    part[0] = part[1] = part[2] = 0;
    for (size_t i = 0; i < n; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit != (form[i] == '0') || (!digit && text[i] != '-')) {
            return false;
        }
        k += !digit;
        part[k] = digit ? part[k] * 10 + (text[i] - '0') : 0;
    }
    return text[n] == '\0';
}

/* A day of every year: month * 100 + day. */
static bool read_day(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    int part[3];
    if (!take_parts(node->text, "00-00", part)) {
        ep_report(reader, "E210", node->place, "a day of every year is written 12-25, single days are 'dates'",
                  "%s must be a %s, not '%.80s'", ep_node_name(node), type->name, node->text);
        return false;
    }
    if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > ep_month_days(2000, part[0])) {
        ep_report(reader, "E211", node->place, NULL, "there is no day %.5s", node->text);
        return false;
    }
    value->integer = part[0] * 100 + part[1];
    return true;
}

static bool read_date(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    int part[3];
    if (!take_parts(node->text, "0000-00-00", part)) {
        ep_report(reader, "E210", node->place, "dates are written 2021-03-08", "%s must be a %s, not '%.80s'", ep_node_name(node),
                  type->name, node->text);
        return false;
    }
    value->date = part[0] < EP_FIRST_YEAR ? EPIC_NO_DATE : epic_date_make(part[0], part[1], part[2]);
    if (value->date == EPIC_NO_DATE) {
        ep_report(reader, "E211", node->place, NULL, "there is no day %.10s", node->text);
    }
    return value->date != EPIC_NO_DATE;
}

/* Of a country (2 letters) or, of what `example` shows, a region. */
static bool read_code(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    const char *capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", *rest = node->text + 2;
    bool good = strspn(node->text, capitals) == 2;
    if (good && type->example[2] == '-') {
        size_t n = rest[0] == '-' ? strspn(rest + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") : 0;
        good = n >= 1 && n <= 3 && rest[n + 1] == '\0';
    } else {
        good = good && rest[0] == '\0';
    }
    if (!good) {
        ep_report(reader, "E217", node->place, NULL, "a %s is written as in %s, not '%.80s'", type->name, type->example,
                  node->text);
    }
    return good && ep_read_text(reader, type, node, value);
}

static const ep_type day_of_year = {.shape = EP_SCALAR, .name = "day of the year", .read = read_day};
static const ep_type date = {.shape = EP_SCALAR, .name = "date", .read = read_date};
static const ep_type country = {.shape = EP_SCALAR, .name = "country", .read = read_code, .example = "DE"};
static const ep_type region = {.shape = EP_SCALAR, .name = "region", .read = read_code, .example = "DE-NW"};
static const char *const weekday_words[] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
static const ep_type weekday = EP_TYPE_WORDS(weekday_words, 7);
static const ep_type year = EP_TYPE_INTEGER(EP_FIRST_YEAR, EP_LAST_YEAR);
static const ep_type offset = EP_TYPE_INTEGER(-100, 300);
static const ep_type dates = EP_TYPE_LIST(&date, sizeof(ep_value), 1, MOST);
static const ep_type years = EP_TYPE_LIST(&year, sizeof(ep_value), 1, MOST);
static const ep_type weekdays = EP_TYPE_LIST(&weekday, sizeof(ep_value), 1, 7);
static const ep_type regions = EP_TYPE_LIST(&region, sizeof(ep_value), 1, MOST);
static const ep_type texts = EP_TYPE_LIST(&ep_type_text, sizeof(ep_value), 1, MOST);

/* ---- the file ---- */

typedef struct raw_rule {
    const ep_node *at;
    ep_value name, local, day, weekday, easter, orthodox, from, to;
    ep_items dates, except, substitute, regions, cities;
} raw_rule;

static const ep_field rule_fields[] = {
    {"name", &ep_type_text, AT(raw_rule, name), NULL, "in English", EP_REQUIRED},
    {"local", &ep_type_text, AT(raw_rule, local), NULL, "in a language of the country; the name unless stated", EP_OPTIONAL},
    {"day", &day_of_year, AT(raw_rule, day), NULL, "month and day", EP_OPTIONAL},
    {"weekday", &weekday, AT(raw_rule, weekday), NULL, "the first such weekday on or after that day", EP_OPTIONAL},
    {"easter", &offset, AT(raw_rule, easter), NULL, "days from Easter Sunday", EP_OPTIONAL},
    {"orthodox-easter", &offset, AT(raw_rule, orthodox), NULL, "days from Orthodox Easter Sunday", EP_OPTIONAL},
    {"dates", &dates, AT(raw_rule, dates), NULL, "single days", EP_OPTIONAL},
    {"from", &year, AT(raw_rule, from), NULL, "first year", EP_OPTIONAL},
    {"to", &year, AT(raw_rule, to), NULL, "last year", EP_OPTIONAL},
    {"except", &years, AT(raw_rule, except), NULL, "years in which it does not hold", EP_OPTIONAL},
    {"substitute", &weekdays, AT(raw_rule, substitute), NULL, "fallen on one of them, the next working day is free", EP_OPTIONAL},
    {"regions", &regions, AT(raw_rule, regions), NULL, "only there", EP_OPTIONAL},
    {"cities", &texts, AT(raw_rule, cities), NULL, "only there: one city's names, or several cities'", EP_OPTIONAL},
};
static const ep_type rule = {.shape = EP_RECORD, .name = "rule", EP_FIELDS(rule_fields)};
static const ep_type rules = EP_TYPE_LIST(&rule, sizeof(raw_rule), 0, MOST);

typedef struct raw_rules {
    const ep_node *at;
    ep_value country;
    ep_items source, regions, holidays;
} raw_rules;

static const ep_field file_fields[] = {
    {"country", &country, AT(raw_rules, country), NULL, "ISO 3166-1", EP_REQUIRED},
    {"source", &texts, AT(raw_rules, source), NULL, "the laws", EP_REQUIRED},
    {"regions", &regions, AT(raw_rules, regions), NULL, "all that there are, when their days differ", EP_OPTIONAL},
    {"holidays", &rules, AT(raw_rules, holidays), NULL, "the rules", EP_REQUIRED},
};
static const ep_type file = {.shape = EP_RECORD, .name = "rule file", EP_FIELDS(file_fields)};

/* ---- from what was read to what is kept ---- */

static void *keep_array(ep_reader *reader, size_t count, size_t size)
{
    void *array = ep_arena_array(reader->keep, count, size);
    reader->status = array == NULL ? EPIC_ENOMEM : reader->status;
    return array;
}

/* What was wrong is left out, and reported. */
static ep_texts bind_texts(ep_reader *reader, const ep_items *list)
{
    const ep_value *values = list->items;
    const char **kept = keep_array(reader, list->count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0; i < list->count && kept != NULL; i++) {
        if (values[i].at != NULL) {
            kept[count++] = values[i].text;
        }
    }
    return (ep_texts){kept, count};
}

static void check_regions(ep_reader *reader, const raw_rule *raw, const ep_texts *known)
{
    const ep_value *values = raw->regions.items;
    for (size_t i = 0; i < raw->regions.count; i++) {
        if (values[i].at != NULL && !ep_texts_have(known, values[i].text)) {
            ep_report(reader, "E625", values[i].at->place, ep_suggest(reader, values[i].text, known->list, known->count),
                      "'regions' of the file has no '%s'", values[i].text);
        }
    }
}

static void check_rule(ep_reader *reader, const raw_rule *raw)
{
    const ep_node *at = raw->at;
    int anchors = (raw->day.at != NULL) + (raw->easter.at != NULL) + (raw->orthodox.at != NULL) + (raw->dates.at != NULL);
    if (anchors > 1 || (anchors == 0 && reader->errors == 0)) { /* else it may have been wrong */
        ep_report(reader, "E626", at->place, NULL, "a rule has one of day, easter, orthodox-easter, dates");
    } else if (raw->weekday.at != NULL && anchors == 1 && raw->day.at == NULL) {
        ep_report(reader, "E626", raw->weekday.at->key_place, NULL, "'weekday' is for a rule with a 'day'");
    } else if (raw->from.at != NULL && raw->to.at != NULL && raw->from.integer > raw->to.integer) {
        ep_report(reader, "E626", raw->to.at->key_place, NULL, "the last year of the rule is before its first");
    }
}

static void bind_lists(ep_reader *reader, const raw_rule *raw, ep_holiday_rule *out)
{
    const ep_value *dated = raw->dates.items, *without = raw->except.items, *weekends = raw->substitute.items;
    epic_date *days = keep_array(reader, raw->dates.count, sizeof *days);
    int *except = keep_array(reader, raw->except.count, sizeof *except);
    for (size_t i = 0; i < raw->dates.count && days != NULL; i++) {
        days[i] = dated[i].date;
    }
    for (size_t i = 0; i < raw->except.count && except != NULL; i++) {
        except[i] = (int)without[i].integer;
    }
    for (size_t i = 0; i < raw->substitute.count; i++) {
        out->substitute |= 1u << (unsigned)weekends[i].integer;
    }
    out->dates = days;
    out->date_count = raw->dates.count;
    out->except = except;
    out->except_count = raw->except.count;
}

static void bind_rule(ep_reader *reader, const raw_rule *raw, const ep_texts *known, ep_holiday_rule *out)
{
    if (raw->at == NULL) {
        return;
    }
    check_rule(reader, raw);
    check_regions(reader, raw, known);
    *out = (ep_holiday_rule){.name = raw->name.text,
                             .local = raw->local.at == NULL ? raw->name.text : raw->local.text,
                             .anchor = raw->day.at != NULL      ? EP_ON_DATE
                                       : raw->easter.at != NULL ? EP_ON_EASTER
                                       : raw->dates.at != NULL  ? EP_ON_DATES
                                                                : EP_ON_ORTHODOX,
                             .month = (int)raw->day.integer / 100,
                             .day = (int)raw->day.integer % 100,
                             .weekday = raw->weekday.at == NULL ? -1 : (int)raw->weekday.integer,
                             .offset = (int)(raw->easter.at != NULL ? raw->easter.integer : raw->orthodox.integer),
                             .from = raw->from.at == NULL ? EP_FIRST_YEAR : (int)raw->from.integer,
                             .to = raw->to.at == NULL ? EP_LAST_YEAR + 1 : (int)raw->to.integer,
                             .regions = bind_texts(reader, &raw->regions),
                             .cities = bind_texts(reader, &raw->cities)};
    bind_lists(reader, raw, out);
}

static void bind(ep_reader *reader, const raw_rules *raw, ep_rulebook *out)
{
    const raw_rule *list = raw->holidays.items;
    ep_holiday_rule *kept = keep_array(reader, raw->holidays.count, sizeof *kept);
    out->country = raw->country.text;
    out->regions = bind_texts(reader, &raw->regions);
    for (size_t i = 0; i < raw->holidays.count && reader->status == EPIC_OK; i++) {
        bind_rule(reader, &list[i], &out->regions, &kept[i]);
    }
    out->rules = kept;
    out->count = raw->holidays.count;
}

static int read_text(ep_rulebook *out, ep_reader *reader, const char *text, size_t size)
{
    const ep_node *root = NULL;
    int status = ep_tree_read(&root, reader->scratch, text, size, reader->file, reader->diags);
    raw_rules *raw = root != NULL ? ep_arena_new_of(reader->scratch, raw_rules) : NULL;
    if (raw == NULL) {
        return root != NULL ? EPIC_ENOMEM : status;
    }
    ep_schema_read(reader, &file, root, raw);
    if (reader->status == EPIC_OK) {
        bind(reader, raw, out);
    }
    return reader->status != EPIC_OK ? reader->status : reader->errors > 0 ? EPIC_EINPUT : status;
}

static int read_rules(epic_holiday_rules *out, const char *text, size_t size, const char *name, epic_diags *diags)
{
    size_t first = epic_diags_count(diags);
    ep_arena *scratch = ep_arena_new();
    if (scratch == NULL) {
        return EPIC_ENOMEM;
    }
    ep_reader reader = {.keep = out->arena, .scratch = scratch, .file = name, .diags = diags};
    ep_diags_source(diags, name, text, size);
    int status = read_text(&out->book, &reader, text, size);
    ep_diags_sort(diags, first);
    ep_arena_free(scratch);
    return status;
}

int epic_holiday_rules_read(epic_holiday_rules **out, const char *bytes, size_t size, const char *name, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (bytes == NULL && size > 0) {
        return EPIC_EARG;
    }
    epic_holiday_rules *made = calloc(1, sizeof *made);
    if (made == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&made->count);
    made->arena = ep_arena_new();
    bytes = bytes == NULL ? "" : bytes;
    name = name == NULL ? "holidays" : name;
    int status = made->arena == NULL ? EPIC_ENOMEM : read_rules(made, bytes, size, name, diags);
    if (status == EPIC_OK) {
        *out = made;
    } else {
        epic_holiday_rules_unref(made);
    }
    return status;
}

int epic_holiday_rules_load(epic_holiday_rules **out, const char *path, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL) {
        return EPIC_EARG;
    }
    char *text;
    size_t size;
    int status = ep_slurp(&text, &size, path, EP_FILE_MAX, diags);
    status = status == EPIC_OK ? epic_holiday_rules_read(out, text, size, path, diags) : status;
    free(text);
    return status;
}

/* ---- what they say ---- */

epic_holiday_rules *epic_holiday_rules_ref(epic_holiday_rules *own)
{
    if (own != NULL) {
        ep_ref(&own->count);
    }
    return own;
}

void epic_holiday_rules_unref(epic_holiday_rules *own)
{
    if (own != NULL && ep_unref(&own->count)) {
        ep_arena_free(own->arena);
        free(own);
    }
}

const char *epic_holiday_rules_country(const epic_holiday_rules *own)
{
    return own == NULL ? NULL : own->book.country;
}

size_t epic_holiday_rules_regions(const epic_holiday_rules *own)
{
    return own == NULL ? 0 : own->book.regions.count;
}

const char *epic_holiday_rules_region(const epic_holiday_rules *own, size_t i)
{
    return i < epic_holiday_rules_regions(own) ? own->book.regions.list[i] : NULL;
}

static bool has_days(const epic_holiday_rules *own, const char *region_code)
{
    for (size_t i = 0; i < own->book.count; i++) {
        if (ep_texts_have(&own->book.rules[i].regions, region_code)) {
            return true;
        }
    }
    return false;
}

bool epic_holiday_rules_regional(const epic_holiday_rules *own)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_holiday_rules_regions(own); i++) {
        count += has_days(own, own->book.regions.list[i]);
    }
    return 2 * count > epic_holiday_rules_regions(own);
}

bool ep_texts_have(const ep_texts *list, const char *text)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->list[i], text) == 0) {
            return true;
        }
    }
    return false;
}
