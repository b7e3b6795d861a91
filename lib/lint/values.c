/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a value is of its property's type (RFC 5545 section 3.3), with the parameters that say more about it. */
#include <string.h>

#include "content.h"
#include "lint_job.h"
#include "number.h"

typedef struct value {
    ep_lint *lint;
    ep_open *open;
    const ep_property *row;
    const ep_strict_line *line;
    ep_piece type, zone; /* VALUE and TZID */
} value;

static epic_place place_of(const value *v, const char *at)
{
    return ep_strict_place(&v->lint->lines, at);
}

static void wrong(const value *v, const char *at, const char *what)
{
    EP_SAY(v->lint, "E010", place_of(v, at), "the value of %s %s", v->row->name, what);
}

static bool is_type(const value *v, const char *word)
{
    return ep_same_word(v->type.at, v->type.n, word);
}

static void wrong_type(const value *v)
{
    EP_SAY(v->lint, "E011", place_of(v, v->type.at), "%s cannot have VALUE=%.*s", v->row->name, EP_SHOWN(v->type));
}

static ep_zone *zone_of(ep_lint *lint, ep_piece name)
{
    char text[64];
    for (size_t i = 0; i < lint->zone_count; i++) {
        const char *known = ep_zone_name(lint->zone[i]);
        if (strlen(known) == name.n && memcmp(known, name.at, name.n) == 0) {
            return lint->zone[i];
        }
    }
    if (name.n >= sizeof text || lint->zone_count == EP_LINT_ZONES) {
        return NULL;
    }
    memcpy(text, name.at, name.n);
    text[name.n] = '\0';
    ep_zone *zone;
    int status = ep_zone_open(&zone, NULL, text);
    lint->status = status == EPIC_ENOMEM ? status : lint->status;
    if (zone != NULL) {
        lint->zone[lint->zone_count++] = zone;
    }
    return zone;
}

/* A wall that shows the time twice or never; zones that the machine does not have are not asked. */
static void check_clock(const value *v, const char *at, const ep_time *time)
{
    ep_zone *zone = v->zone.n > 0 ? zone_of(v->lint, v->zone) : NULL;
    epic_instant instant;
    if (zone != NULL && ep_zone_instant(zone, time->at.date, time->at.second / 60, &instant) != EP_CLOCK_UNIQUE) {
        EP_SAY(v->lint, "W053", place_of(v, at), "the clocks of %.*s show this time twice or never", EP_SHOWN(v->zone));
    }
}

/* DATE or DATE-TIME as VALUE says. */
static bool check_time(const value *v, ep_piece text, ep_time *time)
{
    bool date = is_type(v, "DATE");
    if (!ep_value_time(text.at, text.n, time)) {
        wrong(v, text.at, date ? "is no date such as 20210308" : "is no date with a time such as 20210308T100000Z");
        return false;
    }
    if (time->all_day != date) {
        wrong(v, text.at, date ? "has a time, though VALUE=DATE" : "is a date, which needs VALUE=DATE");
        return false;
    }
    if (v->zone.n > 0 && (time->all_day || time->utc)) {
        EP_SAY(v->lint, "E021", place_of(v, v->zone.at), "TZID stands beside %s", time->utc ? "a time in UTC" : "a date");
        return true;
    }
    if (!time->all_day && !time->utc) {
        check_clock(v, text.at, time);
    }
    return true;
}

static void check_utc(const value *v, ep_piece text)
{
    ep_time time;
    if (!ep_value_time(text.at, text.n, &time) || time.all_day) {
        wrong(v, text.at, "is no time such as 20210308T100000Z");
    } else if (!time.utc) {
        EP_SAY(v->lint, "E020", place_of(v, text.at), "%s is not in UTC: it has no Z", v->row->name);
    }
}

static void check_period(const value *v, ep_piece text, bool utc)
{
    const char *slash = memchr(text.at, '/', text.n);
    size_t n = slash != NULL ? (size_t)(slash - text.at) : text.n;
    ep_time start, end;
    ep_span span;
    if (slash == NULL || !ep_value_time(text.at, n, &start) || start.all_day) {
        wrong(v, text.at, "is no period such as 20210308T100000Z/PT1H");
        return;
    }
    size_t rest = text.n - n - 1;
    bool is_end = ep_value_time(slash + 1, rest, &end) && !end.all_day;
    if (!is_end && !ep_value_span(slash + 1, rest, &span)) {
        wrong(v, slash + 1, "has no end or length here");
    } else if (utc && (!start.utc || (is_end && !end.utc))) {
        EP_SAY(v->lint, "E020", place_of(v, text.at), "%s is not in UTC: it has no Z", v->row->name);
    } else if (is_end && start.utc == end.utc && ep_moment_number(end.at) <= ep_moment_number(start.at)) {
        EP_SAY(v->lint, "E017", place_of(v, slash + 1), "the period ends before it begins");
    }
}

static ep_piece next_item(ep_piece *list)
{
    const char *comma = memchr(list->at, ',', list->n);
    ep_piece item = {list->at, comma != NULL ? (size_t)(comma - list->at) : list->n};
    size_t taken = item.n + (comma != NULL);
    *list = (ep_piece){list->at + taken, list->n - taken};
    return item;
}

static void check_list(const value *v, ep_piece list)
{
    bool periods = v->row->type == EP_TYPE_PERIODS || is_type(v, "PERIOD");
    size_t count = 0;
    do {
        ep_time time;
        ep_piece item = next_item(&list);
        if (periods) {
            check_period(v, item, v->row->type == EP_TYPE_PERIODS);
        } else if (!check_time(v, item, &time)) {
            return;
        }
        if (++count == 2 && v->row->prop == EP_PROP_FREEBUSY) {
            EP_SAY(v->lint, "W046", place_of(v, item.at), "several periods on one line, which some readers cannot take");
        }
    } while (list.n > 0);
}

/* A scheme, a colon, and characters of URIs alone. */
static bool is_uri(ep_piece text)
{
    size_t i = 0;
    while (i < text.n && ((text.at[i] >= 'a' && text.at[i] <= 'z') || (text.at[i] >= 'A' && text.at[i] <= 'Z') ||
                          (i > 0 && memchr("0123456789+-.", text.at[i], 13) != NULL))) {
        i++;
    }
    if (i == 0 || i + 1 >= text.n || text.at[i] != ':') {
        return false;
    }
    for (; i < text.n; i++) {
        if (text.at[i] <= ' ' && text.at[i] >= 0) {
            return false;
        }
        if (memchr("\"<>\\^`{|}", text.at[i], 9) != NULL) {
            return false;
        }
    }
    return true;
}

static void check_uri(const value *v, ep_piece text)
{
    if (v->row->type == EP_TYPE_DATA && is_type(v, "BINARY")) {
        ep_piece encoding = ep_lint_param(v->line, "ENCODING");
        if (!ep_same_word(encoding.at, encoding.n, "BASE64")) {
            EP_SAY(v->lint, "E011", place_of(v, v->type.at), "VALUE=BINARY needs ENCODING=BASE64");
        }
        return;
    }
    if (!is_uri(text)) {
        wrong(v, text.at, "is no URI, which begins with a scheme such as https: or mailto:");
    }
}

static void check_geo(const value *v, ep_piece text)
{
    const char *semicolon = memchr(text.at, ';', text.n);
    double latitude, longitude;
    size_t n = semicolon != NULL ? (size_t)(semicolon - text.at) : 0;
    bool numbers = semicolon != NULL && ep_parse_double(text.at, n, &latitude) &&
                   ep_parse_double(semicolon + 1, text.n - n - 1, &longitude);
    if (!numbers || latitude < -90 || latitude > 90 || longitude < -180 || longitude > 180) {
        wrong(v, text.at, "is no place such as 51.7662;19.4565");
        return;
    }
    const char *last[] = {semicolon - 1, text.at + text.n - 1};
    for (int i = 0; i < 2; i++) {
        bool point = memchr(i == 0 ? text.at : semicolon + 1, '.', i == 0 ? n : text.n - n - 1) != NULL;
        if (point && (*last[i] == '0' || *last[i] == '.')) {
            EP_SAY(v->lint, "N045", place_of(v, last[i]), "a number ends with 0: programs that shorten it change the line");
            return;
        }
    }
}

/* Backslashes that escape nothing, and what should have one. */
static void check_text(const value *v, ep_piece text)
{
    bool list = v->row->type == EP_TYPE_LIST;
    for (size_t i = 0; i < text.n; i++) {
        bool escape = text.at[i] == '\\';
        bool known = escape && i + 1 < text.n && memchr("\\;,nN", text.at[i + 1], 5) != NULL;
        if (escape ? !known : text.at[i] == ';' || (text.at[i] == ',' && !list)) {
            EP_SAY(v->lint, "W024", place_of(v, text.at + i), "in a text %s",
                   escape ? "a backslash stands before \\ ; , or n" : "; and , have a backslash before them");
            return;
        }
        i += escape;
    }
}

static bool has_count(ep_piece rule)
{
    for (size_t i = 0; i + 6 <= rule.n; i++) {
        if ((i == 0 || rule.at[i - 1] == ';') && ep_same_word(rule.at + i, 6, "COUNT=")) {
            return true;
        }
    }
    return false;
}

static void check_rule(const value *v, ep_piece text)
{
    ep_arena *arena = ep_arena_new();
    ep_recur *rule;
    const char *why = NULL;
    int status = arena != NULL ? ep_recur_parse(&rule, arena, text.at, text.n, &why) : EPIC_ENOMEM;
    if (status == EPIC_EINPUT) {
        EP_SAY(v->lint, "E016", place_of(v, text.at), "this is no rule: %s", why);
    } else if (status) {
        v->lint->status = status;
    } else {
        ep_time *until = &v->open->until;
        v->open->has_until = ep_recur_until(rule, &until->at, &until->utc, &until->all_day);
        if (v->open->has_until && has_count(text)) {
            EP_SAY(v->lint, "E014", place_of(v, text.at), "UNTIL and COUNT do not stand in one rule");
        }
    }
    ep_arena_free(arena);
}

static void check_word(const value *v, ep_piece text)
{
    const char *words = v->row->words;
    if (v->row->prop == EP_PROP_STATUS) {
        words = v->open->part == EP_PART_EVENT     ? " TENTATIVE CONFIRMED CANCELLED "
                : v->open->part == EP_PART_TODO    ? " NEEDS-ACTION COMPLETED IN-PROCESS CANCELLED "
                : v->open->part == EP_PART_JOURNAL ? " DRAFT FINAL CANCELLED "
                                                   : NULL;
    }
    bool own = text.n > 2 && ep_upper(text.at[0]) == 'X' && text.at[1] == '-';
    if (words != NULL && v->row->prop == EP_PROP_METHOD && !ep_word_of(text, words)) {
        EP_SAY(v->lint, "E030", place_of(v, text.at), "there is no method '%.*s'", EP_SHOWN(text));
    } else if (words != NULL && !own && !ep_word_of(text, words)) {
        EP_SAY(v->lint, "E010", place_of(v, text.at), "the value of %s is none of%s", v->row->name, words);
    }
}

static void check_number(const value *v, ep_piece text)
{
    int64_t number;
    int32_t seconds;
    ep_span span;
    if (v->row->type == EP_TYPE_INTEGER && !ep_value_integer(text.at, text.n, v->row->least, v->row->most, &number)) {
        EP_SAY(v->lint, "E010", place_of(v, text.at), "the value of %s is no number from %d to %d", v->row->name, v->row->least,
               v->row->most);
    } else if (v->row->type == EP_TYPE_OFFSET && !ep_value_offset(text.at, text.n, &seconds)) {
        wrong(v, text.at, "is no offset such as +0100");
    } else if (v->row->type == EP_TYPE_SPAN && !ep_value_span(text.at, text.n, &span)) {
        wrong(v, text.at, "is no duration such as PT1H30M");
    }
}

/* Which VALUEs a type may have; the first of none is its own. */
static const char *const types[] = {
    [EP_TYPE_TEXT] = " TEXT ", [EP_TYPE_LIST] = " TEXT ", [EP_TYPE_WORD] = " TEXT ", [EP_TYPE_TIME] = " DATE-TIME DATE ",
    [EP_TYPE_TIMES] = " DATE-TIME DATE PERIOD ", [EP_TYPE_UTC] = " DATE-TIME ", [EP_TYPE_SPAN] = " DURATION ",
    [EP_TYPE_TRIGGER] = " DURATION DATE-TIME ", [EP_TYPE_INTEGER] = " INTEGER ", [EP_TYPE_URI] = " URI CAL-ADDRESS ",
    [EP_TYPE_DATA] = " URI BINARY ", [EP_TYPE_RULE] = " RECUR ", [EP_TYPE_OFFSET] = " UTC-OFFSET ",
    [EP_TYPE_PERIODS] = " PERIOD ", [EP_TYPE_GEO] = " FLOAT ", [EP_TYPE_ANY] = NULL};

static void keep_time(const value *v, const ep_time *time)
{
    ep_prop prop = v->row->prop;
    if (prop == EP_PROP_DTSTART) {
        v->open->start = *time;
        v->open->has_start = true;
        v->open->zoned = v->zone.n > 0;
    } else if (prop == EP_PROP_DTEND || prop == EP_PROP_DUE) {
        v->open->end = *time;
        v->open->has_end = true;
    }
}

static void check_type(const value *v, ep_piece text)
{
    ep_time time;
    switch (v->row->type) {
    case EP_TYPE_TEXT:
    case EP_TYPE_LIST:
        check_text(v, text);
        break;
    case EP_TYPE_TIME:
        if (check_time(v, text, &time)) {
            keep_time(v, &time);
        }
        break;
    case EP_TYPE_TIMES:
    case EP_TYPE_PERIODS:
        check_list(v, text);
        break;
    case EP_TYPE_UTC:
        check_utc(v, text);
        break;
    case EP_TYPE_URI:
    case EP_TYPE_DATA:
        check_uri(v, text);
        break;
    case EP_TYPE_RULE:
        check_rule(v, text);
        break;
    case EP_TYPE_GEO:
        check_geo(v, text);
        break;
    default:
        break;
    }
}

static void check_trigger(const value *v, ep_piece text)
{
    ep_span span;
    if (is_type(v, "DATE-TIME")) {
        check_utc(v, text);
    } else if (!ep_value_span(text.at, text.n, &span)) {
        wrong(v, text.at, "is no duration such as -PT15M");
    }
}

static void check_params(const value *v)
{
    const ep_strict_line *line = v->line;
    for (size_t i = 0; i < line->param_count; i++) {
        ep_piece name = line->params[i].name;
        for (size_t j = 0; j < i; j++) {
            ep_piece other = line->params[j].name;
            bool same = name.n == other.n;
            for (size_t k = 0; k < name.n && same; k++) {
                same = ep_upper(name.at[k]) == ep_upper(other.at[k]);
            }
            if (same) {
                EP_SAY(v->lint, "E011", place_of(v, name.at), "the parameter %.*s is there twice", EP_SHOWN(name));
            }
        }
    }
}

void ep_lint_value(ep_lint *lint, ep_open *open, const ep_property *row, const ep_strict_line *line)
{
    value v = {lint, open, row, line, ep_lint_param(line, "VALUE"), ep_lint_param(line, "TZID")};
    check_params(&v);
    if (v.type.n > 0 && types[row->type] != NULL && !ep_word_of(v.type, types[row->type])) {
        wrong_type(&v);
        return;
    }
    check_type(&v, line->value);
    if (v.zone.n > 0) {
        bool told = row->prop == EP_PROP_DTSTART && open->has_start;
        ep_name name = {.place = place_of(&v, v.zone.at), .at = told ? ep_moment_number(open->start.at) : INT64_MAX};
        ep_lint_keep(lint, &lint->zones, name, v.zone);
    }
    if (row->type == EP_TYPE_TRIGGER) {
        check_trigger(&v, line->value);
    } else if (row->type == EP_TYPE_WORD || row->prop == EP_PROP_STATUS) {
        check_word(&v, line->value);
    } else {
        check_number(&v, line->value);
    }
}
