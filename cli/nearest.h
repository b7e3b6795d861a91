/* SPDX-License-Identifier: GPL-3.0-or-later */
/* "Did you mean ...?" */
#ifndef CLI_NEAREST_H
#define CLI_NEAREST_H

#include <stddef.h>

/* How many letters must be changed, put in, left out or swapped with their neighbour to turn one word into the other. */
size_t word_distance(const char *one, const char *other);

/* The better of two answers to `word`: `candidate` when it is near and nearer than `best` (or NULL). */
const char *word_nearer(const char *word, const char *best, const char *candidate);

#endif
