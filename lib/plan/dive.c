/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dive.h"

#include <stdlib.h>

#include "hash.h"
#include "seat.h"

#define LUCK (EP_WHOLE_SHARE / 2)
#define SHARE 5000 /* one group is booked at a time, of many more: one in so many, divided by how many there are */

bool ep_diver_open(ep_diver *own, ep_climb *climb)
{
    ep_planner *plan = climb->plan;
    *own = (ep_diver){.climb = climb, .seekers = ep_arena_array_of(plan->arena, plan->groups, struct ep_seeker),
                      .groups = ep_arena_array_of(plan->arena, plan->groups, size_t)};
    return ep_bids_open(&own->bids, plan) && own->seekers != NULL && own->groups != NULL;
}

void ep_diver_close(ep_diver *own)
{
    ep_bids_close(&own->bids);
}

static int compare(const void *left, const void *right)
{
    const struct ep_seeker *a = left, *b = right;
    if (a->share != b->share) {
        return a->share > b->share ? -1 : 1;
    }
    return a->group < b->group ? -1 : a->group > b->group;
}

/* Brings what is left in the order of shares. */
static void rank(ep_diver *own, size_t count, uint64_t seed)
{
    for (size_t i = 0; i < count; i++) {
        const ep_bid *best = ep_bids_best(&own->bids, own->groups[i]);
        int32_t luck = seed == 0 ? 0 : (int32_t)(ep_mix64(seed ^ ep_mix64(own->groups[i])) % LUCK);
        own->seekers[i] = (struct ep_seeker){own->groups[i], best->share + luck};
    }
    qsort(own->seekers, count, sizeof own->seekers[0], compare);
    for (size_t i = 0; i < count; i++) {
        own->groups[i] = own->seekers[i].group;
    }
}

/* False when out of memory. */
static bool bargain(ep_diver *own, size_t count, size_t rounds, const ep_diving *how)
{
    ep_bargain with;
    for (size_t i = 0; i < count; i++) {
        ep_bids_sift(&own->bids, own->groups[i]);
    }
    bool whole = ep_bargain_open(&with, own->climb, &own->bids, own->groups, count, EP_WITH_PRICES | EP_WITH_BOOKINGS);
    with.steep = how->steep;
    for (size_t i = 0; i < rounds && whole; i++) {
        whole = ep_bargain_round(&with);
    }
    if (whole) {
        rank(own, count, how->seed);
    }
    ep_bargain_close(&with);
    return whole;
}

/* A group has the bid that it holds most of, unless others were faster. */
static void seat(ep_diver *own, size_t group)
{
    ep_planner *plan = own->climb->plan;
    const ep_bid *best = ep_bids_best(&own->bids, group);
    if (best == NULL || !ep_seat_if_free(plan, group, best->choices)) {
        ep_seat_group(plan, own->climb->tree, group, EP_WITH_PRICES);
    }
    ep_bids_clear(&own->bids, group);
}

int ep_dive(ep_diver *own, const size_t *groups, size_t count, const ep_diving *with)
{
    size_t left = count;
    bool whole = true, gone_on = true;
    for (size_t i = 0; i < count; i++) {
        own->groups[i] = groups[i];
    }
    while (left > 0 && gone_on && whole) {
        size_t some = 1 + left * count / SHARE;
        whole = left == 1 || bargain(own, left, left == count ? with->first_rounds : with->rounds, with);
        for (size_t i = 0; i < some && whole; i++) {
            seat(own, own->groups[i]);
        }
        left -= some;
        for (size_t i = 0; i < left; i++) {
            own->groups[i] = own->groups[i + some];
        }
        gone_on = with->go == NULL || with->go(with->user, 1 - (double)left / (double)count);
    }
    ep_climb_settle(own->climb);
    return !whole ? EPIC_ENOMEM : gone_on ? EPIC_OK : EPIC_ECANCELLED;
}
