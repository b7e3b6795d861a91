/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Scores: how much a guest can learn from a host. doc/model.md derives the formulas and names their sources.
 *
 * Nothing is stored per pair: memory is O(cities x domains), and each benefit is computed when asked.
 */
#ifndef EPIC_SCORE_H
#define EPIC_SCORE_H

#include <epic/programme.h>

EPIC_BEGIN_DECLS

/** The scores of a programme. Immutable, reference-counted. */
typedef struct epic_scores epic_scores;

/**
 * What one domain adds to a benefit. All values 0..1 and without unit.
 * share = weight * need * offer * step * transfer / sum over domains of weight * need. Closed.
 */
typedef struct epic_term {
    size_t domain;
    double weight;   /**< of the domain, as in the file (not bounded by 1) */
    double need;     /**< N: the guest's priority times its need; 0 when its competence is 0 */
    double offer;    /**< O: the host's strength, if it offers */
    double step;     /**< g: how far the host is ahead, in steps, clipped to 0..1 */
    double transfer; /**< T: discount for unlike sizes and competences */
    double share;    /**< what it adds; the shares of all domains sum to the benefit */
} epic_term;

/**
 * Prepares the scores of a programme, of which a reference is kept. Notes go to the diagnostics: a city with no declared
 * need, a need dropped because the city has no competence there.
 * @return EPIC_OK, EPIC_EARG, EPIC_ENOMEM. Any thread. O(cities x domains).
 */
EPIC_API EPIC_MUST_USE int epic_scores_make(epic_scores **out, epic_programme *programme, epic_diags *diags);
EPIC_API epic_scores *epic_scores_ref(epic_scores *scores);
EPIC_API void epic_scores_unref(epic_scores *scores);
/** The programme they are of; it belongs to the scores. */
EPIC_API epic_programme *epic_scores_programme(const epic_scores *scores);

/**
 * The benefit of `guest` from `host`, 0..1: the share of the guest's weighted need that the host can help with. NaN when an
 * index is out of range; a city learns 0 from itself. Hard rules (epic_pair_rule()) are not looked at. Any thread; O(domains).
 */
EPIC_API double epic_scores_benefit(const epic_scores *scores, size_t guest, size_t host);

/**
 * The value of a pair in the programme's form and by its chosen value: symmetric when mutual; in directed forms the benefit of
 * `a`, the guest, from `b`, the host. NaN when an index is out of range. Any thread; O(domains).
 */
EPIC_API double epic_scores_value(const epic_scores *scores, size_t a, size_t b);

/**
 * The values of the pairs of `a` with `count` cities from `first` on, to the last bit those of epic_scores_value() and many times
 * faster; NaN where an index is out of range.
 * @param values room for `count` numbers. Any thread; O(count x domains).
 */
EPIC_API void epic_scores_values(const epic_scores *scores, size_t a, size_t first, size_t count, double *values);

/** The benefits of `guest` from `count` cities from `first` on, to the last bit those of epic_scores_benefit(); all else is as
 * with epic_scores_values(). */
EPIC_API void epic_scores_benefits(const epic_scores *scores, size_t guest, size_t first, size_t count, double *benefits);

/** Whether the city has any need at all (otherwise its benefit is always 0). */
EPIC_API bool epic_scores_has_need(const epic_scores *scores, size_t city);

/**
 * The terms of a benefit, one for each domain in the file's order; domains in which either city has no profile have share 0.
 * @param terms room for `room` terms; may be NULL when room is 0
 * @return the number of domains (whatever `room` is), 0 when an index is out of range. Any thread; O(domains).
 */
EPIC_API size_t epic_scores_explain(const epic_scores *scores, size_t guest, size_t host, epic_term *terms, size_t room);

EPIC_END_DECLS

#endif
