/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "desk.h"

#include <string.h>

#include "diags.h"

int ep_desk_clock(ep_desk *desk, const char *name, size_t *clock)
{
    const epic_place nowhere = {0, 0};
    int status = ep_clocks_find(&desk->clocks, name, clock);
    if (status == EPIC_EINPUT || status == EPIC_EIO) {
        ep_diag(desk->diags, "E503", desk->info->file, nowhere, "the package 'tzdata' holds the zones",
                "the time zone '%s' cannot be read on this machine", name);
        return EPIC_EINPUT;
    }
    return status;
}

static int open_shown(ep_desk *desk, ep_task *list, size_t count)
{
    int status = EPIC_OK;
    for (size_t t = 0; t < count && status == EPIC_OK; t++) {
        status = ep_desk_clock(desk, list[t].zone, &list[t].clock);
    }
    return status;
}

static int open_clocks(ep_desk *desk)
{
    size_t moderators = epic_programme_moderators(desk->programme);
    int status = EPIC_OK;
    desk->clocks = (ep_clocks){.arena = desk->arena, .from = desk->starts - 2, .to = desk->ends + 2};
    desk->city_clocks = ep_arena_array_of(desk->arena, desk->cities, size_t);
    desk->moderator_clocks = ep_arena_array_of(desk->arena, moderators, size_t);
    if (desk->city_clocks == NULL || desk->moderator_clocks == NULL) {
        return EPIC_ENOMEM;
    }
    for (size_t c = 0; c < desk->cities && status == EPIC_OK; c++) {
        status = ep_desk_clock(desk, epic_programme_city(desk->programme, c)->timezone, &desk->city_clocks[c]);
    }
    for (size_t m = 0; m < moderators && status == EPIC_OK; m++) {
        status = ep_desk_clock(desk, epic_programme_moderator(desk->programme, m)->timezone, &desk->moderator_clocks[m]);
    }
    status = status ? status : open_shown(desk, desk->tasks.list, desk->tasks.count);
    size_t occurrences = desk->tasks.cycle_base[epic_programme_events(desk->programme)];
    return status ? status : open_shown(desk, desk->tasks.occurrences, occurrences);
}

static void mark(ep_desk *desk, size_t city, epic_period period, unsigned bits)
{
    epic_date from = period.from > desk->starts ? period.from : desk->starts;
    epic_date to = period.to < desk->ends ? period.to : desk->ends;
    for (epic_date d = from; d <= to; d++) {
        desk->marks[city * desk->days + (size_t)(d - desk->starts)] |= (uint8_t)bits;
    }
}

bool ep_block_covers(const epic_blocked *block, size_t city, const char *country)
{
    return block->city != EPIC_NONE ? block->city == city
                                    : block->country == NULL || (country != NULL && strcmp(block->country, country) == 0);
}

/* Every bit of a city's days: closed on that weekday, away, blocked for one of the modes. */
static void mark_city(ep_desk *desk, size_t index)
{
    const epic_city *city = epic_programme_city(desk->programme, index);
    for (epic_date d = desk->starts; d <= desk->ends; d++) {
        int weekday = epic_date_weekday(d);
        if (city->office_hours.from[weekday] >= city->office_hours.to[weekday]) {
            mark(desk, index, (epic_period){d, d, NULL}, EP_MARK_CLOSED);
        }
    }
    for (size_t i = 0; i < city->unavailable_count; i++) {
        mark(desk, index, city->unavailable[i], EP_MARK_AWAY);
    }
    for (size_t i = 0; i < epic_programme_blocks(desk->programme); i++) {
        const epic_blocked *block = epic_programme_block(desk->programme, i);
        if (ep_block_covers(block, index, city->country)) {
            mark(desk, index, block->period, block->any_mode ? EP_MARK_ALL_MODES : EP_MARK_MODE(block->mode));
        }
    }
}

void ep_desk_hold_online(ep_desk *desk, ep_task *task, bool settled)
{
    ep_task_hold_online(task, desk->programme, settled);
    task->clock = task->city_count > 0 ? desk->city_clocks[task->cities[0]] : task->clock;
}

static bool fill_cities(ep_desk *desk)
{
    size_t cells = desk->cities * desk->days;
    desk->marks = ep_arena_array_of(desk->arena, cells, uint8_t);
    desk->taken = ep_arena_array_of(desk->arena, cells, uint16_t);
    desk->hosting = ep_arena_array_of(desk->arena, cells, uint16_t);
    desk->around = ep_arena_array_of(desk->arena, cells, uint16_t);
    desk->meetings = ep_arena_array_of(desk->arena, cells, uint16_t);
    desk->meetings_on = ep_arena_array_of(desk->arena, desk->days + 4, ep_task *);
    desk->away_base = ep_arena_array_of(desk->arena, desk->cities + 1, size_t);
    if (desk->marks == NULL || desk->taken == NULL || desk->hosting == NULL || desk->meetings == NULL || desk->around == NULL ||
        desk->meetings_on == NULL || desk->away_base == NULL) {
        return false;
    }
    for (size_t c = 0; c < desk->cities; c++) {
        desk->away_base[c + 1] = desk->away_base[c] + epic_programme_city(desk->programme, c)->unavailable_count;
        mark_city(desk, c);
    }
    return true;
}

int ep_desk_open(ep_desk *desk, ep_arena *arena, const epic_pairing *pairing, const epic_calendars *calendars, epic_diags *diags)
{
    *desk = (ep_desk){.arena = arena, .pairing = pairing, .diags = diags};
    desk->programme = epic_scores_programme(epic_pairing_scores(pairing));
    desk->info = epic_programme_get(desk->programme);
    desk->cities = epic_programme_cities(desk->programme);
    desk->starts = desk->info->starts;
    desk->ends = desk->info->ends;
    int status = ep_tasks_make(&desk->tasks, arena, pairing, diags);
    if (status != EPIC_OK) {
        return status;
    }
    desk->days = (size_t)(desk->ends - desk->starts) + 1;
    status = fill_cities(desk) ? open_clocks(desk) : EPIC_ENOMEM;
    return status == EPIC_OK && !ep_desk_engage(desk, calendars) ? EPIC_ENOMEM : status;
}

void ep_desk_close(ep_desk *desk)
{
    ep_clocks_close(&desk->clocks);
}
