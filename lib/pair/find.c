/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "find.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "answer.h"
#include "clash.h"
#include "diags.h"
#include "fair.h"
#include "grow.h"
#include "rounds.h"
#include "turns.h"
#include "why.h"

typedef struct turn {
    epic_pairing *pairing;
    uint32_t number;
    size_t begin; /* of its pairs */
    ep_problem problem;
    ep_fair fair;
    const ep_watch *watch;
    epic_diags *diags;
} turn;

/* ---- what is found ---- */

static bool add_pair(turn *r, size_t a, size_t b, bool pinned, bool triad)
{
    epic_pairing *p = r->pairing;
    if (!ep_grow((void **)&p->pairs, &p->pair_room, p->pair_count + 1, sizeof *p->pairs)) {
        return false;
    }
    p->pairs[p->pair_count++] = (epic_pair){.a = a,
                                            .b = b,
                                            .value = epic_scores_value(p->scores, a, b),
                                            .benefit_a = epic_scores_benefit(p->scores, a, b),
                                            .benefit_b = epic_scores_benefit(p->scores, b, a),
                                            .pinned = pinned,
                                            .triad = triad,
                                            .round = r->number};
    return true;
}

static int add_pairs(turn *r)
{
    const ep_answer *best = &r->fair.best;
    bool good = true;
    for (size_t i = 0; i < r->problem.settled_count && good; i++) {
        const ep_settled *it = &r->problem.settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            good = add_pair(r, it->a, it->b, it->fate == EP_FATE_PINNED, false);
        }
    }
    for (size_t i = 0; i < best->count && good; i++) {
        good = add_pair(r, best->choice[i].a, best->choice[i].b, false, best->choice[i].triad);
    }
    return good ? EPIC_OK : EPIC_ENOMEM;
}

static bool keep_unpaired(turn *r, size_t city, const char *why)
{
    epic_pairing *p = r->pairing;
    if (!ep_grow((void **)&p->unpaired, &p->unpaired_room, p->unpaired_count + 1, sizeof *p->unpaired)) {
        return false;
    }
    p->unpaired[p->unpaired_count++] = (epic_unpaired){city, r->number, why};
    return true;
}

static int add_unpaired(turn *r, ep_arena *arena)
{
    epic_pairing *p = r->pairing;
    ep_made made = {p->pairs != NULL ? p->pairs + r->begin : NULL, p->pair_count - r->begin};
    bool *paired = ep_arena_array_of(arena, r->problem.cities, bool);
    for (size_t i = 0; i < made.count && paired != NULL; i++) {
        paired[made.pair[i].a] = paired[made.pair[i].b] = true;
    }
    for (size_t i = 0; i < r->problem.cities && paired != NULL; i++) {
        const char *why = paired[i] ? NULL : ep_why_unpaired(p->arena, &r->problem, &made, i);
        if (paired[i]) {
            continue;
        }
        if (why == NULL || !keep_unpaired(r, i, why)) {
            return EPIC_ENOMEM;
        }
    }
    return paired != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static bool add_proof(turn *r, const ep_proof *proof)
{
    epic_pairing *p = r->pairing;
    if (!ep_grow((void **)&p->proof, &p->proof_room, p->proof_count + 1, sizeof *p->proof)) {
        return false;
    }
    p->proof[p->proof_count] = *proof;
    p->proof[p->proof_count++].round = r->number;
    return true;
}

static int add_proofs(turn *r)
{
    bool good = add_proof(r, &r->fair.best.proof);
    for (size_t i = 0; i < r->fair.more_count && good; i++) {
        good = add_proof(r, &r->fair.more[i]);
    }
    r->pairing->each_proved = r->pairing->each_proved && r->fair.proved;
    r->pairing->engine = r->fair.best.native ? "native" : "glpk";
    return good ? EPIC_OK : EPIC_ENOMEM;
}

/* ---- what is said ---- */

static void report(const epic_pairing *pairing, epic_diags *diags)
{
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    const char *file = epic_programme_get(programme)->file;
    for (size_t i = 0; i < rules->pin_count && !rules->allow_zero; i++) {
        const epic_city_pair *pin = &rules->pins[i];
        if (ep_units(epic_scores_value(pairing->scores, pin->a, pin->b)) == 0) {
            ep_diag(diags, "N411", file, pin->place, NULL, "the pin of '%s' and '%s' stands, though their value is 0",
                    epic_programme_city(programme, pin->a)->id, epic_programme_city(programme, pin->b)->id);
        }
    }
    for (size_t i = 0; i < pairing->unpaired_count; i++) {
        const epic_unpaired *it = &pairing->unpaired[i];
        const epic_city *city = epic_programme_city(programme, it->city);
        char which[32] = "";
        if (rules->rounds > 1) {
            (void)snprintf(which, sizeof which, " in round %u", (unsigned)it->round);
        }
        ep_diag(diags, "W412", file, city->place, NULL, "'%s' has no partner%s: %s", city->id, which, it->why);
    }
    if (!pairing->each_proved) {
        ep_diag(diags, "W413", file, rules->place, NULL,
                "the search among the limits was ended before the pairing was proved to be the best; none is worth more than "
                "%.9g", pairing->bound);
    }
}

/* What makes an engine that was asked for unfit. */
static int refuse_engine(const turn *r)
{
    const char *need = r->pairing->order.engine == EPIC_ENGINE_NATIVE ? ep_answer_needs_glpk(&r->problem) : NULL;
    if (need == NULL) {
        return EPIC_OK;
    }
    ep_diag(r->diags, "E424", epic_programme_get(r->problem.programme)->file, r->problem.rules->place,
            "leave the engine to the library, or take GLPK", "the native engine cannot do %s", need);
    return EPIC_EINPUT;
}

/* What no engine could count with. */
static int refuse_numbers(const turn *r)
{
    int64_t most = ep_answer_most_pairs(&r->problem);
    if (r->problem.premium <= most * ep_units(1)) {
        return EPIC_OK;
    }
    ep_diag(r->diags, "E428", epic_programme_get(r->problem.programme)->file, r->problem.rules->place,
            "lower capacities that cannot be filled, or write prefer: value",
            "cities cannot come first where there is room for %lld pairs or more", (long long)most);
    return EPIC_EINPUT;
}

static int say_failure(epic_diags *diags, int status, const char *said)
{
    if (status == EPIC_ESOLVER) {
        ep_diag_plain(diags, "E911", "the solver failed: %s", said[0] != '\0' ? said : "no proof was found");
    }
    return status;
}

/* ---- the rounds ---- */

static int solve(turn *r)
{
    char said[EP_LP_SAID] = "";
    int status = refuse_engine(r);
    status = status == EPIC_OK ? refuse_numbers(r) : status;
    status = status == EPIC_OK ? ep_fair_find(&r->fair, r->pairing->arena, &r->problem, r->watch, said) : status;
    if (status == EPIC_EINFEASIBLE) {
        status = ep_report_clash(&r->problem, r->number, r->watch, r->diags);
    }
    return say_failure(r->diags, status, said);
}

static int play(turn *r, ep_arena *arena)
{
    epic_pairing *p = r->pairing;
    ep_made made = {p->pairs, p->pair_count};
    r->begin = p->pair_count;
    int status = ep_problem_make(&r->problem, arena, p->scores, &p->order, &made);
    status = status == EPIC_OK ? solve(r) : status;
    status = status == EPIC_OK ? add_pairs(r) : status;
    status = status == EPIC_OK ? add_proofs(r) : status;
    return status == EPIC_OK ? add_unpaired(r, arena) : status;
}

static int64_t units_of(const epic_pairing *pairing, const epic_pair *pair)
{
    return ep_units(epic_scores_value(pairing->scores, pair->a, pair->b));
}

/* The sums run over the pairs in their order. The bound is that of whole units, unless their rounding puts it below the total. */
static void add_up(epic_pairing *pairing, int64_t slack)
{
    int64_t units = slack;
    ep_pairs_sort(pairing->pairs, pairing->pair_count);
    for (size_t i = 0; i < pairing->pair_count; i++) {
        pairing->total += pairing->pairs[i].value;
        units += units_of(pairing, &pairing->pairs[i]);
    }
    pairing->bound = fmax((double)units / EP_UNITS, pairing->total);
}

/* What a round's pairs fall short of its bound. */
static int64_t shortfall(const turn *r)
{
    int64_t units = r->fair.best.bound;
    for (size_t i = 0; i < r->fair.best.count; i++) {
        const ep_choice *it = &r->fair.best.choice[i];
        units -= ep_units(epic_scores_value(r->pairing->scores, it->a, it->b));
    }
    return units;
}

/* Whether a pair was made before anything was solved. */
static bool was_settled(const epic_pairing *pairing, const epic_pair *pair)
{
    bool settled = pair->pinned;
    for (size_t i = 0; i < pairing->order.settled_count; i++) {
        const ep_settled *it = &pairing->order.settled[i];
        settled = settled || (it->fate == EP_FATE_IN && it->a == pair->a && it->b == pair->b);
    }
    return settled;
}

/* What all rounds together fall short of theirs. */
static int bound_rounds(epic_pairing *pairing, const ep_watch *watch, epic_diags *diags, int64_t *slack)
{
    turn all = {.pairing = pairing};
    ep_rounds rounds;
    int status = ep_rounds_find(&rounds, pairing->arena, pairing->scores, &pairing->order, watch);
    status = say_failure(diags, status, rounds.said);
    *slack = rounds.units;
    for (size_t i = 0; i < pairing->pair_count && status == EPIC_OK; i++) {
        *slack -= was_settled(pairing, &pairing->pairs[i]) ? 0 : units_of(pairing, &pairing->pairs[i]);
    }
    return status == EPIC_OK && !add_proof(&all, &rounds.proof) ? EPIC_ENOMEM : status;
}

/* One round after the other. */
static int find_rounds(epic_pairing *pairing, const ep_watch *watch, epic_diags *diags, int64_t *slack)
{
    uint32_t rounds = epic_programme_rules(epic_scores_programme(pairing->scores))->rounds;
    int status = EPIC_OK;
    for (uint32_t i = 1; i <= rounds && status == EPIC_OK; i++) {
        ep_arena *arena = ep_arena_new();
        turn r = {.pairing = pairing, .number = i, .watch = watch, .diags = diags};
        status = arena != NULL ? play(&r, arena) : EPIC_ENOMEM;
        *slack += status == EPIC_OK ? shortfall(&r) : 0;
        ep_arena_free(arena);
    }
    return status == EPIC_OK && rounds > 1 ? bound_rounds(pairing, watch, diags, slack) : status;
}

/* ---- all rounds at once ---- */

/* Settled pairs and those of all rounds, the first first. */
static ep_choice *join(const turn *r, ep_arena *arena, const ep_rounds *rounds, size_t *count)
{
    ep_choice *all = ep_arena_array_of(arena, r->problem.settled_count + rounds->count, ep_choice);
    *count = 0;
    for (size_t i = 0; i < r->problem.settled_count && all != NULL; i++) {
        const ep_settled *it = &r->problem.settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            all[(*count)++] = (ep_choice){it->a, it->b, false};
        }
    }
    for (size_t i = 0; i < rounds->count && all != NULL; i++) {
        all[(*count)++] = rounds->choice[i];
    }
    return all;
}

static int share_out(turn *r, ep_arena *arena, const ep_rounds *rounds)
{
    size_t count;
    ep_choice *all = join(r, arena, rounds, &count);
    uint32_t *turns = all != NULL ? ep_arena_array_of(arena, count, uint32_t) : NULL;
    if (turns == NULL || !ep_take_turns(all, count, r->problem.cities, r->problem.rules->rounds, turns)) {
        return EPIC_ENOMEM;
    }
    bool good = true;
    for (size_t i = 0; i < count && good; i++) {
        r->number = turns[i] + 1;
        good = add_pair(r, all[i].a, all[i].b, ep_problem_fate(&r->problem, all[i].a, all[i].b) == EP_FATE_PINNED, false);
    }
    return good ? EPIC_OK : EPIC_ENOMEM;
}

/* A city that is alone in one round and not in all has no reason but that all of them together are best so. */
static int add_lonely(turn *r, ep_arena *arena)
{
    epic_pairing *p = r->pairing;
    ep_made all = {p->pairs, p->pair_count};
    uint32_t *turns = ep_arena_array_of(arena, r->problem.cities, uint32_t);
    bool *here = ep_arena_array_of(arena, r->problem.cities, bool);
    if (turns == NULL || here == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < p->pair_count; i++) {
        size_t both[2] = {p->pairs[i].a, p->pairs[i].b};
        for (int k = 0; k < 2; k++) {
            turns[both[k]]++;
            here[both[k]] = here[both[k]] || p->pairs[i].round == r->number;
        }
    }
    for (size_t i = 0; i < r->problem.cities; i++) {
        const char *why = "the best of all rounds together leaves it alone in this one";
        if (turns[i] == 0) {
            why = ep_why_unpaired(p->arena, &r->problem, &all, i);
        }
        if (why == NULL || (!here[i] && !keep_unpaired(r, i, why))) {
            return EPIC_ENOMEM;
        }
    }
    return EPIC_OK;
}

static int find_at_once(epic_pairing *pairing, ep_arena *arena, const ep_watch *watch, epic_diags *diags)
{
    static const ep_made none;
    turn r = {.pairing = pairing, .watch = watch};
    ep_rounds rounds = {.count = 0};
    int status = ep_problem_make(&r.problem, arena, pairing->scores, &pairing->order, &none);
    status = status == EPIC_OK ? ep_rounds_find(&rounds, pairing->arena, pairing->scores, &pairing->order, watch) : status;
    status = say_failure(diags, status, rounds.said);
    status = status == EPIC_OK ? share_out(&r, arena, &rounds) : status;
    r.number = 0;
    if (status == EPIC_OK && !add_proof(&r, &rounds.proof)) {
        status = EPIC_ENOMEM;
    }
    for (r.number = 1; r.number <= r.problem.rules->rounds && status == EPIC_OK; r.number++) {
        status = add_lonely(&r, arena);
    }
    pairing->engine = pairing->order.engine == EPIC_ENGINE_GLPK ? "glpk" : "native";
    return status;
}

int ep_find_pairing(epic_pairing *pairing, const ep_watch *watch, epic_diags *diags)
{
    int64_t slack = 0;
    int status;
    pairing->each_proved = true;
    if (ep_rounds_can(epic_scores_programme(pairing->scores), &pairing->order)) {
        ep_arena *arena = ep_arena_new();
        status = arena != NULL ? find_at_once(pairing, arena, watch, diags) : EPIC_ENOMEM;
        ep_arena_free(arena);
    } else {
        status = find_rounds(pairing, watch, diags, &slack);
    }
    if (status == EPIC_OK) {
        pairing->proved = pairing->each_proved && (slack == 0 || pairing->order.prefer != EPIC_PREFER_VALUE);
        add_up(pairing, slack);
        report(pairing, diags);
    }
    return status;
}
