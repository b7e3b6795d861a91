/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zone files: the bytes of TZif, versions 1 to 4 (RFC 8536, RFC 9636), as tables. */
#ifndef EP_TZIF_H
#define EP_TZIF_H

#include "footer.h"

typedef struct ep_tzif {
    const ep_clock *clocks;      /* the first holds before the first change */
    const epic_instant *changes; /* ascending */
    const uint8_t *after;        /* of each change: the index of the clock it brings */
    size_t change_count;
    bool has_footer; /* the rule after the last change; without it the last clock stays */
    ep_footer footer;
} ep_tzif;

/* Never reads outside the n bytes, whatever they hold. EPIC_EINPUT: no zone file of civil time; EPIC_EIO: a damaged one;
 * EPIC_ENOMEM. */
int ep_tzif_parse(ep_tzif *zone, ep_arena *arena, const uint8_t *bytes, size_t n);

#endif
