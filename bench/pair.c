/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long pairing by either engine and the proof take: a table of CPU seconds, the least of several runs. Illustrative cities of
 * eight domains, in four countries, from a fixed seed. */
#include <epic/programme.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pairing.h"

enum { DOMAINS = 8, RUNS = 3, ROOM = 4 << 20, MOST_FOR_GLPK = 201 };

typedef struct text {
    char *bytes;
    size_t used;
} text;

static void __attribute__((format(printf, 2, 3))) say(text *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    out->used += (size_t)vsnprintf(out->bytes + out->used, ROOM - out->used, format, list);
    va_end(list);
}

static unsigned below(uint64_t *state, unsigned n)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (unsigned)(*state % n);
}

/* `levels` of strength from 0 to 1: few make ties. */
static void say_programme(text *out, const char *mode, const char *capacity, int cities, unsigned levels)
{
    static const char *const countries[] = {"DE", "IT", "PL", "ES"};
    uint64_t state = 20220501;
    out->used = 0;
    say(out, "epic: 1\nprogramme:\n  id: bench\n  title: Bench\n  starts: 2020-01-01\n  ends: 2020-12-31\n  domains: {");
    for (int d = 0; d < DOMAINS; d++) {
        say(out, "%sd%d: %d", d > 0 ? ", " : "", d, 1 + d % 3);
    }
    say(out, "}\ncities:\n");
    for (int i = 0; i < cities; i++) {
        say(out, "  c%04d: {name: City %d, country: %s, timezone: Europe/Berlin%s, profile: {", i, i, countries[below(&state, 4)],
            capacity);
        for (int d = 0; d < DOMAINS; d++) {
            unsigned thousandths = below(&state, levels) * 1000 / levels;
            say(out, "%sd%d: 0.%03u", d > 0 ? ", " : "", d, thousandths);
        }
        say(out, "}}\n");
    }
    say(out, "pairing: {mode: %s}\n", mode);
}

static double seconds(clock_t since)
{
    return (double)(clock() - since) / CLOCKS_PER_SEC;
}

typedef struct times {
    double native, glpk, proof;
} times;

static void keep_least(double *least, double time)
{
    *least = *least > 0 && *least < time ? *least : time;
}

/* Pairs once, and proves it when the engine is the native one; false when something failed. */
static bool run_once(epic_scores *scores, bool referee, times *least)
{
    static const ep_watch unwatched = {NULL, NULL, "pairing"};
    epic_pairing *pairing;
    clock_t start = clock();
    if (ep_pairing_make(&pairing, scores, referee, &unwatched, NULL) != EPIC_OK) {
        return false;
    }
    keep_least(referee ? &least->glpk : &least->native, seconds(start));
    start = clock();
    bool good = referee || epic_pairing_verify(pairing, NULL) == EPIC_OK;
    if (!referee) {
        keep_least(&least->proof, seconds(start));
    }
    epic_pairing_unref(pairing);
    return good;
}

static void print_times(const char *mode, const char *capacity, int cities, unsigned levels, const times *least)
{
    printf("| %s%s | %u | %d | %.4f | ", mode, *capacity ? ", 3 guests and 2 hosts" : "", levels, cities, least->native);
    if (cities <= MOST_FOR_GLPK) {
        printf("%.4f", least->glpk);
    }
    printf(" | %.4f |\n", least->proof);
}

static bool print_row(text *out, const char *mode, const char *capacity, int cities, unsigned levels)
{
    epic_programme *programme;
    epic_scores *scores = NULL;
    times least = {0, 0, 0};
    say_programme(out, mode, capacity, cities, levels);
    int status = epic_programme_parse(&programme, out->bytes, out->used, "bench.yaml", NULL);
    if (status == EPIC_OK) {
        status = epic_scores_make(&scores, programme, NULL);
    }
    bool good = status == EPIC_OK;
    for (int run = 0; run < RUNS && good; run++) {
        good = run_once(scores, false, &least) && (cities > MOST_FOR_GLPK || run_once(scores, true, &least));
    }
    if (good) {
        print_times(mode, capacity, cities, levels, &least);
    }
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return good;
}

int main(void)
{
    static const struct {
        const char *mode, *capacity;
        unsigned levels;
    } rows[] = {{"mutual", "", 1000}, {"mutual", "", 5}, {"visits", "", 1000}, {"visits", ", capacity: {host: 3, guest: 2}", 5}};
    static const int sizes[] = {8, 50, 100, 101, 200, 201, 1000};
    text out = {malloc(ROOM), 0};
    bool good = out.bytes != NULL;
    printf("| mode | levels of strength | cities | native, CPU s | GLPK, CPU s | proof anew, CPU s |\n"
           "| --- | --- | --- | --- | --- | --- |\n");
    for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes && good; s++) {
            good = print_row(&out, rows[r].mode, rows[r].capacity, sizes[s], rows[r].levels);
        }
    }
    free(out.bytes);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
