/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"
#include "nearest.h"
#include "stages.h"
#include "why_date.h"

static int wrong_city(const cli_task *task, const epic_programme *programme, const char *id)
{
    const char *nearest = NULL;
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        nearest = word_nearer(id, nearest, epic_programme_city(programme, i)->id);
    }
    return options_wrong(task->command, "the programme has no city", id, nearest);
}

static int find_cities(cli_task *task, const epic_programme *programme, size_t cities[2])
{
    for (int i = 0; i < 2; i++) {
        cities[i] = epic_programme_find(programme, task->operands[1 + i]);
        if (cities[i] == EPIC_NONE) {
            return wrong_city(task, programme, task->operands[1 + i]);
        }
    }
    if (cities[0] == cities[1]) {
        return options_wrong(task->command, "A and B are the same city", task->operands[1], NULL);
    }
    return EPIC_OK;
}

/* What would be if it were otherwise; without an answer when it cannot be. */
static int ask(epic_pairing **other, const epic_pairing *best, size_t a, size_t b, const epic_pair_options *options)
{
    size_t count;
    const epic_pair *pairs = epic_pairing_pairs(best, &count);
    bool mutual = epic_programme_rules(epic_scores_programme(epic_pairing_scores(best)))->form == EPIC_MUTUAL, paired = false;
    for (size_t i = 0; i < count; i++) {
        paired = paired || (pairs[i].a == a && pairs[i].b == b) || (mutual && pairs[i].a == b && pairs[i].b == a);
    }
    int status = (paired ? epic_pairing_without : epic_pairing_with)(other, best, a, b, options, NULL);
    return status == EPIC_EINPUT || status == EPIC_EINFEASIBLE ? EPIC_OK : status;
}

/* Where there is no pairing, the two cities can be explained all the same. */
static int publish(cli_task *task, epic_scores *scores, size_t a, size_t b)
{
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    epic_pairing *best, *other = NULL;
    options.progress = task_progress;
    options.user = task;
    int status = epic_pairing_make(&best, scores, &options, NULL);
    if (status == EPIC_EINPUT || status == EPIC_EINFEASIBLE || status == EPIC_ESOLVER) {
        return epic_publish_explanation(scores, a, b, task_format(task), task_write, task);
    }
    status = status == EPIC_OK ? ask(&other, best, a, b, &options) : status;
    if (status == EPIC_OK) {
        status = epic_publish_why(best, other, a, b, task_format(task), task_write, task);
    }
    epic_pairing_unref(other);
    epic_pairing_unref(best);
    return status;
}

/* In mentoring the learner is the guest, whoever is named first. */
static bool is_turned(const epic_scores *scores, const size_t *cities)
{
    return epic_programme_rules(epic_scores_programme(scores))->form == EPIC_MENTORING &&
           epic_pair_rule(scores, cities[0], cities[1]) == EPIC_RULE_NOT_MENTOR &&
           epic_pair_rule(scores, cities[1], cities[0]) != EPIC_RULE_NOT_MENTOR;
}

static int explain(cli_task *task, epic_scores *scores)
{
    const epic_programme *programme = epic_scores_programme(scores);
    size_t cities[2];
    int status = find_cities(task, programme, cities);
    if (status == EPIC_OK) {
        bool turn = is_turned(scores, cities);
        status = publish(task, scores, cities[turn], cities[!turn]);
    }
    return status;
}

/* An event, of the pair of A and B when they are named. */
static int explain_event(cli_task *task)
{
    why_asked asked = {.cities = {EPIC_NONE, EPIC_NONE}};
    epic_plan *plan = NULL;
    int status = why_take(task, &asked);
    status = status ? status : task_plan(task, NULL, &plan);
    if (status == EPIC_OK && task->operands[1] != NULL) {
        const epic_programme *programme = epic_scores_programme(epic_pairing_scores(epic_plan_pairing(plan)));
        status = find_cities(task, programme, asked.cities);
    }
    status = status ? status : why_answer(task, &asked, plan);
    epic_plan_unref(plan);
    return status;
}

static int run(cli_task *task)
{
    bool event = task->values[OPTION_EVENT] != NULL, a = task->operands[1] != NULL, b = a && task->operands[2] != NULL;
    epic_scores *scores;
    if (!b && (a || !event)) {
        return options_wrong(task->command, a ? "B is missing" : "A is missing", NULL, NULL);
    }
    if (!event && (task->values[OPTION_DATE] != NULL || task->values[OPTION_NUMBER] != NULL)) {
        return options_wrong(task->command, "--date and --number are of an event: --event is missing", NULL, NULL);
    }
    if (event) {
        return explain_event(task);
    }
    int status = task_scores(task, &scores);
    if (status == EPIC_OK) {
        status = explain(task, scores);
    }
    epic_scores_unref(scores);
    return status;
}

const cli_command cmd_explain = {
    .name = "explain",
    .summary = "Say why two cities fit, or do not; or why an event is not on a date.",
    .operands = {"FILE", "[A", "B]"},
    .text = "A and B are ids of cities in the programme FILE. Says what each can learn from the other,\n"
            "domain by domain: the need N of the one who learns, the offer O of the host, the step g (how\n"
            "far the host is ahead), the transfer T (how alike the two are) and the share they add up to;\n"
            "and the rule that forbids the pair, if one does. Then whether the two are a pair in the best\n"
            "pairing, in which round when there are several, how the total value would change if it were\n"
            "otherwise, and which other pairs would change with it. In visits A is the guest.\n"
            "\n"
            "With --event it explains an event of the plan of FILE instead: a joint event, or a step of the\n"
            "pair of A and B. With --date it lists every rule that bars that day beside all other events, of\n"
            "a meeting those of the half hour that the fewest bar. Without, it tells what bars how many days,\n"
            "which days are possible, and if none is, which rules leave none and which one alone would free\n"
            "one.",
    .example = "epic explain programme.yaml brescia oberhausen",
    .options = {{OPTION_EVENT, "event", 0, "ID", "The joint event or the step to explain."},
                {OPTION_DATE, "date", 0, "DATE", "Why not then: its first day, such as 2022-03-01."},
                {OPTION_NUMBER, "number", 0, "N", "Which, of several of that event."},
                ROW_JSON, ROW_HELP},
    .run = run,
};
