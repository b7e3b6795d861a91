/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "footer.h"

#include "civil.h"

typedef struct reader {
    const char *at, *end;
    ep_arena *arena;
    ep_parse result; /* stays at the first failure */
} reader;

static bool fail(reader *in, ep_parse why)
{
    if (in->result == EP_PARSED) {
        in->result = why;
    }
    in->at = in->end;
    return false;
}

static bool peek(const reader *in, char character)
{
    return in->at < in->end && *in->at == character;
}

static bool take(reader *in, char character)
{
    if (!peek(in, character)) {
        return false;
    }
    in->at++;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* One to three digits, min..max. */
static int number(reader *in, int min, int max)
{
    int value = 0, count = 0;
    for (; in->at < in->end && is_digit(*in->at) && count < 3; count++) {
        value = value * 10 + (*in->at++ - '0');
    }
    if (count == 0 || value < min || value > max) {
        fail(in, EP_MALFORMED);
    }
    return value;
}

/* [+-]hh[:mm[:ss]]: the sign is of all three. */
static int32_t seconds(reader *in, int max_hours)
{
    bool negative = take(in, '-');
    int32_t total;
    if (!negative) {
        take(in, '+');
    }
    total = number(in, 0, max_hours) * 3600;
    if (take(in, ':')) {
        total += number(in, 0, 59) * 60;
    }
    if (take(in, ':')) {
        total += number(in, 0, 59);
    }
    return negative ? -total : total;
}

/* CET or <+0330>. */
static const char *abbreviation(reader *in)
{
    bool quoted = take(in, '<');
    const char *first = in->at;
    char *copy;
    while (in->at < in->end
           && (is_letter(*in->at) || (quoted && (is_digit(*in->at) || *in->at == '+' || *in->at == '-')))) {
        in->at++;
    }
    if (in->at - first < 3) {
        fail(in, EP_MALFORMED);
        return "";
    }
    copy = ep_arena_strndup(in->arena, first, (size_t)(in->at - first));
    if (copy == NULL) {
        fail(in, EP_NO_MEMORY);
    } else if (quoted && !take(in, '>')) {
        fail(in, EP_MALFORMED);
    }
    return copy != NULL ? copy : "";
}

/* ,J60  ,59  ,M3.5.0  each with /time */
static ep_yearly yearly(reader *in)
{
    ep_yearly rule = {.second = 2 * 3600};
    if (!take(in, ',')) {
        fail(in, EP_MALFORMED);
    }
    if (take(in, 'M')) {
        rule.form = EP_WEEKDAY_OF_MONTH;
        rule.month = number(in, 1, 12);
        if (!take(in, '.')) {
            fail(in, EP_MALFORMED);
        }
        rule.week = number(in, 1, 5);
        if (!take(in, '.')) {
            fail(in, EP_MALFORMED);
        }
        rule.weekday = (number(in, 0, 6) + 6) % 7;
    } else {
        rule.form = take(in, 'J') ? EP_DAY_OF_365 : EP_DAY_OF_YEAR;
        rule.day = number(in, rule.form == EP_DAY_OF_365, 365);
    }
    if (take(in, '/')) {
        rule.second = seconds(in, 167);
    }
    return rule;
}

ep_parse ep_footer_parse(ep_footer *footer, ep_arena *arena, const char *text, size_t n)
{
    reader in = {text, text + n, arena, EP_PARSED};
    *footer = (ep_footer){0};
    footer->standard.abbreviation = abbreviation(&in);
    footer->standard.offset = -seconds(&in, 24);
    if (in.result == EP_PARSED && in.at < in.end) {
        footer->changes = true;
        footer->daylight.abbreviation = abbreviation(&in);
        footer->daylight.offset = peek(&in, ',') ? footer->standard.offset + 3600 : -seconds(&in, 24);
        footer->start = yearly(&in);
        footer->end = yearly(&in);
        footer->daylight.daylight = true;
        if (in.at < in.end) {
            fail(&in, EP_MALFORMED);
        }
    }
    return in.result;
}

static int32_t day_in_year(const ep_yearly *rule, int year)
{
    int32_t first, days;
    if (rule->form == EP_DAY_OF_YEAR) {
        return ep_civil_days(year, 1, 1) + rule->day;
    }
    if (rule->form == EP_DAY_OF_365) {
        return ep_civil_days(year, 1, 1) + rule->day - 1 + (rule->day >= 60 && ep_month_days(year, 2) == 29);
    }
    first = ep_civil_days(year, rule->month, 1);
    days = (rule->weekday - epic_date_weekday(first) + 7) % 7 + 7 * (rule->week - 1);
    return first + (days < ep_month_days(year, rule->month) ? days : days - 7);
}

epic_instant ep_footer_change(const ep_footer *footer, int year, bool start)
{
    const ep_yearly *rule = start ? &footer->start : &footer->end;
    int32_t offset = start ? footer->standard.offset : footer->daylight.offset;
    return (epic_instant)day_in_year(rule, year) * EP_DAY + rule->second - offset;
}

static int year_of(epic_instant instant)
{
    int year;
    epic_date_parts((epic_date)ep_floor_div(instant, EP_DAY), &year, NULL, NULL);
    return year;
}

/* A change may lie a week outside its year, hence the years around. Where an end and a start coincide, as in zones whose daylight
 * time never ends, the start wins. */
ep_spell ep_footer_spell(const ep_footer *footer, epic_instant instant)
{
    ep_spell spell = {EPIC_NO_INSTANT, EP_FOR_EVER, &footer->standard};
    if (!footer->changes) {
        return spell;
    }
    for (int year = year_of(instant) - 2, last = year + 4; year <= last; year++) {
        for (int start = 0; start < 2; start++) {
            epic_instant at = ep_footer_change(footer, year, start == 1);
            if (at > instant) {
                spell.until = at < spell.until ? at : spell.until;
            } else if (at > spell.from || (start == 1 && at == spell.from)) {
                spell.from = at;
                spell.clock = start == 1 ? &footer->daylight : &footer->standard;
            }
        }
    }
    return spell;
}
