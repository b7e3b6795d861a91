/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

/* What the new plan issues, into the folder or for this once. */
static int issue(cli_task *task, const epic_plan *plan, const epic_publish_options *options, epic_ledger **issued)
{
    const char *folder = task->values[OPTION_OUTPUT];
    if (folder == NULL) {
        return epic_ledger_issue(issued, plan, options, task->diags);
    }
    int status = epic_publish_folder(plan, options, folder, task->diags);
    return status ? status : epic_ledger_load(issued, folder, task->diags);
}

/* The changes for people; the whole plan for programs. */
static int tell(cli_task *task, const epic_plan *plan, epic_publish_options *options, epic_ledger *former, epic_ledger *issued)
{
    epic_changes *changes = NULL;
    if (task->values[OPTION_JSON] != NULL) {
        options->issued_at = epic_ledger_issued_at(issued);
        options->ledger = issued;
        return epic_publish(plan, EPIC_JSON, options, task_write, task, task->diags);
    }
    int status = epic_changes_make(&changes, former, issued);
    status = status ? status : epic_publish_changes(changes, task_format(task), task_write, task);
    epic_changes_unref(changes);
    return status;
}

static int run(cli_task *task)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_ledger *former = NULL, *issued = NULL;
    epic_plan *plan = NULL;
    if (task->values[OPTION_PLAN] == NULL) {
        return options_wrong(task->command, "--plan is missing: the plan that is to be changed", NULL, NULL);
    }
    int status = task_issued_at(task, &options);
    status = status ? status : epic_ledger_load(&former, task->values[OPTION_PLAN], task->diags);
    options.ledger = former;
    status = status ? status : task_plan(task, former, &plan);
    if (plan != NULL) {
        int told = issue(task, plan, &options, &issued);
        told = told ? told : tell(task, plan, &options, former, issued);
        status = told ? told : status;
    }
    epic_plan_unref(plan);
    epic_ledger_unref(issued);
    epic_ledger_unref(former);
    return status;
}

const cli_command cmd_replan = {
    .name = "replan",
    .summary = "Change a plan as little as a changed programme asks for.",
    .operands = {"FILE"},
    .text = "Plans the programme FILE on from what an older plan issued: pairs stay together and events keep\n"
            "their dates where they can, and what is past or has begun stays as it was. Prints what has\n"
            "changed and which cities must be told. With --output the new plan, report and calendars are\n"
            "written into that folder.",
    .example = "epic replan programme.yaml --plan out/plan.yaml --output out",
    .options = {{OPTION_PLAN, "plan", 0, "FILE", "The older plan: its plan.yaml, or the folder that holds it."},
                {OPTION_OUTPUT, "output", 'o', "DIR", "Write the new plan and the calendars into this folder."},
                ROW_ISSUED_AT,
                ROW_TIME_LIMIT,
                ROW_JSON,
                ROW_HELP},
    .run = run,
};
