#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ours.py READ EPIC PROGRAMME: the feeds that `epic plan` writes are read without a note, and everything that the plan dates and that
takes somebody's time is busy in them: what is proposed tentatively, the rest firmly. Prints TAP."""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import zoneinfo

READ, EPIC, PROGRAMME = sys.argv[1:]


def moment(text, zone):
    """Seconds since 1970 of a time with its offset, or of a day's first moment in a zone."""
    time = datetime.datetime.fromisoformat(text)
    return int((time if "T" in text else time.replace(tzinfo=zoneinfo.ZoneInfo(zone))).timestamp())


def said(path, zone):
    found, notes = {"firm": [], "tentative": []}, []
    for line in subprocess.run([READ, path, zone], capture_output=True, text=True, check=True).stdout.splitlines():
        word, *rest = line.split()
        if word in found:
            found[word].append(tuple(map(int, rest)))
        elif word[0] in "EWN":
            notes.append(line)
    return found, notes


def wrong_with(path, zone, events):
    found, notes = said(path, zone)
    for event in events:
        start, end = moment(event["start"], zone), moment(event["end"], zone)
        kind = "tentative" if event["status"] == "proposed" else "firm"
        if not any(one <= start and end <= other for one, other in found[kind]):
            return f"{event['id']} from {event['start']} is not {kind}"
    return notes[0] if notes else None


with tempfile.TemporaryDirectory() as folder:
    plan = json.loads(subprocess.run([EPIC, "plan", PROGRAMME, "-o", folder + "/out", "--json"], capture_output=True, check=True).stdout)
    busy = [event for event in plan["events"] if event["kind"] not in ("preparation", "deadline")]
    cities = sorted({city for event in busy for city in event["cities"]})
    print(f"1..{len(cities)}")
    failed = 0
    for number, city in enumerate(cities, 1):
        own = [event for event in busy if city in event["cities"] and event["status"] != "cancelled"]
        wrong = wrong_with(os.path.join(folder, "out/calendars", f"city-{city}.ics"), "Europe/Rome", own)
        failed += wrong is not None
        print(f"{'not ok' if wrong else 'ok'} {number} - {city}, {len(own)} events" + (f": {wrong}" if wrong else ""))
sys.exit(failed > 0 or not cities)
