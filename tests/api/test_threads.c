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

/* ---- what reads and writes, all at once ---- */

static kit_text feed, page; /* of the plan that all share: its calendar, and plan.yaml */
static epic_ledger *ledger;

static const char town[] =
    "epic: 1\nprogramme: {id: a, title: A, starts: 2021-01-01, ends: 2021-12-31, domains: {d: 1}}\npairing: {allow-zero: true}\n"
    "cities:\n  a: {name: A, country: DE, timezone: Europe/Berlin, profile: {d: 0.9}, calendars: {busy: [threads-feed.ics]}}\n"
    "  b: {name: B, country: IT, timezone: Europe/Rome, profile: {d: 0.1}, calendars: {busy: [threads-feed.ics]}}\n"
    "  c: {name: C, country: PT, timezone: Europe/Lisbon, profile: {d: 0.5}}\n"
    "exchange: [{kind: online, id: talk}, {kind: visit, id: v, days: 2, travel-days: 2}]\n";

static int mix_busy(const epic_busy *busy, uint64_t *hash)
{
    for (size_t i = 0; i < epic_busy_times(busy, EPIC_BUSY_FIRM); i++) {
        const epic_busy_time *time = epic_busy_time_at(busy, EPIC_BUSY_FIRM, i);
        mix(hash, (const char *)&time->start, sizeof time->start);
        mix(hash, (const char *)&time->end, sizeof time->end);
    }
    return EPIC_OK;
}

static int import(uint64_t *hash)
{
    static const char *const zones[] = {"Europe/Rome", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu"};
    int status = EPIC_OK;
    for (size_t i = 0; i < sizeof zones / sizeof *zones && status == EPIC_OK; i++) {
        epic_busy_options options = EPIC_BUSY_OPTIONS_INIT;
        epic_busy *busy;
        options.from = epic_date_make(2020, 1, 1);
        options.to = epic_date_make(2023, 12, 31);
        options.zone = zones[i];
        status = epic_busy_read(&busy, feed.bytes, feed.used, NULL, &options, NULL);
        status = status ? status : mix_busy(busy, hash);
        epic_busy_unref(busy);
    }
    return status;
}

static int check_feed(uint64_t *hash)
{
    epic_diags *diags = epic_diags_new();
    int status = epic_lint(feed.bytes, feed.used, NULL, NULL, diags);
    status = status ? status : epic_diags_write(diags, EPIC_JSON, mix, hash);
    epic_diags_free(diags);
    return status;
}

/* The shared ledger is gone on from, and compared with one that is read. */
static int emit(uint64_t *hash)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    epic_ledger *read = NULL;
    epic_changes *changes = NULL;
    options.issued_at = 86400;
    options.ledger = ledger;
    int status = epic_publish(plan, EPIC_ICS, &options, mix, hash, NULL) ||
                 epic_publish(plan, EPIC_YAML, &options, mix, hash, NULL) ||
                 epic_ledger_parse(&read, page.bytes, page.used, NULL, NULL) ||
                 epic_changes_make(&changes, read, ledger) || epic_publish_changes(changes, EPIC_JSON, mix, hash);
    epic_changes_unref(changes);
    epic_ledger_unref(read);
    return status;
}

/* Calendars are loaded by a programme that all share, and those that the plan was made by are looked at. */
static int look_at_calendars(uint64_t *hash)
{
    epic_calendars *own = NULL, *shared = epic_calendars_ref(epic_plan_calendars(plan));
    int status = epic_calendars_load(&own, programme, NULL) || epic_publish_calendars(own, EPIC_JSON, mix, hash) ||
                 epic_publish_calendars(shared, EPIC_JSON, mix, hash);
    for (size_t i = 0; i < epic_calendars_count(shared) && status == EPIC_OK; i++) {
        status = mix_busy(epic_calendars_get(shared, i)->busy, hash);
    }
    epic_calendars_unref(shared);
    epic_calendars_unref(own);
    return status;
}

static int schedule(uint64_t *hash)
{
    epic_plan *made = NULL;
    int status = epic_plan_make(&made, pairing, NULL, NULL) || epic_plan_verify(plan, NULL) || hash_of(made, hash);
    epic_plan_unref(made);
    return status;
}

static int (*const tasks[])(uint64_t *hash) = {import, check_feed, emit, look_at_calendars, schedule};
enum { TASKS = sizeof tasks / sizeof *tasks };

typedef struct visit {
    pthread_t thread;
    int first, status;
    uint64_t hash[TASKS];
} visit;

/* Each thread begins with another task, so that different ones meet. */
static void *do_all(void *given)
{
    visit *own = given;
    own->status = EPIC_OK;
    pthread_barrier_wait(&together);
    for (int round = 0; round < ROUNDS * TASKS && own->status == EPIC_OK; round++) {
        int which = (own->first + round) % TASKS;
        own->hash[which] = 14695981039346656037U;
        own->status = tasks[which](&own->hash[which]);
    }
    return NULL;
}

static void share(void)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    ck_assert_int_eq(epic_programme_parse(&programme, town, sizeof town - 1, "town.yaml", NULL), EPIC_OK);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    ck_assert_int_eq(epic_pairing_make(&pairing, scores, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_plan_make(&plan, pairing, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish(plan, EPIC_YAML, &options, keep, &page, NULL), EPIC_OK);
    ck_assert_int_eq(epic_ledger_issue(&ledger, plan, &options, NULL), EPIC_OK);
}

/* A calendar as cities hand them in: that of the example. */
static void make_feed(void)
{
    epic_plan *other;
    FILE *file = fopen("threads-feed.ics", "wb");
    ck_assert_int_eq(epic_plan_from_file(&other, EXAMPLE, NULL, NULL), EPIC_OK);
    ck_assert_int_eq(epic_publish(other, EPIC_ICS, NULL, keep, &feed, NULL), EPIC_OK);
    epic_plan_unref(other);
    ck_assert(file != NULL && fwrite(feed.bytes, 1, feed.used, file) == feed.used && fclose(file) == 0);
}

START_TEST(different_things_at_once)
{
    static visit visits[THREADS], alone;
    make_feed();
    share();
    ck_assert_int_eq(pthread_barrier_init(&together, NULL, 1), 0);
    do_all(&alone);
    ck_assert_int_eq(alone.status, EPIC_OK);
    pthread_barrier_destroy(&together);
    ck_assert_int_eq(pthread_barrier_init(&together, NULL, THREADS), 0);
    for (int i = 0; i < THREADS; i++) {
        visits[i].first = i;
        ck_assert_int_eq(pthread_create(&visits[i].thread, NULL, do_all, &visits[i]), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(visits[i].thread, NULL);
        ck_assert_int_eq(visits[i].status, EPIC_OK);
        ck_assert_mem_eq(visits[i].hash, alone.hash, sizeof alone.hash);
    }
    pthread_barrier_destroy(&together);
    epic_ledger_unref(ledger);
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("threads");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 100);
    tcase_add_test(all, each_on_its_own);
    tcase_add_test(all, all_on_the_same);
    tcase_add_test(all, different_things_at_once);
    suite_add_tcase(suite, all);
    return run(suite);
}
