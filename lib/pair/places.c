/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "places.h"

#include <math.h>

#include "hash.h"
#include "problem.h"

#define RADIANS 0.017453292519943295
#define EARTH_KM 6371.0088

static const double MARGIN = 0x1p-30; /* of the square of a chord: more than all that rounding adds */

/* Where a city is. Languages are sets of 64, in which two can be one number. */
typedef struct place {
    uint32_t country;       /* its two letters; 0: not stated */
    bool located;
    uint64_t speaks, hears; /* hears: interpreters included */
    double at[3];           /* of a globe whose radius is 1 */
} place;

struct ep_places {
    const epic_scores *scores;
    bool other_country, common_language, distance, cost;
    double near_chord, far_chord; /* squares: nearer by the one all are near enough, farther than the other none are */
    place *place;                 /* of each city */
};

static uint64_t bit_of(const char *language)
{
    return UINT64_C(1) << (ep_fnv64(language) % 64);
}

static void set_languages(place *out, const epic_city *city, const epic_pairing_rules *rules)
{
    for (size_t i = 0; i < city->language_count; i++) {
        out->speaks |= bit_of(city->languages[i]);
    }
    out->hears = out->speaks;
    for (size_t i = 0; i < rules->interpreter_count; i++) {
        uint64_t one = bit_of(rules->interpreters[i].a), other = bit_of(rules->interpreters[i].b);
        out->hears |= (out->speaks & one ? other : 0) | (out->speaks & other ? one : 0);
    }
}

static void set_location(place *out, const epic_city *city)
{
    double latitude = city->latitude * RADIANS, longitude = city->longitude * RADIANS;
    out->located = city->has_location;
    out->at[0] = cos(latitude) * cos(longitude);
    out->at[1] = cos(latitude) * sin(longitude);
    out->at[2] = sin(latitude);
}

static void set_distance(ep_places *places, double most)
{
    double angle = most / EARTH_KM, half = angle < RADIANS * 180 ? sin(angle / 2) : 2, chord = 4 * half * half;
    places->distance = most > 0;
    places->near_chord = chord * (1 - MARGIN) - MARGIN;
    places->far_chord = chord * (1 + MARGIN) + MARGIN;
}

ep_places *ep_places_make(ep_arena *arena, const epic_scores *scores)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    size_t cities = epic_programme_cities(programme);
    ep_places *places = ep_arena_new_of(arena, ep_places);
    place *list = ep_arena_array_of(arena, cities, place);
    if (places == NULL || list == NULL) {
        return NULL;
    }
    *places = (ep_places){scores, rules->other_country, rules->common_language, .cost = rules->pair_eur > 0, .place = list};
    set_distance(places, rules->max_distance_km);
    for (size_t i = 0; i < cities; i++) {
        const epic_city *city = epic_programme_city(programme, i);
        const unsigned char *country = (const unsigned char *)city->country;
        list[i] = (place){.country = country != NULL ? country[0] * 256U + country[1] : 0};
        set_languages(&list[i], city, rules);
        set_location(&list[i], city);
    }
    return places;
}

static bool surely_too_far(const ep_places *places, const place *a, const place *b, bool *near)
{
    double x = a->at[0] - b->at[0], y = a->at[1] - b->at[1], z = a->at[2] - b->at[2], chord = x * x + y * y + z * z;
    bool known = places->distance && a->located && b->located;
    *near = !known || chord < places->near_chord;
    return known && chord > places->far_chord;
}

/* What is left open by numbers, the rule itself decides. */
bool ep_places_allow(const ep_places *places, size_t first, size_t second)
{
    const place *a = &places->place[first], *b = &places->place[second];
    bool near;
    if ((places->other_country && a->country == b->country && a->country != 0) ||
        (places->common_language && (a->hears & b->speaks) == 0) || surely_too_far(places, a, b, &near)) {
        return false;
    }
    bool sure = near && !places->common_language && !places->cost;
    return sure || ep_rule_of_places(places->scores, first, second) == EPIC_ALLOWED;
}
