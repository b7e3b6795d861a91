/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "holidays.h"

#include <string.h>

#include "csv.h"
#include "text.h"

#define NAME_ROOM 128

bool ep_is_csv(const char *bytes, size_t n)
{
    size_t at = ep_mark_size(bytes, n);
    at += at < n && bytes[at] == '"';
    if (n < at + 5 || !ep_same_word(bytes + at, 4, "DATE")) {
        return false;
    }
    at += 4;
    at += bytes[at] == '"';
    return at < n && bytes[at] != '\0' && strchr(EP_CSV_SEPARATORS "\r\n", bytes[at]) != NULL;
}

static int take_line(ep_holidays *own)
{
    ep_collection *into = own->into;
    char date[NAME_ROOM], name[NAME_ROOM];
    const char *at = own->text;
    uint32_t origin, line = own->line++;
    epic_instant from, to, other;
    bool empty = own->used == 0 || own->text[0] == '#';
    own->text[own->used] = '\0';
    own->used = 0;
    if (line == 1 || empty) {
        return EPIC_OK;
    }
    ep_csv_take(&at, EP_CSV_SEPARATORS, date, sizeof date);
    ep_csv_take(&at, EP_CSV_SEPARATORS, name, sizeof name);
    epic_date day = epic_date_read(date);
    into->events++;
    if (day == EPIC_NO_DATE) {
        ep_collect_skip(into, line, "it does not begin with a date such as 2021-12-25");
        return EPIC_OK;
    }
    if (day < into->from || day > into->to) {
        return EPIC_OK;
    }
    ep_collect_midnight(into, day, &from, &other);
    ep_collect_midnight(into, day + 1, &other, &to);
    bool whole = ep_collect_origin(into, line, NULL, name[0] != '\0' ? name : NULL, &origin) &&
                 ep_intervals_add(&into->busy[EPIC_BUSY_FIRM], (ep_interval){from, to, origin}, into->begin, into->end);
    return whole ? EPIC_OK : EPIC_ENOMEM;
}

int ep_holidays_feed(ep_holidays *own, const char *bytes, size_t n)
{
    int status = EPIC_OK;
    for (size_t i = 0; i < n && status == EPIC_OK; i++) {
        if (bytes[i] == '\n') {
            status = take_line(own);
        } else if (bytes[i] != '\r' && own->used + 1 < sizeof own->text) {
            own->text[own->used++] = (char)(bytes[i] == '\0' ? ' ' : bytes[i]);
        }
    }
    return status;
}

int ep_holidays_end(ep_holidays *own)
{
    return own->used > 0 ? take_line(own) : EPIC_OK;
}
