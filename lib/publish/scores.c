/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The benefit matrix: the row learns from the column. */
#include <epic/pair.h>
#include <epic/publish.h>

#include <math.h>

#include "json.h"
#include "number.h"
#include "paint.h"
#include "text.h"

/* NaN where the two may not be paired. */
static double allowed_benefit(const epic_scores *scores, size_t guest, size_t host)
{
    if (epic_pair_rule(scores, guest, host) != EPIC_ALLOWED) {
        return (double)NAN;
    }
    return epic_scores_benefit(scores, guest, host);
}

static void put_json(const epic_scores *scores, ep_writer *writer)
{
    size_t cities = epic_programme_cities(epic_scores_programme(scores));
    ep_json json;
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "cities", '[');
    for (size_t city = 0; city < cities; city++) {
        ep_json_text(&json, NULL, ep_city_id(scores, city));
    }
    ep_json_close(&json, ']');
    ep_json_open(&json, "benefit", '[');
    for (size_t guest = 0; guest < cities; guest++) {
        ep_json_open(&json, NULL, '[');
        for (size_t host = 0; host < cities; host++) {
            ep_json_double(&json, NULL, allowed_benefit(scores, guest, host));
        }
        ep_json_close(&json, ']');
    }
    ep_json_close(&json, ']');
    ep_json_close(&json, '}');
    ep_put_char(writer, '\n');
}

/* The first column is as wide as the widest name. */
static size_t widest_name(const epic_scores *scores, size_t cities)
{
    size_t widest = 0;
    for (size_t city = 0; city < cities; city++) {
        size_t width = ep_text_width(ep_city_name(scores, city));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static size_t column_width(const epic_scores *scores, size_t host)
{
    size_t width = ep_text_width(ep_city_name(scores, host));
    return (width < 3 ? 3 : width) + 2;
}

static void put_row(const epic_scores *scores, size_t guest, size_t cities, const ep_paint *paint, ep_writer *writer)
{
    double best = 0;
    for (size_t host = 0; host < cities; host++) {
        best = fmax(best, allowed_benefit(scores, guest, host)); /* fmax passes over NaN */
    }
    for (size_t host = 0; host < cities; host++) {
        double benefit = allowed_benefit(scores, guest, host);
        bool stands_out = benefit > 0 && benefit >= best;
        char number[EP_NUMBER_ROOM];
        const char *cell = guest == host ? "." : isnan(benefit) ? "-" : ep_format_fixed(100 * benefit, 0, number);
        ep_put(writer, stands_out ? paint->strong : "");
        ep_put_padded(writer, cell, column_width(scores, host), true);
        ep_put(writer, stands_out ? paint->off : "");
    }
}

static void put_table(const epic_scores *scores, const ep_paint *paint, ep_writer *writer)
{
    size_t cities = epic_programme_cities(epic_scores_programme(scores)), width = widest_name(scores, cities);
    ep_put(writer, "What each city on the left can learn from each city above, in % of its need.\n");
    ep_put(writer, "A dash (-) marks two cities that must not be paired; epic explain says why.\n\n");
    ep_put_padded(writer, "", width, false);
    for (size_t host = 0; host < cities; host++) {
        ep_put_padded(writer, ep_city_name(scores, host), column_width(scores, host), true);
    }
    for (size_t guest = 0; guest < cities; guest++) {
        ep_put_char(writer, '\n');
        ep_put_padded(writer, ep_city_name(scores, guest), width, false);
        put_row(scores, guest, cities, paint, writer);
    }
    ep_put_char(writer, '\n');
}

int epic_publish_scores(const epic_scores *scores, epic_format format, epic_write_fn write, void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    if (scores == NULL || write == NULL || (paint == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_writer_init(&writer, write, user);
    if (paint != NULL) {
        put_table(scores, paint, &writer);
    } else {
        put_json(scores, &writer);
    }
    return ep_writer_end(&writer);
}
