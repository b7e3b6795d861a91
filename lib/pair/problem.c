/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "problem.h"

#include <math.h>
#include <stdlib.h>

#include "hash.h"

int64_t ep_units(double value)
{
    return llround(value * EP_UNITS);
}

int64_t ep_problem_tie(const ep_problem *problem, size_t a, size_t b)
{
    return (int64_t)(ep_mix64(ep_mix64(problem->hash[a]) + problem->hash[b]) >> 32) + 1;
}

static uint32_t least(uint32_t one, size_t other)
{
    return one < other ? one : (uint32_t)other;
}

static ep_room part_room(const ep_problem *problem, epic_capacity capacity, bool takes_part)
{
    if (!takes_part) {
        return (ep_room){0, 0};
    }
    return (ep_room){capacity.min, least(capacity.max, problem->cities)};
}

bool ep_is_mentor(const epic_pairing_rules *rules, size_t city)
{
    size_t lo = 0, hi = rules->mentor_count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        if (rules->mentors[middle] == city) {
            return true;
        }
        lo = rules->mentors[middle] < city ? middle + 1 : lo;
        hi = rules->mentors[middle] > city ? middle : hi;
    }
    return false;
}

bool ep_is_pin(const epic_pairing_rules *rules, size_t a, size_t b)
{
    return ep_is_listed(rules->pins, rules->pin_count, rules->form == EPIC_MUTUAL, a, b);
}

/* A mutual partner is guest and host in one. */
static ep_room mutual_room(const ep_problem *problem, const epic_city *city)
{
    uint32_t min = city->host.min > city->guest.min ? city->host.min : city->guest.min;
    return (ep_room){min, least(least(city->host.max, city->guest.max), problem->cities)};
}

/* In mentoring a city has one part: mentors are hosts, the others guests. */
static void find_room(const ep_problem *problem, ep_room *room)
{
    for (size_t i = 0; i < problem->cities; i++) {
        const epic_city *city = epic_programme_city(problem->programme, i);
        if (problem->mutual) {
            room[i] = mutual_room(problem, city);
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

/* ---- what is settled ---- */

int ep_settled_order(const void *left, const void *right)
{
    const ep_settled *p = left, *q = right;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

static void settle(ep_problem *problem, size_t a, size_t b, ep_fate fate)
{
    bool turn = problem->mutual && a > b;
    problem->settled[problem->settled_count++] = (ep_settled){turn ? b : a, turn ? a : b, fate};
}

/* Of several fates of one pair the first in the order of their list stands; what rounds before have made is not made again. */
static void sort_decisions(ep_problem *problem)
{
    ep_settled *list = problem->settled;
    size_t count = 0;
    if (problem->settled_count > 1) {
        qsort(list, problem->settled_count, sizeof *list, ep_settled_order);
    }
    for (size_t i = 0; i < problem->settled_count; i++) {
        if (count == 0 || ep_settled_order(&list[count - 1], &list[i]) != 0) {
            list[count++] = list[i];
        } else if (list[i].fate > list[count - 1].fate) {
            list[count - 1] = list[i];
        }
    }
    problem->settled_count = count;
}

static int find_decisions(ep_problem *problem, ep_arena *arena, const ep_made *made)
{
    const epic_pairing_rules *rules = problem->rules;
    const ep_order *order = problem->order;
    size_t most = rules->pin_count + rules->veto_count + rules->earlier_count + order->settled_count + made->count;
    problem->settled = ep_arena_array_of(arena, most, ep_settled);
    if (problem->settled == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < rules->pin_count; i++) {
        settle(problem, rules->pins[i].a, rules->pins[i].b, EP_FATE_PINNED);
    }
    for (size_t i = 0; i < rules->veto_count; i++) {
        settle(problem, rules->vetoes[i].a, rules->vetoes[i].b, EP_FATE_OUT);
    }
    for (size_t i = 0; i < rules->earlier_count; i++) {
        settle(problem, rules->earlier[i].a, rules->earlier[i].b, EP_FATE_EARLIER);
    }
    for (size_t i = 0; i < order->settled_count; i++) {
        settle(problem, order->settled[i].a, order->settled[i].b, order->settled[i].fate);
    }
    for (size_t i = 0; i < made->count; i++) {
        settle(problem, made->pair[i].a, made->pair[i].b, EP_FATE_EARLIER);
    }
    sort_decisions(problem);
    return EPIC_OK;
}

ep_fate ep_problem_fate(const ep_problem *problem, size_t a, size_t b)
{
    bool turn = problem->mutual && a > b;
    ep_settled key = {turn ? b : a, turn ? a : b, EP_FATE_OPEN}, *found = NULL;
    if (problem->settled_count > 0) {
        found = bsearch(&key, problem->settled, problem->settled_count, sizeof key, ep_settled_order);
    }
    return found != NULL ? found->fate : EP_FATE_OPEN;
}

epic_rule ep_problem_rule(const ep_problem *problem, size_t a, size_t b)
{
    epic_rule rule = a == b ? EPIC_RULE_SAME_CITY : ep_rule_of_places(problem->scores, a, b);
    if (rule != EPIC_ALLOWED) {
        return rule;
    }
    ep_fate fate = ep_problem_fate(problem, a, b);
    if (fate >= EP_FATE_EARLIER) {
        return fate == EP_FATE_OUT ? EPIC_RULE_VETO : EPIC_RULE_EARLIER;
    }
    return ep_rule_of_parts(problem->programme, a, b);
}

static void take_settled(const ep_problem *problem, ep_room *room)
{
    for (size_t i = 0; i < problem->settled_count; i++) {
        const ep_settled *it = &problem->settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            size_t guest = ep_node(problem, it->a, false), host = ep_node(problem, it->b, true);
            take(&room[guest]);
            take(&room[host]);
            problem->served[guest] = problem->served[host] = true;
        }
    }
}

/* ---- numbers ---- */

/* More than any pairing is worth: as many pairs as the rooms can hold, each of value 1, and one unit. The three cities of a triad
 * have three pairs. Beyond any number that could be counted with, it is no more than that. */
static int64_t find_premium(const ep_problem *problem, const ep_room *room)
{
    const int64_t uncountable = INT64_C(1) << 30;
    int64_t guests = 0, hosts = problem->mutual ? 3 : 0;
    if (problem->order->prefer == EPIC_PREFER_VALUE) {
        return 0;
    }
    for (size_t i = 0; i < problem->cities; i++) {
        guests += room[i].max;
        hosts += room[ep_node(problem, i, true)].max;
    }
    int64_t pairs = problem->mutual ? hosts / 2 : guests < hosts ? guests : hosts;
    return (pairs < uncountable ? pairs : uncountable) * ep_units(1) + 1;
}

/* The parts that cities can have are in the rooms. */
bool ep_problem_allows(const ep_problem *problem, size_t a, size_t b)
{
    const ep_room *room = problem->match.room;
    return a != b && room[ep_node(problem, a, false)].max > 0 && room[ep_node(problem, b, true)].max > 0 &&
           ep_places_allow(problem->places, a, b) && ep_problem_fate(problem, a, b) == EP_FATE_OPEN;
}

bool ep_problem_weigh(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out)
{
    int64_t units = ep_units(value);
    if (units < problem->floor) {
        return false;
    }
    uint32_t u = (uint32_t)ep_node(problem, a, false), v = (uint32_t)ep_node(problem, b, true);
    *out = (ep_edge){u, v, {{units + 2 * problem->premium, ep_problem_tie(problem, a, b)}}};
    return true;
}

bool ep_problem_edge(const ep_problem *problem, size_t a, size_t b, double value, ep_edge *out)
{
    return ep_problem_allows(problem, a, b) && ep_problem_weigh(problem, a, b, value, out);
}

static int find_numbers(ep_problem *problem, ep_arena *arena)
{
    size_t n = problem->cities;
    problem->hash = ep_arena_array_of(arena, n, uint64_t);
    problem->served = ep_arena_array_of(arena, 2 * n, bool);
    problem->most = ep_arena_array_of(arena, 2 * n, uint32_t);
    ep_room *room = ep_arena_array_of(arena, 2 * n, ep_room);
    if (room == NULL || problem->hash == NULL || problem->served == NULL || problem->most == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        problem->hash[i] = ep_fnv64(epic_programme_city(problem->programme, i)->id);
    }
    problem->match.room = room;
    find_room(problem, room);
    for (size_t i = 0; i < problem->match.node_count; i++) {
        problem->most[i] = room[i].max;
    }
    take_settled(problem, room);
    problem->premium = find_premium(problem, room);
    problem->match.again = problem->mutual ? 0 : problem->premium;
    problem->match.served = problem->served;
    return EPIC_OK;
}

int ep_problem_make(ep_problem *out, ep_arena *arena, const epic_scores *scores, const ep_order *order, const ep_made *made)
{
    *out = (ep_problem){.scores = scores, .programme = epic_scores_programme(scores), .order = order};
    size_t n = out->cities = epic_programme_cities(out->programme);
    out->rules = epic_programme_rules(out->programme);
    out->mutual = out->rules->form == EPIC_MUTUAL;
    out->threads = order->threads;
    out->floor = out->rules->allow_zero ? 0 : 1;
    out->match.bipartite = !out->mutual;
    out->match.node_count = out->mutual ? n : 2 * n;
    out->places = ep_places_make(arena, scores);
    int status = out->places != NULL ? find_decisions(out, arena, made) : EPIC_ENOMEM;
    return status == EPIC_OK ? find_numbers(out, arena) : status;
}

/* Looks up now and then, as a thousand cities are a million pairs. */
static bool go_on(const ep_watch *watch, size_t a)
{
    const size_t rows = 64;
    return a % rows != rows - 1 || watch->progress == NULL || watch->progress(watch->user, watch->stage, 0);
}

/* The cities that rules and rooms allow with one, from the first that is not listed before. */
static size_t list_allowed(const ep_problem *problem, size_t a, uint32_t *out)
{
    size_t count = 0, guest = ep_node(problem, a, false);
    for (size_t b = problem->mutual ? a + 1 : 0; b < problem->cities && problem->match.room[guest].max > 0; b++) {
        out[count] = (uint32_t)b;
        count += ep_problem_allows(problem, a, b);
    }
    return count;
}

/* Where few are allowed, each has a value made for itself alone. */
static size_t list_row(const ep_problem *problem, size_t a, const uint32_t *allowed, size_t count, double *values, ep_edge *edges)
{
    const size_t few = 4;
    size_t listed = 0;
    bool each = count < problem->cities / few;
    if (!each) {
        epic_scores_values(problem->scores, a, 0, problem->cities, values);
    }
    for (size_t i = 0; i < count; i++) {
        double value = each ? epic_scores_value(problem->scores, a, allowed[i]) : values[allowed[i]];
        listed += ep_problem_weigh(problem, a, allowed[i], value, &edges[listed]);
    }
    return listed;
}

int ep_problem_list(ep_problem *problem, ep_arena *arena, const ep_watch *watch)
{
    size_t n = problem->cities, count = 0;
    double *values = ep_arena_array_of(arena, n, double);
    uint32_t *allowed = ep_arena_array_of(arena, n + 1, uint32_t);
    for (size_t a = 0; a < n && allowed != NULL; a++) {
        count += list_allowed(problem, a, allowed);
    }
    ep_edge *edges = ep_arena_array_of(arena, count, ep_edge);
    if (edges == NULL || values == NULL || allowed == NULL) {
        return EPIC_ENOMEM;
    }
    count = 0;
    for (size_t a = 0; a < n; a++) {
        if (!go_on(watch, a)) {
            return EPIC_ECANCELLED;
        }
        count += list_row(problem, a, allowed, list_allowed(problem, a, allowed), values, edges + count);
    }
    problem->match.edge = edges;
    problem->match.edge_count = count;
    return EPIC_OK;
}
