#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""recheck.py EPIC COUNT PROGRAMME...: the rules of doc/scheduling.md, asked of nothing but a programme's file and the calendars
that were written: so many random programmes, and those of files, keep them; and calendars whose dates were damaged do not. Prints
TAP.

What recurs is left out, and all cities have the holidays of lists that are written for them."""
import collections
import dataclasses
import datetime
import itertools
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
import zoneinfo

import yaml

import anything

DAY = datetime.timedelta(days=1)
UTC = datetime.timezone.utc
NAMES = uuid.uuid5(uuid.NAMESPACE_DNS, "libepic")
WEEK = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
IDLE, VISITS = {"preparation", "deadline"}, {"visit", "reply"}
ONLINE = IDLE | {"online", "follow-up", "webinar"}
FULL_WEEK = 5


# ---- what is read ----

@dataclasses.dataclass
class Event:
    """An event as the calendars have it, beside what the programme says of it."""
    rule: dict
    group: tuple  # of the pair's cities, or the place among joint events
    step: int
    cities: list
    optional: list = ()
    place: str = None  # the city that it is held in
    zone: str = None
    first: datetime.date = None
    last: datetime.date = None
    start: datetime.datetime = None
    end: datetime.datetime = None
    guest: str = None
    reserve: datetime.date = None  # first day of its reserve date,
    reserve_last: datetime.date = None  # and the last
    fixed: bool = False
    converted: bool = False  # held online though planned in person

    @property
    def kind(self):
        return self.rule["kind"]

    @property
    def mode(self):
        return "online" if self.converted else self.rule.get("mode", "online" if self.kind in ONLINE else "in-person")

    @property
    def pair(self):
        return isinstance(self.group[0], str)

    @property
    def at_home(self):
        return self.start is not None and (self.pair or self.mode == "online")

    def __str__(self):
        return f"{self.rule['id']} {'-'.join(map(str, self.group))}"


def entries(path):
    """UID: name: (parameters, value) of the entries of a calendar that are not of a rule."""
    text = path.read_bytes().decode().replace("\r\n ", "").replace("\r\n\t", "")
    found = {}
    for entry in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.S):
        lines = dict(re.match(r"([-A-Z]+)((?:;[^:]*)?:.*)", line).groups() for line in entry.split("\r\n") if line)
        found[lines["UID"][1:]] = lines
    return found


def moment(line):
    """Of a date, or of a time in a zone."""
    digits = line.rsplit(":", 1)[1]
    if "VALUE=DATE:" in line:
        return datetime.datetime.strptime(digits, "%Y%m%d").date()
    zone = re.search(r"TZID=([^:;]*)", line)
    time = datetime.datetime.strptime(digits.rstrip("Z"), "%Y%m%dT%H%M%S")
    return time.replace(tzinfo=zoneinfo.ZoneInfo(zone[1]) if zone else UTC)


def date(text):
    return datetime.date.fromisoformat(text[:10])


def later(day, duration):
    """A civil date by months, clipped, then days."""
    for count, unit in re.findall(r"(\d+)\s*(months?|w|d)\b", duration):
        if unit[0] == "m":
            index = day.year * 12 + day.month - 1 + int(count)
            begin = datetime.date(index // 12, index % 12 + 1, 1)
            end = datetime.date((index + 1) // 12, (index + 1) % 12 + 1, 1)
            day = min(begin + DAY * (day.day - 1), end - DAY)
        else:
            day += DAY * int(count) * (7 if unit == "w" else 1)
    return day


def hours(text):
    """By weekday the minutes from and to; those without are closed."""
    made = {}
    for first, last, *times in re.findall(r"([A-Z][a-z])(?:-([A-Z][a-z]))? (\d+):(\d+)-(\d+):(\d+)", text):
        times = list(map(int, times))
        for day in range(WEEK.index(first), WEEK.index(last or first) + 1):
            made[day] = times[0] * 60 + times[1], times[2] * 60 + times[3]
    return made


def uid(*parts):
    return str(uuid.uuid5(NAMES, "/".join(map(str, parts))))


class Plan:
    """A programme and what stands in the calendars of a folder."""

    def __init__(self, made, folder):
        self.made, self.cities = made, made["cities"]
        self.starts, self.ends = date(made["programme"]["starts"]), date(made["programme"]["ends"])
        self.files = {path.stem: entries(path) for path in (folder / "out" / "calendars").glob("*.ics")}
        self.all = dict(self.files["programme"])
        self.wrong, self.pending = [], False  # pending: reserve dates of what follows are still to be named
        self.holidays = {name: {day for file in city["calendars"]["holidays"] for day in days_of(folder / file)}
                         for name, city in self.cities.items()}
        self.events = {event_uid: event for event_uid, event in self.wanted() if event_uid in self.all}
        for event_uid, event in self.events.items():
            self.read(event, self.all.pop(event_uid))
        self.settle()

    def say(self, event, words):
        self.wrong.append(f"{event}: {words}")

    def wanted(self):
        """Each event that there can be, by its UID."""
        name, directed = self.made["programme"]["id"], self.made.get("pairing", {}).get("mode", "mutual") != "mutual"
        for a, b in itertools.permutations(sorted(self.cities), 2):
            if f"pair-{a}-{b}" in self.files:
                for step, rule in enumerate(self.made.get("exchange", [])):
                    event = Event(rule, (a, b), step, sorted([a, b]))
                    event.guest = a if directed and rule["kind"] == "visit" else None
                    yield uid(name, "pair", f"{a}~{b}", rule["id"]), event
                    if "or-online" in rule:
                        other = dataclasses.replace(event, converted=True)
                        yield uid(name, "pair", f"{a}~{b}", rule["id"], "online"), other
        for index, rule in enumerate(self.made.get("events", [])):
            for number in range(0 if "every" in rule else rule.get("count", 1)):
                must = self.who(rule.get("participants", "all"))
                others = [city for city in self.who(rule.get("optional", [])) if city not in must]
                yield uid(name, "event", rule["id"], number + 1), Event(rule, (index,), number, must, others)
            if "every" in rule:
                self.all.pop(uid(name, "event", rule["id"], "every"), None)

    def who(self, stated):
        if isinstance(stated, dict):
            return sorted(name for name, city in self.cities.items() if city["country"] in stated["countries"])
        return sorted(self.cities if stated == "all" else stated)

    def read(self, event, lines):
        start, end = moment(lines["DTSTART"]), moment(lines["DTEND"])
        if isinstance(start, datetime.datetime):
            event.start, event.end, event.zone = start, end, start.tzinfo.key
            event.first, event.last = start.date(), (end - datetime.timedelta(minutes=1)).date()
        else:
            event.first, event.last = start, end - DAY
        second = re.search(r"\\nReserve date: ([-\d]{10})(?: \u2013 ([-\d]{10}))?(?:\\n|$)", lines.get("DESCRIPTION", ""))
        if second:
            event.reserve, event.reserve_last = date(second[1]), date(second[2] or second[1])
        rule, where = event.rule, lines.get("LOCATION", ":")[1:].replace("\\", "")
        event.converted = event.converted or ("or-online" in rule and where == "" and event.mode != "online")
        if event.mode != "online" and event.kind in VISITS:
            named = [name for name in event.cities if self.cities[name]["name"] in where]
            event.place = named[0] if len(named) == 1 else self.say(event, "is at no city of the pair")
        elif event.mode != "online" and event.kind not in IDLE:
            turn = event.cities[event.step % len(event.cities)] if "rotate" in rule else None
            event.place = rule.get("city", turn)

    def settle(self):
        """Those that the programme has settled; of a series, which states no numbers here, by their dates the first."""
        turn = collections.Counter()
        for fix in sorted(self.made.get("fixed", []), key=lambda fix: fix["start"]):
            pair = sorted(fix.get("pair", []))
            for event in self.events.values():
                same = event.cities == pair if event.pair else not pair and event.step == turn[fix["event"]]
                same = same and event.rule["id"] == fix["event"] and event.first == date(fix["start"])
                event.fixed = event.fixed or same
            turn[fix["event"]] += 1


def days_of(path):
    return [date(line) for line in path.read_text().splitlines()[1:]]


# ---- the rules ----

def days_for(plan, event, city, travel=None):
    """The days on which an event concerns a city."""
    if event.at_home:
        zone = zoneinfo.ZoneInfo(plan.cities[city]["timezone"])
        return event.start.astimezone(zone).date(), (event.end.astimezone(zone) - datetime.timedelta(minutes=1)).date()
    if event.kind in IDLE:
        return event.last, event.last
    out, back = road(event) if (travel if travel is not None else city == guest_of(event)) else (0, 0)
    return event.first - DAY * out, event.last + DAY * back


def guest_of(event):
    return next((city for city in event.cities if city != event.place), None) if event.kind in VISITS else None


def road(event):
    days = event.rule.get("travel-days", 0) if event.place else 0
    return days - days // 2, days // 2


def check_length(plan, event):
    rule = event.rule
    if event.start is not None:
        right = event.end - event.start == datetime.timedelta(minutes=rule.get("minutes", 90))
    else:
        right = (event.last - event.first).days + 1 == rule.get("days", 1)
    if not right and not event.fixed:
        plan.say(event, "is not as long as it should be")


def check_window(plan, event):
    within, today = event.rule.get("within", {}), plan.made["programme"].get("today")
    first, last = event.first - DAY * road(event)[0], event.last + DAY * road(event)[1]
    if event.first < date(within.get("from", str(plan.starts))) or event.last > date(within.get("to", str(plan.ends))):
        plan.say(event, "is outside its window")
    if not event.fixed and (first < plan.starts or last > plan.ends):
        plan.say(event, "is outside the programme")
    if not event.fixed and today and first < later(date(today), plan.made["programme"].get("notice", "")):
        plan.say(event, "is in the past")


def is_open(plan, city, day):
    if city is None:
        return day.weekday() < 5
    return day.weekday() in hours(plan.cities[city].get("office-hours", "Mo-Fr 09:00-17:00")) and day not in plan.holidays[city]


def concerned(event):
    """Whose offices are to be open: the place's, None where it is no city, or everybody's."""
    return [event.place] if not event.pair and event.mode != "online" and event.kind not in IDLE else event.cities


def working(event):
    """The days on which offices must be open."""
    span = [event.first + DAY * n for n in range((event.last - event.first).days + 1)]
    if event.kind in IDLE:
        return span[-1:]
    return [span[0], span[-1]] if len(span) > FULL_WEEK else span


def check_days(plan, event):
    if not all(is_open(plan, city, day) for city in concerned(event) for day in working(event)):
        plan.say(event, "is on a day on which an office is closed")


def in_hours(plan, event, who, city):
    """Whether a meeting is in the office hours of a city, or of somebody else."""
    zone = zoneinfo.ZoneInfo(who["timezone"])
    start, end = event.start.astimezone(zone), event.end.astimezone(zone)
    begins, ends = hours(who.get("office-hours", "Mo-Fr 09:00-17:00")).get(start.weekday(), (1440, 0))
    minute = start.hour * 60 + start.minute
    closed = city is not None and not is_open(plan, city, start.date())
    return not closed and minute >= begins and minute + (event.end - event.start).total_seconds() // 60 <= ends


def check_hours(plan, event):
    moderator = plan.made.get("moderators", {}).get(event.rule.get("moderator"))
    clocks = [(plan.cities[city] if city else {"timezone": event.zone}, city) for city in concerned(event)]
    for who, city in clocks + ([(moderator, None)] if moderator else []):
        if not in_hours(plan, event, who, city):
            plan.say(event, "is outside somebody's office hours")


def blocks(plan, event, city, block):
    here = city == block["city"] if "city" in block else block.get("country") in (None, plan.cities[city]["country"])
    comes = event.mode == "hybrid" and block.get("mode") == "in-person" and (event.pair or city == event.place)
    return here and (block.get("mode", event.mode) == event.mode or comes)


def part(event):
    """Those whom it takes."""
    return set(event.cities) | ({event.place} - {None})


def is_blocked(plan, event, city):
    first, last = days_for(plan, event, city, travel=True)
    return event.kind not in IDLE and any(
        date(block["from"]) <= last and first <= date(block["to"]) and blocks(plan, event, city, block)
        for block in plan.made.get("blocked", []))


def is_away(plan, event, city):
    first, last = days_for(plan, event, city)
    return any(date(away["from"]) <= last and first <= date(away["to"]) for away in plan.cities[city].get("unavailable", []))


def check_absences(plan, event):
    for city in part(event):
        if is_blocked(plan, event, city):
            plan.say(event, f"is blocked in {city}")
        if is_away(plan, event, city):
            plan.say(event, f"is when {city} is away")


def is_steady(plan, event, city):
    """Whether a city's clock goes on evenly through a meeting, and its day is one of the programme's."""
    zone = zoneinfo.ZoneInfo(plan.cities[city]["timezone"])
    ends = [time.astimezone(zone).replace(fold=fold) for time in (event.start, event.end) for fold in (0, 1)]
    return len({time.utcoffset() for time in ends}) == 1 and plan.starts <= ends[0].date() <= plan.ends


def can_come(plan, event, city):
    """Whether a city that is invited is free."""
    if event.at_home:
        able = in_hours(plan, event, plan.cities[city], city) and is_steady(plan, event, city)
    else:
        office = event.mode == "online" or event.kind in IDLE
        able = not office or all(is_open(plan, city, day) for day in working(event))
    others = (other for other in plan.events.values() if other is not event and city in part(other))
    return (able and not is_blocked(plan, event, city) and not is_away(plan, event, city) and
            not any(both_want(plan, event, other, city) for other in others))


def above(plan, group, step):
    """The place of what an event follows, as the programme has it; None: of nothing."""
    pair = isinstance(group[0], str)
    rules = plan.made["exchange" if pair else "events"]
    name = rules[step if pair else group[0]].get("after", {}).get("event")
    if (not pair and step > 0) or (pair and name is None and step > 0):
        return group, step - 1
    if name in (None, "start"):
        return None
    index = [rule["id"] for rule in rules].index(name)
    if pair:
        return group, index
    return None if "every" in rules[index] else ((index,), rules[index].get("count", 1) - 1)


def before(plan, event):
    """The nearest that has a date of what an event follows, and whether it is the very one."""
    dated = {(other.group, other.step): other for other in plan.events.values()}
    place, direct = above(plan, event.group, event.step), True
    while place is not None and place not in dated:
        place, direct = above(plan, *place), False
    return dated.get(place), direct


def check_order(plan, event):
    other, direct = before(plan, event)
    gap = {} if not event.pair and event.step > 0 else event.rule.get("after", {})
    if (other is None and gap.get("event") != "start") or (event.fixed and (other is None or other.fixed)):
        return
    least, last = gap.get("at-least"), plan.starts if other is None else other.last
    nothing = least is not None and later(last, least) == last
    same = other is None or (nothing and (event.kind in IDLE or other.kind in IDLE))
    early = event.first < max(last + DAY * (not same), later(last, least or "0d"))
    if early or (direct and "at-most" in gap and event.first > later(last, gap["at-most"])):
        plan.say(event, "is too near to or too far from what it follows")


def receives(event, city):
    return event.kind in VISITS and event.place == city


def both_want(plan, a, b, city):
    if {a.kind, b.kind} & IDLE:
        return False
    if all(event.start is not None and event.mode == "online" for event in (a, b)):
        return a.start < b.end and b.start < a.end
    (first, last), (other, end) = days_for(plan, a, city), days_for(plan, b, city)
    return first <= end and other <= last and not (receives(a, city) and receives(b, city))


def check_two(plan, a, b):
    """One thing at a time, of cities and of moderators."""
    if a.fixed and b.fixed:
        return
    for city in part(a) & part(b):
        if both_want(plan, a, b, city):
            plan.say(a, f"wants {city} when {b} does")
    leads = a.rule.get("moderator"), b.rule.get("moderator")
    if None not in leads and leads[0] == leads[1] and a.start is not None and b.start is not None:
        apart = datetime.timedelta(minutes=plan.made["moderators"][leads[0]].get("turn-round", 0))
        if a.start < b.end + apart and b.start < a.end + apart:
            plan.say(a, f"wants {leads[0]} when {b} does")


def check_hosting(plan, more=()):
    visits = collections.Counter()
    for event in [*plan.events.values(), *more]:
        if event.kind in VISITS and event.place:
            visits.update((event.place, event.first + DAY * n) for n in range((event.last - event.first).days + 1))
    for (city, day), count in visits.items():
        if count > plan.cities[city].get("visits-at-a-time", 1):
            plan.wrong.append(f"{city} has {count} visits on {day}")


def check_roles(plan, event_uid, event):
    """Who takes part, as the feeds have it, and that a reply goes the other way than the visit before it."""
    come = part(event) | {city for city in event.optional if can_come(plan, event, city)}
    seen = {name[5:] for name, file in plan.files.items() if name.startswith("city-") and event_uid in file}
    if come != seen:
        plan.say(event, f"stands in the calendars of {sorted(seen)}")
    if event.guest and event.place == event.guest:
        plan.say(event, "has the wrong guest")
    visits = [other for other in plan.events.values() if other.group == event.group and other.kind == "visit" and
              other.step < event.step and other.place]
    if event.kind == "reply" and event.place and visits and not any("guest" in v.rule for v in visits):
        if any(visit.place == event.place for visit in visits):
            plan.say(event, "goes the same way as the visit")


def check_road(plan, event_uid, event):
    """The days that a guest travels are entries of their own."""
    name = f"{plan.made['programme']['id']}/pair/{'~'.join(map(str, event.group))}/{event.rule['id']}"
    for leg, days in zip(("out", "back"), road(event)):
        lines = plan.all.pop(uid(name, f"travel-{leg}"), None)
        begin = event.first - DAY * days if leg == "out" else event.last + DAY
        span = lines and (moment(lines["DTSTART"]), moment(lines["DTEND"]))
        if span != ((begin, begin + DAY * days) if days else None):
            plan.say(event, f"has other days of travel {leg}")


def keeps_order(plan, event, other):
    """Whether an event keeps its gap to what it follows, if that is `other`."""
    events, wrong, plan.wrong = plan.events, plan.wrong, []
    plan.events = {key: other if (it.group, it.step) == (other.group, other.step) else it for key, it in events.items()}
    check_order(plan, event)
    found, plan.events, plan.wrong = plan.wrong, events, wrong
    return not found


def as_if(event, first):
    return dataclasses.replace(event, first=first, last=first + (event.last - event.first), fixed=False)


def check_behind(plan, second, other):
    """What follows stays, or goes to its own reserve date, which may not be named yet."""
    goes = other.reserve and keeps_order(plan, as_if(other, other.reserve), second)
    if not (plan.pending and wants(plan, other)) and not keeps_order(plan, other, second) and not goes:
        plan.say(other, "is too near to or too far from what has a reserve date")


def check_along(plan, event, second):
    """It could go along with what it follows, if it could not stay."""
    other, _ = before(plan, event)
    if other is not None and other.reserve:
        gone = as_if(other, other.reserve)
        if not keeps_order(plan, event, gone) and not keeps_order(plan, second, gone):
            plan.say(event, "would be left behind by what it follows")


def wants(plan, event):
    today = plan.made["programme"].get("today")
    return "reserve" in event.rule and not (today and event.first - DAY * road(event)[0] < date(today))


def barred(plan, event_uid, event, first, beside):
    """What speaks against a day of an event, as if it were there instead, beside reserve dates."""
    wrong, plan.wrong = plan.wrong, []
    second = as_if(event, first)
    plan.events[event_uid] = second
    for check in (check_window, check_order, check_days, check_absences):
        check(plan, second)
    for other in plan.events.values():
        if other is not second:
            check_two(plan, second, other)
        if before(plan, other)[0] is second:
            check_behind(plan, second, other)
    check_along(plan, event, second)
    for other in beside:
        check_two(plan, second, other)
    check_hosting(plan, beside)
    plan.events[event_uid] = event
    wrong, plan.wrong = plan.wrong, wrong
    return wrong


def check_reserve(plan, event_uid, event, beside, strict):
    """A reserve date is the first that is possible so long after the event."""
    if not wants(plan, event):
        if event.reserve:
            plan.say(event, "has a reserve date that nobody wants")
        return
    least = max(event.last + DAY, later(event.last, event.rule["reserve"]))
    end, plan.pending = event.reserve or plan.ends + DAY, True
    for day in (least + DAY * n for n in range((end - least).days if strict else 0)):
        if not barred(plan, event_uid, event, day, beside):
            plan.say(event, f"could have {day} for its reserve date")
    plan.pending = False
    if event.reserve:
        if event.reserve < least or event.reserve_last - event.reserve != event.last - event.first:
            plan.say(event, "has its reserve date too soon, or not as long as it is itself")
        plan.wrong += [f"reserve date: {words}" for words in barred(plan, event_uid, event, event.reserve, beside)]
        beside.append(as_if(event, event.reserve))


def check_reserves(plan):
    """In the order in which they are named. Where something may be held online more days stay clear than the calendars tell, and
    where something finds none, that which it follows is asked again: there only the dates themselves are looked at."""
    beside, wanted = [], [event for event in plan.events.values() if wants(plan, event)]
    again = any(event.reserve is None and before(plan, event)[0] in wanted for event in wanted)
    for event_uid, event in sorted(plan.events.items(), key=lambda item: (
            item[1].first, not item[1].pair, item[1].group, item[1].step)):
        online = any("or-online" in rule for rule in plan.made.get("exchange" if event.pair else "events", []))
        check_reserve(plan, event_uid, event, beside, not online and not again)


def breaches(made, folder):
    plan = Plan(made, folder)
    for event_uid, event in plan.events.items():
        check_window(plan, event)
        check_length(plan, event)
        check_order(plan, event)
        check_roles(plan, event_uid, event)
        if event.pair:
            check_road(plan, event_uid, event)
        if not event.fixed:
            (check_days if event.start is None else check_hours)(plan, event)
            check_absences(plan, event)
    for a, b in itertools.combinations(plan.events.values(), 2):
        check_two(plan, a, b)
    check_hosting(plan)
    check_reserves(plan)
    plan.wrong += [f"{other} is of nothing" for other in plan.all]
    return plan


# ---- damage ----

def rewrite(folder, event_uid, change, only):
    """Changes an entry in all calendars, or in those of a name; a change to nothing takes it out."""
    for path in (folder / "out" / "calendars").glob(only):
        parts = re.split(r"(?<=END:VEVENT\r\n)|(?=BEGIN:VEVENT\r\n)", path.read_bytes().decode())
        parts = [change(part) if f"\r\nUID:{event_uid}\r\n" in part else part for part in parts]
        path.write_bytes("".join(parts).encode())


def moved(begin, end):
    """A change of the two ends of an entry by so much."""
    def shift(found):
        pattern = "%Y%m%dT%H%M%S" if "T" in found[2] else "%Y%m%d"
        time = datetime.datetime.strptime(found[2], pattern) + (begin if found[1].startswith("DTSTART") else end)
        return found[1] + time.strftime(pattern)
    return lambda text: re.sub(r"((?:DTSTART|DTEND)[^:\r\n]*:)([\dT]+)", shift, text)


def too_early(plan, event):
    return moved(*[plan.starts - event.first - 40 * DAY] * 2)


def on_a_closed_day(plan, event):
    if event.kind in IDLE:
        return None
    days = (n for n in range(1, 15) if not all(is_open(plan, city, event.first + DAY * n) for city in concerned(event)))
    by = next(days, None)
    at_home = event.at_home and len({plan.cities[city]["timezone"] for city in event.cities}) > 1  # another day elsewhere
    return by and not at_home and moved(by * DAY, by * DAY)


def over_midnight(plan, event):
    if event.start is None:
        return None
    clock = event.zone if not event.at_home else plan.cities[event.cities[0]]["timezone"]
    here = event.start.astimezone(zoneinfo.ZoneInfo(clock))
    by = here.replace(hour=23, minute=45) - here
    return moved(by, by)


def longer(plan, event):
    return moved(0 * DAY, DAY) if event.start is None else moved(0 * DAY, datetime.timedelta(minutes=30))


def before_what_it_follows(plan, event):
    other, _ = before(plan, event)
    return other and moved(*[other.first - DAY - event.first] * 2)


def where_another_is(plan, event):
    for other in plan.events.values():
        common = set(event.cities) & set(other.cities)
        both = event.start is None and other.start is None and not {event.kind, other.kind} & (IDLE | VISITS)
        if other is not event and common and both:
            return moved(*[other.first - event.first] * 2)
    return None


def travels_on_another_day(plan, event):
    return moved(DAY, DAY) if event.pair and road(event)[0] else None


def second_too_soon(plan, event):
    found = event.reserve and f"\\nReserve date: {event.reserve}"
    return found and (lambda text: text.replace("\r\n ", "").replace(found, f"\\nReserve date: {event.last}"))


def taken_out(plan, event):
    return lambda text: ""


DAMAGES = {too_early: "is outside", on_a_closed_day: "office", over_midnight: "office hours", longer: "is not as long",
           before_what_it_follows: "is too near", where_another_is: "wants ", travels_on_another_day: "days of travel",
           second_too_soon: "reserve date too soon", taken_out: "stands in the calendars"}


def damage(plan, made, folder, dice, seen):
    """Does each kind of damage to one event; what is not complained of is told."""
    calendars = {path: path.read_bytes() for path in (folder / "out" / "calendars").glob("*.ics")}
    free = [(event_uid, event) for event_uid, event in plan.events.items() if not event.fixed]
    for apply, words in DAMAGES.items():
        changes = [(event_uid, event, apply(plan, event)) for event_uid, event in dice.sample(free, len(free))]
        event_uid, event, change = next((item for item in changes if item[2]), (None, None, None))
        if not change:
            continue
        if apply is travels_on_another_day:
            event_uid = uid(made["programme"]["id"], "pair", "~".join(event.group), event.rule["id"], "travel-out")
        rewrite(folder, event_uid, change, "city-*.ics" if apply is taken_out else "*.ics")
        seen[apply.__name__].append(any(words in line for line in breaches(made, folder).wrong))
        if not seen[apply.__name__][-1]:
            print(f"# {event} is {apply.__name__}, and nobody complains")
        for path, text in calendars.items():
            path.write_bytes(text)


# ---- all ----

def planned(epic, made, folder):
    """Whether there is a plan, whose calendars then stand in the folder."""
    path = anything.write(made, folder)
    shutil.rmtree(folder / "out", ignore_errors=True)
    return subprocess.run([epic, "plan", path, "-o", folder / "out"], capture_output=True, check=False).returncode == 0


def main(epic, count, *files):
    dice, seen, wrong, plans, events = random.Random(20210108), collections.defaultdict(list), [], 0, 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for number in range(int(count)):
            made = anything.programme(dice)
            if planned(epic, made, folder):
                plan = breaches(made, folder)
                plans, events = plans + 1, events + len(plan.events)
                wrong += [f"programme {number}: {words}" for words in plan.wrong]
                damage(plan, made, folder, dice, seen)
        results = [(not wrong and plans > int(count) / 2, f"{events} events of {plans} random programmes", wrong)]
        for kind in DAMAGES:
            found = seen[kind.__name__]
            results.append((all(found) and len(found) > int(count) / 10, f"{kind.__name__}, {len(found)} times", []))
        for file in files:
            with open(file, encoding="utf-8") as text:
                made = anything.typed(yaml.load(text, Loader=yaml.BaseLoader))
            for city in made["cities"].values():
                city["calendars"] = {"holidays": ["days.csv", "more.csv"]}
            good = planned(epic, made, folder)
            plan = breaches(made, folder) if good else None
            results.append((good and not plan.wrong and len(plan.events) > 0, "/".join(pathlib.Path(file).parts[-2:]),
                            plan.wrong if good else []))
    print(f"1..{len(results)}")
    for number, (good, what, lines) in enumerate(results, 1):
        print("ok" if good else "not ok", number, "-", what)
        for line in lines[:10]:
            print("#", line)
    return 0 if all(good for good, _, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
