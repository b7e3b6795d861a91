/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is new in a ledger. */
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "issued.h"
#include "refcount.h"

#define DAY 86400

struct epic_changes {
    ep_refcount owners;
    ep_arena *arena;
    epic_ledger *from, *to;
    epic_change *list;
    size_t count;
};

const char *epic_news_word(epic_news news)
{
    static const char *const words[] = {"new", "detail", "significant", "cancelled", "converted"};
    return (size_t)news < sizeof words / sizeof words[0] ? words[news] : "unknown";
}

static bool same_text(const char *one, const char *other)
{
    return one == other || (one != NULL && other != NULL && strcmp(one, other) == 0);
}

static bool same_times(const epic_issued *one, const epic_issued *other)
{
    if (one->all_day != other->all_day || !same_text(one->repeats, other->repeats)) {
        return false;
    }
    if (one->all_day) {
        return one->first == other->first && one->last == other->last;
    }
    return ep_wall_moved(one, other) || (one->start == other->start && one->end == other->end);
}

bool ep_wall_moved(const epic_issued *one, const epic_issued *other)
{
    return one->wall != NULL && same_text(one->wall, other->wall) && one->start != other->start &&
           one->end - one->start == other->end - other->start;
}

static bool same_cities(const epic_issued *one, const epic_issued *other)
{
    bool same = one->city_count == other->city_count;
    for (size_t i = 0; same && i < one->city_count; i++) {
        same = strcmp(one->cities[i], other->cities[i]) == 0;
    }
    return same;
}

unsigned ep_differences(const epic_issued *one, const epic_issued *other)
{
    if (memcmp(one->digest, other->digest, sizeof one->digest) == 0 && !ep_wall_moved(one, other)) {
        return 0;
    }
    unsigned found = (one->standing != other->standing ? EPIC_PROPERTY_STATUS : 0u) |
                     (same_times(one, other) ? 0u : EPIC_PROPERTY_TIME) |
                     (same_text(one->place, other->place) ? 0u : EPIC_PROPERTY_PLACE) |
                     (same_text(one->title, other->title) ? 0u : EPIC_PROPERTY_TITLE) |
                     (same_cities(one, other) ? 0u : EPIC_PROPERTY_CITIES);
    return found == 0 ? EPIC_PROPERTY_DETAILS : found;
}

/* Who takes part now, and who did: both must hear of it. They stand in one list, in order. */
static bool set_told(ep_arena *arena, epic_change *change)
{
    const epic_issued *sides[2] = {change->was, change->is};
    size_t counts[2] = {0, 0}, at[2] = {0, 0};
    for (size_t i = 0; i < 2; i++) {
        counts[i] = sides[i] == NULL ? 0 : sides[i]->city_count;
    }
    const char **cities = ep_arena_array_of(arena, counts[0] + counts[1], const char *);
    while (cities != NULL && (at[0] < counts[0] || at[1] < counts[1])) {
        const char *one = at[0] < counts[0] ? sides[0]->cities[at[0]] : NULL;
        const char *other = at[1] < counts[1] ? sides[1]->cities[at[1]] : NULL;
        int order = one == NULL ? 1 : other == NULL ? -1 : strcmp(one, other);
        cities[change->city_count++] = order > 0 ? other : one;
        at[0] += order <= 0;
        at[1] += order >= 0;
    }
    change->cities = cities;
    return cities != NULL;
}

static bool stands(const epic_issued *entry)
{
    return entry != NULL && entry->standing != EPIC_WITHDRAWN;
}

static epic_news news_of(const epic_issued *was, const epic_issued *is, unsigned properties)
{
    if (!stands(is)) {
        return EPIC_NEWS_CANCELLED;
    }
    if (is->replaces != NULL && !stands(was)) {
        return EPIC_NEWS_CONVERTED;
    }
    if (was == NULL) {
        return EPIC_NEWS_NEW;
    }
    return properties & EP_SIGNIFICANT ? EPIC_NEWS_SIGNIFICANT : EPIC_NEWS_DETAIL;
}

/* What is to be told of an entry: nothing, when the properties are 0 and it is not new. */
static void compare(epic_change *out, const epic_issued *was, const epic_issued *is)
{
    *out = (epic_change){.uid = is != NULL ? is->uid : was->uid, .was = was, .is = is};
    if (was != NULL) {
        out->properties = is != NULL ? ep_differences(was, is) : EPIC_PROPERTY_STATUS;
    }
    out->news = news_of(was, is, out->properties);
    uint32_t least = was == NULL ? 0 : was->sequence + ((out->properties & EP_SIGNIFICANT) != 0);
    out->sequence = is != NULL && is->sequence > least ? is->sequence : least;
}

static const epic_issued *latest(const epic_change *change)
{
    return change->is != NULL ? change->is : change->was;
}

static int by_date(const void *left, const void *right)
{
    const epic_issued *a = latest(left), *b = latest(right);
    epic_instant x = a->all_day ? (epic_instant)a->first * DAY : a->start;
    epic_instant y = b->all_day ? (epic_instant)b->first * DAY : b->start;
    return x != y ? (x > y) - (x < y) : strcmp(a->uid, b->uid);
}

static bool add(epic_changes *changes, const epic_issued *was, const epic_issued *is)
{
    epic_change *change = &changes->list[changes->count];
    if (!stands(was) && !stands(is)) {
        return true; /* cancelled all the while */
    }
    compare(change, was, is);
    bool told = was == NULL || change->properties != 0;
    changes->count += told;
    return !told || set_told(changes->arena, change);
}

static bool fill(epic_changes *changes)
{
    size_t before = epic_ledger_entries(changes->from), now = epic_ledger_entries(changes->to);
    bool good = (changes->list = ep_arena_array_of(changes->arena, before + now, epic_change)) != NULL;
    for (size_t i = 0; i < now && good; i++) {
        const epic_issued *is = epic_ledger_entry(changes->to, i);
        good = add(changes, epic_ledger_find(changes->from, is->uid), is);
    }
    for (size_t i = 0; i < before && good; i++) {
        const epic_issued *was = epic_ledger_entry(changes->from, i);
        good = epic_ledger_find(changes->to, was->uid) != NULL || add(changes, was, NULL);
    }
    if (good) {
        qsort(changes->list, changes->count, sizeof *changes->list, by_date);
    }
    return good;
}

int epic_changes_make(epic_changes **out, epic_ledger *from, epic_ledger *to)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    if (to == NULL) {
        return EPIC_EARG;
    }
    epic_changes *changes = calloc(1, sizeof *changes);
    if (changes == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&changes->owners);
    changes->from = epic_ledger_ref(from);
    changes->to = epic_ledger_ref(to);
    changes->arena = ep_arena_new();
    if (changes->arena == NULL || !fill(changes)) {
        epic_changes_unref(changes);
        return EPIC_ENOMEM;
    }
    *out = changes;
    return EPIC_OK;
}

epic_changes *epic_changes_ref(epic_changes *changes)
{
    if (changes != NULL) {
        ep_ref(&changes->owners);
    }
    return changes;
}

void epic_changes_unref(epic_changes *changes)
{
    if (changes != NULL && ep_unref(&changes->owners)) {
        epic_ledger_unref(changes->from);
        epic_ledger_unref(changes->to);
        ep_arena_free(changes->arena);
        free(changes);
    }
}

size_t epic_changes_count(const epic_changes *changes)
{
    return changes == NULL ? 0 : changes->count;
}

const epic_change *epic_changes_get(const epic_changes *changes, size_t i)
{
    return i < epic_changes_count(changes) ? &changes->list[i] : NULL;
}
