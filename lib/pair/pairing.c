/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pairing.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "clash.h"
#include "diags.h"
#include "problem.h"
#include "scan.h"
#include "sized.h"
#include "why.h"

static epic_pair make_pair(const ep_problem *problem, size_t a, size_t b)
{
    const epic_scores *scores = problem->scores;
    return (epic_pair){.a = a,
                       .b = b,
                       .value = epic_scores_value(scores, a, b),
                       .benefit_a = epic_scores_benefit(scores, a, b),
                       .benefit_b = epic_scores_benefit(scores, b, a),
                       .pinned = ep_is_pin(problem->rules, a, b)};
}

static int by_cities(const void *left, const void *right)
{
    const epic_pair *p = left, *q = right;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

/* The sums run over the pairs in their order. The bound is that of whole units, unless their rounding puts it below the total. */
static void add_up(epic_pairing *pairing)
{
    int64_t units = 0;
    for (size_t i = 0; i < pairing->pair_count; i++) {
        pairing->total += pairing->pairs[i].value;
        units += ep_units(pairing->pairs[i].value);
    }
    pairing->bound = fmax((double)units / EP_UNITS, pairing->total);
}

static int fill_pairs(epic_pairing *pairing, const ep_problem *problem, const ep_match *match)
{
    const epic_pairing_rules *rules = problem->rules;
    size_t count = rules->pin_count;
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        count += match->chosen[i];
    }
    pairing->pairs = ep_arena_array_of(pairing->arena, count, epic_pair);
    if (pairing->pairs == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < rules->pin_count; i++) {
        bool turn = problem->mutual && rules->pins[i].a > rules->pins[i].b;
        size_t a = turn ? rules->pins[i].b : rules->pins[i].a, b = turn ? rules->pins[i].a : rules->pins[i].b;
        pairing->pairs[pairing->pair_count++] = make_pair(problem, a, b);
    }
    for (size_t i = 0; i < problem->match.edge_count; i++) {
        const ep_edge *edge = &problem->match.edge[i];
        if (match->chosen[i]) {
            pairing->pairs[pairing->pair_count++] = make_pair(problem, ep_edge_a(edge), ep_edge_b(problem, edge));
        }
    }
    if (count > 1) {
        qsort(pairing->pairs, count, sizeof *pairing->pairs, by_cities);
    }
    add_up(pairing);
    return EPIC_OK;
}

static void *copy(ep_arena *arena, const void *items, size_t count, size_t size)
{
    void *to = ep_arena_array(arena, count, size);
    if (to != NULL && count > 0) {
        memcpy(to, items, count * size);
    }
    return to;
}

static int keep_proof(epic_pairing *pairing, const ep_problem *problem, const ep_match *match)
{
    ep_proof *proof = &pairing->proof;
    proof->node_count = match->node_count;
    proof->price = copy(pairing->arena, match->price, match->node_count, sizeof *match->price);
    proof->group = copy(pairing->arena, match->group, problem->match.node_count, sizeof *match->group);
    proof->set = copy(pairing->arena, match->set, match->set_count, sizeof *match->set);
    proof->set_count = match->set_count;
    proof->scale = match->scale;
    if (proof->price == NULL || proof->group == NULL || proof->set == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < proof->set_count; i++) {
        proof->set[i].node = copy(pairing->arena, match->set[i].node, match->set[i].count, sizeof *match->set[i].node);
        if (proof->set[i].node == NULL) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}

static bool is_paired(const epic_pairing *pairing, size_t city)
{
    for (size_t i = 0; i < pairing->pair_count; i++) {
        if (pairing->pairs[i].a == city || pairing->pairs[i].b == city) {
            return true;
        }
    }
    return false;
}

static int fill_unpaired(epic_pairing *pairing, const ep_problem *problem)
{
    pairing->unpaired = ep_arena_array_of(pairing->arena, problem->cities, epic_unpaired);
    if (pairing->unpaired == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < problem->cities; i++) {
        if (is_paired(pairing, i)) {
            continue;
        }
        const char *why = ep_why_unpaired(pairing->arena, problem, pairing, i);
        if (why == NULL) {
            return EPIC_ENOMEM;
        }
        pairing->unpaired[pairing->unpaired_count++] = (epic_unpaired){i, why};
    }
    return EPIC_OK;
}

static void report(const epic_pairing *pairing, const ep_problem *problem, epic_diags *diags)
{
    const char *file = epic_programme_get(problem->programme)->file;
    for (size_t i = 0; i < problem->rules->pin_count && !problem->rules->allow_zero; i++) {
        const epic_city_pair *pin = &problem->rules->pins[i];
        if (ep_units(epic_scores_value(problem->scores, pin->a, pin->b)) == 0) {
            ep_diag(diags, "N411", file, pin->place, NULL, "the pin of '%s' and '%s' stands, though their value is 0",
                    epic_programme_city(problem->programme, pin->a)->id, epic_programme_city(problem->programme, pin->b)->id);
        }
    }
    for (size_t i = 0; i < pairing->unpaired_count; i++) {
        const epic_city *city = epic_programme_city(problem->programme, pairing->unpaired[i].city);
        ep_diag(diags, "W412", file, city->place, NULL, "'%s' has no partner: %s", city->id, pairing->unpaired[i].why);
    }
}

/* The native engine does what it can, unless GLPK is asked for. */
static int find_match(epic_pairing *pairing, ep_match *match, ep_arena *scratch, ep_problem *problem, bool referee,
                      const ep_watch *watch)
{
    pairing->engine = "native";
    if (!referee && ep_scan_can(problem)) {
        return ep_scan_match(match, scratch, problem, watch);
    }
    int status = ep_problem_list(problem, scratch, watch);
    if (status != EPIC_OK) {
        return status;
    }
    pairing->engine = "glpk";
    return ep_match_glpk(match, scratch, &problem->match, watch);
}

static int solve(epic_pairing *pairing, ep_arena *scratch, bool referee, const ep_watch *watch, epic_diags *diags)
{
    ep_problem problem;
    ep_match match = {0};
    int status = ep_problem_make(&problem, scratch, pairing->scores);
    if (status == EPIC_OK) {
        status = find_match(pairing, &match, scratch, &problem, referee, watch);
    }
    if (status == EPIC_EINFEASIBLE) {
        return ep_report_clash(&problem, watch, diags);
    }
    if (status == EPIC_ESOLVER) {
        ep_diag_plain(diags, "E911", "the solver failed: %s", match.said[0] != '\0' ? match.said : "no proof was found");
    }
    if (status == EPIC_OK) {
        status = fill_pairs(pairing, &problem, &match);
    }
    if (status == EPIC_OK) {
        status = keep_proof(pairing, &problem, &match);
    }
    if (status == EPIC_OK) {
        status = fill_unpaired(pairing, &problem);
    }
    if (status == EPIC_OK) {
        report(pairing, &problem, diags);
    }
    return status;
}

int ep_pairing_make(epic_pairing **out, epic_scores *scores, bool referee, const ep_watch *watch, epic_diags *diags)
{
    ep_arena *arena = ep_arena_new(), *scratch = ep_arena_new();
    epic_pairing *pairing = arena != NULL ? ep_arena_new_of(arena, epic_pairing) : NULL;
    int status = EPIC_ENOMEM;
    if (pairing != NULL && scratch != NULL) {
        ep_ref_init(&pairing->owners);
        pairing->arena = arena;
        pairing->scores = scores;
        status = solve(pairing, scratch, referee, watch, diags);
    }
    ep_arena_free(scratch);
    if (status != EPIC_OK) {
        ep_arena_free(arena);
        return status;
    }
    epic_scores_ref(scores);
    *out = pairing;
    return EPIC_OK;
}

int epic_pairing_make(epic_pairing **out, epic_scores *scores, const epic_pair_options *options, epic_diags *diags)
{
    epic_pair_options known = EPIC_PAIR_OPTIONS_INIT;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (scores == NULL || !ep_sized_take(&known, options)) {
        return EPIC_EARG;
    }
    ep_watch watch = {known.progress, known.user, "pairing"};
    return ep_pairing_make(out, scores, false, &watch, diags);
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
    ep_arena_free(pairing->arena);
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
    return pairing != NULL && pairing->proof.price != NULL;
}

const char *epic_pairing_engine(const epic_pairing *pairing)
{
    return pairing == NULL ? NULL : pairing->engine;
}
