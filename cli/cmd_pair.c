/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static int run(cli_task *task)
{
    epic_pairing *pairing;
    int status = task_pairing(task, &pairing);
    if (status == EPIC_OK) {
        status = epic_publish_pairing(pairing, task_format(task), task_write, task);
    }
    epic_pairing_unref(pairing);
    return status;
}

const cli_command cmd_pair = {
    .name = "pair",
    .summary = "Pair the cities, and say why.",
    .operands = {"FILE"},
    .text = "Finds the pairs of greatest total value that keep the rules of the programme, and proves that\n"
            "there are no better ones. Says what each city learns from its partner, and why a city that\n"
            "stays alone does so.",
    .example = "epic pair programme.yaml",
    .options = {ROWS_PAIR, ROW_JSON, ROW_HELP},
    .run = run,
};
