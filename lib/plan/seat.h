/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups at the desk: each takes its best programme beside what is booked. */
#ifndef EP_SEAT_H
#define EP_SEAT_H

#include "rows.h"
#include "tree.h"

/* Dates and books the tasks of a group, none of which is booked, and sets what it costs. Exact unless two branches of the group
 * want one thing: then the one that comes first in the order of the group has it. */
void ep_seat_group(ep_planner *own, ep_tree *tree, size_t group, unsigned with);
/* Takes the bookings of a group back. */
void ep_seat_clear(ep_planner *own, size_t group);
/* Books the choices that a group once had. */
void ep_seat_again(ep_planner *own, size_t group, const ep_choice *choices);
/* Books choices of a group if all are possible beside what is booked; else false, and none is. */
bool ep_seat_if_free(ep_planner *own, size_t group, const ep_choice *choices);
/* Seats a group anew beside all others, unless that costs more. `spare` has room for its choices. */
void ep_seat_anew(ep_planner *own, ep_tree *tree, size_t group, ep_choice *spare);
/* What all groups cost, in units. */
int64_t ep_seat_total(const ep_planner *own);

#endif
