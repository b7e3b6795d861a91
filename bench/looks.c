/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "looks.h"

#include <stdlib.h>

#include "sieve.h"

bool compute_values(const epic_scores *scores)
{
    size_t n = epic_programme_cities(epic_scores_programme(scores));
    double *values = malloc(n * sizeof *values);
    for (size_t i = 0; i < n && values != NULL; i++) {
        epic_scores_values(scores, i, 0, n, values);
    }
    free(values);
    return values != NULL;
}

double price_of(const epic_pairing *pairing, size_t city)
{
    const ep_proof *proof = &pairing->proof[0];
    return (double)proof->price[city].at[EP_WEIGHT] / (double)proof->scale.at[EP_WEIGHT] / 0x1p30;
}

static void sieve_city(const ep_sieve *sieve, size_t a, size_t tiles, const float *levels, const float *extras)
{
    uint32_t passed[EP_SIEVE_TILE];
    for (size_t tile = a / EP_SIEVE_TILE; tile < tiles; tile++) {
        ep_sieve_tile(sieve, sieve, a, (ep_bar){levels[a], 0}, tile, levels, extras, passed);
    }
}

bool sieve_pairs(const epic_pairing *pairing)
{
    size_t n = epic_programme_cities(epic_scores_programme(pairing->scores)), tiles = (n + EP_SIEVE_TILE - 1) / EP_SIEVE_TILE;
    ep_arena *arena = ep_arena_new();
    uint32_t *cities = arena != NULL ? ep_arena_array_of(arena, n, uint32_t) : NULL;
    for (size_t i = 0; i < n && cities != NULL; i++) {
        cities[i] = (uint32_t)i;
    }
    ep_sieve *sieve = cities != NULL ? ep_sieve_make(arena, pairing->scores, false, cities, n) : NULL;
    float *levels = arena != NULL ? ep_arena_array_of(arena, tiles * EP_SIEVE_TILE, float) : NULL;
    float *extras = arena != NULL ? ep_arena_array_of(arena, tiles * EP_SIEVE_TILE, float) : NULL;
    bool room = sieve != NULL && levels != NULL && extras != NULL;
    for (size_t i = 0; room && i < tiles * EP_SIEVE_TILE; i++) {
        levels[i] = ep_sieve_level(i < n ? price_of(pairing, i) : 1);
        extras[i] = 0;
    }
    for (size_t a = 0; room && a < n; a++) {
        sieve_city(sieve, a, tiles, levels, extras);
    }
    ep_arena_free(arena);
    return room;
}
