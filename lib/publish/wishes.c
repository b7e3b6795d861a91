/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wishes.h"

#include <stdlib.h>

#include "issued.h"
#include "store.h"
#include "when.h"

/* By the clock of the city. */
static void put_time(ep_view *view, ep_writer *out, const epic_issued *its, size_t city)
{
    if (its->all_day || city == EPIC_NONE) {
        ep_put_when(out, its);
        return;
    }
    const char *zone = epic_programme_city(view->programme, city)->timezone;
    char day[EP_DAY_ROOM];
    const ep_wall wall = {zone, ep_view_local(view, zone, its->start), ep_view_local(view, zone, its->end)};
    const char *hours = ep_view_wall(view, &wall, wall.start.date);
    ep_put(out, ep_day_text(wall.start.date, day));
    ep_put_char(out, ' ');
    ep_put(out, hours != NULL ? hours : "");
}

static const char *line_of(ep_view *view, const epic_issued *entry, const epic_wish *wish)
{
    size_t city = epic_programme_find(view->programme, wish->city); /* EPIC_NONE: the programme has it no more */
    const epic_issued its = {.all_day = wish->all_day, .first = wish->first, .last = wish->last, .start = wish->start,
                             .end = wish->end};
    ep_store text = {NULL, 0, 0};
    ep_writer out;
    ep_put(ep_store_begin(&text, &out), city == EPIC_NONE ? wish->city : ep_view_name(view, city));
    ep_put(&out, " asks for ");
    put_time(view, &out, &its, city);
    ep_put(&out, " instead of ");
    put_time(view, &out, entry, city);
    ep_put(&out, ": ");
    ep_put(&out, entry->title);
    if (wish->comment != NULL) {
        ep_put(&out, " (");
        ep_put(&out, wish->comment);
        ep_put_char(&out, ')');
    }
    const char *line = ep_store_end(&out) == EPIC_OK ? ep_arena_strdup(view->arena, text.bytes) : NULL;
    free(text.bytes);
    return line;
}

int ep_view_wishes(ep_view *view, const epic_ledger *issued, const char *const **lines, size_t *count)
{
    size_t most = 0;
    *count = 0;
    for (size_t i = 0; i < epic_ledger_entries(issued); i++) {
        most += epic_ledger_entry(issued, i)->wish_count;
    }
    const char **list = ep_arena_array_of(view->arena, most, const char *);
    *lines = list;
    for (size_t i = 0; i < epic_ledger_entries(issued) && list != NULL; i++) {
        const epic_issued *entry = epic_ledger_entry(issued, i);
        for (size_t k = 0; k < entry->wish_count; k++) {
            const epic_wish *wish = &entry->wishes[k];
            if (epic_wish_stands(entry, wish) && (list[(*count)++] = line_of(view, entry, wish)) == NULL) {
                return EPIC_ENOMEM;
            }
        }
    }
    return list != NULL ? EPIC_OK : EPIC_ENOMEM;
}
