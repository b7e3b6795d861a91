/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole output. What was issued before is read from the folder that is there, which is held until the new one stands. */
#include <stdio.h>
#include <string.h>

#include "exchange.h"
#include "issue.h"
#include "job.h"
#include "ours.h"

typedef struct folder {
    ep_job job;
    ep_exchange place;
} folder;

static int put_file(const folder *out, const ep_job *job, epic_format format, const char *name, const char *other)
{
    ep_order order = {job, format};
    return ep_exchange_file(&out->place, name, other, ep_order_run, &order);
}

/* A file of each city, which `job` is to write. */
static int put_cities(const folder *out, ep_job job, const char *within, epic_format format, const char *end)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(job.plan)));
    int status = EPIC_OK;
    for (size_t i = 0; status == EPIC_OK && i < epic_programme_cities(programme); i++) {
        const char *id = epic_programme_city(programme, i)->id;
        char *name = ep_arena_printf(out->place.arena, "%s/city-%s.%s", within, id, end);
        job.options.city = i;
        status = name != NULL ? put_file(out, &job, format, name, NULL) : EPIC_ENOMEM;
    }
    return status;
}

/* pair-a-b-c.ics could be "a-b" with "c" or "a" with "b-c": the second takes a tilde, which no id has. */
static int put_pairs(const folder *out, ep_job job, const epic_programme *programme, const char *within)
{
    int status = EPIC_OK;
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(epic_plan_pairing(job.plan), &count);
    for (size_t i = 0; status == EPIC_OK && i < count; i++) {
        const char *a = epic_programme_city(programme, pairs[i].a)->id, *b = epic_programme_city(programme, pairs[i].b)->id;
        char *name = ep_arena_printf(out->place.arena, "%s/pair-%s-%s.ics", within, a, b);
        char *other = ep_arena_printf(out->place.arena, "%s/pair-%s~%s.ics", within, a, b);
        job.options.pair = i;
        status = name != NULL && other != NULL ? put_file(out, &job, EPIC_ICS, name, other) : EPIC_ENOMEM;
    }
    return status;
}

static int put_calendars(const folder *out, const epic_programme *programme, size_t language)
{
    char within[EP_OUR_FOLDER_ROOM];
    ep_job job = out->job;
    job.options.language = language;
    ep_ours_calendars(ep_catalogue_find(epic_programme_get(programme)->languages[language]), language == 0, within);
    char *name = ep_arena_printf(out->place.arena, "%s/programme.ics", within);
    int status = name != NULL ? ep_exchange_folder(&out->place, within) : EPIC_ENOMEM;
    status = status ? status : put_file(out, &job, EPIC_ICS, name, NULL);
    status = status ? status : put_cities(out, job, within, EPIC_ICS, "ics");
    return status ? status : put_pairs(out, job, programme, within);
}

/* "CITY-UID.ics": a message stays while nothing newer is to be told of its entry. */
static bool is_current(void *user, const char *name)
{
    size_t n = strlen(name), tail = EP_UUID_ROOM - 1 + strlen(".ics");
    char uid[EP_UUID_ROOM] = "";
    if (n > tail) {
        memcpy(uid, name + n - tail, EP_UUID_ROOM - 1);
    }
    const epic_issued *entry = epic_ledger_find(user, uid);
    return entry != NULL && entry->sent == EPIC_SENT_LATEST;
}

static int keep_sent(const folder *out)
{
    int status = ep_exchange_keep_all(&out->place, "messages", is_current, out->job.issue);
    return status ? status : ep_exchange_keep_all(&out->place, "vdir", NULL, NULL);
}

static int fill(const folder *out)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(out->job.plan)));
    int status = put_file(out, &out->job, EPIC_YAML, "plan.yaml", NULL);
    status = status ? status : put_file(out, &out->job, EPIC_HTML, "report.html", NULL);
    status = status ? status : ep_exchange_folder(&out->place, "reports");
    status = status ? status : put_cities(out, out->job, "reports", EPIC_HTML, "html");
    for (size_t i = 0; i < epic_programme_get(programme)->language_count && status == EPIC_OK; i++) {
        status = put_calendars(out, programme, i);
    }
    return status ? status : keep_sent(out);
}

/* What was issued is what the folder that is there says, unless the caller knows better. */
static int issue(folder *out, const epic_ledger *stated)
{
    epic_ledger *found = NULL;
    int status = EPIC_OK;
    if (stated == NULL && out->place.old >= 0) {
        status = ep_exchange_ledger(&out->place, &found);
    }
    status = status ? status : ep_job_issue(&out->job, stated != NULL ? stated : found);
    epic_ledger_unref(found);
    return status;
}

static int build(folder *out, const epic_ledger *stated, ep_arena *arena, const char *path)
{
    int status = ep_exchange_open(&out->place, arena, path, out->job.diags);
    if (status == EPIC_OK) {
        status = issue(out, stated);
    }
    if (status == EPIC_OK) {
        status = fill(out);
    }
    if (status == EPIC_OK) {
        status = ep_exchange_put(&out->place);
    }
    ep_exchange_close(&out->place, status == EPIC_OK);
    return status;
}

static int publish_folder(folder *out, const char *path)
{
    const epic_ledger *stated = out->job.options.ledger;
    int status = EP_ANOTHER;
    while (status == EP_ANOTHER) {
        ep_arena *arena = ep_arena_new();
        status = arena != NULL ? build(out, stated, arena, path) : EPIC_ENOMEM;
        ep_arena_free(arena);
        ep_job_end(&out->job);
    }
    return status;
}

int epic_publish_folder(const epic_plan *plan, const epic_publish_options *options, const char *path, epic_diags *diags)
{
    folder out;
    int status = ep_job_init(&out.job, plan, options, diags);
    const epic_publish_options *own = &out.job.options;
    if (path == NULL || (status == EPIC_OK && (own->city != EPIC_NONE || own->pair != EPIC_NONE || own->language != 0))) {
        status = EPIC_EARG; /* a folder holds everything */
    }
    return status ? status : publish_folder(&out, path);
}
