/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whatever the bytes of a zone file, it is refused, or what it says holds together: changes come one after the other, a clock
 * stays between them, and a time on the wall leads to a moment at which the wall shows it. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "civil.h"
#include "observance.h"

#define YEAR (366LL * EP_DAY)
#define MOST_OFFSET (26 * 3600)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[] = "/tmp/epic-fuzz-zone-XXXXXX", path[sizeof folder + 2];

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static void leave(void)
{
    remove(path);
    rmdir(folder);
}

static bool write_file(const uint8_t *data, size_t size)
{
    if (path[0] == '\0') {
        must(mkdtemp(folder) != NULL && atexit(leave) == 0);
        snprintf(path, sizeof path, "%s/Z", folder);
    }
    FILE *file = fopen(path, "wb");
    bool whole = file != NULL && fwrite(data, 1, size, file) == size;
    return file != NULL && fclose(file) == 0 && whole;
}

/* The wall at a moment, and back. */
static void look_at(const ep_zone *zone, epic_instant at)
{
    ep_local local = ep_zone_local(zone, at);
    epic_instant back = EPIC_NO_INSTANT;
    must(local.offset > -MOST_OFFSET && local.offset < MOST_OFFSET && local.abbreviation[0] != '\0');
    must((epic_instant)local.date * EP_DAY + local.second == at + local.offset);
    for (int minute = local.second / 60; minute < 1440; minute += 700) {
        ep_clock_fit fit = ep_zone_instant(zone, local.date, minute, &back);
        ep_local again = ep_zone_local(zone, back);
        must((again.date == local.date && again.second == minute * 60) == (fit != EP_CLOCK_GAP));
        must(fit != EP_CLOCK_GAP || minute != local.second / 60 || local.second % 60 != 0);
    }
}

static void look_around(const ep_zone *zone, epic_instant from, epic_instant to)
{
    epic_instant change = from;
    look_at(zone, from);
    for (int steps = 0; steps < 100 && ep_zone_next(zone, from, &change) && change < to; steps++) {
        must(change > from && ep_zone_local(zone, change - 1).offset == ep_zone_local(zone, from).offset);
        look_at(zone, change - 1);
        look_at(zone, change);
        from = change;
    }
}

static void observe(const ep_zone *zone, epic_instant from)
{
    ep_arena *arena = ep_arena_new();
    const ep_observance *list;
    size_t count = 0;
    must(arena != NULL && ep_observances(zone, from, from + 2 * YEAR, arena, &list, &count) == EPIC_OK && count > 0);
    for (size_t i = 0; i < count; i++) {
        must(list[i].second >= 0 && list[i].second < EP_DAY && list[i].name[0] != '\0');
    }
    ep_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const epic_instant begins[] = {-60 * YEAR, 0, 30 * YEAR, 54 * YEAR, 300 * YEAR};
    ep_zone *zone;
    must(write_file(data, size));
    if (ep_zone_open(&zone, folder, "Z") == EPIC_OK) {
        for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
            look_around(zone, begins[i], begins[i] + 14 * YEAR);
            observe(zone, begins[i]);
        }
        ep_zone_close(zone);
    }
    return 0;
}
