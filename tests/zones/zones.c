/* SPDX-License-Identifier: GPL-3.0-or-later */
/* zones FOLDER MINUTES <NAMES: each zone of the list in the folder against glibc, which reads the same file: every so many
 * minutes of 2024 to 2037 what the clock on the wall shows, and to which moment each time on the wall leads; and the VTIMEZONEs
 * written for all these years and for each of them, read again as anybody's calendar is. Prints what differs, and a count. */
#define _DEFAULT_SOURCE /* tm_gmtoff */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "civil.h"
#include "collect.h"
#include "vtimezone.h"

#define FIRST 2024
#define LAST 2037
#define FROM 1704067200LL /* FIRST-01-01 */
#define TO 2145916800LL   /* LAST + 1 */
#define AROUND (2 * EP_DAY)
#define QUARTER 900 /* seconds; all clocks of these years are put at one, and by some of them */
#define QUARTERS ((TO - FROM + 2 * AROUND) / QUARTER)
#define MOST_OFFSETS 16

typedef struct oracle {
    int32_t *offsets; /* glibc's at each quarter of an hour */
    int32_t kinds[MOST_OFFSETS];
    int kind_count;
} oracle;

typedef struct judge {
    const char *name;
    const ep_zone *zone;
    oracle glibc;
    int step; /* seconds */
    long long asked, wrong;
} judge;

static void check(judge *own, bool right, const char *what, epic_instant at)
{
    own->asked++;
    if (!right && own->wrong++ < 100) {
        printf("%s: %s at %lld differs\n", own->name, what, (long long)at);
    }
}

static int32_t offset_at(const oracle *own, epic_instant at)
{
    return own->offsets[(at - FROM + AROUND) / QUARTER];
}

static bool ask_glibc(oracle *own, const char *folder, const char *name)
{
    char tz[512];
    own->kind_count = 0;
    snprintf(tz, sizeof tz, ":%s/%s", folder, name);
    setenv("TZ", tz, 1);
    tzset();
    for (long long i = 0; i < QUARTERS; i++) {
        time_t at = (time_t)(FROM - AROUND + i * QUARTER);
        struct tm tm;
        int kind = 0;
        own->offsets[i] = (int32_t)localtime_r(&at, &tm)->tm_gmtoff;
        while (kind < own->kind_count && own->kinds[kind] != own->offsets[i]) {
            kind++;
        }
        if (kind == MOST_OFFSETS || own->offsets[i] % QUARTER != 0) {
            return false;
        }
        own->kinds[kind] = own->offsets[i];
        own->kind_count += kind == own->kind_count;
    }
    return true;
}

/* By trying each offset: how many moments show the time on the wall, and the first of them, or in a gap that by the offset
 * before. */
static int moments(const oracle *own, epic_instant wall, epic_instant *first)
{
    int found = 0;
    for (int i = 0; i < own->kind_count; i++) {
        epic_instant at = wall - own->kinds[i];
        if (offset_at(own, at) == own->kinds[i]) {
            *first = found == 0 || at < *first ? at : *first;
            found++;
        }
    }
    for (int i = 0; found == 0 && i < own->kind_count; i++) {
        int32_t after = own->kinds[i], before = offset_at(own, wall - after);
        if (before < after && offset_at(own, wall - before) == after) {
            *first = wall - before;
        }
    }
    return found;
}

static void check_clock(judge *own)
{
    for (epic_instant at = FROM; at < TO; at += own->step) {
        ep_local local = ep_zone_local(own->zone, at);
        check(own, local.offset == offset_at(&own->glibc, at), "offset", at);
        check(own, (epic_instant)local.date * EP_DAY + local.second == at + local.offset, "wall", at);
        epic_instant expected = EPIC_NO_INSTANT, instant = EPIC_NO_INSTANT;
        int found = moments(&own->glibc, at, &expected);
        ep_clock_fit fit = ep_zone_instant(own->zone, (epic_date)(at / EP_DAY), (int32_t)(at % EP_DAY / 60), &instant);
        check(own, instant == expected, "moment of the wall", at);
        check(own, fit == (found == 0 ? EP_CLOCK_GAP : found == 1 ? EP_CLOCK_UNIQUE : EP_CLOCK_OVERLAP), "gap or overlap", at);
    }
}

/* ---- what is written ---- */

typedef struct text {
    size_t used;
    char bytes[1 << 16];
} text;

static int keep(void *user, const char *bytes, size_t n)
{
    text *out = user;
    if (n > sizeof out->bytes - out->used) {
        return -1;
    }
    memcpy(out->bytes + out->used, bytes, n);
    out->used += n;
    return 0;
}

static bool write_zone(text *out, const judge *own, ep_arena *arena, epic_instant from, epic_instant to)
{
    ep_writer writer;
    ep_lines lines;
    const ep_observance *list;
    size_t count = 0;
    out->used = 0;
    ep_writer_init(&writer, keep, out);
    ep_lines_init(&lines, &writer);
    bool told = ep_observances(own->zone, from, to, arena, &list, &count) == EPIC_OK;
    ep_line_begin(&lines, "VCALENDAR");
    if (told) {
        ep_vtimezone(&lines, own->name, list, count);
    }
    ep_line_end(&lines, "VCALENDAR");
    return ep_writer_end(&writer) == EPIC_OK && told && lines.refused == NULL;
}

static bool read_zone(const text *in, ep_arena *arena, epic_instant from, epic_instant to, ep_dial *dial)
{
    ep_collection *all = ep_arena_new_of(arena, ep_collection);
    ep_taker taker;
    all->arena = arena;
    all->from = (epic_date)(from / EP_DAY);
    all->to = (epic_date)(to / EP_DAY);
    bool good = ep_collect_begin(all, &taker) == EPIC_OK;
    ep_intake *intake = good ? ep_intake_new(&taker, NULL) : NULL;
    good = intake != NULL && ep_intake_feed(intake, in->bytes, in->used) == EPIC_OK && ep_intake_end(intake) == EPIC_OK &&
           all->tzids.defined != NULL && ep_zonedef_dial(dial, arena, all->tzids.defined, all->from, all->to) == EPIC_OK;
    ep_intake_free(intake);
    ep_collect_free(all);
    return good;
}

static void check_written(judge *own, int first, int last)
{
    static text written;
    epic_instant from = (epic_instant)ep_civil_days(first, 1, 1) * EP_DAY;
    epic_instant to = (epic_instant)ep_civil_days(last + 1, 1, 1) * EP_DAY;
    ep_arena *arena = ep_arena_new();
    ep_dial dial = {0, NULL, 0};
    bool read = write_zone(&written, own, arena, from, to - 1) && read_zone(&written, arena, from, to - 1, &dial);
    check(own, read, "a VTIMEZONE", from);
    for (epic_instant at = from; at < to && read; at += own->step) {
        check(own, ep_dial_offset(&dial, at) == offset_at(&own->glibc, at), "VTIMEZONE", at);
    }
    ep_arena_free(arena);
}

static bool judge_zone(judge *own, const char *folder, const char *name)
{
    ep_zone *zone;
    own->name = name;
    if (!ask_glibc(&own->glibc, folder, name) || ep_zone_open(&zone, folder, name) != EPIC_OK) {
        printf("%s cannot be looked at\n", name);
        return false;
    }
    own->zone = zone;
    check_clock(own);
    check_written(own, FIRST, LAST);
    for (int year = FIRST; year <= LAST; year++) {
        check_written(own, year, year);
    }
    ep_zone_close(zone);
    return true;
}

int main(int argc, char **argv)
{
    judge own = {.step = argc == 3 ? atoi(argv[2]) * 60 : 0, .glibc.offsets = malloc(QUARTERS * sizeof *own.glibc.offsets)};
    char name[256];
    int zones = 0, failed = 0;
    if (own.step <= 0 || own.step % QUARTER != 0 || own.glibc.offsets == NULL) {
        fputs("usage: zones FOLDER MINUTES <NAMES\n", stderr);
        return 2;
    }
    while (scanf("%255s", name) == 1) {
        zones++;
        failed += !judge_zone(&own, argv[1], name);
    }
    printf("%d zones, %lld comparisons, %lld differences\n", zones, own.asked, own.wrong);
    free(own.glibc.offsets);
    return zones == 0 || failed > 0 || own.wrong > 0;
}
