/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What unit tests share: a random sequence, texts that are written, and how a suite is run. */
#ifndef TEST_KIT_H
#define TEST_KIT_H

#include <check.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* xorshift64: the same everywhere, so that a seed is enough to see a failure again. */
static inline uint64_t next(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static inline int below(uint64_t *state, int n)
{
    return (int)(next(state) % (uint64_t)n);
}

/* How many random cases to try of so many: all, or with valgrind a part, as what it looks for shows in few (KIT_PART=n: one
 * in n). */
static inline int cases(int all)
{
    const char *part = getenv("KIT_PART");
    int few = part != NULL ? all / atoi(part) : all;
    return few > 1 ? few : 1;
}

typedef struct kit_text {
    size_t used;
    char bytes[1 << 18];
} kit_text;

static inline void __attribute__((format(printf, 2, 3))) say(kit_text *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    out->used += (size_t)vsnprintf(out->bytes + out->used, sizeof out->bytes - out->used, format, list);
    va_end(list);
    ck_assert_uint_lt(out->used, sizeof out->bytes);
}

/* An epic_write_fn to the text that is `user`. */
static inline int keep(void *user, const char *bytes, size_t n)
{
    kit_text *out = user;
    ck_assert_uint_lt(out->used + n, sizeof out->bytes);
    memcpy(out->bytes + out->used, bytes, n);
    out->used += n;
    out->bytes[out->used] = '\0';
    return 0;
}

/* What main() returns; the results go to standard output as TAP. */
static inline int run(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_set_tap(runner, "-");
    srunner_run_all(runner, CK_SILENT);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

#endif
