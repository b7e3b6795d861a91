#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""holidays.py LIST python: compares the built-in rules with the package holidays of PyPI (github.com/vacanza/holidays).
holidays.py LIST NODE: with date-holidays of npm. LIST is the program list_holidays.

Every working day of 2020 to 2030 in every country and region that both know. A difference must be explained below, by the law, and
an explanation that explains nothing fails. What the packages hold is looked at here and kept nowhere. Prints TAP."""
import collections
import datetime
import importlib
import json
import os
import re
import subprocess
import sys

FROM, TO = 2020, 2030

# Cities whose own days a package lists as those of a province, a district or a region: our region and name.
CITIES = {
    "python": {"DE-Augsburg": ("DE-BY", "Augsburg"), **{f"IT-{code}": (f"IT-{code}", city) for code, city in {
        "AN": "Ancona", "AQ": "L'Aquila", "BA": "Bari", "BG": "Bergamo", "BO": "Bologna", "BS": "Brescia", "CA": "Cagliari",
        "CO": "Como", "CS": "Cosenza", "CT": "Catania", "CZ": "Catanzaro", "FE": "Ferrara", "FI": "Firenze", "GE": "Genova",
        "LE": "Lecce", "LI": "Livorno", "LU": "Lucca", "MB": "Monza", "ME": "Messina", "MI": "Milano", "MO": "Modena",
        "MT": "Matera", "NA": "Napoli", "PA": "Palermo", "PD": "Padova", "PE": "Pescara", "PI": "Pisa", "PR": "Parma",
        "PZ": "Potenza", "RA": "Ravenna", "RE": "Reggio Emilia", "RM": "Roma", "RN": "Rimini", "SA": "Salerno", "SI": "Siena",
        "SR": "Siracusa", "SS": "Sassari", "TA": "Taranto", "TN": "Trento", "TO": "Torino", "TS": "Trieste", "TV": "Treviso",
        "UD": "Udine", "VE": "Venezia", "VI": "Vicenza", "VR": "Verona"}.items()},
        **{f"PT-{code}": (f"PT-{code}", city) for code, city in {
            "01": "Aveiro", "03": "Braga", "06": "Coimbra", "07": "Évora", "08": "Faro", "10": "Leiria", "11": "Lisboa",
            "13": "Porto", "15": "Setúbal", "18": "Viseu"}.items()}},
    "node": {"DE-BY-A": ("DE-BY", "Augsburg"), "IT-21-TO": ("IT-21", "Torino"), "IT-25-MI": ("IT-25", "Milano"),
             "IT-52-FI": ("IT-52", "Firenze"), "IT-62-RM": ("IT-62", "Roma"), "IT-82-PA": ("IT-82", "Palermo")},
}
# Other provinces and districts there: the days of capitals that we do not know.
UNKNOWN = {"python": r"IT-(?!BZ)\w+|PT-(?!20|30)\w+", "node": r"$^"}


def on_monday(day, ours, name):
    """What a community of Spain puts on the Monday behind a holiday on a Sunday, or another working day behind Easter."""
    return day.weekday() == 0 and (day - datetime.timedelta(1)).isoformat() in ours


# Package, place, whether we alone (+) or it alone (-) has the day, its name by whoever has it or a function, and why.
EXPLAINED = [
    # Bulgaria
    ("node", "BG", "+", r"Changeover to the euro", "the council of ministers gave 31 December 2025 and 2 January 2026"),
    ("node", "BG", "+", r".* \(substitute\)|Second Day of Christmas",
     "Labour Code 154(2): what falls on a weekend is made up for on the next working days; and 26 December is a holiday"),
    # Cyprus
    ("node", "CY", "+", r"Clean Monday", "it is a Monday, 48 days before Orthodox Easter"),
    ("node", "CY", "-", r"Καθαρά Δευτέρα", "date-holidays has Clean Monday on a Tuesday"),
    ("node", "CY", "+", r"Whit Monday", "Kataklysmos, the Monday 50 days after Orthodox Easter"),
    # Spain
    ("*", "ES(-.*)?", "-", on_monday, "the community's yearly calendar moves a holiday from a Sunday to the Monday"),
    ("python", "ES-C[BM]", "-", r"Easter Monday", "given by Cantabria and Castile-La Mancha in some years alone"),
    ("python", "ES-IB", "+", r"Easter Monday", "not given in 2025, when the islands took 26 December; we follow the rule"),
    ("python", "ES-IB", "-", r"Saint Stephen's Day", "given in 2025 alone"),
    ("*", "ES-(CE|ML)", "-", r".*(Eid|Sacrificio|Aid).*", "days of Muslims, which the cities fix year by year"),
    ("python", "ES-CE", "-", r".*Saint Anthony's Day", "given by Ceuta in some years"),
    ("python", "ES-CE", "+", r"Day of Ceuta|Our Lady of Africa", "not given in single years"),
    ("python", "ES-ML", "-", r"Statute of Autonomy of Melilla Day", "given in two years"),
    ("node", "ES-ML", "+", r"Day of Melilla|Our Lady of Victory", "calendars of Melilla: 17 September and 8 September"),
    ("node", "ES-MC", "+", r"Day of Murcia", "9 June, by the Statute of Autonomy"),
    ("node", "ES-CB", "+", r"Day of the Institutions.*", "28 July, by Act 3/1993 of Cantabria"),
    ("node", "ES-CB", "-", r"Día de las Instituciones de Cantabria", "28 July, not 28 June"),
    ("node", "ES-VC", "+", r"Day of the Valencian Community", "9 October, by the Statute of Autonomy"),
    ("python", "ES-VC", "-", r"Maundy Thursday", "given in 2022 alone"),
    ("python", "ES-CT", "-", r"Pentecost Monday", "given by Catalonia in 2022 alone"),
    ("python", "ES-(CB|CL|NC)", "-", r"Saint James' Day|Santiago.*", "given in some years"),
    ("python", "ES-GA", "-", r"Saint John the Baptist", "given by Galicia in some years"),
    ("*", "ES-(CM|EX|GA|NC|PV|MD)", "-", r"Saint Joseph's Day|San José", "given in some years"),
    ("python", "ES-EX", "-", r"Shrove Tuesday", "given in 2023 and 2024"),
    ("node", "ES-NC", "+", r"St Francis Xavier's Day", "3 December, patron of Navarre, in each yearly calendar"),
    ("node", "ES-MD", "+", r"St James' Day|St Joseph's Day", "decrees of Madrid for 2021 to 2025"),
    ("*", "ES-PV", "-", r"V Cent.*", "given in 2022 alone, for the voyage of Elcano"),
    ("node", "ES-CT", "-", r"Día del Trabajador \(día sustituto\)", "Catalonia's calendars do not move 1 May from a Saturday"),
    # Finland, Sweden
    ("node", "FI", "+", r"Midsummer Eve|Christmas Eve", "no holidays of the church, but offices are closed by the collective agreement"),
    ("python", "SE", "+", r"(Midsummer|Christmas|New Year's) Eve", "Annual Leave Act section 7 puts them beside Sundays"),
    ("node", "SE", "+", r"(Midsummer|Christmas|New Year's) Eve", "Annual Leave Act section 7 puts them beside Sundays"),
    # France
    ("*", "FR-(97[12]|GP|MQ)", "-", r"Good Friday|Vendredi saint.*|Mi-Careme|Victor Schoelcher Day",
     "custom of Guadeloupe and Martinique; not in the Labour Code"),
    # United Kingdom
    ("node", "GB", "-", r"Easter Monday", "not in Scotland (schedule 1 of the Act of 1971), so not in the whole country"),
    ("node", "GB-SCT", "+", r"World Cup Bank Holiday", "royal proclamation for 15 June 2026"),
    # Greece
    ("node", "GR", "+", r"Labour Day", "moved by decisions of the minister in 2021, 2022 and 2024"),
    ("node", "GR", "-", r"Εργατική Πρωτομαγιά", "moved by a decision of the minister in 2024"),
    ("python", "GR", "-", r"Labor Day \(observed\)", "2027 is not decided yet"),
    # Hungary
    ("node", "HU", "+", r"Exchanged day of rest", "yearly decrees on exchanged working days"),
    ("python", "HU", "-", r"Christmas Eve", "24 December is given by yearly decrees, which are out up to 2026"),
    # Ireland
    ("*", "IE", "+", r".* \(substitute\)",
     "section 21 of the Act of 1997: another day is given for a weekend; public offices close on the next working day"),
    ("node", "IE", "+", r"Day of Remembrance and Recognition", "given by the government on 18 March 2022"),
    # Iceland
    ("node", "IS", "+", r"First Day of Summer", "the Thursday from 19 to 25 April: in 2024 and 2030 the 25th"),
    ("node", "IS", "-", r"Sumardagurinn fyrsti", "the Thursday from 19 to 25 April, never the 18th"),
    ("node", "IS", "-", r"Aðfangadagur|Gamlársdagur", "free from 13:00 on: no whole day"),
    # Italy
    ("node", "IT-32", "-", r"Lunedì di Pentecoste", "in the province of Bolzano alone, not in that of Trento"),
    ("node", "IT-52-FI", "+", r"St John's Day", "patron of Florence, whom date-holidays does not have as a public holiday"),
    # Latvia
    ("python", "LV", "-", r"Day off \(substituted.*", "days that the cabinet exchanges for institutions of the state"),
    ("node", "LV", "+", r"Closing of the Song.* \(substitute\)", "section 1 of the Act: the Monday when it ends on a Sunday, 2023"),
    # Netherlands
    ("python", "NL", "-", r"Good Friday", "no day off by the collective agreement of the state"),
    ("node", "NL", "+", r"Liberation Day", "a day off each fifth year"),
    # Romania
    ("node", "RO", "-", r"Bobotează|Sfântul Ioan Botezătorul", "6 and 7 January are holidays from 2024 on (Act 52/2023)"),
    # Serbia
    ("node", "RS", "+", r"Second Labour Day \(substitute\)", "2 May 2021 and 2027 are Easter Sunday: the next working day is 4 May"),
    # Slovenia
    ("node", "SI", "+", r"Solidarity Day", "given for 14 August 2023 by the act on the floods"),
    # Slovakia
    ("node", "SK", "+", r"Our Lady of Sorrows|Victory over Fascism Day", "working days in 2026 alone"),
]


def read_ours(program, *city):
    """{place: {date: name}}"""
    places = collections.defaultdict(dict)
    done = subprocess.run([program, str(FROM), str(TO), *city], capture_output=True, text=True, check=True, encoding="utf-8")
    for line in done.stdout.splitlines():
        place, date, name = line.split("\t")
        places[place].setdefault(date, name)
    return places


def read_python(countries):
    """The same, by the package of PyPI; None when it is not there."""
    sys.path = [path for path in sys.path if os.path.abspath(path) != os.path.dirname(os.path.abspath(__file__))] # our name
    try:
        package = importlib.import_module("holidays")
    except ImportError:
        return None
    places = {}
    for country in countries:
        known = getattr(package, country)
        english = "en_US" if "en_US" in (known.supported_languages or ()) else None
        for region in (None, *known.subdivisions):
            days = known(subdiv=region, years=range(FROM, TO + 1), language=english)
            places[f"{country}-{region}" if region else country] = {date.isoformat(): name for date, name in days.items()}
    return places


def read_node(node, countries):
    """The same, by the package of npm; None when it is not there."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "date_holidays.js")
    done = subprocess.run([node, script, str(FROM), str(TO), *countries], capture_output=True, encoding="utf-8", check=False)
    if "Cannot find module" in done.stderr:
        return None
    done.check_returncode()
    return json.loads(done.stdout)


def working(days):
    return {date for date in days if FROM <= int(date[:4]) <= TO and datetime.date.fromisoformat(date).weekday() < 5}


def explain(package, place, sign, date, name, ours):
    """The number of the explanation, or None."""
    for number, (whose, where, side, what, _) in enumerate(EXPLAINED):
        if whose in ("*", package) and side == sign and re.fullmatch(where, place):
            day = datetime.date.fromisoformat(date)
            if what(day, ours, name) if callable(what) else re.fullmatch(what, name):
                return number
    return None


def main(program, other):
    package = "python" if other == "python" else "node"
    ours = read_ours(program)
    countries = sorted(place for place in ours if "-" not in place)
    theirs = read_python(countries) if package == "python" else read_node(other, countries)
    if theirs is None:
        print(f"1..0 # SKIP the package of {package} is not installed")
        return 0
    cities = {key: place for key, place in CITIES[package].items() if key in theirs}
    for key, (region, city) in cities.items():
        ours[key] = read_ours(program, region[:2], region, city)[region]
    used, unexplained, days = collections.Counter(), [], 0
    both = [place for place in sorted(ours.keys() & theirs.keys()) if place in cities or not re.fullmatch(UNKNOWN[package], place)]
    for place in both:
        here, there = working(ours[place]), working(theirs[place])
        days += len(here | there)
        for date in sorted(here ^ there):
            sign, name = ("+", ours[place][date]) if date in here else ("-", theirs[place][date])
            number = explain(package, place, sign, date, name, ours[place])
            used[number] += 1
            if number is None:
                unexplained.append(f"{place} {date} {sign} {name}")
    stale = [words for n, (whose, *_, words) in enumerate(EXPLAINED) if whose in ("*", package) and used[n] == 0]
    missing = sorted(set(CITIES[package]) - set(cities))
    print(f"1..4\n# {len(both)} places, {days} working days, {sum(used.values())} differences, {len(unexplained)} unexplained")
    for number, (what, wrong) in enumerate({"every difference is explained": unexplained, "no explanation is stale": stale,
                                            "every city is known there": missing,
                                            "there is something to compare": [] if days > 5000 else [days]}.items(), 1):
        print(f"{'not ok' if wrong else 'ok'} {number} - {what}")
        for line in wrong:
            print(f"#   {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
