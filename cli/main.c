/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epic COMMAND ...: finds the command, runs it, and turns statuses into exit codes. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "nearest.h"
#include "stages.h"

enum exit_code { EXIT_DONE, EXIT_INPUT, EXIT_USAGE, EXIT_STOPPED, EXIT_SYSTEM };

static const cli_command *const commands[] = {&cmd_check, &cmd_score,   &cmd_pair,    &cmd_explain, &cmd_plan,  &cmd_replan,
                                            &cmd_diff,  &cmd_publish, &cmd_receive, &cmd_lint,    &cmd_schema};
static const size_t command_count = sizeof commands / sizeof *commands;

static void say_help(void)
{
    printf("epic pairs cities that can learn from each other and dates their exchanges.\n\n"
           "Usage: epic COMMAND ...\n\nCommands:\n");
    for (size_t i = 0; i < command_count; i++) {
        printf("  %-8s  %s\n", commands[i]->name, commands[i]->summary);
    }
    printf("\nOptions:\n"
           "  -h, --help     Show this help; epic COMMAND --help shows that of a command.\n"
           "      --version  Show the version.\n\n"
           "Results go to standard output, what is to be said about them to standard error.\n"
           "Exit status: 0 done, 1 wrong input or rules that contradict each other, 2 wrong usage,\n"
           "3 interrupted or out of time, 4 a file, standard output or memory failed.\n\n"
           "Example:\n  epic plan programme.yaml --output out\n");
}

static const cli_command *find_command(const char *name)
{
    for (size_t i = 0; i < command_count; i++) {
        if (strcmp(commands[i]->name, name) == 0) {
            return commands[i];
        }
    }
    return NULL;
}

static int wrong_command(const char *word)
{
    const char *nearest = NULL;
    if (word[0] == '-') {
        nearest = word_nearer(word, word_nearer(word, NULL, "--help"), "--version");
        return options_wrong(NULL, "a command comes first; there is no option", word, nearest);
    }
    for (size_t i = 0; i < command_count; i++) {
        nearest = word_nearer(word, nearest, commands[i]->name);
    }
    return options_wrong(NULL, "there is no command", word, nearest);
}

/* Writes the diagnostics and, when none of them is an error, what a failing status means. */
static void say_diagnostics(const cli_task *task, int status)
{
    epic_format format = task_colour(STDERR_FILENO) ? EPIC_COLOUR : EPIC_TEXT;
    if (task->values[OPTION_JSON] != NULL) {
        format = EPIC_JSON;
    }
    (void)epic_diags_write(task->diags, format, epic_write_stdio, stderr);
    if (task->write_error) {
        fprintf(stderr, "epic: cannot write to standard output: %s\n", strerror(task->write_error));
    } else if (status < 0 && epic_diags_errors(task->diags) == 0) {
        fprintf(stderr, "epic: %s\n", epic_strerror(status));
    }
}

static int exit_code(int status)
{
    switch (status) {
    case EPIC_OK:
        return EXIT_DONE;
    case WRONG_USAGE:
        return EXIT_USAGE;
    case EPIC_EINPUT:
    case EPIC_EINFEASIBLE:
        return EXIT_INPUT;
    case EPIC_ECANCELLED:
        return EXIT_STOPPED;
    default:
        return EXIT_SYSTEM;
    }
}

static int run(cli_task *task)
{
    task->diags = epic_diags_new();
    int status = task->diags != NULL ? task->command->run(task) : EPIC_ENOMEM;
    int flushed = task_flush(task);
    status = status ? status : flushed;
    if (status != WRONG_USAGE) {
        say_diagnostics(task, status);
    }
    epic_diags_free(task->diags);
    return exit_code(status);
}

/* --help and --version. */
static int flush_help(void)
{
    cli_task nothing = {.values = {NULL}};
    int status = task_flush(&nothing);
    if (status) {
        say_diagnostics(&nothing, status);
    }
    return exit_code(status);
}

static int dispatch(int count, char **arguments)
{
    const char *word = arguments[0];
    if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0) {
        say_help();
        return flush_help();
    }
    if (strcmp(word, "--version") == 0) {
        printf("epic %s\n", epic_version());
        return flush_help();
    }
    cli_task task = {.command = find_command(word)};
    int status = task.command != NULL ? options_parse(&task, count, arguments) : wrong_command(word);
    if (status) {
        return exit_code(status);
    }
    if (task.values[OPTION_HELP] != NULL) {
        options_help(task.command);
        return flush_help();
    }
    return run(&task);
}

/* A stream that was closed by the caller must not be the number of the next file opened; writing to it still fails. */
static void hold_closed_streams(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDONLY);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0) {
        close(fd);
    }
}

int main(int count, char **arguments)
{
    hold_closed_streams();
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is a failing write */
    task_catch_interrupts();
    if (count < 2) {
        return exit_code(options_wrong(NULL, "a command is missing", NULL, NULL));
    }
    return dispatch(count - 1, arguments + 1);
}
