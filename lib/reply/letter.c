/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file is a calendar or an e-mail with calendars in it. */
#include "said.h"

#include <stdlib.h>

#include "diags.h"
#include "slurp.h"

typedef struct letter {
    ep_hearing *own;
    const char *file;
} letter;

static int take_part(void *user, const ep_mime_part *part)
{
    const letter *from = user;
    return ep_hear_calendar(from->own, from->file, part);
}

static void say_of_mail(void *user, uint32_t line, const char *words)
{
    const letter *from = user;
    ep_diag(from->own->diags, "W623", from->file, (epic_place){line, 1}, NULL, "%s", words);
}

static int hear_bytes(ep_hearing *own, const char *file, const char *bytes, size_t n)
{
    letter from = {own, file};
    const ep_mime_taker taker = {take_part, say_of_mail, &from};
    size_t found;
    if (n > EP_MOST_HEARD) {
        ep_diag(own->diags, "E612", file, (epic_place){0, 0}, NULL, "the file is too large");
        own->refused = true;
        return EPIC_OK;
    }
    if (!ep_is_mail(bytes, n)) {
        const ep_mime_part whole = {.bytes = bytes, .n = n, .line = 1};
        return ep_hear_calendar(own, file, &whole);
    }
    int status = ep_mime_walk(bytes, n, &taker, &found);
    if (status == EPIC_OK && found == 0) {
        ep_diag(own->diags, "E622", file, (epic_place){1, 1}, NULL, "there is no calendar in this e-mail");
        own->refused = true;
    }
    return status;
}

int ep_hear(ep_hearing *own, const epic_reply_source *source)
{
    const char *file = ep_arena_strdup(own->arena, source->name);
    if (file == NULL) {
        return EPIC_ENOMEM;
    }
    if (source->bytes != NULL) {
        return hear_bytes(own, file, source->bytes, source->size);
    }
    char *text;
    size_t size;
    int status = ep_slurp(&text, &size, source->name, EP_MOST_HEARD, own->diags);
    status = status ? status : hear_bytes(own, file, text, size);
    free(text);
    return status;
}

void ep_hearing_free(ep_hearing *own)
{
    free(own->list);
}
