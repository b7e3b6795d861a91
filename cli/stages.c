/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stages.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "nearest.h"

static volatile sig_atomic_t interrupted;

static void note_interrupt(int number)
{
    (void)number;
    interrupted = 1;
}

void task_catch_interrupts(void)
{
    struct sigaction action = {.sa_handler = note_interrupt, .sa_flags = (int)(SA_RESETHAND | SA_RESTART)};
    sigemptyset(&action.sa_mask);
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

bool task_colour(int stream)
{
    const char *no_colour = getenv("NO_COLOR"), *terminal = getenv("TERM");
    return isatty(stream) && !(no_colour != NULL && *no_colour) && terminal != NULL && strcmp(terminal, "dumb") != 0;
}

epic_format task_format(const cli_task *task)
{
    if (task->values[OPTION_JSON] != NULL) {
        return EPIC_JSON;
    }
    return task_colour(STDOUT_FILENO) ? EPIC_COLOUR : EPIC_TEXT;
}

int task_write(void *user, const char *bytes, size_t n)
{
    cli_task *task = user;
    errno = 0;
    if (epic_write_stdio(stdout, bytes, n) != 0) {
        task->write_error = errno ? errno : EIO;
    }
    return task->write_error;
}

void task_say(cli_task *task, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    errno = 0;
    if (vprintf(format, list) < 0) {
        task->write_error = errno ? errno : EIO;
    }
    va_end(list);
}

int task_flush(cli_task *task)
{
    errno = 0;
    if (fflush(stdout) != 0 && !task->write_error) {
        task->write_error = errno ? errno : EIO;
    }
    return task->write_error ? EPIC_EIO : EPIC_OK;
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

bool task_progress(void *user, const char *stage, double done)
{
    const cli_task *task = user;
    bool stops = interrupted || (task->stop_at > 0 && now() >= task->stop_at);
    if (task->values[OPTION_JSON] == NULL && task_colour(STDERR_FILENO)) {
        fprintf(stderr, "\r\033[K%s %d %%", stage, (int)(100 * done));
        fputs(done >= 1 || stops ? "\r\033[K" : "", stderr);
    }
    return !stops;
}

int task_issued_at(cli_task *task, epic_publish_options *options)
{
    const char *issued = task->values[OPTION_ISSUED_AT];
    if (issued != NULL) {
        options->issued_at = epic_instant_read(issued);
        if (options->issued_at < 0) { /* EPIC_NO_INSTANT too */
            return options_wrong(task->command, "--issued-at wants a moment such as 2020-01-06T09:00:00Z, not", issued, NULL);
        }
    }
    return EPIC_OK;
}

int task_programme(cli_task *task, epic_programme **programme)
{
    return epic_programme_load(programme, task->operands[0], task->diags);
}

int task_scores(cli_task *task, epic_scores **scores)
{
    epic_programme *programme;
    *scores = NULL;
    int status = task_programme(task, &programme);
    if (status == EPIC_OK) {
        status = epic_scores_make(scores, programme, task->diags);
    }
    epic_programme_unref(programme);
    return status;
}

int task_word(const cli_task *task, enum option_id id, const char *what, const char *const *words, int unless)
{
    const char *value = task->values[id], *nearest = NULL;
    if (value == NULL) {
        return unless;
    }
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], value) == 0) {
            return i;
        }
        nearest = word_nearer(value, nearest, words[i]);
    }
    options_wrong(task->command, what, value, nearest);
    return -WRONG_USAGE - 1;
}

uint32_t task_number(const char *text)
{
    uint32_t number = 0;
    size_t digits = strspn(text, "0123456789");
    if (digits < 1 || digits > 3 || text[digits] != '\0') {
        return 0;
    }
    for (; *text; text++) {
        number = 10 * number + (uint32_t)(*text - '0');
    }
    return number;
}

int task_pair_options(cli_task *task, epic_pair_options *options)
{
    static const char *const engines[] = {"any", "native", "glpk", NULL};
    static const char *const preferences[] = {"value", "participation", "fairness", NULL};
    const char *threads = task->values[OPTION_THREADS];
    int engine = task_word(task, OPTION_ENGINE, "there is no engine", engines, EPIC_ENGINE_ANY);
    int prefer = engine < 0 ? engine : task_word(task, OPTION_PREFER, "--prefer cannot be", preferences, EPIC_PREFER_STATED);
    if (engine < 0 || prefer < EPIC_PREFER_STATED) {
        return WRONG_USAGE;
    }
    options->progress = task_progress;
    options->user = task;
    options->engine = (epic_engine)engine;
    options->prefer = (epic_prefer)prefer;
    options->threads = threads != NULL ? task_number(threads) : 1;
    if (options->threads == 0) {
        return options_wrong(task->command, "--threads wants a number from 1 to 999, not", threads, NULL);
    }
    return EPIC_OK;
}

int task_pairing(cli_task *task, const epic_ledger *former, epic_pairing **pairing)
{
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    epic_scores *scores;
    *pairing = NULL;
    int status = task_pair_options(task, &options);
    if (status != EPIC_OK) {
        return status;
    }
    options.former = former;
    status = task_scores(task, &scores);
    if (status == EPIC_OK) {
        status = epic_pairing_make(pairing, scores, &options, task->diags);
    }
    epic_scores_unref(scores);
    return status;
}

/* Takes --time-limit. */
static int set_out(cli_task *task)
{
    const char *limit = task->values[OPTION_TIME_LIMIT];
    if (limit != NULL && task_number(limit) == 0) {
        return options_wrong(task->command, "--time-limit wants seconds from 1 to 999, not", limit, NULL);
    }
    task->stop_at = limit != NULL ? now() + (int64_t)task_number(limit) * 1000 : 0;
    return EPIC_OK;
}

int task_plan(cli_task *task, epic_ledger *former, epic_plan **plan)
{
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    epic_pairing *pairing;
    options.progress = task_progress;
    options.user = task;
    options.former = former;
    *plan = NULL;
    int status = set_out(task);
    if (status != EPIC_OK) {
        return status;
    }
    status = task_pairing(task, former, &pairing);
    if (status == EPIC_OK) {
        status = epic_plan_make(plan, pairing, &options, task->diags);
    }
    epic_pairing_unref(pairing);
    return status;
}
