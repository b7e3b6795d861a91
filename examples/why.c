/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one city can learn from another, term by term: why PROGRAMME GUEST HOST */
#include <epic/epic.h>
#include <stdio.h>

static void print_terms(const epic_programme *programme, const epic_scores *scores, size_t guest, size_t host)
{
    epic_term terms[16];
    size_t n = epic_scores_explain(scores, guest, host, terms, 16);
    for (size_t i = 0; i < n && i < 16; i++) {
        const epic_term *t = &terms[i];
        printf("%-20s need %.2f x offer %.2f x step %.2f x transfer %.2f: %.3f of the benefit\n",
               epic_programme_domain(programme, t->domain)->title, t->need, t->offer, t->step, t->transfer, t->share);
    }
    printf("benefit %.3f\n", epic_scores_benefit(scores, guest, host));
}

int main(int argc, char **argv)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    int failed = argc != 4 || epic_programme_load(&programme, argv[1], NULL) || epic_scores_make(&scores, programme, NULL);
    if (!failed) {
        print_terms(programme, scores, epic_programme_find(programme, argv[2]), epic_programme_find(programme, argv[3]));
    }
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return failed;
}
