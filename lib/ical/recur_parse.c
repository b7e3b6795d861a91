/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "recur.h"

#include <epic/diag.h>

#include "civil.h"
#include "recur_rule.h"
#include "text.h"

/* A part's value, and what is wrong with it. */
typedef struct span {
    const char *at, *end;
} span;

typedef struct parser {
    ep_recur *rule;
    ep_arena *arena;
    uint32_t seen; /* a bit for each row of the table */
    const char *wrong;
} parser;

typedef struct part {
    const char *name;
    bool (*read)(parser *in, const struct part *row, span value); /* false: wrong, or out of memory when nothing is said */
    const char *wrong;
    ep_by by;
    int least, most;
} part;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(span text, const char *word)
{
    while (text.at < text.end && *word != '\0' && ep_upper(*text.at) == *word) {
        text.at++, word++;
    }
    return text.at == text.end && *word == '\0';
}

/* Up to the mark or the end; what is behind the mark stays. */
static span cut(span *rest, char mark)
{
    span first = *rest;
    while (rest->at < rest->end && *rest->at != mark) {
        rest->at++;
    }
    first.end = rest->at;
    rest->at += rest->at < rest->end;
    return first;
}

/* Digits, as many as there are, up to EP_RECUR_MOST; -1 when there are none. */
static int64_t number(span *text)
{
    int64_t value = text->at < text->end && is_digit(*text->at) ? 0 : -1;
    for (; text->at < text->end && is_digit(*text->at); text->at++) {
        value = value * 10 + (*text->at - '0');
        value = value < EP_RECUR_MOST ? value : EP_RECUR_MOST;
    }
    return value;
}

static int weekday(span text)
{
    static const char days[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    for (int day = 0; day < 7; day++) {
        if (is_word(text, days[day])) {
            return day;
        }
    }
    return -1;
}

static bool read_freq(parser *in, const part *row, span value)
{
    static const char *const names[] = {"SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    (void)row;
    for (int i = EP_SECONDLY; i <= EP_YEARLY; i++) {
        if (is_word(value, names[i])) {
            in->rule->freq = (ep_freq)i;
            return true;
        }
    }
    return false;
}

static bool read_interval(parser *in, const part *row, span value)
{
    (void)row;
    in->rule->interval = number(&value);
    return in->rule->interval > 0 && value.at == value.end;
}

static bool read_count(parser *in, const part *row, span value)
{
    (void)row;
    in->rule->count = number(&value);
    return in->rule->count > 0 && value.at == value.end;
}

static bool read_week_start(parser *in, const part *row, span value)
{
    (void)row;
    in->rule->week_start = weekday(value);
    return in->rule->week_start >= 0;
}

/* So many digits, 0..most, or -1. */
static int digits(span *text, int count, int most)
{
    int value = 0;
    for (; count > 0; count--) {
        if (text->at == text->end || !is_digit(*text->at)) {
            return -1;
        }
        value = value * 10 + (*text->at++ - '0');
    }
    return value <= most ? value : -1;
}

/* T090000 or T090000Z, or nothing. */
static bool read_until_time(ep_recur *rule, span value)
{
    rule->until_date = value.at == value.end;
    if (rule->until_date) {
        rule->until.second = EP_DAY - 1;
        return true;
    }
    if (ep_upper(*value.at++) != 'T') {
        return false;
    }
    int hour = digits(&value, 2, 23), minute = digits(&value, 2, 59), second = digits(&value, 2, 60);
    rule->until.second = hour * 3600 + minute * 60 + (second < 60 ? second : 59);
    rule->until_utc = value.at < value.end && ep_upper(*value.at) == 'Z';
    value.at += rule->until_utc;
    return hour >= 0 && minute >= 0 && second >= 0 && value.at == value.end;
}

static bool read_until(parser *in, const part *row, span value)
{
    int year = digits(&value, 4, 9999), month = digits(&value, 2, 12), day = digits(&value, 2, 31);
    (void)row;
    in->rule->has_until = true;
    in->rule->until.date = epic_date_make(year, month, day);
    return in->rule->until.date != EPIC_NO_DATE && read_until_time(in->rule, value);
}

/* A value of a list whose numbers go from `least`; a negative least allows a sign, and zero is none then. */
static bool read_value(parser *in, const part *row, span value)
{
    bool sign = row->least < 0 && value.at < value.end && (*value.at == '-' || *value.at == '+');
    bool minus = sign && *value.at == '-';
    value.at += sign;
    int64_t size = number(&value);
    if (value.at < value.end || size > row->most || size < (row->least < 0 ? 1 : row->least)) {
        return false;
    }
    bool leap = row->by == EP_BY_SECOND && size == 60;
    ep_by_add(in->rule->by[row->by], leap ? 59 : (int)(minus ? -size : size));
    return true;
}

static bool read_day(parser *in, const part *row, span value)
{
    bool minus = value.at < value.end && *value.at == '-', sign = minus || (value.at < value.end && *value.at == '+');
    value.at += sign;
    bool numbered = sign || (value.at < value.end && is_digit(*value.at));
    int64_t nth = numbered ? number(&value) : 0;
    int day = weekday(value);
    if (day < 0 || nth > row->most || (numbered && nth < 1)) {
        return false;
    }
    ep_by_add(in->rule->by[EP_BY_DAY], 7 * (int)(minus ? -nth : nth) + day);
    return true;
}

static bool read_list(parser *in, const part *row, span value)
{
    bool right = true;
    ep_by_set *set = ep_arena_new_of(in->arena, ep_by_set);
    in->rule->by[row->by] = set;
    if (set == NULL) {
        in->wrong = NULL;
        return false;
    }
    do {
        bool more;
        span one = cut(&value, ',');
        more = one.end < value.end;
        right = row->by == EP_BY_DAY ? read_day(in, row, one) : read_value(in, row, one);
        if (!more) {
            return right;
        }
    } while (right);
    return false;
}

static const part parts[] = {
    {"FREQ", read_freq, "FREQ is none of the seven", 0, 0, 0},
    {"INTERVAL", read_interval, "INTERVAL is no number from 1", 0, 0, 0},
    {"COUNT", read_count, "COUNT is no number from 1", 0, 0, 0},
    {"UNTIL", read_until, "UNTIL is no date or time", 0, 0, 0},
    {"WKST", read_week_start, "WKST is no weekday", 0, 0, 0},
    {"BYSECOND", read_list, "BYSECOND is not from 0 to 60", EP_BY_SECOND, 0, 60},
    {"BYMINUTE", read_list, "BYMINUTE is not from 0 to 59", EP_BY_MINUTE, 0, 59},
    {"BYHOUR", read_list, "BYHOUR is not from 0 to 23", EP_BY_HOUR, 0, 23},
    {"BYDAY", read_list, "BYDAY has what is no weekday, or no number from 1 to 53", EP_BY_DAY, -53, 53},
    {"BYMONTHDAY", read_list, "BYMONTHDAY is not from 1 to 31", EP_BY_MONTH_DAY, -31, 31},
    {"BYYEARDAY", read_list, "BYYEARDAY is not from 1 to 366", EP_BY_YEAR_DAY, -366, 366},
    {"BYWEEKNO", read_list, "BYWEEKNO is not from 1 to 53", EP_BY_WEEK, -53, 53},
    {"BYMONTH", read_list, "BYMONTH is not from 1 to 12", EP_BY_MONTH, 1, 12},
    {"BYSETPOS", read_list, "BYSETPOS is not from 1 to 366", EP_BY_POSITION, -366, 366},
};
#define PARTS (sizeof parts / sizeof *parts)

static bool read_part(parser *in, span text)
{
    span name = cut(&text, '=');
    for (size_t i = 0; i < PARTS; i++) {
        if (is_word(name, parts[i].name)) {
            in->wrong = in->seen >> i & 1 ? "a part is there twice" : parts[i].wrong;
            bool twice = in->seen >> i & 1;
            in->seen |= UINT32_C(1) << i;
            return !twice && parts[i].read(in, &parts[i], text);
        }
    }
    in->wrong = name.at == text.end ? "a part is empty" : "an unknown part";
    return false;
}

static bool has_numbered_day(const ep_by_set *days)
{
    for (int value = -53 * 7; days != NULL && value <= 53 * 7 + 6; value++) {
        if ((value < 0 || value > 6) && ep_by_has(days, value)) {
            return true;
        }
    }
    return false;
}

/* What must not stand beside each other, as the table of the RFC and the words around it say; NULL: nothing does. */
static const char *clash(const ep_recur *rule)
{
    ep_freq freq = rule->freq;
    bool others = false;
    for (int i = 0; i < EP_BY_POSITION; i++) {
        others = others || rule->by[i] != NULL;
    }
    if (rule->by[EP_BY_WEEK] != NULL && freq != EP_YEARLY) {
        return "BYWEEKNO is for YEARLY alone";
    }
    if (rule->by[EP_BY_YEAR_DAY] != NULL && freq >= EP_DAILY && freq <= EP_MONTHLY) {
        return "BYYEARDAY is not for DAILY, WEEKLY or MONTHLY";
    }
    if (rule->by[EP_BY_MONTH_DAY] != NULL && freq == EP_WEEKLY) {
        return "BYMONTHDAY is not for WEEKLY";
    }
    if ((freq < EP_MONTHLY || rule->by[EP_BY_WEEK] != NULL) && has_numbered_day(rule->by[EP_BY_DAY])) {
        return "BYDAY with a number is for MONTHLY, or YEARLY without BYWEEKNO";
    }
    return rule->by[EP_BY_POSITION] != NULL && !others ? "BYSETPOS needs another BY part" : NULL;
}

static int read_rule(parser *in, span text)
{
    bool more = true;
    while (more) {
        span one = cut(&text, ';');
        more = one.end < text.end;
        if (!read_part(in, one)) {
            return in->wrong == NULL ? EPIC_ENOMEM : EPIC_EINPUT;
        }
    }
    in->wrong = in->seen & 1 ? clash(in->rule) : "FREQ is missing";
    return in->wrong == NULL ? EPIC_OK : EPIC_EINPUT;
}

int ep_recur_parse(ep_recur **out, ep_arena *arena, const char *rule, size_t n, const char **wrong)
{
    parser in = {.rule = ep_arena_new_of(arena, ep_recur), .arena = arena};
    *out = NULL;
    *wrong = NULL;
    if (in.rule == NULL) {
        return EPIC_ENOMEM;
    }
    in.rule->interval = 1;
    int status = read_rule(&in, (span){rule, rule + n});
    *wrong = status == EPIC_EINPUT ? in.wrong : NULL;
    *out = status == EPIC_OK ? in.rule : NULL;
    return status;
}

bool ep_recur_until(const ep_recur *rule, ep_moment *until, bool *utc, bool *date_only)
{
    *until = rule->until;
    *utc = rule->until_utc;
    *date_only = rule->until_date;
    return rule->has_until;
}
