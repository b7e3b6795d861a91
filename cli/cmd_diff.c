/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static int run(cli_task *task)
{
    epic_ledger *from = NULL, *to = NULL;
    epic_changes *changes = NULL;
    int status = epic_ledger_load(&from, task->operands[0], task->diags);
    status = status ? status : epic_ledger_load(&to, task->operands[1], task->diags);
    status = status ? status : epic_changes_make(&changes, from, to);
    status = status ? status : epic_publish_changes(changes, task_format(task), task_write, task);
    epic_changes_unref(changes);
    epic_ledger_unref(to);
    epic_ledger_unref(from);
    return status;
}

const cli_command cmd_diff = {
    .name = "diff",
    .summary = "What calendars must be told that the older plan did not say.",
    .operands = {"OLD", "NEW"},
    .text = "Compares two plans, each an output folder or its plan.yaml: what is new, what is cancelled,\n"
            "which times, places, states and words have changed, and which cities must be told.",
    .example = "epic diff out.before out",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
