/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads lines "20240101T090000 20240101 20251231 MOST RULE" (DTSTART, window, how many at most) and prints a line for each: the
 * occurrences as 20240101T090000, or what is wrong with the rule. For recur.py. */
#include <stdio.h>
#include <string.h>

#include <epic/diag.h>

#include "recur.h"

static bool print(void *user, ep_moment at)
{
    int year, month, day, *left = user;
    epic_date_parts(at.date, &year, &month, &day);
    printf("%04d%02d%02dT%02d%02d%02d ", year, month, day, at.second / 3600, at.second / 60 % 60, at.second % 60);
    return --*left > 0;
}

static epic_date date_of(int number)
{
    return epic_date_make(number / 10000, number / 100 % 100, number % 100);
}

static int expand(const char *line)
{
    int start, clock, from, to, most, skip;
    ep_recur *rule;
    const char *wrong;
    if (sscanf(line, "%8dT%6d %d %d %d %n", &start, &clock, &from, &to, &most, &skip) != 5) {
        return EPIC_EARG;
    }
    ep_arena *arena = ep_arena_new();
    int status = ep_recur_parse(&rule, arena, line + skip, strlen(line + skip), &wrong);
    if (!status) {
        ep_moment at = {date_of(start), clock / 10000 * 3600 + clock / 100 % 100 * 60 + clock % 100};
        status = ep_recur_each(rule, at, false, date_of(from), date_of(to), NULL, print, &most);
        wrong = status ? "too far to count" : "";
    }
    printf("%s\n", wrong);
    ep_arena_free(arena);
    return status == EPIC_EINPUT ? EPIC_OK : status;
}

int main(void)
{
    char line[4096];
    int status = EPIC_OK;
    while (!status && fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        status = expand(line);
    }
    return status != EPIC_OK;
}
