/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sieve for the values of very many pairs: in single precision, it tells which of them may reach a bar. It never loses one that
 * does, and lets few pass that do not; what passes is for epic_scores_value() to settle. */
#ifndef EP_SIEVE_H
#define EP_SIEVE_H

#include <epic/score.h>

#include "arena.h"

/* Cities are sieved by so many at a time. */
#define EP_SIEVE_TILE 128

typedef struct ep_sieve ep_sieve;

/* What a pair's value must reach is the sum of two such levels, one of each city, and the lesser of their two extras. */
typedef struct ep_bar {
    float level, extra;
} ep_bar;

/* Some cities, known by their places in that list; directed they are guests or hosts. Lives in the arena, and needs the scores no
 * more. NULL when out of memory. O(count x domains). */
ep_sieve *ep_sieve_make(ep_arena *arena, const epic_scores *scores, bool hosts, const uint32_t *cities, size_t count);
/* A level, or an extra, as the sieve wants it: a little less, for all rounding. May be infinite. */
float ep_sieve_level(double level);
/* Lists the cities b of tile number `tile`, ascending, whose pairs with `a` may reach their bar; itself may be among them.
 * Returns how many.
 * @param side the sieve that `a` is of, directed of the others, else the same
 * @param levels, extras of each city, with room for a multiple of EP_SIEVE_TILE of them
 * @param out room for EP_SIEVE_TILE. Any thread; O(domains x EP_SIEVE_TILE). */
size_t ep_sieve_tile(const ep_sieve *sieve, const ep_sieve *side, size_t a, ep_bar own, size_t tile, const float *levels,
                     const float *extras, uint32_t *out);

#endif
