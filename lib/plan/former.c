/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planning on from what was issued: each task learns when it was to be, and what is past or has begun stands as it was. */
#include "desk.h"
#include "uid.h"

/* The entry that still stands of a task; a visit may have become a meeting online. */
static const epic_issued *standing(const ep_desk *desk, const ep_task *task, const epic_ledger *former, ep_leg leg)
{
    char uid[EP_UUID_ROOM];
    if (task->pair == EPIC_NONE) {
        ep_uid_joint(desk->info->id, task->id, task->number, leg, uid);
    } else {
        size_t count;
        const epic_pair *pair = &epic_pairing_pairs(desk->pairing, &count)[task->pair];
        ep_uid_step(desk->info->id, epic_programme_city(desk->programme, pair->a)->id,
                    epic_programme_city(desk->programme, pair->b)->id, task->id, leg, uid);
    }
    const epic_issued *entry = epic_ledger_find(former, uid);
    return entry == NULL || entry->standing == EPIC_WITHDRAWN ? NULL : entry;
}

static const epic_issued *former_of(const ep_desk *desk, const ep_task *task, const epic_ledger *former)
{
    bool visit = task->kind == EPIC_VISIT || task->kind == EPIC_REPLY;
    const epic_issued *entry = standing(desk, task, former, EP_LEG_NONE);
    return entry == NULL && visit ? standing(desk, task, former, EP_LEG_ONLINE) : entry;
}

static void set_former(ep_desk *desk, ep_task *task, const epic_issued *entry)
{
    bool somewhere = task->place_city != EPIC_NONE || task->venue.name != NULL;
    int32_t minute;
    task->was = (ep_was){.known = true, .definite = entry->standing == EPIC_DEFINITE, .all_day = entry->all_day,
                         .somewhere = somewhere,
                         .online = somewhere && entry->place == NULL, .first = entry->first, .last = entry->last,
                         .start = entry->start, .end = entry->end, .wish = EPIC_NO_DATE, .reserve = entry->reserve};
    if (!entry->all_day) {
        ep_clocks_local(&desk->clocks, task->clock, entry->start, &task->was.first, &minute);
        ep_clocks_local(&desk->clocks, task->clock, entry->end - 1, &task->was.last, &minute);
    }
    task->was.original = entry->was_count > 0 ? epic_date_read(entry->was[0]) : task->was.first;
}

/* Of several wishes the last one uttered counts. */
static void set_wish(ep_desk *desk, ep_task *task, const epic_issued *entry)
{
    const epic_wish *last = NULL;
    int32_t minute;
    for (size_t i = 0; i < entry->wish_count; i++) {
        const epic_wish *wish = &entry->wishes[i];
        bool later = last == NULL || wish->stamp > last->stamp;
        last = later && wish->all_day == entry->all_day && epic_wish_stands(entry, wish) ? wish : last;
    }
    if (last == NULL) {
        return;
    }
    task->was.wish = last->first;
    task->was.wish_start = last->start;
    if (!last->all_day) {
        ep_clocks_local(&desk->clocks, task->clock, last->start, &task->was.wish, &minute);
    }
}

/* What is past, or on its way, is no more to be planned. */
static void settle(ep_desk *desk, ep_task *task)
{
    const ep_was *was = &task->was;
    bool begun = desk->info->today != EPIC_NO_DATE && was->known && was->first - (epic_date)task->out < desk->info->today;
    if (task->fixed || !begun) {
        return;
    }
    if (was->online) {
        ep_desk_hold_online(desk, task, true);
    }
    task->fixed = task->placed = task->was.stands = true;
    task->all_day = was->all_day;
    task->first = was->first;
    task->last = was->last;
    task->start = was->start;
    task->end = was->end;
    task->why = was->last < desk->info->today ? "as it was planned, and past" : "as it was planned, and begun";
    ep_desk_book(desk, task);
}

void ep_desk_go_on(ep_desk *desk, const epic_ledger *former)
{
    for (size_t t = 0; t < desk->tasks.count && former != NULL; t++) {
        ep_task *task = &desk->tasks.list[t];
        const epic_issued *entry = former_of(desk, task, former);
        if (entry != NULL) {
            set_former(desk, task, entry);
            set_wish(desk, task, entry);
            settle(desk, task);
        }
    }
}
