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
    EPIC_RULE_EARLIER,    /**< paired in an earlier edition */
    EPIC_RULE_NOT_MENTOR, /**< mentoring: the host is not a mentor, or the guest is one */
    EPIC_RULE_CAPACITY    /**< one of them takes no partner in this part */
} epic_rule;

/** The first rule, in the order above, that forbids `a` and `b` (directed: guest and host) as a pair; the pins are not looked at.
 * An index out of range gives EPIC_RULE_SAME_CITY. Any thread; O(vetoes + earlier + languages). */
EPIC_API epic_rule epic_pair_rule(const epic_programme *programme, size_t a, size_t b);
/** A rule in words: "both are in one country"; "unknown rule" when there is no such one. Static; any thread. */
EPIC_API const char *epic_rule_words(epic_rule rule);

/** A pair. Mutual: a < b. Directed: `a` is the guest, `b` the host. Closed. */
typedef struct epic_pair {
    size_t a, b;      /**< cities */
    double value;     /**< 0..1 */
    double benefit_a; /**< of a from b */
    double benefit_b; /**< of b from a */
    bool pinned;
} epic_pair;

/** A city without a pair, and why, in one sentence. Closed. */
typedef struct epic_unpaired {
    size_t city;
    const char *why;
} epic_unpaired;

/** A pairing with its proof. Immutable, reference-counted. */
typedef struct epic_pairing epic_pairing;

/** Options of epic_pairing_make(). Start from EPIC_PAIR_OPTIONS_INIT. */
typedef struct epic_pair_options {
    size_t size;               /**< sizeof(epic_pair_options) */
    epic_progress_fn progress; /**< or NULL */
    void *user;                /**< of the callback */
} epic_pair_options;
#define EPIC_PAIR_OPTIONS_INIT {sizeof(epic_pair_options), NULL, NULL}

/**
 * Pairs the cities: the pairing of greatest total value among all that keep the rules; with prefer: participation, of greatest
 * total value among those with the most pairs. Values count in units of 2^-30. Pins stand whatever they cost. Among equal
 * totals doc/pairing.md names the one that is taken, which depends on the cities' ids alone. A reference to the scores is kept.
 * Cities that stay alone are warnings in the diagnostics.
 * @param options NULL: the defaults
 * @return EPIC_OK, EPIC_EINFEASIBLE (minima that cannot be met, say; the diagnostics tell), EPIC_ECANCELLED, EPIC_ESOLVER,
 *         EPIC_EARG, EPIC_ENOMEM.
 * Any thread. Exact at any size; bench/README.md gives measured times.
 */
EPIC_API EPIC_MUST_USE int epic_pairing_make(epic_pairing **out, epic_scores *scores, const epic_pair_options *options,
                                             epic_diags *diags);
EPIC_API epic_pairing *epic_pairing_ref(epic_pairing *pairing);
EPIC_API void epic_pairing_unref(epic_pairing *pairing);
EPIC_API epic_scores *epic_pairing_scores(const epic_pairing *pairing);

/** The pairs in the order of their first, then second city; `*count` says how many. They belong to the pairing. */
EPIC_API const epic_pair *epic_pairing_pairs(const epic_pairing *pairing, size_t *count);
/** The cities without a pair in any part (of mentoring: learners without a mentor, mentors without a learner), ascending. */
EPIC_API const epic_unpaired *epic_pairing_unpaired(const epic_pairing *pairing, size_t *count);
/** The sum of the pairs' values. */
EPIC_API double epic_pairing_total(const epic_pairing *pairing);
/** What no pairing that keeps the rules can exceed, to 2^-31 a pair, from the dual prices; never below the total. */
EPIC_API double epic_pairing_bound(const epic_pairing *pairing);
/** Whether the prices prove the pairing best. */
EPIC_API bool epic_pairing_proved(const epic_pairing *pairing);
/** The engine that found it: "native", or "glpk" when a city has a minimum. Static. */
EPIC_API const char *epic_pairing_engine(const epic_pairing *pairing);

/**
 * Proves a pairing anew: reads values and rules from the programme, checks that every pair is allowed and every pin kept, and
 * from the dual prices, in integers and over all pairs of cities, that no pairing is better. Shares no code with the engines.
 * @return EPIC_OK; EPIC_EINPUT with a diagnostic for each thing that is wrong; EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(cities^2 x domains).
 */
EPIC_API EPIC_MUST_USE int epic_pairing_verify(const epic_pairing *pairing, epic_diags *diags);

EPIC_END_DECLS

#endif
