#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""recur.py EXPAND_RULES COUNT: random recurrence rules, expanded by ours and by python-dateutil. Where they differ, the difference
must go away when dateutil is held to the text of RFC 5545 in one or more of the ways of CLASSES. Prints TAP."""
import collections
import datetime
import itertools
import random
import subprocess
import sys

try:
    from dateutil import rrule
except ImportError:
    print("1..0 # SKIP python3-dateutil is not installed")
    sys.exit(0)

MOST = 100  # occurrences compared
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FREQS = ["SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
DAY_PARTS = ("BYDAY", "BYMONTHDAY", "BYYEARDAY")


class Beyond(Exception):
    """The window is over: dateutil itself would look on until the year 9999."""


class Weeks(rrule._iterinfo):
    """dateutil's masks of a year, but that the window ends and, on demand, the weeks are those of their fourth day."""
    right, last = False, datetime.datetime.max

    def ddayset(self, year, month, day):
        if datetime.datetime(year, month, day) > self.last:
            raise Beyond
        return super().ddayset(year, month, day)

    def rebuild(self, year, month):
        if year > self.last.year + 1:
            raise Beyond
        super().rebuild(year, month)
        if self.rrule._byweekno and self.right:
            first = datetime.date(year, 1, 1)
            self.wnomask = [self.wanted(first + datetime.timedelta(i)) for i in range(self.yearlen + 7)]

    def wanted(self, day):
        fourth = day + datetime.timedelta(3 - (day.weekday() - self.rrule._wkst) % 7)
        since = fourth.timetuple().tm_yday - 1
        until = (datetime.date(fourth.year, 12, 31) - fourth).days
        return since // 7 + 1 in self.rrule._byweekno or -(until // 7) - 1 in self.rrule._byweekno


rrule._iterinfo = Weeks


def plain(rule):
    return not any(part in rule["parts"] for part in DAY_PARTS)


def mixed(rule):
    numbered = {day[:-2] != "" for day in rule["parts"].get("BYDAY", "").split(",") if day}
    return numbered == {True, False}


def number_days(rule):
    most = 5 if rule["freq"] == "MONTHLY" or "BYMONTH" in rule["parts"] else 53
    days = rule["parts"]["BYDAY"].split(",")
    rule["parts"]["BYDAY"] = ",".join(d if d[:-2] else ",".join(f"{n}{d}" for n in range(1, most + 1)) for d in days)


def weekday_of_start(rule):
    rule["parts"]["BYDAY"] = DAYS[rule["start"].weekday()]


def whole_week(rule):
    if plain(rule):
        weekday_of_start(rule)
    back = (rule["start"].weekday() - DAYS.index(rule["parts"].get("WKST", "MO"))) % 7
    for part, value in (("BYHOUR", "hour"), ("BYMINUTE", "minute"), ("BYSECOND", "second")):
        rule["parts"].setdefault(part, str(getattr(rule["start"], value)))
    rule["start"] = (rule["start"] - datetime.timedelta(back)).replace(hour=0, minute=0, second=0)


def no_leap(rule):
    rule["parts"]["BYSECOND"] = rule["parts"]["BYSECOND"].replace("60", "59")


# Name, what RFC 5545 says, the rules that it concerns, and how dateutil is held to it (None: in expand()).
CLASSES = [
    ("start", "3.3.10: 'The \"DTSTART\" property value always counts as the first occurrence'; 3.8.5.3: it 'defines the first "
     "instance in the recurrence set'. dateutil leaves out a start that the rule does not produce, or that lies behind UNTIL",
     lambda rule: True, None),
    ("weekday", "3.3.10: information 'not contained in the rule ... [is] derived from the Start Time': BYWEEKNO alone leaves the "
     "day open. dateutil takes all seven days",
     lambda rule: "BYWEEKNO" in rule["parts"] and plain(rule), weekday_of_start),
    ("union", "3.3.10: BYDAY is a 'list of days', each with or without a number. dateutil wants both kinds at once",
     mixed, number_days),
    ("week", "3.3.10: weeks 'as defined in ISO.8601.2004 ... Week number one of the calendar year is the first week that contains "
     "at least four (4) days in that calendar year'. dateutil miscounts the last week of the year before and does not look for "
     "negative numbers in the next", lambda rule: "BYWEEKNO" in rule["parts"], None),
    ("set", "3.3.10: 'A set of recurrence instances starts at the beginning of the interval defined by the FREQ rule part'. "
     "dateutil starts the first week with DTSTART",
     lambda rule: "BYSETPOS" in rule["parts"] and rule["freq"] == "WEEKLY", whole_week),
    ("empty", "3.3.10: BY parts 'limit' the set, which may come out empty. dateutil raises an error",
     lambda rule: FREQS.index(rule["freq"]) < 3, None),
    ("leap", "3.3.10: BYSECOND is 0 to 60; 3.3.12: 60 'SHOULD [be] interpret[ed] as equivalent to 59'. dateutil raises an error",
     lambda rule: "60" in rule["parts"].get("BYSECOND", "").split(","), no_leap),
]


def text(rule):
    return ";".join([f"FREQ={rule['freq']}"] + [f"{name}={value}" for name, value in rule["parts"].items()])


def by_dateutil(rule, first, until):
    """All occurrences until the end of the window, in order, or as many as are compared in it."""
    found, left = [], MOST
    Weeks.last = until
    try:
        for at in rrule.rrulestr(text(rule), dtstart=rule["start"]):
            left -= at >= first
            if at > until or left < 0:
                break
            found.append(at)
    except Beyond:
        pass
    return found


def expand(rule, held, window):
    """dateutil's occurrences in the window, held to the RFC in the ways of `held`; an error's text when it raises one."""
    start, count, until = rule["start"], rule["count"], rule["until"]
    rule = {**rule, "parts": dict(rule["parts"])}
    Weeks.right = "week" in held
    for name, _, _, repair in CLASSES:
        if name in held and repair is not None:
            repair(rule)
    if count is not None and "start" not in held and "set" not in held:
        rule["parts"]["COUNT"] = str(count)
    try:
        found = by_dateutil(rule, max(start, window[0]), min(window[1], until) if until is not None else window[1])
    except (ValueError, TypeError) as error:
        if "empty" not in held or not any(word in str(error) for word in ("empty", "NoneType")):
            return str(error)
        found = []
    found = [at for at in found if at >= start]
    if "start" in held and found[:1] != [start]:
        found.insert(0, start)
    return [at for at in found[:count] if window[0] <= at <= window[1]][:MOST]


def ways(rule):
    """No repair, then one, two ... of those that concern the rule."""
    names = [name for name, _, concerns, _ in CLASSES if concerns(rule)]
    return itertools.chain.from_iterable(itertools.combinations(names, n) for n in range(len(names) + 1))


def numbers(draw, least, most, signed=False, count=3):
    values = [draw.randint(least, most) * (draw.choice((1, -1)) if signed else 1) for _ in range(draw.randint(1, count))]
    return ",".join(map(str, values))


def draw_days(draw, freq, parts):
    numbered = freq == "MONTHLY" or (freq == "YEARLY" and "BYWEEKNO" not in parts)
    most = 5 if freq == "MONTHLY" or "BYMONTH" in parts else 53

    def number():
        return f"{draw.choice(('', '+', '-'))}{draw.randint(1, most)}" if numbered and draw.random() < 0.4 else ""
    return ",".join(number() + draw.choice(DAYS) for _ in range(draw.randint(1, 4)))


def draw_parts(draw, freq):
    rank, parts = FREQS.index(freq), {}
    often = 0.4 if rank < 3 else 0.1
    if draw.random() < 0.4:
        parts["INTERVAL"] = str(draw.randint(2, 100 if rank < 3 else 6))
    if draw.random() < 0.4:
        parts["WKST"] = draw.choice(DAYS)
    for name, chance, values in (
            ("BYMONTH", 0.25, lambda: numbers(draw, 1, 12)),
            ("BYWEEKNO", 0.4 * (rank == 6), lambda: numbers(draw, *draw.choice(((1, 53), (51, 53), (1, 1))), True)),
            ("BYYEARDAY", 0.15 * (rank == 6 or rank < 3), lambda: numbers(draw, 1, 366, True, 9)),
            ("BYMONTHDAY", 0.25 * (rank != 4), lambda: numbers(draw, 1, 31, True, 6)),
            ("BYDAY", 0.4, lambda: draw_days(draw, freq, parts)),
            ("BYHOUR", often, lambda: numbers(draw, 0, 23)),
            ("BYMINUTE", often, lambda: numbers(draw, 0, 59)),
            ("BYSECOND", often, lambda: numbers(draw, 0, 60)),
            ("BYSETPOS", 0.3 + 0.3 * (rank == 4), lambda: numbers(draw, 1, draw.choice((3, 8, 366)), True))):
        if draw.random() < chance and (name != "BYSETPOS" or any(part.startswith("BY") for part in parts)):
            parts[name] = values()
    return parts


def draw_rule(draw):
    freq = draw.choice(FREQS + FREQS[3:] + ["WEEKLY", "YEARLY"])
    sub_daily = FREQS.index(freq) < 3
    start = datetime.datetime(draw.randint(2018, 2028), draw.randint(1, 12), draw.randint(1, 28), draw.randint(0, 23))
    start = draw.choice((start, start + datetime.timedelta(0, draw.randint(0, 4 * 86400))))
    rule = {"freq": freq, "parts": draw_parts(draw, freq), "start": start, "count": None, "until": None}
    ending = draw.random()
    if ending < 0.3:
        rule["count"] = draw.randint(1, 60)
    elif ending < 0.5:
        rule["until"] = start + datetime.timedelta(draw.randint(0, 3 if sub_daily else 2000), draw.randint(0, 86399))
    first = start.date() + datetime.timedelta(draw.choice((0, draw.randint(0, 1 if sub_daily else 900))))
    last = first + datetime.timedelta(draw.randint(0, 2 if sub_daily else 1500))
    return rule, (datetime.datetime.combine(first, datetime.time.min), datetime.datetime.combine(last, datetime.time.max))


def by_ours(program, drawn):
    lines = []
    for rule, window in drawn:
        ending = f";COUNT={rule['count']}" if rule["count"] is not None else ""
        ending += f";UNTIL={rule['until']:%Y%m%dT%H%M%S}" if rule["until"] is not None else ""
        lines.append(f"{rule['start']:%Y%m%dT%H%M%S} {window[0]:%Y%m%d} {window[1]:%Y%m%d} {MOST} {text(rule)}{ending}\n")
    run = subprocess.run([program], input="".join(lines), capture_output=True, text=True, check=True)
    return lines, run.stdout.splitlines()


def main(program, count):
    draw = random.Random(5545)
    drawn = [draw_rule(draw) for _ in range(int(count))]
    asked, answers = by_ours(program, drawn)
    used, same, wrong = collections.Counter(), 0, []
    for (rule, window), line, answer in zip(drawn, asked, answers, strict=True):
        got = answer.split()
        for held in ways(rule):
            wanted = expand(rule, held, window)
            if not isinstance(wanted, str) and [f"{at:%Y%m%dT%H%M%S}" for at in wanted] == got:
                same += not held
                used.update(held)
                break
        else:
            wrong.append(f"{line.strip()}\n# ours {answer[:200]}")
    print(f"1..{len(CLASSES) + 1}")
    print(f"{'not ok' if wrong else 'ok'} 1 - {len(drawn)} rules, {same} alike, {len(wrong)} unexplained")
    for text_of_wrong in wrong[:20]:
        print(f"# {text_of_wrong}")
    for number, (name, _, _, _) in enumerate(CLASSES, 2):
        print(f"{'ok' if used[name] else 'not ok'} {number} - {name} explains {used[name]}")
    return 1 if wrong or not all(used[name] for name, *_ in CLASSES) else 0


sys.exit(main(*sys.argv[1:]))
