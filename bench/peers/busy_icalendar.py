#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""busy_icalendar.py FILE: Python's icalendar parses the file and looks at each event's times, and follows no rule; prints the
seconds of those that are busy."""
import sys

import icalendar

with open(sys.argv[1], "rb") as file:
    calendar = icalendar.Calendar.from_ical(file.read())
seconds = 0
for event in calendar.walk("VEVENT"):
    start = event.decoded("DTSTART")
    end = event.decoded("DTEND") if "DTEND" in event else start + event.decoded("DURATION")
    if event.get("TRANSP") != "TRANSPARENT" and 2020 <= start.year <= 2023:
        seconds += (end - start).total_seconds()
print(int(seconds))
