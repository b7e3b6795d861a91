/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of ours that is built beside its place and exchanged with the one that is there: the old one or the new one, never
 * half. The old one is locked all the while, so that what is read there still holds when it goes. */
#ifndef EP_EXCHANGE_H
#define EP_EXCHANGE_H

#include <epic/ledger.h>

#include "disk.h"
#include "store.h"

typedef struct ep_exchange {
    epic_diags *diags;
    ep_arena *arena;
    const char *target, *parent; /* links resolved, no slash at the end */
    char *beside; /* where the new one grows, and after the exchange the old one lies */
    int fd;       /* the new one, locked: no sweep of another run takes it for a leftover */
    int old;      /* the one that is there, locked: two runs at once take turns; -1 when none is */
} ep_exchange;

/* Where there was none, another run has put one meanwhile: begin anew. */
#define EP_ANOTHER 1

/* Waits for its turn. EPIC_EIO with a diagnostic when the folder that is there is not ours. Close it in any case. */
int ep_exchange_open(ep_exchange *out, ep_arena *arena, const char *path, epic_diags *diags);
/* What the folder that is there says was issued; NULL when it is empty. */
int ep_exchange_ledger(const ep_exchange *out, epic_ledger **ledger);
/* Whether a folder in it has a file of this name. */
bool ep_exchange_has(const ep_exchange *out, const char *folder, const char *name);

/* Into the new one: a folder; a file, whose name is `other` (or NULL) when the first is taken; of the old one, if it is there, a
 * file as it is, and a folder with those of its files that are wanted (NULL: all). */
int ep_exchange_folder(const ep_exchange *out, const char *name);
int ep_exchange_file(const ep_exchange *out, const char *name, const char *other, ep_filler *filler, void *user);
int ep_exchange_text(const ep_exchange *out, const char *name, const ep_store *text);
int ep_exchange_keep(const ep_exchange *out, const char *name);
typedef bool ep_chooser(void *user, const char *name);
int ep_exchange_keep_all(const ep_exchange *out, const char *folder, ep_chooser *wanted, void *user);

/* EPIC_OK when the new one is in place, EP_ANOTHER, or a failure: the old one stays. */
int ep_exchange_put(ep_exchange *out);
/* Takes away the old folder, or when it is not done the unfinished one. */
void ep_exchange_close(ep_exchange *out, bool done);

#endif
