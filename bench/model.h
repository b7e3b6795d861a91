/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The planning of a programme as an integer programme, made of the desk's rules and the costs alone, without the engine: what its
 * cost and bound are held against, and what other solvers are given.
 *
 * Minimise offset + sum of cost * column; columns lie in 0..1, and those that are whole are 0 or 1. Each candidate of an event,
 * a day or a half hour of it, is one; others say whether an event has begun by a day, which makes gaps rows of few entries
 * (Pritsker, Watters, "A zero-one programming approach to scheduling with limited resources", 1968), and that it has no date.
 *
 * What follows an event without a date is counted from every event before, by its least gap. That is the rule of
 * doc/scheduling.md unless an event that occupies nobody stands between: then the model allows more. Occurrences of what recurs
 * are no columns; those that are dated first are booked, others would make the model allow more. */
#ifndef BENCH_MODEL_H
#define BENCH_MODEL_H

#include <epic/plan.h>

/* Sum of factor * column over the entries of a row, which follow each other, <= most; equal where `exact`. */
typedef struct model_row {
    size_t end; /* of its entries */
    int32_t most;
    bool exact;
} model_row;

typedef struct model_entry {
    uint32_t column;
    int32_t factor;
} model_entry;

typedef struct model_column {
    int32_t cost;
    bool whole;
} model_column;

typedef struct model {
    model_column *columns;
    model_row *rows;
    model_entry *entries;
    size_t column_count, row_count, entry_count;
    size_t column_room, row_room, entry_room;
    int64_t offset;
    size_t events, hopeless; /* those to be placed, and those of them that have no candidate at all */
} model;

/* EPIC_OK, what the desk says, or EPIC_ESOLVER when its two ways to ask for starts differ. Close it in any case. */
int model_open(model *own, epic_pairing *pairing);
void model_close(model *own);

#endif
