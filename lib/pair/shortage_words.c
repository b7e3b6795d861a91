/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shortage.h"

enum { MOST_NAMES = 12 };

/* How the parts of a form are called. */
typedef struct speech {
    const char *cities; /* those who lack partners */
    const char *can;    /* ... these */
    const char *take;   /* what partners have places for */
    const char *lack;   /* "so at least N ..."; of one, of more */
    const char *lacks;
} speech;

static const speech speeches[][2] = {
    [EPIC_MUTUAL] = {{"cities", "be paired only with", "", "stay alone", "stays alone"},
                     {"cities", "be paired only with", "", "stay alone", "stays alone"}},
    [EPIC_VISITS] = {{"guests", "visit only", "guest", "visit no city", "visits no city"},
                     {"hosts", "be visited only by", "visit", "have no guest", "has no guest"}},
    [EPIC_MENTORING] = {{"learners", "be mentored only by", "learner", "have no mentor", "has no mentor"},
                        {"mentors", "mentor only", "mentor", "have no learner", "has no learner"}},
};

static const speech *speech_of(const ep_lack *lack)
{
    return &speeches[lack->problem->rules->form][lack->shortage->hosts];
}

static const char *name_of(const ep_lack *lack, size_t city)
{
    const epic_city *it = epic_programme_city(lack->problem->programme, city);
    return it->name != NULL ? it->name : it->id;
}

static const char *list_names(ep_arena *arena, const ep_lack *lack, const size_t *cities, size_t count)
{
    const char *text = "";
    for (size_t i = 0; i < count && i < MOST_NAMES && text != NULL; i++) {
        text = ep_arena_printf(arena, "%s%s%s", text, i > 0 ? ", " : "", name_of(lack, cities[i]));
    }
    return count > MOST_NAMES && text != NULL ? ep_arena_printf(arena, "%s and %zu more", text, count - MOST_NAMES) : text;
}

/* The groups of more than one city: "A, B, C; or D, E, F". */
static const char *list_groups(ep_arena *arena, const ep_lack *lack)
{
    const epic_shortage *it = lack->shortage;
    size_t *member = ep_arena_array_of(arena, it->city_count, size_t);
    const char *text = "";
    for (size_t i = 0; i < it->city_count && member != NULL && text != NULL; i++) {
        size_t count = 0;
        for (size_t k = 0; k < it->city_count && lack->group[i] == it->cities[i]; k++) {
            if (lack->group[k] == lack->group[i]) {
                member[count++] = it->cities[k];
            }
        }
        if (count > 1) {
            const char *names = list_names(arena, lack, member, count);
            text = names == NULL ? NULL : ep_arena_printf(arena, "%s%s(%s)", text, *text != '\0' ? " or " : "", names);
        }
    }
    return member == NULL ? NULL : text;
}

/* ---- what shuts others out ---- */

enum { NO_VALUE = EPIC_RULE_CAPACITY + 1, REASONS };

static bool holds(const size_t *cities, size_t count, size_t city)
{
    for (size_t i = 0; i < count; i++) {
        if (cities[i] == city) {
            return true;
        }
    }
    return false;
}

static bool same_group(const ep_lack *lack, size_t i, size_t other)
{
    const epic_shortage *it = lack->shortage;
    for (size_t k = 0; k < it->city_count && lack->problem->mutual; k++) {
        if (it->cities[k] == other) {
            return lack->group[k] == lack->group[i];
        }
    }
    return false;
}

/* A place that what is settled has taken counts as no capacity. */
static int reason_of(const ep_lack *lack, size_t city, size_t other)
{
    const ep_problem *problem = lack->problem;
    size_t a = lack->shortage->hosts ? other : city, b = lack->shortage->hosts ? city : other;
    epic_rule rule = ep_problem_rule(problem, a, b);
    if (rule != EPIC_ALLOWED) {
        return (int)rule;
    }
    bool full = problem->match.room[ep_node(problem, other, !lack->shortage->hosts)].max == 0;
    return full ? EPIC_RULE_CAPACITY : NO_VALUE;
}

/* Pairs of the cities with others than those said, each once. */
static void count_reasons(const ep_lack *lack, size_t *count)
{
    const epic_shortage *it = lack->shortage;
    for (size_t i = 0; i < it->city_count; i++) {
        for (size_t other = 0; other < lack->problem->cities; other++) {
            bool twice = lack->problem->mutual && other < it->cities[i] && holds(it->cities, it->city_count, other);
            bool open = other == it->cities[i] || same_group(lack, i, other) || holds(it->partners, it->partner_count, other);
            if (!open && !twice) {
                count[reason_of(lack, it->cities[i], other)]++;
            }
        }
    }
}

static const char *list_reasons(ep_arena *arena, const ep_lack *lack)
{
    static const char *const words[REASONS][2] = {
        [EPIC_RULE_SAME_COUNTRY] = {"is in one country", "are in one country"},
        [EPIC_RULE_NO_COMMON_LANGUAGE] = {"has no common language", "have no common language"},
        [EPIC_RULE_TOO_FAR] = {"is too far apart", "are too far apart"},
        [EPIC_RULE_TOO_DEAR] = {"is too dear", "are too dear"},
        [EPIC_RULE_VETO] = {"is vetoed", "are vetoed"},
        [EPIC_RULE_EARLIER] = {"was made earlier", "were made earlier"},
        [EPIC_RULE_CAPACITY] = {"has a city without capacity or with a pin", "have a city without capacity or with a pin"},
        [NO_VALUE] = {"has value 0", "have value 0"},
    };
    size_t count[REASONS] = {0};
    const char *text = "", *between = "; of other pairs, ";
    count_reasons(lack, count);
    for (size_t i = EPIC_RULE_SAME_COUNTRY; i < REASONS && text != NULL; i++) {
        if (count[i] > 0 && words[i][0] != NULL) {
            text = ep_arena_printf(arena, "%s%s%zu %s", text, between, count[i], words[i][count[i] > 1]);
            between = ", ";
        }
    }
    return text;
}

/* ---- the sentence ---- */

/* Whom they can have: "only with X, Y", "only these 3 (X, Y, Z), which have 4 places". */
static const char *say_partners(ep_arena *arena, const ep_lack *lack)
{
    const epic_shortage *it = lack->shortage;
    const char *names = list_names(arena, lack, it->partners, it->partner_count), *can = speech_of(lack)->can;
    if (names == NULL) {
        return NULL;
    }
    const char *text = it->partner_count == 1 ? ep_arena_printf(arena, "%s %s", can, names)
                                              : ep_arena_printf(arena, "%s these %zu (%s)", can, it->partner_count, names);
    if (text == NULL || lack->problem->mutual || lack->places == it->partner_count) {
        return text;
    }
    const char *what = speech_of(lack)->take;
    return ep_arena_printf(arena, "%s, with places for %zu %s%s", text, lack->places, what, lack->places == 1 ? "" : "s");
}

static const char *say_single(ep_arena *arena, const ep_lack *lack)
{
    const char *name = name_of(lack, lack->shortage->cities[0]);
    return ep_arena_printf(arena, "%s %s, as no city is allowed", name, speech_of(lack)->lacks);
}

static const char *say_end(ep_arena *arena, const ep_lack *lack, const char *text)
{
    size_t alone = lack->shortage->alone;
    const speech *say = speech_of(lack);
    const char *stay = alone == 1 ? say->lacks : say->lack;
    return text == NULL ? NULL : ep_arena_printf(arena, "%s, so at least %zu %s", text, alone, stay);
}

/* Groups of an odd number, each of which needs a partner from outside. */
static const char *say_groups(ep_arena *arena, const ep_lack *lack, const char *names)
{
    const epic_shortage *it = lack->shortage;
    if (it->partner_count == 0) {
        return ep_arena_printf(arena, "these %zu cities (%s) can be paired only among themselves, and their number is odd",
                               it->city_count, names);
    }
    const char *groups = list_groups(arena, lack), *partners = say_partners(arena, lack);
    if (groups == NULL || partners == NULL) {
        return NULL;
    }
    return ep_arena_printf(arena, "these %zu cities (%s) can %s, or else among %s, an odd number: %zu would need one of the %zu",
                           it->city_count, names, partners, groups, lack->groups, it->partner_count);
}

static const char *say_who(ep_arena *arena, const ep_lack *lack)
{
    const epic_shortage *it = lack->shortage;
    const char *names = list_names(arena, lack, it->cities, it->city_count);
    if (names == NULL || it->city_count > lack->groups) {
        return names == NULL ? NULL : say_end(arena, lack, say_groups(arena, lack, names));
    }
    const char *partners = say_partners(arena, lack);
    const char *text = partners == NULL ? NULL : ep_arena_printf(arena, "of these %zu %s (%s) each can %s", it->city_count,
                                                                 speech_of(lack)->cities, names, partners);
    return say_end(arena, lack, text);
}

const char *ep_shortage_words(ep_arena *arena, const ep_lack *lack)
{
    bool single = lack->shortage->city_count == 1;
    const char *who = single ? say_single(arena, lack) : say_who(arena, lack), *reasons = list_reasons(arena, lack);
    return who == NULL || reasons == NULL ? NULL : ep_arena_printf(arena, "%s%s", who, reasons);
}
