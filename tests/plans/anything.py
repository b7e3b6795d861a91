# SPDX-License-Identifier: GPL-3.0-or-later
"""Random programmes, as they stand in a file, for tests of what holds of any plan."""
import datetime
import json
import re

STARTS, DAYS = datetime.date(2021, 1, 4), 170
PLACES = [("IT", "Europe/Rome"), ("PT", "Europe/Lisbon"), ("GR", "Europe/Athens"), ("DE", "Europe/Berlin"),
          ("BR", "America/Sao_Paulo"), ("NP", "Asia/Kathmandu"), ("MA", "Africa/Casablanca"), ("NZ", "Pacific/Auckland")]
HOURS = ["Mo-Fr 09:00-17:00", "Mo-Th 08:00-16:00, Su 08:00-16:00", "Mo-Sa 07:30-19:00", "Tu-We 10:00-14:15", "Mo-Su 00:00-23:00"]
HOLIDAYS = ["2021-01-06", "2021-02-15", "2021-03-25", "2021-04-05", "2021-05-03", "2021-06-24"]


def day(dice, first=0, last=DAYS - 1):
    return str(STARTS + datetime.timedelta(dice.randint(first, last)))


def period(dice, most, **more):
    first = dice.randrange(DAYS)
    return {"from": day(dice, first, first), "to": day(dice, first, first + most), **more}


def some(dice, most, make):
    return [make(i) for i in range(dice.randint(0, most))]


def city(dice, number):
    country, zone = dice.choice(PLACES[:dice.choice([4, len(PLACES)])])
    made = {"name": f"City {number}", "country": country, "timezone": zone,
            "profile": {"x": dice.randrange(10) / 10, "y": dice.randrange(10) / 10},
            "office-hours": dice.choice(HOURS[:dice.choice([1, 3, len(HOURS)])]),
            "visits-at-a-time": dice.randint(1, 2),
            "calendars": {"holidays": dice.choice([[], ["days.csv"], ["days.csv", "more.csv"]])},
            "unavailable": some(dice, 3, lambda i: period(dice, 20, why=f"reason {i}"))}
    if dice.randrange(2):
        made["capacity"] = {"host": dice.randint(0, 2), "guest": dice.randint(1, 2)}
    return made


def gap(dice, others):
    made = {}
    if others and dice.randrange(2):
        least = dice.randrange(30)
        made["after"] = {"event": dice.choice(others), "at-least": f"{least}d"}
        if dice.randrange(2):
            made["after"]["at-most"] = f"{least + dice.randrange(30)}d"
    if dice.randrange(3) == 0:
        made["within"] = {"from": day(dice, 0, 60), "to": day(dice, 80)}
    if dice.randrange(4) == 0:
        made["prefer"] = {"months": dice.sample(range(1, 7), 2)}
    return made


def length(dice, kind):
    if kind in ("online", "follow-up", "webinar") or (kind == "local" and dice.randrange(2)):
        made = {"minutes": 30 * dice.randint(1, 4)}
        return made | ({"moderator": dice.choice("mn")} if dice.randrange(2) else {})
    return {} if kind == "deadline" else {"days": dice.randint(1, dice.choice([3, 3, 9]))}


def reserve(dice, event):
    """Of whole days on which something takes place."""
    wanted = "days" in event and event["kind"] != "preparation" and dice.randrange(2)
    return {"reserve": f"{dice.randrange(40)}d"} if wanted else {}


def steps(dice):
    made = []
    for number in range(dice.randint(1, 5)):
        kind = dice.choice(["preparation", "online", "visit", "reply", "follow-up", "local"])
        step = {"kind": kind, "id": f"s{number}", **length(dice, kind), **gap(dice, [s["id"] for s in made] or ["start"])}
        if kind in ("visit", "reply"):
            step |= {"travel-days": dice.randrange(4), "mode": dice.choice(["in-person", "in-person", "hybrid"])}
            step |= {"or-online": f"{dice.randrange(30)}d"} if dice.randrange(3) == 0 else {}
        made.append(step | reserve(dice, step))
    return made


def joint(dice, cities):
    made = []
    for number in range(dice.randint(1, 4)):
        kind = dice.choice(["meeting", "forum", "webinar", "deadline", "conference"])
        event = {"kind": kind, "id": f"e{number}", **length(dice, kind), **gap(dice, [e["id"] for e in made] or ["start"])}
        if kind not in ("webinar", "deadline"):
            event |= dice.choice([{"mode": "online"}, {"mode": "hybrid", "rotate": "hosts"}, {"mode": "in-person", "city": "c0"}])
            if event["mode"] != "online" and dice.randrange(3) == 0:
                event["or-online"] = f"{dice.randrange(30)}d"
        if dice.randrange(2):
            event["participants"] = dice.sample(cities, dice.randint(1, len(cities)))
            others = [name for name in cities if name not in event["participants"]]
            if others and dice.randrange(3):
                event["optional"] = dice.choice(["all", dice.sample(others, dice.randint(1, len(others)))])
        if dice.randrange(2):
            event["count"] = dice.randint(1, 4)
        made.append(event | reserve(dice, event))
    return made


def fixed(dice, events):
    """Of an event that is held several times the first dates stand, which need no number."""
    event = dice.choice(events)
    days = sorted(dice.sample(range(DAYS), min(event.get("count", 1), dice.randint(1, 2))))
    return [{"event": event["id"], "start": day(dice, d, d)} for d in days]


def programme(dice):
    cities = [f"c{number}" for number in range(dice.randint(2, 6))]
    modes = ["in-person", "online", "hybrid"]
    made = {
        "epic": 1,
        "programme": {"id": "any", "title": "Any", "starts": str(STARTS), "ends": day(dice, DAYS - 1),
                      "domains": {"x": 1, "y": 1}},
        "cities": {name: city(dice, number) for number, name in enumerate(cities)},
        "moderators": {"m": {"name": "M", "timezone": "Europe/Rome", "turn-round": 15 * dice.randrange(5)},
                       "n": {"name": "N", "timezone": "Europe/Athens", "office-hours": "Mo-Fr 08:00-18:00"}},
        "pairing": {"mode": dice.choice(["mutual", "visits", "mentoring"]), "allow-zero": True, "other-country": False,
                    "prefer": dice.choice(["value", "participation"])},
        "exchange": steps(dice),
        "events": joint(dice, cities),
        "blocked": some(dice, 5, lambda i: period(dice, 30, mode=dice.choice(modes), why=f"block {i}",
                                                  **dice.choice([{}, {"city": dice.choice(cities)}, {"country": "IT"}]))),
    }
    if made["pairing"]["mode"] == "mentoring":
        made["pairing"]["mentors"] = dice.sample(cities, len(cities) // 2)
    if len(cities) > 3 and dice.randrange(2):
        made["pairing"]["vetoes"] = [dice.sample(cities, 2) for _ in range(2)]
    if made["pairing"]["mode"] == "mutual" and dice.randrange(2):
        made["pairing"]["pins"] = [dice.sample(cities[:2], 2)]
    if dice.randrange(3) == 0:
        made["programme"]["today"] = day(dice, 0, 50)
    if dice.randrange(3) == 0:
        made["fixed"] = fixed(dice, made["events"])
    return made


def typed(node):
    """Values as JSON has them; YAML's own types would make a truth value of Norway."""
    if isinstance(node, dict):
        return {key: typed(value) for key, value in node.items()}
    if isinstance(node, list):
        return [typed(value) for value in node]
    return json.loads(node) if re.fullmatch(r"-?\d+(\.\d+)?|true|false", node) else node


def write(made, folder):
    """The programme and the lists of holidays that it names; JSON is YAML, too."""
    for name, days in (("days.csv", HOLIDAYS[:4]), ("more.csv", HOLIDAYS[2:])):
        (folder / name).write_text("date,name\n" + "".join(f"{date},Holiday {date}\n" for date in days))
    path = folder / "programme.yaml"
    path.write_text(json.dumps(made, indent=1))
    return path
