/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "seat.h"

#include "candidates.h"
#include "cost.h"
#include "price.h"

/* Costs of the tasks that are not booked, beside what is. */
static void fill(ep_planner *own, ep_tree *tree, unsigned with)
{
    for (size_t t = 0; t < tree->count; t++) {
        const ep_task *task = &own->desk->tasks.list[tree->begin + t];
        bool open = !task->placed || task->fixed;
        if (open) {
            ep_rows_appraise_all(own, tree->begin + t, with, &tree->cost[tree->at[t]]);
        }
        if (!open || tree->begin + t == own->pinned) { /* a task that has its place keeps it */
            ep_price_pin(tree, t, open ? own->pin : own->choice[tree->begin + t].day);
        }
    }
}

/* Books what the tree chose until one finds its place taken by another branch; then false. */
static bool book(ep_planner *own, ep_tree *tree, unsigned with)
{
    for (size_t i = 0; i < tree->count; i++) {
        size_t task = own->desk->tasks.order[tree->begin + i], t = task - tree->begin;
        ep_choice choice = tree->choice[t];
        uint32_t start;
        if (own->desk->tasks.list[task].placed || choice.day == EP_UNDATED) {
            continue;
        }
        if (ep_rows_appraise(own, task, choice.day, with, &start) != tree->cost[tree->at[t] + choice.day]) {
            return false;
        }
        ep_choice_settle(own, task, &choice, with);
        ep_choice_apply(own, task, choice);
        ep_planner_book(own, &own->desk->tasks.list[task], true);
    }
    return true;
}

static void set_worth(ep_planner *own, size_t group)
{
    own->worth[group] = 0;
    for (size_t t = ep_group_begin(&own->desk->tasks, group); t < ep_group_end(&own->desk->tasks, group); t++) {
        own->worth[group] += ep_choice_cost(own, t);
    }
}

void ep_seat_group(ep_planner *own, ep_tree *tree, size_t group, unsigned with)
{
    ep_tree_turn(tree, group);
    for (size_t t = 0; t < tree->count; t++) {
        own->choice[tree->begin + t].day = own->desk->tasks.list[tree->begin + t].fixed ? 0 : EP_UNDATED;
    }
    do {
        fill(own, tree, with | EP_WITH_BOOKINGS);
        ep_tree_solve(tree);
    } while (!book(own, tree, with | EP_WITH_BOOKINGS));
    set_worth(own, group);
}

void ep_seat_clear(ep_planner *own, size_t group)
{
    for (size_t t = ep_group_begin(&own->desk->tasks, group); t < ep_group_end(&own->desk->tasks, group); t++) {
        ep_task *task = &own->desk->tasks.list[t];
        if (task->placed && !task->fixed) {
            ep_planner_book(own, task, false);
            task->placed = false;
        }
    }
}

void ep_seat_again(ep_planner *own, size_t group, const ep_choice *choices)
{
    size_t begin = ep_group_begin(&own->desk->tasks, group);
    for (size_t t = begin; t < ep_group_end(&own->desk->tasks, group); t++) {
        ep_task *task = &own->desk->tasks.list[t];
        ep_choice_apply(own, t, choices[t - begin]);
        if (task->placed && !task->fixed) {
            ep_planner_book(own, task, true);
        }
    }
    set_worth(own, group);
}

bool ep_seat_if_free(ep_planner *own, size_t group, const ep_choice *choices)
{
    size_t begin = ep_group_begin(&own->desk->tasks, group), end = ep_group_end(&own->desk->tasks, group);
    for (size_t t = begin; t < end; t++) {
        const ep_choice *choice = &choices[t - begin];
        ep_task *task = &own->desk->tasks.list[t];
        if (!ep_rows_has_room(own, t, choice)) {
            ep_seat_clear(own, group);
            return false;
        }
        ep_choice_apply(own, t, *choice);
        if (task->placed && !task->fixed) {
            ep_planner_book(own, task, true);
        }
    }
    set_worth(own, group);
    return true;
}

void ep_seat_anew(ep_planner *own, ep_tree *tree, size_t group, ep_choice *spare)
{
    size_t begin = ep_group_begin(&own->desk->tasks, group), count = ep_group_end(&own->desk->tasks, group) - begin;
    int64_t worth = own->worth[group];
    for (size_t i = 0; i < count; i++) {
        spare[i] = own->choice[begin + i];
    }
    ep_seat_clear(own, group);
    ep_seat_group(own, tree, group, 0);
    if (own->worth[group] > worth) {
        ep_seat_clear(own, group);
        ep_seat_again(own, group, spare);
    }
}

int64_t ep_seat_total(const ep_planner *own)
{
    int64_t sum = 0;
    for (size_t g = 0; g < own->groups; g++) {
        sum += own->worth[g];
    }
    return sum / EP_PARTS;
}
