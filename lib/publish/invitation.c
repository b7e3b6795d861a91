/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "invitation.h"

#include <stdio.h>

#define DAY 86400

const char *ep_mail_subject(ep_arena *arena, const ep_message *message, const epic_issued *entry)
{
    ep_word_id lead = entry->sent == EPIC_SENT_NEVER ? EP_WORD_INVITATION : EP_WORD_UPDATED;
    const char *title = ep_own_text(arena, message->entry, "SUMMARY");
    bool over = ep_own_is_cancelled(message->entry); /* the title says so */
    return over ? title : ep_phrase(arena, message->calendar->words, lead, {"title", title});
}

/* "Monday 8 March 2021" */
static const char *day_of(ep_arena *arena, const ep_catalogue *words, epic_date date)
{
    char days[4], years[12];
    int year, month, day;
    epic_date_parts(date, &year, &month, &day);
    snprintf(days, sizeof days, "%d", day % 100);
    snprintf(years, sizeof years, "%d", year);
    return ep_phrase(arena, words, EP_WORD_DAY, {"weekday", ep_word(words, EP_WORD_WEEKDAY + (unsigned)epic_date_weekday(date))},
                     {"day", days}, {"month", ep_word(words, EP_WORD_MONTH + (unsigned)month - 1)}, {"year", years});
}

/* "Monday 10 May 2021 – Wednesday 12 May 2021", "Monday 8 March 2021, 09:00–10:30 UTC" */
static const char *when(ep_arena *arena, const ep_catalogue *words, const epic_issued *entry)
{
    epic_date date = entry->all_day ? entry->first : (epic_date)(entry->start / DAY - (entry->start % DAY < 0));
    const char *first = day_of(arena, words, date);
    if (entry->all_day) {
        const char *last = entry->last == entry->first ? "" : day_of(arena, words, entry->last);
        return first == NULL || last == NULL ? NULL : ep_arena_printf(arena, "%s%s%s", first, last[0] ? " \u2013 " : "", last);
    }
    int start = (int)((entry->start % DAY + DAY) % DAY / 60), end = (int)((entry->end % DAY + DAY) % DAY / 60);
    return first == NULL ? NULL
                         : ep_arena_printf(arena, "%s, %02d:%02d\u2013%02d:%02d UTC", first, start / 60, start % 60, end / 60,
                                           end % 60);
}

const char *ep_mail_body(ep_arena *arena, const ep_message *message, const epic_issued *entry)
{
    const char *title = ep_own_text(arena, message->entry, "SUMMARY"), *place = ep_own_text(arena, message->entry, "LOCATION");
    const char *more = ep_own_text(arena, message->entry, "DESCRIPTION"), *at = when(arena, message->calendar->words, entry);
    if (title == NULL || place == NULL || more == NULL || at == NULL) {
        return NULL;
    }
    return ep_arena_printf(arena, "%s\n%s%s%s%s%s\n", title, at, place[0] ? "\n" : "", place, more[0] ? "\n\n" : "", more);
}
