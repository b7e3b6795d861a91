/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include <string.h>

#include "alternative.h"
#include "limit.h"
#include "scan.h"

typedef struct work {
    ep_answer *out;
    ep_arena *arena;   /* of what is kept */
    ep_arena *scratch; /* of edges */
    ep_problem *problem;
    const ep_watch *watch;
    char *said;
} work;

/* ---- who can ---- */

static bool any_room(const ep_problem *problem, uint32_t min, uint32_t max)
{
    for (size_t i = 0; i < problem->match.node_count; i++) {
        if (problem->match.room[i].min >= min && problem->match.room[i].max >= max) {
            return true;
        }
    }
    return false;
}

bool ep_answer_wants_triad(const ep_problem *problem)
{
    size_t count = 0;
    for (size_t i = 0; i < problem->match.node_count && problem->rules->triad; i++) {
        count += problem->match.room[i].max > 0;
    }
    return count % 2 == 1;
}

/* Whether some city could have several partners, of which one alone counts when cities come first. */
static bool any_more(const ep_problem *problem)
{
    for (size_t i = 0; i < problem->match.node_count; i++) {
        if (problem->match.room[i].max + problem->served[i] > 1 && problem->match.room[i].max > 0) {
            return true;
        }
    }
    return false;
}

/* What makes it a general 0-1 programme; NULL: nothing does. */
static const char *needs_search(const ep_problem *problem)
{
    if (ep_limits_any(problem->rules)) {
        return "limits";
    }
    if (ep_answer_wants_triad(problem)) {
        return "a triad";
    }
    if (problem->mutual && any_room(problem, 0, 2)) {
        return "more than one partner in mode mutual";
    }
    bool native = !problem->mutual && problem->order->engine != EPIC_ENGINE_GLPK && ep_scan_can(problem);
    if (problem->premium > 0 && !native && any_more(problem)) {
        return "cities first where some can have several partners";
    }
    return problem->premium > 0 && any_room(problem, 1, 0) ? "cities first where some must have partners" : NULL;
}

const char *ep_answer_needs_glpk(const ep_problem *problem)
{
    return any_room(problem, 1, 0) ? "minima" : needs_search(problem);
}

int64_t ep_answer_most_pairs(const ep_problem *problem)
{
    return (needs_search(problem) != NULL ? EP_LIMITED_PREMIUM : EP_MOST_PREMIUM) / ep_units(1);
}

/* ---- what is kept ---- */

static void *copy(ep_arena *arena, const void *items, size_t count, size_t size)
{
    void *to = ep_arena_array(arena, count, size);
    if (to != NULL && count > 0) {
        memcpy(to, items, count * size);
    }
    return to;
}

static int keep_prices(work *w, const ep_match *match)
{
    ep_proof *proof = &w->out->proof;
    proof->node_count = match->node_count;
    proof->price = copy(w->arena, match->price, match->node_count, sizeof *match->price);
    proof->group = copy(w->arena, match->group, w->problem->match.node_count, sizeof *match->group);
    proof->member = copy(w->arena, match->member, match->member_count, sizeof *match->member);
    proof->member_count = match->member_count;
    proof->set = copy(w->arena, match->set, match->set_count, sizeof *match->set);
    proof->set_count = match->set_count;
    proof->scale = match->scale;
    bool lists = proof->price != NULL && proof->group != NULL && proof->member != NULL && proof->set != NULL;
    return lists ? EPIC_OK : EPIC_ENOMEM;
}

static bool in_triad(const uint32_t *triad, const ep_edge *edge)
{
    bool u = false, v = false;
    for (size_t i = 0; i < 3 && triad != NULL; i++) {
        u = u || triad[i] == edge->u;
        v = v || triad[i] == edge->v;
    }
    return u && v;
}

/* The edges chosen, those of the triad among them. */
static int keep_choice(work *w, const bool *chosen, const uint32_t *triad)
{
    const ep_match_problem *match = &w->problem->match;
    ep_answer *out = w->out;
    bool *met = ep_arena_array_of(w->scratch, match->node_count, bool);
    if (met != NULL && match->node_count > 0) {
        memcpy(met, w->problem->served, match->node_count * sizeof *met);
    }
    for (size_t i = 0; i < match->edge_count; i++) {
        out->count += chosen[i];
    }
    out->choice = ep_arena_array_of(w->arena, out->count, ep_choice);
    if (out->choice == NULL || met == NULL) {
        return EPIC_ENOMEM;
    }
    out->count = 0;
    for (size_t i = 0; i < match->edge_count; i++) {
        const ep_edge *edge = &match->edge[i];
        if (!chosen[i]) {
            continue;
        }
        size_t a = ep_edge_a(edge), b = ep_edge_b(w->problem, edge);
        int64_t units = ep_units(epic_scores_value(w->problem->scores, a, b));
        out->choice[out->count++] = (ep_choice){a, b, in_triad(triad, edge)};
        out->covered += (size_t)!met[edge->u] + !met[edge->v];
        met[edge->u] = met[edge->v] = true;
        out->least = units < out->least ? units : out->least;
        out->bound += units;
    }
    return EPIC_OK;
}

/* ---- how ---- */

/* GLPK proves it all, and from the other engine's answer it has not far to go. */
static int referee(work *w, ep_match *found)
{
    ep_problem *problem = w->problem;
    ep_match guess;
    bool started = ep_scan_can(problem);
    ep_stretch part = {w->watch, 0, 0.5};
    ep_watch watch = {ep_stretch_tell, &part, w->watch->stage};
    int status = started ? ep_scan_match(&guess, w->scratch, problem, &watch) : EPIC_OK;
    ep_match_problem begun = problem->match;
    ep_start start = {&begun, &guess};
    part.from = 0.5;
    status = status == EPIC_OK ? ep_problem_list(problem, w->scratch, &watch) : status;
    return status == EPIC_OK ? ep_match_referee(found, w->scratch, &problem->match, started ? &start : NULL, &watch) : status;
}

/* Prices prove these. */
static int match(work *w)
{
    ep_match found = {0};
    ep_problem *problem = w->problem;
    w->out->native = problem->order->engine != EPIC_ENGINE_GLPK && ep_scan_can(problem);
    int status = w->out->native ? ep_scan_match(&found, w->scratch, problem, w->watch) : referee(w, &found);
    memcpy(w->said, found.said, sizeof found.said);
    status = status == EPIC_OK ? keep_choice(w, found.chosen, NULL) : status;
    w->out->proved = true;
    return status == EPIC_OK ? keep_prices(w, &found) : status;
}

/* A tree proves these. */
static int search(work *w)
{
    ep_problem *problem = w->problem;
    ep_limits limits;
    ep_limited found = {0};
    int64_t premium = problem->premium;
    problem->premium = 0;
    int status = ep_problem_list(problem, w->scratch, w->watch);
    problem->premium = premium;
    if (status == EPIC_OK && !ep_limits_make(&limits, w->scratch, problem)) {
        status = EPIC_ENOMEM;
    }
    if (status != EPIC_OK || limits.broken != SIZE_MAX) {
        return status != EPIC_OK ? status : EPIC_EINFEASIBLE;
    }
    ep_limited_problem task = {.match = problem->match,
                               .rule = limits.rule,
                               .rule_count = limits.count,
                               .premium = premium,
                               .served = problem->served,
                               .triad = ep_answer_wants_triad(problem),
                               .effort = EP_LIMITED_EFFORT};
    status = ep_match_limited(&found, w->arena, &task, w->watch);
    memcpy(w->said, found.said, sizeof found.said);
    status = status == EPIC_OK ? keep_choice(w, found.chosen, found.has_triad ? found.triad : NULL) : status;
    if (status == EPIC_OK && !found.proved) {
        w->out->bound = found.bound - premium * (int64_t)w->out->covered;
    }
    w->out->proved = found.proved || status == EPIC_EINFEASIBLE;
    w->out->proof.tree = copy(w->arena, &found, 1, sizeof found);
    w->out->proof.limit = copy(w->arena, limits.limit, limits.count, sizeof *limits.limit);
    w->out->proof.limit_count = limits.count;
    return w->out->proof.tree == NULL || w->out->proof.limit == NULL ? EPIC_ENOMEM : status;
}

int ep_answer_find(ep_answer *out, ep_arena *arena, ep_problem *problem, const ep_watch *watch, char *said)
{
    ep_arena *scratch = ep_arena_new();
    work w = {out, arena, scratch, problem, watch, said};
    *out = (ep_answer){.least = INT64_MAX, .proof.floor = problem->floor};
    int status = scratch == NULL ? EPIC_ENOMEM : needs_search(problem) != NULL ? search(&w) : match(&w);
    problem->match.edge = NULL;
    problem->match.edge_count = 0;
    ep_arena_free(scratch);
    return status;
}
