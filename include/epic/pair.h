/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Pairing: which cities exchange with which, solved exactly and proved. doc/pairing.md describes the model, the order of
 * preferences and how ties are settled.
 */
#ifndef EPIC_PAIR_H
#define EPIC_PAIR_H

#include <epic/ledger.h>
#include <epic/score.h>

EPIC_BEGIN_DECLS

/** The hard rules that can forbid a pair. They never are a negative score. */
typedef enum epic_rule {
    EPIC_ALLOWED,
    EPIC_RULE_SAME_CITY,
    EPIC_RULE_SAME_COUNTRY,
    EPIC_RULE_NO_COMMON_LANGUAGE,
    EPIC_RULE_TOO_FAR,
    EPIC_RULE_TOO_DEAR,   /**< their visits and replies cost more than a pair's may */
    EPIC_RULE_VETO,
    EPIC_RULE_EARLIER,    /**< paired in an earlier edition, or round */
    EPIC_RULE_NOT_MENTOR, /**< mentoring: the host is not a mentor, or the guest is one */
    EPIC_RULE_CAPACITY    /**< one of them takes no partner in this part */
} epic_rule;

/** The first rule, in the order above, that forbids `a` and `b` (directed: guest and host) as a pair; the pins are not looked at.
 * An index out of range gives EPIC_RULE_SAME_CITY. Any thread; O(vetoes + earlier + languages), and epic_pair_cost() where
 * `limits: pair-eur` is stated. */
EPIC_API epic_rule epic_pair_rule(const epic_scores *scores, size_t a, size_t b);
/** A rule in words: "both are in one country"; "unknown rule" when there is no such one. Static; any thread. */
EPIC_API const char *epic_rule_words(epic_rule rule);

/** How far two cities are apart, in km along a great circle; NaN when one has no location or an index is out of range. Any
 * thread; O(1). */
EPIC_API double epic_pair_km(const epic_programme *programme, size_t a, size_t b);
/** Which of two cities (directed: guest and host) travels in a visit or reply of their exchange. In a visit it is the one that
 * the step names, else in mutual form the one that learns more, of equals the first in the order of ids; directed the guest. In a
 * reply it is the one that the step names, else the other one than in the visit before. EPIC_NONE when the step is neither, or an
 * index is out of range. Any thread; O(steps + domains). */
EPIC_API size_t epic_step_guest(const epic_scores *scores, size_t step, size_t a, size_t b);
/** What a step of an exchange costs in euros when `guest` travels to `host`, from the programme's `costs`: a visit or reply in
 * person people * (fare + the host's day_eur * (days + travel_days)), anything else nothing. NaN as epic_pair_km(), and when
 * there is no such step. Any thread; O(fares). */
EPIC_API double epic_step_cost(const epic_programme *programme, size_t step, size_t guest, size_t host);
/** The sum of that over all steps, each with its guest. NaN as epic_pair_km(). Any thread; O(steps x (steps + fares +
 * domains)). */
EPIC_API double epic_pair_cost(const epic_scores *scores, size_t a, size_t b);

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
    EPIC_ENGINE_NATIVE, /**< no minima, no limits, no triad, and in mutual form one partner at most */
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
    const epic_ledger *former; /**< of epic_pairing_make(): what was issued before, read during the call. Pairs that it tells of
                                    stay together if both cities, the rules and the pins still let them; limits are kept
                                    beside them. Not of several rounds, nor where groups of three are allowed. NULL: none */
    const size_t *candidates;  /**< of epic_pairing_make(): the pairs to look at first, as epic_pair_candidates() lists them
                                    for all rows, `best` of each; read during the call. They are but a hint: those that are
                                    doubled, forbidden or missing cost time, and the pairing is the same. NULL: none */
    size_t best;               /**< so many of each row */
    const double *prices;      /**< by which they were listed, of each row; NULL: 0 */
} epic_pair_options;
#define EPIC_PAIR_OPTIONS_INIT \
    {sizeof(epic_pair_options), NULL, NULL, EPIC_ENGINE_ANY, EPIC_PREFER_STATED, 1, NULL, NULL, 0, NULL}

/**
 * Pairs the cities: of all pairings that keep the rules and limits the one of greatest total value; with prefer: participation,
 * of those with the most cities paired; with prefer: fairness, of those with the most cities paired and then the greatest least
 * value. Values count in units of 2^-30. Pins stand whatever they cost. Among equal totals doc/pairing.md names the one that is
 * taken, which depends on the cities' ids alone. Rounds are paired one after the other, directed ones for the
 * total alone all at once, and no pair is made twice. A reference
 * to the scores is kept. Cities that stay alone are warnings in the diagnostics.
 * @param options NULL: the defaults
 * @return EPIC_OK, EPIC_EINFEASIBLE (minima that cannot be met, say; the diagnostics tell), EPIC_EINPUT (an engine that cannot do
 *         what the programme asks for, or, where cities come first, capacities beyond counting), EPIC_ECANCELLED, EPIC_ESOLVER,
 *         EPIC_EARG (also for a candidate that is no city, or a price out of range), EPIC_ENOMEM.
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
 * a pair, from the dual prices; never below the total. Of several rounds: all of them together. */
EPIC_API double epic_pairing_bound(const epic_pairing *pairing);
/** Whether the prices prove the pairing best; of several rounds: all of them together when value comes first,
 * else each of them after those before it. */
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

/* ---- a huge pairing in blocks ---- */

/** How many rows a programme's candidates have: mutual one of each city; directed one of each city as a guest, then one of each
 * as a host. 0 of NULL. Any thread; O(1). */
EPIC_API size_t epic_pair_rows(const epic_scores *scores);

/**
 * Guesses what a partner is worth to each row, from a quarter of the cities, so that candidates are not the same few for all.
 * They are those of the first round, and 0 where the library does not guess, such as for few cities.
 * @param prices room for a number of each row, -4..4
 * @param options NULL: the defaults; callback, threads and preference count
 * @return EPIC_OK, EPIC_EARG, EPIC_ECANCELLED, EPIC_ESOLVER, EPIC_ENOMEM. Any thread; a fifth or so of
 *         epic_pairing_make().
 */
EPIC_API EPIC_MUST_USE int epic_pair_prices(const epic_scores *scores, double *prices, const epic_pair_options *options);

/**
 * Lists for each of `count` rows from `first` on the cities with which its pair is worth most beyond their price, the best
 * first, of equals the one first in the order of ids. They are those that rules and pins leave it and whose value counts. Rows do
 * not depend on each other: blocks of them can be listed anywhere.
 * @param prices of each row, -4..4; NULL: 0
 * @param out room for `best` of each of the rows; EPIC_NONE where there are fewer
 * @return EPIC_OK, EPIC_EARG (also for rows out of range, a price that is, or when `best` is 0), EPIC_ENOMEM. Any thread;
 *         O(count x cities x domains), and O(cities x domains) of memory.
 */
EPIC_API EPIC_MUST_USE int epic_pair_candidates(const epic_scores *scores, const double *prices, size_t first, size_t count,
                                                size_t best, size_t *out);

/**
 * The dual prices of a round, in units of value to 2^-30: what proves it best. No pair that rules and pins leave is worth more
 * than the prices of its two rows (epic_pair_rows()) and those of all odd sets with both its cities; the prices of the rows that
 * have a partner, and those of the sets (count - 1) / 2 times, add up to what the pairs are worth.
 * @param prices room for a number of each row
 * @return false, and nothing is written, where the proof is of another kind: limits, minima, all rounds at once, or where
 *         cities or fairness come first. Any thread; O(rows).
 */
EPIC_API bool epic_pairing_duals(const epic_pairing *pairing, uint32_t round, double *prices);
/** How many odd sets the same proof has: cities of which one must stay alone or look for its partner outside. O(rounds). */
EPIC_API size_t epic_pairing_odd_sets(const epic_pairing *pairing, uint32_t round);
/**
 * The i-th odd set.
 * @param cities room for `room` of its cities; may be NULL when room is 0
 * @param price  what a pair inside it pays beside its rows; 0 where the set only tells which of equals is taken; may be
 *               NULL
 * @return how many cities it has, an odd number, whatever `room` is; 0 when out of range. Any thread; O(cities of it).
 */
EPIC_API size_t epic_pairing_odd_set(const epic_pairing *pairing, uint32_t round, size_t i, size_t *cities, size_t room,
                                     double *price);

/* ---- why, and why not ---- */

/**
 * The best pairing that has `a` and `b` (directed: guest and host) as a pair, in the first of several rounds, or that has it in
 * none. All else is as in `pairing`: programme, preference, engine, and what it was itself made with and without. Each is a
 * pairing like any other, with a proof of its own; what is lost is the difference of the two totals and, when cities come first,
 * of the cities with a partner. As a pin does, a pair that is asked for stands whatever it is worth, also nothing.
 * @param options NULL: none; callback and threads count, engine and preference must be left as they are
 * @return as epic_pairing_make(); EPIC_EINPUT also for a pair that a rule forbids, that pins leave no room for (E425) or that is
 *         a pin (E426), EPIC_EARG also when a == b or out of range. Any thread; O(epic_pairing_make()).
 */
EPIC_API EPIC_MUST_USE int epic_pairing_with(epic_pairing **out, const epic_pairing *pairing, size_t a, size_t b,
                                             const epic_pair_options *options, epic_diags *diags);
EPIC_API EPIC_MUST_USE int epic_pairing_without(epic_pairing **out, const epic_pairing *pairing, size_t a, size_t b,
                                                const epic_pair_options *options, epic_diags *diags);

/**
 * What the total loses if a pair is refused, of each pair in their order: the total less that of epic_pairing_without(), to the
 * last bit. NaN for a pin, and where no pairing lacks the pair, as minima would not be met. When cities or the least value come
 * first it can be below 0.
 * @param losses room for as many numbers as there are pairs
 * @return EPIC_OK, EPIC_EARG, EPIC_ECANCELLED, EPIC_ESOLVER, EPIC_ENOMEM. Any thread. Where there are no minima, limits, fairness
 *         or rounds all together take a few times what epic_pairing_make() does per hundred pairs; else so much for each.
 */
EPIC_API EPIC_MUST_USE int epic_pairing_losses(const epic_pairing *pairing, double *losses, const epic_pair_options *options);

/**
 * The `k` best pairings, the best first: in the order of what is preferred, then of their totals, then of their tie numbers
 * (doc/pairing.md). Two differ in at least one pair.
 * @param[out] out   room for `k`; NULL beyond `*count`
 * @param[out] count how many there are, when fewer than `k`
 * @return as epic_pairing_make(); EPIC_EARG also when k is 0, EPIC_EINPUT also when there are several rounds, or by fairness
 *         when cities can have several partners (E427). Any thread.
 *         O(k x cities x epic_pairing_make()) at most.
 */
EPIC_API EPIC_MUST_USE int epic_pairings_best(epic_pairing **out, size_t k, size_t *count, epic_scores *scores,
                                              const epic_pair_options *options, epic_diags *diags);

/**
 * Pairs of cities that are allowed and no pair, and who would both have more benefit from each other than each has from its least
 * partner (0 when it has room left). Mutual form, unless the value is that of common challenges; else none.
 * What is best for the network need not be what two of its cities would rather have.
 * @param pairs room for `room` pairs, of round 0: the one first whose lesser gain is the greatest; may be NULL when room is 0
 * @param count how many there are, whatever `room` is
 * @return EPIC_OK, EPIC_EARG, EPIC_ENOMEM. Any thread; O(cities^2 x domains).
 */
EPIC_API EPIC_MUST_USE int epic_pairing_blocking(const epic_pairing *pairing, epic_pair *pairs, size_t room, size_t *count);

/** Cities of which some must stay alone in every pairing that keeps the rules. Closed. */
typedef struct epic_shortage {
    const size_t *cities;   /**< who can have a partner only as said, ascending */
    size_t city_count;
    const size_t *partners; /**< the only cities they can have as partners, beside each other; ascending */
    size_t partner_count;
    size_t alone;           /**< of the cities at least so many stay alone */
    bool hosts;             /**< directed: the cities as hosts, the partners as guests; else the other way round */
    uint32_t round;
    const char *why;        /**< one sentence, with the rules that shut others out */
} epic_shortage;

/** The shortages of a pairing. Immutable, owned by the one who asked. */
typedef struct epic_shortages epic_shortages;

/**
 * Why not every city can have a partner, whatever is preferred: none when every city can, or when their number is odd and only
 * one is left over. Values of 0 shut out as rules do. A mutual pairing in which cities can have several partners gets none.
 * @return EPIC_OK, EPIC_EARG, EPIC_ENOMEM. Any thread. O(cities^2 x domains) for each city without a partner.
 */
EPIC_API EPIC_MUST_USE int epic_pairing_shortages(epic_shortages **out, const epic_pairing *pairing);
EPIC_API void epic_shortages_free(epic_shortages *shortages);
/** They belong to `shortages`. */
EPIC_API const epic_shortage *epic_shortages_get(const epic_shortages *shortages, size_t *count);

EPIC_END_DECLS

#endif
