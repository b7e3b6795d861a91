/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a fuzz target on files, and on every cut of the small ones, without a fuzzer: a corpus is a regression test. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SMALL 2048

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In a block of its own size, so that a sanitizer sees a read behind the end. */
static int run(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    if (copy == NULL) {
        return 1;
    }
    for (size_t i = 0; i < size; i++) {
        copy[i] = data[i];
    }
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    return 0;
}

static int run_file(const char *path)
{
    static uint8_t data[1 << 20];
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        (void)fprintf(stderr, "cannot open %s\n", path);
        return 1;
    }
    size_t size = fread(data, 1, sizeof data, file);
    (void)fclose(file);
    int failed = run(data, size);
    for (size_t cut = 0; cut < size && size <= SMALL; cut += 7) {
        failed |= run(data, cut);
    }
    return failed;
}

int main(int argc, char **argv)
{
    int failed = argc < 2;
    for (int i = 1; i < argc; i++) {
        failed |= run_file(argv[i]);
    }
    (void)printf("%d files\n", argc - 1);
    return failed;
}
