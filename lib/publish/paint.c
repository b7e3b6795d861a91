/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "paint.h"

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
