/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lp.h"

#include <glpk.h>
#include <math.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "grow.h"

/* Pivots between two looks at whether to stop. Counted, not timed, so that every run takes the same path. */
enum { PIVOTS = 2000, EXACT_PIVOTS = 200, LOOK_MS = 50 };

struct ep_lp {
    glp_prob *problem;
    int method; /* dual when rows alone were added since the last solution */
    int *index; /* of a row or column, from 1 as GLPK counts */
    double *factor;
    size_t index_room, factor_room;
    int status;   /* sticky */
    jmp_buf trap; /* where an error of GLPK lands */
    char *said;
    int (*work)(ep_lp *, void *);
    void *user;
    atomic_bool stop;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t turn;
    bool ended;
    double done;
};

/* GLPK's words come in pieces, the message first and then where in its source it was raised. */
static int hear(void *info, const char *text)
{
    ep_lp *lp = info;
    if (lp->said[0] == '\0') {
        size_t n = strcspn(text, "\r\n");
        n = n < EP_LP_SAID ? n : EP_LP_SAID - 1;
        memcpy(lp->said, text, n);
        lp->said[n] = '\0';
    }
    return 1;
}

static void trap(void *info)
{
    ep_lp *lp = info;
    longjmp(lp->trap, 1);
}

/* Every use of GLPK passes here: an error frees the environment, and with it the problem, and sticks. */
static int guarded(ep_lp *lp, int (*call)(ep_lp *, const void *), const void *given)
{
    if (lp->status != EPIC_OK) {
        return lp->status;
    }
    if (setjmp(lp->trap) != 0) {
        lp->problem = NULL;
        glp_free_env();
        lp->status = strstr(lp->said, "no memory") != NULL ? EPIC_ENOMEM : EPIC_ESOLVER;
        return lp->status;
    }
    int status = call(lp, given);
    if (status != EPIC_OK && status != EPIC_EINFEASIBLE) {
        lp->status = status;
    }
    return status;
}

static int bound_kind(double lo, double hi)
{
    if (isinf(lo) || isinf(hi)) {
        return isinf(lo) ? GLP_UP : GLP_LO;
    }
    return lo < hi ? GLP_DB : GLP_FX;
}

static int begin(ep_lp *lp, const void *given)
{
    (void)given;
    glp_term_out(GLP_OFF);
    glp_term_hook(hear, lp);
    glp_error_hook(trap, lp);
    if (lp->problem != NULL) {
        glp_delete_prob(lp->problem);
    }
    lp->problem = glp_create_prob();
    lp->method = GLP_PRIMAL;
    glp_set_obj_dir(lp->problem, GLP_MAX);
    return EPIC_OK;
}

int ep_lp_begin(ep_lp *lp)
{
    return guarded(lp, begin, NULL);
}

/* A row or a column. */
struct line {
    double cost, lo, hi;
    size_t count;
};

/* GLPK counts from 1. */
static int take_index(ep_lp *lp, size_t count, const uint32_t *index, const double *factor)
{
    if (lp->status != EPIC_OK) {
        return lp->status;
    }
    if (!ep_grow((void **)&lp->index, &lp->index_room, count + 1, sizeof *lp->index) ||
        !ep_grow((void **)&lp->factor, &lp->factor_room, count + 1, sizeof *lp->factor)) {
        return lp->status = EPIC_ENOMEM;
    }
    for (size_t i = 0; i < count; i++) {
        lp->index[i + 1] = (int)index[i] + 1;
        lp->factor[i + 1] = factor != NULL ? factor[i] : 1;
    }
    return EPIC_OK;
}

static int add_row(ep_lp *lp, const void *given)
{
    const struct line *row = given;
    int i = glp_add_rows(lp->problem, 1);
    glp_set_row_bnds(lp->problem, i, bound_kind(row->lo, row->hi), row->lo, row->hi);
    glp_set_mat_row(lp->problem, i, (int)row->count, lp->index, lp->factor);
    return EPIC_OK;
}

int ep_lp_row(ep_lp *lp, double lo, double hi, size_t count, const uint32_t *columns, const double *factors)
{
    struct line row = {0, lo, hi, count};
    int status = take_index(lp, count, columns, factors);
    return status == EPIC_OK ? guarded(lp, add_row, &row) : status;
}

static int add_column(ep_lp *lp, const void *given)
{
    const struct line *column = given;
    int i = glp_add_cols(lp->problem, 1);
    glp_set_obj_coef(lp->problem, i, column->cost);
    glp_set_col_bnds(lp->problem, i, bound_kind(column->lo, column->hi), column->lo, column->hi);
    glp_set_mat_col(lp->problem, i, (int)column->count, lp->index, lp->factor);
    lp->method = GLP_PRIMAL;
    return EPIC_OK;
}

int ep_lp_column(ep_lp *lp, double cost, double lo, double hi, size_t count, const uint32_t *rows, const double *factors)
{
    struct line column = {cost, lo, hi, count};
    int status = take_index(lp, count, rows, factors);
    return status == EPIC_OK ? guarded(lp, add_column, &column) : status;
}

struct price {
    size_t column;
    double cost;
};

static int set_cost(ep_lp *lp, const void *given)
{
    const struct price *price = given;
    glp_set_obj_coef(lp->problem, (int)price->column + 1, price->cost);
    lp->method = GLP_PRIMAL;
    return EPIC_OK;
}

int ep_lp_cost(ep_lp *lp, size_t column, double cost)
{
    struct price given = {column, cost};
    return guarded(lp, set_cost, &given);
}

struct limits {
    size_t line;
    double lo, hi;
};

static int set_limits(ep_lp *lp, const void *given)
{
    const struct limits *limits = given;
    glp_set_col_bnds(lp->problem, (int)limits->line + 1, bound_kind(limits->lo, limits->hi), limits->lo, limits->hi);
    return EPIC_OK;
}

int ep_lp_limits(ep_lp *lp, size_t column, double lo, double hi)
{
    struct limits given = {column, lo, hi};
    return guarded(lp, set_limits, &given);
}

static int set_row_limits(ep_lp *lp, const void *given)
{
    const struct limits *limits = given;
    glp_set_row_bnds(lp->problem, (int)limits->line + 1, bound_kind(limits->lo, limits->hi), limits->lo, limits->hi);
    lp->method = GLP_PRIMAL;
    return EPIC_OK;
}

int ep_lp_row_limits(ep_lp *lp, size_t row, double lo, double hi)
{
    struct limits given = {row, lo, hi};
    return guarded(lp, set_row_limits, &given);
}

struct basis {
    const ep_lp_place *rows, *columns;
};

/* GLPK corrects what a line without that limit is said to be at. */
static int place(ep_lp *lp, const void *given)
{
    static const int status[] = {GLP_BS, GLP_NL, GLP_NU};
    const struct basis *basis = given;
    for (int i = glp_get_num_rows(lp->problem); i > 0; i--) {
        glp_set_row_stat(lp->problem, i, status[basis->rows[i - 1]]);
    }
    for (int i = glp_get_num_cols(lp->problem); i > 0; i--) {
        glp_set_col_stat(lp->problem, i, status[basis->columns[i - 1]]);
    }
    if (glp_factorize(lp->problem) != 0) {
        glp_std_basis(lp->problem);
    }
    lp->method = GLP_PRIMAL;
    return EPIC_OK;
}

int ep_lp_basis(ep_lp *lp, const ep_lp_place *rows, const ep_lp_place *columns)
{
    struct basis given = {rows, columns};
    return guarded(lp, place, &given);
}

/* One of GLPK's two simplex methods, in portions between which the work can be stopped. */
static int in_portions(ep_lp *lp, int (*method)(glp_prob *, const glp_smcp *), int pivots, int kind)
{
    glp_smcp how;
    glp_init_smcp(&how);
    how.msg_lev = GLP_MSG_OFF;
    how.meth = kind;
    how.it_lim = pivots;
    int code;
    do {
        if (atomic_load(&lp->stop)) {
            return EPIC_ECANCELLED;
        }
        code = method(lp->problem, &how);
    } while (code == GLP_EITLIM);
    lp->method = GLP_DUALP;
    if (code != 0) {
        return EPIC_ESOLVER;
    }
    int found = glp_get_status(lp->problem);
    if (found == GLP_NOFEAS) {
        return EPIC_EINFEASIBLE;
    }
    return found == GLP_OPT ? EPIC_OK : EPIC_ESOLVER;
}

static int guess(ep_lp *lp, const void *given)
{
    (void)given;
    return in_portions(lp, glp_simplex, PIVOTS, lp->method);
}

static int prove(ep_lp *lp, const void *given)
{
    (void)given;
    return in_portions(lp, glp_exact, EXACT_PIVOTS, GLP_PRIMAL);
}

int ep_lp_guess(ep_lp *lp)
{
    return guarded(lp, guess, NULL);
}

int ep_lp_prove(ep_lp *lp)
{
    return guarded(lp, prove, NULL);
}

struct answer {
    double *values, *prices;
};

static int copy_out(ep_lp *lp, const void *given)
{
    const struct answer *answer = given;
    for (int i = glp_get_num_cols(lp->problem); i > 0; i--) {
        answer->values[i - 1] = glp_get_col_prim(lp->problem, i);
    }
    for (int i = glp_get_num_rows(lp->problem); i > 0; i--) {
        answer->prices[i - 1] = glp_get_row_dual(lp->problem, i);
    }
    return EPIC_OK;
}

int ep_lp_read(ep_lp *lp, double *values, double *prices)
{
    struct answer given = {values, prices};
    return guarded(lp, copy_out, &given);
}

void ep_lp_done(ep_lp *lp, double done)
{
    pthread_mutex_lock(&lp->lock);
    lp->done = done;
    pthread_mutex_unlock(&lp->lock);
}

static void *run(void *given)
{
    ep_lp *lp = given;
    int status = lp->work(lp, lp->user);
    glp_free_env();
    free(lp->index);
    free(lp->factor);
    pthread_mutex_lock(&lp->lock);
    lp->status = status;
    lp->ended = true;
    pthread_cond_signal(&lp->turn);
    pthread_mutex_unlock(&lp->lock);
    return NULL;
}

/* Waits for the end, or a moment; false at the end. */
static bool wait_a_moment(ep_lp *lp, double *done)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += LOOK_MS * 1000000L;
    until.tv_sec += until.tv_nsec / 1000000000L;
    until.tv_nsec %= 1000000000L;
    pthread_mutex_lock(&lp->lock);
    if (!lp->ended) {
        pthread_cond_timedwait(&lp->turn, &lp->lock, &until);
    }
    bool ended = lp->ended;
    *done = lp->done;
    pthread_mutex_unlock(&lp->lock);
    return !ended;
}

/* The thread inherits that it takes no signal: the program's handlers run in its own threads only. */
static int start(pthread_t *thread, ep_lp *lp)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(thread, NULL, run, lp);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return error == 0 ? EPIC_OK : EPIC_ENOMEM;
}

static int watched(ep_lp *lp, const ep_watch *watch)
{
    pthread_t thread;
    if (start(&thread, lp) != EPIC_OK) {
        return EPIC_ENOMEM;
    }
    double done;
    bool stopped = false;
    while (watch->progress != NULL && !stopped && wait_a_moment(lp, &done)) {
        stopped = !watch->progress(watch->user, watch->stage, done);
    }
    atomic_store(&lp->stop, stopped);
    pthread_join(thread, NULL);
    return stopped ? EPIC_ECANCELLED : lp->status; /* even when the work came to its end meanwhile */
}

int ep_lp_run(int (*work)(ep_lp *, void *), void *user, const ep_watch *watch, char *said)
{
    said[0] = '\0';
    if (watch->progress != NULL && !watch->progress(watch->user, watch->stage, 0)) {
        return EPIC_ECANCELLED;
    }
    ep_lp lp = {.status = EPIC_OK, .said = said, .work = work, .user = user};
    if (pthread_mutex_init(&lp.lock, NULL) != 0) {
        return EPIC_ENOMEM;
    }
    int status = EPIC_ENOMEM;
    if (pthread_cond_init(&lp.turn, NULL) == 0) {
        status = watched(&lp, watch);
        pthread_cond_destroy(&lp.turn);
    }
    pthread_mutex_destroy(&lp.lock);
    return status;
}
