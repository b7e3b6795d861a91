/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "commands.h"
#include "stages.h"

static int publish_best(cli_task *task, size_t k, const epic_pair_options *options)
{
    size_t count = 0;
    epic_scores *scores;
    epic_pairing **best = calloc(k, sizeof *best);
    int status = best != NULL ? task_scores(task, &scores) : EPIC_ENOMEM;
    if (status == EPIC_OK) {
        status = epic_pairings_best(best, k, &count, scores, options, task->diags);
        epic_scores_unref(scores);
    }
    if (status == EPIC_OK) {
        status = epic_publish_pairings((const epic_pairing *const *)best, count, task_format(task), task_write, task);
    }
    for (size_t i = 0; i < count; i++) {
        epic_pairing_unref(best[i]);
    }
    free(best);
    return status;
}

static int publish(cli_task *task)
{
    epic_pairing *pairing;
    int status = task_pairing(task, NULL, &pairing);
    if (status == EPIC_OK) {
        status = epic_publish_pairing(pairing, task_format(task), task_write, task);
    }
    epic_pairing_unref(pairing);
    return status;
}

static int run(cli_task *task)
{
    const char *k = task->values[OPTION_K];
    if (k == NULL) {
        return publish(task);
    }
    if (task_number(k) == 0) {
        return options_wrong(task->command, "--k wants a number from 1 to 999, not", k, NULL);
    }
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    int status = task_pair_options(task, &options);
    return status == EPIC_OK ? publish_best(task, task_number(k), &options) : status;
}

const cli_command cmd_pair = {
    .name = "pair",
    .summary = "Pair the cities, and say why.",
    .operands = {"FILE"},
    .text = "Finds the pairs of greatest total value that keep the rules of the programme, and proves that\n"
            "there are none better. Says what each city learns from its partner, and why a city that stays\n"
            "alone does so. Says too which cities no pairing can serve, and which two would both learn more\n"
            "from each other than from the partners they have. With --k, also the next best pairings: how\n"
            "much less each is worth, and which pairs differ.",
    .example = "epic pair programme.yaml",
    .options = {{OPTION_K, "k", 0, "N", "The N best pairings."}, ROWS_PAIR, ROW_JSON, ROW_HELP},
    .run = run,
};
