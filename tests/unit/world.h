/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scores of a programme that a test has written. */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include <epic/score.h>

#include "kit.h"

static inline epic_scores *scores_of_file(const kit_text *file)
{
    epic_programme *programme;
    epic_scores *scores;
    epic_diags *diags = epic_diags_new();
    if (epic_programme_parse(&programme, file->bytes, file->used, "world.yaml", diags) != EPIC_OK) {
        epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
        ck_abort_msg("%s", file->bytes);
    }
    epic_diags_free(diags);
    ck_assert_int_eq(epic_scores_make(&scores, programme, NULL), EPIC_OK);
    epic_programme_unref(programme);
    return scores;
}

#endif
