#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a calendar with Python's icalendar, writes and reads it again, and prints a line "uid start end" for each event."""
import datetime
import sys

try:
    from dateutil.rrule import rrulestr
    from icalendar import Calendar
except ImportError:
    print("icalendar or dateutil is not installed", file=sys.stderr)
    sys.exit(77)


def moment(value):
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat()


def until_local(rule, start):
    """UNTIL as the wall of the start's zone shows it, without a zone, so that dateutil compares it with walls."""
    parts = dict(part.split("=") for part in rule.split(";"))
    if "UNTIL" in parts and isinstance(start, datetime.datetime):
        until = datetime.datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        parts["UNTIL"] = until.astimezone(start.tzinfo).strftime("%Y%m%dT%H%M%S")
    return ";".join("=".join(part) for part in parts.items())


def times(event, others):
    """Start and end of each occurrence: those of the rule, without what is not held or is held otherwise."""
    start, end = event["DTSTART"].dt, event["DTEND"].dt
    if "RRULE" not in event:
        return [(start, end)]
    timed = isinstance(start, datetime.datetime)
    wall = start.replace(tzinfo=None) if timed else datetime.datetime.combine(start, datetime.time())
    dates = event.get("EXDATE", [])
    out = {d.dt for one in (dates if isinstance(dates, list) else [dates]) for d in one.dts}
    out |= {other["RECURRENCE-ID"].dt for other in others if other["UID"] == event["UID"]}
    turns = rrulestr(until_local(event["RRULE"].to_ical().decode(), start), dtstart=wall)
    # a local hour: the same wall, whatever the offset is then
    starts = [(t.replace(tzinfo=start.tzinfo) if timed else t.date()) for t in turns]
    return [(s, s + (end - start)) for s in starts if s not in out]


def events(calendar):
    for part in calendar.walk():
        if part.errors:
            sys.exit(f"{part.name}: {part.errors}")
    parts = calendar.walk("VEVENT")
    others = [e for e in parts if "RECURRENCE-ID" in e]
    return [f"{e['UID']} {moment(s)} {moment(t)}" for e in parts for s, t in times(e, others)]


with open(sys.argv[1], "rb") as f:
    read = Calendar.from_ical(f.read())
lines = events(read)
if events(Calendar.from_ical(read.to_ical())) != lines:
    sys.exit("other events after writing and reading again")
print(*lines, sep="\n")
