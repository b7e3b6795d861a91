/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is written under another name beside its place and put there by one rename, once it is safe on the disk. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diags.h"
#include "disk.h"
#include "job.h"

static const epic_place nowhere = {0, 0};

static int make_file(const char *name)
{
    return open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
}

/* Where the bytes go: through links, so that a link stays one. Sets *mode to that of the file that is there, 0 when none is. */
static int find_target(const ep_job *job, ep_arena *arena, const char *path, const char **target, mode_t *mode)
{
    struct stat found;
    *target = path;
    *mode = 0;
    if (stat(path, &found) != 0) {
        return errno == ENOENT ? ep_disk_parent(job->diags, arena, path) : ep_disk_failed(job->diags, path, errno);
    }
    if (!S_ISREG(found.st_mode)) {
        ep_diag(job->diags, "E713", NULL, nowhere, NULL, "cannot write '%s': something that is no file has that name", path);
        return EPIC_EIO;
    }
    *mode = found.st_mode & 0777;
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return ep_disk_failed(job->diags, path, errno);
    }
    *target = ep_arena_strdup(arena, real);
    free(real);
    return *target != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int replace(const ep_job *job, ep_arena *arena, epic_format format, const char *target, mode_t mode)
{
    char *stem = ep_arena_printf(arena, "%s.tmp-", target), *parent = ep_parent_of(arena, target), *name;
    if (stem == NULL || parent == NULL) {
        return EPIC_ENOMEM;
    }
    int fd = ep_make_beside(arena, stem, make_file, &name);
    if (fd < 0) {
        return name != NULL ? ep_disk_failed(job->diags, target, errno) : EPIC_ENOMEM;
    }
    if (mode != 0 && fchmod(fd, mode) != 0) { /* what was private stays so */
        int error = errno;
        close(fd);
        unlink(name);
        return ep_disk_failed(job->diags, target, error);
    }
    ep_order order = {job, format};
    int status = ep_disk_fill(job->diags, fd, target, true, ep_order_run, &order);
    if (status == EPIC_OK && rename(name, target) != 0) {
        status = ep_disk_failed(job->diags, target, errno);
    }
    if (status != EPIC_OK) {
        unlink(name);
        return status;
    }
    ep_sync_folder(parent);
    return EPIC_OK;
}

static int publish_file(ep_job *job, epic_format format, const char *path)
{
    ep_arena *arena = ep_arena_new();
    if (arena == NULL) {
        return EPIC_ENOMEM;
    }
    const char *target;
    mode_t mode;
    int status = find_target(job, arena, path, &target, &mode);
    if (status == EPIC_OK) {
        status = replace(job, arena, format, target, mode);
    }
    ep_arena_free(arena);
    return status;
}

int epic_publish_file(const epic_plan *plan, epic_format format, const epic_publish_options *options, const char *path,
                      epic_diags *diags)
{
    ep_job job;
    int status = ep_job_init(&job, plan, options, diags);
    status = path == NULL ? EPIC_EARG : status;
    status = status ? status : ep_job_issue_for(&job, format);
    status = status ? status : publish_file(&job, format, path);
    ep_job_end(&job);
    return status;
}
