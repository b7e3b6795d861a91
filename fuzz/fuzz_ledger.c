/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any text as a plan.yaml: a ledger that is written as it was read, or a status that says why not. */
#include <epic/epic.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

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

/* Nothing is new against itself; against nothing all that stands is. */
static void check_ledger(epic_ledger *ledger)
{
    epic_changes *changes;
    size_t standing = 0;
    must(epic_changes_make(&changes, ledger, ledger) == EPIC_OK);
    must(epic_changes_count(changes) == 0);
    epic_changes_unref(changes);
    for (size_t i = 0; i < epic_ledger_entries(ledger); i++) {
        const epic_issued *entry = epic_ledger_entry(ledger, i);
        must(epic_ledger_find(ledger, entry->uid) == entry);
        standing += entry->standing != EPIC_WITHDRAWN;
    }
    must(epic_changes_make(&changes, NULL, ledger) == EPIC_OK);
    must(epic_changes_count(changes) == standing);
    must(epic_publish_changes(changes, EPIC_TEXT, ignore, NULL) == EPIC_OK);
    must(epic_publish_changes(changes, EPIC_JSON, ignore, NULL) == EPIC_OK);
    epic_changes_unref(changes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    epic_diags *diags = epic_diags_new();
    epic_ledger *ledger;
    int status = epic_ledger_parse(&ledger, (const char *)data, size, NULL, diags);
    must(status == EPIC_OK || status == EPIC_EINPUT);
    must((status == EPIC_OK) == (ledger != NULL) && (status == EPIC_OK) == (epic_diags_errors(diags) == 0));
    if (ledger != NULL) {
        check_ledger(ledger);
    }
    epic_ledger_unref(ledger);
    epic_diags_free(diags);
    return 0;
}
