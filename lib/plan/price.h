/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices on what tasks compete for, and the bound that they prove. */
#ifndef EP_PRICE_H
#define EP_PRICE_H

#include "rows.h"
#include "tree.h"

/* Fills in the costs of the group that the tree has turned to. */
void ep_price_fill(ep_tree *tree, unsigned with);

/* Raises the prices from what they are, for at most `rounds` rounds or until the bound shows that no plan costs less than
 * `upper`, in units. Only what is fixed may be booked. `*bound` is raised to what is proved: no plan costs less units.
 * EPIC_OK, EPIC_ENOMEM, or EPIC_ECANCELLED when `go` says so. */
typedef bool ep_go(void *user, double done);
int ep_price_raise(ep_planner *own, ep_tree *tree, int64_t upper, size_t rounds, ep_go *go, void *user, int64_t *bound);

#endif
