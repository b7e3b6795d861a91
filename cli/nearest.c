/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nearest.h"

#include <string.h>

#define LONGEST 64 /* no option, command or city is meant by a longer word */

static size_t least(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;
    return least < c ? least : c;
}

size_t word_distance(const char *one, const char *other)
{
    size_t rows = strlen(one), columns = strlen(other), d[LONGEST + 1][LONGEST + 1];
    if (rows > LONGEST || columns > LONGEST) {
        return LONGEST;
    }
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (one[i - 1] != other[j - 1]));
            if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] && d[i - 2][j - 2] + 1 < d[i][j]) {
                d[i][j] = d[i - 2][j - 2] + 1;
            }
        }
    }
    return d[rows][columns];
}

const char *word_nearer(const char *word, const char *best, const char *candidate)
{
    size_t distance = word_distance(word, candidate);
    if (distance > (strlen(word) + 1) / 3 || (best != NULL && word_distance(word, best) <= distance)) {
        return best;
    }
    return candidate;
}
