/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best programme of one group, each task at a cost by its day and nothing shared between two of them: exact, as in a group
 * each task follows at most one other. */
#ifndef EP_TREE_H
#define EP_TREE_H

#include "planner.h"

/* Room to work in, for any group of the planner. */
typedef struct ep_tree {
    ep_planner *plan;
    size_t begin, count;  /* the tasks of the group */
    size_t *at;           /* by task of the group: where its candidates stand */
    int64_t *cost;        /* by candidate, in parts; EP_NEVER: not to be had. To be filled in before solving */
    int64_t *worth;       /* with all that follows */
    int64_t *rest;        /* the least of that from here on */
    uint32_t *queue;
    int64_t *undated;     /* by task: what it costs to leave it out; EP_NEVER: it must have a date */
    int64_t *least;       /* the least that it and what follows could cost */
    int64_t *without;     /* the same when it is left out */
    ep_choice *choice;    /* the answer, its starts 0 */
    size_t *before;       /* by task: the one with a date that it is counted from, or EPIC_NONE */
    uint32_t *kind;       /* by task, as what comes before others: tasks of one kind leave the same days */
    const ep_task **kinds;
    size_t kind_count;
    int64_t *memory;      /* by task, kind and day: what it costs when what it follows has no date */
    bool *filled;         /* by task and kind; NULL: too many to be remembered */
    size_t memory_room;
} ep_tree;

/* Makes the room. False when out of memory. */
bool ep_tree_open(ep_tree *own, ep_planner *plan);
/* Turns to a group; all costs are then to be filled in. */
void ep_tree_turn(ep_tree *own, size_t group);
/* The least cost, with the choice of each task. Of equal ones what comes first is as early as can be.
 * O(candidates + tasks x days x kinds). */
int64_t ep_tree_solve(ep_tree *own);

#endif
