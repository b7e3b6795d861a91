/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _XOPEN_SOURCE 700 /* strerror_l() */
#include "disk.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "diags.h"
#include "hash.h"

#define DIGITS 16
#define TRIES 100

static const epic_place nowhere = {0, 0};

/* strerror() speaks the language of the locale; diagnostics are English everywhere. */
int ep_disk_failed(epic_diags *diags, const char *path, int error)
{
    locale_t english = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    const char *reason = english == (locale_t)0 ? "no reason given" : strerror_l(error, english);
    const char *hint = error == ENOSPC ? "make room on the disk; nothing that was there before has changed" : NULL;
    ep_diag(diags, "E711", NULL, nowhere, hint, "cannot write '%s': %s", path, reason);
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

int ep_disk_parent(epic_diags *diags, ep_arena *arena, const char *path)
{
    char *parent = ep_parent_of(arena, path);
    struct stat found;
    if (parent == NULL) {
        return EPIC_ENOMEM;
    }
    if (stat(parent, &found) == 0 || errno != ENOENT) {
        return EPIC_OK;
    }
    ep_diag(diags, "E712", NULL, nowhere, "make that folder first, or name one that exists",
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

int ep_disk_fill(epic_diags *diags, int fd, const char *shown, bool at_once, ep_filler *filler, void *user)
{
    sink to = {fd, 0};
    int status = filler(user, write_all, &to);
    if (status == EPIC_OK && at_once && fsync(fd) != 0) {
        to.error = errno;
    }
    if (close(fd) != 0 && status == EPIC_OK && to.error == 0) {
        to.error = errno;
    }
    return to.error ? ep_disk_failed(diags, shown, to.error) : status;
}
