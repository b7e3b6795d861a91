/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench_pair COMMAND FORM FAMILY CITIES SEED [FILE]: libepic's part of bench/run, one instance a process, so that its memory can
 * be told. Says what it measured as one line of JSON. Times are CPU seconds, the mean of several runs where those are
 * short. */
#include <epic/pair.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "instance.h"
#include "looks.h"
#include "pairing.h"
#include "peak.h"
#include "sparse.h"

/* Short work is done again until so many seconds are spent: the clock of CPU time ticks coarsely on some machines. */
#define ENOUGH 0.25

static const ep_watch unwatched = {NULL, NULL, "pairing"};

/* What the commands work on. */
typedef struct job {
    epic_programme *programme;
    epic_scores *scores;
    epic_pairing *pairing;
    epic_pair_options options;
    const char *file;
    ep_match_problem problem;
} job;

typedef bool step(job *work);

/* The mean time of a step; false when it fails. */
static bool time_step(job *work, step *once, double *mean)
{
    double start = cpu_seconds(), spent = 0;
    for (int runs = 1; spent < ENOUGH; runs++) {
        if (!once(work)) {
            return false;
        }
        spent = cpu_seconds() - start;
        *mean = spent / runs;
    }
    return true;
}

/* The most memory so far. */
static long peak_kib(void)
{
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

static bool score(job *work)
{
    epic_scores_unref(work->scores);
    return epic_scores_make(&work->scores, work->programme, NULL) == EPIC_OK;
}

static bool pair(job *work)
{
    epic_pairing_unref(work->pairing);
    return epic_pairing_make(&work->pairing, work->scores, &work->options, NULL) == EPIC_OK;
}

static bool verify(job *work)
{
    return epic_pairing_verify(work->pairing, NULL) == EPIC_OK;
}

static int64_t total_units(const epic_pairing *pairing, size_t *count)
{
    const epic_pair *pairs = epic_pairing_pairs(pairing, count);
    int64_t total = 0;
    for (size_t i = 0; i < *count; i++) {
        total += units_of(pairs[i].value);
    }
    return total;
}

static bool run_native(job *work)
{
    double scored = 0, paired = 0, verified = 0;
    if (!time_step(work, score, &scored)) {
        return false;
    }
    long before = peak_kib();
    if (!time_step(work, pair, &paired)) {
        return false;
    }
    long after = peak_kib();
    if (!time_step(work, verify, &verified)) {
        return false;
    }
    size_t pairs;
    int64_t total = total_units(work->pairing, &pairs);
    printf("{\"scores\": %.9f, \"pairing\": %.9f, \"seconds\": %.9f, \"verify\": %.9f, \"total\": %lld, \"pairs\": %zu, "
           "\"kib_before\": %ld, \"kib_after\": %ld}\n",
           scored, paired, scored + paired, verified, (long long)total, pairs, before, after);
    return epic_pairing_proved(work->pairing);
}

static bool run_glpk(job *work)
{
    work->options.engine = EPIC_ENGINE_GLPK;
    return run_native(work);
}

/* By two threads: how long one waits, and what both spend. */
static bool run_threads(job *work)
{
    struct timespec start, end;
    work->options.threads = 2;
    if (!score(work)) {
        return false;
    }
    double before = cpu_seconds();
    timespec_get(&start, TIME_UTC);
    bool good = pair(work);
    timespec_get(&end, TIME_UTC);
    printf("{\"wall\": %.6f, \"seconds\": %.6f}\n",
           (double)(end.tv_sec - start.tv_sec) + (double)(end.tv_nsec - start.tv_nsec) / 1e9, cpu_seconds() - before);
    return good;
}

static bool find_losses(job *work)
{
    size_t count;
    epic_pairing_pairs(work->pairing, &count);
    double *losses = malloc((count + 1) * sizeof *losses);
    bool good = losses != NULL && epic_pairing_losses(work->pairing, losses, NULL) == EPIC_OK;
    free(losses);
    return good;
}

/* All that is asked of a pairing: the best, what each of its pairs is worth to it, the fairest, and GLPK's proof. */
static bool run_together(job *work)
{
    double best = 0, losses = 0, fair = 0, proof = 0;
    bool good = score(work) && time_step(work, pair, &best) && time_step(work, find_losses, &losses);
    work->options.prefer = EPIC_PREFER_FAIRNESS;
    good = good && time_step(work, pair, &fair);
    work->options.prefer = EPIC_PREFER_VALUE;
    work->options.engine = EPIC_ENGINE_GLPK;
    good = good && time_step(work, pair, &proof);
    printf("{\"best\": %.9f, \"losses\": %.9f, \"fair\": %.9f, \"proof\": %.9f}\n", best, losses, fair, proof);
    return good;
}

/* A command that writes the file. */
static bool write_with(job *work, bool (*write)(FILE *file, job *work))
{
    FILE *file = fopen(work->file, "wb");
    bool good = file != NULL && write(file, work) && ferror(file) == 0;
    return (file == NULL || fclose(file) == 0) && good;
}

static bool write_programme_to(FILE *file, job *work)
{
    write_programme(file, work->programme);
    return true;
}

static bool write_matrix_to(FILE *file, job *work)
{
    return score(work) && write_matrix(file, work->scores);
}

static bool run_programme(job *work)
{
    return write_with(work, write_programme_to);
}

static bool run_matrix(job *work)
{
    return write_with(work, write_matrix_to);
}

/* The number of nodes, of edges, then two nodes and a weight each, all int32_t. */
static bool write_edges(FILE *file, job *work)
{
    const ep_match_problem *match = &work->problem;
    const int32_t head[2] = {(int32_t)match->node_count, (int32_t)match->edge_count};
    fwrite(head, sizeof head, 1, file);
    for (size_t i = 0; i < match->edge_count; i++) {
        const ep_edge *edge = match->edge + i;
        const int32_t row[3] = {(int32_t)edge->u, (int32_t)edge->v, (int32_t)edge->weight.at[EP_WEIGHT]};
        fwrite(row, sizeof row, 1, file);
    }
    return true;
}

static bool solve_listed(job *work)
{
    ep_arena *arena = ep_arena_new();
    ep_match match;
    bool good = arena != NULL && ep_match_native(&match, arena, &work->problem, &unwatched) == EPIC_OK;
    ep_arena_free(arena);
    return good;
}

/* How long the core alone takes where the pairs that matter are known, and the file of these for peers. */
static bool run_sparse(job *work)
{
    double mean = 0;
    ep_arena *arena = ep_arena_new();
    bool good = arena != NULL && score(work) && pair(work) && list_best(&work->problem, arena, work->pairing) &&
                write_with(work, write_edges) && time_step(work, solve_listed, &mean);
    if (good) {
        size_t pairs;
        printf("{\"seconds\": %.9f, \"edges\": %zu, \"total\": %lld}\n", mean, work->problem.edge_count,
               (long long)total_units(work->pairing, &pairs));
    }
    ep_arena_free(arena);
    return good;
}

static bool scan_values(job *work)
{
    return compute_values(work->scores);
}

static bool scan_sieve(job *work)
{
    return sieve_pairs(work->pairing);
}

/* How fast the two ways to look at pairs are, beside what the processor could do. */
static bool run_scan(job *work)
{
    double values = 0, sieve = 0, n = (double)epic_programme_cities(work->programme);
    if (!score(work) || !pair(work) || !time_step(work, scan_values, &values) || !time_step(work, scan_sieve, &sieve)) {
        return false;
    }
    printf("{\"values\": %.0f, \"sieve\": %.0f, \"peak\": %.0f, \"domains\": %d}\n", n * n / values, n * (n - 1) / 2 / sieve,
           measure_peak(), DOMAINS);
    return true;
}

static bool read_recipe(recipe *out, char **words)
{
    for (epic_form form = EPIC_MUTUAL; form <= EPIC_MENTORING; form++) {
        if (strcmp(words[0], form_word(form)) == 0) {
            *out = (recipe){form, words[1], strtoul(words[2], NULL, 10), strtoull(words[3], NULL, 10)};
            return true;
        }
    }
    return false;
}

static const struct {
    const char *word;
    step *run;
} commands[] = {{"native", run_native},       {"glpk", run_glpk},     {"threads", run_threads}, {"together", run_together},
                {"programme", run_programme}, {"matrix", run_matrix}, {"sparse", run_sparse},   {"scan", run_scan}};

int main(int count, char **words)
{
    recipe from;
    job work = {.file = count > 6 ? words[6] : NULL, .options = EPIC_PAIR_OPTIONS_INIT};
    if (count < 6 || !read_recipe(&from, words + 2) || (work.programme = make_instance(&from)) == NULL) {
        fprintf(stderr, "usage: bench_pair native|glpk|threads|together|programme|matrix|sparse|scan "
                        "FORM FAMILY CITIES SEED [FILE]\n");
        return EXIT_FAILURE;
    }
    bool good = false;
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(words[1], commands[i].word) == 0) {
            good = commands[i].run(&work);
        }
    }
    epic_pairing_unref(work.pairing);
    epic_scores_unref(work.scores);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
