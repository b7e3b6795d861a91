/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What publishers have in common: emphasis on a terminal, percentages, reasons, names of things. */
#ifndef EP_PAINT_H
#define EP_PAINT_H

#include <epic/score.h>

#include "writer.h"

/* What to write before and after a part that stands out; all "" without colour. Nothing is said by colour alone. */
typedef struct ep_paint {
    const char *strong, *faint, *warn, *off;
} ep_paint;

/* NULL when the format is neither EPIC_TEXT nor EPIC_COLOUR. */
const ep_paint *ep_paint_of(epic_format format);

/* "56 %", or "under 1 %" for what is little but not nothing. */
void ep_put_percent(ep_writer *writer, double share);

/* Sorts what a city learns, the greatest share first, equals in the order of the file; returns how many add something. */
size_t ep_sort_terms(epic_term *terms, size_t count);

/* Ends a line with terms, ": Housing 56 %, Employment 10 %". */
void ep_put_terms(ep_writer *writer, const epic_scores *scores, const epic_term *terms, size_t count);

const char *ep_city_id(const epic_scores *scores, size_t city);
const char *ep_city_name(const epic_scores *scores, size_t city);
const char *ep_domain_id(const epic_scores *scores, size_t domain);
const char *ep_domain_title(const epic_scores *scores, size_t domain);

#endif
