/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins stand whatever they cost, so a pin that breaks another rule is an error that names both. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "sphere.h"

/* Pairs in an order in which they can be looked up; of a mutual pair the two cities have none. */
typedef struct pair_set {
    epic_city_pair *pairs;
    size_t count;
} pair_set;

static int by_cities(const void *left, const void *right)
{
    const epic_city_pair *p = left, *q = right;
    if (p->a != q->a) {
        return p->a < q->a ? -1 : 1;
    }
    return p->b < q->b ? -1 : p->b > q->b;
}

static epic_city_pair normal(const epic_pairing_rules *rules, epic_city_pair pair)
{
    bool swap = rules->form == EPIC_MUTUAL && pair.a > pair.b;
    return swap ? (epic_city_pair){pair.b, pair.a, pair.place} : pair;
}

static pair_set make_set(ep_loader *loader, const epic_city_pair *pairs, size_t count)
{
    pair_set set = {ep_arena_array_of(loader->reader.scratch, count, epic_city_pair), count};
    if (set.pairs == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return (pair_set){NULL, 0};
    }
    for (size_t i = 0; i < count; i++) {
        set.pairs[i] = normal(&loader->programme->rules, pairs[i]);
    }
    if (count > 1) {
        qsort(set.pairs, count, sizeof *set.pairs, by_cities);
    }
    return set;
}

static const epic_city_pair *find_pair(const ep_loader *loader, const pair_set *set, const epic_city_pair *pair)
{
    const epic_city_pair key = normal(&loader->programme->rules, *pair);
    return set->count == 0 ? NULL : bsearch(&key, set->pairs, set->count, sizeof key, by_cities);
}

static void refuse(ep_loader *loader, const epic_city_pair *pin, const char *code, const char *hint, const char *rule)
{
    const epic_city *cities = loader->programme->cities;
    ep_report(&loader->reader, code, pin->place, hint, "the pin of '%s' and '%s' breaks a rule: %s", cities[pin->a].id,
              cities[pin->b].id, rule);
}

static void check_listed(ep_loader *loader, const epic_city_pair *pin, const pair_set *set, const char *code, const char *what)
{
    char rule[64];
    const epic_city_pair *found = find_pair(loader, set, pin);
    if (found != NULL) {
        snprintf(rule, sizeof rule, "%s in line %u", what, (unsigned)found->place.line);
        refuse(loader, pin, code, "take one of the two out", rule);
    }
}

static bool is_mentor(const epic_pairing_rules *rules, size_t city)
{
    for (size_t i = 0; i < rules->mentor_count; i++) {
        if (rules->mentors[i] == city) {
            return true;
        }
    }
    return false;
}

static void check_cities(ep_loader *loader, const epic_city_pair *pin)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    const epic_city *a = &loader->programme->cities[pin->a], *b = &loader->programme->cities[pin->b];
    if (rules->other_country && a->country != NULL && b->country != NULL && strcmp(a->country, b->country) == 0) {
        refuse(loader, pin, "E312", "take the pin out or write other-country: false",
               "pairs are of two countries (other-country: true)");
    }
    if (rules->common_language && !epic_programme_understand(loader->programme, pin->a, pin->b)) {
        refuse(loader, pin, "E316", "take the pin out or state languages or interpreters",
               "pairs need a common language (common-language: true)");
    }
    if (rules->max_distance_km > 0 && a->has_location && b->has_location &&
        ep_distance_km(a->latitude, a->longitude, b->latitude, b->longitude) > rules->max_distance_km) {
        refuse(loader, pin, "E317", "take the pin out or raise the limit",
               "they are farther apart than limits: distance-km allows");
    }
    if (rules->form == EPIC_MENTORING && (is_mentor(rules, pin->a) || !is_mentor(rules, pin->b))) {
        refuse(loader, pin, "E330", "a pin is [guest, host]", "the host is one of the mentors and the guest is none");
    }
}

/* Counts partners; reports a pin that is one too many for a city in its part. */
static void count_partner(ep_loader *loader, const epic_city_pair *pin, size_t city, uint32_t *used, uint32_t room)
{
    if (++used[city] == room + 1) {
        char rule[128];
        snprintf(rule, sizeof rule, "the capacity of '%.64s' is %u", loader->programme->cities[city].id, (unsigned)room);
        refuse(loader, pin, "E315", "take a pin out or raise the capacity", rule);
    }
}

static uint32_t mutual_room(const epic_city *city)
{
    return city->host.max < city->guest.max ? city->host.max : city->guest.max;
}

static void check_capacities(ep_loader *loader)
{
    const epic_programme *programme = loader->programme;
    const epic_pairing_rules *rules = &programme->rules;
    bool mutual = rules->form == EPIC_MUTUAL;
    uint32_t *guests = ep_arena_array_of(loader->reader.scratch, programme->city_count, uint32_t);
    uint32_t *hosts = ep_arena_array_of(loader->reader.scratch, programme->city_count, uint32_t);
    if (guests == NULL || hosts == NULL) {
        loader->reader.status = EPIC_ENOMEM;
        return;
    }
    for (size_t i = 0; i < rules->pin_count; i++) {
        const epic_city_pair *pin = &rules->pins[i];
        const epic_city *a = &programme->cities[pin->a], *b = &programme->cities[pin->b];
        count_partner(loader, pin, pin->a, guests, mutual ? mutual_room(a) : a->guest.max);
        count_partner(loader, pin, pin->b, mutual ? guests : hosts, mutual ? mutual_room(b) : b->host.max);
    }
}

static void check_twins(ep_loader *loader)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    pair_set pins = make_set(loader, rules->pins, rules->pin_count);
    for (size_t i = 1; i < pins.count; i++) {
        if (by_cities(&pins.pairs[i - 1], &pins.pairs[i]) == 0) {
            const epic_city *cities = loader->programme->cities;
            ep_report(&loader->reader, "E329", pins.pairs[i].place, NULL, "'%s' and '%s' are pinned twice",
                      cities[pins.pairs[i].a].id, cities[pins.pairs[i].b].id);
        }
    }
}

void ep_check_pins(ep_loader *loader)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    pair_set vetoes = make_set(loader, rules->vetoes, rules->veto_count);
    pair_set earlier = make_set(loader, rules->earlier, rules->earlier_count);
    for (size_t i = 0; i < rules->pin_count; i++) {
        check_listed(loader, &rules->pins[i], &vetoes, "E311", "it is vetoed");
        check_listed(loader, &rules->pins[i], &earlier, "E313", "it is one of the pairs of earlier editions");
        check_cities(loader, &rules->pins[i]);
    }
    check_twins(loader);
    check_capacities(loader);
}
