/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups share what is scarce: prices near those at which the bound is greatest, and shares of bids near the best plan in
 * fractions. */
#ifndef EP_BARGAIN_H
#define EP_BARGAIN_H

#include "price.h"

typedef struct ep_bargain {
    ep_climb *climb;
    ep_bids *bids;
    const size_t *groups; /* those that take part */
    size_t group_count;
    unsigned with;        /* what an appraisal takes into account */
    struct ep_stake {
        int64_t wanted;   /* beyond what there is, in shares */
        int64_t fine;     /* what it is */
        int32_t centre;   /* what it is held near, in parts */
        bool live;        /* whether a bid takes of it, or it counts in the bound */
    } *stakes;            /* by price */
    size_t count, room;
    uint32_t *live;       /* the prices that are live */
    size_t live_count, live_room;
    int steep;            /* a price moves by 2^(steep - 6) units for one more that is wanted */
    int64_t tolerance;    /* of what shares cost more than they could, in parts */
    int64_t model;        /* what the bids bound plans by at the prices, in parts, */
    int64_t looked;       /* and what all programmes do; of all groups, and beside no bookings */
} ep_bargain;

/* Begins at the prices as they are now; each group has the whole of its best bid. Bids made before are used too. False when out
 * of memory; close it in any case. */
bool ep_bargain_open(ep_bargain *own, ep_climb *climb, ep_bids *bids, const size_t *groups, size_t group_count, unsigned with);
void ep_bargain_close(ep_bargain *own);
/* Moves shares, and has all bid at the prices that this leads to. False when out of memory. O(bids x what they take), and what it
 * takes that each group finds its best. */
bool ep_bargain_round(ep_bargain *own);
/* Makes the prices as they are now those that others are held near. */
void ep_bargain_centre(ep_bargain *own);

/* Whether to go on; `done` from 0 to 1. */
typedef bool ep_go(void *user, double done);

typedef struct ep_raising {
    size_t rounds; /* most */
    int64_t floor; /* a bound that is not soon above it is not wanted, nor */
    int64_t upper; /* one that is above this; both in parts */
    int steep;     /* to begin with, as in ep_bargain */
    ep_go *go;     /* asked after each round */
    void *user;
} ep_raising;
#define EP_STEEP 4 /* to begin with, unless more is known */

/* What comes of it: that no plan costs less, whether more rounds could come to more, and how to begin then. */
typedef struct ep_raised {
    int64_t bound;
    bool has_hope;
    int steep;
} ep_raised;

/* Rounds of all groups, as long as the bound gains. Leaves the prices at the best. EPIC_OK, EPIC_ENOMEM, EPIC_ECANCELLED. */
int ep_bargain_raise(ep_climb *climb, const ep_raising *with, ep_raised *out);

#endif
