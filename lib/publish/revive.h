/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An entry of a calendar as the ledger had it. */
#ifndef EP_REVIVE_H
#define EP_REVIVE_H

#include <epic/ledger.h>

#include "own.h"
#include "zone.h"

typedef struct ep_revival {
    ep_arena *arena;
    epic_diags *diags;
    const char *path; /* shown in diagnostics */
    const ep_catalogue *words; /* of the calendar */
    ep_zone *zone;    /* the last one used, to be closed */
} ep_revival;

/* All but who sees it. Texts are the arena's or the part's. EPIC_OK, EPIC_ENOMEM, or EPIC_EINPUT with E606. */
int ep_revive(ep_revival *revival, const ep_own_part *part, epic_issued *out);

#endif
