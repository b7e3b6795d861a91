/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stages one by one, up to a pairing whose proof is checked: pairs PROGRAMME */
#include <epic/epic.h>
#include <stdio.h>

static void print_pairs(const epic_programme *programme, const epic_pairing *pairing)
{
    size_t n;
    const epic_pair *pairs = epic_pairing_pairs(pairing, &n);
    for (size_t i = 0; i < n; i++) {
        printf("%s and %s: %.3f\n", epic_programme_city(programme, pairs[i].a)->name,
               epic_programme_city(programme, pairs[i].b)->name, pairs[i].value);
    }
    printf("total %.3f, and no pairing exceeds %.3f\n", epic_pairing_total(pairing), epic_pairing_bound(pairing));
}

int main(int argc, char **argv)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    int failed = argc != 2 || epic_programme_load(&programme, argv[1], NULL) || epic_scores_make(&scores, programme, NULL) ||
                 epic_pairing_make(&pairing, scores, NULL, NULL) || epic_pairing_verify(pairing, NULL);
    if (!failed) {
        print_pairs(programme, pairing);
    }
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return failed;
}
