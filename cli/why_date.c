/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "why_date.h"

#include <stdio.h>
#include <string.h>

#include "nearest.h"
#include "stages.h"

/* What the words of the command lead to. */
typedef struct found {
    size_t pair, source;
    uint32_t number;
    size_t count; /* events of that source */
    bool known;   /* the one that is meant */
} found;

int why_take(cli_task *task, why_asked *asked)
{
    const char *date = task->values[OPTION_DATE], *number = task->values[OPTION_NUMBER];
    asked->date = date != NULL ? epic_date_read(date) : EPIC_NO_DATE;
    asked->number = number != NULL ? task_number(number) : 0;
    if (date != NULL && asked->date == EPIC_NO_DATE) {
        return options_wrong(task->command, "--date wants a day such as 2022-03-01, not", date, NULL);
    }
    if (number != NULL && asked->number == 0) {
        return options_wrong(task->command, "--number wants a number from 1 to 999, not", number, NULL);
    }
    return EPIC_OK;
}

static const char *id_at(const epic_programme *programme, bool step, size_t i)
{
    return step ? epic_programme_step(programme, i)->id : epic_programme_event(programme, i)->id;
}

/* The step or joint event of that id; EPIC_NONE when there is none, and `*nearest` is then like it, or NULL. */
static size_t find_source(const epic_programme *programme, bool step, const char *id, const char **nearest)
{
    size_t count = step ? epic_programme_steps(programme) : epic_programme_events(programme);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(id_at(programme, step, i), id) == 0) {
            return i;
        }
        *nearest = word_nearer(id, *nearest, id_at(programme, step, i));
    }
    return EPIC_NONE;
}

static size_t find_pair(const epic_pairing *pairing, const size_t cities[2])
{
    size_t count, turned = EPIC_NONE;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &count);
    for (size_t i = 0; i < count; i++) {
        if (pairs[i].a == cities[0] && pairs[i].b == cities[1]) {
            return i;
        }
        turned = pairs[i].a == cities[1] && pairs[i].b == cities[0] ? i : turned;
    }
    return turned;
}

static void meet(found *out, uint32_t asked, size_t pair, size_t source, uint32_t number)
{
    bool same = pair == out->pair && source == out->source;
    out->count += same;
    if (same && (asked == 0 || asked == number)) {
        out->number = number;
        out->known = true;
    }
}

static void find_event(found *out, uint32_t asked, const epic_plan *plan)
{
    for (size_t i = 0; i < epic_plan_events(plan); i++) {
        const epic_event *event = epic_plan_event(plan, i);
        meet(out, asked, event->pair, event->source, event->number);
    }
    for (size_t i = 0; i < epic_plan_unscheduled(plan); i++) {
        const epic_unscheduled *one = epic_plan_unscheduled_at(plan, i);
        meet(out, asked, one->pair, one->source, one->number);
    }
}

static int wrong_id(const cli_task *task, const epic_programme *programme, bool step, const char *nearest)
{
    const char *id = task->values[OPTION_EVENT], *none = NULL;
    if (find_source(programme, !step, id, &none) != EPIC_NONE) {
        return options_wrong(task->command, step ? "a joint event is of no pair, leave out A and B:"
                                                 : "a step is of a pair, name its cities A and B:", id, NULL);
    }
    return options_wrong(task->command, step ? "the exchange has no step" : "the programme has no joint event", id,
                         nearest != NULL ? nearest : none);
}

static int find(cli_task *task, const why_asked *asked, const epic_plan *plan, found *out)
{
    const epic_pairing *pairing = epic_plan_pairing(plan);
    const epic_programme *programme = epic_scores_programme(epic_pairing_scores(pairing));
    bool step = asked->cities[0] != EPIC_NONE;
    const char *nearest = NULL;
    out->source = find_source(programme, step, task->values[OPTION_EVENT], &nearest);
    if (out->source == EPIC_NONE) {
        return wrong_id(task, programme, step, nearest);
    }
    out->pair = step ? find_pair(pairing, asked->cities) : EPIC_NONE;
    if (step && out->pair == EPIC_NONE) {
        return options_wrong(task->command, "the two cities are no pair of the plan:", task->operands[1], NULL);
    }
    find_event(out, asked->number, plan);
    if (out->count > 1 && asked->number == 0) {
        return options_wrong(task->command, "there are several, say which with --number:", task->values[OPTION_EVENT], NULL);
    }
    return out->known ? EPIC_OK : options_wrong(task->command, "there is no such event of that number:",
                                                task->values[OPTION_EVENT], NULL);
}

int why_answer(cli_task *task, const why_asked *asked, epic_plan *plan)
{
    const epic_programme_info *info = epic_programme_get(epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan))));
    found event = {.known = false};
    epic_why *why = NULL;
    if (asked->date != EPIC_NO_DATE && (asked->date < info->starts || asked->date > info->ends)) {
        return options_wrong(task->command, "--date wants a day of the programme, not", task->values[OPTION_DATE], NULL);
    }
    int status = find(task, asked, plan, &event);
    status = status ? status : epic_why_make(&why, plan, event.pair, event.source, event.number, asked->date);
    if (status == EPIC_OK) {
        status = epic_publish_dates(why, task_format(task), task_write, task);
    }
    epic_why_unref(why);
    return status;
}
