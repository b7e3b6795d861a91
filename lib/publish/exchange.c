/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* renameat2(), flock(), sync_file_range() */
#include "exchange.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "diags.h"
#include "ours.h"

static const epic_place nowhere = {0, 0};

static int failed(const ep_exchange *out, const char *path)
{
    return ep_disk_failed(out->diags, path, errno);
}

/* Takes the path without slashes at its end, if it names something that could be exchanged. */
static int take_name(ep_exchange *out, const char *path)
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
        ep_diag(out->diags, "E715", NULL, nowhere, "name a folder, such as 'out'; it is made when it is not there",
                "'%s' is no name for an output folder, which is replaced as a whole", path);
        return EPIC_EIO;
    }
    out->target = ep_arena_strndup(out->arena, path, n);
    return out->target != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int follow_links(ep_exchange *out)
{
    char *real = realpath(out->target, NULL);
    if (real == NULL) {
        return failed(out, out->target);
    }
    out->target = ep_arena_strdup(out->arena, real);
    free(real);
    return out->target != NULL ? EPIC_OK : EPIC_ENOMEM;
}

static int look_at_existing(ep_exchange *out)
{
    struct stat found;
    if (stat(out->target, &found) != 0) {
        return failed(out, out->target);
    }
    if (!S_ISDIR(found.st_mode)) {
        ep_diag(out->diags, "E713", NULL, nowhere, "name a folder, or move that file away",
                "cannot write '%s': something that is no folder has that name", out->target);
        return EPIC_EIO;
    }
    return follow_links(out);
}

static int find_target(ep_exchange *out, const char *path)
{
    struct stat found;
    int status = take_name(out, path);
    if (status != EPIC_OK) {
        return status;
    }
    if (lstat(out->target, &found) == 0) {
        status = look_at_existing(out);
    } else {
        status = errno == ENOENT ? ep_disk_parent(out->diags, out->arena, out->target) : failed(out, out->target);
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

static int make_beside(ep_exchange *out)
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

/* What is in the way, if it is not ours, stays: a name mistyped must not cost anybody a folder. */
static int check_contents(const ep_exchange *out)
{
    const char *foreign;
    int error = ep_ours_check(out->arena, out->target, &foreign);
    if (error) {
        return error == ENOMEM ? EPIC_ENOMEM : ep_disk_failed(out->diags, out->target, error);
    }
    if (foreign != NULL) {
        ep_diag(out->diags, "E714", NULL, nowhere, "name another folder, or move what is in this one away",
                "the folder '%s' holds '%s', which libepic did not write there; nothing was changed", out->target, foreign);
        return EPIC_EIO;
    }
    return EPIC_OK;
}

/* Locks the folder that is there, if any. While this waited another run may have put a new one in its place: then that. */
static int lock_old(ep_exchange *out)
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

/* Has the disk begin with a file and waits for nothing. It is no promise, so that a failure is none either. */
static int begin_sync(int fd)
{
#ifdef SYNC_FILE_RANGE_WRITE
    (void)sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
#else
    (void)fd;
#endif
    return 0;
}

/* A file that was written, not one that was kept: that has a second name in the old folder, where it was made safe. */
static bool sync_file(int folder, const char *name, int (*sync)(int fd))
{
    struct stat found;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    bool good = fd >= 0 && fstat(fd, &found) == 0 && (!S_ISREG(found.st_mode) || found.st_nlink > 1 || sync(fd) == 0);
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = error;
    return good;
}

static int sync_failed(const ep_exchange *out, const char *folder, const char *name)
{
    int error = errno;
    char *shown = ep_arena_printf(out->arena, "%s/%s%s%s", out->target, folder, folder[0] ? "/" : "", name);
    return shown != NULL ? ep_disk_failed(out->diags, shown, error) : EPIC_ENOMEM;
}

/* Of a folder in the new one, or "": of itself. */
static int sync_files(const ep_exchange *out, const char *folder, int (*sync)(int fd))
{
    int fd = openat(out->fd, folder[0] ? folder : ".", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC), status = EPIC_OK;
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    if (dir == NULL) {
        return errno == ENOENT ? EPIC_OK : sync_failed(out, folder, "");
    }
    while (status == EPIC_OK && (errno = 0, entry = readdir(dir)) != NULL) {
        bool itself = entry->d_name[0] == '.'; /* or its parent */
        status = itself || sync_file(fd, entry->d_name, sync) ? EPIC_OK : sync_failed(out, folder, entry->d_name);
    }
    status = status == EPIC_OK && errno != 0 ? sync_failed(out, folder, "") : status;
    closedir(dir);
    return status;
}

/* Makes everything safe before a name leads to it: first the disk begins with all files, then each is waited for. So they share
 * the disk's turns, where a file that is waited for before the next is written takes several alone. All of fsync()'s promises
 * hold when this is done, and not before; until then no name but that of the unfinished folder leads to any of it. */
static int sync_all(const ep_exchange *out)
{
    int status = EPIC_OK;
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i <= EP_OUR_FOLDERS && status == EPIC_OK; i++) {
            char folder[EP_OUR_FOLDER_ROOM] = "";
            status = sync_files(out, i < EP_OUR_FOLDERS ? ep_ours_folder(i, folder) : folder, pass == 0 ? begin_sync : fsync);
        }
    }
    return status;
}

/* The new folder takes the permissions of the old: what was private stays so. */
static int settle(const ep_exchange *out)
{
    struct stat old;
    int status = sync_all(out);
    for (size_t i = 0; i < EP_OUR_FOLDERS && status == EPIC_OK; i++) {
        char folder[EP_OUR_FOLDER_ROOM], *within = ep_arena_printf(out->arena, "%s/%s", out->beside, ep_ours_folder(i, folder));
        if (within == NULL) {
            return EPIC_ENOMEM;
        }
        ep_sync_folder(within);
    }
    if (status != EPIC_OK) {
        return status;
    }
    ep_sync_folder(out->beside);
    if (out->old >= 0 && (fstat(out->old, &old) != 0 || fchmod(out->fd, old.st_mode & 07777) != 0)) {
        return failed(out, out->target);
    }
    return EPIC_OK;
}

/* Where the two cannot change places at once: the old one aside, the new one in, or the old one back. */
static int exchange_in_steps(ep_exchange *out)
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
            ep_diag_plain(out->diags, "E716", "the former '%s' could not be put back: it is safe as '%s'", out->target,
                          aside);
            return ep_disk_failed(out->diags, out->target, error);
        }
        return ep_disk_failed(out->diags, out->target, error);
    }
    if (error != 0) {
        rmdir(aside);
        return ep_disk_failed(out->diags, out->target, error);
    }
    out->beside = aside;
    return EPIC_OK;
}

static int exchange(ep_exchange *out)
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

int ep_exchange_ledger(const ep_exchange *out, epic_ledger **ledger)
{
    struct stat found;
    *ledger = NULL;
    if (fstatat(out->old, "plan.yaml", &found, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
        return EPIC_OK; /* an empty folder */
    }
    return epic_ledger_load(ledger, out->target, out->diags);
}

bool ep_exchange_has(const ep_exchange *out, const char *folder, const char *name)
{
    int fd = openat(out->old, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    bool found = fd >= 0 && faccessat(fd, name, F_OK, 0) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return found;
}

int ep_exchange_folder(const ep_exchange *out, const char *name)
{
    return mkdirat(out->fd, name, 0777) == 0 ? EPIC_OK : failed(out, out->target);
}

int ep_exchange_file(const ep_exchange *out, const char *name, const char *other, ep_filler *filler, void *user)
{
    int fd = openat(out->fd, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST && other != NULL) {
        fd = openat(out->fd, name = other, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    }
    int error = errno;
    char *shown = ep_arena_printf(out->arena, "%s/%s", out->target, name);
    if (shown == NULL && fd >= 0) {
        close(fd);
    }
    if (shown == NULL) {
        return EPIC_ENOMEM;
    }
    return fd < 0 ? ep_disk_failed(out->diags, shown, error) : ep_disk_fill(out->diags, fd, shown, false, filler, user);
}

static int pour_text(void *user, epic_write_fn write, void *to)
{
    const ep_store *text = user;
    return text->used > 0 && write(to, text->bytes, text->used) != 0 ? EPIC_EIO : EPIC_OK;
}

int ep_exchange_text(const ep_exchange *out, const char *name, const ep_store *text)
{
    ep_store own = *text;
    return ep_exchange_file(out, name, NULL, pour_text, &own);
}

/* An open file, read to its end. */
static int pour(void *user, epic_write_fn write, void *to)
{
    char bytes[16384];
    ssize_t n;
    while ((n = read(*(const int *)user, bytes, sizeof bytes)) > 0) {
        if (write(to, bytes, (size_t)n) != 0) {
            return EPIC_EIO;
        }
    }
    return n == 0 ? EPIC_OK : EPIC_EIO;
}

/* As a second name of the same file, which nobody writes into; where there is no such thing, as a copy. */
int ep_exchange_keep(const ep_exchange *out, const char *name)
{
    if (linkat(out->old, name, out->fd, name, 0) == 0) {
        return EPIC_OK;
    }
    int from = openat(out->old, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (from < 0) {
        return errno == ENOENT ? EPIC_OK : failed(out, name);
    }
    int status = ep_exchange_file(out, name, NULL, pour, &from);
    close(from);
    return status;
}

int ep_exchange_keep_all(const ep_exchange *out, const char *folder, ep_chooser *wanted, void *user)
{
    int fd = out->old < 0 ? -1 : openat(out->old, folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    if (dir == NULL) {
        return fd < 0 ? EPIC_OK : failed(out, folder); /* there is none to keep */
    }
    int status = ep_exchange_folder(out, folder);
    while (status == EPIC_OK && (entry = readdir(dir)) != NULL) {
        if (ep_ours_name(folder, entry->d_name) && (wanted == NULL || wanted(user, entry->d_name))) {
            char *name = ep_arena_printf(out->arena, "%s/%s", folder, entry->d_name);
            status = name != NULL ? ep_exchange_keep(out, name) : EPIC_ENOMEM;
        }
    }
    closedir(dir);
    return status;
}

int ep_exchange_open(ep_exchange *out, ep_arena *arena, const char *path, epic_diags *diags)
{
    *out = (ep_exchange){.diags = diags, .arena = arena, .fd = -1, .old = -1};
    int status = find_target(out, path);
    if (status == EPIC_OK) {
        status = lock_old(out);
    }
    if (status == EPIC_OK && out->old >= 0) {
        status = check_contents(out);
    }
    return status ? status : make_beside(out);
}

int ep_exchange_put(ep_exchange *out)
{
    int status = out->old >= 0 ? check_contents(out) : EPIC_OK;
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
        return EP_ANOTHER;
    } else {
        status = failed(out, out->target);
    }
    ep_sync_folder(out->parent);
    return status;
}

void ep_exchange_close(ep_exchange *out, bool done)
{
    int error = out->beside != NULL ? ep_ours_remove(out->beside) : 0;
    if (done && error) {
        ep_diag_plain(out->diags, "W717", "the former folder could not be removed and is left as '%s'", out->beside);
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

