/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger as a value. */
#include "issued.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "hash.h"
#include "refcount.h"

#define MOST_PROBES 64 /* what stands farther from its hash is found by halves */

struct epic_ledger {
    ep_refcount owners;
    ep_arena *arena;
    ep_issues issues;
    const epic_issued **slots; /* where an entry is found by its UID: at its hash or near behind, up to an empty one */
    size_t last_slot;          /* their number, a power of two, less one */
};

const char *const ep_standing_words[3] = {"tentative", "confirmed", "cancelled"};
const char *const ep_sent_words[3] = {"never", "earlier", "latest"};

const char *epic_standing_word(epic_standing standing)
{
    return (size_t)standing < 3 ? ep_standing_words[standing] : "unknown";
}

/* Copies a text; NULL stays NULL and is no failure. */
static const char *copy(ep_arena *arena, const char *text, bool *failed)
{
    const char *own = text == NULL ? NULL : ep_arena_strdup(arena, text);
    *failed = *failed || (text != NULL && own == NULL);
    return own;
}

static const char *const *copy_list(ep_arena *arena, const char *const *texts, size_t count, bool *failed)
{
    const char **own = ep_arena_array_of(arena, count, const char *);
    *failed = *failed || own == NULL;
    for (size_t i = 0; i < count && own != NULL; i++) {
        own[i] = copy(arena, texts[i], failed);
    }
    return own;
}

static void copy_answers(ep_arena *arena, epic_issued *entry, bool *failed)
{
    epic_answered *answers = ep_arena_array_of(arena, entry->answer_count, epic_answered);
    epic_wish *wishes = ep_arena_array_of(arena, entry->wish_count, epic_wish);
    *failed = *failed || answers == NULL || wishes == NULL;
    for (size_t i = 0; i < entry->answer_count && !*failed; i++) {
        answers[i] = entry->answers[i];
        answers[i].city = copy(arena, answers[i].city, failed);
        answers[i].email = copy(arena, answers[i].email, failed);
    }
    for (size_t i = 0; i < entry->wish_count && !*failed; i++) {
        wishes[i] = entry->wishes[i];
        wishes[i].city = copy(arena, wishes[i].city, failed);
        wishes[i].email = copy(arena, wishes[i].email, failed);
        wishes[i].comment = copy(arena, wishes[i].comment, failed);
    }
    entry->answers = answers;
    entry->wishes = wishes;
}

static bool copy_entry(ep_arena *arena, epic_issued *entry)
{
    bool failed = false;
    entry->was = copy_list(arena, entry->was, entry->was_count, &failed);
    entry->cities = copy_list(arena, entry->cities, entry->city_count, &failed);
    entry->optional = copy_list(arena, entry->optional, entry->optional_count, &failed);
    entry->left = copy_list(arena, entry->left, entry->left_count, &failed);
    entry->uid = copy(arena, entry->uid, &failed);
    entry->title = copy(arena, entry->title, &failed);
    entry->wall = copy(arena, entry->wall, &failed);
    entry->repeats = copy(arena, entry->repeats, &failed);
    entry->place = copy(arena, entry->place, &failed);
    entry->pair[0] = copy(arena, entry->pair[0], &failed);
    entry->pair[1] = copy(arena, entry->pair[1], &failed);
    entry->replaces = copy(arena, entry->replaces, &failed);
    entry->again = copy_list(arena, entry->again, entry->again_count, &failed);
    copy_answers(arena, entry, &failed);
    return !failed;
}

static int by_uid(const void *left, const void *right)
{
    return strcmp(((const epic_issued *)left)->uid, ((const epic_issued *)right)->uid);
}

/* Where an entry with this UID is, or would be; NULL: too far from its hash, as UIDs can be chosen so that all have one. */
static const epic_issued **slot_of(const epic_ledger *ledger, const char *uid)
{
    size_t slot = (size_t)ep_fnv64(uid);
    for (size_t probe = 0; probe < MOST_PROBES; probe++) {
        const epic_issued **at = &ledger->slots[(slot + probe) & ledger->last_slot];
        if (*at == NULL || strcmp((*at)->uid, uid) == 0) {
            return at;
        }
    }
    return NULL;
}

static bool make_slots(epic_ledger *ledger)
{
    size_t room = 1;
    while (room < 2 * ledger->issues.count + 1) {
        room *= 2;
    }
    ledger->last_slot = room - 1;
    ledger->slots = ep_arena_array_of(ledger->arena, room, const epic_issued *);
    for (size_t i = 0; i < ledger->issues.count && ledger->slots != NULL; i++) {
        const epic_issued **slot = slot_of(ledger, ledger->issues.entries[i].uid);
        if (slot != NULL) {
            *slot = &ledger->issues.entries[i];
        }
    }
    return ledger->slots != NULL;
}

static bool copy_entries(epic_ledger *ledger, const ep_issues *issues)
{
    epic_issued *entries = ep_arena_array_of(ledger->arena, issues->count, epic_issued);
    bool failed = entries == NULL;
    for (size_t i = 0; i < issues->count && !failed; i++) {
        entries[i] = issues->entries[i];
        failed = !copy_entry(ledger->arena, &entries[i]);
    }
    if (!failed) {
        qsort(entries, issues->count, sizeof *entries, by_uid);
    }
    ledger->issues.entries = entries;
    return !failed && make_slots(ledger);
}

static bool copy_addresses(epic_ledger *ledger, const ep_issues *issues)
{
    ep_mailbox *boxes = ep_arena_array_of(ledger->arena, issues->mailbox_count, ep_mailbox);
    bool failed = boxes == NULL;
    for (size_t i = 0; i < issues->mailbox_count && !failed; i++) {
        const ep_mailbox *from = &issues->mailboxes[i];
        boxes[i] = (ep_mailbox){copy(ledger->arena, from->city, &failed), copy(ledger->arena, from->name, &failed),
                                copy(ledger->arena, from->email, &failed)};
    }
    ledger->issues.mailboxes = boxes;
    ledger->issues.programme = copy(ledger->arena, issues->programme, &failed);
    ledger->issues.organiser_name = copy(ledger->arena, issues->organiser_name, &failed);
    ledger->issues.organiser_email = copy(ledger->arena, issues->organiser_email, &failed);
    return !failed;
}

static bool copy_languages(epic_ledger *ledger, const ep_issues *issues)
{
    ep_city_language *languages = ep_arena_array_of(ledger->arena, issues->language_count, ep_city_language);
    bool failed = languages == NULL;
    for (size_t i = 0; i < issues->language_count && !failed; i++) {
        languages[i] = (ep_city_language){copy(ledger->arena, issues->languages[i].city, &failed),
                                          copy(ledger->arena, issues->languages[i].language, &failed)};
    }
    ledger->issues.languages = languages;
    return !failed;
}

int ep_ledger_make(epic_ledger **out, const ep_issues *issues)
{
    epic_ledger *ledger = calloc(1, sizeof *ledger);
    *out = NULL;
    if (ledger == NULL) {
        return EPIC_ENOMEM;
    }
    ep_ref_init(&ledger->owners);
    ledger->issues = *issues;
    ledger->arena = ep_arena_new();
    if (ledger->arena == NULL || !copy_entries(ledger, issues) || !copy_addresses(ledger, issues) ||
        !copy_languages(ledger, issues)) {
        epic_ledger_unref(ledger);
        return EPIC_ENOMEM;
    }
    *out = ledger;
    return EPIC_OK;
}

const ep_issues *ep_ledger_issues(const epic_ledger *ledger)
{
    return &ledger->issues;
}

bool ep_has_id(const char *const *ids, size_t count, const char *id)
{
    bool found = false;
    for (size_t i = 0; i < count && !found; i++) {
        found = strcmp(ids[i], id) == 0;
    }
    return found;
}

static int compare_ids(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

void ep_sort_ids(const char **ids, size_t count)
{
    if (count > 1) {
        qsort(ids, count, sizeof *ids, compare_ids);
    }
}

epic_ledger *epic_ledger_ref(epic_ledger *ledger)
{
    if (ledger != NULL) {
        ep_ref(&ledger->owners);
    }
    return ledger;
}

void epic_ledger_unref(epic_ledger *ledger)
{
    if (ledger != NULL && ep_unref(&ledger->owners)) {
        ep_arena_free(ledger->arena);
        free(ledger);
    }
}

epic_instant epic_ledger_issued_at(const epic_ledger *ledger)
{
    return ledger == NULL ? EPIC_NO_INSTANT : ledger->issues.issued_at;
}

size_t epic_ledger_entries(const epic_ledger *ledger)
{
    return ledger == NULL ? 0 : ledger->issues.count;
}

const epic_issued *epic_ledger_entry(const epic_ledger *ledger, size_t i)
{
    return i < epic_ledger_entries(ledger) ? &ledger->issues.entries[i] : NULL;
}

const epic_issued *epic_ledger_find(const epic_ledger *ledger, const char *uid)
{
    if (ledger == NULL || uid == NULL) {
        return NULL;
    }
    const epic_issued wanted = {.uid = uid}, **slot = slot_of(ledger, uid);
    return slot != NULL ? *slot
                        : bsearch(&wanted, ledger->issues.entries, ledger->issues.count, sizeof wanted, by_uid);
}
