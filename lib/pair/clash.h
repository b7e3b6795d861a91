/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which minima and limits clash, in words. */
#ifndef EP_CLASH_H
#define EP_CLASH_H

#include "limit.h"

/* What a limit must become for all else in the clash to be kept, as the programme states it. */
typedef struct ep_need {
    bool least; /* at-least can be `figure` at most; else the limit must be `figure` at least */
    int64_t figure;
} ep_need;

/* Minima and limits of a problem without a solution, of which none can be left out. */
typedef struct ep_clash {
    const ep_problem *problem; /* with its edges */
    ep_room *room;             /* of each node, with the minima that are left */
    ep_limits limits;          /* those that are left */
    ep_need *need;             /* of each of these */
    uint32_t round;
} ep_clash;

/* Says which minima and limits of a round cannot be met together. For a problem without a solution. EPIC_EINFEASIBLE, or what
 * ended the search for the set: EPIC_ENOMEM, EPIC_ECANCELLED, EPIC_ESOLVER. */
int ep_report_clash(ep_problem *problem, uint32_t round, const ep_watch *watch, epic_diags *diags);
/* The diagnostics: of a clash, and of pins that alone exceed a limit. False when out of memory. */
bool ep_say_clash(ep_arena *arena, const ep_clash *clash, epic_diags *diags);
bool ep_say_broken(ep_arena *arena, const ep_clash *clash, epic_diags *diags);

#endif
