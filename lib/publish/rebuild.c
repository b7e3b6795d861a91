/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was issued, out of what was published: the way back when plan.yaml is lost. */
#include <epic/publish.h>

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "issued.h"
#include "revive.h"


typedef struct feed {
    const char *id; /* "a", "a-b" */
    ep_own calendar;
} feed;

typedef struct rebuild {
    ep_arena *arena;
    epic_diags *diags;
    const char *path; /* of the folder */
    ep_own programme;
    epic_issued *entries; /* in the order of UIDs */
    size_t count;
    feed *cities, *pairs; /* by id */
    size_t city_count, pair_count;
} rebuild;

/* ---- the calendars ---- */

static int by_uid(const void *left, const void *right)
{
    return strcmp(((const epic_issued *)left)->uid, ((const epic_issued *)right)->uid);
}

static epic_issued *find(const rebuild *all, const char *uid)
{
    const epic_issued key = {.uid = uid};
    return all->count == 0 ? NULL : bsearch(&key, all->entries, all->count, sizeof key, by_uid);
}

static int read_programme(rebuild *all)
{
    int status = ep_own_load(&all->programme, all->arena, all->path, "programme.ics", all->diags);
    if (status != EPIC_OK) {
        return status;
    }
    all->entries = ep_arena_array_of(all->arena, all->programme.entry_count, epic_issued);
    ep_revival revival = {all->arena, all->diags, all->path, all->programme.words, NULL};
    for (; all->entries != NULL && status == EPIC_OK && all->count < all->programme.entry_count; all->count++) {
        status = ep_revive(&revival, &all->programme.entries[all->count], &all->entries[all->count]);
    }
    ep_zone_close(revival.zone);
    if (all->entries != NULL && status == EPIC_OK) {
        qsort(all->entries, all->count, sizeof *all->entries, by_uid);
    }
    return all->entries == NULL ? EPIC_ENOMEM : status;
}

/* The id in "city-a.ics" or "pair-a-b.ics"; NULL for another name or when out of memory, which *failed says. */
static const char *id_in(const rebuild *all, const char *name, const char *begin, bool *failed)
{
    size_t n = strlen(name), lead = strlen(begin), tail = strlen(".ics");
    if (n <= lead + tail || strncmp(name, begin, lead) != 0 || strcmp(name + n - tail, ".ics") != 0) {
        return NULL;
    }
    const char *id = ep_arena_strndup(all->arena, name + lead, n - lead - tail);
    *failed = *failed || id == NULL;
    return id;
}

static int by_id(const void *left, const void *right)
{
    return strcmp(((const feed *)left)->id, ((const feed *)right)->id);
}

/* The calendars whose names begin so, in order. */
static int list_feeds(const rebuild *all, DIR *dir, const char *begin, feed **list, size_t *count)
{
    const struct dirent *entry;
    bool failed = false;
    size_t most = 0;
    rewinddir(dir);
    while (readdir(dir) != NULL) {
        most++;
    }
    *list = ep_arena_array_of(all->arena, most, feed);
    *count = 0;
    rewinddir(dir);
    while (*list != NULL && !failed && *count < most && (entry = readdir(dir)) != NULL) {
        const char *id = id_in(all, entry->d_name, begin, &failed);
        if (id != NULL) {
            (*list)[(*count)++].id = id;
        }
    }
    if (*list != NULL && *count > 1) {
        qsort(*list, *count, sizeof **list, by_id);
    }
    int status = *list == NULL || failed ? EPIC_ENOMEM : EPIC_OK;
    for (size_t i = 0; i < *count && status == EPIC_OK; i++) {
        const char *name = ep_arena_printf(all->arena, "%s%s.ics", begin, (*list)[i].id);
        status = name == NULL ? EPIC_ENOMEM : ep_own_load(&(*list)[i].calendar, all->arena, all->path, name, all->diags);
    }
    return status;
}

static int read_feeds(rebuild *all)
{
    DIR *dir = opendir(all->path);
    if (dir == NULL) {
        ep_diag_plain(all->diags, "E701", "cannot read %s: it is no folder that can be read", all->path);
        return EPIC_EIO;
    }
    int status = list_feeds(all, dir, "city-", &all->cities, &all->city_count);
    status = status ? status : list_feeds(all, dir, "pair-", &all->pairs, &all->pair_count);
    closedir(dir);
    return status;
}

/* ---- who sees what ---- */

/* A city whose calendar says that it is over for it alone takes part no more. */
static bool has_left(const epic_issued *entry, const ep_own_part *part)
{
    return entry->standing != EPIC_WITHDRAWN && ep_own_is_cancelled(part);
}

static void count_cities(rebuild *all)
{
    for (size_t i = 0; i < all->city_count; i++) {
        for (size_t k = 0; k < all->cities[i].calendar.entry_count; k++) {
            const ep_own_part *part = &all->cities[i].calendar.entries[k];
            epic_issued *entry = find(all, part->name);
            if (entry != NULL) {
                *(has_left(entry, part) ? &entry->left_count : &entry->city_count) += 1;
            }
        }
    }
}

static int set_cities(rebuild *all)
{
    struct {
        const char **cities, **left;
    } *lists = ep_arena_array(all->arena, all->count, sizeof *lists);
    count_cities(all);
    for (size_t i = 0; i < all->count; i++) {
        epic_issued *entry = &all->entries[i];
        if (lists == NULL || (lists[i].cities = ep_arena_array_of(all->arena, entry->city_count, const char *)) == NULL ||
            (lists[i].left = ep_arena_array_of(all->arena, entry->left_count, const char *)) == NULL) {
            return EPIC_ENOMEM;
        }
        entry->cities = lists[i].cities;
        entry->left = lists[i].left;
        entry->city_count = entry->left_count = 0;
    }
    for (size_t i = 0; i < all->city_count; i++) {
        for (size_t k = 0; k < all->cities[i].calendar.entry_count; k++) {
            const ep_own_part *part = &all->cities[i].calendar.entries[k];
            epic_issued *entry = find(all, part->name);
            if (entry != NULL && has_left(entry, part)) {
                lists[entry - all->entries].left[entry->left_count++] = all->cities[i].id;
            } else if (entry != NULL) {
                lists[entry - all->entries].cities[entry->city_count++] = all->cities[i].id;
            }
        }
    }
    return EPIC_OK;
}

static const char *city_of(const rebuild *all, const char *id, size_t n)
{
    for (size_t i = 0; i < all->city_count; i++) {
        if (strlen(all->cities[i].id) == n && strncmp(all->cities[i].id, id, n) == 0) {
            return all->cities[i].id;
        }
    }
    return NULL;
}

/* Whether all that a pair's calendar shows is of these two. */
static bool is_of_both(const rebuild *all, const ep_own *calendar, const char *a, const char *b)
{
    bool good = true;
    for (size_t i = 0; i < calendar->entry_count && good; i++) {
        const epic_issued *entry = find(all, calendar->entries[i].name);
        for (size_t k = 0; entry != NULL && k < entry->city_count && good; k++) {
            good = strcmp(entry->cities[k], a) == 0 || strcmp(entry->cities[k], b) == 0;
        }
    }
    return good;
}

/* "a-b-c" may be a and b-c or a-b and c: the cities of its events tell. */
static void set_pair(const rebuild *all, const feed *pair)
{
    const char *a = NULL, *b = NULL;
    for (const char *at = pair->id; *at && b == NULL; at++) {
        a = *at == '-' || *at == '~' ? city_of(all, pair->id, (size_t)(at - pair->id)) : NULL;
        b = a == NULL ? NULL : city_of(all, at + 1, strlen(at + 1));
        b = b != NULL && is_of_both(all, &pair->calendar, a, b) ? b : NULL;
    }
    for (size_t i = 0; i < pair->calendar.entry_count && b != NULL; i++) {
        epic_issued *entry = find(all, pair->calendar.entries[i].name);
        if (entry != NULL) {
            entry->pair[0] = a;
            entry->pair[1] = b;
        }
    }
}

static int make(epic_ledger **out, rebuild *all)
{
    ep_issues issues = {.entries = all->entries, .count = all->count};
    int status = set_cities(all);
    for (size_t i = 0; i < all->pair_count && status == EPIC_OK; i++) {
        set_pair(all, &all->pairs[i]);
    }
    for (size_t i = 0; i < all->count; i++) {
        bool later = all->entries[i].modified > issues.issued_at;
        issues.issued_at = later ? all->entries[i].modified : issues.issued_at;
        if (i > 0 && status == EPIC_OK && strcmp(all->entries[i - 1].uid, all->entries[i].uid) == 0) {
            ep_diag(all->diags, "E606", all->path, (epic_place){0, 0}, NULL, "two entries have the UID '%s'",
                    all->entries[i].uid);
            status = EPIC_EINPUT;
        }
    }
    return status ? status : ep_ledger_make(out, &issues);
}

int epic_ledger_rebuild(epic_ledger **out, const char *path, epic_diags *diags)
{
    rebuild all = {.arena = NULL, .diags = diags, .path = path};
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (path == NULL) {
        return EPIC_EARG;
    }
    all.arena = ep_arena_new();
    if (all.arena == NULL) {
        return EPIC_ENOMEM;
    }
    int status = read_programme(&all);
    status = status ? status : read_feeds(&all);
    status = status ? status : make(out, &all);
    ep_arena_free(all.arena);
    return status;
}
