/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What any text comes to as a recurrence rule: words that say what is wrong, or occurrences that ascend within the window and are
 * the same when it is looked through in two parts. */
#include <stdlib.h>

#include <epic/diag.h>

#include "recur.h"

enum { MOST = 3000 };

typedef struct seen {
    int count;
    ep_moment at[MOST];
} seen;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds) {
        abort();
    }
}

static bool add(void *user, ep_moment at)
{
    seen *all = user;
    must(at.second >= 0 && at.second < 86400);
    if (all->count > 0) {
        ep_moment before = all->at[all->count - 1];
        must(at.date > before.date || (at.date == before.date && at.second > before.second));
    }
    all->at[all->count++] = at;
    return all->count < MOST;
}

static void in_two_parts(const ep_recur *rule, ep_moment start, bool all_day, epic_date from, epic_date to)
{
    static seen whole, parts;
    epic_date middle = from + (to - from) / 3;
    whole.count = parts.count = 0;
    int status = ep_recur_each(rule, start, all_day, from, to, NULL, add, &whole);
    must(status == EPIC_OK || status == EPIC_EINPUT);
    must(whole.count == 0 || (whole.at[0].date >= from && whole.at[whole.count - 1].date <= to));
    if (status || ep_recur_each(rule, start, all_day, from, middle, NULL, add, &parts) || parts.count == MOST ||
        ep_recur_each(rule, start, all_day, middle + 1, to, NULL, add, &parts)) {
        return;
    }
    must(parts.count == whole.count);
    for (int i = 0; i < whole.count; i++) {
        must(parts.at[i].date == whole.at[i].date && parts.at[i].second == whole.at[i].second);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ep_recur *rule;
    const char *wrong;
    ep_moment until;
    bool utc, date_only;
    ep_arena *arena = ep_arena_new();
    int status = ep_recur_parse(&rule, arena, (const char *)data, size, &wrong);
    must(status == EPIC_OK ? rule != NULL : status == EPIC_EINPUT && wrong != NULL);
    if (!status) {
        must(!ep_recur_until(rule, &until, &utc, &date_only) || (until.second >= 0 && until.second < 86400));
        in_two_parts(rule, (ep_moment){epic_date_make(2025, 12, 31), 9 * 3600 + 1}, size % 2 == 0, epic_date_make(2026, 1, 1),
                     epic_date_make(2027, 3, 1));
        in_two_parts(rule, (ep_moment){epic_date_make(1, 1, 1), 0}, false, epic_date_make(1, 1, 1), epic_date_make(9, 1, 1));
        in_two_parts(rule, (ep_moment){epic_date_make(1998, 2, 28), 86399}, false, epic_date_make(9990, 1, 1), INT32_MAX);
    }
    ep_arena_free(arena);
    return 0;
}
