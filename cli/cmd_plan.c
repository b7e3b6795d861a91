/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static void say_files(cli_task *task, const epic_plan *plan, const char *folder)
{
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
    const epic_programme_info *info = epic_programme_get(programme);
    task_say(task,
             "\nWritten to %s:\n"
             "  plan.yaml                the plan, to be kept\n"
             "  report.html              the plan to read and to print\n"
             "  reports/city-ID.html     the same for a city, one page for each, with nothing of others\n"
             "  calendars/programme.ics  everything\n"
             "  calendars/city-ID.ics    what a city takes part in, one file for each\n"
             "  calendars/pair-A-B.ics   the exchange of two cities, one file for each pair\n",
             folder);
    if (info->language_count > 1) {
        task_say(task, "  calendars/LANG/          the same in each further language\n");
    }
}

/* The folder, and then the plan as it was issued there. */
static int publish(cli_task *task, const epic_plan *plan, epic_publish_options *options)
{
    const char *folder = task->values[OPTION_OUTPUT];
    epic_ledger *issued = NULL;
    int status = folder != NULL ? epic_publish_folder(plan, options, folder, task->diags) : EPIC_OK;
    if (status == EPIC_OK && folder != NULL) {
        status = epic_ledger_load(&issued, folder, task->diags);
        options->issued_at = epic_ledger_issued_at(issued);
        options->ledger = issued;
    }
    if (status == EPIC_OK) {
        status = epic_publish(plan, task_format(task), options, task_write, task, task->diags);
    }
    epic_ledger_unref(issued);
    if (status == EPIC_OK && folder != NULL && task->values[OPTION_JSON] == NULL) {
        say_files(task, plan, folder);
    }
    return status;
}

static int run(cli_task *task)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    const char *calendars = task->values[OPTION_REBUILD];
    epic_ledger *issued = NULL;
    epic_plan *plan = NULL;
    int status = task_issued_at(task, &options);
    if (status == EPIC_OK && calendars != NULL) {
        status = epic_ledger_rebuild(&issued, calendars, task->diags);
        options.ledger = issued;
    }
    status = status ? status : task_plan(task, NULL, &plan);
    if (plan != NULL) {
        int published = publish(task, plan, &options);
        status = published ? published : status;
    }
    epic_plan_unref(plan);
    epic_ledger_unref(issued);
    return status;
}

const cli_command cmd_plan = {
    .name = "plan",
    .summary = "Pair the cities, date every event, and write the calendars.",
    .operands = {"FILE"},
    .text = "Pairs the cities of the programme FILE, finds a date for every exchange and every joint event,\n"
            "and prints the plan. With --output it also writes plan.yaml, reports and the calendars into\n"
            "that folder, all of them or none: an older plan there stays until the new one is complete.\n"
            "What that plan issued is counted on, so that calendars see what is new and what is cancelled.\n"
            "What finds no date is listed with its reason.",
    .example = "epic plan programme.yaml --output out",
    .options = {{OPTION_OUTPUT, "output", 'o', "DIR", "Write the plan and the calendars into this folder."},
                ROW_ISSUED_AT,
                {OPTION_REBUILD, "rebuild", 0, "FOLDER", "What was issued before, from these calendars of ours,\n"
                                                         "                          when plan.yaml is lost."},
                ROW_TIME_LIMIT,
                ROW_JSON,
                ROW_HELP},
    .run = run,
};
