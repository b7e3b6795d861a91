/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include <string.h>

#include "civil.h"
#include "content.h"
#include "number.h"
#include "text.h"

#define FIRST_DATE (-719162) /* 0001-01-01 */
#define LAST_DATE 2932896    /* 9999-12-31 */
#define FARTHEST 18          /* hours of an offset */

/* `count` digits; -1 when they are none. */
static int digits(const char *text, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

/* hhmmss, or -1. */
static int32_t second_of_day(const char *text, int hours)
{
    int hour = digits(text, 2), minute = digits(text + 2, 2), second = digits(text + 4, 2);
    if (hour < 0 || hour > hours || minute < 0 || minute > 59 || second < 0 || second > 60) {
        return -1;
    }
    return hour * 3600 + minute * 60 + (second == 60 ? 59 : second);
}

bool ep_value_time(const char *text, size_t n, ep_time *time)
{
    *time = (ep_time){.all_day = n == 8, .utc = n == 16};
    if (n != 8 && n != 15 && n != 16) {
        return false;
    }
    time->at.date = epic_date_make(digits(text, 4), digits(text + 4, 2), digits(text + 6, 2));
    if (n > 8) {
        time->at.second = second_of_day(text + 9, 23);
    }
    return time->at.date != EPIC_NO_DATE && time->at.second >= 0 && (n == 8 || ep_upper(text[8]) == 'T') &&
           (n != 16 || ep_upper(text[15]) == 'Z');
}

/* The number in front of a letter; nothing is taken when another letter stands there. False when there is none or it is too
 * large. */
static bool take_number(const char **text, size_t *n, char letter, int64_t *value)
{
    size_t count = 0;
    while (count < *n && (*text)[count] >= '0' && (*text)[count] <= '9') {
        count++;
    }
    if (count == *n || ep_upper((*text)[count]) != letter) {
        return true;
    }
    *value = count > 0 && count <= 9 ? digits(*text, count) : -1;
    *text += count + 1;
    *n -= count + 1;
    return *value >= 0 && *value <= (letter == 'W' || letter == 'D' ? LAST_DATE : 999999999);
}

static bool take_letter(const char **text, size_t *n, char letter)
{
    bool there = *n > 0 && ep_upper(**text) == letter;
    *text += there;
    *n -= there;
    return there;
}

bool ep_value_span(const char *text, size_t n, ep_span *span)
{
    int64_t part[5] = {0}; /* weeks, days, hours, minutes, seconds */
    int sign = n > 0 && text[0] == '-' ? -1 : 1;
    *span = (ep_span){0, 0};
    (void)(take_letter(&text, &n, '-') || take_letter(&text, &n, '+'));
    bool right = take_letter(&text, &n, 'P') && n > 1 && take_number(&text, &n, 'W', &part[0]) &&
                 take_number(&text, &n, 'D', &part[1]);
    if (right && n > 1 && take_letter(&text, &n, 'T')) {
        right = take_number(&text, &n, 'H', &part[2]) && take_number(&text, &n, 'M', &part[3]) &&
                take_number(&text, &n, 'S', &part[4]);
    }
    if (!right || n > 0) {
        return false;
    }
    span->days = (int32_t)(sign * (7 * part[0] + part[1]));
    span->seconds = sign * (3600 * part[2] + 60 * part[3] + part[4]);
    return true;
}

bool ep_value_lapse(const char *text, size_t n, ep_lapse *stretch)
{
    const char *slash = n > 0 ? memchr(text, '/', n) : NULL;
    size_t before = slash != NULL ? (size_t)(slash - text) : 0;
    *stretch = (ep_lapse){0};
    if (slash == NULL || !ep_value_time(text, before, &stretch->start)) {
        return false;
    }
    stretch->has_end = ep_value_time(slash + 1, n - before - 1, &stretch->end);
    return stretch->has_end || ep_value_span(slash + 1, n - before - 1, &stretch->length);
}

bool ep_value_offset(const char *text, size_t n, int32_t *seconds)
{
    char six[6] = {0, 0, 0, 0, '0', '0'};
    if ((n != 5 && n != 7) || (text[0] != '+' && text[0] != '-')) {
        return false;
    }
    memcpy(six, text + 1, n - 1);
    int32_t size = second_of_day(six, FARTHEST);
    *seconds = text[0] == '-' ? -size : size;
    return size >= 0 && size <= FARTHEST * 3600;
}

bool ep_value_integer(const char *text, size_t n, int64_t from, int64_t to, int64_t *value)
{
    return ep_parse_int(text, n, value) && *value >= from && *value <= to;
}

char *ep_value_text(const char *text, size_t n, char *out, size_t room)
{
    size_t used = 0;
    for (size_t i = 0; i < n;) {
        uint32_t c = ' ';
        bool escaped = text[i] == '\\' && i + 1 < n;
        i += escaped;
        bool line_end = escaped && ep_upper(text[i]) == 'N';
        size_t length = ep_utf8_decode(text + i, n - i, &c);
        length = length == 0 ? 1 : length;
        if (used + length >= room) {
            break;
        }
        if (line_end || (ep_is_control(c) && !ep_is_mark(c))) {
            out[used++] = ' ';
        } else {
            memcpy(out + used, text + i, length);
            used += length;
        }
        i += length;
    }
    out[used] = '\0';
    return out;
}

bool ep_value_item(const char **list, size_t *n, const char **item, size_t *size)
{
    *size = 0;
    while (*n > 0 && *size == 0) {
        const char *comma = memchr(*list, ',', *n);
        size_t whole = comma != NULL ? (size_t)(comma - *list) : *n, taken = comma != NULL ? whole + 1 : whole;
        *item = *list;
        *size = whole;
        *list += taken;
        *n -= taken;
        for (; *size > 0 && **item == ' '; --*size) {
            ++*item;
        }
        while (*size > 0 && (*item)[*size - 1] == ' ') {
            --*size;
        }
    }
    return *size > 0;
}

int64_t ep_moment_number(ep_moment at)
{
    return (int64_t)at.date * EP_DAY + at.second;
}

ep_moment ep_moment_add(ep_moment at, int64_t days, int64_t seconds)
{
    int64_t sum = ep_moment_number(at) + days * EP_DAY + seconds, date = ep_floor_div(sum, EP_DAY);
    if (date < FIRST_DATE) {
        return (ep_moment){FIRST_DATE, 0};
    }
    return date > LAST_DATE ? (ep_moment){LAST_DATE, EP_DAY - 1} : (ep_moment){(epic_date)date, (int32_t)(sum - date * EP_DAY)};
}
