/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problem.h"

#include <math.h>

#include "hash.h"

static const int64_t LARGEST = INT64_C(1) << 51; /* doubles hold it, and what is added to it, exactly */

bool ep_is_pin(const epic_pairing_rules *rules, size_t a, size_t b)
{
    for (size_t i = 0; i < rules->pin_count; i++) {
        const epic_city_pair *pin = &rules->pins[i];
        if ((pin->a == a && pin->b == b) || (rules->form == EPIC_MUTUAL && pin->a == b && pin->b == a)) {
            return true;
        }
    }
    return false;
}

int64_t ep_units(double value)
{
    return llround(value * EP_UNITS);
}

/* The tie number of a pair, 1..2^32, from the ids alone. */
static int64_t tie_number(const ep_problem *problem, size_t a, size_t b)
{
    return (int64_t)(ep_mix64(ep_mix64(problem->hash[a]) + problem->hash[b]) >> 32) + 1;
}

static uint32_t at_most(uint32_t room, size_t cities)
{
    return room < cities ? room : (uint32_t)cities;
}

static ep_room part_room(const ep_problem *problem, epic_capacity capacity, bool takes_part)
{
    if (!takes_part) {
        return (ep_room){0, 0};
    }
    return (ep_room){capacity.min, at_most(capacity.max, problem->cities)};
}

bool ep_is_mentor(const epic_pairing_rules *rules, size_t city)
{
    size_t first = 0, end = rules->mentor_count; /* ascending */
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (rules->mentors[middle] == city) {
            return true;
        }
        first = rules->mentors[middle] < city ? middle + 1 : first;
        end = rules->mentors[middle] < city ? end : middle;
    }
    return false;
}

/* In mentoring a city has one part: mentors are hosts, the others guests. */
static void find_room(const ep_problem *problem, ep_room *room)
{
    for (size_t i = 0; i < problem->cities; i++) {
        const epic_city *city = epic_programme_city(problem->programme, i);
        if (problem->mutual) {
            room[i].min = city->host.min > 0 || city->guest.min > 0 ? 1 : 0;
            room[i].max = city->host.max > 0 && city->guest.max > 0 ? 1 : 0;
            continue;
        }
        bool mentoring = problem->rules->form == EPIC_MENTORING, mentor = mentoring && ep_is_mentor(problem->rules, i);
        room[i] = part_room(problem, city->guest, !mentor);
        room[problem->cities + i] = part_room(problem, city->host, mentor || !mentoring);
    }
}

static void take(ep_room *room)
{
    room->max -= room->max > 0 ? 1 : 0;
    room->min -= room->min > 0 ? 1 : 0;
}

static void take_pins(const ep_problem *problem, ep_room *room)
{
    for (size_t i = 0; i < problem->rules->pin_count; i++) {
        take(&room[ep_node(problem, problem->rules->pins[i].a, false)]);
        take(&room[ep_node(problem, problem->rules->pins[i].b, true)]);
    }
}

/* More than any pairing is worth: as many pairs as the rooms can hold, each of value 1, and one unit. */
static int64_t find_premium(const ep_problem *problem, const ep_room *room)
{
    if (problem->rules->prefer != EPIC_PREFER_PARTICIPATION) {
        return 0;
    }
    int64_t pairs = 0;
    for (size_t i = 0; i < problem->cities; i++) {
        pairs += room[i].max;
    }
    return pairs * ep_units(1) + 1;
}

bool ep_problem_edge(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out)
{
    size_t u = ep_node(problem, a, false), v = ep_node(problem, b, true);
    int64_t units = ep_units(value);
    if (problem->match.room[u].max == 0 || problem->match.room[v].max == 0 || (units == 0 && !problem->rules->allow_zero)) {
        return false;
    }
    if (epic_pair_rule(problem->programme, a, b) != EPIC_ALLOWED || ep_is_pin(problem->rules, a, b)) {
        return false;
    }
    *out = (ep_edge){(uint32_t)u, (uint32_t)v, {{units + problem->premium, tie_number(problem, a, b)}}};
    return true;
}

int ep_problem_make(ep_problem *out, ep_arena *arena, const epic_scores *scores)
{
    *out = (ep_problem){.scores = scores, .programme = epic_scores_programme(scores)};
    size_t n = out->cities = epic_programme_cities(out->programme);
    out->rules = epic_programme_rules(out->programme);
    out->mutual = out->rules->form == EPIC_MUTUAL;
    out->match.bipartite = !out->mutual;
    out->match.node_count = out->mutual ? n : 2 * n;
    out->hash = ep_arena_array_of(arena, n, uint64_t);
    ep_room *room = ep_arena_array_of(arena, 2 * n, ep_room);
    if (room == NULL || out->hash == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        out->hash[i] = ep_fnv64(epic_programme_city(out->programme, i)->id);
    }
    out->match.room = room;
    find_room(out, room);
    take_pins(out, room);
    out->premium = find_premium(out, room);
    return out->premium > LARGEST ? EPIC_ESOLVER : EPIC_OK;
}

/* Looks up now and then, as a thousand cities are a million pairs. */
int ep_problem_list(ep_problem *problem, ep_arena *arena, const ep_watch *watch)
{
    const size_t rows = 64;
    size_t n = problem->cities, count = 0;
    ep_edge *edges = ep_arena_array_of(arena, problem->mutual ? n * n / 2 : n * n, ep_edge);
    double *values = ep_arena_array_of(arena, n, double);
    if (edges == NULL || values == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t a = 0; a < n; a++) {
        size_t first = problem->mutual ? a + 1 : 0;
        if (a % rows == rows - 1 && watch->progress != NULL && !watch->progress(watch->user, watch->stage, 0)) {
            return EPIC_ECANCELLED;
        }
        epic_scores_values(problem->scores, a, first, n - first, values);
        for (size_t b = first; b < n; b++) {
            count += ep_problem_edge(problem, a, b, values[b - first], &edges[count]);
        }
    }
    problem->match.edge = edges;
    problem->match.edge_count = count;
    return EPIC_OK;
}
