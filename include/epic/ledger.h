/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * The ledger: what calendars have been told of each event, so that who holds a copy can be told what is new. It stands in
 * plan.yaml. doc/calendars.md has the rules.
 */
#ifndef EPIC_LEDGER_H
#define EPIC_LEDGER_H

#include <epic/date.h>
#include <epic/diag.h>

EPIC_BEGIN_DECLS

/** STATUS of an entry in a calendar (RFC 5545 section 3.8.1.11). */
typedef enum epic_standing { EPIC_TENTATIVE, EPIC_DEFINITE, EPIC_WITHDRAWN } epic_standing;

/** "tentative", "confirmed", "cancelled"; "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_standing_word(epic_standing standing);

/** Which revision of an entry messages were written for. */
typedef enum epic_sent { EPIC_SENT_NEVER, EPIC_SENT_EARLIER, EPIC_SENT_LATEST } epic_sent;

/** What somebody who was invited has answered: PARTSTAT of RFC 5545. */
typedef enum epic_answer {
    EPIC_ANSWER_NONE, /**< needs action */
    EPIC_ANSWER_ACCEPTED,
    EPIC_ANSWER_TENTATIVE,
    EPIC_ANSWER_DECLINED,
    EPIC_ANSWER_DELEGATED
} epic_answer;

/** "needs-action", "accepted", "tentative", "declined", "delegated"; "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_answer_word(epic_answer answer);

/** The last answer from an address that was invited. Until there is one it needs action. */
typedef struct epic_answered {
    const char *city;   /**< id */
    const char *email;  /**< as the programme states it */
    epic_answer answer;
    uint32_t sequence;  /**< of the revision that it answers */
    epic_instant stamp; /**< when it was given */
} epic_answered;

/** Another time that somebody who was invited has proposed: COUNTER of RFC 5546. */
typedef struct epic_wish {
    const char *city, *email;
    uint32_t sequence;
    epic_instant stamp;
    bool all_day;
    epic_date first, last;   /**< of whole days, both inclusive */
    epic_instant start, end; /**< else */
    const char *comment;     /**< or NULL */
} epic_wish;

/** What was last issued under a UID: of an event, or of the days on the road before or after it. */
typedef struct epic_issued {
    const char *uid;
    const char *title;              /**< in the main language of the output, as the place */
    uint32_t sequence;              /**< of RFC 5545 */
    epic_instant created, modified; /**< when it was first issued, and when its last revision was */
    epic_standing standing;
    bool gone;               /**< cancelled because the plan has it no more */
    bool all_day;
    epic_date first, last;   /**< of whole days, both inclusive */
    epic_instant start, end; /**< else */
    epic_date reserve;       /**< first day of its reserve date; EPIC_NO_DATE: none */
    const char *wall;        /**< what the clock shows at `start`, and its zone; NULL: not written by a local clock */
    const char *const *was;  /**< its history: the first days that it was issued for before, such as "2020-09-09", the oldest
                              * first; of a meeting online also those of the visit that it stands for */
    size_t was_count;
    const char *repeats;     /**< of what recurs, whose first occurrence that is: its rule, as in RFC 5545, and what is otherwise;
                              * NULL: it does not */
    const char *place;       /**< where it is in person; NULL: nowhere */
    const char *const *cities; /**< ids of those whose calendars show it, ascending */
    size_t city_count;
    const char *const *optional; /**< ids of those of them who are invited without being needed, ascending */
    size_t optional_count;
    const char *const *left; /**< ids of those who were told of it and take part no more, ascending */
    size_t left_count;
    const char *pair[2];  /**< ids of the pair whose exchange it belongs to, as in epic_pair; both NULL: none */
    const char *replaces; /**< UID of the visit that this meeting online stands for, or NULL */
    uint8_t digest[16];   /**< of all that its entry says */
    epic_sent sent;
    uint32_t since; /**< the lowest sequence whose answers still hold */
    const epic_answered *answers; /**< in the order of cities and addresses, each once */
    size_t answer_count;
    const epic_wish *wishes; /**< the last one of each address, in the same order; epic_wish_stands() */
    size_t wish_count;
    const char *const *again; /**< ids of the cities that asked for its message once more, ascending */
    size_t again_count;
} epic_issued;

/** What a city's organisations say together: declined when one of them declines; accepted when one has accepted and none is
 * tentative; else proposed. That somebody else will answer counts as no answer. */
typedef enum epic_consent { EPIC_CONSENT_PROPOSED, EPIC_CONSENT_ACCEPTED, EPIC_CONSENT_DECLINED } epic_consent;

/** "proposed", "accepted", "declined"; "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_consent_word(epic_consent consent);
/** What a city says to an entry. O(its answers). */
EPIC_API epic_consent epic_issued_consent(const epic_issued *issued, const char *city);
/** Whether a wish of the entry still stands: who has accepted the stated time since has taken it back. O(answers). */
EPIC_API bool epic_wish_stands(const epic_issued *issued, const epic_wish *wish);

/** What was issued. Immutable, reference-counted. */
typedef struct epic_ledger epic_ledger;

/**
 * Reads the ledger of a plan.
 * @param[out] out  the ledger; NULL on failure
 * @param      path a plan.yaml, or a folder that holds one
 * @return EPIC_OK, EPIC_EINPUT (all errors with their places in the diagnostics), EPIC_EIO, EPIC_ENOMEM, EPIC_EARG.
 * Any thread. O(size of the file).
 */
EPIC_API EPIC_MUST_USE int epic_ledger_load(epic_ledger **out, const char *path, epic_diags *diags);
/** The same from `size` bytes of text; `name` stands for the file in diagnostics ("plan.yaml" when NULL). */
EPIC_API EPIC_MUST_USE int epic_ledger_parse(epic_ledger **out, const char *text, size_t size, const char *name,
                                             epic_diags *diags);
EPIC_API epic_ledger *epic_ledger_ref(epic_ledger *ledger);
EPIC_API void epic_ledger_unref(epic_ledger *ledger);

/** When the plan was issued; EPIC_NO_INSTANT for NULL. O(1). */
EPIC_API epic_instant epic_ledger_issued_at(const epic_ledger *ledger);
/** How many entries, and the i-th in the order of UIDs; NULL when out of range. O(1). */
EPIC_API size_t epic_ledger_entries(const epic_ledger *ledger);
EPIC_API const epic_issued *epic_ledger_entry(const epic_ledger *ledger, size_t i);
/** The entry of a UID, or NULL. O(1), as a rule. */
EPIC_API const epic_issued *epic_ledger_find(const epic_ledger *ledger, const char *uid);

/** What is new of an entry. */
typedef enum epic_news {
    EPIC_NEWS_NEW,
    EPIC_NEWS_DETAIL,      /**< words; who has accepted it need not again */
    EPIC_NEWS_SIGNIFICANT, /**< time, status, or place in person: SEQUENCE counts on */
    EPIC_NEWS_CANCELLED,
    EPIC_NEWS_CONVERTED    /**< new: a meeting online that stands for a visit, which is cancelled */
} epic_news;

/** "new", "detail", "significant", "cancelled", "converted"; "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_news_word(epic_news news);

/** Which properties differ; bits. */
typedef enum epic_property {
    EPIC_PROPERTY_STATUS = 1,
    EPIC_PROPERTY_TIME = 2,
    EPIC_PROPERTY_PLACE = 4,
    EPIC_PROPERTY_TITLE = 8,
    EPIC_PROPERTY_CITIES = 16,
    EPIC_PROPERTY_DETAILS = 32 /**< none of these, but something that its entry says */
} epic_property;

/** A change of an entry. Both `was` and `is` belong to the changes. */
typedef struct epic_change {
    epic_news news;
    const char *uid;
    const epic_issued *was; /**< NULL: it was not issued before */
    const epic_issued *is;  /**< NULL: the later ledger does not know it */
    uint32_t sequence;      /**< with which it is to be told */
    unsigned properties;    /**< of #epic_property; 0 of what is new */
    const char *const *cities; /**< ids of those who must be told, ascending */
    size_t city_count;
} epic_change;

/** The difference of two ledgers. Immutable, reference-counted. */
typedef struct epic_changes epic_changes;

/**
 * What is new in a ledger. References to both are kept.
 * @param from NULL: nothing was issued before
 * @return EPIC_OK, EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(entries x log entries).
 */
EPIC_API EPIC_MUST_USE int epic_changes_make(epic_changes **out, epic_ledger *from, epic_ledger *to);
EPIC_API epic_changes *epic_changes_ref(epic_changes *changes);
EPIC_API void epic_changes_unref(epic_changes *changes);
/** How many, and the i-th in the order of their dates; NULL when out of range. O(1). */
EPIC_API size_t epic_changes_count(const epic_changes *changes);
EPIC_API const epic_change *epic_changes_get(const epic_changes *changes, size_t i);

EPIC_END_DECLS

#endif
