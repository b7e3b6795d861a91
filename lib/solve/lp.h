/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Linear programmes, solved exactly. lp.c is the only file that knows GLPK.
 *
 * GLPK keeps its state in a thread-local environment, which a host program may use too, and ends the process on misuse. So the
 * work on programmes runs in a short-lived thread of its own, whose environment is freed with all that is in it, and an error
 * of GLPK ends the work with a status. */
#ifndef EP_LP_H
#define EP_LP_H

#include <epic/diag.h>

#define EP_LP_SAID 160

typedef struct ep_lp ep_lp;
typedef enum ep_lp_place { EP_LP_BASIC, EP_LP_LOW, EP_LP_HIGH } ep_lp_place;

/* Whom to tell of progress; `progress` may be NULL. */
typedef struct ep_watch {
    epic_progress_fn progress;
    void *user;
    const char *stage;
} ep_watch;

/* Runs work(lp, user) in a thread of its own and waits for it; the progress function is called meanwhile in the caller's thread.
 * Returns what the work returned, EPIC_ENOMEM without a thread, or EPIC_ECANCELLED. When the status is EPIC_ESOLVER, `said`
 * (room EP_LP_SAID) holds what GLPK said, or nothing. */
int ep_lp_run(int (*work)(ep_lp *lp, void *user), void *user, const ep_watch *watch, char *said);

/* What follows is for the work alone. Errors stick: after one every call returns it. */

/* Begins a new programme, empty: maximise the sum of cost * x. Rows and columns count from 0, as they are added. */
int ep_lp_begin(ep_lp *lp);
/* Adds the row lo <= sum of factor * x over `columns` (each once) <= hi; lo may be -INFINITY, factors NULL: each 1. */
int ep_lp_row(ep_lp *lp, double lo, double hi, size_t count, const uint32_t *columns, const double *factors);
/* Adds the column lo <= x <= hi (or INFINITY), which stands in each of `rows` with its factor; NULL: each 1. */
int ep_lp_column(ep_lp *lp, double cost, double lo, double hi, size_t count, const uint32_t *rows, const double *factors);
int ep_lp_cost(ep_lp *lp, size_t column, double cost);
int ep_lp_limits(ep_lp *lp, size_t column, double lo, double hi);
int ep_lp_row_limits(ep_lp *lp, size_t row, double lo, double hi);
/* Where each row and column is: as many are basic as there are rows, the others at one of their limits. What can be no basis is
 * ignored. */
int ep_lp_basis(ep_lp *lp, const ep_lp_place *rows, const ep_lp_place *columns);
/* Solves from the last basis in floating point. EPIC_OK, EPIC_EINFEASIBLE, EPIC_ECANCELLED, EPIC_ESOLVER, EPIC_ENOMEM; the first
 * two are a guess that ep_lp_prove() settles and do not stick. */
int ep_lp_guess(ep_lp *lp);
/* Goes on from the basis found in rational arithmetic. Statuses as above. */
int ep_lp_prove(ep_lp *lp);
/* Copies out the columns' values and the rows' prices (positive: the upper bound binds; negative: the lower). */
int ep_lp_read(ep_lp *lp, double *values, double *prices);
/* Tells how much is done, 0..1, to whoever watches. */
void ep_lp_done(ep_lp *lp, double done);

#endif
