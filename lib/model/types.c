/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "types.h"

#include <epic/programme.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"
#include "number.h"
#include "zones.h"

#define MINUTES_A_DAY 1440

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* `digits` digits at text[at]; -1 if there are none. */
static int read_digits(const char *text, size_t at, size_t digits)
{
    int number = 0;
    for (size_t i = at; i < at + digits; i++) {
        if (!is_digit(text[i])) {
            return -1;
        }
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

/* A text of this form, in which 0 stands for any digit. */
static bool has_form(const char *text, size_t n, const char *form)
{
    if (n != strlen(form)) {
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        if (form[i] == '0' ? !is_digit(text[i]) : text[i] != form[i]) {
            return false;
        }
    }
    return true;
}

static bool read_day(ep_reader *reader, const ep_node *node, epic_date *date)
{
    *date = epic_date_make(read_digits(node->text, 0, 4), read_digits(node->text, 5, 2), read_digits(node->text, 8, 2));
    if (*date == EPIC_NO_DATE) {
        ep_report(reader, "E211", node->place, NULL, "there is no day %.10s", node->text);
    }
    return *date != EPIC_NO_DATE;
}

static bool read_date(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    if (!has_form(node->text, strlen(node->text), "0000-00-00")) {
        const char *form = type->read == read_date ? "dates are written 2021-03-08"
                                                   : "dates are written 2021-03-08, with a time 2021-03-08T10:00";
        ep_report(reader, "E210", node->place, form, "%s must be a %s, not '%.80s'", ep_node_name(node), type->name, node->text);
        return false;
    }
    value->minute = -1;
    return read_day(reader, node, &value->date);
}

/* "09:30" as minutes of the day, up to 24:00; -1 if it is none. */
static int read_clock(const char *text)
{
    int hour = read_digits(text, 0, 2), minute = read_digits(text, 3, 2);
    int total = 60 * hour + minute;
    return hour < 0 || minute < 0 || minute > 59 || total > MINUTES_A_DAY ? -1 : total;
}

static bool read_start(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    if (!has_form(node->text, strlen(node->text), "0000-00-00T00:00")) {
        return read_date(reader, type, node, value);
    }
    value->minute = read_clock(node->text + 11);
    if (value->minute < 0 || value->minute == MINUTES_A_DAY) {
        ep_report(reader, "E211", node->place, NULL, "there is no time of day %.5s", node->text + 11);
        return false;
    }
    return read_day(reader, node, &value->date);
}

static const char *const units[] = {"d", "w", "day", "days", "week", "weeks", "month", "months", "minute", "minutes"};
#define UNITS (sizeof units / sizeof *units)
static const epic_duration unit_spans[UNITS] = {{0, 1, 0}, {0, 7, 0}, {0, 1, 0}, {0, 1, 0}, {0, 7, 0},
                                                {0, 7, 0}, {1, 0, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 1}};
#define NUMBER_DIGITS 4

/* The index of the unit text[0..n), or UNITS. */
static size_t find_unit(const char *text, size_t n)
{
    size_t i = 0;
    while (i < UNITS && (strlen(units[i]) != n || memcmp(units[i], text, n) != 0)) {
        i++;
    }
    return i;
}

static bool unknown_unit(ep_reader *reader, const ep_node *node, const char *text, size_t n)
{
    char word[32];
    snprintf(word, sizeof word, "%.*s", (int)(n < 30 ? n : 30), text);
    const char *hint = ep_suggest(reader, word, units, UNITS);
    if (n == 0) {
        ep_report(reader, "E212", node->place, "durations are written 3d 2w 2 months 90 minutes",
                  "the duration '%.60s' lacks a unit",
                  node->text);
    } else {
        ep_report(reader, "E212", node->place, hint == NULL ? "durations are written 3d 2w 2 months 90 minutes" : hint,
                  "unknown unit '%s' in the duration '%.60s'", word, node->text);
    }
    return false;
}

/* One number with its unit; *text moves behind it. */
static bool read_part(ep_reader *reader, const ep_node *node, const char **text, epic_duration *span)
{
    const char *number = *text, *unit = number + strspn(number, "0123456789");
    size_t digits = (size_t)(unit - number);
    if (digits == 0 || digits > NUMBER_DIGITS) {
        ep_report(reader, "E212", node->place, "durations are written 3d 2w 2 months 90 minutes", "'%.60s' is not a duration",
                  node->text);
        return false;
    }
    unit += strspn(unit, " ");
    size_t n = strcspn(unit, " 0123456789"), which = find_unit(unit, n);
    if (which == UNITS) {
        return unknown_unit(reader, node, unit, n);
    }
    int32_t count = (int32_t)read_digits(number, 0, digits);
    span->months += count * unit_spans[which].months;
    span->days += count * unit_spans[which].days;
    span->minutes += count * unit_spans[which].minutes;
    *text = unit + n + strspn(unit + n, " ");
    return true;
}

static bool read_duration(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    const char *text = node->text;
    (void)type;
    value->span = (epic_duration){0, 0, 0};
    for (size_t parts = 0; *text != '\0' || parts == 0; parts++) {
        if (parts == 8) {
            ep_report(reader, "E212", node->place, NULL, "'%.60s' is not a duration: too many parts", node->text);
            return false;
        }
        if (!read_part(reader, node, &text, &value->span)) {
            return false;
        }
    }
    return true;
}

/* "Mo" .. "Su" as 0..6, or -1. */
static int read_weekday(const char *text)
{
    static const char week[] = "MoTuWeThFrSaSu";
    for (int day = 0; day < 7; day++) {
        if (text[0] == week[2 * day] && text[1] == week[2 * day + 1]) {
            return day;
        }
    }
    return -1;
}

/* "Mo 09:00-17:00" or "Mo-Fr 09:00-17:00" of n bytes; false if it is neither, or a day is there already. */
static bool read_span(const char *text, size_t n, epic_hours *hours)
{
    int first = n < 2 ? -1 : read_weekday(text), last = first;
    size_t at = 2;
    if (n > 5 && text[2] == '-') {
        last = read_weekday(text + 3);
        at = 5;
    }
    if (first < 0 || last < first || n - at != 12 || !has_form(text + at, 12, " 00:00-00:00")) {
        return false;
    }
    int from = read_clock(text + at + 1), to = read_clock(text + at + 7);
    bool good = from >= 0 && to > from;
    for (int day = first; day <= last && good; day++) {
        good = hours->to[day] == 0;
        hours->from[day] = (uint16_t)from;
        hours->to[day] = (uint16_t)to;
    }
    return good;
}

static bool read_hours(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    epic_hours *hours = ep_arena_new_of(reader->keep, epic_hours);
    const char *text = node->text;
    if (hours == NULL) {
        reader->status = EPIC_ENOMEM;
        return false;
    }
    for (bool more = true; more;) {
        size_t n = strcspn(text, ",");
        if (!read_span(text, n, hours)) {
            ep_report(reader, "E215", node->place, "such as Mo-Th 09:00-17:00, Fr 09:00-13:00; each day once",
                      "%s must be %s, not '%.80s'", ep_node_name(node), type->name, node->text);
            return false;
        }
        more = text[n] == ',';
        text += n + more;
        text += strspn(text, " ");
    }
    value->other = hours;
    return true;
}

static bool read_zone(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    if (!ep_read_text(reader, type, node, value)) {
        return false;
    }
    int status = ep_zones_check(reader->user, node->text);
    if (status == EPIC_OK) {
        return true;
    }
    if (status == EPIC_ENOMEM) {
        reader->status = status;
    } else if (status == EPIC_EIO) {
        ep_report(reader, "E910", node->place, "install the time zones of the system (package tzdata)",
                  "the zone '%.80s' cannot be read", node->text);
    } else {
        const char *near = ep_zones_nearest(node->text);
        const char *hint = near == NULL ? "zones are named after a large city, such as Europe/Berlin"
                                        : ep_suggest(reader, near, &near, 1);
        ep_report(reader, "E216", node->place, hint, "there is no time zone '%.80s'", node->text);
    }
    return false;
}

/* ISO 3166-1 alpha-2, officially assigned on 2026-01-01, and XK (Kosovo), which the European Union uses. */
static const char countries[] =
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD "
    "CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF "
    "GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN "
    "KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA "
    "NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI "
    "SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI "
    "VN VU WF WS XK YE YT ZA ZM ZW ";

static bool read_country(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    const char *text = node->text;
    char code[4] = "";
    if (strlen(text) == 2 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'A' && text[1] <= 'Z') {
        memcpy(code, text, 2);
        code[2] = ' ';
    }
    if (code[0] != '\0' && strstr(countries, code) != NULL) {
        return ep_read_text(reader, type, node, value);
    }
    const char *hint = strcmp(text, "UK") == 0   ? "did you mean 'GB'?"
                       : strcmp(text, "EL") == 0 ? "did you mean 'GR'?"
                                                 : "countries are two capital letters, such as DE (ISO 3166-1)";
    ep_report(reader, "E217", node->place, hint, "there is no country '%.80s'", text);
    return false;
}

/* Whether it exists is asked where its holidays are looked up. */
static bool read_region(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", rest[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    const char *text = node->text;
    size_t n = strspn(text, capitals) == 2 && text[2] == '-' ? strspn(text + 3, rest) : 0;
    if (n < 1 || n > 3 || text[3 + n] != '\0') {
        ep_report(reader, "E221", node->place, "regions are written as in ISO 3166-2, such as DE-NW", "'%.80s' is not a region",
                  text);
        return false;
    }
    return ep_read_text(reader, type, node, value);
}

static bool read_language(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    size_t n = strspn(node->text, "abcdefghijklmnopqrstuvwxyz");
    bool good = (n == 2 || n == 3) && strlen(node->text) < 36;
    while (good && node->text[n] == '-') {
        size_t part = strspn(node->text + n + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        good = part > 0 && part <= 8;
        n += part + 1;
    }
    if (!good || node->text[n] != '\0') {
        ep_report(reader, "E218", node->place, "languages are codes such as de or pt-BR (BCP 47)", "'%.80s' is not a language",
                  node->text);
        return false;
    }
    return ep_read_text(reader, type, node, value);
}

/* One that there are words for. */
static bool read_spoken(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    const char *hint = "";
    if (!read_language(reader, type, node, value)) {
        return false;
    }
    if (ep_catalogue_find(node->text) != NULL) {
        return true;
    }
    value->text = NULL;
    for (size_t i = 0; i < EP_CATALOGUES && hint != NULL; i++) {
        hint = ep_arena_printf(reader->scratch, "%s%s%s", hint, i == 0 ? "one of: " : ", ", ep_catalogues[i]->language);
    }
    reader->status = hint == NULL ? EPIC_ENOMEM : reader->status;
    ep_report(reader, "E340", node->place, hint, "there are no words in '%.80s'", node->text);
    return false;
}

static bool read_address(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    const char *at = strchr(node->text, '@');
    const char *host = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-";
    bool good = at != NULL && at != node->text && at[1] != '\0' && at[1 + strspn(at + 1, host)] == '\0' &&
                strlen(node->text) <= 254; /* RFC 5321 */
    for (const char *c = node->text; *c != '\0' && good; c++) {
        good = *c > ' ' && *c < 0x7F && strchr("<>\"(),:;\\[]", *c) == NULL;
    }
    if (!good) {
        ep_report(reader, "E219", node->place, NULL, "'%.80s' is not an e-mail address", node->text);
        return false;
    }
    return ep_read_text(reader, type, node, value);
}

#define LINK_MOST 2000 /* bytes */

/* What stands in a calendar as it is: some readers cut a link at a comma, and texts of calendars have a backslash before it and
 * before a semicolon. */
static bool read_link(ep_reader *reader, const ep_type *type, const ep_node *node, ep_value *value)
{
    size_t n = strlen(node->text), lead = strncmp(node->text, "https://", 8) == 0 ? 8 : 7;
    bool good = (lead == 8 || strncmp(node->text, "http://", 7) == 0) && n > lead && n <= LINK_MOST;
    for (const char *c = node->text; *c != '\0' && good; c++) {
        good = *c > ' ' && *c < 0x7F && strchr("<>\"\\^`{|},;", *c) == NULL;
    }
    if (!good) {
        ep_report(reader, "E220", node->place, "https://..., a comma as %2C, a semicolon as %3B, no blanks, nothing but ASCII",
                  "'%.80s' is not a link that calendars can have", node->text);
        return false;
    }
    return ep_read_text(reader, type, node, value);
}

#define DAY "[0-9]{4}-[0-9]{2}-[0-9]{2}"
#define HOURS "(Mo|Tu|We|Th|Fr|Sa|Su)(-(Mo|Tu|We|Th|Fr|Sa|Su))? [0-9]{2}:[0-9]{2}-[0-9]{2}:[0-9]{2}"
#define STRING .shape = EP_SCALAR, .json = "string"

const ep_type ep_type_date = {STRING, .example = "2021-03-08", .name = "date", .read = read_date, .pattern = "^" DAY "$"};
const ep_type ep_type_start = {STRING, .example = "2021-03-08T10:00", .name = "date or date-time", .read = read_start,
                               .pattern = "^" DAY "(T[0-9]{2}:[0-9]{2})?$"};
const ep_type ep_type_duration = {STRING, .example = "2 months 1w 3d", .name = "duration", .read = read_duration,
                                  .pattern = "^([0-9]+ *[a-z]+ *)+$"};
const ep_type ep_type_hours = {STRING, .example = "Mo-Th 09:00-17:00, Fr 09:00-13:00", .name = "office hours", .read = read_hours,
                               .pattern = "^" HOURS "(, *" HOURS ")*$"};
const ep_type ep_type_zone = {STRING, .example = "Europe/Berlin", .name = "time zone", .read = read_zone};
const ep_type ep_type_country = {STRING, .example = "DE", .name = "country", .read = read_country, .pattern = "^[A-Z]{2}$"};
const ep_type ep_type_region = {STRING, .example = "DE-NW", .name = "region", .read = read_region,
                                .pattern = "^[A-Z]{2}-[A-Z0-9]{1,3}$"};
const ep_type ep_type_language = {STRING, .example = "pt-BR", .name = "language", .read = read_language,
                                  .pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"};
const ep_type ep_type_km = EP_TYPE_NUMBER(0, 21000);
const ep_type ep_type_eur = EP_TYPE_NUMBER(0, 1e6);
const ep_type ep_type_spoken = {STRING, .example = "pt-BR", .name = "language", .read = read_spoken,
                                .pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*$"};
const ep_type ep_type_address = {STRING, .example = "team@example.org", .name = "e-mail address", .read = read_address};
const ep_type ep_type_link = {STRING, .example = "https://example.org/room", .name = "link", .read = read_link,
                              .pattern = "^https?://[!-~]+$"};
