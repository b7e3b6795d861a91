/* SPDX-License-Identifier: GPL-3.0-or-later */
/* strtod and printf obey the locale in one thing, the decimal point; so neither is ever shown one. Digits go in and come out
 * as a whole number and a power of ten, and the C library's exact rounding does the rest. Nothing is allocated. */
#include "number.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* No double, and no midpoint between two, has more significant digits than 768. */
#define DIGITS 800

typedef struct decimal {
    char digits[DIGITS + 32]; /* then "1" if what was cut off is not zero, and the exponent */
    size_t count;
    bool cut;
    int64_t exponent; /* value = digits x 10^exponent */
} decimal;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void add_digit(decimal *d, char digit, bool fraction)
{
    if (d->count == DIGITS) {
        d->cut = d->cut || digit != '0';
        d->exponent += !fraction;
        return;
    }
    if (d->count > 0 || digit != '0') {
        d->digits[d->count++] = digit;
    }
    d->exponent -= fraction;
}

/* Reads digits from *at on; false when there are none. */
static bool read_digits(const char *text, size_t n, size_t *at, decimal *d, bool fraction)
{
    size_t first = *at;
    for (; *at < n && is_digit(text[*at]); (*at)++) {
        add_digit(d, text[*at], fraction);
    }
    return *at > first;
}

static bool read_exponent(const char *text, size_t n, size_t *at, decimal *d)
{
    bool negative = *at < n && text[*at] == '-';
    *at += *at < n && (text[*at] == '-' || text[*at] == '+');
    size_t first = *at;
    int64_t exponent = 0;
    for (; *at < n && is_digit(text[*at]); (*at)++) {
        exponent = exponent > INT64_MAX / 100 ? exponent : exponent * 10 + (text[*at] - '0');
    }
    d->exponent += negative ? -exponent : exponent;
    return *at > first;
}

static bool read_decimal(const char *text, size_t n, decimal *d)
{
    size_t at = 0;
    if (!read_digits(text, n, &at, d, false)) {
        return false;
    }
    if (at < n && text[at] == '.') {
        at++;
        if (!read_digits(text, n, &at, d, true)) {
            return false;
        }
    }
    if (at < n && (text[at] == 'e' || text[at] == 'E')) {
        at++;
        if (!read_exponent(text, n, &at, d)) {
            return false;
        }
    }
    return at == n;
}

static double decimal_value(decimal *d)
{
    if (d->count == 0) {
        return 0;
    }
    if (d->cut) {
        d->digits[d->count++] = '1';
        d->exponent--;
    }
    const int64_t far = 1000000; /* beyond any double, whatever the digits; and short to write */
    int64_t exponent = d->exponent > far ? far : d->exponent < -far ? -far : d->exponent;
    snprintf(d->digits + d->count, sizeof d->digits - d->count, "e%" PRId64, exponent);
    return strtod(d->digits, NULL);
}

bool ep_parse_double(const char *text, size_t n, double *value)
{
    size_t sign = n > 0 && (text[0] == '-' || text[0] == '+');
    decimal d;
    d.count = 0;
    d.cut = false;
    d.exponent = 0;
    if (!read_decimal(text + sign, n - sign, &d)) {
        return false;
    }
    double size = decimal_value(&d);
    if (!isfinite(size)) {
        return false;
    }
    *value = sign > 0 && text[0] == '-' ? -size : size;
    return true;
}

bool ep_parse_int(const char *text, size_t n, int64_t *value)
{
    size_t at = n > 0 && (text[0] == '-' || text[0] == '+');
    bool negative = at > 0 && text[0] == '-';
    if (at == n) {
        return false;
    }
    int64_t sum = 0; /* kept negative, because there is one more of those */
    for (; at < n; at++) {
        int digit = is_digit(text[at]) ? text[at] - '0' : 10;
        if (digit > 9 || sum < (INT64_MIN + digit) / 10) {
            return false;
        }
        sum = sum * 10 - digit;
    }
    if (!negative && sum == INT64_MIN) {
        return false;
    }
    *value = negative ? sum : -sum;
    return true;
}

char *ep_format_int(int64_t value, char out[EP_NUMBER_ROOM])
{
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    char *at = out + EP_NUMBER_ROOM - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0) {
        *--at = '-';
    }
    return at;
}

/* A double as whole x 10^exponent. */
typedef struct shortest {
    uint64_t whole;
    int exponent;
} shortest;

static bool reads_as(shortest s, double value)
{
    char text[48];
    snprintf(text, sizeof text, "%" PRIu64 "e%d", s.whole, s.exponent);
    return strtod(text, NULL) == value;
}

/* The nearest with so many digits. */
static shortest rounded(double value, int digits)
{
    char text[48];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    shortest s = {0, 0};
    const char *c = text;
    for (; *c != '\0' && *c != 'e'; c++) {
        s.whole = is_digit(*c) ? s.whole * 10 + (uint64_t)(*c - '0') : s.whole; /* whatever the decimal point is */
    }
    s.exponent = (*c == 'e' ? atoi(c + 1) : 0) - (digits - 1);
    return s;
}

/* Of a value >= 0. Up to DBL_DIG digits survive the way through a normal double, so the search starts there. At a power of two
 * the doubles above lie twice as far apart as those below: the nearest may read as its neighbour and the next one up not. */
static shortest find_shortest(double value)
{
    shortest s = {0, 0};
    for (int digits = value < DBL_MIN ? 1 : DBL_DIG; digits <= DBL_DECIMAL_DIG; digits++) {
        s = rounded(value, digits);
        if (reads_as(s, value)) {
            break;
        }
        s.whole++;
        if (reads_as(s, value)) {
            break;
        }
    }
    while (s.whole > 0 && s.whole % 10 == 0) {
        s.whole /= 10;
        s.exponent++;
    }
    return s;
}

/* digits[0..n) with the point after the first "before" of them, which may be none or more than there are. */
static void put_plain(char out[64], const char *digits, int n, int before)
{
    if (before <= 0) {
        snprintf(out, 64, "0.%.*s%s", -before, "0000", digits);
    } else if (before >= n) {
        snprintf(out, 64, "%s%.*s", digits, before - n, "0000000000000000");
    } else {
        snprintf(out, 64, "%.*s.%s", before, digits, digits + before);
    }
}

char *ep_format_double(double value, char out[EP_NUMBER_ROOM])
{
    char digits[24], text[64];
    shortest s = find_shortest(fabs(value));
    int n = snprintf(digits, sizeof digits, "%" PRIu64, s.whole);
    int power = s.whole == 0 ? 0 : s.exponent + n - 1;
    if (power >= -4 && power <= 15) {
        put_plain(text, digits, n, power + 1);
    } else {
        snprintf(text, sizeof text, "%c%s%se%+03d", digits[0], n > 1 ? "." : "", digits + 1, power);
    }
    char *at = out;
    if (signbit(value)) {
        *at++ = '-';
    }
    strcpy(at, text); /* 17 digits, a point and either four zeros or "e-308": 24 bytes with the sign */
    return out;
}

static uint64_t power_of_ten(int n)
{
    uint64_t power = 1;
    for (; n > 0; n--) {
        power *= 10;
    }
    return power;
}

char *ep_format_fixed(double value, unsigned decimals, char out[EP_NUMBER_ROOM])
{
    shortest s = find_shortest(fabs(value));
    int drop = -s.exponent - (int)decimals;
    uint64_t units = 0;
    if (drop <= 0) {
        units = s.whole * power_of_ten(-drop);
    } else if (drop <= 18) {
        uint64_t unit = power_of_ten(drop);
        units = s.whole / unit + (s.whole % unit >= unit / 2);
    }
    uint64_t unit = power_of_ten((int)decimals);
    const char *sign = value < 0 && units > 0 ? "-" : "";
    if (decimals == 0) {
        snprintf(out, EP_NUMBER_ROOM, "%s%" PRIu64, sign, units);
    } else {
        snprintf(out, EP_NUMBER_ROOM, "%s%" PRIu64 ".%0*" PRIu64, sign, units / unit, (int)decimals, units % unit);
    }
    return out;
}
