/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "former.h"

#include <stdlib.h>

typedef struct former {
    const epic_scores *scores;
    const epic_programme *programme;
    const epic_pairing_rules *rules;
    bool mutual;
    size_t cities;
    uint32_t *room; /* of each city as a guest, and `cities` further on as a host */
} former;

static uint32_t *room_of(const former *own, size_t city, bool host)
{
    return &own->room[host && !own->mutual ? own->cities + city : city];
}

/* Takes a partner's room; false where there is none. */
static bool take(const former *own, size_t a, size_t b)
{
    uint32_t *guest = room_of(own, a, false), *host = room_of(own, b, true);
    if (*guest == 0 || *host == 0) {
        return false;
    }
    --*guest;
    --*host;
    return true;
}

static void find_room(const former *own)
{
    for (size_t i = 0; i < own->cities; i++) {
        const epic_city *city = epic_programme_city(own->programme, i);
        bool less = own->mutual && city->host.max < city->guest.max;
        *room_of(own, i, true) = city->host.max;
        *room_of(own, i, false) = less ? city->host.max : city->guest.max;
    }
    for (size_t i = 0; i < own->rules->pin_count; i++) {
        (void)take(own, own->rules->pins[i].a, own->rules->pins[i].b);
    }
}

/* The pair whose exchange an entry is of; false when it is of none that is still there and allowed. */
static bool pair_of(const former *own, const epic_issued *entry, ep_settled *out)
{
    if (entry->pair[0] == NULL || entry->gone) {
        return false;
    }
    size_t a = epic_programme_find(own->programme, entry->pair[0]), b = epic_programme_find(own->programme, entry->pair[1]);
    bool turn = own->mutual && a > b;
    *out = (ep_settled){turn ? b : a, turn ? a : b, EP_FATE_IN};
    bool may = a != EPIC_NONE && b != EPIC_NONE && epic_pair_rule(own->scores, a, b) == EPIC_ALLOWED;
    return may && !ep_is_pin(own->rules, a, b);
}

/* Each once, those for which there is room. */
static size_t sift(const former *own, ep_settled *list, size_t count)
{
    size_t kept = 0;
    ep_settled last = {EPIC_NONE, EPIC_NONE, EP_FATE_OPEN};
    if (count > 1) {
        qsort(list, count, sizeof *list, ep_settled_order);
    }
    for (size_t i = 0; i < count; i++) {
        ep_settled pair = list[i];
        if (ep_settled_order(&last, &pair) != 0 && take(own, pair.a, pair.b)) {
            list[kept++] = pair;
        }
        last = pair;
    }
    return kept;
}

bool ep_former_pairs(ep_settled **out, size_t *count, ep_arena *arena, const epic_scores *scores, const epic_ledger *from)
{
    const epic_programme *programme = epic_scores_programme(scores);
    former own = {scores, programme, .rules = epic_programme_rules(programme), .cities = epic_programme_cities(programme)};
    size_t entries = epic_ledger_entries(from);
    own.mutual = own.rules->form == EPIC_MUTUAL;
    own.room = ep_arena_array_of(arena, 2 * own.cities, uint32_t);
    *out = ep_arena_array_of(arena, entries, ep_settled);
    *count = 0;
    if (own.room == NULL || *out == NULL) {
        return false;
    }
    if (own.rules->rounds > 1 || own.rules->triad) {
        return true;
    }
    find_room(&own);
    for (size_t i = 0; i < entries; i++) {
        *count += pair_of(&own, epic_ledger_entry(from, i), &(*out)[*count]);
    }
    *count = sift(&own, *out, *count);
    return true;
}
