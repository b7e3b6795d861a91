/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates and zones against glibc, whose code is another. Each test runs in its own process, so it may set TZ. */
#define _DEFAULT_SOURCE /* tm_gmtoff, timegm */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"
#include "observance.h"
#include "tzif.h"
#include "zone.h"

#define ZONEINFO "/usr/share/zoneinfo" /* where glibc looks */
#define FROM 1577836800LL /* 2020-01-01 */
#define TO 2145916800LL   /* 2038-01-01 */

static const char *const spread[] = {
    "UTC", "Europe/Berlin", "Europe/Dublin", "Europe/London", "Europe/Warsaw", "Africa/Casablanca", "Africa/Cairo",
    "Asia/Kathmandu", "Asia/Jerusalem", "Asia/Gaza", "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney",
    "America/St_Johns", "America/Nuuk", "America/Santiago", "America/New_York", "America/Havana", "Antarctica/Troll",
    "Pacific/Chatham", "Pacific/Apia", "Pacific/Kiritimati"};
#define SPREAD ((int)(sizeof spread / sizeof *spread))

static uint64_t state = 20201118;

static uint32_t draw(uint32_t n)
{
    return (uint32_t)((next(&state) >> 16) % n);
}

static void use_zone(const char *folder, const char *name)
{
    char tz[512];
    snprintf(tz, sizeof tz, folder != NULL ? ":%s/%s" : "%s%s", folder != NULL ? folder : "", name);
    setenv("TZ", tz, 1);
    tzset();
}

static struct tm by_glibc(epic_instant instant)
{
    time_t t = (time_t)instant;
    struct tm tm;
    localtime_r(&t, &tm);
    return tm;
}

static void same(const ep_zone *zone, epic_instant instant)
{
    struct tm tm = by_glibc(instant);
    ep_local local = ep_zone_local(zone, instant);
    if (local.date != epic_date_make(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday)
        || local.second != tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec || local.offset != tm.tm_gmtoff
        || local.daylight != (tm.tm_isdst > 0) || strcmp(local.abbreviation, tm.tm_zone) != 0) {
        ck_abort_msg("%s at %lld: offset %d %s, glibc %ld %s", ep_zone_name(zone), (long long)instant, local.offset,
                     local.abbreviation, tm.tm_gmtoff, tm.tm_zone);
    }
}

static void same_all(const ep_zone *zone, epic_instant from, epic_instant to, epic_instant step)
{
    epic_instant at = from;
    for (epic_instant t = from; t < to; t += step) {
        same(zone, t);
    }
    while (ep_zone_next(zone, at, &at) && at < to) {
        for (int second = -1; second <= 1; second++) {
            same(zone, at + second);
        }
    }
}

static ep_zone *open_zone(const char *folder, const char *name)
{
    ep_zone *zone;
    ck_assert_msg(ep_zone_open(&zone, folder, name) == EPIC_OK, "%s", name);
    ck_assert_str_eq(ep_zone_name(zone), name);
    return zone;
}

START_TEST(dates)
{
    char text[11];
    struct tm tm = {.tm_year = -1899, .tm_mday = 1};
    epic_date first = (epic_date)(timegm(&tm) / 86400);
    for (epic_date date = first; date <= 2932896; date += 1 + (date & 15)) {
        time_t t = (time_t)date * 86400;
        int year, month, day;
        gmtime_r(&t, &tm);
        epic_date_parts(date, &year, &month, &day);
        if (year != tm.tm_year + 1900 || month != tm.tm_mon + 1 || day != tm.tm_mday || epic_date_make(year, month, day) != date
            || epic_date_weekday(date) != (tm.tm_wday + 6) % 7) {
            ck_abort_msg("%d", date);
        }
    }
    ck_assert_str_eq(epic_date_write(epic_date_make(2021, 3, 8), text), "2021-03-08");
    ck_assert_str_eq(epic_date_write(epic_date_make(9, 1, 2), text), "0009-01-02");
    ck_assert_str_eq(epic_date_write(EPIC_NO_DATE, text), "0000-00-00");
}
END_TEST

/* As the C library writes them. */
START_TEST(texts_of_moments)
{
    for (epic_instant at = -62135596800; at <= 253402300799; at += 86400 * 97 + 4321) {
        time_t t = (time_t)at;
        struct tm tm;
        char text[80];
        gmtime_r(&t, &tm);
        snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
                 tm.tm_min, tm.tm_sec);
        ck_assert_msg(epic_instant_read(text) == at, "%s", text);
        text[10] = '\0';
        ck_assert_msg(epic_date_read(text) == epic_date_make(tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday), "%s", text);
    }
}
END_TEST

START_TEST(texts_that_are_none)
{
    static const char *const days[] = {"", "2021-03", "2021-3-8", "2021-03-08 ", " 2021-03-08", "2021-02-29", "2021-13-01",
                                       "0000-01-01", "20210308", "2021/03/08", "-021-03-08", "2021-03-08T09:00:00Z"};
    static const char *const moments[] = {"", "2021-03-08", "2021-03-08T09:00:00", "2021-03-08T09:00Z", "2021-03-08t09:00:00z",
                                          "2021-03-08 09:00:00Z", "2021-02-29T09:00:00Z", "2021-03-08T24:00:00Z",
                                          "2021-03-08T09:60:00Z", "2021-03-08T23:59:60Z", "2021-03-08T09:00:00+00:00",
                                          "2021-03-08T09:00:00Z "};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
        ck_assert_msg(epic_date_read(days[i]) == EPIC_NO_DATE, "%s", days[i]);
    }
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        ck_assert_msg(epic_instant_read(moments[i]) == EPIC_NO_INSTANT, "%s", moments[i]);
    }
}
END_TEST

START_TEST(dates_that_are_none)
{
    static const int bad[][3] = {{0, 1, 1}, {10000, 1, 1}, {2021, 0, 1}, {2021, 13, 1}, {2021, 1, 0}, {2021, 4, 31},
                                 {2021, 2, 29}, {1900, 2, 29}, {-5, 1, 1}, {2021, 1, 32}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_int_eq(epic_date_make(bad[i][0], bad[i][1], bad[i][2]), EPIC_NO_DATE);
    }
    ck_assert_int_ne(epic_date_make(2000, 2, 29), EPIC_NO_DATE);
    ck_assert_int_eq(epic_date_make(1, 1, 1), -719162);
    ck_assert_int_eq(epic_date_make(9999, 12, 31), 2932896);
    ck_assert_int_ge(epic_date_weekday(EPIC_NO_DATE), 0);
    epic_date_parts(INT32_MAX, NULL, NULL, NULL);
}
END_TEST

START_TEST(local_is_glibcs)
{
    ep_zone *zone = open_zone(NULL, spread[_i]);
    use_zone(NULL, spread[_i]);
    same_all(zone, FROM, TO, 9 * 3600 + 60);
    same_all(zone, -2208988800LL, 4102444800LL * 2, 86400 * 30 + 1234); /* 1900 to 2229 */
    ep_zone_close(zone);
}
END_TEST

/* How many moments show a wall time, by trying every offset that the zone has in these years. */
static int moments(epic_instant wall, const long *offsets, int count, epic_instant *first)
{
    int found = 0;
    for (int i = 0; i < count; i++) {
        if (by_glibc(wall - offsets[i]).tm_gmtoff == offsets[i]) {
            if (found == 0 || wall - offsets[i] < *first) {
                *first = wall - offsets[i];
            }
            found++;
        }
    }
    return found;
}

static int offsets_of(long offsets[32])
{
    int count = 0;
    for (epic_instant t = FROM - 86400 * 400; t < TO; t += 86400 * 3) {
        long offset = by_glibc(t).tm_gmtoff;
        int i = 0;
        while (i < count && offsets[i] != offset) {
            i++;
        }
        if (i == count) {
            offsets[count++] = offset;
        }
    }
    return count;
}

START_TEST(instants_are_glibcs)
{
    ep_zone *zone = open_zone(NULL, spread[_i]);
    epic_instant change = FROM;
    long offsets[32];
    int count;
    use_zone(NULL, spread[_i]);
    count = offsets_of(offsets);
    while (ep_zone_next(zone, change, &change) && change < TO) {
        for (epic_instant wall = (change / 86400 - 1) * 86400; wall < change + 2 * 86400; wall += 1800) {
            epic_instant first = 0, mine = 0;
            int expected = moments(wall, offsets, count, &first);
            ep_clock_fit fit = ep_zone_instant(zone, (epic_date)(wall / 86400), (int32_t)(wall % 86400 / 60), &mine);
            if (expected == 0) { /* by the offset before the gap */
                first = wall - ep_zone_local(zone, change - 1).offset;
            }
            if (mine != first
                || fit != (expected == 0 ? EP_CLOCK_GAP : expected == 1 ? EP_CLOCK_UNIQUE : EP_CLOCK_OVERLAP)) {
                ck_abort_msg("%s: wall %lld", spread[_i], (long long)wall);
            }
        }
    }
    ep_zone_close(zone);
}
END_TEST

static void known_instant(const char *name, int month, int day, int minute, ep_clock_fit fit, const char *utc)
{
    ep_zone *zone = open_zone(NULL, name);
    epic_instant instant;
    char text[32];
    struct tm tm;
    time_t t;
    ck_assert_int_eq(ep_zone_instant(zone, epic_date_make(2026, month, day), minute, &instant), fit);
    t = (time_t)instant;
    gmtime_r(&t, &tm);
    strftime(text, sizeof text, "%m-%dT%H:%M", &tm);
    ck_assert_str_eq(text, utc);
    ep_zone_close(zone);
}

START_TEST(gaps_and_overlaps)
{
    known_instant("Europe/Paris", 3, 29, 90, EP_CLOCK_UNIQUE, "03-29T00:30");
    known_instant("Europe/Paris", 3, 29, 120, EP_CLOCK_GAP, "03-29T01:00");
    known_instant("Europe/Paris", 3, 29, 150, EP_CLOCK_GAP, "03-29T01:30"); /* RFC 5545: by the offset before */
    known_instant("Europe/Paris", 3, 29, 180, EP_CLOCK_UNIQUE, "03-29T01:00");
    known_instant("Europe/Paris", 10, 25, 119, EP_CLOCK_UNIQUE, "10-24T23:59");
    known_instant("Europe/Paris", 10, 25, 150, EP_CLOCK_OVERLAP, "10-25T00:30");
    known_instant("Europe/Paris", 10, 25, 180, EP_CLOCK_UNIQUE, "10-25T02:00");
    known_instant("Australia/Lord_Howe", 4, 5, 105, EP_CLOCK_OVERLAP, "04-04T14:45");
    known_instant("Asia/Kathmandu", 6, 1, 600, EP_CLOCK_UNIQUE, "06-01T04:15");
}
END_TEST

/* A copy of all zones made by zic; false when there is none. */
static bool compile_zones(const char *folder, const char *form)
{
    char command[512];
    snprintf(command, sizeof command, "PATH=$PATH:/usr/sbin zic -b %s -d %s/%s %s/tzdata.zi >%s/log 2>&1", form, folder, form,
             ZONEINFO, folder);
    return system(command) == 0;
}

START_TEST(fat_and_slim)
{
    char folder[] = "/tmp/epic-zones-XXXXXX", command[64], part[64];
    static const char *const forms[] = {"slim", "fat"};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    for (int form = 0; form < 2; form++) {
        if (!compile_zones(folder, forms[form])) {
            continue; /* no zic here */
        }
        snprintf(part, sizeof part, "%s/%s", folder, forms[form]);
        for (int i = 0; i < cases(SPREAD); i++) {
            ep_zone *zone = open_zone(part, spread[i]);
            use_zone(part, spread[i]);
            same_all(zone, FROM, TO + 86400 * 3650LL, 86400 + 7);
            ep_zone_close(zone);
        }
    }
    snprintf(command, sizeof command, "rm -r %s", folder);
    ck_assert_int_eq(system(command), 0);
}
END_TEST

START_TEST(names)
{
    static const char *const bad[] = {
        "", "..", "../etc/passwd", "/etc/localtime", "Europe//Berlin", "Europe/", "Europe", "Europe/../UTC", "europe/berlin",
        "localtime", "posixrules", "right/Europe/Berlin", "zone.tab", "Europe/Atlantis", "UTC ", "U\nC", "Europe/Berlin/x"};
    ep_zone *zone;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(ep_zone_open(&zone, NULL, bad[i]) == EPIC_EINPUT, "%s", bad[i]);
        ck_assert_ptr_null(zone);
    }
    ck_assert_int_eq(ep_zone_open(&zone, "/nonexistent", "UTC"), EPIC_EIO);
    ck_assert_int_eq(ep_zone_open(&zone, "/nonexistent", "Europe/Berlin"), EPIC_EIO);
    ep_zone_close(NULL);
}
END_TEST

static uint8_t *load(const char *name, size_t *n)
{
    char path[512];
    uint8_t *bytes = malloc(65536);
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", ZONEINFO, name);
    file = fopen(path, "rb");
    ck_assert_ptr_nonnull(file);
    *n = fread(bytes, 1, 65536, file);
    fclose(file);
    return bytes;
}

/* Parses a copy of exactly n bytes, so that the sanitizer sees a step beyond, and asks the result what it can. */
static int parse(const uint8_t *bytes, size_t n)
{
    uint8_t *exact = malloc(n ? n : 1);
    ep_arena *arena = ep_arena_new();
    ep_tzif zone;
    int status;
    memcpy(exact, bytes, n);
    status = ep_tzif_parse(&zone, arena, exact, n);
    free(exact);
    if (status == EPIC_OK && zone.has_footer) {
        for (epic_instant t = FROM; t < TO; t += 86400 * 900LL) {
            ep_spell spell = ep_footer_spell(&zone.footer, t);
            if (spell.clock->abbreviation == NULL || spell.from > t || spell.until <= t) {
                ck_abort();
            }
        }
    }
    for (size_t i = 0; status == EPIC_OK && i < zone.change_count; i++) {
        if (zone.clocks[zone.after[i]].abbreviation == NULL) {
            ck_abort();
        }
    }
    ep_arena_free(arena);
    return status;
}

START_TEST(cut_short)
{
    size_t n;
    uint8_t *bytes = load("Europe/Dublin", &n);
    for (size_t cut = 0; cut < n; cut++) {
        ck_assert_int_eq(parse(bytes, cut), EPIC_EIO);
    }
    ck_assert_int_eq(parse(bytes, n), EPIC_OK);
    bytes[0] = 't';
    ck_assert_int_eq(parse(bytes, n), EPIC_EINPUT);
    free(bytes);
}
END_TEST

START_TEST(damaged)
{
    size_t n;
    uint8_t *bytes = load("America/Nuuk", &n), *copy = malloc(n);
    int refused = 0;
    for (int round = 0; round < 4000; round++) {
        memcpy(copy, bytes, n);
        for (uint32_t hits = 1 + draw(4); hits-- > 0;) {
            copy[draw(2) ? draw((uint32_t)n) : draw(44) + (draw(2) ? (uint32_t)n - 44 : 0)] = (uint8_t)draw(256);
        }
        refused += parse(copy, n) != EPIC_OK;
    }
    ck_assert_int_gt(refused, 1000);
    free(copy);
    free(bytes);
}
END_TEST

/* A version 1 file is what a fat file begins with. */
START_TEST(version_1)
{
    char folder[] = "/tmp/epic-zones-XXXXXX", path[64];
    size_t n, first;
    uint8_t *bytes = load("Europe/Berlin", &n);
    ep_zone *zone;
    FILE *file;
    for (first = 44; memcmp(bytes + first, "TZif", 4) != 0;) {
        first++;
    }
    bytes[4] = 0;
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/Berlin", folder);
    file = fopen(path, "wb");
    fwrite(bytes, 1, first, file);
    fclose(file);
    zone = open_zone(folder, "Berlin");
    if (bytes[35] != 0 || bytes[34] != 0) { /* the system's files are fat */
        use_zone(NULL, "Europe/Berlin");
        same_all(zone, FROM, TO - 86400, 7200);
    }
    ck_assert_ptr_null(ep_zone_footer(zone));
    ep_zone_close(zone);
    remove(path);
    rmdir(folder);
    free(bytes);
}
END_TEST

static ep_parse footer(const char *text, ep_footer *out, ep_arena *arena)
{
    return ep_footer_parse(out, arena, text, strlen(text));
}

START_TEST(footers)
{
    static const char *const bad[] = {
        "", "C", "CET", "CET-", "CET-1CEST,M3.5.0", "CET-1CEST,M3.5.0,M10.5.0/", "CET-25", "<+03", "<+0>3", "CET-1CEST",
        "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,M10.5.0",
        "CET-1CEST,J366,M10.5.0", "CET-1CEST,366,M10.5.0", "CET-1CEST,M3.5.0/168,M10.5.0", "CET-1CEST,M3.5.0,M10.5.0x",
        "CET-1:60", "CET-99999999999"};
    ep_arena *arena = ep_arena_new();
    ep_footer f;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        ck_assert_msg(footer(bad[i], &f, arena) == EP_MALFORMED, "%s", bad[i]);
    }
    ck_assert_int_eq(footer("NST3:30NDT,M3.2.0,M11.1.0", &f, arena), EP_PARSED);
    ck_assert_int_eq(f.standard.offset, -12600);
    ck_assert_int_eq(f.daylight.offset, -9000);
    ck_assert_int_eq(footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", &f, arena), EP_PARSED);
    ck_assert_str_eq(f.daylight.abbreviation, "-01");
    ck_assert_int_eq(f.start.second, -3600);
    ck_assert_int_eq(footer("XXX-2:30:15YYY,0/-1:30:10,J365/167", &f, arena), EP_PARSED);
    ck_assert_int_eq(f.standard.offset, 9015);
    ck_assert_int_eq(f.start.second, -5410);
    ck_assert_int_eq(f.end.second, 167 * 3600);
    ck_assert_int_eq(footer("EST5EDT,0/0,J365/25", &f, arena), EP_PARSED); /* daylight time for ever */
    for (epic_instant t = FROM; t < TO; t += 1800) {
        ck_assert_str_eq(ep_footer_spell(&f, t).clock->abbreviation, "EDT");
    }
    ep_arena_free(arena);
}
END_TEST

/* The onset of an observance in a year, day by day through the month. */
static epic_instant onset_in(const ep_observance *o, int year)
{
    epic_date date = o->date, day = epic_date_make(year, o->month ? o->month : 1, 1);
    int month, nth = 0;
    for (int m = o->month; m == o->month && o->month; epic_date_parts(++day, NULL, &m, NULL)) {
        int of_month;
        epic_date_parts(day, NULL, &month, &of_month);
        if (epic_date_weekday(day) == o->weekday
            && (o->nth == 0 ? of_month >= o->first_day && of_month < o->first_day + 7 : ++nth == o->nth || o->nth < 0)) {
            date = day;
        }
    }
    return (epic_instant)date * 86400 + o->second - o->from;
}

/* The offset that RFC 5545 gives for a moment: of the observance with the latest onset not after it. */
static int32_t observed(const ep_observance *list, size_t count, epic_instant instant)
{
    epic_instant best = INT64_MIN;
    int32_t offset = INT32_MIN;
    for (size_t i = 0; i < count; i++) {
        const ep_observance *o = &list[i];
        int first, last;
        epic_date_parts((epic_date)(instant / 86400) + 1, &last, NULL, NULL);
        epic_date_parts(o->date, &first, NULL, NULL);
        first = o->month && first < last - 2 ? last - 2 : first; /* older onsets are not the latest */
        last = o->month ? last : first;
        for (int year = first; year <= last; year++) {
            epic_instant onset = onset_in(o, year);
            if (onset <= instant && onset > best) {
                best = onset;
                offset = o->to;
            }
        }
    }
    return offset;
}

static size_t observances(const char *name, epic_instant from, epic_instant to, ep_arena *arena, const ep_observance **list)
{
    ep_zone *zone = open_zone(NULL, name);
    epic_instant change = from;
    size_t count;
    ck_assert_int_eq(ep_observances(zone, from, to, arena, list, &count), EPIC_OK);
    use_zone(NULL, name);
    for (epic_instant t = from; t < to; t += 86400 * 11 + 3600) {
        if (observed(*list, count, t) != by_glibc(t).tm_gmtoff) {
            ck_abort_msg("%s at %lld", name, (long long)t);
        }
    }
    while (ep_zone_next(zone, change, &change) && change < to) {
        for (int second = -1; second <= 0; second++) {
            ck_assert_msg(observed(*list, count, change + second) == by_glibc(change + second).tm_gmtoff, "%s at %lld", name,
                          (long long)change);
        }
    }
    for (size_t i = 0; i < count; i++) { /* in Dublin too */
        ck_assert((*list)[i].daylight == ((*list)[i].to > (*list)[i].from));
    }
    change = (*list)[0].date * 86400LL + (*list)[0].second - (*list)[0].from;
    ck_assert_str_eq((*list)[0].name, ep_zone_local(zone, change).abbreviation);
    ck_assert((*list)[0].date * 86400LL < from && ((*list)[0].month == 0 || (*list)[1].date * 86400LL < from));
    ep_zone_close(zone);
    return count;
}

START_TEST(observances_are_glibcs)
{
    ep_arena *arena = ep_arena_new();
    const ep_observance *list;
    observances(spread[_i], FROM, 1703000000, arena, &list);         /* 2020 to 2023 */
    observances(spread[_i], 1704067200, TO - 86400, arena, &list);   /* 2024 to 2037 */
    observances(spread[_i], 2000000000, 2300000000LL, arena, &list); /* beyond what files list */
    ep_arena_free(arena);
}
END_TEST

static size_t count_of(const char *name, ep_arena *arena, const ep_observance **list)
{
    return observances(name, 1767225600, 1798761599, arena, list); /* 2026 */
}

START_TEST(observances_known)
{
    ep_arena *arena = ep_arena_new();
    const ep_observance *list;
    ck_assert_uint_eq(count_of("UTC", arena, &list), 1);
    ck_assert_uint_eq(count_of("Asia/Kathmandu", arena, &list), 1);
    ck_assert_uint_eq(count_of("Europe/Dublin", arena, &list), 2);
    ck_assert(list[0].daylight && list[0].month == 3 && list[0].nth == -1);
    ck_assert(!list[1].daylight && list[1].month == 10);
    ck_assert_uint_eq(count_of("America/Nuuk", arena, &list), 2); /* an hour before Sunday: a Saturday from the 24th on */
    ck_assert(list[0].nth == 0 && list[0].weekday == 5 && list[0].first_day == 24);
    observances("America/Scoresbysund", 1735689600, 1767225599, arena, &list); /* 2025, the year after its offsets changed */
    ck_assert_uint_eq(count_of("Africa/Cairo", arena, &list), 1 + 4); /* midnight after the last Thursday may be in November */
    ep_arena_free(arena);
}
END_TEST

static void add_tests(TCase *t)
{
    tcase_add_test(t, dates);
    tcase_add_test(t, dates_that_are_none);
    tcase_add_test(t, texts_of_moments);
    tcase_add_test(t, texts_that_are_none);
    tcase_add_loop_test(t, local_is_glibcs, 0, SPREAD);
    tcase_add_loop_test(t, instants_are_glibcs, 0, SPREAD);
    tcase_add_test(t, gaps_and_overlaps);
    tcase_add_test(t, fat_and_slim);
    tcase_add_test(t, names);
    tcase_add_test(t, cut_short);
    tcase_add_test(t, damaged);
    tcase_add_test(t, version_1);
    tcase_add_test(t, footers);
    tcase_add_loop_test(t, observances_are_glibcs, 0, SPREAD);
    tcase_add_test(t, observances_known);
}

int main(void)
{
    Suite *suite = suite_create("zone");
    TCase *t = tcase_create("zone");
    tcase_set_timeout(t, 60);
    add_tests(t);
    suite_add_tcase(suite, t);
    return run(suite);
}
