/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mps PROGRAMME: its model, see model.h, on standard output, in MPS that may be read as fixed and as free. */
#include <epic/epic.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "model.h"

/* The entries by column, as MPS has them. */
static void write_columns(const model *m, const size_t *first, const model_entry *by_column)
{
    bool whole = false;
    for (size_t c = 0; c < m->column_count; c++) {
        const model_column *column = &m->columns[c];
        if (column->whole != whole) {
            whole = column->whole;
            printf("    %-8s  %-8s                 '%s'\n", "MARK", "'MARKER'", whole ? "INTORG" : "INTEND");
        }
        printf("    x%-7zu  cost      %12" PRId32 "\n", c, column->cost);
        for (size_t i = first[c]; i < first[c + 1]; i++) {
            printf("    x%-7zu  r%-7" PRIu32 "  %12" PRId32 "\n", c, by_column[i].column, by_column[i].factor);
        }
    }
    if (whole) {
        printf("    %-8s  %-8s                 '%s'\n", "MARK", "'MARKER'", "INTEND");
    }
}

static void write_model(const model *m, size_t *first, model_entry *by_column)
{
    for (size_t i = 0; i < m->entry_count; i++) {
        first[m->entries[i].column + 2]++;
    }
    for (size_t c = 2; c < m->column_count + 2; c++) {
        first[c] += first[c - 1];
    }
    printf("NAME          epic\nROWS\n N  cost\n");
    for (size_t r = 0, i = 0; r < m->row_count; r++) {
        printf(" %c  r%zu\n", m->rows[r].exact ? 'E' : 'L', r);
        for (; i < m->rows[r].end; i++) {
            by_column[first[m->entries[i].column + 1]++] = (model_entry){(uint32_t)r, m->entries[i].factor};
        }
    }
    printf("COLUMNS\n");
    write_columns(m, first, by_column);
    printf("RHS\n    rhs       cost      %12" PRId64 "\n", -m->offset);
    for (size_t r = 0; r < m->row_count; r++) {
        if (m->rows[r].most != 0) {
            printf("    rhs       r%-7zu  %12" PRId32 "\n", r, m->rows[r].most);
        }
    }
    printf("BOUNDS\n");
    for (size_t c = 0; c < m->column_count; c++) {
        printf(" UP bound     x%-7zu  %12d\n", c, 1);
    }
    printf("ENDATA\n");
}

int main(int argc, char **argv)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    model m = {.offset = 0};
    int status = argc == 2 ? epic_programme_load(&programme, argv[1], NULL) : EPIC_EARG;
    status = status ? status : epic_scores_make(&scores, programme, NULL);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, NULL);
    status = status ? status : model_open(&m, pairing);
    size_t *first = calloc(m.column_count + 2, sizeof *first);
    model_entry *by_column = calloc(m.entry_count + 1, sizeof *by_column);
    if (status == EPIC_OK && first != NULL && by_column != NULL) {
        write_model(&m, first, by_column);
        fprintf(stderr, "%zu events, %zu without any day, %zu columns, %zu rows, %zu entries\n", m.events, m.hopeless,
                m.column_count, m.row_count, m.entry_count);
    }
    free(first);
    free(by_column);
    model_close(&m);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status == EPIC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
