/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/calendars.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diags.h"
#include "refcount.h"

#define MOST_DAYS 19990 /* a plan takes no longer programme than about that */

struct epic_calendars {
    ep_refcount owners;
    ep_arena *arena;
    epic_programme *programme;
    epic_calendar *list;
    epic_busy **busy; /* to be unreffed */
    size_t count;
};

/* Where a name leads that stands in a programme file. */
static const char *path_of(ep_arena *arena, const char *programme, const char *name)
{
    const char *slash = strrchr(programme, '/');
    if (name[0] == '/' || slash == NULL) {
        return name;
    }
    return ep_arena_printf(arena, "%.*s/%s", (int)(slash - programme), programme, name);
}

static int load_one(epic_calendars *own, epic_calendar calendar, epic_place place, epic_diags *diags)
{
    const epic_programme *programme = own->programme;
    const epic_programme_info *info = epic_programme_get(programme);
    const epic_city *city = epic_programme_city(programme, calendar.city);
    epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
    const char *path = path_of(own->arena, info->file, calendar.file);
    epic_busy *busy = NULL;
    options.from = info->starts - 1;
    options.to = (info->ends - info->starts > MOST_DAYS ? info->starts + MOST_DAYS : info->ends) + 1;
    options.zone = city->timezone;
    options.holidays = calendar.holidays;
    calendar.file = ep_arena_strdup(own->arena, calendar.file);
    int status = path == NULL || calendar.file == NULL ? EPIC_ENOMEM : epic_busy_load(&busy, path, &options, diags);
    if (status == EPIC_EINPUT || status == EPIC_EIO) {
        ep_diag(diags, "E620", info->file, place, NULL, "a calendar of %s cannot be used: %s", city->name, calendar.file);
        return EPIC_EINPUT;
    }
    own->busy[own->count] = busy;
    calendar.busy = busy;
    own->list[own->count] = calendar;
    own->count += status == EPIC_OK;
    return status;
}

/* All files of a city, so that all that cannot be used are told at once. */
static int load_city(epic_calendars *own, size_t index, epic_diags *diags)
{
    const epic_city *city = epic_programme_city(own->programme, index);
    int result = EPIC_OK;
    for (size_t i = 0; i < city->holiday_file_count + city->busy_file_count && result != EPIC_ENOMEM; i++) {
        bool holidays = i < city->holiday_file_count;
        size_t k = holidays ? i : i - city->holiday_file_count;
        epic_calendar calendar = {index, holidays, holidays ? city->holiday_files[k] : city->busy_files[k], NULL};
        int status = load_one(own, calendar, holidays ? city->holiday_places[k] : city->busy_places[k], diags);
        result = status == EPIC_OK ? result : status;
    }
    return result;
}

static int load_all(epic_calendars *own, epic_diags *diags)
{
    size_t cities = epic_programme_cities(own->programme), files = 0;
    int result = EPIC_OK;
    for (size_t c = 0; c < cities; c++) {
        const epic_city *city = epic_programme_city(own->programme, c);
        files += city->holiday_file_count + city->busy_file_count;
    }
    own->list = ep_arena_array_of(own->arena, files, epic_calendar);
    own->busy = ep_arena_array_of(own->arena, files, epic_busy *);
    if (own->list == NULL || own->busy == NULL) {
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
