/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The odd sets of a proof. Of sets that lie in each other or apart in a list, those with two members have all between them, too:
 * the innermost of these is the outermost of what joins two neighbours on the way, which a table of minima tells (Bender and
 * Farach-Colton 2000, The LCA problem revisited). */
#include "verify.h"

#include <stdlib.h>

/* A set by its place; the first stands for all nodes and has no price. */
typedef struct around {
    size_t end, depth;
    ep_number total; /* its price and that of all around it */
    int64_t large;   /* of these, the weight of those with more than half of all members */
} around;

struct ep_check_sets {
    const ep_proof *proof;
    size_t *first, *at; /* of each node: where it stands among the members */
    around *set;
    int64_t *large;   /* of each node */
    uint32_t **joint; /* [k][i]: the outermost of what joins members i - 1 and i, i and i + 1, and so on, 2^k in all */
};

static int sign(const ep_number *number)
{
    int64_t x = number->at[0] != 0 ? number->at[0] : number->at[1];
    return (x > 0) - (x < 0);
}

/* ---- whether they are sets ---- */

static bool are_members(const ep_check *c, const ep_proof *proof)
{
    bool good = c->mutual || proof->set_count == 0;
    for (size_t i = 0; i < proof->member_count && good; i++) {
        good = proof->member[i] < proof->node_count && (proof->member[i] >= c->nodes || c->max[proof->member[i]] <= 1);
    }
    return good;
}

/* `since`, of each member: no node is twice between that one and this. */
static bool is_odd_set(const ep_proof *proof, const ep_odd_set *set, const size_t *since)
{
    bool inside = set->first < proof->member_count && set->count <= proof->member_count - set->first;
    return inside && set->count % 2 == 1 && sign(&set->price) >= 0 && since[set->first + set->count - 1] <= set->first;
}

/* Reports the first that is none. EPIC_OK, EPIC_ENOMEM. */
static int check_each(ep_check *c, const ep_proof *proof)
{
    size_t *since = ep_arena_array_of(c->arena, proof->member_count, size_t);
    size_t *last = ep_arena_array_of(c->arena, proof->node_count, size_t);
    bool good = are_members(c, proof);
    size_t wrong = good ? SIZE_MAX : 0;
    if (since == NULL || last == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t i = 0; i < proof->member_count && good; i++) {
        size_t before = i > 0 ? since[i - 1] : 0, same = last[proof->member[i]];
        since[i] = same > before ? same : before;
        last[proof->member[i]] = i + 1;
    }
    for (size_t i = 0; i < proof->set_count && wrong == SIZE_MAX; i++) {
        wrong = is_odd_set(proof, &proof->set[i], since) ? SIZE_MAX : i;
    }
    if (wrong != SIZE_MAX) {
        EP_WRONG(c, "E435", "set %zu of the proof is no odd set with a price of 0 or more", wrong);
    }
    return EPIC_OK;
}

/* ---- what is around what ---- */

static int by_place(const void *left, const void *right)
{
    const ep_odd_set *a = *(const ep_odd_set *const *)left, *b = *(const ep_odd_set *const *)right;
    if (a->first != b->first) {
        return a->first < b->first ? -1 : 1;
    }
    return (a->count < b->count) - (a->count > b->count);
}

static void enter(ep_check *c, const ep_check_sets *sets, const ep_odd_set *set, const around *outer, around *to)
{
    *to = *outer;
    to->end = set->first + set->count;
    to->depth++;
    for (size_t k = 0; k < EP_LEVELS; k++) {
        c->overflow = c->overflow || __builtin_add_overflow(to->total.at[k], set->price.at[k], &to->total.at[k]);
    }
    if (set->count > sets->proof->member_count / 2) {
        to->large = to->total.at[EP_WEIGHT];
    }
    if (to->end > outer->end) {
        EP_WRONG(c, "E435", "two odd sets of the proof cross");
    }
}

/* Along the members, sets begin and end; `open` has room for all that can be around each other. */
static void sweep(ep_check *c, ep_check_sets *sets, const ep_odd_set *const *sorted, uint32_t *open)
{
    const ep_proof *proof = sets->proof;
    size_t depth = 0, next = 0;
    sets->set[0].end = SIZE_MAX;
    for (size_t i = 0; i < proof->member_count; i++) {
        while (sets->set[open[depth]].end <= i) {
            depth--;
        }
        sets->joint[0][i] = open[depth];
        for (; next < proof->set_count && sorted[next]->first == i; next++) {
            enter(c, sets, sorted[next], &sets->set[open[depth]], &sets->set[next + 1]);
            open[++depth] = (uint32_t)next + 1;
        }
        sets->large[proof->member[i]] += sets->set[open[depth]].large;
    }
}

/* Rows of the table as long as 2^k members are there. */
static size_t rows_of(size_t members)
{
    size_t rows = 1;
    while (members >> rows > 0) {
        rows++;
    }
    return rows;
}

static uint32_t outer_of(const ep_check_sets *sets, uint32_t one, uint32_t other)
{
    return sets->set[one].depth <= sets->set[other].depth ? one : other;
}

static bool fill_table(ep_check *c, ep_check_sets *sets)
{
    size_t members = sets->proof->member_count, rows = rows_of(members);
    for (size_t k = 1; k < rows; k++) {
        size_t half = (size_t)1 << (k - 1), count = members + 1 - 2 * half;
        sets->joint[k] = ep_arena_array_of(c->arena, count, uint32_t);
        if (sets->joint[k] == NULL) {
            return false;
        }
        for (size_t i = 0; i < count; i++) {
            sets->joint[k][i] = outer_of(sets, sets->joint[k - 1][i], sets->joint[k - 1][i + half]);
        }
    }
    return true;
}

static void list_places(ep_check_sets *sets)
{
    const ep_proof *proof = sets->proof;
    for (size_t i = 0; i < proof->member_count; i++) {
        sets->first[proof->member[i] + 2]++;
    }
    for (size_t i = 2; i < proof->node_count + 2; i++) {
        sets->first[i] += sets->first[i - 1];
    }
    for (size_t i = 0; i < proof->member_count; i++) {
        sets->at[sets->first[proof->member[i] + 1]++] = i;
    }
}

static bool allocate(ep_check *c, ep_check_sets *sets)
{
    const ep_proof *proof = sets->proof;
    sets->first = ep_arena_array_of(c->arena, proof->node_count + 2, size_t);
    sets->at = ep_arena_array_of(c->arena, proof->member_count, size_t);
    sets->set = ep_arena_array_of(c->arena, proof->set_count + 1, around);
    sets->large = ep_arena_array_of(c->arena, proof->node_count, int64_t);
    sets->joint = ep_arena_array_of(c->arena, rows_of(proof->member_count), uint32_t *);
    if (sets->joint != NULL) {
        sets->joint[0] = ep_arena_array_of(c->arena, proof->member_count, uint32_t);
    }
    return sets->first != NULL && sets->at != NULL && sets->set != NULL && sets->large != NULL && sets->joint != NULL &&
           sets->joint[0] != NULL;
}

static bool build(ep_check *c, ep_check_sets *sets)
{
    const ep_proof *proof = sets->proof;
    const ep_odd_set **sorted = ep_arena_array_of(c->arena, proof->set_count, const ep_odd_set *);
    uint32_t *open = ep_arena_array_of(c->arena, proof->set_count + 1, uint32_t);
    if (sorted == NULL || open == NULL || !allocate(c, sets)) {
        return false;
    }
    for (size_t i = 0; i < proof->set_count; i++) {
        sorted[i] = &proof->set[i];
    }
    if (proof->set_count > 1) {
        qsort(sorted, proof->set_count, sizeof(ep_odd_set *), by_place);
    }
    list_places(sets);
    sweep(c, sets, sorted, open);
    return fill_table(c, sets);
}

int ep_check_sets_make(ep_check_sets **out, ep_check *c, const ep_proof *proof)
{
    int status = check_each(c, proof);
    *out = ep_arena_new_of(c->arena, ep_check_sets);
    if (*out == NULL || status != EPIC_OK) {
        return EPIC_ENOMEM;
    }
    (*out)->proof = proof;
    return c->wrong || build(c, *out) ? EPIC_OK : EPIC_ENOMEM;
}

/* ---- what two nodes have in common ---- */

static const ep_number *common_of(const ep_check_sets *sets, size_t one, size_t other)
{
    size_t from = (one < other ? one : other) + 1, to = one < other ? other : one, k = rows_of(to + 1 - from) - 1;
    const uint32_t *joint = sets->joint[k];
    return &sets->set[outer_of(sets, joint[from], joint[to + 1 - ((size_t)1 << k)])].total;
}

bool ep_check_sets_common(const ep_check_sets *sets, size_t u, size_t v, ep_number *out)
{
    bool fits = true;
    *out = (ep_number){{0, 0}};
    for (size_t i = sets->first[u]; i < sets->first[u + 1]; i++) {
        for (size_t j = sets->first[v]; j < sets->first[v + 1]; j++) {
            const ep_number *common = common_of(sets, sets->at[i], sets->at[j]);
            for (size_t k = 0; k < EP_LEVELS; k++) {
                fits = fits && !__builtin_add_overflow(out->at[k], common->at[k], &out->at[k]);
            }
        }
    }
    return fits;
}

int64_t ep_check_sets_large(const ep_check_sets *sets, size_t node)
{
    return sets->large[node];
}
