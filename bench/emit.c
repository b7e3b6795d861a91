/* SPDX-License-Identifier: GPL-3.0-or-later */
/* emit PROGRAMME FILE TIMES: plans a programme, writes its calendar into FILE, and then into memory so often; prints how many
 * entries there are, and the seconds of processor time that writing took each time, and epic_publish(), which issues first. */
#include <epic/epic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "job.h"

typedef struct text {
    size_t used, room;
    char *bytes;
} text;

static int keep(void *user, const char *bytes, size_t n)
{
    text *out = user;
    if (n > out->room - out->used) {
        return -1;
    }
    memcpy(out->bytes + out->used, bytes, n);
    out->used += n;
    return 0;
}

static int count(void *user, const char *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

static double seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* Of one of `times` turns of writing what is issued, or of issuing too; negative when it fails. */
static double time_of(const ep_job *job, bool issue, int times, text *out)
{
    double begun = seconds();
    for (int i = 0; i < times; i++) {
        out->used = 0;
        if (issue ? epic_publish(job->plan, EPIC_ICS, &job->options, keep, out, NULL) : ep_job_run(job, EPIC_ICS, keep, out)) {
            return -1;
        }
    }
    return (seconds() - begun) / times;
}

int main(int argc, char **argv)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_plan *plan;
    ep_job job;
    text out = {0};
    int times = argc == 4 ? atoi(argv[3]) : 0;
    FILE *file = times > 0 ? fopen(argv[2], "wb") : NULL;
    options.issued_at = 0;
    if (file == NULL || epic_plan_from_file(&plan, argv[1], NULL, NULL) || ep_job_init(&job, plan, &options, NULL) ||
        ep_job_issue(&job, NULL) || ep_job_run(&job, EPIC_ICS, epic_write_stdio, file) || fclose(file) ||
        ep_job_run(&job, EPIC_ICS, count, &out.room) || (out.bytes = malloc(out.room)) == NULL) {
        return EXIT_FAILURE;
    }
    double written = time_of(&job, false, times, &out), published = time_of(&job, true, times, &out);
    printf("%zu %.6f %.6f\n", epic_ledger_entries(job.issue), written, published);
    ep_job_end(&job);
    epic_plan_unref(plan);
    free(out.bytes);
    return written < 0 || published < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
