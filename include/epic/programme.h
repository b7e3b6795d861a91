/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The programme: one run of a network, read from a file. doc/programme-file.md is the reference of the format.
 *
 * Cities stand in the byte order of their ids, whatever the order in the file, so that an index is the same for every
 * reader. So do by their dates periods, blocked ones too, and settled events, those of a stated number first: their order in the
 * file means nothing. Domains, exchange steps, joint events and the rest keep the order of the file.
 */
#ifndef EPIC_PROGRAMME_H
#define EPIC_PROGRAMME_H

#include <epic/date.h>
#include <epic/diag.h>

EPIC_BEGIN_DECLS

/** A programme. Immutable, reference-counted. */
typedef struct epic_programme epic_programme;

/** Kinds of events: of a pair's exchange (the first six) and joint ones. */
typedef enum epic_kind {
    EPIC_PREPARATION, /**< asynchronous work with a due day, such as a film */
    EPIC_ONLINE,      /**< an online meeting of the pair */
    EPIC_VISIT,       /**< the guest travels to the host */
    EPIC_REPLY,       /**< the host travels to the guest */
    EPIC_FOLLOW_UP,   /**< an online meeting after the visits */
    EPIC_LOCAL,       /**< a meeting inside each city, with its residents or stakeholders */
    EPIC_MEETING,
    EPIC_TRAINING,
    EPIC_FORUM,
    EPIC_WEBINAR,
    EPIC_NETWORKING,
    EPIC_CONFERENCE,
    EPIC_PILOT,
    EPIC_DEADLINE /**< a due day, such as a report's */
} epic_kind;
/** How many kinds there are. */
#define EPIC_KINDS 14

/** Where people meet. */
typedef enum epic_mode { EPIC_IN_PERSON, EPIC_MODE_ONLINE, EPIC_HYBRID } epic_mode;

/** The word of a kind or mode in files and messages ("follow-up", "in-person"), "unknown" when there is no such one. Static; any
 * thread; O(1). */
EPIC_API const char *epic_kind_word(epic_kind kind);
EPIC_API const char *epic_mode_word(epic_mode mode);

/** A domain of work: housing, employment ... */
typedef struct epic_domain {
    const char *id, *title; /**< the title is the id when none is stated */
    double weight;          /**< >= 0 */
    epic_place place;
} epic_domain;

/** A body in a city, or a partner. Closed. */
typedef struct epic_organisation {
    const char *id, *name;
    const char *kind; /**< "authority", "ngo", "network" ..., or NULL */
    const char *role; /**< "lead" ..., or NULL */
    const char *email; /**< a functional mailbox, which is sent invitations, or NULL */
} epic_organisation;

/** Days from..to, both inclusive, and why (or NULL). Closed. */
typedef struct epic_period {
    epic_date from, to;
    const char *why;
} epic_period;

/** Opening minutes of each weekday, 0 = Monday, as minutes after local midnight; from == to means closed. Closed. */
typedef struct epic_hours {
    uint16_t from[7], to[7];
} epic_hours;

/** When an event is welcome, on the clock of everyone who takes part. Other times are possible. Closed. */
typedef struct epic_preference {
    epic_hours hours; /**< Mo-Th 10:00-16:00, Fr 10:00-13:00 unless stated; of whole days the weekdays alone count */
    uint16_t months;  /**< bit 0: January; all twelve unless stated */
} epic_preference;

/** How many partners: at least, at most. Closed. */
typedef struct epic_capacity {
    uint32_t min, max;
} epic_capacity;

/** A city's profile in a domain; all values 0..1. Closed. */
typedef struct epic_profile {
    double strength;   /**< how well the city does */
    double need;       /**< how much it wants to learn; 1 - strength unless stated */
    double priority;   /**< how much that matters to it; 1 unless stated, or from its ranks (rank-order-centroid) */
    double competence; /**< how much of the matter is in its hands; 1 unless stated */
    bool offers;       /**< whether it would teach; true unless stated */
    bool need_stated;
    epic_place place;
} epic_profile;

/** A city taking part. */
typedef struct epic_city {
    const char *id, *name;
    const char *country;  /**< ISO 3166-1 alpha-2 */
    const char *timezone; /**< IANA name */
    bool has_location;
    double latitude, longitude; /**< degrees */
    double population;          /**< 0 when not stated */
    const char *const *languages; /**< as in the file */
    size_t language_count;
    const epic_organisation *organisations;
    size_t organisation_count;
    epic_hours office_hours; /**< Mo-Fr 09:00-17:00 unless stated */
    const char *const *holiday_files, *const *busy_files, *const *avoid_files;
    size_t holiday_file_count, busy_file_count, avoid_file_count;
    const epic_period *unavailable;
    size_t unavailable_count;
    epic_capacity host, guest;  /**< partners it can have in each part; {0, 1} unless stated */
    uint32_t visits_at_a_time;  /**< visits it can host on one day; 1 unless stated */
    epic_place place;
    const epic_place *holiday_places, *busy_places, *avoid_places; /**< where each of its calendar files is named */
    bool public_holidays;       /**< those that libepic knows count too: true unless its holidays are stated without them */
    const char *region;         /**< ISO 3166-2; NULL when not stated */
    epic_place region_place;
    double day_eur;             /**< what a day in it costs each guest, days on the road included; 0 when not stated */
} epic_city;

/** A person or body who leads online meetings, one at a time. */
typedef struct epic_moderator {
    const char *id, *name, *timezone;
    epic_hours office_hours;
    uint32_t turn_round; /**< minutes free between two meetings */
    const char *link;    /**< http(s): where to join what it leads; NULL when not stated */
    epic_place place;
} epic_moderator;

/** An item of an agenda. Closed. */
typedef struct epic_agenda_item {
    uint32_t minutes;
    const char *title;
} epic_agenda_item;

/** How many people of a role take part. max 0: no limit. Closed. */
typedef struct epic_role {
    const char *id;
    uint32_t min, max;
} epic_role;

/**
 * When an event may be, relative to another of the same list. The gap is counted from the last day of the other to the
 * first day of this one. Closed.
 */
typedef struct epic_after {
    size_t event; /**< its index in the list; EPIC_NONE: the programme's first day */
    bool has_at_least, has_at_most;
    epic_duration at_least, at_most;
    epic_place place;
} epic_after;

/** One step of every pair's exchange. */
typedef struct epic_step {
    const char *id, *title; /**< the title is NULL when none is stated */
    epic_kind kind;
    epic_mode mode;       /**< by kind unless stated */
    bool has_or_online;   /**< whether it may be held online instead, */
    epic_duration or_online; /**< where it could be in person only so much later */
    bool has_reserve;     /**< of whole days: whether a second date is kept in mind for it, */
    epic_duration reserve; /**< so long after its last day at least */
    uint32_t days;        /**< length in days; 0 for a meeting in minutes */
    uint32_t minutes;     /**< length of a meeting; 0 for one in days */
    uint32_t travel_days; /**< the guests' days on the road, there and back together */
    size_t moderator;     /**< index, or EPIC_NONE */
    const char *link;     /**< http(s): where to join it online; NULL: as the moderator has it */
    epic_date from, to;   /**< the window, both inclusive; the programme's unless stated */
    epic_preference prefer;
    bool has_after;       /**< without it a step follows the one before it */
    epic_after after;
    const size_t *guests; /**< cities that are the guest of this visit whatever they learn, ascending */
    size_t guest_count;
    const epic_agenda_item *agenda;
    size_t agenda_count;
    const epic_role *roles;
    size_t role_count;
    epic_place place;
} epic_step;

/** Where a joint event is held when not in a city taking part. Closed; all NULL when not stated. */
typedef struct epic_venue {
    const char *name, *country, *timezone;
} epic_venue;

/** A joint event. */
typedef struct epic_joint_event {
    const char *id, *title; /**< the title is NULL when none is stated */
    epic_kind kind;
    epic_mode mode;
    bool has_or_online;     /**< as of a step */
    epic_duration or_online;
    bool has_reserve;       /**< likewise */
    epic_duration reserve;
    uint32_t days, minutes; /**< one of them is 0 */
    uint32_t count;         /**< how many of it; 0: as often as it can recur */
    bool rotate_hosts;      /**< each of the `count` in another city taking part, in the order of ids */
    size_t city;            /**< where, or EPIC_NONE */
    epic_venue venue;
    size_t moderator; /**< index, or EPIC_NONE */
    const char *link; /**< http(s): where to join it online; NULL: as the moderator has it */
    epic_date from, to;
    epic_preference prefer;
    bool has_after;
    epic_after after;
    epic_duration every;          /**< what recurs: months alone, or days alone; all 0 when it does not */
    const size_t *participants;   /**< cities, ascending */
    size_t participant_count;
    const size_t *optional;       /**< cities that are invited beside them and bar no day, ascending */
    size_t optional_count;
    const epic_agenda_item *agenda;
    size_t agenda_count;
    const epic_role *roles;
    size_t role_count;
    epic_place place;
} epic_joint_event;

/** Nothing of this mode, there, then. In-person also blocks the in-person part of a hybrid event. */
typedef struct epic_blocked {
    bool any_mode;
    epic_mode mode;
    const char *country; /**< NULL: everywhere */
    size_t city;         /**< EPIC_NONE: every city of the country */
    epic_period period;
    epic_place place;
} epic_blocked;

/** An event settled already. */
typedef struct epic_fixed {
    size_t a, b;           /**< the pair's cities as in the file; both EPIC_NONE for a joint event */
    size_t event;          /**< index of the step or of the joint event */
    uint32_t number;       /**< its number as stated; 0 when not stated. Of a joint event with count > 1: which one */
    epic_date date;        /**< first day, local */
    int32_t minute;        /**< minutes after local midnight; -1 for a whole day */
    const char *zone;      /**< the zone of the start; the place's own zone unless stated; NULL: of whichever city's turn it is */
    const char *link;      /**< http(s): where to join it online; NULL: as the event has it */
    bool online;           /**< held online, whatever the mode of the event */
    epic_place place;
} epic_fixed;

/** A pair of cities named in the rules; in directed modes {guest, host}. Closed. */
typedef struct epic_city_pair {
    size_t a, b;
    epic_place place;
} epic_city_pair;

/** Two languages that count as common. Closed. */
typedef struct epic_interpreter {
    const char *a, *b;
} epic_interpreter;

/** How many pairs may, and must, have a city of a group. */
typedef struct epic_quota {
    const size_t *cities; /**< ascending */
    size_t city_count;
    uint32_t min, max;    /**< max 0: no limit */
    epic_place place;
} epic_quota;

/** From so many kilometres on (one way, great circle) a return trip costs one person so much. Closed. */
typedef struct epic_fare {
    double km, eur;
} epic_fare;

/** What visits cost, beside the days (`day_eur` of epic_city). Closed. */
typedef struct epic_costs {
    uint32_t people;        /**< who travel on each visit and reply */
    const epic_fare *fares; /**< the nearest first; below the first a trip costs nothing */
    size_t fare_count;
} epic_costs;

/** The forms of pairing. */
typedef enum epic_form { EPIC_MUTUAL, EPIC_VISITS, EPIC_MENTORING } epic_form;

/** The value of a mutual pair from its two benefits; doc/model.md gives the formulas. */
typedef enum epic_value {
    EPIC_GEOMETRIC,
    EPIC_MEAN,
    EPIC_MIN,
    EPIC_HARMONIC,
    EPIC_COMMON_CHALLENGE
} epic_value;

/** What is wanted first of a pairing. */
typedef enum epic_prefer {
    EPIC_PREFER_STATED = -1,   /**< of options: as the programme says */
    EPIC_PREFER_VALUE,         /**< the total value */
    EPIC_PREFER_PARTICIPATION, /**< the most cities paired, then the total */
    EPIC_PREFER_FAIRNESS       /**< the most cities paired, then the greatest least value, then the total */
} epic_prefer;

/** The rules of pairing. Numbers that are not stated and have no default are 0. */
typedef struct epic_pairing_rules {
    epic_form form;
    epic_value value;
    epic_prefer prefer;
    bool other_country, common_language, allow_zero, triad;
    const epic_city_pair *pins, *vetoes, *earlier;
    size_t pin_count, veto_count, earlier_count;
    const epic_interpreter *interpreters;
    size_t interpreter_count;
    const size_t *mentors; /**< cities, ascending */
    size_t mentor_count;
    uint32_t rounds;
    double max_distance_km;  /**< 0: no limit */
    uint32_t max_per_country, max_per_country_pair; /**< 0: no limit */
    double budget_eur, pair_eur, city_eur;          /**< of all pairs, of each, of all of each city; 0: no limit */
    double max_total_km;                            /**< 0: no limit */
    const epic_quota *quotas;
    size_t quota_count;
    double transfer_size, transfer_competence;      /**< a and b of the score model, 0..1 */
    double step;                                    /**< of the step credit, above 0, at most 1 */
    epic_place place;
} epic_pairing_rules;

/** What is said about the whole programme. */
typedef struct epic_programme_info {
    const char *id, *title, *file; /**< `file` is the name it was read under */
    epic_date starts, ends;        /**< first and last day, inclusive */
    epic_date today;               /**< what is before it is past; EPIC_NO_DATE when not stated */
    epic_duration notice;          /**< nothing new begins earlier than so long after `today` */
    epic_preference prefer;        /**< of events that state none of their own */
    const epic_organisation *partners;
    size_t partner_count;
    const char *organiser_name, *organiser_email; /**< NULL when not stated */
    uint32_t planned[EPIC_KINDS];  /**< counts to check against, by kind; 0 when not stated */
    const char *const *languages;  /**< of the calendars, the main one first, such as "pt-BR"; {"en"} unless stated */
    size_t language_count;
    bool times_in_utc;             /**< output.time: utc */
} epic_programme_info;

/**
 * Reads a programme file, and the tables that `costs` names. All errors of the files are reported in one go.
 * @param[out] out   the programme; NULL on failure
 * @param      path  the file; "-" is not special
 * @return EPIC_OK, EPIC_EINPUT (the diagnostics hold at least one error), EPIC_EIO, EPIC_ENOMEM, EPIC_EARG.
 * Any thread. O(size of the file); at most 8 MiB are read, and 64 KiB of each table.
 */
EPIC_API EPIC_MUST_USE int epic_programme_load(epic_programme **out, const char *path, epic_diags *diags);

/** The same from `size` bytes of text; `name` stands for the file in diagnostics ("programme" when NULL), and the tables that
 * `costs` names lie beside it. */
EPIC_API EPIC_MUST_USE int epic_programme_parse(epic_programme **out, const char *text, size_t size, const char *name,
                                                epic_diags *diags);

/** One more owner; returns its argument. Any thread; O(1). */
EPIC_API epic_programme *epic_programme_ref(epic_programme *programme);
/** One owner fewer; the last one frees it. NULL is allowed. Any thread. */
EPIC_API void epic_programme_unref(epic_programme *programme);

/* What it holds. The answers belong to the programme. An index out of range, or EPIC_NONE, gives NULL. Any thread; O(1). */

EPIC_API const epic_programme_info *epic_programme_get(const epic_programme *programme);
EPIC_API const epic_pairing_rules *epic_programme_rules(const epic_programme *programme);

EPIC_API size_t epic_programme_domains(const epic_programme *programme);
EPIC_API const epic_domain *epic_programme_domain(const epic_programme *programme, size_t domain);
EPIC_API size_t epic_programme_cities(const epic_programme *programme);
EPIC_API const epic_city *epic_programme_city(const epic_programme *programme, size_t city);
/** The city of an id, or EPIC_NONE. O(log cities). */
EPIC_API size_t epic_programme_find(const epic_programme *programme, const char *id);
/** What visits cost; no fares when not stated. */
EPIC_API const epic_costs *epic_programme_costs(const epic_programme *programme);
/** A city's profile in a domain, or NULL when it has none there. */
EPIC_API const epic_profile *epic_programme_profile(const epic_programme *programme, size_t city, size_t domain);
/** Whether two cities share a working language, or languages that an interpreter joins; false for an index out of range.
 * O(languages^2). */
EPIC_API bool epic_programme_understand(const epic_programme *programme, size_t a, size_t b);
EPIC_API size_t epic_programme_moderators(const epic_programme *programme);
EPIC_API const epic_moderator *epic_programme_moderator(const epic_programme *programme, size_t moderator);
EPIC_API size_t epic_programme_steps(const epic_programme *programme);
EPIC_API const epic_step *epic_programme_step(const epic_programme *programme, size_t step);
EPIC_API size_t epic_programme_events(const epic_programme *programme);
EPIC_API const epic_joint_event *epic_programme_event(const epic_programme *programme, size_t event);
EPIC_API size_t epic_programme_blocks(const epic_programme *programme);
EPIC_API const epic_blocked *epic_programme_block(const epic_programme *programme, size_t block);
EPIC_API size_t epic_programme_fixes(const epic_programme *programme);
EPIC_API const epic_fixed *epic_programme_fix(const epic_programme *programme, size_t fix);

/**
 * Writes the reference of the programme file: EPIC_TEXT as Markdown, EPIC_JSON as a JSON Schema (draft 2020-12).
 * @return EPIC_OK, EPIC_EIO, EPIC_EARG for another format. Any thread.
 */
EPIC_API int epic_schema_write(epic_format format, epic_write_fn write, void *user);

EPIC_END_DECLS

#endif
