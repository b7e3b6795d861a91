/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benefits are computed as by score.c, but with all that belongs to one city alone done before: needs are shares of their sum,
 * strengths count in steps, and there is neither division nor root. Every benefit is made a little too great, by more than what
 * single precision can lose, and every value grows with both benefits. */
#if defined(__GNUC__) && !defined(__clang__)
/* No number here is infinite or none at all, so that a minimum can be one instruction; and what is not rounded is not lost. */
#pragma GCC optimize("O3", "finite-math-only", "no-signed-zeros", "fp-contract=fast")
#endif

#include "sieve.h"

#include <math.h>

#include "scores.h"
#include "targets.h"

enum { TILE = EP_SIEVE_TILE, AT_ONCE = 4, FLAGS = 32, LINE = 64 };

static const float UNIT = 0x1p-24F; /* the most that one operation loses of a number up to 1 */
static const double LEAST_SIZE = 0x1p-40, MOST_SIZE = 0x1p40, MOST_LEVEL = 0x1p60;

/* What a city is in a domain; strengths count in steps. Directed, guests have their strength below 0 and their need as what they
 * offer, so that two sides are as one. */
typedef struct point {
    float strength, offer, need, competence;
    float offered, needed; /* the strength times what it offers, and less than 0 times what it needs */
} point;

/* A domain of a tile of cities. */
typedef struct lane {
    float strength[TILE], offer[TILE], need[TILE], competence[TILE];
} lane;

typedef struct sizes {
    float size[TILE], inverse[TILE];
} sizes;

struct ep_sieve {
    size_t cities, domains; /* domains: a multiple of AT_ONCE */
    lane *lanes;            /* [tile * domains + domain] */
    sizes *sizes;           /* of each tile */
    bool directed, common, by_size, by_competence;
    epic_value value; /* that of two benefits; common challenge stands for one number alone */
    float size_weight, excess; /* excess: what benefits are made too great by */
};

/* ---- the making ---- */

static bool differs(const epic_scores *scores)
{
    bool any = false;
    for (size_t i = 0; i < scores->cities * scores->domains && !any; i++) {
        any = scores->cells[i].competence != 1;
    }
    return any && scores->rules->transfer_competence > 0;
}

static bool is_common(const epic_scores *scores)
{
    return scores->rules->form == EPIC_MUTUAL && scores->rules->value == EPIC_COMMON_CHALLENGE;
}

static void fill_cell(ep_sieve *sieve, const epic_scores *scores, bool guest, size_t i, size_t city, size_t k)
{
    const ep_cell *cell = &scores->cells[city * scores->domains + k];
    lane *to = &sieve->lanes[i / TILE * sieve->domains + k];
    double sum = is_common(scores) ? scores->weights : scores->weighted_need[city];
    double need = sum > 0 ? scores->columns[k].weight * cell->need / sum : 0;
    to->strength[i % TILE] = (float)((guest ? -1 : 1) * cell->strength / scores->rules->step);
    to->offer[i % TILE] = (float)(guest ? need : cell->offer);
    to->need[i % TILE] = (float)need;
    to->competence[i % TILE] = (float)(cell->competence * scores->rules->transfer_competence);
}

/* Of a size that is not known, or fits in no float, the ratio to any other is at least 1. */
static void fill_size(ep_sieve *sieve, const epic_scores *scores, size_t i, size_t city)
{
    double size = scores->size[city];
    bool good = size > LEAST_SIZE && size < MOST_SIZE;
    sieve->sizes[i / TILE].size[i % TILE] = good ? (float)size : 0x1p60F;
    sieve->sizes[i / TILE].inverse[i % TILE] = good ? (float)(1 / size) : 0x1p60F;
    sieve->by_size = sieve->by_size || (good && scores->rules->transfer_size > 0 && !is_common(scores));
}

/* A benefit is off by the rounding of steps, which is done up to six times, and by that of a few factors and the sum; twice that
 * is enough. */
static float excess_of(const epic_scores *scores)
{
    double most = 12 / scores->rules->step + 2 * (double)scores->domains + 32;
    return (float)(most * (double)UNIT);
}

/* At a multiple of a cache's line, as else each read is of two. */
static lane *lanes_of(ep_arena *arena, size_t count)
{
    char *memory = ep_arena_array(arena, count + 1, sizeof(lane));
    return memory != NULL ? (lane *)(void *)(memory + (LINE - (uintptr_t)memory % LINE) % LINE) : NULL;
}

ep_sieve *ep_sieve_make(ep_arena *arena, const epic_scores *scores, bool hosts, const uint32_t *cities, size_t count)
{
    size_t tiles = (count + TILE - 1) / TILE;
    ep_sieve *sieve = ep_arena_new_of(arena, ep_sieve);
    if (sieve == NULL) {
        return NULL;
    }
    sieve->cities = count;
    sieve->domains = (scores->domains + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    sieve->lanes = lanes_of(arena, tiles * sieve->domains);
    sieve->sizes = ep_arena_array_of(arena, tiles, sizes);
    if (sieve->lanes == NULL || sieve->sizes == NULL) {
        return NULL;
    }
    sieve->directed = scores->rules->form != EPIC_MUTUAL;
    for (size_t i = 0; i < count; i++) {
        fill_size(sieve, scores, i, cities[i]);
        for (size_t k = 0; k < scores->domains; k++) {
            fill_cell(sieve, scores, sieve->directed && !hosts, i, cities[i], k);
        }
    }
    sieve->value = sieve->directed ? EPIC_COMMON_CHALLENGE : scores->rules->value;
    sieve->common = is_common(scores);
    sieve->by_competence = differs(scores);
    sieve->size_weight = (float)scores->rules->transfer_size;
    sieve->excess = excess_of(scores);
    return sieve;
}

/* The bar is the sum of three, and is squared: of all rounding each of the two levels bears more than half. */
float ep_sieve_level(double level)
{
    double most = level < -MOST_LEVEL ? -MOST_LEVEL : level > MOST_LEVEL ? MOST_LEVEL : level;
    return (float)(most - (1 + fabs(most)) * 0x1p-20);
}

/* ---- the sieving ---- */

/* One city against a tile: what it learns from each, each from it, and the bar. */
typedef struct work {
    _Alignas(LINE) float learns[TILE], teaches[TILE], bar[TILE];
    int32_t passes[TILE];
} work;

/* What is learnt of what is offered: `each` for each step that one strength is ahead, up to one step; `own` is less the other
 * strength, times `each`. */
EP_INLINE float lead(float strength, float each, float own)
{
    float steps = strength * each + own, up = steps < each ? steps : each;
    return up > 0 ? up : 0;
}

EP_INLINE float rest_of(const lane *restrict it, point own, size_t i, bool by_competence)
{
    return by_competence ? 1 - fabsf(it->competence[i] - own.competence) : 1;
}

EP_INLINE void add_term(const lane *restrict it, point own, size_t i, bool by_competence, float *learns, float *teaches)
{
    float rest = rest_of(it, own, i, by_competence);
    *learns += it->offer[i] * (lead(it->strength[i], own.need, own.needed) * rest);
    *teaches += it->need[i] * (lead(-it->strength[i], own.offer, own.offered) * rest);
}

/* Directed, the one benefit stands for what is learnt. */
EP_INLINE float one_term(const lane *restrict it, point own, size_t i, bool by_competence)
{
    return it->offer[i] * (lead(it->strength[i], own.offer, own.offered) * rest_of(it, own, i, by_competence));
}

/* So many domains that several cities are done at once: loops but one are written out, as compilers do not always do it. */
EP_INLINE void add_terms(const lane *restrict lanes, const point *own, bool by_competence, work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        float learns = w->learns[i], teaches = w->teaches[i];
        add_term(&lanes[0], own[0], i, by_competence, &learns, &teaches);
        add_term(&lanes[1], own[1], i, by_competence, &learns, &teaches);
        add_term(&lanes[2], own[2], i, by_competence, &learns, &teaches);
        add_term(&lanes[3], own[3], i, by_competence, &learns, &teaches);
        w->learns[i] = learns;
        w->teaches[i] = teaches;
    }
}

EP_INLINE void add_one_term(const lane *restrict lanes, const point *own, bool by_competence, work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        w->learns[i] += one_term(&lanes[0], own[0], i, by_competence) + one_term(&lanes[1], own[1], i, by_competence) +
                        one_term(&lanes[2], own[2], i, by_competence) + one_term(&lanes[3], own[3], i, by_competence);
    }
}

/* What the city `i` of a tile is in some domains. */
EP_INLINE void gather(const lane *restrict from, size_t i, point *out)
{
    for (size_t k = 0; k < AT_ONCE; k++) {
        float strength = from[k].strength[i], offer = from[k].offer[i], need = from[k].need[i];
        out[k] = (point){strength, offer, need, from[k].competence[i], strength * offer, -strength * need};
    }
}

EP_INLINE void add_benefits(const ep_sieve *sieve, const lane *restrict lanes, const lane *restrict rows, size_t a,
                            work *restrict w)
{
    for (size_t k = 0; k < sieve->domains; k += AT_ONCE) {
        point own[AT_ONCE];
        gather(&rows[k], a, own);
        if (sieve->directed) {
            sieve->by_competence ? add_one_term(&lanes[k], own, true, w) : add_one_term(&lanes[k], own, false, w);
        } else {
            sieve->by_competence ? add_terms(&lanes[k], own, true, w) : add_terms(&lanes[k], own, false, w);
        }
    }
}

EP_INLINE void add_common(const ep_sieve *sieve, const lane *restrict lanes, const lane *restrict rows, size_t a,
                          work *restrict w)
{
    for (size_t k = 0; k < sieve->domains; k++) {
        float own = rows[k].need[a];
        for (size_t i = 0; i < TILE; i++) {
            w->learns[i] += lanes[k].need[i] < own ? lanes[k].need[i] : own;
        }
    }
}

EP_INLINE void shrink_by_size(const ep_sieve *side, size_t a, const sizes *restrict b, work *restrict w)
{
    const sizes *own = &side->sizes[a / TILE];
    float size = own->size[a % TILE], inverse = own->inverse[a % TILE];
    float weight = side->size_weight, rest = 1 - weight + 8 * UNIT;
    for (size_t i = 0; i < TILE; i++) {
        float one = size * b->inverse[i], other = inverse * b->size[i], ratio = one < other ? one : other;
        float factor = rest + weight * (ratio < 1 ? ratio : 1);
        w->learns[i] *= factor;
        w->teaches[i] *= factor;
    }
}

EP_INLINE void begin(float excess, ep_bar own, const float *restrict levels, const float *restrict extras,
                             work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        w->learns[i] = w->teaches[i] = excess;
        w->bar[i] = own.level + levels[i] + (own.extra < extras[i] ? own.extra : extras[i]);
    }
}

/* Both sides are squared, or multiplied, so that no root is needed. */
EP_INLINE bool reaches(epic_value value, float learns, float teaches, float bar)
{
    switch (value) {
    case EPIC_GEOMETRIC:
        return learns * teaches >= bar * fabsf(bar);
    case EPIC_MIN:
        return (learns < teaches ? learns : teaches) >= bar;
    case EPIC_HARMONIC:
        return 2 * learns * teaches >= bar * (learns + teaches);
    case EPIC_MEAN:
        return learns + teaches >= 2 * bar;
    default:
        return learns >= bar;
    }
}

EP_INLINE int32_t compare_as(epic_value value, work *restrict w)
{
    int32_t any = 0;
    for (size_t i = 0; i < TILE; i++) {
        w->passes[i] = reaches(value, w->learns[i], w->teaches[i], w->bar[i]);
        any |= w->passes[i];
    }
    return any;
}

/* Whether any passes. */
EP_INLINE int32_t compare(epic_value value, work *restrict w)
{
    switch (value) {
    case EPIC_GEOMETRIC:
        return compare_as(EPIC_GEOMETRIC, w);
    case EPIC_MIN:
        return compare_as(EPIC_MIN, w);
    case EPIC_HARMONIC:
        return compare_as(EPIC_HARMONIC, w);
    case EPIC_MEAN:
        return compare_as(EPIC_MEAN, w);
    default:
        return compare_as(EPIC_COMMON_CHALLENGE, w);
    }
}

/* A city of one side, and a tile of those of the other. */
typedef struct task {
    const ep_sieve *sieve, *side;
    size_t a, tile;
    ep_bar own;
    const float *levels, *extras; /* of the tile */
} task;

EP_TARGETS static int32_t sift(const task *t, const lane *restrict lanes, const lane *restrict rows, work *restrict w)
{
    size_t a = t->a % TILE;
    begin(t->sieve->excess, t->own, t->levels, t->extras, w);
    if (t->sieve->common) {
        add_common(t->sieve, lanes, rows, a, w);
    } else {
        add_benefits(t->sieve, lanes, rows, a, w);
    }
    if (t->sieve->by_size) {
        shrink_by_size(t->side, t->a, &t->sieve->sizes[t->tile], w);
    }
    return compare(t->sieve->value, w);
}

/* As a rule very few have passed. */
static size_t list_passed(const work *w, size_t known, uint32_t first, uint32_t *out)
{
    size_t count = 0;
    for (size_t from = 0; from < known; from += FLAGS) {
        int32_t any = 0;
        for (size_t i = from; i < from + FLAGS; i++) {
            any |= w->passes[i];
        }
        for (size_t i = from; any != 0 && i < from + FLAGS && i < known; i++) {
            out[count] = first + (uint32_t)i;
            count += w->passes[i] != 0;
        }
    }
    return count;
}

size_t ep_sieve_tile(const ep_sieve *sieve, const ep_sieve *side, size_t a, ep_bar own, size_t tile, const float *levels,
                     const float *extras, uint32_t *out)
{
    work w;
    size_t first = tile * TILE, known = sieve->cities - first < TILE ? sieve->cities - first : TILE;
    task t = {sieve, side, a, tile, own, levels + first, extras + first};
    bool any = sift(&t, &sieve->lanes[tile * sieve->domains], &side->lanes[a / TILE * side->domains], &w);
    return any ? list_passed(&w, known, (uint32_t)first, out) : 0;
}
