/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Publishing: a plan, pairing or score table as bytes. The same value, options and issue time give the same bytes on every
 * machine, in every locale and time zone.
 */
#ifndef EPIC_PUBLISH_H
#define EPIC_PUBLISH_H

#include <epic/ledger.h>
#include <epic/plan.h>

EPIC_BEGIN_DECLS

/** Options of publishing. Start from EPIC_PUBLISH_OPTIONS_INIT. */
typedef struct epic_publish_options {
    size_t size;            /**< sizeof(epic_publish_options) */
    epic_instant issued_at; /**< from 1970 on; EPIC_NO_INSTANT: SOURCE_DATE_EPOCH of the environment, else now */
    size_t city;            /**< EPIC_ICS: only what this city takes part in; EPIC_HTML: its own page, with nothing of others;
                                 EPIC_NONE: all, as the other forms must have it */
    size_t pair;            /**< EPIC_ICS: only this pair's exchange; EPIC_NONE: all, as the other forms must have it */
    const epic_ledger *ledger; /**< what was issued before, read during the call; NULL: nothing. Of epic_publish_folder():
                                  NULL: what the folder that is there says */
    size_t language; /**< EPIC_ICS: index into epic_programme_info.languages; 0: the main one, as the other forms must have it */
    const char *section; /**< EPIC_HTML: the id of a section, such as "timeline", which is then all that the page shows, without
                              head and foot; nothing where the whole page lacks it. doc/files.md lists them. NULL: all, as the
                              other forms must have it */
} epic_publish_options;
#define EPIC_PUBLISH_OPTIONS_INIT {sizeof(epic_publish_options), EPIC_NO_INSTANT, EPIC_NONE, EPIC_NONE, NULL, 0, NULL}

/** The benefit matrix: EPIC_TEXT, EPIC_COLOUR, or EPIC_JSON {cities, benefit}, null where a pair is forbidden.
 * O(cities^2 x domains). */
EPIC_API EPIC_MUST_USE int epic_publish_scores(const epic_scores *scores, epic_format format, epic_write_fn write, void *user);
/** A pairing: EPIC_TEXT, EPIC_COLOUR or EPIC_JSON. */
EPIC_API EPIC_MUST_USE int epic_publish_pairing(const epic_pairing *pairing, epic_format format, epic_write_fn write, void *user);
/**
 * A pairing as a page: those sections of report.html that need no plan, which are pairs, map, benefit, proof and reading.
 * @param options NULL: the defaults; only issued_at, city and section may be stated
 * @return EPIC_OK, EPIC_EIO, EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(cities^2 x domains + bytes written).
 */
EPIC_API EPIC_MUST_USE int epic_publish_pairing_page(const epic_pairing *pairing, const epic_publish_options *options,
                                                     epic_write_fn write, void *user);
/** Several pairings of one programme, as of epic_pairings_best(): the first in full, of the others what they lose against it and
 * which pairs change; as EPIC_JSON {pairings}, each in full and with its `loss`. EPIC_EARG when count is 0. */
EPIC_API EPIC_MUST_USE int epic_publish_pairings(const epic_pairing *const *pairings, size_t count, epic_format format,
                                                 epic_write_fn write, void *user);
/**
 * The same as epic_publish_explanation(), and whether the two are a pair in the best pairing, in which of several rounds, and
 * what would change if it were otherwise. doc/files.md describes the JSON.
 * @param best  as of epic_pairing_make()
 * @param other as of epic_pairing_without() when they are a pair of the best, else of epic_pairing_with(); NULL: there is none
 */
EPIC_API EPIC_MUST_USE int epic_publish_why(const epic_pairing *best, const epic_pairing *other, size_t a, size_t b,
                                            epic_format format, epic_write_fn write, void *user);
/** Why two cities fit or not, term by term, both ways: EPIC_TEXT, EPIC_COLOUR or EPIC_JSON. EPIC_EARG when a == b or out of
 * range. */
EPIC_API EPIC_MUST_USE int epic_publish_explanation(const epic_scores *scores, size_t a, size_t b, epic_format format,
                                                    epic_write_fn write, void *user);
/** Why an event is, or is not, on a date: EPIC_TEXT, EPIC_COLOUR or EPIC_JSON, which doc/files.md describes. */
EPIC_API EPIC_MUST_USE int epic_publish_dates(const epic_why *why, epic_format format, epic_write_fn write, void *user);
/** What became of the cities' calendars: EPIC_TEXT or EPIC_COLOUR, a line each, or EPIC_JSON, an array of {city, kind, file,
 * entries, skipped, lines}, which are the lines of what was skipped. */
EPIC_API EPIC_MUST_USE int epic_publish_calendars(const epic_calendars *calendars, epic_format format, epic_write_fn write,
                                                  void *user);

/**
 * A plan: EPIC_TEXT, EPIC_COLOUR, EPIC_JSON, EPIC_YAML (plan.yaml), EPIC_HTML (report.html) or EPIC_ICS.
 * @param options NULL: the defaults
 * @return EPIC_OK, EPIC_EIO, EPIC_EARG, EPIC_ENOMEM, EPIC_EINPUT (a text that must not stand in a calendar).
 * Any thread. O(bytes written).
 */
EPIC_API EPIC_MUST_USE int epic_publish(const epic_plan *plan, epic_format format, const epic_publish_options *options,
                                        epic_write_fn write, void *user, epic_diags *diags);

/** The ledger that issuing this plan makes, going on from that of the options, which is not changed. EPIC_EINPUT when the time of
 * issue is before that of the last one (E603), and as epic_publish(). Any thread. O(bytes of the calendar of the whole). */
EPIC_API EPIC_MUST_USE int epic_ledger_issue(epic_ledger **out, const epic_plan *plan, const epic_publish_options *options,
                                             epic_diags *diags);

/**
 * Makes a ledger anew from published calendars in the main language, when plan.yaml is lost: `programme.ics`, `city-ID.ics`,
 * `pair-A-B.ics`, as libepic wrote them. What it goes on to is the same; but what was cancelled so long ago that calendars
 * show it no more is forgotten, as are answers, and all that was issued counts as told.
 * @param path the folder of the calendars
 * @return EPIC_OK, EPIC_EINPUT (a calendar is not as libepic writes it), EPIC_EIO, EPIC_ENOMEM, EPIC_EARG.
 * Any thread; reads zone files. O(bytes of the calendars).
 */
EPIC_API EPIC_MUST_USE int epic_ledger_rebuild(epic_ledger **out, const char *path, epic_diags *diags);

/** How much epic_publish_messages() wrote. Closed. */
typedef struct epic_messages {
    size_t messages; /**< one for each entry and city */
    size_t entries;  /**< whose revision they tell */
} epic_messages;

/**
 * Writes what cities must be told of a plan that epic_publish_folder() wrote: `messages/`, where each city has a file .ics and
 * a draft of an e-mail, .eml, in its language, for each entry whose last revision no messages were written for; and `vdir/`
 * with a file for each entry. plan.yaml remembers for what messages were written; when all is told, those that are there stay.
 * The folder is exchanged as a whole, as epic_publish_folder() does it. Nothing is sent.
 * @param[out] written may be NULL
 * @param      path    the folder
 * @param      options NULL: the defaults; only issued_at may be stated
 * @return EPIC_OK, EPIC_EINPUT (the ledger or a calendar is damaged, or issued later), EPIC_EIO, EPIC_EARG, EPIC_ENOMEM.
 * Any thread. O(bytes of the folder).
 */
EPIC_API EPIC_MUST_USE int epic_publish_messages(epic_messages *written, const char *path, const epic_publish_options *options,
                                                 epic_diags *diags);

/** Changes of what was issued, and who must be told: EPIC_TEXT, EPIC_COLOUR or EPIC_JSON. */
EPIC_API EPIC_MUST_USE int epic_publish_changes(const epic_changes *changes, epic_format format, epic_write_fn write, void *user);

/** A plan into a file, which is written whole or not at all: a file of that name stays as it was when anything fails. */
EPIC_API EPIC_MUST_USE int epic_publish_file(const epic_plan *plan, epic_format format, const epic_publish_options *options,
                                             const char *path, epic_diags *diags);

/**
 * Everything into a folder: plan.yaml, report.html, reports/city-ID.html, calendars/programme.ics, calendars/city-ID.ics,
 * calendars/pair-A-B.ics, and the same calendars in calendars/LANG/ for each language of the output after the first.
 * What epic_publish_messages() wrote there stays, but for messages that are overtaken.
 * The folder is made beside `path` and exchanged at the end: there is the old one or the new one, never half. A folder that
 * holds anything libepic did not write is refused and left alone.
 */
EPIC_API EPIC_MUST_USE int epic_publish_folder(const epic_plan *plan, const epic_publish_options *options, const char *path,
                                               epic_diags *diags);

EPIC_END_DECLS

#endif
