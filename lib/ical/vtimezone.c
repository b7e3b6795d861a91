/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "vtimezone.h"

static void property(ep_lines *lines, const char *name, const char *value)
{
    ep_line_open(lines, name);
    ep_line_text(lines, value);
    ep_line_close(lines);
}

static void offset(ep_lines *lines, const char *name, int32_t seconds)
{
    ep_line_open(lines, name);
    ep_line_offset(lines, seconds);
    ep_line_close(lines);
}

/* FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU, or ;BYDAY=SA;BYMONTHDAY=24,25,26,27,28,29,30. */
static void rule(ep_lines *lines, const ep_observance *o)
{
    static const char days[7][3] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
    ep_line_open(lines, "RRULE");
    ep_line_plain(lines, "FREQ=YEARLY;BYMONTH=");
    ep_line_int(lines, o->month);
    ep_line_plain(lines, ";BYDAY=");
    if (o->nth != 0) {
        ep_line_int(lines, o->nth);
    }
    ep_line_plain(lines, days[o->weekday]);
    for (int i = 0; o->nth == 0 && i < 7; i++) {
        ep_line_plain(lines, i == 0 ? ";BYMONTHDAY=" : ",");
        ep_line_int(lines, o->first_day + i);
    }
    ep_line_close(lines);
}

static void observance(ep_lines *lines, const ep_observance *o)
{
    const char *component = o->daylight ? "DAYLIGHT" : "STANDARD";
    ep_line_begin(lines, component);
    ep_line_open(lines, "DTSTART");
    ep_line_local(lines, o->date, o->second);
    ep_line_close(lines);
    offset(lines, "TZOFFSETFROM", o->from);
    offset(lines, "TZOFFSETTO", o->to);
    property(lines, "TZNAME", o->name);
    if (o->month) {
        rule(lines, o);
    }
    ep_line_end(lines, component);
}

void ep_vtimezone(ep_lines *lines, const char *tzid, const ep_observance *list, size_t count)
{
    ep_line_begin(lines, "VTIMEZONE");
    property(lines, "TZID", tzid);
    for (size_t i = 0; i < count; i++) {
        observance(lines, &list[i]);
    }
    ep_line_end(lines, "VTIMEZONE");
}
