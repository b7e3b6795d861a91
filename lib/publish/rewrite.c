/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rewrite.h"

#include <stdlib.h>
#include <string.h>

#include "diags.h"
#include "ours.h"
#include "slurp.h"


/* The keys with which it is written. Keys of the file stand at the beginning of a line, and nothing else does. */
static const char *const keys[] = {"organiser:", "mailboxes:", "languages:", "issued:"};

static bool is_key(const char *line)
{
    bool found = false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && !found; i++) {
        found = strncmp(line, keys[i], strlen(keys[i])) == 0;
    }
    return found;
}

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end == NULL ? line + strlen(line) : end + 1;
}

int ep_rewrite_open(const ep_exchange *place, char **plan, epic_ledger **ledger)
{
    char *path = ep_arena_printf(place->arena, "%s/plan.yaml", place->target);
    size_t size;
    int status = path == NULL ? EPIC_ENOMEM : ep_slurp(plan, &size, path, EP_OUR_MOST, place->diags);
    return status ? status : epic_ledger_parse(ledger, *plan, size, path, place->diags);
}

/* False, and nothing is written, when the ledger is not the last thing in the text. */
static bool put(ep_writer *writer, const char *plan, const ep_issues *issues)
{
    const char *begin = plan;
    while (*begin && !is_key(begin)) {
        begin = next_line(begin);
    }
    for (const char *line = begin; *line; line = next_line(line)) {
        if (strchr(" -#\r\n", *line) == NULL && !is_key(line)) {
            return false; /* another key, which would be lost */
        }
    }
    ep_put_bytes(writer, plan, (size_t)(begin - plan));
    ep_ledger_write(writer, issues);
    return true;
}

int ep_rewrite(const ep_exchange *place, const char *plan, const ep_issues *issues)
{
    ep_store text = {NULL, 0, 0};
    ep_writer writer;
    bool last = put(ep_store_begin(&text, &writer), plan, issues);
    int status = ep_store_end(&writer);
    if (!last) {
        ep_diag_plain(place->diags, "E606", "what was issued is not the last thing in '%s/plan.yaml'", place->target);
        status = EPIC_EINPUT;
    }
    status = status ? status : ep_exchange_text(place, "plan.yaml", &text);
    free(text.bytes);
    return status;
}
