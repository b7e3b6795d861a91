/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checked order to publish a plan. */
#ifndef EP_JOB_H
#define EP_JOB_H

#include <epic/publish.h>

typedef struct ep_job {
    const epic_plan *plan;
    epic_publish_options options; /* complete: issued_at is set; `ledger` is `issue` once that is made */
    epic_ledger *issue;
    epic_diags *diags;
} ep_job;

/* Checks the options, NULL being the defaults, and looks at the clock once. EPIC_EARG. End it in any case. */
int ep_job_init(ep_job *job, const epic_plan *plan, const epic_publish_options *options, epic_diags *diags);
/* The same of options that are to have no more than a time of issue. */
int ep_take_issue_time(epic_publish_options *out, const epic_publish_options *options);
/* Makes the ledger of this issue, which goes on from `old` (or NULL); the second where the form needs it. */
int ep_job_issue(ep_job *job, const epic_ledger *old);
int ep_job_issue_for(ep_job *job, epic_format format);
void ep_job_end(ep_job *job);
int ep_job_run(const ep_job *job, epic_format format, epic_write_fn write, void *user);

/* An ep_filler; `user` is an ep_order. */
typedef struct ep_order {
    const ep_job *job;
    epic_format format;
} ep_order;
int ep_order_run(void *user, epic_write_fn write, void *to);

#endif
