/* SPDX-License-Identifier: GPL-3.0-or-later */
/* read FILE: reads a programme file and writes its diagnostics as JSON. read: writes the reference of the format. */
#include <epic/programme.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    if (argc == 1) {
        return epic_schema_write(EPIC_TEXT, epic_write_stdio, stdout) != EPIC_OK;
    }
    epic_diags *diags = epic_diags_new();
    epic_programme *programme = NULL;
    if (argc != 2 || diags == NULL) {
        return 99;
    }
    int status = epic_programme_load(&programme, argv[1], diags);
    int written = epic_diags_write(diags, EPIC_JSON, epic_write_stdio, stdout);
    epic_programme_unref(programme);
    epic_diags_free(diags);
    return written != EPIC_OK ? 98 : -status;
}
