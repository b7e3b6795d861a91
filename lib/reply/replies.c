/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers as a value: read, judged, and the ledger that they make. */
#include "replies.h"

#include <stdlib.h>

#include "diags.h"
#include "judge.h"
#include "refcount.h"

#define SLACK 800    /* days around what was issued in which times may be proposed */
#define WIDEST 19999 /* days in all */

struct epic_replies {
    ep_refcount owners;
    ep_arena *arena;
    epic_ledger *from, *to;
    epic_reply *list;
    size_t count;
    bool changed;
};

const char *epic_reply_kind_word(epic_reply_kind kind)
{
    static const char *const words[] = {"answer", "wish", "refresh"};
    return (size_t)kind < sizeof words / sizeof *words ? words[kind] : "unknown";
}

const char *epic_reply_fate_word(epic_reply_fate fate)
{
    static const char *const words[] = {"taken", "known", "stale", "ahead", "part", "uninvited", "unknown", "damaged"};
    return (size_t)fate < sizeof words / sizeof *words ? words[fate] : "unknown";
}

static epic_date day_of(epic_instant instant)
{
    return (epic_date)(instant / 86400);
}

static void set_days(ep_hearing *own, const ep_issues *issues)
{
    epic_date first = INT32_MAX, last = 0;
    for (size_t i = 0; i < issues->count; i++) {
        const epic_issued *entry = &issues->entries[i];
        epic_date from = entry->all_day ? entry->first : day_of(entry->start);
        epic_date to = entry->all_day ? entry->last : day_of(entry->end);
        first = from < first ? from : first;
        last = to > last ? to : last;
    }
    first = first == INT32_MAX || first < 0 ? 0 : first;
    own->from = first - SLACK;
    own->to = last + SLACK - own->from < WIDEST ? last + SLACK : own->from + WIDEST;
}

/* What the judge points to becomes what the ledger has. */
static void settle(epic_replies *all)
{
    for (size_t i = 0; i < all->count; i++) {
        epic_reply *one = &all->list[i];
        one->entry = one->entry == NULL ? NULL : epic_ledger_find(all->to, one->entry->uid);
        one->nearest = one->nearest == NULL ? NULL : epic_ledger_find(all->to, one->nearest->uid);
    }
}

static int judge(epic_replies *all, const ep_hearing *heard)
{
    ep_judge own;
    int status = ep_judge_begin(&own, all->arena, all->from);
    all->list = ep_arena_array_of(all->arena, heard->count, epic_reply);
    status = status ? status : all->list != NULL ? EPIC_OK : EPIC_ENOMEM;
    for (; status == EPIC_OK && all->count < heard->count; all->count++) {
        epic_reply *one = &all->list[all->count];
        status = ep_judge_take(&own, &heard->list[all->count], one);
        if (status == EPIC_OK && one->fate == EPIC_REPLY_DAMAGED) {
            ep_diag(heard->diags, "W624", one->file, (epic_place){one->line, 1}, NULL, "an answer cannot be used: %s", one->why);
        }
    }
    if (status != EPIC_OK) {
        return status;
    }
    ep_issues issues = *own.issues;
    issues.entries = own.entries;
    all->changed = own.changed;
    status = ep_ledger_make(&all->to, &issues);
    if (status == EPIC_OK) {
        settle(all);
    }
    return status;
}

static int hear(epic_replies *all, const epic_reply_source *sources, size_t count, epic_diags *diags, bool *refused)
{
    ep_hearing own = {.arena = all->arena, .diags = diags};
    int status = EPIC_OK;
    set_days(&own, ep_ledger_issues(all->from));
    for (size_t i = 0; i < count && status == EPIC_OK; i++) {
        status = ep_hear(&own, &sources[i]);
    }
    status = status ? status : judge(all, &own);
    ep_hearing_free(&own);
    *refused = own.refused;
    return status;
}

int epic_replies_read(epic_replies **out, epic_ledger *ledger, const epic_reply_source *sources, size_t count, epic_diags *diags)
{
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    bool named = ledger != NULL && (sources != NULL || count == 0), refused;
    for (size_t i = 0; named && i < count; i++) {
        named = sources[i].name != NULL;
    }
    epic_replies *all = named ? calloc(1, sizeof *all) : NULL;
    if (all == NULL) {
        return named ? EPIC_ENOMEM : EPIC_EARG;
    }
    ep_ref_init(&all->owners);
    all->from = epic_ledger_ref(ledger);
    all->arena = ep_arena_new();
    int status = all->arena == NULL ? EPIC_ENOMEM : hear(all, sources, count, diags, &refused);
    if (status != EPIC_OK) {
        epic_replies_unref(all);
        return status;
    }
    *out = all;
    return refused ? EPIC_EINPUT : EPIC_OK;
}

epic_replies *epic_replies_ref(epic_replies *replies)
{
    if (replies != NULL) {
        ep_ref(&replies->owners);
    }
    return replies;
}

void epic_replies_unref(epic_replies *replies)
{
    if (replies != NULL && ep_unref(&replies->owners)) {
        epic_ledger_unref(replies->from);
        epic_ledger_unref(replies->to);
        ep_arena_free(replies->arena);
        free(replies);
    }
}

size_t epic_replies_count(const epic_replies *replies)
{
    return replies == NULL ? 0 : replies->count;
}

const epic_reply *epic_replies_get(const epic_replies *replies, size_t i)
{
    return i < epic_replies_count(replies) ? &replies->list[i] : NULL;
}

epic_ledger *epic_replies_ledger(const epic_replies *replies)
{
    return replies == NULL ? NULL : replies->to;
}

bool ep_replies_changed(const epic_replies *replies)
{
    return replies->changed;
}
