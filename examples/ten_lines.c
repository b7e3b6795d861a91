/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a programme file to a folder of calendars: ten_lines PROGRAMME FOLDER */
#include <epic/epic.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    epic_plan *plan = NULL;
    epic_diags *diags = epic_diags_new();
    int failed = argc != 3 || epic_plan_from_file(&plan, argv[1], NULL, diags) || epic_publish_folder(plan, NULL, argv[2], diags);
    epic_diags_write(diags, EPIC_TEXT, epic_write_stdio, stderr);
    printf("%zu events, %zu without a date\n", epic_plan_events(plan), epic_plan_unscheduled(plan));
    epic_plan_unref(plan);
    epic_diags_free(diags);
    return failed;
}
