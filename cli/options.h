/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A command as a table: it feeds the parser, --help and the messages about wrong usage. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <epic/epic.h>

enum option_id {
    OPTION_HELP,
    OPTION_JSON,
    OPTION_OUTPUT,
    OPTION_ISSUED_AT,
    OPTION_REBUILD,
    OPTION_PLAN,
    OPTION_ENGINE,
    OPTION_PREFER,
    OPTION_THREADS,
    OPTION_TIME_LIMIT,
    OPTION_K,
    OPTION_PROFILE,
    OPTION_PRIVACY,
    OPTION_EVENT,
    OPTION_DATE,
    OPTION_NUMBER,
    OPTIONS
};

typedef struct cli_option {
    enum option_id id;
    const char *name;
    char letter;          /* 0: none */
    const char *argument; /* what it takes, NULL: nothing */
    const char *help;
} cli_option;

#define ROW_HELP {OPTION_HELP, "help", 'h', NULL, "Show this help."}
#define ROW_JSON {OPTION_JSON, "json", 0, NULL, "Write the result and the diagnostics as JSON."}

#define ROW_ISSUED_AT \
    {OPTION_ISSUED_AT, "issued-at", 0, "TIME", "The moment that the calendars bear, in UTC, such as\n" \
                                               "                          2020-01-06T09:00:00Z; " \
                                               "SOURCE_DATE_EPOCH or now unless given."}

#define ROW_TIME_LIMIT \
    {OPTION_TIME_LIMIT, "time-limit", 0, "N", "Stop the search after N seconds, with the best plan so\n" \
                                              "                          far (exit status 3)."}

#define ROWS_PAIR \
    {OPTION_PREFER, "prefer", 0, "WHAT", "What comes first: value, participation or fairness."}, \
    {OPTION_ENGINE, "engine", 0, "NAME", "Who computes it, native or glpk; the pairs are the same."}, \
    {OPTION_THREADS, "threads", 0, "N", "How many threads compute it; the pairs are the same."}

struct cli_task;

typedef struct cli_command {
    const char *name, *summary;
    const char *operands[4]; /* what it needs, in order; NULL ends; "FILE...": one or more; "[A": it and more may be missing */
    const char *text;        /* what it does, for --help */
    const char *example;
    cli_option options[OPTIONS + 1]; /* a row without a name ends */
    int (*run)(struct cli_task *task);   /* an epic_status, or WRONG_USAGE when that has been said */
} cli_command;

#define WRONG_USAGE 1

/* One call of a command. */
typedef struct cli_task {
    const cli_command *command;
    const char *values[OPTIONS]; /* NULL: not given; "" when it takes nothing */
    char *const *operands; /* NULL ends */
    epic_diags *diags;
    int64_t stop_at; /* when long work is out of time, in milliseconds of the monotonic clock; 0: never */
    int write_error; /* errno of standard output, 0 while all is well */
} cli_task;

/* Fills values and operands from the arguments behind the command's name (arguments[0]). EPIC_OK or WRONG_USAGE, which has been
 * said. After --help nothing else is looked at. */
int options_parse(cli_task *task, int count, char **arguments);

/* --help of a command. */
void options_help(const cli_command *command);

/* "epic plan: no such city 'x'; did you mean 'y'?" and where to find help; command and nearest may be NULL. Returns
 * WRONG_USAGE. */
int options_wrong(const cli_command *command, const char *what, const char *word, const char *nearest);

#endif
