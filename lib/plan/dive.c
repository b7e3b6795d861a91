/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dive.h"

#include <stdlib.h>
#include "price.h"

static int env(const char *n, int d) { return getenv(n) ? atoi(getenv(n)) : d; }

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

void ep_dive(ep_planner *own, ep_tree *tree, const size_t *groups, size_t count)
{
    size_t done = 0; int P = env("DP", 4), S0 = env("DS", 256), S1 = env("DE", 32), share = env("DSH", 4);
    while (done < count) {
        for (int pass = 0; pass < P && count - done > 1; pass++) {
            int64_t step = S0 - (S0 - S1) * pass / P;
            for (size_t i = done; i < count; i++) {
                bid(own, tree, groups[i], step);
            }
            ep_prices_relax(&own->prices, step);
        }
        for (size_t end = done + 1 + (count - done) / (size_t)share; done < count && done < end; done++) {
            ep_seat_group(own, tree, groups[done], EP_WITH_PRICES);
        }
    }
    ep_prices_restore(&own->prices);
}
