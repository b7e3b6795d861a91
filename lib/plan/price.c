/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "price.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
#include <time.h>

static double envd(const char *n, double d) { return getenv(n) ? atof(getenv(n)) : d; }

void ep_price_fill(ep_tree *tree, unsigned with)
{
    uint32_t start;
    for (size_t t = 0; t < tree->count; t++) {
        int64_t *cost = &tree->cost[tree->at[t]];
        for (uint32_t i = 0; i < tree->plan->days[tree->begin + t].count; i++) {
            cost[i] = ep_rows_appraise(tree->plan, tree->begin + t, i, with, &start);
        }
    }
}

typedef struct climb {
    ep_planner *plan;
    ep_tree *tree;
    ep_crowd crowd;
    int64_t best; /* in parts */
} climb;

/* What all groups cost at these prices, less what the room is worth. */
static int64_t relax(climb *own, int64_t by, size_t turn, bool *whole)
{
    ep_planner *p = own->plan;
    int64_t sum = 0;
    ep_crowd_clear(&own->crowd);
    memset(p->moments.use, 0, p->moments.count * sizeof p->moments.use[0]);
    for (size_t r = 0; r < p->row_count; r++) {
        sum -= p->rows[r].price * p->rows[r].room;
    }
    for (size_t m = 0; m < p->moments.count; m++) {
        sum -= p->moments.price[m];
    }
    size_t stride = getenv("STRIDE") ? 7 : 1; while (p->groups % stride == 0 && stride > 1) stride += 2;
    for (size_t k = 0; k < p->groups && *whole; k++) {
        size_t g = by ? (k * stride + turn) % p->groups : k;
        ep_tree_turn(own->tree, g);
        ep_price_fill(own->tree, EP_WITH_PRICES);
        sum += ep_tree_solve(own->tree);
        for (size_t t = 0; t < own->tree->count && *whole; t++) {
            size_t task = own->tree->begin + t;
            ep_choice choice = own->tree->choice[t];
            ep_choice_settle(own->plan, task, &choice, EP_WITH_PRICES);
            ep_choice_apply(own->plan, task, choice);
            if (choice.day != EP_UNDATED && !own->plan->desk->tasks.list[task].fixed) {
                *whole = ep_crowd_add(&own->crowd, own->plan, task);
                if (by) ep_rows_charge(p, task, by);
            }
        }
    }
    *whole = *whole && ep_crowd_count(&own->crowd, own->plan);
    return sum;
}

static int64_t units(int64_t parts)
{
    return parts <= 0 ? 0 : (parts + EP_PARTS - 1) / EP_PARTS;
}

int ep_price_raise(ep_planner *plan, ep_tree *tree, int64_t upper, size_t rounds, ep_go *go, void *user, int64_t *bound)
{
    climb own = {.plan = plan, .tree = tree, .best = INT64_MIN};
    if (getenv("ROUNDS")) rounds = (size_t)atoi(getenv("ROUNDS"));
    bool whole = ep_crowd_open(&own.crowd, plan), gone_on = true;
    clock_t begun = clock();
    double a0 = envd("A0", 256), tau = envd("TAU", 10), pw = envd("PW", 1); size_t every = (size_t)envd("EVERY", 10);
    size_t n = 0;
    ep_moments *mo = &plan->moments;
    for (size_t round = 0; round < rounds && whole && units(own.best) < upper; round++) {
        gone_on = go(user, (double)round / (double)rounds);
        if (!gone_on) {
            break;
        }
        int64_t by = (int64_t)(a0 * pow(tau / a0, (double)round / (double)rounds)); if (by < 1) by = 1;
        relax(&own, by, round * 7, &whole);
        for (size_t m = 0; m < mo->count; m++) { if (mo->price[m] > 0) { mo->price[m] -= (int32_t)by; if (mo->price[m] < 0) mo->price[m] = 0; mo->sum[m] += mo->price[m]; } }
        for (size_t r = 0; r < plan->row_count; r++) { ep_row *w = &plan->rows[r]; w->price -= by * w->room; if (w->price < 0) w->price = 0; w->sum += w->price; }
        n++;
        if ((round + 1) % every == 0) {
            static int32_t keepm[10000000]; static int64_t keepr[400000];
            memcpy(keepm, mo->price, mo->count * sizeof keepm[0]);
            size_t rc = plan->row_count;
            for (size_t m = 0; m < mo->count; m++) { mo->price[m] = (int32_t)(mo->sum[m] / (int64_t)n); mo->sum[m] = 0; }
            for (size_t r = 0; r < rc; r++) { ep_row *w = &plan->rows[r]; keepr[r] = w->price; w->price = w->sum / (int64_t)n; w->sum = 0; }
            n = 0;
            int64_t now = relax(&own, 0, 0, &whole);
            if (now > own.best) { own.best = now;
                for (size_t r = 0; r < rc; r++) plan->rows[r].best = plan->rows[r].price;
                for (size_t m = 0; m < mo->count; m++) mo->best[m] = mo->price[m];
            }
            if (getenv("TR") && (round + 1) % (size_t)atoi(getenv("TR")) == 0) fprintf(stderr, "%zu %.3fs by %lld now %.2f best %.2f upper %lld rows %zu\n", round, (double)(clock()-begun)/CLOCKS_PER_SEC, (long long)by, (double)now/256.0, (double)own.best/256.0, (long long)upper, plan->row_count);
            if (getenv("CUR")) {
            memcpy(mo->price, keepm, mo->count * sizeof keepm[0]);
            for (size_t r = 0; r < rc; r++) { plan->rows[r].price = keepr[r]; }
            }
        }
    }
    for (size_t r = 0; r < plan->row_count; r++) {
        plan->rows[r].price = plan->rows[r].best;
    }
    memcpy(mo->price, mo->best, mo->count * sizeof mo->best[0]);
    for (size_t t = 0; t < plan->desk->tasks.count; t++) {
        plan->desk->tasks.list[t].placed = plan->desk->tasks.list[t].fixed; /* dates were only tried */
    }
    *bound = whole && units(own.best) > *bound ? units(own.best) : *bound;
    ep_crowd_close(&own.crowd);
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}
