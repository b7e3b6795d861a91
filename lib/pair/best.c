/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best pairings one after the other (Murty 1968, Lawler 1972). All pairings but the one that was found last lack one of its
 * pairs. So they are parted by the first that they lack: they have those before it, and not it. The best of each part waits
 * until no other can be better; it is found only when it would be next, and until then counts as much as the best pairing that
 * lacks the pair. */
#include <stdlib.h>

#include "diags.h"
#include "grow.h"
#include "losses.h"
#include "sized.h"

/* A part of all pairings. */
typedef struct part {
    epic_pairing *from; /* NULL: the part is all of them */
    size_t lacks;       /* which of its pairs */
    epic_pairing *best; /* or NULL: not found yet */
    ep_standing standing; /* no pairing of the part is better */
} part;

typedef struct ranking {
    epic_pairing **out;
    size_t count, wanted;
    epic_scores *scores;
    epic_pair_options known;
    part *part;
    size_t parts, room;
} ranking;

static bool same(const epic_pairing *one, const epic_pairing *other)
{
    bool same = one->pair_count == other->pair_count;
    for (size_t i = 0; i < one->pair_count && same; i++) {
        same = one->pairs[i].a == other->pairs[i].a && one->pairs[i].b == other->pairs[i].b;
    }
    return same;
}

static bool tell(void *user, const char *stage, double done)
{
    const ranking *r = user;
    double all = ((double)r->count + done) / (double)(r->wanted + 1);
    return r->known.progress == NULL || r->known.progress(r->known.user, stage, all);
}

static bool is_free(const epic_pairing *pairing, size_t i)
{
    ep_fate fate = ep_alternative_fate(pairing, pairing->pairs[i].a, pairing->pairs[i].b);
    return fate != EP_FATE_PINNED && fate != EP_FATE_IN;
}

/* Two pairs of a triad alone are none: only pairs of two are asked for, and parts that lack a pair of the triad overlap. */
static size_t settle(const part *it, ep_settled *settled)
{
    const epic_pair *pairs = it->from->pairs, *lacks = &pairs[it->lacks];
    size_t count = 0;
    for (size_t i = 0; i < it->from->pair_count; i++) {
        bool before = lacks->triad || i < it->lacks;
        if (before && i != it->lacks && !pairs[i].triad && is_free(it->from, i)) {
            settled[count++] = (ep_settled){pairs[i].a, pairs[i].b, EP_FATE_IN};
        }
    }
    settled[count++] = (ep_settled){lacks->a, lacks->b, EP_FATE_OUT};
    return count;
}

static int make(ranking *r, part *it)
{
    ep_watch watch = {tell, r, "pairing"};
    ep_settled *settled = malloc((it->from->pair_count + 1) * sizeof *settled);
    int status = EPIC_ENOMEM;
    if (settled != NULL) {
        size_t count = settle(it, settled);
        status = ep_alternative_make(&it->best, it->from, settled, count, r->known.threads, &watch, NULL);
    }
    free(settled);
    return status;
}

/* The standing of a pairing, and, when they are to be had at once, what bounds each of its parts. */
static int look(ranking *r, const epic_pairing *pairing, ep_standing *standing, ep_refusal *refusal)
{
    ep_watch watch = {tell, r, "pairing"};
    ep_arena *arena = ep_arena_new();
    ep_problem problem;
    int status = EPIC_ENOMEM;
    if (arena != NULL) {
        status = ep_problem_make(&problem, arena, pairing->scores, &pairing->order, &(ep_made){NULL, 0});
    }
    if (status == EPIC_OK && !ep_standing_of(standing, &problem, pairing->pairs, pairing->pair_count)) {
        status = EPIC_ENOMEM;
    }
    for (size_t i = 0; i < pairing->pair_count && status == EPIC_OK && refusal != NULL; i++) {
        refusal[i].standing = *standing;
    }
    if (status == EPIC_OK && refusal != NULL && ep_losses_can(pairing, &problem)) {
        status = ep_losses_find(refusal, pairing, &problem, &watch);
    }
    ep_arena_free(arena);
    return status;
}

static int add_part(ranking *r, const part *it)
{
    if (!ep_grow((void **)&r->part, &r->room, r->parts + 1, sizeof *r->part)) {
        return EPIC_ENOMEM;
    }
    r->part[r->parts++] = *it;
    epic_pairing_ref(it->from);
    return EPIC_OK;
}

/* All pairings of a part but the best. */
static int divide(ranking *r, epic_pairing *best)
{
    ep_standing standing;
    ep_refusal *refusal = calloc(best->pair_count + 1, sizeof *refusal);
    int status = refusal != NULL ? look(r, best, &standing, refusal) : EPIC_ENOMEM;
    for (size_t i = 0; i < best->pair_count && status == EPIC_OK; i++) {
        if (is_free(best, i)) {
            status = add_part(r, &(part){best, i, NULL, refusal[i].standing});
        }
    }
    free(refusal);
    return status;
}

static size_t find_next(const ranking *r)
{
    size_t next = 0;
    for (size_t i = 1; i < r->parts; i++) {
        int order = ep_standing_order(&r->part[i].standing, &r->part[next].standing);
        next = order < 0 ? i : next;
    }
    return next;
}

static void drop(ranking *r, size_t i)
{
    epic_pairing_unref(r->part[i].from);
    epic_pairing_unref(r->part[i].best);
    r->part[i] = r->part[--r->parts];
}

/* Finds the best of a part; one without pairings is dropped. */
static int open_part(ranking *r, size_t i)
{
    int status = make(r, &r->part[i]);
    if (status == EPIC_OK) {
        return look(r, r->part[i].best, &r->part[i].standing, NULL);
    }
    if (status == EPIC_EINFEASIBLE) {
        drop(r, i);
        return EPIC_OK;
    }
    return status;
}

static bool is_new(const ranking *r, const epic_pairing *pairing)
{
    bool new = true;
    for (size_t i = 0; i < r->count && new; i++) {
        new = !same(r->out[i], pairing);
    }
    return new;
}

static int take(ranking *r, size_t i)
{
    epic_pairing *best = epic_pairing_ref(r->part[i].best);
    drop(r, i);
    bool new = is_new(r, best);
    if (new) {
        r->out[r->count++] = best;
    }
    int status = r->count < r->wanted ? divide(r, best) : EPIC_OK;
    if (!new) {
        epic_pairing_unref(best);
    }
    return status;
}

static int rank(ranking *r)
{
    int status = EPIC_OK;
    while (r->count < r->wanted && r->parts > 0 && status == EPIC_OK) {
        size_t next = find_next(r);
        status = r->part[next].best != NULL ? take(r, next) : open_part(r, next);
    }
    return status;
}

/* A pair more can then make a pairing worse, and what has all pairs of the best and some more is in no part. */
static bool can_be_too_many(const epic_pairing *pairing)
{
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    bool mutual = epic_programme_rules(programme)->form == EPIC_MUTUAL, several = false;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        const epic_city *city = epic_programme_city(programme, i);
        several = several || (mutual ? city->host.max > 1 && city->guest.max > 1 : city->host.max > 1 || city->guest.max > 1);
    }
    return several && pairing->order.prefer == EPIC_PREFER_FAIRNESS;
}

static int refuse(const ranking *r, const char *what, epic_diags *diags)
{
    const epic_programme *programme = epic_scores_programme(r->scores);
    ep_diag(diags, "E427", epic_programme_get(programme)->file, epic_programme_rules(programme)->place, NULL,
            "only the best pairing can be found %s", what);
    return EPIC_EINPUT;
}

static int begin(ranking *r, epic_diags *diags)
{
    if (epic_programme_rules(epic_scores_programme(r->scores))->rounds > 1) {
        return refuse(r, "of several rounds", diags);
    }
    part all = {NULL, 0, NULL, {0}};
    int status = epic_pairing_make(&all.best, r->scores, &r->known, diags);
    if (status == EPIC_OK && can_be_too_many(all.best)) {
        status = refuse(r, "by fairness where cities can have several partners", diags);
    }
    status = status == EPIC_OK ? add_part(r, &all) : status;
    if (status != EPIC_OK) {
        epic_pairing_unref(all.best);
    }
    return status;
}

int epic_pairings_best(epic_pairing **out, size_t k, size_t *count, epic_scores *scores, const epic_pair_options *options,
                       epic_diags *diags)
{
    ranking r = {.out = out, .wanted = k, .scores = scores, .known = EPIC_PAIR_OPTIONS_INIT};
    for (size_t i = 0; i < k && out != NULL; i++) {
        out[i] = NULL;
    }
    if (count == NULL) {
        return EPIC_EARG;
    }
    *count = 0;
    if (out == NULL || k == 0 || scores == NULL || !ep_sized_take(&r.known, options)) {
        return EPIC_EARG;
    }
    int status = begin(&r, diags);
    status = status == EPIC_OK ? rank(&r) : status;
    while (r.parts > 0) {
        drop(&r, r.parts - 1);
    }
    free(r.part);
    for (size_t i = 0; i < r.count && status != EPIC_OK; i++) {
        epic_pairing_unref(out[i]);
        out[i] = NULL;
    }
    *count = status == EPIC_OK ? r.count : 0;
    return status;
}
