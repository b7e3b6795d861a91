/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The plan: the pairs and their dated events. doc/scheduling.md describes the rules and the order in which events are placed.
 */
#ifndef EPIC_PLAN_H
#define EPIC_PLAN_H

#include <epic/calendars.h>
#include <epic/pair.h>

EPIC_BEGIN_DECLS

/** The state of an event. */
typedef enum epic_state {
    EPIC_PROPOSED,
    EPIC_CONFIRMED, /**< fixed in the file */
    EPIC_MOVED,     /**< on another day than by the plan that it goes on from */
    EPIC_HELD_ONLINE, /**< was to be in person, is online */
    EPIC_CANCELLED,
    EPIC_DONE /**< before the programme's `today`: fixed in the file, or an occurrence of what recurs */
} epic_state;

/** The word of a state in files and messages ("proposed", "online"), "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_state_word(epic_state state);

/** A dated event. */
typedef struct epic_event {
    const char *uid;   /**< UUIDv5 of what it is, never of when: doc/calendars.md; all occurrences of what recurs have one */
    const char *id;    /**< of the step or joint event in the file */
    const char *title; /**< in English: "Online meeting: Brescia and Oberhausen" */
    epic_kind kind;
    epic_mode mode;
    epic_state state;
    uint32_t sequence; /**< of RFC 5545 */
    uint32_t number;   /**< "online exchange 8"; of several joint events: which; 0 when it has none */
    size_t source;     /**< index of the step, or of the joint event, in the programme */
    size_t pair;       /**< index in epic_pairing_pairs(); EPIC_NONE for a joint event */
    size_t guest, host; /**< cities; EPIC_NONE where nobody is one */
    const size_t *cities; /**< who takes part, ascending */
    size_t city_count;
    const size_t *optional; /**< of a joint event: who else is invited and can come, ascending; of what recurs, each time */
    size_t optional_count;
    size_t moderator; /**< index, or EPIC_NONE */
    bool all_day;
    epic_date nominal; /**< of an occurrence of what recurs: the day on which it falls by its rule; else EPIC_NO_DATE */
    epic_date first, last; /**< local days, both inclusive, also of a timed event */
    epic_instant start, end; /**< of a timed event; EPIC_NO_INSTANT when all-day */
    epic_date reserve_first, reserve_last; /**< a second date of whole days, should the first fall out; EPIC_NO_DATE: none */
    const char *zone; /**< IANA name; of a timed event the zone to show it in, of a whole day that of its place */
    uint32_t travel_out, travel_back; /**< days that the guests travel before `first` and after `last` */
    size_t place_city; /**< the city it is held in, or EPIC_NONE */
    epic_venue venue;  /**< else where; all NULL for an online event */
    const char *link;  /**< http(s): where to join it online; NULL when it is in person or none is stated */
    const char *why;   /**< why then, and who of those invited cannot come, in a sentence */
} epic_event;

/** Something that could not be placed, and why. */
typedef struct epic_unscheduled {
    epic_kind kind;
    const char *id;
    uint32_t number;
    size_t source, pair; /**< as in epic_event */
    epic_date nominal;   /**< likewise */
    const char *why; /**< the rules that left no date, in a sentence */
} epic_unscheduled;

/** A plan. Immutable, reference-counted. */
typedef struct epic_plan epic_plan;

/** Options of epic_plan_make(). Start from EPIC_PLAN_OPTIONS_INIT. */
typedef struct epic_plan_options {
    size_t size;               /**< sizeof(epic_plan_options) */
    epic_progress_fn progress; /**< or NULL. It may stop the search at any time, as when time is out: EPIC_ECANCELLED */
    void *user;                /**< of the callback */
    uint32_t effort;           /**< how long to look for a cheaper plan and for its proof, in percent of the usual; 0: as usual.
                                    Steps are counted, never time: the plan is the same on every machine */
    epic_ledger *former;       /**< what was issued before: as few events as can be leave their dates, and what is past or has
                                    begun stays as it was. A reference is kept. NULL: plan anew */
} epic_plan_options;
#define EPIC_PLAN_OPTIONS_INIT {sizeof(epic_plan_options), NULL, NULL, 0, NULL}

/**
 * Dates the exchange of every pair and the joint events, at the least cost that it finds. What finds no date is listed with its
 * reason and is a warning, not an error. Reads the cities' calendar files. A reference to the pairing is kept.
 * @param options NULL: the defaults
 * @return EPIC_OK; EPIC_ECANCELLED when the callback stopped it: `*out` is then the best plan so far, as good a plan as any, or
 *         NULL where there was none yet; EPIC_EINPUT (a fixed event that breaks a rule, a calendar that cannot be used, a zone
 *         that this machine does not know), EPIC_EARG, EPIC_ENOMEM: `*out` is NULL.
 * Any thread; reads calendar and zone files. Memory O((events + cities) x days); bench/README.md gives measured times.
 */
EPIC_API EPIC_MUST_USE int epic_plan_make(epic_plan **out, epic_pairing *pairing, const epic_plan_options *options,
                                          epic_diags *diags);

/** All stages in one call: load, score, pair, plan, each with the options' progress. Returns what the first that fails does; a
 * plan whose search was stopped comes out as from epic_plan_make(). */
EPIC_API EPIC_MUST_USE int epic_plan_from_file(epic_plan **out, const char *path, const epic_plan_options *options,
                                               epic_diags *diags);
EPIC_API epic_plan *epic_plan_ref(epic_plan *plan);
EPIC_API void epic_plan_unref(epic_plan *plan);
EPIC_API epic_pairing *epic_plan_pairing(const epic_plan *plan);
/** The calendars that it was made by; NULL when it was made without. O(1). */
EPIC_API epic_calendars *epic_plan_calendars(const epic_plan *plan);
/** What it goes on from; NULL when it was planned anew. O(1). */
EPIC_API epic_ledger *epic_plan_former(const epic_plan *plan);

/** How many events, and the i-th in the order of first day, start, pair (joint events last), place in the
 * file, number; NULL when out of range. O(1). */
EPIC_API size_t epic_plan_events(const epic_plan *plan);
EPIC_API const epic_event *epic_plan_event(const epic_plan *plan, size_t event);
/** How many events of a kind have a date and are not cancelled, as `planned` of the programme counts them: a local step once for
 * each of its cities. O(events). */
EPIC_API size_t epic_plan_dated(const epic_plan *plan, epic_kind kind);
/** What found no date, in the order of pairs and of the file. O(1). */
EPIC_API size_t epic_plan_unscheduled(const epic_plan *plan);
EPIC_API const epic_unscheduled *epic_plan_unscheduled_at(const epic_plan *plan, size_t i);
/** What the plan costs, by the table in doc/scheduling.md: 10,000 for each event without a date, one for each day away from its
 * ideal and for each half hour at an inconvenient time. Nothing for fixed events. O(1). */
EPIC_API int64_t epic_plan_cost(const epic_plan *plan);
/** What is proved: no plan costs less. At most the cost. O(1). */
EPIC_API int64_t epic_plan_bound(const epic_plan *plan);
/** Whether it is proved that no plan costs less. */
EPIC_API bool epic_plan_proved(const epic_plan *plan);
/** (cost - bound) / cost; 0 when proved. */
EPIC_API double epic_plan_gap(const epic_plan *plan);

/**
 * Checks every rule of a plan anew from the programme, with code that shares nothing with the engine: windows, order and gaps,
 * working days, holidays and office hours in every zone, busy times, blocked periods, unavailability, one thing at a time for a
 * city and a moderator, reserve dates by the same rules, fixed events where they were fixed, every event of every pair either
 * dated or listed as unscheduled, of those who are optional just those who can come. And what it costs; of several of one event
 * only between what they cost at least and at most.
 * @return EPIC_OK; EPIC_EINPUT with a diagnostic for each breach; EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(events^2 + events x days).
 */
EPIC_API EPIC_MUST_USE int epic_plan_verify(const epic_plan *plan, epic_diags *diags);

/** What bars days of an event, as one thing that a person could change: a blocked period, the holidays of a city, one absence, a
 * city's own calendar, its other events, the window, one gap; or weekends, or what is past. */
typedef struct epic_barring {
    const char *words; /**< of one day, in English: "meets a weekend", "is blocked (pandemic)" */
    size_t days;       /**< how many of the days that were asked about it bars, of the event's window */
    epic_date frees;   /**< the first day that nothing else bars; EPIC_NO_DATE: none, or the past or weekends bar it */
    bool clashes;      /**< one of those that, beside weekends and what is past, alone bar all days, none of which can be
                            spared; none clashes when a day is possible or one was asked about */
} epic_barring;

/** What epic_why_get() tells. */
typedef struct epic_why_info {
    const epic_event *event;   /**< NULL when it has no date */
    const epic_unscheduled *unscheduled; /**< NULL when it has one */
    epic_date date;            /**< that was asked about; EPIC_NO_DATE: all */
    epic_date from, to;        /**< its window */
    const epic_date *possible; /**< those of the days that nothing bars, ascending */
    size_t possible_count;
    const epic_barring *rules; /**< those that bar the most days first */
    size_t rule_count;
} epic_why_info;

/** Why an event is not on a date. Immutable, reference-counted. */
typedef struct epic_why epic_why;

/**
 * Every rule that bars a day of an event beside all others of the plan, which stay where they are. Of a meeting the half hour
 * counts that the fewest rules bar.
 * @param pair   index in epic_pairing_pairs(); EPIC_NONE for a joint event
 * @param source index of the step, or of the joint event, in the programme
 * @param number of the event, as in epic_event
 * @param date   its first day; EPIC_NO_DATE: all days of the programme
 * @return EPIC_OK; EPIC_EARG, also when the plan has no such event; EPIC_EINPUT (a zone that this machine does not know);
 *         EPIC_ENOMEM. A reference to the plan is kept.
 * Any thread; reads zone files. O(days x rules) times 48 for meetings.
 */
EPIC_API EPIC_MUST_USE int epic_why_make(epic_why **out, epic_plan *plan, size_t pair, size_t source, uint32_t number,
                                         epic_date date);
EPIC_API epic_why *epic_why_ref(epic_why *why);
EPIC_API void epic_why_unref(epic_why *why);
EPIC_API epic_plan *epic_why_plan(const epic_why *why);
/** Lives as long as `why`. O(1). */
EPIC_API const epic_why_info *epic_why_get(const epic_why *why);

EPIC_END_DECLS

#endif
