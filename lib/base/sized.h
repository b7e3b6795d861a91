/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Option structs that begin with their size, so that programs built for an older or a later libepic are understood. */
#ifndef EP_SIZED_H
#define EP_SIZED_H

#include <stdbool.h>
#include <stddef.h>

/* Takes what a caller gives (NULL: nothing) into `known`, which holds the defaults and its size. A shorter struct leaves what
 * it lacks as it is; of a longer one the bytes beyond must be zero, as a later version's wish must not be passed over. */
bool ep_sized_take(void *known, const void *given);

#endif
