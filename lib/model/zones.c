/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "zones.h"

#include <string.h>

#include "text.h"
#include "zone.h"

struct ep_zone_known {
    struct ep_zone_known *next;
    const char *name;
    int status;
};

/* Europe and around the Mediterranean: where networks of integrating cities are. Suggestions only; any IANA zone is read. */
static const char *const names[] = {
    "Europe/Amsterdam", "Europe/Andorra", "Europe/Athens", "Europe/Belgrade", "Europe/Berlin", "Europe/Bratislava",
    "Europe/Brussels", "Europe/Bucharest", "Europe/Budapest", "Europe/Chisinau", "Europe/Copenhagen", "Europe/Dublin",
    "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/Ljubljana", "Europe/London",
    "Europe/Luxembourg", "Europe/Madrid", "Europe/Malta", "Europe/Minsk", "Europe/Monaco", "Europe/Moscow",
    "Europe/Oslo", "Europe/Paris", "Europe/Podgorica", "Europe/Prague", "Europe/Riga", "Europe/Rome",
    "Europe/San_Marino", "Europe/Sarajevo", "Europe/Skopje", "Europe/Sofia", "Europe/Stockholm", "Europe/Tallinn",
    "Europe/Tirane", "Europe/Vaduz", "Europe/Vienna", "Europe/Vilnius", "Europe/Warsaw", "Europe/Zagreb",
    "Europe/Zurich", "Atlantic/Azores", "Atlantic/Canary", "Atlantic/Madeira", "Atlantic/Reykjavik", "Africa/Algiers",
    "Africa/Cairo", "Africa/Casablanca", "Africa/Ceuta", "Africa/Tripoli", "Africa/Tunis", "America/New_York",
    "America/Toronto", "Asia/Amman", "Asia/Baku", "Asia/Beirut", "Asia/Jerusalem", "Asia/Nicosia",
    "Asia/Tbilisi", "Asia/Yerevan", "UTC",
};

int ep_zones_check(ep_zones *zones, const char *name)
{
    struct ep_zone_known *known = zones->known;
    while (known != NULL && strcmp(known->name, name) != 0) {
        known = known->next;
    }
    if (known != NULL) {
        return known->status;
    }
    ep_zone *zone = NULL;
    int status = ep_zone_open(&zone, NULL, name);
    ep_zone_close(zone);
    known = ep_arena_new_of(zones->arena, struct ep_zone_known);
    if (known == NULL || (known->name = ep_arena_strdup(zones->arena, name)) == NULL) {
        return EPIC_ENOMEM;
    }
    known->status = status;
    known->next = zones->known;
    zones->known = known;
    return status;
}

/* Behind the continent. */
static const char *city_of(const char *name)
{
    const char *slash = strchr(name, '/');
    return slash == NULL ? name : slash + 1;
}

/* The city decides: half of the people write it alone, and Europe/Wien is no nearer to Europe/Riga for beginning alike. */
const char *ep_zones_nearest(const char *name)
{
    const size_t count = sizeof names / sizeof *names;
    const char *cities[sizeof names / sizeof *names];
    for (size_t i = 0; i < count; i++) {
        cities[i] = city_of(names[i]);
    }
    const char *city = ep_nearest(city_of(name), cities, count);
    for (size_t i = 0; i < count && city != NULL; i++) {
        if (cities[i] == city) {
            return names[i];
        }
    }
    return NULL;
}
