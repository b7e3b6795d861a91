/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glpk FILE: a matrix of bench_pair by GLPK alone, as its manual would have it: a column of each pair that is worth something, a
 * row of each city. Directed: glp_simplex, whose corners are whole. Mutual: corners can be halves, so glp_intopt goes on. */
#include <glpk.h>

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "peak.h"

typedef struct matrix {
    int32_t mutual, rows, columns, *room, *weight;
} matrix;

static int32_t *read_numbers(FILE *file, size_t count)
{
    int32_t *numbers = malloc(count * sizeof *numbers);
    if (numbers == NULL || fread(numbers, sizeof *numbers, count, file) != count) {
        exit(EXIT_FAILURE);
    }
    return numbers;
}

static void read_matrix(matrix *out, const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        exit(EXIT_FAILURE);
    }
    int32_t *head = read_numbers(file, 3);
    *out = (matrix){.mutual = head[0], .rows = head[1], .columns = head[2]};
    out->room = read_numbers(file, (size_t)(out->rows + out->columns));
    out->weight = read_numbers(file, (size_t)out->rows * (size_t)out->columns);
    fclose(file);
    free(head);
}

static void add_pair(glp_prob *model, const matrix *m, int i, int j, int32_t weight)
{
    int column = glp_add_cols(model, 1), at[] = {0, i + 1, m->mutual ? j + 1 : m->rows + j + 1};
    double ones[] = {0, 1, 1};
    glp_set_col_bnds(model, column, GLP_DB, 0, 1);
    if (m->mutual) {
        glp_set_col_kind(model, column, GLP_BV);
    }
    glp_set_obj_coef(model, column, ldexp(weight, -30));
    glp_set_mat_col(model, column, 2, at, ones);
}

static glp_prob *build(const matrix *m)
{
    glp_prob *model = glp_create_prob();
    int nodes = m->mutual ? m->rows : m->rows + m->columns;
    glp_set_obj_dir(model, GLP_MAX);
    glp_add_rows(model, nodes);
    for (int i = 0; i < nodes; i++) {
        glp_set_row_bnds(model, i + 1, GLP_UP, 0, m->room[i]);
    }
    for (int i = 0; i < m->rows; i++) {
        for (int j = m->mutual ? i + 1 : 0; j < m->columns; j++) {
            int32_t weight = m->weight[(size_t)i * (size_t)m->columns + (size_t)j];
            if (weight > 0) {
                add_pair(model, m, i, j, weight);
            }
        }
    }
    return model;
}

static bool solve(glp_prob *model, bool whole)
{
    glp_smcp simplex;
    glp_iocp search;
    glp_init_smcp(&simplex);
    glp_init_iocp(&search);
    simplex.msg_lev = search.msg_lev = GLP_MSG_OFF;
    search.tol_obj = 1e-12;
    return glp_simplex(model, &simplex) == 0 && (!whole || glp_intopt(model, &search) == 0);
}

static long long total_of(glp_prob *model, bool whole)
{
    long long total = 0;
    for (int column = 1; column <= glp_get_num_cols(model); column++) {
        double chosen = whole ? glp_mip_col_val(model, column) : glp_get_col_prim(model, column);
        total += chosen > 0.5 ? llround(ldexp(glp_get_obj_coef(model, column), 30)) : 0;
    }
    return total;
}

int main(int count, char **words)
{
    matrix m;
    if (count < 2) {
        return EXIT_FAILURE;
    }
    read_matrix(&m, words[1]);
    long long total = 0;
    double start = cpu_seconds(), spent = 0, mean = 0;
    for (int runs = 1; spent < 0.25; runs++) {
        glp_prob *model = build(&m);
        if (!solve(model, m.mutual != 0)) {
            return EXIT_FAILURE;
        }
        total = total_of(model, m.mutual != 0);
        glp_delete_prob(model);
        spent = cpu_seconds() - start;
        mean = spent / runs;
    }
    printf("{\"seconds\": %.9f, \"total\": %lld}\n", mean, total);
    return EXIT_SUCCESS;
}
