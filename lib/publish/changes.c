/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "changes.h"

#include "paint.h"

static bool has(const epic_pairing *pairing, const epic_pair *pair)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].a == pair->a && pairs[i].b == pair->b && pairs[i].round == pair->round) {
            return true;
        }
    }
    return false;
}

static bool is_alone(const epic_pairing *pairing, size_t city, uint32_t round)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        if (unpaired[i].city == city && unpaired[i].round == round) {
            return true;
        }
    }
    return false;
}

double ep_loss(const epic_pairing *from, const epic_pairing *to)
{
    return epic_pairing_total(from) - epic_pairing_total(to);
}

static bool has_rounds(const epic_scores *scores)
{
    return epic_programme_rules(epic_scores_programme(scores))->rounds > 1;
}

/* ---- text ---- */

static void put_round(ep_writer *writer, const epic_scores *scores, uint32_t round)
{
    if (has_rounds(scores)) {
        ep_putf(writer, " in round %u", (unsigned)round);
    }
}

static void put_pairs(ep_writer *writer, const char *what, const epic_pairing *pairing, const epic_pairing *other)
{
    static const char *const verbs[] = {
        [EPIC_MUTUAL] = " and ", [EPIC_VISITS] = " visits ", [EPIC_MENTORING] = " is mentored by "};
    const epic_scores *scores = epic_pairing_scores(pairing);
    const epic_pairing_rules *rules = epic_programme_rules(epic_scores_programme(scores));
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (has(other, &pairs[i])) {
            continue;
        }
        ep_put(writer, any ? "; " : what);
        ep_put(writer, ep_city_name(scores, pairs[i].a));
        ep_put(writer, verbs[rules->form]);
        ep_put(writer, ep_city_name(scores, pairs[i].b));
        put_round(writer, scores, pairs[i].round);
        any = true;
    }
    ep_put(writer, any ? "\n" : "");
}

static void put_alone(ep_writer *writer, const epic_pairing *from, const epic_pairing *to)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(to, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_alone(from, unpaired[i].city, unpaired[i].round)) {
            ep_put(writer, any ? ", " : "   left alone: ");
            ep_put(writer, ep_city_name(epic_pairing_scores(to), unpaired[i].city));
            put_round(writer, epic_pairing_scores(to), unpaired[i].round);
            any = true;
        }
    }
    ep_put(writer, any ? "\n" : "");
}

void ep_put_changes(ep_writer *writer, const epic_pairing *from, const epic_pairing *to)
{
    put_pairs(writer, "   no longer: ", from, to);
    put_pairs(writer, "   instead: ", to, from);
    put_alone(writer, from, to);
}

/* ---- JSON ---- */

/* Of several rounds its number comes last. */
static void put_json_round(ep_json *json, const epic_scores *scores, uint32_t round)
{
    if (has_rounds(scores)) {
        ep_json_int(json, NULL, round);
    }
}

static void put_json_ids(ep_json *json, const epic_scores *scores, const epic_pair *pair)
{
    ep_json_open(json, NULL, '[');
    ep_json_text(json, NULL, ep_city_id(scores, pair->a));
    ep_json_text(json, NULL, ep_city_id(scores, pair->b));
    put_json_round(json, scores, pair->round);
    ep_json_close(json, ']');
}

static void put_json_alone(ep_json *json, const epic_scores *scores, const epic_unpaired *it)
{
    if (has_rounds(scores)) {
        ep_json_open(json, NULL, '[');
    }
    ep_json_text(json, NULL, ep_city_id(scores, it->city));
    put_json_round(json, scores, it->round);
    if (has_rounds(scores)) {
        ep_json_close(json, ']');
    }
}

static void put_json_pairs(ep_json *json, const char *key, const epic_pairing *pairing, const epic_pairing *other)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    ep_json_open(json, key, '[');
    for (size_t i = 0; i < count; i++) {
        if (!has(other, &pairs[i])) {
            put_json_ids(json, epic_pairing_scores(pairing), &pairs[i]);
        }
    }
    ep_json_close(json, ']');
}

void ep_put_json_changes(ep_json *json, const epic_pairing *from, const epic_pairing *to)
{
    size_t count;
    const epic_unpaired *unpaired = epic_pairing_unpaired(to, &count);
    put_json_pairs(json, "goes", from, to);
    put_json_pairs(json, "comes", to, from);
    ep_json_open(json, "alone", '[');
    for (size_t i = 0; i < count; i++) {
        if (!is_alone(from, unpaired[i].city, unpaired[i].round)) {
            put_json_alone(json, epic_pairing_scores(to), &unpaired[i]);
        }
    }
    ep_json_close(json, ']');
}
