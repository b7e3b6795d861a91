/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zone.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "tzif.h"

#define MAX_FILE 65536                           /* the largest of tzdata has 4 KiB */
#define FIRST_INSTANT (-719162LL * EP_DAY)       /* 0001-01-01 */
#define LAST_INSTANT (2932897LL * EP_DAY - 1)    /* 9999-12-31T23:59:59 */
#define AROUND (30 * 3600)                       /* more than any offset */

struct ep_zone {
    ep_arena *arena;
    const char *name;
    ep_tzif file;
};

/* Parts of letters, digits, _ + -, split by single slashes. IANA names start with a capital; what does not ("localtime",
 * "posixrules", "right/...", "zone.tab") depends on the machine or is no zone. */
static bool is_name(const char *name)
{
    const char *letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-";
    if (name[0] < 'A' || name[0] > 'Z' || strlen(name) > 255) {
        return false;
    }
    for (;;) {
        size_t n = strspn(name, letters);
        if (n == 0 || (name[n] != '\0' && name[n] != '/')) {
            return false;
        }
        if (name[n] == '\0') {
            return true;
        }
        name += n + 1;
    }
}

static FILE *open_file(ep_arena *arena, const char *folder, const char *name, int *status)
{
    char *path = ep_arena_printf(arena, "%s/%s", folder, name);
    FILE *file = path != NULL ? fopen(path, "rb") : NULL;
    *status = path == NULL ? EPIC_ENOMEM : file != NULL ? EPIC_OK : errno == ENOENT || errno == ENOTDIR ? EPIC_EINPUT : EPIC_EIO;
    return file;
}

/* A zone that is not there: is any? */
static int missing(ep_arena *arena, const char *folder)
{
    int status;
    FILE *utc = open_file(arena, folder, "UTC", &status);
    if (utc != NULL) {
        fclose(utc);
    }
    return utc != NULL ? EPIC_EINPUT : status == EPIC_ENOMEM ? EPIC_ENOMEM : EPIC_EIO;
}

static int read_file(FILE *file, ep_zone *zone)
{
    uint8_t *bytes = malloc(MAX_FILE);
    size_t n;
    int status;
    if (bytes == NULL) {
        return EPIC_ENOMEM;
    }
    errno = 0;
    n = fread(bytes, 1, MAX_FILE, file);
    if (ferror(file)) {
        status = errno == EISDIR ? EPIC_EINPUT : EPIC_EIO;
    } else {
        status = n < MAX_FILE ? ep_tzif_parse(&zone->file, zone->arena, bytes, n) : EPIC_EIO;
    }
    free(bytes);
    return status;
}

static int fill(ep_zone *zone, const char *folder, const char *name)
{
    int status;
    FILE *file;
    zone->name = ep_arena_strdup(zone->arena, name);
    if (zone->name == NULL) {
        return EPIC_ENOMEM;
    }
    file = open_file(zone->arena, folder, name, &status);
    if (file == NULL) {
        return status == EPIC_EINPUT ? missing(zone->arena, folder) : status;
    }
    status = read_file(file, zone);
    fclose(file);
    return status;
}

int ep_zone_open(ep_zone **out, const char *folder, const char *name)
{
    ep_arena *arena;
    ep_zone *zone;
    int status;
    *out = NULL;
    if (!is_name(name)) {
        return EPIC_EINPUT;
    }
    arena = ep_arena_new();
    zone = arena != NULL ? ep_arena_new_of(arena, ep_zone) : NULL;
    if (zone != NULL) {
        zone->arena = arena;
        status = fill(zone, folder != NULL ? folder : EPIC_ZONEINFO, name);
    } else {
        status = EPIC_ENOMEM;
    }
    if (status) {
        ep_arena_free(arena);
    } else {
        *out = zone;
    }
    return status;
}

void ep_zone_close(ep_zone *zone)
{
    if (zone != NULL) {
        ep_arena_free(zone->arena);
    }
}

const char *ep_zone_name(const ep_zone *zone)
{
    return zone->name;
}

const ep_footer *ep_zone_footer(const ep_zone *zone)
{
    return zone->file.has_footer ? &zone->file.footer : NULL;
}

/* How many of the listed changes are not after a moment. */
static size_t changes_until(const ep_tzif *file, epic_instant instant)
{
    size_t low = 0, high = file->change_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (file->changes[middle] <= instant) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static ep_spell spell_at(const ep_tzif *file, epic_instant instant)
{
    size_t passed = changes_until(file, instant);
    epic_instant last = passed > 0 ? file->changes[passed - 1] : EPIC_NO_INSTANT;
    if (passed < file->change_count || !file->has_footer) {
        return (ep_spell){last, passed < file->change_count ? file->changes[passed] : EP_FOR_EVER,
                          &file->clocks[passed > 0 ? file->after[passed - 1] : 0]};
    }
    ep_spell spell = ep_footer_spell(&file->footer, instant);
    spell.from = spell.from < last ? last : spell.from;
    return spell;
}

static epic_instant clamp(epic_instant instant)
{
    return instant < FIRST_INSTANT ? FIRST_INSTANT : instant > LAST_INSTANT ? LAST_INSTANT : instant;
}

ep_spell ep_zone_spell(const ep_zone *zone, epic_instant instant)
{
    return spell_at(&zone->file, clamp(instant));
}

ep_local ep_spell_local(const ep_spell *spell, epic_instant instant)
{
    const ep_clock *clock = spell->clock;
    epic_instant wall = clamp(instant) + clock->offset;
    epic_date date = (epic_date)ep_floor_div(wall, EP_DAY);
    return (ep_local){date, (int32_t)(wall - (epic_instant)date * EP_DAY), clock->offset, clock->daylight, clock->abbreviation};
}

ep_local ep_zone_local(const ep_zone *zone, epic_instant instant)
{
    ep_spell spell = ep_zone_spell(zone, instant);
    return ep_spell_local(&spell, instant);
}

bool ep_zone_next(const ep_zone *zone, epic_instant after, epic_instant *change)
{
    epic_instant until = ep_zone_spell(zone, after).until;
    if (until == EP_FOR_EVER) {
        return false;
    }
    *change = until;
    return true;
}

/* Goes through the clocks of the days around and counts those under which the wall shows the time while they hold. */
ep_clock_fit ep_zone_instant(const ep_zone *zone, epic_date date, int32_t minute, epic_instant *instant)
{
    epic_instant wall = clamp((epic_instant)date * EP_DAY + (epic_instant)minute * 60);
    epic_instant from = clamp(wall - AROUND), to = clamp(wall + AROUND), before = wall;
    int fits = 0;
    while (from < to) {
        ep_spell spell = spell_at(&zone->file, from);
        epic_instant at = wall - spell.clock->offset;
        if (at >= spell.until) {
            before = at; /* by the last clock that had gone by */
        } else if (at >= from && fits++ == 0) {
            *instant = at;
        }
        from = spell.until;
    }
    if (fits == 0) {
        *instant = before;
    }
    return fits == 0 ? EP_CLOCK_GAP : fits == 1 ? EP_CLOCK_UNIQUE : EP_CLOCK_OVERLAP;
}

bool ep_zone_shows_once(const ep_zone *zone, const ep_spell *spell, epic_instant instant)
{
    epic_instant moment = clamp(instant), same;
    if (spell->from < moment - 2 * AROUND && spell->until > moment + 2 * AROUND) { /* no other clock holds anywhere near */
        return true;
    }
    ep_local local = ep_spell_local(spell, moment);
    return ep_zone_instant(zone, local.date, local.second / 60, &same) == EP_CLOCK_UNIQUE;
}
