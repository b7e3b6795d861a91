/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audit of plans whose events a test has put elsewhere, without their price. */
#ifndef TEST_AUDITED_H
#define TEST_AUDITED_H

#include <epic/plan.h>

#include "kit.h"

static inline bool keeps_rules(const epic_plan *plan)
{
    epic_diags *diags = epic_diags_new();
    int status = epic_plan_verify(plan, diags);
    ck_assert(status == EPIC_OK || status == EPIC_EINPUT);
    size_t breaches = epic_diags_errors(diags);
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        breaches -= strcmp(epic_diags_get(diags, i)->code, "E563") == 0;
    }
    epic_diags_free(diags);
    return breaches == 0;
}

#endif
