#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""compare.py READ: random calendars, whose busy times in March 2021 are worked out here once more, slowly, with Python's own zones and
dateutil's rules, and compared with what READ says. Prints TAP."""
import datetime
import os
import random
import subprocess
import sys
import tempfile
import zoneinfo

from dateutil import rrule

READ = sys.argv[1]
CALENDARS = 200
HOME = zoneinfo.ZoneInfo("Europe/Rome")
UTC = datetime.timezone.utc
DAY = datetime.timedelta(days=1)
ZONES = {"Europe/Rome": "Europe/Rome", "W. Europe Standard Time": "Europe/Berlin", "America/New_York": "America/New_York",
         "/mozilla.org/1/Asia/Tokyo": "Asia/Tokyo", "Eastern Standard Time": "America/New_York", None: "Europe/Rome"}
FIRST, LAST = (datetime.datetime(2021, *day, tzinfo=HOME).astimezone(UTC) for day in ((3, 1), (4, 1)))
RULES = ["FREQ=DAILY", "FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,WE",
         "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=MONTHLY;BYMONTHDAY=27,28,29", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
         "FREQ=HOURLY;INTERVAL=7", "FREQ=MONTHLY;BYDAY=MO,TU,WE;BYSETPOS=-1", "FREQ=YEARLY"]


def both(local, zone):
    """The two readings of a local time, which are one as a rule."""
    return sorted(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def stretch(local, length, zone):
    return both(local, zone)[0], both(local + length, zone)[1]


def text_of(local, all_day):
    return local.strftime("%Y%m%d" if all_day else "%Y%m%dT%H%M%S")


class Event:
    """One event with all its times, made at random."""

    def __init__(self, dice, uid):
        self.dice, self.uid = dice, uid
        self.all_day = dice.random() < 0.25
        self.tzid = None if self.all_day else dice.choice(list(ZONES))
        self.zone = zoneinfo.ZoneInfo(ZONES[self.tzid])
        day = datetime.datetime(dice.choice((2019, 2020, 2021, 2021)), dice.randint(1, 4), dice.randint(1, 28))
        self.start = day if self.all_day else day + datetime.timedelta(minutes=15 * dice.randrange(96))
        self.length = dice.randint(1, 3) * DAY if self.all_day else datetime.timedelta(minutes=15 * dice.randint(1, 40))
        self.times = [self.start]
        self.lines = [f"UID:{uid}", self.stamp("DTSTART", self.start), self.end()]
        self.kind = dice.choice(("firm", "firm", "firm", "tentative", "free", "cancelled"))
        self.lines += {"firm": [], "tentative": ["STATUS:TENTATIVE"], "free": ["TRANSP:TRANSPARENT"],
                       "cancelled": ["STATUS:CANCELLED"]}[self.kind]

    def stamp(self, name, local):
        zone = f";TZID={self.tzid}" if self.tzid else ";VALUE=DATE" if self.all_day else ""
        return f"{name}{zone}:{text_of(local, self.all_day)}"

    def end(self):
        minutes = int(self.length.total_seconds() // 60)
        if self.dice.random() < 0.5 and not self.all_day:
            return f"DURATION:PT{minutes}M"
        return self.stamp("DTEND", self.start + self.length)

    def exact(self):
        """Whether its length is time that goes by, not what the clock shows."""
        return any(line.startswith("DURATION") for line in self.lines)

    def repeat(self):
        rule = self.dice.choice(RULES[:9] + RULES[10:] if self.all_day else RULES)
        if self.dice.random() < 0.3:
            rule += f";COUNT={self.dice.randint(1, 400)}"
        self.lines.append("RRULE:" + rule)
        times = rrule.rrulestr(rule, dtstart=self.start).between(self.start - DAY, datetime.datetime(2021, 5, 1))
        self.times = sorted({self.start, *times})

    def leave_out(self):
        gone = self.dice.sample(self.times, min(3, len(self.times)))
        for local in gone:
            if not self.all_day and both(local, self.zone)[0] == both(local, self.zone)[1] and self.dice.random() < 0.5:
                self.lines.append("EXDATE:" + both(local, self.zone)[0].strftime("%Y%m%dT%H%M%SZ"))
            else:
                self.lines.append(self.stamp("EXDATE", local))
        self.times = [local for local in self.times if local not in gone]

    def add(self):
        more = datetime.datetime(2021, 3, self.dice.randint(1, 28)) + datetime.timedelta(minutes=0 if self.all_day else 645)
        self.lines.append(self.stamp("RDATE", more))
        self.times.append(more)

    def text(self):
        return "BEGIN:VEVENT\r\n" + "".join(line + "\r\n" for line in self.lines) + "END:VEVENT\r\n"

    def stretches(self):
        if self.kind not in ("firm", "tentative"):
            return []
        if self.all_day or not self.exact():
            return [stretch(local, self.length, self.zone) for local in self.times]
        return [(early, late + self.length) for early, late in (both(local, self.zone) for local in self.times)]


def override(event, dice):
    """Another time for one of an event's, which the event then has no more."""
    local = dice.choice(event.times)
    other = Event(dice, event.uid)
    other.lines.append(event.stamp("RECURRENCE-ID", local))
    event.times = [time for time in event.times if time != local]
    return other


def merged(stretches):
    result = []
    for start, end in sorted((max(start, FIRST), min(end, LAST)) for start, end in stretches):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            result[-1][1] = max(result[-1][1], end)
        else:
            result.append([start, end])
    return [(int(start.timestamp()), int(end.timestamp())) for start, end in result]


def make(dice):
    events = []
    for number in range(dice.randint(1, 12)):
        event = Event(dice, f"event {number}")
        if dice.random() < 0.6:
            event.repeat()
            if dice.random() < 0.5:
                event.leave_out()
            if dice.random() < 0.3:
                event.add()
        events.append(event)
        if len(event.times) > 1 and dice.random() < 0.3:
            events.append(override(event, dice))
    dice.shuffle(events)
    return events


def said(path):
    lines = subprocess.run([READ, path], capture_output=True, text=True, check=True).stdout.splitlines()
    found = {"firm": [], "tentative": []}
    for line in lines:
        word, *numbers = line.split()
        if word in found:
            found[word].append(tuple(map(int, numbers)))
    return found, [line for line in lines if line[0] in "EW"]


print(f"1..{CALENDARS}")
failed = 0
with tempfile.TemporaryDirectory() as folder:
    for seed in range(1, CALENDARS + 1):
        events = make(random.Random(seed))
        path = os.path.join(folder, "calendar.ics")
        text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(event.text() for event in events) + "END:VCALENDAR\r\n"
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        found, notes = said(path)
        wanted = {kind: merged(span for event in events if event.kind == kind for span in event.stretches()) for kind in found}
        wrong = found != wanted or notes
        failed += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {seed} - seed {seed}")
        if wrong:
            print("# " + "\n# ".join([*notes, f"found {found}", f"wanted {wanted}", *text.splitlines()]))
sys.exit(failed > 0)
