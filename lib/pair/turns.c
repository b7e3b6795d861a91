/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "turns.h"

#include <stdlib.h>

#define NO_PAIR SIZE_MAX

/* A city in a part has as many seats as its pairs need, `rounds` to a seat, so that a seat has a round for each of its pairs. */
typedef struct table {
    const ep_choice *pairs;
    uint32_t rounds;
    size_t *seat[2]; /* of each pair: its guest's and its host's */
    size_t *at;      /* of each seat and round: the pair there, or NO_PAIR */
    uint32_t *turn;
} table;

static size_t *place(const table *t, size_t seat, uint32_t round)
{
    return &t->at[seat * t->rounds + round];
}

static uint32_t free_round(const table *t, size_t seat)
{
    uint32_t round = 0;
    while (*place(t, seat, round) != NO_PAIR) {
        round++;
    }
    return round;
}

static void put(table *t, size_t pair, uint32_t round)
{
    t->turn[pair] = round;
    *place(t, t->seat[0][pair], round) = pair;
    *place(t, t->seat[1][pair], round) = pair;
}

/* From a host's seat on, the pairs that alternate between the two rounds exchange them, which frees `one` there. The way comes to
 * guests by pairs of round `one`, so that it never comes to the guest who has that round free. */
static void exchange(table *t, size_t seat, uint32_t one, uint32_t other)
{
    int side = 1;
    size_t pair = *place(t, seat, one);
    *place(t, seat, one) = NO_PAIR;
    while (pair != NO_PAIR) {
        size_t across = t->seat[1 - side][pair], next = *place(t, across, other);
        if (*place(t, across, one) == pair) {
            *place(t, across, one) = NO_PAIR;
        }
        put(t, pair, other);
        uint32_t turn = one;
        one = other;
        other = turn;
        side = 1 - side;
        pair = next;
    }
}

static void seat_pair(table *t, size_t pair)
{
    uint32_t one = free_round(t, t->seat[0][pair]), other = free_round(t, t->seat[1][pair]);
    if (*place(t, t->seat[1][pair], one) != NO_PAIR) {
        exchange(t, t->seat[1][pair], one, other);
    }
    put(t, pair, one);
}

/* Seats are numbered as they are needed; a new one when a city's last is full. */
static size_t give_seats(table *t, size_t count, size_t cities, size_t *last, uint32_t *used)
{
    size_t seats = 0;
    for (size_t i = 0; i < count; i++) {
        size_t node[2] = {t->pairs[i].a, cities + t->pairs[i].b};
        for (int side = 0; side < 2; side++) {
            if (used[node[side]]++ % t->rounds == 0) {
                last[node[side]] = seats++;
            }
            t->seat[side][i] = last[node[side]];
        }
    }
    return seats;
}

bool ep_take_turns(const ep_choice *pairs, size_t count, size_t cities, uint32_t rounds, uint32_t *turn)
{
    table t = {.pairs = pairs, .rounds = rounds, .turn = turn};
    size_t *last = calloc(2 * cities + 1, sizeof *last), seats = 0;
    uint32_t *used = calloc(2 * cities + 1, sizeof *used);
    t.seat[0] = calloc(count + 1, sizeof **t.seat);
    t.seat[1] = calloc(count + 1, sizeof **t.seat);
    if (last != NULL && used != NULL && t.seat[0] != NULL && t.seat[1] != NULL) {
        seats = give_seats(&t, count, cities, last, used);
        t.at = malloc((seats * rounds + 1) * sizeof *t.at);
    }
    for (size_t i = 0; i < seats * rounds && t.at != NULL; i++) {
        t.at[i] = NO_PAIR;
    }
    for (size_t i = 0; i < count && t.at != NULL; i++) {
        seat_pair(&t, i);
    }
    bool done = t.at != NULL;
    void *all[] = {last, used, t.seat[0], t.seat[1], t.at};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        free(all[i]);
    }
    return done;
}
