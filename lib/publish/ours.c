/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* flock() */
#include "ours.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEAD 1024 /* bytes of a file in which its mark must stand */
#define DIGITS 16

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

#define PRODID "\nPRODID:-//libepic//"

/* The names that libepic gives in each folder, and the mark of what is in them. No end: the whole name. */
static const struct {
    const char *folder, *begin, *end, *mark;
} kinds[] = {
    {"", "plan.yaml", NULL, "\nepic-plan: "},   {"", "report.html", NULL, "content=\"libepic"},
    {"calendars", "programme.ics", NULL, PRODID}, {"calendars", "city-", ".ics", PRODID},
    {"calendars", "pair-", ".ics", PRODID},       {"messages", "", ".ics", PRODID},
    {"messages", "", ".eml", "\nUser-Agent: libepic"}, {"vdir", "", ".ics", PRODID},
    {"reports", "city-", ".html", "content=\"libepic"},
};

const char *const ep_ours_folders[EP_OUR_FOLDERS] = {"calendars", "messages", "reports", "vdir"};

/* The mark of a file of ours by its name; NULL for a name that libepic gives to none in this folder ("": the top). */
static const char *mark_of(const char *folder, const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool known = kinds[i].end == NULL ? strcmp(name, kinds[i].begin) == 0
                                          : strncmp(name, kinds[i].begin, strlen(kinds[i].begin)) == 0 &&
                                                ends_with(name, kinds[i].end);
        if (known && strcmp(folder, kinds[i].folder) == 0) {
            return kinds[i].mark;
        }
    }
    return NULL;
}

bool ep_ours_name(const char *folder, const char *name)
{
    return mark_of(folder, name) != NULL;
}

/* Which folder of ours within one has this name, or NULL. */
static const char *inner(const char *folder, const char *name)
{
    for (size_t i = 0; i < EP_OUR_FOLDERS && folder[0] == '\0'; i++) {
        if (strcmp(name, ep_ours_folders[i]) == 0) {
            return ep_ours_folders[i];
        }
    }
    return NULL;
}

static bool is_file(int dir, const char *name)
{
    struct stat found;
    return fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(found.st_mode);
}

static bool is_folder(int dir, const char *name)
{
    struct stat found;
    return fstatat(dir, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

static bool has_mark(int dir, const char *name, const char *mark)
{
    char head[HEAD + 1];
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return false;
    }
    ssize_t n = read(fd, head, HEAD);
    close(fd);
    head[n > 0 ? n : 0] = '\0';
    return strstr(head, mark) != NULL;
}

/* One look through a folder and those in it. */
typedef struct look {
    ep_arena *arena;
    bool by_content;     /* look for the marks as well as at the names */
    bool plan;           /* a plan.yaml was seen */
    const char *foreign; /* the first in order that is not ours */
    const char *first;   /* the first in order of all */
    int error;
} look;

static void keep_first(look *all, const char **kept, const char *folder, const char *name)
{
    char *path = ep_arena_printf(all->arena, "%s%s%s", folder, folder[0] ? "/" : "", name);
    if (path == NULL) {
        all->error = ENOMEM;
    } else if (*kept == NULL || strcmp(path, *kept) < 0) {
        *kept = path;
    }
}

static void look_at(look *all, int dir, const char *folder, const char *name)
{
    const char *mark = mark_of(folder, name);
    bool ours = mark != NULL && is_file(dir, name) && (!all->by_content || has_mark(dir, name, mark));
    keep_first(all, &all->first, folder, name);
    if (!ours) {
        keep_first(all, &all->foreign, folder, name);
    } else if (strcmp(name, "plan.yaml") == 0) {
        all->plan = true;
    }
}

static DIR *open_folder(int dir, const char *name)
{
    int fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *open = fd < 0 ? NULL : fdopendir(fd);
    if (open == NULL && fd >= 0) {
        close(fd);
    }
    return open;
}

static bool is_self(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

static void look_through(look *all, int at, const char *path, const char *folder)
{
    DIR *dir = open_folder(at, path);
    if (dir == NULL) {
        all->error = errno;
        return;
    }
    const struct dirent *entry;
    while (all->error == 0 && (entry = readdir(dir)) != NULL) {
        if (is_self(entry->d_name)) {
            continue;
        }
        const char *within = inner(folder, entry->d_name);
        if (within != NULL && is_folder(dirfd(dir), within)) {
            look_through(all, dirfd(dir), within, within);
        } else {
            look_at(all, dirfd(dir), folder, entry->d_name);
        }
    }
    closedir(dir);
}

int ep_ours_check(ep_arena *arena, const char *path, const char **foreign)
{
    look all = {arena, true, false, NULL, NULL, 0};
    look_through(&all, AT_FDCWD, path, "");
    *foreign = all.foreign != NULL || all.plan ? all.foreign : all.first;
    return all.error;
}

static void remove_files(int at, const char *path, const char *folder)
{
    DIR *dir = open_folder(at, path);
    if (dir == NULL) {
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        if (mark_of(folder, entry->d_name) != NULL) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
    }
    for (size_t i = 0; i < EP_OUR_FOLDERS && folder[0] == '\0'; i++) {
        remove_files(dirfd(dir), ep_ours_folders[i], ep_ours_folders[i]);
        unlinkat(dirfd(dir), ep_ours_folders[i], AT_REMOVEDIR);
    }
    closedir(dir);
}

int ep_ours_remove(const char *path)
{
    remove_files(AT_FDCWD, path, "");
    return rmdir(path) == 0 || errno == ENOENT ? 0 : errno;
}

/* "out.tmp-0123456789abcdef" beside "out". */
static bool is_leftover(const char *name, const char *target)
{
    size_t n = strlen(target);
    if (strncmp(name, target, n) != 0 || (strncmp(name + n, ".tmp-", 5) != 0 && strncmp(name + n, ".old-", 5) != 0)) {
        return false;
    }
    return strspn(name + n + 5, "0123456789abcdef") == DIGITS && name[n + 5 + DIGITS] == '\0';
}

static void sweep_one(ep_arena *arena, const char *parent, const char *name)
{
    char *path = ep_arena_printf(arena, "%s/%s", parent, name);
    int fd = path != NULL ? open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) : -1;
    if (fd < 0) {
        return;
    }
    look all = {arena, false, false, NULL, NULL, 0};
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        look_through(&all, AT_FDCWD, path, "");
        if (all.error == 0 && all.foreign == NULL) {
            ep_ours_remove(path);
        }
    }
    close(fd);
}

void ep_ours_sweep(ep_arena *arena, const char *parent, const char *target)
{
    const char *slash = strrchr(target, '/'), *name = slash != NULL ? slash + 1 : target;
    DIR *dir = open_folder(AT_FDCWD, parent);
    if (dir == NULL) {
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(dir)) != NULL) {
        if (is_leftover(entry->d_name, name)) {
            sweep_one(arena, parent, entry->d_name);
        }
    }
    closedir(dir);
}
