/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions compiled for several processors, of which the one at hand is chosen when the program starts. */
#ifndef EP_TARGETS_H
#define EP_TARGETS_H

#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define EP_TARGETS __attribute__((target_clones("avx512f", "fma", "default")))
#else
#define EP_TARGETS
#endif

/* What such a function calls in its loops is compiled with it. */
#define EP_INLINE static inline __attribute__((always_inline))

#endif
