/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint.h"

#include <stdlib.h>

const ep_paint *ep_paint_of(epic_format format)
{
    static const ep_paint plain = {"", "", "", ""};
    static const ep_paint colour = {"\033[1m", "\033[2m", "\033[33m", "\033[0m"};
    switch (format) {
    case EPIC_TEXT:
        return &plain;
    case EPIC_COLOUR:
        return &colour;
    default:
        return NULL;
    }
}

void ep_put_percent(ep_writer *writer, double share)
{
    if (share > 0 && share < 0.005) {
        ep_put(writer, "under 1 %");
        return;
    }
    ep_put_fixed(writer, 100 * share, 0);
    ep_put(writer, " %");
}

static int by_share(const void *left, const void *right)
{
    const epic_term *a = left, *b = right;
    if (a->share > b->share || a->share < b->share) {
        return a->share > b->share ? -1 : 1;
    }
    return a->domain < b->domain ? -1 : a->domain > b->domain;
}

size_t ep_sort_terms(epic_term *terms, size_t count)
{
    size_t used = 0;
    qsort(terms, count, sizeof *terms, by_share);
    while (used < count && terms[used].share > 0) {
        used++;
    }
    return used;
}

void ep_put_terms(ep_writer *writer, const epic_scores *scores, const epic_term *terms, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ep_put(writer, i ? ", " : ": ");
        ep_put(writer, ep_domain_title(scores, terms[i].domain));
        ep_put_char(writer, ' ');
        ep_put_percent(writer, terms[i].share);
    }
    ep_put_char(writer, '\n');
}

const char *ep_city_id(const epic_scores *scores, size_t city)
{
    return epic_programme_city(epic_scores_programme(scores), city)->id;
}

const char *ep_city_name(const epic_scores *scores, size_t city)
{
    return epic_programme_city(epic_scores_programme(scores), city)->name;
}

const char *ep_domain_id(const epic_scores *scores, size_t domain)
{
    return epic_programme_domain(epic_scores_programme(scores), domain)->id;
}

const char *ep_domain_title(const epic_scores *scores, size_t domain)
{
    return epic_programme_domain(epic_scores_programme(scores), domain)->title;
}
