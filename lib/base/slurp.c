/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "slurp.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "reading.h"

static char *read_all(FILE *file, size_t *size, size_t most)
{
    size_t room = 65536;
    char *text = NULL;
    for (*size = 0; *size <= most; room *= 2) {
        char *more = realloc(text, room);
        if (more == NULL) {
            free(text);
            return NULL;
        }
        text = more;
        *size += fread(text + *size, 1, room - 1 - *size, file);
        if (*size < room - 1) {
            break;
        }
    }
    text[*size] = '\0';
    return text;
}

int ep_slurp(char **text, size_t *size, const char *path, size_t most, epic_diags *diags)
{
    FILE *file = fopen(path, "rb");
    *size = 0;
    *text = file == NULL ? NULL : read_all(file, size, most);
    int status = file == NULL || ferror(file) ? EPIC_EIO : *text == NULL ? EPIC_ENOMEM : EPIC_OK;
    if (status == EPIC_EIO) {
        ep_diag_plain(diags, "E701", "cannot read %s: %s", path, ep_reading_error(errno));
        free(*text);
        *text = NULL;
    }
    if (file != NULL) {
        (void)fclose(file);
    }
    return status;
}

const char *ep_path_beside(ep_arena *arena, const char *file, const char *name)
{
    const char *slash = strrchr(file, '/');
    if (name[0] == '/' || slash == NULL) {
        return name;
    }
    return ep_arena_printf(arena, "%.*s/%s", (int)(slash - file), file, name);
}
