/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole output: built beside its place, exchanged with what is there at the end. */
#define _GNU_SOURCE /* renameat2(), flock() */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diags.h"
#include "job.h"
#include "ours.h"

static const epic_place nowhere = {0, 0};

typedef struct folder {
    ep_job job;
    ep_arena *arena;
    const char *target, *parent; /* links resolved, no slash at the end */
    char *beside; /* where the new one grows, and after the exchange the old one lies */
    int fd;       /* the new one, locked: no sweep of another run takes it for a leftover */
    int old;      /* the one that is there, locked: two runs at once take turns; -1 when none is */
} folder;

static int failed(const folder *out, const char *path)
{
    return ep_job_failed(&out->job, path, errno);
}

/* Takes the path without slashes at its end, if it names something that could be exchanged. */
static int take_name(folder *out, const char *path)
{
    size_t n = strlen(path);
    while (n > 0 && path[n - 1] == '/') {
        n--;
    }
    size_t last = n;
    while (last > 0 && path[last - 1] != '/') {
        last--;
    }
    if (n == last || (n - last == 1 && path[last] == '.') || (n - last == 2 && strncmp(path + last, "..", 2) == 0)) {
        ep_diag(out->job.diags, "E715", NULL, nowhere, "name a folder, such as 'out'; it is made when it is not there",
                "'%s' is no name for an output folder, which is replaced as a whole", path);
        return EPIC_EIO;
    }
    out->target = ep_arena_strndup(out->arena, path, n);
    return out->target != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int follow_links(folder *out)
{
    char *real = realpath(out->target, NULL);
    if (real == NULL) {
        return failed(out, out->target);
    }
    out->target = ep_arena_strdup(out->arena, real);
    free(real);
    return out->target != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int look_at_existing(folder *out)
{
    struct stat found;
    if (stat(out->target, &found) != 0) {
        return failed(out, out->target);
    }
    if (!S_ISDIR(found.st_mode)) {
        ep_diag(out->job.diags, "E713", NULL, nowhere, "name a folder, or move that file away",
                "cannot write '%s': something that is no folder has that name", out->target);
        return EPIC_EIO;
    }
    return follow_links(out);
}

static int find_target(folder *out, const char *path)
{
    struct stat found;
    int status = take_name(out, path);
    if (status != EPIC_OK) {
        return status;
    }
    if (lstat(out->target, &found) == 0) {
        status = look_at_existing(out);
    } else {
        status = errno == ENOENT ? ep_job_parent(&out->job, out->arena, out->target) : failed(out, out->target);
    }
    if (status == EPIC_OK) {
        out->parent = ep_parent_of(out->arena, out->target);
        status = out->parent != NULL ? EPIC_OK : EPIC_ENOMEM;
    }
    return status;
}

/* A folder that is locked before a sweep can mistake it. Between mkdir() and flock() one might: then another name is tried. */
static int make_locked(const char *name)
{
    struct stat opened, named;
    if (mkdir(name, 0777) != 0) {
        return -1;
    }
    int fd = open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd >= 0 && (flock(fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) && fstat(fd, &opened) == 0 &&
        stat(name, &named) == 0 && opened.st_ino == named.st_ino) {
        return fd;
    }
    if (fd >= 0) {
        close(fd);
    }
    rmdir(name);
    errno = EEXIST;
    return -1;
}

static int make_aside(const char *name)
{
    return mkdir(name, 0700);
}

static int make_beside(folder *out)
{
    char *stem = ep_arena_printf(out->arena, "%s.tmp-", out->target);
    if (stem == NULL) {
        return EPIC_ENOMEM;
    }
    out->fd = ep_make_beside(out->arena, stem, make_locked, &out->beside);
    if (out->fd < 0) {
        int status = out->beside != NULL ? failed(out, out->target) : EPIC_ENOMEM;
        out->beside = NULL; /* nothing of that name was made */
        return status;
    }
    return EPIC_OK;
}

/* One file of the new folder. `other`, which may be NULL, is its name when the first is taken. */
static int put_file(const folder *out, const ep_job *job, epic_format format, const char *name, const char *other)
{
    int fd = openat(out->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST && other != NULL) {
        fd = openat(out->fd, name = other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    int error = errno;
    char *shown = ep_arena_printf(out->arena, "%s/%s", out->target, name);
    if (shown == NULL) {
        if (fd >= 0) {
            close(fd);
        }
        return EPIC_ENOMEM;
    }
    return fd < 0 ? ep_job_failed(job, shown, error) : ep_job_fill(job, format, fd, shown);
}

static int put_cities(const folder *out, const epic_programme *programme)
{
    int status = EPIC_OK;
    ep_job job = out->job;
    for (size_t i = 0; status == EPIC_OK && i < epic_programme_cities(programme); i++) {
        char *name = ep_arena_printf(out->arena, "calendars/city-%s.ics", epic_programme_city(programme, i)->id);
        job.options.city = i;
        status = name != NULL ? put_file(out, &job, EPIC_ICS, name, NULL) : EPIC_ENOMEM;
    }
    return status;
}

/* pair-a-b-c.ics could be "a-b" with "c" or "a" with "b-c": the second takes a tilde, which no id has. */
static int put_pairs(const folder *out, const epic_programme *programme)
{
    int status = EPIC_OK;
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(epic_plan_pairing(out->job.plan), &count);
    ep_job job = out->job;
    for (size_t i = 0; status == EPIC_OK && i < count; i++) {
        const char *a = epic_programme_city(programme, pairs[i].a)->id, *b = epic_programme_city(programme, pairs[i].b)->id;
        char *name = ep_arena_printf(out->arena, "calendars/pair-%s-%s.ics", a, b);
        char *other = ep_arena_printf(out->arena, "calendars/pair-%s~%s.ics", a, b);
        job.options.pair = i;
        status = name != NULL && other != NULL ? put_file(out, &job, EPIC_ICS, name, other) : EPIC_ENOMEM;
    }
    return status;
}

static int fill(const folder *out)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(out->job.plan)));
    int status = put_file(out, &out->job, EPIC_YAML, "plan.yaml", NULL);
    if (status == EPIC_OK) {
        status = put_file(out, &out->job, EPIC_HTML, "report.html", NULL);
    }
    if (status == EPIC_OK && mkdirat(out->fd, "calendars", 0777) != 0) {
        status = failed(out, out->target);
    }
    if (status == EPIC_OK) {
        status = put_file(out, &out->job, EPIC_ICS, "calendars/programme.ics", NULL);
    }
    if (status == EPIC_OK) {
        status = put_cities(out, programme);
    }
    return status ? status : put_pairs(out, programme);
}

/* What is in the way, if it is not ours, stays: a name mistyped must not cost anybody a folder. */
static int check_contents(const folder *out)
{
    const char *foreign;
    int error = ep_ours_check(out->arena, out->target, &foreign);
    if (error) {
        return error == ENOMEM ? EPIC_ENOMEM : ep_job_failed(&out->job, out->target, error);
    }
    if (foreign != NULL) {
        ep_diag(out->job.diags, "E714", NULL, nowhere, "name another folder, or move what is in this one away",
                "the folder '%s' holds '%s', which libepic did not write there; nothing was changed", out->target, foreign);
        return EPIC_EIO;
    }
    return EPIC_OK;
}

/* Locks the folder that is there, if any. While this waited another run may have put a new one in its place: then that. */
static int lock_old(folder *out)
{
    struct stat opened, named;
    for (;;) {
        out->old = open(out->target, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (out->old < 0) {
            return errno == ENOENT ? EPIC_OK : failed(out, out->target);
        }
        while (flock(out->old, LOCK_EX) != 0 && errno == EINTR) {
        }
        if (fstat(out->old, &opened) == 0 && stat(out->target, &named) == 0 && opened.st_ino == named.st_ino) {
            return EPIC_OK;
        }
        close(out->old);
    }
}

/* The new folder takes the permissions of the old: what was private stays so. */
static int settle(const folder *out)
{
    struct stat old;
    char *calendars = ep_arena_printf(out->arena, "%s/calendars", out->beside);
    if (calendars == NULL) {
        return EPIC_ENOMEM;
    }
    ep_sync_folder(calendars);
    ep_sync_folder(out->beside);
    if (out->old >= 0 && (fstat(out->old, &old) != 0 || fchmod(out->fd, old.st_mode & 07777) != 0)) {
        return failed(out, out->target);
    }
    return EPIC_OK;
}

/* Where the two cannot change places at once: the old one aside, the new one in, or the old one back. */
static int exchange_in_steps(folder *out)
{
    char *stem = ep_arena_printf(out->arena, "%s.old-", out->target), *aside;
    if (stem == NULL) {
        return EPIC_ENOMEM;
    }
    if (ep_make_beside(out->arena, stem, make_aside, &aside) < 0) {
        return aside != NULL ? failed(out, out->target) : EPIC_ENOMEM;
    }
    int error = rename(out->target, aside) == 0 ? 0 : errno;
    if (error == 0 && rename(out->beside, out->target) != 0) {
        error = errno;
        if (rename(aside, out->target) != 0) {
            ep_diag_plain(out->job.diags, "E716", "the former '%s' could not be put back: it is safe as '%s'", out->target,
                          aside);
            return ep_job_failed(&out->job, out->target, error);
        }
        return ep_job_failed(&out->job, out->target, error);
    }
    if (error != 0) {
        rmdir(aside);
        return ep_job_failed(&out->job, out->target, error);
    }
    out->beside = aside;
    return EPIC_OK;
}

static int exchange(folder *out)
{
#ifdef RENAME_EXCHANGE
    if (renameat2(AT_FDCWD, out->beside, AT_FDCWD, out->target, RENAME_EXCHANGE) == 0) {
        return EPIC_OK;
    }
    if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
        return failed(out, out->target);
    }
#endif
    return exchange_in_steps(out);
}

static int put_in_place(folder *out)
{
    int status = lock_old(out);
    if (status == EPIC_OK && out->old >= 0) {
        status = check_contents(out);
    }
    if (status == EPIC_OK) {
        status = settle(out);
    }
    if (status != EPIC_OK) {
        return status;
    }
    if (out->old >= 0) {
        status = exchange(out);
    } else if (rename(out->beside, out->target) == 0) {
        out->beside = NULL;
    } else if (errno == ENOTEMPTY || errno == EEXIST) {
        return put_in_place(out); /* another run was quicker: there is an old one now */
    } else {
        status = failed(out, out->target);
    }
    ep_sync_folder(out->parent);
    return status;
}

/* Takes away the old folder, or after a failure the unfinished one. */
static void tidy(const folder *out, bool done)
{
    int error = out->beside != NULL ? ep_ours_remove(out->beside) : 0;
    if (done && error) {
        ep_diag_plain(out->job.diags, "W717", "the former folder could not be removed and is left as '%s'", out->beside);
    }
    if (out->fd >= 0) {
        close(out->fd);
    }
    if (out->old >= 0) {
        close(out->old);
    }
    if (done) {
        ep_ours_sweep(out->arena, out->parent, out->target);
    }
}

static int build(folder *out, const char *path)
{
    int status = find_target(out, path);
    if (status == EPIC_OK) {
        status = make_beside(out);
    }
    if (status == EPIC_OK) {
        status = fill(out);
    }
    if (status == EPIC_OK) {
        status = put_in_place(out);
    }
    tidy(out, status == EPIC_OK);
    return status;
}

int epic_publish_folder(const epic_plan *plan, const epic_publish_options *options, const char *path, epic_diags *diags)
{
    folder out = {.fd = -1, .old = -1};
    int status = path != NULL ? ep_job_init(&out.job, plan, options, diags) : EPIC_EARG;
    if (status == EPIC_OK && (out.job.options.city != EPIC_NONE || out.job.options.pair != EPIC_NONE)) {
        status = EPIC_EARG; /* a folder holds everything */
    }
    if (status != EPIC_OK) {
        return status;
    }
    out.arena = ep_arena_new();
    if (out.arena == NULL) {
        return EPIC_ENOMEM;
    }
    status = build(&out, path);
    ep_arena_free(out.arena);
    return status;
}
