/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes on the disk: what fails is said with the system's reason. */
#ifndef EP_DISK_H
#define EP_DISK_H

#include <epic/diag.h>
#include <stdbool.h>

#include "arena.h"

/* E711: what could not be written, and the system's reason in English. Returns EPIC_EIO. */
int ep_disk_failed(epic_diags *diags, const char *path, int error);
/* EPIC_OK, or E712 when the folder that is to hold `path` is not there. */
int ep_disk_parent(epic_diags *diags, ep_arena *arena, const char *path);

/* What writes a file: an epic_status. */
typedef int ep_filler(void *user, epic_write_fn write, void *to);
/* Fills an open new file, fsyncs it if it is to be safe at once, and closes it whatever happens; `shown` names it in
 * diagnostics. */
int ep_disk_fill(epic_diags *diags, int fd, const char *shown, bool at_once, ep_filler *filler, void *user);

/* The folder in which `path` lies ("." when it names none); NULL when out of memory. */
char *ep_parent_of(ep_arena *arena, const char *path);
/* Makes something under a name that is free: 16 digits are put behind `stem` until `make` returns no less than 0. Returns
 * that, or -1 and errno; *name is the name tried last, NULL when out of memory. */
int ep_make_beside(ep_arena *arena, const char *stem, int (*make)(const char *name), char **name);
/* Makes the entries of a folder last. Where that fails a crash may bring the old ones back, whole: no failure to report. */
void ep_sync_folder(const char *path);

#endif
