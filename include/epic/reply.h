/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * What cities answer to the messages of a plan: REPLY, COUNTER and REFRESH of RFC 5546, as calendars (.ics) or in e-mails (.eml,
 * RFC 6047). Answers go into the ledger. doc/calendars.md has the rules.
 */
#ifndef EPIC_REPLY_H
#define EPIC_REPLY_H

#include <epic/publish.h>

EPIC_BEGIN_DECLS

/** What a message is: the methods of RFC 5546 that answer. */
typedef enum epic_reply_kind {
    EPIC_REPLY_ANSWER, /**< REPLY */
    EPIC_REPLY_WISH,   /**< COUNTER: another time is proposed, and may be answered as well */
    EPIC_REPLY_REFRESH /**< REFRESH: the invitation is asked for once more */
} epic_reply_kind;

/** What became of it. Only what is taken changes the ledger. */
typedef enum epic_reply_fate {
    EPIC_REPLY_TAKEN,
    EPIC_REPLY_KNOWN,     /**< it is there already, or something newer of the same address is */
    EPIC_REPLY_STALE,     /**< it answers what has changed since, or is cancelled */
    EPIC_REPLY_AHEAD,     /**< it answers a revision that was not issued yet */
    EPIC_REPLY_PART,      /**< it answers one date of a series alone */
    EPIC_REPLY_UNINVITED, /**< from an address that no city taking part has */
    EPIC_REPLY_UNKNOWN,   /**< nothing was issued under its UID */
    EPIC_REPLY_DAMAGED    /**< it lacks what is needed */
} epic_reply_fate;

/** "answer", "wish", "refresh"; "unknown" when there is no such one. Static; any thread. */
EPIC_API const char *epic_reply_kind_word(epic_reply_kind kind);
/** "taken", "known", "stale", "ahead", "part", "uninvited", "unknown", "damaged"; "unknown" as well when there is no such one.
 * Static; any thread. */
EPIC_API const char *epic_reply_fate_word(epic_reply_fate fate);

/** One message about one entry. Texts are clipped and hold no control characters. */
typedef struct epic_reply {
    const char *file; /**< in which it is */
    uint32_t line;    /**< where it begins; of an e-mail whose calendar is encoded, where that does */
    epic_reply_kind kind;
    epic_reply_fate fate;
    const char *why;   /**< of what was not taken: why not, in a sentence; else NULL */
    const char *uid;   /**< as it states it, or NULL */
    const char *email; /**< who answers, or NULL */
    const char *city;  /**< whose organisation that is, or NULL */
    const char *comment;   /**< or NULL */
    const char *delegate;  /**< the address to which it was delegated, or NULL */
    epic_answer answer;    /**< EPIC_ANSWER_NONE of a refresh, and of a wish that does not answer */
    uint32_t sequence;
    epic_instant stamp;          /**< EPIC_NO_INSTANT: none is stated */
    const epic_wish *wish;       /**< the time that is proposed, or NULL */
    const epic_issued *entry;    /**< what is answered, in epic_replies_ledger(), or NULL */
    const epic_issued *nearest;  /**< EPIC_REPLY_UNKNOWN: the entry with the likest title, or NULL */
} epic_reply;

/** A file to be read. Closed. */
typedef struct epic_reply_source {
    const char *name;  /**< path, or what stands for it in diagnostics when there are bytes */
    const char *bytes; /**< `size` of them; NULL: what the file holds, 64 MiB at most */
    size_t size;
} epic_reply_source;

/** What was read. Immutable, reference-counted. */
typedef struct epic_replies epic_replies;

/**
 * Reads answers and takes them into a ledger, which is not changed. The newest of an address counts, so that neither order nor
 * repetition matters.
 * @param diags gets what is wrong with files and messages, with their lines
 * @return EPIC_OK; EPIC_EINPUT when a file holds no answer at all, which the diagnostics say: *out is made of the others;
 *         EPIC_EIO when a file cannot be read, EPIC_EARG, EPIC_ENOMEM: *out is NULL.
 * Any thread; reads zone files. O(bytes + messages x (log entries + mailboxes)).
 */
EPIC_API EPIC_MUST_USE int epic_replies_read(epic_replies **out, epic_ledger *ledger, const epic_reply_source *sources,
                                             size_t count, epic_diags *diags);

/**
 * The same with the ledger of a folder that epic_publish_folder() wrote: when anything is taken, its plan.yaml is replaced, whole
 * or not at all, and all else stays as it is. What cities ask for once more is written by the next epic_publish_messages().
 * @param path the folder
 * @return as epic_replies_read(); *out is NULL as well when EPIC_EINPUT is about the folder.
 * Any thread. O(bytes of the answers and of plan.yaml).
 */
EPIC_API EPIC_MUST_USE int epic_receive(epic_replies **out, const char *path, const epic_reply_source *sources, size_t count,
                                        epic_diags *diags);
EPIC_API epic_replies *epic_replies_ref(epic_replies *replies);
EPIC_API void epic_replies_unref(epic_replies *replies);

/** How many messages, and the i-th in the order of files and lines; NULL when out of range. O(1). */
EPIC_API size_t epic_replies_count(const epic_replies *replies);
EPIC_API const epic_reply *epic_replies_get(const epic_replies *replies, size_t i);
/** The ledger with all that was taken. O(1). */
EPIC_API epic_ledger *epic_replies_ledger(const epic_replies *replies);

/** What was read: EPIC_TEXT or EPIC_COLOUR, a line or more each, or EPIC_JSON. */
EPIC_API EPIC_MUST_USE int epic_publish_replies(const epic_replies *replies, epic_format format, epic_write_fn write, void *user);

EPIC_END_DECLS

#endif
