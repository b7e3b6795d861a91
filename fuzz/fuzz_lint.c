/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Any bytes as a calendar that is checked: the status and the diagnostics agree, and are the same each time. */
#include <stdlib.h>
#include <string.h>

#include <epic/lint.h>

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int profile = EPIC_LINT_RFC; profile <= EPIC_LINT_CALDAV; profile++) {
        epic_lint_options options = EPIC_LINT_OPTIONS_INIT;
        epic_diags *diags = epic_diags_new();
        options.profile = (epic_lint_profile)profile;
        options.privacy = profile != EPIC_LINT_RFC;
        int status = epic_lint((const char *)data, size, "x.ics", &options, diags);
        must(status == (epic_diags_errors(diags) > 0 ? EPIC_EINPUT : EPIC_OK));
        must(epic_diags_write(diags, EPIC_TEXT, ignore, NULL) == EPIC_OK);
        epic_diags_free(diags);
    }
    return 0;
}
