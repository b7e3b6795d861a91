/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The library leaves the program that uses it as it is: silent, and no state of the process changed. */
#include <epic/epic.h>

#include <check.h>
#include <fenv.h>
#include <glpk.h>
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "kit.h"

static int ignore(void *user, const char *bytes, size_t n)
{
    (void)user, (void)bytes, (void)n;
    return 0;
}

static void publish_all(const epic_plan *plan)
{
    const epic_scores *scores = epic_pairing_scores(epic_plan_pairing(plan));
    for (int format = EPIC_TEXT; format <= EPIC_ICS; format++) {
        ck_assert_int_eq(epic_publish(plan, (epic_format)format, NULL, ignore, NULL, NULL), EPIC_OK);
    }
    ck_assert_int_eq(epic_publish_folder(plan, NULL, "host.out", NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish_file(plan, EPIC_ICS, NULL, "host.ics", NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish_file(plan, EPIC_ICS, NULL, "no/such/folder/a.ics", NULL), EPIC_EIO);
    ck_assert_int_eq(epic_publish_scores(scores, EPIC_TEXT, ignore, NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish_pairing(epic_plan_pairing(plan), EPIC_TEXT, ignore, NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish_explanation(scores, 0, 1, EPIC_TEXT, ignore, NULL), EPIC_OK);
}

/* Every stage, with and without success. */
static void use_all(void)
{
    epic_diags *diags = epic_diags_new();
    epic_programme *none;
    epic_plan *plan;
    ck_assert_int_eq(epic_plan_from_file(&plan, EXAMPLE, NULL, diags), EPIC_OK);
    ck_assert_int_eq(epic_pairing_verify(epic_plan_pairing(plan), diags), EPIC_OK);
    ck_assert_int_eq(epic_plan_verify(plan, diags), EPIC_OK);
    publish_all(plan);
    epic_plan_unref(plan);
    ck_assert_int_eq(epic_programme_parse(&none, "a: [", 4, NULL, diags), EPIC_EINPUT);
    ck_assert_int_eq(epic_programme_load(&none, "no/such/file", diags), EPIC_EIO);
    ck_assert_int_eq(epic_schema_write(EPIC_JSON, ignore, NULL), EPIC_OK);
    epic_diags_free(diags);
}

START_TEST(nothing_is_printed)
{
    int kept[] = {dup(1), dup(2)};
    FILE *said = tmpfile();
    ck_assert_ptr_nonnull(said);
    fflush(NULL);
    dup2(fileno(said), 1);
    dup2(fileno(said), 2);
    use_all();
    fflush(NULL);
    dup2(kept[0], 1);
    dup2(kept[1], 2);
    ck_assert_int_eq(lseek(fileno(said), 0, SEEK_END), 0);
    fclose(said);
}
END_TEST

enum { SIGNALS = 32 };

typedef struct state {
    char locale[256], folder[4096];
    mode_t mask;
    int rounding;
    sigset_t blocked;
    struct sigaction actions[SIGNALS];
} state;

static void look(state *s)
{
    memset(s, 0, sizeof *s);
    snprintf(s->locale, sizeof s->locale, "%s", setlocale(LC_ALL, NULL));
    ck_assert_ptr_nonnull(getcwd(s->folder, sizeof s->folder));
    s->mask = umask(0);
    umask(s->mask);
    s->rounding = fegetround();
    ck_assert_int_eq(pthread_sigmask(SIG_SETMASK, NULL, &s->blocked), 0);
    for (int i = 1; i < SIGNALS; i++) {
        sigaction(i, NULL, &s->actions[i]);
    }
}

START_TEST(the_process_stays_as_it_was)
{
    static state was, is;
    ck_assert_ptr_nonnull(setlocale(LC_ALL, "de_DE.UTF-8"));
    umask(027);
    (void)remove("host.ics"); /* a file that is there keeps its mode */
    look(&was);
    use_all();
    look(&is);
    ck_assert_str_eq(is.locale, was.locale);
    ck_assert_str_eq(is.folder, was.folder);
    ck_assert_uint_eq(is.mask, was.mask);
    ck_assert_int_eq(is.rounding, was.rounding);
    for (int i = 1; i < SIGNALS; i++) {
        ck_assert_int_eq(sigismember(&is.blocked, i), sigismember(&was.blocked, i));
        ck_assert_int_eq(is.actions[i].sa_flags, was.actions[i].sa_flags);
        ck_assert(is.actions[i].sa_handler == was.actions[i].sa_handler);
    }
    struct stat file;
    ck_assert_int_eq(stat("host.ics", &file), 0);
    ck_assert_uint_eq(file.st_mode & 0777, 0640);
}
END_TEST

/* ---- signals while another thread works ---- */

/* The last calls come while the library's thread is at work: 9 come before. */
enum { CITIES = 600, MOST_CALLS = 13, ROOM = 1 << 17 };

/* So many cities that the pairing takes a while. */
static epic_scores *scores_of_many(void)
{
    char *text = malloc(ROOM);
    uint64_t random = 20200101;
    epic_programme *programme;
    epic_scores *scores;
    ck_assert_ptr_nonnull(text);
    size_t used = (size_t)snprintf(text, ROOM, "%s", "epic: 1\n"
                                   "programme: {id: p, title: P, starts: 2020-01-01, ends: 2020-12-31, domains: {d: 1, e: 2}}\n"
                                   "pairing: {mode: visits, other-country: false}\ncities:\n");
    for (int i = 0; i < CITIES; i++) {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        used += (size_t)snprintf(text + used, ROOM - used,
                                 "  c%03d: {name: C%d, country: DE, timezone: Europe/Berlin, profile: {d: 0.%03d, e: 0.%03d}}\n",
                                 i, i, (int)(random % 1000), (int)(random / 1000 % 1000));
    }
    ck_assert_int_eq(epic_programme_parse(&programme, text, used, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    free(text);
    return scores;
}

static volatile sig_atomic_t handled, handled_elsewhere;
static pthread_t program;

static void take_signal(int number)
{
    (void)number;
    handled++;
    handled_elsewhere += !pthread_equal(pthread_self(), program);
}

/* While this thread takes no signal, only one of the library's could. */
static bool send_signal(void *user, const char *stage, double done)
{
    int *calls = user;
    const struct timespec moment = {0, 1000000};
    sigset_t only;
    (void)stage, (void)done;
    sigemptyset(&only);
    sigaddset(&only, SIGUSR1);
    pthread_sigmask(SIG_BLOCK, &only, NULL);
    kill(getpid(), SIGUSR1);
    nanosleep(&moment, NULL);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    return ++*calls < MOST_CALLS;
}

START_TEST(handlers_run_in_the_threads_of_the_program)
{
    epic_scores *scores = scores_of_many();
    int calls = 0;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.progress = send_signal;
    options.user = &calls;
    struct sigaction take = {.sa_handler = take_signal};
    program = pthread_self();
    sigaction(SIGUSR1, &take, NULL);
    epic_pairing *pairing = NULL;
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, &options, NULL), EPIC_ECANCELLED);
    ck_assert_int_eq(calls, MOST_CALLS);
    ck_assert_int_eq(handled, MOST_CALLS);
    ck_assert_int_eq(handled_elsewhere, 0);
    epic_scores_unref(scores);
}
END_TEST

/* ---- GLPK ---- */

static int heard;

static int hear(void *user, const char *text)
{
    (void)user, (void)text;
    heard++;
    return 1;
}

/* 3x + 2y, x + y <= 4, x <= 3: best at 11. */
static glp_prob *small_problem(void)
{
    glp_prob *problem = glp_create_prob();
    int index[] = {0, 1, 2};
    double one[] = {0, 1, 1};
    glp_set_obj_dir(problem, GLP_MAX);
    glp_add_rows(problem, 1);
    glp_add_cols(problem, 2);
    glp_set_row_bnds(problem, 1, GLP_UP, 0, 4);
    glp_set_col_bnds(problem, 1, GLP_DB, 0, 3);
    glp_set_col_bnds(problem, 2, GLP_LO, 0, 0);
    glp_set_obj_coef(problem, 1, 3);
    glp_set_obj_coef(problem, 2, 2);
    glp_set_mat_row(problem, 1, 2, index, one);
    return problem;
}

START_TEST(the_programs_own_glpk_survives)
{
    /* The library relies on a GLPK whose environment is each thread's own. */
    ck_assert_ptr_nonnull(glp_config("TLS"));
    glp_term_hook(hear, NULL);
    glp_prob *problem = small_problem();
    use_all();
    ck_assert_int_eq(heard, 0);
    ck_assert_int_eq(glp_simplex(problem, NULL), 0);
    ck_assert_int_gt(heard, 0);
    ck_assert_double_eq_tol(glp_get_obj_val(problem), 11, 1e-9);
    glp_delete_prob(problem);
    glp_free_env();
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("host");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_test(all, nothing_is_printed);
    tcase_add_test(all, the_process_stays_as_it_was);
    tcase_add_test(all, handlers_run_in_the_threads_of_the_program);
    tcase_add_test(all, the_programs_own_glpk_survives);
    suite_add_tcase(suite, all);
    return run(suite);
}
