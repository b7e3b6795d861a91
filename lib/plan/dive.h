/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups that are seated together: they bargain for what they would take, those that hold most of one bid are booked, and the
 * others bargain on. */
#ifndef EP_DIVE_H
#define EP_DIVE_H

#include "bargain.h"

typedef struct ep_diver {
    ep_climb *climb;
    ep_bids bids;
    struct ep_seeker {
        size_t group;
        int32_t share; /* the greatest of its bids */
    } *seekers;        /* those that are left, in the order of their shares */
    size_t *groups;    /* the same */
} ep_diver;

/* How thoroughly. */
typedef struct ep_diving {
    size_t first_rounds; /* before any group is booked, */
    size_t rounds;       /* and before more are */
    int steep;           /* as in ep_bargain */
    uint64_t seed;       /* of the random numbers that change the order a little; 0: none do */
    ep_go *go;           /* or NULL */
    void *user;
} ep_diving;

/* False when out of memory. Close it in any case. */
bool ep_diver_open(ep_diver *own, ep_climb *climb);
void ep_diver_close(ep_diver *own);
/* Dates and books groups, none of which is. Begins at the prices as they are; they are last those that were kept. EPIC_OK,
 * EPIC_ENOMEM, or EPIC_ECANCELLED when `go` says so: then not all are booked. */
int ep_dive(ep_diver *own, const size_t *groups, size_t count, const ep_diving *with);

#endif
