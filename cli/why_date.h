/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain --event: why an event is not on a date. */
#ifndef CLI_WHY_DATE_H
#define CLI_WHY_DATE_H

#include "options.h"

/* What is asked. */
typedef struct why_asked {
    size_t cities[2]; /* EPIC_NONE: of no pair */
    epic_date date;   /* EPIC_NO_DATE: any */
    uint32_t number;  /* 0: not stated */
} why_asked;

/* Takes --date and --number; WRONG_USAGE when that has been said. */
int why_take(cli_task *task, why_asked *asked);
/* Writes the answer. */
int why_answer(cli_task *task, const why_asked *asked, epic_plan *plan);

#endif
