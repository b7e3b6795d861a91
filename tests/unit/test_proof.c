/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers of a proof changed, one at a time (all of a small one): the change is refused, or the proof it makes proves nothing
 * false, which is seen by holding it to worse pairings. And the proofs of one programme held to another. */
#include <epic/pair.h>

#include <math.h>
#include <stdlib.h>

#include "pairing.h"
#include "world.h"

enum { CITIES = 6, WORLDS = 30, PORTIONS = 6, MOST_CELLS = 1 << 16, MOST_TRIED = 200, MOST_WORSE = 4 };

static const uint64_t seed = 20211119;
static const ep_watch unwatched = {NULL, NULL, "pairing"};

/* ---- programmes ---- */

/* What a programme can have otherwise. */
enum { AS_IT_IS, NO_LIMITS, OTHER_ODD, OTHER_ZERO, OTHER_ROUNDS, OTHER_PREFER, VARIATIONS };

static kit_text file;

static void say_cities(uint64_t *state, bool mutual)
{
    static const char *const countries[] = {"DE", "IT", "PL"};
    int grain = below(state, 2) ? 250 : 1;
    for (int i = 0; i < CITIES + (below(state, 2) ? 1 : 0); i++) {
        int max = below(state, 5) == 0 ? 2 : 1;
        say(&file, "  c%d: {name: C%d, country: %s, timezone: UTC, location: [%d, %d], profile: {h: 0.%03d, e: 0.%03d}", i, i,
            countries[below(state, 3)], 40 + below(state, 15), below(state, 20), below(state, 1000 / grain) * grain,
            below(state, 1000 / grain) * grain);
        say(&file, ", capacity: {host: {min: %d, max: %d}, guest: %d}}\n", below(state, 12) == 0, max, mutual ? max : 1);
    }
}

static void say_limits(uint64_t *state)
{
    int country = 2 + below(state, 2), group = 1 + below(state, 2), euros = 1500 + below(state, 4000), what = below(state, 8);
    say(&file, ", limits: {");
    if (what % 2 == 1) {
        say(&file, "per-country: %d, per-country-pair: 1, ", country);
    }
    if (what / 2 % 2 == 1) {
        say(&file, "budget-eur: %d, total-km: %d, ", euros, euros);
    }
    say(&file, "groups: [{cities: [c1, c2], at-least: %d, at-most: %d}]}", what / 4, group);
}

static void say_world(uint64_t state, int variation)
{
    static const char *const modes[] = {"mutual", "mutual", "visits", "mentoring"};
    static const char *const prefers[] = {"value", "participation", "fairness"};
    int mode = below(&state, 4);
    file.used = 0;
    say(&file, "epic: 1\nprogramme: {id: w, title: W, starts: 2020-01-01, ends: 2020-12-31, domains: {h: 1, e: 1}}\ncities:\n");
    say_cities(&state, mode < 2);
    int prefer = below(&state, 3), rounds = below(&state, 4) == 0, zero = below(&state, 2), triad = below(&state, 3) > 0;
    say(&file, "costs: {people: 2, day-eur: 100, travel: [{km: 10, eur: 30}, {km: 500, eur: 300}]}\n"
               "exchange: [{kind: visit, id: v, days: 2, travel-days: 1}]\n"
               "pairing: {mode: %s, prefer: %s, rounds: %d, other-country: false, allow-zero: %s", modes[mode],
        prefers[(prefer + (variation == OTHER_PREFER)) % 3], 1 + (rounds != (variation == OTHER_ROUNDS)),
        zero != (variation == OTHER_ZERO) ? "true" : "false");
    say(&file, mode == 3 ? ", mentors: [c0, c2]" : "");
    if (mode < 2 && triad != (variation == OTHER_ODD)) {
        say(&file, ", odd: triad");
    }
    if (below(&state, 4) == 0) {
        say(&file, ", pins: [[c1, c0]]");
    }
    if (below(&state, 3) > 0 && variation != NO_LIMITS) {
        say_limits(&state);
    }
    say(&file, "}\n");
}

/* ---- what a pairing is worth, in its first round or, solved at once, in all ---- */

typedef struct worth {
    int64_t at[3]; /* cities covered and the least value, where they come first, and the total */
} worth;

static bool stands(const epic_programme *programme, const epic_pair *pair)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    for (size_t i = 0; i < rules->pin_count; i++) {
        const epic_city_pair *pin = &rules->pins[i];
        if ((pin->a == pair->a && pin->b == pair->b) ||
            (rules->form == EPIC_MUTUAL && pin->a == pair->b && pin->b == pair->a)) {
            return true;
        }
    }
    return false;
}

/* By the measure of the pairing `as`. */
static worth worth_of(const epic_pairing *pairing, const epic_scores *scores, const epic_pairing *as)
{
    epic_prefer prefer = as->order.prefer;
    bool all = as->proof[0].claim == EP_CLAIM_ROUNDS;
    const epic_programme *programme = epic_scores_programme(scores);
    worth sum = {{0, INT64_MAX, 0}};
    bool met[2][CITIES + 1] = {{false}};
    for (size_t i = 0; i < pairing->pair_count; i++) {
        const epic_pair *pair = &pairing->pairs[i];
        bool *b = &met[epic_programme_rules(programme)->form != EPIC_MUTUAL][pair->b];
        if (pair->round == 1 || all) {
            int64_t units = llround(ldexp(epic_scores_value(scores, pair->a, pair->b), 30));
            sum.at[0] += !met[0][pair->a] + !*b;
            met[0][pair->a] = *b = true;
            sum.at[1] = units < sum.at[1] && !stands(programme, pair) ? units : sum.at[1];
            sum.at[2] += units;
        }
    }
    sum.at[0] = prefer == EPIC_PREFER_VALUE ? 0 : sum.at[0];
    sum.at[1] = prefer == EPIC_PREFER_FAIRNESS ? sum.at[1] : 0;
    return sum;
}

static bool equal(worth one, worth other)
{
    return memcmp(&one, &other, sizeof one) == 0;
}

/* ---- a pairing that can be written ---- */

/* Where a number stands, and what is tried in its place. */
typedef struct cell {
    void *at;
    size_t bytes;
    uint64_t most; /* all below this; 0: a little and much more and less */
    bool answer;   /* not of the proof */
} cell;

typedef struct copy {
    epic_pairing pairing;
    ep_arena *arena;
    cell cell[MOST_CELLS];
    size_t cells;
} copy;

static void *again(copy *c, const void *items, size_t count, size_t size)
{
    void *to = ep_arena_array(c->arena, count, size);
    ck_assert_ptr_nonnull(to);
    if (count > 0) {
        memcpy(to, items, count * size);
    }
    return to;
}

static void add_cell(copy *c, const void *at, size_t bytes, uint64_t most)
{
    ck_assert_uint_lt(c->cells, MOST_CELLS);
    c->cell[c->cells++] = (cell){(void *)(uintptr_t)at, bytes, most, false};
}
#define NUMBER(c, place) add_cell((c), &(place), sizeof(place), 0)
#define CHOICE(c, place, most) ((most) > 0 ? add_cell((c), &(place), sizeof(place), (most)) : (void)0)

static void add_numbers(copy *c, const ep_number *number)
{
    NUMBER(c, number->at[0]);
    NUMBER(c, number->at[1]);
}

static uint32_t *list_again(copy *c, const uint32_t *list, size_t count)
{
    uint32_t *to = again(c, list, count, sizeof *to);
    for (size_t i = 0; i < count; i++) {
        NUMBER(c, to[i]);
    }
    return to;
}

static void copy_prices(copy *c, ep_proof *proof, size_t nodes)
{
    proof->price = again(c, proof->price, proof->node_count, sizeof *proof->price);
    proof->group = proof->group != NULL ? again(c, proof->group, nodes, sizeof *proof->group) : NULL;
    proof->set = again(c, proof->set, proof->set_count, sizeof *proof->set);
    for (size_t i = 0; i < proof->node_count; i++) {
        add_numbers(c, &proof->price[i]);
    }
    for (size_t i = 0; i < nodes && proof->group != NULL; i++) {
        NUMBER(c, proof->group[i]);
        CHOICE(c, proof->group[i], proof->node_count);
    }
    proof->member = list_again(c, proof->member, proof->member_count);
    for (size_t i = 0; i < proof->set_count; i++) {
        CHOICE(c, proof->set[i].first, proof->member_count);
        CHOICE(c, proof->set[i].count, proof->set[i].count);
        add_numbers(c, &proof->set[i].price);
    }
    add_numbers(c, &proof->scale);
}

static void copy_leaf(copy *c, ep_leaf_prices *leaf, size_t nodes, size_t rules, size_t halves)
{
    leaf->node = again(c, leaf->node, nodes, sizeof *leaf->node);
    leaf->rule = again(c, leaf->rule, rules, sizeof *leaf->rule);
    leaf->half = again(c, leaf->half, leaf->half_count, sizeof *leaf->half);
    CHOICE(c, leaf->impossible, 2);
    CHOICE(c, leaf->half_count, leaf->half_count);
    for (size_t i = 0; i < nodes; i++) {
        NUMBER(c, leaf->node[i]);
    }
    for (size_t i = 0; i < rules; i++) {
        NUMBER(c, leaf->rule[i]);
    }
    for (size_t i = 0; i < leaf->half_count; i++) {
        CHOICE(c, leaf->half[i].half, halves + 1);
        NUMBER(c, leaf->half[i].price);
    }
}

static void copy_halves(copy *c, ep_limited *tree)
{
    ep_half *half = again(c, tree->half, tree->half_count, sizeof *half);
    for (size_t i = 0; i < tree->half_count; i++) {
        half[i].node = list_again(c, half[i].node, half[i].node_count);
        half[i].rule = list_again(c, half[i].rule, half[i].rule_count);
        half[i].edge = list_again(c, half[i].edge, half[i].edge_count);
        CHOICE(c, half[i].node_count, half[i].node_count);
        CHOICE(c, half[i].rule_count, half[i].rule_count);
        CHOICE(c, half[i].edge_count, half[i].edge_count);
    }
    tree->half = half;
}

static void copy_decisions(copy *c, ep_limited *tree)
{
    tree->decision = again(c, tree->decision, tree->decision_count, sizeof *tree->decision);
    for (size_t i = 0; i < tree->decision_count; i++) {
        ep_decision *it = &tree->decision[i];
        CHOICE(c, it->triad, 2);
        NUMBER(c, it->subject);
        CHOICE(c, it->yes, tree->decision_count + 1);
        CHOICE(c, it->no, tree->decision_count + 1);
        CHOICE(c, it->prices, tree->price_count + 1);
    }
}

static void copy_tree(copy *c, ep_proof *proof, size_t nodes)
{
    ep_limited *tree = again(c, proof->tree, 1, sizeof *tree);
    ep_limit *limit = again(c, proof->limit, proof->limit_count, sizeof *limit);
    proof->tree = tree;
    proof->limit = limit;
    copy_decisions(c, tree);
    copy_halves(c, tree);
    tree->prices = again(c, tree->prices, tree->price_count, sizeof *tree->prices);
    for (size_t i = 0; i < tree->price_count; i++) {
        copy_leaf(c, &tree->prices[i], nodes, proof->limit_count, tree->half_count);
    }
    tree->shift = again(c, tree->shift, proof->limit_count, sizeof *tree->shift);
    for (size_t i = 0; i < proof->limit_count; i++) {
        CHOICE(c, tree->shift[i], 70);
        CHOICE(c, limit[i].kind, EP_GROUP + 2);
        NUMBER(c, limit[i].i);
        NUMBER(c, limit[i].k);
    }
}

static void copy_answer(copy *c, const epic_pairing *pairing)
{
    c->pairing.pairs = again(c, pairing->pairs, pairing->pair_count, sizeof *pairing->pairs);
    c->pairing.unpaired = again(c, pairing->unpaired, pairing->unpaired_count, sizeof *pairing->unpaired);
    for (size_t i = 0; i < pairing->pair_count; i++) {
        NUMBER(c, c->pairing.pairs[i].a);
        NUMBER(c, c->pairing.pairs[i].b);
        NUMBER(c, c->pairing.pairs[i].round);
        CHOICE(c, c->pairing.pairs[i].pinned, 2);
        CHOICE(c, c->pairing.pairs[i].triad, 2);
    }
    for (size_t i = 0; i < pairing->unpaired_count; i++) {
        NUMBER(c, c->pairing.unpaired[i].city);
        NUMBER(c, c->pairing.unpaired[i].round);
    }
    CHOICE(c, c->pairing.pair_count, pairing->pair_count);
    CHOICE(c, c->pairing.unpaired_count, pairing->unpaired_count);
    CHOICE(c, c->pairing.order.prefer, EPIC_PREFER_FAIRNESS + 1);
    for (size_t i = 0; i < c->cells; i++) {
        c->cell[i].answer = true;
    }
}

static void copy_of(copy *c, const epic_pairing *pairing)
{
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    size_t nodes = epic_programme_cities(programme) * (epic_programme_rules(programme)->form == EPIC_MUTUAL ? 1 : 2);
    c->pairing = *pairing;
    c->arena = ep_arena_new();
    c->cells = 0;
    copy_answer(c, pairing);
    ep_proof *proof = c->pairing.proof = again(c, pairing->proof, pairing->proof_count, sizeof *proof);
    for (size_t i = 0; i < pairing->proof_count; i++, proof++) {
        CHOICE(c, proof->claim, EP_CLAIMS);
        NUMBER(c, proof->round);
        NUMBER(c, proof->floor);
        if (proof->tree != NULL) {
            copy_tree(c, proof, nodes);
        } else {
            copy_prices(c, proof, nodes);
        }
    }
    CHOICE(c, c->pairing.proof_count, pairing->proof_count);
}

/* ---- changes ---- */

typedef struct trial {
    copy honest;
    epic_pairing *worse[MOST_WORSE];
    size_t count;
    worth best;
    size_t tried, refused;
} trial;

/* Whether it is refused, and with a reason. */
static bool refused(const epic_pairing *pairing)
{
    epic_diags *diags = epic_diags_new();
    int status = epic_pairing_verify(pairing, diags);
    ck_assert(status == EPIC_OK || status == EPIC_EINPUT);
    ck_assert((status == EPIC_OK) == (epic_diags_errors(diags) == 0));
    epic_diags_free(diags);
    return status != EPIC_OK;
}

/* Its proofs are those of the trial, whatever they are by now. */
static void check_worse(const trial *t)
{
    for (size_t i = 0; i < t->count; i++) {
        epic_pairing worse = *t->worse[i];
        worse.order = t->honest.pairing.order;
        worse.proof = t->honest.pairing.proof;
        worse.proof_count = t->honest.pairing.proof_count;
        ck_assert_msg(refused(&worse), "%s", file.bytes);
    }
}

static void check_change(trial *t, const cell *at)
{
    const epic_pairing *pairing = &t->honest.pairing;
    bool good = refused(pairing);
    t->tried++;
    t->refused += good;
    if (!good && at->answer) {
        epic_pairing *own;
        ck_assert_int_eq(ep_pairing_make(&own, pairing->scores, &pairing->order, &unwatched, NULL), EPIC_OK);
        ck_assert_msg(equal(worth_of(pairing, own->scores, own), worth_of(own, own->scores, own)), "%s", file.bytes);
        epic_pairing_unref(own);
    } else if (!good) {
        check_worse(t);
    }
}

static uint64_t read_number(const cell *at)
{
    return at->bytes == 1 ? *(uint8_t *)at->at : at->bytes == 4 ? *(uint32_t *)at->at : *(uint64_t *)at->at;
}

static void write_number(const cell *at, uint64_t number)
{
    if (at->bytes == 1) {
        *(uint8_t *)at->at = (uint8_t)number;
    } else if (at->bytes == 4) {
        *(uint32_t *)at->at = (uint32_t)number;
    } else {
        *(uint64_t *)at->at = number;
    }
}

static void change(trial *t, const cell *at)
{
    static const int shifts[] = {0, 12, 20, 32, 50};
    uint64_t old = read_number(at);
    for (uint64_t i = 0; i < at->most; i++) {
        if (i != old) {
            write_number(at, i);
            check_change(t, at);
        }
    }
    for (size_t i = 0; i < 2 * sizeof shifts / sizeof *shifts && at->most == 0; i++) {
        uint64_t step = UINT64_C(1) << shifts[i / 2];
        if (i < 2 || at->bytes == 8) {
            write_number(at, i % 2 == 0 ? old + step : old - step);
            check_change(t, at);
        }
    }
    write_number(at, old);
}

/* Without one of the pairs, the best may be worse. */
static void find_worse(trial *t, const epic_pairing *pairing)
{
    for (size_t i = 0; i < pairing->pair_count && t->count < MOST_WORSE; i++) {
        const epic_pair *pair = &pairing->pairs[i];
        ep_settled out = {pair->a, pair->b, EP_FATE_OUT};
        ep_order order = {.prefer = pairing->order.prefer, .settled = &out, .settled_count = 1};
        epic_pairing **to = &t->worse[t->count];
        if (pair->pinned || pair->round > 1 || ep_pairing_make(to, pairing->scores, &order, &unwatched, NULL) != EPIC_OK) {
            continue;
        }
        if (equal(worth_of(*to, pairing->scores, pairing), t->best)) {
            epic_pairing_unref(*to);
        } else {
            t->count++;
        }
    }
}

static void try_world(uint64_t world, size_t *tried, size_t *right)
{
    static trial t;
    epic_pairing *pairing;
    say_world(world, AS_IT_IS);
    epic_scores *scores = scores_of_file(&file);
    int status = epic_pairing_make(&pairing, scores, NULL, NULL);
    if (status == EPIC_OK) {
        t.count = t.tried = t.refused = 0;
        t.best = worth_of(pairing, scores, pairing);
        copy_of(&t.honest, pairing);
        ck_assert(!refused(&t.honest.pairing));
        find_worse(&t, pairing);
        check_worse(&t);
        for (size_t i = world % (t.honest.cells / MOST_TRIED + 1); i < t.honest.cells; i += t.honest.cells / MOST_TRIED + 1) {
            change(&t, &t.honest.cell[i]);
        }
        ck_assert(!refused(&t.honest.pairing));
        *tried += t.tried;
        *right += t.refused;
        for (size_t i = 0; i < t.count; i++) {
            epic_pairing_unref(t.worse[i]);
        }
        ep_arena_free(t.honest.arena);
        epic_pairing_unref(pairing);
    }
    epic_scores_unref(scores);
}

START_TEST(no_change_proves_what_is_false)
{
    uint64_t state = seed + 977 * (uint64_t)_i;
    size_t tried = 0, right = 0;
    for (int i = 0; i < cases(WORLDS / PORTIONS); i++) {
        try_world(next(&state), &tried, &right);
    }
    printf("# %zu changes, %zu of them refused\n", tried, right);
    ck_assert_uint_gt(tried, (size_t)cases(1000));
    ck_assert_uint_gt(right, tried / 4);
}
END_TEST

/* ---- the proof of one programme against another ---- */

static void hold_against(epic_pairing *answer, epic_scores *scores)
{
    epic_pairing *own, other = *answer;
    if (epic_pairing_make(&own, scores, NULL, NULL) != EPIC_OK) {
        return;
    }
    other.scores = scores;
    other.order = own->order;
    worth mine = worth_of(own, scores, own), its = worth_of(&other, scores, own);
    ck_assert_msg(equal(mine, its) || refused(&other), "%s", file.bytes);
    epic_pairing_unref(own);
}

START_TEST(a_proof_is_of_its_programme)
{
    uint64_t state = seed * 3 + (uint64_t)_i;
    for (int i = 0; i < cases(10 * WORLDS / PORTIONS); i++) {
        uint64_t world = next(&state);
        epic_scores *scores[2];
        epic_pairing *pairing;
        for (int k = 0; k < 2; k++) {
            say_world(world, k == 0 ? AS_IT_IS : 1 + i % (VARIATIONS - 1));
            scores[k] = scores_of_file(&file);
        }
        for (int k = 0; k < 2; k++) {
            if (epic_pairing_make(&pairing, scores[k], NULL, NULL) == EPIC_OK) {
                hold_against(pairing, scores[1 - k]);
                epic_pairing_unref(pairing);
            }
        }
        epic_scores_unref(scores[0]);
        epic_scores_unref(scores[1]);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("proof");
    TCase *all = tcase_create("all");
    printf("# seed %llu\n", (unsigned long long)seed);
    tcase_set_timeout(all, 100);
    tcase_add_loop_test(all, no_change_proves_what_is_false, 0, PORTIONS);
    tcase_add_loop_test(all, a_proof_is_of_its_programme, 0, PORTIONS);
    suite_add_tcase(suite, all);
    return run(suite);
}
