/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as text, whatever the locale. The only file that parses or prints floating point. */
#ifndef EP_NUMBER_H
#define EP_NUMBER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EP_NUMBER_ROOM 32

/* Parses [-+]digits[.digits][e[-+]digits] spanning all n bytes; correctly rounded; false for anything else (inf, nan, hex,
 * blanks, overflow to infinity). */
bool ep_parse_double(const char *text, size_t n, double *value);
/* Parses [-+]digits spanning all n bytes; false for anything else or out of range. */
bool ep_parse_int(const char *text, size_t n, int64_t *value);
/* Decimal digits, behind a minus where it has one. Returns where in `out` it begins. */
char *ep_format_int(int64_t value, char out[EP_NUMBER_ROOM]);
/* The last two digits of a number that is not negative; returns where they end. */
static inline char *ep_two_digits(char *to, int number)
{
    to[0] = (char)('0' + number / 10 % 10);
    to[1] = (char)('0' + number % 10);
    return to + 2;
}
/* The shortest text that reads back as the same double ("0.5625", "1e+300", "0"); a finite value. Returns `out`. */
char *ep_format_double(double value, char out[EP_NUMBER_ROOM]);
/* The shortest text rounded half away from zero to `decimals` 0..9 places, |value| < 1e9: 0.285 gives "0.29", though the
 * double is a little less; what rounds to nothing has no sign. Returns `out`. */
char *ep_format_fixed(double value, unsigned decimals, char out[EP_NUMBER_ROOM]);

#endif
