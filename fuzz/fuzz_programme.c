/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes are a programme, or refused with an error; nothing else. */
#include <epic/programme.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int ignore(void *user, const char *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 0;
}

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

/* What a programme promises its readers. */
static void check_programme(const epic_programme *programme)
{
    for (size_t i = 0; i < epic_programme_cities(programme); i++) {
        const epic_city *city = epic_programme_city(programme, i);
        must(epic_programme_find(programme, city->id) == i);
        must(city->name != NULL && city->country != NULL && city->timezone != NULL);
        for (size_t d = 0; d < epic_programme_domains(programme); d++) {
            const epic_profile *profile = epic_programme_profile(programme, i, d);
            must(profile == NULL ||
                 (profile->strength >= 0 && profile->strength <= 1 && profile->priority >= 0 && profile->priority <= 1));
        }
    }
    for (size_t i = 0; i < epic_programme_steps(programme); i++) {
        const epic_step *step = epic_programme_step(programme, i);
        must((step->days == 0) != (step->minutes == 0));
        must(step->from <= step->to);
    }
    for (size_t i = 0; i < epic_programme_events(programme); i++) {
        const epic_joint_event *event = epic_programme_event(programme, i);
        must((event->days == 0) != (event->minutes == 0));
        must(event->participant_count > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    epic_diags *diags = epic_diags_new();
    epic_programme *programme = NULL;
    size_t written = 0;
    int status = epic_programme_parse(&programme, (const char *)data, size, NULL, diags);
    must((status == EPIC_OK) == (programme != NULL));
    must((status == EPIC_OK) == (epic_diags_errors(diags) == 0));
    (void)epic_diags_write(diags, EPIC_TEXT, ignore, &written);
    if (programme != NULL) {
        check_programme(programme);
    }
    epic_programme_unref(programme);
    epic_diags_free(diags);
    return 0;
}
