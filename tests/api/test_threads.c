/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight threads on values of their own and on the same ones; each must come to the bytes that one thread alone comes to. Built
 * with -Db_sanitize=thread this shows races too. */
#include <epic/epic.h>

#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "kit.h"

enum { THREADS = 8, ROUNDS = 2 };

/* What is shared by all threads; NULL: each makes its own. */
static epic_programme *programme;
static epic_scores *scores;
static epic_pairing *pairing;
static epic_plan *plan;

static pthread_barrier_t together;

/* FNV-1a */
static int mix(void *user, const char *bytes, size_t n)
{
    uint64_t *hash = user;
    for (size_t i = 0; i < n; i++) {
        *hash = (*hash ^ (unsigned char)bytes[i]) * 1099511628211U;
    }
    return 0;
}

/* Everything published, as one number. */
static int hash_of(const epic_plan *of, uint64_t *hash)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    int status = EPIC_OK;
    *hash = 14695981039346656037U;
    for (int format = EPIC_TEXT; format <= EPIC_ICS && status == EPIC_OK; format++) {
        status = epic_publish(of, (epic_format)format, &options, mix, hash, NULL);
    }
    epic_pairing *its = epic_plan_pairing(of);
    return status || epic_publish_pairing(its, EPIC_JSON, mix, hash) ||
           epic_publish_scores(epic_pairing_scores(its), EPIC_JSON, mix, hash) ||
           epic_publish_explanation(epic_pairing_scores(its), 0, 1, EPIC_JSON, mix, hash) ||
           epic_schema_write(EPIC_JSON, mix, hash);
}

static bool go_on(void *user, const char *stage, double done)
{
    (void)user, (void)stage;
    return done <= 1;
}

/* The whole way, each stage on what is shared if it is. */
static int pipeline(epic_diags *diags, uint64_t *hash)
{
    epic_programme *p = epic_programme_ref(programme);
    epic_scores *s = epic_scores_ref(scores);
    epic_pairing *m = NULL;
    epic_plan *made = NULL;
    epic_pair_options options = EPIC_PAIR_OPTIONS_INIT;
    options.progress = go_on;
    int status = p != NULL ? EPIC_OK : epic_programme_load(&p, EXAMPLE, diags);
    status = status || s != NULL ? status : epic_scores_make(&s, p, diags);
    status = status || epic_pairing_make(&m, s, &options, diags) || epic_plan_make(&made, m, NULL, diags) ||
             epic_pairing_verify(m, diags) || epic_plan_verify(made, diags) || hash_of(made, hash);
    epic_plan_unref(made);
    epic_pairing_unref(m);
    epic_scores_unref(s);
    epic_programme_unref(p);
    return status;
}

/* The plan that all share is owned once more, looked at, and let go. */
static int look_at_shared(uint64_t *hash)
{
    epic_plan *own = epic_plan_ref(plan);
    int status = epic_plan_verify(own, NULL) || epic_pairing_verify(pairing, NULL) || hash_of(own, hash);
    epic_plan_unref(own);
    return status;
}

typedef struct job {
    pthread_t thread;
    uint64_t hash, shared;
    int status;
} job;

static void *work(void *given)
{
    job *own = given;
    own->status = EPIC_OK;
    pthread_barrier_wait(&together);
    for (int round = 0; round < ROUNDS && own->status == EPIC_OK; round++) {
        epic_diags *diags = epic_diags_new();
        own->status = pipeline(diags, &own->hash) || (plan != NULL && look_at_shared(&own->shared));
        epic_diags_free(diags);
    }
    return NULL;
}

static void all_agree(uint64_t expected)
{
    job jobs[THREADS];
    ck_assert_int_eq(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        jobs[i].shared = expected;
        ck_assert_int_eq(pthread_create(&jobs[i].thread, NULL, work, &jobs[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(jobs[i].thread, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        ck_assert_int_eq(jobs[i].status, EPIC_OK);
        ck_assert_uint_eq(jobs[i].hash, expected);
        ck_assert_uint_eq(jobs[i].shared, expected);
    }
    pthread_barrier_destroy(&together);
}

START_TEST(each_on_its_own)
{
    uint64_t alone;
    ck_assert_int_eq(pipeline(NULL, &alone), EPIC_OK);
    all_agree(alone);
}
END_TEST

START_TEST(all_on_the_same)
{
    uint64_t alone;
    ck_assert_int_eq(pipeline(NULL, &alone), EPIC_OK);
    ck_assert_int_eq(epic_plan_from_file(&plan, EXAMPLE, NULL, NULL), EPIC_OK);
    pairing = epic_plan_pairing(plan);
    scores = epic_pairing_scores(pairing);
    programme = epic_scores_programme(scores);
    all_agree(alone);
    epic_plan_unref(plan);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threads");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 100);
    tcase_add_test(all, each_on_its_own);
    tcase_add_test(all, all_on_the_same);
    suite_add_tcase(suite, all);
    return run(suite);
}
