/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What groups have asked for at one price or another: whole programmes, each with what it takes of what is scarce. A group holds
 * shares of its bids, which together are one whole. */
#ifndef EP_BIDS_H
#define EP_BIDS_H

#include "rows.h"

#define EP_WHOLE_SHARE (1 << 24)

typedef struct ep_bid {
    int64_t cost;       /* without prices, in parts */
    int64_t asks;       /* with prices, as they were weighed last */
    int32_t share;
    ep_choice *choices; /* by task of the group */
    struct ep_use {
        uint32_t price; /* its number */
        int32_t use;
    } *uses;
    size_t use_count, use_room;
    bool seen;          /* whether who bargains knows what it takes */
} ep_bid;

typedef struct ep_bids {
    ep_planner *plan;
    struct ep_bid_list {
        ep_bid *list;
        size_t count, held, room; /* held: that stand first, as they have shares */
    } *of;        /* by group */
    size_t rows;  /* those that the bids know */
    bool *stale;  /* by city: it has rows that they do not */
} ep_bids;

/* False when out of memory. Close it in any case. */
bool ep_bids_open(ep_bids *own, ep_planner *plan);
void ep_bids_close(ep_bids *own);
/* Adds what the tasks of a group are dated as now, with no share, unless it is among its bids already; a group with many drops
 * one for it. False when out of memory. O(bids of the group + what it takes). */
bool ep_bids_add(ep_bids *own, size_t group);
/* Takes note of rows made since. False when out of memory. */
bool ep_bids_renew(ep_bids *own);
/* Drops the bids that what is pinned now rules out. */
void ep_bids_pin(ep_bids *own);
/* Drops all bids of a group. */
void ep_bids_clear(ep_bids *own, size_t group);
/* Drops those that are not possible beside what is booked. */
void ep_bids_sift(ep_bids *own, size_t group);
/* The one with the greatest share, of equal ones the first; NULL: there is none with any. */
const ep_bid *ep_bids_best(const ep_bids *own, size_t group);

#endif
