/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A greater bound by cases: a joint event of whole days, which takes everybody's time, is on one of its days or on none. */
#ifndef EP_BRANCH_H
#define EP_BRANCH_H

#include "dive.h"
#include "price.h"

/* Looks at the days of a task one by one, in at most so many passes, and raises the bound of the climb to the least of theirs, up to
 * `upper`, in parts. The prices are those that were kept, before and after. EPIC_OK, EPIC_ENOMEM or EPIC_ECANCELLED. */
int ep_branch(ep_climb *climb, size_t task, int64_t upper, size_t passes, ep_go *go, void *user);

#endif
