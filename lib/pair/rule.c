/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hard rules. Pins are checked against them when a programme is read. */
#include <math.h>
#include <string.h>

#include "problem.h"
#include "sphere.h"

bool ep_is_listed(const epic_city_pair *pairs, size_t count, bool mutual, size_t a, size_t b)
{
    for (size_t i = 0; i < count; i++) {
        if ((pairs[i].a == a && pairs[i].b == b) || (mutual && pairs[i].a == b && pairs[i].b == a)) {
            return true;
        }
    }
    return false;
}

/* A city whose place is not stated is near to all. */
static bool too_far(const epic_pairing_rules *rules, const epic_city *a, const epic_city *b)
{
    return rules->max_distance_km > 0 && a->has_location && b->has_location &&
           ep_distance_km(a->latitude, a->longitude, b->latitude, b->longitude) > rules->max_distance_km;
}

static bool has_room(const epic_city *guest, const epic_city *host, bool mutual)
{
    bool first = guest->guest.max > 0 && host->host.max > 0;
    return first && (!mutual || (guest->host.max > 0 && host->guest.max > 0));
}

/* In whole cents, as budgets are. */
static bool too_dear(const epic_scores *scores, size_t a, size_t b)
{
    double most = epic_programme_rules(epic_scores_programme(scores))->pair_eur;
    return most > 0 && llround(100 * epic_pair_cost(scores, a, b)) > llround(100 * most);
}

/* What two cities cannot change about each other. */
epic_rule ep_rule_of_places(const epic_scores *scores, size_t first, size_t second)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    const epic_city *a = epic_programme_city(programme, first), *b = epic_programme_city(programme, second);
    if (rules->other_country && a->country != NULL && b->country != NULL && strcmp(a->country, b->country) == 0) {
        return EPIC_RULE_SAME_COUNTRY;
    }
    if (rules->common_language && !epic_programme_understand(programme, first, second)) {
        return EPIC_RULE_NO_COMMON_LANGUAGE;
    }
    if (too_far(rules, a, b)) {
        return EPIC_RULE_TOO_FAR;
    }
    return too_dear(scores, first, second) ? EPIC_RULE_TOO_DEAR : EPIC_ALLOWED;
}

epic_rule ep_rule_of_parts(const epic_programme *programme, size_t guest, size_t host)
{
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    if (rules->form == EPIC_MENTORING && (ep_is_mentor(rules, guest) || !ep_is_mentor(rules, host))) {
        return EPIC_RULE_NOT_MENTOR;
    }
    bool room = has_room(epic_programme_city(programme, guest), epic_programme_city(programme, host),
                         rules->form == EPIC_MUTUAL);
    return room ? EPIC_ALLOWED : EPIC_RULE_CAPACITY;
}

epic_rule epic_pair_rule(const epic_scores *scores, size_t a, size_t b)
{
    const epic_programme *programme = epic_scores_programme(scores);
    const epic_pairing_rules *rules = epic_programme_rules(programme);
    size_t cities = epic_programme_cities(programme);
    if (a >= cities || b >= cities || a == b) {
        return EPIC_RULE_SAME_CITY;
    }
    bool mutual = rules->form == EPIC_MUTUAL;
    epic_rule rule = ep_rule_of_places(scores, a, b);
    if (rule != EPIC_ALLOWED) {
        return rule;
    }
    if (ep_is_listed(rules->vetoes, rules->veto_count, mutual, a, b)) {
        return EPIC_RULE_VETO;
    }
    if (ep_is_listed(rules->earlier, rules->earlier_count, mutual, a, b)) {
        return EPIC_RULE_EARLIER;
    }
    return ep_rule_of_parts(programme, a, b);
}

const char *epic_rule_words(epic_rule rule)
{
    static const char *const words[] = {
        [EPIC_ALLOWED] = "they may be a pair",
        [EPIC_RULE_SAME_CITY] = "it is the same city",
        [EPIC_RULE_SAME_COUNTRY] = "both are in one country",
        [EPIC_RULE_NO_COMMON_LANGUAGE] = "they have no common language",
        [EPIC_RULE_TOO_FAR] = "they are too far apart",
        [EPIC_RULE_TOO_DEAR] = "their visits cost more than a pair's may",
        [EPIC_RULE_VETO] = "the pair is vetoed",
        [EPIC_RULE_EARLIER] = "they were a pair in an earlier edition",
        [EPIC_RULE_NOT_MENTOR] = "the host must be a mentor and the guest must not be one",
        [EPIC_RULE_CAPACITY] = "one of them takes no partner in this part",
    };
    return (size_t)rule < sizeof words / sizeof *words ? words[rule] : "unknown rule";
}
