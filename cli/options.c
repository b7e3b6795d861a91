/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "nearest.h"

#define LONG_BASE 256 /* getopt's value of an option given by its long name: LONG_BASE + id */

/* What getopt wants, made from the table. */
typedef struct parser {
    struct option longs[OPTIONS + 1];
    char letters[2 * OPTIONS + 2];
} parser;

/* Control characters of an argument must not reach the terminal. */
static void say_word(const char *word)
{
    for (; *word; word++) {
        unsigned char c = (unsigned char)*word;
        fputc(c < 0x20 || c == 0x7f ? '?' : c, stderr);
    }
}

int options_wrong(const cli_command *command, const char *what, const char *word, const char *nearest)
{
    const char *name = command != NULL ? command->name : "", *blank = command != NULL ? " " : "";
    fprintf(stderr, "epic%s%s: %s", blank, name, what);
    if (word != NULL) {
        fputs(" '", stderr);
        say_word(word);
        fputc('\'', stderr);
    }
    if (nearest != NULL) {
        fprintf(stderr, "; did you mean '%s'?", nearest);
    }
    fprintf(stderr, "\nTry: epic%s%s --help\n", blank, name);
    return WRONG_USAGE;
}

static void make_parser(parser *out, const cli_command *command)
{
    char *letter = out->letters;
    size_t n = 0;
    *letter++ = ':'; /* tells a missing argument from an unknown option */
    for (const cli_option *row = command->options; row->name != NULL; row++) {
        int has = row->argument != NULL ? required_argument : no_argument;
        out->longs[n++] = (struct option){row->name, has, NULL, LONG_BASE + (int)row->id};
        if (row->letter) {
            *letter++ = row->letter;
        }
        if (row->letter && row->argument != NULL) {
            *letter++ = ':';
        }
    }
    out->longs[n] = (struct option){NULL, 0, NULL, 0};
    *letter = '\0';
}

static const cli_option *find_row(const cli_command *command, int code)
{
    for (const cli_option *row = command->options; row->name != NULL; row++) {
        if (code == LONG_BASE + (int)row->id || (row->letter && code == row->letter)) {
            return row;
        }
    }
    return NULL;
}

/* An option that is not in the table: a letter (optopt), or the long one in `word`, the argument read last. */
static int wrong_option(const cli_command *command, const char *word)
{
    char unknown[] = "-?", nearest[64];
    const char *best = NULL;
    if (optopt) {
        unknown[1] = (char)optopt;
        return options_wrong(command, "there is no option", unknown, NULL);
    }
    for (const cli_option *row = command->options; row->name != NULL; row++) {
        best = word_nearer(word + 2, best, row->name);
    }
    if (best != NULL) {
        (void)snprintf(nearest, sizeof nearest, "--%s", best);
    }
    return options_wrong(command, "there is no option", word, best != NULL ? nearest : NULL);
}

static int wrong_value(const cli_command *command, const cli_option *row, const char *what, const char *argument)
{
    char sentence[128];
    (void)snprintf(sentence, sizeof sentence, "option --%s %s%s", row->name, what, argument);
    return options_wrong(command, sentence, NULL, NULL);
}

static int take_option(cli_task *task, int code, const char *word)
{
    const cli_option *row = find_row(task->command, code == '?' || code == ':' ? optopt : code);
    if (row == NULL) {
        return wrong_option(task->command, word);
    }
    if (code == ':') {
        return wrong_value(task->command, row, "needs a value: ", row->argument);
    }
    if (code == '?') {
        return wrong_value(task->command, row, "takes no value", "");
    }
    if (task->values[row->id] != NULL) {
        return wrong_value(task->command, row, "is given twice", "");
    }
    task->values[row->id] = row->argument != NULL ? optarg : "";
    return EPIC_OK;
}

static int take_operands(cli_task *task, int count)
{
    int wanted = 0, needed = 0;
    while (task->command->operands[wanted] != NULL) {
        needed += needed == wanted && task->command->operands[wanted][0] != '[';
        wanted++;
    }
    bool many = wanted > 0 && strchr(task->command->operands[wanted - 1], '.') != NULL;
    if (count > wanted && !many) {
        return options_wrong(task->command, "one argument too many:", task->operands[wanted], NULL);
    }
    if (count < needed) {
        char sentence[64];
        const char *missing = task->command->operands[count];
        (void)snprintf(sentence, sizeof sentence, "%.*s is missing", (int)strcspn(missing, "."), missing);
        return options_wrong(task->command, sentence, NULL, NULL);
    }
    return EPIC_OK;
}

int options_parse(cli_task *task, int count, char **arguments)
{
    parser known;
    make_parser(&known, task->command);
    opterr = 0;
    for (;;) {
        int code = getopt_long(count, arguments, known.letters, known.longs, NULL);
        if (code == -1) {
            break;
        }
        int status = take_option(task, code, arguments[optind - 1]);
        if (status || task->values[OPTION_HELP] != NULL) {
            return status;
        }
    }
    task->operands = arguments + optind;
    return take_operands(task, count - optind);
}

static void say_usage(const cli_command *command)
{
    printf("epic %s", command->name);
    for (const char *const *operand = command->operands; *operand != NULL; operand++) {
        printf(" %s", *operand);
    }
    for (const cli_option *row = command->options; row->name != NULL; row++) {
        printf(" [--%s%s%s]", row->name, row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
    }
}

void options_help(const cli_command *command)
{
    printf("%s\n\nUsage: ", command->summary);
    say_usage(command);
    printf("\n\n%s\n\nOptions:\n", command->text);
    for (const cli_option *row = command->options; row->name != NULL; row++) {
        char left[64], letter[] = {'-', row->letter, ',', ' ', '\0'};
        (void)snprintf(left, sizeof left, "%s--%s%s%s", row->letter ? letter : "    ", row->name,
                       row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
        printf("  %-22s  %s\n", left, row->help);
    }
    printf("\nExample:\n  %s\n", command->example);
}
