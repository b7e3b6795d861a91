/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs, each with its reasons, and the cities left alone. */
#include <epic/publish.h>

#include <math.h>
#include <stdlib.h>

#include "changes.h"
#include "json.h"
#include "paint.h"

static const char *const modes[] = {[EPIC_MUTUAL] = "mutual", [EPIC_VISITS] = "visits", [EPIC_MENTORING] = "mentoring"};

static const char *const nouns[] = {[EPIC_MUTUAL] = "mutual pair", [EPIC_VISITS] = "visit", [EPIC_MENTORING] = "mentoring pair"};

/* Between the names of a pair's cities. */
static const char *const verbs[] = {[EPIC_MUTUAL] = " and ", [EPIC_VISITS] = " visits ", [EPIC_MENTORING] = " is mentored by "};

static const char *const preferences[] = {
    [EPIC_PREFER_VALUE] = "value", [EPIC_PREFER_PARTICIPATION] = "participation", [EPIC_PREFER_FAIRNESS] = "fairness"};

/* What a pairing is written with: room for the terms of a pair, both ways. */
typedef struct page {
    const epic_pairing *pairing;
    const epic_scores *scores;
    const epic_pairing_rules *rules;
    ep_writer *writer;
    epic_term *there, *back;
    size_t domains;
    ep_notes notes;
} page;

/* How many domains add to what the guest learns from the host; their terms come first in `there`. */
static size_t learns(page *out, size_t guest, size_t host)
{
    epic_scores_explain(out->scores, guest, host, out->there, out->domains);
    return ep_sort_terms(out->there, out->domains);
}

/* The same for what both have in common: a term's share is then that of the value. */
static size_t shares(page *out, size_t a, size_t b)
{
    double weights = 0;
    epic_scores_explain(out->scores, a, b, out->there, out->domains);
    epic_scores_explain(out->scores, b, a, out->back, out->domains);
    for (size_t i = 0; i < out->domains; i++) {
        weights += out->there[i].weight;
    }
    for (size_t i = 0; i < out->domains; i++) {
        epic_term *term = &out->there[i];
        term->share = weights > 0 ? term->weight * fmin(term->need, out->back[i].need) / weights : 0;
    }
    return ep_sort_terms(out->there, out->domains);
}

static bool is_challenge(const page *out)
{
    return out->rules->form == EPIC_MUTUAL && out->rules->value == EPIC_COMMON_CHALLENGE;
}

/* ---- JSON ---- */

static void put_json_reasons(const page *out, size_t count, const char *guest, const char *host, ep_json *json)
{
    for (size_t i = 0; i < count; i++) {
        ep_json_open(json, NULL, '{');
        ep_json_text(json, "domain", ep_domain_id(out->scores, out->there[i].domain));
        if (guest != NULL) {
            ep_json_text(json, "guest", guest);
            ep_json_text(json, "host", host);
        }
        ep_json_double(json, "share", out->there[i].share);
        ep_json_close(json, '}');
    }
}

static void put_json_why(page *out, const epic_pair *pair, ep_json *json)
{
    const char *a = ep_city_id(out->scores, pair->a), *b = ep_city_id(out->scores, pair->b);
    ep_json_open(json, "why", '[');
    if (is_challenge(out)) {
        put_json_reasons(out, shares(out, pair->a, pair->b), NULL, NULL, json);
    } else {
        put_json_reasons(out, learns(out, pair->a, pair->b), a, b, json);
        if (out->rules->form == EPIC_MUTUAL) {
            put_json_reasons(out, learns(out, pair->b, pair->a), b, a, json);
        }
    }
    ep_json_close(json, ']');
}

static void put_json_pair(page *out, const epic_pair *pair, ep_json *json)
{
    const char *a = ep_city_id(out->scores, pair->a), *b = ep_city_id(out->scores, pair->b);
    ep_json_open(json, NULL, '{');
    if (out->rules->form == EPIC_MUTUAL) {
        ep_json_open(json, "cities", '[');
        ep_json_text(json, NULL, a);
        ep_json_text(json, NULL, b);
        ep_json_close(json, ']');
    } else {
        ep_json_text(json, "guest", a);
        ep_json_text(json, "host", b);
    }
    ep_json_double(json, "value", pair->value);
    if (out->rules->form == EPIC_MUTUAL) {
        ep_json_open(json, "benefit", '{');
        ep_json_double(json, a, pair->benefit_a);
        ep_json_double(json, b, pair->benefit_b);
        ep_json_close(json, '}');
    }
    ep_json_bool(json, "pinned", pair->pinned);
    if (out->rules->rounds > 1) {
        ep_json_int(json, "round", pair->round);
    }
    if (out->rules->triad) {
        ep_json_bool(json, "triad", pair->triad);
    }
    put_json_why(out, pair, json);
    ep_json_close(json, '}');
}

static void put_json_lists(page *out, ep_json *json)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(out->pairing, &count);
    ep_json_open(json, "pairs", '[');
    for (size_t i = 0; i < count; i++) {
        put_json_pair(out, &pairs[i], json);
    }
    ep_json_close(json, ']');
    const epic_unpaired *unpaired = epic_pairing_unpaired(out->pairing, &count);
    ep_json_open(json, "unpaired", '[');
    for (size_t i = 0; i < count; i++) {
        ep_json_open(json, NULL, '{');
        ep_json_text(json, "city", ep_city_id(out->scores, unpaired[i].city));
        if (out->rules->rounds > 1) {
            ep_json_int(json, "round", unpaired[i].round);
        }
        ep_json_text(json, "why", unpaired[i].why);
        ep_json_close(json, '}');
    }
    ep_json_close(json, ']');
}

/* Of several, how much less the total is than that of the best. */
static void put_json(page *out, const epic_pairing *best, ep_json *json)
{
    ep_json_open(json, NULL, '{');
    ep_json_text(json, "mode", modes[out->rules->form]);
    ep_json_double(json, "total", epic_pairing_total(out->pairing));
    if (best != NULL) {
        ep_json_double(json, "loss", ep_loss(best, out->pairing));
    }
    ep_json_double(json, "bound", epic_pairing_bound(out->pairing));
    ep_json_bool(json, "proved", epic_pairing_proved(out->pairing));
    ep_json_text(json, "engine", epic_pairing_engine(out->pairing));
    ep_json_text(json, "prefer", preferences[epic_pairing_prefer(out->pairing)]);
    put_json_lists(out, json);
    ep_put_json_notes(json, &out->notes);
    ep_json_close(json, '}');
}

/* ---- text ---- */

static void put_learning(page *out, size_t guest, size_t host)
{
    size_t count = learns(out, guest, host);
    ep_put(out->writer, "   ");
    ep_put(out->writer, ep_city_name(out->scores, guest));
    ep_put(out->writer, count ? " learns from " : " has nothing to learn from ");
    ep_put(out->writer, ep_city_name(out->scores, host));
    if (count) {
        ep_put(out->writer, " (");
        ep_put_percent(out->writer, epic_scores_benefit(out->scores, guest, host));
        ep_put(out->writer, " of its need)");
    }
    ep_put_terms(out->writer, out->scores, out->there, count);
}

static void put_why(page *out, const epic_pair *pair)
{
    if (is_challenge(out)) {
        size_t count = shares(out, pair->a, pair->b);
        ep_put(out->writer, count ? "   Both are in need (share of all work)" : "   They have no need in common");
        ep_put_terms(out->writer, out->scores, out->there, count);
        return;
    }
    put_learning(out, pair->a, pair->b);
    if (out->rules->form == EPIC_MUTUAL) {
        put_learning(out, pair->b, pair->a);
    }
}

static void put_pair(page *out, size_t number, const epic_pair *pair, const ep_paint *paint)
{
    ep_put_char(out->writer, '\n');
    ep_put_int(out->writer, (int64_t)number);
    ep_put(out->writer, ". ");
    ep_put(out->writer, paint->strong);
    ep_put(out->writer, ep_city_name(out->scores, pair->a));
    ep_put(out->writer, verbs[out->rules->form]);
    ep_put(out->writer, ep_city_name(out->scores, pair->b));
    ep_put(out->writer, paint->off);
    ep_put(out->writer, ", value ");
    ep_put_fixed(out->writer, pair->value, 2);
    ep_put(out->writer, pair->pinned ? ", pinned" : "");
    ep_put(out->writer, pair->triad ? ", in a group of three" : "");
    if (out->rules->rounds > 1) {
        ep_putf(out->writer, ", round %u", (unsigned)pair->round);
    }
    ep_put_char(out->writer, '\n');
    put_why(out, pair);
}

static const char *const proofs[] = {
    [EPIC_PREFER_VALUE] = ": proved to be the best.\n",
    [EPIC_PREFER_PARTICIPATION] = ": proved to be the best with as many cities as can be paired.\n",
    [EPIC_PREFER_FAIRNESS] = ": proved to be the best with as many cities as can be paired and the greatest least value.\n"};

static void put_total(const page *out, size_t count)
{
    ep_putf(out->writer, "%zu %s%s, total value ", count, nouns[out->rules->form], count == 1 ? "" : "s");
    ep_put_fixed(out->writer, epic_pairing_total(out->pairing), 4);
    if (epic_pairing_proved(out->pairing)) {
        ep_put(out->writer, proofs[epic_pairing_prefer(out->pairing)]);
    } else {
        ep_put(out->writer, "; no pairing can exceed ");
        ep_put_fixed(out->writer, epic_pairing_bound(out->pairing), 4);
        ep_put(out->writer, ".\n");
    }
}

static void put_text(page *out, const ep_paint *paint)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(out->pairing, &count);
    put_total(out, count);
    for (size_t i = 0; i < count; i++) {
        put_pair(out, i + 1, &pairs[i], paint);
    }
    const epic_unpaired *unpaired = epic_pairing_unpaired(out->pairing, &count);
    ep_put(out->writer, count ? "\nWithout a pair:\n" : "");
    for (size_t i = 0; i < count; i++) {
        ep_put(out->writer, "   ");
        ep_put(out->writer, paint->warn);
        ep_put(out->writer, ep_city_name(out->scores, unpaired[i].city));
        ep_put(out->writer, paint->off);
        if (out->rules->rounds > 1) {
            ep_putf(out->writer, " (round %u)", (unsigned)unpaired[i].round);
        }
        ep_put(out->writer, ": ");
        ep_put(out->writer, unpaired[i].why);
        ep_put_char(out->writer, '\n');
    }
    ep_put_notes(out->writer, &out->notes);
}

/* The best in full, of the others what changes. */
static void put_other(const page *out, size_t rank, const epic_pairing *best, const epic_pairing *other, const ep_paint *paint)
{
    double loss = ep_loss(best, other);
    ep_put_char(out->writer, '\n');
    ep_put(out->writer, paint->strong);
    ep_putf(out->writer, "Number %zu", rank);
    ep_put(out->writer, paint->off);
    ep_put(out->writer, ", total value ");
    ep_put_fixed(out->writer, epic_pairing_total(other), 4);
    ep_put(out->writer, ", ");
    ep_put_fixed(out->writer, loss < 0 ? -loss : loss, 4);
    ep_put(out->writer, loss < 0 ? " more than the best:\n" : " less than the best:\n");
    ep_put_changes(out->writer, best, other);
}

static int put_one(page *out, const epic_pairing *pairing, const epic_pairing *best, const ep_paint *paint, ep_json *json)
{
    out->pairing = pairing;
    int status = ep_notes_take(&out->notes, pairing);
    if (status == EPIC_OK && paint != NULL) {
        put_text(out, paint);
    } else if (status == EPIC_OK) {
        put_json(out, best, json);
    }
    ep_notes_free(&out->notes);
    return status;
}

static int put_all(page *out, const epic_pairing *const *pairings, size_t count, ep_json *json)
{
    int status = EPIC_OK;
    ep_json_open(json, NULL, '{');
    ep_json_open(json, "pairings", '[');
    for (size_t i = 0; i < count && status == EPIC_OK; i++) {
        status = put_one(out, pairings[i], pairings[0], NULL, json);
    }
    ep_json_close(json, ']');
    ep_json_close(json, '}');
    return status;
}

static int begin_page(page *out, const epic_pairing *pairing, ep_writer *writer)
{
    const epic_scores *scores = epic_pairing_scores(pairing);
    const epic_programme *programme = epic_scores_programme(scores);
    size_t domains = epic_programme_domains(programme);
    *out = (page){.scores = scores, .rules = epic_programme_rules(programme), .writer = writer, .domains = domains};
    out->there = calloc(domains + 1, sizeof *out->there);
    out->back = calloc(domains + 1, sizeof *out->back);
    return out->there != NULL && out->back != NULL ? EPIC_OK : EPIC_ENOMEM;
}

/* `all`: as a list, also when it is of one. */
static int publish(const epic_pairing *const *pairings, size_t count, bool all, epic_format format, epic_write_fn write,
                   void *user)
{
    const ep_paint *paint = ep_paint_of(format);
    ep_writer writer;
    ep_json json;
    page out;
    ep_writer_init(&writer, write, user);
    ep_json_init(&json, &writer);
    int status = begin_page(&out, pairings[0], &writer);
    if (status == EPIC_OK && all && paint == NULL) {
        status = put_all(&out, pairings, count, &json);
    } else if (status == EPIC_OK) {
        status = put_one(&out, pairings[0], NULL, paint, &json);
    }
    for (size_t i = 1; i < count && status == EPIC_OK && paint != NULL; i++) {
        put_other(&out, i + 1, pairings[0], pairings[i], paint);
    }
    if (paint == NULL) {
        ep_put_char(&writer, '\n');
    }
    free(out.there);
    free(out.back);
    int ended = ep_writer_end(&writer);
    return status ? status : ended;
}

int epic_publish_pairing(const epic_pairing *pairing, epic_format format, epic_write_fn write, void *user)
{
    if (pairing == NULL || write == NULL || (ep_paint_of(format) == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    return publish(&pairing, 1, false, format, write, user);
}

int epic_publish_pairings(const epic_pairing *const *pairings, size_t count, epic_format format, epic_write_fn write, void *user)
{
    if (pairings == NULL || count == 0 || write == NULL || (ep_paint_of(format) == NULL && format != EPIC_JSON)) {
        return EPIC_EARG;
    }
    return publish(pairings, count, true, format, write, user);
}
