/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work in pieces that do not depend on each other, shared among threads. */
#ifndef EP_CREW_H
#define EP_CREW_H

#include "lp.h"

/* More threads than that are no help. */
#define EP_CREW_MOST 64

/* Does a piece; `worker` counts from 0 and is no one else's at the time. */
typedef void ep_piece(void *user, unsigned worker, size_t piece);

/* Does pieces 0 .. count - 1, by the caller's thread and as many others as make `threads`, or fewer where the system refuses
 * them. The progress function is called between pieces, in the caller's thread and with 0. EPIC_OK, EPIC_ECANCELLED when some
 * pieces were left out. */
int ep_crew_run(unsigned threads, size_t count, ep_piece *piece, void *user, const ep_watch *watch);

#endif
