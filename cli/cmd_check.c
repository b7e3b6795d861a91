/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "stages.h"

static size_t warnings(const epic_diags *diags)
{
    size_t count = 0;
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        count += epic_diags_get(diags, i)->severity == EPIC_WARNING;
    }
    return count;
}

/* "1 domain, " or "4 domains, " */
static void say_count(cli_task *task, size_t count, const char *what, const char *end)
{
    task_say(task, "%zu %s%s%s", count, what, count == 1 ? "" : "s", end);
}

static void say_counts(cli_task *task, const epic_programme *programme)
{
    size_t cities = epic_programme_cities(programme), domains = epic_programme_domains(programme);
    size_t steps = epic_programme_steps(programme), events = epic_programme_events(programme), warned = warnings(task->diags);
    if (task->values[OPTION_JSON] != NULL) {
        task_say(task, "{\"cities\": %zu, \"domains\": %zu, \"steps\": %zu, \"events\": %zu, ", cities, domains, steps, events);
        task_say(task, "\"warnings\": %zu, \"calendars\": ", warned);
        return;
    }
    task_say(task, "%zu %s, ", cities, cities == 1 ? "city" : "cities");
    say_count(task, domains, "domain", ", ");
    say_count(task, steps, "step", " of an exchange, ");
    say_count(task, events, "joint event", ": no errors, ");
    say_count(task, warned, "warning", "\n");
}

static int say_all(cli_task *task, const epic_calendars *calendars)
{
    say_counts(task, epic_calendars_programme(calendars));
    int status = epic_publish_calendars(calendars, task_format(task), task_write, task);
    if (task->values[OPTION_JSON] != NULL) {
        task_say(task, "}\n");
    }
    return status;
}

static int run(cli_task *task)
{
    epic_programme *programme;
    epic_calendars *calendars = NULL;
    int status = task_programme(task, &programme);
    status = status == EPIC_OK ? epic_calendars_load(&calendars, programme, task->diags) : status;
    status = status == EPIC_OK ? say_all(task, calendars) : status;
    epic_calendars_unref(calendars);
    epic_programme_unref(programme);
    return status;
}

const cli_command cmd_check = {
    .name = "check",
    .summary = "Check a programme file and its calendars.",
    .operands = {"FILE"},
    .text = "Reads the programme FILE and reports everything that is wrong with it at once: each\n"
            "mistake with its line, what is expected there, and the nearest known word. Then reads\n"
            "the calendars that it names, and says what became of each.",
    .example = "epic check programme.yaml",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
