/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plan_glpk.h"

#include <glpk.h>
#include <math.h>
#include <stdlib.h>

static void add_columns(glp_prob *problem, const model *m)
{
    glp_add_cols(problem, (int)m->column_count + 1);
    for (size_t c = 0; c < m->column_count; c++) {
        int i = (int)c + 1;
        glp_set_obj_coef(problem, i, m->columns[c].cost);
        glp_set_col_kind(problem, i, m->columns[c].whole ? GLP_BV : GLP_CV);
        glp_set_col_bnds(problem, i, GLP_DB, 0, 1);
    }
}

/* False when out of memory. */
static int add_rows(glp_prob *problem, const model *m)
{
    int *row = calloc(m->entry_count + 1, sizeof *row), *column = calloc(m->entry_count + 1, sizeof *column);
    double *factor = calloc(m->entry_count + 1, sizeof *factor);
    int good = row != NULL && column != NULL && factor != NULL;
    glp_add_rows(problem, (int)m->row_count + 1);
    for (size_t r = 0, e = 0; r < m->row_count && good; r++) {
        glp_set_row_bnds(problem, (int)r + 1, m->rows[r].exact ? GLP_FX : GLP_UP, m->rows[r].most, m->rows[r].most);
        for (; e < m->rows[r].end; e++) {
            row[e + 1] = (int)r + 1;
            column[e + 1] = (int)m->entries[e].column + 1;
            factor[e + 1] = m->entries[e].factor;
        }
    }
    if (good) {
        glp_load_matrix(problem, (int)m->entry_count, row, column, factor);
    }
    free(row);
    free(column);
    free(factor);
    return good;
}

/* Primal, with its presolver and without cuts: what is fastest on these models. */
int64_t model_least(const model *m)
{
    glp_prob *problem = glp_create_prob();
    glp_iocp how;
    glp_init_iocp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.presolve = GLP_ON;
    glp_term_out(GLP_OFF);
    add_columns(problem, m);
    int good = add_rows(problem, m) && glp_intopt(problem, &how) == 0 && glp_mip_status(problem) == GLP_OPT;
    int64_t least = good ? llround(glp_mip_obj_val(problem)) + m->offset : -1;
    glp_delete_prob(problem);
    glp_free_env();
    return least;
}
