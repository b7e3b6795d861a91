#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Asks recurring-ical-events what happens in each year of a calendar, and prints a line "uid start end" for each event."""
import datetime
import sys

try:
    import recurring_ical_events
    from icalendar import Calendar
except ImportError as missing:
    print(missing, file=sys.stderr)
    sys.exit(77)


def moment(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


with open(sys.argv[1], "rb") as f:
    calendar = Calendar.from_ical(f.read())
years = {event["DTSTART"].dt.year for event in calendar.walk("VEVENT")}
found = recurring_ical_events.of(calendar)
# An event over New Year is there in both years.
lines = {f"{e['UID']} {moment(e['DTSTART'].dt)} {moment(e['DTEND'].dt)}" for year in years for e in found.at(year)}
print(*sorted(lines), sep="\n")
