/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the processor at hand can do, for a scan to be held against. */
#ifndef BENCH_PEAK_H
#define BENCH_PEAK_H

/* Multiply-adds of floats a second by one thread, data in registers: the best of several tries. */
double measure_peak(void);
/* CPU seconds of this process. */
double cpu_seconds(void);

#endif
