/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rewrite.h"

#include <string.h>

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

bool ep_rewrite(ep_writer *writer, const char *plan, const ep_issues *issues)
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
