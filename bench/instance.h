/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Illustrative programmes of any size, made from a seed: they stand in the place of the model layer, so that neither the reader's
 * limits nor its memory count. */
#ifndef BENCH_INSTANCE_H
#define BENCH_INSTANCE_H

#include <epic/score.h>

#include <stdio.h>

enum { DOMAINS = 8, MENTOR_OF = 10 };

/* What an instance is made from; `family` is one of the words of families(). */
typedef struct recipe {
    epic_form form;
    const char *family;
    size_t cities;
    uint64_t seed;
} recipe;

/* The programme of a recipe, or NULL when there is no such family or no memory. Each city is drawn by itself from the seed: the
 * first n of a larger programme are those of the smaller. */
epic_programme *make_instance(const recipe *from);

/* The word of a form in programme files. */
const char *form_word(epic_form form);

/* Writes it as a programme file, from which the reader gets the same numbers to the last bit. */
void write_programme(FILE *file, const epic_programme *programme);

/* A value in the units in which libepic counts. */
int64_t units_of(double value);

/* Writes what a solver for numbers needs, all int32_t: 1 when mutual, else 0; the numbers of rows and columns; how many partners
 * each row, then each column, can have; the values in units by rows, -1 where a rule forbids the pair. False when out of
 * memory. */
bool write_matrix(FILE *file, const epic_scores *scores);

#endif
