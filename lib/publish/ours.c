/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _DEFAULT_SOURCE /* flock() */
#include "ours.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
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

const char *ep_ours_calendars(const ep_catalogue *words, bool main, char out[EP_OUR_FOLDER_ROOM])
{
    snprintf(out, EP_OUR_FOLDER_ROOM, "calendars%s%s", main ? "" : "/", main ? "" : words->language);
    return out;
}

const char *ep_ours_folder(size_t i, char out[EP_OUR_FOLDER_ROOM])
{
    static const char *const folders[] = {"calendars", "messages", "reports", "vdir"};
    return i < 4 ? strcpy(out, folders[i]) : ep_ours_calendars(ep_catalogues[i - 4], false, out);
}

/* What a folder holds, a language's calendars being as all. */
static bool holds(const char *folder, const char *kind)
{
    size_t n = strlen(kind);
    return strncmp(folder, kind, n) == 0 && (folder[n] == '\0' || (n > 0 && folder[n] == '/'));
}

/* The mark of a file of ours by its name; NULL for a name that libepic gives to none in this folder ("": the top). */
static const char *mark_of(const char *folder, const char *name)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        bool known = kinds[i].end == NULL ? strcmp(name, kinds[i].begin) == 0
                                          : strncmp(name, kinds[i].begin, strlen(kinds[i].begin)) == 0 &&
                                                ends_with(name, kinds[i].end);
        if (known && holds(folder, kinds[i].folder)) {
            return kinds[i].mark;
        }
    }
    return NULL;
}

bool ep_ours_name(const char *folder, const char *name)
{
    return mark_of(folder, name) != NULL;
}

/* Whether a folder of ours within one has this name, and which. */
static bool find_inner(const char *folder, const char *name, char within[EP_OUR_FOLDER_ROOM])
{
    bool found = false;
    for (size_t i = 0; i < EP_OUR_FOLDERS && !found; i++) {
        const char *slash = strchr(ep_ours_folder(i, within), '/'), *last = slash == NULL ? within : slash + 1;
        size_t n = slash == NULL ? 0 : (size_t)(slash - within);
        found = strcmp(name, last) == 0 && strlen(folder) == n && strncmp(folder, within, n) == 0;
    }
    return found;
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
    char within[EP_OUR_FOLDER_ROOM];
    while (all->error == 0 && (entry = readdir(dir)) != NULL) {
        if (is_self(entry->d_name)) {
            continue;
        }
        if (find_inner(folder, entry->d_name, within) && is_folder(dirfd(dir), entry->d_name)) {
            look_through(all, dirfd(dir), entry->d_name, within);
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
    char within[EP_OUR_FOLDER_ROOM];
    while ((entry = readdir(dir)) != NULL) {
        if (find_inner(folder, entry->d_name, within)) {
            remove_files(dirfd(dir), entry->d_name, within);
            unlinkat(dirfd(dir), entry->d_name, AT_REMOVEDIR);
        } else if (mark_of(folder, entry->d_name) != NULL) {
            unlinkat(dirfd(dir), entry->d_name, 0);
        }
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
