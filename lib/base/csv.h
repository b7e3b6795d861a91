/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a line of CSV, between commas, semicolons or tabs. In quotes a field may hold these, and "" for a quote. */
#ifndef EP_CSV_H
#define EP_CSV_H

#include <stdbool.h>
#include <stddef.h>

/* How long the byte order mark is with which a file begins; 0 when there is none. */
size_t ep_csv_mark(const char *bytes, size_t n);
bool ep_csv_is_separator(char c);
/* The field that begins at *at in a line that ends with a NUL: without its quotes, in UTF-8 (what is none is Windows-1252),
 * blanks for control characters; what has no room is cut. *at moves behind its separator. Three bytes for each of the line, and
 * five, are always enough. */
void ep_csv_take(const char **at, char *out, size_t room);

#endif
