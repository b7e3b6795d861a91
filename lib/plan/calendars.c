/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/calendars.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "by_rule.h"
#include "diags.h"
#include "refcount.h"
#include "slurp.h"
#include "text.h"

#define MOST_DAYS 19990 /* a plan takes no longer programme than about that */

/* The built-in rules of a country, or NULL: there are none. */
typedef struct book {
    const char *country;
    epic_holiday_rules *rules;
    bool noted; /* that a region is to be stated */
} book;

struct epic_calendars {
    ep_refcount owners;
    ep_arena *arena;
    epic_programme *programme;
    epic_calendar *list;
    epic_busy **busy; /* to be unreffed */
    size_t count;
    book *books;
    size_t book_count;
};

static epic_busy_options options_of(const epic_programme_info *info, const epic_city *city, epic_calendar_use use)
{
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    options.from = info->starts - 1;
    options.to = (info->ends - info->starts > MOST_DAYS ? info->starts + MOST_DAYS : info->ends) + 1;
    options.zone = city->timezone;
    options.holidays = use != EPIC_USE_BUSY;
    return options;
}

static int keep(epic_calendars *own, epic_calendar calendar, epic_busy *busy)
{
    own->busy[own->count] = busy;
    calendar.busy = busy;
    own->list[own->count++] = calendar;
    return EPIC_OK;
}

/* ---- by rule ---- */

static int no_region(epic_calendars *own, const epic_city *city, const epic_holiday_rules *rules, epic_diags *diags)
{
    size_t count = epic_holiday_rules_regions(rules);
    const char **known = ep_arena_array_of(own->arena, count, const char *), *near, *hint;
    for (size_t i = 0; i < count && known != NULL; i++) {
        known[i] = epic_holiday_rules_region(rules, i);
    }
    if (known == NULL) {
        return EPIC_ENOMEM;
    }
    near = ep_nearest(city->region, known, count);
    hint = near == NULL ? ep_arena_printf(own->arena, "regions are as in ISO 3166-2, such as %s", known[0])
                        : ep_arena_printf(own->arena, "did you mean '%s'?", near);
    ep_diag(diags, "E625", epic_programme_get(own->programme)->file, city->region_place, hint,
            "%s, the country of %s, has no region '%s'", epic_holiday_rules_country(rules), city->name, city->region);
    return hint == NULL ? EPIC_ENOMEM : EPIC_EINPUT;
}

static int load_rules(epic_calendars *own, epic_calendar calendar, epic_holiday_rules *rules, epic_diags *diags)
{
    const epic_city *city = epic_programme_city(own->programme, calendar.city);
    epic_busy_options options = options_of(epic_programme_get(own->programme), city, EPIC_USE_HOLIDAYS);
    epic_busy *busy;
    int status = calendar.file == NULL ? EPIC_ENOMEM : ep_days_by_rule(&busy, rules, city, &options, calendar.file);
    if (status == EPIC_EINPUT && city->region != NULL) {
        return no_region(own, city, rules, diags);
    }
    return status == EPIC_OK ? keep(own, calendar, busy) : status;
}

/* Asked once for each country, which is when it is said that there are none. NULL when out of memory. */
static book *book_of(epic_calendars *own, const epic_city *city, epic_diags *diags)
{
    for (size_t i = 0; i < own->book_count; i++) {
        if (strcmp(own->books[i].country, city->country) == 0) {
            return &own->books[i];
        }
    }
    book *made = &own->books[own->book_count];
    made->country = city->country;
    int status = epic_holiday_rules_of(&made->rules, city->country);
    if (status == EPIC_EINPUT) {
        ep_diag(diags, "W627", epic_programme_get(own->programme)->file, city->place,
                "name a file of them: calendars: {holidays: [FILE.ics]}", "the public holidays of %s, as for %s, are not known",
                city->country, city->name);
        status = EPIC_OK;
    }
    own->book_count += status == EPIC_OK;
    return status == EPIC_OK ? made : NULL;
}

static int load_public(epic_calendars *own, size_t index, epic_diags *diags)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    book *known = book_of(own, city, diags);
    if (known == NULL || known->rules == NULL) {
        return known == NULL ? EPIC_ENOMEM : EPIC_OK;
    }
    if (city->region == NULL && !known->noted && epic_holiday_rules_regional(known->rules)) {
        known->noted = true;
        ep_diag(diags, "N628", epic_programme_get(own->programme)->file, city->place,
                "state it, or the holidays of the whole country count alone", "%s has no 'region', such as %s", city->name,
                epic_holiday_rules_region(known->rules, 0));
    }
    const char *place = city->region != NULL ? city->region : city->country;
    epic_calendar calendar = {index, EPIC_USE_HOLIDAYS, ep_arena_printf(own->arena, "public %s", place), NULL};
    return load_rules(own, calendar, known->rules, diags);
}

/* ---- files ---- */

static bool is_rule_file(const char *name)
{
    size_t n = strlen(name);
    return n > 5 && strcmp(name + n - 5, ".yaml") == 0;
}

static int load_file(epic_calendars *own, epic_calendar calendar, const char *path, epic_diags *diags)
{
    const epic_city *city = epic_programme_city(own->programme, calendar.city);
    if (calendar.use != EPIC_USE_BUSY && is_rule_file(path)) {
        epic_holiday_rules *rules;
        int status = epic_holiday_rules_load(&rules, path, diags);
        status = status == EPIC_OK ? load_rules(own, calendar, rules, diags) : status;
        epic_holiday_rules_unref(rules);
        return status;
    }
    epic_busy_options options = options_of(epic_programme_get(own->programme), city, calendar.use);
    epic_busy *busy;
    int status = epic_busy_load(&busy, path, &options, diags);
    return status == EPIC_OK ? keep(own, calendar, busy) : status;
}

static int load_one(epic_calendars *own, epic_calendar calendar, epic_place place, epic_diags *diags)
{
    const epic_programme_info *info = epic_programme_get(own->programme);
    const char *path = ep_path_beside(own->arena, info->file, calendar.file);
    calendar.file = ep_arena_strdup(own->arena, calendar.file);
    int status = path == NULL || calendar.file == NULL ? EPIC_ENOMEM : load_file(own, calendar, path, diags);
    if (status == EPIC_EINPUT || status == EPIC_EIO) {
        ep_diag(diags, "E620", info->file, place, NULL, "a calendar of %s cannot be used: %s",
                epic_programme_city(own->programme, calendar.city)->name, calendar.file);
        return EPIC_EINPUT;
    }
    return status;
}

/* Files of one use. */
typedef struct files {
    epic_calendar_use use;
    const char *const *names;
    const epic_place *places;
    size_t count;
} files;

/* All files of a city, so that all that cannot be used are told at once. */
static int load_city(epic_calendars *own, size_t index, epic_diags *diags)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    int result = city->public_holidays ? load_public(own, index, diags) : EPIC_OK;
    const files lists[] = {{EPIC_USE_HOLIDAYS, city->holiday_files, city->holiday_places, city->holiday_file_count},
                           {EPIC_USE_BUSY, city->busy_files, city->busy_places, city->busy_file_count},
                           {EPIC_USE_AVOID, city->avoid_files, city->avoid_places, city->avoid_file_count}};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        for (size_t k = 0; k < lists[i].count && result != EPIC_ENOMEM; k++) {
            int status = load_one(own, (epic_calendar){index, lists[i].use, lists[i].names[k], NULL}, lists[i].places[k], diags);
            result = status == EPIC_OK ? result : status;
        }
    }
    return result;
}

static int load_all(epic_calendars *own, epic_diags *diags)
{
    size_t cities = epic_programme_cities(own->programme), count = 0;
    int result = EPIC_OK;
    for (size_t c = 0; c < cities; c++) {
        const epic_city *city = epic_programme_city(own->programme, c);
        count += city->public_holidays + city->holiday_file_count + city->busy_file_count + city->avoid_file_count;
    }
    own->list = ep_arena_array_of(own->arena, count, epic_calendar);
    own->busy = ep_arena_array_of(own->arena, count, epic_busy *);
    own->books = ep_arena_array_of(own->arena, cities, book);
    if (own->list == NULL || own->busy == NULL || own->books == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t c = 0; c < cities && result != EPIC_ENOMEM; c++) {
        int status = load_city(own, c, diags);
        result = status == EPIC_OK ? result : status;
    }
    return result;
}

int epic_calendars_load(epic_calendars **out, epic_programme *programme, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (programme == NULL) {
        return EPIC_EARG;
    }
    epic_calendars *own = calloc(1, sizeof *own);
    if (own == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&own->owners);
    own->programme = epic_programme_ref(programme);
    own->arena = ep_arena_new();
    int status = own->arena == NULL ? EPIC_ENOMEM : load_all(own, diags);
    if (status == EPIC_OK) {
        *out = own;
    } else {
        epic_calendars_unref(own);
    }
    return status;
}

epic_calendars *epic_calendars_ref(epic_calendars *calendars)
{
    if (calendars != NULL) {
        ep_ref(&calendars->owners);
    }
    return calendars;
}

void epic_calendars_unref(epic_calendars *calendars)
{
    if (calendars == NULL || !ep_unref(&calendars->owners)) {
        return;
    }
    for (size_t i = 0; i < calendars->count; i++) {
        epic_busy_unref(calendars->busy[i]);
    }
    for (size_t i = 0; i < calendars->book_count; i++) {
        epic_holiday_rules_unref(calendars->books[i].rules);
    }
    epic_programme_unref(calendars->programme);
    ep_arena_free(calendars->arena);
    free(calendars);
}

epic_programme *epic_calendars_programme(const epic_calendars *calendars)
{
    return calendars == NULL ? NULL : calendars->programme;
}

size_t epic_calendars_count(const epic_calendars *calendars)
{
    return calendars == NULL ? 0 : calendars->count;
}

const epic_calendar *epic_calendars_get(const epic_calendars *calendars, size_t i)
{
    return i < epic_calendars_count(calendars) ? &calendars->list[i] : NULL;
}
