/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scores: doc/model.md in code. Every sum runs over the domains in the byte order of their ids and every product from left to
 * right, so that neither the file's order nor the machine shows in the last bits. */
#include <epic/score.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "diags.h"
#include "refcount.h"
#include "scores.h"
#include "targets.h"

static int by_id(const void *a, const void *b)
{
    return strcmp(((const ep_column *)a)->id, ((const ep_column *)b)->id);
}

static void fill_columns(epic_scores *scores)
{
    for (size_t k = 0; k < scores->domains; k++) {
        const epic_domain *domain = epic_programme_domain(scores->programme, k);
        scores->columns[k] = (ep_column){domain->id, k, domain->weight};
    }
    qsort(scores->columns, scores->domains, sizeof(ep_column), by_id);
    for (size_t k = 0; k < scores->domains; k++) {
        scores->weights += scores->columns[k].weight;
    }
}

/* pop^(1/ln 4), rounded to 40 significant bits: the last bits of pow() differ between machines. */
static double size_of(double population)
{
    if (!(population > 0)) {
        return 0;
    }
    int exponent;
    double fraction = frexp(pow(population, 1 / log(4)), &exponent);
    return ldexp(floor(ldexp(fraction, 40) + 0.5), exponent - 40);
}

static ep_cell cell_of(const epic_profile *profile)
{
    if (profile == NULL) {
        return (ep_cell){.competence = 1};
    }
    return (ep_cell){
        .need = profile->competence > 0 ? profile->priority * profile->need : 0,
        .offer = profile->offers ? profile->strength : 0,
        .strength = profile->strength,
        .competence = profile->competence,
        .known = true,
    };
}

static void fill_city(epic_scores *scores, size_t city)
{
    ep_cell *row = scores->cells + city * scores->domains;
    double sum = 0;
    for (size_t k = 0; k < scores->domains; k++) {
        row[k] = cell_of(epic_programme_profile(scores->programme, city, scores->columns[k].domain));
        sum += scores->columns[k].weight * row[k].need;
        size_t at = k * scores->cities + city;
        scores->need[at] = row[k].need;
        scores->offer[at] = row[k].offer;
        scores->strength[at] = row[k].strength;
        scores->competence[at] = row[k].competence;
    }
    scores->weighted_need[city] = sum;
    scores->size[city] = size_of(epic_programme_city(scores->programme, city)->population);
}

static void note_city(const epic_scores *scores, size_t city, epic_diags *diags)
{
    const char *file = epic_programme_get(scores->programme)->file;
    const epic_city *who = epic_programme_city(scores->programme, city);
    for (size_t d = 0; d < scores->domains; d++) {
        const epic_profile *profile = epic_programme_profile(scores->programme, city, d);
        if (profile != NULL && profile->competence <= 0 && profile->priority * profile->need > 0) {
            ep_diag(diags, "N402", file, profile->place, NULL, "%s has no competence in %s, so its need there is left out",
                    who->id, epic_programme_domain(scores->programme, d)->id);
        }
    }
    if (!epic_scores_has_need(scores, city)) {
        ep_diag(diags, "N401", file, who->place, NULL, "%s declares no need, so it has nothing to learn from any city", who->id);
    }
}

static int fill(epic_scores *scores, epic_diags *diags)
{
    scores->columns = ep_arena_array_of(scores->arena, scores->domains, ep_column);
    scores->cells = ep_arena_array_of(scores->arena, scores->cities * scores->domains, ep_cell);
    scores->weighted_need = ep_arena_array_of(scores->arena, scores->cities, double);
    scores->size = ep_arena_array_of(scores->arena, scores->cities, double);
    bool lists = scores->columns != NULL && scores->cells != NULL && scores->weighted_need != NULL && scores->size != NULL;
    double **by_domain[] = {&scores->need, &scores->offer, &scores->strength, &scores->competence};
    for (size_t i = 0; i < sizeof by_domain / sizeof *by_domain; i++) {
        *by_domain[i] = ep_arena_array_of(scores->arena, scores->cities * scores->domains, double);
        lists = lists && *by_domain[i] != NULL;
    }
    if (!lists) {
        return EPIC_ENOMEM;
    }
    fill_columns(scores);
    for (size_t city = 0; city < scores->cities; city++) {
        fill_city(scores, city);
        note_city(scores, city, diags);
    }
    return EPIC_OK;
}

int epic_scores_make(epic_scores **out, epic_programme *programme, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (programme == NULL) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    epic_scores *scores = arena != NULL ? ep_arena_new_of(arena, epic_scores) : NULL;
    if (scores == NULL) {
        ep_arena_free(arena);
        return EPIC_ENOMEM;
    }
    ep_ref_init(&scores->owners);
    scores->arena = arena;
    scores->programme = epic_programme_ref(programme);
    scores->rules = epic_programme_rules(programme);
    scores->cities = epic_programme_cities(programme);
    scores->domains = epic_programme_domains(programme);
    int status = fill(scores, diags);
    if (status) {
        epic_scores_unref(scores);
    } else {
        *out = scores;
    }
    return status;
}

epic_scores *epic_scores_ref(epic_scores *scores)
{
    if (scores != NULL) {
        ep_ref(&scores->owners);
    }
    return scores;
}

void epic_scores_unref(epic_scores *scores)
{
    if (scores == NULL || !ep_unref(&scores->owners)) {
        return;
    }
    epic_programme_unref(scores->programme);
    ep_arena_free(scores->arena);
}

epic_programme *epic_scores_programme(const epic_scores *scores)
{
    return scores != NULL ? scores->programme : NULL;
}

static double clip(double steps)
{
    return steps <= 0 ? 0 : steps >= 1 ? 1 : steps;
}

/* g: full when the host is a step ahead, none when it is not ahead. */
static double step_credit(const epic_scores *scores, const ep_cell *guest, const ep_cell *host)
{
    if (!guest->known || !host->known) {
        return 0;
    }
    return clip((host->strength - guest->strength) / scores->rules->step);
}

/* The first factor of T: what remains for cities of unlike size. */
static double size_factor(const epic_scores *scores, size_t guest, size_t host)
{
    double p = scores->size[guest], q = scores->size[host];
    if (!(p > 0) || !(q > 0)) {
        return 1;
    }
    return 1 - scores->rules->transfer_size * (1 - (p < q ? p / q : q / p));
}

static double competence_factor(const epic_scores *scores, const ep_cell *guest, const ep_cell *host)
{
    return 1 - scores->rules->transfer_competence * fabs(guest->competence - host->competence);
}

/* What a term adds before the division by the weighted need. */
static double product(const epic_term *term)
{
    return term->weight * term->need * term->offer * term->step * term->transfer;
}

static epic_term term_of(const epic_scores *scores, size_t guest, size_t host, size_t k, double by_size)
{
    const ep_cell *learns = scores->cells + guest * scores->domains + k, *teaches = scores->cells + host * scores->domains + k;
    return (epic_term){
        .domain = scores->columns[k].domain,
        .weight = scores->columns[k].weight,
        .need = learns->need,
        .offer = teaches->offer,
        .step = step_credit(scores, learns, teaches),
        .transfer = by_size * competence_factor(scores, learns, teaches),
    };
}

bool epic_scores_has_need(const epic_scores *scores, size_t city)
{
    return scores != NULL && city < scores->cities && scores->weighted_need[city] > 0;
}

/* What two cities learn from each other, made in one pass. */
typedef struct benefits {
    double first, second;
} benefits;

/* Some domains at a time: a step up for the one is a step down for the other. */
enum { AT_ONCE = 8 };
typedef struct steps {
    double up[AT_ONCE], down[AT_ONCE];
} steps;

/* A loop of its own, which a compiler does without branches, that would be guessed wrong half the time. */
static void find_steps(const epic_scores *scores, const ep_cell *one, const ep_cell *other, size_t count, steps *out)
{
    double step = scores->rules->step;
    for (size_t k = 0; k < count; k++) {
        double ahead = (other[k].strength - one[k].strength) / step;
        out->up[k] = clip(ahead);
        out->down[k] = clip(-ahead);
    }
}

/* The operations are those of product(), in their order; what a city has no profile for it neither needs nor offers. The second
 * is left out where only the first is asked for. */
EP_INLINE benefits find_benefits(const epic_scores *scores, size_t a, size_t b, bool both)
{
    const ep_cell *one = scores->cells + a * scores->domains, *other = scores->cells + b * scores->domains;
    double by_size = size_factor(scores, a, b);
    steps between;
    benefits sum = {0, 0};
    for (size_t k = 0; k < scores->domains; k++, one++, other++) {
        if (k % AT_ONCE == 0) {
            find_steps(scores, one, other, scores->domains - k < AT_ONCE ? scores->domains - k : AT_ONCE, &between);
        }
        double weight = scores->columns[k].weight, transfer = by_size * competence_factor(scores, one, other);
        sum.first += weight * one->need * other->offer * between.up[k % AT_ONCE] * transfer;
        sum.second += both ? weight * other->need * one->offer * between.down[k % AT_ONCE] * transfer : 0;
    }
    sum.first = epic_scores_has_need(scores, a) ? sum.first / scores->weighted_need[a] : 0;
    sum.second = both && epic_scores_has_need(scores, b) ? sum.second / scores->weighted_need[b] : 0;
    return sum;
}

double epic_scores_benefit(const epic_scores *scores, size_t guest, size_t host)
{
    bool known = scores != NULL && guest < scores->cities && host < scores->cities;
    return known ? find_benefits(scores, guest, host, false).first : NAN;
}

size_t epic_scores_explain(const epic_scores *scores, size_t guest, size_t host, epic_term *terms, size_t room)
{
    if (scores == NULL || guest >= scores->cities || host >= scores->cities) {
        return 0;
    }
    double by_size = size_factor(scores, guest, host);
    for (size_t k = 0; k < scores->domains; k++) {
        epic_term term = term_of(scores, guest, host, k, by_size);
        if (epic_scores_has_need(scores, guest)) {
            term.share = product(&term) / scores->weighted_need[guest];
        }
        if (term.domain < room) {
            terms[term.domain] = term;
        }
    }
    return scores->domains;
}

/* The share of all work, by weight, in which both have a need. */
static double common_challenge(const epic_scores *scores, size_t a, size_t b)
{
    if (a == b || !(scores->weights > 0)) {
        return 0;
    }
    const ep_cell *left = scores->cells + a * scores->domains, *right = scores->cells + b * scores->domains;
    double sum = 0;
    for (size_t k = 0; k < scores->domains; k++) {
        sum += scores->columns[k].weight * fmin(left[k].need, right[k].need);
    }
    return sum / scores->weights;
}

/* Symmetric to the last bit: every operation on the two benefits commutes. */
static double fuse(epic_value value, double x, double y)
{
    switch (value) {
    case EPIC_MEAN:
        return (x + y) / 2;
    case EPIC_MIN:
        return fmin(x, y);
    case EPIC_HARMONIC:
        return x > 0 && y > 0 ? 2 * (x * y) / (x + y) : 0;
    default:
        return sqrt(x * y);
    }
}

double epic_scores_value(const epic_scores *scores, size_t a, size_t b)
{
    if (scores == NULL || a >= scores->cities || b >= scores->cities) {
        return NAN;
    }
    if (scores->rules->form != EPIC_MUTUAL) {
        return epic_scores_benefit(scores, a, b);
    }
    if (scores->rules->value == EPIC_COMMON_CHALLENGE) {
        return common_challenge(scores, a, b);
    }
    benefits both = find_benefits(scores, a, b, true);
    return fuse(scores->rules->value, both.first, both.second);
}
