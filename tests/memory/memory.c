/* SPDX-License-Identifier: GPL-3.0-or-later */
/* memory FILE FOLDER: fails allocation 0, 1, 2 ... of each scenario until it passes. Each time the status must be EPIC_ENOMEM, or
 * the list of diagnostics must say what was lost; that nothing leaks is for a sanitizer to see. The linker's --wrap leads the
 * library's own calls here; what GLPK, libyaml and the C library allocate for themselves does not fail. Prints TAP. */
#define _XOPEN_SOURCE 700 /* nftw() */
#include <ftw.h>
#include <stdio.h>
#include <string.h>

#include "scenario.h"

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
int __wrap_fsync(int fd);

const char *scenario_file, *scenario_folder;

static bool armed;
static size_t calls, failing;

static bool fails(void)
{
    return armed && calls++ == failing;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size)
{
    return fails() ? NULL : __real_realloc(old, size);
}

/* Nothing here is to outlive a crash, and thousands of files are written. */
int __wrap_fsync(int fd)
{
    return fd < 0 ? -1 : 0;
}

int scenario_sink(void *user, const char *bytes, size_t n)
{
    (void)user, (void)bytes, (void)n;
    return 0;
}

static bool says_lost(const epic_diags *diags)
{
    for (size_t i = 0; i < epic_diags_count(diags); i++) {
        if (strcmp(epic_diags_get(diags, i)->code, "E902") == 0) {
            return epic_diags_errors(diags) > 0;
        }
    }
    return false;
}

/* One run, in which allocation `failing` fails. True when it went as it must; *passed when nothing was left to fail. */
static bool attempt(const scenario *s, bool with_diags, bool *passed)
{
    calls = 0;
    armed = true;
    epic_diags *diags = with_diags ? epic_diags_new() : NULL;
    int status = with_diags && diags == NULL ? EPIC_ENOMEM : s->run(diags);
    armed = false;
    *passed = calls <= failing;
    bool right = *passed ? status == EPIC_OK : status == EPIC_ENOMEM || says_lost(diags);
    if (!right) {
        printf("# %s, allocation %zu of %zu: status %d (%s)\n", s->name, failing, calls, status, epic_strerror(status));
        epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stdout);
    }
    right = epic_diags_write(diags, EPIC_JSON, scenario_sink, NULL) == EPIC_OK && right;
    epic_diags_free(diags);
    return right;
}

static bool run(const scenario *s, bool with_diags, int number)
{
    bool passed = false, right = true;
    for (failing = 0; !passed && right; failing++) {
        right = attempt(s, with_diags, &passed);
    }
    printf("%s %d - %s%s (%zu allocations)\n", right ? "ok" : "not ok", number, s->name,
           with_diags ? " with diagnostics" : "", failing - 1);
    fflush(stdout);
    return right;
}

static int take_away(const char *path, const struct stat *about, int kind, struct FTW *place)
{
    (void)about, (void)kind, (void)place;
    return remove(path);
}

int main(int argc, char **argv)
{
    const scenario *lists[] = {base_scenarios, stage_scenarios};
    int number = 0, failed = 0;
    if (argc != 3) {
        fputs("usage: memory FILE FOLDER\n", stderr);
        return 2;
    }
    scenario_file = argv[1];
    scenario_folder = argv[2];
    nftw(scenario_folder, take_away, 8, FTW_DEPTH | FTW_PHYS); /* what an earlier run left would be gone on from */
    for (size_t l = 0; l < sizeof lists / sizeof *lists; l++) {
        for (const scenario *s = lists[l]; s->name != NULL; s++) {
            failed += !run(s, false, ++number);
            failed += !run(s, true, ++number);
        }
    }
    scenario_end();
    printf("1..%d\n", number);
    return failed > 0;
}
