#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""plans.py NAME SEED: an illustrative programme of one of the sizes below, on standard output."""
import datetime
import random
import sys

#        pairs, months, moderators, their weekdays, share of cities in two pairs, months of a window
SIZES = {
    "p4": (4, 42, 1, "Mo-Fr", 0.0, 9),
    "p25": (25, 24, 2, "Mo-Fr", 0.25, 6),
    "p25t": (25, 12, 1, "Tu Th", 0.25, 3),
    "p100": (100, 24, 4, "Mo-Fr", 0.1, 6),
    "p100t": (100, 18, 2, "Tu Th Fr", 0.1, 4),
    "p1000": (1000, 36, 20, "Mo-Fr", 0.1, 8),
}
ZONES = [("Europe/Lisbon", "PT"), ("Europe/Madrid", "ES"), ("Europe/Rome", "IT"), ("Europe/Berlin", "DE"), ("Europe/Athens", "GR"),
         ("Europe/Helsinki", "FI"), ("Europe/Warsaw", "PL"), ("Asia/Tbilisi", "GE"), ("Asia/Amman", "JO")]
STARTS = datetime.date(2022, 1, 3)


def periods(random, days, count, longest):
    out = []
    for _ in range(count):
        begin = STARTS + datetime.timedelta(days=random.randrange(days))
        out.append(f"{{from: {begin}, to: {begin + datetime.timedelta(days=random.randrange(1, longest))}}}")
    return "[" + ", ".join(out) + "]"


def main():
    pairs, months, moderators, weekdays, twice, window = SIZES[sys.argv[1]]
    draw = random.Random(int(sys.argv[2]))
    days = months * 30
    ends = STARTS + datetime.timedelta(days=days)
    hosts = [2 if draw.random() < twice else 1 for _ in range(pairs)]
    guests = [f"g{i:04}" for i in range(pairs)]
    places, host = [], 0
    while len(places) < pairs:
        places += [f"h{host:04}"] * min(hosts[host], pairs - len(places))
        host += 1
    print(f"epic: 1\nprogramme: {{id: bench, title: Bench, starts: {STARTS}, ends: {ends}, domains: {{x: 1}}}}\ncities:")
    for name in guests + sorted(set(places)):
        zone, country = draw.choice(ZONES)
        capacity = f", capacity: {{host: {places.count(name)}, guest: {int(name in guests)}}}"
        print(f"  {name}: {{name: {name}, country: {country}, timezone: {zone}, profile: {{x: 0.{draw.randrange(1, 9)}}}{capacity}, "
              f"unavailable: {periods(draw, days, months // 3, 12)}}}")
    hours = ", ".join(f"{part} 08:00-18:00" for part in weekdays.split())
    print("moderators:")
    for m in range(moderators):
        print(f"  m{m}: {{name: M{m}, timezone: Europe/Rome, office-hours: \"{hours}\", turn-round: {0 if pairs > 100 else 30}}}")
    print("pairing:\n  mode: visits\n  allow-zero: true\n  other-country: false\n  pins:")
    for guest, place in zip(guests, places):
        print(f"    - [{guest}, {place}]")
    # A moderator leads a step of all pairs, so that steps stand for the moderators of groups of pairs.
    print("exchange:")
    middle = [int(days * part) for part in (0, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.85)]
    steps = [("online", "kick-off"), ("online", "talk-1"), ("online", "talk-2"), ("visit", "visit"), ("online", "reflection"),
             ("reply", "reply"), ("follow-up", "after"), ("local", "citizens")]
    gaps = ["", "10d, at-most: 150d", "10d, at-most: 150d", "14d, at-most: 240d", "5d, at-most: 42d", "56d, at-most: 400d",
            "7d, at-most: 120d", "3d, at-most: 200d"]
    follows = ["", "kick-off", "talk-1", "talk-2", "visit", "visit", "reply", "after"]
    for s, (kind, name) in enumerate(steps):
        begin = STARTS + datetime.timedelta(days=middle[s])
        end = min(ends, begin + datetime.timedelta(days=30 * window))
        length = "days: 2, travel-days: 2" if kind in ("visit", "reply") else "days: 1" if kind == "local" else \
            f"minutes: {60 if pairs > 100 else 90}, moderator: m{s % moderators}"
        after = f", after: {{event: {follows[s]}, at-least: {gaps[s]}}}" if s else ""
        print(f"  - {{kind: {kind}, id: {name}, {length}, within: {{from: {begin}, to: {end}}}{after}}}")
    print("events:\n  - {kind: meeting, id: opening, mode: in-person, days: 3, place: {name: V, country: AT, timezone: Europe/Vienna}}\n"
          "  - {kind: webinar, id: webinar, mode: online, minutes: 90, count: 4}\n"
          "  - {kind: conference, id: final, mode: in-person, days: 2, place: {name: V, country: AT, timezone: Europe/Vienna},\n"
          f"     within: {{from: {ends - datetime.timedelta(days=60)}, to: {ends}}}}}")


main()
