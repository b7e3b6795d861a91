/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "alternative.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "sized.h"

/* ---- which is better ---- */

static int order_of(int64_t one, int64_t other)
{
    return one > other ? -1 : one < other;
}

int ep_standing_order(const ep_standing *one, const ep_standing *other)
{
    if (one->covered != other->covered) {
        return one->covered > other->covered ? -1 : 1;
    }
    int order = order_of(one->least, other->least);
    order = order != 0 ? order : order_of(one->units, other->units);
    return order != 0 ? order : order_of(one->ties, other->ties);
}

bool ep_standing_of(ep_standing *out, const ep_problem *problem, const epic_pair *pairs, size_t count)
{
    epic_prefer prefer = problem->order->prefer;
    bool *met = calloc(problem->match.node_count + 1, sizeof *met);
    *out = (ep_standing){.least = INT64_MAX};
    for (size_t i = 0; i < count && met != NULL; i++) {
        size_t guest = ep_node(problem, pairs[i].a, false), host = ep_node(problem, pairs[i].b, true);
        int64_t units = ep_units(pairs[i].value);
        out->covered += prefer != EPIC_PREFER_VALUE ? (size_t)!met[guest] + !met[host] : 0;
        met[guest] = met[host] = true;
        out->least = !pairs[i].pinned && units < out->least ? units : out->least;
        out->units += units;
        out->ties += ep_problem_tie(problem, pairs[i].a, pairs[i].b);
    }
    out->least = prefer == EPIC_PREFER_FAIRNESS ? out->least : 0;
    free(met);
    return met != NULL;
}

/* ---- another pairing ---- */

int ep_alternative_make(epic_pairing **out, const epic_pairing *from, const ep_settled *more, size_t count, uint32_t threads,
                        const ep_watch *watch, epic_diags *diags)
{
    ep_order order = from->order;
    ep_settled *settled = malloc((order.settled_count + count + 1) * sizeof *settled);
    if (settled == NULL) {
        return EPIC_ENOMEM;
    }
    if (order.settled_count > 0) {
        memcpy(settled, order.settled, order.settled_count * sizeof *settled);
    }
    if (count > 0) {
        memcpy(settled + order.settled_count, more, count * sizeof *settled);
    }
    order.settled = settled;
    order.settled_count += count;
    order.threads = threads;
    int status = ep_pairing_make(out, from->scores, &order, watch, diags);
    free(settled);
    return status;
}

bool ep_stretch_tell(void *user, const char *stage, double done)
{
    const ep_stretch *part = user;
    const ep_watch *watch = part->watch;
    return watch->progress == NULL || watch->progress(watch->user, stage, part->from + part->length * done);
}

bool ep_alternative_options(epic_pair_options *known, const epic_pairing *from, const epic_pair_options *options)
{
    *known = (epic_pair_options)EPIC_PAIR_OPTIONS_INIT;
    known->threads = from->order.threads;
    return ep_sized_take(known, options) && known->engine == EPIC_ENGINE_ANY && known->prefer == EPIC_PREFER_STATED;
}

ep_fate ep_alternative_fate(const epic_pairing *pairing, size_t a, size_t b)
{
    if (ep_is_pin(epic_programme_rules(epic_scores_programme(pairing->scores)), a, b)) {
        return EP_FATE_PINNED;
    }
    for (size_t i = 0; i < pairing->order.settled_count; i++) {
        const ep_settled *it = &pairing->order.settled[i];
        if (it->a == a && it->b == b) {
            return it->fate;
        }
    }
    return EP_FATE_OPEN;
}

/* ---- one pair ---- */

/* Whether a pair takes a place of a city in a part; mutual cities have one part. */
static size_t takes(bool mutual, size_t a, size_t b, size_t city, bool host)
{
    return (a == city && (mutual || !host)) || (b == city && (mutual || host)) ? 1 : 0;
}

/* Whether pins and what is asked for leave a city a place in a part. */
static bool has_place(const epic_pairing *pairing, size_t city, bool host)
{
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    const epic_city *it = epic_programme_city(programme, city);
    bool mutual = rules->form == EPIC_MUTUAL;
    uint32_t max = host ? it->host.max : it->guest.max, other = host ? it->guest.max : it->host.max;
    size_t used = 0;
    for (size_t i = 0; i < rules->pin_count; i++) {
        used += takes(mutual, rules->pins[i].a, rules->pins[i].b, city, host);
    }
    for (size_t i = 0; i < pairing->order.settled_count; i++) {
        const ep_settled *pair = &pairing->order.settled[i];
        used += pair->fate == EP_FATE_IN ? takes(mutual, pair->a, pair->b, city, host) : 0;
    }
    return used < max && (!mutual || used < other);
}

/* Why a pair cannot be asked for, in words; NULL: it can. */
static const char *forbids(const epic_pairing *pairing, const ep_settled *pair)
{
    epic_rule rule = epic_pair_rule(pairing->scores, pair->a, pair->b);
    if (rule != EPIC_ALLOWED) {
        return epic_rule_words(rule);
    }
    if (ep_alternative_fate(pairing, pair->a, pair->b) == EP_FATE_OUT) {
        return "the pair was left out";
    }
    bool room = has_place(pairing, pair->a, false) && has_place(pairing, pair->b, true);
    return room ? NULL : "pins leave one of them no room";
}

static const char *id_of(const epic_pairing *pairing, size_t city)
{
    return epic_programme_city(epic_scores_programme(pairing->scores), city)->id;
}

/* Whether the pair can be settled so; EPIC_EINPUT when it is said that it cannot. */
static int look_at(const epic_pairing *pairing, const ep_settled *pair, ep_fate fate, epic_diags *diags)
{
    const char *a = id_of(pairing, pair->a), *b = id_of(pairing, pair->b);
    if (fate == EP_FATE_OUT) {
        if (pair->fate == EP_FATE_PINNED || pair->fate == EP_FATE_IN) {
            ep_diag_plain(diags, "E426", "'%s' and '%s' cannot be left out: the pair is %s", a, b,
                          pair->fate == EP_FATE_IN ? "asked for" : "a pin");
            return EPIC_EINPUT;
        }
        return EPIC_OK;
    }
    const char *why = pair->fate == EP_FATE_PINNED || pair->fate == EP_FATE_IN ? NULL : forbids(pairing, pair);
    if (why != NULL) {
        ep_diag_plain(diags, "E425", "'%s' and '%s' cannot be a pair: %s", a, b, why);
    }
    return why != NULL ? EPIC_EINPUT : EPIC_OK;
}

static int settle(epic_pairing **out, const epic_pairing *from, size_t a, size_t b, ep_fate fate,
                  const epic_pair_options *options, epic_diags *diags)
{
    epic_pair_options known;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (from == NULL || a == b || !ep_alternative_options(&known, from, options)) {
        return EPIC_EARG;
    }
    const epic_programme *programme = epic_scores_programme(from->scores);
    size_t cities = epic_programme_cities(programme);
    if (a >= cities || b >= cities) {
        return EPIC_EARG;
    }
    bool turn = epic_programme_rules(programme)->form == EPIC_MUTUAL && a > b;
    ep_settled pair = {turn ? b : a, turn ? a : b, EP_FATE_OPEN};
    pair.fate = ep_alternative_fate(from, pair.a, pair.b);
    int status = look_at(from, &pair, fate, diags);
    bool open = pair.fate == EP_FATE_OPEN;
    pair.fate = fate;
    ep_watch watch = {known.progress, known.user, "pairing"};
    return status == EPIC_OK ? ep_alternative_make(out, from, &pair, open, known.threads, &watch, diags) : status;
}

int epic_pairing_with(epic_pairing **out, const epic_pairing *pairing, size_t a, size_t b, const epic_pair_options *options,
                      epic_diags *diags)
{
    return settle(out, pairing, a, b, EP_FATE_IN, options, diags);
}

int epic_pairing_without(epic_pairing **out, const epic_pairing *pairing, size_t a, size_t b, const epic_pair_options *options,
                         epic_diags *diags)
{
    return settle(out, pairing, a, b, EP_FATE_OUT, options, diags);
}
