/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cities who would rather have each other. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "alternative.h"
#include "grow.h"

typedef struct wish {
    epic_pair pair;
    double gain; /* the lesser one */
} wish;

typedef struct survey {
    const epic_pairing *pairing;
    const epic_programme *programme;
    size_t cities;
    double *least; /* of each city: what it learns from its least partner */
    size_t *used;  /* partners */
    wish *list;
    size_t count, room;
} survey;

static void find_least(survey *s)
{
    uint32_t rounds = epic_programme_rules(s->programme)->rounds;
    for (size_t i = 0; i < s->cities; i++) {
        s->least[i] = (double)INFINITY;
    }
    for (size_t i = 0; i < s->pairing->pair_count; i++) {
        const epic_pair *pair = &s->pairing->pairs[i];
        s->least[pair->a] = fmin(s->least[pair->a], pair->benefit_a);
        s->least[pair->b] = fmin(s->least[pair->b], pair->benefit_b);
        s->used[pair->a]++;
        s->used[pair->b]++;
    }
    for (size_t i = 0; i < s->cities; i++) {
        const epic_city *city = epic_programme_city(s->programme, i);
        uint32_t max = city->host.max < city->guest.max ? city->host.max : city->guest.max;
        s->least[i] = s->used[i] < (uint64_t)rounds * max ? 0 : s->least[i];
    }
}

static bool is_pair(const survey *s, size_t a, size_t b)
{
    size_t lo = 0, hi = s->pairing->pair_count;
    while (lo < hi) {
        size_t middle = (lo + hi) / 2;
        const epic_pair *pair = &s->pairing->pairs[middle];
        if (pair->a == a && pair->b == b) {
            return true;
        }
        bool before = pair->a != a ? pair->a < a : pair->b < b;
        lo = before ? middle + 1 : lo;
        hi = before ? hi : middle;
    }
    return false;
}

static bool look_at(survey *s, size_t a, size_t b)
{
    const epic_scores *scores = s->pairing->scores;
    double of_a = epic_scores_benefit(scores, a, b), of_b = of_a > s->least[a] ? epic_scores_benefit(scores, b, a) : 0;
    if (of_a <= s->least[a] || of_b <= s->least[b] || is_pair(s, a, b) ||
        epic_pair_rule(scores, a, b) != EPIC_ALLOWED || ep_alternative_fate(s->pairing, a, b) == EP_FATE_OUT) {
        return true;
    }
    if (!ep_grow((void **)&s->list, &s->room, s->count + 1, sizeof *s->list)) {
        return false;
    }
    epic_pair pair = {.a = a, .b = b, .value = epic_scores_value(scores, a, b), .benefit_a = of_a, .benefit_b = of_b};
    s->list[s->count++] = (wish){pair, fmin(of_a - s->least[a], of_b - s->least[b])};
    return true;
}

static int by_gain(const void *left, const void *right)
{
    const wish *p = left, *q = right;
    if (p->gain > q->gain || p->gain < q->gain) {
        return p->gain > q->gain ? -1 : 1;
    }
    if (p->pair.a != q->pair.a) {
        return p->pair.a < q->pair.a ? -1 : 1;
    }
    return p->pair.b < q->pair.b ? -1 : p->pair.b > q->pair.b;
}

static int find(survey *s)
{
    bool good = s->least != NULL && s->used != NULL;
    if (good) {
        find_least(s);
    }
    for (size_t a = 0; a < s->cities && good; a++) {
        for (size_t b = a + 1; b < s->cities && good; b++) {
            good = look_at(s, a, b);
        }
    }
    if (good && s->count > 1) {
        qsort(s->list, s->count, sizeof *s->list, by_gain);
    }
    return good ? EPIC_OK : EPIC_ENOMEM;
}

int epic_pairing_blocking(const epic_pairing *pairing, epic_pair *pairs, size_t room, size_t *count)
{
    if (pairing == NULL || count == NULL || (pairs == NULL && room > 0)) {
        return EPIC_EARG;
    }
    *count = 0;
    survey s = {.pairing = pairing, .programme = epic_scores_programme(pairing->scores)};
    const epic_pairing_rules *rules = epic_programme_rules(s.programme);
    if (rules->form != EPIC_MUTUAL || rules->value == EPIC_COMMON_CHALLENGE) {
        return EPIC_OK;
    }
    s.cities = epic_programme_cities(s.programme);
    s.least = calloc(s.cities + 1, sizeof *s.least);
    s.used = calloc(s.cities + 1, sizeof *s.used);
    int status = find(&s);
    for (size_t i = 0; i < s.count && i < room && status == EPIC_OK; i++) {
        pairs[i] = s.list[i].pair;
    }
    *count = status == EPIC_OK ? s.count : 0;
    free(s.list);
    free(s.least);
    free(s.used);
    return status;
}
