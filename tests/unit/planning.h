/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a text to a plan that the audits find right, and to what is issued of it. */
#ifndef TEST_PLANNING_H
#define TEST_PLANNING_H

#include <epic/epic.h>

#include "kit.h"

#define ISSUED 1609459200 /* 2021-01-01 */

/* The programme `p.yaml`, planned on from what was issued, or anew. What is told goes into the list, which may be NULL. */
static inline epic_plan *audited_plan(const kit_text *text, epic_ledger *former, epic_diags *list)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_plan *plan = NULL;
    epic_pair_options pair = EPIC_PAIR_OPTIONS_INIT;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    epic_diags *own = epic_diags_new(), *diags = list == NULL ? own : list;
    pair.former = options.former = former;
    int status = epic_programme_parse(&programme, text->bytes, text->used, "p.yaml", diags);
    status = status ? status : epic_scores_make(&scores, programme, diags);
    status = status ? status : epic_pairing_make(&pairing, scores, &pair, diags);
    status = status ? status : epic_pairing_verify(pairing, diags);
    status = status ? status : epic_plan_make(&plan, pairing, &options, diags);
    status = status ? status : epic_plan_verify(plan, diags);
    if (status != EPIC_OK) {
        epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
        fprintf(stderr, "%s", text->bytes);
    }
    ck_assert_int_eq(status, EPIC_OK);
    ck_assert_int_le(epic_plan_bound(plan), epic_plan_cost(plan));
    ck_assert_ptr_eq(epic_plan_former(plan), former);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    epic_diags_free(own);
    return plan;
}

/* What it issues so many days after the first time, going on from an older ledger or from nothing. */
static inline epic_ledger *issue(const epic_plan *plan, const epic_ledger *old, int days)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_ledger *ledger;
    options.issued_at = ISSUED + (epic_instant)days * 86400;
    options.ledger = old;
    ck_assert_int_eq(epic_ledger_issue(&ledger, plan, &options, NULL), EPIC_OK);
    return ledger;
}

#endif
