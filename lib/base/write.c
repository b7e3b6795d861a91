/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <epic/write.h>

#include <stdio.h>

int epic_write_stdio(void *file, const char *bytes, size_t n)
{
    return file != NULL && fwrite(bytes, 1, n, file) == n ? 0 : -1;
}
