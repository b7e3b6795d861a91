#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""same_bytes.py EPIC PIPELINE FILE: the command, and a program that obeys the locale, give the same bytes in every locale and
time zone: standard output, standard error, and the whole output folder. LOCPATH says where the locales are. Prints TAP."""
import os
import subprocess
import sys
import tempfile

epic, pipeline, programme = map(os.path.abspath, sys.argv[1:])
PLACES = [("C", "UTC"), ("C.UTF-8", "America/St_Johns"), ("de_DE.UTF-8", "Europe/Berlin"), ("tr_TR.UTF-8", "Asia/Kathmandu"),
          ("de_DE.UTF-8", "Pacific/Apia"), ("tr_TR.UTF-8", "no/such zone")]
PLAN = [epic, "plan", programme, "-o", "out"]
JOBS = [PLAN, [*PLAN, "--json"], [epic, "score", programme, "--json"], [epic, "pair", programme],
        [epic, "pair", programme, "--json"], [epic, "check", programme]]


def folder_bytes(folder):
    """{path: bytes} of all files below."""
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as f:
                found[os.path.relpath(path, folder)] = f.read()
    return found


def run(command, locale, zone):
    """All that the command gives: its exit code, what it printed, what it wrote."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "LC_ALL": locale, "LANGUAGE": locale, "TZ": zone, "SOURCE_DATE_EPOCH": "1600000000"}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        return {"exit": done.returncode, "output": done.stdout, "errors": done.stderr, **folder_bytes(folder)}


def jobs(locale):
    return [*JOBS, [pipeline, locale, programme, "out"]]


print(f"1..{len(JOBS) + 1}")
for number in range(len(JOBS) + 1):
    expected = run(jobs("C")[number], *PLACES[0])
    problems = [] if expected["exit"] == 0 else [f"exit {expected['exit']}: {expected['errors'].decode(errors='replace')}"]
    if number in (0, len(JOBS)) and "out/calendars/programme.ics" not in expected:
        problems.append("no calendar was written")
    for locale, zone in PLACES[1:]:
        given = run(jobs(locale)[number], locale, zone)
        problems += [f"{key} differs under {locale}, {zone}" for key in sorted(expected.keys() | given.keys())
                     if given.get(key) != expected.get(key)]
    name = " ".join(os.path.basename(word) for word in jobs("LOCALE")[number])
    print("not ok" if problems else "ok", number + 1, "-", name)
    for problem in problems:
        print("#", problem.replace("\n", "\n# "))
