/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "nearest.h"
#include "stages.h"

static int wrong_city(const cli_task *task, const epic_programme *programme, const char *id)
{
    const char *nearest = NULL;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        nearest = word_nearer(id, nearest, epic_programme_city(programme, i)->id);
    }
    return options_wrong(task->command, "the programme has no city", id, nearest);
}

static int explain(cli_task *task, const epic_scores *scores)
{
    const epic_programme *programme = epic_scores_programme(scores);
    size_t cities[2];
    for (int i = 0; i < 2; i++) {
        cities[i] = epic_programme_find(programme, task->operands[1 + i]);
        if (cities[i] == EPIC_NONE) {
            return wrong_city(task, programme, task->operands[1 + i]);
        }
    }
    if (cities[0] == cities[1]) {
        return options_wrong(task->command, "A and B are the same city", task->operands[1], NULL);
    }
    return epic_publish_explanation(scores, cities[0], cities[1], task_format(task), task_write, task);
}

static int run(cli_task *task)
{
    epic_scores *scores;
    int status = task_scores(task, &scores);
    if (status == EPIC_OK) {
        status = explain(task, scores);
    }
    epic_scores_unref(scores);
    return status;
}

const cli_command cmd_explain = {
    .name = "explain",
    .summary = "Say why two cities fit, or do not.",
    .operands = {"FILE", "A", "B"},
    .text = "A and B are ids of cities in the programme FILE. Prints, for each direction and domain, the\n"
            "need N of the one who learns, the offer O of the host, the step credit g (how far the host\n"
            "is ahead), the transfer T (how alike the two are) and the share they add up to; and the rule\n"
            "that forbids the pair, if one does.",
    .example = "epic explain programme.yaml brescia oberhausen",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
