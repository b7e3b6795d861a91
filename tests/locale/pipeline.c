/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pipeline LOCALE FILE FOLDER: the whole job in a program that obeys the locale, as a desktop program does. */
#include <epic/epic.h>

#include <locale.h>
#include <stdio.h>

static int publish_all(const epic_plan *plan, const char *folder, epic_diags *diags)
{
    static const epic_format formats[] = {EPIC_TEXT, EPIC_JSON};
    const epic_pairing *pairing = epic_plan_pairing(plan);
    const epic_scores *scores = epic_pairing_scores(pairing);
    int status = epic_publish_folder(plan, NULL, folder, diags);
    for (size_t i = 0; i < 2 && status == EPIC_OK; i++) {
        status = epic_publish(plan, formats[i], NULL, epic_write_stdio, stdout, diags);
        status = status != EPIC_OK ? status : epic_publish_scores(scores, formats[i], epic_write_stdio, stdout);
        status = status != EPIC_OK ? status : epic_publish_pairing(pairing, formats[i], epic_write_stdio, stdout);
        status = status != EPIC_OK ? status : epic_publish_explanation(scores, 0, 1, formats[i], epic_write_stdio, stdout);
    }
    return status;
}

int main(int argc, char **argv)
{
    if (argc != 4 || setlocale(LC_ALL, argv[1]) == NULL) {
        fputs("pipeline: wrong usage, or no such locale\n", stderr);
        return 2;
    }
    epic_diags *diags = epic_diags_new();
    epic_plan *plan;
    int status = epic_plan_from_file(&plan, argv[2], NULL, diags);
    if (status == EPIC_OK) {
        status = publish_all(plan, argv[3], diags);
    }
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    epic_diags_write(diags, EPIC_JSON, epic_write_stdio, stdout);
    epic_plan_unref(plan);
    epic_diags_free(diags);
    return status == EPIC_OK ? 0 : 1;
}
