/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes are answers, or refused with an error. What is taken is there afterwards, can be written and read, and taken again it
 * adds nothing. */
#include <epic/epic.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char ledger_text[] =
    "epic-plan: 1\nprogramme: {id: a}\nissued-at: 2020-06-01T09:00:00Z\nmailboxes:\n"
    "  - {city: a, name: A, email: office@a.example.org}\n  - {city: b, name: B, email: office@b.example.org}\n"
    "  - {city: b, name: C, email: office@a.example.org}\nissued:\n"
    "  - {uid: 1c4861ef-610a-578b-859b-96f77a27e4e0, sequence: 2, created: 2020-06-01T09:00:00Z, modified: 2020-06-01T09:00:00Z, "
    "status: tentative, start: 2021-01-01T08:00:00Z, end: 2021-01-01T09:30:00Z, title: talk, cities: [a, b], "
    "digest: 7726a66297fabab7d0d434030ed33285, sent: latest, since: 1}\n";

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static int ignore(void *user, const char *bytes, size_t n)
{
    (void)user, (void)bytes, (void)n;
    return 0;
}

static void check_reply(const epic_reply *one)
{
    must(one->file != NULL && one->line > 0);
    must((one->fate == EPIC_REPLY_TAKEN) == (one->why == NULL));
    must(one->fate != EPIC_REPLY_TAKEN || (one->city != NULL && one->email != NULL && one->entry != NULL));
    must(one->fate == EPIC_REPLY_UNKNOWN || one->nearest == NULL);
    if (one->wish != NULL) {
        must(one->wish->all_day ? one->wish->first <= one->wish->last : one->wish->start <= one->wish->end);
    }
}

static void check_entry(const epic_issued *entry)
{
    must(entry->answer_count <= 3 && entry->wish_count <= 3 && entry->again_count <= 2);
    for (size_t i = 0; i < entry->answer_count; i++) {
        must(entry->answers[i].sequence >= entry->since && entry->answers[i].sequence <= entry->sequence);
    }
    for (size_t i = 0; i < entry->wish_count; i++) {
        (void)epic_wish_stands(entry, &entry->wishes[i]);
    }
}

static void check_again(const epic_replies *replies, const epic_reply_source *source)
{
    epic_replies *second = NULL;
    int status = epic_replies_read(&second, epic_replies_ledger(replies), source, 1, NULL);
    must((status == EPIC_OK || status == EPIC_EINPUT) && epic_replies_count(second) == epic_replies_count(replies));
    for (size_t i = 0; i < epic_replies_count(second); i++) {
        must(epic_replies_get(second, i)->fate != EPIC_REPLY_TAKEN);
    }
    epic_replies_unref(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const epic_reply_source source = {"answer", (const char *)data, size};
    epic_diags *diags = epic_diags_new();
    epic_ledger *ledger;
    epic_replies *replies;
    must(epic_ledger_parse(&ledger, ledger_text, sizeof ledger_text - 1, NULL, NULL) == EPIC_OK);
    int status = size > 0 ? epic_replies_read(&replies, ledger, &source, 1, diags) : EPIC_EARG;
    if (size > 0) {
        must(status == EPIC_OK || status == EPIC_EINPUT);
        must((status == EPIC_OK) == (epic_diags_errors(diags) == 0));
        for (size_t i = 0; i < epic_replies_count(replies); i++) {
            check_reply(epic_replies_get(replies, i));
        }
        check_entry(epic_ledger_entry(epic_replies_ledger(replies), 0));
        must(epic_publish_replies(replies, EPIC_TEXT, ignore, NULL) == EPIC_OK);
        must(epic_publish_replies(replies, EPIC_JSON, ignore, NULL) == EPIC_OK);
        check_again(replies, &source);
        epic_replies_unref(replies);
    }
    epic_ledger_unref(ledger);
    epic_diags_free(diags);
    return 0;
}
