/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recurrence rules against the examples of RFC 5545 and against an oracle that asks each second or day on its own. */
#include <check.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <epic/diag.h>

#include "kit.h"
#include "recur.h"

#define MANY 300000

typedef struct list {
    int count, most; /* `most`: ask for no more */
    ep_moment at[MANY];
} list;

static bool add(void *user, ep_moment at)
{
    list *all = user;
    ck_assert_int_lt(all->count, MANY);
    all->at[all->count++] = at;
    return all->count < all->most;
}

static epic_date date_of(int number)
{
    return epic_date_make(number / 10000, number / 100 % 100, number % 100);
}

static int number_of(epic_date date)
{
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    return year * 10000 + month * 100 + day;
}

static ep_recur *parse(ep_arena *arena, const char *text)
{
    ep_recur *rule;
    const char *wrong;
    char *exact = malloc(strlen(text) + 1); /* without a NUL that a reader could lean on */
    memcpy(exact, text, strlen(text));
    int status = ep_recur_parse(&rule, arena, exact, strlen(text), &wrong);
    free(exact);
    ck_assert_msg(status == EPIC_OK, "%s: %s", text, wrong);
    return rule;
}

/* What a rule gives; MANY at most. */
static int expand(const char *text, ep_moment start, int from, int to, const ep_moment *until, list *all)
{
    ep_arena *arena = ep_arena_new();
    all->count = 0;
    all->most = MANY;
    int status = ep_recur_each(parse(arena, text), start, false, date_of(from), date_of(to), until, add, all);
    ep_arena_free(arena);
    return status;
}

typedef struct example {
    int start; /* a date, at 9:00 */
    int until; /* UNTIL, turned to New York: a date */
    int until_hour;
    const char *rule, *days; /* year and month, days with ranges */
} example;

/* Section 3.8.5.3, in its order. Where it says "forever" the window ends on the last day that it lists. */
static const example examples[] = {
    {19970902, 0, 0, "FREQ=DAILY;COUNT=10", "199709/2-11"},
    {19970902, 19971223, 19, "FREQ=DAILY;UNTIL=19971224T000000Z", "199709/2-30 199710/1-31 199711/1-30 199712/1-23"},
    {19970902, 0, 0, "FREQ=DAILY;INTERVAL=2", "199709/2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 "
     "199710/2,4,6,8,10,12,14,16,18,20,22,24,26,28,30 199711/1,3,5,7,9,11,13,15,17,19,21,23,25,27,29 199712/1,3"},
    {19970902, 0, 0, "FREQ=DAILY;INTERVAL=10;COUNT=5", "199709/2,12,22 199710/2,12"},
    {19980101, 20000131, 9, "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
     "199801/1-31 199901/1-31 200001/1-31"},
    {19980101, 20000131, 9, "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1", "199801/1-31 199901/1-31 200001/1-31"},
    {19970902, 0, 0, "FREQ=WEEKLY;COUNT=10", "199709/2,9,16,23,30 199710/7,14,21,28 199711/4"},
    {19970902, 19971223, 19, "FREQ=WEEKLY;UNTIL=19971224T000000Z",
     "199709/2,9,16,23,30 199710/7,14,21,28 199711/4,11,18,25 199712/2,9,16,23"},
    {19970902, 0, 0, "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
     "199709/2,16,30 199710/14,28 199711/11,25 199712/9,23 199801/6,20 199802/3,17"},
    {19970902, 19971006, 20, "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH", "199709/2,4,9,11,16,18,23,25,30 199710/2"},
    {19970902, 0, 0, "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH", "199709/2,4,9,11,16,18,23,25,30 199710/2"},
    {19970901, 19971223, 19, "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
     "199709/1,3,5,15,17,19,29 199710/1,3,13,15,17,27,29,31 199711/10,12,14,24,26,28 199712/8,10,12,22"},
    {19970902, 0, 0, "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH", "199709/2,4,16,18,30 199710/2,14,16"},
    {19970905, 0, 0, "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
     "199709/5 199710/3 199711/7 199712/5 199801/2 199802/6 199803/6 199804/3 199805/1 199806/5"},
    {19970905, 19971223, 19, "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR", "199709/5 199710/3 199711/7 199712/5"},
    {19970907, 0, 0, "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
     "199709/7,28 199711/2,30 199801/4,25 199803/1,29 199805/3,31"},
    {19970922, 0, 0, "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO", "199709/22 199710/20 199711/17 199712/22 199801/19 199802/16"},
    {19970928, 0, 0, "FREQ=MONTHLY;BYMONTHDAY=-3", "199709/28 199710/29 199711/28 199712/29 199801/29 199802/26"},
    {19970902, 0, 0, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15", "199709/2,15 199710/2,15 199711/2,15 199712/2,15 199801/2,15"},
    {19970930, 0, 0, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
     "199709/30 199710/1,31 199711/1,30 199712/1,31 199801/1,31 199802/1"},
    {19970910, 0, 0, "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15", "199709/10-15 199903/10-13"},
    {19970902, 0, 0, "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
     "199709/2,9,16,23,30 199711/4,11,18,25 199801/6,13,20,27 199803/3,10,17,24,31"},
    {19970610, 0, 0, "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
     "199706/10 199707/10 199806/10 199807/10 199906/10 199907/10 200006/10 200007/10 200106/10 200107/10"},
    {19970310, 0, 0, "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
     "199703/10 199901/10 199902/10 199903/10 200101/10 200102/10 200103/10 200301/10 200302/10 200303/10"},
    {19970101, 0, 0, "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
     "199701/1 199704/10 199707/19 200001/1 200004/9 200007/18 200301/1 200304/10 200307/19 200601/1"},
    {19970519, 0, 0, "FREQ=YEARLY;BYDAY=20MO", "199705/19 199805/18 199905/17"},
    {19970512, 0, 0, "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "199705/12 199805/11 199905/17"},
    {19970313, 0, 0, "FREQ=YEARLY;BYMONTH=3;BYDAY=TH", "199703/13,20,27 199803/5,12,19,26 199903/4,11,18,25"},
    {19970605, 0, 0, "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
     "199706/5,12,19,26 199707/3,10,17,24,31 199708/7,14,21,28 199806/4,11,18,25 199807/2,9,16,23,30 199808/6,13,20,27 "
     "199906/3,10,17,24 199907/1,8,15,22,29 199908/5,12,19,26"},
    /* The RFC takes DTSTART, which does not fit, away again by EXDATE. */
    {19970902, 0, 0, "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "199709/2 199802/13 199803/13 199811/13 199908/13 200010/13"},
    {19970913, 0, 0, "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
     "199709/13 199710/11 199711/8 199712/13 199801/10 199802/7 199803/7 199804/11 199805/9 199806/13"},
    {19961105, 0, 0, "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", "199611/5 200011/7 200411/2"},
    {19970904, 0, 0, "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "199709/4 199710/7 199711/6"},
    {19970929, 0, 0, "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
     "199709/29 199710/30 199711/27 199712/30 199801/29 199802/26 199803/30"},
    {19970805, 0, 0, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "199708/5,10,19,24"},
    {19970805, 0, 0, "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "199708/5,17,19,31"},
    {20070115, 0, 0, "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "200701/15,30 200702/15 200703/15,30"},
};

/* The dates of an example as numbers; returns how many. */
static int read_days(const char *text, int days[])
{
    int count = 0;
    while (*text != '\0') {
        char *at;
        int month = (int)strtol(text, &at, 10) * 100;
        do {
            int first = (int)strtol(at + 1, &at, 10), last = *at == '-' ? (int)strtol(at + 1, &at, 10) : first;
            for (int day = first; day <= last; day++) {
                days[count++] = month + day;
            }
        } while (*at == ',');
        text = *at == ' ' ? at + 1 : at;
    }
    return count;
}

START_TEST(examples_of_the_rfc)
{
    static list got;
    const example *e = &examples[_i];
    int days[1000], count = read_days(e->days, days);
    bool forever = strstr(e->rule, "COUNT") == NULL && strstr(e->rule, "UNTIL") == NULL;
    ep_moment until = {e->until > 0 ? date_of(e->until) : 0, e->until_hour * 3600};
    int to = forever ? days[count - 1] : 20101231;
    int status = expand(e->rule, (ep_moment){date_of(e->start), 9 * 3600}, e->start, to, e->until > 0 ? &until : NULL, &got);
    ck_assert_int_eq(status, EPIC_OK);
    for (int i = 0; i < got.count && i < count; i++) {
        ck_assert_msg(number_of(got.at[i].date) == days[i] && got.at[i].second == 9 * 3600, "%s: %d instead of %d", e->rule,
                      number_of(got.at[i].date), days[i]);
    }
    ck_assert_msg(got.count == count, "%s: %d instead of %d", e->rule, got.count, count);
}
END_TEST

static void within_a_day(const char *rule, int until_hour, const char *clocks)
{
    static list got;
    char text[1000] = "";
    ep_moment until = {date_of(19970902), until_hour * 3600};
    ep_moment start = {date_of(19970902), 9 * 3600};
    ck_assert_int_eq(expand(rule, start, 19970902, 19970902, until_hour > 0 ? &until : NULL, &got), EPIC_OK);
    for (int i = 0; i < got.count; i++) {
        int second = got.at[i].second;
        ck_assert_int_eq(got.at[i].date, date_of(19970902));
        ck_assert_int_eq(second % 60, 0);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d:%02d", i > 0 ? " " : "", second / 3600, second / 60 % 60);
    }
    ck_assert_str_eq(text, clocks);
}

START_TEST(examples_within_a_day)
{
    const char *twenty = "9:00 9:20 9:40 10:00 10:20 10:40 11:00 11:20 11:40 12:00 12:20 12:40 13:00 13:20 13:40 14:00 14:20 "
                         "14:40 15:00 15:20 15:40 16:00 16:20 16:40";
    /* "From 9:00 AM to 5:00 PM": the UNTIL that the RFC writes is 13:00 in New York. */
    within_a_day("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", 17, "9:00 12:00 15:00");
    within_a_day("FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", 13, "9:00 12:00");
    within_a_day("FREQ=MINUTELY;INTERVAL=15;COUNT=6", 0, "9:00 9:15 9:30 9:45 10:00 10:15");
    within_a_day("FREQ=MINUTELY;INTERVAL=90;COUNT=4", 0, "9:00 10:30 12:00 13:30");
    within_a_day("FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40", 0, twenty);
    within_a_day("FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16", 0, twenty);
}
END_TEST

/* Of the 1,440 times of a day, and of the 2,880 of two in a week. */
START_TEST(positions)
{
    static list got;
    const char *times = "BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,"
                        "12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31,32,33,34,35,36,37,38,39,40,41,42,43,44,45,"
                        "46,47,48,49,50,51,52,53,54,55,56,57,58,59;BYSETPOS=-366,366,-365,-1,1,2";
    static const int minutes[] = {0, 1, 365, 1074, 1075, 1439}, of_two[] = {0, 1, 365, 2514, 2515, 2879};
    char rule[1000];
    snprintf(rule, sizeof rule, "FREQ=DAILY;%s", times);
    ck_assert_int_eq(expand(rule, (ep_moment){date_of(20240101), 0}, 20240104, 20240104, NULL, &got), EPIC_OK);
    ck_assert_int_eq(got.count, 6);
    for (int i = 0; i < got.count; i++) {
        ck_assert_int_eq(got.at[i].second, minutes[i] * 60);
    }
    snprintf(rule, sizeof rule, "FREQ=WEEKLY;BYDAY=MO,TU;%s", times);
    ck_assert_int_eq(expand(rule, (ep_moment){date_of(20240101), 0}, 20240108, 20240114, NULL, &got), EPIC_OK);
    ck_assert_int_eq(got.count, 6);
    for (int i = 0; i < got.count; i++) {
        ck_assert_int_eq((got.at[i].date - date_of(20240108)) * 1440 + got.at[i].second / 60, of_two[i]);
    }
}
END_TEST

START_TEST(leap_seconds)
{
    static list got;
    ck_assert_int_eq(expand("FREQ=MINUTELY;BYSECOND=60,0;COUNT=4", (ep_moment){0, 0}, 19700101, 19700101, NULL, &got), EPIC_OK);
    ck_assert_int_eq(got.count, 4);
    ck_assert_int_eq(got.at[1].second, 59);
    ck_assert_int_eq(got.at[3].second, 119);
}
END_TEST

/* Section 3.3.10: every other year, each Sunday of January at 8:30 and 9:30. */
START_TEST(example_of_the_order)
{
    static list got;
    ck_assert_int_eq(expand("FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30",
                            (ep_moment){date_of(19970105), 8 * 3600 + 1800}, 19970101, 19991231, NULL, &got), EPIC_OK);
    ck_assert_int_eq(got.count, 2 * (4 + 5));
    ck_assert_int_eq(number_of(got.at[8].date), 19990103);
    ck_assert_int_eq(got.at[9].second, 9 * 3600 + 1800);
}
END_TEST

static const char *const refused[][2] = {
    {"", "a part is empty"},
    {"INTERVAL=2", "FREQ is missing"},
    {"FREQ=DAILY;FREQ=DAILY", "a part is there twice"},
    {"FREQ=DAILY;COUNT=2;COUNT=2", "a part is there twice"},
    {"FREQ=DAILY;", "a part is empty"},
    {"FREQ=DAILY;;COUNT=2", "a part is empty"},
    {"FREQ=DAILY;BYEASTER=1", "an unknown part"},
    {"FREQ=DAILY;=1", "an unknown part"},
    {"FREQ=DAILY COUNT=2", "FREQ is none of the seven"},
    {"FREQ", "FREQ is none of the seven"},
    {"FREQ=FORTNIGHTLY", "FREQ is none of the seven"},
    {"FREQ=DAIL", "FREQ is none of the seven"},
    {"FREQ=DAILY;INTERVAL=0", "INTERVAL is no number from 1"},
    {"FREQ=DAILY;INTERVAL=-1", "INTERVAL is no number from 1"},
    {"FREQ=DAILY;INTERVAL=+1", "INTERVAL is no number from 1"},
    {"FREQ=DAILY;INTERVAL=1.5", "INTERVAL is no number from 1"},
    {"FREQ=DAILY;COUNT=0", "COUNT is no number from 1"},
    {"FREQ=DAILY;COUNT=", "COUNT is no number from 1"},
    {"FREQ=DAILY;UNTIL=20230229", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=20230230T100000Z", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=20230101T240000Z", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=20230101T1000", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=20230101T100000ZZ", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=2023010", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=2023-01-01", "UNTIL is no date or time"},
    {"FREQ=DAILY;UNTIL=00000101", "UNTIL is no date or time"},
    {"FREQ=WEEKLY;WKST=XX", "WKST is no weekday"},
    {"FREQ=WEEKLY;WKST=1MO", "WKST is no weekday"},
    {"FREQ=DAILY;BYSECOND=61", "BYSECOND is not from 0 to 60"},
    {"FREQ=DAILY;BYMINUTE=60", "BYMINUTE is not from 0 to 59"},
    {"FREQ=DAILY;BYHOUR=25", "BYHOUR is not from 0 to 23"},
    {"FREQ=DAILY;BYHOUR=-1", "BYHOUR is not from 0 to 23"},
    {"FREQ=DAILY;BYHOUR=1,", "BYHOUR is not from 0 to 23"},
    {"FREQ=DAILY;BYHOUR=,1", "BYHOUR is not from 0 to 23"},
    {"FREQ=DAILY;BYHOUR", "BYHOUR is not from 0 to 23"},
    {"FREQ=DAILY;BYHOUR=99999999999999999999999999", "BYHOUR is not from 0 to 23"},
    {"FREQ=WEEKLY;BYDAY=XX", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYDAY=0MO", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYDAY=54MO", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYDAY=-MO", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYDAY=1", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYDAY=MO TU", "BYDAY has what is no weekday, or no number from 1 to 53"},
    {"FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY is not from 1 to 31"},
    {"FREQ=MONTHLY;BYMONTHDAY=-32", "BYMONTHDAY is not from 1 to 31"},
    {"FREQ=MONTHLY;BYMONTHDAY=+-1", "BYMONTHDAY is not from 1 to 31"},
    {"FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY is not from 1 to 366"},
    {"FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO is not from 1 to 53"},
    {"FREQ=YEARLY;BYMONTH=13", "BYMONTH is not from 1 to 12"},
    {"FREQ=YEARLY;BYMONTH=-1", "BYMONTH is not from 1 to 12"},
    {"FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", "BYSETPOS is not from 1 to 366"},
    {"FREQ=MONTHLY;BYWEEKNO=2", "BYWEEKNO is for YEARLY alone"},
    {"FREQ=DAILY;BYYEARDAY=2", "BYYEARDAY is not for DAILY, WEEKLY or MONTHLY"},
    {"FREQ=MONTHLY;BYYEARDAY=2", "BYYEARDAY is not for DAILY, WEEKLY or MONTHLY"},
    {"FREQ=WEEKLY;BYMONTHDAY=2", "BYMONTHDAY is not for WEEKLY"},
    {"FREQ=WEEKLY;BYDAY=1MO", "BYDAY with a number is for MONTHLY, or YEARLY without BYWEEKNO"},
    {"FREQ=DAILY;BYDAY=MO,-53SU", "BYDAY with a number is for MONTHLY, or YEARLY without BYWEEKNO"},
    {"FREQ=YEARLY;BYWEEKNO=2;BYDAY=53SU", "BYDAY with a number is for MONTHLY, or YEARLY without BYWEEKNO"},
    {"FREQ=MONTHLY;BYSETPOS=1", "BYSETPOS needs another BY part"},
};

START_TEST(what_is_refused)
{
    ep_arena *arena = ep_arena_new();
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        ep_recur *rule;
        const char *wrong;
        const char *text = refused[i][0];
        ck_assert_msg(ep_recur_parse(&rule, arena, text, strlen(text), &wrong) == EPIC_EINPUT, "%s", text);
        ck_assert_ptr_null(rule);
        ck_assert_str_eq(wrong, refused[i][1]);
    }
    ep_arena_free(arena);
}
END_TEST

START_TEST(what_is_taken)
{
    ep_arena *arena = ep_arena_new();
    ep_moment until;
    bool utc, date_only;
    parse(arena, "freq=weekly;wkst=su;byday=mo,Tu");
    parse(arena, "BYMONTH=01,12;COUNT=00003;FREQ=YEARLY;BYDAY=+1MO,-1SU;BYMONTHDAY=+05");
    parse(arena, "FREQ=HOURLY;BYYEARDAY=1;INTERVAL=99999999999999999999;COUNT=99999999999999999999");
    ck_assert(!ep_recur_until(parse(arena, "FREQ=DAILY"), &until, &utc, &date_only));
    ck_assert(ep_recur_until(parse(arena, "FREQ=DAILY;UNTIL=20240229"), &until, &utc, &date_only));
    ck_assert(!utc && date_only && number_of(until.date) == 20240229 && until.second == 86399);
    ck_assert(ep_recur_until(parse(arena, "FREQ=DAILY;UNTIL=20240229T235960Z;COUNT=3"), &until, &utc, &date_only));
    ck_assert(utc && !date_only && until.second == 86399);
    ck_assert(ep_recur_until(parse(arena, "FREQ=DAILY;UNTIL=20240229t010203"), &until, &utc, &date_only));
    ck_assert(!utc && !date_only && until.second == 3723);
    ep_arena_free(arena);
}
END_TEST

/* The dates that a rule gives from its start, a date, at 9:00, on to a date, as one text. */
static const char *dates(const char *rule, int start, int from, int to, bool all_day)
{
    static list got;
    static char text[1000];
    ep_arena *arena = ep_arena_new();
    got.count = 0;
    got.most = 50;
    ck_assert_int_eq(ep_recur_each(parse(arena, rule), (ep_moment){date_of(start), 9 * 3600}, all_day, date_of(from), date_of(to),
                                   NULL, add, &got), EPIC_OK);
    ep_arena_free(arena);
    text[0] = '\0';
    for (int i = 0; i < got.count; i++) {
        ck_assert_int_eq(all_day ? got.at[i].second : 0, 0);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%d", i > 0 ? " " : "", number_of(got.at[i].date));
    }
    return text;
}

typedef struct choice {
    const char *rule;
    int start, from, to;
    const char *dates;
} choice;

static const choice of_days[] = {
    /* DTSTART comes first and counts, whether it fits or not, and whatever UNTIL says. */
    {"FREQ=WEEKLY;BYDAY=MO;COUNT=3", 20240103, 20240101, 20241231, "20240103 20240108 20240115"},
    {"FREQ=DAILY;UNTIL=20231231", 20240103, 20240101, 20241231, "20240103"},
    {"FREQ=DAILY;COUNT=9;UNTIL=20240104", 20240103, 20240101, 20241231, "20240103 20240104"},
    {"FREQ=DAILY;COUNT=2;UNTIL=20240109", 20240103, 20240101, 20241231, "20240103 20240104"},
    /* No month: each. No day in a week: DTSTART's weekday. */
    {"FREQ=YEARLY;BYMONTHDAY=30", 20240130, 20240101, 20240430, "20240130 20240330 20240430"},
    {"FREQ=YEARLY;BYWEEKNO=20", 20240513, 20240101, 20251231, "20240513 20250512"},
    /* Week 1 of 2025 begins in 2024, to whose last days it belongs. */
    {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", 20240101, 20240101, 20260101, "20240101 20241230 20251229"},
    {"FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO", 20240101, 20240101, 20260101, "20240101 20241230"},
    {"FREQ=YEARLY;BYWEEKNO=-1;BYDAY=FR", 20201225, 20201201, 20221231, "20201225 20210101 20211231 20221230"},
    /* Days with a number and without stand beside each other. */
    {"FREQ=MONTHLY;BYDAY=MO,1FR", 20240101, 20240101, 20240110, "20240101 20240105 20240108"},
    /* A set of positions begins with the period, not with DTSTART. */
    {"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=2", 20240105, 20240101, 20240112, "20240105 20240110"},
    /* A week that lies in two months keeps its days in the month. */
    {"FREQ=WEEKLY;BYMONTH=7;BYDAY=MO,SU;WKST=MO;BYSETPOS=1", 20260705, 20260701, 20260831,
     "20260705 20260706 20260713 20260720 20260727"},
    /* The ends of the calendar. */
    {"FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=12", 99981231, 99980101, 99991231, "99981231 99991231"},
    {"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=-1", 10101, 10101, 10115, "10101 10107 10114"},
};

/* All day: dates alone; times are ignored. */
static const choice all_day[] = {
    {"FREQ=DAILY;BYHOUR=1,2;COUNT=2", 20240105, 20240101, 20240112, "20240105 20240106"},
    {"FREQ=DAILY;UNTIL=20240106T000000Z", 20240105, 20240101, 20240112, "20240105 20240106"},
    {"FREQ=HOURLY;INTERVAL=36;COUNT=4", 20240105, 20240101, 20240112, "20240105 20240106 20240108 20240109"},
    {"FREQ=HOURLY;INTERVAL=36;COUNT=4", 20240105, 20240108, 20240112, "20240108 20240109"},
    {"FREQ=SECONDLY;COUNT=3", 20240105, 20240106, 20240112, "20240106 20240107"},
};

START_TEST(choices)
{
    for (size_t i = 0; i < sizeof of_days / sizeof *of_days; i++) {
        const choice *c = &of_days[i];
        ck_assert_str_eq(dates(c->rule, c->start, c->from, c->to, false), c->dates);
    }
    for (size_t i = 0; i < sizeof all_day / sizeof *all_day; i++) {
        const choice *c = &all_day[i];
        ck_assert_str_eq(dates(c->rule, c->start, c->from, c->to, true), c->dates);
    }
}
END_TEST

START_TEST(each_may_stop)
{
    static list got;
    ep_arena *arena = ep_arena_new();
    ep_recur *rule = parse(arena, "FREQ=SECONDLY");
    for (got.most = 1; got.most < 5; got.most++) {
        got.count = 0;
        ck_assert_int_eq(ep_recur_each(rule, (ep_moment){0, 0}, false, 0, 9999, NULL, add, &got), EPIC_OK);
        ck_assert_int_eq(got.count, got.most);
    }
    ck_assert_int_eq(ep_recur_each(rule, (ep_moment){EPIC_NO_DATE, 0}, false, 0, 9, NULL, add, &got), EPIC_EARG);
    ep_arena_free(arena);
}
END_TEST

typedef struct hostile {
    const char *rule;
    int start, count; /* so many in 2026; -1: refused by counting */
} hostile;

static const hostile bombs[] = {
    {"FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", 20200101, 0},
    {"FREQ=MINUTELY;BYMONTH=4;BYMONTHDAY=31", 20200101, 0},
    {"FREQ=SECONDLY;BYHOUR=3;BYMINUTE=4;BYSECOND=5", 10101, 365},
    {"FREQ=SECONDLY;INTERVAL=2;BYSECOND=1,3,5,7", 10101, 0},
    {"FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", 10101, 0},
    {"FREQ=SECONDLY;INTERVAL=86401", 20251231, 365},
    {"FREQ=SECONDLY;INTERVAL=999999999999", 10101, 0},
    {"FREQ=SECONDLY;BYSECOND=0;BYSETPOS=2", 10101, 0},
    {"FREQ=SECONDLY;COUNT=2147483648", 19700101, 8640},
    {"FREQ=DAILY;COUNT=2147483648", 10101, 365},
    {"FREQ=DAILY;COUNT=2147483648;UNTIL=99991231", 10101, 365},
    {"FREQ=DAILY;COUNT=739617", 10101, 1}, /* the last is the first day of 2026 */
    {"FREQ=SECONDLY;COUNT=2147483648;BYSECOND=7", 19700101, -1},
    {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5", 10101, 0},
    {"FREQ=YEARLY;UNTIL=99991231T235959Z;BYWEEKNO=53;BYDAY=SU;BYMONTH=6", 10101, 0},
    {"FREQ=YEARLY;INTERVAL=2147483648", 10101, 0},
    {"FREQ=WEEKLY;BYDAY=MO;BYHOUR=0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23;BYMINUTE=0,1,2,3,4,5,6,7,8,9;"
     "BYSECOND=0,1,2,3,4,5,6,7,8,9;BYSETPOS=366,-366;COUNT=2000000", 10101, -1},
};

/* Microseconds of work; the bound is far above that, for slow machines and valgrind. */
START_TEST(bombs_are_harmless)
{
    static list got;
    const hostile *bomb = &bombs[_i];
    ep_arena *arena = ep_arena_new();
    ep_recur *rule = parse(arena, bomb->rule);
    ep_moment start = {date_of(bomb->start), 0};
    got.count = 0;
    got.most = 8640;
    clock_t before = clock();
    int status = ep_recur_each(rule, start, false, date_of(20260101), date_of(20261231), NULL, add, &got);
    ck_assert_msg(clock() - before < CLOCKS_PER_SEC, "%s", bomb->rule);
    ck_assert_msg(status == (bomb->count < 0 ? EPIC_EINPUT : EPIC_OK), "%s: status %d", bomb->rule, status);
    ck_assert_msg(got.count == (bomb->count < 0 ? 0 : bomb->count), "%s: %d", bomb->rule, got.count);
    ep_arena_free(arena);
}
END_TEST

/* ---- the oracle: lists of numbers, and questions to each second or day on its own ---- */

enum { SECOND, MINUTE, HOUR, DAY, MONTH_DAY, YEAR_DAY, WEEK, MONTH, POSITION, LISTS };
static const char *const list_names[LISTS] = {"BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                                              "BYMONTH", "BYSETPOS"};
static const char *const freq_names[] = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
enum { SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY, YEARLY };

typedef struct oracle {
    int freq, interval, count, week_start;
    int counts[LISTS], values[LISTS][16];
    int nth[16]; /* of BYDAY */
    ep_moment start, until;
    char text[1000];
} oracle;

static bool listed(const oracle *o, int which, int value)
{
    for (int i = 0; i < o->counts[which]; i++) {
        if (o->values[which][i] == value) {
            return true;
        }
    }
    return false;
}

static int year_of(epic_date date)
{
    return number_of(date) / 10000;
}

static int month_of(epic_date date)
{
    return number_of(date) / 100;
}

/* How many days of its weekday there are from a day on, in steps of a week either way, in its month or year. */
static int same_weekdays(epic_date date, int week, bool in_year)
{
    int count = 0;
    for (epic_date d = date; in_year ? year_of(d) == year_of(date) : month_of(d) == month_of(date); d += week) {
        count++;
    }
    return count;
}

static bool fits_day(const oracle *o, epic_date date)
{
    bool in_year = o->freq == YEARLY && o->counts[MONTH] == 0;
    for (int i = 0; i < o->counts[DAY]; i++) {
        int nth = o->nth[i];
        if (o->values[DAY][i] == epic_date_weekday(date)
            && (nth == 0 || (nth > 0 ? nth == same_weekdays(date, -7, in_year) : -nth == same_weekdays(date, 7, in_year)))) {
            return true;
        }
    }
    return o->counts[DAY] == 0;
}

/* The year that has most days of a week. */
static int year_of_week(epic_date first)
{
    return year_of(first + 3);
}

static bool fits_week(const oracle *o, epic_date date)
{
    epic_date first = date;
    int before = 0, after = 0;
    while (epic_date_weekday(first) != o->week_start) {
        first--;
    }
    for (epic_date d = first; year_of_week(d) == year_of_week(first); d -= 7) {
        before++;
    }
    for (epic_date d = first; year_of_week(d) == year_of_week(first); d += 7) {
        after++;
    }
    return o->counts[WEEK] == 0 || listed(o, WEEK, before) || listed(o, WEEK, -after);
}

static bool fits_numbers(const oracle *o, epic_date date)
{
    int number = number_of(date), year = number / 10000, month = number / 100 % 100, day = number % 100;
    epic_date next_month = epic_date_make(month == 12 ? year + 1 : year, month % 12 + 1, 1);
    epic_date first_of_year = epic_date_make(year, 1, 1), next_year = epic_date_make(year + 1, 1, 1);
    return (o->counts[MONTH] == 0 || listed(o, MONTH, month))
        && (o->counts[MONTH_DAY] == 0 || listed(o, MONTH_DAY, day) || listed(o, MONTH_DAY, date - next_month))
        && (o->counts[YEAR_DAY] == 0 || listed(o, YEAR_DAY, date - first_of_year + 1) || listed(o, YEAR_DAY, date - next_year));
}

/* What comes from DTSTART. */
static bool fits_start(const oracle *o, epic_date date)
{
    int a = number_of(date), b = number_of(o->start.date);
    if (o->counts[DAY] + o->counts[MONTH_DAY] + o->counts[YEAR_DAY] > 0 || o->freq < WEEKLY) {
        return true;
    }
    if (o->freq == WEEKLY || o->counts[WEEK] > 0) {
        return epic_date_weekday(date) == epic_date_weekday(o->start.date);
    }
    return a % 100 == b % 100 && (o->freq == MONTHLY || o->counts[MONTH] > 0 || a / 100 % 100 == b / 100 % 100);
}

static bool fits_time(const oracle *o, int second)
{
    int parts[3] = {second % 60, second / 60 % 60, second / 3600}, start = o->start.second;
    int starts[3] = {start % 60, start / 60 % 60, start / 3600};
    for (int i = SECOND; i <= HOUR; i++) {
        bool fits = o->counts[i] > 0 ? listed(o, i, parts[i]) : o->freq <= i || parts[i] == starts[i];
        if (!fits) {
            return false;
        }
    }
    return true;
}

/* Periods are numbered. */
static int64_t period_of(const oracle *o, ep_moment at)
{
    int64_t second = (int64_t)(at.date + 719162) * 86400 + at.second, sizes[] = {1, 60, 3600, 86400};
    if (o->freq <= DAILY) {
        return second / sizes[o->freq];
    }
    if (o->freq == WEEKLY) {
        return (at.date + 719162 + 7 - o->week_start) / 7; /* 0001-01-01 was a Monday */
    }
    return o->freq == MONTHLY ? number_of(at.date) / 10000 * 12 + number_of(at.date) / 100 % 100 : year_of(at.date);
}

/* What BYSETPOS leaves of a period's moments, from DTSTART on; returns false when the rule has ended. */
static bool close_period(const oracle *o, const list *period, list *out)
{
    for (int i = 0; i < period->count; i++) {
        ep_moment at = period->at[i];
        bool before = at.date < o->start.date || (at.date == o->start.date && at.second <= o->start.second);
        if (before || (o->counts[POSITION] > 0 && !listed(o, POSITION, i + 1) && !listed(o, POSITION, i - period->count))) {
            continue;
        }
        if (at.date > o->until.date || (at.date == o->until.date && at.second > o->until.second)
            || (o->count > 0 && out->count == o->count)) {
            return false;
        }
        out->at[out->count++] = at;
    }
    return true;
}

/* A day's moments go to their periods. */
static bool add_day(const oracle *o, epic_date date, const int times[], int count, int64_t *open, list *period, list *out)
{
    int64_t first = period_of(o, o->start);
    bool more = true;
    for (int i = 0; i < count && more; i++) {
        ep_moment at = {date, times[i]};
        int64_t now = period_of(o, at);
        if (now < first || (now - first) % o->interval != 0) {
            continue;
        }
        if (now != *open) {
            more = close_period(o, period, out);
            period->count = 0;
            *open = now;
        }
        period->at[period->count++] = at;
    }
    return more;
}

/* All from DTSTART on until a date. */
static void by_oracle(const oracle *o, epic_date to, list *out)
{
    static list period;
    static int times[86400];
    int count = 0;
    int64_t open = -1;
    bool more = true;
    epic_date date = o->freq == YEARLY ? epic_date_make(year_of(o->start.date), 1, 1) : o->start.date - 32;
    for (int second = 0; second < 86400; second++) {
        if (fits_time(o, second)) {
            times[count++] = second;
        }
    }
    period.count = 0;
    out->count = 1;
    out->at[0] = o->start;
    for (; date <= to + (o->freq > DAILY ? 366 : 0) && more; date++) {
        if (fits_numbers(o, date) && fits_start(o, date) && fits_day(o, date) && fits_week(o, date)) {
            more = add_day(o, date, times, count, &open, &period, out);
        }
    }
    if (more) {
        close_period(o, &period, out);
    }
    while (out->count > 1 && out->at[out->count - 1].date > to) {
        out->count--;
    }
}

static uint64_t state = 55453310;

static int draw(int least, int most)
{
    return least + below(&state, most - least + 1);
}

static void draw_list(oracle *o, int which, int least, int most, int one_in)
{
    int count = draw(1, one_in) == 1 ? draw(1, 3) : 0;
    for (int i = 0; i < count; i++) {
        int value = draw(1, most);
        o->values[which][i] = least < 0 && draw(0, 1) == 1 ? -value : least < 0 ? value : draw(least, most);
    }
    o->counts[which] = count;
}

static void draw_days(oracle *o)
{
    bool numbers = o->freq == MONTHLY || (o->freq == YEARLY && o->counts[WEEK] == 0);
    int most = o->freq == MONTHLY ? 5 : draw(5, 53);
    o->counts[DAY] = draw(0, 1) == 1 ? draw(1, 4) : 0;
    for (int i = 0; i < o->counts[DAY]; i++) {
        o->values[DAY][i] = draw(0, 6);
        o->nth[i] = numbers && draw(0, 1) == 1 ? draw(-most, most) : 0;
    }
}

static char *more(oracle *o, char *at, const char *format, ...) __attribute__((format(printf, 3, 4)));

static char *more(oracle *o, char *at, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    at += vsnprintf(at, (size_t)(o->text + sizeof o->text - at), format, values);
    va_end(values);
    return at;
}

static void write_rule(oracle *o)
{
    static const char days[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    int second = o->until.second;
    char *at = more(o, o->text, "FREQ=%s;INTERVAL=%d;WKST=%s", freq_names[o->freq], o->interval, days[o->week_start]);
    at = more(o, at, ";UNTIL=%dT%02d%02d%02d", number_of(o->until.date), second / 3600, second / 60 % 60, second % 60);
    if (o->count > 0) {
        at = more(o, at, ";COUNT=%d", o->count);
    }
    for (int which = 0; which < LISTS; which++) {
        for (int i = 0; i < o->counts[which]; i++) {
            int value = o->values[which][i];
            at = i == 0 ? more(o, at, ";%s=", list_names[which]) : more(o, at, ",");
            if (which != DAY) {
                at = more(o, at, "%d", value);
            } else {
                at = o->nth[i] != 0 ? more(o, at, "%d%s", o->nth[i], days[value]) : more(o, at, "%s", days[value]);
            }
        }
    }
}

static void draw_lists(oracle *o)
{
    int freq = o->freq, others = 0;
    draw_list(o, SECOND, 0, 59, freq < DAILY ? 2 : 6);
    draw_list(o, MINUTE, 0, 59, freq < DAILY ? 2 : 6);
    draw_list(o, HOUR, 0, 23, freq < DAILY ? 2 : 6);
    draw_list(o, MONTH, 1, 12, 4);
    draw_list(o, WEEK, -1, 53, freq == YEARLY ? 4 : INT_MAX);
    draw_list(o, YEAR_DAY, -1, 366, freq == YEARLY || freq < DAILY ? 5 : INT_MAX);
    draw_list(o, MONTH_DAY, -1, 31, freq == WEEKLY ? INT_MAX : 4);
    draw_days(o);
    for (int which = 0; which < POSITION; which++) {
        others += o->counts[which];
    }
    draw_list(o, POSITION, -1, draw(0, 3) == 0 ? 366 : 6, others > 0 ? 3 : INT_MAX);
}

static void draw_rule(oracle *o, int freq)
{
    memset(o, 0, sizeof *o);
    o->freq = freq;
    o->interval = draw(0, 2) == 0 ? draw(2, freq < DAILY ? 200 : 5) : 1;
    o->week_start = draw(0, 6);
    o->start = (ep_moment){date_of(20240101) + draw(-400, 400), draw(0, 3) == 0 ? draw(0, 86399) : draw(0, 23) * 3600};
    draw_lists(o);
    o->count = draw(0, 2) == 0 ? draw(1, 40) : 0;
    o->until = (ep_moment){o->start.date + (draw(0, 2) == 0 ? draw(0, 700) : 9999), draw(0, 86399)};
    write_rule(o);
}

/* The expansion in a window against the oracle's from DTSTART on. */
static void same_as_oracle(const oracle *o, epic_date from, epic_date to, const list *all)
{
    static list got;
    int g = 0, start = number_of(o->start.date);
    ck_assert_int_eq(expand(o->text, o->start, number_of(from), number_of(to), NULL, &got), EPIC_OK);
    for (int i = 0; i < all->count; i++) {
        ep_moment at = all->at[i];
        if (at.date >= from && at.date <= to) {
            if (g >= got.count || got.at[g].date != at.date || got.at[g].second != at.second) {
                ck_abort_msg("DTSTART %dT%d %s: number %d from %d is not %dT%d", start, o->start.second, o->text, g,
                             number_of(from), number_of(at.date), at.second);
            }
            g++;
        }
    }
    ck_assert_msg(g == got.count, "DTSTART %dT%d %s: %d too many", start, o->start.second, o->text, got.count - g);
}

START_TEST(random_rules)
{
    static list all;
    static oracle o;
    int days = _i < DAILY ? 2 : 1500, hits = 0;
    for (int n = 0; n < cases(_i < DAILY ? 100 : 50); n++) {
        draw_rule(&o, _i);
        epic_date to = o.start.date + days;
        by_oracle(&o, to, &all);
        hits += all.count > 1;
        same_as_oracle(&o, o.start.date - 3, to, &all);
        same_as_oracle(&o, o.start.date + draw(0, days), to, &all);
        same_as_oracle(&o, o.start.date + draw(0, days), o.start.date + draw(0, days), &all);
    }
    ck_assert(hits > 0 || getenv("KIT_PART") != NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("recur");
    TCase *given = tcase_create("given"), *random = tcase_create("random");
    tcase_add_loop_test(given, examples_of_the_rfc, 0, (int)(sizeof examples / sizeof *examples));
    tcase_add_test(given, examples_within_a_day);
    tcase_add_test(given, positions);
    tcase_add_test(given, leap_seconds);
    tcase_add_test(given, example_of_the_order);
    tcase_add_test(given, what_is_refused);
    tcase_add_test(given, what_is_taken);
    tcase_add_test(given, choices);
    tcase_add_test(given, each_may_stop);
    tcase_add_loop_test(given, bombs_are_harmless, 0, (int)(sizeof bombs / sizeof *bombs));
    tcase_add_loop_test(random, random_rules, SECONDLY, YEARLY + 1);
    tcase_set_timeout(given, 60);
    tcase_set_timeout(random, 100);
    suite_add_tcase(suite, given);
    suite_add_tcase(suite, random);
    return run(suite);
}
