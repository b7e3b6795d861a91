/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A greater bound by cases: a joint event of whole days, which takes everybody's time, is on one of its days or on none. */
#ifndef EP_BRANCH_H
#define EP_BRANCH_H

#include "dive.h"
#include "price.h"

/* What goes on meanwhile. */
typedef struct ep_branching {
    ep_go *go;
    int64_t (*seat)(void *user); /* asked to make a plan at the prices as they are; gives what the best costs now, in parts */
    void *user;
} ep_branching;

/* Looks at the days of a task one by one, in at most so many passes, and raises the bound of the climb to the least of theirs. A
 * case in which no plan is better than `upper` parts is not looked at; in each other one a plan is made. The prices are those
 * that were kept, before and after. EPIC_OK, EPIC_ENOMEM or EPIC_ECANCELLED. */
int ep_branch(ep_climb *climb, size_t task, int64_t upper, size_t passes, const ep_branching *with);

#endif
