/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole file as bytes, and where it is. */
#ifndef EP_SLURP_H
#define EP_SLURP_H

#include <epic/diag.h>

#include "arena.h"

/* The bytes of a file and a NUL behind them, to be freed: at most `most` of them and one more, so that a file that is too large
 * shows. EPIC_OK, EPIC_EIO with E701, or EPIC_ENOMEM; *text is NULL then. */
int ep_slurp(char **text, size_t *size, const char *path, size_t most, epic_diags *diags);
/* Where a name leads that stands in a file: beside that, unless it begins with a slash. NULL when out of memory. */
const char *ep_path_beside(ep_arena *arena, const char *file, const char *name);

#endif
