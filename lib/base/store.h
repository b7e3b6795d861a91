/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sink that keeps what is written, for what is needed twice. */
#ifndef EP_STORE_H
#define EP_STORE_H

#include <stddef.h>

#include "writer.h"

/* All zero: empty. `bytes` is freed by its owner, and is NULL until something is written. */
typedef struct ep_store {
    char *bytes; /* and a NUL */
    size_t used, room;
} ep_store;

/* Empties the store and makes the writer write into it; returns the writer. */
ep_writer *ep_store_begin(ep_store *store, ep_writer *writer);
/* Ends the writer. EPIC_OK or EPIC_ENOMEM. */
int ep_store_end(ep_writer *writer);

#endif
