/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why some must stay alone, and who would rather have each other. */
#include <stdlib.h>

#include "changes.h"
#include "paint.h"

enum { MOST_NAMED = 5 };

int ep_notes_take(ep_notes *out, const epic_pairing *pairing)
{
    *out = (ep_notes){.pairing = pairing};
    int status = epic_pairing_shortages(&out->shortages, pairing);
    status = status == EPIC_OK ? epic_pairing_blocking(pairing, NULL, 0, &out->blocking_count) : status;
    if (status != EPIC_OK) {
        return status;
    }
    out->blocking = calloc(out->blocking_count + 1, sizeof *out->blocking);
    if (out->blocking == NULL) {
        return EPIC_ENOMEM;
    }
    return epic_pairing_blocking(pairing, out->blocking, out->blocking_count, &out->blocking_count);
}

void ep_notes_free(ep_notes *notes)
{
    epic_shortages_free(notes->shortages);
    free(notes->blocking);
}

static const epic_scores *scores_of(const ep_notes *notes)
{
    return epic_pairing_scores(notes->pairing);
}

static bool has_rounds(const ep_notes *notes)
{
    return epic_programme_rules(epic_scores_programme(scores_of(notes)))->rounds > 1;
}

/* ---- text ---- */

/* A city on its own is among those without a pair, with its reason. */
static void put_shortages(ep_writer *writer, const ep_notes *notes)
{
    size_t count, told = 0;
    const epic_shortage *list = epic_shortages_get(notes->shortages, &count);
    for (size_t i = 0; i < count; i++) {
        if (list[i].city_count < 2) {
            continue;
        }
        ep_put(writer, told++ ? "" : "\nNo pairing has a partner for every city:\n");
        ep_put(writer, "   ");
        if (has_rounds(notes)) {
            ep_putf(writer, "in round %u: ", (unsigned)list[i].round);
        }
        ep_put(writer, list[i].why);
        ep_put(writer, ".\n");
    }
}

static void put_blocking(ep_writer *writer, const ep_notes *notes)
{
    size_t count = notes->blocking_count;
    if (count == 0) {
        return;
    }
    ep_putf(writer, "\n%zu pair%s of cities would both learn more from each other than from the partners they have: ", count,
            count == 1 ? "" : "s");
    for (size_t i = 0; i < count && i < MOST_NAMED; i++) {
        ep_put(writer, i > 0 ? "; " : "");
        ep_put(writer, ep_city_name(scores_of(notes), notes->blocking[i].a));
        ep_put(writer, " and ");
        ep_put(writer, ep_city_name(scores_of(notes), notes->blocking[i].b));
    }
    if (count > MOST_NAMED) {
        ep_putf(writer, "; and %zu more", count - MOST_NAMED);
    }
    ep_put(writer, ".\n");
}

void ep_put_notes(ep_writer *writer, const ep_notes *notes)
{
    put_shortages(writer, notes);
    put_blocking(writer, notes);
}

/* ---- JSON ---- */

static void put_json_cities(ep_json *json, const char *key, const ep_notes *notes, const size_t *cities, size_t count)
{
    ep_json_open(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        ep_json_text(json, NULL, ep_city_id(scores_of(notes), cities[i]));
    }
    ep_json_close(json, ']');
}

static void put_json_shortage(ep_json *json, const ep_notes *notes, const epic_shortage *it)
{
    bool mutual = epic_programme_rules(epic_scores_programme(scores_of(notes)))->form == EPIC_MUTUAL;
    ep_json_open(json, NULL, '{');
    put_json_cities(json, "cities", notes, it->cities, it->city_count);
    if (!mutual) {
        ep_json_text(json, "as", it->hosts ? "hosts" : "guests");
    }
    put_json_cities(json, "partners", notes, it->partners, it->partner_count);
    ep_json_int(json, "alone", (int64_t)it->alone);
    if (has_rounds(notes)) {
        ep_json_int(json, "round", it->round);
    }
    ep_json_text(json, "why", it->why);
    ep_json_close(json, '}');
}

static void put_json_blocking(ep_json *json, const ep_notes *notes, const epic_pair *pair)
{
    const char *a = ep_city_id(scores_of(notes), pair->a), *b = ep_city_id(scores_of(notes), pair->b);
    ep_json_open(json, NULL, '{');
    put_json_cities(json, "cities", notes, (const size_t[]){pair->a, pair->b}, 2);
    ep_json_open(json, "benefit", '{');
    ep_json_double(json, a, pair->benefit_a);
    ep_json_double(json, b, pair->benefit_b);
    ep_json_close(json, '}');
    ep_json_close(json, '}');
}

void ep_put_json_notes(ep_json *json, const ep_notes *notes)
{
    size_t count;
    const epic_shortage *list = epic_shortages_get(notes->shortages, &count);
    ep_json_open(json, "shortages", '[');
    for (size_t i = 0; i < count; i++) {
        put_json_shortage(json, notes, &list[i]);
    }
    ep_json_close(json, ']');
    ep_json_open(json, "blocking", '[');
    for (size_t i = 0; i < notes->blocking_count; i++) {
        put_json_blocking(json, notes, &notes->blocking[i]);
    }
    ep_json_close(json, ']');
}
