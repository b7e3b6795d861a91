/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which cities must stay alone, whatever is preferred.
 *
 * Mutual: a greatest matching of the pairs that can be, by Edmonds' search. When it ends, cities at even distance from one that
 * is alone lie in groups of odd number, and have partners only in their group and among the cities at odd distance, of which
 * there are fewer than groups (Gallai 1964, Edmonds 1965). Directed: the same by Hall's theorem, for guests and for hosts. */
#include "shortage.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "grow.h"

struct epic_shortages {
    ep_arena *arena;
    epic_shortage *list;
    size_t count, room;
};

enum { UNSEEN, OUTER, INNER };

/* Nodes are cities; directed: the cities as those who lack partners, and then, as partners, again. */
typedef struct search {
    epic_shortages *out;
    ep_arena *arena;
    const epic_pairing *pairing;
    ep_problem problem;
    uint32_t round;
    bool hosts; /* directed: who lacks partners */
    size_t n, nodes;
    size_t words;
    uint64_t *can; /* of each city: those it can be a pair with */
    bool *asks;    /* of each city: it can have a partner and has none by what is settled */
    uint32_t *places;
    size_t *mate;  /* or EPIC_NONE */
    size_t *parent, *base, *root, *queue, *leader, *stamp;
    size_t head, tail, now;
    unsigned char *label;
    bool *inside;
} search;

bool ep_shortage_can(const ep_problem *problem, size_t a, size_t b)
{
    ep_edge edge;
    bool turn = problem->mutual && a > b;
    size_t first = turn ? b : a, second = turn ? a : b;
    return a != b && ep_problem_edge(problem, first, second, epic_scores_value(problem->scores, first, second), &edge);
}

static bool joined(const search *s, size_t city, size_t other)
{
    return (s->can[city * s->words + other / 64] >> other % 64 & 1) != 0;
}

static void list_pairs(search *s)
{
    for (size_t a = 0; a < s->n; a++) {
        for (size_t b = 0; b < s->n; b++) {
            bool can = s->asks[a] && ep_shortage_can(&s->problem, s->hosts ? b : a, s->hosts ? a : b);
            s->can[a * s->words + b / 64] |= (uint64_t)can << b % 64;
        }
    }
}

/* ---- mutual: augmenting ways in a forest ---- */

static size_t meeting(search *s, size_t a, size_t b)
{
    s->now++;
    for (size_t at = s->base[a];; at = s->base[s->parent[s->mate[at]]]) {
        s->stamp[at] = s->now;
        if (s->mate[at] == EPIC_NONE) {
            break;
        }
    }
    size_t at = s->base[b];
    while (s->stamp[at] != s->now) {
        at = s->base[s->parent[s->mate[at]]];
    }
    return at;
}

static void mark_way(search *s, size_t v, size_t end, size_t child)
{
    while (s->base[v] != end) {
        size_t mate = s->mate[v];
        s->inside[s->base[v]] = s->inside[s->base[mate]] = true;
        s->parent[v] = child;
        child = mate;
        v = s->parent[mate];
    }
}

static void shrink(search *s, size_t u, size_t v)
{
    size_t end = meeting(s, u, v);
    memset(s->inside, 0, s->n * sizeof *s->inside);
    mark_way(s, u, end, v);
    mark_way(s, v, end, u);
    for (size_t i = 0; i < s->n; i++) {
        if (!s->inside[s->base[i]]) {
            continue;
        }
        s->base[i] = end;
        if (s->label[i] != OUTER) {
            s->label[i] = OUTER;
            s->queue[s->tail++] = i;
        }
    }
}

static void flip(search *s, size_t u, size_t mate)
{
    for (;;) {
        size_t old = s->mate[u];
        s->mate[u] = mate;
        if (old == EPIC_NONE) {
            return;
        }
        u = s->parent[old];
        s->mate[old] = u;
        mate = old;
    }
}

static void begin_forest(search *s)
{
    s->head = s->tail = 0;
    for (size_t i = 0; i < s->n; i++) {
        s->base[i] = s->root[i] = i;
        s->parent[i] = EPIC_NONE;
        s->label[i] = s->asks[i] && s->mate[i] == EPIC_NONE ? OUTER : UNSEEN;
        if (s->label[i] == OUTER) {
            s->queue[s->tail++] = i;
        }
    }
}

/* True when there is one pair more. */
static bool meet(search *s, size_t u, size_t v)
{
    if (s->base[u] == s->base[v] || s->label[v] == INNER) {
        return false;
    }
    if (s->label[v] == UNSEEN) {
        size_t mate = s->mate[v];
        s->label[v] = INNER;
        s->parent[v] = u;
        s->label[mate] = OUTER;
        s->root[v] = s->root[mate] = s->root[u];
        s->queue[s->tail++] = mate;
        return false;
    }
    if (s->root[u] == s->root[v]) {
        shrink(s, u, v);
        return false;
    }
    flip(s, u, v);
    flip(s, v, u);
    return true;
}

static bool grow_forest(search *s)
{
    begin_forest(s);
    while (s->head < s->tail) {
        size_t u = s->queue[s->head++];
        for (size_t v = 0; v < s->n; v++) {
            if (joined(s, u, v) && meet(s, u, v)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- directed: places of partners ---- */

static size_t free_places(const search *s, size_t partner)
{
    size_t used = 0;
    for (size_t i = 0; i < s->n; i++) {
        used += s->mate[i] == partner;
    }
    return s->places[partner] - used;
}

static void begin_tree(search *s)
{
    s->head = s->tail = 0;
    for (size_t i = 0; i < 2 * s->n; i++) {
        s->parent[i] = EPIC_NONE;
        s->label[i] = i < s->n && s->asks[i] && s->mate[i] == EPIC_NONE ? OUTER : UNSEEN;
        if (s->label[i] == OUTER) {
            s->queue[s->tail++] = i;
        }
    }
}

/* The partner with a free place takes the one that came to it, whose place goes to the one before, and so on. */
static void shift(search *s, size_t partner)
{
    while (partner != EPIC_NONE) {
        size_t city = s->parent[s->n + partner], old = s->mate[city];
        s->mate[city] = partner;
        partner = old;
    }
}

static bool reach(search *s, size_t city, size_t partner)
{
    if (s->label[s->n + partner] != UNSEEN) {
        return false;
    }
    s->label[s->n + partner] = INNER;
    s->parent[s->n + partner] = city;
    if (free_places(s, partner) > 0) {
        shift(s, partner);
        return true;
    }
    for (size_t i = 0; i < s->n; i++) {
        if (s->mate[i] == partner && s->label[i] == UNSEEN) {
            s->label[i] = OUTER;
            s->queue[s->tail++] = i;
        }
    }
    return false;
}

static bool grow_tree(search *s)
{
    begin_tree(s);
    while (s->head < s->tail) {
        size_t city = s->queue[s->head++];
        for (size_t other = 0; other < s->n; other++) {
            if (joined(s, city, other) && reach(s, city, other)) {
                return true;
            }
        }
    }
    return false;
}

/* ---- what the end of the search shows ---- */

static size_t leader_of(const search *s, size_t node)
{
    while (s->leader[node] != node) {
        node = s->leader[node];
    }
    return node;
}

static void unite(search *s, size_t one, size_t other)
{
    size_t x = leader_of(s, one), y = leader_of(s, other);
    s->leader[x > y ? x : y] = x > y ? y : x;
}

/* Cities with partners in common belong together. */
static void find_parties(search *s)
{
    bool mutual = s->problem.mutual;
    for (size_t i = 0; i < s->nodes; i++) {
        s->leader[i] = i;
    }
    for (size_t a = 0; a < s->n; a++) {
        for (size_t b = 0; b < s->n && s->label[a] == OUTER; b++) {
            if (joined(s, a, b)) {
                unite(s, a, mutual ? b : s->n + b);
            }
        }
        if (mutual && s->label[a] == OUTER) {
            unite(s, a, s->base[a]);
        }
    }
}

static size_t *list(const search *s, size_t party, bool partners, size_t *count)
{
    size_t shift = partners && !s->problem.mutual ? s->n : 0;
    unsigned char label = partners ? INNER : OUTER;
    size_t *cities = ep_arena_array_of(s->out->arena, s->n, size_t);
    *count = 0;
    for (size_t i = 0; i < s->n && cities != NULL; i++) {
        if (s->label[shift + i] == label && leader_of(s, shift + i) == party) {
            cities[(*count)++] = i;
        }
    }
    return cities;
}

/* A triad can take in one city more of a group of three or more. */
static size_t saved(const search *s, const epic_shortage *it, size_t groups)
{
    return s->problem.mutual && it->city_count > groups && ep_answer_wants_triad(&s->problem);
}

static int add_party(search *s, size_t party)
{
    epic_shortages *out = s->out;
    epic_shortage it = {.hosts = s->hosts, .round = s->round};
    it.cities = list(s, party, false, &it.city_count);
    it.partners = list(s, party, true, &it.partner_count);
    size_t *group = ep_arena_array_of(s->arena, s->n, size_t);
    if (it.cities == NULL || it.partners == NULL || group == NULL) {
        return EPIC_ENOMEM;
    }
    ep_lack lack = {.problem = &s->problem, .shortage = &it, .group = group};
    for (size_t i = 0; i < it.city_count; i++) {
        group[i] = s->problem.mutual ? s->base[it.cities[i]] : it.cities[i];
        lack.groups += group[i] == it.cities[i];
    }
    for (size_t i = 0; i < it.partner_count; i++) {
        lack.places += s->places[it.partners[i]];
    }
    size_t can = lack.places + saved(s, &it, lack.groups);
    if (lack.groups <= can) {
        return EPIC_OK;
    }
    it.alone = lack.groups - can;
    it.why = ep_shortage_words(out->arena, &lack);
    if (it.why == NULL || !ep_grow((void **)&out->list, &out->room, out->count + 1, sizeof *out->list)) {
        return EPIC_ENOMEM;
    }
    out->list[out->count++] = it;
    return EPIC_OK;
}

/* Whether one city is left over because their number is odd, and no more. */
static bool is_odd_one_out(const search *s)
{
    size_t asking = 0, alone = 0;
    for (size_t i = 0; i < s->n; i++) {
        asking += s->asks[i];
        alone += s->asks[i] && s->mate[i] == EPIC_NONE;
    }
    return alone == 0 || (s->problem.mutual && alone == 1 && asking % 2 == 1);
}

static int tell(search *s)
{
    int status = EPIC_OK;
    if (is_odd_one_out(s)) {
        return EPIC_OK;
    }
    find_parties(s);
    for (size_t i = 0; i < s->nodes && status == EPIC_OK; i++) {
        bool any = s->label[i] != UNSEEN && leader_of(s, i) == i;
        status = any ? add_party(s, i) : EPIC_OK;
    }
    return status;
}

/* ---- the beginning ---- */

static bool allocate(search *s)
{
    s->words = s->n / 64 + 1;
    s->can = ep_arena_array_of(s->arena, s->n * s->words, uint64_t);
    s->asks = ep_arena_array_of(s->arena, s->n, bool);
    s->places = ep_arena_array_of(s->arena, s->n, uint32_t);
    s->inside = ep_arena_array_of(s->arena, s->n, bool);
    s->label = ep_arena_array_of(s->arena, s->nodes, unsigned char);
    size_t **lists[] = {&s->mate, &s->parent, &s->base, &s->root, &s->queue, &s->leader, &s->stamp};
    bool good = s->can != NULL && s->asks != NULL && s->places != NULL && s->inside != NULL && s->label != NULL;
    for (size_t i = 0; i < sizeof lists / sizeof *lists && good; i++) {
        *lists[i] = ep_arena_array_of(s->arena, s->nodes, size_t);
        good = *lists[i] != NULL;
    }
    return good;
}

/* Cities that what is settled gives a partner ask for none. */
static void find_askers(search *s)
{
    const ep_problem *problem = &s->problem;
    for (size_t i = 0; i < s->n; i++) {
        s->asks[i] = problem->match.room[ep_node(problem, i, s->hosts)].max > 0;
        s->places[i] = problem->match.room[ep_node(problem, i, !s->hosts)].max;
        s->mate[i] = EPIC_NONE;
    }
    for (size_t i = 0; i < problem->settled_count; i++) {
        const ep_settled *it = &problem->settled[i];
        if (it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN) {
            s->asks[s->hosts ? it->b : it->a] = false;
            s->asks[s->problem.mutual || s->hosts ? it->b : it->a] = false;
        }
    }
}

/* Begins with the pairs there are. */
static void take_pairs(search *s)
{
    for (size_t i = 0; i < s->pairing->pair_count; i++) {
        const epic_pair *pair = &s->pairing->pairs[i];
        size_t city = s->hosts ? pair->b : pair->a, other = s->hosts ? pair->a : pair->b;
        bool open = pair->round == s->round && s->asks[city] && s->mate[city] == EPIC_NONE;
        if (s->problem.mutual && open && s->asks[other] && s->mate[other] == EPIC_NONE) {
            s->mate[city] = other;
            s->mate[other] = city;
        } else if (!s->problem.mutual && open && s->places[other] > 0 && free_places(s, other) > 0) {
            s->mate[city] = other;
        }
    }
}

/* Mutual cities with several partners have no such theorem. */
static bool is_simple(const ep_problem *problem)
{
    bool simple = true;
    for (size_t i = 0; i < problem->cities && problem->mutual; i++) {
        simple = simple && problem->match.room[i].max <= 1;
    }
    return simple;
}

static int look_at_side(search *s, bool hosts)
{
    s->hosts = hosts;
    s->n = s->problem.cities;
    s->nodes = s->problem.mutual ? s->n : 2 * s->n;
    if (!allocate(s)) {
        return EPIC_ENOMEM;
    }
    find_askers(s);
    take_pairs(s);
    list_pairs(s);
    while (s->problem.mutual ? grow_forest(s) : grow_tree(s)) {
    }
    return tell(s);
}

/* What rounds before have made is out. */
static int look_at_round(epic_shortages *out, const epic_pairing *pairing, uint32_t round)
{
    search s = {.out = out, .pairing = pairing, .round = round, .arena = ep_arena_new()};
    epic_pair *made = s.arena != NULL ? ep_arena_array_of(s.arena, pairing->pair_count, epic_pair) : NULL;
    size_t count = 0;
    for (size_t i = 0; i < pairing->pair_count && made != NULL; i++) {
        if (pairing->pairs[i].round < round) {
            made[count++] = pairing->pairs[i];
        }
    }
    int status = EPIC_ENOMEM;
    if (made != NULL) {
        status = ep_problem_make(&s.problem, s.arena, pairing->scores, &pairing->order, &(ep_made){made, count});
    }
    if (status == EPIC_OK && is_simple(&s.problem)) {
        status = look_at_side(&s, false);
        status = status == EPIC_OK && !s.problem.mutual ? look_at_side(&s, true) : status;
    }
    ep_arena_free(s.arena);
    return status;
}

int epic_pairing_shortages(epic_shortages **out, const epic_pairing *pairing)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (pairing == NULL) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    epic_shortages *shortages = arena != NULL ? ep_arena_new_of(arena, epic_shortages) : NULL;
    if (shortages == NULL) {
        ep_arena_free(arena);
        return EPIC_ENOMEM;
    }
    shortages->arena = arena;
    uint32_t rounds = epic_programme_rules(epic_scores_programme(pairing->scores))->rounds;
    int status = EPIC_OK;
    for (uint32_t round = 1; round <= rounds && status == EPIC_OK; round++) {
        status = look_at_round(shortages, pairing, round);
    }
    if (status != EPIC_OK) {
        epic_shortages_free(shortages);
        return status;
    }
    *out = shortages;
    return EPIC_OK;
}

void epic_shortages_free(epic_shortages *shortages)
{
    if (shortages != NULL) {
        free(shortages->list);
        ep_arena_free(shortages->arena);
    }
}

const epic_shortage *epic_shortages_get(const epic_shortages *shortages, size_t *count)
{
    *count = shortages == NULL ? 0 : shortages->count;
    return shortages == NULL ? NULL : shortages->list;
}
