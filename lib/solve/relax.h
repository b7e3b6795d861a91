/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Limited pairing with fractions allowed: a linear programme whose columns and halves are added as they are needed. Its rows
 * are the nodes, the rules, that there is one triad or none, and halves. */
#ifndef EP_RELAX_H
#define EP_RELAX_H

#include "bound.h"

typedef enum ep_column_kind {
    EP_COLUMN_EDGE,
    EP_COLUMN_TRIAD,
    EP_COLUMN_COVER,    /* a node has a partner */
    EP_COLUMN_NO_TRIAD, /* there is none */
    EP_COLUMN_LACK      /* what a row is short of its bounds */
} ep_column_kind;

typedef struct ep_column {
    ep_column_kind kind;
    uint32_t at;     /* the edge, the node covered, the row */
    ep_triad triad;  /* a triad's nodes */
    int sign;        /* of a lack: which way it moves its row */
    double lo, hi;   /* as the programme has them */
} ep_column;

typedef struct ep_relax {
    const ep_limited_problem *problem;
    ep_lp *lp;
    ep_bounder bounder;
    ep_decided decided;
    ep_column *column;
    size_t column_count, column_room;
    double *value; /* of each column; 0 of those added since */
    size_t value_room;
    double *dual; /* of each row */
    size_t dual_room;
    bool *present;        /* of each edge: whether it is a column */
    bool *loose;          /* of each rule: its greatest value says nothing */
    bool lacking;         /* lacks are allowed, and nothing else counts */
    size_t rows_with_lack;
    uint32_t *line; /* a row or a column at hand */
    double *factor;
    size_t line_count, line_room, factor_room;
} ep_relax;

/* False when out of memory. */
bool ep_relax_init(ep_relax *relax, ep_arena *arena, const ep_limited_problem *problem);
void ep_relax_free(ep_relax *relax);
/* Loads the rows, and the columns that are not edges or triads. What follows returns a status. */
int ep_relax_begin(ep_relax *relax, ep_lp *lp);
int ep_relax_add_edge(ep_relax *relax, uint32_t edge);
int ep_relax_add_triad(ep_relax *relax, const ep_triad *triad);
/* The half is copied. */
int ep_relax_add_half(ep_relax *relax, const ep_half *half);
/* Makes the programme keep what is decided now. */
int ep_relax_keep(ep_relax *relax);
/* Goes over to finding what the rows lack, or back. */
int ep_relax_lack(ep_relax *relax, bool lacking);
/* Reads values and duals. */
int ep_relax_read(ep_relax *relax);
size_t ep_relax_rows(const ep_relax *relax);

#endif
