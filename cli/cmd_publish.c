/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static void say(cli_task *task, const epic_messages *written)
{
    if (task->values[OPTION_JSON] != NULL) {
        task_say(task, "{\"messages\": %zu, \"entries\": %zu}\n", written->messages, written->entries);
    } else if (written->messages == 0) {
        task_say(task, "Nothing is to be told: messages were written for all that was issued.\n");
    } else {
        task_say(task, "%zu %s in %s/messages tell what is new of %zu %s. Nothing was sent.\n", written->messages,
                 written->messages == 1 ? "message" : "messages", task->operands[0], written->entries,
                 written->entries == 1 ? "entry" : "entries");
    }
}

static int run(cli_task *task)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_messages written;
    int status = task_issued_at(task, &options);
    status = status ? status : epic_publish_messages(&written, task->operands[0], &options, task->diags);
    if (status == EPIC_OK) {
        say(task, &written);
    }
    return status;
}

const cli_command cmd_publish = {
    .name = "publish",
    .summary = "Write the messages that tell cities what is new in a plan.",
    .operands = {"DIR"},
    .text = "Takes the folder DIR that epic plan wrote and adds messages/, with an invitation, update or\n"
            "cancellation for each city and each event that is new or has changed since messages were last\n"
            "written: as .ics and as .eml, a draft of an e-mail. Nothing is sent. It also writes vdir/, a\n"
            "file for each event, for khal, vdirsyncer and CalDAV. The plan remembers what was told.",
    .example = "epic publish out",
    .options = {ROW_ISSUED_AT, ROW_JSON, ROW_HELP},
    .run = run,
};
