/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static const char *const profiles[] = {"rfc", "outlook", "caldav", NULL};

static int run(cli_task *task)
{
    epic_lint_options options = EPIC_LINT_OPTIONS_INIT;
    int profile = task_word(task, OPTION_PROFILE, "there is no profile", profiles, EPIC_LINT_RFC);
    if (profile < 0) {
        return WRONG_USAGE;
    }
    options.profile = (epic_lint_profile)profile;
    options.privacy = task->values[OPTION_PRIVACY] != NULL;
    return epic_lint_file(task->operands[0], &options, task->diags);
}

const cli_command cmd_lint = {
    .name = "lint",
    .summary = "Check a calendar.",
    .operands = {"FILE"},
    .text = "Checks the calendar FILE (.ics), whoever wrote it: the grammar and values of RFC 5545, the\n"
            "methods of RFC 5546, and what makes readers of calendars stumble. Errors make the exit status 1;\n"
            "warnings and notes do not. Nothing is said when all is well.",
    .example = "epic lint out/calendars/programme.ics --profile outlook --privacy",
    .options = {{OPTION_PROFILE, "profile", 0, "NAME", "rfc (everybody), outlook, or caldav (kept on a server)."},
                {OPTION_PRIVACY, "privacy", 0, NULL, "Attendees, personal addresses and attachments are errors."},
                ROW_JSON, ROW_HELP},
    .run = run,
};
