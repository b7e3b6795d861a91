/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A greater bound by cases: a joint event of whole days, which takes everybody's time, is on one of its days or on none. */
#ifndef EP_BRANCH_H
#define EP_BRANCH_H

#include "bargain.h"

/* A task on one of its days. */
typedef struct ep_case {
    size_t task;  /* or EPIC_NONE */
    uint32_t day; /* or EP_UNDATED */
} ep_case;

typedef struct ep_branching {
    size_t rounds; /* of all cases, most */
    int64_t upper; /* a case in which no plan costs less, in parts, is not looked at */
    ep_go *go;
    int (*seat)(void *user, int64_t *upper); /* asked to make a plan at the prices as they are, which may lower that */
    void *user;
    ep_case weakest; /* in which plans could cost least; stays as it was when nothing is gained */
} ep_branching;

/* Looks at each day of a task and raises the bound of the climb to the least of theirs. In the weakest case a plan is made if it
 * could be better. Where the bound gains, the prices of that case are kept. EPIC_OK, EPIC_ENOMEM or
 * EPIC_ECANCELLED. */
int ep_branch(ep_climb *climb, size_t task, ep_branching *with);

#endif
