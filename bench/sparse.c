/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sparse.h"

#include <stdlib.h>

#include "hash.h"
#include "instance.h"
#include "looks.h"

enum { BEST = 16 };

typedef struct near {
    uint32_t city;
    double left_over, value;
} near;

/* Keeps the best in order. */
static void insert(near *best, size_t *count, near one)
{
    if (*count == BEST && best[BEST - 1].left_over <= one.left_over) {
        return;
    }
    size_t at = *count < BEST ? (*count)++ : BEST - 1;
    for (; at > 0 && best[at - 1].left_over > one.left_over; at--) {
        best[at] = best[at - 1];
    }
    best[at] = one;
}

static size_t find_best(near *best, const epic_pairing *pairing, size_t a, double *values)
{
    const epic_programme *programme = epic_scores_programme(pairing->scores);
    size_t n = epic_programme_cities(programme), count = 0;
    epic_scores_values(pairing->scores, a, 0, n, values);
    for (size_t b = 0; b < n; b++) {
        double left_over = price_of(pairing, b) - values[b];
        bool better = values[b] > 0 && (count < BEST || left_over < best[BEST - 1].left_over);
        if (better && epic_pair_rule(pairing->scores, a, b) == EPIC_ALLOWED) {
            insert(best, &count, (near){(uint32_t)b, left_over, values[b]});
        }
    }
    return count;
}

static int by_nodes(const void *a, const void *b)
{
    const ep_edge *one = a, *other = b;
    return one->u != other->u ? (one->u < other->u ? -1 : 1) : (one->v > other->v) - (one->v < other->v);
}

static size_t without_doubles(ep_edge *edges, size_t count)
{
    size_t kept = 0;
    qsort(edges, count, sizeof *edges, by_nodes);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || by_nodes(edges + kept - 1, edges + i) != 0) {
            edges[kept++] = edges[i];
        }
    }
    return kept;
}

/* With a tie number of some kind, so that the core has that work too. */
static ep_edge edge_of(uint32_t a, near other)
{
    uint32_t low = a < other.city ? a : other.city, high = a < other.city ? other.city : a;
    return (ep_edge){low, high, {{units_of(other.value), (int64_t)(ep_mix64((uint64_t)low << 32 | high) >> 32) + 1}}};
}

bool list_best(ep_match_problem *out, ep_arena *arena, const epic_pairing *pairing)
{
    size_t n = epic_programme_cities(epic_scores_programme(pairing->scores)), count = 0;
    ep_edge *edges = ep_arena_array_of(arena, n * BEST, ep_edge);
    ep_room *room = ep_arena_array_of(arena, n, ep_room);
    double *values = ep_arena_array_of(arena, n, double);
    if (edges == NULL || room == NULL || values == NULL) {
        return false;
    }
    for (size_t a = 0; a < n; a++) {
        near best[BEST];
        room[a] = (ep_room){0, 1};
        for (size_t i = find_best(best, pairing, a, values); i-- > 0;) {
            edges[count++] = edge_of((uint32_t)a, best[i]);
        }
    }
    *out = (ep_match_problem){.node_count = n, .edge_count = without_doubles(edges, count), .room = room, .edge = edges};
    return true;
}
