#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""listen.py REVISE READ_BUSY EDITS: a plan is changed so many times. Who takes in all messages to a city as RFC 5546 wants it,
with Python's icalendar, has after each time what the city's feed has, entry for entry, in whatever order they came; and so has our own
reader of busy times, which sees nothing but the messages. Prints TAP."""
import os
import random
import re
import subprocess
import sys
import tempfile

import told

try:
    from icalendar import Calendar
except ImportError:
    print("1..0 # SKIP icalendar is not installed")
    sys.exit(0)

REVISE, READ_BUSY, EDITS = sys.argv[1:]
OFTEN = 10  # one time in so many another order is tried, too


def revision(event):
    """RFC 5546 section 2.1.5: the greater SEQUENCE is the later one, and of one SEQUENCE the later DTSTAMP."""
    return event["SEQUENCE"], event["DTSTAMP"].dt


def take_in(held, messages):
    """Of each UID the latest, which may be that it is cancelled."""
    for text in messages:
        event, = Calendar.from_ical(text).walk("VEVENT")
        known = held.get(event["UID"])
        if known is None or revision(event) > revision(known[0]):
            held[event["UID"]] = event, text
    return told.entries("".join(text for _, text in held.values()))


def busy(text, folder):
    """The busy times of a calendar by our own reader; zones are the system's."""
    events = re.findall("BEGIN:VEVENT\r\n.*?END:VEVENT\r\n", text, re.S)
    path = os.path.join(folder, "busy.ics")
    with open(path, "w", newline="", encoding="utf-8") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n")
    said = subprocess.run([READ_BUSY, path, "Europe/Rome"], capture_output=True, text=True, check=True).stdout
    return [line for line in said.splitlines() if line.split()[0] in ("firm", "tentative")]


def differences(rounds, city, folder):
    """When what is heard is not what the feed says, and how many messages and entries were compared."""
    dice, held, heard, wrong, compared = random.Random(5546), {}, [], [], 0
    for number, told_then in enumerate(rounds, 1):
        messages, feed = told.messages(told_then, city), told.feed(told_then, city)
        heard += messages
        wanted = told.entries(feed)
        compared += len(wanted)
        wrong += [f"time {number}, in order"] * (take_in(held, messages) != wanted)
        if number % OFTEN == 0 or number == len(rounds):
            shuffled = dice.sample(heard, len(heard))
            wrong += [f"time {number}, in any order"] * (take_in({}, shuffled) != wanted)
            wrong += [f"time {number}, by our own reader"] * (busy("".join(shuffled), folder) != busy(feed, folder))
    return wrong, len(heard), compared


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        rounds = told.rounds(REVISE, folder, EDITS)
        print(f"1..4\n# {len(rounds)} times, {EDITS} edits")
        for number, city in enumerate("abcd", 1):
            wrong, heard, compared = differences(rounds, city, folder)
            good = not wrong and compared > heard > 0
            failed += not good
            print("ok" if good else "not ok", number, f"- {heard} messages to {city}, {compared} entries compared", flush=True)
            for line in wrong[:10]:
                print("#", line)
    return 1 if failed else 0


sys.exit(main())
