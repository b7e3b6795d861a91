/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

/* The number of `count` digits; the form has been looked at. */
static int digits(const char *text, int count)
{
    int number = 0;
    for (int i = 0; i < count; i++) {
        number = 10 * number + (text[i] - '0');
    }
    return number;
}

static bool has_form(const char *text, const char *form)
{
    for (; *form; form++, text++) {
        if (*form == '0' ? *text < '0' || *text > '9' : *text != *form) {
            return false;
        }
    }
    return *text == '\0';
}

/* EPIC_NO_INSTANT when the text is no moment in UTC. */
static epic_instant read_instant(const char *text)
{
    if (!has_form(text, "0000-00-00T00:00:00Z")) {
        return EPIC_NO_INSTANT;
    }
    epic_date date = epic_date_make(digits(text, 4), digits(text + 5, 2), digits(text + 8, 2));
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = digits(text + 17, 2);
    if (date == EPIC_NO_DATE || date < 0 || hour > 23 || minute > 59 || second > 59) {
        return EPIC_NO_INSTANT;
    }
    return (epic_instant)date * 86400 + hour * 3600 + minute * 60 + second;
}

static void say_files(cli_task *task, const char *folder)
{
    task_say(task,
             "\nWritten to %s:\n"
             "  plan.yaml                the plan, to be kept\n"
             "  report.html              the plan to read and to print\n"
             "  calendars/programme.ics  everything\n"
             "  calendars/city-ID.ics    what a city takes part in, one file for each\n"
             "  calendars/pair-A-B.ics   the exchange of two cities, one file for each pair\n",
             folder);
}

static int publish(cli_task *task, const epic_plan *plan, const epic_publish_options *options)
{
    const char *folder = task->values[OPTION_OUTPUT];
    int status = folder != NULL ? epic_publish_folder(plan, options, folder, task->diags) : EPIC_OK;
    if (status == EPIC_OK) {
        status = epic_publish(plan, task_format(task), options, task_write, task, task->diags);
    }
    if (status == EPIC_OK && folder != NULL && task->values[OPTION_JSON] == NULL) {
        say_files(task, folder);
    }
    return status;
}

static int run(cli_task *task)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    const char *issued = task->values[OPTION_ISSUED_AT];
    if (issued != NULL) {
        options.issued_at = read_instant(issued);
        if (options.issued_at == EPIC_NO_INSTANT) {
            return options_wrong(task->command, "--issued-at wants a moment such as 2020-01-06T09:00:00Z, not", issued, NULL);
        }
    }
    epic_plan *plan;
    int status = task_plan(task, &plan);
    if (status == EPIC_OK) {
        status = publish(task, plan, &options);
    }
    epic_plan_unref(plan);
    return status;
}

const cli_command cmd_plan = {
    .name = "plan",
    .summary = "Pair the cities, date every event, and write the calendars.",
    .operands = {"FILE"},
    .text = "Pairs the cities of the programme FILE, finds a date for every exchange and every joint event,\n"
            "and prints the plan. With --output it also writes plan.yaml, report.html and the calendars into\n"
            "that folder, all of them or none: an older plan there stays until the new one is complete.\n"
            "What finds no date is listed with its reason.",
    .example = "epic plan programme.yaml --output out",
    .options = {{OPTION_OUTPUT, "output", 'o', "DIR", "Write the plan and the calendars into this folder."},
                {OPTION_ISSUED_AT, "issued-at", 0, "TIME", "The moment that the calendars bear, in UTC, such as\n"
                                                           "                          2020-01-06T09:00:00Z; "
                                                           "SOURCE_DATE_EPOCH or now unless given."},
                ROW_JSON,
                ROW_HELP},
    .run = run,
};
