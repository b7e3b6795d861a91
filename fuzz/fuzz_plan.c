/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What any programme comes to: a pairing and a plan that their independent proofs accept and every publisher can write, or a
 * status that says why not. */
#include <epic/epic.h>
#include <stdlib.h>

enum { MOST_CITIES = 40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static int ignore(void *user, const char *bytes, size_t n)
{
    (void)user, (void)bytes, (void)n;
    return 0;
}

static void check_plan(const epic_plan *plan)
{
    epic_publish_options options = EPIC_PUBLISH_OPTIONS_INIT;
    options.issued_at = 0;
    must(epic_plan_verify(plan, NULL) == EPIC_OK);
    must(epic_plan_gap(plan) >= 0 && epic_plan_gap(plan) <= 1);
    for (int format = EPIC_TEXT; format <= EPIC_ICS; format++) {
        must(epic_publish(plan, (epic_format)format, &options, ignore, NULL, NULL) == EPIC_OK);
    }
}

static void check_pairing(epic_pairing *pairing)
{
    epic_plan *plan;
    must(epic_pairing_verify(pairing, NULL) == EPIC_OK);
    must(epic_pairing_proved(pairing));
    must(epic_publish_pairing(pairing, EPIC_JSON, ignore, NULL) == EPIC_OK);
    int status = epic_plan_make(&plan, pairing, NULL, NULL);
    must(status == EPIC_OK || status == EPIC_EINPUT);
    if (plan != NULL) {
        check_plan(plan);
    }
    epic_plan_unref(plan);
}

static void check_programme(epic_programme *programme)
{
    epic_scores *scores;
    epic_pairing *pairing;
    must(epic_scores_make(&scores, programme, NULL) == EPIC_OK);
    must(epic_publish_scores(scores, EPIC_JSON, ignore, NULL) == EPIC_OK);
    int status = epic_pairing_make(&pairing, scores, NULL, NULL);
    must(status == EPIC_OK || status == EPIC_EINFEASIBLE);
    if (pairing != NULL) {
        check_pairing(pairing);
    }
    epic_pairing_unref(pairing);
    epic_scores_unref(scores);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    epic_programme *programme = NULL;
    if (epic_programme_parse(&programme, (const char *)data, size, NULL, NULL) == EPIC_OK &&
        epic_programme_cities(programme) <= MOST_CITIES) {
        check_programme(programme);
    }
    epic_programme_unref(programme);
    return 0;
}
