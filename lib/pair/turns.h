/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directed pairs shared out among rounds. */
#ifndef EP_TURNS_H
#define EP_TURNS_H

#include "answer.h"

/* Gives each pair a round, 0 to rounds - 1, such that a city that is in d pairs in one part is in at most d / rounds of them,
 * rounded up, in each round (König 1916: the edges of a bipartite graph fall into as many classes without common nodes as its
 * greatest degree). False when out of memory. O(pairs x cities) at worst. */
bool ep_take_turns(const ep_choice *pairs, size_t count, size_t cities, uint32_t rounds, uint32_t *turn);

#endif
