/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bids.h"

#include <stdlib.h>
#include <string.h>

#include "grow.h"

#define MOST_BIDS 100 /* of a group */

bool ep_bids_open(ep_bids *own, ep_planner *plan)
{
    *own = (ep_bids){.plan = plan, .of = ep_arena_array_of(plan->arena, plan->groups, struct ep_bid_list),
                     .stale = ep_arena_array_of(plan->arena, plan->desk->cities, bool)};
    return own->of != NULL && own->stale != NULL;
}

static void drop(struct ep_bid_list *bids, size_t i)
{
    free(bids->list[i].choices);
    free(bids->list[i].uses);
    bids->list[i] = bids->list[--bids->count];
}

void ep_bids_close(ep_bids *own)
{
    for (size_t g = 0; own->of != NULL && g < own->plan->groups; g++) {
        ep_bids_clear(own, g);
        free(own->of[g].list);
    }
}

/* Who takes down what a bid takes. */
typedef struct taker {
    ep_bid *bid;
    bool whole; /* else out of memory */
} taker;

static void take(void *user, size_t price, int32_t use, int32_t all)
{
    (void)all;
    taker *by = user;
    void *uses = by->bid->uses;
    by->whole = by->whole && ep_grow(&uses, &by->bid->use_room, by->bid->use_count + 1, sizeof by->bid->uses[0]);
    by->bid->uses = uses;
    if (by->whole) {
        by->bid->uses[by->bid->use_count++] = (struct ep_use){(uint32_t)price, use};
    }
}

static int compare(const void *left, const void *right)
{
    const struct ep_use *a = left, *b = right;
    return a->price < b->price ? -1 : a->price > b->price;
}

/* One for each price, which two tasks may both take of, in their order. */
static void merge(ep_bid *bid)
{
    size_t count = 0;
    if (bid->use_count > 1) {
        qsort(bid->uses, bid->use_count, sizeof bid->uses[0], compare);
    }
    for (size_t i = 0; i < bid->use_count; i++) {
        if (count > 0 && bid->uses[count - 1].price == bid->uses[i].price) {
            bid->uses[count - 1].use += bid->uses[i].use;
        } else {
            bid->uses[count++] = bid->uses[i];
        }
    }
    bid->use_count = count;
}

/* What the tasks of a group take that are dated as a bid has it. False when out of memory. */
static bool set_uses(ep_planner *plan, size_t group, ep_bid *bid)
{
    const ep_tasks *tasks = &plan->desk->tasks;
    taker by = {bid, true};
    bid->use_count = 0;
    bid->seen = false;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group); t++) {
        if (tasks->list[t].placed && !tasks->list[t].fixed) {
            ep_rows_taken(plan, t, take, &by);
        }
    }
    merge(bid);
    return by.whole;
}

static bool is_known(const struct ep_bid_list *bids, const ep_choice *choices, size_t count)
{
    for (size_t i = 0; i < bids->count; i++) {
        size_t same = 0;
        const ep_choice *other = bids->list[i].choices;
        while (same < count && other[same].day == choices[same].day &&
               (choices[same].day == EP_UNDATED || other[same].start == choices[same].start)) {
            same++;
        }
        if (same == count) {
            return true;
        }
    }
    return false;
}

/* Makes room for one more: of those without a share the dearest goes. False when there is none. */
static bool make_room(struct ep_bid_list *bids)
{
    size_t worst = bids->count;
    for (size_t i = 0; i < bids->count && bids->count == MOST_BIDS; i++) {
        bool dearer = worst == bids->count || bids->list[i].asks > bids->list[worst].asks;
        worst = bids->list[i].share == 0 && dearer ? i : worst;
    }
    if (worst < bids->count) {
        drop(bids, worst);
    }
    return bids->count < MOST_BIDS;
}

bool ep_bids_add(ep_bids *own, size_t group)
{
    ep_planner *plan = own->plan;
    struct ep_bid_list *bids = &own->of[group];
    size_t begin = ep_group_begin(&plan->desk->tasks, group), count = ep_group_end(&plan->desk->tasks, group) - begin;
    if (is_known(bids, &plan->choice[begin], count) || !make_room(bids)) {
        return true;
    }
    ep_bid bid = {.choices = malloc((count + 1) * sizeof bid.choices[0])};
    void *list = bids->list;
    bool whole = bid.choices != NULL && set_uses(plan, group, &bid) &&
                 ep_grow(&list, &bids->room, bids->count + 1, sizeof bids->list[0]);
    bids->list = list;
    if (!whole) {
        free(bid.choices);
        free(bid.uses);
        return false;
    }
    memcpy(bid.choices, &plan->choice[begin], count * sizeof bid.choices[0]);
    for (size_t t = begin; t < begin + count; t++) {
        bid.cost += ep_choice_cost(plan, t);
    }
    bids->list[bids->count++] = bid;
    return true;
}

static bool renew_group(ep_bids *own, size_t group)
{
    ep_planner *plan = own->plan;
    const ep_tasks *tasks = &plan->desk->tasks;
    size_t begin = ep_group_begin(tasks, group), end = ep_group_end(tasks, group);
    bool whole = true;
    for (size_t i = 0; i < own->of[group].count && whole; i++) {
        ep_bid *bid = &own->of[group].list[i];
        for (size_t t = begin; t < end; t++) {
            ep_choice_apply(plan, t, bid->choices[t - begin]);
        }
        whole = set_uses(plan, group, bid);
    }
    ep_choice_forget(plan, group);
    return whole;
}

static bool is_stale(const ep_bids *own, size_t group)
{
    const ep_tasks *tasks = &own->plan->desk->tasks;
    size_t city;
    for (size_t t = ep_group_begin(tasks, group); t < ep_group_end(tasks, group); t++) {
        for (size_t i = 0; (city = ep_task_city(&tasks->list[t], i)) != EPIC_NONE; i++) {
            if (own->stale[city]) {
                return true;
            }
        }
    }
    return false;
}

bool ep_bids_renew(ep_bids *own)
{
    const ep_planner *plan = own->plan;
    bool any = own->rows < plan->row_count, whole = true;
    for (size_t r = own->rows; r < plan->row_count; r++) {
        own->stale[plan->rows[r].city] = true;
    }
    for (size_t g = 0; g < plan->groups && any && whole; g++) {
        whole = !is_stale(own, g) || renew_group(own, g);
    }
    for (; own->rows < plan->row_count; own->rows++) {
        own->stale[plan->rows[own->rows].city] = false;
    }
    return whole;
}

void ep_bids_pin(ep_bids *own)
{
    const ep_planner *plan = own->plan;
    size_t group = ep_group_of(&plan->desk->tasks.list[plan->pinned]);
    size_t at = plan->pinned - ep_group_begin(&plan->desk->tasks, group);
    for (size_t i = own->of[group].count; i-- > 0;) {
        if (own->of[group].list[i].choices[at].day != plan->pin) {
            drop(&own->of[group], i);
        }
    }
}

void ep_bids_clear(ep_bids *own, size_t group)
{
    while (own->of[group].count > 0) {
        drop(&own->of[group], own->of[group].count - 1);
    }
}

void ep_bids_sift(ep_bids *own, size_t group)
{
    ep_planner *plan = own->plan;
    size_t begin = ep_group_begin(&plan->desk->tasks, group), count = ep_group_end(&plan->desk->tasks, group) - begin;
    for (size_t i = own->of[group].count; i-- > 0;) {
        const ep_choice *choices = own->of[group].list[i].choices;
        size_t t = 0;
        while (t < count && ep_rows_has_room(plan, begin + t, &choices[t])) {
            t++;
        }
        if (t < count) {
            drop(&own->of[group], i);
        }
    }
}

const ep_bid *ep_bids_best(const ep_bids *own, size_t group)
{
    const ep_bid *best = NULL;
    for (size_t i = 0; i < own->of[group].count; i++) {
        const ep_bid *bid = &own->of[group].list[i];
        best = bid->share > (best == NULL ? 0 : best->share) ? bid : best;
    }
    return best;
}
