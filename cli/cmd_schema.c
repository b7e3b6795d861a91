/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static int run(cli_task *task)
{
    return epic_schema_write(task->values[OPTION_JSON] != NULL ? EPIC_JSON : EPIC_TEXT, task_write, task);
}

const cli_command cmd_schema = {
    .name = "schema",
    .summary = "Print the reference of the programme file.",
    .text = "Prints every key of a programme file with its meaning and default, as Markdown. With --json it\n"
            "is a JSON Schema, with which an editor checks and completes a programme while it is typed.",
    .example = "epic schema --json > programme.schema.json",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
