/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pins stand whatever they cost, so a pin that breaks another rule is an error that names both. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"
#include "number.h"
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
    char rule[96];
    const epic_city_pair *found = find_pair(loader, set, pin);
    if (found != NULL) {
        snprintf(rule, sizeof rule, "%s in line %u, column %u", what, (unsigned)found->place.line, (unsigned)found->place.column);
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

static void check_mentors(ep_loader *loader, const epic_city_pair *pin)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    char rule[128];
    if (rules->form == EPIC_MENTORING && (is_mentor(rules, pin->a) || !is_mentor(rules, pin->b))) {
        bool guest = is_mentor(rules, pin->a);
        snprintf(rule, sizeof rule, "the %s '%.64s' is %s mentor", guest ? "guest" : "host",
                 loader->programme->cities[guest ? pin->a : pin->b].id, guest ? "a" : "no");
        refuse(loader, pin, "E330", "a pin is [guest, host]", rule);
    }
}

static void check_distance(ep_loader *loader, const epic_city_pair *pin)
{
    const epic_city *a = &loader->programme->cities[pin->a], *b = &loader->programme->cities[pin->b];
    double most = loader->programme->rules.max_distance_km, km;
    char rule[128], figure[EP_NUMBER_ROOM];
    if (most <= 0 || !a->has_location || !b->has_location) {
        return;
    }
    km = ep_distance_km(a->latitude, a->longitude, b->latitude, b->longitude);
    if (km > most) {
        snprintf(rule, sizeof rule, "they are %lld km apart (limits: distance-km: %s)", (long long)ceil(km),
                 ep_format_double(most, figure));
        refuse(loader, pin, "E317", "take the pin out or raise the limit", rule);
    }
}

static void check_cities(ep_loader *loader, const epic_city_pair *pin)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    const epic_city *a = &loader->programme->cities[pin->a], *b = &loader->programme->cities[pin->b];
    char rule[96];
    if (rules->other_country && a->country != NULL && b->country != NULL && strcmp(a->country, b->country) == 0) {
        snprintf(rule, sizeof rule, "both are in %.8s, and pairs are of two countries (other-country: true)", a->country);
        refuse(loader, pin, "E312", "take the pin out or write other-country: false", rule);
    }
    if (rules->common_language && !epic_programme_understand(loader->programme, pin->a, pin->b)) {
        refuse(loader, pin, "E316", "take the pin out or state languages or interpreters",
               "pairs need a common language (common-language: true)");
    }
    check_distance(loader, pin);
    check_mentors(loader, pin);
}

/* The last pin before one that gives a city a partner in a part. */
static uint32_t line_before(const ep_loader *loader, const epic_city_pair *pin, size_t city, bool host)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    bool mutual = rules->form == EPIC_MUTUAL;
    while (pin-- > rules->pins) {
        if ((pin->a == city && (mutual || !host)) || (pin->b == city && (mutual || host))) {
            return pin->place.line;
        }
    }
    return 0;
}

/* Counts partners; reports a pin that is one too many for a city in its part. */
static void count_partner(ep_loader *loader, const epic_city_pair *pin, bool host, uint32_t *used, uint32_t room)
{
    const epic_city *city = &loader->programme->cities[host ? pin->b : pin->a];
    size_t number = host ? pin->b : pin->a;
    bool mutual = loader->programme->rules.form == EPIC_MUTUAL;
    char rule[224], before[64] = "";
    if (++used[number] != room + 1) {
        return;
    }
    if (room > 0) {
        snprintf(before, sizeof before, ", filled by %s in line %u", room == 1 ? "a pin" : "pins, the last",
                 (unsigned)line_before(loader, pin, number, host));
    }
    snprintf(rule, sizeof rule, "the capacity of '%.64s' (line %u)%s is %u%s", city->id, (unsigned)city->place.line,
             mutual ? "" : host ? " as a host" : " as a guest", (unsigned)room, before);
    refuse(loader, pin, "E315", "take a pin out or raise the capacity", rule);
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
        count_partner(loader, pin, false, guests, mutual ? mutual_room(a) : a->guest.max);
        count_partner(loader, pin, true, mutual ? guests : hosts, mutual ? mutual_room(b) : b->host.max);
    }
}

static bool check_twins(ep_loader *loader)
{
    const epic_pairing_rules *rules = &loader->programme->rules;
    const epic_city *cities = loader->programme->cities;
    pair_set pins = make_set(loader, rules->pins, rules->pin_count);
    bool twins = false;
    for (size_t i = 1; i < pins.count; i++) {
        const epic_city_pair *one = &pins.pairs[i - 1], *other = &pins.pairs[i];
        if (by_cities(one, other) == 0) {
            bool turn = one->place.line > other->place.line ||
                        (one->place.line == other->place.line && one->place.column > other->place.column);
            one = turn ? other : one;
            other = turn ? &pins.pairs[i - 1] : other;
            ep_report(&loader->reader, "E329", other->place, "take one of the two out",
                      "'%s' and '%s' are pinned twice, also in line %u, column %u", cities[one->a].id, cities[one->b].id,
                      (unsigned)one->place.line, (unsigned)one->place.column);
            twins = true;
        }
    }
    return twins;
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
    if (!check_twins(loader)) {
        check_capacities(loader);
    }
}
