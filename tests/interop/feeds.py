#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""feeds.py EPIC PROGRAMME READER...: plans a programme, has every calendar read by another program, which prints a line
"uid start end" for each event, and compares the lines with `epic plan --json`. Prints TAP, a test for each calendar."""
import datetime
import json
import os
import subprocess
import sys
import tempfile
import uuid


def moment(text):
    if "T" not in text:
        return text
    return datetime.datetime.fromisoformat(text).astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def travel(event):
    """A guest travels a day before and a day after: the two days that the EPIC example states for visits and replies."""
    if event["kind"] not in ("visit", "reply"):
        return
    day = datetime.timedelta(days=1)
    start, end = datetime.date.fromisoformat(event["start"]), datetime.date.fromisoformat(event["end"])
    for leg, first, after in (("out", start - day, start), ("back", end, end + day)):
        name = f"epic-2020/pair/{'~'.join(event['pair'])}/{event['id']}/travel-{leg}"
        yield f"{uuid.uuid5(uuid.uuid5(uuid.NAMESPACE_DNS, 'libepic'), name)} {first} {after}"


def expected(plan, name):
    """The events that belong into a feed: all, those of a city, or those of a pair; and the travel of guests."""
    kind, _, rest = name.removesuffix(".ics").partition("-")
    lines = []
    for e in plan["events"]:
        if {"programme": True, "city": rest in e["cities"], "pair": rest == "-".join(e["pair"] or [])}[kind]:
            lines.append(f"{e['uid']} {moment(e['start'])} {moment(e['end'])}")
            lines += travel(e) if kind != "city" or e["guest"] == rest else []
    return sorted(lines)


def names(plan):
    """The calendars that there must be, and no others."""
    cities = {c for e in plan["events"] for c in e["cities"]}
    pairs = {"-".join(e["pair"]) for e in plan["events"] if e["pair"]}
    return sorted(["programme.ics"] + [f"city-{c}.ics" for c in cities] + [f"pair-{p}.ics" for p in pairs])


def main(epic, programme, *reader):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out")
        plan = json.loads(subprocess.run([epic, "plan", programme, "-o", out, "--json"], check=True, capture_output=True).stdout)
        feeds = sorted(os.listdir(os.path.join(out, "calendars")))
        print(f"1..{len(feeds) + 1}")
        print("ok 1 - calendars" if feeds == names(plan) else f"not ok 1 - calendars {feeds}")
        for number, name in enumerate(feeds, 2):
            run = subprocess.run([*reader, os.path.join(out, "calendars", name)], capture_output=True, text=True)
            if run.returncode == 77:
                print(f"ok {number} - {name} # SKIP {run.stderr.strip()}")
                continue
            got, want = sorted(run.stdout.split("\n")[:-1]), expected(plan, name)
            print("ok" if run.returncode == 0 and got == want and want else "not ok", number, "-", name)
            for line in sorted(set(got) ^ set(want))[:10] + run.stderr.split("\n")[:10]:
                print("#", line)


main(*sys.argv[1:])
