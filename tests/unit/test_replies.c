/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers: out of calendars and e-mails, held against a ledger, and what stays of them when an entry is issued anew. */
#include <epic/epic.h>

#include "issued.h"
#include "kit.h"
#include "mime.h"

#define TALK "1c4861ef-610a-578b-859b-96f77a27e4e0"
#define VISIT "6c4ba0d3-5793-56cd-bed7-2392df87b20c"
#define GONE "a6184897-f6e7-5827-99c7-c1a31e441eeb"
#define ENTRY(uid, sequence, status, when, rest) \
    "  - {uid: " uid ", sequence: " #sequence ", created: 2020-06-01T09:00:00Z, modified: 2020-06-01T09:00:00Z, status: " status \
    ", " when ", title: " rest ", digest: d7726a66297fabab7d0d434030ed3328, sent: latest"
#define DIGITAL "start: 2021-01-01T08:00:00Z, end: 2021-01-01T09:30:00Z"

static const char ledger_text[] =
    "mailboxes:\n"
    "  - {city: a, name: Town, email: town+epic@a.example.org}\n  - {city: a, name: NGO, email: ngo@a.example.org}\n"
    "  - {city: b, name: Town, email: Town@B.example.org}\n  - {city: c, name: Town, email: town@c.example.org}\n"
    "issued:\n"
    ENTRY(TALK, 3, "tentative", DIGITAL, "\"Talk: A and B\", cities: [a, b]") ", since: 2}\n"
    ENTRY(VISIT, 0, "confirmed", "first: 2021-01-18, last: 2021-01-20", "Visit, cities: [a, b]") "}\n"
    ENTRY(GONE, 1, "cancelled", DIGITAL, "Gone, cities: [a, b]") "}\n";

static epic_diags *diags;
static epic_ledger *ledger;

static epic_ledger *parsed(const char *entries)
{
    char text[8192];
    epic_ledger *made;
    int n = snprintf(text, sizeof text, "epic-plan: 1\nprogramme: {id: a}\nissued-at: 2020-06-01T09:00:00Z\n%s", entries);
    int status = epic_ledger_parse(&made, text, (size_t)n, NULL, diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, EPIC_OK);
    return made;
}

static void setup(void)
{
    diags = epic_diags_new();
    ledger = parsed(ledger_text);
}

static void teardown(void)
{
    epic_ledger_unref(ledger);
    epic_diags_free(diags);
}

static epic_replies *read_all(epic_ledger *from, const epic_reply_source *sources, size_t count, int expected)
{
    epic_replies *replies;
    ck_assert_int_eq(epic_replies_read(&replies, from, sources, count, diags), expected);
    ck_assert_ptr_nonnull(replies);
    return replies;
}

/* A calendar of one event. */
static const char *calendar(const char *method, const char *uid, const char *rest)
{
    static char text[4][4096];
    static int turn;
    char *into = text[turn++ % 4];
    snprintf(into, sizeof text[0],
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:%s\r\nBEGIN:VEVENT\r\nUID:%s\r\n%sEND:VEVENT\r\nEND:VCALENDAR\r\n", method,
             uid, rest);
    return into;
}

static epic_replies *read_one(const char *bytes, int expected)
{
    const epic_reply_source source = {"answer.ics", bytes, strlen(bytes)};
    return read_all(ledger, &source, 1, expected);
}

#define NGO(partstat) "ATTENDEE;PARTSTAT=" partstat ":mailto:ngo@a.example.org\r\n"
#define AT_TEN "DTSTAMP:20200701T100000Z\r\n"

/* ---- what becomes of an answer ---- */

static const struct {
    const char *method, *uid, *rest;
    epic_reply_fate fate;
    epic_answer answer;
    const char *city;
} fates[] = {
    {"REPLY", TALK, AT_TEN "SEQUENCE:3\r\n" NGO("ACCEPTED"), EPIC_REPLY_TAKEN, EPIC_ANSWER_ACCEPTED, "a"},
    {"reply", TALK, AT_TEN "SEQUENCE:2\r\n" NGO("declined"), EPIC_REPLY_TAKEN, EPIC_ANSWER_DECLINED, "a"},
    {"REPLY", TALK, AT_TEN "SEQUENCE:1\r\n" NGO("ACCEPTED"), EPIC_REPLY_STALE, EPIC_ANSWER_ACCEPTED, "a"},
    {"REPLY", TALK, AT_TEN NGO("ACCEPTED"), EPIC_REPLY_STALE, EPIC_ANSWER_ACCEPTED, "a"}, /* no SEQUENCE is 0 */
    {"REPLY", TALK, AT_TEN "SEQUENCE:4\r\n" NGO("ACCEPTED"), EPIC_REPLY_AHEAD, EPIC_ANSWER_ACCEPTED, "a"},
    {"REPLY", GONE, AT_TEN "SEQUENCE:1\r\n" NGO("ACCEPTED"), EPIC_REPLY_STALE, EPIC_ANSWER_ACCEPTED, "a"},
    {"REPLY", VISIT, AT_TEN NGO("TENTATIVE"), EPIC_REPLY_TAKEN, EPIC_ANSWER_TENTATIVE, "a"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=X-LATER:mailto:ngo@a.example.org\r\n", EPIC_REPLY_TAKEN, EPIC_ANSWER_NONE, "a"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:TOWN%2BEPIC@A.example.org\r\n", EPIC_REPLY_TAKEN,
     EPIC_ANSWER_ACCEPTED, "a"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=ACCEPTED:town@b.example.org\r\n", EPIC_REPLY_TAKEN, EPIC_ANSWER_ACCEPTED, "b"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;EMAIL=town@b.example.org;PARTSTAT=ACCEPTED:urn:uuid:x\r\n", EPIC_REPLY_TAKEN,
     EPIC_ANSWER_ACCEPTED, "b"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY=\"mailto:town@b.example.org\":mailto:chair@b.example.org\r\n",
     EPIC_REPLY_TAKEN, EPIC_ANSWER_ACCEPTED, "b"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:x@b.example.org\":mailto:town@b.example.org\r\n",
     EPIC_REPLY_TAKEN, EPIC_ANSWER_DELEGATED, "b"},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=ACCEPTED:mailto:chair@b.example.org\r\n", EPIC_REPLY_UNINVITED,
     EPIC_ANSWER_ACCEPTED, NULL},
    {"REPLY", VISIT, AT_TEN "ATTENDEE;PARTSTAT=ACCEPTED:mailto:town@c.example.org\r\n", EPIC_REPLY_UNINVITED,
     EPIC_ANSWER_ACCEPTED, NULL}, /* of a city that takes no part */
    {"REPLY", "other", AT_TEN NGO("ACCEPTED"), EPIC_REPLY_UNKNOWN, EPIC_ANSWER_ACCEPTED, NULL},
    {"REPLY", VISIT, AT_TEN "RECURRENCE-ID;VALUE=DATE:20210118\r\n" NGO("DECLINED"), EPIC_REPLY_PART, EPIC_ANSWER_DECLINED, "a"},
    {"REPLY", VISIT, NGO("DECLINED"), EPIC_REPLY_DAMAGED, EPIC_ANSWER_DECLINED, NULL},
    {"REPLY", VISIT, "DTSTAMP:20200231T100000Z\r\n" NGO("DECLINED"), EPIC_REPLY_DAMAGED, EPIC_ANSWER_DECLINED, NULL},
    {"REPLY", VISIT, AT_TEN "SEQUENCE:-1\r\n" NGO("DECLINED"), EPIC_REPLY_DAMAGED, EPIC_ANSWER_DECLINED, NULL},
    {"REPLY", VISIT, AT_TEN, EPIC_REPLY_DAMAGED, EPIC_ANSWER_NONE, NULL},
    {"REPLY", VISIT, AT_TEN "ATTENDEE:mailto:\r\nATTENDEE:mailto:@\r\n", EPIC_REPLY_DAMAGED, EPIC_ANSWER_NONE, NULL},
    {"REPLY", VISIT, AT_TEN NGO("DECLINED") "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:town@b.example.org\r\n", EPIC_REPLY_TAKEN,
     EPIC_ANSWER_DECLINED, "a"},
    {"REPLY", VISIT, AT_TEN NGO("DECLINED") "ATTENDEE;PARTSTAT=ACCEPTED:mailto:town@b.example.org\r\n", EPIC_REPLY_DAMAGED,
     EPIC_ANSWER_DECLINED, NULL},
    {"REFRESH", TALK, "ATTENDEE:mailto:town@b.example.org\r\n", EPIC_REPLY_TAKEN, EPIC_ANSWER_NONE, "b"},
    {"REFRESH", TALK, "ATTENDEE:mailto:nobody@b.example.org\r\n", EPIC_REPLY_UNINVITED, EPIC_ANSWER_NONE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE"), EPIC_REPLY_DAMAGED, EPIC_ANSWER_TENTATIVE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART;VALUE=DATE:20210125\r\n", EPIC_REPLY_TAKEN, EPIC_ANSWER_TENTATIVE, "a"},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART;TZID=Nowhere/Land:20210125T100000\r\n", EPIC_REPLY_DAMAGED,
     EPIC_ANSWER_TENTATIVE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART:20210125T100000\r\n", EPIC_REPLY_DAMAGED, EPIC_ANSWER_TENTATIVE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART:29210125T100000Z\r\n", EPIC_REPLY_DAMAGED, EPIC_ANSWER_TENTATIVE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART:20210125T100000Z\r\nDURATION:P900D\r\n", EPIC_REPLY_DAMAGED,
     EPIC_ANSWER_TENTATIVE, NULL},
    {"COUNTER", VISIT, AT_TEN NGO("TENTATIVE") "DTSTART:20210125T100000Z\r\nDTEND:20210125T090000Z\r\n", EPIC_REPLY_DAMAGED,
     EPIC_ANSWER_TENTATIVE, NULL},
};

START_TEST(what_becomes_of_it)
{
    epic_replies *replies = read_one(calendar(fates[_i].method, fates[_i].uid, fates[_i].rest), EPIC_OK);
    const epic_reply *one = epic_replies_get(replies, 0);
    ck_assert_uint_eq(epic_replies_count(replies), 1);
    ck_assert_str_eq(epic_reply_fate_word(one->fate), epic_reply_fate_word(fates[_i].fate));
    ck_assert_str_eq(epic_answer_word(one->answer), epic_answer_word(fates[_i].answer));
    ck_assert_str_eq(one->city != NULL ? one->city : "", fates[_i].city != NULL ? fates[_i].city : "");
    ck_assert_uint_eq(one->line, 4);
    ck_assert_int_eq(one->why == NULL, one->fate == EPIC_REPLY_TAKEN);
    const epic_issued *entry = epic_ledger_find(epic_replies_ledger(replies), fates[_i].uid);
    size_t changes = entry == NULL ? 0 : entry->answer_count + entry->wish_count + entry->again_count;
    ck_assert_int_eq(changes > 0, one->fate == EPIC_REPLY_TAKEN);
    ck_assert_uint_eq(epic_diags_count(diags), one->fate == EPIC_REPLY_DAMAGED);
    epic_replies_unref(replies);
}
END_TEST

static const struct {
    const char *text, *code;
} refused[] = {
    {"", "E611"},
    {"<!DOCTYPE html><title>Sign in</title>", "E611"},
    {"BEGIN:VCALENDAR\r\nVERSION:1.0\r\nEND:VCALENDAR\r\n", "E611"},
    {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "E621"},
    {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLAY\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n", "E621"},
    {"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n", "E621"},
    {"BEGIN:VEVENT\r\nEND:VEVENT\r\n", "E621"},
    {"Subject: yes\r\n\r\nWe come.\r\n", "E622"},
    {"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: image/png\r\n\r\n\r\n--x--\r\n", "E622"},
};

START_TEST(what_is_no_answer)
{
    epic_replies *replies = read_one(refused[_i].text, EPIC_EINPUT);
    ck_assert_uint_eq(epic_replies_count(replies), 0);
    ck_assert_uint_eq(epic_diags_errors(diags), 1);
    const epic_diag *last = epic_diags_get(diags, epic_diags_count(diags) - 1);
    ck_assert_str_eq(last->code, refused[_i].code);
    ck_assert_str_eq(last->file, "answer.ics");
    epic_replies_unref(replies);
}
END_TEST

START_TEST(all_that_is_wrong_at_once)
{
    const char *good = calendar("REPLY", VISIT, AT_TEN NGO("ACCEPTED"));
    const epic_reply_source sources[] = {{"a.ics", refused[4].text, strlen(refused[4].text)}, {"b.ics", good, strlen(good)},
                                         {"c.eml", refused[7].text, strlen(refused[7].text)}};
    epic_replies *replies = read_all(ledger, sources, 3, EPIC_EINPUT);
    ck_assert_uint_eq(epic_replies_count(replies), 1);
    ck_assert_uint_eq(epic_diags_errors(diags), 2);
    ck_assert_str_eq(epic_diags_get(diags, 0)->message, "METHOD:REPLAY is no answer: REPLY, COUNTER and REFRESH are");
    ck_assert_uint_eq(epic_diags_get(diags, 0)->line, 3);
    const epic_issued *entry = epic_ledger_find(epic_replies_ledger(replies), VISIT);
    ck_assert_int_eq(epic_issued_consent(entry, "a"), EPIC_CONSENT_ACCEPTED);
    ck_assert_int_eq(epic_issued_consent(entry, "b"), EPIC_CONSENT_PROPOSED);
    epic_replies_unref(replies);
}
END_TEST

/* ---- what is wished ---- */

static const struct {
    const char *uid, *times;
    bool all_day;
    epic_instant start, end;
} wishes[] = {
    {VISIT, "DTSTART;VALUE=DATE:20210201\r\nDTEND;VALUE=DATE:20210203\r\n", true, 18659, 18660},
    {VISIT, "DTSTART;VALUE=DATE:20210201\r\nDURATION:P2D\r\n", true, 18659, 18660},
    {VISIT, "DTSTART;VALUE=DATE:20210201\r\n", true, 18659, 18661}, /* as long as it was */
    {TALK, "SEQUENCE:3\r\nDTSTART:20210105T080000Z\r\n", false, 1609833600, 1609833600 + 5400},
    {TALK, "SEQUENCE:3\r\nDTSTART;TZID=Europe/Athens:20210105T100000\r\nDURATION:PT30M\r\n", false, 1609833600,
     1609833600 + 1800},
    {TALK, "SEQUENCE:3\r\nDTSTART;TZID=W. Europe Standard Time:20210105T090000\r\nDTEND:20210105T083000Z\r\n", false, 1609833600,
     1609833600 + 1800},
};

START_TEST(wishes_are_read)
{
    char rest[512];
    snprintf(rest, sizeof rest, "%s%s", wishes[_i].times,
             AT_TEN "ATTENDEE:mailto:ngo@a.example.org\r\nCOMMENT:Tue\\, please\r\n");
    epic_replies *replies = read_one(calendar("COUNTER", wishes[_i].uid, rest), EPIC_OK);
    const epic_reply *one = epic_replies_get(replies, 0);
    ck_assert_int_eq(one->fate, EPIC_REPLY_TAKEN);
    ck_assert_str_eq(one->comment, "Tue, please");
    ck_assert_uint_eq(one->entry->wish_count, 1);
    ck_assert_uint_eq(one->entry->answer_count, 0); /* it does not answer */
    const epic_wish *wish = &one->entry->wishes[0];
    ck_assert_int_eq(wish->all_day, wishes[_i].all_day);
    ck_assert_int_eq(wish->all_day ? wish->first : wish->start, wishes[_i].start);
    ck_assert_int_eq(wish->all_day ? wish->last : wish->end, wishes[_i].end);
    ck_assert_str_eq(wish->comment, "Tue, please");
    ck_assert(epic_wish_stands(one->entry, wish));
    epic_replies_unref(replies);
}
END_TEST

/* ---- in any order ---- */

typedef struct letter {
    char text[1024];
    int city, sequence, minute, answer; /* of whom; -1: no answer */
    int wish;                            /* hour, or -1 */
} letter;

static const char *const boxes[] = {"ngo@a.example.org", "town+epic@a.example.org", "Town@B.example.org"};

static void write_letter(letter *out, uint64_t *random)
{
    static const char *const words[] = {"NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED"};
    char rest[512], times[64] = "";
    *out = (letter){.city = below(random, 3), .sequence = 1 + below(random, 3), .minute = below(random, 3),
                    .answer = below(random, 5), .wish = below(random, 2) == 0 ? below(random, 4) : -1};
    if (out->wish >= 0) {
        snprintf(times, sizeof times, "DTSTART:20210105T%02d0000Z\r\n", out->wish);
    }
    snprintf(rest, sizeof rest, "DTSTAMP:20200701T10%02d00Z\r\nSEQUENCE:%d\r\n%sATTENDEE;PARTSTAT=%s:mailto:%s\r\n", out->minute,
             out->sequence, times, words[out->answer], boxes[out->city]);
    snprintf(out->text, sizeof out->text, "%s", calendar(out->wish >= 0 ? "COUNTER" : "REPLY", TALK, rest));
}

/* The greatest of each address, found by looking at all. */
static void expect_greatest(const letter *letters, int count, const epic_issued *entry)
{
    for (int box = 0; box < 3; box++) {
        long best[2] = {-1, -1};
        for (int i = 0; i < count; i++) {
            const letter *one = &letters[i];
            long age = one->sequence * 100 + one->minute;
            if (one->city != box || one->sequence < 2) {
                continue;
            }
            if ((one->wish < 0 || one->answer > 0) && age * 10 + one->answer > best[0]) {
                best[0] = age * 10 + one->answer;
            }
            if (one->wish >= 0 && age * 10 + one->wish > best[1]) {
                best[1] = age * 10 + one->wish;
            }
        }
        long found[2] = {-1, -1};
        for (size_t i = 0; i < entry->answer_count; i++) {
            const epic_answered *it = &entry->answers[i];
            if (strcmp(it->email, boxes[box]) == 0) {
                found[0] = (it->sequence * 100 + (it->stamp - 1593597600) / 60) * 10 + (int)it->answer;
            }
        }
        for (size_t i = 0; i < entry->wish_count; i++) {
            const epic_wish *it = &entry->wishes[i];
            if (strcmp(it->email, boxes[box]) == 0) {
                found[1] = (it->sequence * 100 + (it->stamp - 1593597600) / 60) * 10 + (it->start - 1609804800) / 3600;
            }
        }
        ck_assert_int_eq(found[0], best[0]);
        ck_assert_int_eq(found[1], best[1]);
    }
}

static kit_text *written(const epic_ledger *one)
{
    kit_text *text = calloc(1, sizeof *text);
    ep_writer writer;
    ep_writer_init(&writer, keep, text);
    ep_ledger_write(&writer, ep_ledger_issues(one));
    ck_assert_int_eq(ep_writer_end(&writer), EPIC_OK);
    return text;
}

/* One after the other, each into the ledger that the one before has made; some twice. */
static kit_text *deliver(const letter *letters, const int *order, int count)
{
    epic_ledger *now = epic_ledger_ref(ledger);
    for (int i = 0; i < count; i++) {
        const letter *one = &letters[order[i]];
        const epic_reply_source source = {"x", one->text, strlen(one->text)};
        epic_replies *replies = read_all(now, &source, 1, EPIC_OK);
        epic_ledger_unref(now);
        now = epic_ledger_ref(epic_replies_ledger(replies));
        epic_replies_unref(replies);
    }
    expect_greatest(letters, count / 2, epic_ledger_find(now, TALK));
    kit_text *text = written(now);
    epic_ledger *again = parsed(text->bytes); /* and back */
    kit_text *same = written(again);
    ck_assert_str_eq(text->bytes, same->bytes);
    free(same);
    epic_ledger_unref(again);
    epic_ledger_unref(now);
    return text;
}

START_TEST(order_and_repetition_do_not_matter)
{
    uint64_t random = 71;
    for (int round = 0; round < cases(200); round++) {
        letter letters[8];
        int count = 1 + below(&random, 8), order[16];
        for (int i = 0; i < count; i++) {
            write_letter(&letters[i], &random);
            order[i] = order[count + i] = i; /* each comes twice */
        }
        kit_text *first = deliver(letters, order, 2 * count);
        for (int i = 2 * count - 1; i > 0; i--) {
            int other = below(&random, i + 1), kept = order[i];
            order[i] = order[other];
            order[other] = kept;
        }
        kit_text *second = deliver(letters, order, 2 * count);
        ck_assert_str_eq(first->bytes, second->bytes);
        free(first);
        free(second);
    }
}
END_TEST

/* ---- consent ---- */

START_TEST(what_a_city_says)
{
    for (int one = 0; one < 5; one++) {
        for (int other = 0; other < 5; other++) {
            const epic_answered answers[] = {{"a", "x", (epic_answer)one, 0, 0}, {"a", "y", (epic_answer)other, 0, 0},
                                             {"b", "z", EPIC_ANSWER_ACCEPTED, 0, 0}};
            const epic_issued entry = {.answers = answers, .answer_count = 3};
            epic_consent expected = one == 3 || other == 3 ? EPIC_CONSENT_DECLINED
                                    : one == 2 || other == 2 || (one != 1 && other != 1) ? EPIC_CONSENT_PROPOSED
                                                                                         : EPIC_CONSENT_ACCEPTED;
            ck_assert_int_eq(epic_issued_consent(&entry, "a"), expected);
            ck_assert_int_eq(epic_issued_consent(&entry, "b"), EPIC_CONSENT_ACCEPTED);
            ck_assert_int_eq(epic_issued_consent(&entry, "c"), EPIC_CONSENT_PROPOSED);
        }
    }
}
END_TEST

START_TEST(who_accepts_after_all_takes_a_wish_back)
{
    const epic_wish wish = {.city = "a", .email = "x", .sequence = 1, .stamp = 50};
    const struct {
        epic_answered answer;
        bool stands;
    } rows[] = {{{"a", "x", EPIC_ANSWER_ACCEPTED, 1, 51}, false}, {{"a", "x", EPIC_ANSWER_ACCEPTED, 1, 49}, true},
                {{"a", "x", EPIC_ANSWER_ACCEPTED, 2, 1}, false},  {{"a", "x", EPIC_ANSWER_DECLINED, 1, 51}, true},
                {{"a", "y", EPIC_ANSWER_ACCEPTED, 1, 51}, true}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const epic_issued entry = {.answers = &rows[i].answer, .answer_count = 1, .wishes = &wish, .wish_count = 1};
        ck_assert_int_eq(epic_wish_stands(&entry, &wish), rows[i].stands);
    }
}
END_TEST

/* ---- issued anew ---- */

typedef struct reissue {
    unsigned changed;
    epic_standing standing;
    epic_instant start, end;
    size_t answers, wishes, again;
    uint32_t since;
} reissue;

static void check_reissue(ep_arena *arena, const epic_issued *old, const ep_issues *told, const reissue *row)
{
    static const char *const cities[] = {"a", "b"};
    bool counts = (row->changed & EP_SIGNIFICANT) != 0;
    epic_issued entry = {.sequence = 1 + counts, .standing = row->standing, .start = row->start, .end = row->end,
                         .cities = cities, .city_count = 2};
    ck_assert(ep_answers_carry(arena, &entry, old, row->changed, told));
    ck_assert_uint_eq(entry.answer_count, row->answers);
    ck_assert_uint_eq(entry.wish_count, row->wishes);
    ck_assert_uint_eq(entry.again_count, row->again);
    ck_assert_uint_eq(entry.since, row->since);
    if (row->start >= 100 && entry.answer_count > 0) {
        ck_assert_int_eq(entry.answers[0].answer, EPIC_ANSWER_ACCEPTED);
        ck_assert_uint_eq(entry.answers[0].sequence, 2);
    }
}

START_TEST(what_stays)
{
    static const char *const again[] = {"a"};
    const ep_mailbox known[] = {{"a", "A", "x"}, {"a", "A", "y"}, {"b", "B", "z"}};
    const ep_issues told = {.mailboxes = known, .mailbox_count = 3};
    const epic_answered answers[] = {{"a", "left", EPIC_ANSWER_ACCEPTED, 1, 5}, {"a", "x", EPIC_ANSWER_DECLINED, 1, 5},
                                     {"a", "y", EPIC_ANSWER_ACCEPTED, 1, 5}, {"c", "x", EPIC_ANSWER_ACCEPTED, 1, 5}};
    const epic_wish wished[] = {{.city = "a", .email = "x", .sequence = 1, .stamp = 6, .start = 100, .end = 200},
                                {.city = "b", .email = "z", .sequence = 1, .stamp = 7, .start = 300, .end = 400}};
    const epic_issued old = {.sequence = 1, .since = 1, .standing = EPIC_TENTATIVE, .start = 0, .end = 100, .answers = answers,
                             .answer_count = 4, .wishes = wished, .wish_count = 2, .again = again, .again_count = 1};
    const reissue rows[] = {
        {0, EPIC_TENTATIVE, 0, 100, 2, 2, 1, 1},
        {EPIC_PROPERTY_TITLE | EPIC_PROPERTY_DETAILS, EPIC_TENTATIVE, 0, 100, 2, 2, 0, 1},
        {EPIC_PROPERTY_STATUS, EPIC_DEFINITE, 0, 100, 2, 2, 0, 1},
        {EPIC_PROPERTY_STATUS | EPIC_PROPERTY_PLACE, EPIC_DEFINITE, 0, 100, 0, 2, 0, 2},
        {EPIC_PROPERTY_STATUS, EPIC_WITHDRAWN, 0, 100, 0, 0, 0, 2},
        {EPIC_PROPERTY_PLACE, EPIC_TENTATIVE, 0, 100, 0, 2, 0, 2},
        {EPIC_PROPERTY_TIME, EPIC_TENTATIVE, 50, 100, 0, 0, 0, 2},
        {EPIC_PROPERTY_TIME, EPIC_TENTATIVE, 100, 200, 1, 0, 0, 2}, /* as it was wished */
        {EPIC_PROPERTY_TIME | EPIC_PROPERTY_STATUS, EPIC_DEFINITE, 300, 400, 1, 0, 0, 2},
        {EPIC_PROPERTY_TIME | EPIC_PROPERTY_STATUS, EPIC_WITHDRAWN, 300, 400, 0, 0, 0, 2},
    };
    ep_arena *arena = ep_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        check_reissue(arena, &old, &told, &rows[i]);
    }
    ep_arena_free(arena);
}
END_TEST

/* A wish that was taken back does not stand again because the answer that took it back is no more. */
START_TEST(what_was_taken_back_stays_so)
{
    const ep_mailbox known = {"a", "A", "x"};
    const ep_issues told = {.mailboxes = &known, .mailbox_count = 1};
    const epic_answered answer = {"a", "x", EPIC_ANSWER_ACCEPTED, 1, 7};
    const epic_wish wish = {.city = "a", .email = "x", .sequence = 1, .stamp = 6, .start = 100, .end = 200};
    const epic_issued old = {.sequence = 1, .since = 1, .start = 0, .end = 100, .answers = &answer, .answer_count = 1,
                             .wishes = &wish, .wish_count = 1};
    const reissue rows[] = {{EPIC_PROPERTY_TITLE, EPIC_TENTATIVE, 0, 100, 1, 1, 0, 1},
                            {EPIC_PROPERTY_PLACE, EPIC_TENTATIVE, 0, 100, 0, 0, 0, 2}};
    ep_arena *arena = ep_arena_new();
    check_reissue(arena, &old, &told, &rows[0]);
    check_reissue(arena, &old, &told, &rows[1]);
    ep_arena_free(arena);
}
END_TEST

/* ---- e-mails ---- */

#define ICS "BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:" VISIT "\nDTSTAMP:20200701T100000Z\n" \
            "ATTENDEE;PARTSTAT=ACCEPTED:mailto:ngo@a.example.org\nCOMMENT:"
#define END "\nEND:VEVENT\nEND:VCALENDAR\n"

static const struct {
    const char *text, *comment; /* NULL: no answer is found */
    unsigned line, warnings;
} mails[] = {
    {"Content-Type: text/calendar\n\n" ICS "x" END, "x", 6, 0},
    {"From somebody\nContent-Type: text/calendar\n\n" ICS "x" END, "x", 7, 0},
    {"content-type:\tTEXT/Calendar;\r\n charset=\"iso-8859-1\"\r\n\r\n" ICS "\xc3\xa9" END, "\xc3\x83\xc2\xa9", 7, 0},
    {"Content-Type: text/calendar; charset=windows-1252\n\n" ICS "\x80" END, "\xe2\x82\xac", 6, 0},
    {"Content-Type: text/calendar; charset=utf-8\n\n" ICS "\xc3\xa9" END, "\xc3\xa9", 6, 0},
    {"Content-Type: text/calendar; charset=klingon\n\n" ICS "x" END, "x", 6, 1},
    {"Content-Type: text/calendar; charset=utf-8\n\n" ICS "\xe9" END, "\xc3\xa9", 6, 1}, /* a charset that does not hold */
    {"Content-Type: text/calendar\nContent-Transfer-Encoding: Quoted-Printable\n\n" ICS "a=3D=C3=\n=A9=zz=" END,
     "a=\xc3\xa9=zzEND:VEVENT", 4, 3},
    {"Content-Type: multipart/mixed; boundary=\"a b\"\n\npreamble\n--a b\n\ntext\n--a b \nContent-Type: text/calendar\n\n" ICS
     "x" END "--a b--\nrest\n", "x", 13, 0},
    {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/calendar\n\n" ICS "x" END, "x", 9, 1}, /* not closed */
    {"Content-Type: multipart/mixed; boundary=a\n\n--aa\n--a\nContent-Type: text/calendar\n\n" ICS "x" END "--a--\n", "x", 10, 0},
    {"Content-Type: multipart/mixed\n\n--a\nContent-Type: text/calendar\n\n" ICS "x" END "--a--\n", NULL, 0, 1},
    {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: message/rfc822\n\nContent-Type: text/calendar\n\n" ICS
     "x" END "--a--\n", "x", 11, 0},
    {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/calendar\n\n" ICS "x" END
     "--a\nContent-Type: application/ics\n\n" ICS "y" END "--a--\n", "x", 9, 0}, /* the copy is left alone */
    {"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Disposition: attachment;\n filename=\"Re: x.ICS\"\n\n" ICS "x" END
     "--a--\n", "x", 10, 0},
    {"Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n!!!!", NULL, 0, 0},
    {"Content-Type: text/calendar; charset=utf-16le\n\nB", NULL, 0, 0},
    {"Content-Type\nContent-Type: text/calendar; name=\"unclosed\n\n" ICS "x" END, "x", 7, 0}, /* its first line is no header */
};

START_TEST(mails_are_read)
{
    const epic_reply_source source = {"a.eml", mails[_i].text, strlen(mails[_i].text)};
    epic_replies *replies;
    int status = epic_replies_read(&replies, ledger, &source, 1, diags);
    const epic_reply *one = epic_replies_get(replies, 0);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    ck_assert_int_eq(status, mails[_i].comment != NULL ? EPIC_OK : EPIC_EINPUT);
    ck_assert_int_eq(one != NULL, mails[_i].comment != NULL);
    ck_assert_uint_eq(epic_diags_count(diags) - epic_diags_errors(diags), mails[_i].warnings);
    if (one != NULL) {
        ck_assert_str_eq(one->comment, mails[_i].comment);
        ck_assert_uint_eq(one->line, mails[_i].line);
        ck_assert_uint_eq(epic_replies_count(replies), 1);
    }
    epic_replies_unref(replies);
}
END_TEST

/* Eight levels are looked through, and a calendar below them is not. */
START_TEST(parts_in_parts)
{
    for (int depth = 1; depth < 40; depth++) {
        char text[4096];
        size_t used = 0;
        for (int i = 0; i < depth; i++) {
            used += (size_t)snprintf(text + used, sizeof text - used,
                                     "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
        }
        used += (size_t)snprintf(text + used, sizeof text - used, "Content-Type: text/calendar\n\n%sx%s", ICS, END);
        const epic_reply_source source = {"a.eml", text, used};
        epic_replies *replies = read_all(ledger, &source, 1, depth <= 8 ? EPIC_OK : EPIC_EINPUT);
        ck_assert_uint_eq(epic_replies_count(replies), depth <= 8);
        epic_replies_unref(replies);
    }
}
END_TEST

/* A thousand parts are taken, the e-mail itself among them, and none behind. */
START_TEST(many_parts)
{
    kit_text *text = calloc(1, sizeof *text);
    say(text, "Content-Type: multipart/mixed; boundary=a\n\n");
    for (int i = 0; i < 1500; i++) {
        say(text, "--a\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:%d\n"
                  "ATTENDEE:mailto:a@b.example\nEND:VEVENT\nEND:VCALENDAR\n", i);
    }
    const epic_reply_source source = {"a.eml", text->bytes, text->used};
    epic_replies *replies = read_all(ledger, &source, 1, EPIC_OK);
    ck_assert_uint_eq(epic_replies_count(replies), 999);
    epic_replies_unref(replies);
    free(text);
}
END_TEST

static size_t put_base64(char *out, const char *raw, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t used = 0;
    for (size_t i = 0; i < n; i += 3) {
        uint32_t group = 0;
        for (size_t k = 0; k < 3; k++) {
            group = group << 8 | (i + k < n ? (unsigned char)raw[i + k] : 0u);
        }
        for (size_t k = 0; k < 4; k++) {
            out[used++] = i + k > n ? '=' : digits[group >> (18 - 6 * k) & 63];
        }
        out[used++] = i % 57 == 54 ? '\n' : ' ';
    }
    return used;
}

/* A calendar in each coding, with every length of what comes behind. */
START_TEST(base64_and_utf_16)
{
    static const char *const charsets[] = {"utf-8", "utf-16le", "utf-16be", "utf-16"};
    for (int more = 0; more < 6; more++) {
        char raw[2048], mail[8192], text[1024], comment[] = "xxxxxxxx";
        size_t n = 0;
        comment[more + 1] = '\0';
        snprintf(text, sizeof text, "%s%s%s", ICS, comment, END);
        for (const char *c = text; *c; c++) {
            raw[n] = raw[n + 1] = '\0';
            raw[n + (_i >= 2)] = *c;
            n += _i > 0 ? 2 : 1;
        }
        size_t used = (size_t)snprintf(mail, sizeof mail, "Content-Type: text/calendar; charset=%s\n"
                                       "Content-Transfer-Encoding: BASE64\n\n", charsets[_i]);
        used += put_base64(mail + used, raw, n);
        const epic_reply_source source = {"a.eml", mail, used};
        epic_replies *replies = read_all(ledger, &source, 1, EPIC_OK);
        ck_assert_str_eq(epic_replies_get(replies, 0)->comment, comment);
        ck_assert_uint_eq(epic_replies_get(replies, 0)->line, 4);
        epic_replies_unref(replies);
    }
}
END_TEST

/* Much of it is quick and small: many parts, a long header, NULs, base64 that never ends. */
START_TEST(hostile_mails)
{
    size_t room = (size_t)4 << 20;
    char *text = malloc(room);
    static const char *const pieces[] = {
        "--a\n", "Content-Type: multipart/mixed; boundary=a\n\n--a\n", "A", " folded\n", "\0", "=\n"};
    static const char *const heads[] = {
        "Content-Type: multipart/mixed; boundary=a\n\n", "",
        "A: b\nContent-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n",
        "Content-Type: text/calendar;\n", "Content-Type: text/calendar\n\n",
        "Content-Type: text/calendar\nContent-Transfer-Encoding: quoted-printable\n\n"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        size_t used = strlen(heads[i]), n = pieces[i][0] == '\0' ? 1 : strlen(pieces[i]);
        memcpy(text, heads[i], used);
        for (; used + n < room; used += n) {
            memcpy(text + used, pieces[i], n);
        }
        const epic_reply_source source = {"a.eml", text, used};
        epic_replies *replies = read_all(ledger, &source, 1, EPIC_EINPUT);
        ck_assert_uint_eq(epic_replies_count(replies), 0);
        epic_replies_unref(replies);
    }
    free(text);
}
END_TEST

/* ---- as text ---- */

START_TEST(they_are_told)
{
    static const char rest[] = AT_TEN NGO("TENTATIVE") "DTSTART;VALUE=DATE:20210125\r\nCOMMENT:A week later\r\n";
    const char *wish = calendar("COUNTER", VISIT, rest);
    const char *other = calendar("REPLY", "x", AT_TEN NGO("DECLINED") "SUMMARY:Visits\r\n");
    const epic_reply_source sources[] = {{"a", wish, strlen(wish)}, {"b", other, strlen(other)}};
    epic_replies *replies = read_all(ledger, sources, 2, EPIC_OK);
    kit_text *text = calloc(1, sizeof *text);
    ck_assert_int_eq(epic_publish_replies(replies, EPIC_TEXT, keep, text), EPIC_OK);
    ck_assert_str_eq(text->bytes,
                     "taken: a asks for Mon 2021-01-25 to Wed 2021-01-27 instead of Visit, Mon 2021-01-18 to Wed 2021-01-20\n"
                     "  comment: A week later\n"
                     "unknown: ngo@a.example.org declines x\n  nothing was issued under this UID\n  is this meant: Visit\n"
                     "\n1 of 2 answers taken.\n");
    text->used = 0;
    ck_assert_int_eq(epic_publish_replies(replies, EPIC_JSON, keep, text), EPIC_OK);
    ck_assert_str_eq(text->bytes,
                     "{\"replies\": [{\"file\": \"a\", \"line\": 4, \"kind\": \"wish\", \"fate\": \"taken\", \"why\": null, "
                     "\"uid\": \"" VISIT
                     "\", \"title\": \"Visit\", \"city\": \"a\", \"email\": \"ngo@a.example.org\", \"answer\": \"tentative\", "
                     "\"delegate\": null, \"sequence\": 0, \"stamp\": \"2020-07-01T10:00:00Z\", \"wish\": "
                     "{\"start\": \"2021-01-25\", \"end\": \"2021-01-28\"}, \"comment\": \"A week later\", "
                     "\"consent\": \"proposed\", \"nearest\": null}, "
                     "{\"file\": \"b\", \"line\": 4, \"kind\": \"answer\", \"fate\": \"unknown\", "
                     "\"why\": \"nothing was issued under this UID\", \"uid\": \"x\", \"title\": null, \"city\": null, "
                     "\"email\": \"ngo@a.example.org\", \"answer\": \"declined\", \"delegate\": null, \"sequence\": 0, "
                     "\"stamp\": \"2020-07-01T10:00:00Z\", \"wish\": null, \"comment\": null, \"consent\": null, "
                     "\"nearest\": \"" VISIT "\"}]}\n");
    free(text);
    epic_replies_unref(replies);
}
END_TEST

START_TEST(wrong_calls)
{
    const epic_reply_source nameless = {NULL, "", 0}, missing = {"/nonexistent/a.ics", NULL, 0};
    epic_replies *replies;
    ck_assert_int_eq(epic_replies_read(NULL, ledger, NULL, 0, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_replies_read(&replies, NULL, NULL, 0, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_replies_read(&replies, ledger, NULL, 1, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_replies_read(&replies, ledger, &nameless, 1, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_replies_read(&replies, ledger, &missing, 1, NULL), EPIC_EIO);
    ck_assert_ptr_null(replies);
    ck_assert_int_eq(epic_receive(NULL, "x", NULL, 0, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_receive(&replies, NULL, NULL, 0, NULL), EPIC_EARG);
    ck_assert_int_eq(epic_receive(&replies, "/nonexistent/folder", NULL, 0, NULL), EPIC_EIO);
    ck_assert_ptr_null(replies);
    ck_assert_uint_eq(epic_replies_count(NULL), 0);
    ck_assert_ptr_null(epic_replies_get(NULL, 0));
    ck_assert_str_eq(epic_answer_word((epic_answer)9), "unknown");
    ck_assert_str_eq(epic_consent_word((epic_consent)9), "unknown");
    ck_assert_str_eq(epic_reply_kind_word((epic_reply_kind)9), "unknown");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("replies");
    TCase *all = tcase_create("replies");
    tcase_add_checked_fixture(all, setup, teardown);
    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, what_becomes_of_it, 0, sizeof fates / sizeof *fates);
    tcase_add_loop_test(all, what_is_no_answer, 0, sizeof refused / sizeof *refused);
    tcase_add_test(all, all_that_is_wrong_at_once);
    tcase_add_loop_test(all, wishes_are_read, 0, sizeof wishes / sizeof *wishes);
    tcase_add_test(all, order_and_repetition_do_not_matter);
    tcase_add_test(all, what_a_city_says);
    tcase_add_test(all, who_accepts_after_all_takes_a_wish_back);
    tcase_add_test(all, what_stays);
    tcase_add_test(all, what_was_taken_back_stays_so);
    tcase_add_loop_test(all, mails_are_read, 0, sizeof mails / sizeof *mails);
    tcase_add_test(all, parts_in_parts);
    tcase_add_test(all, many_parts);
    tcase_add_loop_test(all, base64_and_utf_16, 0, 4);
    tcase_add_test(all, hostile_mails);
    tcase_add_test(all, they_are_told);
    tcase_add_test(all, wrong_calls);
    suite_add_tcase(suite, all);
    return run(suite);
}
