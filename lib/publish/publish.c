/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "issue.h"
#include "job.h"
#include "number.h"
#include "publishers.h"
#include "sized.h"

#define LAST_INSTANT 253402300799 /* the last second of the year 9999 */

static ep_publisher *const publishers[] = {
    [EPIC_TEXT] = ep_publish_text, [EPIC_COLOUR] = ep_publish_colour, [EPIC_JSON] = ep_publish_json,
    [EPIC_YAML] = ep_publish_yaml, [EPIC_HTML] = ep_publish_html,     [EPIC_ICS] = ep_publish_ics,
};

static epic_instant issue_time(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    if (epoch != NULL && ep_parse_int(epoch, strlen(epoch), &seconds) && seconds >= 0 && seconds <= LAST_INSTANT) {
        return seconds;
    }
    return (epic_instant)time(NULL);
}

static int take_options(epic_publish_options *out, const epic_publish_options *options)
{
    *out = (epic_publish_options)EPIC_PUBLISH_OPTIONS_INIT;
    if (!ep_sized_take(out, options)) {
        return EPIC_EARG;
    }
    if (out->issued_at == EPIC_NO_INSTANT) {
        out->issued_at = issue_time();
    }
    return out->issued_at < 0 || out->issued_at > LAST_INSTANT ? EPIC_EARG : EPIC_OK;
}

int ep_job_init(ep_job *job, const epic_plan *plan, const epic_publish_options *options, epic_diags *diags)
{
    *job = (ep_job){.plan = plan, .diags = diags};
    return plan == NULL ? EPIC_EARG : take_options(&job->options, options);
}

static bool is_whole(const epic_publish_options *options)
{
    return options->city == EPIC_NONE && options->pair == EPIC_NONE && options->language == 0 && options->section == NULL;
}

int ep_take_issue_time(epic_publish_options *out, const epic_publish_options *options)
{
    int status = take_options(out, options);
    return !is_whole(out) || out->ledger != NULL ? EPIC_EARG : status;
}

static bool city_ok(const epic_pairing *pairing, const epic_publish_options *options)
{
    size_t cities = epic_programme_cities(epic_scores_programme(epic_pairing_scores(pairing)));
    return options->city == EPIC_NONE || options->city < cities;
}

static bool calendar_ok(const epic_pairing *pairing, const epic_publish_options *options)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(pairing));
    size_t pairs;
    epic_pairing_pairs(pairing, &pairs);
    return city_ok(pairing, options) && (options->pair == EPIC_NONE || options->pair < pairs) &&
           options->language < epic_programme_get(programme)->language_count && options->section == NULL;
}

static bool page_ok(const epic_pairing *pairing, bool planned, const epic_publish_options *options)
{
    return city_ok(pairing, options) && options->pair == EPIC_NONE && options->language == 0 &&
           (options->section == NULL || ep_html_has_section(options->section, planned));
}

/* What a calendar or page can be restricted to, or a calendar be written in, must exist; the other forms always show the whole
 * plan. */
static bool selection_ok(const ep_job *job, epic_format format)
{
    const epic_pairing *pairing = epic_plan_pairing(job->plan);
    return format == EPIC_ICS    ? calendar_ok(pairing, &job->options)
           : format == EPIC_HTML ? page_ok(pairing, true, &job->options)
                                 : is_whole(&job->options);
}

int ep_job_run(const ep_job *job, epic_format format, epic_write_fn write, void *user)
{
    if (write == NULL || (size_t)format >= sizeof publishers / sizeof publishers[0] || !selection_ok(job, format)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_writer_init(&writer, write, user);
    int status = publishers[format](job->plan, &job->options, &writer, job->diags);
    int ended = ep_writer_end(&writer);
    return status ? status : ended;
}

int ep_job_issue(ep_job *job, const epic_ledger *old)
{
    int status = ep_issue(&job->issue, job->plan, old, job->options.issued_at, job->diags);
    job->options.ledger = job->issue;
    return status;
}

int ep_job_issue_for(ep_job *job, epic_format format)
{
    bool needed = format == EPIC_ICS || format == EPIC_YAML || job->options.ledger != NULL;
    return needed ? ep_job_issue(job, job->options.ledger) : EPIC_OK;
}

void ep_job_end(ep_job *job)
{
    epic_ledger_unref(job->issue);
    job->issue = NULL;
}

int ep_order_run(void *user, epic_write_fn write, void *to)
{
    const ep_order *order = user;
    return ep_job_run(order->job, order->format, write, to);
}

int epic_publish(const epic_plan *plan, epic_format format, const epic_publish_options *options, epic_write_fn write, void *user,
                 epic_diags *diags)
{
    ep_job job;
    int status = ep_job_init(&job, plan, options, diags);
    status = status ? status : ep_job_issue_for(&job, format);
    status = status ? status : ep_job_run(&job, format, write, user);
    ep_job_end(&job);
    return status;
}

int epic_publish_pairing_page(const epic_pairing *pairing, const epic_publish_options *options, epic_write_fn write, void *user)
{
    epic_publish_options taken;
    int status = take_options(&taken, options);
    if (pairing == NULL || write == NULL || status != EPIC_OK || taken.ledger != NULL || !page_ok(pairing, false, &taken)) {
        return EPIC_EARG;
    }
    ep_writer writer;
    ep_writer_init(&writer, write, user);
    status = ep_publish_page(pairing, NULL, &taken, &writer, NULL);
    int ended = ep_writer_end(&writer);
    return status ? status : ended;
}

int epic_ledger_issue(epic_ledger **out, const epic_plan *plan, const epic_publish_options *options, epic_diags *diags)
{
    ep_job job;
    if (out == NULL) {
        return EPIC_EARG;
    }
    *out = NULL;
    int status = ep_job_init(&job, plan, options, diags);
    return status ? status : ep_issue(out, plan, job.options.ledger, job.options.issued_at, diags);
}
