/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pairs of greatest total from a table of one's own; its greatest number, 9, is not among them: raw_match */
#include <epic/epic.h>
#include <stdio.h>

int main(void)
{
    const double worth[5][5] = {{0, 4, 9, 8, 5}, {4, 0, 7, 1, 2}, {9, 7, 0, 3, 6}, {8, 1, 3, 0, 4}, {5, 2, 6, 4, 0}};
    const epic_weights weights = {.rows = 5, .columns = 5, .matrix = worth[0]};
    size_t mate[5];
    int failed = epic_match(&weights, NULL, mate, NULL);
    for (size_t i = 0; i < 5 && !failed; i++) {
        if (mate[i] == EPIC_NONE) {
            printf("%zu stays alone\n", i);
        } else if (i < mate[i]) {
            printf("%zu and %zu: %g\n", i, mate[i], worth[i][mate[i]]);
        }
    }
    return failed;
}
