/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pairing.h"

#include <stdlib.h>
#include <string.h>

#include "find.h"
#include "former.h"
#include "hint.h"
#include "sized.h"

static void pairing_free(epic_pairing *pairing)
{
    free(pairing->pairs);
    free(pairing->unpaired);
    free(pairing->proof);
    ep_arena_free(pairing->arena);
}

/* The pairing's own copy of what is asked for. */
static int take_order(epic_pairing *pairing, const ep_order *order)
{
    ep_settled *settled = ep_arena_array_of(pairing->arena, order->settled_count, ep_settled);
    if (settled == NULL) {
        return EPIC_ENOMEM;
    }
    if (order->settled_count > 0) {
        memcpy(settled, order->settled, order->settled_count * sizeof *settled);
    }
    pairing->order = *order;
    pairing->order.settled = settled;
    if (order->prefer == EPIC_PREFER_STATED) {
        pairing->order.prefer = epic_programme_rules(epic_scores_programme(pairing->scores))->prefer;
    }
    return EPIC_OK;
}

static int by_cities(const void *left, const void *right)
{
    const epic_pair *p = left, *q = right;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

void ep_pairs_sort(epic_pair *pairs, size_t count)
{
    if (count > 1) {
        qsort(pairs, count, sizeof *pairs, by_cities);
    }
}

int ep_pairing_make(epic_pairing **out, epic_scores *scores, const ep_order *order, const ep_watch *watch, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new();
    epic_pairing *pairing = arena != NULL ? ep_arena_new_of(arena, epic_pairing) : NULL;
    if (pairing == NULL) {
        ep_arena_free(arena);
        return EPIC_ENOMEM;
    }
    ep_ref_init(&pairing->owners);
    pairing->arena = arena;
    pairing->scores = scores;
    int status = take_order(pairing, order);
    status = status == EPIC_OK ? ep_find_pairing(pairing, watch, diags) : status;
    pairing->order.hint = NULL;
    if (status != EPIC_OK) {
        pairing_free(pairing);
        return status;
    }
    epic_scores_ref(scores);
    *out = pairing;
    return EPIC_OK;
}

static bool is_known(const epic_pair_options *options)
{
    return options->engine >= EPIC_ENGINE_ANY && options->engine <= EPIC_ENGINE_GLPK && options->prefer >= EPIC_PREFER_STATED &&
           options->prefer <= EPIC_PREFER_FAIRNESS;
}

int epic_pairing_make(epic_pairing **out, epic_scores *scores, const epic_pair_options *options, epic_diags *diags)
{
    epic_pair_options known = EPIC_PAIR_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (scores == NULL || !ep_sized_take(&known, options) || !is_known(&known)) {
        return EPIC_EARG;
    }
    ep_watch watch = {known.progress, known.user, "pairing"};
    ep_hint hint = {known.candidates, known.best, known.prices};
    if (ep_hint_check(&hint, scores) != EPIC_OK) {
        return EPIC_EARG;
    }
    ep_order order = {.engine = known.engine, .prefer = known.prefer, .threads = known.threads};
    order.hint = hint.candidates != NULL ? &hint : NULL;
    ep_arena *arena = ep_arena_new();
    ep_settled *settled = NULL;
    int status = EPIC_ENOMEM;
    if (arena != NULL && ep_former_pairs(&settled, &order.settled_count, arena, scores, known.former)) {
        order.settled = settled;
        status = ep_pairing_make(out, scores, &order, &watch, diags);
    }
    ep_arena_free(arena);
    return status;
}

epic_pairing *epic_pairing_ref(epic_pairing *pairing)
{
    if (pairing != NULL) {
        ep_ref(&pairing->owners);
    }
    return pairing;
}

void epic_pairing_unref(epic_pairing *pairing)
{
    if (pairing == NULL || !ep_unref(&pairing->owners)) {
        return;
    }
    epic_scores_unref(pairing->scores);
    pairing_free(pairing);
}

epic_scores *epic_pairing_scores(const epic_pairing *pairing)
{
    return pairing == NULL ? NULL : pairing->scores;
}

const epic_pair *epic_pairing_pairs(const epic_pairing *pairing, size_t *count)
{
    *count = pairing == NULL ? 0 : pairing->pair_count;
    return pairing == NULL ? NULL : pairing->pairs;
}

const epic_unpaired *epic_pairing_unpaired(const epic_pairing *pairing, size_t *count)
{
    *count = pairing == NULL ? 0 : pairing->unpaired_count;
    return pairing == NULL ? NULL : pairing->unpaired;
}

double epic_pairing_total(const epic_pairing *pairing)
{
    return pairing == NULL ? 0 : pairing->total;
}

double epic_pairing_bound(const epic_pairing *pairing)
{
    return pairing == NULL ? 0 : pairing->bound;
}

bool epic_pairing_proved(const epic_pairing *pairing)
{
    return pairing != NULL && pairing->proved;
}

const char *epic_pairing_engine(const epic_pairing *pairing)
{
    return pairing == NULL ? NULL : pairing->engine;
}

epic_prefer epic_pairing_prefer(const epic_pairing *pairing)
{
    return pairing == NULL ? EPIC_PREFER_STATED : pairing->order.prefer;
}
