/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The values of one city with many. Each number is made by the operations of score.c in their order, so that it is the same to
 * the last bit; what is 0 there is left out, and loops are such that a compiler does several cities at once. */
#include <math.h>

#include "scores.h"
#include "targets.h"

enum { BLOCK = 256 };

/* A block of cities from `first` on: what the one city learns from each of them, and each from it. */
typedef struct block {
    size_t first, count;
    double by_size[BLOCK], learns[BLOCK], teaches[BLOCK];
} block;

static double clip(double steps)
{
    return steps <= 0 ? 0 : steps >= 1 ? 1 : steps;
}

EP_TARGETS static void begin(const epic_scores *scores, size_t a, block *b)
{
    double p = scores->size[a], weight = scores->rules->transfer_size;
    for (size_t i = 0; i < b->count; i++) {
        double q = scores->size[b->first + i], ratio = p < q ? p / q : q / p;
        b->by_size[i] = p > 0 && q > 0 ? 1 - weight * (1 - ratio) : 1;
        b->learns[i] = b->teaches[i] = 0;
    }
}

/* What one learns from the other in a domain, and the other from the one; of the two steps one is minus the other. */
EP_TARGETS static void add_domain(const epic_scores *scores, const ep_cell *own, size_t k, block *b)
{
    const double *need = scores->need + k * scores->cities + b->first, *offer = scores->offer + k * scores->cities + b->first;
    const double *strength = scores->strength + k * scores->cities + b->first;
    const double *competence = scores->competence + k * scores->cities + b->first;
    double weight = scores->columns[k].weight, wanted = weight * own->need, step = scores->rules->step;
    double discount = scores->rules->transfer_competence;
    ep_cell one = *own;
    for (size_t i = 0; i < b->count; i++) {
        double steps = (strength[i] - one.strength) / step;
        double transfer = b->by_size[i] * (1 - discount * fabs(one.competence - competence[i]));
        b->learns[i] += wanted * offer[i] * clip(steps) * transfer;
        b->teaches[i] += weight * need[i] * one.offer * clip(-steps) * transfer;
    }
}

EP_TARGETS static void add_benefits(const epic_scores *scores, size_t a, block *b)
{
    const double *sum = scores->weighted_need + b->first;
    double wanted = scores->weighted_need[a];
    begin(scores, a, b);
    for (size_t k = 0; k < scores->domains; k++) {
        const ep_cell *own = scores->cells + a * scores->domains + k;
        if (own->need > 0 || own->offer > 0) {
            add_domain(scores, own, k, b);
        }
    }
    for (size_t i = 0; i < b->count; i++) {
        b->learns[i] = wanted > 0 ? b->learns[i] / wanted : 0;
        b->teaches[i] = sum[i] > 0 ? b->teaches[i] / sum[i] : 0;
    }
}

EP_TARGETS static void fuse(epic_value value, const block *b, double *values)
{
    for (size_t i = 0; i < b->count; i++) {
        double x = b->learns[i], y = b->teaches[i];
        switch (value) {
        case EPIC_MEAN:
            values[i] = (x + y) / 2;
            break;
        case EPIC_MIN:
            values[i] = x < y ? x : y;
            break;
        case EPIC_HARMONIC:
            values[i] = x > 0 && y > 0 ? 2 * (x * y) / (x + y) : 0;
            break;
        default:
            values[i] = sqrt(x * y);
        }
    }
}

EP_TARGETS static void add_common(const epic_scores *scores, size_t a, const block *b, double *values)
{
    for (size_t i = 0; i < b->count; i++) {
        values[i] = 0;
    }
    for (size_t k = 0; k < scores->domains; k++) {
        const double *need = scores->need + k * scores->cities + b->first;
        double weight = scores->columns[k].weight, own = scores->cells[a * scores->domains + k].need;
        for (size_t i = 0; i < b->count; i++) {
            values[i] += weight * (own < need[i] ? own : need[i]);
        }
    }
    for (size_t i = 0; i < b->count; i++) {
        values[i] = scores->weights > 0 && b->first + i != a ? values[i] / scores->weights : 0;
    }
}

static void learn(const epic_scores *scores, size_t a, block *b, double *values)
{
    add_benefits(scores, a, b);
    for (size_t i = 0; i < b->count; i++) {
        values[i] = b->learns[i];
    }
}

static void value(const epic_scores *scores, size_t a, block *b, double *values)
{
    if (scores->rules->form != EPIC_MUTUAL) {
        learn(scores, a, b, values);
    } else if (scores->rules->value == EPIC_COMMON_CHALLENGE) {
        add_common(scores, a, b, values);
    } else {
        add_benefits(scores, a, b);
        fuse(scores->rules->value, b, values);
    }
}

typedef void filler(const epic_scores *scores, size_t a, block *b, double *values);

/* Block after block; what lies beyond the cities is no number. */
static void fill(const epic_scores *scores, size_t a, size_t first, size_t count, double *values, filler *with)
{
    block b;
    size_t cities = scores != NULL && a < scores->cities ? scores->cities : 0;
    size_t known = first < cities ? (count < cities - first ? count : cities - first) : 0;
    for (size_t done = 0; done < known; done += b.count) {
        b.first = first + done;
        b.count = known - done < BLOCK ? known - done : BLOCK;
        with(scores, a, &b, values + done);
    }
    for (size_t i = known; i < count; i++) {
        values[i] = (double)NAN;
    }
}

void epic_scores_values(const epic_scores *scores, size_t a, size_t first, size_t count, double *values)
{
    fill(scores, a, first, count, values, value);
}

void epic_scores_benefits(const epic_scores *scores, size_t guest, size_t first, size_t count, double *benefits)
{
    fill(scores, guest, first, count, benefits, learn);
}
