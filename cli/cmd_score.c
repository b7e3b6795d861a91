/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static int run(cli_task *task)
{
    epic_scores *scores;
    int status = task_scores(task, &scores);
    if (status == EPIC_OK) {
        status = epic_publish_scores(scores, task_format(task), task_write, task);
    }
    epic_scores_unref(scores);
    return status;
}

const cli_command cmd_score = {
    .name = "score",
    .summary = "Show how much each city can learn from each other city.",
    .operands = {"FILE"},
    .text = "Prints a table: the city on the left learns from the city above. A figure is the share of\n"
            "the learner's need that the other city can help with.",
    .example = "epic score programme.yaml",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
