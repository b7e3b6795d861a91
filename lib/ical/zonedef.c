/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zonedef.h"

#include <stdlib.h>

#include "grow.h"
#include "recur_rule.h"

#define YEAR_AND_MORE 400 /* days: a yearly rule has an onset in them */
#define MOST_ONSETS 2000
#define A_CENTURY 36525 /* days */

/* Onsets as they are found. */
typedef struct finder {
    ep_arena *arena;
    ep_shift *list;
    size_t count, room;
    const ep_onset *onset;
    epic_date from, to;
    int status;
} finder;

static bool add(void *user, ep_moment at)
{
    finder *own = user;
    if (own->count == MOST_ONSETS) {
        own->status = EPIC_EINPUT;
    } else if (!ep_grow((void **)&own->list, &own->room, own->count + 1, sizeof *own->list)) {
        own->status = EPIC_ENOMEM;
    } else {
        own->list[own->count++] = (ep_shift){ep_moment_number(at) - own->onset->from, own->onset->from, own->onset->to};
    }
    return own->status == EPIC_OK;
}

/* The last moment of the rule on the dial before the change; false when it has none. */
static bool until_on_wall(const ep_recur *rule, const ep_onset *onset, ep_moment *until)
{
    bool utc, date_only;
    if (!ep_recur_until(rule, until, &utc, &date_only)) {
        return false;
    }
    *until = utc ? ep_moment_add(*until, 0, onset->from) : *until;
    return true;
}

/* Those of a rule that matter: in the days asked for and the year before them, and, where it has ended long ago, its last. */
static void add_rule(finder *own)
{
    const ep_onset *onset = own->onset;
    const char *wrong;
    ep_recur *rule;
    ep_moment until;
    own->status = ep_recur_parse(&rule, own->arena, onset->rule, onset->rule_size, &wrong);
    if (own->status == EPIC_OK && rule->freq != EP_YEARLY) {
        own->status = EPIC_EINPUT;
    }
    if (own->status != EPIC_OK) {
        return;
    }
    bool ends = until_on_wall(rule, onset, &until);
    epic_date from = own->from - YEAR_AND_MORE;
    if (ends && until.date - YEAR_AND_MORE < from) {
        from = until.date - YEAR_AND_MORE;
    }
    if (from < onset->start.at.date || rule->count > 0) {
        from = onset->start.at.date;
    }
    if (rule->count > 0 && own->to - from > A_CENTURY) {
        own->status = EPIC_EINPUT;
        return;
    }
    int status = ep_recur_each(rule, onset->start.at, false, from, own->to, ends ? &until : NULL, add, own);
    own->status = own->status == EPIC_OK ? status : own->status;
}

static bool is_sane(const ep_onset *onset)
{
    return !onset->bad && onset->has_start && onset->has_from && onset->has_to && !onset->start.all_day;
}

static int find_all(finder *own, const ep_zonedef *zone)
{
    for (own->onset = zone->onsets; own->onset != NULL && own->status == EPIC_OK; own->onset = own->onset->next) {
        if (!is_sane(own->onset)) {
            own->status = EPIC_EINPUT;
        } else if (own->onset->rule == NULL) {
            add(own, own->onset->start.at);
        } else {
            add_rule(own);
        }
        for (const ep_onset_dates *dates = own->onset->dates; dates != NULL; dates = dates->next) {
            for (size_t i = 0; i < dates->count && own->status == EPIC_OK; i++) {
                add(own, dates->list[i].at);
            }
        }
    }
    return own->count == 0 && own->status == EPIC_OK ? EPIC_EINPUT : own->status;
}

static int by_moment(const void *left, const void *right)
{
    const ep_shift *a = left, *b = right;
    if (a->at != b->at) {
        return a->at < b->at ? -1 : 1;
    }
    return (a->after > b->after) - (a->after < b->after);
}

int ep_zonedef_dial(ep_dial *dial, ep_arena *arena, const ep_zonedef *zone, epic_date from, epic_date to)
{
    finder own = {.arena = arena, .from = from, .to = to};
    int status = zone->broken || zone->onsets == NULL || zone->count > EP_MOST_ONSETS_STATED ? EPIC_EINPUT : find_all(&own, zone);
    ep_shift *kept = ep_arena_array_of(arena, own.count, ep_shift);
    if (status == EPIC_OK && kept == NULL) {
        status = EPIC_ENOMEM;
    }
    if (status == EPIC_OK) {
        qsort(own.list, own.count, sizeof *own.list, by_moment);
        *dial = (ep_dial){own.list[0].before, kept, own.count};
        for (size_t i = 0; i < own.count; i++) { /* what went before counts, not what an onset says of it */
            int32_t before = i > 0 ? kept[i - 1].after : dial->offset;
            kept[i] = (ep_shift){own.list[i].at, before, own.list[i].after};
        }
    }
    free(own.list);
    return status;
}
