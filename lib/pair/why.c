/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "why.h"

#include <string.h>

#include "limit.h"
#include "number.h"

/* A city in one of its parts. */
typedef struct part {
    ep_arena *arena;
    const ep_problem *problem;
    const ep_made *made; /* in this round */
    size_t city;
    bool host;
    size_t count[EPIC_RULE_CAPACITY + 1]; /* other cities by the rule that shuts them out */
    size_t worth;                         /* allowed ones with a value, or when value 0 will do */
    size_t best;                          /* of these */
    double best_value;
    bool learns, teaches; /* anything, from or to those allowed */
} part;

static const char *name_of(const part *p, size_t city)
{
    const epic_city *it = epic_programme_city(p->problem->programme, city);
    return it->name != NULL ? it->name : it->id;
}

static void look_at(part *p, size_t other)
{
    const ep_problem *problem = p->problem;
    size_t a = p->host ? other : p->city, b = p->host ? p->city : other;
    epic_rule rule = ep_problem_rule(problem, a, b);
    p->count[rule]++;
    if (rule != EPIC_ALLOWED) {
        return;
    }
    p->learns = p->learns || epic_scores_benefit(problem->scores, p->city, other) > 0;
    p->teaches = p->teaches || epic_scores_benefit(problem->scores, other, p->city) > 0;
    double value = epic_scores_value(problem->scores, a, b);
    if (ep_units(value) == 0 && !problem->rules->allow_zero) {
        return;
    }
    if (p->worth == 0 || value > p->best_value) {
        p->best = other;
        p->best_value = value;
    }
    p->worth++;
}

static const char *say_rules(const part *p)
{
    static const char *const words[] = {
        [EPIC_RULE_SAME_COUNTRY] = "in its own country",
        [EPIC_RULE_NO_COMMON_LANGUAGE] = "without a common language",
        [EPIC_RULE_TOO_FAR] = "too far away",
        [EPIC_RULE_TOO_DEAR] = "too dear to visit",
        [EPIC_RULE_VETO] = "vetoed",
        [EPIC_RULE_EARLIER] = "paired with it before",
        [EPIC_RULE_NOT_MENTOR] = "shut out by the parts of mentors and learners",
        [EPIC_RULE_CAPACITY] = "without capacity",
    };
    if (p->problem->cities == 1) {
        return "there is no other city";
    }
    const char *text = "no city is allowed", *between = ": ";
    for (size_t rule = EPIC_RULE_SAME_COUNTRY; rule <= EPIC_RULE_CAPACITY && text != NULL; rule++) {
        if (p->count[rule] == 0) {
            continue;
        }
        text = ep_arena_printf(p->arena, "%s%s%zu %s %s", text, between, p->count[rule], p->count[rule] == 1 ? "is" : "are",
                               words[rule]);
        between = ", ";
    }
    return text;
}

/* Why the value is 0 with all that are allowed; NULL when it has a reason with each of them. */
static const char *say_cause(const part *p)
{
    bool mutual = p->problem->mutual, needs = epic_scores_has_need(p->problem->scores, p->city);
    epic_value value = mutual ? p->problem->rules->value : EPIC_GEOMETRIC;
    if (value == EPIC_MEAN) {
        return "it and those allowed can learn nothing from each other";
    }
    if (value == EPIC_COMMON_CHALLENGE) {
        return needs ? "those allowed have no need in common with it" : "it has no need";
    }
    if ((mutual || !p->host) && !p->learns) {
        return needs ? "it can learn nothing from those allowed" : "it has no need";
    }
    return (mutual || p->host) && !p->teaches ? "those allowed can learn nothing from it" : NULL;
}

static const char *say_worthless(const part *p)
{
    const char *cause = say_cause(p);
    return ep_arena_printf(p->arena, "every pair it may form has value 0%s%s", cause != NULL ? ": " : "",
                           cause != NULL ? cause : "");
}

/* The partner of `city` in a pair, when it has the part opposite to p's; else EPIC_NONE. */
static size_t partner(const part *p, const epic_pair *pair, size_t city)
{
    if (pair->b == city && (p->problem->mutual || !p->host)) {
        return pair->a;
    }
    return pair->a == city && (p->problem->mutual || p->host) ? pair->b : EPIC_NONE;
}

/* The pair that the best partner would give up first: the least of its pairs that are not pinned, or else any. */
static const epic_pair *rival(const part *p)
{
    const epic_pair *least = NULL;
    for (size_t i = 0; i < p->made->count; i++) {
        const epic_pair *pair = &p->made->pair[i];
        if (partner(p, pair, p->best) == EPIC_NONE) {
            continue;
        }
        if (least == NULL || (least->pinned && !pair->pinned) || (least->pinned == pair->pinned && pair->value < least->value)) {
            least = pair;
        }
    }
    return least;
}

/* Two values as text, with as many decimals as tell them apart. */
static void say_values(double one, double other, char text[2][EP_NUMBER_ROOM])
{
    for (unsigned decimals = 2; decimals <= 9; decimals++) {
        ep_format_fixed(one, decimals, text[0]);
        ep_format_fixed(other, decimals, text[1]);
        if (strcmp(text[0], text[1]) != 0 || ep_units(one) == ep_units(other)) {
            return;
        }
    }
}

static bool has_capacity(const epic_city *city)
{
    return city->host.max > 0 && city->guest.max > 0;
}

/* How many cities take part when one of them alone must stay out, their number being odd; else 0. */
static size_t odd_number(const ep_problem *problem, const ep_made *made)
{
    size_t count = 0;
    for (size_t i = 0; i < problem->cities; i++) {
        count += has_capacity(epic_programme_city(problem->programme, i));
    }
    return count == 2 * made->count + 1 ? count : 0;
}

/* As it is free and they may be a pair, its best partner would come to it, unless what that has is better or must stay. */
static const char *say_rival(const part *p)
{
    const char *role = p->problem->mutual ? "partner" : p->host ? "guest" : "host";
    const epic_pair *pair = rival(p);
    if (pair == NULL || ep_limits_any(p->problem->rules)) {
        return ep_limits_any(p->problem->rules) ? "no pairing within the limits that includes it has a greater total"
                                                : "no pairing that includes it has a greater total";
    }
    char text[2][EP_NUMBER_ROOM];
    say_values(p->best_value, pair->value, text);
    const char *best = name_of(p, p->best), *other = name_of(p, partner(p, pair, p->best));
    if (pair->pinned) {
        return ep_arena_printf(p->arena, "its best %s, %s (%s), is pinned to %s", role, best, text[0], other);
    }
    int64_t gain = ep_units(pair->value) - ep_units(p->best_value);
    const char *verb = gain > 0 ? "is worth more with" : gain == 0 ? "is worth as much with" : "stays with";
    return ep_arena_printf(p->arena, "its best %s, %s (%s), %s %s (%s)%s", role, best, text[0], verb, other, text[1],
                           gain < 0 ? ", which must have a partner" : "");
}

/* With an odd number of cities one is the odd one out, whatever it is worth. */
static const char *say_odd_one(const part *p)
{
    size_t odd = p->problem->mutual ? odd_number(p->problem, p->made) : 0;
    const char *text = say_rival(p);
    return odd < 3 || text == NULL ? text : ep_arena_printf(p->arena, "of %zu cities one stays alone; %s", odd, text);
}

static const char *say_part(part *p)
{
    const epic_city *city = epic_programme_city(p->problem->programme, p->city);
    bool none = p->problem->mutual ? city->host.max == 0 || city->guest.max == 0 : (p->host ? city->host : city->guest).max == 0;
    if (none) {
        return "its capacity is 0";
    }
    for (size_t i = 0; i < p->problem->cities; i++) {
        if (i != p->city) {
            look_at(p, i);
        }
    }
    if (p->count[EPIC_ALLOWED] == 0) {
        return say_rules(p);
    }
    return p->worth == 0 ? say_worthless(p) : say_odd_one(p);
}

static const char *say_both(part *guest, part *host)
{
    const char *as_guest = say_part(guest), *as_host = say_part(host);
    if (as_guest == NULL || as_host == NULL) {
        return NULL;
    }
    return ep_arena_printf(guest->arena, "as a guest, %s; as a host, %s", as_guest, as_host);
}

const char *ep_why_unpaired(ep_arena *arena, const ep_problem *problem, const ep_made *made, size_t city)
{
    part guest = {.arena = arena, .problem = problem, .made = made, .city = city}, host = guest;
    host.host = true;
    if (problem->mutual) {
        return say_part(&guest);
    }
    if (problem->rules->form == EPIC_MENTORING) {
        return say_part(ep_is_mentor(problem->rules, city) ? &host : &guest);
    }
    return say_both(&guest, &host);
}

void ep_why_count(const ep_problem *problem, size_t city, bool host, size_t count[EP_WHY_REASONS])
{
    for (size_t other = 0; other < problem->cities; other++) {
        size_t a = host ? other : city, b = host ? city : other;
        epic_rule rule = ep_problem_rule(problem, a, b);
        ep_fate fate = ep_problem_fate(problem, a, b);
        if (rule != EPIC_ALLOWED) {
            count[rule] += other != city;
        } else if (problem->match.room[ep_node(problem, other, !host)].max == 0) {
            count[EP_WHY_PINNED] += fate == EP_FATE_OPEN;
        } else {
            count[EP_WHY_NO_VALUE] += ep_units(epic_scores_value(problem->scores, a, b)) < problem->floor;
        }
    }
}
