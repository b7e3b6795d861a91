/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "clash.h"
#include "diags.h"
#include "number.h"
#include "why.h"

enum { MOST_NAMES = 4 };

static const char *id_of(const ep_clash *clash, size_t city)
{
    return epic_programme_city(clash->problem->programme, city)->id;
}

static const char *plural(uint64_t count)
{
    return count == 1 ? "" : "s";
}

/* "'a', 'b' and 3 more", a name at a time, or "'a' and 'b', 'c' and 'd'" of pairs; NULL: out of memory. */
typedef struct names {
    ep_arena *arena;
    const char *text;
    size_t count;
} names;

static void add_name(names *list, const char *one, const char *other)
{
    const char *between = list->count > 0 ? ", " : "";
    if (list->count++ >= MOST_NAMES || list->text == NULL) {
        return;
    }
    if (other != NULL) {
        list->text = ep_arena_printf(list->arena, "%s%s'%s' and '%s'", list->text, between, one, other);
    } else {
        list->text = ep_arena_printf(list->arena, "%s%s'%s'", list->text, between, one);
    }
}

static const char *end_names(const names *list)
{
    if (list->count <= MOST_NAMES || list->text == NULL) {
        return list->text;
    }
    return ep_arena_printf(list->arena, "%s and %zu more", list->text, list->count - MOST_NAMES);
}

/* ---- minima ---- */

static bool is_host(const ep_clash *clash, size_t node)
{
    return node >= clash->problem->cities;
}

static size_t city_of(const ep_clash *clash, size_t node)
{
    return is_host(clash, node) ? node - clash->problem->cities : node;
}

/* The minima that are left: "'a' (at least 2 guests), 'b' (at least 3 guests, 1 of them pinned)". */
static const char *list_minima(ep_arena *arena, const ep_clash *clash, size_t *first)
{
    const ep_problem *problem = clash->problem;
    const char *text = "";
    size_t count = 0;
    *first = EPIC_NONE;
    for (size_t i = 0; i < problem->match.node_count && text != NULL; i++) {
        uint32_t settled = problem->most[i] - problem->match.room[i].max, min = clash->room[i].min + settled;
        const char *role = problem->mutual ? "partner" : is_host(clash, i) ? "guest" : "host";
        if (clash->room[i].min == 0 || count++ >= MOST_NAMES) {
            continue;
        }
        text = ep_arena_printf(arena, "%s%s'%s' (at least %u %s%s", text, count > 1 ? ", " : "", id_of(clash, city_of(clash, i)),
                               (unsigned)min, role, plural(min));
        text = text == NULL   ? NULL
               : settled == 0 ? ep_arena_printf(arena, "%s)", text)
                              : ep_arena_printf(arena, "%s, %u of them pinned)", text, (unsigned)settled);
        *first = *first == EPIC_NONE ? city_of(clash, i) : *first;
    }
    return text == NULL || count <= MOST_NAMES ? text : ep_arena_printf(arena, "%s and %zu more", text, count - MOST_NAMES);
}

/* How many places each node has left for those with a minimum. */
static uint32_t *count_places(ep_arena *arena, const ep_clash *clash)
{
    const ep_match_problem *match = &clash->problem->match;
    uint32_t *places = ep_arena_array_of(arena, match->node_count, uint32_t);
    for (size_t i = 0; i < match->edge_count && places != NULL; i++) {
        const ep_edge *edge = &match->edge[i];
        places[edge->v] += clash->room[edge->u].min > 0 && places[edge->v] < match->room[edge->v].max;
        places[edge->u] += clash->room[edge->v].min > 0 && places[edge->u] < match->room[edge->u].max;
    }
    return places;
}

/* Who can still be their partners. Of guests and hosts the minima that clash are all of one part, and their partners have too few
 * places for them, unless limits are in the way. */
static const char *say_partners(ep_arena *arena, const ep_clash *clash)
{
    const ep_problem *problem = clash->problem;
    const uint32_t *places = count_places(arena, clash);
    names list = {arena, "", 0};
    size_t sum = 0, needed = 0;
    for (size_t i = 0; i < problem->match.node_count && places != NULL; i++) {
        sum += places[i];
        needed += clash->room[i].min;
        if (places[i] > 0) {
            add_name(&list, id_of(clash, city_of(clash, i)), NULL);
        }
    }
    const char *text = places != NULL ? end_names(&list) : NULL;
    if (text == NULL || list.count == 0) {
        return text == NULL ? NULL : "none can be";
    }
    const char *only = clash->limits.count > 0 ? "" : "only ";
    if (problem->mutual || clash->limits.count > 0) {
        return ep_arena_printf(arena, "%s%s can be", only, text);
    }
    return ep_arena_printf(arena, "%s%s can be, with %zu place%s for the %zu needed", only, text, sum, plural(sum), needed);
}

/* What has shut the others out: "; others are shut out, 2 by country, 1 by a veto". */
static const char *say_reasons(ep_arena *arena, const ep_clash *clash)
{
    static const char *const words[EP_WHY_REASONS] = {
        [EPIC_RULE_SAME_COUNTRY] = "country", [EPIC_RULE_NO_COMMON_LANGUAGE] = "language", [EPIC_RULE_TOO_FAR] = "distance",
        [EPIC_RULE_TOO_DEAR] = "cost", [EPIC_RULE_VETO] = "veto", [EPIC_RULE_EARLIER] = "an earlier pair",
        [EPIC_RULE_CAPACITY] = "capacity 0",
        [EP_WHY_PINNED] = "pins",             [EP_WHY_NO_VALUE] = "value 0"};
    size_t count[EP_WHY_REASONS] = {0};
    const char *text = "";
    for (size_t i = 0; i < clash->problem->match.node_count; i++) {
        if (clash->room[i].min > 0) {
            ep_why_count(clash->problem, city_of(clash, i), is_host(clash, i), count);
        }
    }
    for (size_t i = 0; i < EP_WHY_REASONS && text != NULL; i++) {
        if (words[i] != NULL && count[i] > 0) {
            text = ep_arena_printf(arena, "%s%s%zu by %s", text, *text != '\0' ? ", " : "; others are shut out, ", count[i],
                                   words[i]);
        }
    }
    return text;
}

/* ---- limits ---- */

static const char *list_group(ep_arena *arena, const ep_clash *clash, const epic_quota *quota)
{
    names list = {arena, "", 0};
    for (size_t i = 0; i < quota->city_count; i++) {
        add_name(&list, id_of(clash, quota->cities[i]), NULL);
    }
    return end_names(&list);
}

static const char *say_group(ep_arena *arena, const ep_clash *clash, const epic_quota *quota, bool least)
{
    const char *cities = list_group(arena, clash, quota);
    uint32_t figure = least ? quota->min : quota->max;
    return cities == NULL ? NULL
                          : ep_arena_printf(arena, "groups (line %u): %s %u pair%s with one of %s", (unsigned)quota->place.line,
                                            least ? "at-least" : "at-most", (unsigned)figure, plural(figure), cities);
}

/* A limit as the programme states it. */
static const char *say_limit(ep_arena *arena, const ep_clash *clash, const ep_limit *limit, bool least)
{
    const epic_pairing_rules *rules = clash->problem->rules;
    char figure[EP_NUMBER_ROOM];
    switch (limit->kind) {
    case EP_PER_COUNTRY:
        return ep_arena_printf(arena, "per-country: %u for %s", (unsigned)rules->max_per_country,
                               epic_programme_city(clash->problem->programme, limit->i)->country);
    case EP_PER_COUNTRY_PAIR:
        return ep_arena_printf(arena, "per-country-pair: %u for %s and %s", (unsigned)rules->max_per_country_pair,
                               epic_programme_city(clash->problem->programme, limit->i)->country,
                               epic_programme_city(clash->problem->programme, limit->k)->country);
    case EP_GROUP:
        return say_group(arena, clash, &rules->quotas[limit->i], least);
    case EP_TOTAL_KM:
        return ep_arena_printf(arena, "total-km: %s", ep_format_double(rules->max_total_km, figure));
    case EP_CITY_BUDGET:
        return ep_arena_printf(arena, "city-eur: %s for '%s'%s", ep_format_double(rules->city_eur, figure),
                               id_of(clash, limit->i), rules->rounds > 1 ? ", shared by the rounds" : "");
    default:
        return ep_arena_printf(arena, "budget-eur: %s%s", ep_format_double(rules->budget_eur, figure),
                               rules->rounds > 1 ? ", shared by the rounds" : "");
    }
}

/* "per-country: 1 for DE (2 needed); groups (line 9): at-least 3 pairs with one of 'a' (1 possible)" */
static const char *list_limits(ep_arena *arena, const ep_clash *clash)
{
    const char *text = "";
    for (size_t i = 0; i < clash->limits.count && text != NULL; i++) {
        const ep_need *need = &clash->need[i];
        const char *limit = say_limit(arena, clash, &clash->limits.limit[i], need->least);
        text = limit == NULL ? NULL
                             : ep_arena_printf(arena, "%s%s%s (%lld %s)", text, i > 0 ? "; " : "", limit,
                                               (long long)need->figure, need->least ? "possible" : "needed");
    }
    return text;
}

/* ---- the diagnostics ---- */

static epic_place place_of(const ep_clash *clash, const ep_limit *limit)
{
    const epic_pairing_rules *rules = clash->problem->rules;
    return limit->kind == EP_GROUP ? rules->quotas[limit->i].place : rules->place;
}

static bool say_minima(ep_arena *arena, const ep_clash *clash, const char *round, const char *limits, epic_diags *diags)
{
    const epic_programme *programme = clash->problem->programme;
    size_t first;
    const char *minima = list_minima(arena, clash, &first), *partners = say_partners(arena, clash);
    const char *reasons = say_reasons(arena, clash);
    if (minima == NULL || partners == NULL || reasons == NULL) {
        return false;
    }
    ep_diag(diags, "E421", epic_programme_get(programme)->file, epic_programme_city(programme, first)->place,
            "lower a minimum, or loosen a limit or a rule that forbids pairs",
            "the rules leave too few partners%s for %s: %s%s%s%s", round, minima, partners,
            *limits != '\0' ? "; limits in the way: " : "", limits, reasons);
    return true;
}

bool ep_say_clash(ep_arena *arena, const ep_clash *clash, epic_diags *diags)
{
    const epic_pairing_rules *rules = clash->problem->rules;
    const char *round = rules->rounds > 1 ? ep_arena_printf(arena, " in round %u", (unsigned)clash->round) : "";
    const char *limits = list_limits(arena, clash);
    if (round == NULL || limits == NULL) {
        return false;
    }
    for (size_t i = 0; i < clash->problem->match.node_count; i++) {
        if (clash->room[i].min > 0) {
            return say_minima(arena, clash, round, limits, diags);
        }
    }
    ep_diag(diags, "E422", epic_programme_get(clash->problem->programme)->file, place_of(clash, clash->limits.limit),
            "loosen a limit, or a rule that forbids pairs", "no pairing%s keeps %s%s: %s", round,
            clash->limits.count == 1 ? "this limit" : "all of these limits", rules->pin_count > 0 ? " beside the pins" : "",
            limits);
    return true;
}

/* What counts in a limit of the pins and of what is asked for. */
static const char *list_settled(ep_arena *arena, const ep_clash *clash, const ep_limit *limit)
{
    names list = {arena, "", 0};
    for (size_t i = 0; i < clash->problem->settled_count; i++) {
        const ep_settled *it = &clash->problem->settled[i];
        bool in = it->fate == EP_FATE_PINNED || it->fate == EP_FATE_IN;
        if (in && ep_limit_amount(&clash->limits, limit, it->a, it->b) > 0) {
            add_name(&list, id_of(clash, it->a), id_of(clash, it->b));
        }
    }
    return end_names(&list);
}

/* That of the first pin that goes beyond it. */
static epic_place place_beyond(const ep_clash *clash, const ep_limit *limit, int64_t most)
{
    const epic_pairing_rules *rules = clash->problem->rules;
    int64_t sum = 0;
    for (size_t i = 0; i < rules->pin_count; i++) {
        sum += ep_limit_amount(&clash->limits, limit, rules->pins[i].a, rules->pins[i].b);
        if (sum > most) {
            return rules->pins[i].place;
        }
    }
    return rules->place;
}

bool ep_say_broken(ep_arena *arena, const ep_clash *clash, epic_diags *diags)
{
    const ep_problem *problem = clash->problem;
    const ep_limit *limit = &clash->limits.limit[clash->limits.broken];
    int64_t used = ep_limit_used(&clash->limits, limit), most = used + clash->limits.rule[clash->limits.broken].max;
    const char *words = say_limit(arena, clash, limit, false), *pairs = list_settled(arena, clash, limit);
    if (words == NULL || pairs == NULL) {
        return false;
    }
    ep_diag(diags, "E423", epic_programme_get(problem->programme)->file, place_beyond(clash, limit, most),
            "take a pin out or raise the limit", "%s exceed a limit: %s (%lld needed for %s)",
            problem->order->settled_count > 0 ? "the pins and what is asked for" : "the pins alone", words,
            (long long)ep_limit_figure(problem->rules, limit, used, true), pairs);
    return true;
}
