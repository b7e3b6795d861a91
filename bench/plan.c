/* SPDX-License-Identifier: GPL-3.0-or-later */
/* plan PROGRAMME [EFFORT [why]]: the events of its plan, the milliseconds of processor time that planning took, the cost and its
 * bound; `why`: how long it takes to say why an event has no date, of each that has none. EFFORT 0: the usual. Fails when the
 * plan is not what the verification wants. */
#include <epic/epic.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LONG 20.0 /* milliseconds that can be measured: what takes less is done again and again */

static double since(clock_t begun)
{
    return (double)(clock() - begun) / CLOCKS_PER_SEC * 1e3;
}

/* The milliseconds that it takes to say why an event has no date; one more of `*clashes` when no day of the
 * programme is possible. */
static int why_one(epic_plan *plan, const epic_unscheduled *one, double *spent, size_t *clashes)
{
    epic_why *answer;
    size_t times = 0;
    int status = EPIC_OK;
    clock_t begun = clock();
    while (status == EPIC_OK && (times == 0 || since(begun) < LONG)) {
        status = epic_why_make(&answer, plan, one->pair, one->source, one->number, EPIC_NO_DATE);
        *clashes += status == EPIC_OK && times == 0 && epic_why_get(answer)->possible_count == 0;
        epic_why_unref(answer);
        times++;
    }
    *spent = since(begun) / (double)times;
    return status;
}

static int why(epic_plan *plan)
{
    size_t clashes = 0;
    int status = EPIC_OK;
    for (size_t i = 0; i < epic_plan_unscheduled(plan) && status == EPIC_OK; i++) {
        const epic_unscheduled *one = epic_plan_unscheduled_at(plan, i);
        double spent;
        size_t before = clashes;
        status = why_one(plan, one, &spent, &clashes);
        printf("%s: why it has no date, %.2f ms%s\n", one->id, spent, clashes > before ? ", with the rules that clash" : "");
    }
    return status;
}

int main(int argc, char **argv)
{
    epic_programme *programme = NULL;
    epic_scores *scores = NULL;
    epic_pairing *pairing = NULL;
    epic_plan *plan = NULL;
    epic_plan_options options = EPIC_PLAN_OPTIONS_INIT;
    options.effort = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
    int status = argc >= 2 && argc <= 4 ? epic_programme_load(&programme, argv[1], NULL) : EPIC_EARG;
    status = status ? status : epic_scores_make(&scores, programme, NULL);
    status = status ? status : epic_pairing_make(&pairing, scores, NULL, NULL);
    clock_t begun = clock();
    status = status ? status : epic_plan_make(&plan, pairing, &options, NULL);
    double spent = since(begun);
    status = status ? status : epic_plan_verify(plan, NULL);
    if (status == EPIC_OK) {
        printf("%zu events, %.1f ms, cost %" PRId64 ", bound %" PRId64 "\n", epic_plan_events(plan), spent,
               epic_plan_cost(plan), epic_plan_bound(plan));
        status = argc == 4 ? why(plan) : EPIC_OK;
    }
    epic_plan_unref(plan);
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
    epic_programme_unref(programme);
    return status == EPIC_OK ? EXIT_SUCCESS : EXIT_FAILURE;
}
