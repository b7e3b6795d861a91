/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checked order to publish a plan, and the files it goes into. */
#ifndef EP_JOB_H
#define EP_JOB_H

#include <epic/publish.h>

#include "arena.h"

typedef struct ep_job {
    const epic_plan *plan;
    epic_publish_options options; /* complete: issued_at is set */
    epic_diags *diags;
} ep_job;

/* Checks the options, NULL being the defaults, and looks at the clock once. EPIC_EARG. */
int ep_job_init(ep_job *job, const epic_plan *plan, const epic_publish_options *options, epic_diags *diags);
int ep_job_run(const ep_job *job, epic_format format, epic_write_fn write, void *user);

/* E711: what could not be written, and the system's reason in English. Returns EPIC_EIO. */
int ep_job_failed(const ep_job *job, const char *path, int error);
/* EPIC_OK, or E712 when the folder that is to hold `path` is not there. */
int ep_job_parent(const ep_job *job, ep_arena *arena, const char *path);
/* Runs the job into an open new file, fsyncs it and closes it whatever happens; `shown` names it in diagnostics. */
int ep_job_fill(const ep_job *job, epic_format format, int fd, const char *shown);

/* The folder in which `path` lies ("." when it names none); NULL when out of memory. */
char *ep_parent_of(ep_arena *arena, const char *path);
/* Makes something under a name that is free: 16 digits are put behind `stem` until `make` returns no less than 0. Returns
 * that, or -1 and errno; *name is the name tried last, NULL when out of memory. */
int ep_make_beside(ep_arena *arena, const char *stem, int (*make)(const char *name), char **name);
/* Makes the entries of a folder last. Where that fails a crash may bring the old ones back, whole: no failure to report. */
void ep_sync_folder(const char *path);

#endif
