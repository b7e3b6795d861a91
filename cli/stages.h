/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the commands share: the stages up to a plan, and where results go. */
#ifndef CLI_STAGES_H
#define CLI_STAGES_H

#include "options.h"

/* The form of results: JSON when asked for, colour on a terminal that wants it. */
epic_format task_format(const cli_task *task);
/* Whether text on this stream may be coloured: a terminal, no NO_COLOR, TERM not dumb. */
bool task_colour(int stream);

/* An epic_write_fn to standard output; `user` is the task. */
int task_write(void *user, const char *bytes, size_t n);
/* printf to standard output. */
void task_say(cli_task *task, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Empties the buffer of standard output; EPIC_EIO when anything could not be written since the start. */
int task_flush(cli_task *task);

/* An epic_progress_fn: shows a line on a terminal and stops when the user interrupts or time is out; `user` is
 * the task. */
bool task_progress(void *user, const char *stage, double done);
/* From now on an interruption makes long work stop. A second one ends the program at once. */
void task_catch_interrupts(void);

/* Takes --issued-at; WRONG_USAGE when that has been said. */
int task_issued_at(cli_task *task, epic_publish_options *options);
/* Which of the words, which NULL ends, the value of an option is, from 0 on; below 0 when it is none, which has been
 * said. Not given: `unless`. */
int task_word(const cli_task *task, enum option_id id, const char *what, const char *const *words, int unless);
/* 1 to 999; 0 when the text is something else. */
uint32_t task_number(const char *text);
/* Fills the options of pairing from the command's; WRONG_USAGE when that has been said. */
int task_pair_options(cli_task *task, epic_pair_options *options);

/* Each stage with those before it, from the file that is the first operand; what comes out is to be unreffed. */
int task_programme(cli_task *task, epic_programme **programme);
int task_scores(cli_task *task, epic_scores **scores);
/* `former`: what was issued before, to plan on from; NULL: plan anew. */
int task_pairing(cli_task *task, const epic_ledger *former, epic_pairing **pairing);
/* EPIC_ECANCELLED with a plan: the best so far. */
int task_plan(cli_task *task, epic_ledger *former, epic_plan **plan);

#endif
