/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kit.h"

#include "civil.h"
#include "tzid.h"
#include "windows.h"

static kit_text said;

static void on_say(void *user, const char *code, uint32_t line, const char *words)
{
    (void)user;
    say(&said, "{%s %u %s}", code, (unsigned)line, words);
}

/* A resolver for the years 2026 and 2027. */
static ep_tzids *make(ep_arena *arena)
{
    ep_tzids *own = ep_arena_new_of(arena, ep_tzids);
    own->arena = arena;
    own->from = epic_date_make(2026, 1, 1);
    own->to = epic_date_make(2027, 12, 31);
    own->say = on_say;
    said.used = 0;
    said.bytes[0] = '\0';
    return own;
}

static ep_moment wall_time(int year, int month, int day, int hour, int minute)
{
    return (ep_moment){epic_date_make(year, month, day), hour * 3600 + minute * 60};
}

static epic_instant utc(int year, int month, int day, int hour, int minute)
{
    return (epic_instant)epic_date_make(year, month, day) * EP_DAY + hour * 3600 + minute * 60;
}

/* Offsets of a zone in January and July 2026, in minutes; "" when nobody knows it. */
static const char *offsets(const char *name, char text[32])
{
    ep_arena *arena = ep_arena_new();
    ep_tzids *own = make(arena);
    const ep_dial *dial;
    ck_assert_int_eq(ep_tzids_dial(own, ep_tzids_number(own, name, 7), &dial), EPIC_OK);
    text[0] = '\0';
    if (dial != NULL) {
        snprintf(text, 32, "%d %d", ep_dial_offset(dial, utc(2026, 1, 15, 0, 0)) / 60,
                 ep_dial_offset(dial, utc(2026, 7, 15, 0, 0)) / 60);
    }
    ep_arena_free(arena);
    return text;
}

static const char *const table[][2] = {
    {"Europe/Rome", "60 120"},
    {"europe/rome", "60 120"},
    {"EUROPE/ISLE_OF_MAN", "0 60"},
    {"america/port-au-prince", "-300 -240"},
    {"america/argentina/buenos_aires", "-180 -180"},
    {"utc", "0 0"},
    {"Z", "0 0"},
    {"GMT", "0 0"},
    {"etc/gmt+2", "-120 -120"},
    {"/mozilla.org/20050126_1/Europe/London", "0 60"},
    {"/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires", "-180 -180"},
    {"/citadel.org/20210210_1/Europe/Warsaw", "60 120"},
    {"/x.org/UTC", "0 0"},
    {"Europe/Berlin 1", "60 120"},
    {"W. Europe Standard Time", "60 120"},
    {"w. europe standard time", "60 120"},
    {"W. Europe Standard Time 1", "60 120"},
    {"GTB Standard Time", "120 180"},
    {"India Standard Time", "330 330"},
    {"(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "60 120"},
    {"(GMT+01:00) Sarajevo, Skopje, Warsaw, Zagreb", "60 120"},
    {"(UTC) Coordinated Universal Time", "0 0"},
    {"GMT+2", "120 120"},
    {"UTC-03:30", "-210 -210"},
    {"UTC+0545", "345 345"},
    {"utc+13", "780 780"},
    {"UTC+02:0", ""},
    {"UTC+25", ""},
    {"UTC+", ""},
    {"(UTC+01:00) Nowhere", ""},
    {"Mars/Phobos", ""},
    {"../../etc/passwd", ""},
    {"", ""},
    {"()", ""},
    {"/", ""},
    {"Customized Time Zone", ""},
};

START_TEST(names)
{
    char text[32];
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        ck_assert_msg(strcmp(offsets(table[i][0], text), table[i][1]) == 0, "%s: %s", table[i][0], text);
        ck_assert_msg((said.used > 0) == (table[i][1][0] == '\0'), "%s: %s", table[i][0], said.bytes);
    }
    offsets("Mars/\x1b[31m", text);
    ck_assert_str_eq(said.bytes, "{W616 7 the time zone 'Mars/\\x1b[31m' is not known: its days count as busy in whole}");
}
END_TEST

/* Every zone in the table of Windows' names is one of this system. */
START_TEST(windows_names)
{
    static const char *const some[] = {"Romance Standard Time", "UTC+13", "Yukon Standard Time", "(UTC+13:00) Nuku'alofa"};
    for (size_t i = 0; i < sizeof some / sizeof *some; i++) {
        ep_zone *zone;
        ck_assert_int_eq(ep_zone_open(&zone, NULL, ep_windows_zone(some[i])), EPIC_OK);
        ep_zone_close(zone);
    }
    ck_assert_ptr_null(ep_windows_zone("W. Europe"));
    ck_assert_ptr_null(ep_windows_zone("(UTC"));
    ck_assert_ptr_null(ep_windows_zone("(UTC+01:00)"));
}
END_TEST

/* Where the clocks change both readings are told; elsewhere what the zone's own reader says, for a year of half hours. */
START_TEST(instants)
{
    static const char *const zones[] = {"Europe/Rome", "Australia/Lord_Howe", "Africa/Casablanca", "Europe/Dublin",
                                        "America/Havana", "UTC", "Africa/Cairo", "America/Nuuk"};
    for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
        ep_arena *arena = ep_arena_new();
        ep_tzids *own = make(arena);
        const ep_dial *dial;
        ep_zone *zone;
        ck_assert_int_eq(ep_zone_open(&zone, NULL, zones[i]), EPIC_OK);
        ck_assert_int_eq(ep_tzids_dial(own, ep_tzids_number(own, zones[i], 1), &dial), EPIC_OK);
        for (epic_date d = own->from; d < own->from + 400; d++) {
            for (int minute = 0; minute < 1440; minute += 30) {
                epic_instant early, late, first = 0;
                ep_clock_fit fit = ep_zone_instant(zone, d, minute, &first);
                ep_dial_instants(dial, (ep_moment){d, minute * 60 + 7}, &early, &late);
                ck_assert_int_eq(fit == EP_CLOCK_UNIQUE, early == late);
                ck_assert_int_eq(fit == EP_CLOCK_GAP ? late : early, first + 7);
                ep_moment local = ep_dial_local(dial, early);
                ck_assert(fit == EP_CLOCK_GAP || (local.date == d && local.second == minute * 60 + 7));
            }
        }
        ep_zone_close(zone);
        ep_arena_free(arena);
    }
    ep_arena *arena = ep_arena_new();
    ep_tzids *own = make(arena);
    const ep_dial *dial;
    epic_instant early, late;
    ck_assert_int_eq(ep_tzids_dial(own, ep_tzids_number(own, "Europe/Rome", 1), &dial), EPIC_OK);
    ep_dial_instants(dial, wall_time(2026, 10, 25, 2, 30), &early, &late);
    ck_assert(early == utc(2026, 10, 25, 0, 30) && late == utc(2026, 10, 25, 1, 30));
    ep_dial_instants(dial, wall_time(2026, 3, 29, 2, 30), &early, &late);
    ck_assert(early == utc(2026, 3, 29, 0, 30) && late == utc(2026, 3, 29, 1, 30));
    ep_arena_free(arena);
}
END_TEST

static ep_onset onset(const char *start, int from, int to, const char *rule, ep_onset *following)
{
    ep_onset own = {.next = following, .from = from, .to = to, .has_start = true, .has_from = true, .has_to = true, .rule = rule,
                    .rule_size = rule != NULL ? strlen(rule) : 0};
    ck_assert(ep_value_time(start, strlen(start), &own.start));
    return own;
}

#define MARCH "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"
#define OCTOBER "freq=yearly;BYMONTH=10;BYDAY=-1SU"

/* A calendar's own zone of two onsets against a zone of the system, or refused. */
static void compare(const char *name, ep_onset *first, bool sane, bool same, const char *says)
{
    ep_arena *arena = ep_arena_new();
    ep_tzids *own = make(arena);
    ep_zonedef zone = {.id = name, .line = 3, .onsets = first}, other = {.next = &zone, .id = "else", .line = 1};
    ep_dial dial, system;
    ep_zone *opened;
    own->defined = &other;
    int status = ep_zonedef_dial(&dial, arena, &zone, own->from, own->to);
    ck_assert_int_eq(status, sane ? EPIC_OK : EPIC_EINPUT);
    ck_assert_int_eq(ep_zone_open(&opened, NULL, "Europe/Rome"), EPIC_OK);
    ck_assert(ep_dial_of_zone(&system, arena, opened, utc(2025, 1, 1, 0, 0), utc(2028, 1, 1, 0, 0)));
    ck_assert(!sane || ep_dial_same(&dial, &system, utc(2026, 1, 1, 0, 0), utc(2027, 12, 31, 0, 0)) == same);
    const ep_dial *found;
    ck_assert_int_eq(ep_tzids_dial(own, ep_tzids_number(own, name, 9), &found), EPIC_OK);
    ck_assert_str_eq(said.bytes, says);
    ep_zone_close(opened);
    ep_arena_free(arena);
}

START_TEST(own_zones)
{
    ep_onset winter = onset("16011028T030000", 7200, 3600, OCTOBER, NULL);
    ep_onset summer = onset("16010325T020000", 3600, 7200, MARCH, &winter);
    compare("My zone", &summer, true, true, "");
    compare("Europe/Rome", &summer, true, true, "");
    compare("Europe/London", &summer, true, true,
            "{W616 3 a time zone is not what the system knows by its name: the file's is taken}");
    winter = onset("20261025T030000", 7200, 3600, OCTOBER, NULL); /* says nothing of the summer before */
    summer = onset("20270328T020000", 3600, 7200, MARCH, &winter);
    compare("Europe/Rome", &summer, true, false, "");
    winter = onset("20001028T030000", 7200, 3600, OCTOBER ";UNTIL=20101031T010000Z", NULL);
    summer = onset("20000325T020000", 3600, 7200, MARCH ";UNTIL=20100328T010000Z", &winter);
    compare("My zone", &summer, true, false, "");
    winter = onset("20101031T030000", 7200, 3600, NULL, NULL);
    compare("My zone", &winter, true, false, "");
    winter = onset("20001028T030000", 7200, 3600, OCTOBER ";COUNT=100", NULL);
    summer = onset("20000325T020000", 3600, 7200, MARCH ";COUNT=100", &winter);
    compare("My zone", &summer, true, true, "");
    winter = onset("20001028T030000", 7200, 3600, OCTOBER ";COUNT=5", NULL);
    compare("My zone", &winter, true, false, "");
    winter = onset("20001028T030000", 7200, 3600, OCTOBER, NULL);
    winter.has_to = false;
    compare("Europe/Rome", &winter, false, false, "");
    compare("My zone", &winter, false, false, "{W616 9 the time zone 'My zone' is not known: its days count as busy in whole}");
    winter = onset("19700101T000000", 7200, 3600, "FREQ=SECONDLY", NULL);
    compare("Europe/Rome", &winter, false, false, "");
    winter = onset("19700101T000000", 7200, 3600,
                   "FREQ=YEARLY;BYSECOND=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7;BYHOUR=1,2,3,4,5,6,7,8,9,10,11,12", NULL);
    compare("Europe/Rome", &winter, false, false, "");
    winter = onset("19700101T000000", 7200, 3600, "FREQ=YEARLY;NONSENSE", NULL);
    compare("Europe/Rome", &winter, false, false, "");
    winter = onset("19700101", 7200, 3600, NULL, NULL);
    compare("Europe/Rome", &winter, false, false, "");
}
END_TEST

START_TEST(many_names)
{
    ep_arena *arena = ep_arena_new();
    ep_tzids *own = make(arena);
    char name[16];
    for (int i = 0; i < 2 * EP_MOST_TZIDS; i++) {
        snprintf(name, sizeof name, "zone %d", i);
        ck_assert_int_eq(ep_tzids_number(own, name, 1), i < EP_MOST_TZIDS ? i : EP_MOST_TZIDS);
    }
    ck_assert_int_eq(ep_tzids_number(own, "zone 17", 1), 17);
    ck_assert_str_eq(said.bytes, "{W616 1 there are too many time zones: from here on days count as busy in whole}");
    const ep_dial *dial;
    ck_assert_int_eq(ep_tzids_dial(own, EP_MOST_TZIDS, &dial), EPIC_OK);
    ck_assert_ptr_null(dial);
    ep_arena_free(arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("tzid");
    TCase *tests = tcase_create("tzid");
    tcase_add_test(tests, names);
    tcase_add_test(tests, windows_names);
    tcase_add_test(tests, instants);
    tcase_add_test(tests, own_zones);
    tcase_add_test(tests, many_names);
    suite_add_tcase(suite, tests);
    return run(suite);
}
