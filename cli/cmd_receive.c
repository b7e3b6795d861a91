/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "stages.h"

#define MOST ((size_t)64 << 20)

/* All of standard input, or one byte more than is read. EPIC_OK, EPIC_EIO, EPIC_ENOMEM. */
static int read_input(char **bytes, size_t *size)
{
    size_t room = 65536;
    char *text = malloc(room);
    *size = 0;
    while (text != NULL && *size <= MOST) {
        *size += fread(text + *size, 1, room - *size, stdin);
        if (*size < room) {
            break;
        }
        char *more = realloc(text, room *= 2);
        if (more == NULL) {
            free(text);
        }
        text = more;
    }
    *bytes = text;
    return text == NULL ? EPIC_ENOMEM : ferror(stdin) ? EPIC_EIO : EPIC_OK;
}

static int receive(cli_task *task, epic_reply_source *sources, char **input)
{
    epic_replies *replies = NULL;
    size_t count = 0;
    int status = EPIC_OK;
    for (; status == EPIC_OK && task->operands[count + 1] != NULL; count++) {
        sources[count] = (epic_reply_source){task->operands[count + 1], NULL, 0};
        if (strcmp(sources[count].name, "-") == 0 && *input != NULL) {
            return options_wrong(task->command, "standard input is named twice:", "-", NULL);
        }
        if (strcmp(sources[count].name, "-") == 0) {
            status = read_input(input, &sources[count].size);
            sources[count].name = "standard input";
            sources[count].bytes = *input;
        }
    }
    status = status ? status : epic_receive(&replies, task->operands[0], sources, count, task->diags);
    if (replies != NULL) {
        int said = epic_publish_replies(replies, task_format(task), task_write, task);
        status = status ? status : said;
    }
    epic_replies_unref(replies);
    return status;
}

static int run(cli_task *task)
{
    size_t count = 0;
    char *input = NULL;
    while (task->operands[count] != NULL) {
        count++;
    }
    epic_reply_source *sources = calloc(count, sizeof *sources);
    int status = sources != NULL ? receive(task, sources, &input) : EPIC_ENOMEM;
    free(input);
    free(sources);
    return status;
}

const cli_command cmd_receive = {
    .name = "receive",
    .summary = "Take what cities answer into a plan.",
    .operands = {"DIR", "FILE..."},
    .text = "Reads answers to the messages that epic publish wrote: calendars (.ics) or e-mails (.eml), - for\n"
            "standard input. Who accepts or declines, who proposes another time, and who wants to have a\n"
            "message once more is noted in the plan of the folder DIR. Answers to what has changed since, and\n"
            "from addresses that were not invited, are shown and change nothing. A file that is no answer\n"
            "makes the exit status 1; the others count.",
    .example = "epic receive out answers/*.eml",
    .options = {ROW_JSON, ROW_HELP},
    .run = run,
};
