/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dive.h"

#include "price.h"

#define ROUNDS 8        /* of bids before some are booked: */
#define SHARE 8         /* one in so many */
#define FIRST_STEP 256  /* of the prices, in parts, */
#define LAST_STEP 16    /* which becomes smaller with each round */

/* One takes its best beside what is booked, and makes that dearer. */
static void bid(ep_planner *own, ep_tree *tree, size_t group, int64_t step)
{
    ep_tree_turn(tree, group);
    ep_price_fill(tree, EP_WITH_PRICES | EP_WITH_BOOKINGS);
    ep_tree_solve(tree);
    for (size_t t = 0; t < tree->count; t++) {
        size_t task = tree->begin + t;
        ep_choice choice = tree->choice[t];
        if (choice.day != EP_UNDATED && !own->desk->tasks.list[task].fixed) {
            ep_choice_settle(own, task, &choice, EP_WITH_PRICES | EP_WITH_BOOKINGS);
            ep_choice_apply(own, task, choice);
            ep_rows_charge(own, task, step);
            own->desk->tasks.list[task].placed = false;
        }
    }
}

static void bid_all(ep_planner *own, ep_tree *tree, const size_t *groups, size_t count)
{
    for (int round = 0; round < ROUNDS; round++) {
        int64_t step = FIRST_STEP - (FIRST_STEP - LAST_STEP) * round / ROUNDS;
        for (size_t i = 0; i < count; i++) {
            bid(own, tree, groups[i], step);
        }
        ep_prices_relax(&own->prices, step);
    }
}

bool ep_dive(ep_planner *own, ep_tree *tree, const size_t *groups, size_t count, ep_go *go, void *user)
{
    size_t done = 0;
    bool gone_on = true;
    while (done < count && gone_on) {
        size_t end = done + 1 + (count - done) / SHARE;
        if (count - done > 1) {
            bid_all(own, tree, &groups[done], count - done);
        }
        for (; done < count && done < end; done++) {
            ep_seat_group(own, tree, groups[done], EP_WITH_PRICES);
        }
        gone_on = go == NULL || go(user, (double)done / (double)count);
    }
    ep_prices_restore(&own->prices);
    return gone_on;
}
