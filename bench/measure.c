/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measure SECONDS PROGRAM ARGUMENT...: runs it for at most so many CPU seconds; the last line says its exit code (or minus the
 * signal that ended it), CPU seconds and peak memory in KiB. A small process of its own, because a child's peak begins with the
 * memory of the process that starts it. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static double seconds(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

int main(int count, char **arguments)
{
    if (count < 3) {
        fprintf(stderr, "usage: measure SECONDS PROGRAM ARGUMENT...\n");
        return EXIT_FAILURE;
    }
    rlim_t limit = (rlim_t)strtoul(arguments[1], NULL, 10);
    pid_t child = fork();
    if (child == 0) {
        setrlimit(RLIMIT_CPU, &(struct rlimit){limit, limit + 1});
        execvp(arguments[2], arguments + 2);
        _exit(127);
    }
    int status;
    struct rusage used;
    if (child < 0 || wait4(child, &status, 0, &used) != child) {
        return EXIT_FAILURE;
    }
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
    printf("%d %.6f %ld\n", code, seconds(used.ru_utime) + seconds(used.ru_stime), used.ru_maxrss);
    return EXIT_SUCCESS;
}
