/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is run again and again while the first, second, third ... allocation fails. */
#ifndef SCENARIO_H
#define SCENARIO_H

#include <epic/diag.h>

/* Returns a status. Nothing may be left behind when it fails; what it makes when it succeeds may serve those after it. */
typedef struct scenario {
    const char *name;
    int (*run)(epic_diags *diags);
} scenario;

/* Both end with a NULL name. */
extern const scenario base_scenarios[];
extern const scenario stage_scenarios[];

/* The programme file, and a folder for what is written. Set before the first run. */
extern const char *scenario_file, *scenario_folder;
/* Frees what the scenarios have made for one another. */
void scenario_end(void);

/* Takes everything. */
int scenario_sink(void *user, const char *bytes, size_t n);

#endif
