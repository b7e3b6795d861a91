/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fields of a line of CSV, between commas, semicolons or tabs. In quotes a field may hold these, and "" for a quote. */
#ifndef EP_CSV_H
#define EP_CSV_H

#include <stddef.h>

/* What can separate fields. */
#define EP_CSV_SEPARATORS ",;\t"

/* The field that begins at *at in a line that ends with a NUL: up to one of the separators, without its quotes, in UTF-8 (what is
 * none is Windows-1252), with blanks for control characters; what has no room is cut. *at moves behind its separator. Three bytes
 * for each of the line and five are always enough. */
void ep_csv_take(const char **at, const char *separators, char *out, size_t room);

#endif
