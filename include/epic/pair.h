/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Pairing: which cities exchange with which, solved exactly and proved. doc/pairing.md describes the model, the order of
 * preferences and how ties are settled.
 */
#ifndef EPIC_PAIR_H
#define EPIC_PAIR_H

#include <epic/score.h>

EPIC_BEGIN_DECLS

/** The hard rules that can forbid a pair. They never are a negative score. */
typedef enum epic_rule {
    EPIC_ALLOWED,
    EPIC_RULE_SAME_CITY,
    EPIC_RULE_SAME_COUNTRY,
    EPIC_RULE_NO_COMMON_LANGUAGE,
    EPIC_RULE_TOO_FAR,
    EPIC_RULE_VETO,
    EPIC_RULE_EARLIER,    /**< paired in an earlier edition, or round */
    EPIC_RULE_NOT_MENTOR, /**< mentoring: the host is not a mentor, or the guest is one */
    EPIC_RULE_CAPACITY    /**< one of them takes no partner in this part */
} epic_rule;

/** The first rule, in the order above, that forbids `a` and `b` (directed: guest and host) as a pair; the pins are not looked at.
 * An index out of range gives EPIC_RULE_SAME_CITY. Any thread; O(vetoes + earlier + languages). */
EPIC_API epic_rule epic_pair_rule(const epic_programme *programme, size_t a, size_t b);
/** A rule in words: "both are in one country"; "unknown rule" when there is no such one. Static; any thread. */
EPIC_API const char *epic_rule_words(epic_rule rule);

/** How far two cities are apart, in km along a great circle; NaN when one has no location or an index is out of range. Any
 * thread; O(1). */
EPIC_API double epic_pair_km(const epic_programme *programme, size_t a, size_t b);
/** What the visits and replies of two cities' exchange cost in euros, from the programme's `costs`: for each in-person one
 * people * (fare + day_eur * (days + travel_days)). NaN as above. Any thread; O(steps + fares). */
EPIC_API double epic_pair_cost(const epic_programme *programme, size_t a, size_t b);

/** A pair. Mutual: a < b. Directed: `a` is the guest, `b` the host. Closed. */
typedef struct epic_pair {
    size_t a, b;      /**< cities */
    double value;     /**< 0..1 */
    double benefit_a; /**< of a from b */
    double benefit_b; /**< of b from a */
    bool pinned;
    bool triad;       /**< one of the three pairs of a group of three (`odd: triad`) */
    uint32_t round;   /**< 1 to the programme's rounds */
} epic_pair;

/** A city without a pair in a round, and why, in one sentence. Closed. */
typedef struct epic_unpaired {
    size_t city;
    uint32_t round;
    const char *why;
} epic_unpaired;

/** A pairing with its proof. Immutable, reference-counted. */
typedef struct epic_pairing epic_pairing;

/** Who solves it. */
typedef enum epic_engine {
    EPIC_ENGINE_ANY,    /**< the native one where it can, else GLPK */
    EPIC_ENGINE_NATIVE, /**< no minima, no limits, no triad, and one partner at most in mutual form and when cities come first */
    EPIC_ENGINE_GLPK    /**< everything */
} epic_engine;

/** Options of epic_pairing_make(). Start from EPIC_PAIR_OPTIONS_INIT. */
typedef struct epic_pair_options {
    size_t size;               /**< sizeof(epic_pair_options) */
    epic_progress_fn progress; /**< or NULL; called in the caller's thread */
    void *user;                /**< of the callback */
    epic_engine engine;
    epic_prefer prefer;        /**< EPIC_PREFER_STATED: as the programme says */
    uint32_t threads;          /**< that look at pairs; 0 and 1: the caller's alone. The pairing is the same with any number */
} epic_pair_options;
#define EPIC_PAIR_OPTIONS_INIT {sizeof(epic_pair_options), NULL, NULL, EPIC_ENGINE_ANY, EPIC_PREFER_STATED, 1}

/**
 * Pairs the cities: of all pairings that keep the rules and limits the one of greatest total value; with prefer: participation,
 * of those with the most cities paired; with prefer: fairness, of those with the most cities paired and then the greatest least
 * value. Values count in units of 2^-30. Pins stand whatever they cost. Among equal totals doc/pairing.md names the one that is
 * taken, which depends on the cities' ids alone. Rounds are paired one after the other, and no pair is made twice. A reference
 * to the scores is kept. Cities that stay alone are warnings in the diagnostics.
 * @param options NULL: the defaults
 * @return EPIC_OK, EPIC_EINFEASIBLE (minima that cannot be met, say; the diagnostics tell), EPIC_EINPUT (an engine that cannot do
 *         what the programme asks for), EPIC_ECANCELLED, EPIC_ESOLVER, EPIC_EARG, EPIC_ENOMEM.
 * Any thread. Exact at any size; bench/README.md gives measured times, doc/pairing.md says when a search among limits ends
 * unproved.
 */
EPIC_API EPIC_MUST_USE int epic_pairing_make(epic_pairing **out, epic_scores *scores, const epic_pair_options *options,
                                             epic_diags *diags);
EPIC_API epic_pairing *epic_pairing_ref(epic_pairing *pairing);
EPIC_API void epic_pairing_unref(epic_pairing *pairing);
EPIC_API epic_scores *epic_pairing_scores(const epic_pairing *pairing);

/** The pairs in the order of their first, then second city; `*count` says how many. They belong to the pairing. */
EPIC_API const epic_pair *epic_pairing_pairs(const epic_pairing *pairing, size_t *count);
/** The cities without a pair in any part (of mentoring: learners without a mentor, mentors without a learner), by round, then
 * ascending. */
EPIC_API const epic_unpaired *epic_pairing_unpaired(const epic_pairing *pairing, size_t *count);
/** The sum of the pairs' values. */
EPIC_API double epic_pairing_total(const epic_pairing *pairing);
/** What the total of no pairing that keeps the rules, and is as good by what is preferred before the total, can exceed, to 2^-31
 * a pair, from the dual prices; never below the total. Of several rounds: the sum of what each can add after those before it. */
EPIC_API double epic_pairing_bound(const epic_pairing *pairing);
/** Whether the prices prove the pairing best; of several rounds: each of them after those before it. */
EPIC_API bool epic_pairing_proved(const epic_pairing *pairing);
/** The engine that found it: "native" or "glpk". Static. */
EPIC_API const char *epic_pairing_engine(const epic_pairing *pairing);
/** What came first: the option's or, without, the programme's. */
EPIC_API epic_prefer epic_pairing_prefer(const epic_pairing *pairing);

/**
 * Proves a pairing anew: reads values and rules from the programme, checks that every pair is allowed and every pin and limit
 * kept, and from the dual prices, in integers and over all pairs of cities, that no pairing is better. Shares no code with the
 * engines.
 * @return EPIC_OK; EPIC_EINPUT with a diagnostic for each thing that is wrong; EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(cities^2 x domains), for each leaf of the search when there are limits.
 */
EPIC_API EPIC_MUST_USE int epic_pairing_verify(const epic_pairing *pairing, epic_diags *diags);

EPIC_END_DECLS

#endif
