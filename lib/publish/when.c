/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "when.h"

#include "view.h"

#define DAY 86400

static void put_clock(ep_writer *out, epic_instant instant)
{
    int minute = (int)(((instant % DAY + DAY) % DAY) / 60);
    ep_putf(out, "%02d:%02d", minute / 60, minute % 60);
}

static epic_date day_of(epic_instant instant)
{
    return (epic_date)((instant - (instant % DAY + DAY) % DAY) / DAY);
}

void ep_put_when(ep_writer *out, const epic_issued *entry)
{
    char day[EP_DAY_ROOM];
    ep_put(out, ep_day_text(entry->all_day ? entry->first : day_of(entry->start), day));
    if (!entry->all_day) {
        ep_put_char(out, ' ');
        put_clock(out, entry->start);
        ep_put_char(out, '-');
        put_clock(out, entry->end);
        ep_put(out, " UTC");
    } else if (entry->last != entry->first) {
        ep_put(out, " to ");
        ep_put(out, ep_day_text(entry->last, day));
    }
    ep_put(out, entry->repeats != NULL ? ", the first of several" : "");
}
