/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Benefits are computed as by score.c, but with all that belongs to one city alone done before: needs are shares of their sum,
 * strengths count in steps, and there is neither division nor root. Every benefit is made a little too great, by more than what
 * single precision can lose, and every value grows with both benefits. */
#if defined(__GNUC__) && !defined(__clang__)
/* No number here is infinite or none at all, so that a minimum can be one instruction. */
#pragma GCC optimize("O3", "finite-math-only", "no-signed-zeros")
#endif

#include "sieve.h"

#include <math.h>

#include "scores.h"
#include "targets.h"

enum { TILE = EP_SIEVE_TILE, AT_ONCE = 2, FLAGS = 32 };

static const float UNIT = 0x1p-24F; /* the most that one operation loses of a number up to 1 */
static const double LEAST_SIZE = 0x1p-40, MOST_SIZE = 0x1p40, MOST_LEVEL = 0x1p60;

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

/* What a city is in a pair. */
typedef enum side { GUEST, HOST, BOTH } side;

/* What a city is in a domain. */
typedef struct point {
    float strength, offer, need, competence;
} point;

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

static void fill_cell(ep_sieve *sieve, const epic_scores *scores, size_t city, size_t k)
{
    lane *to = &sieve->lanes[city / TILE * sieve->domains + k];
    const ep_cell *cell = &scores->cells[city * scores->domains + k];
    double sum = is_common(scores) ? scores->weights : scores->weighted_need[city];
    to->strength[city % TILE] = (float)(cell->strength / scores->rules->step);
    to->offer[city % TILE] = (float)cell->offer;
    to->need[city % TILE] = (float)(sum > 0 ? scores->columns[k].weight * cell->need / sum : 0);
    to->competence[city % TILE] = (float)(cell->competence * scores->rules->transfer_competence);
}

/* Of a size that is not known, or fits in no float, the ratio to any other is at least 1. */
static void fill_size(ep_sieve *sieve, const epic_scores *scores, size_t city)
{
    double size = scores->size[city];
    bool good = size > LEAST_SIZE && size < MOST_SIZE;
    sieve->sizes[city / TILE].size[city % TILE] = good ? (float)size : 0x1p60F;
    sieve->sizes[city / TILE].inverse[city % TILE] = good ? (float)(1 / size) : 0x1p60F;
    sieve->by_size = sieve->by_size || (good && scores->rules->transfer_size > 0 && !is_common(scores));
}

/* A benefit is off by the steps' rounding, and by that of a few factors and the sum; twice that is enough. */
static float excess_of(const epic_scores *scores)
{
    double most = 4 / scores->rules->step + 2 * (double)scores->domains + 32;
    return (float)(most * (double)UNIT);
}

ep_sieve *ep_sieve_make(ep_arena *arena, const epic_scores *scores)
{
    size_t tiles = (scores->cities + TILE - 1) / TILE;
    ep_sieve *sieve = ep_arena_new_of(arena, ep_sieve);
    if (sieve == NULL) {
        return NULL;
    }
    sieve->cities = scores->cities;
    sieve->domains = (scores->domains + AT_ONCE - 1) / AT_ONCE * AT_ONCE;
    sieve->lanes = ep_arena_array_of(arena, tiles * sieve->domains, lane);
    sieve->sizes = ep_arena_array_of(arena, tiles, sizes);
    if (sieve->lanes == NULL || sieve->sizes == NULL) {
        return NULL;
    }
    for (size_t city = 0; city < scores->cities; city++) {
        fill_size(sieve, scores, city);
        for (size_t k = 0; k < scores->domains; k++) {
            fill_cell(sieve, scores, city, k);
        }
    }
    sieve->directed = scores->rules->form != EPIC_MUTUAL;
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
    float learns[TILE], teaches[TILE], bar[TILE];
    int32_t passes[TILE];
} work;

static inline float clip(float steps)
{
    float up = steps < 1 ? steps : 1;
    return up > -1 ? up : -1;
}

static inline float positive(float x)
{
    return x > 0 ? x : 0;
}

static point point_of(const lane *it, size_t i)
{
    return (point){it->strength[i], it->offer[i], it->need[i], it->competence[i]};
}

/* The steps between two cities as a guest sees them and as a host does, of which one is 0. */
EP_INLINE void add_term(const lane *restrict it, point own, size_t i, bool by_competence, float *learns, float *teaches)
{
    float steps = clip(it->strength[i] - own.strength);
    if (by_competence) {
        steps *= 1 - fabsf(it->competence[i] - own.competence);
    }
    float up = positive(steps);
    *learns += it->offer[i] * up * own.need;
    *teaches += it->need[i] * (up - steps) * own.offer;
}

/* Some domains, with all loops but one unrolled, so that several cities are done at once. Directed, the one benefit stands for
 * what is learnt. */
EP_INLINE void add_terms(const lane *restrict lanes, const point *own, bool by_competence, side as, work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        float learns = 0, teaches = 0;
        for (size_t k = 0; k < AT_ONCE; k++) {
            add_term(&lanes[k], own[k], i, by_competence, &learns, &teaches);
        }
        w->learns[i] += as == HOST ? teaches : learns;
        if (as == BOTH) {
            w->teaches[i] += teaches;
        }
    }
}

EP_TARGETS static void add_benefits(const lane *lanes, const point *own, bool by_competence, side as, work *w)
{
    switch (as) {
    case GUEST:
        by_competence ? add_terms(lanes, own, true, GUEST, w) : add_terms(lanes, own, false, GUEST, w);
        break;
    case HOST:
        by_competence ? add_terms(lanes, own, true, HOST, w) : add_terms(lanes, own, false, HOST, w);
        break;
    default:
        by_competence ? add_terms(lanes, own, true, BOTH, w) : add_terms(lanes, own, false, BOTH, w);
    }
}

EP_TARGETS static void add_common(const lane *restrict lanes, const point *own, work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        for (size_t k = 0; k < AT_ONCE; k++) {
            w->learns[i] += lanes[k].need[i] < own[k].need ? lanes[k].need[i] : own[k].need;
        }
    }
}

EP_TARGETS static void shrink_by_size(const ep_sieve *sieve, size_t a, const sizes *restrict b, work *restrict w)
{
    const sizes *own = &sieve->sizes[a / TILE];
    float size = own->size[a % TILE], inverse = own->inverse[a % TILE];
    float weight = sieve->size_weight, rest = 1 - weight + 8 * UNIT;
    for (size_t i = 0; i < TILE; i++) {
        float one = size * b->inverse[i], other = inverse * b->size[i], ratio = one < other ? one : other;
        float factor = rest + weight * (ratio < 1 ? ratio : 1);
        w->learns[i] *= factor;
        w->teaches[i] *= factor;
    }
}

EP_TARGETS static void begin(float excess, ep_bar own, const float *restrict levels, const float *restrict extras,
                             work *restrict w)
{
    for (size_t i = 0; i < TILE; i++) {
        w->learns[i] = w->teaches[i] = excess;
        w->bar[i] = own.level + levels[i] + (own.extra < extras[i] ? own.extra : extras[i]);
    }
}

/* Both sides are squared, or multiplied, so that no root is needed. */
EP_TARGETS static void compare(epic_value value, work *restrict w)
{
    const float *restrict learns = w->learns, *restrict teaches = w->teaches, *restrict bar = w->bar;
    switch (value) {
    case EPIC_GEOMETRIC:
        for (size_t i = 0; i < TILE; i++) {
            w->passes[i] = learns[i] * teaches[i] >= bar[i] * fabsf(bar[i]);
        }
        break;
    case EPIC_MIN:
        for (size_t i = 0; i < TILE; i++) {
            w->passes[i] = (learns[i] < teaches[i] ? learns[i] : teaches[i]) >= bar[i];
        }
        break;
    case EPIC_HARMONIC:
        for (size_t i = 0; i < TILE; i++) {
            w->passes[i] = 2 * learns[i] * teaches[i] >= bar[i] * (learns[i] + teaches[i]);
        }
        break;
    case EPIC_MEAN:
        for (size_t i = 0; i < TILE; i++) {
            w->passes[i] = learns[i] + teaches[i] >= 2 * bar[i];
        }
        break;
    default:
        for (size_t i = 0; i < TILE; i++) {
            w->passes[i] = learns[i] >= bar[i];
        }
    }
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

size_t ep_sieve_tile(const ep_sieve *sieve, size_t a, bool host, ep_bar own, size_t tile, const float *levels,
                     const float *extras, uint32_t *out)
{
    work w;
    side as = !sieve->directed ? BOTH : host ? HOST : GUEST;
    const lane *lanes = &sieve->lanes[tile * sieve->domains], *mine = &sieve->lanes[a / TILE * sieve->domains];
    size_t first = tile * TILE, known = sieve->cities - first < TILE ? sieve->cities - first : TILE;
    begin(sieve->excess, own, levels + first, extras + first, &w);
    for (size_t k = 0; k < sieve->domains; k += AT_ONCE) {
        point points[AT_ONCE];
        for (size_t i = 0; i < AT_ONCE; i++) {
            points[i] = point_of(&mine[k + i], a % TILE);
        }
        if (sieve->common) {
            add_common(&lanes[k], points, &w);
        } else {
            add_benefits(&lanes[k], points, sieve->by_competence, as, &w);
        }
    }
    if (sieve->by_size) {
        shrink_by_size(sieve, a, &sieve->sizes[tile], &w);
    }
    compare(sieve->value, &w);
    return list_passed(&w, known, (uint32_t)first, out);
}
