#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a calendar with Python's icalendar, writes and reads it again, and prints a line "uid start end" for each event."""
import datetime
import sys

try:
    from icalendar import Calendar
except ImportError:
    print("icalendar is not installed", file=sys.stderr)
    sys.exit(77)


def moment(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def events(calendar):
    for part in calendar.walk():
        if part.errors:
            sys.exit(f"{part.name}: {part.errors}")
    return [f"{e['UID']} {moment(e['DTSTART'].dt)} {moment(e['DTEND'].dt)}" for e in calendar.walk("VEVENT")]


with open(sys.argv[1], "rb") as f:
    read = Calendar.from_ical(f.read())
lines = events(read)
if events(Calendar.from_ical(read.to_ical())) != lines:
    sys.exit("other events after writing and reading again")
print(*lines, sep="\n")
