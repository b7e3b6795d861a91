/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why two cities fit or not: every factor of both benefits. */
#include <epic/pair.h>
#include <epic/publish.h>

#include <stdlib.h>

#include "changes.h"
#include "json.h"
#include "number.h"
#include "paint.h"
#include "text.h"

/* One direction of a pair. */
typedef struct direction {
    const epic_scores *scores;
    size_t guest, host;
    const char *rule; /* that forbids it, in words, or NULL */
    size_t domains;
    epic_term *terms;
} direction;

static int look(direction *out, const epic_scores *scores, size_t guest, size_t host)
{
    epic_rule rule = epic_pair_rule(epic_scores_programme(scores), guest, host);
    out->scores = scores;
    out->guest = guest;
    out->host = host;
    out->rule = rule == EPIC_ALLOWED ? NULL : epic_rule_words(rule);
    out->domains = epic_scores_explain(scores, guest, host, NULL, 0);
    out->terms = calloc(out->domains + 1, sizeof *out->terms);
    if (out->terms == NULL) {
        return EPIC_ENOMEM;
    }
    epic_scores_explain(scores, guest, host, out->terms, out->domains);
    return EPIC_OK;
}

static bool is_mutual(const epic_scores *scores)
{
    return epic_programme_rules(epic_scores_programme(scores))->form == EPIC_MUTUAL;
}

static void put_json_term(const direction *way, const epic_term *term, ep_json *json)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "domain", ep_domain_id(way->scores, term->domain));
    ep_json_double(json, "weight", term->weight);
    ep_json_double(json, "need", term->need);
    ep_json_double(json, "offer", term->offer);
    ep_json_double(json, "step", term->step);
    ep_json_double(json, "transfer", term->transfer);
    ep_json_double(json, "share", term->share);
    ep_json_close(json, '}');
}

static void put_json_direction(const direction *way, ep_json *json)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "guest", ep_city_id(way->scores, way->guest));
    ep_json_text(json, "host", ep_city_id(way->scores, way->host));
    ep_json_text(json, "rule", way->rule);
    ep_json_double(json, "benefit", epic_scores_benefit(way->scores, way->guest, way->host));
    ep_json_open(json, "terms", '[');
    for (size_t i = 0; i < way->domains; i++) {
        put_json_term(way, &way->terms[i], json);
    }
    ep_json_close(json, ']');
    ep_json_close(json, '}');
}

/* The pair's place in the best pairing, and what would be otherwise; without a best pairing not known. */
typedef struct place {
    const epic_pairing *best, *other;
    const epic_pair *pair;
} place;

static place find_place(const epic_pairing *best, const epic_pairing *other, size_t a, size_t b)
{
    size_t count = 0;
    const epic_pair *pairs = epic_pairing_pairs(best, &count);
    place found = {best, other, NULL};
    bool mutual = best != NULL && is_mutual(epic_pairing_scores(best));
    for (size_t i = 0; i < count; i++) {
        if ((pairs[i].a == a && pairs[i].b == b) || (mutual && pairs[i].a == b && pairs[i].b == a)) {
            found.pair = &pairs[i];
        }
    }
    return found;
}

static void put_json_place(const place *its, ep_json *json)
{
    if (its->best == NULL) {
        return;
    }
    ep_json_bool(json, "paired", its->pair != NULL);
    ep_json_bool(json, "pinned", its->pair != NULL && its->pair->pinned);
    if (its->other == NULL) {
        ep_json_null(json, "otherwise");
        return;
    }
    ep_json_open(json, "otherwise", '{');
    ep_json_double(json, "total", epic_pairing_total(its->other));
    ep_json_double(json, "loss", ep_loss(its->best, its->other));
    ep_put_json_changes(json, its->best, its->other);
    ep_json_close(json, '}');
}

static void put_json(const direction ways[2], const place *its, ep_writer *writer)
{
    ep_json json;
    ep_json_init(&json, writer);
    ep_json_open(&json, NULL, '{');
    ep_json_open(&json, "cities", '[');
    ep_json_text(&json, NULL, ep_city_id(ways->scores, ways->guest));
    ep_json_text(&json, NULL, ep_city_id(ways->scores, ways->host));
    ep_json_close(&json, ']');
    if (is_mutual(ways->scores)) {
        ep_json_double(&json, "value", epic_scores_value(ways->scores, ways->guest, ways->host));
    }
    put_json_place(its, &json);
    ep_json_open(&json, "directions", '[');
    put_json_direction(&ways[0], &json);
    put_json_direction(&ways[1], &json);
    ep_json_close(&json, ']');
    ep_json_close(&json, '}');
    ep_put_char(writer, '\n');
}

static size_t widest_title(const direction *way)
{
    size_t widest = ep_text_width("together");
    for (size_t i = 0; i < way->domains; i++) {
        size_t width = ep_text_width(ep_domain_title(way->scores, i));
        widest = width > widest ? width : widest;
    }
    return widest;
}

static void put_cell(ep_writer *writer, double value, size_t width)
{
    char number[EP_NUMBER_ROOM];
    if (value >= 1e9) { /* a weight: the others are at most 1 */
        ep_format_double(value, number);
    } else {
        ep_format_fixed(value, 4, number);
    }
    ep_put_padded(writer, number, width, true);
}

static void put_term(const direction *way, const epic_term *term, size_t width, const ep_paint *paint, ep_writer *writer)
{
    const char *style = term->share > 0 ? "" : paint->faint;
    ep_put(writer, style);
    ep_put(writer, "  ");
    ep_put_padded(writer, ep_domain_title(way->scores, term->domain), width, false);
    put_cell(writer, term->weight, 10);
    put_cell(writer, term->need, 10);
    put_cell(writer, term->offer, 10);
    put_cell(writer, term->step, 10);
    put_cell(writer, term->transfer, 12);
    put_cell(writer, term->share, 10);
    ep_put(writer, *style ? paint->off : "");
    ep_put_char(writer, '\n');
}

static void put_terms(const direction *way, const ep_paint *paint, ep_writer *writer)
{
    size_t width = widest_title(way);
    ep_put(writer, "  ");
    ep_put_padded(writer, "", width, false);
    ep_put(writer, "    weight    need N   offer O    step g  transfer T     share\n");
    for (size_t i = 0; i < way->domains; i++) {
        put_term(way, &way->terms[i], width, paint, writer);
    }
    ep_put(writer, "  ");
    ep_put_padded(writer, "together", width + 52, false);
    put_cell(writer, epic_scores_benefit(way->scores, way->guest, way->host), 10);
    ep_put_char(writer, '\n');
}

static void put_rule(const char *rule, const ep_paint *paint, ep_writer *writer)
{
    if (rule != NULL) {
        ep_put(writer, paint->warn);
        ep_putf(writer, "Must not be paired: %s.", rule);
        ep_put(writer, paint->off);
        ep_put_char(writer, '\n');
    }
}

static void put_direction(const direction *way, const ep_paint *paint, ep_writer *writer)
{
    ep_put_char(writer, '\n');
    ep_put(writer, paint->strong);
    ep_put(writer, ep_city_name(way->scores, way->guest));
    ep_put(writer, " from ");
    ep_put(writer, ep_city_name(way->scores, way->host));
    ep_put(writer, paint->off);
    if (!epic_scores_has_need(way->scores, way->guest)) {
        ep_put(writer, ": no declared need\n");
        return;
    }
    ep_put(writer, ": ");
    ep_put_percent(writer, epic_scores_benefit(way->scores, way->guest, way->host));
    ep_put(writer, " of its need\n");
    if (!is_mutual(way->scores)) {
        put_rule(way->rule, paint, writer);
    }
    put_terms(way, paint, writer);
}

static const char *value_words(epic_value value)
{
    switch (value) {
    case EPIC_MEAN:
        return "the mean of both benefits";
    case EPIC_MIN:
        return "the smaller benefit";
    case EPIC_HARMONIC:
        return "the harmonic mean of both benefits";
    case EPIC_COMMON_CHALLENGE:
        return "sum of weight * smaller N / sum of weight";
    default:
        return "the geometric mean of both benefits";
    }
}

static void put_value(const direction *way, const ep_paint *paint, ep_writer *writer)
{
    epic_value value = epic_programme_rules(epic_scores_programme(way->scores))->value;
    ep_put(writer, ": value ");
    ep_put_fixed(writer, epic_scores_value(way->scores, way->guest, way->host), 4);
    ep_putf(writer, ", %s\n", value_words(value));
    put_rule(way->rule, paint, writer);
}

static void put_loss(const place *its, ep_writer *writer)
{
    double loss = ep_loss(its->best, its->other);
    ep_putf(writer, " the total %s ", loss < 0 ? "gains" : "loses");
    ep_put_fixed(writer, loss < 0 ? -loss : loss, 4);
    ep_put(writer, ":\n");
    ep_put_changes(writer, its->best, its->other);
}

static void put_place(const place *its, const direction *way, ep_writer *writer)
{
    if (its->best == NULL) {
        return;
    }
    bool mutual = is_mutual(way->scores), forbidden = way->rule != NULL;
    ep_put(writer, mutual ? "\nIn" : "\nWith the first as guest and the second as host, in");
    ep_put(writer, " the best pairing they are ");
    if (its->pair != NULL) {
        ep_put(writer, its->pair->pinned ? "a pair, by a pin.\n" : "a pair. ");
        ep_put(writer, its->pair->pinned ? "" : its->other != NULL ? "Without it" : "No pairing lacks it.\n");
    } else {
        ep_put(writer, "no pair. ");
        const char *why = forbidden ? "A rule forbids it.\n" : "Pins, minima or limits forbid it.\n";
        ep_put(writer, its->other != NULL ? "With it" : why);
    }
    if (its->other != NULL) {
        put_loss(its, writer);
    }
}

static void put_text(const direction ways[2], const place *its, const ep_paint *paint, ep_writer *writer)
{
    ep_put(writer, paint->strong);
    ep_put(writer, ep_city_name(ways->scores, ways->guest));
    ep_put(writer, " and ");
    ep_put(writer, ep_city_name(ways->scores, ways->host));
    ep_put(writer, paint->off);
    if (is_mutual(ways->scores)) {
        put_value(ways, paint, writer);
    } else {
        ep_put_char(writer, '\n');
    }
    put_direction(&ways[0], paint, writer);
    put_direction(&ways[1], paint, writer);
    ep_put(writer, "\nshare = weight * N * O * g * T / sum of weight * N\n");
    put_place(its, &ways[0], writer);
}

static int publish(const epic_scores *scores, const place *its, size_t a, size_t b, epic_format format, epic_write_fn write,
                   void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    size_t cities = epic_programme_cities(epic_scores_programme(scores));
    if (write == NULL || a == b || (paint == NULL && format != EPIC_JSON) || a >= cities || b >= cities) {
        return EPIC_EARG;
    }
    direction ways[2] = {{.terms = NULL}, {.terms = NULL}};
    ep_writer writer;
    ep_writer_init(&writer, write, user);
    int status = look(&ways[0], scores, a, b) || look(&ways[1], scores, b, a) ? EPIC_ENOMEM : EPIC_OK;
    if (status == EPIC_OK) {
        if (paint != NULL) {
            put_text(ways, its, paint, &writer);
        } else {
            put_json(ways, its, &writer);
        }
        status = ep_writer_end(&writer);
    }
    free(ways[0].terms);
    free(ways[1].terms);
    return status;
}

int epic_publish_explanation(const epic_scores *scores, size_t a, size_t b, epic_format format, epic_write_fn write, void *user)
{
    const place unknown = {NULL, NULL, NULL};
    return scores == NULL ? EPIC_EARG : publish(scores, &unknown, a, b, format, write, user);
}

int epic_publish_why(const epic_pairing *best, const epic_pairing *other, size_t a, size_t b, epic_format format,
                     epic_write_fn write, void *user)
{
    if (best == NULL) {
        return EPIC_EARG;
    }
    place its = find_place(best, other, a, b);
    return publish(epic_pairing_scores(best), &its, a, b, format, write, user);
}
