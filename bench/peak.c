/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "peak.h"

#include <time.h>

enum { LANES = 96, STEPS = 8000000, TRIES = 5 };

/* As for the library's own loops. */
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define MANY_TARGETS __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define MANY_TARGETS
#endif

double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Many sums at once, so that none waits for another; they stay in registers. */
MANY_TARGETS static float multiply_add(float factor, float term)
{
    float sums[LANES];
    for (int i = 0; i < LANES; i++) {
        sums[i] = (float)i;
    }
    for (int step = 0; step < STEPS; step++) {
        for (int i = 0; i < LANES; i++) {
            sums[i] = sums[i] * factor + term;
        }
    }
    float sum = 0;
    for (int i = 0; i < LANES; i++) {
        sum += sums[i];
    }
    return sum;
}

double measure_peak(void)
{
    double best = 0;
    volatile float factor = 0.5F, sink;
    for (int i = 0; i < TRIES; i++) {
        double start = cpu_seconds();
        sink = multiply_add(factor, 1);
        double rate = (double)LANES * STEPS / (cpu_seconds() - start);
        best = rate > best ? rate : best;
    }
    (void)sink;
    return best;
}
