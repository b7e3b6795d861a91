/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is written under another name beside its place and put there by one rename, once it is safe on the disk. */
#define _XOPEN_SOURCE 700 /* realpath() */
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "diags.h"
#include "hash.h"
#include "job.h"

#define DIGITS 16
#define TRIES 100

static const epic_place nowhere = {0, 0};

/* strerror() speaks the language of the locale; diagnostics are English everywhere. */
int ep_job_failed(const ep_job *job, const char *path, int error)
{
    locale_t english = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const char *reason = english == (locale_t)0 ? "no reason given" : strerror_l(error, english);
    const char *hint = error == ENOSPC ? "make room on the disk; nothing that was there before has changed" : NULL;
    ep_diag(job->diags, "E711", NULL, nowhere, hint, "cannot write '%s': %s", path, reason);
    if (english != (locale_t)0) {
        freelocale(english);
    }
    return EPIC_EIO;
}

char *ep_parent_of(ep_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return ep_arena_strdup(arena, ".");
    }
    return ep_arena_strndup(arena, path, slash == path ? 1 : (size_t)(slash - path));
}

int ep_job_parent(const ep_job *job, ep_arena *arena, const char *path)
{
    char *parent = ep_parent_of(arena, path);
    struct stat found;
    if (parent == NULL) {
        return EPIC_ENOMEM;
    }
    if (stat(parent, &found) == 0 || errno != ENOENT) {
        return EPIC_OK;
    }
    ep_diag(job->diags, "E712", NULL, nowhere, "make that folder first, or name one that exists",
            "cannot write '%s': there is no folder '%s'", path, parent);
    return EPIC_EIO;
}

static void put_digits(char *out, unsigned attempt)
{
    struct timespec now = {0, 0};
    clock_gettime(CLOCK_REALTIME, &now);
    /* The address of a local differs between threads, the process between processes. */
    uint64_t mixed = ep_mix64((uint64_t)now.tv_sec * 1000000000U + (uint64_t)now.tv_nsec + attempt) ^
                     ep_mix64((uint64_t)getpid() << 40 ^ (uint64_t)(uintptr_t)&now);
    for (int i = 0; i < DIGITS; i++) {
        out[i] = "0123456789abcdef"[mixed >> (4 * i) & 15];
    }
    out[DIGITS] = '\0';
}

int ep_make_beside(ep_arena *arena, const char *stem, int (*make)(const char *name), char **name)
{
    size_t length = strlen(stem);
    *name = ep_arena_array(arena, length + DIGITS + 1, 1);
    if (*name == NULL) {
        errno = ENOMEM;
        return -1;
    }
    memcpy(*name, stem, length);
    int made = -1;
    for (unsigned attempt = 0; attempt < TRIES && made < 0; attempt++) {
        put_digits(*name + length, attempt);
        made = make(*name);
        if (made < 0 && errno != EEXIST) {
            break;
        }
    }
    return made;
}

void ep_sync_folder(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        fsync(fd);
        close(fd);
    }
}

typedef struct sink {
    int fd, error;
} sink;

static int write_all(void *user, const char *bytes, size_t n)
{
    sink *to = user;
    while (n > 0) {
        ssize_t done = write(to->fd, bytes, n);
        if (done < 0 && errno == EINTR) {
            continue;
        }
        if (done <= 0) {
            to->error = done < 0 ? errno : EIO;
            return -1;
        }
        bytes += done;
        n -= (size_t)done;
    }
    return 0;
}

int ep_job_fill(const ep_job *job, epic_format format, int fd, const char *shown)
{
    sink to = {fd, 0};
    int status = ep_job_run(job, format, write_all, &to);
    if (status == EPIC_OK && fsync(fd) != 0) {
        to.error = errno;
    }
    if (close(fd) != 0 && status == EPIC_OK && to.error == 0) {
        to.error = errno;
    }
    return to.error ? ep_job_failed(job, shown, to.error) : status;
}

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
        return errno == ENOENT ? ep_job_parent(job, arena, path) : ep_job_failed(job, path, errno);
    }
    if (!S_ISREG(found.st_mode)) {
        ep_diag(job->diags, "E713", NULL, nowhere, NULL, "cannot write '%s': something that is no file has that name", path);
        return EPIC_EIO;
    }
    *mode = found.st_mode & 0777;
    char *real = realpath(path, NULL);
    if (real == NULL) {
        return ep_job_failed(job, path, errno);
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
        return name != NULL ? ep_job_failed(job, target, errno) : EPIC_ENOMEM;
    }
    if (mode != 0 && fchmod(fd, mode) != 0) { /* what was private stays so */
        int error = errno;
        close(fd);
        unlink(name);
        return ep_job_failed(job, target, error);
    }
    int status = ep_job_fill(job, format, fd, target);
    if (status == EPIC_OK && rename(name, target) != 0) {
        status = ep_job_failed(job, target, errno);
    }
    if (status != EPIC_OK) {
        unlink(name);
        return status;
    }
    ep_sync_folder(parent);
    return EPIC_OK;
}

int epic_publish_file(const epic_plan *plan, epic_format format, const epic_publish_options *options, const char *path,
                      epic_diags *diags)
{
    ep_job job;
    int status = path != NULL ? ep_job_init(&job, plan, options, diags) : EPIC_EARG;
    if (status != EPIC_OK) {
        return status;
    }
    ep_arena *arena = ep_arena_new();
    if (arena == NULL) {
        return EPIC_ENOMEM;
    }
    const char *target;
    mode_t mode;
    status = find_target(&job, arena, path, &target, &mode);
    if (status == EPIC_OK) {
        status = replace(&job, arena, format, target, mode);
    }
    ep_arena_free(arena);
    return status;
}
