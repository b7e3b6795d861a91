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
    epic_rule rule = epic_pair_rule(scores, guest, host);
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

/* The pair's place in the best pairing, and what would be otherwise; without a best pairing not known. */
typedef struct place {
    const epic_pairing *best, *other;
    const epic_pair *pair;   /* NULL: none */
    const epic_pair *turned; /* directed: the other way round */
} place;

static const epic_pair *find_pair(const epic_pairing *best, size_t a, size_t b)
{
    size_t count = 0;
    const epic_pair *pairs = epic_pairing_pairs(best, &count);
    bool mutual = best != NULL && is_mutual(epic_pairing_scores(best));
    for (size_t i = 0; i < count; i++) {
        if ((pairs[i].a == a && pairs[i].b == b) || (mutual && pairs[i].a == b && pairs[i].b == a)) {
            return &pairs[i];
        }
    }
    return NULL;
}

static bool has_rounds(const direction *way)
{
    return epic_programme_rules(epic_scores_programme(way->scores))->rounds > 1;
}

static void put_json_meeting(const direction *way, const epic_pair *pair, ep_json *json)
{
    ep_json_bool(json, "paired", pair != NULL);
    if (has_rounds(way) && pair != NULL) {
        ep_json_int(json, "round", pair->round);
    } else if (has_rounds(way)) {
        ep_json_null(json, "round");
    }
}

/* Directed, each way can be a pair. */
static void put_json_direction(const direction *way, const place *its, bool turned, ep_json *json)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "guest", ep_city_id(way->scores, way->guest));
    ep_json_text(json, "host", ep_city_id(way->scores, way->host));
    ep_json_text(json, "rule", way->rule);
    if (its->best != NULL && !is_mutual(way->scores)) {
        put_json_meeting(way, turned ? its->turned : its->pair, json);
    }
    ep_json_double(json, "benefit", epic_scores_benefit(way->scores, way->guest, way->host));
    ep_json_open(json, "terms", '[');
    for (size_t i = 0; i < way->domains; i++) {
        put_json_term(way, &way->terms[i], json);
    }
    ep_json_close(json, ']');
    ep_json_close(json, '}');
}

static void put_json_place(const place *its, const direction *way, ep_json *json)
{
    if (its->best == NULL) {
        return;
    }
    put_json_meeting(way, its->pair, json);
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
    put_json_place(its, ways, &json);
    ep_json_open(&json, "directions", '[');
    put_json_direction(&ways[0], its, false, &json);
    put_json_direction(&ways[1], its, true, &json);
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
    ep_put(writer, "What ");
    ep_put(writer, paint->strong);
    ep_put(writer, ep_city_name(way->scores, way->guest));
    ep_put(writer, paint->off);
    ep_put(writer, " can learn from ");
    ep_put(writer, paint->strong);
    ep_put(writer, ep_city_name(way->scores, way->host));
    ep_put(writer, paint->off);
    if (!epic_scores_has_need(way->scores, way->guest)) {
        ep_put(writer, ": nothing, as it has no need\n");
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
    ep_put(writer, its->pair != NULL ? " Without this pair" : " With this pair");
    ep_put(writer, " the total value would be ");
    if (loss == 0) {
        ep_put(writer, "the same");
    } else {
        ep_put_fixed(writer, loss < 0 ? -loss : loss, 4);
        ep_put(writer, loss < 0 ? " higher" : " lower");
    }
    ep_put(writer, ":\n");
    ep_put_changes(writer, its->best, its->other);
}

/* "Aachen does not visit Genova in any round" */
static void put_meeting(const direction *way, const epic_pair *pair, ep_writer *writer)
{
    static const char *const verbs[][2] = {[EPIC_VISITS] = {" does not visit ", " visits "},
                                           [EPIC_MENTORING] = {" is not mentored by ", " is mentored by "}};
    epic_form form = epic_programme_rules(epic_scores_programme(way->scores))->form;
    if (form == EPIC_MUTUAL) {
        ep_put(writer, pair != NULL ? "they are a pair" : "they are not a pair");
    } else {
        ep_put(writer, ep_city_name(way->scores, way->guest));
        ep_put(writer, verbs[form][pair != NULL]);
        ep_put(writer, ep_city_name(way->scores, way->host));
    }
    if (has_rounds(way) && pair != NULL) {
        ep_putf(writer, " in round %u", (unsigned)pair->round);
    } else if (has_rounds(way)) {
        ep_put(writer, " in any round");
    }
    ep_put(writer, pair != NULL && pair->pinned ? ", by a pin" : "");
}

static void put_place(const place *its, const direction *ways, ep_writer *writer)
{
    if (its->best == NULL) {
        return;
    }
    ep_put(writer, "\nIn the best pairing ");
    put_meeting(&ways[0], its->pair, writer);
    if (its->other != NULL) {
        ep_put_char(writer, '.');
        put_loss(its, writer);
    } else if (its->pair != NULL) {
        ep_put(writer, its->pair->pinned ? ".\n" : ", as in every pairing that keeps the rules.\n");
    } else {
        ep_put(writer, ways->rule != NULL ? ": a rule forbids it" : ": pins, minima or limits leave no room for it");
        ep_put(writer, ways->rule == NULL && has_rounds(ways) ? " in round 1.\n" : ".\n");
    }
    if (epic_programme_rules(epic_scores_programme(ways->scores))->form == EPIC_VISITS) {
        ep_put(writer, "The other way round, ");
        put_meeting(&ways[1], its->turned, writer);
        ep_put(writer, ".\n");
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
    ep_put(writer, "\nN: what is lacked; O: what can be taught; g: how far the host is ahead; T: how alike the two are.\n"
                   "share = weight * N * O * g * T / sum of weight * N\n");
    put_place(its, ways, writer);
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
    const place unknown = {NULL, NULL, NULL, NULL};
    return scores == NULL ? EPIC_EARG : publish(scores, &unknown, a, b, format, write, user);
}

int epic_publish_why(const epic_pairing *best, const epic_pairing *other, size_t a, size_t b, epic_format format,
                     epic_write_fn write, void *user)
{
    if (best == NULL) {
        return EPIC_EARG;
    }
    place its = {best, other, find_pair(best, a, b), find_pair(best, b, a)};
    return publish(epic_pairing_scores(best), &its, a, b, format, write, user);
}
