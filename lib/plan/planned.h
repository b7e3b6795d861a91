/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan as a value. Whoever has dated events (the engine, a reader of plans, a test) makes a plan of them here. */
#ifndef EP_PLANNED_H
#define EP_PLANNED_H

#include <epic/plan.h>

/* What goes into a plan. Everything is copied. Events may stand in any order; a uid of NULL is filled in. */
typedef struct ep_planned {
    const epic_event *events;
    size_t event_count;
    const epic_unscheduled *unscheduled;
    size_t unscheduled_count;
    int64_t cost, bound; /* as epic_plan_cost() and epic_plan_bound() tell */
    epic_calendars *calendars; /* what it was made by, or NULL; a reference is kept */
    epic_ledger *former;       /* what it goes on from, or NULL; a reference is kept */
} ep_planned;

int ep_plan_build(epic_plan **out, epic_pairing *pairing, const ep_planned *parts);

#endif
