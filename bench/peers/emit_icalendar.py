#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""emit_icalendar.py FILE TIMES: Python's icalendar builds the calendar in FILE from its values, which are at hand, and writes it,
so often; prints the events and the seconds of processor time that each turn took."""
import sys
import time

import icalendar


def values(event):
    """Names, values and parameters; texts, days and times as Python has them."""
    found = []
    for name, value in event.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            plain = getattr(value, "dt", value)
            plain = [str(one) for one in value.cats] if name == "CATEGORIES" else plain
            text = isinstance(plain, str) and name != "ORGANIZER"
            found.append((name, str(plain) if text else plain, dict(getattr(value, "params", {})) if text else None))
    return found


def write_all(events):
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Example//EN")
    for lines in events:
        event = icalendar.Event()
        for name, value, parameters in lines:
            event.add(name, value, parameters)
        calendar.add_component(event)
    return calendar.to_ical()


with open(sys.argv[1], "rb") as file:
    EVENTS = [values(event) for event in icalendar.Calendar.from_ical(file.read()).walk("VEVENT")]
begun, size = time.process_time(), 0
for _ in range(int(sys.argv[2])):
    size = len(write_all(EVENTS))
print(len(EVENTS), f"{(time.process_time() - begun) / int(sys.argv[2]):.6f}", size)
