/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clocks.h"

#include <stdlib.h>
#include <string.h>

#include "civil.h"
#include "grow.h"

/* A midnight not looked up yet (the zeroes of the arena), and a day on which the clocks change. The true midnight of 1970-01-01
 * in UTC is 0 too: it is then looked up each time, which does no harm. */
#define UNKNOWN 0
#define CLOCKS_CHANGE EPIC_NO_INSTANT

int ep_clocks_find(ep_clocks *clocks, const char *name, size_t *clock)
{
    ep_zone *zone;
    for (*clock = 0; *clock < clocks->count; ++*clock) {
        if (strcmp(ep_zone_name(clocks->list[*clock].zone), name) == 0) {
            return EPIC_OK;
        }
    }
    void *list = clocks->list;
    bool grown = ep_grow(&list, &clocks->room, clocks->count + 1, sizeof clocks->list[0]);
    clocks->list = list;
    epic_instant *midnights = ep_arena_array_of(clocks->arena, (size_t)(clocks->to - clocks->from) + 1, epic_instant);
    if (!grown || midnights == NULL) {
        return EPIC_ENOMEM;
    }
    int status = ep_zone_open(&zone, NULL, name);
    if (status == EPIC_OK) {
        clocks->list[clocks->count++] = (ep_midnights){zone, midnights};
    }
    return status;
}

void ep_clocks_close(ep_clocks *clocks)
{
    for (size_t i = 0; i < clocks->count; i++) {
        ep_zone_close(clocks->list[i].zone);
    }
    free(clocks->list);
}

static epic_instant find_midnight(const ep_zone *zone, epic_date date)
{
    epic_instant begin, end;
    bool ordinary = ep_zone_instant(zone, date, 0, &begin) == EP_CLOCK_UNIQUE &&
                    ep_zone_instant(zone, date + 1, 0, &end) == EP_CLOCK_UNIQUE && end - begin == EP_DAY;
    return ordinary ? begin : CLOCKS_CHANGE;
}

/* The midnight with which an ordinary day of 24 hours begins, or CLOCKS_CHANGE. */
static epic_instant midnight(ep_clocks *clocks, size_t clock, epic_date date)
{
    ep_midnights *own = &clocks->list[clock];
    if (date < clocks->from || date > clocks->to) {
        return find_midnight(own->zone, date);
    }
    epic_instant *known = &own->midnights[date - clocks->from];
    if (*known == UNKNOWN) {
        *known = find_midnight(own->zone, date);
    }
    return *known;
}

bool ep_clocks_instant(ep_clocks *clocks, size_t clock, epic_date date, int32_t minute, epic_instant *instant)
{
    epic_instant begin = midnight(clocks, clock, date);
    if (begin != CLOCKS_CHANGE) {
        *instant = begin + (epic_instant)minute * 60;
        return true;
    }
    return ep_zone_instant(clocks->list[clock].zone, date + minute / 1440, minute % 1440, instant) == EP_CLOCK_UNIQUE;
}

bool ep_clocks_local(ep_clocks *clocks, size_t clock, epic_instant instant, epic_date *date, int32_t *minute)
{
    static const epic_date beside[] = {0, 1, -1}; /* in UTC it is most often the same day */
    epic_date day = (epic_date)ep_floor_div(instant, EP_DAY);
    for (int i = 0; i < 3; i++) {
        epic_instant begin = midnight(clocks, clock, day + beside[i]);
        if (begin != CLOCKS_CHANGE && instant >= begin && instant < begin + EP_DAY) {
            *date = day + beside[i];
            *minute = (int32_t)((instant - begin) / 60);
            return true;
        }
    }
    ep_local local = ep_zone_local(clocks->list[clock].zone, instant);
    *date = local.date;
    *minute = local.second / 60;
    return false;
}
