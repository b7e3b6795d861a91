/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan PROGRAMME [EFFORT]: the events of its plan, the milliseconds of processor time that planning took, the cost and its bound.
 * Fails when the plan is not what the verification wants. */
#include <epic/epic.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_plan *plan = NULL;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.effort = argc == 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    int status = argc == 2 || argc == 3 ? epic_programme_load(&programme, argv[1], NULL) : EPIC_EARG;
    status = status ? status : epic_scores_make(&scores, programme, NULL);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, NULL);
    clock_t begun = clock();
    status = status ? status : epic_plan_make(&plan, pairing, &options, NULL);
    double spent = (double)(clock() - begun) / CLOCKS_PER_SEC;
    status = status ? status : epic_plan_verify(plan, NULL);
    if (status == EPIC_OK) {
        printf("%zu events, %.1f ms, cost %" PRId64 ", bound %" PRId64 "\n", epic_plan_events(plan), spent * 1e3,
               epic_plan_cost(plan), epic_plan_bound(plan));
    }
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status == EPIC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
